"""The W3C's test suites: fetched once, by pinned hash, into a cache outside the repository.

They come with two source distributions that pip fetches from whatever index its user has set. Where that index cannot
be reached, :func:`suite` says so, and the tests that need a suite skip with that reason.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PINNED = Path(__file__).parent / "w3c-suites.txt"
#: Suite → folder in the unpacked source distributions.
FOLDERS = {
    "shacl": "pyshacl-0.40.1/test/resources/sht_tests",
    "sparql11": "rdflib-7.6.0/test/data/suites/w3c/sparql11",
}
_SECONDS = 600
_FAILED = "OSCE_KG_W3C_ABSENT"


class Absent(Exception):
    """The suites are not in the cache and cannot be fetched."""


def suite(name: str) -> Path | None:
    """Find a suite, fetching all of them first if the cache lacks them.

    :param name: one of :data:`FOLDERS`
    :returns: its folder; None if it cannot be had (:func:`absence` says why)
    """
    return None if absence() else folder() / FOLDERS[name]


def folder() -> Path:
    """Name the folder of the unpacked suites, which changes with what is pinned."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "osce-kg" / "w3c" / hashlib.sha256(PINNED.read_bytes()).hexdigest()[:12]


@cache
def absence() -> str:
    """Fetch what the cache lacks; say why that failed, or nothing."""
    if folder().is_dir():
        return ""
    if _FAILED not in os.environ:
        try:
            with _alone(folder().parent):
                if not folder().is_dir():
                    _fetch(folder())
            return ""
        except (Absent, OSError, tarfile.TarError, subprocess.TimeoutExpired) as reason:
            os.environ[_FAILED] = f"the W3C suites could not be fetched: {reason}"
    return os.environ[_FAILED]


def cases(found: Iterable[object], count: int) -> list[object]:
    """List the parameters of a test over a suite; where it is absent, one that skips, says why and counts for all."""
    if reason := absence():
        marks = (pytest.mark.w3c(count), pytest.mark.skip(reason=reason))
        return [pytest.param(None, id="suite-absent", marks=marks)]
    return list(found)


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    base.mkdir(parents=True, exist_ok=True)
    with (base / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(wanted: Path) -> None:
    """Download the source distributions, which pip checks by their hashes, and unpack the suites of each."""
    with TemporaryDirectory(dir=wanted.parent) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        _download(Path(scratch))
        for name in FOLDERS.values():
            _unpack(Path(scratch) / f"{name.partition('/')[0]}.tar.gz", name, made)
        shutil.rmtree(wanted, ignore_errors=True)
        made.rename(wanted)


def _download(into: Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet"]
    # Neither is built: what pip asks of their build backend, which is among the test dependencies, is the metadata.
    command += ["--no-deps", "--no-binary", ":all:", "--no-build-isolation", "--require-hashes", "--retries", "1"]
    ended = subprocess.run(
        [*command, "--dest", str(into), "--requirement", str(PINNED)],
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    if ended.returncode:
        said = [line for line in ended.stderr.splitlines() if line.startswith("ERROR")] or ended.stderr.splitlines()
        raise Absent(said[-1].removeprefix("ERROR: ") if said else f"pip ended with {ended.returncode}")


def _unpack(archive: Path, name: str, into: Path) -> None:
    with tarfile.open(archive) as packed:
        members = [member for member in packed if member.name.startswith(f"{name}/")]
        packed.extractall(into, members=members, filter="data")
    if not (into / name).is_dir():
        raise Absent(f"{archive.name} has no folder {name}")
