"""Stage 6: both engines agree, the project's shapes notice every fault, and the command says where."""

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef

from kg.assets import folder
from kg.errors import ShapesError
from kg.namespaces import XSD
from kg.release import open_release, read_manifest
from kg.validation.dataset import DataGraph
from kg.validation.places import Places
from kg.validation.report import Report, Result, without_witness
from kg.validation.shapes import Constraint, Shape, ShapesGraph
from kg.validation.terms import oxigraph_term, rdflib_graph, written
from kg.validation.validating import class_hierarchy, project_shapes, validate
from tests.conftest import ROOT
from tests.shacl_worlds import ShaclWorld
from tests.test_cli import run

WORLDS = 300
Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
PREFIXES = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: Components that compare values: where SPARQL cannot compare two, there is a result (SHACL §4.3, §4.5.3); pySHACL
#: compares IRIs, booleans and texts by Python's own order.
_COMPARING = ("LessThan", "Inclusive", "Exclusive")


def _graph(turtle: str) -> Graph:
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return rdflib_graph((quad.subject, quad.predicate, quad.object) for quad in quads)


def _data(turtle: str) -> DataGraph:
    data = DataGraph()
    data.load(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    return data


def _both(data: str, shapes: str) -> tuple[Report, Report]:
    graph = ShapesGraph(_graph(shapes))
    return validate(_data(data), graph), validate(_data(data), graph, engine="pyshacl")


def _is_comparison(result: Result) -> bool:
    return any(part in result.component for part in _COMPARING)


def test_both_engines_agree_on_random_shapes_and_data() -> None:
    compared = results = fallbacks = 0
    for seed in range(WORLDS):
        world = ShaclWorld(seed)
        fast, reference = _both(world.data, world.shapes)
        ours, theirs = without_witness(fast.results), without_witness(reference.results)
        ours = {result for result in ours if result in theirs or not _is_comparison(result)}
        assert ours == theirs, f"seed {seed}\n{world.data}\n{world.shapes}"
        compared, results, fallbacks = compared + 1, results + len(theirs), fallbacks + bool(fast.notes)
    assert compared == WORLDS
    assert results > 5 * WORLDS
    assert fallbacks < WORLDS


@pytest.mark.slow
def test_both_engines_agree_on_the_sample_release(sample_release: Path) -> None:
    def data() -> DataGraph:
        graph = DataGraph()
        graph.load(open_release(sample_release).quads_for_pattern(None, None, None, ox.DefaultGraph()))
        return graph

    fast, reference = validate(data(), project_shapes()), validate(data(), project_shapes(), engine="pyshacl")
    assert without_witness(fast.results) == without_witness(reference.results)
    assert fast.results
    assert not fast.notes


def test_the_shapes_conform_to_the_shapes_of_shacl() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=project_shapes().graph, meta_shacl=True)
    assert conforms, text


def test_every_shape_has_a_name_a_message_a_severity_and_a_constraint() -> None:
    shapes = project_shapes()
    assert len(shapes.all()) > 150
    for shape in shapes.all():
        assert isinstance(shape.node, URIRef), shape
        assert shape.constraints, f"{shape.node} has no constraint"
        if (shape.node, RDF.type, SH.PropertyShape) in shapes.graph and "DatedTenure" not in str(shape.node):
            assert shape.messages, f"{shape.node} has no sh:message"
            assert (shape.node, SH.severity, None) in shapes.graph, f"{shape.node} has no sh:severity"
    for query in shapes.graph.subjects(RDF.type, SH.SPARQLConstraint):
        assert isinstance(query, URIRef)
        assert (query, SH.message, None) in shapes.graph, f"{query} has no sh:message"


