"""What a result says where the shape declares no message: the constraint in words."""

from rdflib import RDF, SH, Graph, Literal
from rdflib.term import Node

from kg.validation.components import local_name
from kg.validation.shapes import Constraint
from kg.validation.terms import written

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


def default_message(graph: Graph, constraint: Constraint) -> Literal:
    """Say what a constraint asks for."""
    parameter = constraint.component.mandatory[0]
    if constraint.component.is_custom:
        return Literal(f"must satisfy {written(constraint.component.iri)}", lang="en")
    if parameter in (SH["in"], SH.languageIn):
        noun = "be one of" if parameter == SH["in"] else "have a language tag among"
        return Literal(f"must {noun} {', '.join(_listed(graph, constraint.value))}", lang="en")
    if parameter in _WORDS:
        return Literal(_WORDS[parameter], lang="en")
    return Literal(_WITH_VALUE[parameter].format(_shown(constraint.value)), lang="en")


def _listed(graph: Graph, head: Node) -> list[str]:
    shown: list[str] = []
    while head != RDF.nil and len(shown) < 12:
        item, rest = graph.value(head, RDF.first), graph.value(head, RDF.rest)
        if item is None or rest is None:
            break
        shown.append(_shown(item))
        head = rest
    return shown


def _shown(node: Node) -> str:
    if isinstance(node, Literal):
        return str(node)
    return local_name(node) if str(node).startswith(str(SH)) else written(node)
