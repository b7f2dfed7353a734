"""What is derived from tables, shapes and patterns, kept on disk for the next start.

An entry holds plain values (texts, numbers, tuples, sets, dictionaries) as :mod:`marshal` writes them, which runs
nothing when it is read. Its name has the digest of all that it was derived from: files, code, Python. So an entry is
never out of date; one that is damaged, or that another user could have written, is passed over and made anew.

The folder is ``$OSCE_KG_CACHE``; by default ``osce-kg`` in the user's folder for such files (``$XDG_CACHE_HOME``, else
``~/.cache``; on macOS ``~/Library/Caches``). With ``OSCE_KG_CACHE=off``, or where nothing can be written, nothing is
kept and everything is derived at each start, with the same results.
"""

import atexit
import marshal
import os
import stat
import sys
import time
import zlib
from _thread import get_ident
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.machinery import PathFinder
from itertools import accumulate, islice
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")

VARIABLE = "OSCE_KG_CACHE"
OFF = "off"
_MAGIC = b"osce-kg kept 1\n"
_DIGEST = 32
_CHECK = 4
#: How :mod:`marshal` writes bytes: a letter and their number.
_BYTES, _PREFIX = b"s", 5
#: Entries of one name that stay: those of other versions and of other folders of tables, the latest.
_ENTRIES = 8
#: Characters of all texts of a memo together above which only those of the present process stay.
_MOST_CHARACTERS = 4_000_000
#: Parts of a dictionary that is read in parts.
_SHELVES = 1024
#: Opens the content of shelves.
_SHELVED = b"shelves\n"
#: Nanoseconds for which two changes of a file may have one time.
_JUST_NOW = 2_000_000_000
_CODE = Path(__file__).resolve().parent


def kept(
    name: str,
    key: bytes,
    make: Callable[[], Made],
    parts: Callable[[Made], object],
    restored: Callable[[Any], Made],
) -> Made:
    """Give what is derived: restored from what is kept, or made now and kept for the next time.

    :param name: what it is, in letters, digits and hyphens
    :param key: from :func:`key_of`
    :param make: derives it
    :param parts: takes it apart into a plain value
    :param restored: makes the same of its parts
    :raises Exception: what ``make`` raises
    """
    found = load(name, key)
    if found is not None:
        return restored(found)
    made = make()
    if folder() is not None:
        save(name, key, parts(made))
    return made


def key_of(*sources: Path | str) -> bytes:
    """Digest what a value is derived from, with the version of Python and the code of this module.

    :param sources: files and folders, with all tables below them and all code that makes and takes the value; texts
        count as they are
    """
    digest = sha256(f"{sys.version} {sys.byteorder} {marshal.version}".encode() + _read(str(Path(__file__).resolve())))
    for source in sources:
        digest.update(source.encode() if isinstance(source, str) else _digest(str(source)))
    return digest.digest()


@cache
def _digest(source: str) -> bytes:
    """Digest what is in files, or take the digest made of them at an earlier start if none has been touched since.

    A file that is written to gets another time of change, which no user can set, but perhaps not another than a moment
    before: what was changed just now is read each time.
    """
    status = [(path, at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns) for path, at in _files(source)]
    if max((changed for *_, changed in status), default=0) > time.time_ns() - _JUST_NOW:
        return _read(source)
    return _digests.get(f"{source} {sha256(repr(status).encode()).hexdigest()}", lambda: _read(source))


@cache
def _read(source: str) -> bytes:
    digest, above = sha256(), len(os.path.dirname(source)) + 1
    for path, _ in _files(source):
        with open(path, "rb") as stream:
            content = stream.read()
        digest.update(f"{path[above:]} {len(content)}\n".encode())
        digest.update(content)
    return digest.digest()


def _files(source: str) -> Iterator[tuple[str, os.stat_result]]:
    if not os.path.isdir(source):
        yield source, os.stat(source)
        return
    with os.scandir(source) as found:
        below = sorted(found, key=lambda entry: entry.name)
    for entry in below:
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry.path)
        elif entry.is_file():
            yield entry.path, entry.stat()


def code(*names: str) -> tuple[Path, ...]:
    """Name modules and packages of ``kg`` as sources of a key."""
    return tuple(_CODE / name for name in names)


