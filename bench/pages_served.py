"""How fast pages for people are served: each kind of page, lists and searches, at 20,000 made-up documents (or more).

Beside the time that a client waits stands the processor time of all processes of the server, which other work on the
machine changes less, and what a page weighs. Searches are compared with SQLite's FTS5 over the same titles and texts,
in the same run.

    python -m bench.pages_served [--documents 100000] [--folder KEPT]
"""

import argparse
import json
import os
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
from dataclasses import dataclass
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
_KINDS = ("state", "operation", "body", "post", "person", "meeting", "election", "field", "place", "document")
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is measured: its address and its first process."""

    site: str
    pid: int

    def seconds(self) -> float:
        """Give the processor time that it and all processes it started have used."""
        return sum(_spent(pid) for pid in _family(self.pid))


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        found = re.search(r"\) \S (\d+)", _stat(int(folder.name)))
        if found is not None:
            children.setdefault(int(found[1]), []).append(int(folder.name))
    known = [pid]
    for each in known:
        known += children.get(each, [])
    return known


def _stat(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""


def _spent(pid: int) -> float:
    fields = _stat(pid).rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS if fields else 0.0


def _get(address: str, coding: str = "gzip") -> tuple[float, int]:
    """Ask for a page: milliseconds until its last byte, and its bytes as sent."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": coding})
    began = time.perf_counter()
    with urllib.request.urlopen(request) as sent:
        size = len(sent.read())
    return (time.perf_counter() - began) * 1000, size


def _measured(server: Server, name: str, addresses: list[str]) -> list[float]:
    """Ask for pages one after another, and print what they took and weigh."""
    before = server.seconds()
    sent = [_get(address) for address in addresses]
    spent = (server.seconds() - before) / len(addresses) * 1000
    times, packed = [each for each, _ in sent], [size for _, size in sent]
    plain = [_get(address, "identity")[1] for address in addresses]
    _print(name, times, f"cpu {spent:6.1f} ms   kB at most {max(plain) / 1000:6.1f}, gzip {max(packed) / 1000:5.1f}")
    return times


def _print(name: str, times: list[float], note: str = "") -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    median = statistics.median(times)
    print(f"{name:<26} median {median:7.1f} ms   p95 {p95:7.1f} ms   n {len(times):3}   {note}", flush=True)


def _addresses(site: str) -> dict[str, list[str]]:
    """List pages of each kind, from the beginning to the end of all there are."""
    found = {}
    for kind in _KINDS:
        with urllib.request.urlopen(f"{site}/browse/{kind}.json") as sent:
            rows = json.load(sent)["results"]
        names = [row["iri"].removeprefix("https://w3id.org/osce-kg/").removeprefix("id/") for row in rows]
        found[kind] = [f"{site}/page/{quote(name)}" for name in names[:: max(1, len(names) // _THINGS)][:_THINGS]]
    return found


def _served(release: Path, measure: Callable[[Server], None]) -> None:
    start = "import sys; from kg.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", start, "serve", str(release), "--port", "0", "--fronts", "1", "--rate", "0"]
    log = release.parent / "served.log"
    with log.open("w") as stream:
        process = subprocess.Popen(command, stderr=stream)
    try:
        while not (found := re.search(r"http://[\d.:]+", log.read_text())):
            time.sleep(0.1)
        measure(Server(found.group(), process.pid))
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


def _measure(server: Server, made: list[Made]) -> None:
    site = server.site
    print(f"index ready after {_wait_for_index(site):.1f} s; load {os.getloadavg()[0]:.1f}")
    _measured(server, "home, first", [f"{site}/"])
    pages = _addresses(site)
    for kind, addresses in pages.items():
        _measured(server, f"page of a {kind}", addresses)
    _measured(server, "page of a state, on a day", [f"{address}?on=2014-04-11" for address in pages["state"]])
    _measured(server, "page of a state, again", pages["state"])
    lists = [f"{site}/browse/{kind}" for kind in _KINDS]
    _measured(server, "list of a kind", lists)
    _measured(server, "documents of a State", [f"{site}/browse/document?state={_last(one)}" for one in pages["state"]])
    searches = [f"{site}/search?q={quote(text)}&page={page}" for text in _ASKED for page in (1, 2, 3)]
    ours = _measured(server, "search, with facets", searches)
    typed = [f"{site}/suggest?q={quote(text[:n])}" for text in _ASKED for n in range(2, 7)]
    _measured(server, "suggestions", list(dict.fromkeys(typed)))
    _race(ours, made)
    print(f"load {os.getloadavg()[0]:.1f}")


def _last(address: str) -> str:
    return address.rpartition("/")[2]


def _race(ours: list[float], made: list[Made]) -> None:
    """Ask SQLite the same."""
    base, peer = _fts5(made), []
    for text in _ASKED * 3:
        began = time.perf_counter()
        query = " ".join(f'"{word}"' for word in text.split())
        base.execute("SELECT count(*) FROM d WHERE d MATCH ?", (query,)).fetchone()
        base.execute("SELECT title FROM d WHERE d MATCH ? ORDER BY rank LIMIT 25", (query,)).fetchall()
        peer.append((time.perf_counter() - began) * 1000)
    ratio = statistics.median(ours) / statistics.median(peer)
    _print("peer: FTS5, no facets", peer, f"ratio of medians {ratio:.2f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a release, serve it, ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where the release is kept, and taken from if it is there")
    parser.add_argument("--short", action="store_true", help="100 documents: to see that it runs")
    options = parser.parse_args(arguments)
    announce(options.short, "20 seconds", "3 minutes")
    number = 100 if options.short else options.documents
    folder = options.folder or Path(tempfile.mkdtemp(prefix="osce-kg-bench-"))
    try:
        release, made = make(folder, number)
        print(f"{number:,} made-up documents", flush=True)
        _served(release, lambda server: _measure(server, made))
    finally:
        if not options.folder:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
