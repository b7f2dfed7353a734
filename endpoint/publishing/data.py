"""The statements of a release in pieces that a browser loads: all of them, or by year where they are too many.

A piece is gzipped N-Quads. What a document says, and what follows from that, is with the year of the document; the
register and everything else is in pieces that are always loaded.
"""

import gzip
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from endpoint.publishing.press import Press
from kg.namespaces import prefixes

#: Statements above which a browser loads the newest years that fit, and the others when they are asked for.
EDGE = 400_000
#: Statements of one piece: what is unpacked and read at a time.
_A_PIECE = 50_000
_ALWAYS = ""


def write_chunks(press: Press, edge: int = EDGE) -> int:
    """Write the pieces, and ``sparql.json``, which lists them.

    :param edge: statements that one browser may load
    :returns: the number of statements
    """
    release = press.service.inline.release
    sorter = _Sorter(press.service.inline.store, release.base)
    folder = press.order.out / "sparql" / "data"
    folder.mkdir(parents=True, exist_ok=True)
    total = sorter.count()
    pieces = _Pieces(folder, by_year=total > edge)
    for year, quads in sorter.quads():
        pieces.add(year, quads)
    settings = {
        "base": release.base,
        "prefixes": prefixes(release.base),
        "edge": edge,
        "union": press.service.inline.union,
        "statements": total,
        "parts": pieces.close(),
    }
    press.put("sparql/data.json", json.dumps(settings).encode())
    return total


class _Sorter:
    """Goes through a store graph by graph, and says of what year each part is."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store = store
        self._documents, self._inferred = f"{base}graph/doc/", ox.NamedNode(f"{base}graph/inferred")
        self._issued = ox.NamedNode(f"{base}ontology#issuedOn")
        self._years: dict[ox.NamedNode, str] = {}

    def count(self) -> int:
        """Count the statements in named graphs."""
        found = self._store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        return int(next(cast(ox.QuerySolutions, found))["n"].value)

    def quads(self) -> Iterator[tuple[str, Iterator[ox.Quad]]]:
        """Give year and statements, a graph at a time; what follows from a document a subject at a time."""
        for graph in self._store.named_graphs():
            if not isinstance(graph, ox.NamedNode):
                continue
            found = self._store.quads_for_pattern(None, None, None, graph)
            if graph != self._inferred:
                yield self._year(graph), found
                continue
            for subject, group in groupby(found, key=lambda quad: quad.subject):
                yield self._of(cast(ox.NamedNode, subject)), group

    def _year(self, graph: ox.NamedNode) -> str:
        """Say of what year a document is; empty for any other graph, and where the day is not known."""
        if not graph.value.startswith(self._documents):
            return _ALWAYS
        if graph not in self._years:
            issued = next(self._store.quads_for_pattern(None, self._issued, None, graph), None)
            day = issued.object if issued else None
            self._years[graph] = day.value[:4] if isinstance(day, ox.Literal) else _ALWAYS
        return self._years[graph]

    def _of(self, subject: ox.NamedNode) -> str:
        """Say of what year a thing is: of the document that alone speaks of it."""
        years = {self._year(cast(ox.NamedNode, quad.graph_name)) for quad in self._said(subject)}
        return years.pop() if len(years) == 1 else _ALWAYS

    def _said(self, subject: ox.NamedNode) -> Iterator[ox.Quad]:
        for quad in self._store.quads_for_pattern(subject, None, None):
            if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name != self._inferred:
                yield quad


class _Pieces:
    """Files of statements, one open for each year."""

    def __init__(self, folder: Path, by_year: bool) -> None:
        self._folder, self._by_year = folder, by_year
        self._waiting: dict[str, list[ox.Quad]] = {}
        self._parts: dict[str, list[tuple[str, int]]] = {}

    def add(self, year: str, quads: Iterator[ox.Quad]) -> None:
        """Take statements of a year in."""
        year = year if self._by_year else _ALWAYS
        waiting = self._waiting.setdefault(year, [])
        for quad in quads:
            waiting.append(quad)
            if len(waiting) >= _A_PIECE:
                self._write(year)
                waiting = self._waiting[year]
        if sum(map(len, self._waiting.values())) > 10 * _A_PIECE:
            for each in list(self._waiting):
                self._write(each)

    def _write(self, year: str) -> None:
        quads, self._waiting[year] = self._waiting[year], []
        if not quads:
            return
        done = self._parts.setdefault(year, [])
        name = f"{year or 'always'}-{len(done) + 1}.nq.gz"
        content = cast(bytes, ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
        (self._folder / name).write_bytes(gzip.compress(content, 6, mtime=0))
        done.append((name, len(quads)))

    def close(self) -> list[dict[str, object]]:
        """Write what is left.

        :returns: years, newest first, what is always loaded before them: files and number of statements of each
        """
        for year in list(self._waiting):
            self._write(year)
        ordered = sorted(self._parts, key=lambda year: (year != _ALWAYS, -int(year or 0)))
        return [
            {
                "year": year,
                "statements": sum(count for _, count in self._parts[year]),
                "files": [name for name, _ in self._parts[year]],
            }
            for year in ordered
        ]
