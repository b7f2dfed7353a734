"""Write the table of confidences from annotated pages: how often each pattern was right.

``python -m bench.extraction.calibrate [FOLDER …]`` counts on the project's annotated pages, and on further folders of
pages annotated in the same form, and writes ``kg/facts/tables/confidence.csv``.
"""

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.extraction.practice import Practice, load_practice, written_facts
from bench.extraction.register import write_tables
from kg.facts.confidence import COLUMNS, TABLE
from kg.reference.gazetteer import load_gazetteer


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, help="more folders of annotated pages, read with the register")
    pages = list(_pages(parser.parse_args().folders))
    with TABLE.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows(pages))


def rows(pages: list[Practice]) -> list[tuple[str, str, int, int]]:
    """Count the readings of each pattern: pattern, kind, right, wrong."""
    counted: Counter[tuple[str, str, bool]] = Counter()
    for page in pages:
        for kind, text, pattern in written_facts(page.facts):
            counted[kind, pattern, text in page.expected[kind]] += 1
    keys = sorted({(kind, pattern) for kind, pattern, _ in counted})
    return [(pattern, kind, counted[kind, pattern, True], counted[kind, pattern, False]) for kind, pattern in keys]


def _pages(folders: list[Path]) -> Iterator[Practice]:
    with tempfile.TemporaryDirectory() as scratch:
        write_tables(Path(scratch))
        yield from load_practice(load_gazetteer(tables=Path(scratch)))
    for folder in folders:
        yield from load_practice(load_gazetteer(), folder)


if __name__ == "__main__":
    main()
