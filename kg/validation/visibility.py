"""Which triples shapes can see: those of the predicates that they name, unless they look at all.

What no shape can see need not be loaded: it changes no result.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

import rdflib
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.term import Node

from kg.kept import Memo, code, key_of
from kg.validation.shapes import ShapesGraph
from kg.validation.sparql import prologue

Triple: TypeAlias = tuple[Node, Node, Node]


def visible_predicates(shapes: ShapesGraph, only: Iterable[Node] | None = None) -> frozenset[str] | None:
    """Name the predicates whose triples validation may depend on; None if that may be any.

    It may be any where a shape is closed, a path may be empty or is negated, a predicate is a variable, or a
    constraint component is the user's own.

    :param shapes: the shapes
    :param only: shapes whose validation counts; by default all
    :raises ShapesError: if a query does not parse
    """
    graph = shapes.graph
    if shapes.has_empty_paths or shapes.custom or (None, SH.closed, Literal(True)) in graph:
        return None
    triples = list(graph if only is None else _reached(graph, only))
    found = {str(term) for triple in triples for term in triple if isinstance(term, URIRef)}
    found |= {str(RDF.type), str(RDFS.subClassOf)}
    for node, predicate, select in triples:
        named = _asked(f"{prologue(graph, node)}{select}") if predicate == SH.select else frozenset[str]()
        if named is None:
            return None
        found |= named
    return frozenset(found)


def asks_for_types(shapes: ShapesGraph, node: Node) -> frozenset[str] | None:
    """Name the classes that a shape asks nodes to be of, or targets; None if its paths or queries may ask for any.

    :raises ShapesError: if a query does not parse
    """
    triples = list(_reached(shapes.graph, [node]))
    for subject, predicate, value in triples:
        asked = _asked(f"{prologue(shapes.graph, subject)}{value}") if predicate == SH.select else frozenset[str]()
        if value == RDF.type or asked is None or str(RDF.type) in asked:
            return None
    return frozenset(str(value) for _, predicate, value in triples if predicate in (SH["class"], SH.targetClass))


def _reached(graph: Graph, nodes: Iterable[Node]) -> Iterator[Triple]:
    """List the triples about nodes, about what these name, and about the shapes that name them as a property."""
    todo, seen = list(nodes), set[Node]()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        todo += graph.subjects(SH.property, node)
        for predicate, value in graph.predicate_objects(node):
            yield node, predicate, value
            todo.append(value)


@lru_cache(maxsize=512)
def _asked(query: str) -> frozenset[str] | None:
    """Name the predicates of a query; None if it may ask for any."""
    is_any, *names = _queries.get(query, lambda: _read(query))
    return None if is_any else frozenset(names)


def _read(query: str) -> tuple[str, ...]:
    from kg.validation.predicates import paths, predicates_of  # with a parser of SPARQL

    found: set[str] = set()
    for path in paths(query):
        named = predicates_of(path)
        if named is None or _may_be_empty(path):
            return ("any",)
        found |= named
    return ("", *sorted(found))


_CODE = code("validation/predicates.py", "validation/visibility.py")
#: Reading a query takes some 20 ms, and the queries of the project's shapes are ever the same.
_queries = Memo("paths", lambda: key_of(f"rdflib {rdflib.__version__}", *_CODE))


def _may_be_empty(path: object) -> bool:
    """Tell whether a path may lead from a node to itself without a triple, and so sees every node."""
    if isinstance(path, MulPath):
        return path.zero or _may_be_empty(path.path)
    if isinstance(path, SequencePath):
        return all(map(_may_be_empty, path.args))
    if isinstance(path, AlternativePath):
        return any(map(_may_be_empty, path.args))
    return isinstance(path, InvPath) and _may_be_empty(path.arg)
