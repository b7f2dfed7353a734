"""A copy of a release's store that can be written to, made in a moment: for data that is looked at beside the release.

An Oxigraph store is a RocksDB database. Its table files (``.sst``) are never changed once they are written, only
dropped: the copy names them by symbolic links, and dropping a link leaves the release's file where it is. What
RocksDB writes on is copied.
Source: https://github.com/facebook/rocksdb/wiki/RocksDB-Overview (SSTable files are immutable), and the same for
``Store.backup``, which makes hard links; those need the file system of the release, and rights in it.
"""

import shutil
from pathlib import Path

import pyoxigraph as ox

from kg.errors import NotARelease
from kg.release.store import NAME, open_release

_TABLES = ".sst"
#: What RocksDB makes anew: its diary and its lock.
_OWN = ("LOG", "LOCK")


def open_scratch(release: Path | str, folder: Path) -> ox.Store:
    """Open a copy of the store of a release, with all that is in it; the release stays as it is.

    :param release: a release
    :param folder: where the copy goes, a folder that does not exist; links and a few MB
    :raises NotARelease: if ``release`` is not a release, or its store cannot be read
    :raises OSError: if the disk refuses
    """
    open_release(release)
    folder.mkdir(parents=True)
    for file in sorted((Path(release) / NAME).resolve().iterdir()):
        if file.suffix == _TABLES:
            _link(file, folder / file.name)
        elif not file.name.startswith(_OWN):
            shutil.copyfile(file, folder / file.name)
    try:
        return ox.Store(str(folder))
    except OSError as error:
        cause = str(error).splitlines()[0]
        raise NotARelease(f"{str(release)!r} has a store that cannot be copied ({cause}): build it again") from None


def _link(file: Path, link: Path) -> None:
    """Link to a file; copy it where the system or the file system of the link has no links."""
    try:
        link.symlink_to(file)
    except (OSError, NotImplementedError):
        shutil.copyfile(file, link)
