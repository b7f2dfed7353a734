"""``/``: what this is, how much of it there is and how fresh, and ways in: search, lists, a map, years, questions."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face import negotiation
from endpoint.face.addresses import root, site
from endpoint.face.answers import remembered, rows
from endpoint.face.home.map import Map, draw
from endpoint.face.lists.shelf import catalogue
from endpoint.face.lists.views import KINDS
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.drawing import in_words
from endpoint.finding.asking import Asked
from endpoint.problems import Problem

blueprint = Blueprint("home", __name__)

_HTML = f"{forms.HTML.media_type}; charset=utf-8"
_NEWEST = 6


def start() -> Response:
    """Say what this is, how much of it there is, and how to ask it."""
    choice = negotiation.choose(request.headers.get("Accept"), forms.PAGES)
    if choice is not None and choice.form is not forms.HTML:
        return Response(status=303, headers={"Location": f"{root()}/void.ttl", "Vary": "Accept"})
    return remembered(("home", site()), _HTML, _home)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page counts: things by kind, documents by year, the newest documents."""

    kinds: list[tuple[str, str, int]]
    years: list[tuple[str, int]]
    newest: list[tuple[str, str, str]]


def _home(generation: Generation) -> bytes:
    return render_template(
        "home.html",
        release=generation.release,
        manifest=generation.release.manifest,
        overview=_overview(generation),
        map=_map(generation),
        chair=_chair(generation),
    ).encode()


def _overview(generation: Generation) -> Overview:
    try:
        shelf = catalogue(generation)
    except Problem:
        return Overview([], [], [])
    kinds = [(f"{root()}/browse/{kind}", KINDS[kind][0], count) for kind, count in shelf.find(Asked()).counts["kind"]]
    documents = shelf.find(Asked.of("", {"kind": "document"}, "date"), limit=_NEWEST)
    newest = [(hit.name, address_of(hit.iri, generation.release.base), in_words(hit.day)) for hit in documents.hits]
    return Overview(kinds, sorted(documents.counts["year"]), newest)


def _map(generation: Generation) -> Map:
    found = rows(
        generation,
        """SELECT ?x ?name ?lat ?long ?current {
          ?x osce:seat ?place ; skos:prefLabel ?name . FILTER(LANG(?name) = "en")
          ?place geo:lat ?lat ; geo:long ?long .
          BIND(NOT EXISTS { ?x osce:endedBy ?end } AS ?current) } ORDER BY ?name""",
    )
    base = generation.release.base
    return draw([_seat({name: end["value"] for name, end in row.items()}, base) for row in found])


def _seat(row: dict[str, str], base: str) -> tuple[str, str, bool, float, float]:
    return row["name"], address_of(row["x"], base), row["current"] == "true", float(row["lat"]), float(row["long"])


def _chair(generation: Generation) -> tuple[str, str, str] | None:
    """Find the State that holds the Chairpersonship last in the record: its name, its page, since when."""
    found = rows(
        generation,
        """SELECT ?state ?name ?from {
          ?t osce:ofPost|org:organization ?chair ; org:member ?state ; osce:validFrom ?from .
          ?state a osce:State ; skos:prefLabel ?name . FILTER(LANG(?name) = "en")
          FILTER(STRENDS(STR(?chair), "/chairpersonship")) } ORDER BY DESC(?from) LIMIT 1""",
    )
    if not found:
        return None
    row = found[0]
    return (
        row["name"]["value"],
        address_of(row["state"]["value"], generation.release.base),
        in_words(row["from"]["value"]),
    )


blueprint.add_url_rule("/", view_func=start)
