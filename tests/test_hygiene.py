"""``osce-kg check``: the project is clean, and each rule notices a fault that is put before it."""

import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCTERMS, RDF, XSD, Literal, URIRef

from kg.assets import folder
from kg.errors import RdfSyntaxError
from kg.hygiene import RULES, Finding, inspect
from kg.hygiene.project import Project
from kg.reference import tabulate
from kg.release.dumps import read_compressed
from tests.conftest import ROOT
from tests.test_cli import run

TERM = re.compile(r"<https://w3id\.org/osce-kg/ontology#(\w+)>")
TABLES = ROOT / "kg" / "reference" / "tables"
#: Rule → (file under ontology/ or tables/, what stands there, what is put there, a word of the finding).
FAULTS = {
    "labels": (
        "ontology/osce.ttl",
        'rdfs:label "contact"@en',
        'rdfs:label "contact"@en , "talk"@en',
        "2 labels in 'en'",
    ),
    "label-clashes": (
        "ontology/osce.ttl",
        '"speech act"@en',
        '"contact"@en',
        "both labelled",
    ),
    "definitions": (
        "ontology/osce.ttl",
        "event done in words by an OSCE actor",
        "speech act by an OSCE actor",
        "its own label",
    ),
    "ownership": (
        "ontology/osce.ttl",
        'vs:term_status "stable"',
        'vs:term_status "new"',
        "'new'",
    ),
    "need": (
        "ontology/osce.ttl",
        'osce:neededBy "013"',
        'osce:neededBy "913"',
        "'913'",
    ),
    "header": (
        "ontology/osce.ttl",
        'owl:versionInfo "0.1.0"',
        'owl:versionInfo "0.2.0"',
        "0.2.0",
    ),
    "minted": (
        "ontology/questions/001-states-on-a-day.rq",
        "a osce:StateParticipation",
        "a osce:Participating",
        "Participating",
    ),
    "concepts-exist": (
        "ontology/concepts/field-of-work.ttl",
        "dimension:politico-military ,",
        "dimension:naval ,",
        "naval",
    ),
    "links": (
        "ontology/concepts/field-of-work.ttl",
        "<http://eurovoc.europa.eu/3506>",
        "<eurovoc:3506>",
        "eurovoc:3506",
    ),
    "context": (
        "ontology/context.jsonld",
        '"osce:Contact"',
        '"osce:Kontakt"',
        "not in step",
    ),
    "profile": (
        "ontology/osce.ttl",
        "rdfs:subClassOf osce:Event",
        "rdfs:subClassOf [ owl:unionOf ( osce:Event ) ]",
        "unionOf",
    ),
    "consistent": (
        "ontology/osce.ttl",
        "# Classes\n",
        "<urn:x> a osce:State , osce:Place .\n",
        "urn:x",
    ),
    "tables": (
        "tables/participating_states.csv",
        "\n",
        ",extra\n",
        "extra",
    ),
    "answers": (
        "ontology/questions/002-admission-of-a-state.csv",
        "1",
        "2",
        "not those of",
    ),
}


@pytest.fixture
def copied(tmp_path: Path) -> Project:
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    shutil.copytree(TABLES, tmp_path / "tables")
    return Project(root=tmp_path, ontology=tmp_path / "ontology", tables=tmp_path / "tables")


def test_the_project_is_clean() -> None:
    ended = run("check")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert f"{len(RULES)} rules, 0 findings" in ended.stderr


def test_every_rule_has_a_fault_to_notice() -> None:
    assert FAULTS.keys() == RULES.keys()


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_notices_its_fault_at_its_place(copied: Project, rule: str) -> None:
    name, right, wrong, told = FAULTS[rule]
    path = copied.root / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    found = inspect(copied, [rule])
    assert found
    assert {each.rule for each in found} == {rule}
    assert told in " ".join(each.message for each in found)
    assert all(each.line >= 1 and each.remedy for each in found)


def test_a_finding_points_at_line_and_column(copied: Project) -> None:
    path = copied.ontology / "questions" / "005-participants-per-year.rq"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, "# osce:Nothing"]) + "\n", encoding="utf-8")
    (finding,) = inspect(copied, ["minted"])
    assert (finding.file, finding.line, finding.column) == (
        "ontology/questions/005-participants-per-year.rq",
        len(lines) + 1,
        3,
    )


def test_turtle_that_does_not_parse_is_told_with_its_place(copied: Project) -> None:
    path = copied.ontology / "alignments" / "foaf.ttl"
    path.write_text(path.read_text(encoding="utf-8") + "osce:State rdfs:subClassOf .\n", encoding="utf-8")
    line = len(path.read_text(encoding="utf-8").splitlines())
    with pytest.raises(RdfSyntaxError, match=rf"foaf\.ttl:{line}:"):
        inspect(copied)


def test_findings_are_reported_for_programs_and_pull_requests(copied: Project) -> None:
    path = copied.ontology / "osce.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace('"stable"', '"new"', 1), encoding="utf-8")
    asked = ("check", "--rule", "ownership", "--ontology", copied.ontology, "--report")
    told = run(*asked, "json")
    assert told.returncode == 1
    (finding,) = [Finding(**each) for each in json.loads(told.stdout)]
    assert finding.rule == "ownership"
    annotated = run(*asked, "github").stdout
    assert annotated.startswith(f"::error file=ontology/osce.ttl,line={finding.line},col=1,title=ownership::")


def test_every_term_of_the_register_and_of_a_release_is_minted(sample_release: Path) -> None:
    minted = Project(root=ROOT, ontology=ROOT / "ontology").terms.keys()
    used = {name for line in tabulate() for name in TERM.findall(line)}
    used |= {name for line in read_compressed(sample_release / "osce-kg.nq.gz") for name in TERM.findall(line)}
    assert len(used) > 90
    assert used - minted == set()


def test_the_context_reads_plain_keys_as_the_ontology_means_them() -> None:
    context = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    page = {
        "@context": context,
        "@id": "id:doc/1",
        "type": "PressRelease",
        "title": {"@value": "A title", "@language": "en"},
        "mentions": "id:state/serbia",
        "hasLanguageVersion": {"@id": "id:doc/1/en", "languageTag": "en"},
    }
    data = json.dumps(page)
    base, term = "https://w3id.org/osce-kg/id/", "https://w3id.org/osce-kg/ontology#"
    wanted = {
        (URIRef(f"{base}doc/1"), RDF.type, URIRef(f"{term}PressRelease")),
        (URIRef(f"{base}doc/1"), DCTERMS.title, Literal("A title", lang="en")),
        (URIRef(f"{base}doc/1"), URIRef(f"{term}mentions"), URIRef(f"{base}state/serbia")),
        (URIRef(f"{base}doc/1"), URIRef(f"{term}hasLanguageVersion"), URIRef(f"{base}doc/1/en")),
        (URIRef(f"{base}doc/1/en"), URIRef(f"{term}languageTag"), Literal("en", datatype=XSD.language)),
    }
    assert set(rdflib.Graph().parse(data=data, format="json-ld")) == wanted
    assert len(set(ox.parse(data, format=ox.RdfFormat.JSON_LD))) == len(wanted)
