"""Constraint components: those of SHACL Core, ``sh:sparql``, and those that a shapes graph declares.

Source: SHACL sections 4, 5 and 6.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg import namespaces
from kg.errors import ShapesError
from kg.validation.terms import Term, is_true
from kg.validation.triples import Triples
from kg.validation.vocabulary import RDF, RDFS, SH

_RESERVED = {"this", "shapesGraph", "currentShape", "path", "PATH", "value"}


@dataclass(frozen=True, slots=True)
class Validator:
    """One SPARQL validator of a component: an ASK or a SELECT query."""

    node: Term
    query: str
    is_ask: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A constraint component; ``validators`` are there only for declared ones."""

    iri: Term
    parameters: tuple[ox.NamedNode, ...]
    mandatory: tuple[ox.NamedNode, ...]
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


def local_name(iri: Term) -> str:
    """Take the local name of a parameter's path, the name of its variable."""
    return iri.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def custom_components(graph: Triples) -> tuple[Component, ...]:
    """Read the constraint components that a shapes graph declares.

    :raises ShapesError: if one lacks a mandatory parameter or its parameters are ill-formed
    """
    return tuple(_declared(graph, node) for node in sorted(_nodes(graph), key=lambda node: node.value))


def _nodes(graph: Triples) -> set[Term]:
    classes = graph.below(RDFS.subClassOf, SH.ConstraintComponent)
    found = {node for kind in classes for node in graph.subjects(RDF.type, kind)}
    return {node for node in found if not node.value.startswith(namespaces.SH)}


def _declared(graph: Triples, node: Term) -> Component:
    mandatory: list[ox.NamedNode] = []
    optional: list[ox.NamedNode] = []
    for parameter in graph.objects(node, SH.parameter):
        path = graph.value(parameter, SH.path)
        if not isinstance(path, ox.NamedNode) or local_name(path) in _RESERVED:
            shown = None if path is None else path.value
            raise ShapesError(
                f"constraint component {node.value} has a parameter with the path {shown}: give a free IRI"
            )
        is_optional = graph.value(parameter, SH.optional)
        (optional if is_true(is_optional) else mandatory).append(path)
    if not mandatory:
        raise ShapesError(f"constraint component {node.value} has no mandatory sh:parameter: declare one")
    general = next(_validators(graph, node, SH.validator), None)
    return Component(
        node,
        (*sorted(mandatory, key=str), *sorted(optional, key=str)),
        tuple(sorted(mandatory, key=str)),
        next(_validators(graph, node, SH.nodeValidator), general),
        next(_validators(graph, node, SH.propertyValidator), general),
    )


def _validators(graph: Triples, node: Term, predicate: ox.NamedNode) -> Iterator[Validator]:
    for validator in sorted(graph.objects(node, predicate), key=lambda each: each.value):
        ask, select = graph.value(validator, SH.ask), graph.value(validator, SH.select)
        query = select if ask is None else ask
        if query is None:
            raise ShapesError(f"validator {validator} of {node.value} has neither sh:ask nor sh:select: give one")
        yield Validator(validator, query.value, ask is not None)
