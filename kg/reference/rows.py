"""Rows of CSV tables, each with the line that it begins in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


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


def heading_of(file: Path) -> list[str]:
    """Read the heading of a CSV file; empty if there is none that can be read."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return [cell.strip() for cell in next(csv.reader(stream), [])]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def read_rows(file: Path, columns: Sequence[str], optional: Sequence[str], faults: list[str]) -> Iterator[Row]:
    """Read one table.

    :param file: UTF-8, comma, heading in line 1
    :param columns: the columns that it may have
    :param optional: those of them that it may leave out
    :param faults: where to put what is broken, a line each: file, row, what, what to do
    """
    try:
        reader = csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        heading = [cell.strip() for cell in next(reader, [])]
        faults.extend(_misheaded(file, heading, columns, optional))
        begin = reader.line_num + 1
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if len(cells) != len(heading):
                faults.append(
                    f"{file.name}: row {line}: {len(cells)} cells for {len(heading)} columns: "
                    "quote cells that hold a comma"
                )
                continue
            yield Row(line, {c: cell.strip() for c, cell in zip(heading, cells, strict=True)})
    except OSError as error:
        faults.append(f"{file.name}: {error.strerror}: the table must be there")
    except UnicodeDecodeError as error:
        faults.append(f"{file.name}: byte {error.start}: not UTF-8: save the table as UTF-8")
    except csv.Error as error:
        faults.append(f"{file.name}: row {reader.line_num}: {error}: check the quotation marks")


def _misheaded(file: Path, heading: list[str], columns: Sequence[str], optional: Sequence[str]) -> Iterator[str]:
    missing = [column for column in columns if column not in heading and column not in optional]
    for column in [*(c for c in heading if c not in columns), *missing]:
        known = "unknown" if column in heading else "missing"
        yield f"{file.name}: row 1: {known} column {column!r}: the columns are {', '.join(columns)}"
    for column in sorted({c for c in heading if heading.count(c) > 1}):
        yield f"{file.name}: row 1: column {column!r} is there twice: name each column once"
