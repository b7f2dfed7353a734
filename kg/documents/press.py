"""What releases and the press show: a text that opens as a release, news, what one issues and another prints."""

from kg.documents.dateline import Dateline
from kg.documents.draft import Draft
from kg.documents.sight import DAY, FIRST_WORDS, LABELLED, OPENING_LINES, OSCE, Shown
from kg.model import DocumentKind, Genre
from kg.regexes import late

#: ``By A. Writer`` beside a title.
_WRITTEN = late(r"(?:By|Par|Von|Di|Por|Автор:?|Autori?:?|Author:?)\s[^\W\d_a-zа-я]")
#: An agency behind a dateline: ``MINSK, 4 May (Agency) –``, ``YEREVAN, MAY 4, AGENCY. The``.
_AGENCY = late(
    r"[\s,.]*(?:[(/]\s?(?!OSCE|ODIHR|CSCE|OSZE|ОБСЕ)[^\W\d_a-zа-я][\w .-]{1,30}[)/]"
    r"|(?!OSCE|ODIHR|CSCE|OSZE|ОБСЕ)[^\W\d_a-zа-я]{4,20}\.\s)"
)
#: An agency between slashes behind a dateline: ``Bishkek, 22.05.18 /Agency/.``
_SLASHED = late(r"[\s,.]*/\s?(?!OSCE|ODIHR|CSCE|OSZE|ОБСЕ)[^\W\d_a-zа-я][\w .-]{1,30}/")
_CLOCK = late(r"(?<![\d.:/])\d{1,2}[:.]\d\d(?!\.?\d)")


def is_release(draft: Draft, opening: Dateline) -> bool:
    """Whether a text opens as releases of the OSCE do: towns in capitals, a day, and the OSCE in its first words."""
    towns = "".join(opening.text[span.start : span.end] for span in opening.places)
    line = next((line for line in draft.body if line.startswith(opening.text)), "")
    after = line[len(opening.text) :][:FIRST_WORDS]
    return bool(opening.date and towns.isupper() and OSCE.search(after) and not _AGENCY.match(after))


def news_of(page: Shown) -> tuple[DocumentKind | None, Genre | None]:
    """See whether a page without a dateline tells what happened on a day: on the OSCE's sites, or in the news."""
    if page.host and not page.own and is_press(page):
        return None, "reprint"
    if not (page.says("texts.reports", page.told) or page.says("texts.quotes", page.told)) or (
        page.own and page.sight.opening
    ):
        return None, None
    if page.own:
        day = page.first and (page.draft.date_line or DAY.search(" ".join(page.draft.body[:OPENING_LINES])))
        if day or (page.draft.title and page.says("texts.quoted", page.told)):
            return "story", "news"
        story = page.says("texts.story", page.draft.title) or page.says("texts.quotes", page.told)
        return "story" if page.draft.title and story else None, None
    if page.host and is_reprint(page, None):
        return None, "reprint"
    issued = page.says("hosts.issuing", page.host) and (page.sight.dated or OSCE.search(page.draft.title))
    return None, "news" if page.host and (issued or _is_shown_as_news(page)) else None


def _is_shown_as_news(page: Shown) -> bool:
    """Whether a page has a day and beside it an hour or an author, or is in a section of news."""
    draft = page.draft
    written = any(_WRITTEN.match(line) for _, line in draft.parts) or any(map(_WRITTEN.match, draft.body[:2]))
    dates = [draft.date_line, *(value for one in draft.fields if one.field == "date" for value in one.values)]
    shown = draft.stamp or written or page.says("sections.news", page.path) or any(map(_CLOCK.search, dates))
    return bool((page.sight.dated or draft.stamp) and shown)


def is_press(page: Shown) -> bool:
    """Whether a site of the press, of a society or of a person prints or retells what the OSCE said or did."""
    if LABELLED["hosts.issuing"].fullmatch(page.host) or LABELLED["hosts.libraries"].fullmatch(page.host):
        return False
    named = any(map(OSCE.search, (page.draft.title, *page.draft.body[:OPENING_LINES])))
    told = page.says("texts.reports", page.told) or page.says("texts.quotes", page.told)
    dated = page.sight.opening or (page.sight.dated and OSCE.search(page.draft.title))
    return named and bool(told or dated or _is_shown_as_news(page))


def is_advisory(page: Shown) -> bool:
    """Whether the media are invited."""
    return page.invites or page.says("texts.press_event", page.draft.title or page.first)


def is_reprint(page: Shown, kind: DocumentKind | None) -> bool:
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
    if kind == "press-release" and opening and is_release(page.draft, opening):
        return True
    lines = [line for line in (*near, *page.draft.body[-2:]) if OSCE.search(line)]
    credited = any(page.says("reprints.credits", line[:FIRST_WORDS].casefold()) for line in lines)
    return credited or _is_cited(page) or bool(source and any(OSCE.search(value) for value in source.values))


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
