"""Programs of others that tests talk to, fetched from their registries once and kept beside the checkout's environment.

Where a program that runs them is not installed, or a registry is out of reach, the tests skip and say so.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.conftest import ROOT

_KEPT = ROOT / ".clients"
_HERE = ROOT / "tests" / "clients"
_FETCHING = 300


def comunica() -> Path:
    """Fetch Comunica's command from npm."""
    return _fetched("npm", "node_modules/.bin/comunica-sparql", _npm)


def jena_classpath() -> str:
    """Fetch Apache Jena's commands and Fuseki from Maven Central; hand back the class path."""
    return _fetched("mvn", "classpath.txt", _maven).read_text()


def _fetched(program: str, wanted: str, command: list[str]) -> Path:
    """Run a fetching command once, whatever number of test processes ask."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    folder = _KEPT / program
    folder.mkdir(parents=True, exist_ok=True)
    for source in _HERE.iterdir():
        shutil.copy(source, folder)
    lock = folder / "lock"
    until = time.monotonic() + _FETCHING
    while not (folder / wanted).exists() and time.monotonic() < until:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            time.sleep(0.5)
            continue
        try:
            ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=_FETCHING)
        finally:
            lock.unlink()
        if ended.returncode or not (folder / wanted).exists():
            pytest.skip(f"{program} could not fetch what it should: {(ended.stdout + ended.stderr)[-300:]}")
    return folder / wanted


_npm = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
_maven = ["mvn", "-q", "-B", "dependency:build-classpath", "-Dmdep.outputFile=classpath.txt"]


@contextmanager
def fuseki(data: bytes) -> Iterator[str]:
    """Run Fuseki over Turtle in its default graph; lend the address of its query operation."""
    jar = next(path for path in jena_classpath().split(":") if "jena-fuseki-server" in path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/ds"
    process = subprocess.Popen(
        ["java", "-Xmx512m", "-jar", jar, "--localhost", "--port", str(port), "--update", "--mem", "/ds"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=_KEPT,
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
