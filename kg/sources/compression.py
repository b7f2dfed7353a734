"""Streams of gzip members and of Zstandard frames, each undone by itself so that a damaged one costs no other.

Source: RFC 1952 (gzip), RFC 8878 (Zstandard), "Zstandard Compression for WARC files 1.0" of the IIPC (dictionaries).
"""

import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Protocol

from kg.regexes import late

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = late(rb"[\x50-\x5f]\x2a\x4d\x18")
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_GZIP_WINDOW = 31
#: Bytes of a dictionary, compressed or not, that are read; what archives have is a tenth of a megabyte.
LARGEST_DICTIONARY = 1 << 26


class Decompressor(Protocol):
    """What ``zlib`` and ``zstd`` decompressors share."""

    @property
    def eof(self) -> bool:
        """Whether the end of the member was reached."""

    @property
    def unused_data(self) -> bytes:
        """What follows the end of the member in the data that was fed."""

    @property
    def needs_input(self) -> bool:
        """Whether all that was fed has been put out."""

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        """Undo some data, at most so many bytes of it."""


@dataclass(frozen=True, slots=True)
class Codec:
    """A way in which members are compressed: what each begins with, how to undo one, what errors it raises."""

    magic: bytes
    begin: Callable[[], Decompressor]
    errors: tuple[type[Exception], ...]


class _GzipMember:
    """A gzip member; ``zlib`` keeps what it could not put out apart from what follows the member."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(_GZIP_WINDOW)

    @property
    def eof(self) -> bool:
        return self._inflater.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflater.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inflater.unconsumed_tail

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inflater.decompress(self._inflater.unconsumed_tail + data, max_length)


def codec_of(head: bytes) -> Codec | None:
    """Find the codec of a file by its first bytes; nothing if it is not compressed.

    :param head: the first bytes of the file, with the whole of a Zstandard dictionary frame, if there is one

    >>> codec_of(b"WARC/1.0") is None, codec_of(GZIP + b"\\x08").magic == GZIP
    (True, True)
    """
    if head.startswith(GZIP):
        return Codec(GZIP, _GzipMember, (zlib.error,))
    if head.startswith(ZSTD) or _SKIPPABLE.match(head):
        dictionary = _dictionary(head)
        return Codec(ZSTD, lambda: _zstd_member(dictionary), (zstd().ZstdError,))
    return None


def leading_frame(head: bytes) -> int:
    """Measure the skippable frame that a Zstandard file begins with.

    :returns: bytes of it with its own header; 0 if there is none
    """
    return 8 + int.from_bytes(head[4:8], "little") if _SKIPPABLE.match(head) else 0


def _dictionary(head: bytes) -> Any:
    """Read the dictionary that an archive begins with; it may be compressed itself.

    Of a damaged dictionary nothing is kept: each frame that needs it is damaged then, and counted as such.
    """
    if not head.startswith(_DICTIONARY):
        return None
    content = head[8 : leading_frame(head)]
    try:
        if content.startswith(ZSTD):
            content = zstd().ZstdDecompressor().decompress(content, LARGEST_DICTIONARY)
        dictionary = zstd().ZstdDict(content)
        zstd().ZstdDecompressor(dictionary)
    except (ValueError, zstd().ZstdError):
        return None
    return dictionary


def _zstd_member(dictionary: Any) -> Decompressor:
    member: Decompressor = zstd().ZstdDecompressor(dictionary)
    return member


def zstd() -> Any:
    """Import the library for Zstandard, which few sources need."""
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
