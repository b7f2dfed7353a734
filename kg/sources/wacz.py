"""Web archive collections (WACZ): the WARC files in a zip archive.

Source: Web Archive Collection Zipped 1.1.1 §5.2.1 (``archive/``).
"""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from kg.model import Page, Unreadable
from kg.sources.archives import read_archive

_SUFFIXES = (".warc", ".warc.gz", ".warc.zst")


def read_collection(file: Path, source: str, limit: int) -> Iterator[Page | Unreadable]:
    """Read the pages of every archive in a collection, in order of name.

    :param limit: bytes of the largest page that is read
    :returns: what :func:`kg.sources.archives.read_archive` gives, named ``<source>/archive/<name>``
    :raises OSError: if the file cannot be opened
    """
    try:
        with zipfile.ZipFile(file) as collection:
            names = sorted(name for name in collection.namelist() if name.lower().endswith(_SUFFIXES))
            if not names:
                yield _refused(source, "the collection holds no WARC file", "give a WACZ with archive/*.warc.gz")
            for name in names:
                yield from _read_one(collection, name, f"{source}/{name}", limit)
    except zipfile.BadZipFile as error:
        yield _refused(source, f"no readable collection: {error}", "fetch the file again")


def _read_one(collection: zipfile.ZipFile, name: str, source: str, limit: int) -> Iterator[Page | Unreadable]:
    """Copy one archive out, piece by piece, and read it; what a damaged one still gives is read too."""
    with tempfile.TemporaryDirectory(prefix="osce-kg-") as folder:
        copy = Path(folder) / f"archive{Path(name).suffix}"
        damage = ""
        try:
            with collection.open(name) as packed, copy.open("wb") as out:
                shutil.copyfileobj(packed, out)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            damage = str(error)
        yield from read_archive(copy, source, limit)
    if damage:
        yield _refused(source, f"the archive in the collection is damaged: {damage}", "fetch the file again")


def _refused(source: str, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=source, reason=reason, remedy=remedy)
