"""Progress on standard error, drawn only on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli.settings import is_quiet
from kg.pipeline.progress import Progress, Silent

if TYPE_CHECKING:
    from rich.progress import Progress as Bar


class Drawn:
    """Draws the running stage and the number of pages done.

    :param bar: a started rich progress display
    """

    def __init__(self, bar: "Bar") -> None:
        self._bar = bar
        self._task = bar.add_task("starting", pages=0)
        self._pages = 0

    def stage(self, name: str) -> None:
        """Show that a stage begins."""
        self._bar.update(self._task, description=name)

    def advance(self, pages: int) -> None:
        """Show that so many more pages are done."""
        self._pages += pages
        self._bar.update(self._task, pages=self._pages)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Draw progress while the block runs, unless ``-q`` was given or standard error is not a terminal."""
    if is_quiet() or not sys.stderr.isatty():
        yield Silent()
        return
    with _bar() as bar:
        yield Drawn(bar)


def _bar() -> "Bar":
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[pages]:,} pages"),
        TimeElapsedColumn(),
    )
    return Bar(*columns, console=Console(stderr=True), transient=True)
