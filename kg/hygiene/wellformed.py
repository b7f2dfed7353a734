"""Gate ``shacl``: the SHACL shapes conform to the shapes that SHACL has for shapes."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from rdflib import Graph, URIRef

from kg.errors import ShapesError
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project
from kg.hygiene.shapes import thing_of
from kg.validation.dataset import DataGraph
from kg.validation.foreign import oxigraph_term, triples_of
from kg.validation.shapes import ShapesGraph
from kg.validation.triples import Triples
from kg.validation.validating import validate


def check_shacl(project: Project) -> Iterator[Finding]:
    """Validate the shapes graph with the shapes of SHACL, appendix C of the Recommendation.

    Shapes that cannot be read at all are the business of the gate ``shapes``.
    """
    whole = Graph()
    for file in project.shapes:
        whole += file.graph
    try:
        ShapesGraph(triples_of(whole))
    except ShapesError:
        return
    data = DataGraph()
    data.load(ox.Quad(*(oxigraph_term(term) for term in triple)) for triple in whole)  # type: ignore[arg-type]
    for result in validate(data, _shapes_of_shacl()).results:
        iri = thing_of(whole, result.focus)
        what = f"{iri.rpartition('#')[2]} breaks {result.shape.rpartition('#')[2].rstrip('>')} of SHACL"
        file = next((each for each in project.shapes if (URIRef(iri), None, None) in each.graph), project.shapes[0])
        yield file.about(iri, "shape", what, "correct it as the Recommendation says, appendix C")


@cache
def _shapes_of_shacl() -> ShapesGraph:
    text = files("pyshacl").joinpath("assets", "shacl-shacl.ttl").read_text(encoding="utf-8")
    return ShapesGraph(Triples.of_quads(ox.parse(text, format=ox.RdfFormat.TURTLE)))
