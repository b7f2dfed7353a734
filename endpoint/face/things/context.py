"""JSON-LD of one thing, compacted with the project's context.

Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/, section 4.1.
"""

import json
from functools import lru_cache
from typing import Any

from rdflib import Graph, Literal, URIRef

from kg.assets import folder, rebased_text

Term = dict[str, str]


def compacted(subject: str, said: list[tuple[Term, Term]], base: str) -> bytes:
    """Write statements about a thing as JSON-LD with the terms of ``ontology/context.jsonld``.

    :param subject: its IRI
    :param said: properties and values, as SPARQL Results JSON has them
    :param base: base IRI of the release
    """
    graph = Graph()
    for predicate, value in said:
        graph.add((URIRef(subject), URIRef(predicate["value"]), _term(value)))
    text = graph.serialize(format="json-ld", context=json.loads(_context(base)), auto_compact=True, sort_keys=True)
    document: dict[str, Any] = json.loads(text)
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


@lru_cache(maxsize=4)
def _context(base: str) -> str:
    text = rebased_text(folder("ontology") / "context.jsonld", base)
    return json.dumps(json.loads(text)["@context"])


def _term(value: Term) -> URIRef | Literal:
    if value["type"] == "uri":
        return URIRef(value["value"])
    datatype = URIRef(value["datatype"]) if "datatype" in value else None
    return Literal(value["value"], lang=value.get("xml:lang"), datatype=datatype, normalize=False)
