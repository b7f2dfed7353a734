"""Gate: no contradiction, nothing that nothing can be or have; by two reasoners of different make.

owlrl applies the rules of OWL 2 RL, also to data with ``xsd:date``; pyhermit is a tableau reasoner for OWL 2 DL that
refuses what is outside DL. Either alone lets faults pass that the other sees; ``tests/traps`` holds cases of each.
"""

import importlib
import re
from collections.abc import Iterator
from importlib.util import find_spec

import owlrl
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.hygiene.finding import Finding
from kg.hygiene.project import CURATION, Project, named, short
from kg.hygiene.roles import chains
from kg.namespaces import DEFAULT_BASE

_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_WITNESS = f"{DEFAULT_BASE}id/witness/"
_REMEDY = "drop or weaken one of the axioms that it follows from"
_BUILT_IN = tuple(map(str, (OWL, RDF, RDFS, XSD)))
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty)
#: A value of each datatype that is not written as any text may be.
_VALUES = {
    XSD.boolean: "true",
    XSD.dateTime: "2000-01-01T00:00:00Z",
    XSD.decimal: "0.5",
    XSD.integer: "1",
    XSD.language: "en",
}
#: Axioms that may make a term empty.
_NARROWING = (
    OWL.disjointWith, OWL.equivalentClass, OWL.inverseOf, OWL.propertyChainAxiom, RDFS.domain, RDFS.range,
    RDFS.subClassOf, RDFS.subPropertyOf,
)  # fmt: skip


def check_consistency(project: Project) -> Iterator[Finding]:
    """Close the ontology with a witness of each term, and ask the tableau reasoner where it is installed."""
    graph = logical(project.merged())
    yield from _by_rules(project, graph)
    if tableau_is_installed():
        verdict = tableau(graph)
        if verdict != "consistent":
            yield project.ontology.finding(0, "tableau", f"pyhermit finds the ontology {verdict}", _REMEDY)


def contradictions(graph: Graph) -> tuple[str, ...]:
    """Close a graph under OWL 2 RL and list what contradicts it.

    :param graph: ontology, with or without data; left as it is
    :returns: owlrl's messages, sorted; none if the graph is consistent
    """
    closed = Graph(store="SimpleMemory")  # which keeps no contexts: a sixth of the time
    closed += graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(closed)
    return tuple(sorted({str(message) for message in closed.objects(None, _ERROR)}))


def logical(graph: Graph) -> Graph:
    """Leave out what is text on a term, from which nothing follows: reasoners take as long over it as over axioms.

    :param graph: an ontology, with or without data; left as it is
    """
    words = {*graph.subjects(RDF.type, OWL.AnnotationProperty), CURATION.neededBy, RDFS.label, RDFS.comment}
    kept = Graph()
    for triple in graph:
        if triple[1] != RDFS.isDefinedBy and not (triple[1] in words and isinstance(triple[2], Literal)):
            kept.add(triple)
    return kept


def _by_rules(project: Project, graph: Graph) -> Iterator[Finding]:
    """Let one thing be in each class, and one pair in each property: a contradiction tells what is empty."""
    peopled = Graph()
    peopled += graph
    terms = _terms(project, graph)
    for number, term in enumerate(terms):
        for triple in _witnesses(graph, term, f"{_WITNESS}{number}-"):
            peopled.add(triple)
    empty: dict[URIRef, str] = {}
    for message in contradictions(peopled):
        if found := re.search(rf"{re.escape(_WITNESS)}(\d+)-", message):
            empty.setdefault(terms[int(found[1])], _with_names(message, terms))
        else:
            yield project.ontology.about(message.split()[-1], "inconsistent", message, _REMEDY)
    for term, message in sorted(empty.items()):
        if not _because_of_others(graph, term, set(empty)):
            what = "be a" if _is_class(graph, term) else "have"
            text = f"nothing can {what} {short(term)}: {message}"
            yield project.about(_guilty(project, graph, term, message), "unsatisfiable", text, _REMEDY)


