"""The page of what stands behind a fact."""

from dataclasses import dataclass
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face.addresses import root
from endpoint.face.answers import remembered
from endpoint.face.days import day_asked
from endpoint.face.language import gettext
from endpoint.face.pages import page, rendered
from endpoint.face.things.names import LONGEST_VALUE, address_of, iri_of, is_name, value_of
from endpoint.face.things.portraits.drawing import Subject
from endpoint.face.things.portraits.gallery import heading_of
from endpoint.face.things.reasons.paths import steps_of, triples_along
from endpoint.face.things.reasons.proofs import Reason, reason_for
from endpoint.face.things.reasons.quotes import Quote, quote_of
from endpoint.face.things.reasons.words import Sentence, Words, documents_named
from endpoint.problems import Problem
from kg.iris import Iris
from kg.release.evidence import Ground

blueprint = Blueprint("reasons", __name__)

_HTML = f"{forms.HTML.media_type}; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Basis:
    """One graph that states a fact: its name and page, the sentences in it, or the sources that are cited."""

    name: str
    address: str
    is_document: bool
    quotes: tuple[Quote, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A reason as the page shows it: the statement, what states it, or the rule with what it follows from."""

    sentence: Sentence
    bases: tuple[Basis, ...]
    rule: str
    meaning: str
    axioms: tuple[Sentence, ...]
    premises: tuple["Shown", ...]


def why(name: str) -> Response:
    """Show what stands behind a fact: ``p`` is the path of properties that it is read along, ``o`` its value.

    :raises Problem: 400 if ``p`` is not a path or a parameter is missing, 503 and 507 as :func:`reason_for`
    """
    path, value, day = request.args.get("p", ""), request.args.get("o", ""), day_asked()
    if not is_name(name):
        return page("missing.html", status=404)
    if not path or not value or len(value) > LONGEST_VALUE:
        raise Problem(400, "name a fact: p is its property, o its value", kind="parameters")

    def make(generation: Generation) -> bytes:
        base = generation.release.base
        subject = Subject(iri_of(name, base), generation, day)
        steps = steps_of(path, generation.prefixes)
        found = triples_along(generation, subject.iri, steps, value_of(value, base))
        return _page(subject, [reason_for(generation, triple) for triple in found]) if found else b""

    answer = remembered(("why", name, path, value, day), _HTML, make)
    return answer if answer.status_code == 304 or answer.get_data() else page("missing.html", status=404)


def _page(subject: Subject, reasons: list[Reason]) -> bytes:
    words, titles = Words(subject, reasons), documents_named(subject.generation, reasons)
    back = f"{root()}/page/{quote(subject.iri.removeprefix(subject.base).removeprefix('id/'))}"
    return rendered(
        "why.html",
        subject.generation,
        subject=subject,
        heading=heading_of(subject),
        back=back,
        reasons=[_shown(reason, words, titles, subject.base) for reason in reasons],
    )


def _shown(reason: Reason, words: Words, titles: dict[str, str], base: str) -> Shown:
    return Shown(
        words.sentence(reason.triple),
        tuple(_basis(ground, titles, base) for ground in reason.grounds),
        reason.rule,
        words.rule(reason.rule),
        # The list of a chain of properties has no name: the premises show which they are.
        tuple(words.sentence(axiom) for axiom in reason.axioms if isinstance(axiom.object, ox.NamedNode)),
        tuple(_shown(premise, words, titles, base) for premise in reason.premises),
    )


def _basis(ground: Ground, titles: dict[str, str], base: str) -> Basis:
    iris = Iris(base)
    document = ground.graph.removeprefix(iris.graph("doc/"))
    if document == ground.graph:
        is_register = ground.graph == iris.graph("register")
        name = gettext("The register of this project") if is_register else ground.graph.removeprefix(base)
        return Basis(name, address_of(ground.graph, base), False, (), ground.sources)
    iri = f"{base}id/doc/{document}"
    quotes = tuple(quote_of(passage, titles, base) for passage in ground.passages)
    return Basis(titles.get(iri) or gettext("A document"), address_of(iri, base), True, quotes, ())


blueprint.add_url_rule("/why/<path:name>", view_func=why)
