"""A served endpoint for tests: the installed command, on a free port, over a small release."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import requests

from kg.namespaces import DEFAULT_BASE

_COMMAND = Path(sys.executable).parent / "osce-kg"


@dataclass(frozen=True, slots=True)
class Served:
    """A running endpoint: its address, its process, its log."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    def get(self, path: str, **options: object) -> requests.Response:
        """Send a GET."""
        return requests.get(self.address + path, timeout=30, **options)  # type: ignore[arg-type]

    def ask(self, query: str, accept: str = "application/sparql-results+json", **options: object) -> requests.Response:
        """Send a query by GET."""
        headers = {"Accept": accept, "Accept-Encoding": "identity"}
        address = f"{self.address}/sparql?query={quote(query)}"
        return requests.get(address, timeout=60, headers=headers, **options)  # type: ignore[arg-type]


def make_release(folder: Path, nquads: str, version: str = "000000000001") -> Path:
    """Write a minimal release folder."""
    folder.mkdir(parents=True)
    store = ox.Store(str(folder / "store"))
    store.load(nquads.encode(), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    (folder / "manifest.json").write_text(json.dumps({"version": version, "base": DEFAULT_BASE}))
    return folder


@contextmanager
def serving(
    release: Path, *options: str, environ: dict[str, str] | None = None, backend: str = "", timeout: str = ""
) -> Iterator[Served]:
    """Run ``osce-kg serve`` until the block ends, then stop it and see that it stops cleanly.

    :param backend: address of a store to serve instead of the release
    :param timeout: seconds a query may run
    """
    options = (*options, *(("--timeout", timeout) if timeout else ()))
    log = release.parent / f"{release.name}.log"
    what = ["--backend", backend] if backend else [str(release)]
    command = [str(_COMMAND), "serve", *what, "--port", "0", "--fronts", "1", *options]
    with log.open("w") as stream:
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ)
        assert process.stderr is not None
        first = process.stderr.readline()
        found = re.findall(r"http://\S+:\d+", first)
        assert found, first + process.stderr.read()
        drained = subprocess.Popen(["cat"], stdin=process.stderr, stdout=stream)
        try:
            yield Served(found[-1], process, log)
        finally:
            process.terminate()
            code = process.wait(30)
            drained.wait(30)
            process.stderr.close()
    assert code == 0, log.read_text()


@contextmanager
def serving_suites(folder: Path, token: str) -> Iterator[Served]:
    """Run a writable endpoint whose default graph is its own, as the W3C's suites suppose."""
    (folder / "token").write_text(token)
    release = make_release(folder / "release", "<http://e.org/s> <http://e.org/p> <http://e.org/o> .")
    options = ("--writable", "--token-file", str(folder / "token"), "--rate", "0", "--default-graph", "store")
    with serving(release, *options) as running:
        yield running
