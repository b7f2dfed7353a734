"""Headings of official documents and of speeches, which are several lines or in capitals."""

from collections.abc import Iterator

from kg.documents.blocks import Block
from kg.documents.candidates import is_site
from kg.documents.dateline import read_date_line
from kg.documents.dates import find_date
from kg.documents.labels import NOTICES
from kg.documents.sections import PROSE, is_label
from kg.documents.symbols import find_symbol
from kg.regexes import late

#: A speech is headed within so many lines, and the symbol of a document is in the first few.
_NEAR, _HEADED = 10, 3
_ORDINAL = late(r"\d+(?:st|nd|rd|th)?\b")
#: The days in brackets after a heading: ``(13 April – 19 April)``.
_DAYS = late(r"\s\([^()]*\d[^()]*\)$")
_CONTINUES = late(r"(?:(?i:by )|of (?:the )?[A-Z]|OF |FOR |TO THE )")
_OF = late(r" (?:by|of) ")
#: What a speech is headed with; its heading has so many lines.
_SPEECHES = frozenset(
    ("statement", "address", "remarks", "speech", "intervention", "opening statement", "keynote address", "report")
)
_SPOKEN = 5


def heading_joined(blocks: list[Block]) -> Iterator[Block]:
    """Join the heading of a speech, one line each: ``STATEMENT`` / ``by A. Madeup`` / office / ``to the Council``."""
    words: list[str] = []
    for index, block in enumerate(blocks):
        below = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if not words and index < _NEAR and block.text.casefold() in _SPEECHES and _CONTINUES.match(below):
            words = [block.text]
        elif words and len(words) < _SPOKEN and len(block.text) < PROSE and not _ends_heading(block.text):
            words.append(block.text)
        else:
            if words:
                yield Block(text=" ".join(words))
                words = []
            yield block
    if words:
        yield Block(text=" ".join(words))


def _ends_heading(text: str) -> bool:
    dated = read_date_line(text) or find_date(text)
    return bool(dated) or text.casefold().strip(".") in NOTICES or text.endswith((",", ".", ":", ";"))


def official_heading(blocks: list[Block]) -> int | None:
    """Find the heading of a decision or a journal: the first line in capitals below the line with its symbol."""
    opened = (find_symbol(block.text) for block in blocks[: 2 * _HEADED])
    if not any(find_symbol(block.text) for block in blocks[:_HEADED]) and not any(
        found and not found[1].start for found in opened
    ):
        return None
    near = enumerate(blocks[: 3 * _HEADED])
    capitals = (i for i, block in near if _in_capitals(block.text))
    named = (i for i in capitals if not find_symbol(blocks[i].text) and not is_label(blocks[i]))
    spoken = (i for i, block in enumerate(blocks[: 3 * _HEADED]) if _OF.split(block.text)[0].casefold() in _SPEECHES)
    return next((i for i in (*spoken, *named) if _is_heading(blocks[i].text)), None)


def _in_capitals(text: str) -> bool:
    """Whether a line of some words is in capitals; with a number, it has words beside it."""
    words = _ORDINAL.sub("", _DAYS.sub("", text))
    return len(text.split()) > 2 and (
        words.isupper() or (len(text.split()) > 3 and words.replace(" No. ", " ").isupper())
    )


def _is_heading(text: str) -> bool:
    return text.casefold() not in NOTICES and not is_site(text)
