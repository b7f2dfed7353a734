"""Ways to write the register's names that its own tables do not have."""

import csv
from collections.abc import Iterator

from kg.errors import BrokenTable
from kg.facts.tables import FOLDER
from kg.reference.gazetteer import Kind, Name

_COLUMNS = ["text", "thing", "language", "from", "until", "note"]
_KINDS: dict[str, Kind] = {"org": "org", "state": "state", "place": "place", "post": "post"}


def variants(base: str) -> Iterator[Name]:
    """Give the names of ``variants.csv``, each with the days on which it denotes its thing.

    :param base: base IRI of the build
    :raises BrokenTable: if a row has other cells, or names a thing of no known kind
    """
    path = FOLDER / "variants.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    for number, row in enumerate(rows, start=2):
        kind = row[1].partition("/")[0] if len(row) == len(_COLUMNS) else ""
        if head != _COLUMNS or kind not in _KINDS:
            raise BrokenTable(f"{path.name}, row {number}: write {', '.join(_COLUMNS)}, thing as org/… or state/…")
        yield Name(
            row[0],
            f"{base}id/{row[1]}",
            _KINDS[kind],
            "name",
            language=row[2],
            exact_case=" " not in row[0],
            valid_from=row[3] or None,
            valid_until=row[4] or None,
        )
