"""Reading of a shapes graph into typed shapes.

Source: SHACL (W3C Recommendation, 20 July 2017), https://www.w3.org/TR/shacl/, sections 2, 4, 5 and 6.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox

from kg import namespaces
from kg.errors import ShapesError
from kg.validation.components import CORE, Component, custom_components
from kg.validation.paths import path_text
from kg.validation.terms import TRUE, Term, integer, is_true
from kg.validation.triples import Triples
from kg.validation.vocabulary import OWL, RDF, RDFS, SH

_SHAPE_LISTS = (SH["and"], SH["or"], SH.xone)
_SHAPE_LINKS = (SH.node, SH.property, SH["not"], SH.qualifiedValueShape)
_TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
_COUNTS = (
    SH.minCount,
    SH.maxCount,
    SH.minLength,
    SH.maxLength,
    SH.qualifiedMinCount,
    SH.qualifiedMaxCount,
)
_PROPERTY_ONLY = (
    SH.minCount,
    SH.maxCount,
    SH.uniqueLang,
    SH.lessThan,
    SH.lessThanOrEquals,
    SH.qualifiedValueShape,
)
_KINDS = {SH[kind] for kind in ("BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")}
_IRI_VALUED = (SH["class"], SH.datatype, SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals, SH.nodeKind)
_ELSEWHERE = ("name", "description", "order", "group", "defaultValue", "path", "severity", "message", "deactivated")
_ON_CONSTRAINTS = (
    "select",
    "ask",
    "prefixes",
    "declare",
    "construct",
    "labelTemplate",
    "rule",
    "result",
    "shapesGraph",
)
_ON_COMPONENTS = ("parameter", "validator", "nodeValidator", "propertyValidator", "optional", "resultAnnotation")
#: Parameter → the components of SHACL Core whose first it is, by their places.
_BY_PARAMETER: dict[Term, list[int]] = {}
for _place, _component in enumerate(CORE):
    _BY_PARAMETER.setdefault(_component.mandatory[0], []).append(_place)
#: How many shapes may be named one inside the other; each adds to the queries.
DEEPEST = 50
_LISTS = (*_SHAPE_LISTS, SH["in"], SH.languageIn, SH.ignoredProperties)


#: What is said of a shape: predicate → objects.
Stated: TypeAlias = dict[Term, list[Term]]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint of a shape: its component and the values of its parameters."""

    component: Component
    parameters: dict[ox.NamedNode, Term]

    @property
    def value(self) -> Term:
        """Value of the first mandatory parameter."""
        return self.parameters[self.component.mandatory[0]]


@dataclass(slots=True)
class Shape:
    """A node shape (``path`` is absent) or a property shape."""

    node: ox.NamedNode | ox.BlankNode
    path: Term | None = None
    path_text: str | None = None
    severity: ox.NamedNode = SH.Violation
    messages: tuple[ox.Literal, ...] = ()
    deactivated: bool = False
    targets: tuple[tuple[ox.NamedNode, Term], ...] = ()
    constraints: list[Constraint] = field(default_factory=list)


