"""Gate: every concept is labelled, defined and in the scheme of its file; every link to a concept leads to one."""

from collections.abc import Iterator

from rdflib import RDF, RDFS, SKOS, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import SCHEME, Project, TurtleFile, named, short
from kg.hygiene.schemes import hierarchy_faults, match_faults, shape_faults
from kg.hygiene.terms import definition_language, duplicates, label_faults


def check_concepts(project: Project) -> Iterator[Finding]:
    """Look at every SKOS scheme."""
    for file in project.concepts:
        scheme = URIRef(f"{SCHEME}{file.path.stem}")
        if (scheme, RDF.type, SKOS.ConceptScheme) not in file.graph:
            message = f"the file does not hold the scheme {short(scheme)}"
            yield file.finding(0, "scheme", message, "call the file as the scheme is called")
            continue
        concepts = named(file.graph.subjects(RDF.type, SKOS.Concept))
        for node in (scheme, *concepts):
            yield from _notion(file, node)
        for concept in concepts:
            yield from _membership(file, concept, scheme)
        yield from duplicates(file, concepts, SKOS.prefLabel)
        yield from match_faults(file)
        yield from _dangling(project, file)
    yield from hierarchy_faults(project)
    yield from shape_faults(project)


def _notion(file: TurtleFile, node: URIRef) -> Iterator[Finding]:
    yield from label_faults(file, node, SKOS.prefLabel)
    if set(file.graph.objects(node, RDFS.label)) != set(file.graph.objects(node, SKOS.prefLabel)):
        message = f"{short(node)} has an rdfs:label that is not its skos:prefLabel"
        yield file.about(node, "label", message, "write both alike")
    yield from definition_language(file, node)
    if len(list(file.graph.objects(node, SKOS.definition))) != 1:
        yield file.about(node, "definition", f"{short(node)} needs one definition", "write one skos:definition")


def _membership(file: TurtleFile, concept: URIRef, scheme: URIRef) -> Iterator[Finding]:
    if (concept, SKOS.inScheme, scheme) not in file.graph or not concept.startswith(f"{scheme}/"):
        message = f"{short(concept)} is not of the scheme {short(scheme)}"
        yield file.about(concept, "scheme", message, "add skos:inScheme and give it an IRI under the scheme's")
    if not any((concept, predicate, None) in file.graph for predicate in (SKOS.broader, SKOS.topConceptOf)):
        message = f"{short(concept)} hangs in the air"
        yield file.about(concept, "scheme", message, "add skos:broader or skos:topConceptOf")


def _dangling(project: Project, file: TurtleFile) -> Iterator[Finding]:
    for value in sorted({str(value) for value in file.graph.objects() if isinstance(value, URIRef)}):
        if value.startswith(SCHEME) and value not in project.notions:
            yield file.about(
                value, "dangling", f"{short(value)} is not a concept", "correct the IRI or add the concept"
            )
