"""The values that cross a border between stages: immutable, and made with keywords.

Offsets are in Unicode code points into :attr:`Document.text`. Dates are ISO 8601 with the
precision that was printed (``2021``, ``2021-05``, ``2021-05-01``).
"""

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kg.errors import ImpossibleDate
from kg.namespaces import XSD
from kg.regexes import late

_PARTIAL = late(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")

DocumentKind = Literal["press-release", "story", "document", "event", "navigation"]
#: More exactly what a document is, where its page says so.
Genre = Literal[
    "statement",
    "report",
    "decision",
    "journal",
    "biography",
    "about",
    "spot-report",
    "daily-report",
    "media-advisory",
    "announcement",
    "news",
    "interview",
    "letter",
    "newsletter",
    "reprint",
    "publication",
    "vacancy",
    "tender",
]
Evidence = Literal["label", "metadata", "dateline", "date-line", "listing", "body", "address"]
PartKind = Literal["date-line", "caption", "contact", "boilerplate", "summary", "links", "related"]
LossKind = Literal["unreadable", "damaged", "foreign", "redirect", "revisit"]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, month or year, as precise as its source.

    :raises ImpossibleDate: if the value is not an ISO 8601 date that the calendar has

    >>> PartialDate("2021-05").datatype
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    >>> PartialDate("2021-02-30")
    Traceback (most recent call last):
    kg.errors.ImpossibleDate: '2021-02-30' is not a date: write YYYY-MM-DD, YYYY-MM or YYYY
    """

    value: str

    def __post_init__(self) -> None:
        """Refuse what no calendar has."""
        match = _PARTIAL.match(self.value)
        try:
            if not match:
                raise ValueError
            datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        except ValueError:
            raise ImpossibleDate(f"{self.value!r} is not a date: write YYYY-MM-DD, YYYY-MM or YYYY") from None

    @property
    def datatype(self) -> str:
        """The XSD datatype of that precision, as an IRI."""
        return XSD + {4: "gYear", 7: "gYearMonth", 10: "date"}[len(self.value)]

    def __str__(self) -> str:
        """Give the ISO 8601 form."""
        return self.value


class Page(NamedTuple):
    """What a source holds under one address, as bytes.

    ``source`` is the file as the user named it, ``offset`` the record's line (jsonl, from 1) or byte
    (WARC) in it; ``charset`` is the transport's declaration, if any; ``retrieved`` is an xsd:dateTime in
    UTC or absent. ``content`` is never decoded by ``kg.sources``; ``notes`` tell what was odd about its record.
    """

    source: str
    content: bytes
    offset: int = 0
    address: str | None = None
    media_type: str = "text/html"
    charset: str | None = None
    retrieved: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the content."""
        return hashlib.sha256(self.content).hexdigest()


class Unreadable(NamedTuple):
    """A page, record or file that gave no document: one line of ``skipped.jsonl``.

    ``kind`` is ``unreadable`` for a page that is lost, ``damaged`` for bytes of an archive that hold no readable
    record (``lost`` says how many bytes of the file), ``foreign`` for a file that is no input, ``redirect`` and
    ``revisit`` for records that say where or that a page was fetched: nothing is lost with these two. ``target`` is the
    address that a permanent redirect leads to.
    """

    source: str
    reason: str
    remedy: str
    offset: int = 0
    address: str | None = None
    kind: LossKind = "unreadable"
    lost: int = 0
    target: str | None = None


class Span(NamedTuple):
    """Half-open range of code points, ``start`` ≤ offset < ``end``."""

    start: int
    end: int


class Printed(NamedTuple):
    """A value of a document with the ground it stands on.

    ``span`` is where :attr:`Document.text` says it, absent if only page metadata does.
    """

    value: str
    evidence: Evidence
    span: Span | None = None


class Part(NamedTuple):
    """A line of a page that is not its body: a date line, caption, contact, boilerplate, summary, link or the like."""

    kind: PartKind
    span: Span


class LinkedFile(NamedTuple):
    """A file that a page links to: its address, media type by its name, and BCP 47 tag where the link names one."""

    address: str
    media_type: str
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One language version of a document, as captured once, or as a listing page tells of it.

    ``text`` is the canonical plain text: the title, then each labelled field that has a value as
    ``Label: value``, then the body's paragraphs, then the parts that are not the body, one line each, joined by
    U+000A. ``paragraphs`` are the body's lines in it, ``parts`` the rest. ``places``, ``sources`` and
    ``fields_of_work`` are printed names, not yet resolved. ``starts`` and ``ends`` are the days of the event that the
    page announces. ``form`` names the form of page that was read. ``aliases`` are further addresses of the same
    document, ``translations`` pairs of BCP 47 tag and address. ``listed_on`` is the listing page (its address, or the
    file where it has none) whose word this is; such a document has no more than a listing says. ``reprinted_by`` is
    the address at which another site printed the document. ``notes`` tell what a reader should know (a date in the
    future, a second title).
    """

    key: str
    kind: DocumentKind
    genre: Genre | None = None
    address: str | None
    language: str
    title: Printed
    text: str
    paragraphs: tuple[Span, ...]
    issued: Printed | None = None
    dateline: Printed | None = None
    places: tuple[Printed, ...] = ()
    sources: tuple[Printed, ...] = ()
    fields_of_work: tuple[Printed, ...] = ()
    organizers: tuple[Printed, ...] = ()
    symbol: Printed | None = None
    starts: Printed | None = None
    ends: Printed | None = None
    parts: tuple[Part, ...] = ()
    files: tuple[LinkedFile, ...] = ()
    form: str = "page"
    aliases: tuple[str, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    listed_on: str | None = None
    reprinted_by: str | None = None
    reprint_of: str | None = None
    retrieved: str | None = None
    notes: tuple[str, ...] = ()
    page: Page | None = field(default=None, repr=False, compare=False)

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal SHA-256 of the UTF-8 bytes of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class Mention(NamedTuple):
    """A span of a document's text together with the thing that it denotes.

    ``target`` is an IRI; ``kind`` is the register's kind (``state``, ``org``, ``place``, ``post``,
    ``person``, ``meeting``, ``concept``, ``doc``); ``confidence`` is from 0 to 1; ``pattern`` names what read it.
    """

    start: int
    end: int
    quote: str
    target: str
    kind: str
    confidence: float
    pattern: str = ""
