"""``/search`` and ``/browse/<kind>``: one result set with facets, as a page, CSV, JSON or Atom."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face.addresses import root, site
from endpoint.face.answers import remembered, service
from endpoint.face.days import day_asked
from endpoint.face.following.feed import Entry, write_feed
from endpoint.face.language import chosen, gettext, in_words, name_of, noted
from endpoint.face.lists.plain import find
from endpoint.face.lists.shelf import catalogue
from endpoint.face.pages import rendered
from endpoint.face.things.names import address_of, link_of
from endpoint.face.things.times import times
from endpoint.finding.asking import Asked
from endpoint.finding.catalogue import Catalogue, Found, Hit
from endpoint.finding.lighting import lit
from endpoint.problems import Problem

blueprint = Blueprint("lists", __name__)

_HTML = f"{forms.HTML.media_type}; charset=utf-8"
_LONGEST = 200
_A_PAGE, _A_TABLE, _A_FEED = 25, 10_000, 50
_SHOWN_VALUES = 12
#: Kind → how a list of it is called, and how one of it is called.
KINDS = {
    "state": (noted("States"), noted("State")),
    "operation": (noted("Field operations"), noted("Field operation")),
    "body": (noted("Bodies"), noted("Body")),
    "post": (noted("Posts"), noted("Post")),
    "person": (noted("People"), noted("Person")),
    "document": (noted("Documents"), noted("Document")),
    "meeting": (noted("Meetings"), noted("Meeting")),
    "election": (noted("Observed elections"), noted("Observed election")),
    "field": (noted("Fields of work"), noted("Field of work")),
    "place": (noted("Places"), noted("Place")),
}
FACETS = {
    "kind": noted("Kind"),
    "year": noted("Year"),
    "state": noted("State"),
    "body": noted("Body"),
    "person": noted("Person"),
    "field": noted("Field of work"),
    "place": noted("Place"),
    "language": noted("Language"),
}
_FOLDERS = {
    "state": "id/state/",
    "body": "id/org/",
    "person": "id/person/",
    "place": "id/place/",
    "field": "scheme/field-of-work/",
}
ORDERS = {
    "": noted("best first"),
    "date": noted("newest first"),
    "alphabet": noted("by name"),
    "weight": noted("most mentioned first"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked of a list, read from an address."""

    text: str
    kind: str
    chosen: dict[str, str]
    order: str
    page: int
    day: str = ""

    @classmethod
    def of(cls, kind: str = "") -> "Listing":
        """Read the current request.

        :param kind: the kind that the path names; empty for a search
        :raises Problem: 400 if a parameter has a value that it cannot have
        """
        text = " ".join(request.args.get("q", "").split())
        if len(text) > _LONGEST:
            raise Problem(400, f"search for {_LONGEST} characters at most", kind="parameters")
        chosen = {name: request.args[name] for name in FACETS if request.args.get(name)}
        order = request.args.get("order", "" if text or not kind else ("date" if kind == "document" else "alphabet"))
        page = request.args.get("page", "1")
        if not page.isdecimal() or not 0 < int(page) < 10_000:
            raise Problem(400, "page is a number from 1 on", kind="parameters")
        if order not in ORDERS:
            raise Problem(400, f"order is one of {', '.join(name for name in ORDERS if name)}", kind="parameters")
        if "year" in chosen and not (chosen["year"].isdecimal() and len(chosen["year"]) == 4):
            raise Problem(400, "year is a number of four digits", kind="parameters")
        if kind:
            chosen["kind"] = kind
        return cls(text, kind, chosen, order, int(page), day_asked())

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this list from others."""
        return (self.text, self.kind, tuple(sorted(self.chosen.items())), self.order, self.page, self.day)

    def find(self, shelf: Catalogue, generation: Generation, limit: int, offset: int = 0) -> Found:
        """Look it up."""
        values = {name: _iri(name, value, generation.release.base) for name, value in self.chosen.items()}
        asked = Asked.of(self.text, values, self.order)
        if self.day:
            asked = replace(asked, day=self.day, held=times(generation).held_on(self.day))
        return shelf.find(asked, offset, limit)

    def address(self, **changes: str) -> str:
        """Write the address of this list with changes; an empty value takes a parameter away."""
        values: dict[str, str] = (
            {"q": self.text} | self.chosen | {"order": request.args.get("order", ""), "on": self.day}
        )
        values |= changes
        kind = values.pop("kind", "") if self.kind else ""
        path = f"{root()}/browse/{kind}" if kind else f"{root()}/search"
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{path}?{query}" if query else path


def _iri(facet: str, value: str, base: str) -> str:
    """Make the value of a facet out of its short form in an address."""
    if facet in ("kind", "year", "language") or value.startswith("http"):
        return value
    return f"{base}{_FOLDERS[facet]}{value}"


def short(facet: str, value: str) -> str:
    """Write the value of a facet as an address has it: the last part of its IRI."""
    return value if facet in ("kind", "year", "language") else value.rpartition("/")[2]


def every_year(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Put counts of years in order, with the years between that have none.

    >>> every_year([("2003", 2), ("2001", 1)])
    [('2001', 1), ('2002', 0), ('2003', 2)]
    """
    known = {int(year): count for year, count in counts}
    return [(str(year), known.get(year, 0)) for year in range(min(known), max(known) + 1)] if known else []