def _because_of_others(graph: Graph, term: URIRef, empty: set[URIRef]) -> bool:
    """Tell whether a term is empty as an empty class is above it, or one that it begins or ends in."""
    classes = {other for other in empty if _is_class(graph, other)} - {term}
    return not classes.isdisjoint(_reached(graph, term))


def _terms(project: Project, graph: Graph) -> list[URIRef]:
    """List the classes that the ontology names, also those of others, and its own properties."""
    classes = [term for term in named(graph.subjects(RDF.type, OWL.Class)) if not str(term).startswith(_BUILT_IN)]
    properties = {term for kind in _PROPERTIES for term in graph.subjects(RDF.type, kind)}
    return [*classes, *(term for term in named(properties) if str(term) in project.minted and term not in classes)]


def _is_class(graph: Graph, term: URIRef) -> bool:
    return (term, RDF.type, OWL.Class) in graph


def _witnesses(graph: Graph, term: URIRef, start: str) -> Iterator[tuple[Node, Node, Node]]:
    """Make one thing in a class; one pair in a property, and one path along each of its chains."""
    one = URIRef(f"{start}a")
    if _is_class(graph, term):
        yield one, RDF.type, term
    elif (term, RDF.type, OWL.ObjectProperty) in graph:
        yield one, term, URIRef(f"{start}b")
        for number, links in enumerate(chains(graph).get(term, ())):
            for step, link in enumerate(links):
                yield URIRef(f"{start}c{number}-{step}"), link, URIRef(f"{start}c{number}-{step + 1}")
    else:
        datatype = graph.value(term, RDFS.range)
        value = _VALUES.get(datatype) if isinstance(datatype, URIRef) else None
        yield one, term, Literal(value, datatype=datatype) if value else Literal("text")  # type: ignore[arg-type]


def _with_names(message: str, terms: list[URIRef]) -> str:
    """Put what the witness is there for in place of the witness."""
    return re.sub(
        rf"{re.escape(_WITNESS)}(\d+)-(\w+)(?:-\d+)?",
        lambda found: _role(found[2], short(terms[int(found[1])])),
        message,
    )


def _role(letter: str, term: str) -> str:
    roles = {"a": f"(whatever is or has {term})", "b": f"(the value of {term})"}
    return roles.get(letter, f"(a thing on the chain of {term})")


def _guilty(project: Project, graph: Graph, term: URIRef, message: str) -> tuple[Node, Node, Node]:
    """Find the axiom about a term that leads to what the message names; of several, the one written last."""
    told = {URIRef(iri) for iri in re.findall(r"https?://[^\s,()<>]+", message)} - {term}
    axioms = [triple for triple in graph.triples((term, None, None)) if triple[1] in _NARROWING]
    leading = [triple for triple in axioms if told & _led_to(graph, triple)] or axioms
    places = {
        triple: (number, file.place_of(triple))
        for number, file in enumerate(project.vocabulary)
        for triple in leading
        if triple in file.graph or isinstance(triple[2], BNode)
    }
    return max(places, key=places.__getitem__, default=(term, RDF.type, OWL.Class))


def _led_to(graph: Graph, triple: tuple[Node, Node, Node]) -> set[Node]:
    return {triple[2]} if triple[1] == OWL.disjointWith else set(_reached(graph, triple[2]))


def _reached(graph: Graph, node: Node) -> Iterator[Node]:
    """List what follows of a thing upwards: wider classes and properties, and where these begin and end."""
    seen = {node}
    waiting = [node]
    while waiting:
        yield (here := waiting.pop())
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
            fresh = set(graph.objects(here, predicate)) - seen
            seen |= fresh
            waiting.extend(fresh)


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
    refusals = (
        importlib.import_module("pyhermit.exceptions").PyHermiTError,
        importlib.import_module("pyowl_core.exceptions").PyOWLCoreError,
    )
    try:
        with hermit.Reasoner(core.load_snapshot(graph.serialize(format="xml").encode(), options=options)) as reasoner:
            return "consistent" if reasoner.is_consistent() else "inconsistent"
    except refusals as refusal:
        return f"outside OWL 2 DL ({refusal})"
