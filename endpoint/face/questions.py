"""What a page asks a release: gathered, so that questions that do not depend on each other go in one exchange.

A page is drawn by plain functions that ask where they need to know. :func:`gathered` draws it first with no answers,
which shows what it asks; asks all of that at once; and draws again with the answers, until nothing new is asked.
Names of things are looked up the same way, all in one question.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import current_app, g

from endpoint.engine.service import Generation
from endpoint.face.answers import Cell, Solution, asked
from endpoint.face.language import chosen

Made = TypeVar("Made")

#: Rounds after which a page is taken never to end asking.
_MOST_ROUNDS = 20
_THINGS_A_QUESTION = 500
#: Names in one language that are kept.
_MOST_REMEMBERED = 20_000
_NAMING = "?x ?p ?n FILTER(?p IN (skos:prefLabel, dcterms:title, foaf:name))"


class Remembered:
    """Names that were looked up in the release that is served, by language; those of an earlier one are forgotten.

    A release never changes, so a name stays true as long as its release is the one that is asked.
    """

    def __init__(self) -> None:
        self._held: tuple[str, dict[str, dict[str, Cell | None]]] = ("", {})

    def of(self, release: str, language: str) -> dict[str, Cell | None]:
        """Hand out what is known of a release in a language; a thing without a name has nothing for its name."""
        held = self._held
        if held[0] != release:
            # Whoever still uses the names of an earlier release has them to itself.
            held = self._held = (release, {})
        known = held[1].setdefault(language, {})
        if len(known) > _MOST_REMEMBERED:
            known = held[1][language] = {}
        return known


@dataclass(slots=True)
class Gathering:
    """Questions of one page, and the answers that are known."""

    generation: Generation
    language: str
    _names: dict[str, Cell | None]
    _answers: dict[str, list[Solution]] = field(default_factory=dict)
    _open: dict[str, None] = field(default_factory=dict)
    _nameless: dict[str, None] = field(default_factory=dict)
    _each: dict[str, dict[str, list[Solution]]] = field(default_factory=dict)
    _open_each: dict[str, dict[str, None]] = field(default_factory=dict)
    _settled: dict[Hashable, object] = field(default_factory=dict)
    _missed: int = 0

    @property
    def is_waiting(self) -> bool:
        """Whether anything was asked that has no answer yet."""
        return bool(self._open or self._nameless or self._open_each)

    def rows(self, query: str) -> list[Solution]:
        """Give the solutions of a query; nothing as long as they are not known."""
        if query not in self._answers:
            self._open[query] = None
            self._missed += 1
        return self._answers.get(query, [])

    def name(self, iri: str) -> Cell | None:
        """Give the name of a thing; nothing where it has none, or as long as it is not known."""
        if iri not in self._names:
            self._nameless[iri] = None
            self._missed += 1
        return self._names.get(iri)

    def each(self, iris: Iterable[str], pattern: str) -> dict[str, list[Solution]]:
        """Give the solutions of a pattern about each thing; nothing as long as they are not known."""
        known, wanted = self._each.setdefault(pattern, {}), list(dict.fromkeys(iris))
        unknown = dict.fromkeys(iri for iri in wanted if iri not in known)
        if unknown:
            self._open_each.setdefault(pattern, {}).update(unknown)
            self._missed += 1
        return {iri: known.get(iri, []) for iri in wanted}

    def settle(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Make a part of a page; one that has all its answers is not made again when the page is.

        :param key: tells the part from all others of the page
        :param make: makes it of answers alone, of no other part; whether the page waits, it asks only as the first part
        """
        if key in self._settled:
            return cast(Made, self._settled[key])
        missed = self._missed
        made = make()
        if missed == self._missed:
            self._settled[key] = made
        return made

    def exchange(self) -> None:
        """Ask everything that has no answer yet."""
        queries, things = list(self._open), list(self._nameless)
        about = [(pattern, part) for pattern, iris in self._open_each.items() for part in _parts(list(iris))]
        naming = [_about(part, _NAMING) for part in _parts(things)]
        found = asked(self.generation, [*queries, *(_about(part, pattern) for pattern, part in about), *naming])
        self._answers |= zip(queries, found, strict=False)
        for (pattern, part), answer in zip(about, found[len(queries) :], strict=False):
            self._each[pattern] |= _by_thing(part, answer)
        self._names |= dict.fromkeys(things) | _named(found[len(queries) + len(about) :], self.language)
        for asked_for in (self._open, self._nameless, self._open_each):
            asked_for.clear()


