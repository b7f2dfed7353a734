"""WARC records one after another, plain or compressed; after damage the reading goes on at the next record.

Reading needs to know of each byte whether it was read. Archive libraries stop at the first record that is broken, so
the framing, which is little, is done here. A member of a compressed archive is undone whole, its checksum included,
before any record of it is believed.
Source: The WARC Format 1.1 (ISO 28500:2017) §4 and annex D.
"""

import mmap
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeAlias

from kg.regexes import late
from kg.sources.compression import GZIP, LARGEST_DICTIONARY, ZSTD, Codec, codec_of, leading_frame

Bytes = bytes | mmap.mmap
_Spool: TypeAlias = "tempfile.SpooledTemporaryFile[bytes]"

_BEGIN = late(rb"WARC/\d\.\d+[ \t]*\r?\n[A-Za-z][A-Za-z-]*[ \t]*:")
_HEADER_END = late(rb"\r?\n\r?\n")
_LONGEST_HEADER = 65536
_PIECE = 65536
_BETWEEN = b"\r\n"
#: A member whose content is larger than this is undone on disk.
_IN_MEMORY = 8 * 1024 * 1024
#: Suffix → first bytes that a file of that name should have.
_MAGIC = {".gz": GZIP, ".zst": ZSTD}
_STRANGE = late(rb"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A whole record: offset of its first byte (of its member, in a compressed file), headers by lower-case name.

    ``block`` is absent where it is over the limit; ``size`` is what its header says, in bytes.
    """

    offset: int
    headers: dict[str, str]
    size: int
    block: bytes | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes of the file that were not read: where they begin, how many they are, and why."""

    offset: int
    length: int
    reason: str


def read_records(file: Path, limit: int) -> Iterator[Record | Gap]:
    """Read the records of a file.

    :param limit: bytes of the largest block that is held
    :returns: records and gaps in the order of the file; together they cover it
    :raises OSError: if the file cannot be opened
    """
    with file.open("rb") as stream:
        if not file.stat().st_size:
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            head = data[: max(16, min(leading_frame(data[:16]), LARGEST_DICTIONARY))]
            codec = codec_of(head) or (codec_of(_MAGIC.get(file.suffix, b"")) if head[:5] != b"WARC/" else None)
            if codec:
                yield from _compressed(data, codec, leading_frame(head), limit)
            else:
                yield from _plain(data, 0, limit)


def _plain(data: Bytes, offset: int, limit: int) -> Iterator[Record | Gap]:
    """Read records that stand in bytes one after another; offsets are counted from ``offset``."""
    position = _past_breaks(data, 0)
    while position < len(data):
        found, after = _record(data, position, limit)
        if isinstance(found, Record):
            yield Record(offset=offset + position, headers=found.headers, size=found.size, block=found.block)
        else:
            yield Gap(offset + position, after - position, found)
        position = _past_breaks(data, after)


def _past_breaks(data: Bytes, position: int) -> int:
    while data[position : position + 1] and data[position : position + 1] in _BETWEEN:
        position += 1
    return position


def _record(data: Bytes, position: int, limit: int) -> tuple[Record | str, int]:
    """Read the record at a position, or say why there is none; and where to go on."""
    if not _BEGIN.match(data, position):
        return "no WARC record begins here", _next_record(data, position + 1)
    end = _HEADER_END.search(data, position, position + _LONGEST_HEADER)
    headers = _headers(data[position : end.start()]) if end else {}
    size = headers.get("content-length", "")
    if not end or not size.isdecimal() or len(size) > 18:
        return "the record's header has no usable Content-Length", _next_record(data, position + 1)
    return _block(data, end.end(), headers, int(size), limit)


def _block(data: Bytes, start: int, headers: dict[str, str], size: int, limit: int) -> tuple[Record | str, int]:
    """Take the block after a header, if the file has it and it ends where a record ends."""
    stop = start + size
    if stop > len(data):
        following = _next_record(data, start)
        cut = "the archive ends inside this record" if following == len(data) else "the record is cut short"
        return cut, following
    after = _past_breaks(data, stop)
    if not (after == len(data) or _closes(data, stop) or _BEGIN.match(data, after)):
        return "the record does not end where its Content-Length says", _next_record(data, start)
    block = data[start:stop] if size <= limit else None
    return Record(offset=0, headers=headers, size=size, block=block), stop


def _closes(data: Bytes, stop: int) -> bool:
    """Whether the two line breaks that end a record are at a position."""
    return data[stop : stop + 4] == b"\r\n\r\n" or data[stop : stop + 2] == b"\n\n"


def _next_record(data: Bytes, position: int) -> int:
    found = _BEGIN.search(data, position)
    return found.start() if found else len(data)


def _headers(head: bytes) -> dict[str, str]:
    """Read named fields; a line that begins with white space goes on with the one before.

    A header with bytes that none can have is damaged and gives no fields.
    """
    try:
        head.decode()
    except UnicodeDecodeError:
        return {}
    if _STRANGE.search(head):
        return {}
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head).split(b"\n")[1:]
    named = (line.decode("utf-8", "replace").partition(":") for line in lines)
    fields: dict[str, str] = {}
    for name, _, value in named:
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _compressed(data: mmap.mmap, codec: Codec, position: int, limit: int) -> Iterator[Record | Gap]:
    """Read the members of a compressed file."""
    while position < len(data):
        if data[position : position + len(codec.magic)] != codec.magic:
            after = _next_member(data, codec, position + 1)
            if data[position:after].strip(b"\0\r\n"):
                yield Gap(position, after - position, "no compressed member begins here")
        else:
            with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
                after, damage = _undone(data, codec, position, content)
                if damage:
                    after = _next_member(data, codec, position + 1)
                yield from _member(_held(content), position, after, damage, limit)
        position = after


