"""Slips that ontologists make, beside those of ``test_ontology_hygiene``: each is found by the gate that should see it.

A case is one or more replacements in one file, the gate, the rule, and a piece of the line that the finding points to.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest

from kg.hygiene import GATES, check
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project
from tests.conftest import ROOT
from tests.series import some

OSCE = "ontology/osce.ttl"
FIELDS = "ontology/concepts/field-of-work.ttl"
KINDS = "ontology/concepts/event-type.ttl"
ORG = "ontology/alignments/org.ttl"
PROV = "ontology/alignments/prov.ttl"
SCHEMA = "ontology/alignments/schema.ttl"
AXIOMS = "\n# Axioms beyond a term's own block"
BELOW = "# Ours below theirs"


@dataclass(frozen=True)
class Slip:
    """What is replaced in a file, and what must be found."""

    name: str
    file: str
    changes: tuple[tuple[str, str], ...]
    gate: str
    rule: str
    line: str


def _slip(name: str, file: str, old: str, new: str, gate: str, rule: str, line: str = "") -> Slip:
    return Slip(name, file, ((old, new),), gate, rule, line or new.strip().splitlines()[0])


def _axiom(name: str, axiom: str, gate: str, rule: str, line: str = "") -> Slip:
    return Slip(name, OSCE, ((AXIOMS, f"\n{axiom} .\n{AXIOMS}"),), gate, rule, line or axiom)


def _aligned(name: str, file: str, axiom: str, gate: str, rule: str, line: str = "") -> Slip:
    return Slip(name, file, ((BELOW, f"{axiom} .\n{BELOW}"),), gate, rule, line or axiom)


SLIPS = [
    _axiom("A01 the seat of a body is the place of an event", "osce:seat rdfs:subPropertyOf osce:atPlace",
           "consistency", "unsatisfiable"),
    _axiom("A02 a host State is a place of work", "osce:hostState rdfs:subPropertyOf osce:operatesIn", "consistency",
           "unsatisfiable"),
    _axiom("A03 a datatype property under an object property", "osce:dateline rdfs:subPropertyOf osce:datelinePlace",
           "profile", "profile-dl"),
    _axiom("A04 an inverse of itself", "osce:seat owl:inverseOf osce:seat", "structure", "inverse", "osce:seat a"),
    _axiom("A05 an inverse that does not mirror", "osce:seat owl:inverseOf osce:hostState", "structure", "inverse",
           "osce:seat a"),
    _slip("A06 a range that the shape contradicts", OSCE, "osce:confidence a owl:DatatypeProperty ; rdfs:range "
          "xsd:decimal", "osce:confidence a owl:DatatypeProperty ; rdfs:range xsd:integer", "agreement", "agreement",
          "sh:datatype xsd:decimal"),
    _slip("A07 a range without language where the shape wants one", OSCE, "osce:nameText a owl:DatatypeProperty ; "
          "rdfs:domain osce:NamePeriod ; rdfs:range rdfs:Literal", "osce:nameText a owl:DatatypeProperty ; "
          "rdfs:domain osce:NamePeriod ; rdfs:range xsd:string", "agreement", "agreement",
          "sh:datatype rdf:langString"),
    _slip("A08 a datatype as range of an object property", OSCE, "osce:seat a owl:ObjectProperty ; rdfs:domain "
          "org:Organization ; rdfs:range osce:Place", "osce:seat a owl:ObjectProperty ; rdfs:domain org:Organization "
          "; rdfs:range xsd:string", "profile", "profile-rl"),
    _axiom("A09 a class that is a concept", "osce:Post a skos:Concept", "structure", "punning"),
    _axiom("A10 a class that is a property", "osce:Post a owl:ObjectProperty", "profile", "profile-dl", "osce:Post a"),
    Slip("A11 Russian tagged as Italian", OSCE, (('"incarico"@it , "должность"@ru', '"incarico"@ru , '
         '"должность"@it'),), "terms", "language", "osce:Post a"),
    _slip("A12 a tag of three letters", OSCE, '"poste"@fr', '"poste"@fra', "terms", "language", "osce:Post a"),
    _slip("A13 a label without language beside the English one", OSCE, '"post"@en , ', '"post"@en , "office" , ',
          "terms", "language", "osce:Post a"),
    _slip("A14 one of the six languages lost", OSCE, ' , "incarico"@it', "", "terms", "language", "osce:Post a"),
    _slip("A15 labels that differ in a hyphen", OSCE, '"contact"@en', '"speech-act"@en', "terms", "duplicate-label",
          "osce:SpeechAct a"),
    _slip("A16 labels that differ in the plural", OSCE, '"contact"@en', '"meetings"@en', "terms", "duplicate-label",
          "osce:Meeting a"),
    _aligned("A17 persons are organizations", ORG, "foaf:Person rdfs:subClassOf org:Organization", "consistency",
             "unsatisfiable"),
    _axiom("A18 a field operation is a person", "osce:FieldOperation rdfs:subClassOf foaf:Person", "consistency",
           "unsatisfiable"),
    _aligned("A19 every creative work is a document", SCHEMA, "schema:CreativeWork rdfs:subClassOf osce:Document",
             "consistency", "unsatisfiable", "osce:LanguageVersion"),
    _aligned("A20 an event is an entity", PROV, "osce:Event rdfs:subClassOf prov:Entity", "consistency",
             "unsatisfiable", "osce:OrganizationalChange"),
    _aligned("A21 every organization is a State", ORG, "osce:State owl:equivalentClass org:Organization",
             "consistency", "unsatisfiable", "osce:Structure"),
    _aligned("A22 a datatype property under an object property of others", SCHEMA,
             "osce:dateline rdfs:subPropertyOf schema:location", "profile", "profile-dl"),
    _axiom("A23 an exact cardinality", "osce:Tenure rdfs:subClassOf [ a owl:Restriction ; owl:onProperty osce:ofPost ; "
           'owl:cardinality "1"^^xsd:nonNegativeInteger ]', "profile", "profile-rl"),
    _axiom("A24 at most two", "osce:Tenure rdfs:subClassOf [ a owl:Restriction ; owl:onProperty osce:ofPost ; "
           'owl:maxCardinality "2"^^xsd:nonNegativeInteger ]', "profile", "profile-rl"),
    _axiom("A25 a union on the wider side", "osce:Post rdfs:subClassOf [ a owl:Class ; owl:unionOf ( osce:Place "
           "osce:Event ) ]", "profile", "profile-rl"),
    _slip("A26 a union as domain", OSCE, "osce:actingAs a owl:ObjectProperty ;", "osce:actingAs a owl:ObjectProperty "
          "; rdfs:domain [ a owl:Class ; owl:unionOf ( osce:Involvement osce:SpeechAct ) ] ;", "profile",
          "profile-rl"),
    _slip("A27 a pair lost", OSCE, "osce:State owl:disjointWith osce:Structure .", "", "disjointness", "disjointness",
          "osce:State a"),
    Slip("A28 a class outside the group of its siblings", OSCE, (
        (" osce:Signature osce:SpeechAct ) .", " osce:SpeechAct ) ."),
        ("osce:OrganizationalChange , osce:Signature , osce:SpeechAct .", "osce:OrganizationalChange , "
         "osce:SpeechAct ."),
        ("osce:OrganizationalChange , osce:Signature , osce:SpeechAct .", "osce:OrganizationalChange , "
         "osce:SpeechAct ."),
        ("osce:OrganizationalChange , osce:Signature , osce:SpeechAct .", "osce:OrganizationalChange , "
         "osce:SpeechAct ."),
        ("osce:OrganizationalChange owl:disjointWith osce:Signature , osce:SpeechAct .",
         "osce:OrganizationalChange owl:disjointWith osce:SpeechAct ."),
        ("osce:Signature owl:disjointWith osce:SpeechAct .\n", ""),
    ), "disjointness", "disjointness", "osce:Signature a"),
    Slip("A29 a circle of broader concepts", FIELDS, (
        ("skos:broader dimension:politico-military ;", "skos:broader field-of-work:border-management ;"),
        ("skos:broader dimension:politico-military ;", "skos:broader field-of-work:arms-control ;"),
    ), "concepts", "concept-circle", "skos:broader field-of-work:"),
    _slip("A30 related to what is broader", FIELDS, "skos:broader dimension:politico-military ;",
          "skos:broader dimension:politico-military ; skos:related dimension:politico-military ;", "concepts",
          "concept-related"),
    _slip("A31 an exact match that is broad as well", FIELDS, "skos:exactMatch <http://eurovoc.europa.eu/3506> ;",
          "skos:exactMatch <http://eurovoc.europa.eu/3506> ; skos:broadMatch <http://eurovoc.europa.eu/3506> ;",
          "concepts", "concept-match"),
    _slip("A32 two concepts match one exactly", FIELDS, "skos:closeMatch <http://eurovoc.europa.eu/5540> ;",
          "skos:exactMatch <http://eurovoc.europa.eu/3506> ;", "concepts", "concept-match"),
    _slip("A33 on top and below", KINDS, "event-type:call a skos:Concept ;", "event-type:call a skos:Concept ; "
          "skos:broader event-type:visit ;", "concepts", "concept-top"),
    _slip("A34 one text as preferred and alternative label", KINDS, "event-type:call a skos:Concept ;",
          'event-type:call a skos:Concept ; skos:altLabel "call"@en ;', "concepts", "concept-shape"),
    _slip("A35 on top by one link alone", KINDS, "event-type:call , ", "", "concepts", "concept-top",
          "event-type:call a"),
    _slip("A36 irreflexive and transitive", OSCE, "osce:withinPlace a owl:ObjectProperty ,", "osce:withinPlace a "
          "owl:ObjectProperty , owl:IrreflexiveProperty ,", "profile", "profile-dl"),
    _slip("A37 an axiom narrower than the shape", OSCE, "osce:speaker a owl:ObjectProperty ; rdfs:domain "
          "osce:SpeechAct ; rdfs:range foaf:Agent", "osce:speaker a owl:ObjectProperty ; rdfs:domain osce:SpeechAct ; "
          "rdfs:range foaf:Person", "agreement", "agreement", "sh:class foaf:Agent"),
    _slip("A38 a shape that asks for a State where the axiom says Place", "shapes/events.ttl", "  sh:class "
          "osce:Place ;", "  sh:class osce:State ;", "agreement", "agreement"),
    _slip("A39 a chain that ends elsewhere", OSCE, "osce:snapshotOf osce:languageVersionOf )", "osce:snapshotOf )",
          "consistency", "unsatisfiable", "osce:statedIn"),
    _axiom("A40 the same as somebody's class", "osce:Post owl:sameAs org:Post", "structure", "punning"),
    _slip("A41 domain and range swapped", OSCE, "osce:issuedBy a owl:ObjectProperty ; rdfs:domain osce:Document ; "
          "rdfs:range foaf:Agent", "osce:issuedBy a owl:ObjectProperty ; rdfs:domain foaf:Agent ; rdfs:range "
          "osce:Document", "agreement", "agreement", "sh:class foaf:Agent"),
    _slip("A42 a definition copied", OSCE, '"office that exists whether or not anybody holds it"@en',
          '"span of a snapshot that denotes a thing or bears out a fact"@en', "terms", "duplicate-definition",
          "osce:Post a"),
    _slip("A43 a definition tagged as French", OSCE, "whether or not anybody holds it\"@en",
          "whether or not anybody holds it\"@fr", "terms", "language", "osce:Post a"),
    _slip("A44 a definition without a tag", OSCE, "whether or not anybody holds it\"@en",
          "whether or not anybody holds it\"", "terms", "language", "osce:Post a"),
    _axiom("A45 disjoint with what is above it", "osce:Decision owl:disjointWith osce:Document", "consistency",
           "unsatisfiable"),
]  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the gates look at, without documentation and tables."""
    for part in ("ontology", "shapes"):
        shutil.copytree(ROOT / part, tmp_path / part)
    return tmp_path


