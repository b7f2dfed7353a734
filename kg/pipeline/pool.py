"""Many pages at once: serially, or over a pool of processes with a bounded queue.

Results come in no promised order; whoever needs one sorts. At most two chunks a worker are under way, so memory does
not grow with the number of pages. A worker ends when the process that started it does, however that one ends.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing.connection import wait as wait_for

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
        yield from _over_processes(pages, base, jobs)


def _over_processes(pages: Iterable[Page | Unreadable], base: str, jobs: int) -> Iterator[Results]:
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker, initargs=(base,))
    under_way: set[Future[Results]] = set()
    try:
        for chunk in chunks(pages):
            under_way.add(pool.submit(read_chunk_anywhere, chunk, base))
            if len(under_way) >= 2 * jobs:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    except BrokenProcessPool:
        raise SourceError("a worker process died (out of memory?): build again with fewer --jobs") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


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


def _start_worker(base: str) -> None:
    """Load the register once; leave Ctrl-C to the parent, and end with it."""
    global _reader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _reader_of(base)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


@cache
def _reader_of(base: str) -> Reader:
    return Reader(base)


def read_chunk_anywhere(chunk: list[Page | Unreadable], base: str) -> Results:
    """Put a chunk through stages 2 to 4 in a process that nobody prepared; the register is loaded once a process."""
    return [_reader_of(base).read(page) for page in chunk]
