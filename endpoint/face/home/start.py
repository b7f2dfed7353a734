"""``/``: what this is, how much of it there is and how fresh, and ways in: search, lists, a map, years, questions."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import Blueprint, Response, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face import negotiation
from endpoint.face.addresses import root
from endpoint.face.answers import remembered, rows
from endpoint.face.days import day_asked, is_day
from endpoint.face.following.events import events
from endpoint.face.home.map import Map, draw
from endpoint.face.home.timeline import Timeline, timeline
from endpoint.face.language import chosen, gettext, in_words
from endpoint.face.lists.shelf import catalogue
from endpoint.face.lists.views import KINDS, every_year
from endpoint.face.pages import rendered
from endpoint.face.query.examples import examples
from endpoint.face.questions import gathered, names
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.drawing import flat
from endpoint.face.things.portraits.shared import span_of
from endpoint.face.things.times import Times, times
from endpoint.finding.asking import Asked
from endpoint.problems import Problem

blueprint = Blueprint("home", __name__)

_HTML = f"{forms.HTML.media_type}; charset=utf-8"
_NEWEST = 6
_A_YEAR = 365
#: Numbers of the competency questions that the first page offers.
_QUESTIONS = ("006", "008", "013", "023", "050", "054")


def start() -> Response:
    """Say what this is, how much of it there is, and how to ask it."""
    choice = negotiation.choose(request.headers.get("Accept"), forms.PAGES)
    if choice is not None and choice.form is not forms.HTML:
        return Response(status=303, headers={"Location": f"{root()}/void.ttl", "Vary": "Accept"})
    day = day_asked()
    return remembered(("home", day), _HTML, lambda generation: _home(generation, day))


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page counts: things by kind, documents by year and by month, the newest documents."""

    kinds: list[tuple[str, str, int]]
    years: list[tuple[str, int]]
    newest: list[tuple[str, str, str]]
    months: Timeline | None = None


def _home(generation: Generation, day: str) -> bytes:
    then = times(generation) if day else None

    def drawn() -> tuple[Map, Chair | None, list[tuple[str, str, str]]]:
        return _map(generation, then, day), _chair(generation, day), _happened(generation, day)

    seats, chair, happened = gathered(generation, drawn)
    return rendered(
        "home.html",
        generation,
        manifest=generation.release.manifest,
        overview=_overview(generation, then, day),
        map=seats,
        chair=chair,
        happened=happened,
        day=day,
        day_in_words=in_words(day),
        examples=[each for each in examples(generation.release.base) if each.name[:3] in _QUESTIONS],
    )


def _overview(generation: Generation, then: Times | None, day: str) -> Overview:
    try:
        shelf = catalogue(generation)
    except Problem:
        return Overview([], [], [])
    everything = Asked(day=day, held=then.held_on(day) if then else frozenset())
    kinds = [
        (f"{root()}/browse/{kind}", gettext(KINDS[kind][0]), count)
        for kind, count in shelf.find(everything, limit=1, facets=("kind",)).counts["kind"]
    ]
    asked = replace(Asked.of("", {"kind": "document"}, "date"), day=day)
    documents = shelf.find(asked, 0, _NEWEST, ("year",))
    newest = [
        (hit.called(chosen()), address_of(hit.iri, generation.release.base), in_words(hit.day))
        for hit in documents.hits
    ]
    return Overview(kinds, every_year(documents.counts["year"]), newest, timeline(shelf, asked))


def _happened(generation: Generation, day: str) -> list[tuple[str, str, str]]:
    """List what happened last, within a year of the day that is asked for, else of that of the release."""
    last = day or generation.release.version[:10]
    if not is_day(last):
        return []
    since = (date.fromisoformat(last) - timedelta(days=_A_YEAR)).isoformat()
    found = [event for event in events(generation, since=since) if event.day <= last[: len(event.day)]]
    return [(each.title, address_of(each.iri, generation.release.base), in_words(each.day)) for each in found[:_NEWEST]]


def _map(generation: Generation, then: Times | None, day: str) -> Map:
    """Place bodies at their seats: those there on a day, those closed before it."""
    found = rows(
        generation,
        """SELECT DISTINCT ?x ?lat ?long ?current {
          ?x osce:seat ?place . ?place geo:lat ?lat ; geo:long ?long .
          BIND(NOT EXISTS { ?x osce:endedBy ?end } AS ?current) } ORDER BY ?x""",
    )
    called = names(generation, [row["x"]["value"] for row in found])
    seats = []
    for row in found:
        iri, is_current = row["x"]["value"], row["current"]["value"] == "true"
        if then is not None:
            if then.begins_after(iri, day):
                continue
            is_current = iri in then.held_on(day)
        if iri in called:
            name = (then.name_on(iri, day) if then else "") or called[iri]["value"]
            place = float(row["lat"]["value"]), float(row["long"]["value"])
            seats.append((name, address_of(iri, generation.release.base), is_current, *place))
    return draw(seats)


@dataclass(frozen=True, slots=True)
class Chair:
    """Who is in the chair: the State, since when, the record that says so, and the person, where one is on record."""

    name: str
    address: str
    since: str
    record: str
    person: str
    person_address: str


def _chair(generation: Generation, day: str) -> Chair | None:
    """Find the State that holds the Chairpersonship on a day; where none is asked for, the last on record."""
    base = generation.release.base
    asked = rows(
        generation,
        f"""SELECT ?t ?state ?from ?until ?person {{
          ?t osce:ofPost|org:organization <{base}id/org/chairpersonship> ; org:member ?state ; osce:validFrom ?from .
          ?state a osce:State . OPTIONAL {{ ?t osce:validUntil ?until }}
          OPTIONAL {{ ?mine osce:partOfTenure ?t ; org:member ?person }} }} ORDER BY DESC(?from) ?person""",
    )
    found = [row for row in asked if not day or span_of(flat(row)).holds_on(day)]
    if not found:
        return None
    row = flat(found[0])
    called = names(generation, [row["state"], *([row["person"]] if "person" in row else [])])
    return Chair(
        called[row["state"]]["value"],
        address_of(row["state"], base),
        in_words(row["from"], inside=True),
        address_of(row["t"], base),
        called.get(row.get("person", ""), {}).get("value", ""),
        address_of(row.get("person", ""), base),
    )


blueprint.add_url_rule("/", view_func=start)
