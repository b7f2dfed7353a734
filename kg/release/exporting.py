"""What an export holds: graphs of a release as they stand, or seen through another vocabulary."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from kg.assets import rebased_text
from kg.errors import ReleaseError
from kg.iris import Iris
from kg.release.dumps import inferred_quads, read_compressed
from kg.release.manifest import read_manifest
from kg.release.sorting import LineSorter
from kg.release.store import open_release
from kg.serialization.formats import WITH_GRAPHS
from kg.serialization.terms import split_line

_QUERIES = Path(__file__).resolve().parent / "profiles"
#: Vocabularies that a release can be exported in: one CONSTRUCT query each.
PROFILES = tuple(sorted(path.stem for path in _QUERIES.glob("*.rq")))


@contextmanager
def export_lines(release: Path, *, graph: str, profile: str | None, syntax: str) -> Iterator[Iterator[str]]:
    """Choose the lines of an export, sorted as the syntax needs them.

    :param release: a release
    :param graph: IRI of a graph, ``asserted``, ``inferred`` or ``all``; a profile looks at all that is asserted
    :param profile: one of :data:`PROFILES`, or absent
    :param syntax: one of :data:`kg.serialization.formats.FORMATS`
    :raises ReleaseError: if the release has no such graph
    """
    lines = _profiled(release, profile) if profile else _chosen(release, graph)
    with TemporaryDirectory(prefix="osce-kg-") as folder:
        sorter = LineSorter(Path(folder), "export")
        if syntax in WITH_GRAPHS and syntax != "nq":
            sorter.add(f"{split_line(line)[3]}\t{line}" for line in lines)
            yield (line.split("\t", 1)[1] for line in sorter.lines())
        else:
            sorter.add(lines)
            yield sorter.lines()


def _chosen(release: Path, graph: str) -> Iterator[str]:
    iris = Iris(read_manifest(release).base)
    if graph in {"asserted", "all"}:
        yield from read_compressed(release / "osce-kg.nq.gz")
    if graph in {"inferred", "all"}:
        yield from _inferred(release, iris)
    if graph == "all":
        yield from _one(release, iris.graph("meta"))
    if graph not in {"asserted", "inferred", "all"}:
        yield from _one(release, graph)


def _inferred(release: Path, iris: Iris) -> Iterator[str]:
    if read_manifest(release).inferred is None:
        raise ReleaseError(f"{str(release)!r} has no inferred triples: it was built without the closure")
    yield from inferred_quads(release, iris)


def _one(release: Path, graph: str) -> Iterator[str]:
    store = open_release(release)
    named = _named(graph)
    if not store.contains_named_graph(named):
        raise ReleaseError(f"{str(release)!r} has no graph {graph!r}: give its IRI, asserted, inferred or all")
    for quad in store.quads_for_pattern(None, None, None, named):
        yield f"{quad} .\n"


def _named(graph: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(graph)
    except ValueError:
        raise ReleaseError(f"{graph!r} is not an IRI: give a graph's IRI, asserted, inferred or all") from None


def _profiled(release: Path, profile: str) -> Iterable[str]:
    base = read_manifest(release).base
    query = rebased_text(_QUERIES / f"{profile}.rq", base)
    answer = open_release(release).query(query)
    return (f"{triple} .\n" for triple in answer) if isinstance(answer, ox.QueryTriples) else ()
