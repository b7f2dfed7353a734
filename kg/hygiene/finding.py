"""What a rule found, and where."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, at a place in a file.

    ``line`` and ``column`` count from 1; ``rule`` is a name from :data:`kg.hygiene.RULES`.
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Write the finding as one line, in the form that editors jump to."""
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {self.message}; {self.remedy}"


class Source:
    """A text file of the project that findings point into.

    :param path: the file
    :param root: folder that its name is told relative to
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        self.text = path.read_text(encoding="utf-8")

    def place(self, pattern: str) -> tuple[int, int]:
        """Find the first match of a regular expression; (1, 1) if there is none."""
        found = re.search(pattern, self.text, re.MULTILINE)
        return self.position(found.start()) if found else (1, 1)

    def position(self, offset: int) -> tuple[int, int]:
        """Tell line and column of an offset."""
        before = self.text.rfind("\n", 0, offset)
        return self.text.count("\n", 0, offset) + 1, offset - before

    def finding(self, place: tuple[int, int], rule: str, message: str, remedy: str) -> Finding:
        """Make a finding in this file."""
        return Finding(self.name, *place, rule, message, remedy)
