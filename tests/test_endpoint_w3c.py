"""The protocols over HTTP, exchange by exchange: query and update, graph store, service description."""

from collections.abc import Iterator

import pytest
import requests
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF

from tests.endpoint_server import Served, serving_suites
from tests.exchanges import GRAPH_STORE, GRAPHS, PROTOCOL, Exchange
from tests.w3c import absence, suite

_MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_SUITE = suite("sparql11")
_TOKEN = "practice"  # noqa: S105


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_suites(tmp_path_factory.mktemp("w3c"), _TOKEN) as running:
        yield running


@pytest.mark.skipif(_SUITE is None, reason=absence())
def test_every_test_that_the_w3c_names_has_its_exchanges() -> None:
    assert _SUITE is not None
    graph = Graph().parse(_SUITE / "protocol" / "manifest.ttl")
    named = {str(test).rpartition("#")[2] for test in graph.subjects(RDF.type, _MF.ProtocolTest)}
    assert len(named) == 34
    assert set(PROTOCOL) == named


def _send(served: Served, exchange: Exchange, location: str) -> requests.Response:
    """Send a request byte for byte: the library adds no media type of its own."""
    headers = {"Authorization": f"Bearer {_TOKEN}"}
    headers |= {"Content-Type": exchange.media} if exchange.media else {}
    headers |= {"Accept": exchange.accept} if exchange.accept else {}
    address = location if exchange.to == "{location}" else served.address + exchange.to
    prepared = requests.Request(exchange.method, address, headers).prepare()
    prepared.body = exchange.body or None
    prepared.headers["Content-Length"] = str(len(exchange.body))
    with requests.Session() as session:
        return session.send(prepared, timeout=120, allow_redirects=False)


def _reset(served: Served) -> None:
    """Empty the copy, and load the graphs that every group starts with."""
    graphs = " ".join(f"GRAPH <{iri}> {{ <{iri}> a <http://xmlns.com/foaf/0.1/Document> }}" for iri in GRAPHS)
    text = f"DROP ALL; INSERT DATA {{ {graphs} }}"
    headers = {"Authorization": f"Bearer {_TOKEN}", "Content-Type": "application/sparql-update"}
    requests.post(f"{served.address}/update", data=text, headers=headers, timeout=120).raise_for_status()


def _hold(served: Served, exchanges: tuple[Exchange, ...]) -> None:
    _reset(served)
    location = ""
    for exchange in exchanges:
        answer = _send(served, exchange, location)
        location = answer.headers.get("Location", location)
        assert str(answer.status_code).startswith(exchange.status), (exchange, answer.text)
        if exchange.formats:
            assert answer.headers["Content-Type"].partition(";")[0] in exchange.formats
        if exchange.answer is not None:
            assert answer.json()["boolean"] is exchange.answer, exchange
        if exchange.graph is not None:
            found, wanted = (Graph().parse(data=text, format="turtle") for text in (answer.text, exchange.graph))
            assert to_isomorphic(found) == to_isomorphic(wanted)


@pytest.mark.parametrize("name", PROTOCOL)
def test_protocol(name: str, served: Served) -> None:
    """One group of the protocol's exchanges; queries go to /sparql and updates to /update."""
    _hold(served, PROTOCOL[name])


@pytest.mark.parametrize("name", GRAPH_STORE)
def test_graph_store(name: str, served: Served) -> None:
    """One group of the graph store's exchanges, with the graphs that come back compared."""
    _hold(served, GRAPH_STORE[name])


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
