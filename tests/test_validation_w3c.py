"""The W3C's SHACL test suite: every result of the fast engine, compared as a multiset with the report expected."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from kg.errors import NotCompilable, ShapesError
from kg.graph.reading import read_rdf
from kg.validation.dataset import DataGraph
from kg.validation.engine import FastEngine
from kg.validation.foreign import rdflib_graph
from kg.validation.paths import path_text
from kg.validation.reference import by_pyshacl
from kg.validation.report import Result
from kg.validation.shapes import ShapesGraph
from kg.validation.terms import Term
from kg.validation.triples import Triples
from kg.validation.vocabulary import RDF, SH, Vocabulary
from tests.w3c import absence, cases, suite

_MF = Vocabulary("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SHT = Vocabulary("http://www.w3.org/ns/shacl-test#")
_SUITE = suite("shacl")
#: Tests of the two parts: of SPARQL, 22 that the manifests name, and component/nodeValidator-001, which none does.
_CORE, _SPARQL = 98, 23
#: Tests whose values Oxigraph writes in another form: the reference engine decides their shape.
_LEFT_TO_REFERENCE = {
    "core/node/datatype-001",
    "core/node/maxExclusive-001",
    "core/node/maxInclusive-001",
    "core/node/minExclusive-001",
    "core/property/or-datatypes-001",
}


class _Case(NamedTuple):
    path: Path

    @property
    def name(self) -> str:
        return "/".join(self.path.with_suffix("").parts[-3:])


def _cases(part: str) -> list[_Case]:
    files = sorted((_SUITE / part).rglob("*.ttl")) if _SUITE else []
    return [_Case(path) for path in files if "sht:Validate" in path.read_text(encoding="utf-8")]


def _read(path: Path) -> Triples:
    return Triples.of_quads(read_rdf(path, base=path.as_uri()))


def _named(case: _Case, graph: Triples, iri: Term | None) -> tuple[Path, Triples]:
    path = Path("" if iri is None else iri.value.removeprefix("file://"))
    return (case.path, graph) if path == case.path else (path, _read(path))


def _found(data_path: Path, data: Triples, shapes: ShapesGraph) -> tuple[list[Result], int]:
    """Validate with the fast engine; also count the shapes left to the reference."""
    graph = DataGraph()
    graph.load(read_rdf(data_path, base=data_path.as_uri()))
    engine, results, left = FastEngine(graph, shapes), [], 0
    for shape in shapes.targeted():
        try:
            results += list(engine.validate(shape))
        except NotCompilable:
            left += 1
            results += by_pyshacl(rdflib_graph(data), shapes, [shape])
    return results, left


def _anonymous(term: str) -> str:
    return "_" if term.startswith("_:") else term


def _key(result: Result) -> tuple[str, ...]:
    ends = (_anonymous(result.value), result.component, _anonymous(result.shape), result.severity)
    return (_anonymous(result.focus), result.path, *ends)


def _expected(graph: Triples, shapes: Triples, node: Term) -> tuple[str, ...]:
    def term(predicate: ox.NamedNode) -> str:
        value = graph.value(node, predicate)
        return "" if value is None else _anonymous(str(value))

    path = graph.value(node, SH.resultPath)
    told = "" if path is None else path_text(graph if graph.describes(path) else shapes, path)
    ends = (SH.value, SH.sourceConstraintComponent, SH.sourceShape, SH.resultSeverity)
    return (term(SH.focusNode), told, *(term(predicate) for predicate in ends))


@pytest.mark.skipif(_SUITE is None, reason=absence())
def test_the_suite_is_whole() -> None:
    """No file of the suite went missing, none is left out."""
    assert (len(_cases("core")), len(_cases("sparql"))) == (_CORE, _SPARQL)


_PARAMETERS = [pytest.param(case, id=case.name, marks=pytest.mark.w3c) for case in (*_cases("core"), *_cases("sparql"))]


@pytest.mark.parametrize("case", cases(_PARAMETERS, _CORE + _SPARQL))
def test_every_result_is_the_one_expected(case: _Case) -> None:
    graph = _read(case.path)
    (test,) = graph.subjects(RDF.type, _SHT.Validate)
    action, expected = graph.value(test, _MF.action), graph.value(test, _MF.result)
    assert action is not None
    data_path, data = _named(case, graph, graph.value(action, _SHT.dataGraph))
    _, shapes_graph = _named(case, graph, graph.value(action, _SHT.shapesGraph))
    if expected == _SHT.Failure:
        with pytest.raises(ShapesError):
            _found(data_path, data, ShapesGraph(shapes_graph))
        return
    assert expected is not None
    results, left = _found(data_path, data, ShapesGraph(shapes_graph))
    wanted = Counter(_expected(graph, shapes_graph, node) for node in graph.objects(expected, SH.result))
    assert Counter(map(_key, results)) == wanted
    assert (left > 0) == (case.name in _LEFT_TO_REFERENCE)
