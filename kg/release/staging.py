"""A folder that is whole or absent: written beside its final place, then renamed into it.

The half-written folder's lock is held by the process that writes it, so a later build can tell what a killed one left
behind (and removes it) from what another one is writing now (and lets it be).
"""

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from kg.errors import ReleaseError

_MARK = ".building-"
_LOCK = ".lock"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def staged(final: Path, *, durable: bool = True) -> Iterator[Path]:
    """Lend an empty folder that becomes ``final`` when the block ends without an exception.

    :param final: the folder to be; if it exists it is replaced in one step
    :param durable: whether each file is on the disk before that, so that a power cut cannot leave it half-written
    :returns: a folder on the same file system; it is removed if the block raises
    :raises ReleaseError: if the disk refuses (full, read-only, no permission)
    """
    folder = final.with_name(f".{final.name}{_MARK}{token_hex(6)}")
    lock = -1
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(final)
        folder.mkdir(mode=0o700)
        lock = _locked(folder)
        yield folder
        (folder / _LOCK).unlink()
        folder.chmod(0o777 & ~_umask())
        if durable:
            _sync(folder)
        _put(folder, final)
    except OSError as error:
        raise ReleaseError(_told(error, final)) from None
    finally:
        if lock >= 0:
            os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _told(error: OSError, final: Path) -> str:
    cause = error.strerror or str(error)
    remedy = {
        errno.ENOSPC: "free some space or choose another --out",
        errno.EFBIG: "raise the limit of file size or choose another --out",
    }.get(error.errno or 0, "check the folder and its permissions")
    return f"{str(final)!r} was not written: {cause}; {remedy}"


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _locked(folder: Path) -> int:
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


def _remove_leftovers(final: Path) -> None:
    for folder in final.parent.glob(f".{final.name}{_MARK}*"):
        if not _in_use(folder):
            shutil.rmtree(folder)


def _in_use(folder: Path) -> bool:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _sync(folder: Path) -> None:
    """Bring every file and folder to the disk, so that the rename cannot overtake them."""
    for path in (*folder.rglob("*"), folder):
        _sync_one(path)


def _sync_one(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put(folder: Path, final: Path) -> None:
    """Rename into place; an existing folder changes places with the new one, which is then removed with it."""
    if final.exists() and not _exchange(folder, final):
        aside = final.with_name(f"{folder.name}.old")
        final.rename(aside)
        folder.rename(final)
        shutil.rmtree(aside)
    elif folder.exists() and not final.exists():
        folder.rename(final)
    _sync_one(final.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step, where the system can (Linux 3.15, most file systems)."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done: int = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    return done == 0
