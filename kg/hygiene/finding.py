"""What a gate finds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault at one place.

    ``file`` is relative to the project, with ``/``; ``line`` and ``column`` count from 1 (1 and 1 where the fault is
    the file's as a whole); ``rule`` is a word that the documentation lists; ``remedy`` says what to do.

    >>> str(Finding("ontology/osce.ttl", 3, 1, "label", "osce:Post has no label in English", "add rdfs:label"))
    'ontology/osce.ttl:3:1: label: osce:Post has no label in English: add rdfs:label'
    """

    file: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str

    def __str__(self) -> str:
        """Give the one line that a terminal, an editor and a continuous-integration log can read."""
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {self.message}: {self.remedy}"
