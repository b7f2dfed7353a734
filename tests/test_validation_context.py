"""Stage 6: new data beside an accepted release is validated in a moment, with the report of a whole validation."""

import gzip
import hashlib
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import planning
from kg.cli.validate import validate as command
from kg.namespaces import DEFAULT_BASE, RDF
from kg.release import Manifest, open_release
from kg.release.scratch import open_scratch
from kg.validation.dataset import DataGraph, stays
from kg.validation.loading import Source, load
from kg.validation.report import Report, Result
from kg.validation.shapes import ShapesGraph
from kg.validation.triples import Triples
from kg.validation.validating import validate
from tests.commands import run
from tests.series import enough, in_long_series, series
from tests.shacl_worlds import ShaclWorld

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

#: Queries of shapes: those that let their focus nodes be found from the values, and those that do not.
QUERIES = {
    "one triple": "SELECT $this ?value { $this ex:p ?value }",
    "join": "SELECT $this ?value { $this ex:p ?x . ?value ex:p ?x FILTER(?value != $this) }",
    "path": "SELECT $this ?value { $this (ex:p|^ex:q)+ ?value }",
    "optional after": "SELECT $this ?value { $this ex:p ?value OPTIONAL { ?value ex:q ?y } FILTER(!BOUND(?y)) }",
    "optional with the value": "SELECT $this ?value { $this ex:p ?x OPTIONAL { $this ex:q ?value } }",
    "filter in an optional": """SELECT $this ?value { $this ex:p ?x
      OPTIONAL { ?x ex:q ?z FILTER(BOUND(?value)) } ?value ex:r ?x FILTER(!BOUND(?z)) }""",
    "bound before": "SELECT $this ?value { $this ex:p ?x BIND(BOUND(?value) AS ?y) $this ex:q ?value FILTER(!?y) }",
    "bind": "SELECT $this ?value { $this ex:p ?x BIND(?x AS ?value) }",
    "expression": "SELECT $this (?x AS ?value) { $this ex:p ?x }",
    "exists": "SELECT $this ?value { $this ex:p ?value FILTER NOT EXISTS { ?value ex:q ?x FILTER(?x != $this) } }",
    "union": "SELECT $this ?value { { $this ex:p ?value } UNION { ?value ex:q $this } }",
    "nested": "SELECT $this ?value { $this ex:p ?value { SELECT $this { $this ex:q ?value } } }",
    "once a node": "SELECT $this ?value { $this ex:p ?value } ORDER BY ?value LIMIT 1",
    "groups": "SELECT $this ?value { $this ex:p|ex:q ?value } GROUP BY $this ?value HAVING(COUNT(*) > 0)",
    "group of one": "SELECT $this (MIN(?x) AS ?value) { $this ex:p|ex:q ?x } GROUP BY $this",
    "group of its own": "SELECT $this ?value { $this ex:p ?value { ?x ex:q ?y FILTER(isIRI($this)) } }",
    "no value": "SELECT $this { $this ex:p ?x . ?x ex:q ?y }",
    "everything": "SELECT * { $this ex:p ?value . ?x ex:p ?value }",
    "shapes": "SELECT $this ?value { $this ex:p ?value GRAPH $shapesGraph { $currentShape ex:flag true } }",
}
_COMPONENTS = """
ex:Ask a sh:ConstraintComponent ; sh:parameter [ sh:path ex:asks ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { ?value <http://example.org/q> $asks }" ] .
ex:Select a sh:ConstraintComponent ; sh:parameter [ sh:path ex:selects ] ; sh:propertyValidator [
  a sh:SPARQLSelectValidator ; sh:select "SELECT $this ?value { $this $PATH ?value FILTER(?value != $selects) }" ] .
"""
OSCE = f"{DEFAULT_BASE}ontology#"


def _quads(turtle: str) -> list[ox.Quad]:
    return list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


def _shapes(turtle: str) -> ShapesGraph:
    return ShapesGraph(Triples.of_quads(_quads(turtle)))


def _release(quads: Iterable[ox.Quad], folder: Path) -> Path:
    """Write what of a release a validation needs: the store, and a manifest."""
    folder.mkdir(parents=True)
    ox.Store(str(folder / "store")).bulk_extend(quads)
    Manifest(
        version="", base="http://example.org/", software="", fingerprint="",
        documents=0, snapshots=0, mentions=0, skipped=0, repeated=0, asserted=0,
    ).write(folder, {})  # fmt: skip
    return folder


