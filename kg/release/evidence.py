"""What stands behind an asserted triple: the passage of a page that says it, or the table it was read from."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.closure import Triple
from kg.iris import Iris
from kg.namespaces import DCTERMS, prefixes
from kg.regexes import late

_BOUNDARY = late(r"(?<=[.!?])[”\"’)]*\s+(?=[\"“A-ZÀ-ÞА-Я])|\n")
_MENTIONS = """SELECT DISTINCT ?text ?begin ?end ?confidence ?pattern ?address ?captured ?title {
  GRAPH ?graph {
    ?mention osce:foundIn ?snapshot ; nif:beginIndex ?begin ; nif:endIndex ?end ; osce:confidence ?confidence .
    ?link
    OPTIONAL { ?mention osce:readBy ?pattern }
    ?snapshot osce:plainText ?text . ?version osce:hasSnapshot ?snapshot .
    ?document osce:hasLanguageVersion ?version .
    OPTIONAL { ?version osce:sourceUrl ?address } OPTIONAL { ?snapshot osce:capturedAt ?captured }
    OPTIONAL { ?document dcterms:title ?title }
  }
} ORDER BY DESC(?confidence) ?begin"""
_TEXTS = """SELECT DISTINCT ?text ?address ?captured ?title {
  GRAPH ?graph {
    ?document osce:hasLanguageVersion ?version . ?version osce:hasSnapshot ?snapshot .
    ?snapshot osce:plainText ?text .
    OPTIONAL { ?version osce:sourceUrl ?address } OPTIONAL { ?snapshot osce:capturedAt ?captured }
    OPTIONAL { ?document dcterms:title ?title }
  }
} ORDER BY ?captured"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence of a page with a span marked.

    ``begin`` and ``end`` are offsets into ``sentence`` in code points; ``address`` and ``captured`` are empty where
    they are not known, ``confidence`` where no mention but the page's own form says it; ``pattern`` names the
    pattern of words that read the span, and is empty for a name of the register.
    """

    sentence: str
    begin: int
    end: int
    title: str = ""
    address: str = ""
    captured: str = ""
    confidence: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One graph that states a triple, with what it rests on: passages of a page, or sources of a table."""

    graph: str
    passages: tuple[Passage, ...] = ()
    sources: tuple[str, ...] = ()


def grounds(store: ox.Store, triple: ox.Triple, base: str) -> Iterator[Ground]:
    """Find every graph that states a triple, and what stands behind it there.

    :param store: the store of a release
    :param base: base IRI of the release
    """
    iris = Iris(base)
    inferred = iris.graph("inferred")
    for quad in store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None):
        graph = quad.graph_name
        if not isinstance(graph, ox.NamedNode) or graph.value == inferred:
            continue
        if graph.value.startswith(iris.graph("doc/")):
            yield Ground(graph=graph.value, passages=tuple(_passages(store, triple, graph, base)))
        else:
            yield Ground(graph=graph.value, sources=tuple(_sources(store, triple, graph)))


def _passages(store: ox.Store, triple: ox.Triple, graph: ox.NamedNode, base: str) -> Iterator[Passage]:
    """Prefer mentions of the object, then what bears out object or subject, then the words of a literal."""
    if isinstance(triple.object, ox.NamedNode):
        found = list(_mentioning(store, graph, base, f"?mention osce:refersTo {triple.object} ."))
        found = found or list(_mentioning(store, graph, base, f"{triple.object} osce:evidencedBy ?mention ."))
        yield from found or _mentioning(store, graph, base, f"{triple.subject} osce:evidencedBy ?mention .")
    else:
        words = triple.object.value if isinstance(triple.object, ox.Literal) else ""
        for row in _rows(store, _TEXTS, graph, base):
            begin = row["text"].find(words) if words else -1
            if begin >= 0:
                yield _passage(row, begin, begin + len(words))


def _mentioning(store: ox.Store, graph: ox.NamedNode, base: str, link: str) -> Iterator[Passage]:
    for row in _rows(store, _MENTIONS.replace("?link", link), graph, base):
        yield _passage(row, int(row["begin"]), int(row["end"]))


def _rows(store: ox.Store, query: str, graph: ox.NamedNode, base: str) -> Iterator[dict[str, str]]:
    found = store.query(query.replace("?graph", str(graph)), prefixes=prefixes(base))
    if not isinstance(found, ox.QuerySolutions):
        return
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: str(getattr(row[name], "value", row[name] or "")) for name in names}


def _passage(row: dict[str, str], begin: int, end: int) -> Passage:
    text = row["text"]
    first, last = sentence_around(text, begin, end)
    return Passage(
        sentence=text[first:last],
        begin=begin - first,
        end=end - first,
        title=row.get("title", ""),
        address=row.get("address", ""),
        captured=row.get("captured", ""),
        confidence=row.get("confidence", ""),
        pattern=row.get("pattern", ""),
    )


def sentence_around(text: str, begin: int, end: int) -> tuple[int, int]:
    """Find the sentence that holds a span.

    :returns: its offsets in code points, without space around

    >>> sentence_around("One thing. Two of Serbia came. Three.", 18, 24)
    (11, 30)
    """
    first, last = 0, len(text)
    for boundary in _BOUNDARY.finditer(text):
        if boundary.end() <= begin:
            first = boundary.end()
        elif boundary.start() >= end:
            last = boundary.start()
            break
    while last < len(text) and text[last] in '”"’)':
        last += 1
    return first, last


def _sources(store: ox.Store, triple: ox.Triple, graph: ox.NamedNode) -> Iterator[str]:
    """Cite the sources that a record of the register rests on: publisher, title, address, day read."""
    for quad in store.quads_for_pattern(triple.subject, ox.NamedNode(f"{DCTERMS}source"), None, graph):
        yield _citation(store, quad.object, graph)


def _citation(store: ox.Store, source: object, graph: ox.NamedNode) -> str:
    if isinstance(source, ox.NamedNode):
        cited = ox.NamedNode(f"{DCTERMS}bibliographicCitation")
        for quad in store.quads_for_pattern(source, cited, None, graph):
            return str(getattr(quad.object, "value", source.value))
    return str(getattr(source, "value", source))


def written(triple: ox.Triple) -> Triple:
    """Write the terms of a triple as in N-Triples."""
    return str(triple.subject), str(triple.predicate), str(triple.object)
