"""A second opinion on the ontology, in ``make test-long``: ROBOT with HermiT, and the vocabularies that it aligns to.

ROBOT comes by Maven, the vocabularies by npm; where one of them is not installed the test says so and is skipped.
"""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Dataset, Graph, URIRef

from kg.hygiene.consistency import contradictions
from kg.hygiene.project import Project
from tests.conftest import ROOT
from tests.series import in_long_series

pytestmark = [pytest.mark.slow, in_long_series]

VOCABULARIES = ("org", "prov", "foaf", "skos", "dcterms")
#: Axioms that an alignment file may repeat of another vocabulary.
REPEATED = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.disjointWith, RDF.type)
DECLARATIONS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


def got(tool: str, command: Sequence[str]) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed")
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        pytest.skip(f"{tool} got nothing: {(run.stderr or run.stdout).strip().splitlines()[-1:]}")


@pytest.fixture(scope="module")
def robot(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    classpath = tmp_path_factory.mktemp("robot") / "classpath"
    pom = ROOT / "tests" / "java" / "robot" / "pom.xml"
    goal = ["dependency:build-classpath", f"-Dmdep.outputFile={classpath}"]
    got("mvn", ["mvn", "-q", "-B", "-f", str(pom), *goal])
    return ["java", "-cp", classpath.read_text().strip(), "org.obolibrary.robot.CommandLineInterface"]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """What the vocabularies themselves say."""
    folder = tmp_path_factory.mktemp("vocabularies")
    packages = [f"@vocabulary/{name}@1" for name in VOCABULARIES]
    got("npm", ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--loglevel=error", *packages])
    found, graph = Dataset(), Graph()
    for name in VOCABULARIES:
        found.parse(folder / "node_modules" / "@vocabulary" / name / f"{name}.nq", format="nquads")
    for subject, predicate, value, _ in found.quads((None, None, None, None)):
        if predicate != OWL.imports and value != OWL.Ontology:
            graph.add((subject, predicate, value))
    assert len(graph) > 3000
    return graph


def asked(robot: list[str], graph: Graph, folder: Path, *command: str) -> None:
    path = folder / "ontology.owl"
    graph.serialize(path, format="xml", encoding="utf-8")
    run = subprocess.run([*robot, *command[:1], "--input", str(path), *command[1:]], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_robot_finds_the_ontology_in_its_profiles(robot: list[str], tmp_path: Path, profile: str) -> None:
    report = str(tmp_path / "report.txt")
    asked(robot, Project.installed().merged(), tmp_path, "validate-profile", "--profile", profile, "--output", report)


def test_robot_sees_an_axiom_outside_the_profile(robot: list[str], tmp_path: Path) -> None:
    graph = Project.installed().merged()
    graph.parse(ROOT / "tests" / "traps" / "t04-chain-into-a-functional-property.ttl")
    with pytest.raises(AssertionError):
        asked(robot, graph, tmp_path, "validate-profile", "--profile", "DL", "--output", str(tmp_path / "report.txt"))


def test_hermit_finds_nothing_empty(robot: list[str], tmp_path: Path) -> None:
    asked(robot, Project.installed().merged(), tmp_path, "reason", "--reasoner", "HermiT")


def test_hermit_finds_nothing_empty_beside_the_real_vocabularies(robot: list[str], real: Graph, tmp_path: Path) -> None:
    asked(robot, Project.installed().merged() + real, tmp_path, "reason", "--reasoner", "HermiT")


def test_rules_find_no_contradiction_beside_the_real_vocabularies(real: Graph) -> None:
    assert contradictions(Project.installed().merged() + real) == ()


def test_the_alignments_repeat_nothing_that_the_vocabularies_do_not_say(real: Graph) -> None:
    spaces = {str(term).rpartition("#")[0] or str(term).rpartition("/")[0] for term in real.subjects(RDFS.isDefinedBy)}
    untrue = [
        (file.path.name, subject, predicate, value)
        for file in Project.installed().alignments
        for subject, predicate, value in file.graph
        if predicate in REPEATED and isinstance(value, URIRef) and value not in DECLARATIONS
        if str(subject).startswith(tuple(spaces)) and not says(real, subject, predicate, value)
    ]
    assert len(spaces) >= 4
    assert untrue == []


def says(graph: Graph, subject: object, predicate: object, value: URIRef) -> bool:
    """Tell whether a graph says a triple, from the other side where that is the same, or by way of what is between."""
    assert isinstance(subject, URIRef)
    assert isinstance(predicate, URIRef)
    if (subject, predicate, value) in graph:
        return True
    if predicate in (OWL.inverseOf, OWL.disjointWith):
        return (value, predicate, subject) in graph
    hierarchy = predicate in (RDFS.subClassOf, RDFS.subPropertyOf)
    return hierarchy and value in set(graph.transitive_objects(subject, predicate))
