"""What the editor completes: prefixes, and the classes and properties that the release has, as its VoID counts them."""

import json

from flask import Blueprint, Response

from endpoint.engine.service import Generation
from endpoint.face.answers import remembered, rows
from endpoint.face.things.terms import terms
from kg.namespaces import compact

blueprint = Blueprint("completion", __name__)

_COUNTED = """SELECT ?term (MAX(?count) AS ?n) { ?part %s ?term ; %s ?count } GROUP BY ?term ORDER BY DESC(?n)"""
_PARTITIONS = {"classes": ("void:class", "void:entities"), "properties": ("void:property", "void:triples")}


def offered() -> Response:
    """List prefixes, classes and properties: each term in short, its English label, how often it is used."""
    return remembered(("completion",), "application/json", _offer)


def _offer(generation: Generation) -> bytes:
    known, prefixes = terms(generation.release.base), generation.prefixes
    answer: dict[str, object] = {"prefixes": prefixes}
    for name, (kind, count) in _PARTITIONS.items():
        found = {row["term"]["value"]: int(row["n"]["value"]) for row in rows(generation, _COUNTED % (kind, count))}
        # What the ontology has and no data uses comes last.
        rest = {iri for iri in known.labels if iri[iri.rfind("#") + 1 :][:1].isupper() == (name == "classes")}
        found |= dict.fromkeys(sorted(rest - found.keys()), 0)
        answer[name] = [
            [brief, known.labels.get(iri, {}).get("en", ""), n]
            for iri, n in found.items()
            if (brief := compact(iri, prefixes)) != iri
        ]
    return json.dumps(answer, ensure_ascii=False).encode()


blueprint.add_url_rule("/sparql/terms.json", view_func=offered)
