"""What tests share: where the project is, and the material beside it that a clone may lack."""

from pathlib import Path

import pytest
from hypothesis import settings

from kg.pipeline import Plan, build

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

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
    """A release of the practice pages, built once a test process; never written to."""
    out = tmp_path_factory.mktemp("sample") / "release"
    build(Plan(sources=(ROOT / "tests" / "data" / "practice",), out=out))
    return out
