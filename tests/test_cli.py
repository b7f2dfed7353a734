"""The installed command: what it prints, where, and how it ends."""

import csv
import gzip
import io
import json
import os
import re
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import COMMANDS
from tests.commands import COMMAND, run
from tests.conftest import SAMPLE, Command

TITLE = "Course for customs officers opens"
PAGE = f"""Menu
Finland – OSCE Chairpersonship 2025
Press release
{TITLE}
- Source:
- OSCE Centre in Ashgabat
- Fields of work:
- Border management
ASHGABAT, 4 June 2014 – A course for customs officers of Turkmenistan opened today.
"""


def _one_line(ended: subprocess.CompletedProcess[str], code: int = 2) -> str:
    assert ended.returncode == code
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    return ended.stderr


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_help_lists_every_command() -> None:
    ended = run("--help")
    assert ended.returncode == 0
    assert all(f"\n  {name} " in ended.stdout for name in COMMANDS)


def test_convert_prints_the_facts_of_a_page_and_nothing_of_its_menu(page: Path) -> None:
    ended = run("convert", "--url", "https://www.osce.org/node/123456", page)
    assert ended.returncode == 0
    triples = {str(each.triple) for each in ox.parse(ended.stdout.encode(), format=ox.RdfFormat.TURTLE)}
    for part in (
        TITLE,
        "2014-06-04",
        "/place/ashgabat>",
        "/org/centre-in-ashgabat>",
        "/border-management>",
        "/doc/123456>",
    ):
        assert any(part in triple for triple in triples), part
    assert not any("finland" in triple.lower() or "2025" in triple for triple in triples)


@pytest.mark.parametrize("syntax", ["turtle", "trig", "nt", "nq", "jsonld", "rdfxml"])
def test_convert_writes_every_syntax_to_a_file(page: Path, tmp_path: Path, syntax: str) -> None:
    out = tmp_path / "out"
    ended = run("convert", page, "-f", syntax, "-o", out)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert TITLE in out.read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "page.txt"]


def test_convert_gives_the_graphs_of_a_build(sample_release: Path) -> None:
    ended = run("convert", *SAMPLE, "-f", "nq")
    dump = gzip.decompress((sample_release / "osce-kg.nq.gz").read_bytes()).decode()
    converted = ended.stdout.splitlines()
    assert sorted(converted) == [line for line in dump.splitlines() if "/graph/doc/" in line.rsplit(" ", 2)[1]]


BAD = {
    "empty.txt": b"",
    "spaces.html": b" \n ",
    "binary.html": bytes(range(256)) * 8,
    "menu.txt": b"-\nOur work\n-\nFields of work\n- Elections\n",
    "cut.warc.gz": gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n")[:-9],
    "cut.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5000\r\n\r\nHTTP/1.1 200 OK\r\n",
    "broken.jsonl": b'{"url": "https://www.osce.org/node/1", "html": \n',
    "unknown.pdf": b"%PDF-1.4",
}


@pytest.mark.parametrize("name", BAD)
def test_an_unreadable_source_is_told_in_one_line_and_the_others_are_converted(
    page: Path, tmp_path: Path, name: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(BAD[name])
    ended = run("convert", bad, page, "-f", "nt")
    assert name in _one_line(ended)
    assert TITLE in ended.stdout


@pytest.mark.usefixtures("small_register")
def test_a_build_lists_every_unreadable_page_and_keeps_the_rest(command: Command, page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    for name, content in BAD.items():
        (folder / name).write_bytes(content)
    # Two archives are damaged: the release is written, and the exit code says that input was lost.
    assert command("build", str(folder), str(page), "--out", "release")[0] == 2
    told = [json.loads(line) for line in (tmp_path / "release" / "skipped.jsonl").read_text().splitlines()]
    assert {each["source"] for each in told} == {f"bad/{name}" for name in BAD}
    assert all(each["reason"] and each["remedy"] for each in told)
    assert json.loads((tmp_path / "release" / "manifest.json").read_text())["documents"] == 1


def test_a_file_of_200_megabytes_is_refused_without_being_read(page: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.html"
    with large.open("wb") as stream:
        stream.truncate(200_000_000)
    ended = run("convert", large, page, "-f", "nt")
    assert "large.html" in _one_line(ended)
    assert TITLE in ended.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("convert", "absent.html"), id="a source that does not exist"),
        pytest.param(("build", "absent.html", "--out", "release"), id="a build of a source that does not exist"),
        pytest.param(("build", "--out", "release", "--base", "nonsense"), id="a base that is no IRI"),
        pytest.param(("build", "--out", "release", "--since", "absent"), id="since that is no release"),
        pytest.param(("build", "--out", "release", "--jobs", "0"), id="no jobs"),
        pytest.param(("query", "absent", "ASK {}"), id="a query of no release"),
        pytest.param(("query", "absent"), id="no query"),
        pytest.param(("export", "absent", "-f", "nt", "-o", "-"), id="an export of no release"),
        pytest.param(("export", "absent", "-f", "doc", "-o", "-"), id="an unknown format"),
        pytest.param(("nonsense",), id="an unknown command"),
    ],
)
def test_misuse_ends_with_2_and_leaves_nothing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(*arguments)
    assert ended.returncode == 2
    assert ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_build_prints_a_summary_on_standard_error_and_nothing_on_standard_output(tmp_path: Path) -> None:
    ended = run("build", "--out", tmp_path / "release")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "asserted triples" in ended.stderr


