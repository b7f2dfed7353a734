"""``/``: what this is, how much of it there is and how fresh, and ways in: search, lists, a map, years, questions."""

from dataclasses import dataclass

from flask import Blueprint, Response, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face import negotiation
from endpoint.face.addresses import root
from endpoint.face.answers import remembered, rows
from endpoint.face.home.map import Map, draw
from endpoint.face.language import chosen, gettext, in_words
from endpoint.face.lists.shelf import catalogue
from endpoint.face.lists.views import KINDS, every_year
from endpoint.face.pages import rendered
from endpoint.face.query.examples import examples
from endpoint.face.questions import gathered, names
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.drawing import flat
from endpoint.finding.asking import Asked
from endpoint.problems import Problem

blueprint = Blueprint("home", __name__)

_HTML = f"{forms.HTML.media_type}; charset=utf-8"
_NEWEST = 6
#: Numbers of the competency questions that the first page offers.
_QUESTIONS = ("006", "008", "013", "023", "050", "054")


def start() -> Response:
    """Say what this is, how much of it there is, and how to ask it."""
    choice = negotiation.choose(request.headers.get("Accept"), forms.PAGES)
    if choice is not None and choice.form is not forms.HTML:
        return Response(status=303, headers={"Location": f"{root()}/void.ttl", "Vary": "Accept"})
    return remembered(("home",), _HTML, _home)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page counts: things by kind, documents by year, the newest documents."""

    kinds: list[tuple[str, str, int]]
    years: list[tuple[str, int]]
    newest: list[tuple[str, str, str]]


def _home(generation: Generation) -> bytes:
    seats, chair = gathered(generation, lambda: (_map(generation), _chair(generation)))
    return rendered(
        "home.html",
        generation,
        manifest=generation.release.manifest,
        overview=_overview(generation),
        map=seats,
        chair=chair,
        examples=[each for each in examples(generation.release.base) if each.name[:3] in _QUESTIONS],
    )


def _overview(generation: Generation) -> Overview:
    try:
        shelf = catalogue(generation)
    except Problem:
        return Overview([], [], [])
    kinds = [
        (f"{root()}/browse/{kind}", gettext(KINDS[kind][0]), count)
        for kind, count in shelf.find(Asked()).counts["kind"]
    ]
    documents = shelf.find(Asked.of("", {"kind": "document"}, "date"), limit=_NEWEST)
    newest = [
        (hit.called(chosen()), address_of(hit.iri, generation.release.base), in_words(hit.day))
        for hit in documents.hits
    ]
    return Overview(kinds, every_year(documents.counts["year"]), newest)


def _map(generation: Generation) -> Map:
    found = rows(
        generation,
        """SELECT DISTINCT ?x ?lat ?long ?current {
          ?x osce:seat ?place . ?place geo:lat ?lat ; geo:long ?long .
          BIND(NOT EXISTS { ?x osce:endedBy ?end } AS ?current) } ORDER BY ?x""",
    )
    called = names(generation, [row["x"]["value"] for row in found])
    base = generation.release.base
    return draw(
        [
            _seat({name: end["value"] for name, end in row.items()}, called[row["x"]["value"]]["value"], base)
            for row in found
            if row["x"]["value"] in called
        ]
    )


def _seat(row: dict[str, str], name: str, base: str) -> tuple[str, str, bool, float, float]:
    return name, address_of(row["x"], base), row["current"] == "true", float(row["lat"]), float(row["long"])


@dataclass(frozen=True, slots=True)
class Chair:
    """Who is in the chair: the State, since when, and the person, where one is on record."""

    name: str
    address: str
    since: str
    person: str
    person_address: str


def _chair(generation: Generation) -> Chair | None:
    """Find the State that holds the Chairpersonship last in the record."""
    base = generation.release.base
    found = rows(
        generation,
        f"""SELECT ?state ?from ?person {{
          ?t osce:ofPost|org:organization <{base}id/org/chairpersonship> ; org:member ?state ; osce:validFrom ?from .
          ?state a osce:State . OPTIONAL {{ ?mine osce:partOfTenure ?t ; org:member ?person }} }}
        ORDER BY DESC(?from) ?person LIMIT 1""",
    )
    if not found:
        return None
    row = flat(found[0])
    called = names(generation, [row["state"], *([row["person"]] if "person" in row else [])])
    return Chair(
        called[row["state"]]["value"],
        address_of(row["state"], base),
        in_words(row["from"], inside=True),
        called.get(row.get("person", ""), {}).get("value", ""),
        address_of(row.get("person", ""), base),
    )


blueprint.add_url_rule("/", view_func=start)
