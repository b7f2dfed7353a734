"""The concept schemes of the ontology as quads of ``graph/register``."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.assets import rebased_text
from kg.errors import RdfSyntaxError
from kg.iris import Iris


def concept_lines(ontology: Path, base: str) -> Iterator[str]:
    """Read ``concepts/*.ttl``.

    :param ontology: the folder of the ontology
    :param base: base IRI of the build
    :returns: N-Quads lines
    :raises RdfSyntaxError: if a file does not parse, or has a blank node
    """
    graph = ox.NamedNode(Iris(base).graph("register"))
    for path in sorted((ontology / "concepts").glob("*.ttl")):
        try:
            for quad in ox.parse(rebased_text(path, base), format=ox.RdfFormat.TURTLE):
                if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                    raise RdfSyntaxError(f"{path.name}: {quad.triple} has a blank node: give it an IRI")
                yield f"{ox.Quad(quad.subject, quad.predicate, quad.object, graph)} .\n"
        except SyntaxError as error:
            raise RdfSyntaxError(f"{path.name}: {error}") from None
