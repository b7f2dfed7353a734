"""What the benchmarks measure with is itself held: memory, faults."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Set
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph as ox
import pytest

from bench import endpoint
from bench.extraction.hands import compared
from bench.extraction.practice import FOLDERS, expected_sets
from bench.faults import EVERY, FAULTS, Fault, seeded
from bench.releases import quads
from kg.closure import close
from kg.validation.dataset import DataGraph
from kg.validation.report import Result, without_witness
from kg.validation.shapes import ShapesGraph
from kg.validation.validating import class_hierarchy, project_shapes, validate
from tests.conftest import ROOT
from tests.series import in_long_series

_MIB = 1 << 20
#: The constraint component that each kind of fault breaks.
_BREAKS = dict(
    zip(
        (fault.name for fault in FAULTS),
        "MinCount MaxCount Class SPARQL MinCount SPARQL Node UniqueLang MaxInclusive SPARQL LessThan Class".split(),
        strict=True,
    )
)


def _peak(statement: str) -> float:
    command = [sys.executable, "-c", f"from bench.race import peak_memory; {statement}; print(peak_memory())"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


def test_the_memory_of_a_program_is_its_own_and_not_that_of_the_one_that_started_it() -> None:
    held = bytearray(b"x") * (300 * _MIB)
    small = _peak("pass")
    assert small < 150
    assert len(held) == 300 * _MIB
    large = _peak(f"x = bytearray(b'x') * {200 * _MIB}; del x")
    assert 150 < large - small < 300


@pytest.fixture(scope="module")
def release() -> list[str]:
    """One release with the register, closed, as sorted N-Triples."""
    lines = list(quads(1))
    triples = {f"{line.rsplit(' ', 2)[0]} .\n" for line in lines} | set(close(lines).entailed)
    return sorted(triples | {f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in class_hierarchy()})


def _quads(lines: Iterable[str]) -> list[ox.Quad]:
    parsed = ox.parse("".join(lines), format=ox.RdfFormat.N_TRIPLES)
    return [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in parsed]


def _added(data: DataGraph, shapes: ShapesGraph, without: Set[str], more: Set[str]) -> set[Result]:
    """Take some lines out of a graph and put others in, and find what that adds about their terms."""
    taken, put = _quads(sorted(without)), _quads(sorted(more))
    terms = {term for quad in (*taken, *put) for term in (quad.subject, quad.object)}
    about = {str(term) for term in terms if not isinstance(term, ox.Literal)}
    before = without_witness(validate(data, shapes, about=about, narrow=True).results)
    for quad in taken:
        data.store.remove(quad)
    data.store.extend(put)
    after = without_witness(validate(data, shapes, about=about, narrow=True).results)
    for quad in put:
        data.store.remove(quad)
    data.store.extend(taken)
    return after - before


def test_every_seeded_fault_gives_a_result(release: list[str]) -> None:
    shapes, data, whole = project_shapes(), DataGraph(), set(release)
    data.load(_quads(release))
    for fault in FAULTS:
        faulty = set(seeded(release, [fault]))
        found = _added(data, shapes, whole - faulty, faulty - whole)
        components = {result.component.rpartition("#")[2].partition("Constraint")[0] for result in found}
        assert _BREAKS[fault.name] in components, fault.name
        assert len(found) <= 2, fault.name


def test_one_release_in_a_hundred_has_a_fault_each_time_the_same() -> None:
    triples = sorted({f"{line.rsplit(' ', 2)[0]} .\n" for line in quads(2 * EVERY + 1)})
    mark = [Fault("mark", "document", lambda _: {"<urn:x:faulty>": ['"yes"']})]
    marked = [line for line in seeded(triples, mark) if "<urn:x:faulty>" in line]
    assert len(marked) == len(set(marked)) == 3
    assert list(seeded(triples)) == list(seeded(triples))


@pytest.mark.slow
def test_the_benchmark_of_the_start_has_a_short_form_that_prints_its_rows() -> None:
    command = [sys.executable, "-m", "bench.startup", "--short"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    first, *rows = ended.stdout.splitlines()
    assert "takes about" in first
    assert [row.split()[0] for row in rows] == ["python", "help", "query", "convert", "validate", "validate"]
    assert all(re.search(r"warm [\d.]+ s +[\d.]+ ×  cold [\d.]+ s +[\d.]+ ×", row) for row in rows[1:])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("census", r"read (\d+) of \1 whole records; 0 documents false"),
        pytest.param("closure", r"osce-kg by document .* osce-kg is +[\d.]+x as fast", marks=in_long_series),
        ("convert", r"osce-kg: parse +[\d.]+ pages/s"),
        pytest.param("pages_served", r"100 made-up documents", marks=in_long_series),
        pytest.param("validation", r"osce-kg on every core .* osce-kg is +[\d.]+x as fast", marks=in_long_series),
    ],
)
def test_a_benchmark_has_a_short_form_that_says_how_long_it_takes(name: str, row: str) -> None:
    command = [sys.executable, "-m", f"bench.{name}", "--short"]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=600, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("takes about ")
    assert re.search(row, ended.stdout), ended.stdout


def test_a_peer_that_does_not_start_is_named_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "rdflib-endpoint").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "rdflib-endpoint").chmod(0o755)
    monkeypatch.setattr(endpoint, "_BIN", tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with ExitStack() as stack:
        assert endpoint._started(stack, tmp_path / "data.nt") == []
    told = capsys.readouterr().out
    assert "rdflib_endpoint is left out: rdflib-endpoint did not start" in told
    assert "Oxigraph server is left out" in told
    assert "Fuseki is left out" in told


def _compared(role: str, affiliation: str) -> set[str]:
    annotation = {"title": "", "date": "", "roles": [{"person": "Asta Holm", "role": role, "affiliation": affiliation}]}
    return expected_sets(annotation)["role"]


@pytest.mark.parametrize(
    ("one", "other", "affiliation"),
    [
        ("Deputy Ecology Minister", "Deputy Minister of Ecology", "state/norway"),
        ("Spokesperson of the Foreign Ministry", "Spokesperson of the Ministry of Foreign Affairs", "state/norway"),
        ("Deputy General Prosecutor", "Deputy Prosecutor General", "state/norway"),
        ("Acting Head", "Acting Head of the Centre in Astana", "org/centre-in-astana"),
    ],
)
def test_offices_that_are_written_in_two_ways_are_compared_as_one(one: str, other: str, affiliation: str) -> None:
    assert _compared(one, affiliation) == _compared(other, affiliation)


@pytest.mark.parametrize(
    ("one", "other", "affiliation"),
    [
        ("Deputy Minister of Ecology", "Minister of Ecology", "state/norway"),
        ("Deputy Prime Minister", "Prime Minister", "state/norway"),
        ("Minister of Ecology", "Minister of Economy", "state/norway"),
        ("Spokesperson of the Foreign Ministry", "Minister of Foreign Affairs", "state/norway"),
        ("Deputy Head of Mission", "Head of Mission", "org/mission-to-skopje"),
    ],
)
def test_two_offices_are_never_compared_as_one(one: str, other: str, affiliation: str) -> None:
    assert _compared(one, affiliation) != _compared(other, affiliation)


def test_two_annotations_of_a_page_are_compared_by_kind(tmp_path: Path) -> None:
    path = next(path for path in sorted(FOLDERS[0].glob("*.json")) if json.loads(path.read_text())["quotations"])
    annotation = json.loads(path.read_text(encoding="utf-8"))
    left_out = annotation["quotations"].pop()
    (tmp_path / path.name).write_text(json.dumps(annotation), encoding="utf-8")
    ((name, first, second),) = compared(FOLDERS[0], tmp_path)
    assert name == path.stem
    assert [text for text in first["quotation"] - second["quotation"] if left_out["speaker"] in text]
    assert all(first[kind] == second[kind] for kind in ("state", "body", "person", "role", "act", "contact"))


def test_annotations_of_other_pages_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="have no annotation of one name"):
        compared(FOLDERS[0], tmp_path)
