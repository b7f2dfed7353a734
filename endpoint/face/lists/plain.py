"""Search without an index: a part of a name, asked of the store itself. For other stores and writable copies."""

from endpoint.engine.service import Generation
from endpoint.face.answers import rows
from endpoint.finding.catalogue import Found, Hit
from endpoint.finding.entries import KINDS
from endpoint.finding.index import FACETS
from kg.namespaces import prefixes

_HITS = 50


def find(generation: Generation, text: str) -> Found:
    """Find what has the text in a name: whole names first, then beginnings, then others; 50 at most."""
    empty: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS}
    found = rows(generation, _query(text)) if text else []
    known = prefixes(generation.release.base)
    kinds = {
        known[name.partition(":")[0]] + name.partition(":")[2]: kind for kind, names in KINDS.items() for name in names
    }
    hits = [
        Hit(row["thing"]["value"], row["name"]["value"], kinds.get(row["type"]["value"], "body"), "", "")
        for row in found
    ]
    return Found(len(hits), hits, empty)


def _query(text: str) -> str:
    wanted = '"' + "".join(_escaped(character) for character in text.lower()) + '"'
    classes = ", ".join(name for names in KINDS.values() for name in names)
    return f"""SELECT ?thing (SAMPLE(?label) AS ?name) (MIN(?order) AS ?rank) (SAMPLE(?kind) AS ?type) {{
      {{ SELECT ?thing ?label {{ ?thing skos:prefLabel|skos:altLabel|dcterms:title ?label
         FILTER(CONTAINS(LCASE(STR(?label)), {wanted})) }} }}
      BIND(LCASE(STR(?label)) AS ?lower)
      BIND(IF(?lower = {wanted}, 0, IF(STRSTARTS(?lower, {wanted}), 1, 2)) AS ?order)
      ?thing a ?kind FILTER(?kind IN ({classes}))
    }} GROUP BY ?thing ORDER BY ?rank ?name ?thing LIMIT {_HITS}"""


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04X}" if character in '"\\\n\r' or ord(character) < 32 else character
