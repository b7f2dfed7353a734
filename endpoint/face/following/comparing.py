"""The difference between two releases by thing: what is new, what changed, what is gone.

Both releases hold their statements sorted (``osce-kg.nq.gz``), so that both are read once, side by side.
"""

import gzip
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from pathlib import Path

from endpoint.problems import Problem
from kg.namespaces import DCTERMS, FOAF, RDF, SKOS

_DUMP = "osce-kg.nq.gz"
_NAME = re.compile(
    rf'<(?:{re.escape(SKOS)}prefLabel|{re.escape(DCTERMS)}title|{re.escape(FOAF)}name)> "((?:[^"\\]|\\.)*)"(@\S+)?'
)
_TYPE = re.compile(rf"<{re.escape(RDF)}type> <[^>]*[#/]([^>#/]+)>")
_PATIENCE = 8.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How one thing differs: ``new``, ``changed`` or ``gone``, and by how many statements."""

    iri: str
    name: str
    kind: str
    status: str
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences of things that have a name, and how many without one differ too, by the order of their IRIs."""

    things: tuple[Difference, ...]
    nameless: int


def compare(older: Path, newer: Path) -> Comparison:
    """Compare two releases.

    :param older: folder of a release
    :param newer: folder of another
    :raises OSError: if either has no dump
    """
    found, nameless = [], 0
    for iri, before, after in _side_by_side(_things(older / _DUMP), _things(newer / _DUMP)):
        if before == after:
            continue
        lines = after or before
        name = _name(lines)
        if not name:
            nameless += 1
            continue
        status = "new" if not before else "changed" if after else "gone"
        kind = next((match.group(1) for line in sorted(lines) if (match := _TYPE.search(line))), "")
        found.append(Difference(iri, name, kind, status, len(after - before), len(before - after)))
    return Comparison(tuple(found), nameless)


def _things(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Read the lines of one thing after the other."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        for subject, lines in groupby(stream, key=lambda line: line.partition(" ")[0]):
            yield subject, set(lines)


def _side_by_side(
    older: Iterator[tuple[str, set[str]]], newer: Iterator[tuple[str, set[str]]]
) -> Iterator[tuple[str, set[str], set[str]]]:
    both = merge(((iri, 0, lines) for iri, lines in older), ((iri, 1, lines) for iri, lines in newer), key=_place)
    for iri, sides in groupby(both, key=lambda each: each[0]):
        found = {side: lines for _, side, lines in sides}
        yield iri.strip("<>"), found.get(0, set()), found.get(1, set())


def _place(each: tuple[str, int, set[str]]) -> tuple[str, int]:
    return each[0], each[1]


def _name(lines: set[str]) -> str:
    """Take a name out of the statements of a thing, an English one first."""
    names = sorted(
        ((match.group(2) or "") not in ("@en", ""), match.group(1))
        for line in lines
        if (match := _NAME.search(line)) is not None
    )
    return names[0][1].replace('\\"', '"') if names else ""


class Comparisons:
    """The last comparison that was asked for, made in the background once. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Condition()
        self._key: tuple[str, str] | None = None
        self._made: Comparison | None = None
        self._failure = ""

    def of(self, key: tuple[str, str], older: Path, newer: Path) -> Comparison:
        """Hand out the comparison of two releases.

        :param key: what tells the two from others
        :raises Problem: 503 while it is being made, 501 if it cannot be
        """
        with self._lock:
            if self._key != key:
                self._key, self._made, self._failure = key, None, ""
                arguments = (key, older, newer)
                threading.Thread(target=self._make, args=arguments, name="compare", daemon=True).start()
            self._lock.wait_for(lambda: self._made is not None or bool(self._failure), _PATIENCE)
            if self._failure:
                raise Problem(501, self._failure, kind="no-comparison")
            if self._made is None:
                detail = "the releases are being compared: try again in a moment"
                raise Problem(503, detail, kind="comparison", headers={"Retry-After": "5"})
            return self._made

    def _make(self, key: tuple[str, str], older: Path, newer: Path) -> None:
        made, failure = None, ""
        try:
            made = compare(older, newer)
        except (OSError, ValueError, EOFError) as error:
            failure = f"the releases cannot be compared: {error}"
        with self._lock:
            if self._key == key:
                self._made, self._failure = made, failure
            self._lock.notify_all()
