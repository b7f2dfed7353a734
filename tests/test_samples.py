"""Nothing invented under a real name: who the sample pages let act, and where made-up pages say they are from."""

import csv
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, SKOS, Graph, URIRef

from bench.extraction.register import MADE_UP, PEOPLE, write_tables
from kg.iris import Iris, slug
from kg.pipeline import Plan, build
from kg.reference.tables import TABLES_FOLDER, load
from kg.release import open_release, read_manifest
from tests.commands import run
from tests.conftest import DATA, ROOT, SAMPLE, Command
from tests.series import in_long_series

IRIS = Iris()
PAGES = sorted(path for name in ("pages", "everyday", "practice", "questions") for path in (DATA / name).iterdir())
HOST = re.compile(rb"https?://([^/\"'<>\s]+)")

#: Domains that RFC 2606 reserves, and namespaces that are names of terms, not places where a page could be.
RESERVED = re.compile(r"(^|\.)(example|test|invalid|localhost|example\.(com|net|org))$")
NAMESPACES = {"schema.org", "ogp.me", "www.w3.org", "purl.org", "xmlns.com", "w3id.org", "persistence.uni-leipzig.org"}


def people(tables: Path) -> dict[str, str]:
    """List everybody whom some tables name: IRI → name."""
    found: dict[str, str] = {}
    for table in sorted(tables.glob("*.csv")):
        with table.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                found |= {IRIS.person(row[column]): row[column] for column in PEOPLE if row.get(column)}
    return found


@pytest.fixture(scope="module")
def real() -> dict[str, str]:
    found = people(TABLES_FOLDER)
    assert len(found) >= 75
    return found


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes={"osce": IRIS.term(""), "org": "http://www.w3.org/ns/org#"})
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [tuple(row[name].value for name in names) for row in found]


def in_documents(release: Path) -> set[tuple[str, str]]:
    """List what the graphs of documents say something about, each with the predicate that says it."""
    graphs = IRIS.graph("doc/")
    return {
        (term.value, quad.predicate.value)
        for quad in open_release(release)
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value.startswith(graphs)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
    }


def test_nobody_of_the_register_speaks_acts_or_is_named_in_the_sample(
    sample_release: Path, real: dict[str, str]
) -> None:
    assert sorted(said for said in in_documents(sample_release) if said[0] in real) == []


def test_people_who_do_not_exist_speak_and_meet_in_the_sample(sample_release: Path) -> None:
    store = open_release(sample_release)
    speakers = rows(store, "SELECT DISTINCT ?who { ?act osce:speaker ?who }")
    involved = rows(store, "SELECT DISTINCT ?who { ?involvement osce:involvedAgent ?who }")
    assert sum("/id/person/" in who for (who,) in speakers) >= 10, "an empty sample proves nothing"
    assert sum("/id/person/" in who for (who,) in involved) >= 5


def test_no_sample_page_is_evidence_for_a_tenure_of_the_register(sample_release: Path) -> None:
    query = f"SELECT ?tenure {{ GRAPH <{IRIS.graph('register')}> {{ ?tenure a osce:Tenure }} }}"
    tenures = {tenure for (tenure,) in rows(open_release(sample_release), query)}
    assert len(tenures) > 75
    assert sorted(said for said in in_documents(sample_release) if said[0] in tenures) == []


def test_no_sample_page_says_who_holds_an_office_of_the_register(sample_release: Path) -> None:
    store, register, documents = open_release(sample_release), IRIS.graph("register"), IRIS.graph("doc/")
    known = {post for (post,) in rows(store, f"SELECT ?post {{ GRAPH <{register}> {{ ?post a osce:Post }} }}")}
    assert len(known) > 50
    held = f'{{ GRAPH ?g {{ ?tenure osce:ofPost ?post }} FILTER(STRSTARTS(STR(?g), "{documents}")) }}'
    posts = {post for (post,) in rows(store, f"SELECT ?post {held}")}
    assert posts, "an empty sample proves nothing"
    assert sorted(posts & known) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_made_up_page_names_no_host_that_could_exist(path: Path) -> None:
    hosts = {host.decode().lower().split(":")[0].rstrip("\\.,") for host in HOST.findall(path.read_bytes())}
    assert {host for host in hosts - NAMESPACES if not RESERVED.search(host)} == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_made_up_page_names_nobody_of_the_register(path: Path, real: dict[str, str]) -> None:
    content = path.read_bytes()
    text = " ".join(content.decode("windows-1251" if b"windows-1251" in content else "utf-8").split())
    assert [name for name in real.values() if name in text] == []


