"""Stage 6: both engines agree, on random shapes and data and on the sample release."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import Graph, Literal

from kg.assets import folder
from kg.errors import ShapesError
from kg.release import open_release, read_manifest
from kg.validation.dataset import DataGraph
from kg.validation.foreign import oxigraph_term, rdflib_graph
from kg.validation.loading import Source, load
from kg.validation.report import Report, without_witness
from kg.validation.shapes import ShapesGraph
from kg.validation.triples import Triples
from kg.validation.validating import class_hierarchy, project_shapes, validate
from kg.validation.vocabulary import RDF, RDFS, SH
from tests.series import enough, in_long_series, series
from tests.shacl_worlds import ShaclWorld

PREFIXES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _graph(turtle: str) -> Triples:
    return Triples.of_quads(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


def _data(turtle: str) -> DataGraph:
    data = DataGraph()
    data.load(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return data


def _both(data: str, shapes: str) -> tuple[Report, Report]:
    graph = ShapesGraph(_graph(shapes))
    return validate(_data(data), graph), validate(_data(data), graph, engine="pyshacl")


@series(80, 20)
def test_both_engines_agree_on_random_shapes_and_data(seeds: range) -> None:
    compared = results = decided = 0
    for seed in seeds:
        world = ShaclWorld(seed)
        fast, reference = _both(world.data, world.shapes)
        ours, theirs = without_witness(fast.results), without_witness(reference.results)
        assert ours == theirs, f"seed {seed}\n{world.data}\n{world.shapes}"
        compared, results, decided = compared + 1, results + len(theirs), decided + _decided(world.shapes, fast)
    assert compared == len(seeds)
    assert enough(results, 5 * len(seeds))
    assert enough(decided, len(seeds) / 2)


def _decided(turtle: str, report: Report) -> int:
    """Count the shapes that the fast engine decided itself, without the reference engine."""
    left = {note.split()[0] for note in report.notes}
    return sum(str(shape.node) not in left for shape in ShapesGraph(_graph(turtle)).targeted())


def _some_documents(release: Path, count: int) -> list[ox.Quad]:
    """Take some documents' graphs and what they name; what that names in turn is missing, which is a fault."""
    store = open_release(release)
    graphs = sorted((graph for graph in store.named_graphs() if "/graph/doc/" in str(graph)), key=str)[:count]
    quads = {quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph)}
    triples = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    named = {quad.object for quad in triples} - {quad.subject for quad in triples}
    for thing in (thing for thing in named if isinstance(thing, ox.NamedNode)):
        triples |= set(store.quads_for_pattern(thing, None, None, ox.DefaultGraph()))
    return sorted(triples, key=str)


@pytest.mark.slow
@pytest.mark.parametrize("documents", [3, pytest.param(30, marks=in_long_series)])
def test_both_engines_agree_on_documents_of_the_sample_release(documents: int, sample_release: Path) -> None:
    quads = _some_documents(sample_release, documents)

    def data() -> DataGraph:
        graph = DataGraph()
        graph.load(quads)
        return graph

    fast, reference = validate(data(), project_shapes()), validate(data(), project_shapes(), engine="pyshacl")
    assert without_witness(fast.results) == without_witness(reference.results)
    assert fast.results
    assert not fast.notes


@in_long_series
def test_the_shapes_conform_to_the_shapes_of_shacl() -> None:
    shapes = rdflib_graph(project_shapes().graph)
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_every_shape_has_a_name_a_message_a_severity_and_a_constraint() -> None:
    shapes = project_shapes()
    assert len(shapes.all()) > 150
    for shape in shapes.all():
        assert isinstance(shape.node, ox.NamedNode), shape
        assert shape.constraints, f"{shape.node} has no constraint"
        if shapes.graph.has(shape.node, RDF.type, SH.PropertyShape) and "DatedTenure" not in str(shape.node):
            assert shape.messages, f"{shape.node} has no sh:message"
            assert shapes.graph.has(shape.node, SH.severity), f"{shape.node} has no sh:severity"
    for query in shapes.graph.subjects(RDF.type, SH.SPARQLConstraint):
        assert isinstance(query, ox.NamedNode)
        assert shapes.graph.has(query, SH.message), f"{query} has no sh:message"


def test_a_release_tells_whether_it_conforms(sample_release: Path) -> None:
    manifest = read_manifest(sample_release)
    told = json.loads((sample_release / "report.json").read_text(encoding="utf-8"))
    assert told["counts"]["violation"] == 0
    assert told["counts"]["warning"] > 0
    # One meaning of the word, that of SHACL §3.6.1: a warning is a result.
    assert manifest.conforms is told["conforms"] is False
    report = Triples.of_quads(ox.parse(path=sample_release / "report.ttl"))
    assert len(report.values(SH.result)) == len(told["results"])
    graphs = {str(graph) for graph in open_release(sample_release).named_graphs()}
    assert not [graph for graph in graphs if "x-osce-kg" in graph]


def test_a_pattern_that_blows_up_elsewhere_takes_no_time() -> None:
    shapes = f'{PREFIXES}ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:pattern "^(a+)+$" .'
    report = validate(_data(f"{PREFIXES}ex:a ex:p '{'a' * 5000}b' ."), ShapesGraph(_graph(shapes)))
    assert len(report.results) == 1


