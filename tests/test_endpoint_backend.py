"""``osce-kg serve --backend``: the same face over a real Fuseki."""

import gzip
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import run
from tests.endpoint_server import Served, serving
from tests.foreign import fuseki
from tests.test_endpoint_clients import COUNTED

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(sample_release: Path) -> Iterator[str]:
    """Address of a Fuseki with the sample release."""
    with fuseki(gzip.decompress((sample_release / "osce-kg.ttl.gz").read_bytes())) as address:
        yield address


@pytest.fixture(scope="module")
def served(sample_release: Path, store: str) -> Iterator[Served]:
    with serving(sample_release, backend=store, timeout="12") as endpoint:
        yield endpoint


def test_queries_in_every_form(served: Served) -> None:
    assert served.ask(COUNTED).json()["results"]["bindings"][0]["n"]["value"] == "72"
    for accept in ("text/csv", "text/tab-separated-values", "application/sparql-results+xml"):
        answer = served.ask(COUNTED, accept)
        assert (answer.status_code, "72" in answer.text) == (200, True), accept
    graph = served.ask("CONSTRUCT WHERE { ?s a osce:Institution }", "text/turtle")
    assert graph.text.count("osce:Institution") + graph.text.count("ontology#Institution") >= 1


def test_pages_data_and_search(served: Served) -> None:
    assert "<h1>Kyrgyzstan</h1>" in served.get("/page/state/kyrgyzstan").text
    assert "isoAlpha2" in served.get("/data/state/kyrgyzstan.ttl").text
    assert served.get("/data/state/atlantis.ttl").status_code == 404
    assert "OSCE Centre in Bishkek" in served.get("/search?q=centre in bishkek").text
    assert served.get("/health").json()["status"] == "ready"
    assert served.get("/void.ttl").status_code == 404


def test_errors_are_those_of_this_endpoint(served: Served) -> None:
    refused = served.ask("SELECT * {\n  ?s ?p }")
    assert (refused.status_code, refused.json()["line"]) == (400, 2)
    assert served.ask("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").status_code == 403


def test_a_long_answer_is_streamed_whole(sample_release: Path, store: str) -> None:
    with serving(sample_release, backend=store, timeout="120") as endpoint:
        answer = endpoint.ask("SELECT * { ?s ?p ?o }", "text/csv")
        number = int(endpoint.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1])
    assert len(re.findall(r"\n", answer.text)) > number
    assert number > 10_000


def test_a_store_that_does_not_answer(sample_release: Path) -> None:
    with serving(sample_release, backend="http://127.0.0.1:9/none") as endpoint:
        answer = endpoint.ask(COUNTED)
        assert (answer.status_code, "Retry-After" in answer.headers) == (503, True)
        ontology = endpoint.get("/ontology", headers={"Accept": "text/html"})
        assert (ontology.status_code, ontology.headers["Cache-Control"]) == (200, "no-store")
        assert "FieldOperation" in ontology.text


@pytest.mark.parametrize(
    "arguments",
    [
        ["--backend", "nonsense"],
        ["release", "--backend", "http://e.org/"],
        [],
        ["--backend", "http://e.org/", "--in-memory"],
    ],
)
def test_misuse(arguments: list[str]) -> None:
    ended: subprocess.CompletedProcess[str] = run("serve", *arguments)
    assert ended.returncode == 2


def test_a_query_that_the_store_does_not_end_is_given_up(sample_release: Path, store: str, served: Served) -> None:
    """The last of this module: the store goes on computing until it is stopped."""
    with serving(sample_release, backend=store, timeout="4") as endpoint:
        slow = endpoint.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?i) }")
    assert slow.status_code == 503
    assert slow.elapsed.total_seconds() < 45
    assert served.ask(COUNTED).status_code == 200
