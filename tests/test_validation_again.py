"""Validation after a change: with the help of what was found before it finds what a whole validation finds."""

from collections.abc import Iterable
from contextlib import suppress
from random import Random

import pyoxigraph as ox

from kg.errors import NotCompilable
from kg.validation.again import Again, Change, Earlier
from kg.validation.dataset import DataGraph, stays
from kg.validation.engine import FastEngine
from kg.validation.foreign import rdflib_graph, triples_of
from kg.validation.report import without_witness
from kg.validation.shapes import ShapesGraph
from kg.validation.validating import validate_again
from kg.validation.vocabulary import RDFS
from tests.series import enough, series
from tests.shacl_worlds import ShaclWorld

_QUERY = """PREFIX ex: <http://example.org/>
<urn:shapes:query> a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetClass> ex:A ;
  <http://www.w3.org/ns/shacl#sparql> <urn:shapes:select> .
<urn:shapes:select> <http://www.w3.org/ns/shacl#select> '''
  PREFIX ex: <http://example.org/> SELECT $this { $this ex:p ?x . ?x ex:q ?y }''' ."""


def _shapes(turtle: str) -> ShapesGraph:
    """Make shapes that all have names, as those of a release do."""
    quads = ox.parse(f"{turtle}\n{_QUERY}", format=ox.RdfFormat.TURTLE)
    graph = rdflib_graph((quad.subject, quad.predicate, quad.object) for quad in quads)
    return ShapesGraph(triples_of(graph.skolemize(authority="https://shapes.example")))


def _data(quads: Iterable[ox.Quad]) -> DataGraph:
    data = DataGraph()
    data.load(quads)
    return data


@series(24, 24)
def test_a_validation_after_a_change_finds_what_a_whole_one_finds(seeds: range) -> None:
    results = spared = 0
    for seed in seeds:
        world, random = ShaclWorld(seed), Random(seed)
        parsed = ox.parse(world.data, format=ox.RdfFormat.TURTLE)
        quads = [quad for quad in parsed if isinstance(quad.object, ox.Triple) or stays(quad.object)]
        shapes = _shapes(world.shapes)
        lost = [quad for quad in quads if random.random() < 0.1]
        new = [quad for quad in quads if random.random() < 0.1]
        before = [quad for quad in quads if quad not in new]
        after = [quad for quad in quads if quad not in lost]
        _, found = validate_again(_data(before), shapes, limit=1000)
        whole, kept = validate_again(_data(after), shapes, limit=1000)
        change = Change.of([*(quad for quad in new if quad in after), *(quad for quad in lost if quad in before)])
        earlier = Earlier(found, change)
        again, kept_again = validate_again(_data(after), shapes, limit=1000, earlier=earlier)
        assert without_witness(again.results) == without_witness(whole.results), seed
        assert [str(each.focus) for each in again.results] == [str(each.focus) for each in whole.results], seed
        assert kept_again == kept
        results += len(whole.results)
        spared += _spared(_data(after), shapes, earlier)
    assert enough(results, 3 * len(seeds))
    assert enough(spared, len(seeds))


def test_what_is_no_subclass_any_more_takes_the_results_about_its_instances_with_it() -> None:
    prefixes = "@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
    shape = "ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetClass ex:A ; sh:minCount 1 ."
    shapes, things = _shapes(f"{prefixes}\n{shape}"), f"{prefixes} ex:x a ex:B . ex:y a ex:A ."
    below = f"{prefixes} ex:B <{RDFS.subClassOf.value}> ex:A ."
    with_it, without_it = (list(ox.parse(text, format=ox.RdfFormat.TURTLE)) for text in (f"{things} {below}", things))
    change = Change.of(list(ox.parse(below, format=ox.RdfFormat.TURTLE)))
    for before, after, count in ((with_it, without_it, 1), (without_it, with_it, 2)):
        _, found = validate_again(_data(before), shapes, limit=1000)
        again, _ = validate_again(_data(after), shapes, limit=1000, earlier=Earlier(found, change))
        assert len(again.results) == count


def _spared(data: DataGraph, shapes: ShapesGraph, earlier: Earlier) -> int:
    """Count the parts that need not be validated whole."""
    again, engine, count = Again(data, shapes, earlier), FastEngine(data, shapes, keeps_sets=True), 0
    for shape in shapes.targeted():
        for constraints in engine.groups(shape):
            with suppress(NotCompilable):
                count += again.results(shape, constraints) is not None
    return count
