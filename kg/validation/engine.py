"""The fast engine: one query a constraint for all focus nodes at once, over Oxigraph.

Focus nodes are a pattern that binds ``?this``. A constraint that asks its value nodes to conform to another shape is
decided by validating that shape on all value nodes together; those that fail are a set, and the constraint is a test
of membership. What no query decides exactly over this data goes to the reference engine, shape by shape.
Source: SHACL, https://www.w3.org/TR/shacl/, sections 3.4 and 4.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import count

import pyoxigraph as ox

from kg.errors import NotCompilable
from kg.regexes import late
from kg.validation.candidates import NOTHING, Candidates
from kg.validation.dataset import DataGraph, Pattern, member, stays
from kg.validation.finders import Finders, Found
from kg.validation.leaves import FUNCTIONS, Leaves
from kg.validation.queries import Queries, Row
from kg.validation.report import Result
from kg.validation.shapes import Constraint, Shape, ShapesGraph
from kg.validation.terms import Term
from kg.validation.vocabulary import SH
from kg.validation.wording import default_message

#: Constraints of a shape up to which its focus nodes are rather found anew each time than gathered in a set.
_FEW = 2

_PLACEHOLDER = late(r"\{[?$](\w+)\}")


class FastEngine:
    """Validates one data graph with one shapes graph.

    :param data: the data graph
    :param shapes: the shapes
    :param about: nodes, as in N-Triples, beside whose results others may be left out: only focus nodes are validated
        that may have a result with one of them for focus node or value. None validates all
    :param keeps_sets: leave the sets of nodes in the data graph that others may use
    """

    def __init__(
        self, data: DataGraph, shapes: ShapesGraph, about: Collection[str] | None = None, *, keeps_sets: bool = False
    ) -> None:
        self._data, self._keeps_sets = data, keeps_sets or about is not None
        self._data.functions |= FUNCTIONS
        self._shapes = shapes
        self._finders = Finders(data, shapes, Leaves(data, shapes), self)
        self._queries = Queries(data, shapes)
        self._targets: dict[Term, Pattern] = {}
        self._candidates = None if about is None else Candidates(data, shapes, self._queries, about)
        self._witnesses: Iterator[str] = iter(())

    def groups(self, shape: Shape) -> list[tuple[Constraint, ...]]:
        """Part the constraints of a shape into groups that can be validated apart from each other."""
        if shape.deactivated:
            return []
        own = tuple(each for each in shape.constraints if not self._stands_alone(each))
        return [*((each,) for each in shape.constraints if self._stands_alone(each)), *([own] if own else [])]

    def validate(
        self, shape: Shape, constraints: Sequence[Constraint] | None = None, name: str = ""
    ) -> Iterator[Result]:
        """Validate a shape on its targets.

        :param constraints: one of the shape's groups; by default all its constraints
        :param name: what the witnesses of these results begin with
        :raises NotCompilable: if no query decides it exactly over this data
        :raises ShapesError: if SHACL does not allow a query of the shape
        """
        self._witnesses = (f"{name}{number}" for number in count(1))
        if shape.deactivated:
            return
        chosen = shape.constraints if constraints is None else constraints
        focus = self._focus(shape, chosen)
        if focus is not NOTHING:
            yield from self._results_of(shape, chosen, focus, None)

    def forget(self) -> None:
        """Drop the sets of nodes that were gathered for the shapes so far."""
        self._targets.clear()
        self._finders.forget()
        if not self._keeps_sets:
            self._data.drop_sets()

    def _stands_alone(self, constraint: Constraint) -> bool:
        return constraint.component.mandatory[0] == SH.property or self._queries.knows(constraint)

    def failing(self, shape: Shape, focus: Pattern) -> set[Term]:
        """Find the focus nodes that do not conform to a shape, whatever its severity (SHACL §3.4.2).

        :raises NotCompilable: if no query decides it exactly over this data
        """
        failing: set[Term] = set()
        for constraint in shape.constraints if not shape.deactivated else ():
            if constraint.component.mandatory[0] == SH.property:
                failing |= self._failing_below(shape, focus, constraint)
            elif self._queries.knows(constraint):
                failing |= {row["this"] for row in self._queries.rows(shape, focus, constraint)}
            else:
                failing |= {found.this for found in self._finders.broken(shape, focus, [constraint])}
        return failing

    def _failing_below(self, shape: Shape, focus: Pattern, constraint: Constraint) -> set[Term]:
        below = self.failing(self._shapes.shape(constraint.value), self._finders.value_nodes(shape, focus))
        if shape.path_text is None:
            return below
        return {this for this, value in self._finders.pairs(shape, focus) if value in below}

    def _focus(self, shape: Shape, constraints: Sequence[Constraint]) -> Pattern:
        """Write the pattern of a shape's focus nodes, or of those that matter to the constraints."""
        if self._candidates is not None:
            patterns = [self._target(kind, value) for kind, value in shape.targets]
            narrowed = self._candidates.focus(shape, constraints, patterns)
            if narrowed is not None:
                return narrowed
        if shape.node not in self._targets:
            self._targets[shape.node] = self._whole(shape)
        return self._targets[shape.node]

    def _whole(self, shape: Shape) -> Pattern:
        """Write the pattern of all focus nodes, which binds each of them once."""
        patterns = [self._target(kind, value) for kind, value in shape.targets]
        if len(patterns) == 1 and self._binds_once(*shape.targets[0]):
            return patterns[0]
        if patterns and len(shape.constraints) <= _FEW and not any(map(self._queries.knows, shape.constraints)):
            return _any_of(patterns)
        name = self._data.new_set()
        for pattern in patterns:
            self._data.add_where(name, pattern("?this"))
        return member(name)

    def _binds_once(self, kind: ox.NamedNode, value: Term) -> bool:
        """Tell whether the pattern of a target binds a node once only."""
        return kind == SH.targetNode or (kind == SH.targetClass and not self._data.has_subclasses(value.value))

    def _target(self, kind: ox.NamedNode, value: Term) -> Pattern:
        data = self._data
        if kind == SH.targetNode:
            if not stays(value):
                raise NotCompilable(f"the store changes how the target node {value} is written")
            if self._shapes.has_empty_paths and not data.knows(value):
                raise NotCompilable(f"a path may be empty, and the data does not have the target node {value}")
            return data.constant(value)
        if kind == SH.targetSubjectsOf:
            return lambda variable: f"{variable} {value} {data.variable()} ."
        if kind == SH.targetObjectsOf:
            if value.value in data.exact_predicates:
                raise NotCompilable(f"the store changes how values of {value} are written")
            return lambda variable: f"{data.variable()} {value} {variable} ."
        return lambda variable: data.instances(variable, value.value)

    def _results(self, shape: Shape, focus: Pattern, times: Counter[Term] | None) -> Iterator[Result]:
        """Validate a shape on focus nodes.

        :param times: how often each focus node is validated, where not once: a value node of two focus nodes gives
            its results twice (W3C test ``core/property/property-001``)
        """
        if not shape.deactivated:
            yield from self._results_of(shape, shape.constraints, focus, times)

    def _results_of(
        self, shape: Shape, constraints: Sequence[Constraint], focus: Pattern, times: Counter[Term] | None
    ) -> Iterator[Result]:
        others: list[Constraint] = []
        for constraint in constraints:
            if constraint.component.mandatory[0] == SH.property:
                inner = self._shapes.shape(constraint.value)
                yield from self._results(
                    inner, self._finders.value_nodes(shape, focus), self._times(shape, focus, times)
                )
            elif self._queries.knows(constraint):
                for row in self._queries.rows(shape, focus, constraint):
                    yield from self._repeated(self._of_query(shape, constraint, row), row["this"], times)
            else:
                others.append(constraint)
        for found in self._finders.broken(shape, focus, others):
            yield from self._repeated(self._of_constraint(shape, found), found.this, times)

    def _times(self, shape: Shape, focus: Pattern, times: Counter[Term] | None) -> Counter[Term] | None:
        if shape.path_text is None:
            return times
        counted: Counter[Term] = Counter()
        for this, value in self._finders.pairs(shape, focus):
            counted[value] += 1 if times is None else times[this]
        return counted

    def _repeated(self, result: Result, this: Term, times: Counter[Term] | None) -> Iterator[Result]:
        yield result
        for _ in range(1, 1 if times is None else times[this]):
            yield replace(result, witness=next(self._witnesses))

    def _of_constraint(self, shape: Shape, found: Found) -> Result:
        messages = shape.messages or (default_message(self._shapes.graph, found.constraint),)
        return Result(
            shape=str(shape.node),
            component=str(found.constraint.component.iri),
            focus=str(found.this),
            path=found.path or shape.path_text or "",
            value=str(found.value) if found.value is not None else "",
            severity=str(shape.severity),
            messages=tuple(sorted(map(str, messages))),
            witness=next(self._witnesses),
        )

    def _of_query(self, shape: Shape, constraint: Constraint, row: Row) -> Result:
        path, value = row.get("path"), row.get("value", row["this"] if shape.path_text is None else None)
        said = self._queries.messages(shape, constraint) or (default_message(self._shapes.graph, constraint),)
        own = row.get("message")
        known = {**row, **self._queries.parameters(constraint)}
        return Result(
            shape=str(shape.node),
            component=str(constraint.component.iri),
            focus=str(row["this"]),
            path=str(path) if path is not None and str(path).startswith("<") else shape.path_text or "",
            value=str(value) if value is not None else "",
            severity=str(shape.severity),
            messages=(str(own),) if own is not None else tuple(sorted(_filled(message, known) for message in said)),
            constraint="" if constraint.component.is_custom else str(constraint.value),
            witness=next(self._witnesses),
        )


def _any_of(patterns: Sequence[Pattern]) -> Pattern:
    """Write the pattern of nodes that any of some patterns binds, each bound once."""

    def pattern(variable: str) -> str:
        either = " UNION ".join(f"{{ {each(variable)} }}" for each in patterns)
        return f"{{ SELECT DISTINCT {variable} {{ {either} }} }}"

    return pattern


def _filled(message: ox.Literal, row: Row) -> str:
    """Put the bindings of a row into a message: ``{?value}`` and ``{$value}`` (SHACL §5.3.2)."""

    def shown(match: re.Match[str]) -> str:
        term = row.get(match[1])
        return match[0] if term is None else str(getattr(term, "value", term))

    text = _PLACEHOLDER.sub(shown, message.value)
    return str(ox.Literal(text, language=message.language))
