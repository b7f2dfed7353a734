"""A file that is one page, and what kind of source a file is."""

import gzip
import re
from pathlib import Path
from typing import BinaryIO, cast

from kg.model import Page, Unreadable
from kg.regexes import late
from kg.sources.mhtml import is_message, read_message

#: The largest page that is read unless told otherwise, in bytes. The OSCE's own pages are under one megabyte.
MAX_PAGE = 32 * 1024 * 1024

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: Suffix → media type of the files that are one page.
PAGE_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".mhtml": "multipart/related",
}

#: Media types of messages, whose page is one of their parts.
MULTIPART = frozenset(("multipart/related", "message/rfc822"))

_SAME = {".mht": ".mhtml", ".eml": ".mhtml"}
_KNOWN = {*PAGE_TYPES, *_SAME, ".jsonl", ".warc", ".wacz"}
_UNPACKED = frozenset((".gz", ".zst"))
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<div", b"<h1", b"<!--")
_FEED = late(rb"<(?:rss|feed|urlset|sitemapindex|rdf:rdf)[\s>]", re.IGNORECASE)
_HEAD = 8192


def source_kind(file: Path) -> str:
    """Find what kind of source a file is: by first bytes that are a kind's own, then by name, then by other bytes.

    :returns: a key of :data:`PAGE_TYPES`, ``".jsonl"``, ``".warc"``, ``".wacz"``, or ``""`` for none of these
    :raises OSError: if the file cannot be opened
    """
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] in _UNPACKED:
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    if suffix == ".warc":
        return suffix
    with open_bytes(file) as stream:
        head = stream.read(_HEAD)
    named = _SAME.get(suffix, suffix) if suffix in _KNOWN else ""
    return _signed(head, named) or named or _sniffed(head.lstrip().lower(), named=bool(suffix))


def _signed(head: bytes, named: str) -> str:
    """Find a kind by bytes that nothing else begins with."""
    if head.startswith(b"WARC/"):
        return ".warc"
    if head.startswith(_ZIP) and named not in (".docx", ".wacz") and b"archive/" in head:
        return ".wacz"
    if is_message(head) and named in ("", ".html", ".htm", ".xhtml", ".txt", ".mhtml"):
        return ".mhtml"
    return ".xml" if named in ("", ".html", ".txt") and _feed(head) else ""


def _feed(head: bytes) -> bool:
    """Whether an XML document begins here whose root is that of a feed or a sitemap."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<rss", b"<feed", b"<urlset")) and bool(
        _FEED.search(head)
    )


def _sniffed(head: bytes, *, named: bool) -> str:
    """Guess a kind by first bytes; text and JSON only where no suffix claims another kind."""
    if head.startswith(_MARKUP):
        return ".html"
    if named or not head:
        return ""
    if head.startswith(b"%pdf"):
        return ".pdf"
    if head.startswith(b"{"):
        return ".jsonl"
    return ".txt" if b"\x00" not in head and not head.startswith(_ZIP.lower()) else ""


def open_bytes(file: Path) -> BinaryIO:
    """Open a file for reading, through gzip if its first bytes are gzip's.

    :raises OSError: if the file cannot be opened
    """
    stream = file.open("rb")
    if stream.peek(2)[:2] != _GZIP:
        return stream
    stream.close()
    return cast(BinaryIO, gzip.open(file, "rb"))


def too_large(source: str, offset: int, address: str | None, limit: int, size: int | None = None) -> Unreadable:
    """Describe a page over the limit.

    :param size: bytes of the page, if known
    """
    told = f"{size:,} bytes" if size is not None else "the page"
    return Unreadable(
        source=source,
        offset=offset,
        address=address,
        reason=f"{told} is over the limit of {limit:,} bytes a page",
        remedy="split the file, or leave the page out",
    )


def read_page(file: Path, source: str, media_type: str, url: str | None, limit: int) -> Page | Unreadable:
    """Read a file that is one page, never more than the limit of it.

    :raises OSError: if the file cannot be read
    :raises EOFError: if it is a gzip file that was cut short
    """
    with open_bytes(file) as stream:
        content = b"" if file.stat().st_size > limit else stream.read(limit + 1)
    if file.stat().st_size > limit:
        return too_large(source, 0, url, limit, file.stat().st_size)
    if len(content) > limit:
        return too_large(source, 0, url, limit)
    page = Page(source=source, address=url, media_type=media_type, content=content)
    return read_message(page) if media_type in MULTIPART else page
