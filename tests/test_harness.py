"""The tests' own ground: nothing beside the repository is needed, and what was not run is counted."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench import fetching
from tests.conftest import ROOT, SLOW


def test_without_a_registry_the_w3c_cases_skip_and_the_last_line_counts_them(tmp_path: Path) -> None:
    """An empty cache and a pip without an index: what a machine without a network has."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PIP_", "COV_"))}
    environ |= {"XDG_CACHE_HOME": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    files = ["tests/test_validation_w3c.py", "tests/test_endpoint_sparql11.py", "-k", "suite or absent"]
    command = [sys.executable, "-m", "pytest", "-n", "0", "--no-cov", "-rs", *files]
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout
    last = ended.stdout.splitlines()[-1]
    assert last.startswith("W3C cases: 0 run, 0 left out by name, 555 not run: the W3C suites could not be fetched: ")
    assert "pyshacl==0.40.1" in last
    assert "5 skipped" in ended.stdout


def test_no_test_looks_beside_the_repository() -> None:
    beside = re.compile(r"ROOT\s*\.\s*parent|ROOT\s*/\s*[\"']\.\.|\.\./shared|parents\[[2-9]\]")
    files = [path for path in (ROOT / "tests").glob("*.py") if path.name != Path(__file__).name]
    assert len(files) > 40
    assert [path.name for path in files if beside.search(path.read_text(encoding="utf-8"))] == []


def test_every_module_that_is_marked_slow_exists() -> None:
    assert {path.stem for path in (ROOT / "tests").glob("test_*.py")} > SLOW


def test_what_is_fetched_is_fetched_once_though_nothing_of_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command may leave a file as it is that would come out the same; one that writes nothing is not called again."""
    monkeypatch.setattr(fetching, "KEPT", tmp_path / "kept")
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "wanted.txt").write_text("loom")
    count = ("sh", "-c", "echo once >> calls.log; [ -e fetched.txt ] || echo wool > fetched.txt")
    kept = fetching.fetched("loom", sources, count, "fetched.txt")
    os.utime(kept, (0, 0))
    for _ in range(2):
        assert fetching.fetched("loom", sources, count, "fetched.txt").read_text() == "wool\n"
    with pytest.raises(fetching.Unavailable, match=r"did not write nothing\.txt"):
        fetching.fetched("loom", sources, count, "nothing.txt")
    assert (kept.parent / "calls.log").read_text() == "once\n" * 3
