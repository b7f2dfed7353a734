"""What a document is: by its label, its symbol, its title, its address, its fields, and by what its text shows.

What shows a kind is in the tables ``words.toml`` (labels, markers, titles) and ``kinds.toml`` (addresses, sites and
forms of text). Where nothing shows one, a page is a document and no more is stated.
"""

import re
from functools import lru_cache

from kg.documents.dates import find_date
from kg.documents.forms import is_about, is_biography, is_interview, is_meeting, is_spoken, sent_as
from kg.documents.labels import GENRE_TITLES
from kg.documents.press import is_advisory, is_press, is_release, is_reprint, news_of
from kg.documents.sight import LABELLED, OSCE, TABLE, Shown, Sight
from kg.model import DocumentKind, Genre
from kg.regexes import late

_ADDRESSES: tuple[tuple[re.Pattern[str], DocumentKind, Genre | None, bool], ...] = tuple(
    (late(one["path"]), one["kind"], one.get("genre"), one.get("own", False)) for one in TABLE["addresses"]
)
#: Two of these fields, also without values, make a page that of an event.
_ANNOUNCING = frozenset(("event_date", "event_place", "organizer"))
#: The days of a meeting at the end of its name have so many characters.
_DAYS = 40
#: Markers of the section of the site in which books have a page with a text; what else is there has files alone.
_SHELVES = frozenset(("resources", "resource", "ressources", "ressourcen", "risorse", "recursos", "ресурсы"))
_SYMBOLS: tuple[tuple[str, Genre], ...] = ((".DEC/", "decision"), (".JOUR", "journal"))
_TITLES = tuple(
    (
        late(rf"^(?:{'|'.join(words)})(?!\w)", re.IGNORECASE),
        late(rf"(?<=\s)(?:{'|'.join(anywhere)})(?!\w)", re.IGNORECASE),
        genre,
    )
    for genre, words, anywhere in GENRE_TITLES
)
#: Labels under which a site puts much.
_GENERAL = frozenset(("report", "news"))
#: What a release, a story or an event may be besides, as its title begins.
_BESIDES = frozenset(("statement", "spot-report", "daily-report", "media-advisory", "interview"))


def kind_of_page(sight: Sight) -> tuple[DocumentKind, Genre | None]:
    """Decide what a page is, and more exactly what, by the first of: label, symbol, title, address, fields, text.

    :returns: the kind, ``document`` where nothing shows another; and the genre, nothing where none is shown
    """
    page, draft = Shown(sight), sight.draft
    addressed = _of_address(page)
    kind: DocumentKind | None = draft.kind or (addressed and addressed[0])
    if kind in (None, "document") and not draft.kind:
        kind = _of_fields(page) or kind
    genre = _stated(page, kind or "document")
    kind = "story" if genre == "interview" and not kind else kind
    if not genre and addressed and (not draft.kind or draft.kind == addressed[0]):
        genre = addressed[1]
    if not kind and not genre:
        kind, genre = _of_text(page)
    return _more_exactly(page, kind, genre)


def _more_exactly(page: Shown, kind: DocumentKind | None, genre: Genre | None) -> tuple[DocumentKind, Genre | None]:
    """See whether a document is a book, a release a call to the media, and whether another site prints it."""
    draft = page.draft
    if kind == "document" and genre in (None, "report") and not draft.genre:
        shelved = page.own and draft.marker.strip(" :").casefold() in _SHELVES and page.first and not page.sight.symbol
        genre = sent_as(page) or genre or ("publication" if shelved else None)
    if genre == "statement" and not draft.genre and kind != "press-release" and is_biography(page):
        genre = None
    if kind in ("press-release", "event") and not genre and is_advisory(page):
        kind, genre = "press-release", "media-advisory"
    if kind == "event" and not genre and sum(one.field == "event_date" for one in draft.fields) > 1:
        genre = "announcement"
    if _is_printed_elsewhere(page, kind, genre):
        return "press-release" if kind == "press-release" else "document", "reprint"
    if not genre and kind in (None, "document", "press-release") and is_reprint(page, kind):
        genre = "reprint"
    return kind or "document", genre


