"""The reference engine, pySHACL, behind the same results.

Where it departs from the Recommendation it is corrected, see :mod:`kg.validation.corrections`.
Source: https://github.com/RDFLib/pySHACL; it fails one test of the W3C's suite, on ``$shapesGraph``.
"""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pyshacl
from pyshacl.errors import ReportableRuntimeError, ShapeLoadError, ValidationFailure
from rdflib import Graph

from kg.errors import ShapesError
from kg.regexes import late
from kg.validation.corrections import corrected
from kg.validation.foreign import quiet, rdflib_graph, triples_of
from kg.validation.paths import path_text
from kg.validation.report import Result
from kg.validation.shapes import Shape, ShapesGraph, classes_of_classes
from kg.validation.terms import Term
from kg.validation.triples import Triple, Triples
from kg.validation.vocabulary import RDF, SH
from kg.validation.wording import default_message

_PLACEHOLDER = late(r"\{[?$]\w+\}")
_VALIDATORS = (SH.validator, SH.nodeValidator, SH.propertyValidator)
_TARGETS = {SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf}


def by_pyshacl(data: Graph, shapes: ShapesGraph, only: Iterable[Shape] | None = None) -> list[Result]:
    """Validate with pySHACL.

    :param data: the data graph
    :param shapes: the shapes
    :param only: shapes whose targets count; by default all
    :raises ShapesError: if pySHACL refuses the shapes graph
    """
    chosen = rdflib_graph(shapes.graph if only is None else _untargeted(shapes.graph, {each.node for each in only}))
    try:
        with quiet(), corrected():
            _, report, text = pyshacl.validate(data, shacl_graph=chosen, inplace=False, advanced=False)
    except (ShapeLoadError, ReportableRuntimeError, NotImplementedError) as error:
        raise ShapesError(f"the shapes are refused by pySHACL: {' '.join(str(error).split())}") from None
    except Exception as error:
        # Whatever it has not foreseen: patterns that Python's re does not read, prefixes that it does not resolve.
        told = " ".join(str(error).split())
        raise ShapesError(f"pySHACL fails on these shapes ({type(error).__name__}: {told}): simplify them") from None
    if isinstance(report, ValidationFailure) or not isinstance(report, Graph):
        raise ShapesError(f"the shapes are refused by pySHACL: {' '.join(str(text).split())[:300]}")
    results = triples_of(report)
    return [_result(results, shapes, node) for node in results.values(SH.result)]


def _untargeted(shapes: Triples, kept: set[ox.NamedNode | ox.BlankNode]) -> Iterator[Triple]:
    """List a shapes graph without the targets of other shapes, among them that a shape is a class (SHACL §2.1.3.3)."""
    kinds = classes_of_classes(shapes)
    for subject, predicate, value in shapes:
        is_target = predicate in _TARGETS or (predicate == RDF.type and value in kinds)
        if subject in kept or not is_target:
            yield subject, predicate, value


def _result(report: Triples, shapes: ShapesGraph, node: Term) -> Result:
    path = report.value(node, SH.resultPath)
    value, constraint = report.value(node, SH.value), report.value(node, SH.sourceConstraint)
    component, shape = (report.value(node, SH[f"source{what}"]) for what in ("ConstraintComponent", "Shape"))
    return Result(
        shape=_there(shape),
        component=_there(component),
        focus=_there(report.value(node, SH.focusNode)),
        path="" if path is None else _path(report, shapes.graph, path),
        value="" if value is None else str(value),
        severity=_there(report.value(node, SH.resultSeverity)),
        messages=_said(report, shapes, node),
        constraint="" if constraint is None else str(constraint),
        witness=node.value,
    )


def _said(report: Triples, shapes: ShapesGraph, result: Term) -> tuple[str, ...]:
    """List the messages that the shapes declare, or say in our words what the constraint asks for."""
    shape, component = (report.value(result, SH[f"source{what}"]) for what in ("Shape", "ConstraintComponent"))
    constraint = report.value(result, SH.sourceConstraint)
    validators = (v for p in _VALIDATORS for v in shapes.graph.objects(component, p)) if component is not None else ()
    sources = (shape, constraint, component, *validators)
    templates = [m for source in sources if source is not None for m in shapes.graph.objects(source, SH.message)]
    if templates:
        return tuple(sorted(str(_tagged(each, templates)) for each in report.objects(result, SH.resultMessage)))
    declared = shapes.shape(shape).constraints if shape is not None else []
    of_kind = [each for each in declared if each.component.iri == component]
    same = [each for each in of_kind if constraint is None or each.value == constraint] or of_kind
    return tuple(sorted(str(default_message(shapes.graph, each)) for each in same[:1]))


def _tagged(message: Term, templates: list[Term]) -> Term:
    """Give a message of a SPARQL constraint the language tag back that pySHACL drops."""
    if isinstance(message, ox.Literal) and message.language is None:
        for template in templates:
            parts = (re.escape(part) for part in _PLACEHOLDER.split(template.value))
            language = template.language if isinstance(template, ox.Literal) else None
            if language and re.fullmatch(".*".join(parts), message.value, re.S):
                return ox.Literal(message.value, language=language)
    return message


def _path(report: Triples, shapes: Triples, path: Term) -> str:
    """Write a path, which the report may have copied or only named."""
    try:
        return path_text(report, path)
    except ShapesError:
        return path_text(shapes, path)


def _there(node: Term | None) -> str:
    if node is None:
        raise ShapesError("the reference engine left out a part of a result")
    return str(node)