def _undone(
    data: mmap.mmap, codec: Codec, position: int, content: tempfile.SpooledTemporaryFile[bytes]
) -> tuple[int, str]:
    """Undo one member into a file; hand back where it ends and what is wrong with it, if anything."""
    member, fed = codec.begin(), position
    try:
        while not member.eof:
            piece = data[fed : fed + _PIECE] if member.needs_input else b""
            got = member.decompress(piece, _PIECE)
            fed += len(piece)
            content.write(got)
            if not piece and not got and member.needs_input:
                return len(data), "the archive ends inside this record"
    except codec.errors as error:
        return fed, f"damaged compressed data: {error}"
    return fed - len(member.unused_data), ""


def _next_member(data: mmap.mmap, codec: Codec, position: int) -> int:
    """Find the next member that holds a WARC record."""
    found = data.find(codec.magic, position)
    while found >= 0:
        try:
            if codec.begin().decompress(data[found : found + 2048], 16).startswith(b"WARC/"):
                return found
        except codec.errors:
            pass
        found = data.find(codec.magic, found + 1)
    return len(data)


def _held(content: _Spool) -> Bytes:
    """Look at what was undone: as bytes, or mapped where it is on disk."""
    size = content.tell()
    content.seek(0)
    if size <= _IN_MEMORY:
        return content.read()
    file: BinaryIO = content  # type: ignore[assignment]
    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _member(content: Bytes, position: int, after: int, damage: str, limit: int) -> Iterator[Record | Gap]:
    """Read the records of one member. Of a damaged one, only those count that another whole record follows."""
    held: Record | None = None
    for found in _plain(content, 0, limit):
        if isinstance(found, Gap):
            if not damage:
                yield Gap(position, after - position, found.reason)
        elif damage:
            if held:
                yield held
            held = _at(found, position)
        else:
            yield _at(found, position)
    if damage:
        yield Gap(position, after - position, damage)


def _at(record: Record, offset: int) -> Record:
    return Record(offset=offset, headers=record.headers, size=record.size, block=record.block)
