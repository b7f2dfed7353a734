"""SPARQL-based constraints and constraint components, asked for all focus nodes at once where the query allows it.

A query whose answer depends on running for one focus node (LIMIT, an aggregate over everything) and the ASK
validator of a component are asked node by node.
Source: SHACL, https://www.w3.org/TR/shacl/, sections 5 and 6.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import NotCompilable, ShapesError
from kg.kept import Memo, code, key_of, library
from kg.regexes import late
from kg.validation.components import Validator, local_name
from kg.validation.dataset import SHAPES_GRAPH, DataGraph, Pattern
from kg.validation.shapes import Constraint, Shape, ShapesGraph, messages
from kg.validation.sparql import ShapeQuery, prologue
from kg.validation.terms import TRUE, Term
from kg.validation.visibility import SPARQL
from kg.validation.vocabulary import SH

Row: TypeAlias = dict[str, Term]
_PLACE = late(r"at (\d+):(\d+)")
_NUMBERED = late(r"(<urn:x-osce-kg:set:|\?_x)\d+")


@dataclass(frozen=True, slots=True)
class _Source:
    """The query of a constraint, and whose it is, for messages."""

    validator: Validator
    where: str


class Queries:
    """Asks the queries of a shapes graph.

    :param data: the data graph
    :param shapes: the shapes graph
    """

    def __init__(self, data: DataGraph, shapes: ShapesGraph) -> None:
        self._data = data
        self._shapes = shapes
        self._has_shapes = False
        self._heads: dict[frozenset[Term], str] = {}

    def knows(self, constraint: Constraint) -> bool:
        """Tell whether a constraint is a query."""
        return constraint.component.mandatory[0] == SH.sparql or constraint.component.is_custom

    def rows(self, shape: Shape, focus: Pattern, constraint: Constraint) -> Iterator[Row]:
        """Find what breaks a constraint: a row a result, with ``this`` and perhaps ``value`` and ``path``.

        :raises ShapesError: if SHACL does not allow the query
        """
        source = self._source(shape, constraint)
        if source is None:
            return
        where, given = source.where, self._given(constraint)
        if source.validator.is_ask:
            yield from self._ask(shape, focus, source.validator, where, given)
        else:
            yield from self._select(shape, focus, source.validator, where, given)

    def focus_of(self, shape: Shape, constraint: Constraint, values: Pattern) -> set[Term] | None:
        """Find every node that may have a result with another node for value that is one of some values.

        :param values: pattern that binds a variable to these values
        :returns: such nodes, be they focus nodes of the shape or not; None where the query does not let them be found
        :raises ShapesError: if SHACL does not allow the query
        """
        source = self._source(shape, constraint)
        if source is None:
            return set()
        validator, where = source.validator, source.where
        if validator.is_ask:
            found = f"SELECT DISTINCT ?this {{ {values('?value')} ?this {shape.path_text} ?value }}"
            return {this for (this,) in self._data.rows(found, "this")} if shape.path_text is not None else set()
        given = self._given(constraint)
        query = self._read(validator, where, {"this", *given})
        if not query.returns("value"):
            return set()
        text = query.seeded("value", values, given | self._context(query, shape), shape.path_text)
        if text is None:
            return None
        return {row["this"] for row in self._solutions(self._head(validator) + text, where)}

    def messages(self, shape: Shape, constraint: Constraint) -> tuple[ox.Literal, ...]:
        """List the messages of a constraint's results, most specific ones first."""
        graph = self._shapes.graph
        if not constraint.component.is_custom:
            return messages(graph, constraint.value) or shape.messages
        validator = self._validator(shape, constraint)
        of_validator = messages(graph, validator.node) if validator is not None else ()
        return of_validator or messages(graph, constraint.component.iri) or shape.messages

    def parameters(self, constraint: Constraint) -> Row:
        """List the parameters that a component's queries see."""
        if not constraint.component.is_custom:
            return {}
        return {local_name(iri): value for iri, value in constraint.parameters.items()}

    def _validator(self, shape: Shape, constraint: Constraint) -> Validator | None:
        component = constraint.component
        return component.node_validator if shape.path_text is None else component.property_validator

    def _source(self, shape: Shape, constraint: Constraint) -> "_Source | None":
        """Look up the query of a constraint; None if it has none that runs."""
        if constraint.component.is_custom:
            validator = self._validator(shape, constraint)
            where = f"the validator of {constraint.component.iri}"
            return None if validator is None else _Source(validator, where)
        graph, node = self._shapes.graph, constraint.value
        if graph.value(node, SH.deactivated) == TRUE:
            return None
        select = graph.value(node, SH.select)
        if select is None:
            raise ShapesError(f"the SPARQL constraint of {shape.node} has no sh:select: give it one")
        return _Source(Validator(node, select.value, is_ask=False), f"the query of {shape.node}")

    def _given(self, constraint: Constraint) -> dict[str, Pattern]:
        return {name: self._data.constant(term) for name, term in self.parameters(constraint).items()}

    def _select(
        self, shape: Shape, focus: Pattern, validator: Validator, where: str, given: dict[str, Pattern]
    ) -> Iterator[Row]:
        query = self._read(validator, where, {"this", *given})
        known = given | self._context(query, shape)
        head = self._head(validator)
        if not query.runs_once_a_node:
            yield from self._solutions(head + query.injected({"this": focus} | known, shape.path_text), where)
            return
        for (this,) in self._data.rows(f"SELECT DISTINCT ?this {{ {focus('?this')} }}", "this"):
            one = {"this": self._data.constant(this)} | known
            for row in self._solutions(head + query.injected(one, shape.path_text), where):
                yield {**row, "this": this}

    def _ask(
        self, shape: Shape, focus: Pattern, validator: Validator, where: str, given: dict[str, Pattern]
    ) -> Iterator[Row]:
        query = self._read(validator, where, {"this", "value", *given})
        known = given | self._context(query, shape)
        head = self._head(validator)
        values = f"?this {shape.path_text} ?value" if shape.path_text else "BIND(?this AS ?value)"
        pairs = f"SELECT DISTINCT ?this ?value {{ {focus('?this')} {values} }}"
        for this, value in self._data.rows(pairs, "this", "value"):
            one = {"this": self._data.constant(this), "value": self._data.constant(value)} | known
            answer = self._asked(head + query.injected(one, shape.path_text), where)
            if not isinstance(answer, ox.QueryBoolean):
                raise ShapesError(f"{where} is not an ASK query: write it under sh:select")
            if not answer:
                yield {"this": this, "value": value}

    def _read(self, validator: Validator, where: str, names: set[str]) -> ShapeQuery:
        return _query(validator.query, where, frozenset(names | {"currentShape", "shapesGraph"}))

    def _head(self, validator: Validator) -> str:
        """Write the PREFIX lines of a query; most have the same."""
        declaring = frozenset(self._shapes.graph.objects(validator.node, SH.prefixes))
        if declaring not in self._heads:
            self._heads[declaring] = prologue(self._shapes.graph, validator.node)
        return self._heads[declaring]

    def _refuse_changed(self, text: str) -> None:
        """Leave a query to the reference engine that may see values whose written form the store changed."""
        if not self._data.exact_predicates:
            return
        seen = _seen(text)
        if seen is None or seen & self._data.exact_predicates:
            raise NotCompilable("the store changes how some values are written that the query may see")

    def _context(self, query: ShapeQuery, shape: Shape) -> dict[str, Pattern]:
        """Bind ``$currentShape`` and ``$shapesGraph`` where a query uses them (SHACL §5.3.1)."""
        known: dict[str, Pattern] = {}
        if "currentShape" in query.uses:
            known["currentShape"] = self._data.constant(shape.node)
        if "shapesGraph" in query.uses:
            if not self._has_shapes:
                self._data.load_shapes(ox.Quad(*triple) for triple in self._shapes.graph)  # type: ignore[arg-type]
                self._has_shapes = True
            known["shapesGraph"] = self._data.constant(ox.NamedNode(SHAPES_GRAPH))
        return known

    def _solutions(self, text: str, where: str) -> Iterator[Row]:
        found = self._asked(text, where)
        if not isinstance(found, ox.QuerySolutions):
            raise ShapesError(f"{where} is not a SELECT query: write SELECT $this …")
        names = [variable.value for variable in found.variables]
        if "this" not in names:
            raise ShapesError(f"{where} does not return $this: write SELECT $this …")
        for row in found:
            yield {name: row[name] for name in names if row[name] is not None}

    def _asked(self, text: str, where: str) -> object:
        try:
            self._refuse_changed(text)
            return self._data.store.query(text)
        except SyntaxError as error:
            raise ShapesError(f"{where} does not parse{_at(error, text)}: correct it") from None