def _parts(iris: list[str]) -> list[list[str]]:
    """Part things into so many as one question asks about."""
    return [iris[n : n + _THINGS_A_QUESTION] for n in range(0, len(iris), _THINGS_A_QUESTION)]


def _about(iris: list[str], pattern: str) -> str:
    """Write the question that asks a pattern about things ``?x``."""
    return f"SELECT DISTINCT * {{ VALUES ?x {{ {' '.join(f'<{iri}>' for iri in iris)} }} {pattern} }}"


def _by_thing(iris: list[str], found: list[Solution]) -> dict[str, list[Solution]]:
    groups: dict[str, list[Solution]] = {iri: [] for iri in iris}
    for row in found:
        groups[row["x"]["value"]].append(row)
    return groups


def _named(found: list[list[Solution]], language: str) -> dict[str, Cell]:
    """Choose a name of each thing: in the reader's language, else English or none, else whatever there is."""
    best: dict[str, tuple[tuple[int, int, str], Cell]] = {}
    for row in (row for part in found for row in part):
        tag, iri = row["n"].get("xml:lang", ""), row["x"]["value"]
        place = 0 if tag == language else 1 if tag in ("en", "") else 2
        rank = (place, -len(row["p"]["value"].partition("skos/core#")[1]), row["n"]["value"])
        if iri not in best or rank < best[iri][0]:
            best[iri] = (rank, row["n"])
    return {iri: cell for iri, (_, cell) in best.items()}


def gathered(generation: Generation, draw: Callable[[], Made]) -> Made:
    """Draw a page whose questions are asked together.

    :param draw: asks by :func:`endpoint.face.answers.rows` and :func:`names`; it is called several times and must
        change nothing
    :raises Problem: as :func:`asked`; whatever ``draw`` raises once it has all answers
    """
    if "gathering" in g:
        return draw()
    remembered: Remembered = current_app.extensions.setdefault("osce_kg_names", Remembered())
    known = remembered.of(generation.release.identity, chosen())
    gathering = g.gathering = Gathering(generation, chosen(), known)
    try:
        for _ in range(_MOST_ROUNDS):
            made = _drawn(gathering, draw)
            if made is not None and not gathering.is_waiting:
                return made[0]
            gathering.exchange()
    finally:
        g.pop("gathering")
    raise AssertionError("a page asks something else each time it is drawn")


def _drawn(gathering: Gathering, draw: Callable[[], Made]) -> tuple[Made] | None:
    """Draw with the answers that are known; what fails for want of one is drawn again when it is there."""
    try:
        return (draw(),)
    except Exception:
        if not gathering.is_waiting:
            raise
        return None


def settled(key: Hashable, make: Callable[[], Made]) -> Made:
    """Make a part of a page, at most once after its questions are answered (:meth:`Gathering.settle`)."""
    gathering: Gathering | None = g.get("gathering")
    return make() if gathering is None else gathering.settle(key, make)


def is_waiting() -> bool:
    """Say whether the page is drawn again anyway, so that what is made of its answers need not be made yet."""
    gathering: Gathering | None = g.get("gathering")
    return gathering is not None and gathering.is_waiting


def names(generation: Generation, iris: Iterable[str]) -> dict[str, Cell]:
    """Look up how things are called in the language of the page; what has no name is left out.

    :returns: IRI → name, as SPARQL Results JSON has literals
    :raises Problem: as :func:`asked`
    """
    gathering: Gathering | None = g.get("gathering")
    if gathering is not None:
        return {iri: cell for iri in iris if (cell := gathering.name(iri)) is not None}
    return _named(asked(generation, [_about(part, _NAMING) for part in _parts(list(dict.fromkeys(iris)))]), chosen())


def each(generation: Generation, iris: Iterable[str], pattern: str) -> dict[str, list[Solution]]:
    """Ask a pattern about things; all that a page asks it about are asked in one question.

    :param pattern: a graph pattern about ``?x``
    :returns: IRI → solutions, which have ``?x`` and all other variables of the pattern
    :raises Problem: as :func:`asked`
    """
    gathering: Gathering | None = g.get("gathering")
    if gathering is not None:
        return gathering.each(iris, pattern)
    parts = _parts(list(dict.fromkeys(iris)))
    found = asked(generation, [_about(part, pattern) for part in parts])
    groups = (_by_thing(part, answer) for part, answer in zip(parts, found, strict=True))
    return {iri: solutions for group in groups for iri, solutions in group.items()}
