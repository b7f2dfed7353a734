"""Compressed dumps that depend on their content alone, and what is counted while they are written."""

import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from kg.errors import DamagedRelease
from kg.iris import Iris
from kg.nquads import TYPE, iri
from kg.serialization.terms import split_line
from kg.serialization.turtle import Parts, turtle_of

#: Names of the dumps of what is asserted and of what the closure adds.
QUADS, INFERRED = "osce-kg.nq.gz", "inferred.nt.gz"

#: zlib's level 6: a higher one saves under 2 % of an N-Quads dump and takes twice as long.
_LEVEL = 6
_BUFFER = 1 << 18


@contextmanager
def compressed(path: Path, level: int = _LEVEL) -> Iterator[TextIO]:
    """Open a gzip file for text, without name and time in its header.

    :param path: a file to be
    :param level: zlib's level of compression
    """
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=level, mtime=0) as packed,
        io.BufferedWriter(packed, _BUFFER) as buffered,
        io.TextIOWrapper(buffered, encoding="utf-8", newline="\n", write_through=False) as text,
    ):
        yield text


def read_compressed(path: Path) -> Iterator[str]:
    """Read the lines of a compressed dump, lazily.

    :raises DamagedRelease: if the file is not whole
    :raises OSError: if it cannot be opened
    """
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as stream:
        try:
            yield from stream
        except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
            cause = str(error).rstrip(".")
            raise DamagedRelease(f"{str(path)!r} is damaged ({cause}): build that release again") from None


def inferred_quads(folder: Path, iris: Iris) -> Iterator[str]:
    """Read the inferred triples of a release as quads of ``graph/inferred``; none if it has none."""
    graph = f" {iri(iris.graph('inferred'))} .\n"
    path = folder / INFERRED
    for line in read_compressed(path) if path.exists() else ():
        yield line.removesuffix(" .\n") + graph


@dataclass(slots=True)
class Counts:
    """What went through while a dump was written: instances by class and triples by graph, as written terms.

    ``triples`` counts what several graphs state once, as Turtle and N-Triples do; ``quads`` counts it in each graph.
    """

    quads: int = 0
    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    graphs: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    subjects: int = 0
    digest: str = ""


def write_dump(lines: Iterable[str], folder: Path, plain: Path, document_graphs: str) -> Counts:
    """Write ``osce-kg.nq.gz``, ``osce-kg.ttl.gz`` and, for the store to load, the plain lines.

    :param lines: N-Quads lines, sorted, each once
    :param folder: the release
    :param plain: where the plain lines go
    :param document_graphs: IRI that every document's graph begins with; they are counted together
    """
    counts = Counts()
    with (
        compressed(folder / QUADS) as packed,
        compressed(folder / "osce-kg.ttl.gz") as readable,
        plain.open("w", encoding="utf-8", newline="\n", buffering=_BUFFER) as loading,
    ):
        through = _counted(_teed(lines, packed, loading), counts, document_graphs)
        base = document_graphs.removesuffix("graph/doc/")
        readable.writelines(turtle_of(through, base))
    return counts


def _teed(lines: Iterable[str], *streams: TextIO) -> Iterator[str]:
    for line in lines:
        for stream in streams:
            stream.write(line)
        yield line


def _counted(lines: Iterable[str], counts: Counts, document_graphs: str) -> Iterator[Parts]:
    """Count lines as they pass, and split them; a type that two graphs state counts once."""
    digest, before, subject_before = hashlib.sha256(), "", ""
    for line in lines:
        digest.update(line.encode())
        parts = split_line(line)
        subject, predicate, value, graph = parts
        counts.quads += 1
        counts.graphs[document_graphs if graph.startswith(f"<{document_graphs}") else graph[1:-1]] += 1
        triple = f"{subject} {predicate} {value}"
        if triple != before:
            counts.triples += 1
            counts.properties[predicate[1:-1]] += 1
            counts.classes[value[1:-1]] += predicate == TYPE
        counts.subjects += subject != subject_before
        before, subject_before = triple, subject
        yield parts
    counts.classes = +counts.classes
    counts.digest = digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Compute the SHA-256 of a file, in lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
