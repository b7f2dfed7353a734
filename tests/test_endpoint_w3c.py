"""The W3C's own tests of the protocols, over HTTP: query and update, graph store, service description."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import requests
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF
from rdflib.term import Node

from tests.conftest import SHARED
from tests.endpoint_server import Served, serving_suites

_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_HT = Namespace("http://www.w3.org/2011/http#")
_CNT = Namespace("http://www.w3.org/2011/content#")
_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")

_SUITE = SHARED / "w3c" / "sparql11"
_PROTOCOL = _SUITE / "protocol" / "manifest.ttl"
_GRAPH_STORE = tuple(_SUITE / "graph-store-protocol" / f"manifest-{kind}.ttl" for kind in ("direct", "indirect"))
_EXACT = {"Created": "201", "OK": "200", "NoContent": "204", "NotFound": "404"}
_TOKEN = "practice"  # noqa: S105


class _Case(NamedTuple):
    graph: Graph
    test: Node
    folder: Path

    @property
    def name(self) -> str:
        return str(self.test).rpartition("#")[2]


def _cases(*manifests: Path) -> list[_Case]:
    found = []
    for path in manifests:
        if not path.exists():
            continue
        graph = Graph().parse(path)
        entries = next(graph.objects(None, _MF.entries))
        found += [_Case(graph, test, path.parent) for test in Collection(graph, entries)]
    return found


def _parametrized(cases: list[_Case]) -> pytest.MarkDecorator:
    """Run every case by its name, or none, saying why, where the suites are absent."""
    absent = pytest.param(None, id="suites-absent")
    return pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases] or [absent])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Served]:
    del shared
    with serving_suites(tmp_path_factory.mktemp("w3c"), _TOKEN) as running:
        yield running


def _headers(graph: Graph, message: Node) -> dict[str, str]:
    listed = graph.value(message, _HT.headers)
    nodes = [] if listed is None else list(Collection(graph, listed))
    return {str(graph.value(each, _HT.fieldName)): str(graph.value(each, _HT.fieldValue)) for each in nodes}


def _body(graph: Graph, message: Node) -> bytes:
    content = graph.value(message, _HT.body)
    if content is None:
        return b""
    return str(graph.value(content, _CNT.chars)).encode(str(graph.value(content, _CNT.characterEncoding)))


def _send(served: Served, path: str, graph: Graph, message: Node, location: str = "") -> requests.Response:
    headers = _headers(graph, message) | {"Authorization": f"Bearer {_TOKEN}"}
    body = _body(graph, message).replace(b"$LOCATION$", location.encode())
    prepared = requests.Request(str(graph.value(message, _HT.methodName)), served.address + path, headers).prepare()
    prepared.body = body or None
    prepared.headers["Content-Length"] = str(len(body))
    with requests.Session() as session:
        return session.send(prepared, timeout=30, allow_redirects=False)


def _expected(graph: Graph, answer: Node) -> list[str]:
    """List the statuses, or the first digit of them, that a test allows."""
    names = [str(status).rpartition("#")[2] for status in graph.objects(answer, _MF.expectedStatus)]
    return [_EXACT.get(name, name.removeprefix("StatusCode").removesuffix("xx")) for name in names]


def _check(answer: requests.Response, graph: Graph, expected: Node) -> None:
    allowed = _expected(graph, expected)
    assert any(str(answer.status_code).startswith(status) for status in allowed), (allowed, answer.text)
    boolean = graph.value(expected, _MF.expectedBoolean)
    if isinstance(boolean, Literal):
        assert answer.json()["boolean"] is boolean.toPython()


def _reset(served: Served, case: _Case) -> None:
    """Empty the copy, and load what a test wants to be there."""
    token = {"Authorization": f"Bearer {_TOKEN}"}
    update = token | {"Content-Type": "application/sparql-update"}
    requests.post(f"{served.address}/update", data="DROP ALL", headers=update, timeout=30).raise_for_status()
    for given in case.graph.objects(case.test, _UT.graphData):
        name = case.graph.value(given, _RDFS_LABEL)
        path = case.folder / str(case.graph.value(given, _UT.graph)).rpartition("/")[2]
        address = f"{served.address}/rdf-graph-store"
        headers = token | {"Content-Type": "application/n-triples"}
        requests.put(address, params={"graph": str(name)}, data=path.read_bytes(), headers=headers, timeout=30)


def _requests(case: _Case) -> list[Node]:
    action = case.graph.value(case.test, _MF.action)
    return list(Collection(case.graph, next(case.graph.objects(action, _HT.requests))))


def _is_update(case: _Case, message: Node) -> bool:
    said = str(case.graph.value(message, _HT.absolutePath)) + _body(case.graph, message).decode("latin-1")
    return "update=" in said or "sparql-update" in str(_headers(case.graph, message)) or "update" in case.name


_PROTOCOL_CASES = _cases(_PROTOCOL)
_GRAPH_STORE_CASES = _cases(*_GRAPH_STORE)


def test_the_suites_are_whole(shared: Path) -> None:
    """As many tests are found as the W3C has approved."""
    del shared
    assert (len(_PROTOCOL_CASES), len(_GRAPH_STORE_CASES)) == (34, 13)


@_parametrized(_PROTOCOL_CASES)
def test_protocol(case: _Case, served: Served) -> None:
    """One exchange of the protocol suite; queries go to /sparql and updates to /update."""
    _reset(served, case)
    for message in _requests(case):
        asks = b"ASK" in _body(case.graph, message) or b"SELECT" in _body(case.graph, message)
        target = "/update" if _is_update(case, message) and not asks else "/sparql"
        path = str(case.graph.value(message, _HT.absolutePath)).replace("/sparql/", target, 1)
        answer = _send(served, path, case.graph, message)
        _check(answer, case.graph, case.graph.value(message, _HT.resp))  # type: ignore[arg-type]


@_parametrized(_GRAPH_STORE_CASES)
def test_graph_store(case: _Case, served: Served) -> None:
    """One exchange of the graph store suite, with the graphs that come back compared."""
    _reset(served, case)
    location = ""
    for message in _requests(case):
        path = str(case.graph.value(message, _HT.absolutePath)).replace("/gsp", "/rdf-graph-store", 1)
        answer = _send(served, path.replace("$LOCATION$", location), case.graph, message, location)
        expected = case.graph.value(message, _HT.resp)
        assert expected is not None
        _check(answer, case.graph, expected)
        location = answer.headers.get("Location", location)
        if _body(case.graph, expected):
            _assert_same_graph(answer, _body(case.graph, expected).replace(b"$LOCATION$", location.encode()))


def _assert_same_graph(answer: requests.Response, expected: bytes) -> None:
    assert answer.headers["Content-Type"] == "text/turtle; charset=utf-8"
    found, wanted = Graph().parse(data=answer.text, format="turtle"), Graph().parse(data=expected, format="turtle")
    assert to_isomorphic(found) == to_isomorphic(wanted)


def _description(served: Served) -> Graph:
    answer = requests.get(f"{served.address}/sparql", headers={"Accept": "text/turtle"}, timeout=30)
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format="turtle")


def test_service_description_returns_rdf(served: Served) -> None:
    """returns-rdf."""
    assert len(_description(served)) > 0


def test_service_description_has_endpoint_triple(served: Served) -> None:
    """has-endpoint-triple."""
    assert (None, _SD.endpoint, URIRef(f"{served.address}/sparql")) in _description(served)


def test_service_description_conforms_to_schema(served: Served) -> None:
    """conforms-to-schema: every term stands in the vocabulary where it may."""
    graph = _description(served)
    services = list(graph.subjects(RDF.type, _SD.Service))
    assert len(services) == 1
    for name in ("endpoint", "supportedLanguage", "resultFormat", "defaultDataset", "feature"):
        assert set(graph.subjects(_SD[name])) <= set(services)
    dataset = graph.value(services[0], _SD.defaultDataset)
    assert (dataset, RDF.type, _SD.Dataset) in graph
    assert (graph.value(dataset, _SD.defaultGraph), RDF.type, _SD.Graph) in graph
