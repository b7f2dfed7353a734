"""HTTP by the letter, behind a proxy and below a path: prefixes, ranges, marks, codings, refusals, descriptions."""

import gzip
import json
import os
import re
import socket
from collections.abc import Iterator

import pytest
import requests
import SPARQLWrapper
from rdflib import Dataset, Graph, URIRef

from kg.namespaces import DEFAULT_BASE, VOID
from tests.endpoint_server import Served, make_release, serving

_SD = "http://www.w3.org/ns/sparql-service-description#"
_DATA = f"""
<{DEFAULT_BASE}id/org/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Alpha"@en <{DEFAULT_BASE}graph/register> .
<{DEFAULT_BASE}id/org/b> <{DEFAULT_BASE}ontology#p> "two" <{DEFAULT_BASE}graph/inferred> .
"""
_DUMP = gzip.compress(_DATA.encode() * 50, mtime=0)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An endpoint that people know under another address, with a path, behind one proxy."""
    release = make_release(tmp_path_factory.mktemp("protocol") / "release", _DATA)
    (release / "osce-kg.nq.gz").write_bytes(_DUMP)
    environ = os.environ | {"OSCE_KG_PUBLIC_URL": "https://kg.example.org/kg", "OSCE_KG_TRUSTED_PROXIES": "1"}
    with serving(release, "--rate", "0", environ=environ) as running:
        yield running


def test_everything_is_below_the_path_of_the_public_address(served: Served) -> None:
    """Redirects, links, styles and examples; the proxy may take the path away or leave it."""
    for prefix in ("", "/kg"):
        sent = served.get(f"{prefix}/id/org/a", headers={"Accept": "text/html"}, allow_redirects=False)
        assert (sent.status_code, sent.headers["Location"]) == (303, "/kg/page/org/a")
        void = served.get(f"{prefix}/.well-known/void", allow_redirects=False)
        assert void.headers["Location"] == "/kg/void.ttl"
    for path in ("/", "/page/org/a", "/sparql", "/search?q=alpha", "/ontology"):
        page = served.get(path, headers={"Accept": "text/html", "X-Forwarded-Host": "other.example"})
        assert page.status_code == 200
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert links, path
        assert all(link.startswith("/kg/") for link in links), (path, [x for x in links if not x.startswith("/kg/")])
        assert "other.example" not in page.text
    assert "https://kg.example.org/kg/sparql" in served.get("/", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    ("wanted", "status", "size"),
    [
        ("bytes=0-9", 206, 10),
        ("lines=0-9", 200, len(_DUMP)),
        ("bytes=abc", 200, len(_DUMP)),
        ("bytes=0-1,5-6", 200, len(_DUMP)),
        ("bytes=-5", 206, 5),
        ("bytes=999999999-", 416, None),
    ],
)
def test_ranges(served: Served, wanted: str, status: int, size: int | None) -> None:
    """RFC 9110 §14.2: what is not understood is ignored; 416 says how long the file is."""
    answer = served.get("/dump/osce-kg.nq.gz", headers={"Range": wanted})
    assert answer.status_code == status
    if size is None:
        assert answer.headers["Content-Range"] == f"bytes */{len(_DUMP)}"
    else:
        assert len(answer.content) == size


def test_a_file_that_is_another_is_not_sent(served: Served) -> None:
    """412 has no file in it."""
    answer = served.get("/dump/osce-kg.nq.gz", headers={"If-Match": '"x"'})
    assert (answer.status_code, answer.headers["Content-Type"]) == (412, "application/problem+json")


@pytest.mark.parametrize("name", ["a%5Bb%5D", "a%25zz", "%EF%BF%BE", "%ff%fe", "a%20b", "%7B%7D"])
def test_what_no_iri_has_is_not_there(served: Served, name: str) -> None:
    """404 in the form that is asked for, and no word of a query."""
    for path, accept in ((f"/id/{name}", "text/html"), (f"/page/{name}", "*/*"), (f"/data/{name}.ttl", "*/*")):
        answer = served.get(path, headers={"Accept": accept}, allow_redirects=False)
        assert answer.status_code == 404, path
        assert answer.headers["Content-Type"].partition(";")[0] == ("text/turtle" if ".ttl" in path else "text/html")


def test_a_byte_order_mark_is_not_part_of_a_text(served: Served) -> None:
    """In queries by every way, and in what is validated."""
    marked, address = "\ufeffASK {}", f"{served.address}/sparql"
    direct = {"Content-Type": "application/sparql-query"}
    for answer in (
        served.ask(marked),
        requests.post(address, data={"query": marked}, timeout=30),
        requests.post(address, data=marked.encode(), headers=direct, timeout=30),
    ):
        assert answer.json()["boolean"] is True
    turtle = "\ufeff<urn:a> <urn:b> <urn:c> .".encode()
    report = requests.post(
        f"{served.address}/validate", data=turtle, headers={"Content-Type": "text/turtle"}, timeout=60
    )
    assert (report.status_code, "sh:conforms" in report.text) == (200, True)


def test_a_coded_body_is_refused(served: Served) -> None:
    """415, with what is taken."""
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"}
    answer = requests.post(f"{served.address}/sparql", data=gzip.compress(b"ASK {}"), headers=headers, timeout=30)
    assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip;q=1.0, br;q=0.1", "gzip"), ("br, gzip", "br"), ("identity;q=1, gzip;q=0.5", None), ("br;q=0", None)],
)
def test_the_coding_is_the_one_that_the_client_likes_best(served: Served, accepted: str, coding: str | None) -> None:
    answer = served.get("/ontology", headers={"Accept": "text/turtle", "Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /sparql?query=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: e\r\n\r\n", 414),
        ("GET /search?q=ü HTTP/1.1\r\nHost: e\r\n\r\n".encode(), 400),
        (b"GET / HTTP/1.1\r\nHost: e\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431),
    ],
)
def test_what_is_refused_before_the_application_is_refused_alike(served: Served, sent: bytes, status: int) -> None:
    """Problem details that other sites' pages may read."""
    with socket.create_connection(("127.0.0.1", int(served.address.rsplit(":", 1)[1])), timeout=15) as client:
        client.sendall(sent)
        received = b""
        while piece := client.recv(1 << 16):
            received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/problem+json" in head
    assert b"Access-Control-Allow-Origin: *" in head
    assert json.loads(body)["status"] == status


