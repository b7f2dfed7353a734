"""The OWL API and HermiT, where Java is installed: what the project's own check of the profile says, they say too.

Both come in the source distribution of the package owlready2, which is fetched once and used for its archive alone.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
from rdflib import OWL, RDF, Graph

from kg.hygiene.profile import check_profile
from kg.hygiene.project import ONTOLOGY, Project
from tests.conftest import ROOT
from tests.foreign import hermit
from tests.test_ontology import TRAPS
from tests.test_ontology_hygiene import FAULTS, change

SEEDED = [fault for fault in FAULTS if fault.gate == "profile"]
#: Traps that HermiT must find inconsistent or refuse; it lets the other two pass, as every reasoner does.
PASSED = {"t02-unit-of-the-osce", "t06b-two-institutions-of-a-tenure"}


def archive() -> Path:
    """HermiT with the OWL API inside."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: it takes a JDK of 11 or newer")
    return hermit()


def told(files: list[Path]) -> dict[str, tuple[int, int, str]]:
    """Ask Java about ontologies: file name → violations of RL, violations of DL, verdict on consistency."""
    command = ["java", "-cp", str(archive()), str(ROOT / "tests" / "java" / "ProfileCheck.java"), *map(str, files)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    cells = [line.split("\t") for line in lines]
    return {Path(name).stem: (int(rl), int(dl), verdict) for name, rl, dl, verdict in cells}


def written(graph: Graph, path: Path) -> Path:
    graph.serialize(path, format="xml", encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_owl_api_finds_the_ontology_in_rl_and_dl_and_hermit_finds_it_consistent(tmp_path: Path) -> None:
    graph = Project.installed().merged()
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in graph
    assert told([written(graph, tmp_path / "ontology.owl")]) == {"ontology": (0, 0, "consistent")}


@pytest.mark.slow
def test_hermit_agrees_on_the_traps(tmp_path: Path) -> None:
    graphs = [(trap.stem, Project.installed().merged().parse(trap)) for trap in TRAPS]
    answers = told([written(graph, tmp_path / f"{name}.owl") for name, graph in graphs])
    assert {name for name, (_, _, verdict) in answers.items() if verdict == "consistent"} == PASSED


@pytest.mark.slow
def test_the_owl_api_sees_every_seeded_fault_of_the_profile_that_the_project_sees(tmp_path: Path) -> None:
    files = []
    for number, fault in enumerate(SEEDED):
        root = tmp_path / str(number)
        shutil.copytree(ROOT / "ontology", root / "ontology")
        change(root, fault)
        project = Project.at(root)
        assert list(check_profile(project)), fault.name
        files.append(written(project.merged(), tmp_path / f"{fault.name}.owl"))
    answers = told(files)
    assert len(answers) == len(SEEDED) >= 6
    assert [name for name, (rl, dl, _) in answers.items() if not rl + dl] == []
