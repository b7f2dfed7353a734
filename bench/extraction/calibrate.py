"""Count how often each pattern was right when it read pages for the first time, for the table of confidences.

``python -m bench.extraction.calibrate FOLDER --register TABLES`` reads a folder of annotated pages that nobody has
tuned to, and adds its counts to ``kg/facts/tables/confidence.csv``; ``--afresh`` writes the table of this folder alone.
Pages that patterns were made with say nothing: nearly all that is read in them is right.
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bench.extraction.practice import Practice, load_practice, written_facts
from kg.facts.confidence import COLUMNS, TABLE, Tally, tallies
from kg.reference.gazetteer import load_gazetteer


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="pages that are read for the first time, with their annotations")
    parser.add_argument("--register", type=Path, help="folder of reference tables instead of the real register")
    parser.add_argument("--afresh", action="store_true", help="forget what was counted before")
    parser.add_argument("--table", type=Path, default=TABLE, help="the table that is written")
    options = parser.parse_args()
    before = [] if options.afresh else tallies(options.table)
    found = counted(load_practice(load_gazetteer(tables=options.register), options.folder))
    with options.table.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([COLUMNS, *together([*before, *found])])


def counted(pages: Iterable[Practice]) -> list[Tally]:
    """Count the readings of each pattern on some pages: what annotators do not have is wrong."""
    found: list[Tally] = []
    for page in pages:
        for kind, text, pattern in written_facts(page.facts):
            wrong = text in page.found[kind] - page.expected[kind]
            found.append(Tally(pattern, kind, int(not wrong), int(wrong)))
    return together(found)


def together(several: Iterable[Tally]) -> list[Tally]:
    """Add up the tallies of each pattern and kind, in order of kinds and patterns.

    >>> together([Tally("role, name", "role", 2, 0), Tally("role, name", "role", 0, 1)])
    [Tally(pattern='role, name', kind='role', right=2, wrong=1)]
    """
    right: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for each in several:
        right[each.kind, each.pattern] += each.right
        wrong[each.kind, each.pattern] += each.wrong
    return [Tally(pattern, kind, right[kind, pattern], wrong[kind, pattern]) for kind, pattern in sorted(right)]


if __name__ == "__main__":
    main()
