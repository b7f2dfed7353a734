"""Stage 5: the axioms closed among themselves by owlrl, which must leave RDFLib as it was."""

import pytest
from rdflib import XSD, Graph, Literal, URIRef

from kg.closure.schema import closed
from kg.errors import ClosureError
from kg.hygiene.consistency import contradictions

_OWL = "http://www.w3.org/2002/07/owl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: A class that is what the classes of a list have in common, and the list begins anew where it should end.
_BROKEN = [
    ("<http://example.org/A>", f"<{_OWL}intersectionOf>", "_:list"),
    ("<http://example.org/A>", f"<{_RDF}type>", f"<{_OWL}Class>"),
    ("_:list", f"<{_RDF}first>", "<http://example.org/B>"),
    ("_:list", f"<{_RDF}rest>", "_:list"),
]
#: Written texts that owlrl's own readings take for something else than RDFLib does.
_TEXTS = {XSD.dateTime: "2010-12-21T15:38:02-08:00", XSD.gYear: "2010", XSD.NCName: "loom"}


def _read() -> list[object]:
    return [Literal(text, datatype=datatype).toPython() for datatype, text in _TEXTS.items()]


def test_a_list_without_an_end_is_named_and_literals_are_read_as_before() -> None:
    """RDFLib reads literals by one table for the whole process, which owlrl can exchange for its own."""
    before = _read()
    with pytest.raises(ClosureError, match=r"every list must end in rdf:nil"):
        closed(_BROKEN)
    assert _read() == before


def test_literals_are_read_as_before_when_contradictions_have_been_looked_for() -> None:
    """The check of the ontology too leaves the process as it was."""
    before = _read()
    graph = Graph()
    for datatype, text in _TEXTS.items():
        graph.add((URIRef("urn:a"), URIRef("urn:b"), Literal(text, datatype=datatype)))
    assert contradictions(graph) == ()
    assert _read() == before
