"""The validation report: what does not hold, and of what.

Source: SHACL §3.6.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.namespaces import SH
from kg.validation.terms import value_of

SEVERITIES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One validation result; every term is written as in N-Triples, a path as in SPARQL.

    ``witness`` tells apart results that SHACL reports once each although all their terms agree.
    """

    shape: str
    component: str
    focus: str
    path: str = ""
    value: str = ""
    severity: str = f"<{SH}Violation>"
    messages: tuple[str, ...] = ()
    constraint: str = ""
    witness: str = ""

    @property
    def level(self) -> str:
        """Severity as a word: ``violation``, ``warning``, ``info``; a severity of one's own counts as violation."""
        name = value_of(self.severity).removeprefix(SH).lower()
        return name if name in SEVERITIES else "violation"


@dataclass(frozen=True, slots=True)
class Report:
    """Results in order, and what a reader must know of how they came about.

    ``omitted`` counts the results that a limit left out, by shape and severity; at least one of each stands in
    ``results``. ``notes`` say what the engine did otherwise than usual.
    """

    results: tuple[Result, ...]
    omitted: tuple[tuple[str, str, int], ...] = ()
    notes: tuple[str, ...] = ()

    def with_results(self, more: Iterable[Result], limit: int | None = None) -> "Report":
        """Add results of other checks.

        :param limit: how many of a shape and severity to keep at most; the others are counted
        """
        collector = Collector(limit)
        for result in more:
            collector.add(result)
        added = collector.report()
        results = tuple(sorted((*self.results, *added.results)))
        return replace(self, results=results, omitted=(*self.omitted, *added.omitted))

    @property
    def conforms(self) -> bool:
        """Whether there is no result of any severity (SHACL §3.6.1.1)."""
        return not self.results

    def passes(self, fail_on: str = "violation") -> bool:
        """Tell whether there is no result of a severity or a graver one.

        :param fail_on: ``violation``, ``warning`` or ``info``
        """
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return not any(result.level in grave for result in self.results)

    def count(self, level: str) -> int:
        """Count the results of one severity, those left out as well."""
        return sum(r.level == level for r in self.results) + sum(n for _, kind, n in self.omitted if kind == level)


class Collector:
    """Keeps the first results of each shape and severity in order, and counts the rest.

    :param limit: how many of each; None keeps all
    """

    def __init__(self, limit: int | None = None) -> None:
        self._limit = limit
        self._kept: dict[tuple[str, str], list[Result]] = defaultdict(list)
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, result: Result) -> None:
        """Take a result."""
        key = (result.shape, result.level)
        kept = self._kept[key]
        kept.append(result)
        self._counts[key] += 1
        if self._limit is not None and len(kept) >= 2 * self._limit + 100:
            kept.sort()
            del kept[self._limit :]

    def join(self, other: "Collector") -> None:
        """Take what another collector with the same limit has taken."""
        for key, results in other._kept.items():
            counted = self._counts[key] + other._counts[key] - len(results)
            for result in results:
                self.add(result)
            self._counts[key] = counted + len(results)

    def whole(self) -> tuple[Result, ...] | None:
        """List what was taken, in order and without witnesses; None if the limit leaves some of it out."""
        if self._limit is not None and any(count > self._limit for count in self._counts.values()):
            return None
        return tuple(sorted(replace(each, witness="") for some in self._kept.values() for each in some))

    def report(self, notes: Iterable[str] = ()) -> Report:
        """Make the report of what was taken."""
        kept = {key: sorted(results)[: self._limit] for key, results in self._kept.items()}
        omitted = [(*key, self._counts[key] - len(kept[key])) for key in sorted(kept)]
        results = sorted(result for some in kept.values() for result in some)
        return Report(tuple(results), tuple(each for each in omitted if each[2]), tuple(dict.fromkeys(notes)))


def without_witness(results: Iterable[Result]) -> set[Result]:
    """Reduce results to what SHACL says of them, as a set."""
    return {replace(result, witness="") for result in results}
