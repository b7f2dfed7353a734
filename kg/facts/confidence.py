"""How sure each pattern is: one table, calibrated on the first readings of annotated pages.

A confidence is the share of a pattern's readings that annotators confirmed, on pages that nobody had tuned to. Few
cases say little, so each pattern also has two cases that came out as all patterns of its kind do (a prior of that
weight); a kind itself gets one right and one wrong case more than it has (Laplace's rule of succession).
``python -m bench.extraction.calibrate`` counts for the table.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import BrokenTable

TABLE = Path(__file__).resolve().parent / "tables" / "confidence.csv"
COLUMNS = ("pattern", "kind", "right", "wrong")
_WEIGHT = 2


class Tally(NamedTuple):
    """How often a pattern of a kind was right and wrong on annotated pages."""

    pattern: str
    kind: str
    right: int
    wrong: int


@cache
def confidence_table() -> dict[str, float]:
    """Read the table: pattern → confidence; a kind alone → that of a pattern without a case.

    :raises BrokenTable: if a row has other cells or a count is no whole number
    """
    return calibrated(tallies())


def tallies(table: Path = TABLE) -> list[Tally]:
    """Read how often each pattern was right and wrong.

    :raises BrokenTable: if a row has other cells or a count is no whole number
    """
    with table.open(encoding="utf-8", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    for number, row in enumerate(rows, start=2):
        if tuple(head) != COLUMNS or len(row) != len(COLUMNS) or not (row[2].isdigit() and row[3].isdigit()):
            raise BrokenTable(f"{table.name}, row {number}: write {', '.join(COLUMNS)}, the last two whole numbers")
    return [Tally(row[0], row[1], int(row[2]), int(row[3])) for row in rows]


def calibrated(counts: list[Tally]) -> dict[str, float]:
    """Reckon confidences, three places, from counts.

    >>> calibrated([Tally("role, name", "role", 8, 0)])
    {'role': 0.9, 'role, name': 0.98}
    """
    kinds = dict.fromkeys(tally.kind for tally in counts)
    priors = {kind: laplace([tally for tally in counts if tally.kind == kind]) for kind in kinds}
    found = {kind: round(prior, 3) for kind, prior in priors.items()}
    for tally in counts:
        cases = tally.right + tally.wrong + _WEIGHT
        found[tally.pattern] = round((tally.right + _WEIGHT * priors[tally.kind]) / cases, 3)
    return found


def laplace(counts: list[Tally]) -> float:
    """Estimate the share of right readings of several patterns together."""
    right, wrong = sum(tally.right for tally in counts), sum(tally.wrong for tally in counts)
    return (right + 1) / (right + wrong + 2)


def confidence_of(pattern: str, kind: str) -> float:
    """Give the confidence of what a pattern reads; that of its kind where no annotated page has a case of it.

    :param pattern: its name
    :param kind: ``role``, ``quotation``, ``act`` or ``contact``

    >>> 0 < confidence_of("no such pattern", "role") < 1
    True
    """
    table = confidence_table()
    return table.get(pattern, table.get(kind, 0.5))
