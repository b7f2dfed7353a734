"""What the form of a text shows: a speech, a letter, an interview, somebody's life, a body presented, a meeting."""

import re

from kg.documents.addresses import section_of
from kg.documents.dateline import is_numbered
from kg.documents.labels import HEADINGS
from kg.documents.openings import is_byline
from kg.documents.sight import DAY, FIRST_WORDS, LABELLED, OPENING_LINES, PARAGRAPH, Shown
from kg.model import Genre
from kg.regexes import late

#: Lines of the head of a letter, and of its end.
_LETTER_HEAD, _LETTER_END = 14, 6
#: Labels on the page of a book.
_OF_BOOKS = frozenset(
    ("publisher", "isbn", "number of pages", "verlag", "herausgeber", "éditeur", "издатель", "izdavač")
)
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


def is_spoken(page: Shown) -> bool:
    """Whether a line says who spoke, or the text greets those to whom it was spoken."""
    lines = page.draft.body[:OPENING_LINES]
    if LABELLED["hosts.issuing"].fullmatch(page.host) and page.says("texts.declares", page.first):
        return True
    bylines = [*lines, *(line for _, line in page.draft.parts)]
    return any(is_byline(line) for line in bylines) or any(page.says("texts.addresses", line) for line in page.lines)


def sent_as(page: Shown) -> Genre | None:
    """See whether a text was sent or printed: a letter, a notice for whoever seeks a post, a book, a numbered issue."""
    if _is_letter(page):
        return "letter"
    headings = [line.casefold().rstrip(": ") for line in page.draft.body if len(line) < PARAGRAPH]
    if sum(page.says("meetings.posts", line) or bool(_POSTS.search(line)) for line in headings) > 1:
        return "vacancy"
    if any(_VOLUME.search(line[:FIRST_WORDS]) for line in page.lines):
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


def is_interview(page: Shown) -> bool:
    """Whether questions and answers alternate."""
    body = page.draft.body
    marked = sum(bool(_QUESTION.match(line)) for line in body)
    asked = sum(line.endswith("?") and len(line) < _LONGEST_QUESTION for line in body[:-1])
    labels = [found[1] for line in body if line.endswith("?") and (found := _ASKED.match(line))]
    if len(labels) > 1 and len(set(labels)) == 1:
        return True
    return marked > 1 or (asked >= _FEWEST_QUESTIONS and 3 * asked >= len(body) // 2)


def is_biography(page: Shown) -> bool:
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


def is_about(page: Shown) -> bool:
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
    return works and not (page.says("texts.recent", page.told) or DAY.search(page.told))


def _tells_of_body(page: Shown) -> bool:
    """Whether a text without a title says how a body came to be, or names the body of its section and its mandate."""
    sectioned = bool(page.sight.address and section_of(page.sight.address)) and _BODY.search(page.first)
    return page.says("texts.founding", page.told) or bool(sectioned and page.says("texts.bodies", page.told))


def is_meeting(page: Shown) -> bool:
    """Whether a page has the sections of an announcement of a meeting."""
    shown = {line.casefold().rstrip(": ") for line in page.draft.body if len(line) < PARAGRAPH}
    shown = {line for line in shown if LABELLED["meetings.headings"].fullmatch(line)}
    if page.says("meetings.named", page.draft.title):
        return bool(shown) or (page.own and any(one.label.casefold() == "series" for one in page.draft.fields))
    return len(shown) > 1
