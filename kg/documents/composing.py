"""From the parts of a page to the document: one text, and every value with its ground and range in it."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from kg.documents.addresses import Located, located, resolved
from kg.documents.dateline import Dateline, read_date_line, read_dateline
from kg.documents.dates import find_date, first_day
from kg.documents.draft import Draft, LabelledField
from kg.documents.issue_date import Ground, issue_date
from kg.documents.language import language_of
from kg.documents.symbols import find_symbol
from kg.iris import document_key
from kg.model import Document, DocumentKind, Evidence, Genre, Page, Part, Printed, Span

_SEGMENTS: tuple[tuple[str, DocumentKind], ...] = (
    ("press-release", "press-release"),
    ("/press/", "press-release"),
    ("/stories/", "story"),
    ("/story/", "story"),
    ("/event", "event"),
)
_DATELINE_LINES = 3


class _Text:
    """Gathers lines and tells where each begins."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.length = 0

    def add(self, line: str) -> Span:
        """Append a line; the range excludes the line break."""
        start = self.length + (1 if self.lines else 0)
        self.lines.append(line)
        self.length = start + len(line)
        return Span(start, self.length)


def compose(draft: Draft, page: Page) -> Document:
    """Make the document of a page's parts.

    :param draft: parts with a title
    :param page: the page they are from
    :returns: the document, its offsets counting code points of its text
    """
    text = _Text()
    title = Printed(value=draft.title, evidence="label", span=text.add(draft.title))
    values = {id(one): _add_field(text, one) for one in draft.fields if one.values}
    paragraphs = tuple(text.add(line) for line in draft.body)
    parts = tuple(Part(kind=kind, span=text.add(line)) for kind, line in draft.parts)
    place = _located(page, draft)
    address = place[0].address if place else None
    language, language_note = language_of(draft, address)
    opening, at = _dateline(draft.body, paragraphs)
    retrieved = page.retrieved or draft.saved_on or next((one.captured for one in place if one.captured), None)
    whole = "\n".join(text.lines)
    line = next((part.span for part in parts if whole[part.span.start : part.span.end] == draft.date_line), None)
    ground = Ground(draft=draft, values=values, opening=opening, at=at, date_line=line, retrieved=retrieved)
    issued, date_notes = issue_date(ground)
    symbol = _symbol(draft, values, whole)
    genre = _genre(draft, symbol)
    starts, ends = _event_days(draft, values)
    notes = (*draft.notes, *date_notes, *([language_note] if language_note else []))
    return Document(
        key=document_key(address, whole),
        kind=_kind(draft, opening, address),
        genre=genre,
        address=address,
        language=language,
        title=title,
        text=whole,
        paragraphs=paragraphs,
        issued=issued,
        dateline=_printed(opening.text, "dateline", opening.span, at) if opening else None,
        places=_places(draft, values, opening, at, line),
        sources=_named(draft, values, "source", draft.metadata.sources),
        fields_of_work=_named(draft, values, "fields_of_work", []),
        organizers=_named(draft, values, "organizer", []),
        symbol=symbol,
        starts=starts,
        ends=ends,
        parts=parts,
        files=tuple(draft.files),
        form=draft.form,
        aliases=_aliases(place, address),
        translations=_translations(draft, address, language),
        reprinted_by=_reprinted_by(place),
        reprint_of=draft.original,
        retrieved=retrieved,
        notes=notes,
        page=page,
    )


def compose_row(row: Draft, page: Page, listing: Draft) -> Document:
    """Make the document of which a row of a listing tells: what the row says, known to be a listing's word.

    :param row: the parts of the row; its text is a teaser and no body
    :param page: the listing page
    :param listing: the parts of that page
    """
    place = _located(page, listing)
    base = place[0].address if place else page.source
    listing.address = listing.address or base
    address = resolved(row.address or "", listing) if row.address else None
    row.metadata.languages = [*row.metadata.languages, *listing.metadata.languages]
    teaser, row.body = row.body, []
    row.address = address
    opening = next((found for line in teaser if (found := read_dateline(line))), None)
    own = Page(source=page.source, offset=page.offset, address=address, content=page.content, retrieved=page.retrieved)
    document = compose(row, own)
    return _as_listed(document, opening, base)