class _Faults:
    """Seeds one fault a constraint into the sample release, and takes it out again.

    :param release: a release that conforms
    """

    def __init__(self, release: Path) -> None:
        self.data = DataGraph()
        self.data.load(open_release(release).quads_for_pattern(None, None, None, ox.DefaultGraph()))
        self.shapes = project_shapes()
        self.before = without_witness(validate(self.data, self.shapes).results)

    def each(self) -> Iterator[tuple[Shape, Constraint, str, list[ox.Quad], list[ox.Quad]]]:
        """List shape, constraint, focus node, and the quads to take out and put in."""
        for top in self.shapes.targeted():
            for constraint in top.constraints:
                if constraint.component.mandatory[0] != SH.property:
                    continue
                inner = self.shapes.shape(constraint.value)
                focus = self._focus(top, inner)
                for each in inner.constraints if focus is not None else ():
                    if (fault := self._fault(inner, each, focus)) is not None:
                        yield inner, each, str(focus), *fault

    def _focus(self, top: Shape, inner: Shape) -> ox.NamedNode | None:
        """Choose the first focus node, one with a value if there is any."""
        kinds = [value for kind, value in top.targets if kind == SH.targetClass]
        subjects = [value for kind, value in top.targets if kind == SH.targetSubjectsOf]
        objects = [value for kind, value in top.targets if kind == SH.targetObjectsOf]
        pattern = " UNION ".join(
            [f"{{ {self.data.instances('?this', str(kind))} }}" for kind in kinds]
            + [f"{{ ?this {written(predicate)} ?any }}" for predicate in subjects]
            + [f"{{ ?any {written(predicate)} ?this }}" for predicate in objects]
        )
        having = f"OPTIONAL {{ ?this {inner.path_text} ?value }}"
        query = f"SELECT ?this {{ {pattern} {having} }} ORDER BY (!BOUND(?value)) ?this LIMIT 1"
        return next((row[0] for row in self.data.rows(query, "this")), None)  # type: ignore[return-value]

    def _fault(
        self, shape: Shape, constraint: Constraint, focus: ox.NamedNode | None
    ) -> tuple[list[ox.Quad], list[ox.Quad]] | None:
        if not isinstance(shape.path, URIRef) or focus is None:
            return None
        predicate = ox.NamedNode(str(shape.path))
        held = [
            ox.Quad(q.subject, q.predicate, q.object)
            for q in self.data.store.quads_for_pattern(focus, predicate, None, ox.DefaultGraph())
        ]
        parameter = str(constraint.component.mandatory[0]).removeprefix(str(SH))
        if parameter == "minCount":
            return held, []
        if parameter == "maxCount":
            other = self._another(shape, predicate, held)
            return [], [ox.Quad(focus, predicate, value) for value in other]
        wrong = self._wrong(parameter, constraint, focus)
        return None if wrong is None else (held, [ox.Quad(focus, predicate, value) for value in wrong])

    def _another(self, shape: Shape, predicate: ox.NamedNode, held: list[ox.Quad]) -> list[Value]:
        """Find so many other values of the predicate that there are too many; make them up where there are none."""
        most = next(int(str(c.value)) for c in shape.constraints if c.component.mandatory[0] == SH.maxCount)
        all_values = {
            quad.object for quad in self.data.store.quads_for_pattern(None, predicate, None, ox.DefaultGraph())
        }
        others = sorted(all_values - {quad.object for quad in held}, key=str)
        made = [ox.Literal(f"2001-01-0{day}", datatype=ox.NamedNode(f"{XSD}date")) for day in (1, 2)]
        return [*others, *made][: most + 1]

    def _wrong(self, parameter: str, constraint: Constraint, focus: ox.NamedNode) -> list[Value] | None:
        foreign = ox.NamedNode("urn:x-fault:nothing")
        values: dict[str, list[Value]] = {
            "class": [foreign],
            "node": [ox.Literal("x")],
            "nodeKind": [ox.BlankNode("fault")],
            "datatype": [ox.Literal("x", datatype=ox.NamedNode("urn:x-fault:datatype"))],
            "pattern": [ox.Literal(" ?! ")],
            "minLength": [ox.Literal("", language="en")],
            "uniqueLang": [ox.Literal("one", language="en"), ox.Literal("two", language="en")],
            "minInclusive": [ox.Literal("-1000", datatype=ox.NamedNode(f"{XSD}integer"))],
            "maxInclusive": [ox.Literal("1000", datatype=ox.NamedNode(f"{XSD}integer"))],
            "lessThan": [ox.Literal("99999999", datatype=ox.NamedNode(f"{XSD}integer"))],
            "in": [foreign],
            "hasValue": [foreign],
        }
        if parameter == "disjoint":
            found = self.data.store.quads_for_pattern(
                focus, ox.NamedNode(str(constraint.value)), None, ox.DefaultGraph()
            )
            return [quad.object for quad in found]
        return values.get(parameter)

    def results(self, taken: list[ox.Quad], put: list[ox.Quad]) -> set[Result]:
        """Validate with a fault, and hand back what that adds."""
        for quad in taken:
            self.data.store.remove(quad)
        new = [quad for quad in put if quad not in self.data.store]
        self.data.store.extend(new)
        found = without_witness(validate(self.data, self.shapes).results)
        for quad in new:
            self.data.store.remove(quad)
        self.data.store.extend(taken)
        return found - self.before


