"""The Oxigraph store of a release: loaded in bulk once, opened read-only ever after."""

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


def open_release(folder: Path | str) -> ox.Store:
    """Open the store of a release for reading; any number of processes may.

    :param folder: a release
    :raises NotARelease: if the folder is no release, or its store cannot be read
    """
    read_manifest(folder)
    try:
        return ox.Store.read_only(str(Path(folder) / NAME))
    except OSError as error:
        cause = str(error).splitlines()[0]
        raise NotARelease(f"{str(folder)!r} has a store that cannot be read ({cause}): build it again") from None
