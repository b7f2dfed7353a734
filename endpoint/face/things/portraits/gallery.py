"""Which portrait a thing has, and the page with it."""

import json
from dataclasses import dataclass
from urllib.parse import quote

from flask import render_template, request

from endpoint.engine.service import Generation
from endpoint.face.addresses import root
from endpoint.face.lists.shelf import catalogue
from endpoint.face.lists.views import KINDS, short
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.documents import document, texts
from endpoint.face.things.portraits.drawing import Portrait, Subject, in_words
from endpoint.face.things.portraits.kinds import PORTRAITS
from endpoint.finding.asking import Asked
from endpoint.finding.catalogue import Catalogue, Found
from endpoint.problems import Problem

_NEWEST = 15
#: Kind of a thing in the catalogue → the facet of documents that names it.
_MENTIONED = {
    "state": "state",
    "operation": "body",
    "body": "body",
    "person": "person",
    "place": "place",
    "field": "field",
}


def classes_of(subject: Subject) -> set[str]:
    """Names of the classes of a thing, without their namespace."""
    return {row["c"].replace("#", "/").rpartition("/")[2] for row in subject.ask("?c { ?this a ?c }")}


def portray(subject: Subject) -> tuple[Portrait, str] | None:
    """Draw a thing.

    :returns: the portrait and the class that it was drawn as; nothing where no portrait fits its class
    """
    classes = classes_of(subject)
    if "Document" in classes:
        return document(subject), "Document"
    for name, draw in PORTRAITS.items():
        if name in classes:
            return draw(subject), name
    return None


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents about a thing: the newest, how many a year, and where all of them are listed."""

    total: int
    newest: list[tuple[str, str, str]]
    years: list[tuple[str, int]]
    address: str


def documents_about(subject: Subject, generation: Generation) -> Documents | None:
    """List documents about a thing; nothing where there are none or no catalogue serves."""
    try:
        shelf = catalogue(generation)
    except Problem:
        return None
    kind = shelf.kind(subject.iri)
    facet = _MENTIONED.get(kind)
    if facet is None:
        return None
    found = _about(shelf, facet, subject)
    if not found.total:
        return None
    rows = [(hit.name, address_of(hit.iri, subject.base), in_words(hit.day)) for hit in found.hits]
    address = f"{root()}/browse/document?{facet}={quote(short(facet, subject.iri))}"
    return Documents(found.total, rows, sorted(found.counts["year"]), address)


def _about(shelf: Catalogue, facet: str, subject: Subject) -> Found:
    chosen = {"kind": "document", facet: subject.iri}
    if subject.day:
        chosen["year"] = subject.day[:4]
    return shelf.find(Asked.of("", chosen, "date"), limit=_NEWEST)


def as_json_ld(subject: Subject, title: str, kind: str) -> str:
    """Write what a search engine reads of a page: schema.org in JSON-LD, safe inside a script element."""
    types = {"Person": "Person", "State": "Country", "Place": "Place", "Meeting": "Event", "Document": "Article"}
    data = {
        "@context": "https://schema.org",
        "@type": types.get(kind, "Organization" if kind in ("FieldOperation", "Structure") else "Thing"),
        "@id": subject.iri,
        "name": title,
        "url": request.base_url,
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def render(subject: Subject, title: str, statements: object, data: str) -> bytes | None:
    """Render the page of a thing that has a portrait."""
    drawn = portray(subject)
    if drawn is None:
        return None
    portrait, kind = drawn
    return render_template(
        "portrait.html",
        release=subject.generation.release,
        subject=subject,
        title=title,
        kind=_kind_in_words(kind),
        portrait=portrait,
        texts=texts(subject) if kind == "Document" else [],
        documents=documents_about(subject, subject.generation),
        day=subject.day,
        day_in_words=in_words(subject.day) if subject.day else "",
        statements=statements,
        data=data,
        json_ld=as_json_ld(subject, title, kind),
    ).encode()


def _kind_in_words(kind: str) -> str:
    words = {"FieldOperation": "operation", "Structure": "body", "FieldOfWork": "field", "RelatedBody": "body"}
    known = KINDS.get(words.get(kind, kind.lower()))
    return known[1] if known else "Body"
