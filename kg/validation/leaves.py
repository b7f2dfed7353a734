"""Constraints on one value as SPARQL expressions that are true when the value breaks them.

An expression never raises an error: what cannot be compared is a violation, as SHACL says.
Source: SHACL §4.1, 4.3, 4.4, 4.8.
"""

import operator
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pyoxigraph

from kg.errors import NotCompilable, ShapesError
from kg.namespaces import RDF, XSD
from kg.validation.dataset import DERIVED, EXACT_TYPE, DataGraph, member, stays
from kg.validation.shapes import Constraint, Shape, ShapesGraph
from kg.validation.terms import Term
from kg.validation.vocabulary import SH

if TYPE_CHECKING:
    from decimal import Decimal

ILL_TYPED = "urn:x-osce-kg:ill-typed"
#: Compares numbers that are too large or too exact for the store, and booleans, of which it knows no order (SPARQL 1.1
#: §17.3 does: false is less than true): ``<…>(?value, 5, ">=")``.
COMPARES = "urn:x-osce-kg:compares"
_DECIMAL = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
#: Lexical forms of numbers (XSD 1.1 Datatypes §3.3.3 to §3.3.5, §3.4.13).
_NUMERIC = {
    f"{XSD}integer": r"[+-]?[0-9]+",
    f"{XSD}decimal": _DECIMAL,
    **dict.fromkeys((f"{XSD}double", f"{XSD}float"), rf"{_DECIMAL}([eE][+-]?[0-9]+)?|[+-]?INF|NaN"),
}
_ORDER: "dict[str, Callable[[Decimal | int, Decimal | int], bool]]" = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CAST = {f"{XSD}{name}" for name in ("boolean", "date", "dateTime", "time", "gYear", "gYearMonth")}
_CHECKED = {
    *(f"{XSD}{name}" for name in ("gMonth", "gMonthDay", "gDay", "duration", "dayTimeDuration", "yearMonthDuration")),
    *(f"{XSD}{name}" for name in ("hexBinary", "base64Binary", "dateTimeStamp")),
    f"{RDF}XMLLiteral",
}
_KINDS: dict[Term, str] = {
    SH.BlankNode: "isBlank({0})",
    SH.IRI: "isIRI({0})",
    SH.Literal: "isLiteral({0})",
    SH.BlankNodeOrIRI: "(isBlank({0}) || isIRI({0}))",
    SH.BlankNodeOrLiteral: "(isBlank({0}) || isLiteral({0}))",
    SH.IRIOrLiteral: "(isIRI({0}) || isLiteral({0}))",
}
#: Parameter → what is broken if these shapes are broken, each as an expression.
_LOGICAL: dict[Term, Callable[[list[str]], str]] = {
    SH.node: lambda broken: broken[0],
    SH["not"]: lambda broken: f"!{broken[0]}",
    SH["and"]: lambda broken: f"({' || '.join(broken) or 'false'})",
    SH["or"]: lambda broken: f"({' && '.join(broken) or 'true'})",
}
BOUNDS = {SH.minInclusive: ">=", SH.minExclusive: ">", SH.maxInclusive: "<=", SH.maxExclusive: "<"}
_INTEGERS = {f"{XSD}integer", *DERIVED}


