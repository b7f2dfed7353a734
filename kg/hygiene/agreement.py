"""Gate: shapes and axioms say the same of a property.

A shape may ask for less than a reasoner concludes, or for a narrower kind; it may not ask for another kind, for a wider
one (the axiom would then give a type that nobody checked), nor may it leave a property out that data asserts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, TurtleFile, named, short

_REMEDY = "bring the shape and rdfs:domain or rdfs:range in step"


def check_agreement(project: Project) -> Iterator[Finding]:
    """Hold every property shape against the axioms of its path."""
    if not project.shapes:
        return
    whole = Graph()
    for file in project.shapes:
        whole += file.graph
    hierarchy = _Hierarchy.of(project.merged())
    for file in project.shapes:
        for shape in named(file.graph.subjects(SH.path)):
            path = file.graph.value(shape, SH.path)
            if isinstance(path, URIRef) and str(path) in project.minted:
                yield from _range(file, shape, path, hierarchy)
                yield from _domain(file, shape, path, hierarchy, whole)
    yield from _unguarded(project, whole)


@dataclass(frozen=True, slots=True)
class _Hierarchy:
    """Which class is below which, and which exclude each other."""

    graph: Graph
    disjoint: frozenset[frozenset[Node]]

    @classmethod
    def of(cls, graph: Graph) -> "_Hierarchy":
        return cls(graph, frozenset(frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)))

    def above(self, term: Node) -> set[Node]:
        return {found for found in self.graph.transitive_objects(term, RDFS.subClassOf) if found is not None}

    def is_below(self, term: Node, other: Node) -> bool:
        return other in self.above(term)

    def exclude(self, one: Node, other: Node) -> bool:
        return any(frozenset((a, b)) in self.disjoint for a in self.above(one) for b in self.above(other))


def _range(file: TurtleFile, shape: URIRef, path: URIRef, hierarchy: _Hierarchy) -> Iterator[Finding]:
    bound = hierarchy.graph.value(path, RDFS.range)
    for asked in file.graph.objects(shape, SH["class"]):
        if bound is None or hierarchy.is_below(asked, bound):
            continue
        excluded = hierarchy.exclude(asked, bound)
        relation = "which is another kind of thing" if excluded else "which that need not be"
        message = f"{_name(shape)} asks for {short(str(asked))} and the axiom says {short(str(bound))}, {relation}"
        yield file.at((shape, SH["class"], asked), "agreement", message, _REMEDY)
    for asked in file.graph.objects(shape, SH.datatype):
        if bound is not None and bound not in (RDFS.Literal, asked):
            message = f"{_name(shape)} asks for {short(str(asked))} and the axiom says {short(str(bound))}"
            yield file.at((shape, SH.datatype, asked), "agreement", message, _REMEDY)


def _domain(file: TurtleFile, shape: URIRef, path: URIRef, hierarchy: _Hierarchy, whole: Graph) -> Iterator[Finding]:
    bound = hierarchy.graph.value(path, RDFS.domain)
    is_barred = str(file.graph.value(shape, SH.maxCount)) == "0"
    if bound is None or is_barred:
        return
    for target in sorted(_targets(whole, shape), key=str):
        if not (hierarchy.is_below(target, bound) or hierarchy.is_below(bound, target)):
            excluded = hierarchy.exclude(target, bound)
            relation = "which is another kind of thing" if excluded else "which has nothing to do with it"
            message = f"{_name(shape)} is about {short(str(target))} and the axiom says {short(str(bound))}, {relation}"
            yield file.at((shape, SH.path, path), "agreement", message, _REMEDY)


def _targets(whole: Graph, shape: URIRef) -> set[Node]:
    """Name the classes whose things a property shape looks at."""
    owners = {shape, *whole.subjects(SH.property, shape)}
    return {target for owner in owners for target in whole.objects(owner, SH.targetClass)}


def _name(shape: URIRef) -> str:
    return f"osh:{shape.rpartition('#')[2]}"


def _unguarded(project: Project, whole: Graph) -> Iterator[Finding]:
    """Find properties that data may assert and that no shape looks at; what only follows, rules give."""
    looked_at = {
        node
        for path in whole.objects(None, SH.path)
        for node in whole.transitive_objects(path, None)
        if isinstance(node, URIRef)
    }
    file = project.ontology
    for term in sorted(map(URIRef, project.minted)):
        kinds = set(file.graph.objects(term, RDF.type))
        if not kinds & {OWL.ObjectProperty, OWL.DatatypeProperty} or term in looked_at:
            continue
        if (term, OWL.deprecated, None) in file.graph or _only_follows(file.graph, term):
            continue
        message = f"no shape looks at {short(term)}"
        yield file.about(term, "unguarded", message, "write a property shape with it as sh:path")


def _only_follows(graph: Graph, term: URIRef) -> bool:
    """Tell whether a property is there to be concluded: from a chain, or as the inverse of one that is asserted."""
    return (term, OWL.propertyChainAxiom, None) in graph or (None, OWL.inverseOf, term) in graph