@pytest.mark.slow
def test_every_constraint_notices_its_fault(sample_release: Path) -> None:
    """A fault a constraint: it gives that shape, component and focus node, which the release without it does not."""
    faults = _Faults(sample_release)
    seeded, unnoticed = 0, []
    for shape, constraint, focus, taken, put in faults.each():
        found = faults.results(taken, put)
        expected = (written(shape.node), written(constraint.component.iri), focus)
        seeded += 1
        if expected not in {(result.shape, result.component, result.focus) for result in found}:
            unnoticed.append(expected)
    assert unnoticed == []
    assert seeded >= 150, seeded


#: SPARQL constraint → the quads that break it on the sample release, as an update.
_QUERIED = {
    "State-codeIsItsOwn": 'INSERT DATA { <id/state/sweden> osce:isoAlpha2 "FI" }',
    "StateParticipation-once": """INSERT { <urn:x:again> ?p ?o } WHERE { ?s a osce:StateParticipation ;
        org:member <id/state/sweden> ; ?p ?o }""",
    "Suspension-withinParticipation": """DELETE { ?s osce:validFrom ?f }
        INSERT { ?s osce:validFrom "1950"^^xsd:gYear } WHERE { ?s a osce:Suspension ; osce:validFrom ?f }""",
    "TimedRelation-endsAfterItBegins": """DELETE { ?s osce:validUntil ?u }
        INSERT { ?s osce:validUntil "1900"^^xsd:gYear } WHERE { ?s a osce:Mandate ; osce:validUntil ?u }""",
    "TimedRelation-openOrEnded": """INSERT { ?s osce:openEnded true }
        WHERE { ?s a osce:Mandate ; osce:validUntil ?u }""",
    "Structure-endsAfterItWasEstablished": """DELETE { ?c osce:onDate ?d } INSERT { ?c osce:onDate "1950"^^xsd:gYear }
        WHERE { ?s a osce:FieldOperation ; osce:endedBy ?c . ?c osce:onDate ?d }""",
    "FieldOperation-closedHasEnd": """DELETE { ?s osce:endedBy ?c } WHERE { ?s osce:endedBy ?c ;
        osce:operationStatus <scheme/operation-status/closed> }""",
    "FieldOperation-currentHasNoEnd": """
        INSERT { ?s osce:operationStatus <scheme/operation-status/current> }
        WHERE { ?s a osce:FieldOperation ; osce:endedBy ?c }""",
    "OrganizationalChange-changesSomething": """
        DELETE { ?c org:resultingOrganization ?o . ?c org:originalOrganization ?b .
        ?s osce:establishedBy ?c . ?t osce:endedBy ?c } WHERE { ?c a osce:OrganizationalChange
        OPTIONAL { ?c org:resultingOrganization ?o } OPTIONAL { ?c org:originalOrganization ?b }
        OPTIONAL { ?s osce:establishedBy ?c } OPTIONAL { ?t osce:endedBy ?c } }""",
    "Tenure-notPartOfItself": "INSERT { ?t osce:partOfTenure ?t } WHERE { ?t a osce:Tenure }",
    "OneHolder-atATime": """INSERT { <urn:x:t> ?p ?o . <urn:x:t> org:member <id/person/nobody> }
        WHERE { <id/tenure/secretary-general-01> ?p ?o FILTER(?p != org:member) }""",
    "Snapshot-digestIsOfText": """DELETE { ?s osce:plainText ?t } INSERT { ?s osce:plainText "other" }
        WHERE { ?s osce:plainText ?t }""",
    "Mention-quotesText": """DELETE { ?m nif:beginIndex ?b } INSERT { ?m nif:beginIndex ?c }
        WHERE { ?m nif:beginIndex ?b BIND(?b + 1 AS ?c) }""",
    "Meeting-endsAfterItBegins": """DELETE { ?m osce:untilDate ?d } INSERT { ?m osce:untilDate "1900"^^xsd:gYear }
        WHERE { ?m a osce:Meeting ; osce:untilDate ?d }""",
    "Meeting-numberOnce": """DELETE { ?m osce:numberInSeries ?n } INSERT { ?m osce:numberInSeries 1 }
        WHERE { ?m osce:numberInSeries ?n }""",
    "Place-bothCoordinates": "DELETE { ?p geo:lat ?l } WHERE { ?p geo:lat ?l }",
    "Place-notWithinItself": "INSERT { ?p osce:withinPlace ?p } WHERE { ?p a osce:Place }",
    "Concept-notBroaderThanItself": "INSERT { ?c skos:broader ?c } WHERE { ?c a osce:FieldOfWork }",
}


