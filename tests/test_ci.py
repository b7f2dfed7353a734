"""What continuous integration runs, here and at those who use the Action, run as it runs there."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.commands import COMMAND
from tests.conftest import ROOT
from tests.series import in_long_series
from tests.test_validation_command import FAULTS, FAULTY

WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
_ERROR = re.compile(r"^::error file=([^,]*),line=(\d+),col=\d+,title=osh%3A([\w-]+)::", re.M)
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def _bash(script: str, *arguments: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(ROOT / ".ci" / script), *map(str, arguments)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository of an institution: a file with ten faults, one without, shapes of its own."""
    (tmp_path / "data" / "deep").mkdir(parents=True)
    (tmp_path / "data" / "deep" / "faulty.ttl").write_text(FAULTY, encoding="utf-8")
    (tmp_path / "data" / "sound.ttl").write_text("<http://example.org/a> <http://example.org/p> 1 .\n")
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<urn:s> a sh:NodeShape ; sh:targetSubjectsOf "
        "<http://example.org/p> ; sh:property <urn:p> . <urn:p> sh:path <http://example.org/q> ; sh:minCount 1 ;"
        ' sh:severity sh:Warning ; sh:message "Give q." .'
    )
    return tmp_path


def test_the_action_annotates_ten_faults_at_their_lines(folder: Path) -> None:
    ended = _bash("validate", COMMAND, folder=folder, FILES="data/**/*.ttl")
    assert ended.returncode == 1, ended.stderr
    found = _ERROR.findall(ended.stdout)
    assert len(found) == ended.stdout.count("::error") == 10
    assert {(int(line), shape) for _, line, shape in found} == FAULTS
    assert {file for file, _, _ in found} == {"data/deep/faulty.ttl"}


def test_the_action_writes_sarif_beside_its_annotations(folder: Path) -> None:
    ended = _bash("validate", COMMAND, folder=folder, FILES="data/**/*.ttl", SARIF="found.sarif")
    assert ended.stdout.count("::error") == 10
    told = json.loads((folder / "found.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    lines = {each["locations"][0]["physicalLocation"]["region"]["startLine"] for each in told}
    assert len(told) == 10
    assert lines == {line for line, _ in FAULTS}


def test_the_action_takes_shapes_a_severity_and_a_context_of_ones_own(folder: Path) -> None:
    given = {"FILES": "data/sound.ttl", "SHAPES": "shapes.ttl"}
    warned = _bash("validate", COMMAND, folder=folder, **given)
    assert (warned.returncode, warned.stdout.count("::warning")) == (0, 1)
    assert _bash("validate", COMMAND, folder=folder, **given, FAIL_ON="warning").returncode == 1
    (folder / "more.ttl").write_text("<http://example.org/a> <http://example.org/q> 1 .\n")
    known = _bash("validate", COMMAND, folder=folder, **given, FAIL_ON="warning", CONTEXT="more.ttl")
    assert (known.returncode, known.stdout) == (0, "")


def test_a_pattern_that_matches_nothing_fails_the_job(folder: Path) -> None:
    ended = _bash("validate", COMMAND, folder=folder, FILES="nothing/*.ttl")
    assert ended.returncode == 2
    assert ended.stdout == "::error::no file matches 'nothing/*.ttl': correct the pattern\n"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The concepts, and what the workflow writes beside them."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(ROOT / "ontology", folder / "ontology")
    written = _bash("samples", COMMAND, folder=folder)
    assert written.returncode == 0, written.stderr
    return folder


@in_long_series
def test_the_project_validates_its_concepts_tables_and_pages_with_its_own_action(samples: Path) -> None:
    files = re.findall(r"^ +- uses: \./\n +with:\n +files: (.+)$", WORKFLOW, re.M)
    assert files == ["ontology/concepts/*.ttl", "build/tables.ttl build/pages.ttl"]
    assert 'bash .ci/samples "$RUNNER_TEMP/osce-kg/bin/osce-kg"' in WORKFLOW
    assert '"$RUNNER_TEMP/osce-kg/bin/osce-kg" check --root . --report github' in WORKFLOW
    for each in files:
        ended = _bash("validate", COMMAND, folder=samples, FILES=each)
        assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        pytest.param("tables", 'isoAlpha2 "SE"', 'isoAlpha2 "se"', marks=in_long_series),
        ("pages", "dcterms:title", "dcterms:other"),
    ],
)
def test_a_fault_fails_the_projects_own_action(
    name: str, right: str, wrong: str, samples: Path, tmp_path: Path
) -> None:
    text = (samples / "build" / f"{name}.ttl").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "faulty.ttl").write_text(text.replace(right, wrong, 1), encoding="utf-8")
    ended = _bash("validate", COMMAND, folder=tmp_path, FILES="faulty.ttl")
    assert ended.returncode == 1
    assert "::error file=faulty.ttl,line=" in ended.stdout
