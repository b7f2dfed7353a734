"""The files under inspection, read once."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import rdflib
from rdflib import OWL, RDF, Graph, URIRef

from kg.hygiene.finding import Source
from kg.namespaces import DEFAULT_BASE

TERM = f"{DEFAULT_BASE}ontology#"
HEADER = URIRef(f"{DEFAULT_BASE}ontology")
_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


@dataclass(frozen=True)
class Project:
    """Where the parts are; ``shapes`` and ``docs`` may be absent in an installation without them."""

    root: Path
    ontology: Path
    shapes: Path | None = None
    docs: Path | None = None
    tables: Path | None = None

    @cached_property
    def main(self) -> Source:
        """The file in which terms are minted."""
        return Source(self.ontology / "osce.ttl", self.root)

    @cached_property
    def graph(self) -> Graph:
        """The ontology alone."""
        return Graph().parse(data=self.main.text, format="turtle")

    @cached_property
    def alignments(self) -> list[Source]:
        """The files that tie our terms to other vocabularies."""
        return [Source(path, self.root) for path in sorted((self.ontology / "alignments").glob("*.ttl"))]

    @cached_property
    def concepts(self) -> list[Source]:
        """The concept schemes."""
        return [Source(path, self.root) for path in sorted((self.ontology / "concepts").glob("*.ttl"))]

    @cached_property
    def questions(self) -> list[Source]:
        """The competency questions."""
        return [Source(path, self.root) for path in sorted((self.ontology / "questions").glob("*.rq"))]

    @cached_property
    def whole(self) -> Graph:
        """Ontology and alignments under the ontology's own header."""
        graph = Graph()
        for source in (self.main, *self.alignments):
            graph.parse(data=source.text, format="turtle")
        for header in set(graph.subjects(RDF.type, OWL.Ontology)) - {HEADER}:
            graph.remove((header, None, None))
        return graph

    @cached_property
    def terms(self) -> dict[str, URIRef]:
        """Local name → IRI of every term that is minted."""
        found = {subject for kind in _KINDS for subject in self.graph.subjects(RDF.type, kind)}
        ours = [term for term in found if isinstance(term, rdflib.URIRef) and term.startswith(TERM)]
        return {str(term).removeprefix(TERM): term for term in sorted(ours)}

    def place(self, name: str) -> tuple[int, int]:
        """Tell where a term is minted."""
        return self.main.place(rf"^osce:{name}\b")