def _update(data: DataGraph, update: str) -> None:
    prefixes = {
        "osce": "https://w3id.org/osce-kg/ontology#",
        "org": "http://www.w3.org/ns/org#",
        "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": XSD,
    }
    data.store.update(update, base_iri="https://w3id.org/osce-kg/", prefixes=prefixes)


def test_every_query_of_a_shape_notices_its_fault(sample_release: Path) -> None:
    shapes = project_shapes()
    queries = {str(node).rpartition("#")[2] for node in shapes.graph.subjects(RDF.type, SH.SPARQLConstraint)}
    assert queries == set(_QUERIED)
    triples = list(open_release(sample_release).quads_for_pattern(None, None, None, ox.DefaultGraph()))
    for name, update in _QUERIED.items():
        data = DataGraph()
        data.load(triples)
        owner = next(shapes.graph.subjects(SH.sparql, URIRef(f"https://w3id.org/osce-kg/shapes#{name}")))
        only = [shape for shape in shapes.targeted() if shape.node == owner]
        assert _of(name, data, shapes, only) in (0, 2 if name == "OneHolder-atATime" else 0)
        _update(data, update)
        assert _of(name, data, shapes, only) > (2 if name == "OneHolder-atATime" else 0), name


def _of(name: str, data: DataGraph, shapes: ShapesGraph, only: list[Shape]) -> int:
    from kg.validation.engine import FastEngine

    results = [result for shape in only for result in FastEngine(data, shapes).validate(shape)]
    return sum(result.constraint.endswith(f"#{name}>") for result in results)


# The built release


def test_a_release_tells_whether_it_conforms(sample_release: Path) -> None:
    manifest = read_manifest(sample_release)
    assert manifest.conforms is True
    told = json.loads((sample_release / "report.json").read_text(encoding="utf-8"))
    assert told["counts"]["violation"] == 0
    assert told["counts"]["warning"] > 0
    report = Graph().parse(sample_release / "report.ttl")
    assert len(list(report.objects(None, SH.result))) == len(told["results"])
    graphs = {str(graph) for graph in open_release(sample_release).named_graphs()}
    assert not [graph for graph in graphs if "x-osce-kg" in graph]


# Where statements stand


