"""What a reader of one form of page hands on: the parts of a document before they become its text."""

from dataclasses import dataclass, field

from kg.documents.labels import Field
from kg.model import DocumentKind


@dataclass(slots=True)
class LabelledField:
    """A label as printed, without its colon, the field it names, and its values in the canonical form."""

    label: str
    field: Field
    values: list[str]


@dataclass(slots=True)
class Metadata:
    """What a page says of itself outside its visible text; values are as written."""

    titles: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    kind: DocumentKind | None = None


@dataclass(slots=True)
class Draft:
    """The parts of a page in the canonical form: title, fields, body, metadata, and notes for the reader."""

    title: str = ""
    kind: DocumentKind | None = None
    fields: list[LabelledField] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    metadata: Metadata = field(default_factory=Metadata)
    notes: list[str] = field(default_factory=list)

    def first(self, name: Field) -> LabelledField | None:
        """Find the first field of a name that has a value."""
        return next((one for one in self.fields if one.field == name and one.values), None)
