"""``osce-kg serve --backend`` over a store that misbehaves: what it says is passed on, or refused, never polished."""

import gzip
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
import requests

from tests.endpoint_server import Served, serving

_ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"x"}}]}}'
_LONG = b"s\r\n" + b"row\r\n" * 60_000
_RESULTS = "application/sparql-results+json"
#: A word in the query → status, media type, further header fields and content of what the store answers.
_ANSWERS: dict[str, tuple[int, str, dict[str, str], bytes]] = {
    "whole": (200, _RESULTS, {}, _ROWS),
    "cutshort": (200, _RESULTS, {"Content-Length": "500"}, _ROWS[:40]),
    "cutlong": (200, "text/csv", {"Content-Length": str(2 * len(_LONG))}, _LONG),
    "brokenjson": (200, _RESULTS, {}, _ROWS[:-2] + b'"}, error: cancelled'),
    "otherform": (200, "application/sparql-results+xml", {}, b"<sparql/>"),
    "login": (200, "text/html", {}, b"<html>Log in</html>"),
    "disguised": (200, _RESULTS, {}, b"<html>Log in</html>"),
    "coded": (200, _RESULTS, {"Content-Encoding": "gzip"}, gzip.compress(_ROWS)),
    "secretlycoded": (200, _RESULTS, {}, gzip.compress(_ROWS)),
    "partial": (206, _RESULTS, {}, _ROWS),
    "toomany": (429, "text/plain", {"Retry-After": "17"}, b"Too many"),
    "busy": (503, "text/plain", {"Retry-After": "42"}, b"busy"),
    "unauthorized": (401, "text/html", {}, b"realm"),
    "moved": (301, "text/plain", {"Location": "/elsewhere"}, b""),
    "sentback": (307, "text/plain", {"Location": "/elsewhere"}, b""),
    "failed": (500, "text/plain", {}, b"failure"),
    "maxrows": (200, _RESULTS, {"X-SPARQL-MaxRows": "1"}, _ROWS),
}


