"""Stage 6: ``osce-kg validate`` says what is wrong, and where."""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from kg.namespaces import XSD
from kg.validation.places import Places
from tests.commands import run
from tests.test_validation import PREFIXES


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
ex:m1 a osce:NamePeriod ; osce:nameOf ex:s1 .
"""
)
FAULTS = {
    (9, "State-isoAlpha2"), (10, "Labelled-prefLabel"), (11, "Labelled-prefLabel"), (13, "Place-isoAlpha3"),
    (14, "Tenure-ofPost"), (14, "TimedRelation"), (16, "Tenure-ofPost"), (18, "TimedRelation-lastAttested"),
    (20, "NamePeriod-nameText"), (21, "NamePeriod-nameText"),
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
    assert {(int(line), shape) for level, _, line, shape, _ in found if level == "error"} == FAULTS
    assert {file for _, file, *_ in found} == {str(faulty)}
    assert all("correct " in message or "give " in message or "move " in message for *_, message in found)


def test_every_form_tells_the_same_results(faulty: Path) -> None:
    told = json.loads(run("validate", str(faulty), "--report", "json").stdout)
    sarif = json.loads(run("validate", str(faulty), "--report", "sarif").stdout)
    report = Graph().parse(data=run("validate", str(faulty), "--report", "turtle").stdout, format="turtle")
    junit = ElementTree.fromstring(run("validate", str(faulty), "--report", "junit").stdout)
    assert told["counts"] == {"violation": 10, "warning": 0, "info": 0}
    assert {result["line"] for result in told["results"]} == {line for line, _ in FAULTS}
    results = sarif["runs"][0]["results"]
    assert {r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in results} == {
        line for line, _ in FAULTS
    }
    assert sarif["version"] == "2.1.0"
    assert len(list(report.objects(None, SH.result))) == len(results) == 10
    suite = junit[0]
    assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
    assert int(suite.get("failures", "")) == len({result["sourceShape"] for result in told["results"]}) > 5
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
    assert "no violations, 5 warnings" in limited.stdout
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


def test_files_may_refer_to_the_register_and_to_the_concepts(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text(
        """@base <https://w3id.org/osce-kg/> .
        @prefix osce: <https://w3id.org/osce-kg/ontology#> .
        @prefix org: <http://www.w3.org/ns/org#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        <http://example.org/p> a osce:StateParticipation ; org:member <id/state/albania> ;
          org:organization <id/org/osce> ; org:role <scheme/role/asian-partner> ; osce:validFrom "2001"^^xsd:gYear .
        """,
        encoding="utf-8",
    )
    assert run("validate", str(path)).returncode == 0
    path.write_text(path.read_text(encoding="utf-8").replace("asian-partner", "no-role"), encoding="utf-8")
    assert "A participation has one role of the scheme" in run("validate", str(path)).stdout
