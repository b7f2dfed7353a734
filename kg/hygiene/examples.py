"""Gate: every term has an example that parses, uses the term and, where it speaks of the register, is true."""

from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import OWL, RDF, SKOS, URIRef

from kg.errors import BrokenTable
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, TurtleFile, short
from kg.hygiene.questions import Register
from kg.namespaces import prefixes

_PROLOGUE = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes().items())
_TYPE = ox.NamedNode(str(RDF.type))


def check_examples(project: Project) -> Iterator[Finding]:
    """Look at the ``skos:example`` of each term that is not deprecated: Turtle with the prefixes of the project.

    What an example says of a thing of the register must stand there; predicates and classes that the register never
    asserts, such as those of documents or such as follow, are free.
    """
    register = Register.of(project) if project.tables else None
    for file in (project.ontology, *project.curation):
        for term in sorted((project.minted | project.curated) & {str(node) for node in file.graph.subjects()}):
            if (URIRef(term), OWL.deprecated, None) not in file.graph:
                try:
                    yield from _example(file, term, register)
                except BrokenTable:
                    return  # the gate of the links says what is broken


def _example(file: TurtleFile, term: str, register: Register | None) -> Iterator[Finding]:
    texts = sorted(str(text) for text in file.graph.objects(URIRef(term), SKOS.example))
    if not texts:
        yield file.about(term, "example", f"{short(term)} has no skos:example", "give one triple, in Turtle")
    for text in texts:
        for message in _faults(text, term, register):
            yield file.about(term, "example", message, "correct the example")


def _faults(text: str, term: str, register: Register | None) -> Iterator[str]:
    try:
        triples = [quad.triple for quad in ox.parse(_PROLOGUE + text, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        yield f"the example of {short(term)} does not parse ({' '.join(str(error.msg).split())})"
        return
    if not any(term in (_iri(triple.predicate), _iri(triple.object)) for triple in triples):
        yield f"the example of {short(term)} does not use it"
    if register is not None:
        yield from (f"the register does not say {triple}" for triple in triples if _is_untrue(triple, register.store))


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _is_untrue(triple: ox.Triple, store: ox.Store) -> bool:
    """Tell whether the register describes the subject, asserts the like elsewhere, and does not say this."""
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if next(store.quads_for_pattern(subject, None, None, None), None) is None:
        return False
    like = (None, predicate, value if predicate == _TYPE else None, None)
    if next(store.quads_for_pattern(*like), None) is None:
        return False
    return next(store.quads_for_pattern(subject, predicate, value, None), None) is None
