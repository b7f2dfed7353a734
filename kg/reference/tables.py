"""Reading of the reference tables: every broken cell is named with file, row, column, value and remedy."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import BrokenTable, ImpossibleDate
from kg.model import PartialDate
from kg.reference.schema import NAME_TABLES, PERIODS
from kg.reference.schema import TABLES as FACT_TABLES

#: Where the project's own tables are.
TABLES_FOLDER = Path(__file__).resolve().parent / "tables"

#: Every table → its columns and their kinds.
TABLES = {**FACT_TABLES, **NAME_TABLES}

_SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_QID = re.compile(r"^Q[1-9]\d*$")
_INT = re.compile(r"^-?\d+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (the heading is line 1) and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell, stripped; empty if the table has no such column."""
        return self.cells.get(column, "")

    def list(self, column: str) -> list[str]:
        """Give the parts of a cell that semicolons part."""
        return [part for piece in self[column].split(";") if (part := piece.strip())]


Tables = Mapping[str, tuple[Row, ...]]


def load(folder: Path | None = None) -> Tables:
    """Read and check all reference tables.

    :param folder: where the CSV files are (UTF-8, comma, heading in line 1); by default the project's own
    :returns: table name → rows
    :raises BrokenTable: one line for each fault, in order of file and row
    """
    place = folder or TABLES_FOLDER
    faults: list[str] = []
    tables = {name: tuple(_rows(place / f"{name}.csv", name, faults)) for name in TABLES}
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    for name, rows in tables.items():
        faults.extend(_faults(name, rows, ids))
    if faults:
        raise BrokenTable("\n".join(faults))
    return tables


def _rows(file: Path, name: str, faults: list[str]) -> Iterator[Row]:
    columns = list(TABLES[name])
    try:
        reader = csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        heading = next(reader, [])
        for column in [*(c for c in heading if c not in columns), *(c for c in columns if c not in heading)]:
            known = "unknown" if column in heading else "missing"
            faults.append(f"{file.name}: row 1: {known} column {column!r}: the columns are {', '.join(columns)}")
        for cells in reader:
            if len(cells) != len(heading):
                faults.append(
                    f"{file.name}: row {reader.line_num}: {len(cells)} cells for {len(heading)} columns: "
                    "quote cells that hold a comma"
                )
                continue
            yield Row(reader.line_num, {c: cell.strip() for c, cell in zip(heading, cells, strict=True)})
    except OSError as error:
        faults.append(f"{file.name}: {error.strerror}: the table must be there")
    except UnicodeDecodeError as error:
        faults.append(f"{file.name}: byte {error.start}: not UTF-8: save the table as UTF-8")
    except csv.Error as error:
        faults.append(f"{file.name}: row {reader.line_num}: {error}: check the quotation marks")


def _faults(name: str, rows: tuple[Row, ...], ids: Mapping[str, set[str]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for row in rows:
        for column, kind in TABLES[name].items():
            problem = _problem(kind, row[column], ids)
            if kind == "id!" and row[column] in seen:
                problem = f"is also the id of row {seen[row[column]]}: give each row its own"
            if problem:
                yield f"{name}.csv: row {row.line}: column {column!r}: {row[column]!r} {problem}"
            if kind == "id!":
                seen[row[column]] = row.line
        for first, last in PERIODS:
            yield from _backward(name, row, first, last)


def _backward(name: str, row: Row, first: str, last: str) -> Iterator[str]:
    begin, end = row[first], row[last]
    precision = min(len(begin), len(end))
    if precision and end[:precision] < begin[:precision]:
        yield f"{name}.csv: row {row.line}: column {last!r}: {end!r} is before {first!r} {begin!r}: check both dates"


def _problem(kind: str, value: str, ids: Mapping[str, set[str]]) -> str | None:
    name, _, rest = kind.partition(" ")
    if not value:
        return "is empty: this column needs a value" if name.endswith("!") else None
    match name.rstrip("!"):
        case "id":
            return None if _SLUG.match(value) else "is not an id: use lower-case letters, digits and hyphens"
        case "date":
            return _date_problem(value)
        case "enum":
            return None if value in rest.split() else f"is not one of {', '.join(rest.split())}"
        case "int" | "qid":
            pattern = _INT if name.startswith("int") else _QID
            return (
                None
                if pattern.match(value)
                else "is not a whole number"
                if pattern is _INT
                else "is not a Wikidata id: write Q…"
            )
        case "degrees":
            return _degrees_problem(value)
        case "ref" | "refs":
            return _dangling(value.split(";") if name.startswith("refs") else [value], rest.split(), ids)
    return None


def _date_problem(value: str) -> str | None:
    try:
        PartialDate(value)
    except ImpossibleDate:
        return "is not a date: write YYYY-MM-DD, YYYY-MM or YYYY"
    return None


def _degrees_problem(value: str) -> str | None:
    try:
        return None if -180 <= float(value) <= 180 else "is outside -180 to 180 degrees"
    except ValueError:
        return "is not a number of degrees: write e.g. 48.2085"


def _dangling(values: list[str], tables: list[str], ids: Mapping[str, set[str]]) -> str | None:
    for value in values:
        if not any(value.strip() in ids[table] for table in tables):
            return f"names {value.strip()!r}, which is not an id in {' or '.join(f'{table}.csv' for table in tables)}"
    return None
