"""The query operation over HTTP: forms, errors, caching, limits."""

from collections.abc import Iterator

import pytest

from kg.namespaces import DEFAULT_BASE
from tests.endpoint_server import Served, make_release, serving

_DATA = f"""
<{DEFAULT_BASE}id/org/a> <{DEFAULT_BASE}ontology#p> "one" <{DEFAULT_BASE}graph/register> .
<{DEFAULT_BASE}id/org/b> <{DEFAULT_BASE}ontology#p> "two" <{DEFAULT_BASE}graph/inferred> .
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An endpoint over two triples in two graphs, with a short time limit."""
    release = make_release(tmp_path_factory.mktemp("endpoint") / "release", _DATA)
    with serving(release, "--timeout", "2") as running:
        yield running


def test_the_default_graph_is_the_union_of_the_named_ones(served: Served) -> None:
    """Asserted and inferred triples answer together, and each graph by its name."""
    together = served.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()
    apart = served.ask("SELECT (COUNT(*) AS ?n) { GRAPH graph:register { ?s ?p ?o } }", "text/csv").text.split()
    assert (together, apart) == (["n", "2"], ["n", "1"])


def test_select_star_has_its_columns_in_order_of_appearance(served: Served) -> None:
    """The engine sorts them; people expect what they wrote."""
    assert served.ask("SELECT * { ?subject ?b ?a }", "text/csv").text.startswith("subject,b,a")


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("ASK {}", "*/*", "application/sparql-results+json"),
        ("SELECT * {}", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT * {}", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("SELECT * {}", "application/xml;q=0.4, application/json;q=0.2", "application/xml"),
        ("CONSTRUCT WHERE {?s ?p ?o}", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE {?s ?p ?o}", "application/ld+json", "application/ld+json"),
        ("DESCRIBE <http://e.org/>", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT WHERE {?s ?p ?o}", "application/n-triples", "application/n-triples; charset=utf-8"),
    ],
)
def test_an_answer_has_the_media_type_asked_for(served: Served, query: str, accept: str, media: str) -> None:
    """Content negotiation with weights."""
    answer = served.ask(query, accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)


def test_an_accept_that_nothing_fits_is_refused(served: Served) -> None:
    """406 as problem details that name what there is."""
    answer = served.ask("ASK {}", "image/png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
    assert "application/sparql-results+json" in answer.json()["detail"]


def test_a_syntax_error_says_line_and_column(served: Served) -> None:
    """400 with the place in words and as numbers."""
    problem = served.ask("SELECT * {\n ?s ?p }").json()
    assert (problem["status"], problem["line"]) == (400, 2)
    assert problem["detail"].startswith("line 2, column ")


def test_an_unchanged_answer_is_not_sent_again(served: Served) -> None:
    """304 for the entity tag that was given before."""
    first = served.ask("ASK { ?s ?p ?o }")
    headers = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": "identity"}
    again = served.get("/sparql?query=ASK+%7B+%3Fs+%3Fp+%3Fo+%7D", headers=headers)
    assert (again.status_code, again.content) == (304, b"")


def test_an_answer_that_changes_by_itself_is_not_kept(served: Served) -> None:
    """Neither tagged nor cached."""
    answer = served.ask("SELECT (RAND() AS ?r) {}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_query_past_its_time_is_stopped(served: Served) -> None:
    """503 soon after its limit, where it would run for years; the next query is answered."""
    endless = " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(60)))} }}" for n in range(12))
    answer = served.ask(f"SELECT (COUNT(*) AS ?n) {{ {endless} }}")
    assert (answer.status_code, answer.json()["detail"]) == (503, "the query was stopped after 2 seconds")
    assert answer.elapsed.total_seconds() < 20
    assert served.ask("ASK {}").json()["boolean"] is True


def test_a_query_reaches_no_other_host(served: Served) -> None:
    """SERVICE is refused unless the operator lists the host."""
    answer = served.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert (answer.status_code, answer.json()["type"]) == (403, "tag:osce-kg:problem:service")


def test_the_service_tells_that_it_is_ready(served: Served) -> None:
    """Health names the release; metrics count."""
    assert served.get("/health").json()["release"] == "000000000001"
    counts = []
    for _ in range(2):
        assert served.ask("ASK {}").status_code == 200
        text = served.get("/metrics").text
        (line,) = [
            line for line in text.splitlines() if line.startswith('osce_kg_requests_total{area="sparql",status="200"}')
        ]
        counts.append(float(line.split()[-1]))
    assert counts[1] - counts[0] == 1


def test_a_refused_query_says_in_plain_words_how_to_write_it(served: Served) -> None:
    """No grammar of the parser: an unknown prefix, a name with a slash, an update."""
    for query, told in {
        "SELECT * { id:org/odihr ?p ?o }": "line 1, column 12: id:org/odihr is not a name in SPARQL: write body:odihr",
        "SELECT ?x { ?x a foo:State }": "line 1, column 18: the prefix foo: is not declared",
        "INSERT DATA { <urn:a> <urn:b> 1 }": "INSERT is an update, and a query only reads",
    }.items():
        answer = served.ask(query)
        assert answer.status_code == 400
        assert told in answer.json()["detail"]