def test_the_spark_engine_says_what_it_needs(tmp_path: Path) -> None:
    if find_spec("pyspark"):
        pytest.skip("PySpark is installed: there is nothing to refuse")
    ended = run("build", "--out", tmp_path / "release", "--engine", "spark")
    assert "pip install pyspark" in _one_line(ended)


def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(1500):
        (folder / f"{number}.txt").write_text(PAGE.replace("customs", f"customs {number}"), encoding="utf-8")
    command = [COMMAND, "build", str(folder), "--out", str(tmp_path / "release"), "--jobs", "2", "-v"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not any(path.name.startswith(".release") for path in tmp_path.iterdir()):
        assert running.poll() is None
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=300)
    assert running.returncode == 130
    assert "Traceback" not in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]


def test_query_prints_a_table_with_columns_in_order_of_appearance(sample_release: Path) -> None:
    ended = run("query", sample_release, "SELECT * { ?z a osce:PressRelease ; dcterms:title ?a } LIMIT 3")
    head = ended.stdout.splitlines()[0].split()
    assert (ended.returncode, head) == (0, ["z", "a"])
    assert ended.stdout.endswith("(3 rows)\n")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_query_prints_standard_results(sample_release: Path, form: str) -> None:
    formats = {
        "csv": None,
        "tsv": ox.QueryResultsFormat.TSV,
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
    }
    ended = run("query", sample_release, "SELECT * { ?s a osce:State }", "--format", form)
    syntax = formats[form]
    if syntax is None:
        count = len(list(csv.DictReader(io.StringIO(ended.stdout))))
    else:
        parsed = ox.parse_query_results(ended.stdout.encode(), format=syntax)
        assert isinstance(parsed, ox.QuerySolutions)
        count = len(list(parsed))
    assert count >= 68


