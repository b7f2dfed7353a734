"""Lines of units: what patterns are matched against."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from kg.facts.grammar.alphabet import Alphabet
from kg.facts.grammar.language import NUMBERED, Pattern

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Unit(Generic[Content]):
    """A word, mark, name or phrase: tokens ``begin`` ≤ i < ``end`` of a paragraph, and what it holds."""

    begin: int
    end: int
    text: str
    classes: frozenset[str]
    content: Content

    def has(self, word_class: str) -> bool:
        """Tell whether the unit has a class."""
        return word_class in self.classes


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Line(Generic[Content]):
    """Units in order, with the alphabet that writes them."""

    units: Sequence[Unit[Content]]
    alphabet: Alphabet

    @cached_property
    def text(self) -> str:
        """One character a unit."""
        return "".join(map(self.alphabet.character, (unit.classes for unit in self.units)))

    @cached_property
    def classes(self) -> frozenset[str]:
        """All classes that units of the line have."""
        return frozenset().union(*(unit.classes for unit in self.units))

    def match(self, patterns: Sequence[Pattern], at: int) -> Match[Content] | None:
        """Match the first of some patterns that fits at an index."""
        text = self.text
        for pattern in patterns:
            found = pattern.regex.match(text, at) if pattern.may_fit(self.classes) else None
            if found and found.end() > at:
                return self._match(pattern, found)
        return None

    def scan(self, patterns: Sequence[Pattern]) -> Iterator[Match[Content]]:
        """Match patterns from left to right: the first that fits at each index, none overlapping another."""
        text, at = self.text, 0
        nearest = [_next(pattern, text, 0) if pattern.may_fit(self.classes) else None for pattern in patterns]
        while True:
            for number, found in enumerate(nearest):
                if found and found.start() < at:
                    nearest[number] = _next(patterns[number], text, at)
            starts = [found.start() if found else len(text) for found in nearest]
            first = min(range(len(starts)), key=starts.__getitem__, default=None)
            match = nearest[first] if first is not None else None
            if first is None or match is None:
                return
            yield self._match(patterns[first], match)
            at = match.end()

    def search(self, pattern: Pattern) -> Iterator[Match[Content]]:
        """Find a pattern wherever it starts, also where matches overlap."""
        text, at = self.text, 0
        if not pattern.may_fit(self.classes):
            return
        regex = pattern.regex
        while at < len(text) and (found := regex.search(text, at)):
            yield self._match(pattern, found)
            at = found.start() + 1

    def ending(self, pattern: Pattern, end: int) -> Match[Content] | None:
        """Find a pattern that ends right before an index, the one that starts first."""
        text = self.text
        found = pattern.regex.search(text, 0, end) if pattern.may_fit(self.classes) else None
        return self._match(pattern, found) if found else None

    def _match(self, pattern: Pattern, found: "re.Match[str]") -> Match[Content]:
        spans = [
            (name.partition(NUMBERED)[0], found.start(name), found.end(name))
            for name in pattern.regex.groupindex
            if found.start(name) >= 0
        ]
        return Match(pattern.name, found.start(), found.end(), tuple(sorted(spans, key=lambda span: span[1:])), self)


def _next(pattern: Pattern, text: str, at: int) -> "re.Match[str] | None":
    """Find where a pattern fits next, with at least one unit."""
    found = pattern.regex.search(text, at)
    while found and found.end() == found.start():
        found = pattern.regex.search(text, found.start() + 1) if found.start() < len(text) else None
    return found
