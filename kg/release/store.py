"""The Oxigraph store of a release: loaded in bulk once, opened read-only ever after."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import NotARelease
from kg.release.manifest import read_manifest

if TYPE_CHECKING:
    from kg.release.changes import Changes

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


def load_changed(folder: Path, changes: "Changes", meta: ox.NamedNode) -> ox.Store:
    """Make the store of a release from that of the one before.

    Files of sorted tables never change once they are written, so they are linked where the file system lets them be.

    :param folder: the release
    :param changes: what has changed since that one in its asserted and inferred graphs
    :param meta: the graph of its description, which is taken out, and counted among the changes
    :returns: the store with its default graph, open for more graphs
    :raises OSError: if the disk refuses
    """
    shutil.copytree(changes.since / NAME, folder / NAME, copy_function=_link_table)
    store = ox.Store(folder / NAME)
    told = list(store.quads_for_pattern(None, None, None, meta))
    store.remove_graph(meta)
    for quad in changes.removed:
        store.remove(quad)
    store.extend(changes.added)
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in changes.added)
    for quad in (*changes.removed, *told):
        named = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if all(isinstance(each.graph_name, ox.DefaultGraph) for each in named):
            store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))
    changes.removed += told
    return store


def _link_table(source: str, target: str) -> None:
    """Link a sorted table, or copy it where that is not possible; copy any other file, which may be written to."""
    if source.endswith(".sst"):
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target)


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
