"""Real clients against the served port: SPARQLWrapper, RDFLib's stores, Comunica, Apache Jena, curl."""

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import SPARQLWrapper
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from kg.namespaces import DEFAULT_BASE, SKOS
from tests.endpoint_server import Served, serving
from tests.foreign import JAVA, comunica, jena_classpath

TOKEN = "practice"  # noqa: S105
COUNTED = "SELECT (COUNT(DISTINCT ?state) AS ?n) { ?state a <https://w3id.org/osce-kg/ontology#State> }"
NAMES = f"""SELECT ?name {{ <{DEFAULT_BASE}id/state/kyrgyzstan> <{SKOS}prefLabel> ?name }} ORDER BY ?name"""


@pytest.fixture(scope="module")
def served(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A writable copy of the sample release, served."""
    folder = tmp_path_factory.mktemp("clients")
    release = Path(shutil.copytree(sample_release, folder / "release"))
    token = folder / "token"
    token.write_text(TOKEN)
    with serving(release, "--writable", "--token-file", str(token), "--rate", "0") as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def states(served: Served) -> int:
    return int(served.ask(COUNTED).json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("form", [SPARQLWrapper.JSON, SPARQLWrapper.XML])
def test_sparqlwrapper(served: Served, states: int, method: str, form: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{served.address}/sparql")
    client.setMethod(method)
    client.setReturnFormat(form)
    client.setQuery(COUNTED)
    assert str(states) in client.query().response.read().decode()
    client.setQuery("CONSTRUCT WHERE { ?s a <https://w3id.org/osce-kg/ontology#Institution> }")
    client.setReturnFormat(SPARQLWrapper.TURTLE)
    assert len(Graph().parse(data=client.query().response.read())) == 3


def test_rdflib_store_reads(served: Served, states: int) -> None:
    graph = Graph(SPARQLStore(f"{served.address}/sparql", returnFormat="json"))
    assert [int(row.n) for row in graph.query(COUNTED)] == [states]  # type: ignore[union-attr]
    state = URIRef(f"{DEFAULT_BASE}id/state/kyrgyzstan")
    assert Literal("Kyrgyzstan", lang="en") in set(graph.objects(state, URIRef(f"{SKOS}prefLabel")))


def test_rdflib_store_writes(served: Served) -> None:
    store = SPARQLUpdateStore(
        f"{served.address}/sparql", f"{served.address}/update", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    graph = Graph(store, identifier=URIRef("urn:x:written"))
    graph.add((URIRef("urn:x:a"), URIRef("urn:x:b"), Literal("c")))
    assert [str(value) for value in graph.objects(URIRef("urn:x:a"), URIRef("urn:x:b"))] == ["c"]
    Dataset(store).remove_graph(graph)
    assert not list(graph)


@pytest.mark.slow
def test_comunica(served: Served, states: int) -> None:
    command = [str(comunica()), f"sparql@{served.address}/sparql", COUNTED, "-t", "application/sparql-results+json"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    assert int(json.loads(ended.stdout)["results"]["bindings"][0]["n"]["value"]) == states
    joined = subprocess.run(
        [str(comunica()), f"{served.address}/data/state/kyrgyzstan.jsonld", NAMES, "-t", "text/csv"],
        capture_output=True,
        text=True,
        timeout=600,
        check=True,
    )
    assert "Kyrgyzstan" in joined.stdout


@pytest.mark.slow
@pytest.mark.parametrize("form", ["CSV", "JSON"])
def test_jena(served: Served, states: int, form: str) -> None:
    service = (f"--service={served.address}/sparql", f"--results={form}")
    command = [*JAVA, "-cp", jena_classpath(), "arq.rsparql", *service, COUNTED]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    if form == "CSV":
        assert list(csv.reader(io.StringIO(ended.stdout))) == [["n"], [str(states)]]
    else:
        assert int(json.loads(ended.stdout)["results"]["bindings"][0]["n"]["value"]) == states


@pytest.mark.slow
def test_jena_reads_a_page_as_rdf_xml(served: Served) -> None:
    address = f"{served.address}/data/state/kyrgyzstan.rdf"
    command = [*JAVA, "-cp", jena_classpath(), "riotcmd.riot", "--output=NT", address]
    graph = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    assert len(Graph().parse(data=graph.stdout, format="nt")) > 20


def test_curl(served: Served, states: int) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = ["curl", "-sS", "-G", f"{served.address}/sparql", "--compressed", "-H", "Accept: text/csv"]
    ended = subprocess.run(
        [*command, "--data-urlencode", f"query={COUNTED}"], capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.split() == ["n", str(states)]
