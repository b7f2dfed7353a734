"""What stands behind an asserted triple: the passage of a page that says it, or the table it was read from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.iris import Iris
from kg.namespaces import prefixes
from kg.regexes import late

if TYPE_CHECKING:
    # Only for its name: whoever asks for evidence alone need not load what closes graphs.
    from kg.closure import Triple

#: Asks a release a SELECT query with the project's prefixes: a dictionary a solution, of the values that are bound.
Ask = Callable[[str], Iterable[dict[str, str]]]

_BOUNDARY = late(r"(?<=[.!?])[”\"’)]*\s+(?=[\"“A-ZÀ-ÞА-Я])|\n")
_MENTIONS = """SELECT DISTINCT ?text ?begin ?end ?confidence ?pattern ?address ?captured ?title ?document {
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
_TEXTS = """SELECT DISTINCT ?text ?address ?captured ?title ?document {
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
    pattern of words that read the span, and is empty for a name of the register. ``document`` is the IRI of what the
    page publishes, and ``at`` the offset of the span in the whole text, in code points.
    """

    sentence: str
    begin: int
    end: int
    title: str = ""
    address: str = ""
    captured: str = ""
    confidence: str = ""
    pattern: str = ""
    document: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One graph that states a triple, with what it rests on: passages of a page, or sources of a table."""

    graph: str
    passages: tuple[Passage, ...] = ()
    sources: tuple[str, ...] = ()


def grounds(ask: Ask, triple: ox.Triple, base: str) -> Iterator[Ground]:
    """Find every graph that states a triple, and what stands behind it there.

    :param ask: asks a release; :func:`asking` makes one of a store
    :param base: base IRI of the release
    """
    iris = Iris(base)
    stated = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ {triple.subject} {triple.predicate} {triple.object} }} }} ORDER BY ?g"
    for graph in [row["g"] for row in ask(stated)]:
        if graph == iris.graph("inferred"):
            continue
        if graph.startswith(iris.graph("doc/")):
            yield Ground(graph=graph, passages=tuple(_passages(ask, triple, graph)))
        else:
            yield Ground(graph=graph, sources=tuple(_sources(ask, triple, graph)))


def passages_for(ask: Ask, record: ox.NamedNode) -> Iterator[Passage]:
    """Find the sentences that bear out a record, in whatever document they are.

    :param ask: as of :func:`grounds`
    :param record: a tenure, a speech act, an involvement: what ``osce:evidencedBy`` is said of
    """
    for row in ask(_MENTIONS.replace("?link", f"{record} osce:evidencedBy ?mention .")):
        yield _passage(row, int(row["begin"]), int(row["end"]))


def asking(store: ox.Store, base: str) -> Ask:
    """Make of a store what :func:`grounds` asks."""

    def ask(query: str) -> Iterator[dict[str, str]]:
        found = store.query(query, prefixes=prefixes(base))
        if not isinstance(found, ox.QuerySolutions):
            return
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: str(getattr(row[name], "value", row[name])) for name in names if row[name] is not None}

    return ask


def _passages(ask: Ask, triple: ox.Triple, graph: str) -> Iterator[Passage]:
    """Prefer mentions of the object, then what bears out object or subject, then the words of a literal."""
    if isinstance(triple.object, ox.NamedNode):
        found = list(_mentioning(ask, graph, f"?mention osce:refersTo {triple.object} ."))
        found = found or list(_mentioning(ask, graph, f"{triple.object} osce:evidencedBy ?mention ."))
        yield from found or _mentioning(ask, graph, f"{triple.subject} osce:evidencedBy ?mention .")
    else:
        words = triple.object.value if isinstance(triple.object, ox.Literal) else ""
        for row in ask(_TEXTS.replace("?graph", f"<{graph}>")):
            begin = row["text"].find(words) if words else -1
            if begin >= 0:
                yield _passage(row, begin, begin + len(words))


def _mentioning(ask: Ask, graph: str, link: str) -> Iterator[Passage]:
    for row in ask(_MENTIONS.replace("?link", link).replace("?graph", f"<{graph}>")):
        yield _passage(row, int(row["begin"]), int(row["end"]))


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
        document=row.get("document", ""),
        at=begin,
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


def _sources(ask: Ask, triple: ox.Triple, graph: str) -> Iterator[str]:
    """Cite the sources that a record of the register rests on: publisher, title, address, day read."""
    cited = f"""SELECT DISTINCT ?source ?citation {{ GRAPH <{graph}> {{ {triple.subject} dcterms:source ?source
      OPTIONAL {{ ?source dcterms:bibliographicCitation ?citation }} }} }} ORDER BY ?citation ?source"""
    for row in ask(cited):
        yield row.get("citation") or row["source"]


def written(triple: ox.Triple) -> "Triple":
    """Write the terms of a triple as in N-Triples."""
    return str(triple.subject), str(triple.predicate), str(triple.object)