def _told(report: Report) -> tuple[list[Result], object]:
    """Reduce a report to what it finds; witnesses are numbers, at random from pySHACL.

    Its notes name the shapes that went to the reference engine. A shape without a focus node among few nodes goes
    nowhere, so that these are fewer.
    """
    return sorted(replace(result, witness="") for result in report.results), report.omitted


def _both(
    accepted: list[ox.Quad], new: list[ox.Quad], shapes: ShapesGraph, folder: Path, *, on_disk: bool = False
) -> tuple[Report, Report]:
    """Validate new data beside a release, and all of both.

    :param on_disk: whether the release and the copy that takes the new data are stores on disk
    """
    release = _release(accepted, folder / "release") if on_disk else None
    (scratch := folder / "scratch").mkdir(exist_ok=True)
    opening = (lambda _: _store(accepted)) if release is None else partial(open_scratch, release)
    loaded = load([Source("new", lambda: new)], [], scratch, opening=opening)
    with closing(loaded.data) as data:
        narrow = validate(data, shapes, about=loaded.subjects, narrow=True)
    store, whole = _store(accepted) if release is None else open_release(release), DataGraph()
    whole.load(chain(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), new))
    return narrow, validate(whole, shapes, about={str(quad.subject) for quad in new})


def _store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def _split(world: ShaclWorld, seed: int) -> tuple[list[ox.Quad], list[ox.Quad]]:
    """Part the data of a world at random, by triples or by nodes; in every third world a node is blank."""
    random, parts = Random(seed), ([], [])  # type: tuple[Random, tuple[list[ox.Quad], list[ox.Quad]]]
    chosen = {f"<http://example.org/n{index}>" for index in range(6) if random.random() < 0.4}
    for quad in _quads(world.data.replace("ex:n4", "_:n4") if seed % 3 == 0 else world.data):
        parts[random.random() < 0.4 if seed % 2 else str(quad.subject) in chosen].append(quad)
    return parts


def _with_queries(names: Iterable[str], targets: str) -> ShapesGraph:
    """Make a shapes graph of a shape for each query, one of a property with components, one with a property below."""
    prefix = "PREFIX ex: <http://example.org/>"
    text = [f"ex:Q a sh:NodeShape ; ex:flag true ; {targets} ."]
    text += [f"ex:Q sh:sparql [ sh:select '''{prefix} {QUERIES[name]}''' ] ." for name in names]
    text += [f"ex:P a sh:PropertyShape ; sh:path ex:p ; {targets} ; ex:asks ex:n1 ; ex:selects ex:n2 ."]
    text += [f"ex:R a sh:NodeShape ; {targets} ; sh:property ex:D . ex:D sh:path ex:q ; sh:property ex:E ."]
    text += ["ex:E sh:path [ sh:inversePath ex:r ] ; sh:nodeKind sh:Literal ; sh:maxCount 0 ; sh:sparql ex:s ."]
    text += [f"ex:s sh:select '''{prefix} {QUERIES['join']}''' ."]
    return _shapes("\n".join((PREFIXES, _COMPONENTS, *text)))


def _stays(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Triple) or stays(quad.object)


def _must_agree(narrow: Report, whole: Report, accepted: list[ox.Quad], told: str) -> None:
    """Compare two reports.

    The whole validation gives a shape to pySHACL also where it is the release that has literals which may not come
    back as they were written, such as ill-typed ones; those of a store have come back already. Then the notes give
    other reasons.
    """
    assert _told(narrow) == _told(whole), told
    if all(map(_stays, accepted)):
        assert set(narrow.notes) <= set(whole.notes), told
    else:
        assert {note.split()[0] for note in narrow.notes} <= {note.split()[0] for note in whole.notes}, told


def _compare(seeds: range, folder: Path, *, on_disk: bool) -> None:
    results = old_focus = same = 0
    for seed in seeds:
        world = ShaclWorld(seed)
        accepted, new = _split(world, seed)
        place = folder / str(seed) if on_disk else folder
        narrow, whole = _both(accepted, new, _shapes(world.shapes), place, on_disk=on_disk)
        _must_agree(narrow, whole, accepted, f"seed {seed}\n{accepted}\n{new}\n{world.shapes}")
        subjects = {str(quad.subject) for quad in new}
        results += len(whole.results)
        old_focus += sum(result.focus not in subjects for result in whole.results)
        same += _told(narrow) == _told(whole) and bool(whole.results)
    assert enough(results, 3 * len(seeds))
    assert enough(old_focus, len(seeds) / 8)
    assert enough(same, len(seeds) / 4)