def test_query_reads_a_file_or_standard_input(sample_release: Path, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text("ASK { ?s a osce:State }")
    assert run("query", sample_release, "-f", path).stdout == "yes\n"
    assert run("query", sample_release, "-f", "-", data="ASK { ?s a osce:Nothing }").stdout == "no\n"


def test_query_prints_graphs_in_turtle(sample_release: Path) -> None:
    ended = run("query", sample_release, "CONSTRUCT { ?s a osce:State } WHERE { ?s a osce:State }")
    assert len(list(ox.parse(ended.stdout.encode(), format=ox.RdfFormat.TURTLE))) >= 68


@pytest.mark.parametrize(
    ("query", "told"),
    [
        pytest.param("SELECT * {\n ?s ?p }", "line 2, column 9", id="a syntax error"),
        pytest.param("SELECT * { ?s nope:p ?o }", "line 1, column", id="an unknown prefix"),
        pytest.param("INSERT DATA {}", "line 1, column", id="an update"),
    ],
)
def test_a_query_that_does_not_parse_is_told_with_its_place(sample_release: Path, query: str, told: str) -> None:
    assert told in _one_line(run("query", sample_release, query))


def test_a_format_that_does_not_fit_the_query_is_refused(sample_release: Path) -> None:
    assert "turtle" in _one_line(run("query", sample_release, "DESCRIBE <http://a.example/>", "--format", "csv"))
    assert "table" in _one_line(run("query", sample_release, "ASK {}", "--format", "turtle"))


def test_export_writes_the_asserted_graphs_as_they_stand(sample_release: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.nq.gz"
    assert run("export", str(sample_release), "-f", "nq", "-o", out).returncode == 0
    assert gzip.decompress(out.read_bytes()) == gzip.decompress((sample_release / "osce-kg.nq.gz").read_bytes())


def test_export_writes_one_graph(sample_release: Path) -> None:
    ended = run(
        "export", str(sample_release), "-f", "trig", "-o", "-", "--graph", "https://w3id.org/osce-kg/graph/register"
    )
    graphs = {str(each.graph_name) for each in ox.parse(ended.stdout.encode(), format=ox.RdfFormat.TRIG)}
    assert graphs == {"<https://w3id.org/osce-kg/graph/register>"}


@pytest.mark.parametrize("graph", ["https://w3id.org/osce-kg/graph/doc/0", "no iri"])
def test_export_of_a_graph_that_is_not_there_is_refused(sample_release: Path, graph: str) -> None:
    assert graph in _one_line(run("export", str(sample_release), "-f", "nt", "-o", "-", "--graph", graph))


@pytest.mark.parametrize(
    ("profile", "kind"),
    [
        ("web-annotation", "http://www.w3.org/ns/oa#TextQuoteSelector"),
        ("cpov", "http://data.europa.eu/m8g/PublicOrganisation"),
        ("schema", "https://schema.org/Article"),
        ("skos", "http://www.w3.org/2004/02/skos/core#prefLabel"),
    ],
)
def test_export_says_it_in_another_vocabulary(sample_release: Path, profile: str, kind: str) -> None:
    ended = run("export", str(sample_release), "-f", "nt", "-o", "-", "--profile", profile)
    assert ended.returncode == 0
    assert ended.stdout.count(f"<{kind}>") >= 20


def test_web_annotations_quote_the_text_at_their_position(sample_release: Path) -> None:
    query = """SELECT (COUNT(*) AS ?n) { ?m osce:foundIn/osce:plainText ?text ; nif:beginIndex ?b ; nif:endIndex ?e ;
      osce:asWritten ?w FILTER(SUBSTR(?text, ?b + 1, ?e - ?b) != ?w) }"""
    assert run("query", sample_release, query, "--format", "csv").stdout.split() == ["n", "0"]


def test_web_annotations_identify_things_and_describe_facts(sample_release: Path) -> None:
    ended = run("export", str(sample_release), "-f", "nt", "-o", "-", "--profile", "web-annotation")
    oa = "http://www.w3.org/ns/oa#"
    lines = ended.stdout.splitlines()
    motives = {line.split(" ")[0]: line.split(" ")[2] for line in lines if f"<{oa}motivatedBy>" in line}
    assert set(motives.values()) == {f"<{oa}identifying>", f"<{oa}describing>"}
    pairs = [line.split(" ")[:3] for line in lines if f"<{oa}hasBody>" in line]
    described = {body for mention, _, body in pairs if motives[mention] == f"<{oa}describing>"}
    assert described
    assert not any("/id/state/" in body or "/id/place/" in body for body in described)
    assert any("/id/state/" in body for _, _, body in pairs)


def test_a_reader_that_leaves_early_is_no_error(sample_release: Path) -> None:
    command = [COMMAND, "export", str(sample_release), "-f", "nt", "-o", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as export:
        assert export.stdout is not None
        assert export.stderr is not None
        assert export.stdout.readline().endswith(b" .\n")
        export.stdout.close()
        assert export.stderr.read() == b""
        assert export.wait() == 0


@pytest.mark.parametrize(
    "asked",
    [
        "query {release} SELECT(COUNT(*)AS?n){?s?p?o}",
        "export {release} -f nt -o -",
        "infer {data} -f nt",
        "explain {release} body:odihr a foaf:Agent",
        "gaps {release}",
        "check --only header",
        "validate {data}",
        "convert {page}",
        "census {page}",
        "build {page}.missing --out x",
    ],
    ids=lambda asked: asked.partition(" ")[0],
)
def test_the_installed_command_does_what_the_forked_one_does(
    asked: str, sample_release: Path, page: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<urn:a> a <https://w3id.org/osce-kg/ontology#PressRelease> .\n", encoding="utf-8")
    words = [word.format(release=sample_release, data=data, page=page) if "{r" in word or "{d" in word or "{p" in word
             else word for word in asked.split(" ")]  # fmt: skip
    forked = run(*words, cwd=tmp_path)
    installed = subprocess.run([COMMAND, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (forked.returncode, forked.stdout) == (installed.returncode, installed.stdout)
    assert _timeless(forked.stderr) == _timeless(installed.stderr)
    assert forked.stdout or forked.stderr


def _timeless(text: str) -> str:
    """Leave out how long a command took."""
    return re.sub(r"[\d.]+ (?:s|pages/s)\b", "", text)