class ShapesGraph:
    """All shapes of one shapes graph.

    :param graph: the shapes graph
    :raises ShapesError: if a shape is ill-formed or refers to itself
    """

    def __init__(self, graph: Triples) -> None:
        self.graph = graph
        self.custom = custom_components(graph)
        self._classes = classes_of_classes(graph)
        self._shapes: dict[Term, Shape] = {}
        #: What a reader of a report must know of these shapes.
        self.notes: list[str] = []
        self._refuse_entailment()
        for node in sorted(self._candidates(), key=_value):
            self.shape(node)
        self._refuse_recursion()
        #: Whether a path may lead from a node to itself without any triple.
        self.has_empty_paths = graph.uses(SH.zeroOrMorePath) or graph.uses(SH.zeroOrOnePath)

    def targeted(self) -> list[Shape]:
        """List the shapes that have targets and are not deactivated, in order of their IRIs."""
        shapes = sorted(self._shapes.values(), key=lambda shape: shape.node.value)
        return [shape for shape in shapes if shape.targets and not shape.deactivated]

    def all(self) -> list[Shape]:
        """List every shape, in order of their IRIs."""
        return sorted(self._shapes.values(), key=lambda shape: shape.node.value)

    def shape(self, node: Term) -> Shape:
        """Read one shape.

        :raises ShapesError: if it is ill-formed
        """
        if node not in self._shapes:
            if not isinstance(node, ox.NamedNode | ox.BlankNode):
                raise ShapesError(f"{node} is used as a shape but is not one: give the IRI of a shape")
            shape = self._shapes[node] = Shape(node)
            self._fill(shape)
        return self._shapes[node]

    def values(self, node: Term) -> list[Term]:
        """Read a SHACL list.

        :raises ShapesError: if it is not a well-formed RDF list
        """
        seen: set[Term] = set()
        items: list[Term] = []
        while node != RDF.nil:
            first = self.graph.objects(node, RDF.first)
            rest = self.graph.objects(node, RDF.rest)
            if node in seen or len(first) != 1 or len(rest) != 1:
                raise ShapesError(f"{node} is not a well-formed list: each cell needs one rdf:first and rdf:rest")
            seen.add(node)
            items.append(first[0])
            node = rest[0]
        return items

    def nested(self, constraint: Constraint) -> list[Shape]:
        """List the shapes that a constraint asks its value nodes to conform to."""
        parameter = constraint.component.mandatory[0]
        if parameter in _SHAPE_LISTS:
            return [self.shape(node) for node in self.values(constraint.value)]
        return [self.shape(constraint.value)] if parameter in _SHAPE_LINKS else []

    def siblings(self, shape: Shape, constraint: Constraint) -> list[Shape]:
        """List the sibling shapes of a qualified value shape that asks to be disjoint (SHACL §4.7.3)."""
        if constraint.parameters.get(SH.qualifiedValueShapesDisjoint) != TRUE:
            return []
        parents = self.graph.subjects(SH.property, shape.node)
        cousins = {property_ for parent in parents for property_ in self.graph.objects(parent, SH.property)}
        found = {node for cousin in cousins for node in self.graph.objects(cousin, SH.qualifiedValueShape)}
        return [self.shape(node) for node in sorted(found - {constraint.value}, key=_value)]

    def _candidates(self) -> set[Term]:
        graph = self.graph
        found = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in graph.subjects(RDF.type, kind)}
        for predicate in _TARGETS:
            found |= {subject for subject, _ in graph.pairs(predicate)}
        for predicate in _SHAPE_LINKS:
            found.update(graph.values(predicate))
        for predicate in _SHAPE_LISTS:
            for subject, head in graph.pairs(predicate):
                found |= {subject, *self.values(head)}
        return found

    def _refuse_entailment(self) -> None:
        """Fail where the shapes ask for an entailment regime (SHACL §1.5: none is supported here)."""
        for regime in self.graph.values(SH.entailment):
            raise ShapesError(f"sh:entailment {regime} is not supported: validate what osce-kg infer writes")

    def find(self, term: str) -> Shape | None:
        """Look up a shape by its node as N-Triples write it."""
        return next((shape for shape in self.all() if str(shape.node) == term), None)

    def named_above(self, node: Term) -> Term:
        """Climb from a shape without a name to the nearest shape that has one; the node itself if there is none."""
        seen = {node}
        above: Term | None = node
        while isinstance(above, ox.BlankNode):
            above = next((each for each in self.graph.naming(above) if each not in seen), None)
            seen.add(above or node)
        return above or node

    def _fill(self, shape: Shape) -> None:
        graph, node = self.graph, shape.node
        stated = graph.about(node)
        paths = stated.get(SH.path, [])
        if len(paths) > 1:
            raise ShapesError(f"shape {node} has {len(paths)} sh:path: a property shape has one")
        if paths:
            shape.path, shape.path_text = paths[0], path_text(graph, paths[0])
        self._refuse_ill_formed(shape, stated)
        severity = graph.value(node, SH.severity)
        shape.severity = severity if isinstance(severity, ox.NamedNode) else SH.Violation
        shape.messages = messages(graph, node)
        shape.deactivated = is_true(graph.value(node, SH.deactivated))
        shape.targets = tuple(sorted(self._targets(node, stated), key=lambda each: (each[0].value, str(each[1]))))
        shape.constraints = list(self._constraints(stated))

    def _targets(self, node: Term, stated: Stated) -> Iterator[tuple[ox.NamedNode, Term]]:
        for predicate in _TARGETS:
            for value in stated.get(predicate, ()):
                yield predicate, value
        types = set(stated.get(RDF.type, ()))
        if types & self._classes and (types & {SH.NodeShape, SH.PropertyShape}):
            yield SH.targetClass, node

    def _constraints(self, stated: Stated) -> Iterator[Constraint]:
        places = sorted(place for predicate in stated for place in _BY_PARAMETER.get(predicate, ()))
        for component in (*(CORE[place] for place in places), *self.custom):
            if not all(parameter in stated for parameter in component.mandatory):
                continue
            given = {p: sorted(stated.get(p, ()), key=_value) for p in component.parameters}
            if len(component.parameters) == 1:
                for value in given[component.parameters[0]]:
                    yield Constraint(component, {component.parameters[0]: value})
            else:
                yield from self._joint(component, given)

    def _joint(self, component: Component, given: dict[ox.NamedNode, list[Term]]) -> Iterator[Constraint]:
        """Pair the values of components with several parameters; only the first may have several values."""
        first, *others = component.parameters
        rest = {parameter: given[parameter][0] for parameter in others if given[parameter]}
        for value in given[first]:
            yield Constraint(component, {first: value} | rest)

    def _refuse_ill_formed(self, shape: Shape, stated: Stated) -> None:
        graph, node = self.graph, shape.node
        for parameter in _PROPERTY_ONLY if shape.path is None else ():
            if parameter in stated:
                raise ShapesError(f"shape {node} has {_name(parameter)} but no sh:path")
        for parameter in _COUNTS:
            _check_count(node, parameter, stated.get(parameter, []))
        _check_iris(node, stated)
        if shape.path is None and SH.PropertyShape in stated.get(RDF.type, ()):
            raise ShapesError(f"{node} is a sh:PropertyShape but has no sh:path: give it one")
        if graph.has_value(SH.property, node) and not graph.describes(node):
            self.notes.append(f"{node} is a value of sh:property and is not described: it was passed over")
        elif graph.has_value(SH.property, node) and shape.path is None:
            raise ShapesError(f"{node} is a value of sh:property but has no sh:path: give it one")
        if graph.has_value(SH.node, node) and shape.path is not None:
            raise ShapesError(f"{node} is a value of sh:node but has a sh:path: a node shape is asked for")
        self._check_terms(node, stated)

    def _check_terms(self, node: Term, stated: Stated) -> None:
        for predicate in stated:
            name = _local(predicate)
            if name != predicate.value and name not in KNOWN_TERMS:
                from difflib import get_close_matches  # for a slip

                near = get_close_matches(name, KNOWN_TERMS, n=1, cutoff=0.8)
                if near:
                    message = f"shape {node} has the unknown constraint parameter sh:{name}"
                    raise ShapesError(f"{message}: did you mean sh:{near[0]}?")
                self.notes.append(f"sh:{name} is not a term of SHACL Core or SHACL-SPARQL and was passed over")

    def _refuse_recursion(self) -> None:
        heights: dict[Term, int] = {}
        for shape in self.all():
            self._visit(shape, (), heights)

    def _visit(self, shape: Shape, above: tuple[Term, ...], heights: dict[Term, int]) -> int:
        """Tell how many shapes a shape names one inside the other, itself included."""
        if shape.node in above:
            circle = " → ".join(str(node) for node in (*above[above.index(shape.node) :], shape.node))
            raise ShapesError(f"shape {shape.node} refers to itself ({circle}): SHACL leaves recursion undefined")
        if shape.node not in heights and len(above) < DEEPEST:
            inside = (*above, shape.node)
            inner = (self._visit(each, inside, heights) for rule in shape.constraints for each in self.nested(rule))
            heights[shape.node] = 1 + max(inner, default=0)
        if len(above) + heights.get(shape.node, 1) > DEEPEST:
            first = str((*above, shape.node)[0])
            raise ShapesError(f"shape {first} has others inside more than {DEEPEST} deep: nest them less deeply")
        return heights[shape.node]


