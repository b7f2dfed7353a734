"""What tests of static sites share: the command, the languages, a host that runs nothing, the pieces of data."""

import functools
import gc
import gzip
import http.server
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.namespaces import DEFAULT_BASE
from tests.endpoint_server import make_release

COMMAND = Path(sys.executable).parent / "osce-kg"
LANGUAGES, BASE_URL = ("en", "ru"), "https://example.org/kg"
#: A day of issue: its year, and the graph that says it.
_ISSUED = re.compile(rf'<{DEFAULT_BASE}ontology#issuedOn> "(\d{{4}}).*(<{DEFAULT_BASE}graph/doc/[^>]+>) \.$')
_NAME = f"<{DEFAULT_BASE}id/name/"


def _two(graphs: dict[str, str]) -> list[str]:
    """Take the graphs of the first and of the last year."""
    return [re.escape(graphs[year]) for year in (min(graphs), max(graphs))]


def make_small_release(sample: Path, folder: Path) -> None:
    """Write a release of the States, some places and two documents of a sample, to be written whole in seconds."""
    lines = gzip.decompress((sample / "osce-kg.nq.gz").read_bytes()).decode().splitlines(keepends=True)
    graphs: dict[str, str] = {}
    for line in lines:
        if found := _ISSUED.search(line):
            graphs.setdefault(found[1], found[2])
    names = {line.partition(" ")[0] for line in lines if f"> <{DEFAULT_BASE}id/state/north-macedonia> " in line}
    things = rf"^<{DEFAULT_BASE}id/(?:state/|place/[a-b])[^>]*> (?!.*/graph/doc/)"
    wanted = re.compile("|".join([things, *_two(graphs)]))
    kept = [line for line in lines if wanted.search(line) or (line.startswith(_NAME) and line.split(" ")[0] in names)]
    about = {line.partition(" ")[0] for line in kept}
    entailed = gzip.decompress((sample / "inferred.nt.gz").read_bytes()).decode().splitlines()
    graph = f"<{DEFAULT_BASE}graph/inferred> ."
    kept += [f"{line.removesuffix('.')}{graph}\n" for line in entailed if line.partition(" ")[0] in about]
    make_release(folder, "".join(kept))
    (folder / "osce-kg.nq.gz").write_bytes(gzip.compress("".join(kept).encode(), mtime=0))


def make_site(release: Path, folder: Path) -> None:
    """Write the site of a release by the installed command, with two processes."""
    languages = [option for language in LANGUAGES for option in ("--language", language)]
    command: list[str | Path] = [
        COMMAND,
        "site",
        release,
        "--out",
        folder,
        "--jobs",
        "2",
        "--base-url",
        f"{BASE_URL}/",
        *languages,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert re.search(r"osce-kg: [\d,]+ pages and [\d,]+ other files in ", done.stderr), done.stderr


@contextmanager
def hosting(folder: Path) -> Iterator[str]:
    """Serve files of a folder as they are; yields the address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    gc.collect()  # what Oxigraph made in this thread may not be dropped in another
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def pieces(site: Path) -> tuple[dict[str, Any], dict[str, set[ox.Quad]]]:
    """Read the data that a browser loads: its list, and the statements of each year."""
    settings = json.loads((site / "sparql" / "data.json").read_text(encoding="utf-8"))
    read: dict[str, set[ox.Quad]] = {}
    for part in settings["parts"]:
        for name in part["files"]:
            content = gzip.decompress((site / "sparql" / "data" / name).read_bytes())
            read.setdefault(part["year"], set()).update(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    return settings, read