def _as_listed(document: Document, opening: Dateline | None, base: str) -> Document:
    """Mark what a row says as a listing's word; a dateline in its teaser gives what no label gave."""
    places = document.places
    issued = document.issued
    if opening:
        names = (opening.text[span.start : span.end] for span in opening.places)
        places = places or tuple(Printed(value=name, evidence="listing") for name in names)
        if not issued and opening.date and opening.date.value:
            issued = Printed(value=opening.date.value.value, evidence="listing")
    kind: DocumentKind = document.kind
    if kind == "document" and opening and not document.genre:
        kind = "press-release"
    return replace(
        document,
        kind=kind,
        issued=replace(issued, evidence="listing") if issued else None,
        places=tuple(replace(place, evidence="listing") for place in places),
        sources=tuple(replace(source, evidence="listing") for source in document.sources),
        fields_of_work=tuple(replace(field, evidence="listing") for field in document.fields_of_work),
        form="listing-row",
        listed_on=base,
    )


def _add_field(text: _Text, one: LabelledField) -> tuple[Span, ...]:
    """Write ``Label: value; value`` and hand back the range of each value."""
    start = text.add(f"{one.label}: {'; '.join(one.values)}").start + len(one.label) + 2
    spans = []
    for value in one.values:
        spans.append(Span(start, start + len(value)))
        start += len(value) + 2
    return tuple(spans)


def _printed(value: str, evidence: Evidence, span: Span, offset: int) -> Printed:
    return Printed(value=value, evidence=evidence, span=Span(span.start + offset, span.end + offset))


def _dateline(body: list[str], paragraphs: tuple[Span, ...]) -> tuple[Dateline | None, int]:
    """Find the first paragraph that opens with a dateline: that dateline and the paragraph's offset."""
    for line, span in zip(body[:_DATELINE_LINES], paragraphs, strict=False):
        if found := read_dateline(line):
            return found, span.start
    return None, 0


def _named(draft: Draft, values: dict[int, tuple[Span, ...]], name: str, metadata: list[str]) -> tuple[Printed, ...]:
    """Every value of a field, then what only metadata says."""
    found = {
        value: Printed(value=value, evidence="label", span=span)
        for one in draft.fields
        if one.field == name and one.values
        for value, span in zip(one.values, values[id(one)], strict=True)
    }
    for value in () if found else metadata:
        found.setdefault(value, Printed(value=value, evidence="metadata"))
    return tuple(found.values())


def _places(
    draft: Draft, values: dict[int, tuple[Span, ...]], opening: Dateline | None, at: int, line: Span | None
) -> tuple[Printed, ...]:
    """Take the places of the field, else those of the dateline, else of the date line, the event, the metadata."""
    if labelled := _named(draft, values, "place", []):
        return labelled
    if opening and opening.places:
        return tuple(_printed(opening.text[span.start : span.end], "dateline", span, at) for span in opening.places)
    dated = read_date_line(draft.date_line) if line else None
    if dated and line and dated.places:
        return tuple(_printed(dated.text[one.start : one.end], "date-line", one, line.start) for one in dated.places)
    event = _named(draft, values, "event_place", []) if draft.kind == "event" else ()
    return event or _named(draft, values, "place", draft.metadata.places)


def _event_days(draft: Draft, values: dict[int, tuple[Span, ...]]) -> tuple[Printed | None, Printed | None]:
    """Read the first and the last day of the event that a page announces."""
    field = draft.first("event_date")
    if not field:
        return None, None
    printed = " - ".join(field.values) if len(field.values) == 2 else field.values[0]
    found = find_date(printed, whole=False)
    if not found or not found.value:
        return None, None
    last = found.value.value
    first = first_day(printed[found.start : found.end], last)
    span = values[id(field)][0]
    last_of = find_date(field.values[-1], whole=False)
    if not first and len(field.values) == 2 and last_of and last_of.value:
        first, last = last, last_of.value.value
    starts = Printed(value=first or last, evidence="label", span=span)
    return starts, Printed(value=last, evidence="label", span=span) if first else None