def library(name: str, *files: str) -> tuple[Path, ...]:
    """Name files of an installed library as sources of a key, without importing it.

    :raises ModuleNotFoundError: if it is not installed
    """
    found = PathFinder.find_spec(name)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{name} is not installed: install osce-kg anew")
    return tuple(Path(found.origin).parent / file for file in files)


def folder() -> Path | None:
    """Name the folder of what is kept; None if nothing is to be."""
    told = os.environ.get(VARIABLE, "")
    if told:
        return None if told == OFF else Path(told).absolute()
    home = os.environ.get("HOME", "")
    users = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(users):
        return Path(users, "osce-kg")
    if not os.path.isabs(home):
        return None
    return Path(home, "Library/Caches" if sys.platform == "darwin" else ".cache", "osce-kg")


def load(name: str, key: bytes) -> Any:
    """Read a kept value; None if there is none that can be trusted. Bytes are given as a view of the file."""
    content = content_of(name, key)
    if content is not None and content[:_PREFIX] == _BYTES + (len(content) - _PREFIX).to_bytes(_PREFIX - 1, "little"):
        return content[_PREFIX:]
    try:
        return None if content is None else marshal.loads(content)  # noqa: S302 (own files alone)
    except (ValueError, EOFError, TypeError):
        return None


def content_of(name: str, key: bytes) -> memoryview | None:
    """Map the bytes of an entry; None if there is none, it is damaged, or another user may have written it."""
    place = folder()
    if place is None:
        return None
    try:
        whole = _own_file(place / _file_name(name, key))
    except OSError:
        return None
    head = len(_MAGIC) + _DIGEST
    content = whole[head + _CHECK :]
    is_right = whole[:head] == _MAGIC + key and whole[head : head + _CHECK] == _check(content)
    return content if is_right else None


class Shelves:
    """A large dictionary of texts, of which a look-up reads a small part.

    Each part has a check of its own, so that what is not looked at is not read to check it either.

    :param content: from :meth:`written`
    :param anew: makes the dictionary again where a part is damaged; without it, that part is taken for empty
    """

    def __init__(self, content: bytes | memoryview, anew: Callable[[], Mapping[str, object]] | None = None) -> None:
        self._content, self._anew = content, anew
        self._whole: Mapping[str, Any] | None = None
        numbers = array("I")
        numbers.frombytes(content[len(_SHELVED) : _head_size()])
        self._ends, self._checks = numbers[:_SHELVES], numbers[_SHELVES:]
        self._read: dict[int, dict[str, Any]] = {}

    @classmethod
    def of(cls, entries: Mapping[str, Any]) -> "Shelves":
        """Make shelves of what is in memory as a whole."""
        shelves = cls(b"")
        shelves._whole = entries
        return shelves

    def get(self, key: str) -> Any:
        """Look up a key; None if there is none."""
        return (self._shelf(_number(key)) if self._whole is None else self._whole).get(key)

    def _shelf(self, number: int) -> Mapping[str, Any]:
        if number not in self._read:
            begin = self._ends[number - 1] if number else _head_size()
            content = self._content[begin : self._ends[number]]
            if zlib.crc32(content) != self._checks[number]:
                return self._repaired()
            self._read[number] = marshal.loads(content)  # noqa: S302 (checked)
        return self._read[number]

    def _repaired(self) -> Mapping[str, Any]:
        if self._anew is None:
            return {}
        self._whole = self._anew()
        return self._whole

    def all(self) -> dict[str, Any]:
        """Read the whole of it."""
        if self._whole is not None:
            return dict(self._whole)
        return {key: value for number in range(_SHELVES) for key, value in self._shelf(number).items()}

    @staticmethod
    def written(entries: Mapping[str, object]) -> bytes:
        """Write a dictionary with plain values."""
        shelves: list[dict[str, object]] = [{} for _ in range(_SHELVES)]
        for key, value in entries.items():
            shelves[_number(key)][key] = value
        parts = [marshal.dumps(shelf) for shelf in shelves]
        ends = accumulate(map(len, parts), initial=_head_size())
        numbers = array("I", (*islice(ends, 1, None), *map(zlib.crc32, parts)))
        return b"".join((_SHELVED, numbers.tobytes(), *parts))


