"""A file that is one page, and what kind of source a file is."""

import gzip
from pathlib import Path
from typing import BinaryIO, cast

from kg.model import Page, Unreadable

#: The largest page that is read unless told otherwise, in bytes. The OSCE's own pages are under one megabyte.
MAX_PAGE = 32 * 1024 * 1024

#: Suffix → media type of the files that are one page.
PAGE_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain"}

_KNOWN = {*PAGE_TYPES, ".jsonl", ".warc"}
_GZIP = b"\x1f\x8b"
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body", b"<div", b"<h1", b"<!--")


def source_kind(file: Path) -> str:
    """Tell what kind of source a file is, by name and, where the name says nothing, by its first bytes.

    :returns: a key of :data:`PAGE_TYPES`, ``".jsonl"``, ``".warc"``, or ``""`` for none of these
    :raises OSError: if the file cannot be opened
    """
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    if suffixes and suffixes[-1] in _KNOWN:
        return suffixes[-1]
    with open_bytes(file) as stream:
        return _sniffed(stream.read(512).lstrip().lower(), named=bool(suffixes))


def _sniffed(head: bytes, *, named: bool) -> str:
    """Tell a kind by first bytes; text and JSON only where no suffix claims another kind."""
    if head.startswith(b"warc/"):
        return ".warc"
    if head.startswith(_MARKUP):
        return ".html"
    if named or not head:
        return ""
    if head.startswith(b"{"):
        return ".jsonl"
    return ".txt" if b"\x00" not in head and not head.startswith((b"%pdf", b"pk\x03\x04")) else ""


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
    return Page(source=source, address=url, media_type=media_type, content=content)
