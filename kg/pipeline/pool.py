"""Many pages at once: serially, or over a pool of processes with a bounded queue."""

from collections.abc import Iterable, Iterator
from functools import cache, partial

from kg.errors import SourceError
from kg.graph import Conversion
from kg.model import Page, Unreadable
from kg.pipeline.reading import Reader

Results = list[Conversion | Unreadable]

_CHUNK_PAGES = 32
_CHUNK_BYTES = 4 * 1024 * 1024


def read_all(pages: Iterable[Page | Unreadable], base: str, jobs: int) -> Iterator[Results]:
    """Put pages through stages 2 to 4.

    :param pages: taken lazily
    :param base: base IRI of the build
    :param jobs: number of processes; 1 stays in this one
    :returns: results, some at a time
    :raises SourceError: if a worker process dies
    """
    if jobs == 1:
        for chunk in chunks(pages):
            yield read_chunk_anywhere(chunk, base)
    else:
        from kg.processes import spread

        died = SourceError("a worker process died (out of memory?): build again with fewer --jobs")
        work = partial(read_chunk_anywhere, base=base)
        yield from spread(work, chunks(pages), jobs, begin=reader_of, arguments=(base,), died=died)


def chunks(pages: Iterable[Page | Unreadable]) -> Iterator[list[Page | Unreadable]]:
    """Group pages: a few dozen, or a few megabytes, at a time."""
    chunk: list[Page | Unreadable] = []
    size = 0
    for page in pages:
        chunk.append(page)
        size += len(page.content) if isinstance(page, Page) else 0
        if len(chunk) == _CHUNK_PAGES or size > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


@cache
def reader_of(base: str) -> Reader:
    """Make what reads pages, once a process: it holds the register.

    :param base: base IRI of the build
    """
    return Reader(base)


def read_chunk_anywhere(chunk: list[Page | Unreadable], base: str) -> Results:
    """Put a chunk through stages 2 to 4 in a process that nobody prepared; the register is loaded once a process."""
    return [result for page in chunk for result in reader_of(base).read(page)]
