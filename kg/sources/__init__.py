"""Stage 1: files, folders and archives in, pages out, one at a time.

Nothing is decoded here and nothing is dropped in silence: whatever cannot become a
:class:`~kg.model.Page` comes out as an :class:`~kg.model.Unreadable` that says what, where and what to do.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from kg.errors import UnreadableSource
from kg.model import Page, Unreadable
from kg.regexes import late
from kg.sources.files import MAX_PAGE, PAGE_TYPES, read_page, source_kind
from kg.sources.folders import files_under
from kg.sources.lines import read_lines
from kg.sources.stdin import STANDARD_INPUT, spooled

_ADDRESS = late(r"https?://[^\s/?#]+\S*", re.IGNORECASE)
_KINDS = "give .html, .txt, .mhtml, .xml (a feed or sitemap), .pdf, .docx, .jsonl, .warc, .warc.gz, .warc.zst or .wacz"


def read(path: Path | str, *, url: str | None = None, limit: int = MAX_PAGE) -> Iterator[Page | Unreadable]:
    """Read every page that a file or a folder holds.

    :param path: an ``.html``, ``.txt``, ``.mhtml``, ``.eml``, ``.xml``, ``.pdf``, ``.docx`` or ``.jsonl`` file, each
        also as ``.gz``; a ``.warc``, ``.warc.gz``, ``.warc.zst`` or ``.wacz`` archive; a folder of these, read in
        order of path, where names that begin with a dot are passed over; or ``-``, standard input. First bytes
        that are a kind's own decide before the name does.
    :param url: address of the one page in ``path``; for ``.html`` and ``.txt`` files only
    :param limit: bytes of the largest page that is read; larger ones are listed
    :returns: pages lazily, one at a time; memory does not grow with their number
    :raises UnreadableSource: if the path does not exist, or ``url`` is not a web address or is given for several pages
    """
    if url and not _ADDRESS.fullmatch(url):
        raise UnreadableSource(f"{url!r} is not a web address: give --url http://… or https://…")
    if str(path) == STANDARD_INPUT:
        return _read_standard_input(url, limit)
    root = Path(path)
    if not root.exists():
        raise UnreadableSource(f"{str(path)!r} does not exist: name a file or folder of pages")
    if not root.is_dir():
        return _read_file(root, root.name, url, limit)
    if url:
        raise UnreadableSource(f"{str(path)!r} is a folder: --url gives one file its address")
    return _read_folder(root, limit)


def _read_standard_input(url: str | None, limit: int) -> Iterator[Page | Unreadable]:
    with spooled() as file:
        yield from _read_file(file, STANDARD_INPUT, url, limit)


def _read_folder(root: Path, limit: int) -> Iterator[Page | Unreadable]:
    top = root.resolve().name
    for found in files_under(root, top):
        if isinstance(found, Unreadable):
            yield found
        else:
            yield from _read_file(found, f"{top}/{found.relative_to(root).as_posix()}", None, limit)


def _read_file(file: Path, source: str, url: str | None, limit: int) -> Iterator[Page | Unreadable]:
    """Read one file; what the file system refuses is told and stops nothing else."""
    try:
        kind = source_kind(file)
        if url and kind in (".jsonl", ".warc", ".wacz"):
            raise UnreadableSource(f"{source!r} may hold many pages: --url gives one .html or .txt file its address")
        if kind in PAGE_TYPES:
            yield read_page(file, source, PAGE_TYPES[kind], url, limit)
        elif kind == ".jsonl":
            yield from read_lines(file, source, limit)
        elif kind == ".warc":
            from kg.sources.archives import read_archive

            yield from read_archive(file, source, limit)
        elif kind == ".wacz":
            from kg.sources.wacz import read_collection  # with a reader of zip archives

            yield from read_collection(file, source, limit)
        else:
            reason = f"files of kind {file.suffix or 'without suffix'!r} are not read"
            yield Unreadable(source=source, address=url, reason=reason, remedy=_KINDS, kind="foreign")
    except (OSError, EOFError, zlib.error) as error:
        refused = getattr(error, "strerror", None)
        remedy = "check the file and its permissions" if refused else "the file is damaged: fetch it again"
        yield Unreadable(source=source, address=url, reason=refused or f"cannot be read: {error}", remedy=remedy)
