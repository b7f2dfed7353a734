"""Compare two annotations of the same pages: how far two careful readers agree, which bounds what a figure can mean.

``python -m bench.extraction.hands FOLDER OTHER`` takes the first hand's annotations for what is right and prints the
precision and recall of the other's, compared as :mod:`bench.extraction` compares the reader's, then every difference.
"""

import argparse
import json
from pathlib import Path

from bench.extraction.intervals import Share
from bench.extraction.practice import READ_BY_PATTERNS, as_told, expected_sets

#: Kinds in which annotators have to judge.
_KINDS = ("state", "body", "person", *READ_BY_PATTERNS)


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="annotations that are taken for right")
    parser.add_argument("other", type=Path, help="annotations of the same pages by another hand, under the same names")
    arguments = parser.parse_args()
    pages = compared(arguments.folder, arguments.other)
    print(f"{len(pages)} pages in {arguments.folder.name}, annotated twice")
    for kind in _KINDS:
        print(_row(kind, [(first[kind], second[kind]) for _, first, second in pages]))
    for name, first, second in pages:
        _print_differences(name, first, second)


def compared(folder: Path, other: Path) -> list[tuple[str, dict[str, set[str]], dict[str, set[str]]]]:
    """Read the pages that both hands annotated: name, and what each has, as sets per kind.

    :raises ValueError: if there is none
    """
    names = sorted({path.name for path in folder.glob("*.json")} & {path.name for path in other.glob("*.json")})
    pages = []
    for name in names:
        first, second = (
            expected_sets(json.loads((each / name).read_text(encoding="utf-8"))) for each in (folder, other)
        )
        second["contact"] = as_told(second["contact"], first["contact"])
        pages.append((name.removesuffix(".json"), first, second))
    if not pages:
        raise ValueError(f"{folder} and {other} have no annotation of one name")
    return pages


def _row(kind: str, pairs: list[tuple[set[str], set[str]]]) -> str:
    same = sum(len(first & second) for first, second in pairs)
    precision = Share(same, sum(len(second) for _, second in pairs))
    recall = Share(same, sum(len(first) for first, _ in pairs))
    return f"{kind:<10} {precision!s:<20}  {recall!s:<20}"


def _print_differences(name: str, first: dict[str, set[str]], second: dict[str, set[str]]) -> None:
    for kind in _KINDS:
        for item in sorted(first[kind] - second[kind]):
            print(f"{name}: only the first {kind}: {item}")
        for item in sorted(second[kind] - first[kind]):
            print(f"{name}: only the other {kind}: {item}")


if __name__ == "__main__":
    main()
