"""Closing document by document, over processes, and not again what an earlier release has closed."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from kg.assets import software_version
from kg.closure import Across, Entailed, Graph, within
from kg.closure.prepared import ontology_digest
from kg.errors import ClosureError
from kg.processes import spread
from kg.release.dumps import read_compressed
from kg.release.spool import Spool, read_spans

#: What each document of a release entails, a line each; the first line tells what it depends on.
NAME = "entailed.jsonl.gz"
#: Documents that one process closes at once.
_CHUNK = 64
#: Below so many documents, processes cost more than they save.
WORTHWHILE = 2_000

#: Where a document's graph stands in the spool, in bytes; the graph's IRI; the digest of its lines.
Task: TypeAlias = tuple[tuple[int, int], str, str]
#: What a document entails, and the line that tells it.
Closed: TypeAlias = tuple[Entailed, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every document is closed with.

    That is a file of the register's lines, the base IRI, and what the IRIs of things begin with that one document
    describes.
    """

    register: Path
    base: str
    own: tuple[str, ...]

    def across(self) -> Across:
        """Close the register, and begin with the documents."""
        (lines,) = read_spans(self.register, [(0, self.register.stat().st_size)])
        return Across(lines, base=self.base, own=self.own)

    def digest(self) -> str:
        """Digest all that a document's closure depends on beside the document, in hexadecimal."""
        whole = hashlib.sha256("\x1f".join((software_version(), ontology_digest(), self.base, *self.own)).encode())
        for file in sorted(Path(within.__file__).parent.glob("*.py")):
            whole.update(file.read_bytes())
        whole.update(self.register.read_bytes())
        return whole.hexdigest()


def entailments(spool: Spool, ground: Ground, begun: Across, *, jobs: int, since: Path | None) -> Iterator[Closed]:
    """Close every document by itself.

    :param spool: the graphs of the documents
    :param ground: what they are closed with
    :param begun: the same, closed in this process
    :param jobs: number of processes
    :param since: an earlier release; what it tells of equal documents, if it was closed with the same, is used again
    :returns: what each document entails, in their order, with the line that tells it
    :raises ClosureError: if a process dies
    """
    known = Known(since, ground)
    chunks = (range(at, min(at + _CHUNK, len(spool))) for at in range(0, len(spool), _CHUNK))
    begun_with: deque[tuple[range, dict[int, Closed]]] = deque()

    def missing() -> Iterator[list[Task]]:
        for chunk in chunks:
            looked_up = ((number, known.get(spool.graph(number), spool.digest(number))) for number in chunk)
            found = {number: each for number, each in looked_up if each is not None}
            begun_with.append((chunk, found))
            rest = (number for number in chunk if number not in found)
            yield [(spool.span(number), spool.graph(number), spool.digest(number)) for number in rest]

    for closed in _closed(missing(), spool, ground, begun, jobs if len(spool) >= WORTHWHILE else 1):
        chunk, found = begun_with.popleft()
        fresh = iter(closed)
        for number in chunk:
            yield found[number] if number in found else next(fresh)


def _closed(
    chunks: Iterable[list[Task]], spool: Spool, ground: Ground, begun: Across, jobs: int
) -> Iterator[list[Closed]]:
    if jobs == 1:
        for tasks in chunks:
            yield _close_tasks(begun, spool.path, tasks)
        return
    died = ClosureError("a process of the closure died (out of memory?): build again with fewer --jobs")
    items = ((ground, spool.path, tasks) for tasks in chunks)
    # This process has as much to do with sorting and writing.
    yield from spread(_close_elsewhere, items, jobs - 1, begin=_across_of, arguments=(ground,), died=died)


@cache
def _across_of(ground: Ground) -> Across:
    return ground.across()


def _close_elsewhere(given: tuple[Ground, Path, list[Task]]) -> list[Closed]:
    ground, path, tasks = given
    return _close_tasks(_across_of(ground), path, tasks)


def _close_tasks(across: Across, path: Path, tasks: list[Task]) -> list[Closed]:
    graphs = read_spans(path, [span for span, _, _ in tasks])
    found = (Graph(across.background).close(lines) for lines in graphs)
    return [(each, to_line(graph, digest, each)) for each, (_, graph, digest) in zip(found, tasks, strict=True)]


class Known:
    """What an earlier release tells of its documents, which stand in the order of their graphs there as here.

    :param release: a release folder, or None
    :param ground: what documents are closed with now
    """

    def __init__(self, release: Path | None, ground: Ground) -> None:
        path = None if release is None else release / NAME
        self._lines = iter(()) if path is None or not path.exists() else read_compressed(path)
        if json.loads(next(self._lines, "{}")).get("ground") != ground.digest():
            self._lines = iter(())
        self._graph, self._digest = "", ""
        self._closed: Closed = Entailed(), ""

    def get(self, graph: str, digest: str) -> Closed | None:
        """Look up what a document entails.

        :param graph: its graph's IRI, beyond the one asked for before
        :param digest: of its lines
        """
        while self._graph < graph and (line := next(self._lines, None)) is not None:
            self._graph, self._digest, entailed = from_line(line)
            self._closed = entailed, line
        return self._closed if (self._graph, self._digest) == (graph, digest) else None


def head_line(ground: Ground) -> str:
    """Write the first line of the file."""
    return json.dumps({"ground": ground.digest()}) + "\n"


def to_line(graph: str, digest: str, entailed: Entailed) -> str:
    """Write what a document entails as one line.

    :param graph: IRI of the document's named graph
    :param digest: of the document's lines
    """
    told = {"graph": graph, "digest": digest} | {name: getattr(entailed, name) for name in Entailed.__slots__}
    return json.dumps(told, ensure_ascii=False) + "\n"


def from_line(line: str) -> tuple[str, str, Entailed]:
    """Read a line back: graph, digest, and what the document entails."""
    told = json.loads(line)
    entailed = Entailed(
        lines=tuple(told["lines"]),
        said=tuple(told["said"]),
        open=tuple((subject, predicate, value) for subject, predicate, value in told["open"]),
        own=tuple(told["own"]),
        is_linked=told["is_linked"],
        is_special=told["is_special"],
    )
    return told["graph"], told["digest"], entailed
