"""Stage 1: files, folders and archives in, pages out, one at a time.

Nothing is decoded here and nothing is dropped in silence: whatever cannot become a
:class:`~kg.model.Page` comes out as an :class:`~kg.model.Unreadable` that says what, where and what to do.
"""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import UnreadableSource
from kg.model import Page, Unreadable
from kg.sources.archives import read_archive
from kg.sources.files import PAGE_TYPES, read_page, sniffed_suffix
from kg.sources.lines import read_lines


def read(path: Path | str, *, url: str | None = None) -> Iterator[Page | Unreadable]:
    """Read every page that a file or a folder holds.

    :param path: an ``.html``, ``.txt``, ``.jsonl``, ``.warc`` or ``.warc.gz`` file, or a folder of these, read
        in order of path; names that begin with a dot are passed over
    :param url: address of the one page in ``path``; for ``.html`` and ``.txt`` files only
    :returns: pages lazily, one at a time; memory is bounded by :data:`kg.sources.files.MAX_PAGE` bytes
    :raises UnreadableSource: if the path does not exist, or ``url`` is given for more than one page
    """
    root = Path(path)
    if not root.exists():
        raise UnreadableSource(f"{str(path)!r} does not exist: name a file or folder of pages")
    if root.is_dir():
        if url:
            raise UnreadableSource(f"{str(path)!r} is a folder: --url gives one file its address")
        for file in _files(root):
            yield from _read_file(file, file.relative_to(root.parent).as_posix(), None)
    else:
        yield from _read_file(root, root.name, url)


def _files(root: Path) -> list[Path]:
    inside = (file for file in root.rglob("*") if file.is_file())
    return sorted(file for file in inside if not any(part.startswith(".") for part in file.relative_to(root).parts))


def _read_file(file: Path, source: str, url: str | None) -> Iterator[Page | Unreadable]:
    try:
        suffix = sniffed_suffix(file)
        if suffix in PAGE_TYPES:
            yield read_page(file, source, PAGE_TYPES[suffix], url)
        elif url:
            raise UnreadableSource(f"{source!r} may hold many pages: --url gives one .html or .txt file its address")
        elif suffix == ".jsonl":
            yield from read_lines(file, source)
        elif suffix == ".warc":
            yield from read_archive(file, source)
        else:
            yield Unreadable(
                source=source,
                reason=f"files of kind {file.suffix or 'without suffix'!r} are not read",
                remedy="give .html, .txt, .jsonl, .warc or .warc.gz",
            )
    except OSError as error:
        yield Unreadable(
            source=source, reason=error.strerror or str(error), remedy="check the file and its permissions"
        )