def _symbol(draft: Draft, values: dict[int, tuple[Span, ...]], text: str) -> Printed | None:
    """Take the symbol of its field, else the one that the title or the first lines hold."""
    if labelled := _named(draft, values, "symbol", []):
        return labelled[0]
    found = find_symbol(text[: len(draft.title)]) or (
        find_symbol(text[:400]) if draft.form in ("pdf", "docx") else None
    )
    return Printed(value=found[0], evidence="body", span=found[1]) if found else None


def _genre(draft: Draft, symbol: Printed | None) -> Genre | None:
    """Take the genre of a marker, else the one that the title or the symbol of a decision or a journal has."""
    if draft.genre or draft.kind in ("press-release", "story", "event"):
        return draft.genre
    title = f"{draft.title} {symbol.value}" if symbol else draft.title
    for pattern, genre in _TITLES:
        if pattern.search(title):
            return genre
    return None


_TITLES: tuple[tuple[re.Pattern[str], Genre], ...] = (
    (
        re.compile(
            r"\b(?:PC|FSC|MC|Permanent Council|Ministerial Council)\s+Decision\b|\bDecision No\.|^Решение №|\.DEC/",
            re.I,
        ),
        "decision",
    ),
    (re.compile(r"^(?:PC |FSC |MC )?Journal\b|\.JOUR/|^Giornale della|^Журнал\b|^Diario de", re.I), "journal"),
    (re.compile(r"^(?:Curriculum vitae|Biography|Biografia)\b", re.I), "biography"),
    (re.compile(r"^Spot Report\b", re.I), "spot-report"),
    (re.compile(r"\bDaily Report\b|^Latest from (?:the )?OSCE Special Monitoring", re.I), "daily-report"),
)


def _kind(draft: Draft, opening: Dateline | None, address: str | None) -> DocumentKind:
    """Take the kind that marker, metadata or address name; a dateline with a source makes a press release."""
    if draft.kind:
        return draft.kind
    path = urlsplit(address).path.lower() if address else ""
    for segment, kind in _SEGMENTS:
        if segment in path:
            return kind
    if draft.first("event_date") and draft.first("event_place") and not opening:
        return "event"
    return "press-release" if opening and (draft.first("source") or draft.date_line) else "document"


def _located(page: Page, draft: Draft) -> list[Located]:
    """List where the page is from, its own address first.

    That is the address of the fetch, unless only the page's own canonical or short link has the node number.
    """
    draft.address = draft.address or page.address
    names = [page.address, draft.saved_from, *(resolved(one, draft) for one in draft.metadata.addresses)]
    found = [place for one in names if one and (place := located(one))]
    numbered = [one for one in found if not document_key(one.address, "").startswith("x")]
    first = next(iter(numbered or found), None)
    return [first, *(one for one in found if one is not first)] if first else []


def _aliases(places: list[Located], address: str | None) -> tuple[str, ...]:
    """List further addresses under which the document is known; copies are none."""
    return tuple(dict.fromkeys(one.address for one in places if one.address != address))


def _reprinted_by(places: list[Located]) -> str | None:
    """Give the address of the copy that was read, where it was one."""
    return next((one.copy for one in places if one.copy), None)


def _translations(draft: Draft, address: str | None, language: str) -> tuple[tuple[str, str], ...]:
    """List the other language versions that the page links to."""
    draft.address = draft.address or address
    found = ((tag, resolved(target, draft)) for tag, target in draft.metadata.translations)
    known = {target: tag for tag, target in found if target and target != address and tag not in (language, "x")}
    return tuple(sorted((tag, target) for target, tag in known.items()))
