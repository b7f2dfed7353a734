"""Whom a page names to ask at its end: a name, an office and a telephone number, each on a line of its own."""

from collections.abc import Iterator
from itertools import pairwise

from kg.model import Document, Span
from kg.regexes import late

_NAME_LINE = late(r"(?:[^\W\d_a-z][\w’'.-]*[ \u00a0]){1,3}[^\W\d_a-z][\w’'-]*")
_OFFICE_LINE = late(r"[^\W\d_a-z][^\d.!?:;\n“”\"]{3,60}[^\W\d_]")
_LINES_OF_A_CONTACT = 3
_LINES_OF_A_SIGNATURE = 2
#: So many lines at most are from a name to the page's end.
_LAST_LINES = 12


def contact_entries(document: Document) -> Iterator[Span]:
    """Find the contacts of a page: each a name with the lines behind it, or among the last lines of the body.

    :param document: the text, with its parts
    :returns: spans of whole lines, in no order
    """
    contacts = [part.span for part in document.parts if part.kind == "contact"]
    yield from _signed(document, contacts)
    at = 0
    while at < len(contacts):
        named = _NAME_LINE.fullmatch(document.text, contacts[at].start, contacts[at].end)
        entry = contacts[at : at + (_LINES_OF_A_CONTACT if named else 1)]
        yield Span(entry[0].start, entry[-1].end)
        at += len(entry)


def _signed(document: Document, contacts: list[Span]) -> Iterator[Span]:
    """Join a name and an office, each a line: the page's last two, or near its end where it says how to reach them."""
    last = document.paragraphs[-_LAST_LINES if contacts else -_LINES_OF_A_SIGNATURE :]
    for name, office in pairwise(last):
        named = _NAME_LINE.fullmatch(document.text, name.start, name.end)
        if named and _OFFICE_LINE.fullmatch(document.text, office.start, office.end):
            yield Span(name.start, office.end)
