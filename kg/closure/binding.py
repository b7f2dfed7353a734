"""Matches of a rule's premises in few triples, found one by one from a premise that is given.

For the many small graphs of documents; over one large graph :mod:`kg.closure.joining` is the faster way.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from kg.closure.rule import TYPE, Rule, Triple, is_variable

Pair = tuple[str, str]
_NONE: tuple[str, ...] = ()


class Pairs:
    """Subjects and objects of one predicate, looked up from either end.

    :param pairs: subject and object of each triple
    """

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._all = list(pairs)
        self._objects: dict[str, list[str]] | None = None
        self._subjects: dict[str, list[str]] | None = None

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self._all)

    def __iter__(self) -> Iterator[Pair]:
        """Go through the pairs."""
        return iter(self._all)

    def objects(self, subject: str) -> Sequence[str]:
        """Look up the objects of a subject."""
        if self._objects is None:
            self._objects = _indexed(self._all)
        return self._objects.get(subject, _NONE)

    def subjects(self, value: str) -> Sequence[str]:
        """Look up the subjects of an object."""
        if self._subjects is None:
            self._subjects = _indexed((value, subject) for subject, value in self._all)
        return self._subjects.get(value, _NONE)


def _indexed(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    return found


class Premises:
    """What premises are matched with: pairs by predicate, and who is of which class.

    :param sources: pairs by predicate, looked up one after another
    :param kinds: tells the classes of a term
    :param instances: lists the terms of a class
    """

    def __init__(
        self,
        sources: Sequence[dict[str, Pairs]],
        kinds: Callable[[str], Collection[str]],
        instances: Callable[[str], Iterable[str]],
    ) -> None:
        self._sources = sources
        self._kinds = kinds
        self._instances = instances

    def solutions(self, patterns: Sequence[Triple], values: dict[str, str]) -> Iterator[dict[str, str]]:
        """Match patterns together.

        :param patterns: in an order in which each, if possible, shares a variable with one before it or with ``values``
        :param values: variables that have a value
        """
        if not patterns:
            yield values
            return
        subject, predicate, value = patterns[0]
        one, other = values.get(subject, subject), values.get(value, value)
        for found in self._matching(one, predicate, other):
            extended = bound(values, ((subject, found[0]), (value, found[1])))
            if extended is not None:
                yield from self.solutions(patterns[1:], extended)

    def _matching(self, subject: str, predicate: str, value: str) -> Iterator[Pair]:
        if predicate == TYPE:
            yield from self._typed(subject, value)
            return
        for source in self._sources:
            pairs = source.get(predicate)
            if pairs is None:
                continue
            if not is_variable(subject):
                yield from ((subject, each) for each in pairs.objects(subject))
            elif not is_variable(value):
                yield from ((each, value) for each in pairs.subjects(value))
            else:
                yield from pairs

    def _typed(self, subject: str, kind: str) -> Iterator[Pair]:
        if is_variable(subject):
            yield from ((each, kind) for each in self._instances(kind))
        elif kind in self._kinds(subject):
            yield subject, kind


def bound(values: dict[str, str], found: Iterable[Pair]) -> dict[str, str] | None:
    """Give variables their values; None where a term or an earlier value differs."""
    more = dict(values)
    for term, value in found:
        if (more.setdefault(term, value) if is_variable(term) else term) != value:
            return None
    return more


def in_order(rule: Rule, first: int) -> tuple[Triple, ...]:
    """List the premises of a rule but one, each after one that shares a variable with it, where there is one.

    :param first: place of the premise that is given
    """
    remaining = [pattern for place, pattern in enumerate(rule.body) if place != first]
    known = set(filter(is_variable, rule.body[first]))
    ordered: list[Triple] = []
    while remaining:
        following = next((each for each in remaining if known & set(each)), remaining[0])
        remaining.remove(following)
        ordered.append(following)
        known |= set(filter(is_variable, following))
    return tuple(ordered)
