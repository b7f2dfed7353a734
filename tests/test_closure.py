"""Stage 5: the closure is owlrl's by the written rule, grows as data does, and each triple of it can be proved."""

import json
import random
import re
from collections import Counter
from functools import cache
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.closure import Closure, Triple, close
from kg.closure.axioms import is_axiom, ontology_triples
from kg.closure.explanation import Explainer, Step, is_valid
from kg.closure.prepared import PATH, prepared_text
from kg.closure.rule import DIFFERENT, SAME, TYPE, is_trivial
from kg.closure.schema import to_node, to_term
from kg.errors import Inconsistent
from kg.namespaces import OWL
from kg.release import open_release, read_manifest
from kg.release.contradictions import FORMS, refuse_contradictions
from kg.release.dumps import read_compressed
from kg.release.store import without_graphs
from kg.serialization.terms import split_line
from tests.closure_worlds import World
from tests.commands import run
from tests.conftest import ROOT
from tests.series import SEED, a_third_of_the_examples, enough, in_long_series, series, some

ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
#: Contradictions that owlrl 7 does not report.
UNREPORTED = {"prp-adp", "eq-diff2"}
TRAPS = sorted((ROOT / "tests" / "traps").glob("*.ttl"))
#: Trap → the rules that must conclude a contradiction; none where only a shape can stop the slip.
TRAPPED = {
    "t01": {"cax-dw"},
    "t02": set(),
    "t03": {"cax-dw", "cax-adc"},
    "t04": set(),
    "t05": set(),
    "t06": {"cax-dw", "cax-adc"},
    "t06b": set(),
    "t07": {"cax-dw", "cax-adc"},
    "t09": {"cax-dw", "cax-adc"},
    "t10": {"cax-dw", "cax-adc", "prp-irp", "prp-asyp"},
    "t11": {"cax-dw", "cax-adc", "prp-irp", "prp-asyp"},
}


def lines(triples: list[Triple]) -> list[str]:
    return [f"{' '.join(triple)} .\n" for triple in triples]


def triples_of(entailed: list[str]) -> set[Triple]:
    return {split_line(line)[:3] for line in entailed}


#: What axioms are written with; nothing follows from the rest of an ontology, which is text on terms.
SPEAKING = re.compile(r"<http://www\.w3\.org/(\S+-rdf-syntax-ns#|2002/07/owl#|\S+#(domain|range|sub\w+Of)>)")


@cache
def axioms() -> tuple[Triple, ...]:
    """The ontology's axioms, on which owlrl takes a third of the time that it takes on all of the ontology."""
    kept = tuple(triple for triple in ontology_triples() if SPEAKING.match(triple[1]))
    assert 800 < len(kept) < len(ontology_triples()) / 2
    return kept


