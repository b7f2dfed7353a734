"""Print precision, recall and F1 per kind on annotated pages, with 95 % intervals, then every miss.

``python -m bench.extraction`` reads the project's annotated pages with the made-up register whose office-holders they
name; ``python -m bench.extraction FOLDER`` reads any folder of pages annotated in the form that
``tests/data/practice/README.md`` gives, with the real register. ``--json`` prints the score card instead.
"""

import argparse
import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.extraction.intervals import Share
from bench.extraction.practice import FOLDERS, Practice, load_practice
from bench.extraction.register import write_tables
from kg.facts.scores import COLUMNS, TABLE
from kg.reference.gazetteer import Gazetteer, load_gazetteer

#: Kinds whose figures a release publishes.
_PUBLISHED = ("state", "body", "person", "role", "quotation", "act", "contact")


def main() -> None:
    """Compare and print."""
    arguments = _arguments()
    folders = tuple(arguments.folder) or FOLDERS
    name = arguments.name or " and ".join(folder.name for folder in folders)
    pages = load_practice(_gazetteer(arguments), *folders)
    if arguments.json:
        print(json.dumps(score_card(pages, name), indent=2))
        return
    if arguments.write:
        write_scores(pages, name)
    print(f"{len(pages)} pages in {name}")
    print(f"{'kind':<10} {'right':>5} {'extra':>5} {'missed':>6}  {'precision':<20}  {'recall':<20}  {'F1':>5}")
    for kind in pages[0].found:
        print(_row(kind, *counts(pages, kind)))
    if any(page.elsewhere for page in pages):
        print(_recall_of_stated(pages))
    for page in pages:
        _print_misses(page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="*", type=Path, help="folder of annotated pages; the project's own by default")
    parser.add_argument("--register", type=Path, help="folder of reference tables instead of the real register")
    parser.add_argument("--json", action="store_true", help="print the score card as JSON")
    parser.add_argument("--write", action="store_true", help="also enter the figures into the score card of releases")
    parser.add_argument("--name", help="what the score card calls the set")
    return parser.parse_args()


def _gazetteer(arguments: argparse.Namespace) -> Gazetteer:
    if arguments.register or arguments.folder:
        return load_gazetteer(tables=arguments.register)
    with TemporaryDirectory() as folder:
        return load_gazetteer(tables=write_tables(Path(folder)))


def _print_misses(page: Practice) -> None:
    for kind, found in page.found.items():
        for item in sorted(page.expected[kind] - found):
            print(f"{page.name}: missed {kind}: {item}")
        for item in sorted(found - page.expected[kind]):
            print(f"{page.name}: extra {kind}: {item}")


def counts(pages: list[Practice], kind: str) -> tuple[int, int, int]:
    """Count what is right, what is extra and what is missed."""
    right = sum(len(page.expected[kind] & page.found[kind]) for page in pages)
    extra = sum(len(page.found[kind] - page.expected[kind]) for page in pages)
    missed = sum(len(page.expected[kind] - page.found[kind]) for page in pages)
    return right, extra, missed


def _recall_of_stated(pages: list[Practice]) -> str:
    stated = [page.expected["role"] - page.elsewhere for page in pages]
    right = sum(len(roles & page.found["role"]) for roles, page in zip(stated, pages, strict=True))
    return f"recall of roles whose State or body their own sentence gives: {Share(right, sum(map(len, stated)))}"


def score_card(pages: list[Practice], name: str) -> dict[str, object]:
    """Give the figures of a set of pages as data: what a release says of how well it was read.

    :returns: ``set``, ``pages`` and, for each kind, precision and recall with their intervals and counts
    """
    return {"set": name, "pages": len(pages), "kinds": {kind: _card(*counts(pages, kind)) for kind in pages[0].found}}


def write_scores(pages: list[Practice], name: str, table: Path = TABLE) -> None:
    """Enter the figures of a set of pages into the score card, in place of those that it has of the set."""
    with table.open(encoding="utf-8", newline="") as handle:
        kept = [row for row in list(csv.reader(handle))[1:] if row[0] != name]
    for kind in _PUBLISHED:
        right, extra, missed = counts(pages, kind)
        for measure, share in (("precision", Share(right, right + extra)), ("recall", Share(right, right + missed))):
            figures = (f"{figure:.3f}" for figure in (share.value, *share.interval))
            kept.append([name, kind, measure, *figures, str(share.cases)])
    with table.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerows([COLUMNS, *kept])


def _card(right: int, extra: int, missed: int) -> dict[str, object]:
    precision, recall = Share(right, right + extra), Share(right, right + missed)
    return {
        name: {"value": round(share.value, 4), "interval": [round(end, 4) for end in share.interval], "n": share.cases}
        for name, share in (("precision", precision), ("recall", recall))
    }


def _row(kind: str, right: int, extra: int, missed: int) -> str:
    precision, recall = Share(right, right + extra), Share(right, right + missed)
    total = precision.value + recall.value
    f1 = 2 * precision.value * recall.value / total if total else 0.0
    return f"{kind:<10} {right:>5} {extra:>5} {missed:>6}  {precision!s:<20}  {recall!s:<20}  {f1:>5.3f}"


if __name__ == "__main__":
    main()
