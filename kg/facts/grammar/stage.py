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

    __slots__ = ("_alternatives", "_known", "_needs", "_patterns")

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._alternatives = [(needs, pattern) for pattern in patterns for needs in pattern.needs]
        self._needs = reduce(or_, (needs for needs, _ in self._alternatives), 0)
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
            missing = ~met
            fitting = [pattern for needs, pattern in self._alternatives if not needs & missing]
            found = self._known[met] = tuple(dict.fromkeys(fitting))
        return found
