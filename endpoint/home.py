"""``/`` and ``/search``: where people begin."""

from flask import Blueprint, Response, render_template, request

from endpoint import negotiation
from endpoint.answers import remembered, rows
from endpoint.generation import Generation
from endpoint.problems import Problem
from endpoint.things import address_of
from kg.namespaces import compact

blueprint = Blueprint("home", __name__)

_HTML = f"{negotiation.HTML.media_type}; charset=utf-8"
#: Classes that the first page counts, in this order.
_COUNTED = {
    "PressRelease": "press releases",
    "State": "States, participating, partners and former",
    "FieldOperation": "field operations",
    "Institution": "institutions",
    "Meeting": "meetings",
    "Post": "posts",
    "Tenure": "tenures of posts",
    "SpeechAct": "speech acts",
    "Mention": "mentions in texts",
}
_HITS = 50
_LONGEST = 200


def start() -> Response:
    """Say what this is, how much of it there is, and how to ask it."""
    choice = negotiation.choose(request.headers.get("Accept"), negotiation.PAGES)
    if choice is not None and choice.form is not negotiation.HTML:
        return Response(status=303, headers={"Location": "/void.ttl", "Vary": "Accept"})
    return remembered(("home", request.host_url), _HTML, _home)


def _home(generation: Generation) -> bytes:
    manifest = generation.release.manifest
    classes = manifest.get("classes", {})
    space = f"{generation.release.base}ontology#"
    counts = [(name, told, classes[space + name]) for name, told in _COUNTED.items() if classes.get(space + name)]
    return render_template(
        "home.html", release=generation.release, manifest=manifest, counts=counts, address=request.host_url.rstrip("/")
    ).encode()


def search() -> Response:
    """Find things by a part of their names.

    :raises Problem: 400 if what is searched for is too long
    """
    text = " ".join(request.args.get("q", "").split())
    if len(text) > _LONGEST:
        raise Problem(400, f"search for {_LONGEST} characters at most", kind="parameters")
    return remembered(("search", text), _HTML, lambda generation: _found(generation, text))


def _found(generation: Generation, text: str) -> bytes:
    hits = _hits(generation, text) if text else []
    return render_template(
        "search.html", release=generation.release, q=text, hits=hits[:_HITS], is_cut=len(hits) > _HITS
    ).encode()


def _hits(generation: Generation, text: str) -> list[tuple[str, str, str]]:
    """List name, address and class of what has the text in a name: whole names first, then beginnings, then others."""
    wanted = '"' + "".join(_escaped(character) for character in text.lower()) + '"'
    found = rows(
        generation,
        f"""SELECT ?thing (SAMPLE(?label) AS ?name) (MIN(?order) AS ?rank) (SAMPLE(?kind) AS ?type) {{
          {{ SELECT ?thing ?label {{ ?thing skos:prefLabel|skos:altLabel|dcterms:title ?label
             FILTER(CONTAINS(LCASE(STR(?label)), {wanted})) }} }}
          BIND(LCASE(STR(?label)) AS ?lower)
          BIND(IF(?lower = {wanted}, 0, IF(STRSTARTS(?lower, {wanted}), 1, 2)) AS ?order)
          OPTIONAL {{ ?thing a ?kind FILTER(STRSTARTS(STR(?kind), "{generation.release.base}ontology#")) }}
        }} GROUP BY ?thing ORDER BY ?rank ?name ?thing LIMIT {_HITS + 1}""",
    )
    return [_hit(row, generation) for row in found]


def _hit(row: dict[str, dict[str, str]], generation: Generation) -> tuple[str, str, str]:
    iri = row["thing"]["value"]
    kind = row["type"]["value"] if "type" in row else ""
    address = address_of(iri, generation.release.base) or iri
    return row["name"]["value"], address, compact(kind, generation.prefixes)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04X}" if character in '"\\\n\r' or ord(character) < 32 else character


blueprint.add_url_rule("/", view_func=start)
blueprint.add_url_rule("/search", view_func=search)
