"""The ontology contradicts neither itself nor the register, by the rules of OWL 2 RL."""

from collections.abc import Iterator

import owlrl
from rdflib import Graph, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import Project

#: How owlrl marks what it derived ``false`` from.
_TOLD = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def consistent(project: Project) -> Iterator[Finding]:
    """Close the ontology with its alignments; each contradiction is a finding."""
    closed = Graph()
    closed += project.whole
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    place = project.main.place("owl:Ontology")
    for told in sorted(map(str, closed.objects(None, _TOLD))):
        yield project.main.finding(place, "consistent", " ".join(told.split()), "take one of the premises back")
