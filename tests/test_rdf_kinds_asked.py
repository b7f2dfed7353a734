"""RDF that once went wrong, each kind by a small example: what infer, query and check make of it."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.pipeline import Plan, build
from tests.commands import run
from tests.conftest import ROOT, Command, made_once
from tests.test_rdf_kinds import HEAD, write

INFERRED = {
    "subproperty of rdf:type": (
        "ex:isA rdfs:subPropertyOf rdf:type . ex:x ex:isA ex:C . ex:C rdfs:subClassOf ex:D .",
        {"ex:x a ex:C", "ex:x a ex:D"},
    ),
    "equivalent to rdf:type": (
        "ex:isA owl:equivalentProperty rdf:type . ex:x ex:isA ex:C . ex:C rdfs:subClassOf ex:D . ex:y a ex:D .",
        {"ex:x a ex:C", "ex:x a ex:D", "ex:x ex:isA ex:D", "ex:y ex:isA ex:D"},
    ),
    "inverse of rdf:type": (
        "ex:has owl:inverseOf rdf:type . ex:C ex:has ex:x . ex:C rdfs:subClassOf ex:D .",
        {"ex:x a ex:C", "ex:x a ex:D", "ex:D ex:has ex:x"},
    ),
    "chain of an inverse without a name": (
        "ex:uncle owl:propertyChainAxiom ( [ owl:inverseOf ex:child ] ex:brother ) . "
        "ex:mum ex:child ex:me ; ex:brother ex:bob .",
        {"ex:me ex:uncle ex:bob"},
    ),
    "data range, none": (
        "ex:C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:onDataRange xsd:string ; "
        'owl:maxQualifiedCardinality "0"^^xsd:nonNegativeInteger ] . ex:a a ex:C ; ex:p 5 .',
        set[str](),
    ),
    "data range, one": (
        "ex:C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty ex:p ; owl:onDataRange xsd:string ; "
        'owl:maxQualifiedCardinality "1"^^xsd:nonNegativeInteger ] . ex:a a ex:C ; ex:p ex:x , ex:y , 5 .',
        set[str](),
    ),
}


@pytest.mark.parametrize("name", INFERRED)
def test_what_follows_can_be_written_and_read_and_is_all_that_follows(command: Command, name: str) -> None:
    text, wanted = INFERRED[name]
    code, out, err = command("infer", write("d.ttl", text), "--only-new", "-f", "nt")
    assert code == 0, err
    expected = ox.parse(f"{HEAD}{''.join(f'{each} .' for each in wanted)}", format=ox.RdfFormat.TURTLE)
    assert set(ox.parse(out, format=ox.RdfFormat.N_TRIPLES)) == set(expected)


@pytest.mark.parametrize("form", ["rdfxml", "jsonld", "turtle"])
def test_what_infer_writes_it_reads_again_as_the_same_graph(command: Command, form: str) -> None:
    data = """ex:a ex:knows [ ex:name "x" ] ; ex:p <org:x> ; <schema:q> 1 ; a <foaf:Agent> .
      <doc:1> ex:d "v"^^<xsd:mine> ; ex:é "w" ."""
    plain = command("infer", write("d.ttl", data), "-f", "nt")[1]
    name = f"again.{'rdf' if form == 'rdfxml' else form.replace('turtle', 'ttl')}"
    assert command("infer", "d.ttl", "-f", form, "-o", name)[0] == 0
    again = command("infer", name, "-f", "nt")[1]
    assert _without_labels(again) == _without_labels(plain)


def _without_labels(lines: str) -> list[str]:
    return sorted(
        " ".join("_:" if word.startswith("_:") else word for word in line.split()) for line in lines.splitlines()
    )


def test_a_list_without_end_is_one_line_and_relative_names_are_read(command: Command) -> None:
    code, _, err = command(
        "infer", write("c.ttl", "ex:A owl:unionOf _:l . _:l rdf:first ex:B ; rdf:rest _:l . ex:x a ex:B .")
    )
    assert (code, len(err.splitlines())) == (2, 1)
    code, out, _ = command("infer", write("r.ttl", "<#a> ex:p <#b> ."), "-f", "nt")
    assert code == 0 and out.startswith(f"<{Path('r.ttl').absolute().as_uri()}#a>")


@pytest.mark.parametrize("name", ["d.ttl", "d.nt", "d.nq", "d.trig", "d.jsonld"])
def test_a_byte_order_mark_is_no_content(command: Command, name: str) -> None:
    triple = '<http://example.org/a> <http://example.org/p> "1" .\n'
    text = '{"@id": "http://example.org/a", "http://example.org/p": "1"}' if name.endswith("jsonld") else triple
    Path(name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert command("infer", name, "-f", "nt")[:2] == (0, triple)
    assert command("validate", name)[0] == 0


@pytest.fixture(scope="session")
def register_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the reference data alone, built once a run; never written to."""
    return made_once(tmp_path_factory, "register-release", lambda out: build(Plan(sources=(), out=out)))


