"""Which portrait a thing has, and the page with it."""

import json
from dataclasses import dataclass, replace
from urllib.parse import quote

from flask import request

from endpoint.engine.service import Generation
from endpoint.face.addresses import root, site
from endpoint.face.answers import rows
from endpoint.face.days import is_day
from endpoint.face.language import chosen, gettext, in_words, ngettext
from endpoint.face.lists.shelf import catalogue
from endpoint.face.lists.views import every_year, short
from endpoint.face.pages import rendered
from endpoint.face.questions import gathered, names, settled
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.documents import Text, document, texts
from endpoint.face.things.portraits.drawing import Link, Portrait, Subject, flat
from endpoint.face.things.portraits.kinds import PORTRAITS
from endpoint.face.things.portraits.records import record
from endpoint.face.things.reasons.quotes import Quote, quotes_for
from endpoint.face.things.statements import Statements, statements
from endpoint.face.things.terms import terms
from endpoint.face.things.titles import titles
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
#: Facet of documents → the path from its value to the documents.
_TIED = {
    "state": "^osce:mentions",
    "person": "^osce:mentions",
    "body": "^osce:issuedBy",
    "place": "^osce:datelinePlace",
    "field": "^osce:hasFieldOfWork",
}
#: Classes that a thing is never called by where it has another.
_WIDE = ("Document", "Structure", "Event")


#: Class that a portrait was drawn as → the picture of its kind (:mod:`endpoint.assets.cards`).
_PICTURES = {
    "State": "card-state",
    "FieldOperation": "card-operation",
    "Structure": "card-body",
    "IntergovernmentalOrganization": "card-body",
    "RelatedBody": "card-body",
    "Post": "card-post",
    "Person": "card-person",
    "Meeting": "card-meeting",
    "Place": "card-place",
    "FieldOfWork": "card-field",
    "Document": "card-document",
}


class NotThere(Exception):
    """A release says nothing of a thing."""


@dataclass(frozen=True, slots=True)
class Heading:
    """How a thing is called on its page: its name, the language of that if it is another, and what kind it is."""

    title: str
    language: str
    kind: str


def classes_of(subject: Subject) -> set[str]:
    """Names of the classes of a thing, without their namespace."""
    return {row["c"].replace("#", "/").rpartition("/")[2] for row in subject.ask("?c { ?this a ?c }")}


def heading_of(subject: Subject) -> Heading:
    """Name a thing: by its label, else by what it connects, else by the end of its IRI."""
    own = names(subject.generation, [subject.iri]).get(subject.iri)
    row = flat({"this_name": own}) if own else {}
    if subject.names and (then := subject.names.name_on(subject.iri, subject.day)):
        row = {"this_name": then}
    title = row.get("this_name") or titles(subject, [subject.iri], set() if own else {subject.iri}).get(subject.iri, "")
    kind = _kind(subject)
    rest = subject.iri.removeprefix(subject.base).removeprefix("id/").partition("/")[2]
    return Heading(title or f"{kind} {rest}".strip(), row.get("this_name@", ""), kind)


def _kind(subject: Subject) -> str:
    if subject.iri.startswith(f"{subject.base}graph/"):
        return gettext("Named graph")
    asked = f"SELECT DISTINCT ?c {{ GRAPH ?g {{ <{subject.iri}> a ?c }} FILTER(?g != graph:inferred) }}"
    classes = [row["c"]["value"] for row in rows(subject.generation, asked)]
    known = terms(subject.base)
    called = sorted(
        (iri.rpartition("#")[2] in _WIDE, known.class_name(iri)) for iri in classes if known.class_name(iri)
    )
    if called:
        return called[0][1]
    names = {iri.replace("#", "/").rpartition("/")[2] for iri in classes}
    if "Person" in names:
        return gettext("Person")
    return gettext("Concept") if names & {"Concept", "ConceptScheme"} else min(names, default=gettext("Thing"))


