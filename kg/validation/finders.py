"""Finding of the focus nodes, with the value where there is one, that break constraints of SHACL Core.

Source: SHACL, https://www.w3.org/TR/shacl/, section 4.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from kg import namespaces
from kg.errors import NotCompilable
from kg.validation.dataset import EXACT, DataGraph, Pattern, changed, member, original
from kg.validation.leaves import BOUNDS, Leaves, compared
from kg.validation.probing import PROBED, Probe
from kg.validation.shapes import Constraint, Shape, ShapesGraph
from kg.validation.terms import TRUE, Term, is_true
from kg.validation.vocabulary import SH


@dataclass(frozen=True, slots=True)
class Found:
    """A focus node that breaks a constraint; ``path`` only where it is not the shape's."""

    constraint: Constraint
    this: Term
    value: Term | None = None
    path: str = ""


class Conformance(Protocol):
    """What decides whether nodes conform to a shape that a constraint names."""

    def failing(self, shape: Shape, focus: Pattern) -> set[Term]:
        """Find the focus nodes that do not conform."""
        ...


class Finders:
    """Writes and asks the queries of constraints.

    :param data: the data graph
    :param shapes: the shapes graph
    :param leaves: writer of constraints on one value
    :param conformance: what validates the shapes that constraints name
    """

    def __init__(self, data: DataGraph, shapes: ShapesGraph, leaves: Leaves, conformance: Conformance) -> None:
        self._data = data
        self._shapes = shapes
        self._leaves = leaves
        self._conformance = conformance
        self._value_sets: dict[tuple[Term, Pattern], Pattern] = {}
        self._probe = Probe(data)

    def broken(self, shape: Shape, focus: Pattern, constraints: Sequence[Constraint]) -> Iterator[Found]:
        """Find what breaks constraints of a shape; those on single values are asked together.

        :raises NotCompilable: if no query decides one of them exactly over this data
        """
        left = self._not_ruled_out(shape, focus, constraints)
        on_values = [constraint for constraint in left if self._is_on_values(constraint)]
        if on_values:
            yield from self._on_values(shape, focus, on_values)
        for constraint in left:
            if constraint not in on_values:
                name = constraint.component.mandatory[0].value.removeprefix(namespaces.SH).lower()
                yield from getattr(self, f"_{name}")(shape, focus, constraint)

    def _not_ruled_out(self, shape: Shape, focus: Pattern, constraints: Sequence[Constraint]) -> list[Constraint]:
        """Leave out constraints that one look at the data shows to hold."""
        tests = {
            place: self._leaves.violation(constraint, "?value")
            for place, constraint in enumerate(constraints)
            if constraint.component.mandatory[0] in PROBED
        }
        holding = self._probe.holding(shape, focus, tests, constraints)
        return [constraint for place, constraint in enumerate(constraints) if place not in holding]

    def value_nodes(self, shape: Shape, focus: Pattern) -> Pattern:
        """Write the pattern of a shape's value nodes: the focus nodes themselves, or a set of what the path finds."""
        if shape.path_text is None:
            return focus
        self._refuse_changed(shape)
        key = (shape.node, focus)
        if key not in self._value_sets:
            name = self._data.new_set()
            self._data.add_where(name, f"{focus('?_f')} ?_f {shape.path_text} ?this .")
            self._value_sets[key] = member(name)
        return self._value_sets[key]

    def forget(self) -> None:
        """Forget the sets of value nodes."""
        self._value_sets.clear()
        self._probe.forget()

    def pairs(self, shape: Shape, focus: Pattern) -> Iterator[tuple[Term, Term]]:
        """List focus nodes with their value nodes."""
        yield from self._two(f"SELECT DISTINCT ?this ?value {{ {self._values(shape, focus)} }}")

    def _is_on_values(self, constraint: Constraint) -> bool:
        return self._leaves.knows(constraint) and constraint.component.mandatory[0] != SH.hasValue

    def _on_values(self, shape: Shape, focus: Pattern, constraints: Sequence[Constraint]) -> Iterator[Found]:
        """Find the values that break constraints on one value: one query for all of them."""
        originals = self._originals(shape, focus)
        if originals:
            for constraint in constraints:
                yield from self._on_originals(shape, focus, constraint, originals)
            return
        if not isinstance(shape.path, ox.NamedNode):
            self._refuse_changed(shape)
        tests = [self._leaves.violation(constraint, "?value") for constraint in constraints]
        flags = [f"?_b{index}" for index in range(len(tests))]
        shown = " ".join(f"(({test}) AS {flag})" for test, flag in zip(tests, flags, strict=True))
        extra = shown if len(tests) > 1 else ""
        pattern = f"{self._values(shape, focus)} FILTER({' || '.join(tests)})"
        found = f"SELECT DISTINCT ?this ?value {{ {pattern} }}"
        if len(tests) == 1:
            yield from (Found(constraints[0], this, value) for this, value in self._two(found))
            return
        names = ("this", "value", *(flag[1:] for flag in flags))
        for this, value, *broken in self._data.rows(f"SELECT ?this ?value {extra} {{ {{ {found} }} }}", *names):
            for constraint, flag in zip(constraints, broken, strict=True):
                if getattr(flag, "value", "") == "true":
                    yield Found(constraint, this, value)

    def _on_originals(
        self, shape: Shape, focus: Pattern, constraint: Constraint, originals: dict[tuple[Term, Term], list[Term]]
    ) -> Iterator[Found]:
        """Find the values that break a constraint where the store changed how some of them are written."""
        violation = self._leaves.violation(constraint, "?value")
        exact = self._leaves.exact_violation(constraint, "?value")
        ranged = constraint.component.mandatory[0] in BOUNDS
        for this, value in self._two(
            f"SELECT DISTINCT ?this ?value {{ {self._values(shape, focus)} FILTER({violation}) }}"
        ):
            as_written = originals.get((this, value))
            if as_written is None:
                yield Found(constraint, this, value)
            elif exact is None:
                yield from (
                    Found(constraint, this, each) for each in as_written if not (ranged and self._leaves.is_ill(each))
                )
        if ranged:
            written_so = ((this, each) for (this, _), kept in originals.items() for each in kept)
            yield from (Found(constraint, this, each) for this, each in written_so if self._leaves.is_ill(each))
        if exact is not None:
            pattern = f"{focus('?this')} GRAPH <{EXACT}> {{ ?this {shape.path_text} ?value }} FILTER({exact})"
            for this, value in self._two(f"SELECT DISTINCT ?this ?value {{ {pattern} }}"):
                yield Found(constraint, this, original(value))

    def _originals(self, shape: Shape, focus: Pattern) -> dict[tuple[Term, Term], list[Term]]:
        """Look up how the values of a predicate were written that Oxigraph keeps in another form."""
        if not isinstance(shape.path, ox.NamedNode) or shape.path.value not in self._data.exact_predicates:
            return {}
        found: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
        pattern = f"{focus('?this')} GRAPH <{EXACT}> {{ ?this {shape.path_text} ?value }}"
        for this, value in self._two(f"SELECT DISTINCT ?this ?value {{ {pattern} }}"):
            as_written = original(value)
            found[this, changed(as_written)].append(as_written)
        return found

    def _refuse_changed(self, shape: Shape) -> None:
        """Leave a shape to the reference engine where the store does not keep how its values were written."""
        if any(f"<{predicate}>" in (shape.path_text or "") for predicate in self._data.exact_predicates):
            raise NotCompilable("the store changes how values on this path are written")

    def _values(self, shape: Shape, focus: Pattern) -> str:
        if shape.path_text is None:
            return f"{focus('?this')} BIND(?this AS ?value)"
        return f"{focus('?this')} ?this {shape.path_text} ?value ."

    def _two(self, query: str) -> Iterator[tuple[Term, Term]]:
        yield from self._data.rows(query, "this", "value")  # type: ignore[misc]

    def _nodes(self, pattern: str) -> Iterator[Term]:
        for (this,) in self._data.rows(f"SELECT DISTINCT ?this {{ {pattern} }}", "this"):
            yield this

    def _mincount(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        least = int(constraint.value.value)
        if least == 1:
            missing = f"{focus('?this')} FILTER NOT EXISTS {{ ?this {shape.path_text} ?value }}"
            yield from (Found(constraint, this) for this in self._nodes(missing))
        elif least > 1:
            counts = self._counts(shape, focus, least - 1)
            yield from (Found(constraint, this) for this in self._nodes(focus("?this")) if this not in counts)

    def _maxcount(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        most = int(constraint.value.value)
        yield from (Found(constraint, this) for this in self._counts(shape, focus, most))

    def _counts(self, shape: Shape, focus: Pattern, above: int) -> set[Term]:
        """Find the focus nodes with more than a number of values."""
        self._refuse_changed(shape)
        if above == 0:
            return set(self._nodes(self._values(shape, focus)))
        if above == 1:
            other = f"?this {shape.path_text} ?other FILTER(!sameTerm(?value, ?other))"
            return set(self._nodes(f"{self._values(shape, focus)} {other}"))
        query = f"""SELECT ?this {{ {{ SELECT DISTINCT ?this ?value {{ {self._values(shape, focus)} }} }} }}
          GROUP BY ?this HAVING(COUNT(*) > {above})"""
        return {this for (this,) in self._data.rows(query, "this")}

    def _hasvalue(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        self._refuse_changed(shape)
        is_value = self._leaves.is_term(constraint.value, "?value")
        if shape.path_text is None:
            pattern = f"{self._values(shape, focus)} FILTER(!({is_value}))"
        else:
            found = f"?this {shape.path_text} ?value FILTER({is_value})"
            pattern = f"{focus('?this')} FILTER NOT EXISTS {{ {found} }}"
        yield from (Found(constraint, this) for this in self._nodes(pattern))

    def _uniquelang(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        # "true" alone, not "1" (SHACL §4.4.5; W3C test core/property/uniqueLang-002).
        if constraint.value != TRUE:
            return
        query = f"""SELECT ?this ?tag {{ {focus("?this")} ?this {shape.path_text} ?value
          FILTER(isLiteral(?value) && LANG(?value) != "") BIND(LCASE(LANG(?value)) AS ?tag) }}
          GROUP BY ?this ?tag HAVING(COUNT(DISTINCT ?value) > 1)"""
        yield from (Found(constraint, this) for this, _ in self._data.rows(query, "this", "tag"))

    def _equals(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        self._refuse_changed(shape)
        other = str(constraint.value)
        self._refuse_changed_predicate(constraint.value)
        own = self._values(shape, focus)
        missing = f"{own} FILTER NOT EXISTS {{ ?this {other} ?value }}"
        mine = f"?this {shape.path_text} ?value" if shape.path_text else "FILTER(sameTerm(?this, ?value))"
        extra = f"{focus('?this')} ?this {other} ?value ."
        absent = f"FILTER NOT EXISTS {{ {mine} }}" if shape.path_text else "FILTER(!sameTerm(?this, ?value))"
        for pattern in (missing, f"{extra} {absent}"):
            for this, value in self._two(f"SELECT DISTINCT ?this ?value {{ {pattern} }}"):
                yield Found(constraint, this, value)

    def _disjoint(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        self._refuse_changed(shape)
        self._refuse_changed_predicate(constraint.value)
        pattern = f"{self._values(shape, focus)} ?this {constraint.value} ?value"
        for this, value in self._two(f"SELECT DISTINCT ?this ?value {{ {pattern} }}"):
            yield Found(constraint, this, value)

    def _refuse_changed_predicate(self, predicate: Term) -> None:
        if predicate.value in self._data.exact_predicates:
            raise NotCompilable(f"the store changes how values of {predicate} are written")

    def _lessthan(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        yield from self._ordered(shape, focus, constraint, "<")

    def _lessthanorequals(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        yield from self._ordered(shape, focus, constraint, "<=")

    def _ordered(self, shape: Shape, focus: Pattern, constraint: Constraint, sign: str) -> Iterator[Found]:
        """Compare values with those of another property: one result a pair (SHACL §4.5.3)."""
        self._refuse_changed(shape)
        self._refuse_changed_predicate(constraint.value)
        pattern = f"{self._values(shape, focus)} ?this {constraint.value} ?other ."
        test = f"!{compared('?value', sign, '?other')}"
        query = f"SELECT DISTINCT ?this ?value ?other {{ {pattern} FILTER({test}) }}"
        for this, value, _ in self._data.rows(query, "this", "value", "other"):
            yield Found(constraint, this, value)

    def _closed(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        if not is_true(constraint.value):
            return
        nodes = self._shapes.graph.objects(shape.node, SH.property)
        paths = [self._shapes.shape(node).path for node in nodes]
        ignored = constraint.parameters.get(SH.ignoredProperties)
        known = {str(path) for path in paths if isinstance(path, ox.NamedNode)}
        known |= {str(node) for node in self._shapes.values(ignored)} if ignored is not None else set()
        outside = f"FILTER(?p NOT IN ({', '.join(sorted(known))}))" if known else ""
        for predicate in sorted(self._data.exact_predicates):
            if f"<{predicate}>" not in known:
                self._refuse_changed_predicate(ox.NamedNode(predicate))
        reached = f"?this {shape.path_text} ?node ." if shape.path_text else "BIND(?this AS ?node)"
        query = f"SELECT DISTINCT ?this ?node ?p ?value {{ {focus('?this')} {reached} ?node ?p ?value {outside} }}"
        for this, path, value in self._data.rows(query, "this", "p", "value"):
            yield Found(constraint, this, value, str(path))

    def _node(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        (failing,) = self._failing(shape, focus, constraint)
        yield from self._where(shape, focus, constraint, lambda value: value in failing)

    def _not(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        (failing,) = self._failing(shape, focus, constraint)
        yield from self._where(shape, focus, constraint, lambda value: value not in failing)

    def _and(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        sets = self._failing(shape, focus, constraint)
        yield from self._where(shape, focus, constraint, lambda value: any(value in failing for failing in sets))

    def _or(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        sets = self._failing(shape, focus, constraint)
        yield from self._where(shape, focus, constraint, lambda value: all(value in failing for failing in sets))

    def _xone(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        sets = self._failing(shape, focus, constraint)
        yield from self._where(shape, focus, constraint, lambda value: _conforming(value, sets) != 1)

    def _qualifiedvalueshape(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Found]:
        (failing,) = self._failing(shape, focus, constraint)
        values = self.value_nodes(shape, focus)
        siblings = [self._conformance.failing(each, values) for each in self._shapes.siblings(shape, constraint)]
        numbers: dict[Term, int] = defaultdict(int)
        for this, value in self.pairs(shape, focus):
            numbers[this] += value not in failing and all(value in each for each in siblings)
        least, most = (constraint.parameters.get(SH[f"qualified{end}Count"]) for end in ("Min", "Max"))
        for this in self._nodes(focus("?this")):
            number = numbers.get(this, 0)
            if (least is not None and number < int(least.value)) or (most is not None and number > int(most.value)):
                yield Found(constraint, this)

    def _failing(self, shape: Shape, focus: Pattern, constraint: Constraint) -> list[set[Term]]:
        """Validate the shapes that a constraint names on all value nodes; list those nodes that fail each."""
        values = self.value_nodes(shape, focus)
        return [self._conformance.failing(inner, values) for inner in self._shapes.nested(constraint)]

    def _where(self, shape: Shape, focus: Pattern, constraint: Constraint, test: "Test") -> Iterator[Found]:
        yield from (Found(constraint, this, value) for this, value in self.pairs(shape, focus) if test(value))


class Test(Protocol):
    """A test of one value node."""

    def __call__(self, value: Term) -> bool:
        """Tell whether the value breaks the constraint."""
        ...


def _conforming(value: Term, failing: Iterable[set[Term]]) -> int:
    return sum(value not in each for each in failing)
