"""Which triples are about the vocabulary, and those that are ours."""

from functools import lru_cache

import pyoxigraph as ox

from kg.assets import folder, rebased_text
from kg.closure.rule import DIFFERENT, SAME, TYPE, Triple
from kg.namespaces import DEFAULT_BASE
from kg.namespaces import OWL as OWL_NS
from kg.namespaces import RDF as RDF_NS
from kg.namespaces import RDFS as RDFS_NS

#: Predicates of RDFS and RDF that state axioms; those of OWL all do, but the two between individuals.
_AXIOMS = frozenset(
    (
        *(f"<{RDFS_NS}{name}>" for name in ("subClassOf", "subPropertyOf", "domain", "range")),
        f"<{RDF_NS}first>",
        f"<{RDF_NS}rest>",
    )
)
_META = (f"<{OWL_NS}", f"<{RDFS_NS}", f"<{RDF_NS}")
_DATA_CLASSES = frozenset((f"<{OWL_NS}Thing>", f"<{OWL_NS}Nothing>", f"<{OWL_NS}NamedIndividual>"))
_ABOUT = frozenset(
    f"<{OWL_NS}{name}>"
    for name in ("versionInfo", "versionIRI", "imports", "priorVersion", "deprecated", "incompatibleWith")
)


def is_axiom(subject: str, predicate: str, value: str) -> bool:
    """Tell whether a triple is about the vocabulary, not about things.

    >>> is_axiom("<urn:C>", "<http://www.w3.org/2000/01/rdf-schema#subClassOf>", "<urn:D>")
    True
    >>> is_axiom("<urn:x>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<urn:C>")
    False
    """
    del subject
    if predicate == TYPE:
        return value.startswith(_META) and value not in _DATA_CLASSES
    if predicate in {SAME, DIFFERENT} or predicate in _ABOUT:
        return False
    return predicate in _AXIOMS or predicate.startswith(_META[0])


@lru_cache(maxsize=4)
def ontology_triples(base: str = DEFAULT_BASE) -> tuple[Triple, ...]:
    """Read ontology and alignments.

    :param base: base IRI of the build
    :returns: axioms and annotations, as written terms; blank nodes are named apart by file
    """
    root = folder("ontology")
    found: list[Triple] = []
    for number, path in enumerate((root / "osce.ttl", *sorted((root / "alignments").glob("*.ttl")))):
        nodes: dict[str, str] = {}
        for quad in ox.parse(rebased_text(path, base), format=ox.RdfFormat.TURTLE):
            subject, value = (_apart(term, number, nodes) for term in (quad.subject, quad.object))
            found.append((subject, str(quad.predicate), value))
    return tuple(found)


def _apart(term: object, number: int, nodes: dict[str, str]) -> str:
    """Write a term; a blank node is named by its file and its place among those of the file."""
    if isinstance(term, ox.BlankNode):
        return nodes.setdefault(term.value, f"_:f{number}b{len(nodes)}")
    return str(term)
