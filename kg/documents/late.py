"""Regular expressions that are compiled when they are first used: each with a date in it takes 40 ms, and few are."""

import re
from collections.abc import Iterator
from functools import cached_property


class Late:
    """A pattern of :mod:`re` with the methods that readers of pages use.

    :param pattern: as for :func:`re.compile`
    :param flags: as for :func:`re.compile`

    >>> Late("b+").search("abba")
    <re.Match object; span=(1, 3), match='bb'>
    """

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Match at a place."""
        return self._compiled.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Match a whole text."""
        return self._compiled.fullmatch(text)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Find the first match."""
        return self._compiled.search(text, start)

    def findall(self, text: str) -> list[str]:
        """List all matches."""
        return self._compiled.findall(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find all matches."""
        return self._compiled.finditer(text)
