"""What tests share: where the project is, a release built once a run, and the count of W3C cases."""

import fcntl
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from bench.extraction.register import write_tables
from kg.cli.group import group
from kg.cli.group import run as run_command
from kg.pipeline import Plan, build
from kg.reference.gazetteer import Gazetteer, load_gazetteer
from tests.series import SEED
from tests.sites import make_site, make_small_release

#: ``osce-kg`` in this process: arguments → exit code, standard output, standard error.
Command = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"

#: The sample pages, of which `make run` builds its release: nobody of the register does or says anything in them.
SAMPLE = (DATA / "pages", DATA / "everyday")

settings.register_profile("project", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("long", deadline=None, print_blob=True, max_examples=1000)
settings.load_profile("long" if SEED else "project")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Make a file or folder once a run, whatever number of test processes ask for it; nobody writes to it.

    :param factory: pytest's, of which each process of pytest-xdist has a folder beside those of the others
    :param name: of what is made
    :param make: called with the path to make, in one process, while the others wait
    """
    base = factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / f"{name}.done"
        if not done.exists():
            make(shared / name)
            done.touch()
    return shared / name


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sample pages, built once a run; never written to."""
    return made_once(tmp_path_factory, "release", lambda out: build(Plan(sources=SAMPLE, out=out)))


@pytest.fixture(scope="session")
def made_up_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a register with real States and bodies, and office-holders who do not exist."""
    return write_tables(tmp_path_factory.mktemp("register"))


@pytest.fixture(scope="session")
def gazetteer(made_up_tables: Path) -> Gazetteer:
    """The gazetteer of the made-up register, which practice pages and made-up sentences are read with."""
    return load_gazetteer(tables=made_up_tables)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Call ``osce-kg`` in this process: exit code, standard output, standard error. No answer may be a traceback."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["osce-kg", *arguments])
        capfd.readouterr()
        code = run_command(group)
        out, err = capfd.readouterr()
        return code, out, err

    return call


class _W3c:
    """Counts the cases of the W3C's suites, and ends the run with a line that says how many were not run."""

    def __init__(self) -> None:
        self.run = 0
        self.left: dict[str, int] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, count in report.user_properties:
            if name != "w3c":
                continue
            if report.skipped:
                reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
                reason = reason.removeprefix("Skipped: ")
                self.left[reason] = self.left.get(reason, 0) + int(str(count))
            elif report.when == "call":
                self.run += int(str(count))

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        left = sum(self.left.values())
        if not self.run and not left:
            return
        unavailable = {reason: count for reason, count in self.left.items() if "could not be fetched" in reason}
        absent = sum(unavailable.values())
        line = f"W3C cases: {self.run} run, {left - absent} left out by name, {absent} not run"
        config.get_terminal_writer().line(line + "".join(f": {reason}" for reason in unavailable))


def pytest_configure(config: pytest.Config) -> None:
    """Count the W3C cases where the results come together: in the process that people look at."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_W3c(), "w3c-cases")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Write on each case of a W3C suite what it counts."""
    for item in items:
        marker = item.get_closest_marker("w3c")
        if marker is not None:
            item.user_properties.append(("w3c", marker.args[0] if marker.args else 1))


@pytest.fixture(scope="session")
def small_release(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the States of the sample and one document, made once a run."""
    return made_once(tmp_path_factory, "small", lambda folder: make_small_release(sample_release, folder))


@pytest.fixture(scope="session")
def static_site(small_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static site of the small release, in two languages, written once a run."""
    return made_once(tmp_path_factory, "site", lambda folder: make_site(small_release, folder))
