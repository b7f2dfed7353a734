"""Which triples shapes can see: those of the predicates that they name, unless they look at all.

What no shape can see need not be loaded: it changes no result.
"""

from rdflib import RDF, RDFS, SH, Literal, URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

from kg.validation.shapes import ShapesGraph
from kg.validation.sparql import paths, predicates_of, prologue


def visible_predicates(shapes: ShapesGraph) -> frozenset[str] | None:
    """Name the predicates whose triples validation may depend on; None if that may be any.

    It may be any where a shape is closed, a path may be empty or is negated, a predicate is a variable, or a
    constraint component is the user's own.

    :param shapes: the shapes
    :raises ShapesError: if a query does not parse
    """
    graph = shapes.graph
    if shapes.has_empty_paths or shapes.custom or (None, SH.closed, Literal(True)) in graph:
        return None
    found = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    found |= {str(RDF.type), str(RDFS.subClassOf)}
    for node, select in graph.subject_objects(SH.select):
        for path in paths(f"{prologue(graph, node)}{select}"):
            named = predicates_of(path)
            if named is None or _may_be_empty(path):
                return None
            found |= named
    return frozenset(found)


def _may_be_empty(path: object) -> bool:
    """Tell whether a path may lead from a node to itself without a triple, and so sees every node."""
    if isinstance(path, MulPath):
        return path.zero or _may_be_empty(path.path)
    if isinstance(path, SequencePath):
        return all(map(_may_be_empty, path.args))
    if isinstance(path, AlternativePath):
        return any(map(_may_be_empty, path.args))
    return isinstance(path, InvPath) and _may_be_empty(path.arg)
