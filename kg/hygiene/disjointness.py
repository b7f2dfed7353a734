"""Gate: what is disjoint is so in both forms, and a new class has its place among its siblings.

Disjointness is written in pairs and, for groups, once more as ``owl:AllDisjointClasses``: each form is lost on some
tool (docs/decisions/0009-two-reasoners-and-traps.md).
"""

from collections.abc import Iterator
from itertools import combinations

from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection

from kg.hygiene.finding import Finding
from kg.hygiene.project import OSCE, Project, TurtleFile, named, short

_PAIRS = "write the pair with owl:disjointWith and the group with owl:AllDisjointClasses"


def check_disjointness(project: Project) -> Iterator[Finding]:
    """Compare the groups with the pairs, and look for siblings that are in no group."""
    file = project.ontology
    groups = [group for group in _groups(file.graph) if len(group) > 1]
    pairs = {frozenset(pair) for pair in file.graph.subject_objects(OWL.disjointWith)}
    for group in groups:
        for one, other in combinations(group, 2):
            if frozenset((one, other)) not in pairs:
                message = f"{short(one)} and {short(other)} are disjoint in a group and not as a pair"
                yield file.at((one, OWL.disjointWith, other), "disjointness", message, _PAIRS)
    yield from _left_out(file, project.merged(), groups)


def _groups(graph: Graph) -> Iterator[list[URIRef]]:
    for head in graph.objects(None, OWL.members):
        yield [node for node in Collection(graph, head) if isinstance(node, URIRef)]


def _left_out(file: TurtleFile, graph: Graph, groups: list[list[URIRef]]) -> Iterator[Finding]:
    """Find a class of which two siblings exclude each other, and which neither of them excludes."""
    told = {node for pair in file.graph.subject_objects(OWL.disjointWith) for node in pair}
    for term in named(file.graph.subjects(RDF.type, OWL.Class)):
        if not term.startswith(str(OSCE)) or (term, OWL.deprecated, None) in file.graph or term in told:
            continue
        group = next((group for group in groups if len(_siblings(graph, term) & set(group)) > 1), None)
        if group:
            names = ", ".join(short(each) for each in group)
            message = f"{short(term)} is in no group of disjoint classes with its siblings ({names})"
            yield file.about(term, "disjointness", message, _PAIRS)


def _siblings(graph: Graph, term: URIRef) -> set[URIRef]:
    parents = named(graph.objects(term, RDFS.subClassOf))
    if parents:
        return set(named(child for parent in parents for child in graph.subjects(RDFS.subClassOf, parent))) - {term}
    return set(named(set(graph.subjects(RDF.type, OWL.Class)) - set(graph.subjects(RDFS.subClassOf)))) - {term}
