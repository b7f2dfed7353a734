"""What a document is: by its label, its symbol, its title, its address, its fields, and by what its text shows.

What shows a kind is in the tables ``words.toml`` (labels, markers, titles) and ``kinds.toml`` (addresses, sites and
forms of text). Where nothing shows one, a page is a document and no more is stated.
"""

import re
from functools import lru_cache

from kg.documents.addresses import section_of
from kg.documents.dateline import Dateline, is_numbered
from kg.documents.dates import MONTH, find_date
from kg.documents.draft import Draft
from kg.documents.labels import GENRE_TITLES, HEADINGS
from kg.documents.openings import is_byline
from kg.documents.sight import LABELLED, OPENING_LINES, PARAGRAPH, TABLE, Shown, Sight
from kg.model import DocumentKind, Genre
from kg.regexes import late

_ADDRESSES: tuple[tuple[re.Pattern[str], DocumentKind, Genre | None, bool], ...] = tuple(
    (late(one["path"]), one["kind"], one.get("genre"), one.get("own", False)) for one in TABLE["addresses"]
)
#: Two of these fields, also without values, make a page that of an event.
_ANNOUNCING = frozenset(("event_date", "event_place", "organizer"))
#: Lines of the head of a letter, and of its end.
_LETTER_HEAD, _LETTER_END = 14, 6
_OSCE = late(
    r"\b(?:OSCE|Osce|Osze|Obse|OSZE|OBSE|OEBS|OESS|OSBE|OBWE|OVSE|OBSEE|AGİT|ATƏT|ODIHR|CSCE|ОБСЕ|ОБСЄ|ОЕБС|ОССЕ|БДИПЧ|ЕҚЫҰ|ЕККУ|ԵԱՀԿ|ეუთო)"
    r"(?![^\W_a-z])|Organi[sz]ation for Security and Co-?operation in Europe"
)
#: ``By A. Writer`` beside a title.
_WRITTEN = late(r"(?:By|Par|Von|Di|Por|Автор:?|Autori?:?|Author:?)\s[^\W\d_a-zа-я]")
_FIRST_WORDS = 200
#: The days of a meeting at the end of its name have so many characters.
_DAYS = 40
#: Markers of the section of the site in which books have a page with a text; what else is there has files alone.
_SHELVES = frozenset(("resources", "resource", "ressources", "ressourcen", "risorse", "recursos", "ресурсы"))
#: Labels on the page of a book.
_OF_BOOKS = frozenset(
    ("publisher", "isbn", "number of pages", "verlag", "herausgeber", "éditeur", "издатель", "izdavač")
)
#: An agency behind a dateline: ``MINSK, 4 May (Agency) –``, ``YEREVAN, MAY 4, AGENCY. The``.
_AGENCY = late(
    r"[\s,.]*(?:[(/]\s?(?!OSCE|ODIHR|CSCE|OSZE|ОБСЕ)[^\W\d_a-zа-я][\w .-]{1,30}[)/]"
    r"|(?!OSCE|ODIHR|CSCE|OSZE|ОБСЕ)[^\W\d_a-zа-я]{4,20}\.\s)"
)
#: An agency between slashes behind a dateline: ``Bishkek, 22.05.18 /Agency/.``
_SLASHED = late(r"[\s,.]*/\s?(?!OSCE|ODIHR|CSCE|OSZE|ОБСЕ)[^\W\d_a-zа-я][\w .-]{1,30}/")
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
_BODY = late(
    r"\b(?:OSCE|CSCE|ODIHR|OSZE|OBSE|ОБСЕ|ОБСЄ|ОЕБС|OEBS|OSBE|Mission|Presence|Centre|Office|Co-ordinator|Assembly|Secretariat|Council)\b"
)
#: The front page of a section: ``/it/secretariat``.
_FRONT = late(r"/(?:[a-z]{2,3}/)?[a-z-]+/?")
_QUESTION = late(
    r"(?:Q|Question|Frage|Вопрос|Domanda|Pregunta|Питання|Pitanje)\s?\d*(?:[.:]+|\s[-–—])\s", re.IGNORECASE
)
#: ``Paper: What is a lamp?``
_ASKED = late(r"([^\W\d_a-zа-я][\w./ -]{1,30}):\s")
#: ``Driver – 2 positions``
_POSTS = late(r"[-–]\s\d{1,2} (?:positions?|posts?)\b")
_VOLUME = late(r"\bVol(?:ume|\.)? ?\d{1,3},? [Nn]o\.? ?\d{1,3}\b")
_LONGEST_QUESTION = 400
_FEWEST_QUESTIONS = 3
_DAY = late(
    rf"(?i:(?<![.\d])\d{{1,2}}(?:[–-]\d{{1,2}})?\.?\s{MONTH}\b)|"
    r"\b\d{1,2}\.?(?:\s[^\W\d_]+){1,2}\s\d{4}\b|\b[A-Z][a-z]+ \d{1,2}, \d{4}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b"
)
_CLOCK = late(r"(?<![\d.:/])\d{1,2}[:.]\d\d(?!\.?\d)")


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
        genre = _sent(page) or genre or ("publication" if shelved else None)
    if genre == "statement" and not draft.genre and kind != "press-release" and _is_biography(page):
        genre = None
    if kind in ("press-release", "event") and not genre and _is_advisory(page):
        kind, genre = "press-release", "media-advisory"
    if kind == "event" and not genre and sum(one.field == "event_date" for one in draft.fields) > 1:
        genre = "announcement"
    if _is_printed_elsewhere(page, kind, genre):
        return "press-release" if kind == "press-release" else "document", "reprint"
    if not genre and kind in (None, "document", "press-release") and _is_reprint(page, kind):
        genre = "reprint"
    return kind or "document", genre


