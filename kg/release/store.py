"""The Oxigraph store of a release: loaded in bulk once, opened read-only ever after."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import NotARelease
from kg.release.manifest import read_manifest

NAME = "store"


def load_store(folder: Path, nquads: Path) -> ox.Store:
    """Make the store of a release.

    :param folder: the release
    :param nquads: a plain N-Quads file
    :returns: the store, open for more graphs
    :raises OSError: if the disk refuses
    """
    store = ox.Store(folder / NAME)
    if nquads.stat().st_size:
        store.bulk_load(path=nquads, format=ox.RdfFormat.N_QUADS)
    return store


def load_union(store: ox.Store, nquads: Path, scratch: Path) -> None:
    """Put the union of all graphs into the default graph, each triple once.

    Oxigraph can take all graphs for the default graph of a query, but then counts a triple once for each graph that
    states it, which is not the merge that SPARQL 1.1 asks for (§13.1). A default graph of its own counts right, and
    answers faster.

    :param store: the store of a release
    :param nquads: the file that it was loaded from, sorted but for what follows of it at the end
    :param scratch: folder for a temporary file
    :raises OSError: if the disk refuses
    """
    union = scratch / "union.nt"
    with (
        nquads.open(encoding="utf-8", newline="\n") as lines,
        union.open("w", encoding="utf-8", newline="\n") as stream,
    ):
        stream.writelines(without_graphs(lines))
    if union.stat().st_size:
        store.bulk_load(path=union, format=ox.RdfFormat.N_TRIPLES)
    union.unlink()


def settle(folder: Path) -> None:
    """Open a store that is complete and closed once more, so that its journal, a sixth of its size, is worked in.

    Without that every process that opens the release reads the journal again.

    :param folder: the release
    :raises OSError: if the disk refuses
    """
    ox.Store(folder / NAME).flush()


def count_of_union(store: ox.Store) -> int:
    """Count the triples of the default graph, without making a Python object of each."""
    (solution,) = store.query("SELECT (COUNT(*) AS ?triples) { ?s ?p ?o }")  # type: ignore[misc]
    return int(solution["triples"].value)


def without_graphs(lines: Iterable[str]) -> Iterator[str]:
    """Take the graphs off lines of N-Quads; of equal triples, which stand together in sorted lines, one is kept."""
    before = ""
    for line in lines:
        triple = line[: line.rindex(" <")]
        if triple != before:
            yield f"{triple} .\n"
        before = triple


def open_release(folder: Path | str) -> ox.Store:
    """Open the store of a release for reading; any number of processes may.

    :param folder: a release
    :raises NotARelease: if the folder is not a release, or its store cannot be read
    """
    read_manifest(folder)
    try:
        return ox.Store.read_only(str(Path(folder) / NAME))
    except OSError as error:
        cause = str(error).splitlines()[0]
        raise NotARelease(f"{str(folder)!r} has a store that cannot be read ({cause}): build it again") from None