@pytest.mark.parametrize("slip", some(SLIPS, 2, attrgetter("gate")), ids=lambda slip: slip.name)
def test_a_slip_is_found_at_its_line(checkout: Path, slip: Slip) -> None:
    path = checkout / slip.file
    text = path.read_text(encoding="utf-8")
    for old, new in slip.changes:
        assert old in text, f"{slip.file} no longer has {old!r}"
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    found = [each for each in check(Project.at(checkout), (slip.gate,)) if each.rule == slip.rule]
    assert found, "nothing found"
    lines = [(checkout / each.file).read_text(encoding="utf-8").splitlines()[each.line - 1] for each in found]
    assert any(slip.line in line for line in lines), (slip.line, found)


def test_there_are_45_slips() -> None:
    assert [slip.name.split()[0] for slip in SLIPS] == [f"A{number:02}" for number in range(1, 46)]


def test_a_gate_that_cannot_go_on_leaves_the_others_to_speak(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(project: Project) -> Iterator[Finding]:
        raise RecursionError("too deep")

    monkeypatch.setitem(GATES, "structure", stop)
    path = checkout / OSCE
    path.write_text(path.read_text(encoding="utf-8").replace('"post"@en , ', "", 1), encoding="utf-8")
    found = list(check(Project.at(checkout), ("structure", "terms")))
    assert [each.rule for each in found] == ["gate", "label"]
    assert found[0].message == "the gate 'structure' could not go on: RecursionError: too deep"


def test_a_property_that_no_shape_looks_at_is_found(checkout: Path) -> None:
    path = checkout / "shapes" / "terms.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sh:path osce:nationality", "sh:path foaf:name"), encoding="utf-8")
    (found,) = check(Project.at(checkout), ("agreement",))
    assert (found.rule, found.message) == ("unguarded", "no shape looks at osce:nationality")


def test_a_misspelt_term_of_a_standard_is_named_by_the_gates_that_can_go_on(checkout: Path) -> None:
    path = checkout / OSCE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("osce:Post a owl:Class ;", "osce:Post a owl:Class ; rdfs:subclassOf osce:Tenure ;"))
    found = list(check(Project.at(checkout), ("usage", "consistency")))
    assert {each.rule for each in found} == {"unknown-term", "tableau"}


@pytest.mark.parametrize("text", [b"", b"# Only a heading?\n", b"\xff\xfe"], ids=["empty", "one line", "no UTF-8"])
def test_a_question_that_is_no_question_is_found_without_a_traceback(checkout: Path, text: bytes) -> None:
    (checkout / "ontology" / "questions" / "001-states-on-a-day.rq").write_bytes(text)
    found = {each.rule for each in check(Project.at(checkout), ("questions", "handbook"))}
    assert found & {"question", "syntax"}
    assert "gate" not in found
