"""What a reader of one form of page hands on: the parts of a document before they become its text."""

from dataclasses import dataclass, field

from kg.documents.labels import Field, genre_of, kind_of
from kg.model import DocumentKind, Genre, LinkedFile, PartKind

#: Media types of the files that are read as documents.
PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(slots=True, eq=False, repr=False)
class LabelledField:
    """A label as printed, without its colon, the field it names, and its values in the canonical form."""

    label: str
    field: Field
    values: list[str]


@dataclass(slots=True, eq=False, repr=False)
class Metadata:
    """What a page says of itself outside its visible text; values are as written."""

    titles: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    translations: list[tuple[str, str]] = field(default_factory=list)
    event_days: list[str] = field(default_factory=list)
    organizers: list[str] = field(default_factory=list)
    base: str | None = None
    kind: DocumentKind | None = None


@dataclass(slots=True, eq=False, repr=False)
class Draft:
    """The parts of a page in the canonical form: title, fields, body, other parts, metadata, notes for the reader.

    ``date_line`` is a line that held a date and at most a town, ``place_line`` one that held a town; both are among the
    parts, too. ``section`` is a heading such as "Who we are" above the title, and ``marker`` the
    line that gave the kind. ``beside`` are lines of a listing with the days of its other rows.
    ``stamp`` is the day that an agency put before the text. ``saved_from`` is the address,
    and ``saved_on`` the moment, that the page itself says it was saved from or printed at.
    """

    title: str = ""
    kind: DocumentKind | None = None
    genre: Genre | None = None
    form: str = "page"
    fields: list[LabelledField] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    parts: list[tuple[PartKind, str]] = field(default_factory=list)
    date_line: str = ""
    place_line: str = ""
    section: str = ""
    marker: str = ""
    stamp: str = ""
    files: list[LinkedFile] = field(default_factory=list)
    metadata: Metadata = field(default_factory=Metadata)
    rows: list["Draft"] = field(default_factory=list)
    address: str | None = None
    original: str | None = None
    saved_from: str | None = None
    saved_on: str | None = None
    notes: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def first(self, name: Field) -> LabelledField | None:
        """Find the first field of a name that has a value."""
        return next((one for one in self.fields if one.field == name and one.values), None)

    def take_kind(self, marker: str) -> bool:
        """Keep the kind that a marker line or a field names, unless one is known; hand back whether it names any."""
        kind, genre = kind_of(marker), genre_of(marker)
        if kind and not self.kind:
            self.kind, self.genre, self.marker = kind, genre, marker
        return bool(kind)