def test_places_of_subject_predicate_and_value(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(
        "@prefix ex: <http://example.org/> .\nBASE <http://example.net/>\n# a ; comment .\n"
        'ex:a\\,b a ex:T ;\n  ex:p """long\ntext ; .""" , ex:q ;\n  ex:r [ ex:s "in brackets" ] , <rel> .\n'
        "_:x ex:p ( 1 2 ) .\n<http://example.org/last> ex:p 1.5, true .\n",
        encoding="utf-8",
    )
    subjects = ["<http://example.org/a,b>", "<http://example.org/last>", "_:x"]
    places = Places([path], subjects)

    def found(*key: str) -> tuple[int, int]:
        place = places.of(*key)
        assert place is not None
        return place.line, place.column

    assert found(subjects[0]) == (4, 1)
    assert found(subjects[0], "<http://example.org/p>") == (5, 3)
    assert found(subjects[0], "<http://example.org/p>", "<http://example.org/q>") == (6, 15)
    assert found(subjects[0], "<http://example.org/r>", "<http://example.net/rel>") == (7, 33)
    assert found(subjects[0], "<http://example.org/unknown>") == (4, 1)
    assert found(subjects[1], "<http://example.org/p>", f'"1.5"^^<{XSD}decimal>') == (9, 32)
    assert places.of("<http://example.org/absent>") is None


# The command


FAULTY = (
    PREFIXES.replace("@prefix sh: <http://www.w3.org/ns/shacl#> .\n", "")
    + """@prefix osce: <https://w3id.org/osce-kg/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/osce-kg/id/> .

ex:s1 a osce:State ; skos:prefLabel "One"@en ;
  osce:isoAlpha2 "one" .
ex:s2 a osce:State .
ex:s3 a osce:State ; skos:prefLabel "Three"@en , "Drei"@en .
ex:p1 a osce:Place ; skos:prefLabel "Here"@en ;
  osce:isoAlpha3 "HER" .
ex:t1 a osce:Tenure ; osce:ofPost ex:nothing ; org:member ex:s1 ;
  osce:validFrom "2020-01-01"^^xsd:date ; osce:validUntil "2019-01-01"^^xsd:date .
ex:t2 a osce:Tenure ; org:member ex:s1 ; osce:lastAttested "1999"^^xsd:gYear .
ex:t3 a osce:Tenure ; osce:ofPost <https://w3id.org/osce-kg/id/post/secretary-general> ; org:member ex:s1 ;
  osce:lastAttested "May 1999" .
ex:n1 a osce:NamePeriod ; osce:nameOf ex:s1 ;
  osce:nameText "no tag" .
ex:m1 a osce:Decision .
"""
)
_FAULTS = {
    (9, "State-isoAlpha2"), (10, "Labelled-prefLabel"), (11, "Labelled-prefLabel"), (13, "Place-isoAlpha3"),
    (14, "Tenure-ofPost"), (14, "TimedRelation"), (16, "Tenure-ofPost"), (18, "TimedRelation-lastAttested"),
    (20, "NamePeriod-nameText"), (21, "Decision-documentSymbol"),
}  # fmt: skip


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.ttl"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def test_annotations_stand_at_the_lines(faulty: Path) -> None:
    done = run("validate", str(faulty), "--report", "github")
    assert done.returncode == 1
    found = re.findall(r"^::(\w+) file=(.*?),line=(\d+),col=\d+,title=osh%3A([\w-]+)::(.+)$", done.stdout, re.M)
    assert {(int(line), shape) for level, _, line, shape, _ in found if level == "error"} == _FAULTS
    assert {file for _, file, *_ in found} == {str(faulty)}
    assert all("correct " in message or "give " in message or "move " in message for *_, message in found)


def test_every_form_tells_the_same_results(faulty: Path) -> None:
    told = json.loads(run("validate", str(faulty), "--report", "json").stdout)
    sarif = json.loads(run("validate", str(faulty), "--report", "sarif").stdout)
    report = Graph().parse(data=run("validate", str(faulty), "--report", "turtle").stdout, format="turtle")
    junit = ElementTree.fromstring(run("validate", str(faulty), "--report", "junit").stdout)  # noqa: S314
    assert told["counts"] == {"violation": 10, "warning": 0, "info": 0}
    assert {result["line"] for result in told["results"]} == {line for line, _ in _FAULTS}
    results = sarif["runs"][0]["results"]
    assert {r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in results} == {
        line for line, _ in _FAULTS
    }
    assert sarif["version"] == "2.1.0"
    assert len(list(report.objects(None, SH.result))) == len(results) == 10
    suite = junit[0]
    assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure")) == 8
    text = run("validate", str(faulty)).stdout
    assert "2 violations  osh:Tenure-ofPost" in text
    assert text.endswith("does not conform: 10 violations, 0 warnings, 0 notes\n")
    assert "\x1b" not in text


def test_a_syntax_error_is_told_with_its_place_and_the_others_are_validated(faulty: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text(f"{PREFIXES}\nex:a ex:b 1 .\n\nex:c ex:d [ .\nex:e ex:f 2 .\n", encoding="utf-8")
    done = run("validate", str(broken), str(faulty), "--report", "github")
    assert done.returncode == 2
    assert f"::error file={broken},line=7," in done.stdout
    assert f"{broken}:7:" in done.stderr
    assert done.stdout.count("::error") == 11


def test_shapes_of_ones_own_and_what_makes_the_code_1(tmp_path: Path) -> None:
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.nt"
    warn = "sh:severity sh:Warning ; sh:message 'Give ex:p.'@en"
    shape = "ex:S a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:P ."
    shapes.write_text(f"{PREFIXES}{shape}\nex:P sh:path ex:p ; sh:minCount 1 ; {warn} .\n")
    data.write_text("".join(f"<http://example.org/{n}> <{RDF.type}> <http://example.org/T> .\n" for n in range(5)))
    command = ("validate", str(data), "--shapes", str(shapes))
    assert run(*command).returncode == 0
    strict = run(*command, "--fail-on", "warning")
    assert strict.returncode == 1
    assert f"{data}:1:1" in strict.stdout
    assert "and 2 more" in strict.stdout
    limited = run(*command, "--limit", "1")
    assert "and 4 of this shape beyond --limit" in limited.stdout
    assert "0 violations, 5 warnings" in limited.stdout
    assert json.loads(run(*command, "--limit", "1", "--report", "json").stdout)["omitted"][0]["number"] == 4


def test_standard_input_and_a_release(sample_release: Path) -> None:
    done = run("validate", "-", "--from", "turtle", data=FAULTY)
    assert done.returncode == 1
    assert done.stdout.endswith("does not conform: 10 violations, 0 warnings, 0 notes\n")
    assert run("validate", str(sample_release)).returncode == 0


REFUSED = {
    "recursive": ("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:node ex:S .", "refers to itself"),
    "unknown component": ("ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:maxCuont 1 .", "did you mean sh:maxCount?"),
    "regular expression": (
        'ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:pattern "(a)\\\\1" .',
        "linear time",
    ),
    "count": ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:minCount 'one' .", "give an integer"),
    "query": (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select 'SELECT $this WHERE { $this ' ] .",
        "does not parse",
    ),
    "service": (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; "
        "sh:sparql [ sh:select 'SELECT $this { SERVICE <http://example.org/> { $this ?p ?o } }' ] .",
        "SERVICE",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_ill_formed_shapes_are_refused_in_one_line(name: str, tmp_path: Path) -> None:
    text, told = REFUSED[name]
    shapes, data = tmp_path / "shapes.ttl", tmp_path / "data.ttl"
    shapes.write_text(f"{PREFIXES}{text}\n")
    data.write_text(f"{PREFIXES}ex:a ex:p 'x' .\n")
    done = run("validate", str(data), "--shapes", str(shapes))
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_pattern_that_blows_up_elsewhere_takes_no_time(tmp_path: Path) -> None:
    shapes = f'{PREFIXES}ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:pattern "^(a+)+$" .'
    report = validate(_data(f"{PREFIXES}ex:a ex:p '{'a' * 5000}b' ."), ShapesGraph(_graph(shapes)))
    assert len(report.results) == 1


def test_what_the_fast_engine_leaves_to_the_reference_is_told() -> None:
    shapes = f"{PREFIXES}ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:hasValue '07'^^xsd:integer ."
    graph = ShapesGraph(_graph(shapes))
    report = validate(_data(f"{PREFIXES}ex:a ex:p '7'^^xsd:integer , '007'^^xsd:integer ."), graph)
    assert len(report.results) == 1
    assert ["was validated by the reference engine" in note for note in report.notes] == [True]


def test_an_ill_formed_shape_raises() -> None:
    with pytest.raises(ShapesError, match="a node shape is asked for"):
        ShapesGraph(_graph(f"{PREFIXES}ex:S a sh:NodeShape ; sh:node ex:P . ex:P sh:path ex:p ; sh:minCount 1 ."))


def test_the_hierarchy_of_classes_is_that_of_the_ontology() -> None:
    pairs = {(str(quad.subject), str(quad.object)) for quad in class_hierarchy()}
    osce = "<https://w3id.org/osce-kg/ontology#"
    assert (f"{osce}FieldOperation>", f"{osce}Structure>") in pairs
    assert oxigraph_term(Literal("x")) == ox.Literal("x")
    assert (folder("shapes") / "prefixes.ttl").exists()
    assert ROOT.exists()
