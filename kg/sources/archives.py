"""WARC archives, plain or gzip, by record.

Responses, resources and conversions that are HTML or plain text are pages. Requests and metadata are no pages,
and neither are images, styles, scripts, fonts, sound and film; they are passed over. A page that answered with an
error, was met before, is of a kind that is not read, or was cut short, is told.
Source: The WARC Format 1.1 (ISO 28500:2017); RFC 9110 §8.4 and RFC 9112 §7.1 for encodings of the payload.
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from kg.errors import ImpossibleDate
from kg.model import Page, Unreadable
from kg.sources.files import PAGE_TYPES, too_large
from kg.sources.payload import DamagedPayload, decoded
from kg.sources.times import capture_time

_MEDIA_TYPES = {*PAGE_TYPES.values(), "application/xhtml+xml"}
_FURNITURE = re.compile(r"image/|font/|audio/|video/|text/css|(?:text|application)/(?:x-)?(?:javascript|ecmascript)")
_TYPES = (
    WarcRecordType.response
    | WarcRecordType.resource
    | WarcRecordType.conversion
    | WarcRecordType.revisit
    | WarcRecordType.continuation
)
_AGAIN = "fetch the page again"


def read_archive(file: Path, source: str, limit: int) -> Iterator[Page | Unreadable]:
    """Read the pages of a WARC file.

    :param limit: bytes of the largest page that is read, also after its transfer and content encodings are undone
    :returns: a page or a reason for each record that is a page; ``offset`` is the record's first byte in the file.
        A damaged archive gives the pages before the damage and one last reason.
    :raises OSError: if the file cannot be opened
    """
    position, told = 0, False
    with file.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream, record_types=_TYPES, parse_http=False, fsspec_args=False):
                position = record.stream_pos
                page = _page(record, source, position, limit)
                told = isinstance(page, Unreadable)
                if page:
                    yield page
            if not told and not _ends_whole(stream, position):
                yield _cut_short(source, position, None)
        except OSError as error:
            remedy = "fetch the archive again; everything before the damage was read"
            reason = f"damaged archive after this record: {error}"
            yield Unreadable(source=source, offset=position, reason=reason, remedy=remedy)


def _page(record: WarcRecord, source: str, position: int, limit: int) -> Page | Unreadable | None:
    """Read one record: a page, a reason, or nothing if it is not a page."""
    address = record.headers.get("WARC-Target-URI")
    if refusal := _not_whole(record):
        return _told(source, position, address, *refusal)
    if record.content_length > limit:
        return too_large(source, position, address, limit, record.content_length)
    block = record.reader.read(record.content_length + 1)
    if len(block) < record.content_length:
        return _cut_short(source, position, address)
    record.set_bytes_content(block)
    if record.record_type == WarcRecordType.response and (refused := _parse_http(record)):
        return _told(source, position, address, refused, _AGAIN)
    return _content(record, source, position, limit)


def _parse_http(record: WarcRecord) -> str | None:
    """Read a response's headers and undo its transfer encoding; hand back the reason if it has no headers."""
    try:
        record.parse_http(auto_decode="transfer")
    except OSError as error:
        return f"no HTTP response: {error}"
    return None if record.http_headers else "no HTTP response in the record"


def _not_whole(record: WarcRecord) -> tuple[str, str] | None:
    """Reason and remedy for a record that by its own header does not hold the whole page."""
    if record.record_type == WarcRecordType.revisit:
        return "a revisit: the page had not changed since an earlier capture", "give the archive with that capture"
    if record.record_type == WarcRecordType.continuation:
        return "a continuation: the page is split over records", "join the segments before reading"
    if why := record.headers.get("WARC-Truncated"):
        return f"the crawler cut the page short ({why})", _AGAIN
    return None


def _content(record: WarcRecord, source: str, position: int, limit: int) -> Page | Unreadable | None:
    """Read the payload of a whole record."""
    address = record.headers.get("WARC-Target-URI")
    http = record.http_headers
    declared = record.http_content_type if http else (record.headers.get("Content-Type") or "").partition(";")[0]
    media_type = (declared or "").strip().lower()
    if http and http.status_code != 200:
        return None if _FURNITURE.match(media_type) else _answered(source, position, address, http.status_code)
    if media_type not in _MEDIA_TYPES:
        if _FURNITURE.match(media_type):
            return None
        reason = f"the media type {media_type or 'not declared'!r} is not read"
        return _told(source, position, address, reason, "HTML and plain text are")
    try:
        encoding = http.get("Content-Encoding") if http else None
        content = decoded(record.reader.read(limit + 1), encoding or "", limit)
    except (OSError, DamagedPayload) as error:
        return _told(source, position, address, f"damaged payload: {error}", _AGAIN)
    if len(content) > limit:
        return too_large(source, position, address, limit)
    return Page(
        source=source,
        offset=position,
        address=address,
        media_type="text/plain" if media_type == "text/plain" else "text/html",
        charset=record.http_charset if http else _charset(record),
        content=content,
        retrieved=_retrieved(record),
    )


def _charset(record: WarcRecord) -> str | None:
    """Find the charset of a resource or conversion; conversions are UTF-8 by custom of those who write them."""
    found = re.search(r"charset=\"?([\w:.-]+)", record.headers.get("Content-Type") or "", re.IGNORECASE)
    return found[1] if found else "utf-8" if record.record_type == WarcRecordType.conversion else None


def _retrieved(record: WarcRecord) -> str | None:
    try:
        return capture_time(record.headers.get("WARC-Date") or "")
    except ImpossibleDate:
        return None


def _answered(source: str, position: int, address: str | None, status: int | None) -> Unreadable:
    return _told(source, position, address, f"HTTP status {status}", _AGAIN)


def _cut_short(source: str, position: int, address: str | None) -> Unreadable:
    remedy = "fetch the archive again; everything before that was read"
    return _told(source, position, address, "the archive ends inside this record or the next", remedy)


def _told(source: str, position: int, address: str | None, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=source, offset=position, address=address, reason=reason, remedy=remedy)


def _ends_whole(stream: BinaryIO, position: int) -> bool:
    """Tell whether every record from a position on is whole; the archive reader stops silently at a cut header."""
    stream.seek(position)
    compressed = stream.read(2) == b"\x1f\x8b"
    stream.seek(position)
    try:
        return _records_whole(cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if compressed else stream)
    except (EOFError, ValueError, zlib.error):
        return False


def _records_whole(records: BinaryIO) -> bool:
    while line := records.readline(io.DEFAULT_BUFFER_SIZE):
        if not line.strip():
            continue
        length = 0
        while (header := records.readline(io.DEFAULT_BUFFER_SIZE)).strip():
            name, _, value = header.partition(b":")
            if name.strip().lower() == b"content-length":
                length = int(value)
        while length > 0:
            piece = records.read(min(length, 1 << 20))
            if not piece:
                return False
            length -= len(piece)
    return True