def shelved(name: str, key: bytes, make: Callable[[], Mapping[str, object]]) -> Shelves:
    """Give a large dictionary with plain values: as it is kept, or made now and kept for the next time.

    :param name: as for :func:`kept`
    :param key: from :func:`key_of`
    :param make: derives it
    :raises Exception: what ``make`` raises
    """

    def made() -> Mapping[str, object]:
        entries = make()
        if folder() is not None:
            save(name, key, Shelves.written(entries))
        return entries

    found = load(name, key)
    return Shelves.of(made()) if found is None else Shelves(found, made)


class Memo:
    """What texts give, kept: read when one is first asked for, and written when the process ends.

    :param name: as for :func:`kept`
    :param key: from :func:`key_of`, asked for once
    """

    def __init__(self, name: str, key: Callable[[], bytes]) -> None:
        self._name = name
        self._key = cache(key)
        self._kept: Shelves | None = None
        self._made: dict[str, Any] = {}

    def get(self, text: str, make: Callable[[], Made]) -> Made:
        """Give what a text gives.

        :param make: derives it; a plain value, not None
        :raises Exception: what ``make`` raises
        """
        if self._kept is None:
            self._kept = self._load()
        found: Made | None = self._kept.get(text) or self._made.get(text)
        if found is None:
            if not self._made:
                atexit.register(self.save)
            found = self._made[text] = make()
        return found

    def _load(self) -> Shelves:
        found = load(self._name, self._key())
        return Shelves.of({}) if found is None else Shelves(found)

    def save(self) -> None:
        """Keep what was made, with what was kept before unless that is too much."""
        if folder() is None:
            return
        values = {**self._load().all(), **self._made}
        if sum(map(len, values)) > _MOST_CHARACTERS:
            values = self._made
        save(self._name, self._key(), Shelves.written(values))


#: Digests of files by their names and status.
_digests = Memo("digests", key_of)


def _number(key: str) -> int:
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % _SHELVES


def _head_size() -> int:
    """Size of what is before the parts of shelves: where each ends, and its check."""
    return len(_SHELVED) + 2 * _SHELVES * array("I").itemsize


def _own_file(path: Path) -> memoryview:
    """Map a file of this user's that nobody else can write: what is not looked at is not read.

    An entry is never changed in place, so that the map stays what it is.

    :raises OSError: if there is none
    """
    import mmap  # with what is kept

    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as stream:
        if not _is_own(os.fstat(stream.fileno()), stat.S_ISREG):
            raise PermissionError(f"{str(path)!r} may have been written by others")
        try:
            return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError as error:
            raise FileNotFoundError(f"{str(path)!r} is empty") from error


def _is_own(status: os.stat_result, kind: Callable[[int], bool]) -> bool:
    mode = status.st_mode
    return kind(mode) and status.st_uid == os.geteuid() and not mode & (stat.S_IWGRP | stat.S_IWOTH)


def save(name: str, key: bytes, value: Any) -> None:
    """Keep a plain value, whole or not at all; where it cannot be kept, nothing happens."""
    place = folder()
    if place is None:
        return
    content = _plain(value)
    path = place / _file_name(name, key)
    part = place / f"{name}.{os.getpid()}-{get_ident()}.part"
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(place.stat(), stat.S_ISDIR):
            return
        _write(part, (_MAGIC, key, _check(content), content))
        part.replace(path)
        _forget(place, name)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _plain(value: Any) -> bytes:
    """Write a value as :mod:`marshal` does; bytes always such that :func:`load` need not copy them."""
    if isinstance(value, bytes | memoryview):
        return b"".join((_BYTES, len(value).to_bytes(_PREFIX - 1, "little"), value))
    return marshal.dumps(value)


def _write(part: Path, pieces: Iterable[bytes]) -> None:
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as stream:
        stream.writelines(pieces)


def _forget(place: Path, name: str) -> None:
    """Remove the oldest entries of a name, so that the folder does not grow."""
    entries = [(path.stat().st_mtime, path) for path in place.glob(f"{name}-*.kept")]
    for _, path in sorted(entries, reverse=True)[_ENTRIES:]:
        path.unlink(missing_ok=True)


def _file_name(name: str, key: bytes) -> str:
    return f"{name}-{key.hex()[:32]}.kept"


def _check(content: bytes | memoryview) -> bytes:
    """Sum up the content of an entry; of shelves their head, which has the checks of the parts."""
    head = _PREFIX + _head_size() if content[_PREFIX : _PREFIX + len(_SHELVED)] == _SHELVED else len(content)
    return zlib.crc32(content[:head]).to_bytes(_CHECK, "big")
