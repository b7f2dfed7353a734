"""How fast pages for people are served: each kind of page, lists and searches, at 20,000 made-up documents (or more).

Searches are compared with SQLite's FTS5 over the same titles and texts, in the same run.

    python -m bench.pages_served [--documents 100000]
"""

import argparse
import hashlib
import json
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from bench.race import announce
from kg.namespaces import DCTERMS, DEFAULT_BASE, NIF, RDF, SKOS, XSD
from kg.pipeline import Plan, build

ID, TERM = f"{DEFAULT_BASE}id/", f"{DEFAULT_BASE}ontology#"
SEED = 20
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


def _words(rng: random.Random) -> list[str]:
    letters = ("ba", "ren", "to", "lim", "sa", "vor", "ki", "du", "mel", "an", "os", "pri")
    return ["".join(rng.choices(letters, k=rng.randint(2, 4))) for _ in range(5_000)]


def documents(store: ox.Store, number: int) -> Iterator[tuple[str, str, str, list[str]]]:
    """Make up documents: slug, title, text, and what of the register they mention."""
    rng = random.Random(SEED)
    words = _words(rng)
    found: Any = store.query(
        f"SELECT ?x ?n {{ ?x a <{TERM}State> ; <{SKOS}prefLabel> ?n FILTER(LANG(?n) = 'en') }} ORDER BY ?x",
        use_default_graph_as_union=True,
    )
    named = [(row["x"].value, row["n"].value) for row in found]
    for n in range(number):
        met = rng.sample(named, 3)
        title = f"{' '.join(rng.choices(words, k=4)).capitalize()} in {met[0][1]}"
        sentences = [f"{' '.join(rng.choices(words, k=18)).capitalize()} {name}." for _, name in met * 3]
        yield f"made-{n}", title, "\n".join(sentences), [iri for iri, _ in met]


def _quads(made: Iterator[tuple[str, str, str, list[str]]]) -> Iterator[ox.Quad]:
    node, literal = ox.NamedNode, ox.Literal
    for n, (slug, title, text, met) in enumerate(made):
        doc, graph = node(f"{ID}doc/{slug}"), node(f"{DEFAULT_BASE}graph/doc/{slug}")
        version, copy = (
            node(f"{ID}doc/{slug}/en"),
            node(f"{ID}snapshot/{hashlib.sha256(slug.encode()).hexdigest()[:12]}"),
        )
        day = f"{1995 + n % 30}-{1 + n % 12:02}-{1 + n % 28:02}"
        triples: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
            (doc, f"{RDF}type", node(f"{TERM}PressRelease")),
            (doc, f"{RDF}type", node(f"{TERM}Document")),
            (doc, f"{DCTERMS}title", literal(title, language="en")),
            (doc, f"{TERM}issuedOn", literal(day, datatype=node(f"{XSD}date"))),
            (doc, f"{TERM}hasLanguageVersion", version),
            (version, f"{TERM}languageTag", literal("en")),
            (version, f"{TERM}hasSnapshot", copy),
            (copy, f"{TERM}plainText", literal(text)),
            *((doc, f"{TERM}mentions", node(iri)) for iri in met),
        ]
        for m, iri in enumerate(met):
            mention = node(f"{ID}mention/{slug}-{m}")
            triples += [
                (mention, f"{TERM}foundIn", copy),
                (mention, f"{TERM}refersTo", node(iri)),
                (mention, f"{NIF}beginIndex", literal(m * 10)),
                (mention, f"{NIF}endIndex", literal(m * 10 + 5)),
            ]
        # A release's store has each statement in the default graph too.
        for where in (graph, ox.DefaultGraph()):
            yield from (ox.Quad(subject, node(predicate), value, where) for subject, predicate, value in triples)


def make(folder: Path, number: int) -> tuple[Path, list[tuple[str, str, str, list[str]]]]:
    """Write a release of the register, and made-up documents into its store."""
    release = folder / "release"
    build(Plan(sources=(), out=release))
    store = ox.Store(str(release / "store"))
    made = list(documents(store, number))
    store.bulk_extend(_quads(iter(made)))
    store.flush()
    store.optimize()
    return release, made


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


def _fts5(made: list[tuple[str, str, str, list[str]]]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE d USING fts5(title, text, tokenize='porter unicode61')")
    base.executemany("INSERT INTO d VALUES (?, ?)", ((title, text) for _, title, text, _ in made))
    return base


def _measure(site: str, made: list[tuple[str, str, str, list[str]]]) -> None:
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
