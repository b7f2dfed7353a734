"""Sorting more lines than memory holds: sorted runs on disk, merged.

Lines are sorted by code point, which is the byte order of their UTF-8 form (``LC_ALL=C sort``).
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

#: Characters of lines that one sorter holds in memory before it writes a run.
BUDGET = 64 * 1024 * 1024


class LineSorter:
    """Takes lines in any order and gives them back sorted, once.

    :param folder: an existing folder for the runs, or what makes one when the first run is written
    :param name: begins the names of the runs
    :param unique: give equal lines once
    :param budget: characters to hold in memory
    """

    def __init__(
        self, folder: Path | Callable[[], Path], name: str, *, unique: bool = True, budget: int = BUDGET
    ) -> None:
        self._folder = folder
        self._name = name
        self._unique = unique
        self._budget = budget
        self._held: list[str] = []
        self._size = 0
        self._runs: list[Path] = []

    def add(self, lines: Iterable[str]) -> None:
        """Take lines, each with its newline at the end and none inside."""
        for line in lines:
            self._held.append(line)
            self._size += len(line)
        if self._size > self._budget:
            self._write_run()

    def lines(self) -> Iterator[str]:
        """Give all lines in order; the runs are removed when the last line has been taken."""
        with ExitStack() as stack:
            streams: list[TextIO] = [
                stack.enter_context(run.open(encoding="utf-8", newline="\n", buffering=1 << 18)) for run in self._runs
            ]
            merged = heapq.merge(*streams, self._sorted())
            yield from _once(merged) if self._unique else merged
        for run in self._runs:
            run.unlink()

    def _sorted(self) -> list[str]:
        held = sorted(set(self._held)) if self._unique else sorted(self._held)
        self._held, self._size = [], 0
        return held

    def _write_run(self) -> None:
        folder = self._folder if isinstance(self._folder, Path) else self._folder()
        run = folder / f"{self._name}.{len(self._runs)}"
        with run.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as stream:
            stream.writelines(self._sorted())
        self._runs.append(run)


def _once(lines: Iterable[str]) -> Iterator[str]:
    before = None
    for line in lines:
        if line != before:
            yield line
        before = line
