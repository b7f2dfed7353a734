"""Programs of others that tests talk to, fetched from their registries once and kept beside the checkout's environment.

Where a program that runs them is not installed, or a registry is out of reach, the tests skip and say so.
"""

import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import requests

from bench.fetching import KEPT, MAVEN, NPM, Unavailable, fetched
from tests.conftest import ROOT

_HERE = ROOT / "tests" / "clients"
# pip makes the metadata of a source distribution before it hands it over, with what its build asks for.
_PIP = (
    *(sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "download", "--quiet", "--no-deps"),
    *("--no-binary", "owlready2", "--require-hashes", "--requirement", "owlready2.txt"),
)


def comunica() -> Path:
    """Fetch Comunica's command from npm."""
    return _fetched("npm", NPM, "node_modules/.bin/comunica-sparql")


def jena_classpath() -> str:
    """Fetch Apache Jena's commands and Fuseki from Maven Central; hand back the class path."""
    return _fetched("mvn", MAVEN, "classpath.txt").read_text()


def hermit() -> Path:
    """Fetch the source distribution of owlready2 with pip, which checks its hash; unpack HermiT with the OWL API."""
    packed = _fetched("pip", _PIP, "owlready2-0.51.tar.gz")
    jar = packed.with_name("HermiT.jar")
    if not jar.exists():
        with tarfile.open(packed) as members, TemporaryDirectory(dir=packed.parent) as scratch:
            members.extract("owlready2-0.51/hermit/HermiT.jar", scratch, filter="data")
            Path(scratch, "owlready2-0.51/hermit/HermiT.jar").rename(jar)
    return jar


#: Java for programs that run for seconds: what compiles further, or collects on all cores, costs more than it gives.
JAVA = ("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def _fetched(name: str, command: Sequence[str], wanted: str) -> Path:
    try:
        return fetched(name, _HERE, command, wanted)
    except Unavailable as reason:
        pytest.skip(str(reason))


@contextmanager
def fuseki(data: bytes) -> Iterator[str]:
    """Run Fuseki over Turtle in its default graph; lend the address of its query operation."""
    jar = next(path for path in jena_classpath().split(":") if "jena-fuseki-server" in path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/ds"
    process = subprocess.Popen(
        [*JAVA, "-Xmx512m", "-jar", jar, "--localhost", "--port", str(port), "--update", "--mem", "/ds"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=KEPT,
    )
    try:
        for _ in range(120):
            try:
                requests.put(address, data=data, headers={"Content-Type": "text/turtle"}, timeout=30).raise_for_status()
                break
            except requests.ConnectionError:
                time.sleep(0.5)
        else:
            pytest.fail("Fuseki did not start within a minute")
        yield f"{address}/query"
    finally:
        process.terminate()
        process.wait(20)


def main() -> None:
    """Fetch all of them at once, before the tests: none waits then. What cannot be had, a test names that needs it."""
    with ThreadPoolExecutor() as together:
        for fetching in [together.submit(fetch) for fetch in (comunica, jena_classpath, hermit)]:
            fetching.exception()


if __name__ == "__main__":
    main()