class Leaves:
    """Writes the expressions of constraints without nested shapes.

    :param data: the data graph, which knows what Oxigraph forgets
    :param shapes: the shapes graph, which holds the lists
    """

    def __init__(self, data: DataGraph, shapes: ShapesGraph) -> None:
        self._data = data
        self._shapes = shapes
        self._writers: dict[Term, Callable[[Constraint, str], str]] = {
            SH["class"]: self._of_class,
            SH.datatype: self._datatype,
            SH.nodeKind: lambda constraint, v: f"!{_KINDS[constraint.value].format(v)}",
            SH.minLength: lambda constraint, v: f"(isBlank({v}) || STRLEN(STR({v})) < {int(constraint.value.value)})",
            SH.maxLength: lambda constraint, v: f"(isBlank({v}) || STRLEN(STR({v})) > {int(constraint.value.value)})",
            SH.pattern: self._pattern,
            SH.languageIn: self._language_in,
            SH["in"]: self._among,
            SH.hasValue: lambda constraint, v: f"!({self._is(constraint.value, v)})",
            **dict.fromkeys(BOUNDS, self._bound),
        }

    def knows(self, constraint: Constraint) -> bool:
        """Tell whether a constraint is on one value alone: its own or of shapes that are such conjunctions."""
        parameter = constraint.component.mandatory[0]
        if parameter in _LOGICAL:
            return all(self._is_plain(shape) for shape in self._shapes.nested(constraint))
        return parameter in self._writers

    def _is_plain(self, shape: Shape) -> bool:
        return shape.path is None and all(self.knows(constraint) for constraint in shape.constraints)

    def violation(self, constraint: Constraint, variable: str) -> str:
        """Write the expression that is true when the variable's value breaks the constraint.

        :raises NotCompilable: if Oxigraph cannot decide it exactly over this data
        """
        parameter = constraint.component.mandatory[0]
        if parameter not in _LOGICAL:
            return self._writers[parameter](constraint, variable)
        broken = [self._broken(shape, variable) for shape in self._shapes.nested(constraint)]
        return _LOGICAL[parameter](broken)

    def _broken(self, shape: Shape, variable: str) -> str:
        constraints = shape.constraints if not shape.deactivated else []
        return f"({' || '.join(self.violation(each, variable) for each in constraints) or 'false'})"

    def is_ill(self, term: Term) -> bool:
        """Check whether a literal, as it was written, is not valid for its datatype."""
        if not isinstance(term, pyoxigraph.Literal):
            return False
        return is_outside(term) if term.datatype.value in DERIVED else ill_typed(term).value == "true"

    def exact_violation(self, constraint: Constraint, variable: str) -> str | None:
        """Write the same for a literal that is kept as it was written; None if values decide it as well.

        :raises NotCompilable: if neither does
        """
        parameter = constraint.component.mandatory[0]
        if parameter in _LOGICAL:
            raise NotCompilable("the store changes how values are written that shapes are combined on")
        if parameter == SH.datatype:
            return _exact_datatype(constraint.value.value, variable)
        if parameter in (SH.pattern, SH.minLength, SH.maxLength):
            return self._writers[parameter](constraint, variable)
        return None

    def is_term(self, node: Term, variable: str) -> str:
        """Write the expression that is true when the variable is bound to the term.

        :raises NotCompilable: if Oxigraph would take another literal of the data for it
        """
        return self._is(node, variable)

    def _is(self, node: Term, variable: str) -> str:
        self._refuse_ambiguous(node)
        if isinstance(node, pyoxigraph.BlankNode):
            name = self._data.new_set()
            self._data.add(name, [node])
            return f"EXISTS {{ {member(name)(variable)} }}"
        return f"sameTerm({variable}, {node})"

    def _refuse_ambiguous(self, node: Term) -> None:
        if not isinstance(node, pyoxigraph.Literal) or node.language:
            return
        datatype, seen = node.datatype.value, self._data.exact_types
        if not stays(node):
            raise NotCompilable(f"{node} is compared as a term, and the store writes it in another way")
        if datatype in seen or (datatype in _INTEGERS and seen & set(DERIVED)):
            raise NotCompilable(
                f"{node} is compared as a term, and the data writes the datatype's values in several ways"
            )

    def _of_class(self, constraint: Constraint, variable: str) -> str:
        return f"NOT EXISTS {{ {self._data.instances(variable, constraint.value.value)} }}"

    def _datatype(self, constraint: Constraint, variable: str) -> str:
        datatype = constraint.value.value
        return f"!(isLiteral({variable}) && DATATYPE({variable}) = <{datatype}> && {well_formed(datatype, variable)})"

    def _pattern(self, constraint: Constraint, variable: str) -> str:
        flags = constraint.parameters.get(SH.flags)
        pattern = str(pyoxigraph.Literal(constraint.value.value))
        end = f", {pyoxigraph.Literal(flags.value)}" if flags is not None else ""
        ((known,),) = self._data.rows(f'SELECT (COALESCE(REGEX("", {pattern}{end}), 0) AS ?known) {{}}', "known")
        if str(known).startswith('"0"'):
            raise ShapesError(
                f"the regular expression {constraint.value.value!r} of sh:pattern is ill-formed, too large, or none "
                "that runs in linear time: write it without back-references and look-around; flags are i, m, q, s and x"
            )
        return f"(isBlank({variable}) || !REGEX(STR({variable}), {pattern}{end}))"

    def _language_in(self, constraint: Constraint, variable: str) -> str:
        ranges = [pyoxigraph.Literal(item.value) for item in self._shapes.values(constraint.value)]
        matches = " || ".join(f"langMatches(LANG({variable}), {item})" for item in ranges) or "false"
        return f"!(isLiteral({variable}) && ({matches}))"

    def _among(self, constraint: Constraint, variable: str) -> str:
        items = self._shapes.values(constraint.value)
        if len(items) <= 8:
            return f"!({' || '.join(self._is(item, variable) for item in items) or 'false'})"
        for item in items:
            self._refuse_ambiguous(item)
        name = self._data.new_set()
        self._data.add(name, items)
        return f"NOT EXISTS {{ {member(name)(variable)} }}"

    def _bound(self, constraint: Constraint, variable: str) -> str:
        if is_outside(constraint.value):
            return "true"
        return f"!{compared(variable, BOUNDS[constraint.component.mandatory[0]], str(constraint.value))}"


