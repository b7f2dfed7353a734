"""The axioms closed among themselves by owlrl, as a graph.

Source: OWL 2 Profiles §4.3, tables 4 to 9; the terminological part is owlrl's, https://owl-rl.readthedocs.io/.
"""

from collections.abc import Iterable
from functools import lru_cache

import owlrl
import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.closure.rule import Triple
from kg.errors import ClosureError


def closed(axioms: Iterable[Triple]) -> Graph:
    """Close axioms among themselves: hierarchies, domains and ranges inherited, equivalences taken apart.

    :param axioms: written triples for which :func:`is_axiom` holds
    :returns: a graph of the axioms and what follows of them for the vocabulary
    """
    return _closed(frozenset(axioms))


@lru_cache(maxsize=8)
def _closed(axioms: frozenset[Triple]) -> Graph:
    graph = Graph()
    for triple in axioms:
        graph.add(tuple(map(to_node, triple)))  # type: ignore[arg-type]
    try:
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)
    except ValueError as error:
        raise ClosureError(f"the axioms cannot be closed ({error}): every list must end in rdf:nil") from None
    return graph


def to_node(term: str) -> Node:
    """Turn a written term into a term of RDFLib; a literal of an axiom is a number or a plain text."""
    if term.startswith("<"):
        return URIRef(term[1:-1])
    if term.startswith("_:"):
        return BNode(term[2:])
    parsed = next(iter(ox.parse(f"<urn:s> <urn:p> {term} .", format=ox.RdfFormat.N_TRIPLES))).object
    if not isinstance(parsed, ox.Literal):
        raise ClosureError(f"{term!r} is not an RDF term: write it as in N-Triples")
    if parsed.language:
        return Literal(parsed.value, lang=parsed.language)
    return Literal(parsed.value, datatype=URIRef(parsed.datatype.value), normalize=False)


def to_term(node: Node) -> str:
    """Write a term of RDFLib as in N-Triples."""
    if isinstance(node, BNode):
        return f"_:{node}"
    if isinstance(node, URIRef):
        return f"<{node}>"
    if not isinstance(node, Literal):
        raise ClosureError(f"{node!r} is not an RDF term: give an IRI, a blank node or a literal")
    if node.language:
        return str(ox.Literal(str(node), language=node.language))
    datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
    return str(ox.Literal(str(node), datatype=datatype))
