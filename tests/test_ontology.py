"""The ontology: consistent by two reasoners of different make, and every trap behaves as designed."""

import re
from pathlib import Path

import owlrl
import pytest
from pyhermit import Reasoner
from pyhermit.exceptions import PyHermiTError
from pyowl_core import ImportPolicy, LoadOptions, load_snapshot
from rdflib import OWL, RDF, SKOS, Graph, URIRef

from kg.reference import tabulate
from tests.conftest import ROOT

ONTOLOGY = ROOT / "ontology"
TRAPS = sorted((ROOT / "tests" / "traps").glob("*.ttl"))
#: What a reasoner must find: (pyhermit, owlrl); "passes" where only a shape can stop the slip.
EXPECTED = {
    "t01": ("inconsistent", "inconsistent"),
    "t02": ("passes", "passes"),
    "t03": ("inconsistent", "inconsistent"),
    "t04": ("refused", "passes"),
    "t05": ("refused", "passes"),
    "t06": ("inconsistent", "inconsistent"),
    "t06b": ("passes", "passes"),
    "t07": ("inconsistent", "inconsistent"),
    "t09": ("inconsistent", "inconsistent"),
    "t10": ("inconsistent", "inconsistent"),
    "t11": ("inconsistent", "inconsistent"),
}


def parts(*more: Path) -> Graph:
    """The ontology with its alignments and the outside axioms it meets, under one ontology header."""
    graph = Graph()
    files = [*ONTOLOGY.glob("*.ttl"), *(ONTOLOGY / "alignments").glob("*.ttl")]
    assert len(files) == 8
    for file in [*files, *more]:
        graph.parse(file)
    for header in set(graph.subjects(RDF.type, OWL.Ontology)) - {URIRef("https://w3id.org/osce-kg/ontology")}:
        graph.remove((header, None, None))
    return graph


def by_pyhermit(graph: Graph) -> str:
    options = LoadOptions(imports=ImportPolicy.IGNORE)
    try:
        with Reasoner(load_snapshot(graph.serialize(format="xml").encode(), options=options)) as reasoner:
            return "passes" if reasoner.is_consistent() else "inconsistent"
    except PyHermiTError:
        return "refused"


def by_owlrl(graph: Graph) -> str:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = list(graph.subjects(RDF.type, URIRef("http://www.daml.org/2002/03/agents/agent-ont#ErrorMessage")))
    return "inconsistent" if errors else "passes"


def test_the_ontology_is_consistent_and_in_owl_2_dl_by_a_tableau_reasoner() -> None:
    options = LoadOptions(imports=ImportPolicy.IGNORE)
    with Reasoner(load_snapshot(parts().serialize(format="xml").encode(), options=options)) as reasoner:
        assert reasoner.is_consistent()
        unsatisfiable = {str(item) for item in reasoner.unsatisfiable_classes()}
        assert not any("osce-kg" in item for item in unsatisfiable)


def test_the_ontology_is_consistent_by_a_rule_reasoner() -> None:
    assert by_owlrl(parts()) == "passes"


@pytest.mark.slow
@pytest.mark.parametrize("trap", TRAPS, ids=lambda path: path.stem)
def test_a_trap_behaves_as_the_design_says(trap: Path) -> None:
    assert len(TRAPS) == len(EXPECTED) == 11
    assert (by_pyhermit(parts(trap)), by_owlrl(parts(trap))) == EXPECTED[trap.stem]


def test_every_concept_that_the_register_links_to_exists() -> None:
    concepts = Graph()
    for file in (ONTOLOGY / "concepts").glob("*.ttl"):
        concepts.parse(file)
    defined = {str(concept) for concept in concepts.subjects(RDF.type, SKOS.Concept)}
    linked = {match for line in tabulate() for match in re.findall(r"<([^>]*/scheme/[^>]*)>", line)}
    assert len(linked) > 15
    assert linked <= defined
