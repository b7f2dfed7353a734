"""Terms between rdflib (shapes) and Oxigraph (data): one identity, written as N-Triples."""

import logging
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Identifier, Node

Term: TypeAlias = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal


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


def rdflib_graph(triples: Iterable[tuple[Term, Term, Term]], store: str = "default") -> Graph:
    """Put triples of Oxigraph into a graph of rdflib.

    :param store: of rdflib; ``SimpleMemory`` takes two thirds of the time and keeps no contexts, which pySHACL wants
        of data
    """
    graph = Graph(store=store)
    made: dict[Term, Identifier] = {}
    with quiet():
        for triple in triples:
            for term in triple:
                if term not in made:
                    made[term] = rdflib_term(term)
            graph.add(tuple(made[term] for term in triple))  # type: ignore[arg-type]
    return graph


@contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from telling of ill-typed literals while the block runs: the report tells of them."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Parsing weird boolean")
            yield
    finally:
        logger.setLevel(level)


def is_true(node: Node | None) -> bool:
    """Tell whether a term is the boolean true, written ``true`` or ``1``."""
    return isinstance(node, Literal) and node.value is True


def written(node: Node) -> str:
    """Write a term of rdflib in N-Triples, which SPARQL reads too.

    >>> written(URIRef("http://example.org/a"))
    '<http://example.org/a>'
    """
    return str(oxigraph_term(node))


def value_of(term: str) -> str:
    """Take the characters out of a written IRI, or leave the term as it is.

    >>> value_of("<http://example.org/a>"), value_of('"x"@en')
    ('http://example.org/a', '"x"@en')
    """
    return term[1:-1] if term.startswith("<") and term.endswith(">") else term