def _is_printed_elsewhere(page: Shown, kind: DocumentKind | None, genre: Genre | None) -> bool:
    """Whether the press prints news, or a statement or a call to the media that another issued."""
    source = page.draft.first("source")
    if not page.host or page.own or (source and any(map(OSCE.search, source.values))):
        return False
    if genre == "statement" and not page.draft.genre:
        return kind in (None, "document") and bool(LABELLED["hosts.reprinting"].fullmatch(page.host))
    general = genre == "news" or (genre == "media-advisory" and not page.draft.genre)
    return general and is_press(page)


def _of_address(page: Shown) -> tuple[DocumentKind, Genre | None] | None:
    """Find what the address says, an own section of the OSCE's sites only there."""
    return _of_section(page.path.rstrip("0123456789"), own=page.own)


@lru_cache(maxsize=1024)
def _of_section(path: str, *, own: bool) -> tuple[DocumentKind, Genre | None] | None:
    """Find what a path says whose number at the end is taken off: pages of one section have one answer."""
    for pattern, kind, genre, only in _ADDRESSES if path else ():
        if (own or not only) and pattern.search(path):
            return kind, genre
    return None


def _of_fields(page: Shown) -> DocumentKind | None:
    """See whether labels announce an event, or a dateline and what is with it make a release."""
    draft, opening = page.draft, page.sight.opening
    announced = {one.field for one in draft.fields} & _ANNOUNCING
    if not opening and (len(announced) > 1 or (page.own and announced == {"organizer"} and not page.sight.symbol)):
        return "event"
    days = find_date(draft.title[-_DAYS:]) if page.own and not opening else None
    if days and days.value and days.note and draft.title.endswith(draft.title[-_DAYS:][days.start : days.end]):
        return "event"
    dated = draft.date_line and (page.own or not page.host or LABELLED["hosts.issuing"].fullmatch(page.host))
    if not opening and page.says("names.release", draft.title):
        return "press-release"
    issued = opening and (draft.first("source") or dated or (opening.date and page.own))
    return "press-release" if issued or (opening and is_release(draft, opening)) else None


def _stated(page: Shown, kind: DocumentKind) -> Genre | None:
    """Take the genre that the label, the symbol or the title states; general labels may be made more exact."""
    draft, symbol = page.draft, page.sight.symbol
    if draft.genre and draft.genre not in _GENERAL:
        return draft.genre
    official = (genre for mark, genre in _SYMBOLS if symbol and mark in symbol.value)
    if found := next(official, None):
        return found
    if draft.genre == "news":
        return draft.genre
    for begins, holds, genre in _TITLES:
        besides = kind == "document" or genre in _BESIDES
        if besides and (begins.search(draft.title) or (kind == "document" and holds.search(draft.title))):
            return genre
    return draft.genre


def _of_text(page: Shown) -> tuple[DocumentKind | None, Genre | None]:
    """See whether somebody speaks or answers, or the page is about a body, a life, a meeting, or what happened."""
    if genre := sent_as(page):
        return None, genre
    if is_spoken(page):
        return None, "statement"
    if is_interview(page) and not page.says("names.questions", page.draft.title):
        return "story", "interview"
    if not page.sight.dated and is_biography(page):
        return None, "biography"
    if not page.sight.dated and is_about(page):
        return None, "about"
    if page.invites or (page.sight.opening and is_advisory(page)):
        return "press-release", "media-advisory"
    if not page.sight.opening and is_meeting(page):
        return "event", None
    if page.says("texts.ahead", page.first) and not page.says("texts.reports", page.first):
        if not page.sight.opening and (page.own or not page.host or not page.sight.dated):
            return "event", "announcement"
    return news_of(page)
