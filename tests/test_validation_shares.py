"""Stage 6: a validation in shares, each of which loads what its shapes see, gives what a whole one gives."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import RdfSyntaxError
from kg.validation.loading import Loaded, Source, load
from kg.validation.shapes import ShapesGraph
from kg.validation.shares import Share, shares_of, weigh
from kg.validation.triples import Triples
from kg.validation.validating import project_shapes, validate, validate_in_shares
from kg.validation.visibility import visible_predicates
from tests.commands import run
from tests.series import enough, series
from tests.shacl_worlds import ShaclWorld
from tests.test_validation_parts import _told as told


def shapes_of(turtle: str) -> ShapesGraph:
    return ShapesGraph(Triples.of_quads(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))


def loading(turtle: str, sees: Collection[str] | None) -> Loaded:
    return load([Source("data", lambda: ox.parse(turtle, format=ox.RdfFormat.TURTLE))], [], sees=sees)


def test_shapes_without_targets_validate_nothing_and_say_so_in_shares_too() -> None:
    shapes = shapes_of("""@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
      ex:S a sh:NodeShape ; sh:nodeKind sh:Literal .
      ex:T a sh:NodeShape ; sh:targetNode ex:a ; sh:nodeKind sh:Literal ; sh:deactivated true .""")
    data = "<http://example.org/a> <http://example.org/p> 1 ."
    found, _ = validate_in_shares(lambda sees: loading(data, sees), shapes, shares_of(shapes, {}, 3))
    assert found == validate(loading(data, None).data, shapes)
    assert found.notes == ("no shape has a target: nothing was validated",)


@series(100, 50)
def test_shares_find_what_a_whole_validation_finds(seeds: range) -> None:
    compared = results = several = 0
    for seed in seeds:
        world = ShaclWorld(seed)
        shapes = shapes_of(world.shapes)
        if visible_predicates(shapes) is None:
            continue
        shares = shares_of(shapes, {}, 3)
        whole = validate(loading(world.data, None).data, shapes, limit=4)
        found, broken = validate_in_shares(lambda sees: loading(world.data, sees), shapes, shares, limit=4)  # noqa: B023
        # A share may see fewer literals that the store writes otherwise, and so leave less to pySHACL.
        assert told(found)[:2] == told(whole)[:2], f"seed {seed}"
        assert _shapes_in(found.notes) <= _shapes_in(whole.notes)
        assert not broken
        compared, results, several = compared + 1, results + len(whole.results), several + (len(shares) > 1)
    assert enough(compared, len(seeds) / 4)
    assert enough(results, 3 * compared)
    assert enough(several, compared / 2)


def _shapes_in(notes: Iterable[str]) -> set[str]:
    """List the shapes that notes are on: of several grounds for one, a share may meet another first."""
    return {note.partition(" ")[0] for note in notes}


def test_shares_in_processes_find_the_same() -> None:
    results = 0
    for seed in range(0, 30, 6):
        world = ShaclWorld(seed)
        shapes = shapes_of(world.shapes)
        if visible_predicates(shapes) is not None:
            shares = shares_of(shapes, {}, 2)
            alone, _ = validate_in_shares(lambda sees: loading(world.data, sees), shapes, shares)  # noqa: B023
            both, _ = validate_in_shares(lambda sees: loading(world.data, sees), shapes, shares, jobs=2)  # noqa: B023
            assert told(both) == told(alone)
            results += len(alone.results)
    assert results


def test_every_shape_of_the_project_is_in_one_share_and_sees_less_than_all() -> None:
    shapes = project_shapes()
    shares = shares_of(shapes, {"https://w3id.org/osce-kg/ontology#foundIn": 100}, 2)
    assert sorted(str(node) for share in shares for node in share.shapes) == [str(s.node) for s in shapes.targeted()]
    everything = visible_predicates(shapes)
    assert everything is not None
    assert all(share.sees < everything for share in shares)


def test_what_does_not_parse_is_left_out_of_every_share() -> None:
    world = ShaclWorld(3)
    shapes = shapes_of(world.shapes)
    shares = [Share({shape.node}, set()) for shape in shapes.targeted()]

    def fails(sees: Collection[str] | None) -> Loaded:
        def quads() -> list[ox.Quad]:
            raise RdfSyntaxError("broken:1:1: no", 1, 1)

        return load([Source("broken", quads), Source("data", lambda: [])], [], sees=sees)

    report, broken = validate_in_shares(fails, shapes, shares)
    assert [place.file for place, _ in broken] == ["broken"]
    assert told(report) == told(validate(load([], []).data, shapes))


def test_predicates_are_weighed_from_some_places_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "data.nt"
    lines = ("<urn:a> <urn:often> <urn:b> .\n" * 9 + "<urn:a> <urn:seldom> <urn:b> .\n") * 30_000
    path.write_text(lines, encoding="utf-8")
    weights = weigh([path])
    assert weights["urn:often"] == pytest.approx(9 * weights["urn:seldom"], rel=0.1)


@pytest.mark.slow
def test_a_large_file_has_the_report_that_it_has_in_another_syntax(tmp_path: Path) -> None:
    kind, label = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    state = "<https://w3id.org/osce-kg/ontology#State>"
    long = "http://example.org/" + "state/" * 1000  # Few things make a file that is large enough to be shared.
    lines = "".join(
        f"<{long}{n}> {kind} {state} .\n" + f'<{long}{n}> {label} "State {n}"@en .\n' * (n % 7 > 0)
        for n in range(3_200)
    )
    told = []
    for suffix in ("nt", "ttl"):
        path = tmp_path / f"data.{suffix}"
        path.write_text(lines, encoding="utf-8")
        assert path.stat().st_size > 1 << 25
        report = json.loads(run("validate", path, "--report", "json", "--limit", "50").stdout)
        for each in report["results"]:
            each["file"] = each["file"].removesuffix(suffix)
        told.append(report)
    assert told[0] == told[1]
    assert told[0]["counts"]["violation"] > 400
