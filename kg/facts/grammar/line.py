"""Lines of units: what patterns are matched against."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Generic, NamedTuple, TypeVar

from kg.facts.grammar.alphabet import Alphabet
from kg.facts.grammar.language import Pattern
from kg.facts.grammar.stage import Stage

Content = TypeVar("Content", covariant=True)
_BEGIN = attrgetter("begin")


class Unit(NamedTuple, Generic[Content]):
    """A word, mark, name or phrase: tokens ``begin`` ≤ i < ``end`` of a paragraph, and what it holds."""

    begin: int
    end: int
    text: str
    classes: frozenset[str]
    content: Content

    def has(self, word_class: str) -> bool:
        """Tell whether the unit has a class."""
        return word_class in self.classes


@dataclass(slots=True, eq=False, repr=False)
class Match(Generic[Content]):
    """A pattern that fits units ``begin`` ≤ i < ``end`` of a line, with the units that it captures by name."""

    pattern: str
    begin: int
    end: int
    captured: tuple[tuple[str, int, int], ...]
    line: "Line[Content]"

    def units(self, name: str) -> tuple[Unit[Content], ...]:
        """Give the units captured under a name, in order; none if the pattern captured nothing there."""
        return tuple(unit for each, begin, end in self.captured if each == name for unit in self.line.units[begin:end])

    def __getitem__(self, name: str) -> Unit[Content]:
        """Give the first unit captured under a name.

        :raises IndexError: if nothing was captured
        """
        return self.units(name)[0]

    def __contains__(self, name: object) -> bool:
        """Tell whether something was captured under a name."""
        return any(each == name for each, _, _ in self.captured)


class Line(Generic[Content]):
    """Units in order, with the alphabet that writes them.

    :param units: in order of the text
    :param alphabet: of the grammar whose patterns are matched
    """

    __slots__ = ("_written", "met", "text", "units")

    def __init__(self, units: Sequence[Unit[Content]], alphabet: Alphabet) -> None:
        self.units = units
        #: One character a unit.
        self.text = alphabet.text([unit.classes for unit in units])
        #: The needs of patterns that the line meets, as bits.
        self.met = alphabet.met(self.text)
        self._written: dict[Pattern, tuple[re.Pattern[str], str]] = {}

    def fitting(self, stage: Stage) -> tuple[Pattern, ...]:
        """List the patterns of a stage that may fit, in order: the line has what they need."""
        return stage.fitting(self.met)

    def index(self, unit: Unit[object]) -> int:
        """Tell which of its units a unit is."""
        at = bisect_left(self.units, unit.begin, key=_BEGIN)
        while self.units[at] is not unit:
            at += 1
        return at

    def match(self, patterns: Iterable[Pattern], at: int) -> Match[Content] | None:
        """Match the first of some patterns that fits at an index."""
        for pattern in patterns:
            if pattern.may_fit(self.met):
                regex, text = self._prepared(pattern)
                found = regex.match(text, at)
                if found and found.end() > at:
                    return self._match(pattern, found)
        return None

    def scan(self, patterns: Iterable[Pattern]) -> Iterator[Match[Content]]:
        """Match patterns from left to right: the first that fits at each index, none overlapping another."""
        prepared = [(p, *self._prepared(p)) for p in patterns if p.may_fit(self.met)]
        nearest = [(found.start(), n, found) for n, each in enumerate(prepared) if (found := _next(*each[1:], 0))]
        while nearest:
            _, number, match = min(nearest)
            at = match.end()
            yield self._match(prepared[number][0], match)
            nearest = [
                (found.start(), n, found)
                for begin, n, each in nearest
                if (found := each if begin >= at else _next(*prepared[n][1:], at))
            ]

    def search(self, pattern: Pattern) -> Iterator[Match[Content]]:
        """Find a pattern wherever it starts, also where matches overlap."""
        if not self.text or not pattern.may_fit(self.met):
            return
        regex, text = self._prepared(pattern)
        found = regex.search(text)
        while found:
            yield self._match(pattern, found)
            at = found.start() + 1
            found = regex.search(text, at) if at < len(text) else None

    def ending(self, pattern: Pattern, end: int) -> Match[Content] | None:
        """Find a pattern that ends right before an index, the one that starts first."""
        if not pattern.may_fit(self.met):
            return None
        regex, text = self._prepared(pattern)
        found = regex.search(text, 0, end)
        return self._match(pattern, found) if found else None

    def _prepared(self, pattern: Pattern) -> tuple[re.Pattern[str], str]:
        found = self._written.get(pattern)
        if found is None:
            found = self._written[pattern] = pattern.prepared(self.text)
        return found

    def _match(self, pattern: Pattern, found: "re.Match[str]") -> Match[Content]:
        spans = [(name, *found.span(number)) for number, name in pattern.groups if found.start(number) >= 0]
        spans.sort(key=_by_place)
        return Match(pattern.name, found.start(), found.end(), tuple(spans), self)


_by_place = itemgetter(1, 2)


def _next(regex: "re.Pattern[str]", text: str, at: int) -> "re.Match[str] | None":
    """Find where a pattern fits next, with at least one unit."""
    found = regex.search(text, at)
    while found and found.end() == found.start():
        found = regex.search(text, found.start() + 1) if found.start() < len(text) else None
    return found