@series(80, 40)
def test_new_data_has_the_results_that_a_whole_validation_has_about_it(seeds: range, tmp_path: Path) -> None:
    _compare(seeds, tmp_path, on_disk=False)


@pytest.mark.slow
@series(40, 40)
def test_new_data_beside_a_store_on_disk_has_the_same_results(seeds: range, tmp_path: Path) -> None:
    _compare(seeds, tmp_path, on_disk=True)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_finds_about_new_data_what_it_finds_in_all(name: str, tmp_path: Path) -> None:
    results = old_focus = 0
    for seed in range(24):
        # Without literals that the store changes: they would bring in pySHACL, which differs on components.
        accepted, new = (list(filter(_stays, part)) for part in _split(ShaclWorld(seed), seed))
        targets = ("sh:targetClass ex:A , ex:B", "sh:targetSubjectsOf ex:p", "sh:targetClass ex:A")[seed % 3]
        narrow, whole = _both(accepted, new, _with_queries([name], targets), tmp_path)
        _must_agree(narrow, whole, accepted, f"seed {seed}\n{accepted}\n{new}")
        subjects = {str(quad.subject) for quad in new}
        results += sum("SPARQL" in result.component for result in whole.results)
        old_focus += sum(result.focus not in subjects for result in whole.results)
    assert results
    assert old_focus


#: New data with faults: a dangling issuer, a date that is none, a second holder at once, whose result has an accepted
#: tenure for focus and the new one for value, an end before the beginning, and a code for a State of the register.
NEW = """@base <https://w3id.org/osce-kg/id/> .
@prefix osce: <https://w3id.org/osce-kg/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<doc/new> a osce:PressRelease ; osce:issuedBy <structure/nowhere> ; osce:issuedOn "May 1999" ;
  osce:mentions <state/sweden> , _:new .
<person/new> a foaf:Person ; skos:prefLabel "N. N."@en .
<tenure/zz-new> a osce:Tenure ; osce:ofPost <post/odihr-director> ; org:member <person/new> ;
  osce:validFrom "2005-01-01"^^xsd:date ; osce:validUntil "2006-01-01"^^xsd:date .
<tenure/zz-turned> a osce:Tenure , osce:TimedRelation ; osce:ofPost <post/odihr-director> ;
  org:member <person/new> ; osce:validFrom "1980"^^xsd:gYear ; osce:validUntil "1979"^^xsd:gYear .
<state/sweden> osce:isoAlpha2 "FI" . _:new a osce:State .
"""
#: The same, and a literal that the store writes in another way.
CHANGED = f'{NEW}<meeting/new> a osce:Meeting ; osce:numberInSeries "07"^^xsd:integer .\n'


def _validated(*arguments: str | Path) -> tuple[int, str]:
    ended = CliRunner().invoke(command, [*map(str, arguments), "--report", "json"], standalone_mode=False)
    assert ended.exception is None, ended.exception
    return ended.return_value, re.sub("_:[0-9a-f]{30,}", "_:new", ended.stdout)


