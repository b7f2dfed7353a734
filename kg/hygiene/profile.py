"""Gate: the ontology is in OWL 2 RL and in OWL 2 DL.

Sources: OWL 2 Profiles §4 (RL grammar), https://www.w3.org/TR/owl2-profiles/#OWL_2_RL; OWL 2 Structural Specification
§3 (typing constraints) and §11 (global restrictions), https://www.w3.org/TR/owl2-syntax/.
"""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.hygiene.expressions import Grammar
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, named, short
from kg.hygiene.roles import chain_circles, composite

_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
#: Annotation properties that need no declaration.
_BUILT_IN = (RDFS.seeAlso, RDFS.label, RDFS.comment, RDFS.isDefinedBy)
_SIMPLE_ONLY = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty)
#: Datatypes of the OWL 2 map that RL allows (§4.2).
DATATYPES = frozenset(
    {RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal}
    | {
        XSD[name]
        for name in (
            "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte "
            "unsignedLong unsignedInt unsignedShort unsignedByte float double string normalizedString token language "
            "Name NCName NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp"
        ).split()
    }
)


def check_profile(project: Project) -> Iterator[Finding]:
    """Hold the ontology and its alignments to the grammar of RL and the restrictions of DL."""
    graph = project.merged()
    for what, rule, message, remedy in (*_rl(graph), *_typing(graph), *_global(graph)):
        if isinstance(what, tuple) and isinstance(what[0], URIRef):
            yield project.about(what, rule, message, remedy)
            continue
        name = _term_of(graph, what[0] if isinstance(what, tuple) else what)
        file = next((each for each in project.vocabulary if name and each.offset(name)), project.ontology)
        yield file.about(name or "", rule, message, remedy)


#: An axiom or a node, the rule, what is wrong, what to do.
Fault = tuple[Node | tuple[Node, Node, Node], str, str, str]


def _term_of(graph: Graph, node: Node) -> str | None:
    """Name a node: itself if it has an IRI, else a term of ours inside the expression."""
    if isinstance(node, URIRef):
        return str(node)
    inside = sorted(str(value) for value in graph.transitive_objects(node, None) if isinstance(value, URIRef))
    return next((iri for iri in inside if "osce-kg" in iri), None)


def _rl(graph: Graph) -> Iterator[Fault]:
    grammar = Grammar(graph, DATATYPES)
    for sub, sup in sorted(graph.subject_objects(RDFS.subClassOf), key=str):
        axiom = (sub, RDFS.subClassOf, sup)
        if not grammar.is_sub(sub):
            yield axiom, "profile-rl", "the narrower side of a subclass axiom is outside RL", "use names, and, or, some"
        if not grammar.is_super(sup):
            message = f"the wider side of a subclass axiom is outside RL: {_told(graph, sup)}"
            yield axiom, "profile-rl", message, "use names, and, only, not"
    for one, two in sorted(graph.subject_objects(OWL.equivalentClass), key=str):
        if not (grammar.is_both(one) and grammar.is_both(two)):
            axiom = (one, OWL.equivalentClass, two)
            yield axiom, "profile-rl", "an equivalence is outside RL", "write it as a subclass axiom"
    yield from _bounds(graph, grammar)
    yield from _barred(graph)


def _told(graph: Graph, node: Node) -> str:
    """Quote an expression in short: what is said of its blank node."""
    said = sorted((short(str(predicate)), value) for predicate, value in graph.predicate_objects(node))
    words = [f"{name} {short(str(value))}" for name, value in said if isinstance(value, URIRef) and name != "rdf:type"]
    return ", ".join(words) or short(str(node))


def _bounds(graph: Graph, grammar: Grammar) -> Iterator[Fault]:
    for predicate in (RDFS.domain, RDFS.range):
        for term, bound in sorted(graph.subject_objects(predicate), key=str):
            if not grammar.is_bound(term, bound):
                message = f"{short(str(term))} has an {short(predicate)} outside RL or the OWL 2 datatype map"
                yield (term, predicate, bound), "profile-rl", message, "use a class, or rdfs:Literal and a shape"


def _barred(graph: Graph) -> Iterator[Fault]:
    for predicate in (OWL.disjointUnionOf, OWL.hasSelf):
        for term in graph.subjects(predicate):
            yield term, "profile-rl", f"{short(predicate)} is outside RL", "write the axioms that it stands for"
    for term in named(graph.subjects(RDF.type, OWL.ReflexiveProperty)):
        yield term, "profile-rl", "a reflexive property is outside RL", "drop the axiom"


def _typing(graph: Graph) -> Iterator[Fault]:
    kinds = {term: _kinds(graph, term) for term in named(graph.subjects(RDF.type))}
    for term, found in kinds.items():
        if len(found) > 1:
            names = ", ".join(short(kind) for kind in found)
            axiom = (term, RDF.type, found[-1])
            yield axiom, "profile-dl", f"{short(term)} is several kinds of property: {names}", "keep one kind"
        if found and (term, RDF.type, OWL.Class) in graph:
            yield term, "profile-dl", f"{short(term)} is both class and property", "split it"
    for predicate in (RDFS.subPropertyOf, OWL.inverseOf):
        for one, two in sorted(graph.subject_objects(predicate), key=str):
            if _kinds(graph, one)[:1] != _kinds(graph, two)[:1] and two not in _BUILT_IN:
                message = f"{short(str(one))} and {short(str(two))} are not the same kind of property"
                yield (one, predicate, two), "profile-dl", message, "give both one kind"


def _kinds(graph: Graph, term: Node) -> list[URIRef]:
    return [kind for kind in _KINDS if (term, RDF.type, kind) in graph]


def _global(graph: Graph) -> Iterator[Fault]:
    longer = composite(graph)
    for kind in _SIMPLE_ONLY:
        for term in named(set(graph.subjects(RDF.type, kind)) & longer):
            message = f"{short(term)} is {short(kind)} but follows from a chain or transitivity"
            yield term, "profile-dl", message, "drop one of the two axioms"
    for term in named(chain_circles(graph)):
        yield term, "profile-dl", f"the chain of {short(term)} leads back to itself", "break the circle of chains"
    for node, head in graph.subject_objects(OWL.members):
        if len(Collection(graph, head)) < 2:
            yield node, "profile-dl", "a list of disjoint classes is too short", "list two or more"
