"""``osce-kg check``: the project is clean, and every rule has a fault that it must catch, at its line."""

import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.hygiene import GATES, check
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project
from tests.commands import run
from tests.conftest import ROOT
from tests.series import some
from tests.test_ontology_slips import SLIPS

OSCE = "ontology/osce.ttl"
PLACES = "shapes/places.ttl"
EVIDENCE = "shapes/evidence.ttl"
TYPES = "ontology/concepts/event-type.ttl"
OFFICIALS = "kg/reference/tables/officials.csv"
ROLE = "osce:Post a owl:Class ;"
STATUS = 'vs:term_status "testing" ; rdfs:isDefinedBy <https://w3id.org/osce-kg/ontology> .'
ASKED = 'curation:neededBy "009" , "045" ; '


@dataclass(frozen=True)
class Fault:
    """A change to one file, the gate that must see it, the rule it must name, and the text at the line it points to."""

    name: str
    file: str
    old: str
    new: str
    gate: str
    rule: str
    line: str


def _of_post(name: str, old: str, new: str, rule: str) -> Fault:
    return Fault(name, OSCE, old, new, "terms", rule, ROLE)


POST_LABELS = 'rdfs:label "post"@en , '
POST_DEFINITION = '"office that exists whether or not anybody holds it"@en'
HEADER = "<https://w3id.org/osce-kg/ontology> a owl:Ontology"
FAULTS = [
    _of_post("no label", POST_LABELS, "rdfs:label ", "label"),
    _of_post("no definition", f"skos:definition {POST_DEFINITION} ;", "", "definition"),
    Fault("the label of another", OSCE, '"tenure"@en', '"post"@en', "terms", "duplicate-label", "osce:Tenure a owl"),
    _of_post("two labels in one language", POST_LABELS, f'{POST_LABELS}"office"@en , ', "label-twice"),
    _of_post("space after a label", POST_LABELS, 'rdfs:label "post "@en , ', "label-space"),
    Fault("a term that nobody minted", OSCE, "rdfs:range osce:Post ", "rdfs:range osce:Pst ", "usage", "unknown-term",
          "osce:Pst"),
    Fault("a class above itself", OSCE, "osce:TimedRelation a owl:Class", "osce:TimedRelation a owl:Class ; "
          "rdfs:subClassOf osce:Tenure", "structure", "cycle", "osce:TimedRelation a owl"),
    Fault("a class that nothing can be in", OSCE, "osce:PressRelease a owl:Class ;", "osce:PressRelease a owl:Class ; "
          "rdfs:subClassOf osce:Event ;", "consistency", "unsatisfiable", "osce:PressRelease a owl"),
    Fault("object and datatype property", OSCE, "osce:ofPost a owl:ObjectProperty",
          "osce:ofPost a owl:ObjectProperty , owl:DatatypeProperty", "profile", "profile-dl", "osce:ofPost a"),
    Fault("two domains", OSCE, "osce:ofPost a owl:ObjectProperty ;", "osce:ofPost a owl:ObjectProperty ; "
          "rdfs:domain osce:Event ;", "structure", "two-bounds", "osce:ofPost a"),
    Fault("an inverse that does not mirror", OSCE, "owl:inverseOf osce:snapshotOf",
          "owl:inverseOf osce:languageVersionOf", "structure", "inverse", "osce:hasSnapshot a"),
    Fault("no licence", OSCE, "dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;", "", "header",
          "licence", HEADER),
    Fault("no version IRI", OSCE, "owl:versionIRI <https://w3id.org/osce-kg/ontology/0.2.0> ;", "", "header",
          "version", HEADER),
    Fault("a version IRI of another version", OSCE, 'owl:versionInfo "0.2.0"', 'owl:versionInfo "0.3.0"', "header",
          "version", HEADER),
    Fault("an existential on the wider side", OSCE, ROLE, f"{ROLE} rdfs:subClassOf [ a owl:Restriction ; "
          "owl:onProperty osce:seat ; owl:someValuesFrom osce:Place ] ;", "profile", "profile-rl", ROLE),
    Fault("a range outside the datatype map", OSCE, "osce:languageTag a owl:DatatypeProperty ; "
          "rdfs:domain osce:LanguageVersion ; rdfs:range xsd:language", "osce:languageTag a owl:DatatypeProperty ; "
          "rdfs:domain osce:LanguageVersion ; rdfs:range xsd:date", "profile", "profile-rl", "osce:languageTag a"),
    Fault("functional with a chain", OSCE, "osce:hasHeldPost a owl:ObjectProperty", "osce:hasHeldPost a "
          "owl:ObjectProperty , owl:FunctionalProperty", "profile", "profile-dl", "osce:hasHeldPost a"),
    Fault("a chain that leads back", OSCE, "( org:hasMembership osce:ofPost )",
          "( org:hasMembership osce:hasHeldPost osce:ofPost )", "profile", "profile-dl", "osce:hasHeldPost a"),
    Fault("a property above one of another kind", OSCE, "osce:ofPost a owl:ObjectProperty ;", "osce:ofPost a "
          "owl:ObjectProperty ; rdfs:subPropertyOf osce:asWritten ;", "profile", "profile-dl", "osce:ofPost a"),
    Fault("deprecated and still used", OSCE, ROLE, f"{ROLE} owl:deprecated true ; dcterms:isReplacedBy osce:Tenure ;",
          "structure", "deprecated", "rdfs:range osce:Post"),
    Fault("an axiom on somebody else's class", OSCE, "org:Organization a owl:Class .", "org:Organization a owl:Class ; "
          "rdfs:subClassOf osce:Place .", "structure", "foreign-axiom", "org:Organization a owl"),
    Fault("a bad name", OSCE, "\nosce:Post a owl:Class", "\nosce:post_held a owl:Class", "terms", "name",
          "osce:post_held a"),
    Fault("a misspelt term of a standard", OSCE, ROLE, f"{ROLE} rdfs:subclassOf osce:Tenure ;", "usage", "unknown-term",
          "rdfs:subclassOf"),
    _of_post("a definition with its own label", POST_DEFINITION, '"what a post is"@en', "circular-definition"),
    Fault("two definitions in a circle", OSCE, POST_DEFINITION, '"what somebody holds in a tenure"@en', "terms",
          "circular-definition", "osce:Tenure a"),
    _of_post("a sentence as definition", POST_DEFINITION, '"An office that anybody holds."@en', "definition-form"),
    Fault("no status", OSCE, f'{ASKED}{STATUS}\n\nosce:PressRelease', ASKED +
          "rdfs:isDefinedBy <https://w3id.org/osce-kg/ontology> .\n\nosce:PressRelease", "terms", "status", ROLE),
    Fault("defined by nobody", OSCE, f'{ASKED}{STATUS}\n\nosce:PressRelease',
          f'{ASKED}vs:term_status "testing" .\n\nosce:PressRelease', "terms", "defined-by", ROLE),
    Fault("needed by no question", OSCE, f'{ASKED}{STATUS}\n\nosce:PressRelease',
          f"{STATUS}\n\nosce:PressRelease", "terms", "needed-by", ROLE),
    Fault("needed by a question that does not ask for it", OSCE, f'{ASKED}{STATUS}\n\nosce:PressRelease',
          f'curation:neededBy "001" ; {STATUS}\n\nosce:PressRelease', "terms", "needed-by", ROLE),
    Fault("a term of others that nobody declares", OSCE, "geo:lat a owl:DatatypeProperty .", "geo:lat a "
          "owl:DatatypeProperty ; skos:hiddenLabel \"x\" .", "usage", "undeclared", "skos:hiddenLabel"),
    Fault("a context out of step", "ontology/context.jsonld", '"osce:Contact"', '"osce:Kontakt"', "context", "context",
          "osce:Kontakt"),
    Fault("a reference page out of step", "docs/reference/concepts.md", "# Concept schemes", "# Concepts", "handbook",
          "handbook", "# Concepts"),
    Fault("no creator", OSCE, 'dcterms:creator <https://w3id.org/osce-kg/> ;', "", "header", "header", HEADER),
    Fault("a creator of whom nothing is said", OSCE, "osce-kg/> a foaf:Agent ;", "osce-kg/> rdfs:seeAlso foaf:Agent ;",
          "header", "header", "dcterms:creator"),
    Fault("a number of classes that is not that", OSCE, "voaf:classNumber 38", "voaf:classNumber 37", "header",
          "header", HEADER),
    Fault("a scheme of another version", TYPES, 'owl:versionInfo "0.2.0"', 'owl:versionInfo "0.1.0"', "header",
          "version", "scheme/event-type> a skos"),
    Fault("a prior version that is not kept", OSCE, "osce-kg/ontology/0.1.0> ;", "osce-kg/ontology/0.1.1> ;",
          "header", "kept-version", HEADER),
    Fault("a term of an older version that is gone", OSCE, "osce:isoAlpha2 a owl", "osce:isoAlphaTwo a owl", "header",
          "kept-version", HEADER),
    Fault("a term without example", OSCE, "  skos:example 'post:secretary-general a osce:Post .' ;\n", "", "examples",
          "example", ROLE),
    Fault("an example that is no Turtle", OSCE, "'post:secretary-general a osce:Post .'", "'post:x a osce:Post'",
          "examples", "example", ROLE),
    Fault("an example of another term", OSCE, "'post:secretary-general a osce:Post .'", "'post:x a osce:Tenure .'",
          "examples", "example", ROLE),
    Fault("an example that the register contradicts", OSCE, "osce:isoAlpha3 \"FIN\" .'", "osce:isoAlpha3 \"FRA\" .'",
          "examples", "example", "osce:isoAlpha3 a"),
    Fault("a term of the curators that is not there", OSCE, 'curation:neededBy "013"', 'curation:wantedBy "013"',
          "usage", "unknown-term", "curation:wantedBy"),
    Fault("a term that nothing fills", OSCE, "osce:abbreviation a owl:DatatypeProperty ;",
          "osce:shortForm a owl:DatatypeProperty ; rdfs:label \"x\"@en .\nosce:abbreviation a owl:DatatypeProperty ;",
          "coverage", "unfilled", "osce:shortForm a"),
    Fault("a contradiction", OSCE, "\n# Axioms beyond", "\n<https://w3id.org/osce-kg/id/x> a osce:State , "
          "osce:Place .\n# Axioms beyond", "consistency", "inconsistent", "id/x> a"),
    Fault("a contradiction in tableau", OSCE, "\n# Axioms beyond", "\n<https://w3id.org/osce-kg/id/x> a osce:State , "
          "osce:Place .\n# Axioms beyond", "consistency", "tableau", "# The one place"),
    Fault("no Turtle", OSCE, "osce:Post a owl:Class ;", "osce:Post a owl:Class", "syntax", "syntax",
          'rdfs:label "post"'),
    Fault("a concept without label", TYPES, 'skos:prefLabel "call"@en , ', "skos:prefLabel ", "concepts",
          "label", "event-type:call a"),
    Fault("a concept with two kinds of label", TYPES, 'rdfs:label "call"@en', 'rdfs:label "phone call"@en', "concepts",
          "label", "event-type:call a"),
    Fault("a concept without definition", TYPES, 'skos:definition "talk between parties over', 'skos:note "talk over',
          "concepts", "definition", "event-type:call a"),
    Fault("a concept of no scheme", TYPES, "event-type:call a skos:Concept ; skos:inScheme "
          "<https://w3id.org/osce-kg/scheme/event-type> ;", "event-type:call a skos:Concept ;", "concepts", "scheme",
          "event-type:call a"),
    Fault("a link to no concept", TYPES, "event-type:call , ", "event-type:cal , ", "concepts", "dangling",
          "event-type:cal "),
    Fault("a question about no concept", "ontology/questions/034-what-is-unconfirmed.rq", "= status:unconfirmed",
          "= status:doubtful", "usage", "unknown-concept", "status:doubtful"),
    Fault("a question about no term", "ontology/questions/001-states-on-a-day.rq", "osce:suspends", "osce:suspend",
          "usage", "unknown-term", "osce:suspend "),
    Fault("a page about no term", "docs/page.md", "osce:Post", "osce:Office", "usage", "unknown-term", "osce:Office"),
    Fault("a page with the address of no term", "docs/page.md", "`osce:Post`",
          "https://w3id.org/osce-kg/ontology#Office", "usage", "unknown-term", "#Office"),
    Fault("a page with a prefix of its own about no term", "docs/page.md", "`osce:Post`",
          "`PREFIX o: <https://w3id.org/osce-kg/ontology#> ASK { ?s a o:Office }`", "usage", "unknown-term",
          "o:Office"),
    Fault("a page about no shape", "docs/page.md", "osce:Post", "osh:Office", "usage", "unknown-shape", "osh:Office"),
    Fault("a query in the documentation about no term", "docs/examples/kyrgyzstan.rq", "osce:PressRelease",
          "osce:Release", "usage", "unknown-term", "osce:Release"),
    Fault("a question that asks nothing", "ontology/questions/001-states-on-a-day.rq", "?\n", ".\n", "questions",
          "question", "# "),
    Fault("a question that is no SPARQL", "ontology/questions/001-states-on-a-day.rq", "SELECT", "SELEKT", "questions",
          "syntax", "SELEKT"),
    Fault("an answer that changed", "ontology/questions/004-suspensions.csv", "1992-07-08", "1992-07-09", "questions",
          "answer", "state,from,until"),
    Fault("a link of another form", "ontology/concepts/field-of-work.ttl", "<http://eurovoc.europa.eu/3506>",
          "<https://eurovoc.europa.eu/page/3506>", "links", "link", "page/3506"),
    Fault("a broken table", OFFICIALS, "1993-06-15", "1993-06-35", "links", "table", "1993-06-35"),
    Fault("a misspelt constraint", PLACES, "sh:maxCount 0 ;", "sh:maxCuont 0 ;", "shapes", "shape",
          "osh:Place-isoAlpha2"),
    Fault("a shape that SHACL's own shapes refuse", PLACES, "sh:severity sh:Violation ;",
          "sh:severity sh:Violation , sh:Warning ;", "shacl", "shape", "osh:Place-lat"),
    Fault("a shape without a name", PLACES, "sh:property osh:Place-lat",
          "sh:property [ sh:path osce:seat ; sh:minCount 0 ] , osh:Place-lat", "shapes", "shape-name",
          "osh:Place a sh"),
    Fault("a query of a shape that is no SPARQL", EVIDENCE, "SELECT $this", "SELEKT $this", "shapes", "shape",
          "osh:Mention-quotesText a"),
    Fault("a query of a shape that does not return what breaks it", EVIDENCE, "SELECT $this", "SELECT ?text", "shapes",
          "shape", "osh:Mention-quotesText a"),
    Fault("a query of a shape that asks others", EVIDENCE, "$this osce:foundIn/", "SERVICE <http://example.org/> { } "
          "$this osce:foundIn/", "shapes", "shape", "osh:Mention-quotesText a"),
    Fault("a query of a shape about no term", EVIDENCE, "osce:foundIn/osce", "osce:fondIn/osce", "usage",
          "unknown-term", "osce:fondIn"),
    Fault("an ill-formed regular expression", "shapes/documents.ttl", "{64}$", "{64$", "shapes", "shape",
          "osh:Snapshot-sha256 a"),
    Fault("a shape that refers to itself", PLACES, "osh:Place a sh:NodeShape ;", "osh:Place a sh:NodeShape ; "
          "sh:node osh:Place ;", "shapes", "shape", "osh:Place a"),
    Fault("a shape that nothing is asked of", EVIDENCE, "  sh:targetClass osce:Mention ;\n", "", "shapes",
          "shape-unused", "osh:Mention a"),
    Fault("a property shape that no shape names", PLACES, "osh:Place-lat , ", "", "shapes", "shape-unused",
          "osh:Place-lat a"),
    Fault("the name of no shape", "shapes/documents.ttl", "sh:node osh:In-field-of-work", "sh:node osh:In-field",
          "usage", "unknown-shape", "sh:node osh:In-field "),
    Fault("a shape about no term", PLACES, "sh:class osce:Place ", "sh:class osce:Plce ", "usage", "unknown-term",
          "osce:Plce"),
    Fault("a prefix for another namespace", PLACES, "org/ns/shacl#", "org/ns/shacle#", "usage", "prefix", "shacle"),
    Fault("a shape without a message", PLACES,
          '  sh:message "A place can only be within places: correct osce:withinPlace."@en .', "  sh:order 1 .",
          "shapes", "shape-message", "osh:Place-withinPlace"),
    Fault("a shape without a severity", PLACES, "  sh:class osce:Place ;\n  sh:severity sh:Violation ;",
          "  sh:class osce:Place ;", "shapes", "shape-severity", "osh:Place-withinPlace"),
    Fault("a shape that asks for nothing", PLACES, "  sh:class osce:Place ;\n", "", "shapes", "shape-constraint",
          "osh:Place-withinPlace"),
]  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the files that hygiene looks at."""
    for part in ("ontology", "shapes", "kg/reference", "kg/graph"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for part in ("reference", "examples"):
        shutil.copytree(ROOT / "docs" / part, tmp_path / "docs" / part)
    (tmp_path / "docs" / "page.md").write_text("A post is an `osce:Post`.\n")
    return tmp_path


def change(root: Path, fault: Fault) -> None:
    path = root / fault.file
    text = path.read_text(encoding="utf-8")
    assert fault.old in text, f"{fault.file} no longer has {fault.old!r}"
    path.write_text(text.replace(fault.old, fault.new, 1), encoding="utf-8")


@pytest.mark.parametrize("fault", some(FAULTS, 2, attrgetter("gate")), ids=lambda fault: fault.name)
def test_a_fault_is_found_at_its_line(checkout: Path, fault: Fault) -> None:
    change(checkout, fault)
    found = [each for each in check(Project.at(checkout), (fault.gate,)) if each.rule == fault.rule]
    assert found, "nothing found"
    lines = (checkout / fault.file).read_text(encoding="utf-8").splitlines()
    assert any(fault.line in lines[each.line - 1] for each in found if each.file == fault.file)


def test_there_are_more_faults_than_rules_and_each_gate_has_some() -> None:
    assert len(FAULTS) >= 45
    assert {fault.gate for fault in FAULTS} | {slip.gate for slip in SLIPS} == set(GATES)


def test_every_rule_that_the_documentation_lists_has_a_fault_that_it_must_catch() -> None:
    page = (ROOT / "docs" / "reference" / "check.md").read_text(encoding="utf-8")
    gates, rules = (set(re.findall(r"^\| `([a-z-]+)` \|", part, re.MULTILINE)) for part in page.split("| rule |"))
    assert gates == set(GATES)
    assert rules == {fault.rule for fault in FAULTS} | {slip.rule for slip in SLIPS} | {"number", "gate", "unguarded"}


def test_a_gap_in_the_numbers_of_questions_is_found(checkout: Path) -> None:
    (checkout / "ontology" / "questions" / "007-troika.rq").unlink()
    found = [each for each in check(Project.at(checkout), ("questions",)) if each.rule == "number"]
    assert found[0].message == "question 7 is called 008-holders-of-a-post.rq"


def test_a_folder_without_an_ontology_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"has no ontology/osce\.ttl"):
        Project.at(tmp_path)


def test_a_copy_is_clean_before_it_is_changed_and_the_command_says_what_it_looked_at(checkout: Path) -> None:
    ran = run("check", "--root", checkout)
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "reasoners: owlrl, pyhermit; findings: 0" in ran.stderr


def test_without_a_folder_the_command_looks_at_the_installed_project() -> None:
    ran = run("check", "--only", "header")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "findings: 0" in ran.stderr


def test_the_command_prints_one_line_a_fault_and_exits_with_1(checkout: Path) -> None:
    change(checkout, FAULTS[0])
    ran = run("check", "-q", "--root", checkout, "--only", "terms")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("ontology/osce.ttl:")
    assert ran.stdout.endswith(": label: osce:Post has no rdfs:label in English: add one rdfs:label with @en\n")


def test_findings_are_reported_for_programs_and_for_pull_requests(checkout: Path) -> None:
    change(checkout, FAULTS[0])
    asked: list[Path | str] = ["check", "-q", "--root", checkout, "--only", "terms", "--report"]
    told = run(*asked, "json")
    (finding,) = [Finding(**each) for each in json.loads(told.stdout)]
    assert (told.returncode, finding.rule) == (1, "label")
    told = run(*asked, "github")
    assert told.stdout.startswith(f"::error file={OSCE},line={finding.line},col=1,title=label::osce:Post has no")


def test_findings_are_reported_for_code_scanning_and_for_test_reports(checkout: Path) -> None:
    change(checkout, FAULTS[0])
    asked: list[Path | str] = ["check", "-q", "--root", checkout, "--only", "terms", "--report"]
    told = json.loads(run(*asked, "sarif").stdout)
    (result,) = told["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    line = place["region"]["startLine"]
    assert (result["ruleId"], place["artifactLocation"]["uri"]) == ("label", OSCE)
    assert ROLE in (checkout / OSCE).read_text(encoding="utf-8").splitlines()[line - 1]
    junit = ElementTree.fromstring(run(*asked, "junit").stdout)
    (failure,) = junit.iter("failure")
    assert f"{OSCE}:{line}" in f"{failure.get('message')} {failure.text}"


def test_findings_sort_by_file_and_line() -> None:
    late, early = Finding("b", 1, 1, "r", "m", "x"), Finding("a", 9, 1, "r", "m", "x")
    assert sorted([late, early]) == [early, late]
