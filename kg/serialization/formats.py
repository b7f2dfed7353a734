"""The RDF syntaxes that ``convert`` and ``export`` write."""

from collections.abc import Callable, Iterable, Iterator

from kg.namespaces import DEFAULT_BASE
from kg.serialization.terms import split_line
from kg.serialization.turtle import trig, turtle

#: Names of the syntaxes on the command line.
FORMATS = ("turtle", "trig", "nt", "nq", "jsonld", "rdfxml")

#: Syntaxes that keep the named graphs: their lines must come graph by graph.
WITH_GRAPHS = frozenset({"trig", "nq", "jsonld"})

Writer = Callable[[Iterable[str], str], Iterator[str]]


def serialize(lines: Iterable[str], syntax: str, base: str = DEFAULT_BASE) -> Iterator[str]:
    """Write lines in a syntax.

    :param lines: N-Quads or N-Triples lines, those of one subject together; for ``trig`` and ``jsonld`` those of
        one graph together
    :param syntax: one of :data:`FORMATS`
    :param base: base IRI of the build
    :returns: pieces of text
    :raises RdfSyntaxError: if the syntax cannot hold a term (RDF/XML)
    """
    return _WRITERS[syntax](lines, base)


def _nt(lines: Iterable[str], _base: str) -> Iterator[str]:
    """Write N-Triples: a triple that stands in two graphs follows itself and is written once."""
    before = ""
    for line in lines:
        triple = " ".join(split_line(line)[:3]) + " .\n"
        if triple != before:
            yield triple
        before = triple


def _nq(lines: Iterable[str], _base: str) -> Iterator[str]:
    yield from lines


def _jsonld(lines: Iterable[str], base: str) -> Iterator[str]:
    from kg.serialization.jsonld import jsonld

    yield from jsonld(lines, base)


def _rdfxml(lines: Iterable[str], base: str) -> Iterator[str]:
    from kg.serialization.rdfxml import rdfxml

    yield from rdfxml(lines, base)


#: Two writers are loaded when they are asked for: XML alone takes longer to load than a small query to answer.
_WRITERS: dict[str, Writer] = {
    "turtle": turtle,
    "trig": trig,
    "nt": _nt,
    "nq": _nq,
    "jsonld": _jsonld,
    "rdfxml": _rdfxml,
}
