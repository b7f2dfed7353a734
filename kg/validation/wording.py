"""What a result says where the shape declares no message: the constraint in words."""

import pyoxigraph as ox

from kg import namespaces
from kg.validation.components import local_name
from kg.validation.shapes import Constraint
from kg.validation.terms import Term
from kg.validation.triples import Triples
from kg.validation.vocabulary import RDF, SH

_WORDS = {
    SH["and"]: "must conform to every shape of sh:and",
    SH["or"]: "must conform to one shape of sh:or or more",
    SH.xone: "must conform to exactly one shape of sh:xone",
    SH.closed: "has a property that the closed shape does not list",
    SH.uniqueLang: "has two values with the same language tag",
    SH.sparql: "is reported by the shape's SPARQL constraint",
}
_WITH_VALUE = {
    SH["class"]: "must be of the class {0}",
    SH.datatype: "must be a well-formed literal of the datatype {0}",
    SH.disjoint: "must not be a value of {0} too",
    SH.equals: "must have the same values as {0}",
    SH.hasValue: "must have the value {0}",
    SH.lessThan: "must be less than every value of {0}",
    SH.lessThanOrEquals: "must be less than or equal to every value of {0}",
    SH.maxCount: "may have at most {0} values",
    SH.minCount: "must have at least {0} values",
    SH.maxExclusive: "must be less than {0}",
    SH.maxInclusive: "must be at most {0}",
    SH.minExclusive: "must be more than {0}",
    SH.minInclusive: "must be at least {0}",
    SH.maxLength: "may have at most {0} characters",
    SH.minLength: "must have at least {0} characters",
    SH.node: "must conform to the shape {0}",
    SH.nodeKind: "must be of the kind {0}",
    SH["not"]: "must not conform to the shape {0}",
    SH.pattern: "must match the pattern {0}",
    SH.qualifiedValueShape: "has too few or too many values that conform to the shape {0}",
}


def default_message(graph: Triples, constraint: Constraint) -> ox.Literal:
    """Say what a constraint asks for."""
    parameter = constraint.component.mandatory[0]
    if constraint.component.is_custom:
        return ox.Literal(f"must satisfy {constraint.component.iri}", language="en")
    if parameter in (SH["in"], SH.languageIn):
        noun = "be one of" if parameter == SH["in"] else "have a language tag among"
        return ox.Literal(f"must {noun} {', '.join(_listed(graph, constraint.value))}", language="en")
    if parameter in _WORDS:
        return ox.Literal(_WORDS[parameter], language="en")
    return ox.Literal(_WITH_VALUE[parameter].format(_shown(constraint.value)), language="en")


def _listed(graph: Triples, head: Term) -> list[str]:
    shown: list[str] = []
    while head != RDF.nil and len(shown) < 12:
        item, rest = graph.value(head, RDF.first), graph.value(head, RDF.rest)
        if item is None or rest is None:
            break
        shown.append(_shown(item))
        head = rest
    return shown


def _shown(node: Term) -> str:
    if isinstance(node, ox.Literal):
        return node.value
    return local_name(node) if node.value.startswith(namespaces.SH) else str(node)
