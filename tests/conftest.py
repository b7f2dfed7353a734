"""What tests share: where the project is, and the material beside it that a clone may lack."""

from pathlib import Path

import pytest
from hypothesis import settings

from bench.extraction.register import write_tables
from kg.pipeline import Plan, build
from kg.reference.gazetteer import Gazetteer, load_gazetteer

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DATA = ROOT / "tests" / "data"

#: The sample pages, of which `make run` builds its release: nobody of the register does or says anything in them.
SAMPLE = (DATA / "pages", DATA / "everyday")

settings.register_profile("project", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("project")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of design material and W3C suites beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared (W3C suites, seed page) is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def sample_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the sample pages, built once a test process; never written to."""
    out = tmp_path_factory.mktemp("sample") / "release"
    build(Plan(sources=SAMPLE, out=out))
    return out


@pytest.fixture(scope="session")
def made_up_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a register with real States and bodies, and office-holders who do not exist."""
    return write_tables(tmp_path_factory.mktemp("register"))


@pytest.fixture(scope="session")
def gazetteer(made_up_tables: Path) -> Gazetteer:
    """The gazetteer of the made-up register, which practice pages and made-up sentences are read with."""
    return load_gazetteer(tables=made_up_tables)
