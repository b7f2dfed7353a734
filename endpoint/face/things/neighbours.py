"""What a term of the ontology is tied to, as a small graph: ties are read from left to right."""

from collections.abc import Iterable

import pyoxigraph as ox

from endpoint.face.addresses import root
from endpoint.face.language import gettext
from endpoint.face.things.portraits.drawing import Link
from endpoint.face.things.portraits.lineage import Lineage, fan
from endpoint.face.things.terms import Terms
from kg.namespaces import OWL, RDFS

#: A neighbour: its IRI, and what ties it to the term.
Tie = tuple[str, str]
#: A triple between named things: the IRIs of subject, predicate and object.
Named = tuple[str, str, str]


def neighbours(iri: str, triples: list[Named], known: Terms, base: str) -> Lineage | None:
    """Draw a term with what leads to it at its left and what it leads to at its right; nothing where nothing does.

    :param iri: of a class or a property of the ontology
    :param triples: those of the ontology, as :func:`between_named` gives them
    :param known: how terms are called
    """
    left, right = _ties(iri, triples, known)
    return fan(
        [(_link(other, known, base), how) for other, how in left],
        _link(iri, known, base),
        [(_link(other, known, base), how) for other, how in right],
    )


def between_named(triples: Iterable[ox.Triple]) -> list[Named]:
    """Leave out triples with a literal or a blank node, which tie no terms."""
    return [
        (t.subject.value, t.predicate.value, t.object.value)
        for t in triples
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
    ]


def _ties(iri: str, triples: list[Named], known: Terms) -> tuple[list[Tie], list[Tie]]:
    """Find what leads to a term and where it leads."""
    kind, case, other = gettext("is a kind of"), gettext("is a case of"), gettext("the other way round")
    domains, ranges = ({s: o for s, p, o in triples if p == f"{RDFS}{name}"} for name in ("domain", "range"))
    left: list[Tie] = []
    right: list[Tie] = []
    for subject, predicate, value in triples:
        how = {f"{RDFS}subClassOf": kind, f"{RDFS}subPropertyOf": case}.get(predicate, "")
        if how and value == iri:
            left.append((subject, how))
        elif how and subject == iri:
            right.append((value, how))
        elif predicate == f"{OWL}inverseOf" and iri in (subject, value):
            right.append((value if subject == iri else subject, other))
        elif predicate == f"{RDFS}domain" and value == iri and subject in ranges:
            right.append((ranges[subject], _label(subject, known)))
        elif predicate == f"{RDFS}range" and value == iri and subject in domains:
            left.append((domains[subject], _label(subject, known)))
    if iri in domains:
        left.append((domains[iri], gettext("has it")))
    if iri in ranges:
        right.append((ranges[iri], gettext("is what it leads to")))
    return sorted(set(left)), sorted(set(right))


def _label(iri: str, known: Terms) -> str:
    return known.class_name(iri).lower() or iri.rpartition("#")[2].rpartition("/")[2]


def _link(iri: str, known: Terms, base: str) -> Link:
    name = known.class_name(iri) or iri.rpartition("#")[2].rpartition("/")[2]
    local = iri.removeprefix(f"{base}ontology#")
    return Link(name, f"{root()}/ontology/{local}" if local != iri else iri)
