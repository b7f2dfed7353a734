"""JSON Lines: one page a line, ``{"url": …, "html" or "text": …, "retrieved": …}``."""

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import ImpossibleDate
from kg.model import Page, Unreadable
from kg.sources.files import open_bytes, too_large
from kg.sources.times import capture_time

#: A line may be longer than its page, because JSON escapes characters; beyond so many times the limit it is not read.
_ESCAPING = 2


def read_lines(file: Path, source: str, limit: int) -> Iterator[Page | Unreadable]:
    """Read the pages of a JSON Lines file.

    :param file: UTF-8, one JSON object a line; empty lines are passed over; may be gzip
    :param limit: bytes of the largest page that is read
    :returns: a page or a reason for each line; ``offset`` is the line number, from 1
    :raises OSError: if the file cannot be read
    """
    number = 0
    try:
        with open_bytes(file) as stream:
            while line := stream.readline(_ESCAPING * limit + 1):
                number += 1
                if len(line) > _ESCAPING * limit and not line.endswith(b"\n"):
                    _skip_line(stream)
                    yield too_large(source, number, None, limit)
                elif line.strip():
                    yield _page(line.removeprefix(b"\xef\xbb\xbf"), source, number, limit)
    except (EOFError, zlib.error) as error:
        remedy = "fetch the file again; the lines before were read"
        yield _refused(source, number + 1, None, f"damaged gzip data: {error}", remedy)


def _skip_line(stream: BinaryIO) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass


def _page(line: bytes, source: str, number: int, limit: int) -> Page | Unreadable:
    record = _record(line, source, number)
    if isinstance(record, Unreadable):
        return record
    url = record.get("url")
    (form,) = (name for name in ("html", "text") if isinstance(record.get(name), str))
    try:
        retrieved = capture_time(record["retrieved"]) if record.get("retrieved") else None
    except (ImpossibleDate, TypeError) as error:
        return _refused(source, number, url, f"retrieved: {error}", "write an ISO 8601 date and time")
    content = record[form].encode("utf-8", "replace")
    if len(content) > limit:
        return too_large(source, number, url, limit, len(content))
    media_type = "text/html" if form == "html" else "text/plain"
    return Page(
        source=source,
        offset=number,
        address=url,
        media_type=media_type,
        charset="utf-8",
        content=content,
        retrieved=retrieved,
    )


def _record(line: bytes, source: str, number: int) -> dict[str, Any] | Unreadable:
    """Read a line as an object with a string under exactly one of ``html`` and ``text``."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _refused(source, number, None, f"not JSON: {error}", "write one JSON object a line, in UTF-8")
    if not isinstance(record, dict):
        return _refused(source, number, None, "not a JSON object", 'write {"url": …, "html": …} on each line')
    url = record.get("url")
    if url is not None and not isinstance(url, str):
        remedy = "write the page's address or leave it out"
        return _refused(source, number, None, f"url is {url!r}, not a string", remedy)
    if sum(isinstance(record.get(name), str) for name in ("html", "text")) != 1:
        return _refused(source, number, url, 'needs "html" or "text" (one, a string)', "add the page's content")
    return record


def _refused(source: str, number: int, address: str | None, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=source, offset=number, address=address, reason=reason, remedy=remedy)
