"""From the parts of a page to the document: one text, and every value with its ground and range in it."""

import re
from urllib.parse import quote, urlsplit

from kg.documents.dateline import Dateline, read_dateline
from kg.documents.draft import Draft, LabelledField
from kg.documents.issue_date import issue_date
from kg.documents.language import language_of
from kg.iris import document_key
from kg.model import Document, DocumentKind, Evidence, Page, Printed, Span

_ADDRESS_SAFE = "%/:=&?~#+!$,;'@()*[]"
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

    :param draft: parts with a title and at least one paragraph
    :param page: the page they are from
    :returns: the document, its offsets counting code points of its text
    """
    text = _Text()
    title = Printed(value=draft.title, evidence="label", span=text.add(draft.title))
    values = {id(one): _add_field(text, one) for one in draft.fields if one.values}
    paragraphs = tuple(text.add(line) for line in draft.body)
    address = _address(page, draft)
    language, language_note = language_of(draft, address)
    opening, at = _dateline(draft.body, paragraphs)
    issued, date_notes = issue_date(draft, values, opening, at, page.retrieved)
    whole = "\n".join(text.lines)
    notes = (*draft.notes, *date_notes, *([language_note] if language_note else []))
    return Document(
        key=document_key(address, whole),
        kind=_kind(draft, opening, address),
        address=address,
        language=language,
        title=title,
        text=whole,
        paragraphs=paragraphs,
        issued=issued,
        dateline=_printed(opening.text, "dateline", opening.span, at) if opening else None,
        places=_places(draft, values, opening, at),
        sources=_named(draft, values, "source", draft.metadata.sources),
        fields_of_work=_named(draft, values, "fields_of_work", []),
        symbol=next(iter(_named(draft, values, "symbol", [])), None),
        retrieved=page.retrieved,
        notes=notes,
        page=page,
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
    draft: Draft, values: dict[int, tuple[Span, ...]], opening: Dateline | None, at: int
) -> tuple[Printed, ...]:
    """Take the places of the field, else those of the dateline, else those of the metadata."""
    labelled = _named(draft, values, "place", [])
    if labelled or not opening or not opening.places:
        return labelled or _named(draft, values, "place", draft.metadata.places)
    return tuple(_printed(opening.text[span.start : span.end], "dateline", span, at) for span in opening.places)


def _kind(draft: Draft, opening: Dateline | None, address: str | None) -> DocumentKind:
    """Take the kind that marker, metadata or address name; a dateline with a source makes a press release."""
    if draft.kind:
        return draft.kind
    path = urlsplit(address).path.lower() if address else ""
    for segment, kind in _SEGMENTS:
        if segment in path:
            return kind
    return "press-release" if opening and draft.first("source") else "document"


def _address(page: Page, draft: Draft) -> str | None:
    """Take the address of the fetch, unless only the page's own canonical or short link has the node number."""
    candidates = [clean_address(one) for one in [page.address, *draft.metadata.addresses] if one]
    valid = [one for one in candidates if one]
    numbered = [one for one in valid if not document_key(one, "").startswith("x")]
    return next(iter(numbered or valid), None)


def clean_address(address: str) -> str | None:
    """Bring a web address to a form that is an IRI.

    :param address: as given or found in the page
    :returns: the address with what no URI may hold percent-encoded, or nothing if it is no absolute http(s) address

    >>> clean_address("https://www.osce.org/a b"), clean_address("/node/1")
    ('https://www.osce.org/a%20b', None)
    """
    if not re.match(r"https?://[^/\s?#]+", address.strip(), re.IGNORECASE):
        return None
    return quote(address.strip(), safe=_ADDRESS_SAFE)
