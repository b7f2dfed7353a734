"""How sure each pattern is: one table, calibrated on annotated pages.

A confidence is the share of a pattern's readings that annotators confirmed, with one right and one wrong reading added
so that few cases never look certain (Laplace's rule of succession).
"""

import csv
from functools import cache
from pathlib import Path

from kg.errors import BrokenTable

TABLE = Path(__file__).resolve().parent / "tables" / "confidence.csv"
_COLUMNS = ["pattern", "right", "wrong"]


@cache
def confidence_table() -> dict[str, float]:
    """Read the table: pattern → confidence.

    :raises BrokenTable: if a count is no number
    """
    with TABLE.open(encoding="utf-8", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    if head != _COLUMNS or any(not (row[1].isdigit() and row[2].isdigit()) for row in rows):
        raise BrokenTable(f"{TABLE.name}: columns are {', '.join(_COLUMNS)}, the last two whole numbers")
    return {row[0]: laplace(int(row[1]), int(row[2])) for row in rows}


def confidence_of(pattern: str) -> float:
    """Give the confidence of what a pattern reads; that of no case at all where the table lacks it.

    >>> confidence_of("no such pattern")
    0.5
    """
    return confidence_table().get(pattern, laplace(0, 0))


def laplace(right: int, wrong: int) -> float:
    """Estimate a share from counts.

    >>> laplace(8, 0)
    0.9
    """
    return round((right + 1) / (right + wrong + 2), 3)
