"""The lexicons: CSV tables that a person edits without reading code.

Columns and meaning: ``docs/reference/lexicons.md``.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import BrokenTable
from kg.kept import Memo, code, key_of

FOLDER = Path(__file__).resolve().parent / "tables"


class Entry(NamedTuple):
    """One row of a lexicon: ``term`` in column 1, ``value`` in column 2 (may be empty)."""

    term: str
    value: str
    note: str


@cache
def entries(name: str) -> tuple[Entry, ...]:
    """Read a lexicon of three columns.

    :param name: file name without ``.csv``
    :returns: its rows in the order of the file
    :raises BrokenTable: if a row has a wrong number of cells, no term, or a term that stands twice

    >>> [entry.value for entry in entries("generic_heads") if entry.term == "Presence"]
    ['org']
    """
    return tuple(map(Entry._make, _lexicons.get(name, lambda: _read(FOLDER / f"{name}.csv"))))


def _read(path: Path) -> tuple[tuple[str, str, str], ...]:
    import csv  # for what is not kept yet

    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]) or not row[0].strip():
            raise BrokenTable(f"{path.name}, row {number}: {row!r} needs {len(rows[0])} cells, the first not empty")
        if (row[0], row[1]) in found:
            raise BrokenTable(f"{path.name}, row {number}, column {rows[0][0]}: {row[0]!r} appears twice; remove one")
        found[row[0], row[1]] = (row[0], row[1], row[2] if len(row) > 2 else "")
    return tuple(found.values())


@cache
def terms(name: str) -> frozenset[str]:
    """List the terms of a lexicon.

    >>> "Jordan" in terms("personal_names")
    True
    """
    return frozenset(entry.term for entry in entries(name))


#: The rows of lexicons by name.
_lexicons = Memo("lexicons", lambda: key_of(*code("facts")))