def compared(value: str, sign: str, other: str) -> str:
    """Write the expression that is true when two terms are in an order, and false when they cannot be compared.

    Oxigraph takes any term for less than or equal to itself. SPARQL 1.1 §17.3 compares literals alone.
    """
    return f'COALESCE(isLiteral({value}) && {value} {sign} {other}, <{COMPARES}>({value}, {other}, "{sign}"), false)'


def is_outside(term: Term) -> bool:
    """Tell whether a literal has an integer datatype that Oxigraph does not hold it to, and is no value of it.

    >>> byte = pyoxigraph.NamedNode(f"{XSD}byte")
    >>> [is_outside(pyoxigraph.Literal(written, datatype=byte)) for written in ("007", "400", "x")]
    [False, True, True]
    """
    if not isinstance(term, pyoxigraph.Literal) or term.datatype.value not in DERIVED:
        return False
    if not re.fullmatch(r"[+-]?[0-9]+", term.value, re.ASCII):
        return True
    low, high = DERIVED[term.datatype.value]
    return (low is not None and int(term.value) < low) or (high is not None and int(term.value) > high)


def well_formed(datatype: str, variable: str) -> str:
    """Write the expression that is true when a literal of a datatype has a lexical form of it."""
    if datatype in _NUMERIC:
        return f"(isNumeric({variable}) || {_is_number(datatype, variable)})"
    if datatype in _CAST:
        return f"COALESCE(isLiteral(<{datatype}>(STR({variable}))), false)"
    if datatype in _CHECKED:
        return f"!<{ILL_TYPED}>({variable})"
    return "true"


def _is_number(datatype: str, variable: str) -> str:
    return f"REGEX(STR({variable}), {pyoxigraph.Literal(f'^({_NUMERIC[datatype]})$')})"


def ill_typed(term: pyoxigraph.Literal) -> pyoxigraph.Literal:
    """Check, for SPARQL, whether a literal's lexical form is not valid for its datatype."""
    if term.datatype.value in _NUMERIC:
        return pyoxigraph.Literal(re.fullmatch(_NUMERIC[term.datatype.value], term.value, re.ASCII) is None)
    from kg.validation.foreign import is_ill_typed  # with rdflib

    return pyoxigraph.Literal(is_ill_typed(term))


def _compares(value: Term, other: Term, sign: pyoxigraph.Literal) -> pyoxigraph.Literal | None:
    """Compare two numbers of any size, or two booleans; nothing where the terms are neither."""
    if _is_boolean(value) != _is_boolean(other):
        return None
    one, two = _number(value), _number(other)
    return None if one is None or two is None else pyoxigraph.Literal(_ORDER[sign.value](one, two))


def _is_boolean(term: Term) -> bool:
    return isinstance(term, pyoxigraph.Literal) and term.datatype.value == f"{XSD}boolean"


def _number(term: Term) -> "Decimal | int | None":
    """Read a number, or a boolean as 0 or 1; nothing for NaN, which is in no order with any."""
    if not isinstance(term, pyoxigraph.Literal):
        return None
    if _is_boolean(term):
        return {"false": 0, "0": 0, "true": 1, "1": 1}.get(term.value)
    datatype = f"{XSD}integer" if term.datatype.value in DERIVED else term.datatype.value
    if datatype not in _NUMERIC or not re.fullmatch(_NUMERIC[datatype], term.value, re.ASCII):
        return None
    from decimal import Decimal  # for numbers that the store does not compare

    number = Decimal(term.value.replace("INF", "Infinity"))
    return None if number.is_nan() else number


FUNCTIONS: dict[pyoxigraph.NamedNode, Callable[..., Term | pyoxigraph.Triple | None]] = {
    pyoxigraph.NamedNode(ILL_TYPED): ill_typed,
    pyoxigraph.NamedNode(COMPARES): _compares,
}


def _exact_datatype(datatype: str, variable: str) -> str:
    right = f"DATATYPE({variable}) = <{EXACT_TYPE}{datatype}>"
    if datatype not in DERIVED:
        if datatype in _NUMERIC:
            return f"!({right} && {_is_number(datatype, variable)})"
        value = f"STRDT(STR({variable}), <{datatype}>)"
        return f"!({right} && {well_formed(datatype, value)})"
    number = f"<{XSD}decimal>(STR({variable}))"
    low, high = DERIVED[datatype]
    tests = [f'REGEX(STR({variable}), "^[+-]?[0-9]+$")']
    tests += [f"COALESCE({number} >= {low}.0, false)"] if low is not None else []
    tests += [f"COALESCE({number} <= {high}.0, false)"] if high is not None else []
    return f"!({right} && {' && '.join(tests)})"