def _is_printed_elsewhere(page: Shown, kind: DocumentKind | None, genre: Genre | None) -> bool:
    """Whether the press prints news, or a statement or a call to the media that another issued."""
    source = page.draft.first("source")
    if not page.host or page.own or (source and any(map(_OSCE.search, source.values))):
        return False
    if genre == "statement" and not page.draft.genre:
        return kind in (None, "document") and bool(LABELLED["hosts.reprinting"].fullmatch(page.host))
    general = genre == "news" or (genre == "media-advisory" and not page.draft.genre)
    return general and _is_press(page)


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
    return "press-release" if issued or (opening and _is_release(draft, opening)) else None


def _is_release(draft: Draft, opening: Dateline) -> bool:
    """Whether a text opens as releases of the OSCE do: towns in capitals, a day, and the OSCE in its first words."""
    towns = "".join(opening.text[span.start : span.end] for span in opening.places)
    line = next((line for line in draft.body if line.startswith(opening.text)), "")
    after = line[len(opening.text) :][:_FIRST_WORDS]
    return bool(opening.date and towns.isupper() and _OSCE.search(after) and not _AGENCY.match(after))


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
    if genre := _sent(page):
        return None, genre
    if _is_spoken(page):
        return None, "statement"
    if _is_interview(page) and not page.says("names.questions", page.draft.title):
        return "story", "interview"
    if not page.sight.dated and _is_biography(page):
        return None, "biography"
    if not page.sight.dated and _is_about(page):
        return None, "about"
    if page.invites or (page.sight.opening and _is_advisory(page)):
        return "press-release", "media-advisory"
    if not page.sight.opening and _is_meeting(page):
        return "event", None
    if page.says("texts.ahead", page.first) and not page.says("texts.reports", page.first):
        if not page.sight.opening and (page.own or not page.host or not page.sight.dated):
            return "event", "announcement"
    return _news(page)


def _is_spoken(page: Shown) -> bool:
    """Whether a line says who spoke, or the text greets those to whom it was spoken."""
    lines = page.draft.body[:OPENING_LINES]
    if LABELLED["hosts.issuing"].fullmatch(page.host) and page.says("texts.declares", page.first):
        return True
    bylines = [*lines, *(line for _, line in page.draft.parts)]
    return any(is_byline(line) for line in bylines) or any(page.says("texts.addresses", line) for line in page.lines)


def _sent(page: Shown) -> Genre | None:
    """See whether a text was sent or printed: a letter, a notice for whoever seeks a post, a book, a numbered issue."""
    if _is_letter(page):
        return "letter"
    headings = [line.casefold().rstrip(": ") for line in page.draft.body if len(line) < PARAGRAPH]
    if sum(page.says("meetings.posts", line) or bool(_POSTS.search(line)) for line in headings) > 1:
        return "vacancy"
    if any(_VOLUME.search(line[:_FIRST_WORDS]) for line in page.lines):
        return "newsletter"
    if any(page.says("meetings.bids", line) for line in headings[:_LETTER_HEAD]):
        return "tender"
    if any(page.says("texts.imprint", line) for line in page.lines) or _is_published(page, headings):
        return "publication"
    return "newsletter" if is_numbered(page.draft.date_line) else None


