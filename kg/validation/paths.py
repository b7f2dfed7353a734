"""SHACL property paths as SPARQL property paths.

Source: SHACL §2.3.1, SPARQL 1.1 §9.
"""

import pyoxigraph as ox

from kg.errors import ShapesError
from kg.validation.terms import Term
from kg.validation.triples import Triples
from kg.validation.vocabulary import RDF, SH

_DEEPEST, _LONGEST = 50, 1000
_REPEATED = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(graph: Triples, path: Term) -> str:
    """Write a path as SPARQL.

    :param graph: the shapes graph
    :param path: an IRI or the blank node of a complex path
    :raises ShapesError: if the path is ill-formed or contains itself
    """
    return _text(graph, path, frozenset())


def _text(graph: Triples, path: Term, above: frozenset[Term]) -> str:
    if isinstance(path, ox.NamedNode):
        return str(path)
    if not isinstance(path, ox.BlankNode) or path in above:
        raise ShapesError(f"{path} is not a property path: give an IRI or one of the path expressions of SHACL")
    if len(above) >= _DEEPEST:
        raise ShapesError(f"a path has others inside more than {_DEEPEST} deep: nest them less deeply")
    above |= {path}
    if graph.has(path, RDF.first):
        return f"({'/'.join(_text(graph, part, above) for part in _parts(graph, path))})"
    for predicate, sign in _REPEATED.items():
        if (inner := graph.value(path, predicate)) is not None:
            return f"({_text(graph, inner, above)}){sign}"
    if (inner := graph.value(path, SH.inversePath)) is not None:
        return f"^({_text(graph, inner, above)})"
    if (inner := graph.value(path, SH.alternativePath)) is not None:
        return f"({'|'.join(_text(graph, part, above) for part in _parts(graph, inner))})"
    raise ShapesError(f"the blank node {path} is not a property path: use one of the path expressions of SHACL")


def _parts(graph: Triples, node: Term) -> list[Term]:
    parts: list[Term] = []
    while node != RDF.nil:
        first, rest = graph.value(node, RDF.first), graph.value(node, RDF.rest)
        if first is None or rest is None or len(parts) >= _LONGEST:
            raise ShapesError(
                f"a path's list is not well-formed: each cell needs rdf:first and rdf:rest, {_LONGEST:,} cells at most"
            )
        parts.append(first)
        node = rest
    if len(parts) < 2:
        raise ShapesError("a sequence or alternative path needs two parts or more")
    return parts


def path_turtle(graph: Triples, path: Term) -> str:
    """Write a path as SHACL has it in Turtle, with blank nodes in brackets.

    :param graph: the shapes graph
    :param path: an IRI or the blank node of a complex path that :func:`path_text` took
    """
    if isinstance(path, ox.NamedNode):
        return str(path)
    if graph.has(path, RDF.first):
        return f"( {' '.join(path_turtle(graph, part) for part in _parts(graph, path))} )"
    for predicate in (*_REPEATED, SH.inversePath, SH.alternativePath):
        if (inner := graph.value(path, predicate)) is not None:
            return f"[ {predicate} {path_turtle(graph, inner)} ]"
    raise ShapesError(f"the blank node {path} is not a property path: use one of the path expressions of SHACL")
