"""Somebody else's table in the documented form, beside the project's own."""

import re
from dataclasses import dataclass
from pathlib import Path

from kg.reference.consistency import inconsistencies
from kg.reference.rows import Row, Tables, heading_of, read_rows
from kg.reference.tables import TABLES, TABLES_FOLDER, faults_of, ids_of, optional_columns
from kg.regexes import late

_ROW = late(r"row (?P<line>-?\d+): (?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Examined:
    """A table that was looked at: its file, the table whose form it has, how many rows, and its faults.

    A fault is a line and what is wrong; ``table`` is empty if the heading is that of no table.
    """

    file: Path
    table: str
    rows: int
    faults: tuple[tuple[int, str], ...]


def examine(file: Path) -> Examined:
    """Look at a table that has the form of one of the project's: some of its columns, and all that must not be empty.

    Ids may be those of the project's tables or of the file itself; a row with the id of a row of the project's
    stands in its place.

    :param file: CSV, UTF-8, with a heading
    """
    name = table_like(heading_of(file))
    if not name:
        return Examined(file, "", 0, ((1, _unlike(file)),))
    broken: list[str] = []
    rows = tuple(read_rows(file, list(TABLES[name]), optional_columns(name), broken))
    tables = _beside(name, rows)
    faults = list(faults_of(name, tables, f"{name}.csv", ids_of(tables)))
    if not faults:
        faults = list(inconsistencies(tables))
    unread = [_parted(fault.removeprefix(f"{file.name}: ")) for fault in broken]
    own = (_parted(fault.removeprefix(f"{name}.csv: ")) for fault in faults if fault.startswith(f"{name}.csv: "))
    return Examined(file, name, len(rows), tuple(unread) + tuple(fault for fault in own if fault[0] > 0))


def _unlike(file: Path) -> str:
    """Say why a file is no table in the documented form, and what to do."""
    heading = heading_of(file)
    if not heading:
        return "there is no heading that can be read: save the table as UTF-8, with the names of its columns in line 1"
    for mark, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(heading) == 1 and mark in heading[0]:
            return f"its columns are separated by {called}: separate them by commas"
    nearest = max(TABLES, key=lambda name: (len(set(heading) & set(TABLES[name])), -len(_required(name))))
    if not set(heading) & set(TABLES[nearest]):
        known = "; ".join(f"{table}: {', '.join(_required(table))}" for table in TABLES)
        return f"the heading is that of no table: have at least the columns of one of them ({known})"
    lacking = ", ".join(column for column in _required(nearest) if column not in heading)
    return f"the heading is that of no table: the nearest is {nearest}, for which it lacks {lacking}"


def table_like(heading: list[str]) -> str:
    """Name the table whose form a heading has: it has no other columns, and all that must not be empty.

    >>> table_like(["id", "person", "office_id", "office", "kind", "confirmed", "from"])
    'officials'
    >>> table_like(["given name", "family name"])
    ''
    """
    names = [name for name in TABLES if _required(name) and set(_required(name)) <= set(heading)]
    fitting = [name for name in names if set(heading) <= set(TABLES[name])]
    near = fitting or names
    return max(near, key=lambda name: (len(set(heading) & set(TABLES[name])), -len(TABLES[name])), default="")


def _required(name: str) -> list[str]:
    optional = set(optional_columns(name))
    return [column for column in TABLES[name] if column not in optional]


def _beside(name: str, rows: tuple[Row, ...]) -> Tables:
    """Put the rows into the project's tables, in place of those with the same id."""
    faults: list[str] = []
    own = {table: tuple(read_rows(TABLES_FOLDER / f"{table}.csv", list(TABLES[table]), (), faults)) for table in TABLES}
    ids = {row["id"] for row in rows}
    marked = tuple(Row(-row.line, row.cells) for row in own[name] if "id" not in TABLES[name] or row["id"] not in ids)
    return {**own, name: (*rows, *marked)}


def _parted(fault: str) -> tuple[int, str]:
    """Part a fault into its line and what is wrong; rows of the project's own tables have negative lines."""
    match = _ROW.match(fault)
    return (int(match["line"]), match["rest"]) if match else (1, fault)
