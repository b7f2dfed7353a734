"""Validating again after a few changes: what was found before stays where nothing that it rests on has changed.

A part of a validation is kept whole if its shape sees no changed triple. If its results rest on the triples of their
focus node, and on the classes of their values, only what is about a changed node is validated again. Any other part is
validated anew, and so is any that sees a change of what is a subclass of what: it may be about any instance.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.namespaces import RDF, RDFS
from kg.validation.dataset import DataGraph
from kg.validation.engine import FastEngine
from kg.validation.report import Result
from kg.validation.shapes import Constraint, Shape, ShapesGraph
from kg.validation.terms import Term
from kg.validation.visibility import asks_for_types, visible_predicates
from kg.validation.vocabulary import SH

#: Components whose results rest on triples with the focus node for subject.
_OF_FOCUS = frozenset(
    SH[name]
    for name in (
        *("minCount", "maxCount", "datatype", "nodeKind", "in", "pattern", "minLength", "maxLength", "uniqueLang"),
        *("languageIn", "hasValue", "equals", "disjoint", "lessThan", "lessThanOrEquals"),
        *("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"),
    )
)
_TYPE, _BELOW = f"{RDF}type", f"{RDFS}subClassOf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What triples that were added or taken away are about: terms as in N-Triples, literals left out.

    ``classes`` are the objects of those with ``rdf:type``, ``literals`` the predicates of those with a literal for
    object. These and ``predicates`` are IRIs without brackets.
    """

    subjects: frozenset[str]
    objects: frozenset[str]
    predicates: frozenset[str]
    classes: frozenset[str]
    literals: frozenset[str]

    @classmethod
    def of(cls, quads: Collection[ox.Quad]) -> "Change":
        """Tell what quads are about."""
        types = (quad.object for quad in quads if quad.predicate.value == _TYPE)
        return cls(
            subjects=frozenset(str(quad.subject) for quad in quads),
            objects=frozenset(str(quad.object) for quad in quads if not isinstance(quad.object, ox.Literal)),
            predicates=frozenset(quad.predicate.value for quad in quads),
            classes=frozenset(each.value for each in types if isinstance(each, ox.NamedNode)),
            literals=frozenset(quad.predicate.value for quad in quads if isinstance(quad.object, ox.Literal)),
        )


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier validation found, part by part by name, and what has changed since."""

    results: Mapping[str, tuple[Result, ...]]
    change: Change


class Again:
    """Finds the results of parts with the help of earlier ones.

    :param data: the data graph as it is now; its sets must stay while this is used
    :param shapes: the shapes that were validated before
    :param earlier: what was found, and what has changed
    """

    def __init__(self, data: DataGraph, shapes: ShapesGraph, earlier: Earlier) -> None:
        self._data, self._shapes = data, shapes
        self._earlier, self._change = earlier.results, earlier.change
        self._of_subjects = FastEngine(data, shapes, self._change.subjects)
        self._nodes = self._change.subjects | self._change.objects
        self._of_nodes = FastEngine(data, shapes, self._nodes)
        self._touched: dict[Term, bool] = {}

    def results(self, shape: Shape, constraints: tuple[Constraint, ...]) -> list[Result] | None:
        """Find the results of a part.

        :returns: None where it must be validated whole
        :raises NotCompilable: if no query decides it exactly over this data
        :raises ShapesError: if SHACL does not allow a query of the shape
        """
        before = self._earlier.get(part_name(shape, constraints))
        if before is None:
            return None
        if not self._is_touched(shape):
            return list(before)
        if _BELOW in self._change.predicates:
            return None
        leading = {value.value for kind, value in shape.targets if kind == SH.targetObjectsOf}
        allowed = _OF_FOCUS if leading else _OF_FOCUS | {SH["class"]}
        if leading & self._change.literals or not self._rests_on_focus(shape, constraints, allowed):
            return None
        about = self._nodes if leading else self._change.subjects
        engine = self._of_nodes if leading else self._of_subjects
        fresh = [each for each in engine.validate(shape, constraints) if each.focus in about or each.value in about]
        return [*(each for each in before if not (each.focus in about or each.value in about)), *fresh]

    def _rests_on_focus(
        self, shape: Shape, constraints: Iterable[Constraint], allowed: frozenset[ox.NamedNode]
    ) -> bool:
        """Tell whether results rest on nothing but triples of their focus node and, for a class, of their value."""
        for constraint in constraints:
            parameter = constraint.component.mandatory[0]
            if parameter == SH.property:
                inner = self._shapes.shape(constraint.value)
                if shape.path is not None or not self._rests_on_focus(inner, inner.constraints, allowed):
                    return False
            elif parameter not in allowed or not (shape.path is None or isinstance(shape.path, ox.NamedNode)):
                return False
        return True

    def _is_touched(self, shape: Shape) -> bool:
        if shape.node not in self._touched:
            self._touched[shape.node] = self._sees_change(shape)
        return self._touched[shape.node]

    def _sees_change(self, shape: Shape) -> bool:
        seen = visible_predicates(self._shapes, [shape.node])
        if seen is None or (seen - {_TYPE}) & self._change.predicates:
            return True
        if not self._change.classes:
            return False
        classes = asks_for_types(self._shapes, shape.node)
        named = (below for iri in classes or () for below in self._data.with_subclasses(iri))
        return classes is None or any(name[1:-1] in self._change.classes for name in named)


def part_name(shape: Shape, constraints: Iterable[Constraint]) -> str:
    """Name a part of a validation: its shape, and the components and named values of its constraints."""
    named = (
        f"{each.component.iri} {each.value if isinstance(each.value, ox.NamedNode) else ''}" for each in constraints
    )
    return " ".join((str(shape.node), *sorted(named)))


def numbered(results: Iterable[Result], name: str) -> list[Result]:
    """Put results in order and number those anew that have the same terms.

    :param name: what their witnesses begin with
    """
    ordered = sorted(replace(each, witness="") for each in results)
    return [replace(each, witness=f"{name}{number}") for number, each in enumerate(ordered, 1)]