def search() -> Response:
    """Find things by words, in names and texts."""
    if not current_app.config.get("SERVED", True):
        return remembered(("finder",), _HTML, _finder)
    listing = Listing.of()
    if service().config.backend or service().config.writable:
        return remembered(("search", listing.key), _HTML, lambda generation: _as_plain_page(generation, listing))
    return remembered(("search", listing.key), _HTML, lambda generation: _as_page(generation, listing))


def _finder(generation: Generation) -> bytes:
    """Give the page on which a browser searches by itself, for a site without a server."""
    lists = [(f"{root()}/browse/{kind}", gettext(many)) for kind, (many, _) in KINDS.items()]
    return rendered("finder.html", generation, lists=lists)


def browse(kind: str) -> Response:
    """List things of a kind; ``.csv``, ``.json`` and ``.atom`` give the same as data.

    :raises Problem: 404 if there is no such kind
    """
    stem, _, suffix = kind.partition(".")
    if stem not in KINDS or suffix not in ("", *_WRITERS):
        raise Problem(404, f"there are lists of {', '.join(KINDS)}, also with {', '.join('.' + s for s in _WRITERS)}")
    return listed_as(stem, suffix)


def listed_as(kind: str, suffix: str) -> Response:
    """Give a list of a kind as a page (no suffix) or as data."""
    return _sent(Listing.of(kind), suffix)


def found_as(suffix: str) -> Response:
    """Give what a search found as data."""
    if suffix not in _WRITERS:
        raise Problem(404, f"a search is given as {', '.join('.' + name for name in _WRITERS)}")
    return _sent(Listing.of(), suffix)


def _sent(listing: Listing, suffix: str) -> Response:
    if not suffix:
        return remembered(("browse", listing.key), _HTML, lambda generation: _as_page(generation, listing))
    media, write = _WRITERS[suffix]
    return remembered(("list", suffix, listing.key), media, lambda generation: write(generation, listing))


def suggest() -> Response:
    """Complete a name that is being typed (OpenSearch Suggestions 1.1: text, names, kinds, addresses)."""
    text = " ".join(request.args.get("q", "").split())[:_LONGEST]

    def make(generation: Generation) -> bytes:
        hits = catalogue(generation).beginnings(text) if text else []
        base = generation.release.base
        columns = [
            [hit.name for hit in hits],
            [KINDS[hit.kind][1] for hit in hits],
            [address_of(hit.iri, base) for hit in hits],
        ]
        return json.dumps([text, *columns], ensure_ascii=False).encode()

    return remembered(("suggest", text), "application/x-suggestions+json", make)


def _as_page(generation: Generation, listing: Listing) -> bytes:
    shelf = catalogue(generation)
    found = listing.find(shelf, generation, _A_PAGE, (listing.page - 1) * _A_PAGE)
    return _render(generation, listing, found, _facets(shelf, found, listing))


def _as_plain_page(generation: Generation, listing: Listing) -> bytes:
    return _render(generation, listing, find(generation, listing.text), [])


