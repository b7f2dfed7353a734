"""Writing and calling out: what needs a token, what needs a listed host, and what nothing talks round."""

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests

from endpoint.config import EndpointConfig
from endpoint.engine.service import Caller, Service
from endpoint.problems import Problem
from tests.commands import run
from tests.endpoint_server import Served, make_release, serving

TOKEN = "sesame"  # noqa: S105
_BEARER = {"Authorization": f"Bearer {TOKEN}"}
_GRAPH = "http://e.org/g"
#: Host and port, with the paths and queries that it was asked: of one that is listed, and of one that is not.
Hosts = tuple[tuple[str, list[tuple[str, str]]], tuple[str, list[tuple[str, str]]]]


class _Host(http.server.BaseHTTPRequestHandler):
    """Another SPARQL endpoint: knows two rows, whatever it is asked, and remembers that it was."""

    asked: list[tuple[str, str]]
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append((self.path, parse_qs(body).get("query", [""])[0]))
        rows = [
            {"n": {"type": "uri", "value": "http://e.org/o"}, "said": {"type": "literal", "value": 'a "quote"\n}'}},
            {"n": {"type": "bnode", "value": "b1"}},
        ]
        content = json.dumps({"head": {"vars": ["n", "said"]}, "results": {"bindings": rows}}).encode()
        self.send_response(302 if self.path == "/redirect" else 500 if self.path == "/broken" else 200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Location", "/sparql")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _hosting() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    asked: list[tuple[str, str]] = []
    handler = type("Handler", (_Host,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    """A host that is listed and one that is not, with what they were asked."""
    with _hosting() as listed, _hosting() as other:
        yield listed, other


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, hosts: Hosts) -> Iterator[Served]:
    """A writable endpoint whose queries may call one host."""
    folder = tmp_path_factory.mktemp("guards")
    release = make_release(folder / "release", f"<http://e.org/s> <http://e.org/p> <http://e.org/o> <{_GRAPH}> .")
    (folder / "token").write_text(TOKEN)
    options = ("--writable", "--token-file", str(folder / "token"), "--rate", "0", "--service-host", hosts[0][0])
    with serving(release, *options) as running:
        yield running


def _update(served: Served, text: str, **headers: str) -> requests.Response:
    given = {"Content-Type": "application/sparql-update", **headers}
    return requests.post(f"{served.address}/update", data=text, headers=given, timeout=60)


def _count(served: Served) -> int:
    return int(served.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", "text/csv").text.split()[1])


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("Bearer", 403),
        ("Bearer wrong", 403),
        ("Bearer sesame2", 403),
        (f"Basic {TOKEN}", 403),
        (TOKEN, 403),
    ],
)
@pytest.mark.parametrize("path", ["/update", f"/rdf-graph-store?graph={_GRAPH}", "/rdf-graph-store"])
def test_nothing_is_written_without_the_token(served: Served, path: str, header: str | None, status: int) -> None:
    """Neither by update nor by graph, with no token or with another; the answer says which is needed."""
    before = _count(served)
    headers = {"Authorization": header} if header else {}
    for method in ("POST", "PUT", "DELETE"):
        if path == "/update" and method != "POST":
            continue
        kind = "application/sparql-update" if path == "/update" else "text/turtle"
        body = "INSERT DATA { <urn:a> <urn:b> <urn:c> }" if path == "/update" else "<urn:a> <urn:b> <urn:c> ."
        answer = requests.request(
            method, served.address + path, data=body, headers=headers | {"Content-Type": kind}, timeout=30
        )
        assert answer.status_code == status, (method, answer.text)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert _count(served) == before


def test_the_token_lets_its_holder_write(served: Served) -> None:
    """And what is written is read at once."""
    before = _count(served)
    assert _update(served, "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }", **_BEARER).status_code == 204
    assert _count(served) == before + 1
    assert _update(served, "DROP GRAPH <urn:g>", **_BEARER).status_code == 204


def _put(served: Served, value: str, **headers: str) -> int:
    given = {"Content-Type": "text/turtle", **_BEARER, **headers}
    address = f"{served.address}/rdf-graph-store?graph=http://e.org/kept"
    return requests.put(address, data=f'<http://e/s> <http://e/p> "{value}" .', headers=given, timeout=30).status_code


def _kept(served: Served, **headers: str) -> requests.Response:
    return served.get("/rdf-graph-store?graph=http://e.org/kept", headers={"Accept": "text/turtle", **headers})


def test_a_change_is_made_only_to_what_the_client_knows(served: Served) -> None:
    """If-Match and If-None-Match, with tags and with ``*``: 412, and the graph as it was."""
    assert _put(served, "none", **{"If-Match": "*"}) == 412
    assert _put(served, "first", **{"If-None-Match": "*"}) == 201
    assert _put(served, "other", **{"If-None-Match": "*"}) == 412
    assert _put(served, "other", **{"If-Match": '"zzz"'}) == 412
    assert '"first"' in _kept(served).text
    known = _kept(served).headers["ETag"]
    assert _put(served, "other", **{"If-None-Match": known}) == 412
    assert _put(served, "second", **{"If-Match": known}) == 204
    assert _put(served, "lost", **{"If-Match": known}) == 412
    assert '"second"' in _kept(served).text
    address = f"{served.address}/rdf-graph-store?graph=http://e.org/kept"
    assert requests.delete(address, headers={**_BEARER, "If-Match": known}, timeout=30).status_code == 412
    assert requests.delete(address, headers={**_BEARER, "If-Match": "*"}, timeout=30).status_code == 204


def test_an_answer_is_conditional_by_the_letter(served: Served) -> None:
    """Tags compare weakly, ``*`` means anything there is, and a POST is answered whole."""
    first = served.ask("ASK {}")
    tag = first.headers["ETag"].removeprefix("W/")
    for given, status in ((tag, 304), (f'"a", W/{tag}', 304), ("*", 304), (tag[:-2] + '"', 200), ('"none"', 200)):
        headers = {"If-None-Match": given, "Accept-Encoding": "identity", "Accept": "application/sparql-results+json"}
        assert served.get("/sparql?query=ASK+%7B%7D", headers=headers).status_code == status, given
        posted = requests.post(f"{served.address}/sparql", data={"query": "ASK {}"}, headers=headers, timeout=30)
        assert posted.status_code == 200
    assert served.get("/id/none", headers={"If-None-Match": "*"}).status_code == 404


def test_a_graph_has_the_name_that_was_sent(served: Served) -> None:
    """What is percent-encoded in an address is so in the name of the graph."""
    address = f"{served.address}/rdf-graph-store/my/graph%20one"
    headers = {"Content-Type": "text/turtle", **_BEARER}
    assert requests.put(address, data="<urn:a> <urn:b> 1 .", headers=headers, timeout=30).status_code == 201
    assert requests.get(address, timeout=30).status_code == 200
    assert served.ask(f"ASK {{ GRAPH <{address}> {{ ?s ?p ?o }} }}").json()["boolean"] is True
    assert requests.delete(address, headers=_BEARER, timeout=30).status_code == 204


def test_a_listed_host_answers_a_service_clause(served: Served, hosts: Hosts) -> None:
    """Its rows are joined with our own; quotes, blank nodes and unbound variables come through."""
    query = f"""PREFIX e: <http://e.org/>
      SELECT * {{ ?s e:p ?n . SERVICE <http://{hosts[0][0]}/sparql> {{ ?n e:says ?said FILTER(?said != "}}") }} }}"""
    answer = served.ask(query, "text/csv")
    assert answer.text.replace("\r\n", "\n") == 's,n,said\nhttp://e.org/s,http://e.org/o,"a ""quote""\n}"\n'
    path, sent = hosts[0][1][-1]
    assert (path, sent) == ("/sparql", 'PREFIX e: <http://e.org/> SELECT * { ?n e:says ?said FILTER( ?said != "}" ) }')
    every = served.ask(f"SELECT ?n ?said {{ SERVICE <http://{hosts[0][0]}/sparql> {{ ?n ?p ?said }} }}", "text/csv")
    assert "tag:osce-kg:bnode:b1," in every.text
    assert "ETag" not in every.headers


@pytest.mark.parametrize(("path", "said"), [("/broken", "answered 500"), ("/redirect", "answered 302")])
def test_a_host_that_fails_is_named(served: Served, hosts: Hosts, path: str, said: str) -> None:
    """502 with its status; SILENT takes it for no answer; a redirect is not followed."""
    clause = f"<http://{hosts[0][0]}{path}> {{ ?a ?b ?c }}"
    answer = served.ask(f"SELECT * {{ ?s ?p ?o SERVICE {clause} }}")
    assert (answer.status_code, answer.json()["type"]) == (502, "tag:osce-kg:problem:service")
    assert said in answer.json()["detail"]
    silent = served.ask(
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{_GRAPH}> {{ ?s ?p ?o }} SERVICE SILENT {clause} }}", "text/csv"
    )
    assert silent.text.split() == ["n", "1"]


