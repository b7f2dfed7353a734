"""Linked data, downloads, vocabulary, pages and validation, over HTTP against the installed command."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from rdflib import RDF, SH, Graph, Literal, URIRef

from kg.namespaces import DEFAULT_BASE
from kg.release import read_manifest
from tests.conftest import ROOT
from tests.endpoint_server import Served, serving
from tests.test_validation_command import FAULTY

KYRGYZSTAN = URIRef(f"{DEFAULT_BASE}id/state/kyrgyzstan")
FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
}


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release) as endpoint:
        yield endpoint


def _see(served: Served, path: str, accept: str) -> requests.Response:
    return served.get(path, headers={"Accept": accept}, allow_redirects=False)


@pytest.mark.parametrize("suffix", FORMS)
def test_a_thing_is_given_in_the_form_that_is_asked_for(served: Served, suffix: str) -> None:
    media, syntax = FORMS[suffix]
    sent = _see(served, "/id/state/kyrgyzstan", f"{media}, text/html;q=0.5")
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/data/state/kyrgyzstan.{suffix}")
    assert "Accept" in sent.headers["Vary"]
    given = served.get(sent.headers["Location"])
    assert given.headers["Content-Type"].partition(";")[0] == media
    graph = Graph().parse(data=given.text, format=syntax)
    assert (KYRGYZSTAN, URIRef(f"{DEFAULT_BASE}ontology#isoAlpha2"), Literal("KG")) in graph
    assert set(graph.subjects()) == {KYRGYZSTAN}


def test_all_forms_say_the_same(served: Served) -> None:
    graphs = [
        Graph().parse(data=served.get(f"/data/state/kyrgyzstan.{suffix}").text, format=syntax)
        for suffix, (_, syntax) in FORMS.items()
    ]
    assert all(set(graph) == set(graphs[0]) for graph in graphs[1:])
    assert len(graphs[0]) > 20


def test_json_ld_has_the_terms_of_the_context(served: Served) -> None:
    told = served.get("/data/state/kyrgyzstan.jsonld").json()
    assert told["isoAlpha2"] == "KG"
    assert "State" in told["type"]


def test_a_browser_is_sent_to_a_page(served: Served) -> None:
    sent = _see(served, "/id/state/kyrgyzstan", "text/html,application/xhtml+xml,*/*;q=0.8")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/page/state/kyrgyzstan")
    page = served.get("/page/state/kyrgyzstan")
    assert "<h1>Kyrgyzstan</h1>" in page.text
    assert 'href="/page/org/osce-centre-in-bishkek"' in page.text or "OSCE Centre in Bishkek" in page.text
    assert 'rel="alternate" type="text/turtle" href="/data/state/kyrgyzstan.ttl"' in page.text


@pytest.mark.parametrize("accept", ["text/html", *(media for media, _ in FORMS.values())])
def test_what_is_not_there_is_told_in_the_same_media_type(served: Served, accept: str) -> None:
    missing = _see(served, "/id/state/atlantis", accept)
    assert missing.status_code == 404
    assert missing.headers["Content-Type"].partition(";")[0] == accept


def test_nothing_fits_is_406_and_strange_names_are_404(served: Served) -> None:
    assert _see(served, "/id/state/kyrgyzstan", "image/png").status_code == 406
    for path in (
        "/id/a%3Eb",
        "/id/%22",
        "/id/a%0Ab",
        "/page/%7B%7D",
        "/data/x.ttl",
        "/data/state/kyrgyzstan.exe",
    ):
        assert served.get(path, allow_redirects=False).status_code == 404, path


def test_concepts_and_graphs_have_addresses_too(served: Served) -> None:
    sent = _see(served, "/scheme/role/participating-state", "text/turtle")
    assert sent.headers["Location"] == "/data/scheme/role/participating-state.ttl"
    graph = Graph().parse(data=served.get(sent.headers["Location"]).text)
    assert set(graph.subjects()) == {URIRef(f"{DEFAULT_BASE}scheme/role/participating-state")}


def test_answers_are_conditional(served: Served) -> None:
    for path in ("/page/state/kyrgyzstan", "/data/state/kyrgyzstan.ttl", "/ontology", "/", "/dump/", "/search?q=osh"):
        first = served.get(path)
        again = served.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b""), path


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_the_vocabularies_are_documents(served: Served, name: str) -> None:
    sizes = set()
    for suffix, (media, syntax) in FORMS.items():
        given = served.get(f"/{name}", headers={"Accept": media})
        graph = Graph().parse(data=given.text, format=syntax)
        sizes.add(len(graph))
        assert given.text == served.get(f"/{name}.{suffix}").text
    assert len(sizes) == 1
    page = served.get(f"/{name}", headers={"Accept": "text/html"}).text
    assert page.count("<dt id=") > 100


def test_the_version_and_the_context(served: Served) -> None:
    assert served.get("/ontology/0.2.0", headers={"Accept": "text/turtle"}).status_code == 200
    older = served.get("/ontology/0.1.0")
    assert (older.status_code, older.headers["Content-Type"].split(";")[0]) == (200, "text/turtle")
    assert 'owl:versionInfo "0.1.0"' in older.text
    assert served.get("/ontology/9.9.9").status_code == 404
    assert "@context" in served.get("/ontology/context.jsonld").json()


def test_dumps_whole_in_parts_and_conditional(served: Served, sample_release: Path) -> None:
    whole = served.get("/dump/osce-kg.nq.gz")
    assert hashlib.sha256(whole.content).hexdigest() == read_manifest(sample_release).files["osce-kg.nq.gz"]
    assert gzip.decompress(whole.content).startswith(b"<")
    part = served.get("/dump/osce-kg.nq.gz", headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert served.get("/dump/osce-kg.nq.gz", headers={"Range": "bytes=999999999-"}).status_code == 416
    same = served.get("/dump/osce-kg.nq.gz", headers={"If-None-Match": whole.headers["ETag"]})
    assert same.status_code == 304
    other = served.get("/dump/osce-kg.nq.gz", headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert other.status_code == 200
    for name in ("..%2Fmanifest.json", "store", "pages.jsonl.gz"):
        assert served.get(f"/dump/{name}").status_code == 404
    assert (
        served.get("/dump/manifest.json").json()["files"]["osce-kg.nq.gz"] == hashlib.sha256(whole.content).hexdigest()
    )
    skipped = served.get("/dump/skipped.jsonl")
    assert skipped.text == (sample_release / "skipped.jsonl").read_text()


def test_descriptions_of_the_dataset(served: Served) -> None:
    void = served.get("/.well-known/void")
    assert void.history[0].status_code == 303
    assert Graph().parse(data=void.text).value(predicate=RDF.type, object=URIRef("http://rdfs.org/ns/void#Dataset"))
    assert len(Graph().parse(data=served.get("/dcat.ttl").text)) > 100


def test_what_a_client_sends_is_escaped(served: Served) -> None:
    assert "<script>alert" not in served.get("/search?q=<script>alert(1)</script>").text


def test_the_first_page_counts_and_a_program_gets_data(served: Served, sample_release: Path) -> None:
    page = served.get("/", headers={"Accept": "text/html"}).text
    number = read_manifest(sample_release).classes[f"{DEFAULT_BASE}ontology#State"]
    assert f"<b>{number:,}</b> States" in page
    assert _see(served, "/", "text/turtle").headers["Location"] == "/void.ttl"


def test_every_link_of_the_pages_leads_somewhere(served: Served) -> None:
    seen: set[str] = set()
    todo = ["/", "/page/state/kyrgyzstan", "/page/org/osce", "/ontology", "/shapes", "/search?q=osh", "/dump/"]
    while todo:
        path = todo.pop()
        if path in seen or len(seen) > 120:
            continue
        seen.add(path)
        answer = served.get(path, headers={"Accept": "text/html, */*;q=0.5"})
        assert answer.status_code == 200, path
        if "text/html" in answer.headers["Content-Type"] and len(seen) < 60:
            todo += [link.partition("#")[0] for link in re.findall(r'href="(/[^"]*)"', answer.text)]
    assert len(seen) > 60


def test_validation_of_what_a_client_sends(served: Served) -> None:
    address, turtle = f"{served.address}/validate", {"Content-Type": "text/turtle"}
    report = requests.post(address, data=FAULTY, headers=turtle, timeout=60)
    graph = Graph().parse(data=report.text, format="turtle")
    assert (report.status_code, len(list(graph.objects(None, SH.result)))) == (200, 10)
    told = requests.post(address, data=FAULTY, headers={**turtle, "Accept": "application/json"}, timeout=60).json()
    assert told["counts"]["violation"] == 10
    clean = requests.post(address, data="<urn:a> <urn:b> 1 .", headers=turtle, timeout=60)
    assert clean.status_code == 200
    assert "sh:conforms true" in clean.text
    broken = requests.post(address, data="<urn:a> <urn:b>\n\n[ .", headers=turtle, timeout=60)
    assert (broken.status_code, broken.json()["detail"][:2]) == (400, "3:")
    assert requests.post(address, data="x", headers={"Content-Type": "image/png"}, timeout=60).status_code == 415
    assert served.get("/validate").status_code == 405


def test_pages_load_nothing_from_elsewhere(served: Served) -> None:
    for path in ("/", "/page/state/kyrgyzstan", "/ontology", "/sparql"):
        page = served.get(path, headers={"Accept": "text/html"})
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert not re.search(r'(src|<link[^>]* rel="stylesheet"[^>]* href)="https?:', page.text)


@pytest.mark.parametrize(
    "path", ["/", "/search?q=osh", "/page/state/kyrgyzstan", "/ontology", "/dump/", "/sparql", "/page/state/nowhere"]
)
def test_every_page_of_a_sample_release_says_that_it_is_one(served: Served, path: str) -> None:
    page = served.get(path, headers={"Accept": "text/html"}).text
    assert (
        page.count('<aside class="sample" aria-label="Sample release"><p>Sample release: its documents are made up.')
        == 1
    )


def test_the_redirects_for_w3id_lead_to_what_the_endpoint_answers(served: Served) -> None:
    lines = (ROOT / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8").splitlines()
    rules = [line.split()[1:3] for line in lines if line.startswith("RewriteRule")]
    asked = (
        "",
        "ontology",
        "ontology/0.1.0",
        "ontology/curation",
        "ontology/context.jsonld",
        "shapes",
        "scheme/role",
        "id/org/odihr",
    )
    for path in asked:
        target = next(
            re.sub(pattern, goal.replace("$1", r"\1"), path) for pattern, goal in rules if re.match(pattern, path)
        )
        assert served.get(target.removeprefix("https://osce-kg.example")).status_code == 200, path


def test_a_page_names_the_address_that_it_was_asked_at_and_no_other_that_was_asked_before(served: Served) -> None:
    """What is kept for one host is not sent to another: a link of a page would lead where the first asker wanted."""
    for path in ("/", "/page/org/odihr", "/feed/org/odihr"):
        for host in ("one.example", "two.example"):
            page = served.get(path, headers={"Host": host})
            assert page.status_code == 200, path
            assert f"http://{host}/" in page.text, (path, host)
            assert page.text.count(".example/") == page.text.count(f"{host}/"), (path, host)