def _render(
    generation: Generation, listing: Listing, found: Found, facets: list[tuple[str, str, list["Value"], int]]
) -> bytes:
    return rendered(
        "list.html",
        generation,
        listing=listing,
        q=listing.text,
        title=gettext(KINDS[listing.kind][0]) if listing.kind else "",
        found=found,
        rows=[_row(hit, listing, generation) for hit in found.hits],
        day_in_words=in_words(listing.day),
        facets=facets,
        orders={name: gettext(text) for name, text in ORDERS.items()},
        pages=-(-found.total // _A_PAGE) if facets else 1,
        first=(listing.page - 1) * _A_PAGE + 1,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A hit as a page shows it."""

    name: str
    address: str
    kind: str
    day: str
    snippet: list[tuple[str, bool]]


def _row(hit: Hit, listing: Listing, generation: Generation) -> Row:
    then = times(generation).name_on(hit.iri, listing.day) if listing.day else ""
    return Row(
        then or hit.called(chosen()),
        link_of(hit.iri, generation.release.base),
        gettext(KINDS[hit.kind][1]),
        in_words(hit.day),
        lit(hit.text, listing.text),
    )


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: how many have it, and the address with it chosen or, where it is, taken away."""

    name: str
    count: int
    address: str
    is_chosen: bool


def _facets(shelf: Catalogue, found: Found, listing: Listing) -> list[tuple[str, str, list[Value], int]]:
    """List facets that would narrow the result, or that are chosen: name, heading, first values, how many more."""
    shown = []
    for facet, heading in FACETS.items():
        counts = found.counts[facet]
        if facet == "year":
            counts = sorted(counts, reverse=True)
        if (facet == "kind" and listing.kind) or (len(counts) < 2 and facet not in listing.chosen):
            continue
        values = [_value(shelf, facet, value, count, listing) for value, count in counts]
        kept = [value for n, value in enumerate(values) if n < _SHOWN_VALUES or value.is_chosen]
        shown.append(
            (
                facet,
                gettext(heading),
                values if facet == "year" else kept,
                0 if facet == "year" else len(values) - len(kept),
            )
        )
    return shown


def _value(shelf: Catalogue, facet: str, value: str, count: int, listing: Listing) -> Value:
    brief = short(facet, value)
    is_chosen = listing.chosen.get(facet) == brief
    address = listing.address(**{facet: "" if is_chosen else brief})
    return Value(_value_name(shelf, facet, value), count, address, is_chosen)


def _value_name(shelf: Catalogue, facet: str, value: str) -> str:
    if facet == "kind":
        return gettext(KINDS[value][0])
    if facet == "language":
        return name_of(value)
    return value if facet == "year" else shelf.name(value, chosen())


def _a_table() -> int:
    """Tell how many rows a file of a list has at most: a server answers in time, whoever writes files has it."""
    most: int = current_app.config.get("TABLE_ROWS", _A_TABLE)
    return most


def _as_csv(generation: Generation, listing: Listing) -> bytes:
    shelf = catalogue(generation)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["iri", "kind", "name", "date", "states", "bodies", "fields_of_work", "places", "languages"])
    for hit in listing.find(shelf, generation, _a_table()).hits:
        groups = [_names(shelf, hit, facet) for facet in ("state", "body", "field", "place")]
        writer.writerow([hit.iri, hit.kind, hit.name, hit.day, *groups, "; ".join(hit.facets["language"])])
    return out.getvalue().encode()


def _names(shelf: Catalogue, hit: Hit, facet: str) -> str:
    return "; ".join(shelf.name(value) for value in hit.facets[facet])


def _as_json(generation: Generation, listing: Listing) -> bytes:
    shelf = catalogue(generation)
    found = listing.find(shelf, generation, _a_table())
    rows = [
        {"iri": hit.iri, "kind": hit.kind, "name": hit.name, "date": hit.day or None}
        | {
            facet: [{"iri": value, "name": shelf.name(value)} for value in hit.facets[facet]]
            for facet in ("state", "body", "field", "place")
        }
        | {"language": list(hit.facets["language"])}
        for hit in found.hits
    ]
    facets = {
        facet: [{"value": value, "count": count} for value, count in values] for facet, values in found.counts.items()
    }
    answer = {"total": found.total, "is_near": found.is_near, "facets": facets, "results": rows}
    return json.dumps(answer, ensure_ascii=False, indent=1).encode()


def _as_atom(generation: Generation, listing: Listing) -> bytes:
    """Write the newest of a list as an Atom feed (RFC 4287)."""
    base, place = generation.release.base, site().removesuffix(root())
    newest = Listing(listing.text, listing.kind, listing.chosen, "date", 1, listing.day)
    hits = [hit for hit in newest.find(catalogue(generation), generation, _A_FEED).hits if hit.day]
    called = (gettext("OSCE knowledge graph"), gettext(KINDS[listing.kind][0]) if listing.kind else "", listing.text)
    entries = [Entry(hit.iri, hit.name, place + link_of(hit.iri, base), hit.day, hit.kind) for hit in hits]
    address = place + newest.address()
    return write_feed(" · ".join(filter(None, called)), address, address, entries, chosen())


def _as_calendar(generation: Generation, listing: Listing) -> bytes:
    """Write meetings as an iCalendar file.

    :raises Problem: 404 for a list of anything else
    """
    # Only here: the library takes a tenth of a second to import.
    from endpoint.face.following.calendar import write_calendar

    if listing.kind != "meeting":
        raise Problem(404, "a calendar has meetings: /browse/meeting.ics")
    hits = listing.find(catalogue(generation), generation, _a_table()).hits
    return write_calendar(generation, hits, gettext("Meetings of the OSCE"))


_WRITERS: dict[str, tuple[str, Callable[[Generation, Listing], bytes]]] = {
    "csv": ("text/csv; charset=utf-8; header=present", _as_csv),
    "json": ("application/json", _as_json),
    "atom": ("application/atom+xml", _as_atom),
    "ics": ("text/calendar; charset=utf-8", _as_calendar),
}

blueprint.add_url_rule("/search", view_func=search)
blueprint.add_url_rule("/search.<suffix>", view_func=found_as)
blueprint.add_url_rule("/suggest", view_func=suggest)
blueprint.add_url_rule("/browse/<kind>", view_func=browse)
