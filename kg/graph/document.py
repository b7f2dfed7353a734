"""One document as N-Quads lines of its own named graph."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from kg.assets import software_version
from kg.documents.towns import state_named, town_key, town_of
from kg.facts.model import Facts
from kg.graph.issuing import Bodies, issuers
from kg.graph.mentions import mention_lines, mentioned
from kg.graph.statements import state
from kg.iris import Iris, slug
from kg.model import Document
from kg.namespaces import XSD
from kg.nquads import QuadWriter


class Register(Bodies, Protocol):
    """What a document needs of the reference data; :class:`kg.reference.gazetteer.Gazetteer` is one."""

    def place(self, printed: str) -> str | None:
        """Find the place of a name as printed."""

    def field_of_work(self, label: str) -> str | None:
        """Find the concept of a field of work."""

    def label(self, iri: str) -> str | None:
        """Find the English name of a thing that the reference data has."""


class DocumentQuads(NamedTuple):
    """The lines of one capture of a document, apart by how they settle with other captures.

    ``head`` has the document as its subject and holds for one capture of the document at a time; ``body`` is
    about this language version, snapshot and its mentions and always stays.
    """

    head: tuple[str, ...]
    body: tuple[str, ...]


def assemble(document: Document, facts: Facts, gazetteer: Register, iris: Iris) -> Iterator[str]:
    """State a document and its facts.

    :param document: one capture of one language version
    :param facts: what was read in its text
    :param gazetteer: resolves printed places, sources and fields of work
    :param iris: mints the build's IRIs
    :returns: N-Quads lines of ``graph/doc/<key>``, sorted, without repetition or blank nodes
    """
    quads = state_document(document, facts, gazetteer, iris)
    yield from sorted({*quads.head, *quads.body})


def state_document(document: Document, facts: Facts, gazetteer: Register, iris: Iris) -> DocumentQuads:
    """State a document with what belongs to the capture kept apart; parameters as :func:`assemble`."""
    graph = iris.graph(f"doc/{document.key}")
    head, body = QuadWriter(graph, iris.base), QuadWriter(graph, iris.base)
    me = iris.document(document.key)
    _state_kind(head, me, document, iris)
    _state_issue(head, me, document, iris)
    _state_issuers(head, me, document, facts, gazetteer)
    _state_places(head, me, document, gazetteer, iris)
    _state_fields_of_work(head, me, document, gazetteer)
    _state_event(head, me, document, gazetteer, iris)
    _state_listing(head, me, document, iris)
    _state_version(body, me, document, iris)
    _state_snapshot(body, document, iris)
    snapshot = iris.snapshot(document.sha256)
    body.lines.extend(mention_lines(facts.mentions, snapshot, iris, graph))
    body.lines.extend(mentioned(facts.mentions, me, iris, graph))
    body.lines.extend(state(facts, document, iris, gazetteer.label))
    return DocumentQuads(head=_unique(head.lines), body=_unique(body.lines))


def _unique(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(lines)))


def _state_kind(out: QuadWriter, me: str, document: Document, iris: Iris) -> None:
    if document.kind == "press-release":
        out.type(me, "osce:PressRelease")
        if document.genre:
            out.link(me, "dcterms:type", iris.concept("document-type", document.genre))
    else:
        out.type(me, "osce:Decision" if document.genre == "decision" else "osce:Document")
        out.link(me, "dcterms:type", iris.concept("document-type", document.genre or document.kind))
    out.text(me, "dcterms:title", document.title.value, document.language)
    if document.symbol:
        out.text(me, "osce:documentSymbol", document.symbol.value)


def _state_issue(out: QuadWriter, me: str, document: Document, iris: Iris) -> None:
    if document.issued:
        out.date(me, "osce:issuedOn", document.issued.value)
        out.link(me, "osce:dateEvidence", iris.concept("evidence-kind", document.issued.evidence))
    if document.dateline:
        out.text(me, "osce:dateline", document.dateline.value)
    for source in document.sources:
        out.text(me, "osce:issuerAsPrinted", source.value)


def _state_issuers(out: QuadWriter, me: str, document: Document, facts: Facts, gazetteer: Register) -> None:
    bodies, note = issuers(document, facts, gazetteer)
    for body in bodies:
        out.link(me, "osce:issuedBy", body)
    if note:
        out.text(me, "skos:editorialNote", note, "en")


def _state_places(out: QuadWriter, me: str, document: Document, gazetteer: Register, iris: Iris) -> None:
    for place in document.places:
        if at := _place(out, place.value, gazetteer, iris):
            out.link(me, "osce:datelinePlace", at)


def _place(out: QuadWriter, printed: str, gazetteer: Register, iris: Iris) -> str | None:
    """Find the place of a printed name in the register, else among the towns of the OSCE area, else mint it.

    Spelling variants of one town are one place; a place is stated in the document that uses it.
    """
    if known := gazetteer.place(printed):
        return known
    _, comma, last = printed.rpartition(", ")
    town = town_of(printed)
    if comma and not town and (gazetteer.place(last) or town_of(last)):
        return _place(out, last, gazetteer, iris)
    first, state = printed.rpartition(", ")[0], state_named(last) if comma and not town else None
    words = town_key(town) if town else first if state else printed
    if known := gazetteer.place(words):
        return known
    key = slug(words)
    if not key:
        return None
    place = iris.place(key)
    out.type(place, "osce:Place")
    out.label(place, town.name if town else key.replace("-", " ").title())
    if state and key != state:
        out.link(place, "osce:withinPlace", iris.place(state))
    if town and key != town.state:
        out.link(place, "osce:withinPlace", iris.place(town.state))
        out.typed(place, "geo:lat", town.lat, f"{XSD}decimal")
        out.typed(place, "geo:long", town.long, f"{XSD}decimal")
        out.link(place, "osce:externalMatch", f"https://sws.geonames.org/{town.geonames}/")
    return place


def _state_event(out: QuadWriter, me: str, document: Document, gazetteer: Register, iris: Iris) -> None:
    """State the event that a page announces: its days, place and organizers."""
    if not document.starts:
        return
    event = iris.relation("event", document.key)
    out.type(event, "osce:Event")
    out.label(event, document.title.value, document.language)
    out.link(event, "osce:reportedIn", me)
    out.date(event, "osce:onDate", document.starts.value)
    if document.ends and document.ends.value != document.starts.value:
        out.date(event, "osce:untilDate", document.ends.value)
    for organizer in document.organizers:
        if body := gazetteer.issuer(organizer.value):
            out.link(event, "osce:hadParticipant", body)
    if document.kind == "event":
        for place in document.places:
            if at := _place(out, place.value, gazetteer, iris):
                out.link(event, "osce:atPlace", at)


def _state_listing(out: QuadWriter, me: str, document: Document, iris: Iris) -> None:
    """Say that what is known of a document is a listing's word."""
    del iris
    if document.listed_on:
        out.text(me, "skos:editorialNote", f"known from a listing alone: {document.listed_on}", "en")


