"""The made-up register that practice pages are read with: real States and bodies, office-holders who do not exist."""

import csv
import shutil
from pathlib import Path

from kg.reference.tables import TABLES_FOLDER

MADE_UP = Path(__file__).resolve().parents[2] / "tests" / "data" / "register"

#: Columns that name people, and the ids of people. A table that has one is never copied from the real register.
PEOPLE = ("person", "chairperson", "viaf")


def write_tables(folder: Path) -> Path:
    """Write the tables of the made-up register.

    A table that names people has the rows of its counterpart in ``tests/data/register``, or none if there is no
    counterpart; every other table is copied from the real register, and has the rows of its counterpart behind its own.

    :param folder: where to write; made if missing
    :returns: the folder, for :func:`kg.reference.gazetteer.load_gazetteer` and :func:`kg.reference.tabulate`
    """
    folder.mkdir(parents=True, exist_ok=True)
    for real in sorted(TABLES_FOLDER.glob("*.csv")):
        with real.open(encoding="utf-8-sig", newline="") as source:
            columns = next(csv.reader(source))
        if set(PEOPLE).isdisjoint(columns):
            shutil.copyfile(real, folder / real.name)
            _append_made_up(MADE_UP / real.name, folder / real.name)
        else:
            _write_made_up(MADE_UP / real.name, columns, folder / real.name)
    return folder


def _write_made_up(source: Path, columns: list[str], target: Path) -> None:
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines())) if source.exists() else []
    with target.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _append_made_up(source: Path, target: Path) -> None:
    if source.exists():
        heading, _, rows = source.read_text(encoding="utf-8").partition("\n")
        if heading != target.read_text(encoding="utf-8").partition("\n")[0]:
            raise ValueError(f"{source}: its heading is not that of the real table")
        with target.open("a", encoding="utf-8") as out:
            out.write(rows)
