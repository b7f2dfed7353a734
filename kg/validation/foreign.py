"""Between terms of Oxigraph and those of rdflib, which pySHACL validates: one identity, written as N-Triples.

Nothing that validates a file on the usual way imports this module: rdflib takes longer to import than all the rest.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Identifier, Node

from kg.validation.terms import Term
from kg.validation.triples import Triples


def oxigraph_term(node: Node) -> Term:
    """Turn a term of rdflib into the same term of Oxigraph."""
    if isinstance(node, URIRef):
        return pyoxigraph.NamedNode(str(node))
    if isinstance(node, BNode):
        return pyoxigraph.BlankNode(str(node))
    if isinstance(node, Literal) and node.language:
        return pyoxigraph.Literal(str(node), language=node.language)
    if isinstance(node, Literal) and node.datatype:
        return pyoxigraph.Literal(str(node), datatype=pyoxigraph.NamedNode(str(node.datatype)))
    return pyoxigraph.Literal(str(node))


def rdflib_term(term: Term) -> Identifier:
    """Turn a term of Oxigraph into the same term of rdflib; the lexical form stays as it is."""
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    return Literal(term.value, datatype=datatype, normalize=False)


def rdflib_graph(triples: Iterable[tuple[Term, Term, Term]]) -> Graph:
    """Put triples of Oxigraph into a graph of rdflib."""
    graph = Graph()
    made: dict[Term, Identifier] = {}
    with quiet():
        for triple in triples:
            for term in triple:
                if term not in made:
                    made[term] = rdflib_term(term)
            graph.add(tuple(made[term] for term in triple))  # type: ignore[arg-type]
    return graph


def triples_of(graph: Graph) -> Triples:
    """Take the triples of a graph of rdflib."""
    return Triples(tuple(oxigraph_term(term) for term in triple) for triple in graph)  # type: ignore[misc]


def is_ill_typed(literal: pyoxigraph.Literal) -> bool:
    """Check whether a literal's lexical form is not valid for its datatype, as rdflib reads it."""
    with quiet():
        return bool(Literal(literal.value, datatype=URIRef(literal.datatype.value)).ill_typed)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from warning of ill-typed literals while the block runs: the report is about them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Parsing weird boolean")
            yield
    finally:
        logger.setLevel(level)
