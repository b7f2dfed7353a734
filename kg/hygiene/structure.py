"""Gate: header, hierarchy, domains, inverses, deprecation, and that nobody else's term is bent."""

from collections.abc import Iterator
from itertools import permutations

from rdflib import DCTERMS, OWL, RDF, RDFS, Graph, URIRef
from rdflib.term import Node

from kg.hygiene.finding import Finding
from kg.hygiene.project import ONTOLOGY, OSCE, Project, TurtleFile, named, short

_HEADER = {
    OWL.versionIRI: "version",
    OWL.versionInfo: "version",
    DCTERMS.license: "licence",
    DCTERMS.title: "header",
    DCTERMS.description: "header",
    DCTERMS.creator: "header",
}
#: Axioms that bend a term; in ``osce.ttl`` only our own may be their subject. Disjointness is stated for both sides.
_BENDING = (
    RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.equivalentClass, OWL.equivalentProperty,
    OWL.inverseOf, OWL.propertyChainAxiom, OWL.sameAs, OWL.hasKey, OWL.disjointUnionOf,
)  # fmt: skip


def check_structure(project: Project) -> Iterator[Finding]:
    """Look at the ontology as a whole."""
    file = project.ontology
    yield from _header(file)
    yield from _foreign(file)
    for predicate, kind in ((RDFS.subClassOf, "class"), (RDFS.subPropertyOf, "property")):
        yield from _cycles(file, predicate, kind)
    yield from _bounds(file)
    yield from _inverses(project)
    yield from _deprecated(project)


def _header(file: TurtleFile) -> Iterator[Finding]:
    for predicate, rule in _HEADER.items():
        if file.graph.value(ONTOLOGY, predicate) is None:
            message = f"the ontology does not state its {short(predicate)}"
            yield file.about(ONTOLOGY, rule, message, f"add {short(predicate)} to the header")
    version, iri = file.graph.value(ONTOLOGY, OWL.versionInfo), file.graph.value(ONTOLOGY, OWL.versionIRI)
    if version and iri and str(iri) != f"{ONTOLOGY}/{version}":
        message = f"owl:versionIRI is not {ONTOLOGY}/{version}"
        yield file.about(ONTOLOGY, "version", message, "bring owl:versionIRI and owl:versionInfo in step")


def _foreign(file: TurtleFile) -> Iterator[Finding]:
    for predicate in _BENDING:
        for subject in named(file.graph.subjects(predicate)):
            if not subject.startswith(str(OSCE)):
                message = f"an axiom with {short(predicate)} is about {short(subject)}, which others define"
                yield file.about(subject, "foreign-axiom", message, "say it of a term of ours, or in alignments/")


def _cycles(file: TurtleFile, predicate: URIRef, kind: str) -> Iterator[Finding]:
    for term in named(file.graph.subjects(predicate)):
        above = {
            other
            for parent in file.graph.objects(term, predicate)
            for other in _ancestors(file.graph, parent, predicate)
        }
        if term in above:
            message = f"the {kind} {short(term)} is above itself"
            yield file.about(term, "cycle", message, f"break the circle of {short(predicate)}")


def _ancestors(graph: Graph, node: Node, predicate: URIRef) -> set[Node]:
    return {found for found in graph.transitive_objects(node, predicate) if found is not None}


def _bounds(file: TurtleFile) -> Iterator[Finding]:
    for predicate in (RDFS.domain, RDFS.range):
        for term in named(file.graph.subjects(predicate)):
            found = sorted(short(str(value)) for value in file.graph.objects(term, predicate))
            if len(found) > 1:
                message = f"{short(term)} has {len(found)} {short(predicate)}, taken together: {', '.join(found)}"
                yield file.about(term, "two-bounds", message, "keep one")


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
        if file.graph.value(term, DCTERMS.isReplacedBy) is None:
            message = f"{short(term)} is deprecated without a successor"
            yield file.about(term, "deprecated", message, "add dcterms:isReplacedBy")
        for other in project.vocabulary:
            if _relies_on(other.graph, term):
                yield other.about(term, "deprecated", f"an axiom still uses {short(term)}", "use its successor")


def _relies_on(graph: Graph, term: URIRef) -> bool:
    told = {RDF.type, DCTERMS.isReplacedBy}
    return any(predicate not in told for _, predicate in graph.subject_predicates(term))
