"""The closure's place in a release: ``inferred.nt.gz``, ``graph/inferred`` and ``entailed.jsonl.gz``."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.closure import close
from kg.iris import Iris
from kg.release import closing
from kg.release.closing import Ground, entailments, head_line
from kg.release.contradictions import refuse_contradictions
from kg.release.dumps import INFERRED, compressed
from kg.release.sorting import LineSorter
from kg.release.spool import Spool

#: zlib's level for what only later builds read.
_FAST = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """What is to be closed: the graphs of documents, the register's lines, and the earlier release to use."""

    documents: Spool
    register: tuple[str, ...]
    since: Path | None = None


def write_inferred(asserted: Asserted, plain: Path, folder: Path, scratch: Path, iris: Iris, jobs: int = 1) -> int:
    """Close the asserted graphs and write what follows of them.

    :param asserted: what is to be closed
    :param plain: the same as one file of plain N-Quads
    :param folder: the release
    :param scratch: for temporary files
    :param iris: IRIs of the build
    :param jobs: number of processes
    :returns: how many triples follow
    :raises Inconsistent: if the data contradicts the ontology; the message has the premises
    :raises ClosureError: if a process dies
    """
    register = scratch / "register.nq"
    register.write_text("".join(asserted.register), encoding="utf-8", newline="\n")
    ground = Ground(register=register, base=iris.base, own=tuple(f"<{each}" for each in iris.of_one_document()))
    across, own, documents = ground.across(), LineSorter(scratch, "entailed"), asserted.documents
    closed = entailments(documents, ground, across, jobs=jobs, since=asserted.since)
    with compressed(folder / closing.NAME, _FAST) as stream:
        stream.write(head_line(ground))
        for entailed, line in closed:
            across.add(entailed)
            own.add(entailed.lines)
            stream.write(line)
    rest = across.close(documents.read)
    if rest.contradictions:
        with plain.open(encoding="utf-8", newline="\n") as lines:
            refuse_contradictions(close(lines, base=iris.base))
    kept = (line for line in own.lines() if line not in rest.without)
    return _write(rest.lines if rest.is_whole else heapq.merge(kept, rest.lines), folder)


def _write(lines: Iterable[str], folder: Path) -> int:
    """Write sorted lines, each once; hand back how many."""
    number, before = 0, ""
    with compressed(folder / INFERRED) as stream:
        for line in lines:
            if line != before:
                stream.write(line)
                number += 1
            before = line
    return number