@pytest.mark.parametrize("form", [SPARQLWrapper.JSON, SPARQLWrapper.XML, SPARQLWrapper.CSV, SPARQLWrapper.TSV])
def test_sparqlwrapper_reads_every_table(served: Served, form: str) -> None:
    """It sends two parameters ``format`` for some."""
    client = SPARQLWrapper.SPARQLWrapper(f"{served.address}/sparql")
    client.setReturnFormat(form)
    client.setQuery("SELECT ?o { ?s skos:prefLabel ?o }")
    assert "Alpha" in str(client.query().response.read())


@pytest.mark.parametrize(
    "form", [SPARQLWrapper.TURTLE, SPARQLWrapper.N3, SPARQLWrapper.JSONLD, SPARQLWrapper.RDFXML, SPARQLWrapper.XML]
)
def test_sparqlwrapper_reads_every_graph(served: Served, form: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{served.address}/sparql")
    client.setReturnFormat(form)
    client.setQuery("CONSTRUCT WHERE { ?s skos:prefLabel ?o }")
    answer = client.query().response
    assert len(Graph().parse(data=answer.read(), format=answer.headers.get_content_type())) == 1


def test_the_service_description_counts_what_is_served(served: Served) -> None:
    """Default graph, named graphs and the feature that joins them."""
    graph = Graph().parse(data=served.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle")
    counted = int(served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1])
    assert [str(number) for number in graph.objects(None, URIRef(f"{VOID}triples"))] == [str(counted)] == ["2"]
    named = {str(name) for name in graph.objects(None, URIRef(f"{_SD}name"))}
    assert named == {f"{DEFAULT_BASE}graph/register", f"{DEFAULT_BASE}graph/inferred"}
    assert set(graph.objects(None, URIRef(f"{_SD}namedGraph"))) == {URIRef(name) for name in named}
    assert URIRef(f"{_SD}UnionDefaultGraph") in set(graph.objects(None, URIRef(f"{_SD}feature")))
    assert URIRef("https://kg.example.org/kg/sparql") in set(graph.subjects(URIRef(f"{_SD}endpoint")))


def test_a_graph_answers_under_its_own_address(served: Served) -> None:
    """303 to its triples in the form asked for, or to a page that counts them."""
    sent = served.get("/graph/register", headers={"Accept": "text/turtle"}, allow_redirects=False)
    assert (sent.status_code, sent.headers["Location"]) == (303, "/kg/data/graph/register.ttl")
    for suffix, syntax in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")):
        data = served.get(f"/data/graph/register.{suffix}")
        assert len(Dataset(default_union=True).parse(data=data.text, format=syntax)) == 1, suffix
    assert served.get("/page/graph/register").status_code == 200
    assert served.get("/graph/none", headers={"Accept": "text/turtle"}).status_code == 404
