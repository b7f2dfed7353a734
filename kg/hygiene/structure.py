"""Gate: hierarchy, domains, inverses, deprecation, and that nobody else's term is bent."""

from collections.abc import Iterator
from itertools import permutations

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.hygiene.finding import Finding
from kg.hygiene.project import OSCE, Project, TurtleFile, named, short

#: Axioms that bend a term; in ``osce.ttl`` only our own may be their subject. Disjointness is stated for both sides.
_BENDING = (
    RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.equivalentClass, OWL.equivalentProperty,
    OWL.inverseOf, OWL.propertyChainAxiom, OWL.sameAs, OWL.hasKey, OWL.disjointUnionOf,
)  # fmt: skip


def check_structure(project: Project) -> Iterator[Finding]:
    """Look at the ontology as a whole."""
    file = project.ontology
    yield from _foreign(file)
    for predicate, kind in ((RDFS.subClassOf, "class"), (RDFS.subPropertyOf, "property")):
        yield from _cycles(file, predicate, kind)
    yield from _bounds(file)
    yield from _inverses(project)
    yield from _deprecated(project)
    yield from _punning(file)


def _foreign(file: TurtleFile) -> Iterator[Finding]:
    for predicate in _BENDING:
        for subject in named(file.graph.subjects(predicate)):
            if not subject.startswith(str(OSCE)):
                message = f"an axiom with {short(predicate)} is about {short(subject)}, which others define"
                triple = next(file.graph.triples((subject, predicate, None)))
                yield file.at(triple, "foreign-axiom", message, "say it of a term of ours, or in alignments/")


def _cycles(file: TurtleFile, predicate: URIRef, kind: str) -> Iterator[Finding]:
    for term in named(file.graph.subjects(predicate)):
        for parent in file.graph.objects(term, predicate):
            if term in _ancestors(file.graph, parent, predicate):
                message = f"the {kind} {short(term)} is above itself, by way of {short(str(parent))}"
                remedy = f"break the circle of {short(predicate)}"
                yield file.at((term, predicate, parent), "cycle", message, remedy)


def _ancestors(graph: Graph, node: Node, predicate: URIRef) -> set[Node]:
    return {found for found in graph.transitive_objects(node, predicate) if found is not None}


def _bounds(file: TurtleFile) -> Iterator[Finding]:
    for predicate in (RDFS.domain, RDFS.range):
        for term in named(file.graph.subjects(predicate)):
            found = sorted(short(str(value)) for value in file.graph.objects(term, predicate))
            if len(found) > 1:
                message = f"{short(term)} has {len(found)} {short(predicate)}, taken together: {', '.join(found)}"
                last = max(file.graph.triples((term, predicate, None)), key=file.place_of)
                yield file.at(last, "two-bounds", message, "keep one")


def _inverses(project: Project) -> Iterator[Finding]:
    graph = project.merged()
    pairs = [(a, b) for one, two in graph.subject_objects(OWL.inverseOf) for a, b in permutations((one, two))]
    for one, other in sorted(pairs, key=str):
        domain, target = graph.value(one, RDFS.domain), graph.value(other, RDFS.range)
        if isinstance(one, URIRef) and isinstance(other, URIRef) and domain and target and domain != target:
            message = f"{short(one)} starts where its inverse {short(other)} does not end"
            yield project.ontology.about(one, "inverse", message, "make domain and range mirror each other")


def _deprecated(project: Project) -> Iterator[Finding]:
    file = project.ontology
    for term in named(file.graph.subjects(OWL.deprecated)):
        if file.graph.value(term, DCTERMS.isReplacedBy) is None and (term, SKOS.historyNote, None) not in file.graph:
            message = f"{short(term)} is deprecated without a successor"
            yield file.about(
                term, "deprecated", message, "add dcterms:isReplacedBy, or say why not in skos:historyNote"
            )
        for other in project.vocabulary:
            for triple in _reliance(other.graph, term):
                message = f"an axiom about {short(str(triple[0]))} still uses {short(term)}, which is deprecated"
                yield other.at(triple, "deprecated", message, "use its successor")


def _reliance(graph: Graph, term: URIRef) -> Iterator[tuple[Node, Node, Node]]:
    """List the axioms of terms in force that use a deprecated one."""
    allowed = {RDF.type, DCTERMS.isReplacedBy, DCTERMS.replaces}
    for triple in sorted(graph.triples((None, None, term)), key=str):
        if triple[1] not in allowed and (triple[0], OWL.deprecated, None) not in graph:
            yield triple


def _punning(file: TurtleFile) -> Iterator[Finding]:
    """Find terms of ours that are also individuals: a class that is a concept, or the same as somebody's class."""
    for term in named(file.graph.subjects()):
        if not term.startswith(str(OSCE)):
            continue
        kinds = {kind for kind in file.graph.objects(term, RDF.type) if not str(kind).startswith(str(OWL))}
        for triple in ((term, RDF.type, kind) for kind in sorted(kinds, key=str)):
            message = f"{short(term)} is a term and at once an individual of {short(str(triple[2]))}"
            yield file.at(triple, "punning", message, "drop the type, or make a concept of it in a scheme")
        for other in file.graph.objects(term, OWL.sameAs):
            message = f"{short(term)} is said to be the same as {short(str(other))}"
            remedy = "write rdfs:subClassOf, owl:equivalentClass or their like for properties"
            yield file.at((term, OWL.sameAs, other), "punning", message, remedy)