def test_the_made_up_register_shares_no_name_with_the_real_one(tmp_path: Path, real: dict[str, str]) -> None:
    made_up = people(write_tables(tmp_path / "tables"))
    assert len(made_up) >= 70
    assert set(made_up) & set(real) == set()
    load(tmp_path / "tables")
    surnames = {slug(name).rpartition("-")[2] for name in real.values()}
    assert {name for name in made_up.values() if slug(name).rpartition("-")[2] in surnames} == set()


def test_a_table_that_names_people_is_never_copied_from_the_real_register(tmp_path: Path) -> None:
    written = write_tables(tmp_path / "tables")
    for table in sorted(TABLES_FOLDER.glob("*.csv")):
        columns = table.read_text(encoding="utf-8-sig").partition("\n")[0].split(",")
        copied = (written / table.name).read_bytes() == table.read_bytes()
        appended = (MADE_UP / table.name).exists()
        assert copied == (set(PEOPLE).isdisjoint(columns) and not appended), table.name
    assert {path.name for path in MADE_UP.glob("*.csv")} <= {path.name for path in TABLES_FOLDER.glob("*.csv")}


def test_make_run_builds_the_sample_pages_and_no_others() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (pages,) = re.findall(r"^PAGES := (.*)$", makefile, re.MULTILINE)
    assert set(re.findall(r"tests/data/\w+", pages)) == {folder.relative_to(ROOT).as_posix() for folder in SAMPLE}


IS_SAMPLE = ROOT / "docs" / "examples" / "is-it-a-sample.rq"
SYNTHETIC = "http://publications.europa.eu/resource/authority/dataset-type/SYNTHETIC_DATA"


def test_a_release_of_made_up_pages_says_so_to_programs(sample_release: Path) -> None:
    assert json.loads((sample_release / "manifest.json").read_text(encoding="utf-8"))["sample"] is True
    for name in ("void.ttl", "dcat.ttl"):
        described = Graph().parse(sample_release / name)
        (dataset,) = described.subjects(DCTERMS.type, URIRef(SYNTHETIC))
        (note,) = described.objects(dataset, SKOS.scopeNote)
        assert "made up" in str(note)
    assert run("query", sample_release, "-f", IS_SAMPLE).stdout == "yes\n"


PAGE = "Press release\nA course ends\nVIENNA, 3 May 2021 – Bakers from Malta ended a course.\n"


@pytest.mark.parametrize(
    ("address", "options", "sample"),
    [
        pytest.param("https://site.test/node/1", (), True, marks=in_long_series),  # As the sample itself.
        ("https://www.osce.org/node/1", (), False),
        ("https://www.osce.org/node/1", ("--sample",), True),
        pytest.param(None, (), False, marks=in_long_series),
    ],
    ids=["reserved address", "address that may exist", "option", "no address"],
)
@pytest.mark.usefixtures("small_register")
def test_what_makes_a_release_a_sample(
    command: Command, tmp_path: Path, address: str | None, options: tuple[str, ...], sample: bool
) -> None:
    record = {"text": PAGE} | ({"url": address} if address else {})
    (tmp_path / "pages.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert command("build", "pages.jsonl", "--out", "release", *options)[0] == 0
    assert read_manifest(tmp_path / "release").sample is sample
    assert read_manifest(tmp_path / "release").documents == 1
    assert (SYNTHETIC in (tmp_path / "release" / "dcat.ttl").read_text(encoding="utf-8")) is sample


@pytest.mark.usefixtures("small_register")
def test_a_sample_stays_one_when_it_is_built_again_since_itself(tmp_path: Path) -> None:
    pages = (DATA / "everyday" / "100-more.jsonl",)
    build(Plan(sources=pages, out=tmp_path / "one"))
    assert build(Plan(sources=pages, out=tmp_path / "two", since=tmp_path / "one")).sample
