"""Validation of a data graph with a shapes graph: which engine, how many results, what the report must tell.

Source: SHACL, https://www.w3.org/TR/shacl/, section 3.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.assets import folder, rebased_text
from kg.errors import NotCompilable, RdfSyntaxError
from kg.graph.reading import read_rdf, told
from kg.namespaces import DEFAULT_BASE, RDFS
from kg.validation.dataset import DataGraph
from kg.validation.engine import FastEngine
from kg.validation.report import Collector, Report, Result
from kg.validation.shapes import Shape, ShapesGraph
from kg.validation.terms import rdflib_graph, written

ENGINES = ("fast", "pyshacl")


def validate(
    data: DataGraph,
    shapes: ShapesGraph,
    *,
    engine: str = "fast",
    limit: int | None = None,
    about: Collection[str] | None = None,
) -> Report:
    """Validate a data graph.

    :param data: the data graph
    :param shapes: the shapes
    :param engine: ``fast``, which leaves to pySHACL what it cannot decide exactly, or ``pyshacl`` for everything
    :param limit: how many results of a shape and severity the report has; the others are counted
    :param about: nodes, as in N-Triples; results without one of them as focus node or value are left out
    :returns: results in order; both engines give the same
    :raises ShapesError: if the shapes graph is ill-formed
    """
    collector = Collector(limit)
    notes: list[str] = []
    found = _by_pyshacl(data, shapes, None) if engine == "pyshacl" else _fast(data, shapes, notes)
    for result in found:
        if about is None or result.focus in about or result.value in about:
            collector.add(result)
    return collector.report(notes)


def shapes_of(files: Iterable[Path]) -> ShapesGraph:
    """Read a shapes graph from RDF files.

    :raises ShapesError: if a shape is ill-formed
    :raises RdfSyntaxError: if a file does not parse
    :raises UnreadableSource: if a file cannot be read
    """
    quads = (quad for file in files for quad in read_rdf(file, base=file.absolute().as_uri()))
    return ShapesGraph(rdflib_graph((quad.subject, quad.predicate, quad.object) for quad in quads))  # type: ignore[misc]


def project_shapes(base: str = DEFAULT_BASE) -> ShapesGraph:
    """Read the shapes of the OSCE knowledge graph.

    :param base: base IRI of the data
    """
    files = sorted(folder("shapes").glob("*.ttl"))
    quads = (quad for file in files for quad in _parsed(file, base))
    return ShapesGraph(rdflib_graph((quad.subject, quad.predicate, quad.object) for quad in quads))  # type: ignore[misc]


def class_hierarchy(base: str = DEFAULT_BASE) -> Iterator[ox.Quad]:
    """List the subclass axioms of the ontology and its alignments, which tell what is an instance of what."""
    root = folder("ontology")
    for file in (root / "osce.ttl", *sorted((root / "alignments").glob("*.ttl"))):
        for quad in _parsed(file, base):
            if quad.predicate.value == f"{RDFS}subClassOf" and isinstance(quad.object, ox.NamedNode):
                yield quad


def _parsed(file: Path, base: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(rebased_text(file, base), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        raise RdfSyntaxError(told(str(file), error)) from None


def _fast(data: DataGraph, shapes: ShapesGraph, notes: list[str]) -> Iterator[Result]:
    engine = FastEngine(data, shapes)
    left: list[Shape] = []
    for shape in shapes.targeted():
        try:
            yield from list(engine.validate(shape))
        except NotCompilable as reason:
            left.append(shape)
            notes.append(f"{written(shape.node)} was validated by the reference engine: {reason}")
    if left:
        yield from _by_pyshacl(data, shapes, left)


def _by_pyshacl(data: DataGraph, shapes: ShapesGraph, only: list[Shape] | None) -> list[Result]:
    # Only here: importing pySHACL takes half a second.
    from kg.validation.reference import by_pyshacl

    return by_pyshacl(rdflib_graph(data.triples()), shapes, only)
