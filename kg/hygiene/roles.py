"""Property chains: which properties are composite, and whether chains run in circles.

Source: OWL 2 Structural Specification §11.1 (property hierarchy) and §11.2 (restrictions on simple roles and on the
property hierarchy), https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL.
"""

from rdflib import OWL, RDF, RDFS, Graph
from rdflib.collection import Collection
from rdflib.term import Node


def chains(graph: Graph) -> dict[Node, list[list[Node]]]:
    """List the chains of each property."""
    found: dict[Node, list[list[Node]]] = {}
    for term, head in graph.subject_objects(OWL.propertyChainAxiom):
        found.setdefault(term, []).append(list(Collection(graph, head)))
    return found


def composite(graph: Graph) -> set[Node]:
    """List the properties that are not simple: transitive, with a chain, above or inverse to such a one."""
    found = set(graph.subjects(RDF.type, OWL.TransitiveProperty)) | set(chains(graph))
    while True:
        above = {parent for term in found for parent in graph.objects(term, RDFS.subPropertyOf)}
        mirrored = {other for term in found for other in _inverses(graph, term)}
        if above | mirrored <= found:
            return found
        found |= above | mirrored


def _inverses(graph: Graph, term: Node) -> set[Node]:
    return {*graph.objects(term, OWL.inverseOf), *graph.subjects(OWL.inverseOf, term)}


def chain_circles(graph: Graph) -> set[Node]:
    """List the properties whose chain goes through a property that follows from them."""
    follows: dict[Node, set[Node]] = {}
    for parent, lists in chains(graph).items():
        for links in lists:
            for link in _inner(links, parent):
                follows.setdefault(link, set()).add(parent)
    for child, parent in graph.subject_objects(RDFS.subPropertyOf):
        follows.setdefault(child, set()).add(parent)
    return {term for term in chains(graph) if term in _reach(follows, term)}


def _inner(links: list[Node], parent: Node) -> list[Node]:
    """Leave out the property itself where DL allows it: at one end of its chain, or alone and twice."""
    if links == [parent, parent]:
        return []
    if links[0] == parent:
        return links[1:]
    return links[:-1] if links[-1] == parent else links


def _reach(follows: dict[Node, set[Node]], start: Node) -> set[Node]:
    seen: set[Node] = set()
    waiting = list(follows.get(start, ()))
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting.extend(follows.get(node, ()))
    return seen
