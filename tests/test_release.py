"""Stage 7: a release is whole or absent, and the same input gives the same bytes."""

import gzip
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import assets
from kg.errors import DamagedRelease, NotARelease, ReleaseError, UnreadableSource
from kg.model import Page, Unreadable
from kg.namespaces import DEFAULT_BASE
from kg.pipeline import Plan, build
from kg.pipeline.pool import Results, read_all, reader_of
from kg.release import Manifest, open_release, read_manifest
from kg.release.changes import is_as_written
from kg.release.sorting import LineSorter
from kg.release.staging import staged
from tests.conftest import SAMPLE, made_once

SAME = (
    "osce-kg.nq.gz",
    "osce-kg.ttl.gz",
    "void.ttl",
    "dcat.ttl",
    "prov.ttl",
    "osce-kg-facts.nq.gz",
    "osce-kg-facts.ttl.gz",
    "skipped.jsonl",
    "pages.jsonl.gz",
    "inferred.nt.gz",
    "entailed.jsonl.gz",
    "validated.jsonl.gz",
    "report.ttl",
    "report.json",
)


def _page(title: str, body: str) -> str:
    return f"Press release\n{title}\n- Source:\n- OSCE Secretariat\nVIENNA, 5 May 2020 – {body}\n"


def _folder(path: Path, **pages: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in pages.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    return path


def _bytes(release: Path) -> dict[str, bytes]:
    return {name: (release / name).read_bytes() for name in SAME}


def _build(*sources: Path, out: Path, jobs: int = 1, since: Path | None = None) -> Manifest:
    return build(Plan(sources=sources, out=out, jobs=jobs, since=since))


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample release, built a second time, by two processes."""
    return made_once(tmp_path_factory, "again", lambda out: _build(*SAMPLE, out=out, jobs=2))


@pytest.fixture(scope="module")
def first(small_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release ``first`` of two pages beside them in ``pages``, with the small register, built once a run."""

    def make(folder: Path) -> None:
        folder.mkdir()
        source = _folder(folder / "pages", one=_page("First", "One thing happened."), two=_page("Second", "Another."))
        with pytest.MonkeyPatch.context() as patched:
            reader_of(DEFAULT_BASE)
            patched.setattr(assets, "TABLES_FOLDER", small_tables)
            _build(source, out=folder / "first")

    return made_once(tmp_path_factory, "two-pages", make)


@pytest.fixture
def copied(first: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to be changed."""
    return shutil.copytree(first, tmp_path / "copied")


def test_two_builds_of_one_input_give_equal_files_whatever_the_number_of_jobs(
    sample_release: Path, again: Path
) -> None:
    assert _bytes(again) == _bytes(sample_release)


def test_the_manifests_of_two_builds_differ_in_their_timings_alone(sample_release: Path, again: Path) -> None:
    one, other = (json.loads((each / "manifest.json").read_text()) for each in (sample_release, again))
    assert one.pop("timings").keys() == other.pop("timings").keys()
    assert one == other


def test_the_dump_is_sorted_each_line_once(sample_release: Path) -> None:
    lines = gzip.decompress((sample_release / "osce-kg.nq.gz").read_bytes()).splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == read_manifest(sample_release).asserted


def test_the_turtle_dump_says_what_the_quads_say(sample_release: Path) -> None:
    quads = ox.parse(gzip.decompress((sample_release / "osce-kg.nq.gz").read_bytes()), format=ox.RdfFormat.N_QUADS)
    triples = ox.parse(gzip.decompress((sample_release / "osce-kg.ttl.gz").read_bytes()), format=ox.RdfFormat.TURTLE)
    assert {str(each.triple) for each in triples} == {str(each.triple) for each in quads}


def test_the_store_holds_the_dump_and_the_description(sample_release: Path) -> None:
    graphs = read_manifest(sample_release).graphs
    store = open_release(sample_release)
    named = sum(1 for quad in store if isinstance(quad.graph_name, ox.NamedNode))
    assert named == sum(graphs.values())


def test_the_default_graph_is_the_union_of_all_graphs_each_triple_once(sample_release: Path) -> None:
    store = open_release(sample_release)
    union = {str(quad.triple) for quad in store if isinstance(quad.graph_name, ox.NamedNode)}
    default = [str(quad.triple) for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    assert len(default) == len(set(default))
    assert set(default) == union


def test_the_counts_of_the_manifest_are_those_of_the_store(sample_release: Path) -> None:
    manifest = read_manifest(sample_release)
    term = f"{manifest.base}ontology#PressRelease"
    answer = open_release(sample_release).query(f"SELECT (COUNT(?s) AS ?n) {{ ?s a <{term}> }}")
    assert isinstance(answer, ox.QuerySolutions)
    assert [int(row["n"].value) for row in answer] == [manifest.classes[term]]
    assert manifest.documents == 59


def test_no_graph_has_a_blank_node(sample_release: Path) -> None:
    assert "_:" not in {line[:2] for line in gzip.open(sample_release / "osce-kg.nq.gz", "rt", encoding="utf-8")}
    blank = "ASK { GRAPH ?g { ?s ?p ?o } FILTER(isBlank(?s) || isBlank(?o)) }"
    assert not open_release(sample_release).query(blank)


def test_void_and_dcat_parse_and_stand_in_the_meta_graph(sample_release: Path) -> None:
    manifest = read_manifest(sample_release)
    described = {
        str(each.triple)
        for name in ("void.ttl", "dcat.ttl")
        for each in ox.parse((sample_release / name).read_bytes(), format=ox.RdfFormat.TURTLE)
    }
    assert len(described) == manifest.graphs[f"{manifest.base}graph/meta"]


def test_with_no_source_a_release_holds_the_reference_data_alone(tmp_path: Path) -> None:
    manifest = _build(out=tmp_path / "register")
    assert manifest.documents == 0
    assert manifest.classes[f"{manifest.base}ontology#State"] >= 68


@pytest.mark.usefixtures("small_register")
def test_another_base_moves_every_iri_of_ours(tmp_path: Path) -> None:
    source = _folder(tmp_path / "pages", one=_page("A title", "Something happened."))
    build(Plan(sources=(source,), out=tmp_path / "moved", base="https://kg.example/"))
    for name in ("osce-kg.nq.gz", "osce-kg.ttl.gz"):
        assert b"w3id.org/osce-kg" not in gzip.decompress((tmp_path / "moved" / name).read_bytes())
    assert "w3id.org/osce-kg" not in (tmp_path / "moved" / "void.ttl").read_text()


@pytest.mark.usefixtures("small_register")
def test_an_incremental_build_equals_a_full_one(copied: Path, tmp_path: Path) -> None:
    source, first = copied / "pages", read_manifest(copied / "first")
    _folder(source, three=_page("Third", "A third thing."))
    (source / "four.txt").write_bytes((source / "one.txt").read_bytes())
    _build(source, out=tmp_path / "since", since=copied / "first")
    full = _build(source, out=tmp_path / "full")
    since = _bytes(tmp_path / "since")
    catalogue = since.pop("dcat.ttl").decode()
    assert f"dcat:previousVersion <https://w3id.org/osce-kg/id/dataset/osce-kg-{first.version}>" in catalogue
    assert since == {name: data for name, data in _bytes(tmp_path / "full").items() if name != "dcat.ttl"}
    assert read_manifest(tmp_path / "since").previous == first.version != full.version
    tables = list((tmp_path / "since" / "store").glob("*.sst"))
    assert any(table.stat().st_nlink > 1 for table in tables), "the store was not made from the one before"
    assert _quads(tmp_path / "since") == _quads(tmp_path / "full")


@pytest.mark.usefixtures("small_register")
def test_what_is_damaged_of_an_earlier_release_is_not_built_upon(copied: Path, tmp_path: Path) -> None:
    source, first = copied / "pages", copied / "first"
    _folder(source, three=_page("Third", "A third thing."))
    _build(source, out=tmp_path / "full")
    whole = {name: (first / name).read_bytes() for name in ("validated.jsonl.gz", "pages.jsonl.gz")}
    for content in (whole["validated.jsonl.gz"][:60], b"noise", gzip.compress(b'{"ground": ""}\n')):
        (first / "validated.jsonl.gz").write_bytes(content)
        assert not is_as_written(first, "validated.jsonl.gz")
    _build(source, out=tmp_path / "since", since=first)
    assert _quads(tmp_path / "since") == _quads(tmp_path / "full")
    (first / "pages.jsonl.gz").write_bytes(whole["pages.jsonl.gz"][:60])
    with pytest.raises(DamagedRelease, match=r"pages\.jsonl\.gz' is damaged \(.*\): build that release again"):
        _build(source, out=tmp_path / "since", since=first)


def _quads(release: Path) -> set[str]:
    """The quads of a store, without those that number the release and name the one before."""
    numbering = ("http://www.w3.org/ns/dcat#version", "http://www.w3.org/ns/dcat#previousVersion")
    return {str(quad) for quad in open_release(release) if quad.predicate.value not in numbering}


@pytest.mark.usefixtures("small_register")
def test_an_incremental_build_reads_only_what_is_new(copied: Path, tmp_path: Path) -> None:
    source = copied / "pages"
    _folder(source, three=_page("Third", "A third thing."))
    read: list[str] = []

    def watching(pages: Iterable[Page | Unreadable], base: str, jobs: int) -> Iterator[Results]:
        for results in read_all(pages, base, jobs):
            read.extend(each.source for each in results)
            yield results

    build(Plan(sources=(source,), out=tmp_path / "since", since=copied / "first", engine=watching))
    assert read == ["pages/three.txt"]


@pytest.mark.usefixtures("small_register")
def test_an_existing_release_is_replaced(copied: Path) -> None:
    manifest = _build(out=copied / "first")
    assert manifest.documents == 0
    assert read_manifest(copied / "first") == manifest
    assert sorted(path.name for path in copied.iterdir()) == ["first", "pages"]


def test_a_folder_that_is_no_release_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    with pytest.raises(ReleaseError, match="is not a release"):
        _build(out=tmp_path)
    assert (tmp_path / "precious").read_text() == "mine"


def test_an_out_inside_a_source_is_refused(tmp_path: Path) -> None:
    source = _folder(tmp_path / "pages", one=_page("First", "One thing."))
    with pytest.raises(ReleaseError, match="is inside the source"):
        _build(source, out=source / "release")


def test_strict_refuses_the_first_page_that_cannot_be_read_and_leaves_nothing(tmp_path: Path) -> None:
    source = _folder(tmp_path / "pages", empty="")
    with pytest.raises(UnreadableSource, match=r"empty\.txt"):
        build(Plan(sources=(source,), out=tmp_path / "release", strict=True))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages"]


@pytest.mark.usefixtures("small_register")
def test_a_page_that_repeats_another_is_told(tmp_path: Path) -> None:
    source = _folder(tmp_path / "pages", one=_page("First", "One thing."), two=_page("First", "One thing."))
    manifest = _build(source, out=tmp_path / "release")
    told = [json.loads(line) for line in (tmp_path / "release" / "skipped.jsonl").read_text().splitlines()]
    assert (manifest.documents, manifest.repeated) == (1, 1)
    assert [(each["kind"], each["source"]) for each in told] == [("repeated", "pages/two.txt")]


@pytest.mark.usefixtures("small_register")
def test_a_build_that_is_killed_leaves_nothing_under_its_final_name(small_tables: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from kg.pipeline import Plan, build\n"
        "from kg import assets\n"
        "assets.TABLES_FOLDER = Path(sys.argv[3])\n"
        "class Killer:\n"
        "    def stage(self, name):\n"
        "        if name == sys.argv[2]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    def advance(self, pages): pass\n"
        "build(Plan(sources=(), out=Path(sys.argv[1])), Killer())\n"
    )
    out = tmp_path / "release"
    for stage in ("reference", "store", "description"):
        ended = subprocess.run([sys.executable, "-c", script, str(out), stage, str(small_tables)], check=False)
        assert ended.returncode == -signal.SIGKILL
        assert not out.exists()
    assert list(tmp_path.iterdir())
    _build(out=out)
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_a_killed_build_leaves_the_release_that_it_was_to_replace(copied: Path) -> None:
    before = _bytes(copied / "first")
    with pytest.raises(KeyboardInterrupt), staged(copied / "first") as folder:
        (folder / "half").write_text("half")
        raise KeyboardInterrupt
    assert _bytes(copied / "first") == before
    assert sorted(path.name for path in copied.iterdir()) == ["first", "pages"]


def test_another_build_under_way_is_not_taken_for_a_leftover(tmp_path: Path) -> None:
    with staged(tmp_path / "release") as first:
        (first / "mine").write_text("mine")
        with staged(tmp_path / "release") as second:
            (second / "theirs").write_text("theirs")
        assert (first / "mine").exists()


def _limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def test_a_full_disk_is_told_in_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "osce-kg"), "build", "--out", str(tmp_path / "release")]
    # The coverage of the command is not measured: its data file would meet the limit too.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    ended = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=_limit_file_size, env=environment, check=False
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "was not written" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_release_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotARelease, match="name a folder written by osce-kg build"):
        open_release(tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(NotARelease):
        read_manifest(tmp_path)


@given(
    lines=st.lists(
        st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=9), max_size=60
    )
)
def test_lines_come_back_sorted_once_whatever_the_budget(
    lines: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    sorter = LineSorter(folder, "x", budget=20)
    for line in lines:
        sorter.add([f"{line}\n"])
    assert list(sorter.lines()) == sorted({f"{line}\n" for line in lines})
    assert os.listdir(folder) == []
