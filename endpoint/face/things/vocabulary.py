"""``/ontology`` and ``/shapes``: the documents behind the IRIs of terms and shapes, as RDF and as pages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

import pyoxigraph as ox
from flask import Blueprint, Response, request

from endpoint import formats, forms
from endpoint.engine.service import Generation, Kept
from endpoint.face import negotiation
from endpoint.face.addresses import root
from endpoint.face.answers import remembered, service, whole
from endpoint.face.language import chosen, gettext, noted
from endpoint.face.pages import rendered
from endpoint.face.things.glossary import ASKING, Use, uses
from endpoint.face.things.neighbours import Named, between_named, neighbours
from endpoint.face.things.terms import terms
from endpoint.problems import Problem, not_acceptable
from kg.assets import folder, rebased_text
from kg.namespaces import OWL, RDF, RDFS, SH, SKOS, compact

blueprint = Blueprint("vocabulary", __name__)

_KINDS = {
    f"{OWL}Class": noted("Classes"),
    f"{OWL}ObjectProperty": noted("Object properties"),
    f"{OWL}DatatypeProperty": noted("Datatype properties"),
    f"{OWL}AnnotationProperty": noted("Annotation properties"),
    f"{SH}NodeShape": noted("Node shapes"),
    f"{SH}PropertyShape": noted("Property shapes"),
    f"{SH}SPARQLConstraint": noted("SPARQL constraints"),
}
_SHOWN = {
    f"{RDFS}subClassOf": noted("A kind of"),
    f"{RDFS}subPropertyOf": noted("A case of"),
    f"{RDFS}domain": noted("Of"),
    f"{RDFS}range": noted("Gives"),
    f"{OWL}inverseOf": noted("The other way round"),
    f"{SH}targetClass": noted("Guards"),
    f"{SH}path": noted("Along"),
    f"{SH}severity": noted("Severity"),
}
_ENGLISH = (f"{SKOS}definition", f"{RDFS}comment", f"{SH}message")


@dataclass(frozen=True, slots=True)
class Term:
    """A term on a page: fragment, heading, definition, what holds of it (name, value, address), how it is used."""

    fragment: str
    label: str
    definition: str
    facts: tuple[tuple[str, str, str], ...]
    use: Use


#: What stands below ``/ontology/``: versions, by their number, and the terms of the curators.
_NAMED = re.compile(r"\d+\.\d+\.\d+|curation")


def files_of(name: str) -> list[Path]:
    """List the Turtle files of a document: ``ontology``, with its alignments, or ``shapes``."""
    root = folder(name)
    if name == "ontology":
        return [root / "osce.ttl", *sorted((root / "alignments").glob("*.ttl"))]
    return sorted(root.glob("*.ttl"))


@lru_cache(maxsize=4)
def _triples(name: str, base: str) -> tuple[ox.Triple, ...]:
    found: dict[ox.Triple, None] = {}
    labels = count()
    for path in files_of(name):
        numbered: dict[str, ox.BlankNode] = defaultdict(lambda: ox.BlankNode(f"b{next(labels)}"))
        for quad in ox.parse(rebased_text(path, base), format=ox.RdfFormat.TURTLE):
            found[_numbered(quad.triple, numbered)] = None
    return tuple(found)


def _numbered(triple: ox.Triple, numbers: dict[str, ox.BlankNode]) -> ox.Triple:
    """Give the blank nodes of a file numbers in their order, so that it is written alike each time."""
    subject, value = (
        numbers[term.value] if isinstance(term, ox.BlankNode) else term for term in (triple.subject, triple.object)
    )
    return ox.Triple(subject, triple.predicate, value)  # type: ignore[arg-type]


@lru_cache(maxsize=4)
def _by_subject(name: str, base: str) -> dict[str, list[ox.Triple]]:
    """Gather the triples about each term that has a name."""
    found: dict[str, list[ox.Triple]] = {}
    for triple in _triples(name, base):
        if isinstance(triple.subject, ox.NamedNode):
            found.setdefault(triple.subject.value, []).append(triple)
    return found


@lru_cache(maxsize=2)
def _asking(base: str) -> tuple[ox.Triple, ...]:
    """List the triples of the shapes that say of which terms they are."""
    return tuple(triple for triple in _triples("shapes", base) if triple.predicate.value in ASKING)


@lru_cache(maxsize=2)
def _links(base: str) -> list[Named]:
    return between_named(_triples("ontology", base))


def document(name: str) -> Response:
    """Give the ontology or the shapes in the form that is asked for."""
    choice = negotiation.choose(request.headers.get("Accept"), forms.PAGES)
    if choice is None:
        raise not_acceptable(negotiation.names(forms.PAGES))
    if choice.form is forms.HTML:
        return _as_page(name, choice)
    return _as_rdf(name, choice)


def _as_page(name: str, choice: negotiation.Choice) -> Response:
    """Show the terms, with examples of the release; without them, and not kept, while its store does not answer."""
    try:
        return remembered((name, "page"), choice.content_type, lambda generation: _page(generation, name))
    except Problem as problem:
        if problem.status != 503:
            raise
    with service().using() as generation:
        return whole(Kept(_page(generation, name, with_examples=False), choice.content_type, ""))


def file(name: str, suffix: str) -> Response:
    """Give the same under an address of its own, ``/ontology.ttl``."""
    choice = negotiation.by_name(suffix, forms.GRAPHS)
    if choice is None:
        raise Problem(404, f"there are {', '.join(f'/{name}.{each.name}' for each in forms.GRAPHS)}")
    return _as_rdf(name, choice)


def _as_rdf(name: str, choice: negotiation.Choice) -> Response:
    def write(generation: Generation) -> bytes:
        triples = _triples(name, generation.release.base)
        shown = {key: value for key, value in generation.prefixes.items() if key not in ("id", "scheme", "graph")}
        return ox.serialize(triples, format=formats.GRAPHS[choice.form.name], prefixes=shown) or b""

    return remembered((name, choice.form.name), choice.content_type, write)


def context() -> Response:
    """Give the JSON-LD context."""

    def write(generation: Generation) -> bytes:
        return rebased_text(folder("ontology") / "context.jsonld", generation.release.base).encode()

    return remembered(("context",), "application/ld+json", write)


def below(number: str) -> Response:
    """Give what is under the ontology's address: a version by its number, the curators' terms, or a page of a term."""
    return version(number) if _NAMED.fullmatch(number) else term(number)


def version(number: str) -> Response:
    """Give the ontology under its version IRI: the current one in any form, an older one as the Turtle that it was.

    ``curation`` gives the terms of its curators, as Turtle.

    :raises Problem: 404
    """
    kept = folder("ontology") / ("curation.ttl" if number == "curation" else f"versions/{number}.ttl")
    if _NAMED.fullmatch(number) and kept.is_file():
        return remembered(
            ("version", number),
            "text/turtle",
            lambda generation: rebased_text(kept, generation.release.base).encode(),
        )

    def written(generation: Generation) -> str:
        named = f"{generation.release.base}ontology/{number}"
        wanted = (ox.NamedNode(f"{OWL}versionIRI"), ox.NamedNode(named))
        triples = _triples("ontology", generation.release.base)
        return "yes" if any((t.predicate, t.object) == wanted for t in triples) else ""

    if not remembered(("version", number), "text/plain", lambda generation: written(generation).encode()).get_data():
        raise Problem(404, f"there is no version {number!r} of the ontology: /ontology is the current one")
    return document("ontology")


def _page(generation: Generation, name: str, *, with_examples: bool = True) -> bytes:
    base = generation.release.base
    both = _triples("ontology", base), _asking(base)
    used = uses(generation, *both, with_examples=with_examples) if name == "ontology" else {}
    sections = list(_sections(_by_subject(name, base), generation, name, used))
    title = {"ontology": gettext("Ontology"), "shapes": gettext("Shapes")}[name]
    return rendered("vocabulary.html", generation, title=title, name=name, sections=sections)


def term(name: str) -> Response:
    """Show one term of the ontology: its definition, its neighbours drawn, an example, its questions and shapes.

    :raises Problem: 404 if there is no such term
    """
    return remembered(("term", name), f"{forms.HTML.media_type}; charset=utf-8", lambda known: _term_page(known, name))


def _term_page(generation: Generation, name: str) -> bytes:
    base = generation.release.base
    iri = f"{base}ontology#{name}"
    about = _by_subject("ontology", base).get(iri, [])
    kinds = [gettext(_KINDS[_text(t)]) for t in about if t.predicate.value == f"{RDF}type" and _text(t) in _KINDS]
    if not kinds:
        raise Problem(404, f"there is no term {name!r} in the ontology: /ontology lists all")
    used = uses(generation, tuple(about), _asking(base))
    shown = _term(iri, about, generation, used.get(iri, Use()))
    drawing = neighbours(iri, _links(base), terms(base), base)
    return rendered("term.html", generation, term=shown, kind=kinds[0], drawing=drawing)


def _sections(
    triples: dict[str, list[ox.Triple]], generation: Generation, name: str, used: dict[str, Use]
) -> Iterator[tuple[str, list[Term]]]:
    space = f"{generation.release.base}{name}#"
    about = {iri: some for iri, some in triples.items() if iri.startswith(space)}
    for kind, heading in _KINDS.items():
        of_kind = [
            iri for iri, some in about.items() if (f"{RDF}type", kind) in {(t.predicate.value, _text(t)) for t in some}
        ]
        if of_kind:
            made = [_term(iri, about[iri], generation, used.get(iri, Use())) for iri in sorted(of_kind)]
            yield gettext(heading), made


def _term(iri: str, triples: list[ox.Triple], generation: Generation, use: Use) -> Term:
    def english(*predicates: str) -> str:
        found = [t.object for t in triples if t.predicate.value in predicates and isinstance(t.object, ox.Literal)]
        by_language = {each.language or "en": each.value for each in found}
        return by_language.get(chosen()) or by_language.get("en", "")

    facts = tuple(
        (gettext(_SHOWN[t.predicate.value]), compact(t.object.value, generation.prefixes), _place(t.object, generation))
        for t in triples
        if t.predicate.value in _SHOWN and isinstance(t.object, ox.NamedNode)
    )
    fragment = iri.rpartition("#")[2]
    return Term(fragment, english(f"{RDFS}label") or fragment, english(*_ENGLISH), tuple(sorted(set(facts))), use)


def _place(term: ox.NamedNode, generation: Generation) -> str:
    """Give the address of a term of ours; empty for others."""
    base = generation.release.base
    if term.value.startswith((f"{base}ontology#", f"{base}shapes#")):
        return f"{root()}/{term.value.removeprefix(base)}"
    return ""


def _text(triple: ox.Triple) -> str:
    return str(getattr(triple.object, "value", ""))


for _name in ("ontology", "shapes"):
    blueprint.add_url_rule(f"/{_name}", view_func=document, defaults={"name": _name}, endpoint=_name)
    blueprint.add_url_rule(f"/{_name}.<suffix>", view_func=file, defaults={"name": _name}, endpoint=f"{_name}_file")
blueprint.add_url_rule("/ontology/context.jsonld", view_func=context)
blueprint.add_url_rule("/ontology/<number>", view_func=below)