HIDDEN = {
    "plain": "SELECT * { SERVICE <http://OTHER/> { ?a ?b ?c } }",
    "variable": "SELECT * { BIND(<http://OTHER/> AS ?x) SERVICE ?x { ?a ?b ?c } }",
    "escaped quotation marks": r"""SELECT * { BIND("a\u0022" AS ?x) SERVICE <http://OTHER/> { ?a ?b ?c }
      BIND("b\u0022" AS ?y) SERVICE <http://LISTED/> { ?n ?p ?o } }""",
    "behind a variable": "SELECT * { ?a ?b ?c.SERVICE<http://OTHER/>{ ?d ?e ?f } SERVICE <http://LISTED/> {} }",
    "behind a truth value": "SELECT * { ?a ?b trueSERVICE<http://OTHER/>{ ?d ?e ?f } SERVICE <http://LISTED/> {} }",
    "without a blank": "SELECT * { SERVICESILENT<http://OTHER/>{ ?d ?e ?f } SERVICE <http://LISTED/> { ?n ?p ?o } }",
    "escaped name": r"PREFIX a: <urn:> SELECT * { ?s a:x\' ?o } SERVICE <http://OTHER/> { ?d ?e ?f } BIND('z' AS ?z)",
    "within another": "SELECT * { SERVICE <http://LISTED/> { SERVICE <http://OTHER/> { ?d ?e ?f } } }",
    "user in the address": "SELECT * { SERVICE <http://LISTED@OTHER/> { ?d ?e ?f } }",
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_no_query_reaches_a_host_that_is_not_listed(served: Served, hosts: Hosts, name: str) -> None:
    """However the call is written, beside a call that is allowed or not, nobody else is asked."""
    text = HIDDEN[name].replace("OTHER", hosts[1][0]).replace("LISTED", hosts[0][0])
    answer = served.ask(text)
    assert answer.status_code in (400, 403), answer.text
    assert hosts[1][1] == []


def test_the_system_itself_refuses_a_connection(served: Served, hosts: Hosts) -> None:
    """An update is not looked at for words that are put together; the process that runs it cannot call out."""
    for text in (f"LOADSILENT<http://{hosts[1][0]}/>", f"LOAD <http://{hosts[1][0]}/>"):
        assert _update(served, text, **_BEARER).status_code == 403
    assert hosts[1][1] == []


def test_a_query_process_has_no_network(tmp_path: Path) -> None:
    """What the front lets through meets the system's own ban, in readers and in the writer."""
    release = make_release(tmp_path / "release", f"<http://e.org/s> <http://e.org/p> <http://e.org/o> <{_GRAPH}> .")
    with _hosting() as (host, asked):
        service = Service(EndpointConfig(release=release, writable=True, workers=1, service_hosts=(host,)))
        try:
            with service.using() as generation:
                request = {
                    "op": "query",
                    "text": f"SELECT * {{ SERVICE <http://{host}/> {{ ?a ?b ?c }} }}",
                    "form": "csv",
                }
                with pytest.raises(Problem, match="ermission denied"):
                    generation.execute(request, Caller(), 20)
            with pytest.raises(Problem, match="ermission denied"):
                service.write({"op": "update", "text": f"LOAD <http://{host}/>", "base": "http://e.org/"})
        finally:
            service.close()
        assert asked == []


_BLIND = """
import importlib, types
import pyoxigraph
from kg.release import querying
command = importlib.import_module("kg.cli.query")
querying._refuse_calls = lambda *_: None
command.read_manifest = lambda _: types.SimpleNamespace(base="https://w3id.org/osce-kg/")
command.open_release = lambda folder: pyoxigraph.Store.read_only(f"{folder}/store")
from kg.cli import main
main()
"""


def test_the_command_has_no_network_for_queries_and_shapes(tmp_path: Path) -> None:
    """Even where nobody looks at the words of a query, and where a shape's query hides its call behind an escape."""
    release = make_release(tmp_path / "release", f"<http://e.org/s> <http://e.org/p> <http://e.org/o> <{_GRAPH}> .")
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text("<urn:s> <urn:p> <urn:o> .")
    with _hosting() as (host, asked):
        query = f"SELECT * {{ SERVICE <http://{host}/> {{ ?a ?b ?c }} }}"
        command = [sys.executable, "-c", _BLIND, "query", str(release), query]
        blind = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (blind.returncode, "ermission denied" in blind.stderr) == (2, True), blind.stderr
        hidden = rf"SELECT $this {{ $this a:x\\' ?o }} SERVICE <http://{host}/> {{ ?a ?b ?c }} BIND('z' AS ?z)"
        shapes.write_text(
            f"""@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:shape> a sh:NodeShape ; sh:targetNode <urn:s> ;
            sh:sparql [ sh:select \"\"\"PREFIX a: <urn:> {hidden}\"\"\" ; sh:message "no" ] ."""
        )
        refused = run("validate", str(data), "--shapes", str(shapes))
        assert refused.returncode == 2
        assert asked == []
