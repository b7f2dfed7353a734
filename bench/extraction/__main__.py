"""Print precision, recall and F1 per kind on the practice pages, then every miss."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.extraction.practice import Practice, load_practice
from bench.extraction.register import write_tables
from kg.reference.gazetteer import load_gazetteer


def main() -> None:
    """Compare and print."""
    with TemporaryDirectory() as folder:
        gazetteer = load_gazetteer(tables=write_tables(Path(folder)))
    pages = load_practice(gazetteer)
    print(f"{len(pages)} practice pages")
    print(f"{'kind':<10} {'right':>6} {'extra':>6} {'missed':>6} {'precision':>9} {'recall':>7} {'F1':>6}")
    for kind in pages[0].found:
        print(_row(kind, *counts(pages, kind)))
    for page in pages:
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


def _row(kind: str, right: int, extra: int, missed: int) -> str:
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{kind:<10} {right:>6} {extra:>6} {missed:>6} {precision:>9.3f} {recall:>7.3f} {f1:>6.3f}"


if __name__ == "__main__":
    main()
