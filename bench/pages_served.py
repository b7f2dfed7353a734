"""How fast pages for people are served: each kind of page, lists and searches, at 20,000 made-up documents (or more).

Searches are compared with SQLite's FTS5 over the same titles and texts, in the same run.

    python -m bench.pages_served [--documents 100000]
"""

import argparse
import json
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote

from bench.made_up import Made, make
from bench.race import announce

_THINGS = 60
_ASKED = (
    "moldova",
    "linde 2021",
    "mission georgia",
    "bishkek 2019",
    "kubis",
    "permanent council",
    "border schools 2014",
)


def _get(address: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(address) as sent:
        sent.read()
    return (time.perf_counter() - began) * 1000


def _told(name: str, times: list[float], note: str = "") -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name:<34} median {statistics.median(times):8.1f} ms   p95 {p95:8.1f} ms   n {len(times):4} {note}",
        flush=True,
    )


def _addresses(site: str) -> dict[str, list[str]]:
    kinds = ("state", "operation", "body", "post", "person", "meeting", "place", "document")
    found = {}
    for kind in kinds:
        with urllib.request.urlopen(f"{site}/browse/{kind}.json") as sent:
            rows = json.load(sent)["results"][:_THINGS]
        found[kind] = [f"{site}/page/{quote(row['iri'].partition('/id/')[2])}" for row in rows]
    return found


def _served(release: Path, measure: Callable[[str], None]) -> None:
    start = "import sys; from kg.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "serve", str(release), "--port", "0", "--fronts", "1", "--rate", "0"]
    log = release.parent / "served.log"
    with log.open("w") as stream:
        process = subprocess.Popen(command, stderr=stream)
    try:
        while not (found := re.search(r"http://[\d.:]+", log.read_text())):
            time.sleep(0.1)
        measure(found.group())
    finally:
        process.terminate()
        process.wait(30)


def _wait_for_index(site: str) -> float:
    began = time.perf_counter()
    while True:
        try:
            _get(f"{site}/search?q=ready")
        except OSError:
            time.sleep(0.5)
        else:
            return time.perf_counter() - began


def _fts5(made: list[Made]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE d USING fts5(title, text, tokenize='porter unicode61')")
    base.executemany("INSERT INTO d VALUES (?, ?)", ((each.title, each.text) for each in made))
    return base


def _measure(site: str, made: list[Made]) -> None:
    print(f"index ready after {_wait_for_index(site):.1f} s")
    for kind, addresses in _addresses(site).items():
        _told(f"page: {kind}, never asked before", [_get(address) for address in addresses])
    _told("page: home, first", [_get(f"{site}/")])
    again = [_get(f"{site}/page/state/malta") for _ in range(100)]
    _told("page: state, asked before", again)
    ours = [_get(f"{site}/search?q={quote(text)}&page={page}") for text in _ASKED for page in (1, 2, 3)]
    _told("search, page with facets", ours)
    typed = [_get(f"{site}/suggest?q={quote(text[:n])}") for text in _ASKED for n in range(2, 7)]
    _told("suggestions", typed)
    base, peer = _fts5(made), []
    for text in _ASKED * 3:
        began = time.perf_counter()
        query = " ".join(f'"{word}"' for word in text.split())
        base.execute("SELECT count(*) FROM d WHERE d MATCH ?", (query,)).fetchone()
        base.execute("SELECT title FROM d WHERE d MATCH ? ORDER BY rank LIMIT 25", (query,)).fetchall()
        peer.append((time.perf_counter() - began) * 1000)
    _told(
        "peer: SQLite FTS5, no facets",
        peer,
        f"ratio of medians {statistics.median(ours) / statistics.median(peer):.2f}",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a release, serve it, ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--short", action="store_true", help="100 documents: to see that it runs")
    options = parser.parse_args(arguments)
    announce(options.short, "20 seconds", "3 minutes")
    number = 100 if options.short else options.documents
    folder = Path(tempfile.mkdtemp(prefix="osce-kg-bench-"))
    try:
        release, made = make(folder, number)
        print(f"{number:,} made-up documents", flush=True)
        _served(release, lambda site: _measure(site, made))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
