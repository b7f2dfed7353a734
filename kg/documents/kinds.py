"""What a document is: by its marker, its fields, its address, its title and how its text opens."""

import re
from urllib.parse import urlsplit

from kg.documents.addresses import section_of
from kg.documents.dateline import Dateline
from kg.documents.draft import Draft
from kg.documents.labels import GENRE_TITLES, HEADINGS
from kg.documents.openings import is_byline
from kg.model import DocumentKind, Genre, Printed
from kg.regexes import late

_SEGMENTS: tuple[tuple[str, DocumentKind], ...] = (
    ("press-release", "press-release"),
    ("/press/", "press-release"),
    ("/stories/", "story"),
    ("/story/", "story"),
    ("/event", "event"),
    ("/meetings/", "event"),
)
#: Sites whose texts with a dateline are press releases.
_OWN = late(r"https?://(?:[\w-]+\.)*(?:osce|oscepa)\.org/", re.IGNORECASE)
#: Two of these fields, also without values, make a page that of an event.
_ANNOUNCING = frozenset(("event_date", "event_place", "organizer"))
_OPENING_LINES = 3
_OSCE = late(r"\b(?:OSCE|OSZE|OBSE|OEBS|OSBE|ODIHR|CSCE|ОБСЕ|ОБСЄ|ОЕБС)\b")
_FIRST_WORDS = 200
_SYMBOLS: tuple[tuple[str, Genre], ...] = ((".DEC/", "decision"), (".JOUR", "journal"))
_TITLES = tuple(
    (late(rf"^(?:{'|'.join(words)})(?!\w)|(?<=\s)(?:{'|'.join(anywhere)})(?!\w)", re.IGNORECASE), genre)
    for genre, words, anywhere in GENRE_TITLES
)
_BODY = late(
    r"\b(?:OSCE|CSCE|ODIHR|OSZE|OBSE|ОБСЕ|Mission|Presence|Centre|Office|Co-ordinator|Assembly|Secretariat|Council)\b"
)
#: What lives are told with: birth, appointment, service, study.
_LIFE = late(
    r"\b(?:(?:was )?born (?:in|on|\d)|took up (?:the|his|her) (?:post|position|duties|office)|took over as"
    r"|was appointed|career diplomat|holds a (?:degree|master|doctorate|ph\.?d)|graduated from|served as|has been the"
    r"|wurde (?:am |\d|zu[mr] |.{0,80}(?:bestellt|ernannt))|diplomatischen Dienst|Doktorat|geboren"
    r"|è stat[oa] nominat[oa]|servizio diplomatico|dottorato|nat[oa] (?:a|nel|il)|a été nommée?"
    r"|service diplomatique|née? (?:à|le|en)"
    r"|fue nombrad[oa]|servicio diplomático|nacid[oa]|nació|родил(?:ся|ась)|был[аи]? назначен|окончил|дипломатическ)",
    re.IGNORECASE,
)
_PRONOUNS = late(
    r"\b(?:he|she|his|her|him|er|sie|ihm|ihr|il|elle|lui|egli|ella|él|ella|он|она|его|её|ему|ей)\b", re.IGNORECASE
)
#: The front page of a section: ``/it/secretariat``.
_FRONT = late(r"/(?:[a-z]{2,3}/)?[a-z-]+/?")
#: A name of two to five words, after a rank, and nothing else.
_PERSON = late(
    r"(?:(?:H\.\s?E\.|Ambassador|Dr\.?|Amb\.|Mr\.?|Ms\.?|Botschafter(?:in)?|Ambasciat(?:ore|rice)"
    r"|Ambassad(?:eur|rice)|Посол) ){0,2}"
    r"[^\W\d_a-zа-я][\w’'.-]*(?: (?:(?:de|den|von|van|der|la|du|di|al) ){0,2}[^\W\d_a-zа-я][\w’'.-]*){1,4}"
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
    return "press-release" if issued or (opening and _is_release(draft, opening)) else "document"


def _is_release(draft: Draft, opening: Dateline) -> bool:
    """Whether a text opens as releases of the OSCE do: towns in capitals, a day, and the OSCE in its first words."""
    towns = "".join(opening.text[span.start : span.end] for span in opening.places)
    line = next((line for line in draft.body if line.startswith(opening.text)), "")
    return bool(opening.date and towns.isupper() and _OSCE.search(line[len(opening.text) :][:_FIRST_WORDS]))


def genre_of_page(
    draft: Draft, kind: DocumentKind, symbol: Printed | None, address: str | None, *, dated: bool
) -> Genre | None:
    """Take the genre of a marker, of the symbol of a decision or a journal, of a title, or that which the text shows.

    :param dated: whether the page has a date of issue
    """
    symbolic = symbol and any(mark in symbol.value for mark, _ in _SYMBOLS)
    if (draft.genre and draft.genre != "report") or (kind != "document" and not symbolic):
        return draft.genre
    for mark, genre in _SYMBOLS:
        if symbol and mark in symbol.value:
            return genre
    for pattern, genre in _TITLES:
        if pattern.search(draft.title):
            return genre
    if draft.genre or kind != "document":
        return draft.genre
    return _genre_of_text(draft, address, dated=dated)


def _genre_of_text(draft: Draft, address: str | None, *, dated: bool) -> Genre | None:
    """See whether somebody speaks, or the page is about a body or about a life."""
    lines = draft.body[:_OPENING_LINES]
    if any(is_byline(line) for line in [*lines, *(line for _, line in draft.parts)]):
        return "statement"
    if dated:
        return None
    about = any(line.casefold() in HEADINGS for line in lines) and _BODY.search(draft.title)
    if about or (address and section_of(address) and _FRONT.fullmatch(urlsplit(address).path)):
        return "operation-page"
    told = " ".join(draft.body[: 2 * _OPENING_LINES])
    named = _PERSON.fullmatch(draft.title) and not _BODY.search(draft.title) and draft.title.split()[-1] in told
    told_of = _LIFE.search(told) or len(_PRONOUNS.findall(told)) > 2
    return "biography" if named and told_of else None
