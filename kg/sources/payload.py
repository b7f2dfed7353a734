"""Content encodings of an HTTP payload, undone up to a limit and never taken for whole when they are cut short.

Source: RFC 9110 §8.4.1 (codings), RFC 7932 (Brotli), RFC 8878 (Zstandard).
"""

import zlib
from typing import Any

from kg.sources.compression import zstd

_WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_RAW_DEFLATE = -15


class DamagedPayload(ValueError):
    """A payload is cut short, not in the encoding that its header names, or in one that is not known."""


def decoded(payload: bytes, encodings: str, limit: int) -> bytes:
    """Undo the encodings that a ``Content-Encoding`` header names.

    :param payload: the body as sent, transfer encodings undone
    :param encodings: the header's value; empty for none
    :param limit: bytes of content that are wanted; what is longer is cut one byte after it
    :raises DamagedPayload: if the payload does not decode to its end

    >>> decoded(zlib.compress(b"<h1>A</h1>"), "deflate", 100)
    b'<h1>A</h1>'
    """
    for name in reversed([one.strip().lower() for one in encodings.split(",")]):
        if name not in ("", "identity"):
            payload = _undone(payload, name, limit)
    return payload


def _undone(payload: bytes, name: str, limit: int) -> bytes:
    try:
        if name == "br":
            return _brotli(payload, limit)
        if name == "zstd":
            return _zstandard(payload, limit)
        if name in _WINDOWS:
            return _inflated(payload, _WINDOWS[name], limit)
    except zlib.error as error:
        if name == "deflate":
            return _inflated_raw(payload, limit)
        raise DamagedPayload(_not_in(name, error)) from None
    raise DamagedPayload(f"the encoding {name!r} is not known")


def _inflated(payload: bytes, window: int, limit: int) -> bytes:
    inflater = zlib.decompressobj(window)
    content = inflater.decompress(payload, limit + 1)
    if not inflater.eof and len(content) <= limit:
        raise DamagedPayload("the compressed payload is cut short")
    return content


def _inflated_raw(payload: bytes, limit: int) -> bytes:
    """Inflate what servers send as ``deflate`` without zlib's frame."""
    try:
        return _inflated(payload, _RAW_DEFLATE, limit)
    except zlib.error as error:
        raise DamagedPayload(_not_in("deflate", error)) from None


def _not_in(name: str, error: Exception) -> str:
    return f"not in the encoding {name!r} that its header names: {error}"


def _zstandard(payload: bytes, limit: int) -> bytes:
    decompressor = zstd().ZstdDecompressor()
    try:
        content = decompressor.decompress(payload, limit + 1)
    except zstd().ZstdError as error:
        raise DamagedPayload(_not_in("zstd", error)) from None
    if not decompressor.eof and len(content) <= limit:
        raise DamagedPayload("the compressed payload is cut short")
    return bytes(content)


def _brotli(payload: bytes, limit: int) -> bytes:
    import brotli  # few sources need it

    try:
        return _unpacked(brotli.Decompressor(), payload, limit)
    except brotli.error as error:
        raise DamagedPayload(_not_in("br", error)) from None


def _unpacked(decompressor: Any, payload: bytes, limit: int) -> bytes:
    content = bytes(decompressor.process(payload, output_buffer_limit=limit + 1))
    while not decompressor.is_finished() and len(content) <= limit:
        more = decompressor.process(b"", output_buffer_limit=limit + 1 - len(content))
        if not more:
            raise DamagedPayload("the compressed payload is cut short")
        content += more
    return content
