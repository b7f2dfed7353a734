"""WARC archives, plain or compressed, by record.

Responses, resources and conversions are pages where their media type is one that documents are read from. Requests,
metadata and records of name look-ups are no pages, and neither are images, styles, scripts, fonts, sound and film;
they are passed over. A page that answered with an error, is of a kind that is not read, or was cut short is listed;
redirects and revisits are listed apart, as nothing is lost with them.
Source: The WARC Format 1.1 (ISO 28500:2017); RFC 9110 §8.4 and RFC 9112 §7.1 for encodings of the payload.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from kg.errors import ImpossibleDate
from kg.model import LossKind, Page, Unreadable
from kg.regexes import late
from kg.sources.digests import contradicts
from kg.sources.files import MULTIPART, PAGE_TYPES, too_large
from kg.sources.http import BrokenResponse, Response, charset_of, read_response
from kg.sources.mhtml import read_message
from kg.sources.payload import DamagedPayload, decoded
from kg.sources.records import Gap, Record, read_records
from kg.sources.segments import Segments
from kg.sources.times import capture_time

_MEDIA_TYPES = {*PAGE_TYPES.values(), "application/xhtml+xml"}
_FURNITURE = late(r"image/|font/|audio/|video/|text/css|(?:text|application)/(?:x-)?(?:javascript|ecmascript)")
_NO_PAGES = late(r"(?!https?:|ftp:|file:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_MARKUP = late(rb"\s*(?:\xef\xbb\xbf\s*)?<(?:!doctype|!--|html|head|body|\?xml|div|h1|p\b)", re.IGNORECASE)
_READ = frozenset(("response", "resource", "conversion", "revisit", "continuation"))
#: Statuses that say that a page has another address for good (RFC 9110 §15.4.2 and §15.4.9).
_PERMANENT = frozenset((301, 308))
_AGAIN = "fetch the page again"
_DAMAGE = "fetch the archive again; the records before and after were read"


@dataclass(slots=True)
class _Archive:
    """One archive while it is read: its name, the limit, the addresses met, segments that wait for their next."""

    source: str
    limit: int
    met: set[int] = field(default_factory=set)
    segments: Segments = field(default_factory=Segments)

    def told(
        self, offset: int, address: str | None, reason: str, remedy: str, kind: LossKind = "unreadable", lost: int = 0
    ) -> Unreadable:
        return Unreadable(
            source=self.source, offset=offset, address=address, reason=reason, remedy=remedy, kind=kind, lost=lost
        )


def read_archive(file: Path, source: str, limit: int) -> Iterator[Page | Unreadable]:
    """Read the pages of a WARC file.

    :param limit: bytes of the largest page that is read, also after its transfer and content encodings are undone
    :returns: a page or a reason for each record that is a page; ``offset`` is the first byte in the file of the record
        or of the compressed member that holds it. After damage the reading goes on at the next record; what was not
        read comes as ``damaged`` with its number of bytes.
    :raises OSError: if the file cannot be opened
    """
    archive = _Archive(source, limit)
    for found in read_records(file, limit):
        if isinstance(found, Gap):
            yield archive.told(found.offset, None, _lost(found), _DAMAGE, "damaged", found.length)
        elif page := _page(archive, found):
            if isinstance(page, Page) and page.address:
                archive.met.add(hash(page.address))
            yield page
    for first in archive.segments.waiting():
        reason = "a segment of this page is missing"
        yield archive.told(first.offset, _address(first), reason, "give an archive with all segments")


def _lost(gap: Gap) -> str:
    return f"{gap.length:,} bytes were not read: {gap.reason}"


def _address(record: Record) -> str | None:
    """Give the address of a record; WARC 1.0 and wget write it in angle brackets."""
    uri = record.headers.get("warc-target-uri", "")
    return uri.removeprefix("<").removesuffix(">").strip() or None


def _page(archive: _Archive, record: Record) -> Page | Unreadable | None:
    """Read one record: a page, a reason, or nothing if it is no page."""
    kind = record.headers.get("warc-type", "").lower()
    address = _address(record)
    if kind not in _READ or (address and _NO_PAGES.match(address)):
        return None
    if kind == "revisit":
        return _revisit(archive, record, address)
    if kind == "continuation" or record.headers.get("warc-segment-number"):
        whole = archive.segments.take(record, archive.limit)
        return _whole(archive, whole, _address(whole)) if whole else None
    return _whole(archive, record, address)


def _revisit(archive: _Archive, record: Record, address: str | None) -> Unreadable:
    """Tell of a page that had not changed; it is lost only where no record of this archive has it."""
    earlier = record.headers.get("warc-refers-to-target-uri", "").strip("<> ") or address
    if hash(earlier) in archive.met:
        reason = "a revisit: the page had not changed since a capture that was read"
        return archive.told(record.offset, address, reason, "nothing to do", "revisit")
    reason = "a revisit: the page had not changed since an earlier capture"
    return archive.told(record.offset, address, reason, "give the archive with that capture")


def _whole(archive: _Archive, record: Record, address: str | None) -> Page | Unreadable | None:
    if why := record.headers.get("warc-truncated"):
        return archive.told(record.offset, address, f"the crawler cut the page short ({why})", _AGAIN)
    if record.block is None:
        return too_large(archive.source, record.offset, address, archive.limit, record.size)
    declared = record.headers.get("content-type", "")
    if declared.lower().startswith("application/http") or record.headers.get("warc-type", "").lower() == "response":
        return _response(archive, record, address, record.block)
    charset = charset_of(declared)
    if not charset and record.headers.get("warc-type", "").lower() == "conversion":
        charset = "utf-8"  # by custom of those who write conversions
    response = Response(200, {"content-type": declared}, record.block)
    return _content(archive, record, address, response, charset)


def _response(archive: _Archive, record: Record, address: str | None, block: bytes) -> Page | Unreadable | None:
    try:
        response = read_response(block)
    except BrokenResponse as error:
        return archive.told(record.offset, address, str(error), _AGAIN)
    target = response.headers.get("location")
    if 300 <= response.status < 400 and (target or response.status == 304):
        reason = f"HTTP status {response.status}: a redirect to {target}" if target else "HTTP status 304: not modified"
        told = archive.told(record.offset, address, reason, "nothing to do: no page is lost", "redirect")
        permanent = response.status in _PERMANENT and address and target
        return told._replace(target=_joined(address or "", target or "")) if permanent else told
    if response.status != 200:
        if _FURNITURE.match(response.media_type):
            return None
        return archive.told(record.offset, address, f"HTTP status {response.status}", _AGAIN)
    return _content(archive, record, address, response, response.charset)


def _joined(address: str, target: str) -> str | None:
    try:
        return urljoin(address, target)
    except ValueError:
        return None


def _content(
    archive: _Archive, record: Record, address: str | None, response: Response, charset: str | None
) -> Page | Unreadable | None:
    """Read the payload of a whole record."""
    media_type = response.media_type
    if _FURNITURE.match(media_type):
        return None
    try:
        content, notes = _undone(response, archive.limit)
    except DamagedPayload as error:
        return archive.told(record.offset, address, f"damaged payload: {error}", _AGAIN)
    if media_type not in _MEDIA_TYPES and media_type not in MULTIPART:
        if media_type not in ("", "application/octet-stream", "unknown") or not _MARKUP.match(content):
            reason = f"the media type {media_type or 'not declared'!r} is not read"
            return archive.told(record.offset, address, reason, "HTML, plain text, feeds and sitemaps are")
        media_type = "text/html"
    if len(content) > archive.limit:
        return too_large(archive.source, record.offset, address, archive.limit)
    if contradicts(record.headers.get("warc-block-digest", ""), record.block or b""):
        notes = (*notes, "the record is not what its WARC-Block-Digest says: it was changed after it was written")
    page = Page(
        source=archive.source,
        offset=record.offset,
        address=address,
        media_type="text/html" if media_type == "application/xhtml+xml" else media_type,
        charset=charset,
        content=content,
        retrieved=_retrieved(record),
        notes=notes,
    )
    return read_message(page)._replace(address=address) if media_type in MULTIPART else page


def _undone(response: Response, limit: int) -> tuple[bytes, tuple[str, ...]]:
    """Undo the content encodings, unless the crawler did so and left the header as it was."""
    encodings = response.headers.get("content-encoding", "")
    try:
        return decoded(response.body[: limit + 1] if not encodings else response.body, encodings, limit), ()
    except DamagedPayload:
        if not _MARKUP.match(response.body):
            raise
    return response.body, (f"the header names the encoding {encodings!r}, the body is not in it: read as it is",)


def _retrieved(record: Record) -> str | None:
    try:
        return capture_time(record.headers.get("warc-date", ""))
    except ImpossibleDate:
        return None
