"""Print the first readings as tables: how pages that nobody had tuned to were read, round by round and together.

``python -m bench.extraction.rounds --write`` puts them into ``docs/reference/first-readings.md`` and
``docs/explanation/reading.md``, from the score card that every release states of itself.
"""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from kg.facts.scores import Score, score_card

_DOCS = Path(__file__).resolve().parents[2] / "docs"
#: Comments around the tables of a page.
_BEGIN, _END = "<!-- begin: python -m bench.extraction.rounds --write -->", "<!-- end -->"
#: Rounds that were made in one way: the first of them, and how.
_WAYS = {
    1: "real pages",
    4: "restated pages",
    8: "made-up holders in the register; several languages, reports of agencies",
    16: "only what OSCE bodies published",
    28: "annotations checked by a second hand",
    50: "the same, and reports of agencies, ministries and parliaments",
    73: "again only what OSCE bodies published",
}
_KINDS = {
    "state": "States",
    "body": "Bodies",
    "person": "Persons",
    "role": "Roles",
    "quotation": "Quotations",
    "act": "Acts",
    "contact": "Contacts",
}
_MEASURES = ("precision", "recall")
_ROUND = re.compile(r"round (?P<number>\d+): (?P<pages>\d+) ")


def main() -> None:
    """Print the tables, or write them into their pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write them into the documentation")
    write = parser.parse_args().write
    for page, text in written().items():
        if write:
            page.write_text(text, encoding="utf-8")
        else:
            print(text)


def written() -> dict[Path, str]:
    """Give each page of the documentation that has such tables, with the tables as they should be."""
    rounds = _rounds()
    each = [*_overview(rounds), *(line for kind in _KINDS for line in _of_kind(rounds, kind))]
    pages = {
        _DOCS / "reference" / "first-readings.md": each,
        _DOCS / "explanation" / "reading.md": [*_together(rounds)],
    }
    return {page: _with(page.read_text(encoding="utf-8"), lines) for page, lines in pages.items()}


def _with(text: str, lines: list[str]) -> str:
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    return "\n".join([f"{before}{begin}", *lines, f"{end}{after}"])


def _rounds() -> dict[int, tuple[str, dict[tuple[str, str], Score]]]:
    """Collect the first reading of each round: its number of pages, and its scores by kind and measure."""
    found: dict[int, tuple[str, dict[tuple[str, str], Score]]] = {}
    for score in score_card():
        if named := _ROUND.match(score.pages):
            _, scores = found.setdefault(int(named["number"]), (named["pages"], {}))
            scores[score.kind, score.measure] = score
    return dict(sorted(found.items()))


def _overview(rounds: dict[int, tuple[str, dict[tuple[str, str], Score]]]) -> Iterator[str]:
    yield from ("## Precision and recall", "")
    yield f"| round | pages | {' | '.join(_KINDS.values())} |"
    yield "|---" * (len(_KINDS) + 2) + "|"
    for number, (pages, scores) in rounds.items():
        both = (" ".join(_short(scores[kind, measure].value) for measure in _MEASURES) for kind in _KINDS)
        yield f"| {number} | {pages} | {' | '.join(both)} |"


def _together(rounds: dict[int, tuple[str, dict[tuple[str, str], Score]]]) -> Iterator[str]:
    yield f"| rounds | pages | {' | '.join(_KINDS.values())} |"
    yield "|---" * (len(_KINDS) + 2) + "|"
    ends = [*list(_WAYS)[1:], max(rounds) + 1]
    for (begin, way), end in zip(_WAYS.items(), ends, strict=True):
        inside = [rounds[number] for number in rounds if begin <= number < end]
        both = (" ".join(_share([scores for _, scores in inside], kind, each) for each in _MEASURES) for kind in _KINDS)
        yield f"| {begin} to {end - 1}: {way} | {sum(int(pages) for pages, _ in inside)} | {' | '.join(both)} |"


def _share(scores: list[dict[tuple[str, str], Score]], kind: str, measure: str) -> str:
    cases = [(float(each[kind, measure].value), int(each[kind, measure].cases)) for each in scores]
    return _short(str(sum(round(value * count) for value, count in cases) / sum(count for _, count in cases)))


def _of_kind(rounds: dict[int, tuple[str, dict[tuple[str, str], Score]]], kind: str) -> Iterator[str]:
    yield from ("", f"## {_KINDS[kind]}", "", "| round | precision | recall | n |", "|---|---|---|---|")
    for number, (_, scores) in rounds.items():
        precision, recall = scores[kind, "precision"], scores[kind, "recall"]
        yield f"| {number} | {_in_full(precision)} | {_in_full(recall)} | {recall.cases} |"


def _short(value: str) -> str:
    """Write a share with two places, as tables do: ``.97``, ``1.00``."""
    return f"{float(value):.2f}".removeprefix("0")


def _in_full(score: Score) -> str:
    return f"{score.value} [{score.low}, {score.high}]"


if __name__ == "__main__":
    main()
