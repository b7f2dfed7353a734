"""A file that is one page."""

from pathlib import Path

from kg.model import Page, Unreadable

#: The largest page that is read, in bytes. The OSCE's own pages are under one megabyte.
MAX_PAGE = 32 * 1024 * 1024

#: Suffix → media type of the files that are one page.
PAGE_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain"}

_KNOWN = {*PAGE_TYPES, ".jsonl", ".warc"}


def sniffed_suffix(file: Path) -> str:
    """Tell what kind of source a file is, by name and, where the name says nothing, by its first bytes.

    :returns: a key of :data:`PAGE_TYPES`, ``".jsonl"``, ``".warc"``, or ``""`` for none of these
    :raises OSError: if the file cannot be opened
    """
    suffixes = [suffix.lower() for suffix in file.suffixes]
    if suffixes[-2:] == [".warc", ".gz"]:
        return ".warc"
    if suffixes and suffixes[-1] in _KNOWN:
        return suffixes[-1]
    if suffixes:
        return ""
    with file.open("rb") as stream:
        head = stream.read(512).lstrip().lower()
    if head.startswith(b"warc/"):
        return ".warc"
    return ".html" if head.startswith((b"<!doctype html", b"<html")) else ""


def too_large(source: str, offset: int, address: str | None, size: int | None = None) -> Unreadable:
    """Describe a page over :data:`MAX_PAGE`."""
    told = f"{size:,} bytes" if size is not None else "the page"
    return Unreadable(
        source=source,
        offset=offset,
        address=address,
        reason=f"{told} is over the limit of {MAX_PAGE:,} bytes a page",
        remedy="split the file, or leave the page out",
    )


def read_page(file: Path, source: str, media_type: str, url: str | None) -> Page | Unreadable:
    """Read a file that is one page.

    :raises OSError: if the file cannot be read
    """
    size = file.stat().st_size
    if size > MAX_PAGE:
        return too_large(source, 0, url, size)
    return Page(source=source, address=url, media_type=media_type, content=file.read_bytes())
