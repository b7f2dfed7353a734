"""``/feed/…`` and ``/changes``: what happened, as Atom; what changed since the release before, in three forms."""

import json
from dataclasses import asdict, replace
from datetime import date, timedelta

from flask import Blueprint, Response, request

from endpoint import forms
from endpoint.engine.service import Generation, Release, read_release
from endpoint.face.addresses import root, site
from endpoint.face.answers import remembered, rows, service
from endpoint.face.days import is_day
from endpoint.face.following.comparing import Comparison, Comparisons, Difference
from endpoint.face.following.events import Event, events
from endpoint.face.following.feed import Entry, write_feed
from endpoint.face.language import chosen, gettext, in_words
from endpoint.face.lists.shelf import at_hand, catalogue
from endpoint.face.lists.views import KINDS, found_as, listed_as
from endpoint.face.pages import rendered
from endpoint.face.things.names import address_of, iri_of, link_of
from endpoint.face.things.terms import terms
from endpoint.finding.asking import Asked
from endpoint.problems import Problem

blueprint = Blueprint("following", __name__)

_HTML, _ATOM = f"{forms.HTML.media_type}; charset=utf-8", "application/atom+xml"
_A_FEED, _SHOWN = 100, 200
_DAYS = 365
#: Kind of a thing in the catalogue → the facet of documents that names it.
_FACETS = {name: name for name in ("state", "body", "person", "place", "field")} | {"operation": "body"}
_COMPARISONS = Comparisons()


def feed(name: str) -> Response:
    """Give what happened to a thing, or the newest of a kind, or of what a search finds, as Atom.

    :raises Problem: 404 if there is no such thing
    """
    name = name.removesuffix(".atom")
    if name == "search":
        return found_as("atom")
    if name in KINDS:
        return listed_as(name, "atom")
    return remembered(("feed", name), _ATOM, lambda generation: _feed(generation, name))


def _feed(generation: Generation, name: str) -> bytes:
    iri, base = iri_of(name, generation.release.base), generation.release.base
    hit = catalogue(generation).entry(iri)
    if hit is None:
        raise Problem(404, f"there is no feed of {name!r}: a feed has the path of a thing, as state/malta, or a kind")
    found = [_entry(event, base) for event in events(generation, iri)]
    documents = _documents(generation, iri, hit.kind)
    entries = sorted([*found, *documents], key=lambda entry: entry.day, reverse=True)[:_A_FEED]
    place = site() + address_of(iri, base).removeprefix(root())
    return write_feed(
        f"{hit.name} · {gettext('OSCE knowledge graph')}", f"{site()}/feed/{name}", place, entries, chosen()
    )


def _documents(generation: Generation, iri: str, kind: str) -> list[Entry]:
    facet = _FACETS.get(kind)
    if facet is None:
        return []
    asked = Asked.of("", {"kind": "document", facet: iri}, "date")
    hits = catalogue(generation).find(asked, 0, _A_FEED, ()).hits
    return [_page_entry(hit.iri, hit.name, hit.day, generation.release.base) for hit in hits if hit.day]


def _page_entry(iri: str, title: str, day: str, base: str, key: str = "") -> Entry:
    identity = f"{iri}#{key}" if key else iri
    return Entry(identity, title, site() + link_of(iri, base).removeprefix(root()), day, key or "document")


def _entry(event: Event, base: str) -> Entry:
    return _page_entry(event.iri, event.title, event.day, base, event.key)


def changes() -> Response:
    """Show what is new, changed and gone since the release before, and what happened since a day.

    :raises Problem: 400 if ``since`` is not a day
    """
    since = _since()
    return remembered(("changes", since), _HTML, lambda generation: _page(generation, since))


def changes_as(suffix: str) -> Response:
    """Give the same as JSON or as Atom, in which what is gone has an entry of its own.

    :raises Problem: 404 for another suffix
    """
    since = _since()
    if suffix == "json":
        return remembered(("changes.json", since), "application/json", lambda generation: _as_json(generation, since))
    if suffix == "atom":
        return remembered(("changes.atom",), _ATOM, _as_atom)
    raise Problem(404, "changes are given as .json and .atom")