def by_owlrl(triples: list[Triple]) -> tuple[set[Triple], bool]:
    """Close with owlrl; tell what is new by the written rule, and whether it found a contradiction."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(tuple(map(to_node, triple)))  # type: ignore[arg-type]
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, improved_datatypes=False).expand(graph)
    contradicted = any(True for _ in graph.objects(None, ERROR))
    found = {
        (to_term(s), to_term(p), to_term(o))
        for s, p, o in graph
        if isinstance(s, rdflib.URIRef | rdflib.BNode) and "daml.org" not in f"{p}{o}"
    }
    return {each for each in found - set(triples) if not is_trivial(each) and not is_axiom(*each)}, contradicted


@series(30, 15, longer=20)
def test_the_closure_of_random_ontologies_is_that_of_owlrl(seeds: range) -> None:
    entailed = contradicted = 0
    for seed in seeds:
        world = World(seed)
        wanted, error = by_owlrl([*world.axioms, *world.data])
        closure = close(lines(world.data), ontology=world.axioms)
        assert triples_of(closure.entailed) == wanted, seed
        rules = {each.rule for each in closure.contradictions}
        assert error <= bool(rules), seed
        assert error or rules <= UNREPORTED, (seed, rules)
        entailed += len(wanted)
        contradicted += error
    assert enough(entailed, 4 * len(seeds))
    assert 0 < contradicted < len(seeds)


@in_long_series
def test_the_closure_of_a_release_is_that_of_owlrl(sample_release: Path) -> None:
    data = list(read_compressed(sample_release / "osce-kg.nq.gz"))
    wanted, error = by_owlrl([*ontology_triples(), *(split_line(line)[:3] for line in data)])
    assert not error
    assert triples_of(list(read_compressed(sample_release / "inferred.nt.gz"))) == wanted
    assert len(wanted) > 7000


def test_the_closure_of_documents_of_a_release_is_that_of_owlrl(sample_release: Path) -> None:
    dump = list(read_compressed(sample_release / "osce-kg.nq.gz"))
    sizes = Counter(graph for line in dump if "/graph/doc/" in (graph := line.rsplit(" ", 2)[1]))
    chosen = sorted(sizes, key=lambda graph: (sizes[graph], graph))[5 : 50 if SEED else 6 : 20]
    data = [line for line in dump if line.rsplit(" ", 2)[1] in chosen]
    wanted, error = by_owlrl([*axioms(), *(split_line(line)[:3] for line in data)])
    assert not error
    assert triples_of(close(data).entailed) == wanted
    assert len(wanted) > 20


@pytest.mark.parametrize("trap", some(TRAPS, 4), ids=lambda path: path.stem)
def test_the_closure_of_a_trap_is_that_of_owlrl(trap: Path) -> None:
    data = trapped(trap)
    wanted, error = by_owlrl([*axioms(), *(split_line(line)[:3] for line in data)])
    closure = close(data)
    assert triples_of(closure.entailed) == wanted
    assert bool(closure.contradictions) == error
    assert bool(wanted) == (trap.stem[:3] not in {"t04", "t05"}), "these two are axioms alone"


def trapped(trap: Path) -> list[str]:
    quads = ox.parse(path=trap, format=ox.RdfFormat.TURTLE)
    return [f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda path: path.stem)
def test_a_trap_is_a_contradiction_with_its_premises(trap: Path) -> None:
    assert [path.stem.split("-")[0] for path in TRAPS] == sorted(TRAPPED)
    found = close(trapped(trap)).contradictions
    assert bool(found) == bool(TRAPPED[trap.stem.split("-")[0]])
    assert {each.rule for each in found} <= TRAPPED[trap.stem.split("-")[0]]
    for each in found:
        assert each.premises
        assert each.schema


def test_two_things_that_share_the_values_of_a_key_are_the_same() -> None:
    kind, key = "<urn:C>", "<urn:k>"
    axioms = [(kind, f"<{OWL}hasKey>", "_:l")]
    axioms += [("_:l", f"<{RDF}first>", key), ("_:l", f"<{RDF}rest>", f"<{RDF}nil>")]
    data = [(thing, TYPE, kind) for thing in ("<urn:a>", "<urn:b>", "<urn:c>", "<urn:d>")]
    data += [("<urn:a>", key, '"1"'), ("<urn:b>", key, '"1"'), ("<urn:c>", key, '"2"')]
    found = triples_of(close(lines(data), ontology=axioms).entailed)
    assert found == {("<urn:a>", SAME, "<urn:b>"), ("<urn:b>", SAME, "<urn:a>")}


def test_nothing_is_the_same_as_and_different_from_itself() -> None:
    (found,) = close(lines([("<urn:a>", DIFFERENT, "<urn:a>")]), ontology=[]).contradictions
    assert found.rule == "eq-diff1"


@a_third_of_the_examples()
@given(st.integers(0, 10_000), st.integers(0, 30), st.booleans())
def test_a_closure_that_grows_equals_one_made_at_once(seed: int, cut: int, late: bool) -> None:
    """Also where axioms come with the later data."""
    world = World(seed)
    whole = close(lines(world.data), ontology=world.axioms)
    grown = Closure(ontology=[] if late else world.axioms)
    grown.extend(lines(world.data[:cut]))
    assert grown.entailed is not None
    grown.extend(lines([*(world.axioms if late else []), *world.data[cut:]]))
    assert grown.entailed == whole.entailed
    assert grown.contradictions == whole.contradictions


@a_third_of_the_examples()
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_data_does_not_matter(seed: int, shuffling: random.Random) -> None:
    world = World(seed)
    shuffled = list(world.data)
    shuffling.shuffle(shuffled)
    one, other = (close(lines(data), ontology=world.axioms) for data in (world.data, shuffled))
    assert one.entailed == other.entailed
    assert one.contradictions == other.contradictions


@a_third_of_the_examples()
@given(st.integers(0, 10_000))
def test_every_entailed_triple_of_a_random_world_has_a_valid_proof(seed: int) -> None:
    world = World(seed)
    closure = close(lines(world.data), ontology=world.axioms)
    explainer = Explainer(closure)
    for triple in sorted(triples_of(closure.entailed))[:12]:
        for proof in explainer.proofs(triple, limit=2):
            assert is_valid(proof, closure)
            assert set(proof.leaves()) <= set(world.data)


def test_hundreds_of_entailed_triples_of_a_release_are_proved(sample_release: Path) -> None:
    closure = close(read_compressed(sample_release / "osce-kg.nq.gz"))
    chosen = random.Random(7).sample(closure.entailed, 1000 if SEED else 300)
    explainer = Explainer(closure)
    for line in chosen:
        proofs = explainer.proofs(split_line(line)[:3], limit=3)
        assert proofs
        assert all(is_valid(proof, closure) for proof in proofs)
        assert [proof.size() for proof in proofs] == sorted(proof.size() for proof in proofs)


def test_replaying_refuses_a_wrong_step(sample_release: Path) -> None:
    closure = close(read_compressed(sample_release / "osce-kg.nq.gz"))
    proof = Explainer(closure).proofs(split_line(closure.entailed[0])[:3])[0]
    wrong = ("<urn:never>", proof.triple[1], proof.triple[2])
    assert not is_valid(Step(wrong, proof.rule, proof.premises), closure)
    assert not is_valid(Step(proof.triple, proof.rule, ()), closure)
    assert not is_valid(Step(wrong), closure)


def test_the_prepared_rules_are_those_of_the_ontology() -> None:
    assert PATH.read_text(encoding="utf-8") == prepared_text(), "make context writes them"


def test_a_release_holds_its_closure(sample_release: Path) -> None:
    inferred = list(read_compressed(sample_release / "inferred.nt.gz"))
    assert inferred == sorted(set(inferred))
    assert inferred == close(read_compressed(sample_release / "osce-kg.nq.gz")).entailed
    manifest = read_manifest(sample_release)
    assert manifest.inferred == manifest.graphs["https://w3id.org/osce-kg/graph/inferred"] == len(inferred)
    graph = ox.NamedNode("https://w3id.org/osce-kg/graph/inferred")
    stored = open_release(sample_release).quads_for_pattern(None, None, None, graph)
    assert sum(1 for _ in stored) == len(inferred)


def test_nothing_is_entailed_that_is_asserted(sample_release: Path) -> None:
    asserted = {" ".join(split_line(line)[:3]) for line in read_compressed(sample_release / "osce-kg.nq.gz")}
    inferred = {" ".join(split_line(line)[:3]) for line in read_compressed(sample_release / "inferred.nt.gz")}
    assert asserted & inferred == set()
    assert not any("_:" in line or " <http://www.w3.org/2002/07/owl#" in line for line in inferred)


@in_long_series
def test_the_inferred_graph_changes_no_answer_to_a_competency_question(sample_release: Path) -> None:
    whole, asserted = open_release(sample_release), ox.Store()
    lines = without_graphs(read_compressed(sample_release / "osce-kg.nq.gz"))
    asserted.load("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    questions = sorted((ROOT / "ontology" / "questions").glob("*.rq"))
    assert len(questions) >= 60
    for path in questions:
        query = path.read_text(encoding="utf-8")
        assert answer_of(whole, query) == answer_of(asserted, query), path.stem


def answer_of(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(str(value) for value in row) for row in found)


#: What a client asks that knows nothing of ours, and how many answers it may expect at least.
ELSEWHERE = {
    "organizations of ORG": ("SELECT ?x { ?x a org:Organization }", 100),
    "units and what they are part of": ("SELECT ?x { ?x a org:OrganizationalUnit ; org:subOrganizationOf ?y }", 50),
    "posts": ("SELECT ?x { ?x a org:Post ; org:postIn ?y }", 20),
    "who is a member": ("SELECT ?x { ?x org:hasMembership ?y . ?y a org:Membership }", 150),
    "agents of FOAF": ("SELECT ?x { ?x a foaf:Agent }", 200),
    "documents of FOAF": ("SELECT ?x { ?x a foaf:Document }", 80),
    "articles of schema.org": ("SELECT ?x { ?x a schema:Article ; schema:datePublished ?d ; schema:mentions ?y }", 100),
    "events of schema.org": ("SELECT ?x { ?x a schema:Event ; schema:startDate ?d }", 50),
    "changes of ORG": ("SELECT ?x { ?x a org:ChangeEvent . ?y org:resultedFrom ?x }", 50),
    "entities and activities of PROV": ("SELECT ?x { ?x a prov:Entity ; prov:wasGeneratedBy/a prov:Activity }", 50),
}


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_other_vocabularies_alone_find_what_is_there(sample_release: Path, asked: str) -> None:
    assert len(ELSEWHERE) == 10
    query, least = ELSEWHERE[asked]
    answer = json.loads(run("query", sample_release, query, "--format", "json").stdout)
    assert len(answer["results"]["bindings"]) >= least


def test_a_contradiction_stops_a_release_and_names_its_premises(tmp_path: Path) -> None:
    state, place = "<https://w3id.org/osce-kg/ontology#State>", "<https://w3id.org/osce-kg/ontology#Place>"
    closure = close(lines([("<urn:x>", TYPE, state), ("<urn:x>", TYPE, place)]))
    with pytest.raises(Inconsistent, match=r"cax-.*these cannot hold.*#Place.*\n  asserted: <urn:x> .*#State"):
        refuse_contradictions(closure)


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
TURTLE = """@prefix osce: <https://w3id.org/osce-kg/ontology#> .
<urn:doc> a osce:PressRelease ; osce:mentions <urn:x> .
"""


def test_infer_prints_the_closure_or_what_is_new(tmp_path: Path) -> None:
    (tmp_path / "ours.ttl").write_text(TURTLE, encoding="utf-8")
    whole = run("infer", tmp_path / "ours.ttl", "-f", "nt")
    new = run("infer", tmp_path / "ours.ttl", "-f", "nt", "--only-new")
    piped = run("infer", "-", "-f", "nt", "--only-new", data=TURTLE)
    assert (whole.returncode, new.returncode) == (0, 0)
    assert "<urn:doc> <https://schema.org/mentions> <urn:x> .\n" in new.stdout
    assert piped.stdout == new.stdout
    given = {"<urn:doc> <https://w3id.org/osce-kg/ontology#mentions> <urn:x> .\n"}
    assert set(whole.stdout.splitlines(keepends=True)) - set(new.stdout.splitlines(keepends=True)) >= given


def test_infer_tells_a_contradiction_and_writes_nothing(tmp_path: Path) -> None:
    wrong = "<urn:x> a <https://w3id.org/osce-kg/ontology#State>, <https://w3id.org/osce-kg/ontology#Place> ."
    (tmp_path / "wrong.ttl").write_text(wrong, encoding="utf-8")
    ended = run("infer", tmp_path / "wrong.ttl", "-o", tmp_path / "out.nt")
    assert ended.returncode == 1
    assert "contradicts the ontology" in ended.stderr
    assert "<urn:x>" in ended.stderr
    assert not (tmp_path / "out.nt").exists()


def test_infer_reports_contradictions_at_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "wrong.ttl"
    path.write_text(
        "@prefix osce: <https://w3id.org/osce-kg/ontology#> .\n\n<urn:x> a osce:State .\n<urn:x> a osce:Place .\n",
        encoding="utf-8",
    )
    told = {form: run("infer", path, "--report", form) for form in FORMS}
    assert {each.returncode for each in told.values()} == {1}
    assert told["text"].stdout.startswith(f"{path}:3:11: cax-")
    (record,) = json.loads(told["json"].stdout)["contradictions"]
    place = ["<urn:x>", TYPE, "<https://w3id.org/osce-kg/ontology#Place>"]
    assert (record["line"], record["rule"][:4]) == (3, "cax-")
    assert place in record["premises"]
    assert place in record["asserted"]
    (result,) = json.loads(told["sarif"].stdout)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 11}
    report = rdflib.Graph().parse(data=told["turtle"].stdout, format="turtle")
    assert list(report.objects(None, rdflib.SH.focusNode)) == [rdflib.URIRef("urn:x")]
    assert len(list(report.subjects(rdflib.RDF.type, rdflib.RDF.Statement))) == 3
    assert 'failures="1"' in told["junit"].stdout
    assert told["github"].stdout.startswith(f"::error file={path},line=3,col=11,title=cax-")


def test_infer_reports_that_there_is_no_contradiction(tmp_path: Path) -> None:
    (tmp_path / "ours.ttl").write_text(TURTLE, encoding="utf-8")
    ended = run("infer", tmp_path / "ours.ttl", "--report", "json")
    assert (ended.returncode, json.loads(ended.stdout)["consistent"]) == (0, True)


def test_infer_tells_where_a_file_does_not_parse(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> .\n", encoding="utf-8")
    ended = run("infer", tmp_path / "broken.ttl")
    assert ended.returncode == 2
    assert "broken.ttl:2:" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_explain_shows_the_sentence_behind_an_asserted_triple(sample_release: Path) -> None:
    query = "SELECT ?d ?s { ?d osce:mentions ?s . ?s a osce:State } ORDER BY ?d ?s LIMIT 1"
    document, state = run("query", sample_release, query, "--format", "tsv").stdout.splitlines()[1].split("\t")
    told = run("explain", sample_release, document, "osce:mentions", state)
    assert told.returncode == 0
    assert "»" in told.stdout
    assert "confidence" in told.stdout
    entailed = run("explain", sample_release, document, "schema:mentions", state)
    assert "entailed by prp-spo1" in entailed.stdout
    assert "»" in entailed.stdout


@pytest.mark.parametrize("form", ["json", "turtle"])
def test_explain_writes_a_proof_for_programs(sample_release: Path, form: str) -> None:
    ended = run("explain", sample_release, "body:odihr", "a", "foaf:Agent", "--format", form)
    assert ended.returncode == 0
    if form == "json":
        (proof,) = json.loads(ended.stdout)
        assert proof["rule"] == "cax-sco"
        assert proof["premises"][0]["grounds"][0]["graph"] == "https://w3id.org/osce-kg/graph/register"
    else:
        assert len(rdflib.Graph().parse(data=ended.stdout, format="turtle")) >= 10


def test_explain_says_that_a_triple_does_not_stand(sample_release: Path) -> None:
    ended = run("explain", sample_release, "body:odihr", "a", "osce:State")
    assert ended.returncode == 1
    assert "nor does it follow from what is" in ended.stderr


def test_explain_refuses_an_unknown_prefix(sample_release: Path) -> None:
    ended = run("explain", sample_release, "body:odihr", "a", "nothing:x")
    assert ended.returncode == 2
    assert "unknown prefix nothing:" in ended.stderr


def test_explain_names_the_prefix_where_a_name_has_a_slash(sample_release: Path) -> None:
    ended = run("explain", sample_release, "id:org/odihr", "a", "foaf:Agent")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "osce-kg: id:org/odihr is not a name in SPARQL: write body:odihr\n"
