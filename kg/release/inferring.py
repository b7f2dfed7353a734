"""The closure's place in a release: ``inferred.nt.gz`` and ``graph/inferred``."""

from collections.abc import Iterator
from pathlib import Path

from kg.closure import close
from kg.iris import Iris
from kg.nquads import iri
from kg.release.contradictions import refuse_contradictions
from kg.release.dumps import compressed, read_compressed

NAME = "inferred.nt.gz"


def write_inferred(plain: Path, folder: Path, iris: Iris) -> int:
    """Close the asserted quads and write what follows of them.

    :param plain: the asserted graphs as plain N-Quads
    :param folder: the release
    :param iris: IRIs of the build
    :returns: how many triples follow
    :raises Inconsistent: if the data contradicts the ontology; the message has the premises
    """
    with plain.open(encoding="utf-8", newline="\n") as lines:
        closure = close(lines, base=iris.base)
    refuse_contradictions(closure)
    with compressed(folder / NAME) as stream:
        stream.writelines(closure.entailed)
    return len(closure.entailed)


def inferred_quads(folder: Path, iris: Iris) -> Iterator[str]:
    """Read the inferred triples of a release as quads of ``graph/inferred``; none if it has none."""
    graph = f" {iri(iris.graph('inferred'))} .\n"
    path = folder / NAME
    for line in read_compressed(path) if path.exists() else ():
        yield line.removesuffix(" .\n") + graph
