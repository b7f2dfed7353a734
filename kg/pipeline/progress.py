"""What a long run reports while it works; the command line draws it, a test counts it."""

from typing import Protocol


class Progress(Protocol):
    """Hears of stages as they begin and of pages as they are done."""

    def stage(self, name: str) -> None:
        """Hear that a stage begins; the one before has ended."""

    def advance(self, pages: int) -> None:
        """Hear that so many more pages are done."""


class Silent:
    """Tells nobody."""

    def stage(self, name: str) -> None:
        """Hear that a stage begins."""

    def advance(self, pages: int) -> None:
        """Hear that so many more pages are done."""
