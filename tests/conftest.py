"""What tests share: where the project is, a release built once a run, and the count of W3C cases."""

import csv
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from bench.extraction.register import write_tables
from kg import assets, sandbox
from kg.cli.group import group
from kg.cli.group import run as run_command
from kg.namespaces import DEFAULT_BASE
from kg.pipeline import Plan, build
from kg.pipeline.pool import reader_of
from kg.reference.gazetteer import Gazetteer, load_gazetteer
from kg.reference.sources import called
from tests.browsers import chromium
from tests.series import SEED
from tests.sites import make_site, make_small_release

#: ``osce-kg`` in this process: arguments → exit code, standard output, standard error.
Command = Callable[..., tuple[int, str, str]]
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"

#: The sample pages, of which `make run` builds its release: nobody of the register does or says anything in them.
SAMPLE = (DATA / "pages", DATA / "everyday")

#: The tables that a small register has.
SMALL = ("participating_states", "structures", "field_operations", "places", "fields_of_work", "meeting_series")

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
def small_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of States, bodies and places with their sources; the other tables without rows."""
    return made_once(tmp_path_factory, "small-register", _write_small_tables)


def _write_small_tables(folder: Path) -> None:
    folder.mkdir()
    own = {path.stem: path.read_text(encoding="utf-8-sig") for path in assets.TABLES_FOLDER.glob("*.csv")}
    cited = "".join(own[name] for name in SMALL)
    for name, text in own.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            reader = csv.DictReader(text.splitlines(keepends=True))
            writer = csv.DictWriter(out, reader.fieldnames or (), lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for row in reader if name in SMALL or (name == "sources" and _is_cited(row, cited)))


def _is_cited(source: dict[str, str], cited: str) -> bool:
    names = (source["id"], *source["key"].split(";"), called(source["address"]), called(source["copy"]))
    return any(name in cited for name in names if name)


@pytest.fixture
def small_register(small_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds in this process take the small tables, for tests of how releases are made: three times as quick.

    Pages are read with the project's own register, as they are in the other processes of a build.
    """
    reader_of(DEFAULT_BASE)
    monkeypatch.setattr(assets, "TABLES_FOLDER", small_tables)


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
    """Call ``osce-kg`` in this process: exit code, standard output, standard error. No answer may be a traceback.

    The process keeps its network, which later tests need.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sandbox, "refuse_network", lambda: True)

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


def _heed_interruptions() -> None:
    """Heed Ctrl-C: what a shell starts in the background, and all that it starts itself, would pass it over."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    """Count the W3C cases where the results come together: in the process that people look at."""
    _heed_interruptions()
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_W3c(), "w3c-cases")


#: What takes seconds to make; a test that asks for it is not among the quick ones.
COSTLY = {"sample_release", "small_register", "small_release", "small_tables", "static_site"}
#: Modules all of whose tests start commands, servers or browsers, build releases or reason over the whole ontology.
SLOW = {
    "test_archives_documents", "test_bench", "test_browser", "test_browser_site", "test_ci", "test_cli", "test_closure",
    "test_closure_documents", "test_documents_files", "test_documents_laws", "test_documents_wrapping",
    "test_endpoint_clients", "test_endpoint_following", "test_endpoint_guards", "test_endpoint_languages",
    "test_endpoint_pages", "test_endpoint_people", "test_endpoint_protocol", "test_endpoint_query",
    "test_endpoint_reasons", "test_endpoint_store", "test_endpoint_threats", "test_endpoint_w3c",
    "test_export_profiles", "test_foreign_tables", "test_gaps", "test_harness", "test_ontology",
    "test_ontology_hygiene", "test_ontology_slips", "test_progress", "test_questions",
    "test_release", "test_release_files", "test_site",
    "test_startup", "test_tutorial", "test_validation_faults", "test_validation_w3c",
    "test_facts_reading", "test_kept", "test_rdf_kinds_asked", "test_samples", "test_shapes", "test_validation",
    "test_validation_command", "test_validation_context", "test_validation_hostile", "test_validation_parts",
}  # fmt: skip


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, and write on each case of a W3C suite what it counts."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.path.stem in SLOW or not COSTLY.isdisjoint(fixtures):
            item.add_marker("slow")
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of one module: its event loop may not outlast them."""
    with chromium() as launched:
        yield launched
