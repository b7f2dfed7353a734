"""The ontology stays in OWL 2 RL, by the restrictions on where class expressions may stand.

Source: OWL 2 Web Ontology Language Profiles, §4.2, https://www.w3.org/TR/owl2-profiles/#OWL_2_RL.
"""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.hygiene.finding import Finding
from kg.hygiene.project import HEADER, TERM, Project

_NEVER = (OWL.disjointUnionOf, OWL.hasSelf, OWL.minCardinality, OWL.cardinality, OWL.minQualifiedCardinality)
_NOT_BELOW = (OWL.allValuesFrom, OWL.complementOf, OWL.maxCardinality, OWL.maxQualifiedCardinality)
_NOT_ABOVE = (OWL.someValuesFrom, OWL.unionOf, OWL.oneOf)
_DATATYPES = frozenset(
    URIRef(name)
    for name in (
        *(str(XSD[name]) for name in "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger".split()),
        *(str(XSD[name]) for name in "negativeInteger long int short byte unsignedLong unsignedInt".split()),
        *(str(XSD[name]) for name in "unsignedShort unsignedByte float double string normalizedString token".split()),
        *(str(XSD[name]) for name in "language Name NCName NMTOKEN boolean hexBinary base64Binary".split()),
        *(str(XSD[name]) for name in "anyURI dateTime dateTimeStamp".split()),
        str(RDFS.Literal),
        str(RDF.XMLLiteral),
        str(RDF.PlainLiteral),
    )
)


def in_rl(project: Project) -> Iterator[Finding]:
    """Every axiom of the ontology and its alignments is one of OWL 2 RL."""
    graph = project.whole
    for subject, message in sorted({*_constructs(graph), *_positions(graph), *_ranges(graph)}):
        name = subject.removeprefix(TERM)
        place = project.place(name) if name in project.terms else project.main.place("owl:Ontology")
        yield project.main.finding(place, "profile", message, "say it within OWL 2 RL, or leave it to a shape")


def _constructs(graph: Graph) -> Iterator[tuple[str, str]]:
    for construct in _NEVER:
        for subject in graph.subjects(construct):
            yield str(_named(graph, subject)), f"{_short(construct)} is not in OWL 2 RL"
    for subject in graph.subjects(RDF.type, OWL.ReflexiveProperty):
        yield str(subject), "owl:ReflexiveProperty is not in OWL 2 RL"


def _positions(graph: Graph) -> Iterator[tuple[str, str]]:
    """Look at both sides of subclass axioms, and at domains and ranges, which are superclasses."""
    for below, above in graph.subject_objects(RDFS.subClassOf):
        yield from _at(graph, below, below, _NOT_BELOW, "as a subclass")
        yield from _at(graph, below, above, _NOT_ABOVE, "as a superclass")
    for predicate in (RDFS.domain, RDFS.range):
        for subject, above in graph.subject_objects(predicate):
            yield from _at(graph, subject, above, _NOT_ABOVE, f"as {_short(predicate)}")
    for one, other in graph.subject_objects(OWL.equivalentClass):
        for side in (one, other):
            yield from _at(graph, one, side, (*_NOT_ABOVE, *_NOT_BELOW), "in owl:equivalentClass")


def _at(
    graph: Graph, about: Node, expression: Node, refused: tuple[URIRef, ...], where: str
) -> Iterator[tuple[str, str]]:
    for part in _parts(graph, expression):
        for construct in refused:
            if (part, construct, None) in graph:
                yield str(_named(graph, about)), f"{_short(construct)} {where} is not in OWL 2 RL"


def _parts(graph: Graph, expression: Node) -> Iterator[Node]:
    """Take a class expression apart where its parts stand in the same position."""
    if not isinstance(expression, BNode):
        return
    yield expression
    for members in graph.objects(expression, OWL.intersectionOf):
        for member in Collection(graph, members):
            yield from _parts(graph, member)


def _ranges(graph: Graph) -> Iterator[tuple[str, str]]:
    for subject in graph.subjects(RDF.type, OWL.DatatypeProperty):
        for datatype in graph.objects(subject, RDFS.range):
            if datatype not in _DATATYPES:
                yield str(subject), f"the range {_short(datatype)} is no datatype of OWL 2 RL"


def _named(graph: Graph, node: Node) -> Node:
    """Name what an anonymous expression belongs to."""
    while isinstance(node, BNode):
        node = next((each for each in graph.subjects(None, node)), HEADER)
    return node


def _short(term: Node) -> str:
    return str(term).replace(str(OWL), "owl:").replace(str(XSD), "xsd:").replace(str(RDFS), "rdfs:")
