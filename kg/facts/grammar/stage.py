"""Stages: patterns that are tried together, in order."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from kg.facts.grammar.language import Pattern

#: Combinations of needs that a stage remembers.
_MOST = 4096


class Stage:
    """Patterns in the order of their table.

    :param patterns: of one language
    """

    __slots__ = ("_known", "_needs", "_patterns")

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._needs = 0
        for pattern in patterns:
            self._needs |= reduce(or_, pattern.needs, 0)
        self._known: dict[int, tuple[Pattern, ...]] = {}

    def __iter__(self) -> Iterator[Pattern]:
        """Give the patterns in order."""
        return iter(self._patterns)

    def fitting(self, met: int) -> tuple[Pattern, ...]:
        """List the patterns that may fit a line.

        :param met: what the line meets, from :attr:`~kg.facts.grammar.line.Line.met`
        """
        met &= self._needs
        found = self._known.get(met)
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[met] = tuple(each for each in self._patterns if each.may_fit(met))
        return found