def test_what_the_fast_engine_leaves_to_the_reference_is_told() -> None:
    shapes = f"{PREFIXES}ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:hasValue '07'^^xsd:integer ."
    graph = ShapesGraph(_graph(shapes))
    report = validate(_data(f"{PREFIXES}ex:a ex:p '7'^^xsd:integer , '007'^^xsd:integer ."), graph)
    assert len(report.results) == 1
    assert ["was validated by the reference engine" in note for note in report.notes] == [True]


def test_a_value_is_not_there_that_the_shape_writes_in_another_way() -> None:
    shapes = f"{PREFIXES}ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:hasValue '07'^^xsd:integer ."
    fast, reference = _both(f"{PREFIXES}ex:a ex:p 7 .", shapes)
    assert len(fast.results) == len(reference.results) == 1


@pytest.mark.parametrize(
    ("value", "constraint", "results"),
    [
        ("'2020-01-01'^^xsd:date", "sh:lessThanOrEquals ex:number", 1),  # Python's order ends in an error.
        ("'2020-01-01'^^xsd:date", "sh:lessThan ex:number", 1),
        ("1", "sh:lessThan ex:number", 0),
        ("false", "sh:lessThan ex:truth", 0),  # SPARQL 1.1 §17.3: op:boolean-less-than
        ("'0'^^xsd:boolean", "sh:lessThan ex:truth", 0),
        ("true", "sh:lessThan ex:truth", 1),
        ("true", "sh:lessThanOrEquals ex:truth", 0),
        ("ex:a", "sh:lessThan ex:thing", 1),
        ("ex:b", "sh:lessThanOrEquals ex:thing", 1),
        ("_:b", "sh:lessThan ex:number", 1),
        ("1", "sh:lessThan ex:blank", 1),
        ("true", "sh:maxExclusive 5", 1),
        ("true", "sh:xone ( [ sh:maxExclusive 5 ] [ sh:nodeKind sh:IRI ] )", 1),
        ("3", "sh:maxInclusive '400'^^xsd:byte", 1),
        ("'400'^^xsd:byte", "sh:minInclusive 3", 1),
        ("_:b", "sh:minLength 0", 1),
        ("''", "sh:minLength 0", 0),
    ],
)
def test_what_cannot_be_compared_is_a_result_of_both_engines(value: str, constraint: str, results: int) -> None:
    shapes = f"{PREFIXES}ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:x ; {constraint} ."
    data = f"{PREFIXES}ex:x ex:p {value} ; ex:number 2 ; ex:truth true ; ex:thing ex:b ; ex:blank _:c ."
    fast, reference = _both(data, shapes)
    assert without_witness(fast.results) == without_witness(reference.results)
    assert len(fast.results) == len(reference.results) == results


def test_pyshacl_is_corrected_only_while_it_validates_for_us() -> None:
    before = dict(CONSTRAINT_PARAMETERS_MAP)
    _both(f"{PREFIXES}ex:x ex:p 1 .", f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetNode ex:x ; sh:nodeKind sh:IRI .")
    assert before == CONSTRAINT_PARAMETERS_MAP


def test_validations_by_pyshacl_in_several_threads_are_each_corrected() -> None:
    before = dict(CONSTRAINT_PARAMETERS_MAP)
    day = "sh:maxInclusive '2020-01-01'^^xsd:date"
    shapes = f"{PREFIXES}ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:x ; {day} ."
    data = f"{PREFIXES}ex:x ex:p {', '.join(map(str, range(200)))} ."
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: len(_both(data, shapes)[1].results), range(8)))
    assert found == [200] * 8
    assert before == CONSTRAINT_PARAMETERS_MAP


def test_a_node_of_a_class_and_its_subclass_is_asked_once() -> None:
    query = "ex:q sh:select 'SELECT $this { $this <http://example.org/p> 1 }' ."
    shapes = f"{PREFIXES}ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql ex:q . {query}"
    data = f"{PREFIXES}ex:B {RDFS.subClassOf} ex:A . ex:x a ex:A , ex:B ; ex:p 1 ."
    fast, reference = _both(data, shapes)
    assert len(fast.results) == len(reference.results) == 1


def test_a_value_that_two_files_write_in_two_ways_is_two_values() -> None:
    files = [f"{PREFIXES}ex:x ex:p {value} ." for value in ("'05'^^xsd:integer", "5")]
    shape = "ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetSubjectsOf ex:p ; sh:datatype xsd:string ."
    for order in (files, files[::-1]):
        sources = [Source("", partial(ox.parse, text, format=ox.RdfFormat.TURTLE)) for text in order]
        for number in range(3):
            data = load(sources[:number], sources[number:]).data
            assert len(validate(data, ShapesGraph(_graph(f"{PREFIXES}{shape}"))).results) == 2


def test_an_ill_formed_shape_raises() -> None:
    with pytest.raises(ShapesError, match="a node shape is asked for"):
        ShapesGraph(_graph(f"{PREFIXES}ex:S a sh:NodeShape ; sh:node ex:P . ex:P sh:path ex:p ; sh:minCount 1 ."))


def test_the_hierarchy_of_classes_is_that_of_the_ontology() -> None:
    pairs = {(str(quad.subject), str(quad.object)) for quad in class_hierarchy()}
    osce = "<https://w3id.org/osce-kg/ontology#"
    assert (f"{osce}FieldOperation>", f"{osce}Structure>") in pairs
    assert oxigraph_term(Literal("x")) == ox.Literal("x")
    assert (folder("shapes") / "prefixes.ttl").exists()
