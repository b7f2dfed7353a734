"""Constraint components: those of SHACL Core, ``sh:sparql``, and those that a shapes graph declares.

Source: SHACL sections 4, 5 and 6.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import ShapesError

_RESERVED = {"this", "shapesGraph", "currentShape", "path", "PATH", "value"}


@dataclass(frozen=True, slots=True)
class Validator:
    """One SPARQL validator of a component: an ASK or a SELECT query."""

    node: Node
    query: str
    is_ask: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component; ``validators`` are there only for declared ones."""

    iri: Node
    parameters: tuple[URIRef, ...]
    mandatory: tuple[URIRef, ...]
    node_validator: Validator | None = None
    property_validator: Validator | None = None

    @property
    def is_custom(self) -> bool:
        """Tell whether a shapes graph declares it."""
        return self.node_validator is not None or self.property_validator is not None


def _core(name: str, *parameters: str, optional: tuple[str, ...] = ()) -> Component:
    mandatory = tuple(SH[parameter] for parameter in parameters)
    return Component(SH[name], mandatory + tuple(SH[parameter] for parameter in optional), mandatory)


CORE: tuple[Component, ...] = (
    _core("AndConstraintComponent", "and"),
    _core("ClassConstraintComponent", "class"),
    _core("ClosedConstraintComponent", "closed", optional=("ignoredProperties",)),
    _core("DatatypeConstraintComponent", "datatype"),
    _core("DisjointConstraintComponent", "disjoint"),
    _core("EqualsConstraintComponent", "equals"),
    _core("HasValueConstraintComponent", "hasValue"),
    _core("InConstraintComponent", "in"),
    _core("LanguageInConstraintComponent", "languageIn"),
    _core("LessThanConstraintComponent", "lessThan"),
    _core("LessThanOrEqualsConstraintComponent", "lessThanOrEquals"),
    _core("MaxCountConstraintComponent", "maxCount"),
    _core("MaxExclusiveConstraintComponent", "maxExclusive"),
    _core("MaxInclusiveConstraintComponent", "maxInclusive"),
    _core("MaxLengthConstraintComponent", "maxLength"),
    _core("MinCountConstraintComponent", "minCount"),
    _core("MinExclusiveConstraintComponent", "minExclusive"),
    _core("MinInclusiveConstraintComponent", "minInclusive"),
    _core("MinLengthConstraintComponent", "minLength"),
    _core("NodeConstraintComponent", "node"),
    _core("NodeKindConstraintComponent", "nodeKind"),
    _core("NotConstraintComponent", "not"),
    _core("OrConstraintComponent", "or"),
    _core("PatternConstraintComponent", "pattern", optional=("flags",)),
    _core("PropertyConstraintComponent", "property"),
    _core(
        "QualifiedMaxCountConstraintComponent",
        "qualifiedValueShape",
        "qualifiedMaxCount",
        optional=("qualifiedValueShapesDisjoint",),
    ),
    _core(
        "QualifiedMinCountConstraintComponent",
        "qualifiedValueShape",
        "qualifiedMinCount",
        optional=("qualifiedValueShapesDisjoint",),
    ),
    _core("SPARQLConstraintComponent", "sparql"),
    _core("UniqueLangConstraintComponent", "uniqueLang"),
    _core("XoneConstraintComponent", "xone"),
)


def local_name(iri: Node) -> str:
    """Take the local name of a parameter's path, the name of its variable."""
    return str(iri).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def custom_components(graph: Graph) -> tuple[Component, ...]:
    """Read the constraint components that a shapes graph declares.

    :raises ShapesError: if one lacks a mandatory parameter or its parameters are ill-formed
    """
    return tuple(_declared(graph, node) for node in sorted(_nodes(graph), key=str))


def _nodes(graph: Graph) -> set[Node]:
    classes = set(graph.transitive_subjects(RDFS.subClassOf, SH.ConstraintComponent))
    found = {node for kind in classes for node in graph.subjects(RDF.type, kind)}
    return {node for node in found if not str(node).startswith(str(SH))}


def _declared(graph: Graph, node: Node) -> Component:
    mandatory: list[URIRef] = []
    optional: list[URIRef] = []
    for parameter in graph.objects(node, SH.parameter):
        path = graph.value(parameter, SH.path)
        if not isinstance(path, URIRef) or local_name(path) in _RESERVED:
            raise ShapesError(f"constraint component {node!s} has a parameter with the path {path!s}: give a free IRI")
        is_optional = graph.value(parameter, SH.optional)
        (optional if isinstance(is_optional, Literal) and is_optional.value else mandatory).append(path)
    if not mandatory:
        raise ShapesError(f"constraint component {node!s} has no mandatory sh:parameter: declare one")
    general = next(_validators(graph, node, SH.validator), None)
    return Component(
        node,
        tuple(sorted(mandatory) + sorted(optional)),
        tuple(sorted(mandatory)),
        next(_validators(graph, node, SH.nodeValidator), general),
        next(_validators(graph, node, SH.propertyValidator), general),
    )


def _validators(graph: Graph, node: Node, predicate: URIRef) -> Iterator[Validator]:
    for validator in sorted(graph.objects(node, predicate), key=str):
        ask, select = graph.value(validator, SH.ask), graph.value(validator, SH.select)
        if ask is None and select is None:
            raise ShapesError(f"validator {validator!s} of {node!s} has neither sh:ask nor sh:select: give one")
        yield Validator(validator, str(ask if ask is not None else select), ask is not None)
