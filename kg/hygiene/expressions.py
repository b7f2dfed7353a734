"""The class expressions that OWL 2 RL allows on each side of an axiom.

Source: OWL 2 Profiles §4.2.2, https://www.w3.org/TR/owl2-profiles/#Class_Expressions_3.
"""

from rdflib import OWL, RDF, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_MAXIMA = (OWL.maxCardinality, OWL.maxQualifiedCardinality)


class Grammar:
    """RL's grammar over one graph; the recursion ends because expressions of RDF lists are finite trees."""

    def __init__(self, graph: Graph, datatypes: frozenset[URIRef]) -> None:
        self._graph = graph
        self._datatypes = datatypes

    def is_sub(self, node: Node) -> bool:
        """Tell whether a node may be the narrower side: a name, and, or, one of, some, has value."""
        if isinstance(node, URIRef):
            return node != OWL.Thing
        for predicate in (OWL.intersectionOf, OWL.unionOf):
            if (parts := self._parts(node, predicate)) is not None:
                return all(self.is_sub(part) for part in parts)
        if (node, OWL.oneOf, None) in self._graph or (node, OWL.hasValue, None) in self._graph:
            return True
        filler = self._graph.value(node, OWL.someValuesFrom)
        return filler is not None and (filler == OWL.Thing or self._is_filler(filler, self.is_sub(filler)))

    def is_super(self, node: Node) -> bool:
        """Tell whether a node may be the wider side: a name, and, not, only, has value, at most 0 or 1."""
        if isinstance(node, URIRef):
            return node != OWL.Thing
        if (parts := self._parts(node, OWL.intersectionOf)) is not None:
            return all(self.is_super(part) for part in parts)
        if (negated := self._graph.value(node, OWL.complementOf)) is not None:
            return self.is_sub(negated)
        if (filler := self._graph.value(node, OWL.allValuesFrom)) is not None:
            return self._is_filler(filler, self.is_super(filler))
        return (node, OWL.hasValue, None) in self._graph or self._is_small_maximum(node)

    def is_both(self, node: Node) -> bool:
        """Tell whether a node may stand in an equivalence: a name, and, has value."""
        if isinstance(node, URIRef):
            return node != OWL.Thing
        if (parts := self._parts(node, OWL.intersectionOf)) is not None:
            return all(self.is_both(part) for part in parts)
        return (node, OWL.hasValue, None) in self._graph

    def is_bound(self, term: Node, bound: Node) -> bool:
        """Tell whether a node may be a domain or range: of a datatype property, a datatype of the OWL 2 map."""
        if (term, RDF.type, OWL.DatatypeProperty) in self._graph and bound not in self._classes():
            return bound in self._datatypes
        return self.is_super(bound) and bound not in self._datatypes

    def _classes(self) -> set[Node]:
        return set(self._graph.subjects(RDF.type, OWL.Class))

    def _is_filler(self, filler: Node, is_class: bool) -> bool:
        known = not isinstance(filler, URIRef) or (filler, RDF.type, OWL.Class) in self._graph
        return filler in self._datatypes or (is_class and known)

    def _is_small_maximum(self, node: Node) -> bool:
        for predicate in _MAXIMA:
            number = self._graph.value(node, predicate)
            if number is not None:
                filler = self._graph.value(node, OWL.onClass)
                return str(number) in {"0", "1"} and (filler in {None, OWL.Thing} or self.is_sub(filler))
        return False

    def _parts(self, node: Node, predicate: URIRef) -> list[Node] | None:
        head = self._graph.value(node, predicate)
        return None if head is None else list(Collection(self._graph, head))