def _check_iris(node: Term, stated: Stated) -> None:
    for parameter in _IRI_VALUED:
        for value in stated.get(parameter, ()):
            if not isinstance(value, ox.NamedNode):
                raise ShapesError(f"shape {node} has {_name(parameter)} {value}: give an IRI")
    for kind in stated.get(SH.nodeKind, ()):
        if kind not in _KINDS:
            raise ShapesError(f"shape {node} has the unknown sh:nodeKind {kind}")


def _check_count(node: Term, parameter: ox.NamedNode, values: list[Term]) -> None:
    if len(values) > 1:
        raise ShapesError(f"shape {node} has {len(values)} values of {_name(parameter)}: give one")
    for value in values:
        if integer(value) is None:
            raise ShapesError(f"shape {node} has {_name(parameter)} {value}: give an integer")


def messages(graph: Triples, node: Term) -> tuple[ox.Literal, ...]:
    """List the messages declared on a shape, constraint or validator, in order."""
    return tuple(sorted((m for m in graph.objects(node, SH.message) if isinstance(m, ox.Literal)), key=str))


def _value(term: Term) -> str:
    return term.value


def _local(term: Term) -> str:
    return term.value.removeprefix(namespaces.SH)


def _name(parameter: Term) -> str:
    return f"sh:{_local(parameter)}"


#: Local names of every ``sh:`` predicate that may stand on a shape.
KNOWN_TERMS = frozenset(
    {_local(parameter) for component in CORE for parameter in component.parameters}
    | set(map(_local, _TARGETS))
    | {*_ELSEWHERE, *_ON_CONSTRAINTS, *_ON_COMPONENTS}
)


def classes_of_classes(graph: Triples) -> frozenset[Term]:
    """List the classes whose instances are classes: ``rdfs:Class``, ``owl:Class`` and what is below them."""
    return frozenset(graph.below(RDFS.subClassOf, RDFS.Class) | graph.below(RDFS.subClassOf, OWL.Class))
