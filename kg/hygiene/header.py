"""Gate: the ontology says of itself what registries of vocabularies ask for, and keeps its older versions."""

import re
from collections.abc import Iterator

from rdflib import DCTERMS, FOAF, OWL, RDF, SKOS, VANN, Graph, Namespace
from rdflib.compare import to_isomorphic

from kg.hygiene.finding import Finding
from kg.hygiene.project import ONTOLOGY, OSCE, Project, TurtleFile, named, short

BIBO = Namespace("http://purl.org/ontology/bibo/")
VOAF = Namespace("http://purl.org/vocommons/voaf#")
#: What the header states, for Linked Open Vocabularies and FOOPS!, and the rule under which it is missed.
_STATED = {
    OWL.versionIRI: "version",
    OWL.versionInfo: "version",
    DCTERMS.license: "licence",
    **dict.fromkeys(
        (
            *(DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.language, DCTERMS.bibliographicCitation),
            *(DCTERMS.creator, DCTERMS.publisher, DCTERMS.created, DCTERMS.issued, DCTERMS.modified),
            *(VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri, BIBO.status, VOAF.reliesOn),
        ),
        "header",
    ),
}
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_COUNTED = {VOAF.classNumber: (OWL.Class,), VOAF.propertyNumber: _PROPERTIES}


def check_header(project: Project) -> Iterator[Finding]:
    """Look at the header, at the numbers in it, and at the files of older versions."""
    file = project.ontology
    yield from _stated(file)
    yield from _agents(file)
    yield from _counts(project)
    yield from _parts(project)
    yield from _versions(project)


def _stated(file: TurtleFile) -> Iterator[Finding]:
    for predicate, rule in _STATED.items():
        if file.graph.value(ONTOLOGY, predicate) is None:
            message = f"the ontology does not state its {short(predicate)}"
            yield file.about(ONTOLOGY, rule, message, f"add {short(predicate)} to the header")
    version, iri = file.graph.value(ONTOLOGY, OWL.versionInfo), file.graph.value(ONTOLOGY, OWL.versionIRI)
    if version and iri and str(iri) != f"{ONTOLOGY}/{version}":
        message = f"owl:versionIRI is not {ONTOLOGY}/{version}"
        yield file.about(ONTOLOGY, "version", message, "bring owl:versionIRI and owl:versionInfo in step")


def _parts(project: Project) -> Iterator[Finding]:
    """Hold the versions of alignments, curators' terms and schemes against that of the ontology."""
    version = str(project.ontology.graph.value(ONTOLOGY, OWL.versionInfo))
    for file in (*project.alignments, *project.curation, *project.concepts):
        for part in named(file.graph.subjects(RDF.type, OWL.Ontology)) + named(
            file.graph.subjects(RDF.type, SKOS.ConceptScheme)
        ):
            if str(file.graph.value(part, OWL.versionInfo)) != version:
                message = f"{short(part)} is not of version {version}"
                yield file.about(part, "version", message, "bring owl:versionInfo in step with the ontology's")


def _agents(file: TurtleFile) -> Iterator[Finding]:
    """Find creators and publishers that are text, or of whom nothing says that they are agents with a name."""
    for predicate in (DCTERMS.creator, DCTERMS.publisher):
        for agent in sorted(file.graph.objects(ONTOLOGY, predicate), key=str):
            if (agent, RDF.type, FOAF.Agent) not in file.graph or (agent, FOAF.name, None) not in file.graph:
                message = f"{short(predicate)} {agent} is not a foaf:Agent with a foaf:name"
                yield file.at((ONTOLOGY, predicate, agent), "header", message, "name the agent by an IRI, and say both")


def _counts(project: Project) -> Iterator[Finding]:
    """Hold the numbers of classes and properties in the header against the terms."""
    graph = project.ontology.graph
    for predicate, kinds in _COUNTED.items():
        own = {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind)} & project.minted
        if str(graph.value(ONTOLOGY, predicate)) != str(len(own)):
            message = f"{short(predicate)} is not {len(own)}, the number of terms"
            yield project.ontology.about(ONTOLOGY, "header", message, "correct it")


def _versions(project: Project) -> Iterator[Finding]:
    """Hold older versions to being there, to having lost no term since, and to staying what they were."""
    file, kept = project.ontology, {each.path.stem: each for each in project.versions}
    prior = str(file.graph.value(ONTOLOGY, OWL.priorVersion) or "").rpartition("/")[2]
    if prior and prior not in kept:
        message = f"owl:priorVersion {prior} is not among ontology/versions"
        yield file.about(ONTOLOGY, "kept-version", message, "keep the file of the version as it was")
    for number, older in sorted(kept.items()):
        for term in named(older.graph.subjects(RDF.type)):
            if re.match(rf"{re.escape(str(OSCE))}\w", term) and str(term) not in project.minted:
                message = f"{short(term)} of version {number} is gone"
                yield file.about(ONTOLOGY, "kept-version", message, "keep it with owl:deprecated and its successor")
        if number == str(file.graph.value(ONTOLOGY, OWL.versionInfo)) and not _same(older.graph, file.graph):
            message = f"version {number} is published and osce.ttl is no longer that"
            yield file.about(ONTOLOGY, "kept-version", message, "raise owl:versionInfo and owl:versionIRI")


def _same(one: Graph, other: Graph) -> bool:
    return bool(to_isomorphic(one) == to_isomorphic(other))
