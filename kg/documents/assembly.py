"""From a page's parts to a document: the canonical text, and each value with the ground it stands on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.documents.datelines import Dateline, find_dateline, split_places
from kg.documents.dates import parse_date
from kg.documents.language import declared, detect
from kg.documents.outline import Labelled, Outline
from kg.errors import ImpossibleDate
from kg.iris import document_key
from kg.model import Document, DocumentKind, Evidence, Page, PartialDate, Printed, Span

_SYMBOL = re.compile(r"\b(?:[A-Z]{2,5}\.){1,3}[A-Z]{2,5}/\d+(?:/\d+)?(?:/(?:Rev|Corr|Add)\.\d+)?\b")
_PRINTED_ORDER = ("date", "place", "source", "fields", "symbol")
_SEPARATOR = {"source": re.compile(r"\s*;\s*|,\s+(?=OSCE\b)"), "fields": re.compile(r"\s*[,;]\s*")}


@dataclass(slots=True)
class _Text:
    """The canonical text while it is put together."""

    lines: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, line: str) -> Span:
        start = self.length + (1 if self.lines else 0)
        self.lines.append(line)
        self.length = start + len(line)
        return Span(start, self.length)

    def add_field(self, label: str, values: list[str]) -> list[Span]:
        """Add ``Label: value; value`` and tell where each value stands."""
        line = self.add(f"{label}: {'; '.join(values)}")
        spans, start = [], line.start + len(label) + 2
        for value in values:
            spans.append(Span(start, start + len(value)))
            start += len(value) + 2
        return spans


def compose(page: Page, outline: Outline, notes: tuple[str, ...]) -> Document:
    """Put a document together.

    :param page: where it comes from
    :param outline: its parts; at least one title and one line of body
    :param notes: what is known of its encoding
    """
    text = _Text()
    title = Printed(value=outline.titles[0], evidence="body", span=text.add(outline.titles[0]))
    printed = {name: _field(text, name, outline.fields.get(name)) for name in _PRINTED_ORDER}
    paragraphs = tuple(text.add(line) for line in outline.body)
    dateline = find_dateline(outline.body[0])
    issued, odd = _issued(page, outline, printed["date"], dateline, paragraphs[0])
    whole = "\n".join(text.lines)
    address = page.address or outline.metadata.get("address")
    return Document(
        key=document_key(address, whole),
        kind=_kind(outline, dateline),
        address=address,
        language=_language(page, outline),
        title=title,
        text=whole,
        paragraphs=paragraphs,
        issued=issued,
        dateline=_located(dateline.printed, paragraphs[0]) if dateline else None,
        places=_places(printed["place"], dateline, paragraphs[0]),
        sources=printed["source"],
        fields_of_work=printed["fields"],
        symbol=_symbol(title, printed["symbol"]),
        retrieved=page.retrieved,
        notes=(*notes, *_second_titles(outline), *odd),
    )


def _field(text: _Text, name: str, labelled: Labelled | None) -> tuple[Printed, ...]:
    if not labelled or not labelled.values:
        return ()
    separator = _SEPARATOR.get(name)
    parts = [part for value in labelled.values for part in (separator.split(value) if separator else [value]) if part]
    if not parts:
        return ()
    spans = text.add_field(labelled.label, parts)
    return tuple(Printed(value=part, evidence="label", span=span) for part, span in zip(parts, spans, strict=True))


def _located(value: str, paragraph: Span) -> Printed:
    return Printed(value=value, evidence="dateline", span=Span(paragraph.start, paragraph.start + len(value)))


def _kind(outline: Outline, dateline: Dateline | None) -> DocumentKind:
    if outline.kind:
        return outline.kind
    return "press-release" if dateline and dateline.date else "document"


def _language(page: Page, outline: Outline) -> str:
    tag = outline.metadata.get("language") or outline.metadata.get("locale")
    return declared(tag, page.address) or detect(" ".join((outline.titles[0], *outline.body[:4])))


def _issued(
    page: Page, outline: Outline, labelled: tuple[Printed, ...], dateline: Dateline | None, first: Span
) -> tuple[Printed | None, tuple[str, ...]]:
    """Choose the date: the labelled field, then metadata, then the dateline; note what disagrees or is refused."""
    grounds = list(labelled[:1])
    if "date" in outline.metadata:
        grounds.append(Printed(value=outline.metadata["date"], evidence="metadata"))
    if dateline and dateline.date:
        grounds.append(
            Printed(value=dateline.date.value, evidence="dateline", span=_located(dateline.printed, first).span)
        )
    dates: list[Printed] = []
    notes: list[str] = []
    for ground in grounds:
        try:
            date = _accepted(ground.value, page.retrieved)
        except ImpossibleDate as error:
            notes.append(f"{ground.evidence}: {error}")
        else:
            dates.extend([Printed(value=date.value, evidence=ground.evidence, span=ground.span)] if date else [])
    if dateline and dateline.problem and not dates:
        notes.append(dateline.problem)
    for other in dates[1:]:
        if not other.value.startswith(dates[0].value) and not dates[0].value.startswith(other.value):
            notes.append(f"the {other.evidence} says {other.value}, the {dates[0].evidence} {dates[0].value}")
    return (dates[0] if dates else None), tuple(notes)


def _accepted(printed: str, retrieved: str | None) -> PartialDate | None:
    date = parse_date(printed)
    if date and retrieved and date.value > retrieved[: len(date.value)]:
        raise ImpossibleDate(f"{date.value!r} is after the page was captured ({retrieved}): check the page")
    return date


def _places(labelled: tuple[Printed, ...], dateline: Dateline | None, first: Span) -> tuple[Printed, ...]:
    if labelled:
        return tuple(_parts(labelled[0].value, labelled[0].span, "label"))
    if dateline:
        return tuple(_parts(dateline.printed, first, "dateline", dateline.places))
    return ()


def _parts(
    printed: str, span: Span | None, evidence: Evidence, names: tuple[str, ...] | None = None
) -> Iterator[Printed]:
    """Part printed places, each with where it stands."""
    found = 0
    for name in names or split_places(printed):
        at = printed.index(name, found)
        found = at + len(name)
        where = Span(span.start + at, span.start + found) if span else None
        yield Printed(value=name, evidence=evidence, span=where)


def _symbol(title: Printed, labelled: tuple[Printed, ...]) -> Printed | None:
    if labelled:
        return labelled[0]
    match = _SYMBOL.search(title.value)
    return Printed(value=match[0], evidence="body", span=Span(match.start(), match.end())) if match else None


def _second_titles(outline: Outline) -> tuple[str, ...]:
    others = outline.titles[1:]
    return (f"{len(others) + 1} titles; the first is taken, not {others[0]!r}",) if others else ()