class _Store(http.server.BaseHTTPRequestHandler):
    """A store that answers as a word in the query says, and remembers what it was asked."""

    asked: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["query"][0]
        self.asked.append(query)
        found = next((name for name in sorted(_ANSWERS, key=len, reverse=True) if name in query), "whole")
        status, media, headers, content = _ANSWERS[found]
        if query.startswith("CONSTRUCT"):
            status, media, headers, content = 200, "text/turtle", {}, b"<urn:s> <urn:p> <urn:o> ."
        self.send_response(status)
        for name, value in {"Content-Type": media, "Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, asked: list[str]) -> Iterator[Served]:
    """The endpoint over that store, one host listed."""
    handler = type("Handler", (_Store,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://user:secret@127.0.0.1:{server.server_port}/sparql"
    release: Path = tmp_path_factory.mktemp("store") / "release"
    try:
        with serving(release, "--service-host", "allowed.example", "--rate", "0", backend=address) as running:
            yield running
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("word", "status", "kind"),
    [
        ("whole", 200, ""),
        ("cutshort", 502, "backend"),
        ("brokenjson", 502, "backend"),
        ("otherform", 502, "backend"),
        ("login", 502, "backend"),
        ("disguised", 502, "backend"),
        ("coded", 502, "backend"),
        ("secretlycoded", 502, "backend"),
        ("partial", 502, "backend"),
        ("unauthorized", 502, "backend"),
        ("moved", 502, "backend"),
        ("sentback", 502, "backend"),
        ("failed", 502, "backend"),
        ("toomany", 429, "busy"),
        ("busy", 503, "busy"),
    ],
)
def test_what_the_store_answers_is_passed_on_or_refused(served: Served, word: str, status: int, kind: str) -> None:
    answer = served.ask(f'SELECT ?s {{ ?s ?p "{word}" }}')
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json() == json.loads(_ROWS)
        return
    assert answer.json()["type"] == f"tag:osce-kg:problem:{kind}"
    assert answer.headers.get("Retry-After") == _ANSWERS[word][2].get("Retry-After")
    assert _ANSWERS[word][2].get("Location", "") in answer.json()["detail"]
    assert "ETag" not in answer.headers


def test_a_long_answer_that_is_cut_breaks_off(served: Served) -> None:
    """No client takes it for a whole one."""
    with pytest.raises(requests.exceptions.RequestException):
        served.ask('SELECT ?s { ?s ?p "cutlong" }', "text/csv")


def test_answers_are_kept_for_a_while(served: Served, asked: list[str]) -> None:
    """The store is asked once for what two clients want within a minute."""
    text = 'SELECT ?s { ?s ?p "whole" } # kept'
    before = len(asked)
    for _ in range(4):
        assert served.ask(text).json() == json.loads(_ROWS)
    # A minute may end between two of them.
    assert 1 <= len(asked) - before <= 2


def test_a_store_that_cuts_answers_says_so(served: Served) -> None:
    """Its word is passed on, and the answer is not kept for others."""
    for _ in range(2):
        answer = served.ask('SELECT ?s { ?s ?p "maxrows" }')
        assert (answer.status_code, answer.headers["X-SPARQL-MaxRows"]) == (200, "1")
        assert "ETag" not in answer.headers


def test_a_graph_name_carries_nothing_into_the_store(served: Served, asked: list[str]) -> None:
    """What is no IRI is refused, whatever the way by which it comes."""
    injected = quote("urn:x> { } SERVICE <http://169.254.169.254/latest> { ?s ?p ?o } GRAPH <urn:y", safe="")
    before = len(asked)
    for path in (f"/rdf-graph-store?graph={injected}", f"/sparql?query=ASK%7B%7D&default-graph-uri={injected}"):
        assert served.get(path).status_code == 400
    assert served.get(f"/data/graph/{injected}.ttl").status_code == 404
    assert len(asked) == before
    assert served.get("/rdf-graph-store?graph=urn:x", headers={"Accept": "text/turtle"}).status_code == 200
    assert asked[-1] == "CONSTRUCT { ?s ?p ?o } { GRAPH <urn:x> { ?s ?p ?o } }"


@pytest.mark.parametrize(
    "text",
    [
        r"""SELECT * { BIND("a\u0022" AS ?x) SERVICE <http://hidden.example/> { } BIND("b\u0022" AS ?y)
            SERVICE <http://allowed.example/> { } }""",
        r"SELECT * { ?s ?p ?o \u0053ERVICE <http://hidden.example/> { } }",
        "SELECT * { ?s ?p trueSERVICE<http://hidden.example/>{ } SERVICE <http://allowed.example/> { } }",
        "SELECT * { ?s ?p ?o.SERVICE<http://hidden.example/>{ } }",
        "SELECT * { ?s ?p _:a.SERVICE<http://hidden.example/>{ } }",
    ],
)
def test_no_call_is_hidden_from_who_reads_the_words(served: Served, asked: list[str], text: str) -> None:
    """The store is asked nothing that it could read as a call to a host that is not listed."""
    before = len(asked)
    assert served.ask(text).status_code in (400, 403)
    assert len(asked) == before


def test_what_only_looks_like_a_call_is_sent_as_it_was_read(served: Served, asked: list[str]) -> None:
    """Escapes are undone where no parser can take them for anything else; names are whole IRIs."""
    text = r"""PREFIX e: <urn:e:> SELECT * { ?s e:service 'a\u0022 } SERVICE' ; e:x\' 1 FILTER(CONCAT(?s)="\u000A") }"""
    assert served.ask(text).status_code == 200
    assert asked[-1] == (
        'PREFIX e: <urn:e:> SELECT * { ?s <urn:e:service> "a\\" } SERVICE" ; '
        '<urn:e:x\'> 1 FILTER( CONCAT( ?s ) = "\\n" ) }'
    )


def test_what_a_store_cannot_have_is_not_there(served: Served) -> None:
    """No files; and neither name nor password of the store is shown."""
    assert served.get("/dump/").status_code == 404
    assert "secret" not in served.log.read_text()