@lru_cache(maxsize=256)
def _query(text: str, where: str, prebound: frozenset[str]) -> ShapeQuery:
    return ShapeQuery(text, where, prebound)


@lru_cache(maxsize=512)
def _seen(query: str) -> frozenset[str] | None:
    """Name the predicates that a query may see, whatever numbers its sets and variables have; None for any."""
    text = _NUMBERED.sub(r"\1", query)
    is_any, *names = _predicates.get(text, lambda: _read(text))
    return None if is_any else frozenset(names)


def _read(text: str) -> tuple[str, ...]:
    from kg.validation.predicates import predicates  # with a parser of SPARQL

    seen = predicates(text)
    return ("any",) if seen is None else ("", *sorted(seen))


_CODE = code("validation/predicates.py", "validation/queries.py")
#: Reading a query takes some 20 ms, and the queries of the project's shapes are ever the same.
_predicates = Memo("predicates", lambda: key_of(*library("rdflib", *SPARQL), *_CODE))


def _at(error: Exception, text: str) -> str:
    """Tell line and column of a syntax error, counted in the query as the shape has it."""
    match = _PLACE.search(str(error))
    if match is None:
        return ""
    added = sum(line.startswith("PREFIX ") and line.endswith(">") for line in text.splitlines())
    return f" (line {int(match[1]) - added}, column {match[2]})"
