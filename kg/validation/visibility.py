"""Which triples shapes can see: those of the predicates that they name, unless they look at all.

What no shape can see need not be loaded: it changes no result.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox

from kg.kept import Memo, code, key_of, library
from kg.namespaces import RDF
from kg.validation.shapes import ShapesGraph
from kg.validation.sparql import prologue
from kg.validation.terms import TRUE, Term
from kg.validation.triples import Triple, Triples
from kg.validation.vocabulary import RDFS, SH

_TYPE = f"{RDF}type"
#: The code that reads queries: what it gives is kept.
SPARQL = ("plugins/sparql/parser.py", "plugins/sparql/parserutils.py", "plugins/sparql/algebra.py", "paths.py")


def visible_predicates(shapes: ShapesGraph, only: Iterable[Term] | None = None) -> frozenset[str] | None:
    """Name the predicates whose triples validation may depend on; None if that may be any.

    It may be any where a shape is closed, a path may be empty or is negated, a predicate is a variable, or a
    constraint component is the user's own.

    :param shapes: the shapes
    :param only: shapes whose validation counts; by default all
    :raises ShapesError: if a query does not parse
    """
    graph = shapes.graph
    if shapes.has_empty_paths or shapes.custom or graph.has_value(SH.closed, TRUE):
        return None
    triples = list(graph if only is None else _reached(graph, only))
    found = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    found |= {_TYPE, RDFS.subClassOf.value}
    for node, predicate, select in triples:
        named = _asked(prologue(graph, node) + select.value) if predicate == SH.select else frozenset[str]()
        if named is None:
            return None
        found |= named
    return frozenset(found)


def asks_for_types(shapes: ShapesGraph, node: Term) -> frozenset[str] | None:
    """Name the classes that a shape asks nodes to be of, or targets; None if its paths or queries may ask for any.

    :raises ShapesError: if a query does not parse
    """
    triples = list(_reached(shapes.graph, [node]))
    for subject, predicate, value in triples:
        asked = _asked(prologue(shapes.graph, subject) + value.value) if predicate == SH.select else frozenset[str]()
        if value.value == _TYPE or asked is None or _TYPE in asked:
            return None
    return frozenset(value.value for _, predicate, value in triples if predicate in (SH["class"], SH.targetClass))


def _reached(graph: Triples, nodes: Iterable[Term]) -> Iterator[Triple]:
    """List the triples about nodes, about what these name, and about the shapes that name them as a property."""
    todo, seen = list(nodes), set[Term]()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        todo += graph.subjects(SH.property, node)
        for predicate, values in graph.about(node).items():
            yield from ((node, predicate, value) for value in values)
            todo += values


@lru_cache(maxsize=512)
def _asked(query: str) -> frozenset[str] | None:
    """Name the predicates of a query; None if it may ask for any."""
    is_any, *names = _queries.get(query, lambda: _read(query))
    return None if is_any else frozenset(names)


def _read(query: str) -> tuple[str, ...]:
    from kg.validation.predicates import may_be_empty, paths, predicates_of  # with a parser of SPARQL

    found: set[str] = set()
    for path in paths(query):
        named = predicates_of(path)
        if named is None or may_be_empty(path):
            return ("any",)
        found |= named
    return ("", *sorted(found))


_CODE = code("validation/predicates.py", "validation/visibility.py")
#: Reading a query takes some 20 ms, and the queries of the project's shapes are ever the same.
_queries = Memo("paths", lambda: key_of(*library("rdflib", *SPARQL), *_CODE))
