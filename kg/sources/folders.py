"""The files under a folder, in one order on every machine, and what in it cannot be read as a file."""

import os
from collections.abc import Iterator
from pathlib import Path

from kg.model import Unreadable


def files_under(folder: Path, source: str) -> Iterator[Path | Unreadable]:
    """List the files under a folder, folder by folder, sorted by name.

    :param folder: where to look; names that begin with a dot are passed over, links to folders are not followed
    :param source: the folder's name in reasons
    :returns: files, and a reason for each entry that is neither file nor folder or cannot be listed
    """
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _told(source, f"the folder cannot be listed: {error.strerror}", "check its permissions")
        return
    for entry in entries:
        name = f"{source}/{entry.name}"
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_under(Path(entry.path), name)
        elif entry.is_dir():
            yield _told(name, "a link to a folder is not followed", "give that folder as another source")
        elif entry.is_file():
            yield Path(entry.path)
        else:
            yield _told(name, "neither a file nor a folder", "remove it, or restore what the link points to")


def _told(source: str, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=source, reason=reason, remedy=remedy)
