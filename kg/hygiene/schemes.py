"""What SKOS itself asks of a scheme, and what the project's shapes ask of its concepts.

Source: SKOS Reference, §8.4 (S27: related and broader exclude each other), §8.6.8 (no circles, by our own rule), §10.4
(S46: exact and broad match exclude each other; S45: exact match is transitive), https://www.w3.org/TR/skos-reference/.
"""

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import OWL, SKOS, Graph, URIRef
from rdflib.term import Node

from kg.errors import NotCompilable, ShapesError
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, TurtleFile, named, short
from kg.validation.dataset import DataGraph
from kg.validation.foreign import oxigraph_term, triples_of
from kg.validation.shapes import ShapesGraph
from kg.validation.validating import validate

_HIERARCHICAL_MATCHES = (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def hierarchy_faults(project: Project) -> Iterator[Finding]:
    """Find circles of broader concepts, related concepts above one another, and top concepts that have broader ones."""
    graph = Graph()
    for file in project.concepts:
        graph += file.graph
    for concept in named(graph.subjects(SKOS.broader)):
        broader = _above(graph, concept)
        if concept in broader:
            first = named(graph.objects(concept, SKOS.broader))[0]
            message = f"{short(concept)} is broader than itself"
            remedy = "break the circle of skos:broader"
            yield _at(project, (concept, SKOS.broader, first), "concept-circle", message, remedy)
        for triple in sorted(
            (*graph.triples((concept, SKOS.related, None)), *graph.triples((None, SKOS.related, concept)))
        ):
            other = triple[2] if triple[0] == concept else triple[0]
            if other in broader:
                message = f"{short(concept)} is related to {short(str(other))}, which is broader than it"
                yield _at(project, triple, "concept-related", message, "keep one of the two links")
    yield from _tops(project, graph)


def _at(project: Project, triple: tuple[Node, Node, Node], rule: str, message: str, remedy: str) -> Finding:
    file = next((each for each in project.concepts if triple in each.graph), project.concepts[0])
    return file.at(triple, rule, message, remedy)


def _above(graph: Graph, concept: URIRef) -> set[Node]:
    found: set[Node] = set()
    waiting = list(graph.objects(concept, SKOS.broader))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(graph.objects(node, SKOS.broader))
    return found


def _tops(project: Project, graph: Graph) -> Iterator[Finding]:
    told = set(graph.subject_objects(SKOS.topConceptOf))
    listed = {(concept, scheme) for scheme, concept in graph.subject_objects(SKOS.hasTopConcept)}
    for concept, scheme in sorted(told ^ listed):
        link = (
            (concept, SKOS.topConceptOf, scheme) if (concept, scheme) in told else (scheme, SKOS.hasTopConcept, concept)
        )
        message = f"{short(str(concept))} is on top of {short(str(scheme))} by one link and not by its mirror"
        remedy = "write skos:topConceptOf of the concept and skos:hasTopConcept of the scheme, or neither"
        yield _at(project, link, "concept-top", message, remedy)
    for concept, scheme in sorted(told):
        for broader in graph.objects(concept, SKOS.broader):
            if (broader, SKOS.inScheme, scheme) in graph:
                message = f"{short(str(concept))} is on top of {short(str(scheme))} and has a broader concept in it"
                remedy = "drop skos:broader or skos:topConceptOf"
                yield _at(project, (concept, SKOS.broader, broader), "concept-top", message, remedy)


def match_faults(file: TurtleFile) -> Iterator[Finding]:
    """Find a concept that matches one target exactly and otherwise, and two that match one target exactly."""
    graph = file.graph
    for concept, target in sorted(graph.subject_objects(SKOS.exactMatch), key=str):
        for predicate in _HIERARCHICAL_MATCHES:
            if (concept, predicate, target) in graph:
                message = f"{short(str(concept))} matches {short(str(target))} exactly and by {short(predicate)}"
                yield file.at((concept, predicate, target), "concept-match", message, "keep one of the two")
    matched: dict[Node, list[Node]] = defaultdict(list)
    for concept, target in sorted(graph.subject_objects(SKOS.exactMatch), key=str):
        if (concept, OWL.deprecated, None) not in graph:
            matched[target].append(concept)
    for target, (first, *others) in sorted(matched.items(), key=str):
        for other in others:
            names = f"{short(str(other))} and {short(str(first))}"
            message = f"{names} both match {short(str(target))} exactly, and so each other"
            yield file.at((other, SKOS.exactMatch, target), "concept-match", message, "write skos:closeMatch of one")


def shape_faults(project: Project) -> Iterator[Finding]:
    """Validate the schemes with the project's shapes; what is wrong with a shape itself, the gate of shapes says."""
    whole = Graph()
    for file in project.shapes:
        whole += file.graph
    if not len(whole):
        return
    data = DataGraph()
    for file in project.concepts:
        data.load(ox.Quad(*(oxigraph_term(term) for term in triple)) for triple in file.graph)  # type: ignore[arg-type]
    try:
        results = validate(data, ShapesGraph(triples_of(whole))).results
    except (NotCompilable, ShapesError):
        return
    described = {str(node) for file in project.concepts for node in file.graph.subjects()}
    for result in results:
        if result.component.endswith("ClassConstraintComponent>") and result.value.strip("<>") not in described:
            continue  # the register says what it is
        iri = result.focus.strip("<>")
        file = next((each for each in project.concepts if (URIRef(iri), None, None) in each.graph), project.concepts[0])
        shape = (result.constraint or result.shape).rpartition("#")[2].rstrip(">")
        what, _, remedy = (
            result.messages[0].strip('"').rpartition('"@')[0] or "breaks a shape: correct it"
        ).rpartition(": ")
        message = f"{short(iri)} breaks osh:{shape}: {what}"
        yield file.about(iri, "concept-shape", message, remedy)