def _since() -> str:
    since = request.args.get("since", "")
    if since and not is_day(since):
        raise Problem(400, f"since={since!r} is not a day: write it as 2014-04-11", kind="parameters")
    return since


def _last_year(generation: Generation) -> str:
    """Give the day a year before the last thing that the record has, from which news are listed if nobody says."""
    shelf = at_hand(generation)
    if shelf is not None:
        newest = [hit.day for hit in shelf.find(Asked.of("", {"kind": "document"}, "date"), 0, 1, ()).hits]
    else:
        query = "SELECT ?day { ?x osce:issuedOn|osce:adoptedOn ?day } ORDER BY DESC(?day) LIMIT 1"
        newest = [row["day"]["value"] for row in rows(generation, query)]
    last = newest[0][:10] if newest else ""
    return (date.fromisoformat(last) - timedelta(days=_DAYS)).isoformat() if is_day(last) else ""


def _before(generation: Generation) -> Release | None:
    folder = service().config.before
    return read_release(folder) if folder is not None and generation.release.folder.is_dir() else None


def _compared(generation: Generation, before: Release) -> Comparison:
    key = (before.identity, generation.release.identity)
    return _COMPARISONS.of(key, before.folder, generation.release.folder)


def _page(generation: Generation, asked: str) -> bytes:
    since, before = asked or _last_year(generation), _before(generation)
    compared = _compared(generation, before) if before else None
    base = generation.release.base
    happened = [
        (event.title, link_of(event.iri, base), in_words(event.day)) for event in events(generation, since=since)
    ]
    return rendered(
        "changes.html",
        generation,
        since=since,
        since_in_words=in_words(since, inside=True),
        before=before,
        groups=_grouped(compared, base) if compared else [],
        nameless=compared.nameless if compared else 0,
        happened=happened[:_SHOWN],
        more=max(0, len(happened) - _SHOWN),
    )


def _grouped(compared: Comparison, base: str) -> list[tuple[str, list[tuple[Difference, str]], int]]:
    """Group differences by status: heading, the first of them with their pages, how many more there are."""
    headings = {"new": gettext("New"), "changed": gettext("Changed"), "gone": gettext("Gone")}
    groups = []
    for status, heading in headings.items():
        found = [each for each in compared.things if each.status == status]
        shown = [
            (
                replace(each, kind=terms(base).class_name(f"{base}ontology#{each.kind}") or each.kind),
                "" if status == "gone" else link_of(each.iri, base),
            )
            for each in found[:_SHOWN]
        ]
        if found:
            groups.append((f"{heading} ({len(found)})", shown, len(found) - len(shown)))
    return groups


def _as_json(generation: Generation, asked: str) -> bytes:
    since, before = asked or _last_year(generation), _before(generation)
    answer: dict[str, object] = {"release": generation.release.version, "since": since}
    if before is not None:
        compared = _compared(generation, before)
        answer |= {
            "before": before.version,
            "things": [asdict(each) for each in compared.things],
            "without_a_name": compared.nameless,
        }
    answer["happened"] = [asdict(event) for event in events(generation, since=since)]
    return json.dumps(answer, ensure_ascii=False, indent=1).encode()


def _as_atom(generation: Generation) -> bytes:
    """Write the differences to the release before; without one, what happened in the last year of the record."""
    before, base = _before(generation), generation.release.base
    title, address = f"{gettext('Changes')} · {gettext('OSCE knowledge graph')}", f"{site()}/changes"
    if before is None:
        entries = [_entry(event, base) for event in events(generation, since=_last_year(generation))]
        return write_feed(title, f"{address}.atom", address, entries[:_A_FEED], chosen())
    day = generation.release.version[:10]
    day = day if is_day(day) else "1975-08-01"
    found = [
        Entry(
            each.iri,
            each.name,
            site() + link_of(each.iri, base).removeprefix(root()),
            day,
            each.status,
            each.status == "gone",
        )
        for each in _compared(generation, before).things
    ]
    return write_feed(title, f"{address}.atom", address, found, chosen())


blueprint.add_url_rule("/feed/<path:name>", view_func=feed)
blueprint.add_url_rule("/changes", view_func=changes)
blueprint.add_url_rule("/changes.<suffix>", view_func=changes_as)