def _state_fields_of_work(out: QuadWriter, me: str, document: Document, gazetteer: Register) -> None:
    for field in document.fields_of_work:
        if concept := gazetteer.field_of_work(field.value):
            out.link(me, "osce:hasFieldOfWork", concept)
        else:
            out.text(me, "osce:fieldOfWorkAsPrinted", field.value)


def _state_version(out: QuadWriter, me: str, document: Document, iris: Iris) -> None:
    version = iris.language_version(document.key, document.language)
    out.link(me, "osce:hasLanguageVersion", version)
    out.type(version, "osce:LanguageVersion")
    out.typed(version, "osce:languageTag", document.language, f"{XSD}language")
    out.link(version, "osce:hasSnapshot", iris.snapshot(document.sha256))
    if document.key.isdigit():
        out.text(version, "osce:nodeId", document.key)
    for address in (document.address, *document.aliases):
        if address:
            out.typed(version, "osce:sourceUrl", address, f"{XSD}anyURI")
    for file in document.files:
        out.link(version, "dcterms:hasFormat", file.address)
        out.text(file.address, "dcterms:format", file.media_type)
        if file.language:
            out.text(file.address, "dcterms:language", file.language)
    for tag, address in document.translations:
        out.link(version, "dcterms:hasVersion", address)
        out.text(address, "dcterms:language", tag)
    for source in (document.reprinted_by, document.reprint_of):
        if source:
            out.link(version, "dcterms:source", source)


def _state_snapshot(out: QuadWriter, document: Document, iris: Iris) -> None:
    snapshot = iris.snapshot(document.sha256)
    extraction = iris.relation("extraction", document.key, document.language, document.sha256, software_version())
    out.type(snapshot, "osce:Snapshot")
    out.text(snapshot, "osce:plainText", document.text)
    out.text(snapshot, "osce:sha256", document.sha256)
    if document.retrieved:
        out.typed(snapshot, "osce:capturedAt", document.retrieved, f"{XSD}dateTime")
    for note in document.notes:
        out.text(snapshot, "skos:editorialNote", note, "en")
    out.link(snapshot, "prov:wasGeneratedBy", extraction)
    out.type(extraction, "osce:Extraction")
    out.link(extraction, "prov:wasAssociatedWith", iris.thing("software", f"osce-kg-{software_version()}"))
    if document.address:
        out.link(extraction, "prov:used", document.address)