QUERIES = {
    "SELECT ?x { ?x a foo:State }": "line 1, column 18: the prefix foo: is not declared",
    "SELECT ?x { ?x a osc:State }": "did you mean osce:?",
    "INSERT DATA { <urn:a> <urn:b> 1 }": "INSERT is an update, and a query only reads",
    "SELECT * {\n id:org/odihr ?p ?o }": "line 2, column 2: id:org/odihr is not a name in SPARQL: write body:odihr",
    "DESCRIBE id:doc/1/en": "write <https://w3id.org/osce-kg/id/doc/1/en>",
    "SELECT * { ?s ?p ?o ": "ends too early",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": "allow it with --service-host 127.0.0.1:9",
    'SELECT * { BIND("a\\u0022" AS ?x) SERVICE <http://127.0.0.1:9/> { } BIND("b\\u0022" AS ?y) }': "--service-host",
    "SELECT * { SERVICE ?s { ?s ?p ?o } }": "SERVICE must name its address",
}


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_that_is_refused_says_why_in_one_plain_line(register_release: Path, query: str) -> None:
    ended = run("query", register_release, query)
    assert (ended.returncode, len(ended.stderr.splitlines()), ended.stdout) == (2, 1, "")
    assert QUERIES[query] in ended.stderr


def test_a_query_that_fails_while_it_runs_ends_in_one_line(register_release: Path) -> None:
    query = "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"
    for form in ("table", "csv"):
        ended = run("query", register_release, query, "--service-host", "127.0.0.1:9", "--format", form)
        assert (ended.returncode, len(ended.stderr.splitlines())) == (2, 1)
        assert "failed while it ran" in ended.stderr


def test_every_prefix_of_the_project_can_be_typed_and_is_printed(register_release: Path) -> None:
    names = "body:odihr state:malta post:chairperson-in-office meeting:mc-28 graph:register osce:State place:vienna"
    query = f"SELECT ?x {{ VALUES ?x {{ {names} }} }}"
    assert set(names.split()) <= set(run("query", register_release, query).stdout.split())
    example = run("query", register_release, "-f", ROOT / "docs" / "examples" / "participating-states.rq")
    assert example.stdout.endswith("(57 rows)\n")


def test_a_broken_question_and_a_broken_ontology_are_one_line_each(command: Command, tmp_path: Path) -> None:
    for name in ("ontology", "shapes", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("site"))
    shutil.copytree(ROOT / "kg" / "reference" / "tables", tmp_path / "kg" / "reference" / "tables")
    question = next((tmp_path / "ontology" / "questions").glob("001-*.rq"))
    question.write_text("SELECT ?x {\n")
    code, out, _ = command("check", "--root", ".", "--only", "handbook", "--only", "questions")
    assert code == 1
    assert f"ontology/questions/{question.name}:2:1: syntax: the query ends too early" in out
    with (tmp_path / "ontology" / "osce.ttl").open("a") as ontology:
        ontology.write("osce:Document rdfs:comment [ .\n")
    code, out, err = command("check", "--root", ".", "--only", "syntax")
    assert (code, len(out.splitlines()), err) == (1, 1, "")
