"""WARC archives, plain or gzip, by record.

Responses and resources that are HTML or plain text are pages. Requests, metadata, images, styles and scripts
are no pages and are passed over; a page that answered with an error, or that the archive cuts short, is told.
Source: The WARC Format 1.1 (ISO 28500:2017).
"""

import gzip
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from kg.errors import ImpossibleDate
from kg.model import Page, Unreadable
from kg.sources.files import MAX_PAGE, PAGE_TYPES, too_large
from kg.sources.times import capture_time

_MEDIA_TYPES = {*PAGE_TYPES.values(), "application/xhtml+xml"}


def read_archive(file: Path, source: str) -> Iterator[Page | Unreadable]:
    """Read the pages of a WARC file.

    :returns: a page or a reason for each record that is a page; ``offset`` is the record's first byte in the file.
        A damaged archive gives the pages before the damage and one last reason.
    :raises OSError: if the file cannot be opened
    """
    position, told = 0, False
    with file.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response | WarcRecordType.resource):
                position = record.stream_pos
                page = _page(record, source, position)
                told = isinstance(page, Unreadable)
                if page:
                    yield page
            if not told and not _ends_whole(stream, position):
                yield _cut_short(source, position, None)
        except OSError as error:
            yield Unreadable(
                source=source,
                offset=position,
                reason=f"damaged archive after this record: {error}",
                remedy="fetch the archive again; what stands before the damage was read",
            )


def _page(record: WarcRecord, source: str, position: int) -> Page | Unreadable | None:
    address = record.headers.get("WARC-Target-URI")
    http = record.http_headers
    if record.record_type == WarcRecordType.response and http is None:
        return _cut_short(source, position, address)
    media_type = record.http_content_type if http else (record.headers.get("Content-Type") or "").partition(";")[0]
    if media_type not in _MEDIA_TYPES:
        return None
    if http and http.status_code != 200:
        return Unreadable(
            source=source,
            offset=position,
            address=address,
            reason=f"HTTP status {http.status_code}",
            remedy="fetch the page again",
        )
    if record.content_length > MAX_PAGE:
        return too_large(source, position, address, record.content_length)
    expected = record.content_length
    content = record.reader.read()
    if len(content) < expected:
        return _cut_short(source, position, address)
    return Page(
        source=source,
        offset=position,
        address=address,
        media_type="text/plain" if media_type == "text/plain" else "text/html",
        charset=record.http_charset if http else None,
        content=content,
        retrieved=_retrieved(record),
    )


def _retrieved(record: WarcRecord) -> str | None:
    try:
        return capture_time(record.headers.get("WARC-Date") or "")
    except ImpossibleDate:
        return None


def _cut_short(source: str, position: int, address: str | None) -> Unreadable:
    return Unreadable(
        source=source,
        offset=position,
        address=address,
        reason="the archive ends inside this record or the next",
        remedy="fetch the archive again; what stands before was read",
    )


def _ends_whole(stream: BinaryIO, position: int) -> bool:
    """Tell whether every record from a position on is whole; the archive reader stops silently at a cut header."""
    stream.seek(position)
    compressed = stream.read(2) == b"\x1f\x8b"
    stream.seek(position)
    try:
        return _records_whole(io.BufferedReader(gzip.GzipFile(fileobj=stream)) if compressed else stream)
    except (EOFError, ValueError):
        return False


def _records_whole(records: BinaryIO) -> bool:
    while line := records.readline():
        if not line.strip():
            continue
        length = 0
        while (header := records.readline()).strip():
            name, _, value = header.partition(b":")
            if name.strip().lower() == b"content-length":
                length = int(value)
        while length > 0:
            piece = records.read(min(length, 1 << 20))
            if not piece:
                return False
            length -= len(piece)
    return True
