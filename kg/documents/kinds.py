"""What a document is: by its marker, its fields, its address, its title and how its text opens."""

import re
from urllib.parse import urlsplit

from kg.documents.dateline import Dateline
from kg.documents.draft import Draft
from kg.documents.labels import GENRE_TITLES, HEADINGS
from kg.documents.openings import is_byline
from kg.model import DocumentKind, Genre, Printed

_SEGMENTS: tuple[tuple[str, DocumentKind], ...] = (
    ("press-release", "press-release"),
    ("/press/", "press-release"),
    ("/stories/", "story"),
    ("/story/", "story"),
    ("/event", "event"),
)
#: Sites whose texts with a dateline are press releases.
_OWN = re.compile(r"https?://(?:[\w-]+\.)*(?:osce|oscepa)\.org/", re.IGNORECASE)
#: Two of these fields, also without values, make a page that of an event.
_ANNOUNCING = frozenset(("event_date", "event_place", "organizer"))
_OPENING_LINES = 3
_SYMBOLS: tuple[tuple[str, Genre], ...] = ((".DEC/", "decision"), (".JOUR/", "journal"))
_TITLES = tuple(
    (re.compile(rf"^(?:{'|'.join(words)})(?!\w)|(?<=\s)(?:{'|'.join(anywhere)})(?!\w)", re.IGNORECASE), genre)
    for genre, words, anywhere in GENRE_TITLES
)
_BODY = re.compile(
    r"\b(?:OSCE|CSCE|ODIHR|OSZE|OBSE|ОБСЕ|Mission|Presence|Centre|Office|Co-ordinator|Assembly|Secretariat|Council)\b"
)
_LIFE = re.compile(
    r"\b(?:was born (?:in|on)|took up (?:the|his|her) (?:post|position|duties|office)|career diplomat|holds a (?:degree"
    r"|master|doctorate|ph\.?d)|graduated from|served as (?:the )?(?:ambassador|head|director|deputy|minister))\b",
    re.IGNORECASE,
)


def kind_of_page(draft: Draft, opening: Dateline | None, address: str | None) -> DocumentKind:
    """Take the kind that marker, metadata or address name; else the one that fields and dateline show.

    :param opening: the dateline of the text
    """
    if draft.kind:
        return draft.kind
    path = urlsplit(address).path.lower() if address else ""
    for segment, kind in _SEGMENTS:
        if segment in path:
            return kind
    if not opening and len({one.field for one in draft.fields} & _ANNOUNCING) > 1:
        return "event"
    issued = opening and (draft.first("source") or draft.date_line or (opening.date and _OWN.match(address or "")))
    return "press-release" if issued else "document"


def genre_of_page(draft: Draft, kind: DocumentKind, symbol: Printed | None, *, dated: bool) -> Genre | None:
    """Take the genre of a marker, of the symbol of a decision or a journal, of a title, or that which the text shows.

    :param dated: whether the page has a date of issue
    """
    if (draft.genre and draft.genre != "report") or draft.kind in ("press-release", "story", "event"):
        return draft.genre
    for mark, genre in _SYMBOLS:
        if symbol and mark in symbol.value:
            return genre
    for pattern, genre in _TITLES:
        if pattern.search(draft.title):
            return genre
    if draft.genre or kind != "document":
        return draft.genre
    return _genre_of_text(draft, dated=dated)


def _genre_of_text(draft: Draft, *, dated: bool) -> Genre | None:
    """See whether somebody speaks, or the page is about a body or about a life."""
    lines = draft.body[:_OPENING_LINES]
    if any(is_byline(line) for line in [*lines, *(line for _, line in draft.parts)]):
        return "statement"
    if dated:
        return None
    if any(line.casefold() in HEADINGS for line in lines) and _BODY.search(draft.title):
        return "operation-page"
    return "biography" if len(_LIFE.findall(" ".join(lines))) > 1 else None
