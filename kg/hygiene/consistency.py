"""Gate: no contradiction, no class that nothing can be in; by two reasoners of different make.

owlrl applies the rules of OWL 2 RL, also to data with ``xsd:date``; pyhermit is a tableau reasoner for OWL 2 DL that
refuses what is outside DL. Either alone lets faults pass that the other sees; ``tests/traps`` holds cases of each.
"""

import importlib
from collections.abc import Iterator
from importlib.util import find_spec

import owlrl
from rdflib import OWL, RDF, Graph, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import OSCE, Project, short
from kg.namespaces import DEFAULT_BASE

_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_WITNESS = f"{DEFAULT_BASE}id/witness/"
_REMEDY = "drop or weaken one of the axioms that it follows from"


def check_consistency(project: Project) -> Iterator[Finding]:
    """Close the ontology with one witness a class, and ask the tableau reasoner where it is installed."""
    graph = project.merged()
    yield from _unsatisfiable(project, graph)
    if tableau_is_installed():
        verdict = tableau(graph)
        if verdict != "consistent":
            yield project.ontology.finding(0, "tableau", f"pyhermit finds the ontology {verdict}", _REMEDY)


def contradictions(graph: Graph) -> tuple[str, ...]:
    """Close a graph under OWL 2 RL and list what contradicts it.

    :param graph: ontology, with or without data; left as it is
    :returns: owlrl's messages, sorted; none if the graph is consistent
    """
    closed = Graph()
    closed += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return tuple(sorted({str(message) for message in closed.objects(None, _ERROR)}))


def _unsatisfiable(project: Project, graph: Graph) -> Iterator[Finding]:
    """Put one witness into each class: a contradiction about it tells that the class is empty."""
    peopled = Graph()
    peopled += graph
    for term in project.minted:
        if (URIRef(term), RDF.type, OWL.Class) in graph:
            peopled.add((URIRef(_WITNESS + term.removeprefix(str(OSCE))), RDF.type, URIRef(term)))
    for message in contradictions(peopled):
        _, found, name = message.partition(_WITNESS)
        term = str(OSCE) + name.split()[0] if found else message.split()[-1]
        text = f"nothing can be a {short(term)}: {message}" if found else message
        yield project.ontology.about(term, "unsatisfiable" if found else "inconsistent", text, _REMEDY)


def tableau_is_installed() -> bool:
    """Tell whether pyhermit, which comes with ``osce-kg[test]``, is there."""
    return find_spec("pyhermit") is not None and find_spec("pyowl_core") is not None


def tableau(graph: Graph) -> str:
    """Ask pyhermit.

    :param graph: ontology under one header, with or without data
    :returns: ``consistent``, ``inconsistent`` or ``outside OWL 2 DL (why)``
    """
    core, hermit = importlib.import_module("pyowl_core"), importlib.import_module("pyhermit")
    options = core.LoadOptions(imports=core.ImportPolicy.IGNORE)
    errors = importlib.import_module("pyhermit.exceptions")
    try:
        with hermit.Reasoner(core.load_snapshot(graph.serialize(format="xml").encode(), options=options)) as reasoner:
            return "consistent" if reasoner.is_consistent() else "inconsistent"
    except errors.PyHermiTError as refusal:
        return f"outside OWL 2 DL ({refusal})"
