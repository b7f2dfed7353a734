"""What is read in a document: the values that :func:`kg.facts.extract` gives."""

from typing import NamedTuple

from kg.model import Mention, Span


class Person(NamedTuple):
    """Somebody whom a document names in full. ``mentions`` are spans of full and short names, in order."""

    iri: str
    name: str
    gender: str
    mentions: tuple[Span, ...]


class Role(NamedTuple):
    """What a document says somebody is: a role, of a body or State, on the document's date.

    ``label`` is the role in usual words, ``printed`` as the text has it at ``span``; ``affiliation`` is a body's or
    State's IRI; ``post`` the office's IRI; ``tenure`` the IRI under which the holding is known. ``registered`` tells
    that the register has that tenure; ``past`` that the text calls it a former one.
    """

    person: str
    name: str
    label: str
    printed: str
    span: Span
    affiliation: str | None
    post: str | None = None
    tenure: str | None = None
    on_behalf_of: str | None = None
    registered: bool = False
    past: bool = False
    tenure_kind: str = ""
    confidence: float = 0.95
    pattern: str = ""


class Quotation(NamedTuple):
    """Words between quotation marks (``span``, without the marks) and who said them (at ``attribution``)."""

    text: str
    span: Span
    speaker: str
    speaker_name: str
    attribution: Span
    confidence: float = 0.95
    pattern: str = ""


class Act(NamedTuple):
    """Something done in words: ``kind`` is a concept of the speech-act scheme, ``span`` the words that tell it."""

    kind: str
    speaker: str
    speaker_name: str
    addressees: tuple[str, ...]
    span: Span
    quoted: str | None = None
    concerns: tuple[str, ...] = ()
    confidence: float = 0.9
    pattern: str = ""


class Contact(NamedTuple):
    """A call, visit, meeting or letter with everybody who is named; ``span`` is the sentence that tells it.

    ``visited`` are the States, places and bodies that a visit led to.
    """

    kind: str
    participants: tuple[str, ...]
    names: tuple[str, ...]
    span: Span
    visited: tuple[str, ...] = ()
    confidence: float = 0.9
    pattern: str = ""


class Contradiction(NamedTuple):
    """A statement of the text that the register does not bear out."""

    span: Span
    message: str


class Facts(NamedTuple):
    """The facts of one document, each kind in order of the text."""

    mentions: tuple[Mention, ...] = ()
    persons: tuple[Person, ...] = ()
    roles: tuple[Role, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    acts: tuple[Act, ...] = ()
    contacts: tuple[Contact, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