def portray(subject: Subject, said: Statements) -> tuple[Portrait, str]:
    """Draw a thing.

    :returns: the portrait and the class that it was drawn as; a plain record where no portrait fits its class
    """
    classes = classes_of(subject)
    if "Document" in classes and any(group.predicate.endswith("#hasLanguageVersion") for group in said.said):
        return document(subject), "Document"
    for name, draw in PORTRAITS.items():
        if name in classes:
            return draw(subject, said), name
    return record(subject, classes, said), "Document" if "Document" in classes else "Thing"


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents about a thing: the newest with what ties them to it, how many a year, and where all are listed."""

    total: int
    newest: list[tuple[str, str, str, str]]
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
    why = _TIED[facet]
    rows = [
        (hit.called(chosen()), subject.address(hit.iri), in_words(hit.day), subject.why(why, hit.iri))
        for hit in found.hits
    ]
    address = f"{root()}/browse/document?{facet}={quote(short(facet, subject.iri))}"
    return Documents(found.total, rows, every_year(found.counts["year"]), address)


def _about(shelf: Catalogue, facet: str, subject: Subject) -> Found:
    asked = Asked.of("", {"kind": "document", facet: subject.iri}, "date")
    return shelf.find(replace(asked, day=subject.day), 0, _NEWEST, ("year",))


def as_json_ld(subject: Subject, title: str, kind: str) -> str:
    """Write what a search engine reads of a page: schema.org in JSON-LD, safe inside a script element."""
    types = {"Person": "Person", "State": "Country", "Place": "Place", "Meeting": "Event", "Document": "Article"}
    data = {
        "@context": "https://schema.org",
        "@type": types.get(kind, "Organization" if kind in ("FieldOperation", "Structure") else "Thing"),
        "@id": subject.iri,
        "name": title,
        "url": f"{site()}{request.path}",
    }
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _feed(subject: Subject) -> str:
    """Give the address of what happens to a thing; empty where it has none."""
    try:
        known = catalogue(subject.generation).kind(subject.iri)
    except Problem:
        return ""
    path = address_of(subject.iri, subject.base).partition("/page/")[2]
    return f"{root()}/feed/{path}" if known and known != "document" else ""


def _last_day(subject: Subject) -> str:
    """Tell the day of the release, which its version begins with; empty where it does not."""
    day = str(subject.generation.release.version)[:10]
    return day if is_day(day) else ""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a page has that the store knows: found in a few exchanges, see :func:`gathered`."""

    said: Statements
    heading: Heading
    portrait: Portrait
    kind: str
    texts: list[Text]
    quotes: list[Quote]


def _draw(subject: Subject) -> _Drawn:
    # First, so that what else a page waits for does not keep them back.
    said = settled("statements", lambda: statements(subject))
    heading = heading_of(subject)
    portrait, kind = portray(subject, said)
    read = texts(subject) if kind == "Document" else []
    quotes = quotes_for(subject.generation, subject.iri) if said.is_evidenced else []
    return _Drawn(said, heading, portrait, kind, read, quotes)


def render(subject: Subject, data: str, size: int) -> bytes:
    """Render the page of a thing.

    :param data: address of its data, without an ending
    :param size: triples that it holds, where it is a named graph
    :raises NotThere: if the release says nothing of it
    """
    drawn = gathered(subject.generation, lambda: _draw(subject))
    if not drawn.said.said and not size:
        raise NotThere(subject.iri)
    heading, portrait = drawn.heading, drawn.portrait
    if size:
        portrait.sentences.append(Link(ngettext("Holds %(num)s statement.", "Holds %(num)s statements.", size)))
    return rendered(
        "portrait.html",
        subject.generation,
        subject=subject,
        heading=heading,
        portrait=portrait,
        texts=drawn.texts,
        quotes=drawn.quotes,
        documents=documents_about(subject, subject.generation),
        day=subject.day,
        day_in_words=in_words(subject.day) if subject.day else "",
        statements=drawn.said,
        data=data,
        now=_last_day(subject),
        feed=_feed(subject),
        everything=quote(f"SELECT ?subject ?property {{ ?subject ?property <{subject.iri}> }}"),
        picture=_PICTURES.get(drawn.kind, "card"),
        json_ld=as_json_ld(subject, heading.title, drawn.kind),
    )
