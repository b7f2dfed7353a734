"""Progress on standard error: drawn on a terminal, a line now and then in a file."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

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


#: Seconds between two lines where nothing can be drawn: quick work says nothing.
_EVERY = 20


class Written:
    """Writes the running stage and the number of pages done, at most a line every twenty seconds."""

    def __init__(self) -> None:
        self._begun = self._last = time.monotonic()
        self._name, self._pages = "", 0

    def stage(self, name: str) -> None:
        """Note that a stage begins."""
        self._name = name
        self._say()

    def advance(self, pages: int) -> None:
        """Note that so many more pages are done."""
        self._pages += pages
        self._say()

    def _say(self) -> None:
        now = time.monotonic()
        if now - self._last >= _EVERY:
            self._last = now
            click.echo(f"osce-kg: {now - self._begun:,.0f} s: {self._name}, {self._pages:,} pages done", err=True)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show progress while the block runs, unless ``-q`` was given."""
    if is_quiet():
        yield Silent()
        return
    if not sys.stderr.isatty():
        yield Written()
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