def _whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the release be loaded and validated whole, as one that is small."""
    monkeypatch.setattr(planning, "_accepted", lambda *_: None)
    monkeypatch.setattr(planning, "_SMALL", 1 << 30)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    path = tmp_path / "new.ttl"
    path.write_text(NEW, encoding="utf-8")
    return path


def test_a_faulty_document_has_the_report_of_a_whole_validation(
    sample_release: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, told = _validated(new, "--context", sample_release)
    _whole(monkeypatch)
    assert (code, told) == _validated(new, "--context", sample_release)
    keys = ("sourceShape", "focusNode", "value")
    found = {tuple(re.sub(".*[#/]", "", result[key]) for key in keys) for result in json.loads(told)["results"]}
    assert found >= {
        ("Document-issuedBy", "new", "nowhere"),
        ("Document-issuedOn", "new", '"May 1999"'),
        ("Document-mentions", "new", "_:new"),
        ("OneHolder", "odihr-04", "zz-new"),
        ("State", "finland", "sweden"),
        ("State-isoAlpha2", "sweden", ""),
    }
    assert code == 1


@pytest.mark.slow
@in_long_series
def test_a_document_that_goes_to_the_reference_engine_has_the_same_report(
    small_release: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = gzip.decompress((small_release / "osce-kg.nq.gz").read_bytes())
    release = _release(ox.parse(dump, format=ox.RdfFormat.N_QUADS), tmp_path / "release")
    new.write_text(CHANGED, encoding="utf-8")
    code, told = _validated(new, "--context", release)
    _whole(monkeypatch)
    code_of_whole, of_whole = _validated(new, "--context", release)
    one, other = json.loads(told), json.loads(of_whole)
    assert {*one["notes"]} <= {*other.pop("notes")}
    assert one.pop("notes")
    assert (code, one) == (code_of_whole, other)


def _state(release: Path) -> dict[str, tuple[str, int, int, int]]:
    """Tell of every file its digest, when it was changed, what it is and how many names it has."""
    return {
        str(path.relative_to(release)): (
            hashlib.sha256(path.read_bytes()).hexdigest(), (stat := path.stat()).st_mtime_ns, stat.st_ino, stat.st_nlink
        )
        for path in release.rglob("*") if path.is_file()
    }  # fmt: skip


def test_the_release_stays_as_it_is_and_nothing_is_left_over(
    sample_release: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (scratch := tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    before = _state(sample_release)
    assert run("validate", new, "--context", sample_release).returncode == 1
    assert _state(sample_release) == before
    assert not list(scratch.iterdir())


def test_a_copy_that_writes_all_its_tables_anew_leaves_the_release_alone(sample_release: Path, tmp_path: Path) -> None:
    before, one = _state(sample_release), ox.NamedNode("http://example.org/one")
    copy = open_scratch(sample_release, tmp_path / "copy")
    linked = sum(path.is_symlink() for path in (tmp_path / "copy").iterdir())
    copy.bulk_extend([ox.Quad(one, one, one)])
    copy.remove_graph(ox.DefaultGraph())
    copy.optimize()
    copy.flush()
    left = sum(path.is_symlink() for path in (tmp_path / "copy").iterdir())
    assert linked > left
    assert _state(sample_release) == before
    assert len(open_release(sample_release)) > len(copy)


def test_where_links_are_refused_the_tables_are_copied(
    sample_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    assert len(open_scratch(sample_release, tmp_path / "copy")) == len(open_release(sample_release))


def test_a_validation_that_is_killed_leaves_the_release_alone(
    sample_release: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (scratch := tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    before = _state(sample_release)
    killed = (
        "import os, sys\n"
        "from kg.cli import planning, validate\n"
        "planning.validate = lambda *_, **__: os.kill(os.getpid(), 9)\n"
        "validate.validate.main(sys.argv[1:])"
    )
    line = [sys.executable, "-c", killed, str(new), "--context", str(sample_release)]
    assert subprocess.run(line, check=False, timeout=300).returncode == -signal.SIGKILL
    assert len(list(scratch.iterdir())) == 1
    assert _state(sample_release) == before
    assert run("validate", new, "--context", sample_release).returncode == 1


def test_further_contexts_are_loaded_beside_the_release(sample_release: Path, tmp_path: Path) -> None:
    new, further = tmp_path / "new.nt", tmp_path / "further.ttl"
    issuer = "<https://w3id.org/osce-kg/id/structure/of-ours>"
    new.write_text(
        f"<http://example.org/d> <{RDF}type> <{OSCE}Document> .\n<http://example.org/d> <{OSCE}issuedBy> {issuer} .\n"
    )
    further.write_text(f"{issuer} a <http://xmlns.com/foaf/0.1/Agent> .\n")
    alone = run("validate", new, "--context", sample_release)
    assert alone.returncode == 1
    assert "osh:Document-issuedBy" in alone.stdout
    assert run("validate", new, "--context", further, "--context", sample_release).returncode == 0


def test_shapes_of_ones_own_see_the_release(sample_release: Path, tmp_path: Path) -> None:
    new, shapes = tmp_path / "new.nt", tmp_path / "shapes.ttl"
    new.write_text(f"<http://example.org/d> <{OSCE}mentions> <https://w3id.org/osce-kg/id/state/sweden> .\n")
    shapes.write_text(
        f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetSubjectsOf <{OSCE}mentions> ; sh:property ex:P .\n"
        f"ex:P sh:path <{OSCE}mentions> ; sh:not [ sh:class <{OSCE}State> ] ; sh:nodeKind sh:IRI .\n"
    )
    done = run("validate", new, "--context", sample_release, "--shapes", shapes)
    assert done.returncode == 1
    assert done.stdout.endswith("does not conform: 1 violation, 0 warnings, 0 notes\n")


def test_a_new_file_that_does_not_parse_is_told_and_the_others_are_validated(
    sample_release: Path, new: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b> .\n", encoding="utf-8")
    done = run("validate", broken, new, "--context", sample_release)
    assert done.returncode == 2
    assert f"{broken}:1:" in done.stderr
    assert "osh:OneHolder" in done.stdout
