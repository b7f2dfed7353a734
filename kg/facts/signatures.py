"""Whom a page names to ask at its end: a name, an office and a telephone number, each on a line of its own."""

from collections.abc import Iterator
from itertools import pairwise
from re import Pattern

from kg.model import Document, Span
from kg.regexes import late

_NAME_LINE = late(r"(?:[^\W\d_a-z][\w’'.-]*[ \u00a0]){1,3}[^\W\d_a-z][\w’'-]*")
_OFFICE_LINE = late(r"[^\W\d_a-z][^\d.!?:;\n“”\"]{3,60}[^\W\d_]")
_LINES_OF_A_CONTACT = 3
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
    """Join a name and an office, each a line: the page's last, or near its end where it says how to reach somebody."""
    if not contacts:
        yield from _signature(document)
        return
    for name, office in pairwise(document.paragraphs[-_LAST_LINES:]):
        if _is(_NAME_LINE, name, document) and _is(_OFFICE_LINE, office, document):
            yield Span(name.start, office.end)


def _signature(document: Document) -> Iterator[Span]:
    """Find who signs a page: a name as its last line but one or two, with an office, and perhaps the body, below."""
    last = document.paragraphs[-_LINES_OF_A_CONTACT:]
    for at in range(len(last) - 1):
        if _is(_NAME_LINE, last[at], document) and all(_is(_OFFICE_LINE, line, document) for line in last[at + 1 :]):
            yield Span(last[at].start, last[-1].end)
            return


def _is(form: Pattern[str], line: Span, document: Document) -> bool:
    return form.fullmatch(document.text, line.start, line.end) is not None
