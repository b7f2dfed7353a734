"""From the parts of a page to the document: one text, and every value with its ground and range in it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from kg.documents.addresses import aliases, located_page, reprinted_by, resolved, translations
from kg.documents.dateline import Dateline, read_date_line, read_dated_end, read_dateline
from kg.documents.dates import find_date, first_day
from kg.documents.draft import Draft, LabelledField
from kg.documents.issue_date import Ground, issue_date
from kg.documents.kinds import kind_of_page
from kg.documents.language import language_of
from kg.documents.links import original_named
from kg.documents.sight import Sight, is_own
from kg.documents.symbols import find_symbol, is_symbol
from kg.documents.titles import untitled
from kg.documents.towns import state_named, town_of
from kg.iris import document_key
from kg.model import Document, DocumentKind, Evidence, Page, Part, Printed, Span

_DATELINE_LINES = 3
_UNTITLED = "the page prints no title: the first sentence is taken for it"


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


class _Laid(NamedTuple):
    """The lines of a document in their order, and where each part of it is.

    ``values`` are the ranges of the values of each field by the field's identity; ``opening`` is the dateline and
    ``at`` the offset of its paragraph; ``line`` is the range of the date line.
    """

    text: str
    title: Printed | None
    values: dict[int, tuple[Span, ...]]
    paragraphs: tuple[Span, ...]
    parts: tuple[Part, ...]
    opening: Dateline | None
    at: int
    line: Span | None


def _lay(draft: Draft) -> _Laid:
    """Write title, fields, body and other parts, one line each."""
    text = _Text()
    title = Printed(value=draft.title, evidence="label", span=text.add(draft.title)) if draft.title else None
    values = {id(one): _add_field(text, one) for one in draft.fields if one.values}
    paragraphs = tuple(text.add(line) for line in draft.body)
    parts = tuple(Part(kind=kind, span=text.add(line)) for kind, line in draft.parts)
    whole = "\n".join(text.lines)
    opening, at = _dateline(draft.body, paragraphs)
    line = next((part.span for part in parts if whole[part.span.start : part.span.end] == draft.date_line), None)
    return _Laid(whole, title, values, paragraphs, parts, opening, at, line)


def compose(draft: Draft, page: Page) -> Document:
    """Make the document of a page's parts.

    :param draft: parts with a title, or with prose that a title is made of
    :param page: the page they are from
    :returns: the document, its offsets counting code points of its text
    """
    laid = _lay(draft)
    place = located_page(page, draft)
    address = place[0].address if place else None
    language, language_note = language_of(draft, address)
    retrieved = page.retrieved or draft.saved_on or next((one.captured for one in place if one.captured), None)
    issued, notes = _issue(draft, laid, retrieved, language)
    symbol = _symbol(draft, laid.values, laid.text)
    kind, genre = kind_of_page(Sight(draft, laid.opening, address, symbol, bool(issued)))
    if genre == "reprint" or (kind == "press-release" and place and not is_own(place[0].address)):
        draft.original = draft.original or original_named(draft)
    starts, ends = _event_days(draft, laid.values)
    notes = [*draft.notes, *notes, *([language_note] if language_note else []), *([] if laid.title else [_UNTITLED])]
    return Document(
        key=document_key(address, laid.text),
        kind=kind,
        genre=genre,
        address=address,
        language=language,
        title=laid.title or untitled(draft.body),
        text=laid.text,
        paragraphs=laid.paragraphs,
        issued=issued,
        dateline=_printed(laid.opening.text, "dateline", laid.opening.span, laid.at) if laid.opening else None,
        places=_places(draft, laid, kind),
        sources=_named(draft, laid.values, "source", draft.metadata.sources),
        fields_of_work=_named(draft, laid.values, "fields_of_work", []),
        organizers=_named(draft, laid.values, "organizer", draft.metadata.organizers),
        symbol=symbol,
        starts=starts,
        ends=ends,
        parts=laid.parts,
        files=tuple(draft.files),
        form=draft.form,
        aliases=aliases(place, address),
        translations=translations(draft, address, language),
        reprinted_by=reprinted_by(place),
        reprint_of=draft.original,
        retrieved=retrieved,
        notes=tuple(notes),
        page=page,
    )


def _issue(draft: Draft, laid: _Laid, retrieved: str | None, language: str) -> tuple[Printed | None, list[str]]:
    ground = Ground(
        draft=draft,
        values=laid.values,
        opening=laid.opening,
        at=laid.at,
        date_line=laid.line,
        retrieved=retrieved,
        language=language,
    )
    return issue_date(ground)


def compose_row(row: Draft, page: Page, listing: Draft) -> Document:
    """Make the document of which a row of a listing tells: what the row says, known to be a listing's word.

    :param row: the parts of the row; its text is a teaser and no body
    :param page: the listing page
    :param listing: the parts of that page
    """
    place = located_page(page, listing)
    base = place[0].address if place else page.source
    listing.address = listing.address or base
    address = resolved(row.address or "", listing) if row.address else None
    row.metadata.languages = [*row.metadata.languages, *listing.metadata.languages]
    teaser, row.body = row.body, []
    row.beside = [one.date_line for one in listing.rows if one is not row and one.date_line]
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
        issued=issued._replace(evidence="listing") if issued else None,
        places=tuple(place._replace(evidence="listing") for place in places),
        sources=tuple(source._replace(evidence="listing") for source in document.sources),
        fields_of_work=tuple(field._replace(evidence="listing") for field in document.fields_of_work),
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


def _places(draft: Draft, laid: _Laid, kind: DocumentKind) -> tuple[Printed, ...]:
    """Take the places of the field, else those of the dateline, else of the date line, the event, the metadata.

    A field that has States alone says what a release is about, where a dateline says where it was issued.
    """
    opening, line = laid.opening, laid.line
    labelled = _named(draft, laid.values, "place", [])
    told = [opening.text[span.start : span.end].casefold() for span in opening.places] if opening else []
    if labelled and not (told and all(state_named(one.value) for one in labelled)):
        return tuple(part for one in labelled for part in _one_by_one(one, told))
    if opening and opening.places:
        names = ((opening.text[span.start : span.end], span) for span in opening.places)
        return tuple(_printed(name, "dateline", span, laid.at) for name, span in names)
    dated = read_date_line(draft.date_line) or read_dated_end(draft.date_line) if line else None
    if dated and line and dated.places:
        return tuple(_printed(dated.text[one.start : one.end], "date-line", one, line.start) for one in dated.places)
    titled = read_dated_end(draft.title) if laid.title else None
    if town := _town(draft, laid):
        return tuple(_towns(draft.place_line, town.start))
    if titled and titled.places and not (titled.date and titled.date.note and draft.title.endswith(")")):
        return tuple(_printed(titled.text[one.start : one.end], "body", one, 0) for one in titled.places)
    several = sum(one.field == "event_date" for one in draft.fields) > 1
    event = _named(draft, laid.values, "event_place", []) if kind == "event" and not several else ()
    if kind == "event" and not event and laid.title and (town := _town_in_title(draft.title)):
        return (Printed(value=draft.title[town.start : town.end], evidence="body", span=town),)
    return event or _named(draft, laid.values, "place", draft.metadata.places)


def _one_by_one(place: Printed, told: list[str]) -> Iterator[Printed]:
    """Part a field of several places, "VIENNA, OSLO", where the dateline has each of them."""
    parts = place.value.split(", ")
    if place.span is None or len(parts) == 1 or not all(part.casefold() in told for part in parts):
        yield place
        return
    at = place.span.start
    for part in parts:
        yield place._replace(value=part, span=Span(at, at + len(part)))
        at += len(part) + len(", ")


def _town_in_title(title: str) -> Span | None:
    """Find the town after a comma in the title of an event: ``Winter Meeting, Vienna, February 2025``."""
    start = title.find(", ") + 2
    while start > 1:
        end = title.find(", ", start) if ", " in title[start:] else len(title)
        if town_of(title[start:end]):
            return Span(start, end)
        start = title.find(", ", start) + 2
    return None


def _town(draft: Draft, laid: _Laid) -> Span | None:
    """Find where the line is that holds a town: alone, or as the last of a row."""
    for part in laid.parts if draft.place_line else ():
        at = laid.text.rfind(draft.place_line, part.span.start, part.span.end) if part.kind == "date-line" else -1
        if at >= 0:
            return Span(at, at + len(draft.place_line))
    return None


def _towns(line: str, start: int) -> Iterator[Printed]:
    """Take the towns of a line apart: ``YEREVAN / BAKU``."""
    for printed in filter(None, map(str.strip, line.split("/"))):
        name, _, state = printed.partition(", ")
        town = town_of(name)
        name = name if town and town.state == state_named(state) else printed
        yield _printed(name, "date-line", Span(line.index(name), line.index(name) + len(name)), start)


def _event_days(draft: Draft, values: dict[int, tuple[Span, ...]]) -> tuple[Printed | None, Printed | None]:
    """Read the first and the last day of the event that a page announces."""
    field = draft.first("event_date")
    if not field:
        return _declared_days(draft)
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


def _declared_days(draft: Draft) -> tuple[Printed | None, Printed | None]:
    """Take the days of an event that only the page's metadata has."""
    found = (find_date(one) for one in draft.metadata.event_days)
    days = [Printed(value=one.value.value, evidence="metadata") for one in found if one and one.value]
    return (days[0], days[-1] if days[-1] != days[0] else None) if days else (None, None)


def _symbol(draft: Draft, values: dict[int, tuple[Span, ...]], text: str) -> Printed | None:
    """Take the symbol of its field, else the one that the title or the first lines hold."""
    if labelled := _named(draft, values, "symbol", []):
        return labelled[0]
    alone = any(is_symbol(line) for line in draft.body[:_DATELINE_LINES])
    found = find_symbol(text[: len(draft.title)]) or (
        find_symbol(text[:400]) if alone or draft.form in ("pdf", "docx") else None
    )
    return Printed(value=found[0], evidence="body", span=found[1]) if found else None
