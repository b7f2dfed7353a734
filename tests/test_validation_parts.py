"""Stage 6: a validation in parts, on several cores, of what shapes can see, gives what a whole one gives."""

import os
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import ValidationDied
from kg.memory import memory_limit
from kg.release import open_release
from kg.validation import parallel
from kg.validation.dataset import DataGraph
from kg.validation.predicates import predicates
from kg.validation.report import Report
from kg.validation.shapes import ShapesGraph
from kg.validation.triples import Triples
from kg.validation.validating import project_shapes, validate
from kg.validation.visibility import visible_predicates
from tests.series import enough, in_long_series, series
from tests.shacl_worlds import ShaclWorld

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def _shapes(turtle: str) -> ShapesGraph:
    return ShapesGraph(Triples.of_quads(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))


def _data(turtle: str, sees: frozenset[str] | None = None) -> DataGraph:
    data = DataGraph(sees=sees)
    data.load(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return data


def _told(report: Report) -> tuple[object, ...]:
    """Reduce a report to what it says; pySHACL's witnesses are random."""
    return sorted(replace(result, witness="") for result in report.results), report.omitted, report.notes


@series(100, 50)
def test_what_shapes_cannot_see_changes_no_result(seeds: range) -> None:
    fewer = 0
    for seed in seeds:
        world = ShaclWorld(seed)
        shapes = _shapes(world.shapes)
        whole, seen = _data(world.data), _data(world.data, visible_predicates(shapes))
        assert _told(validate(seen, shapes))[0] == _told(validate(whole, shapes))[0], f"seed {seed}"
        fewer += len(seen.store) < len(whole.store)
    assert enough(fewer, len(seeds) / 20)


@pytest.mark.parametrize(
    "looks",
    [
        "ex:s sh:closed true .",
        "ex:s sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:minCount 1 ] .",
        'ex:s sh:sparql [ sh:select "SELECT $this { $this ?p ?value }" ] .',
        'ex:s sh:sparql [ sh:select "SELECT $this { $this a ?c FILTER NOT EXISTS { $this a ?d . ?c ?p ?d } }" ] .',
        'ex:s sh:sparql [ sh:select "SELECT $this { $this !<http://example.org/p> ?value }" ] .',
        'ex:s sh:sparql [ sh:select "SELECT $this { $this <http://example.org/p>* ?value }" ] .',
    ],
)
def test_shapes_that_may_see_anything_are_given_everything(looks: str) -> None:
    assert visible_predicates(_shapes(f"{PREFIXES} ex:s a sh:NodeShape ; sh:targetClass ex:T . {looks}")) is None


def test_predicates_of_a_query_are_found_wherever_they_stand() -> None:
    query = """SELECT ?s { ?s <urn:a>/^<urn:b>+ ?x FILTER NOT EXISTS { ?s <urn:c> ?x ; <urn:d>|<urn:e> 1 .
      ?x <urn:f> 2 } OPTIONAL { ?x <urn:g> 3 MINUS { ?x <urn:h> [ <urn:i> 4 ] } } }"""
    assert predicates(query) == {f"urn:{letter}" for letter in "abcdefghi"}


@pytest.fixture
def forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use processes however small the data is."""
    monkeypatch.setattr(parallel, "WORTHWHILE", 0)


@pytest.mark.usefixtures("forking")
def test_processes_find_what_one_process_finds() -> None:
    results = 0
    for seed in range(0, 100, 10):
        world = ShaclWorld(seed)
        shapes = _shapes(world.shapes)
        alone = validate(_data(world.data), shapes, limit=3)
        assert _told(validate(_data(world.data), shapes, limit=3, jobs=2)) == _told(alone), f"seed {seed}"
        results += len(alone.results)
    assert results > 10


@pytest.mark.slow
@pytest.mark.usefixtures("forking")
@in_long_series
def test_processes_find_what_one_process_finds_in_the_sample_release(sample_release: Path) -> None:
    def data() -> DataGraph:
        graph = DataGraph()
        graph.load(open_release(sample_release).quads_for_pattern(None, None, None, ox.DefaultGraph()))
        return graph

    alone = validate(data(), project_shapes())
    assert alone.results
    assert validate(data(), project_shapes(), jobs=2) == alone


@pytest.mark.usefixtures("forking")
def test_a_process_that_is_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel.Parts, "run", lambda *_: os.kill(os.getpid(), 9))
    world = ShaclWorld(0)
    with pytest.raises(ValidationDied, match="--jobs 1"):
        validate(_data(world.data), _shapes(world.shapes), jobs=2)


def test_the_memory_limit_of_a_control_group_counts(tmp_path: Path) -> None:
    limit = tmp_path / "memory.max"
    machine = memory_limit(limit)
    assert machine > 1 << 27
    limit.write_text("max\n", encoding="ascii")
    assert memory_limit(limit) == machine
    limit.write_text("134217728\n", encoding="ascii")
    assert memory_limit(limit) == 1 << 27