def _is_published(page: Shown, headings: list[str]) -> bool:
    """Whether a page of the OSCE's sites has the labels of a book, or its first sentence says what book it presents."""
    labelled = any(line in _OF_BOOKS for line in headings[:_LETTER_HEAD])
    return page.own and not page.sight.opening and (labelled or page.says("texts.presents", page.first))


def _is_letter(page: Shown) -> bool:
    """Whether a line near the top greets somebody and one near the end takes leave."""
    body = page.draft.body
    above = [*body[:_LETTER_HEAD], *(line for _, line in page.draft.parts)]
    greeted = any(page.says("texts.greets", line) for line in above)
    return greeted and any(page.says("texts.closes", line) for line in body[-_LETTER_END:])


def _is_interview(page: Shown) -> bool:
    """Whether questions and answers alternate."""
    body = page.draft.body
    marked = sum(bool(_QUESTION.match(line)) for line in body)
    asked = sum(line.endswith("?") and len(line) < _LONGEST_QUESTION for line in body[:-1])
    labels = [found[1] for line in body if line.endswith("?") and (found := _ASKED.match(line))]
    if len(labels) > 1 and len(set(labels)) == 1:
        return True
    return marked > 1 or (asked >= _FEWEST_QUESTIONS and 3 * asked >= len(body) // 2)


def _is_biography(page: Shown) -> bool:
    """Whether the page is named after somebody whose life it tells."""
    title = page.draft.title
    named = LABELLED["names.person"].fullmatch(title) and not _BODY.search(title)
    named = named and not LABELLED["names.body"].fullmatch(title)
    words = title.partition(" (")[0].partition(",")[0].split()
    if named and words and words[-1] in page.told:
        pronouns = len(LABELLED["texts.pronouns"].findall(page.told))
        return page.says("texts.lives", page.told) or pronouns > 2
    if LABELLED["names.office"].fullmatch(title) and LABELLED["texts.pronouns"].search(page.told):
        return page.says("texts.lives", page.told)
    return _is_named_in_address(page) and page.says("texts.lives", page.told)


def _is_named_in_address(page: Shown) -> bool:
    """Whether the address of a page without a title of its own ends with the name of somebody in its first lines."""
    last = [word for word in page.path.rstrip("/").rpartition("/")[2].split("-") if word]
    if page.draft.title or not page.own or not 2 <= len(last) <= 2 * OPENING_LINES - 1:
        return False
    return f"{last[0]} {last[1]}".title() in page.told


def _is_about(page: Shown) -> bool:
    """Whether a page presents a body: by its title and headings, its section, or as the front page of a section."""
    title, lines = page.draft.title, page.draft.body[:OPENING_LINES]
    headed = bool(page.draft.section) or any(line.casefold() in HEADINGS for line in lines)
    if headed and (_BODY.search(title) or (page.own and page.draft.section.casefold() not in HEADINGS | {""})):
        return True
    if page.sight.address and section_of(page.sight.address) and _FRONT.fullmatch(page.path):
        return True
    if page.own and (title.casefold() in HEADINGS or page.says("sections.about", page.path)):
        return True
    if page.says("names.questions", title):
        return True
    if page.own and not page.sight.opening and _tells_of_work(page):
        return True
    if page.own and not title and not page.sight.opening and _tells_of_body(page):
        return True
    whole = LABELLED["names.body"].fullmatch(title)
    return bool(whole and not page.sight.opening and page.says("texts.bodies", page.first))


def _tells_of_work(page: Shown) -> bool:
    """Whether a page in the section of a body says what the body does or did, on no day: no word of it names one."""
    sectioned = page.sight.address and section_of(page.sight.address)
    works = bool(sectioned) and page.says("texts.works", page.first) and page.says("texts.bodies", page.told)
    return works and not (page.says("texts.recent", page.told) or _DAY.search(page.told))


def _tells_of_body(page: Shown) -> bool:
    """Whether a text without a title says how a body came to be, or names the body of its section and its mandate."""
    sectioned = bool(page.sight.address and section_of(page.sight.address)) and _BODY.search(page.first)
    return page.says("texts.founding", page.told) or bool(sectioned and page.says("texts.bodies", page.told))


def _is_meeting(page: Shown) -> bool:
    """Whether a page has the sections of an announcement of a meeting."""
    shown = {line.casefold().rstrip(": ") for line in page.draft.body if len(line) < PARAGRAPH}
    shown = {line for line in shown if LABELLED["meetings.headings"].fullmatch(line)}
    if page.says("meetings.named", page.draft.title):
        return bool(shown) or (page.own and any(one.label.casefold() == "series" for one in page.draft.fields))
    return len(shown) > 1


def _news(page: Shown) -> tuple[DocumentKind | None, Genre | None]:
    """See whether a page without a dateline tells what happened on a day: on the OSCE's sites, or in the news."""
    if page.host and not page.own and _is_press(page):
        return None, "reprint"
    if not (page.says("texts.reports", page.told) or page.says("texts.quotes", page.told)) or (
        page.own and page.sight.opening
    ):
        return None, None
    if page.own:
        day = page.first and (page.draft.date_line or _DAY.search(" ".join(page.draft.body[:OPENING_LINES])))
        if day or (page.draft.title and page.says("texts.quoted", page.told)):
            return "story", "news"
        story = page.says("texts.story", page.draft.title) or page.says("texts.quotes", page.told)
        return "story" if page.draft.title and story else None, None
    if page.host and _is_reprint(page, None):
        return None, "reprint"
    issued = page.says("hosts.issuing", page.host) and (page.sight.dated or _OSCE.search(page.draft.title))
    return None, "news" if page.host and (issued or _is_shown_as_news(page)) else None


def _is_shown_as_news(page: Shown) -> bool:
    """Whether a page has a day and beside it an hour or an author, or is in a section of news."""
    draft = page.draft
    written = any(_WRITTEN.match(line) for _, line in draft.parts) or any(map(_WRITTEN.match, draft.body[:2]))
    dates = [draft.date_line, *(value for one in draft.fields if one.field == "date" for value in one.values)]
    shown = draft.stamp or written or page.says("sections.news", page.path) or any(map(_CLOCK.search, dates))
    return bool((page.sight.dated or draft.stamp) and shown)


def _is_press(page: Shown) -> bool:
    """Whether a site of the press, of a society or of a person prints or retells what the OSCE said or did."""
    if LABELLED["hosts.issuing"].fullmatch(page.host) or LABELLED["hosts.libraries"].fullmatch(page.host):
        return False
    named = any(map(_OSCE.search, (page.draft.title, *page.draft.body[:OPENING_LINES])))
    told = page.says("texts.reports", page.told) or page.says("texts.quotes", page.told)
    dated = page.sight.opening or (page.sight.dated and _OSCE.search(page.draft.title))
    return named and bool(told or dated or _is_shown_as_news(page))


def _is_advisory(page: Shown) -> bool:
    return page.invites or page.says("texts.press_event", page.draft.title or page.first)


def _is_reprint(page: Shown, kind: DocumentKind | None) -> bool:
    """Whether a site prints what another issued: a site for that, a credit, or a paper named below the title."""
    near = [*page.draft.body[:2], *(line for _, line in page.draft.parts)]
    if page.own:
        return any(line.isupper() and page.says("reprints.papers", line.casefold()) for line in near)
    if not page.host:
        return False
    if page.draft.original or LABELLED["hosts.reprinting"].fullmatch(page.host):
        return True
    if LABELLED["hosts.issuing"].fullmatch(page.host):
        return False
    opening, source = page.sight.opening, page.draft.first("source")
    if kind == "press-release" and opening and _is_release(page.draft, opening):
        return True
    lines = [line for line in (*near, *page.draft.body[-2:]) if _OSCE.search(line)]
    credited = any(page.says("reprints.credits", line[:_FIRST_WORDS].casefold()) for line in lines)
    return credited or _is_cited(page) or bool(source and any(_OSCE.search(value) for value in source.values))


def _is_cited(page: Shown) -> bool:
    """Whether an agency is named: by the text, in its byline, behind its dateline, or at the end with its medium."""
    body, opening = page.draft.body, page.sight.opening
    near = [*body[:2], *(line for _, line in page.draft.parts)]
    if any(page.says("reprints.cites", line.casefold()) for line in body[:2]):
        return True
    bylines = (LABELLED["reprints.bylines"].match(line.casefold()) for line in near)
    if any(one and page.says("reprints.papers", one["paper"].strip()) for one in bylines):
        return True
    source = page.draft.first("source")
    values = source.values if source else []
    if any(page.says("reprints.media", f"source: {value}".casefold()) for value in values):
        return True
    line = next((line for line in body if opening and line.startswith(opening.text)), "")
    return bool(opening and _SLASHED.match(line[len(opening.text) :]))
