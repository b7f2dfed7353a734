"""Gate ``shapes``: the SHACL shapes are well-formed and named, and their messages say what to do."""

import re
from collections.abc import Iterator

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from kg.errors import NotCompilable, ShapesError
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, TurtleFile
from kg.validation.dataset import DataGraph
from kg.validation.engine import FastEngine
from kg.validation.foreign import oxigraph_term, triples_of
from kg.validation.shapes import Constraint, Shape, ShapesGraph

_NAMED = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)


def check_shapes(project: Project) -> Iterator[Finding]:
    """Read the shapes as the validator does, with every query and pattern, and look at each."""
    whole = Graph()
    for file in project.shapes:
        whole += file.graph
    if not len(whole):
        return
    try:
        shapes = ShapesGraph(triples_of(whole))
    except ShapesError as error:
        yield _refused(project, str(error))
        return
    yield from _by_engine(project, whole, shapes)
    for file in project.shapes:
        yield from _of_file(file, shapes)


def _refused(project: Project, message: str, *about: str) -> Finding:
    """Put a refusal at the thing that it is about, by default at the shape that the message names."""
    what, _, remedy = message.rpartition(": ")
    iris = about or [iri for iri in re.findall(r"<([^>]*)>", message) if not iri.startswith(str(SH))]
    places = [(file, iri) for iri in iris for file in project.shapes if (URIRef(iri), None, None) in file.graph]
    places += [(file, iri) for iri in iris for file in project.shapes if file.offset(iri)]
    file, iri = next(iter(places), (project.shapes[0], ""))
    return file.about(iri, "shape", what or message, remedy if what else "correct it")


def thing_of(graph: Graph, term: str) -> str:
    """Name the thing that a blank node is written in, or the thing itself."""
    node: Node = URIRef(term.strip("<>")) if term.startswith("<") else BNode(term.removeprefix("_:"))
    above: set[Node] = set()
    while not isinstance(node, URIRef) and node not in above:
        above.add(node)
        node = next(iter(graph.subjects(None, node)), node)
    return str(node)


def _by_engine(project: Project, whole: Graph, shapes: ShapesGraph) -> Iterator[Finding]:
    """Let the validator read every query and regular expression, over no data."""
    engine = FastEngine(DataGraph(), shapes)
    for shape in shapes.all():
        for constraint in shape.constraints:
            if not any(shapes.nested(constraint)) and (message := _complaint(engine, shape, constraint)):
                node = constraint.value if constraint.component.mandatory[0] == oxigraph_term(SH.sparql) else shape.node
                yield _refused(project, message, thing_of(whole, str(node)), shape.node.value)


def _complaint(engine: FastEngine, shape: Shape, constraint: Constraint) -> str:
    """Tell why the validator refuses a constraint, empty if it does not."""
    try:
        list(engine.validate(shape, (constraint,)))
    except NotCompilable:
        return ""
    except ShapesError as error:
        return str(error)
    return ""


def _of_file(file: TurtleFile, shapes: ShapesGraph) -> Iterator[Finding]:
    graph = file.graph
    for kind in _NAMED:
        for node in sorted(graph.subjects(RDF.type, kind), key=str):
            yield from _of_shape(file, graph, node, kind, shapes)
    for node in graph.objects(None, SH.property):
        if not isinstance(node, URIRef):
            yield file.about(
                thing_of(graph, node.n3()),
                "shape-name",
                "a property shape is a blank node",
                "give it an IRI and its own block",
            )


def _of_shape(file: TurtleFile, graph: Graph, node: Node, kind: URIRef, shapes: ShapesGraph) -> Iterator[Finding]:
    name = str(node).rpartition("#")[2]
    if not isinstance(node, URIRef):
        owner = thing_of(graph, node.n3())
        yield file.about(owner, "shape-name", f"a {kind.fragment} is a blank node", "give it an IRI")
        return
    shape = None if kind == SH.SPARQLConstraint else shapes.shape(oxigraph_term(node))
    if not shapes.graph.naming(oxigraph_term(node)) and not (shape and shape.targets):
        remedy = "name it in a shape, give it a target, or remove it"
        yield file.about(str(node), "shape-unused", f"osh:{name} is asked of nothing", remedy)
    if shape is not None and not shape.constraints:
        yield file.about(
            str(node), "shape-constraint", f"osh:{name} asks for nothing", "give it a constraint or remove it"
        )
    reported = kind == SH.SPARQLConstraint or (kind == SH.PropertyShape and _is_reported(shapes, node))
    if reported and (node, SH.message, None) not in graph:
        yield file.about(str(node), "shape-message", f"osh:{name} has no sh:message", "say what to do about a result")
    if kind == SH.PropertyShape and _is_reported(shapes, node) and (node, SH.severity, None) not in graph:
        yield file.about(
            str(node), "shape-severity", f"osh:{name} has no sh:severity", "choose sh:Violation or sh:Warning"
        )


def _is_reported(shapes: ShapesGraph, node: Node) -> bool:
    """Tell whether results can be of a property shape: it is one of a shape, and not only part of a combination."""
    return shapes.graph.has_value(oxigraph_term(SH.property), oxigraph_term(node))
