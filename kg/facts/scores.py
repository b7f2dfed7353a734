"""How well documents are read: the score card, as measured on sets of annotated pages."""

import csv
from pathlib import Path
from typing import NamedTuple

from kg.errors import BrokenTable

TABLE = Path(__file__).resolve().parent / "tables" / "score_card.csv"
COLUMNS = ("set", "kind", "measure", "value", "low", "high", "n")


class Score(NamedTuple):
    """A share from 0 to 1 with the interval that holds the true one in 95 of 100 samples; ``cases`` were counted.

    ``pages`` names the set of pages, ``kind`` what was read, ``measure`` is ``precision`` or ``recall``.
    """

    pages: str
    kind: str
    measure: str
    value: str
    low: str
    high: str
    cases: str


def score_card() -> tuple[Score, ...]:
    """Read the score card.

    :raises BrokenTable: if a row has other cells

    >>> {score.measure for score in score_card()} == {"precision", "recall"}
    True
    """
    with TABLE.open(encoding="utf-8", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    if tuple(head) != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise BrokenTable(f"{TABLE.name}: columns are {', '.join(COLUMNS)}")
    return tuple(Score(*row) for row in rows)
