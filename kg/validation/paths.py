"""SHACL property paths as SPARQL property paths.

Source: SHACL §2.3.1, SPARQL 1.1 §9.
"""

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from kg.errors import ShapesError

_DEEPEST, _LONGEST = 50, 1000
_REPEATED = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(graph: Graph, path: Node) -> str:
    """Write a path as SPARQL.

    :param graph: the shapes graph
    :param path: an IRI or the blank node of a complex path
    :raises ShapesError: if the path is ill-formed or contains itself
    """
    return _text(graph, path, frozenset())


def _text(graph: Graph, path: Node, above: frozenset[Node]) -> str:
    if isinstance(path, URIRef):
        return path.n3()
    if not isinstance(path, BNode) or path in above:
        raise ShapesError(f"{path!r} is not a property path: give an IRI or one of the path expressions of SHACL")
    if len(above) >= _DEEPEST:
        raise ShapesError(f"a path has others inside more than {_DEEPEST} deep: nest them less deeply")
    above |= {path}
    if (path, RDF.first, None) in graph:
        return f"({'/'.join(_text(graph, part, above) for part in _parts(graph, path))})"
    for predicate, sign in _REPEATED.items():
        if (inner := graph.value(path, predicate)) is not None:
            return f"({_text(graph, inner, above)}){sign}"
    if (inner := graph.value(path, SH.inversePath)) is not None:
        return f"^({_text(graph, inner, above)})"
    if (inner := graph.value(path, SH.alternativePath)) is not None:
        return f"({'|'.join(_text(graph, part, above) for part in _parts(graph, inner))})"
    raise ShapesError(f"the blank node {path.n3()} is not a property path: use one of the path expressions of SHACL")


def _parts(graph: Graph, node: Node) -> list[Node]:
    parts: list[Node] = []
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


def path_turtle(graph: Graph, path: Node) -> str:
    """Write a path as SHACL has it in Turtle, with blank nodes in brackets.

    :param graph: the shapes graph
    :param path: an IRI or the blank node of a complex path that :func:`path_text` took
    """
    if isinstance(path, URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return f"( {' '.join(path_turtle(graph, part) for part in _parts(graph, path))} )"
    for predicate in (*_REPEATED, SH.inversePath, SH.alternativePath):
        if (inner := graph.value(path, predicate)) is not None:
            return f"[ {predicate.n3()} {path_turtle(graph, inner)} ]"
    raise ShapesError(f"the blank node {path.n3()} is not a property path: use one of the path expressions of SHACL")
