"""Reading of the reference tables: every broken cell is named with file, row, column, value and remedy."""

from collections.abc import Iterator
from pathlib import Path

from kg import assets
from kg.assets import TABLES_FOLDER
from kg.errors import BrokenTable
from kg.reference.cells import Ids, cell_faults
from kg.reference.rows import Row, Tables, read_rows
from kg.reference.schema import NAME_TABLES, PERIODS
from kg.reference.schema import TABLES as FACT_TABLES
from kg.reference.sources import names_of

__all__ = ["TABLES", "TABLES_FOLDER", "Row", "Tables", "faults_of", "ids_of", "load", "optional_columns"]

#: Every table → its columns and their kinds.
TABLES = {**FACT_TABLES, **NAME_TABLES}


def load(folder: Path | None = None) -> Tables:
    """Read and check all reference tables.

    :param folder: where the CSV files are (UTF-8, comma, heading in line 1); by default the project's own
    :returns: table name → rows; a row without a source tells nothing and is left out
    :raises BrokenTable: one line for each fault, in order of file and row
    """
    place = folder or assets.TABLES_FOLDER
    faults: list[str] = []
    tables = {name: tuple(read_rows(place / f"{name}.csv", list(TABLES[name]), (), faults)) for name in TABLES}
    ids = ids_of(tables)
    for name in tables:
        faults.extend(faults_of(name, tables, f"{name}.csv", ids))
    if faults:
        raise BrokenTable("\n".join(faults))
    return {name: tuple(row for row in rows if _tells(name, row)) for name, rows in tables.items()}


def _tells(name: str, row: Row) -> bool:
    return bool(row["source"]) or "source" not in TABLES[name]


def faults_of(name: str, tables: Tables, file: str, ids: Ids) -> Iterator[str]:
    """List what is wrong with the cells of one table, beside the others.

    :param name: of the table
    :param tables: all of them
    :param file: what to call its file
    :param ids: of all tables, by :func:`ids_of`
    """
    yield from cell_faults(file, TABLES[name], tables[name], ids)
    for row in tables[name]:
        for first, last in PERIODS:
            yield from _backward(file, row, first, last)


def ids_of(tables: Tables) -> Ids:
    """Gather the ids of every table; of the sources, every name that they go by."""
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    ids["sources"] = {called for row in tables.get("sources", ()) for called in names_of(row)}
    return ids


def optional_columns(name: str) -> list[str]:
    """List the columns that a table of somebody else's may leave out: those whose cells may be empty."""
    return [column for column, kind in TABLES[name].items() if not kind.partition(" ")[0].endswith("!")]


def _backward(file: str, row: Row, first: str, last: str) -> Iterator[str]:
    begin, end = row[first], row[last]
    precision = min(len(begin), len(end))
    if precision and end[:precision] < begin[:precision]:
        yield f"{file}: row {row.line}: column {last!r}: {end!r} is before {first!r} {begin!r}: check both dates"
