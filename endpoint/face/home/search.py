"""``/search``: things by a part of their names."""

from flask import Blueprint, Response, render_template, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face.answers import remembered, rows
from endpoint.face.things.views import address_of
from endpoint.problems import Problem
from kg.namespaces import compact

blueprint = Blueprint("search", __name__)

_HTML = f"{forms.HTML.media_type}; charset=utf-8"
_HITS = 50
_LONGEST = 200


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


blueprint.add_url_rule("/search", view_func=search)
