"""The reference engine, pySHACL, behind the same results.

Source: https://github.com/RDFLib/pySHACL; it fails one test of the W3C's suite, on ``$shapesGraph``.
"""

import re
from collections.abc import Iterable

import pyshacl
from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure
from rdflib import RDF, SH, Graph, Literal
from rdflib.term import Node

from kg.errors import ShapesError
from kg.regexes import late
from kg.validation.paths import path_text
from kg.validation.report import Result
from kg.validation.shapes import Shape, ShapesGraph, classes_of_classes
from kg.validation.terms import quiet, written
from kg.validation.wording import default_message

_PLACEHOLDER = late(r"\{[?$]\w+\}")
_VALIDATORS = (SH.validator, SH.nodeValidator, SH.propertyValidator)


def by_pyshacl(data: Graph, shapes: ShapesGraph, only: Iterable[Shape] | None = None) -> list[Result]:
    """Validate with pySHACL.

    :param data: the data graph
    :param shapes: the shapes
    :param only: shapes whose targets count; by default all
    :raises ShapesError: if pySHACL refuses the shapes graph
    """
    chosen = _copied(shapes.graph) if only is None else _untargeted(shapes.graph, {shape.node for shape in only})
    try:
        with quiet():
            _, report, text = pyshacl.validate(data, shacl_graph=chosen, inplace=False, advanced=False)
    except (ShapeLoadError, ReportableRuntimeError, NotImplementedError) as error:
        raise ShapesError(f"the shapes are refused by pySHACL: {' '.join(str(error).split())}") from None
    except TypeError as error:
        # It compares values that SPARQL says cannot be compared, such as a date with a number.
        raise ShapesError(f"pySHACL fails on this data ({error}): correct the values that shapes compare") from None
    except Exception as error:
        # Whatever it has not foreseen: patterns that Python's re does not read, prefixes that it does not resolve.
        told = " ".join(str(error).split())
        raise ShapesError(f"pySHACL fails on these shapes ({type(error).__name__}: {told}): simplify them") from None
    if isinstance(report, ValidationFailure) or not isinstance(report, Graph):
        raise ShapesError(f"the shapes are refused by pySHACL: {' '.join(str(text).split())[:300]}")
    return [_result(report, shapes, node) for node in report.objects(None, SH.result)]


def _copied(shapes: Graph) -> Graph:
    """Copy a graph into a store that keeps contexts, which pySHACL wants."""
    copy = Graph()
    copy += shapes
    return copy


def _untargeted(shapes: Graph, kept: set[Node]) -> Graph:
    """Copy a shapes graph without the targets of other shapes, among them that a shape is a class (SHACL §2.1.3.3)."""
    copy = Graph()
    copy += shapes
    kinds = classes_of_classes(shapes)
    for subject, kind in set(copy.subject_objects(RDF.type)):
        if kind in kinds and subject not in kept:
            copy.remove((subject, RDF.type, kind))
    for predicate in (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf):
        for subject in set(copy.subjects(predicate)) - kept:
            copy.remove((subject, predicate, None))
    return copy


def _result(report: Graph, shapes: ShapesGraph, node: Node) -> Result:
    path = report.value(node, SH.resultPath)
    value, constraint = report.value(node, SH.value), report.value(node, SH.sourceConstraint)
    component, shape = (report.value(node, SH[f"source{what}"]) for what in ("ConstraintComponent", "Shape"))
    return Result(
        shape=_written(shape),
        component=_written(component),
        focus=_written(report.value(node, SH.focusNode)),
        path="" if path is None else _path(report, shapes.graph, path),
        value="" if value is None else written(value),
        severity=_written(report.value(node, SH.resultSeverity)),
        messages=_said(report, shapes, node),
        constraint="" if constraint is None else written(constraint),
        witness=str(node),
    )


def _said(report: Graph, shapes: ShapesGraph, result: Node) -> tuple[str, ...]:
    """List the messages that the shapes declare, or say in our words what the constraint asks for."""
    shape, component = (report.value(result, SH[f"source{what}"]) for what in ("Shape", "ConstraintComponent"))
    constraint = report.value(result, SH.sourceConstraint)
    validators = (v for p in _VALIDATORS for v in shapes.graph.objects(component, p)) if component is not None else ()
    sources = (shape, constraint, component, *validators)
    templates = [m for source in sources if source is not None for m in shapes.graph.objects(source, SH.message)]
    if templates:
        return tuple(sorted(written(_tagged(each, templates)) for each in report.objects(result, SH.resultMessage)))
    declared = shapes.shape(shape).constraints if shape is not None else []
    of_kind = [each for each in declared if each.component.iri == component]
    same = [each for each in of_kind if constraint is None or each.value == constraint] or of_kind
    return tuple(sorted(written(default_message(shapes.graph, each)) for each in same[:1]))


def _tagged(message: Node, templates: list[Node]) -> Node:
    """Give a message of a SPARQL constraint the language tag back that pySHACL drops."""
    if isinstance(message, Literal) and message.language is None:
        for template in templates:
            parts = (re.escape(part) for part in _PLACEHOLDER.split(str(template)))
            if isinstance(template, Literal) and template.language and re.fullmatch(".*".join(parts), message, re.S):
                return Literal(str(message), lang=template.language)
    return message


def _path(report: Graph, shapes: Graph, path: Node) -> str:
    """Write a path, which the report may have copied or only named."""
    try:
        return path_text(report, path)
    except ShapesError:
        return path_text(shapes, path)


def _written(node: Node | None) -> str:
    if node is None:
        raise ShapesError("the reference engine left out a part of a result")
    return written(node)
