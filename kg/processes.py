"""Work spread over processes: results in the order of the work, few of them under way at a time.

A process is started afresh, leaves Ctrl-C to the one that started it, and ends when that one does, however it ends.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TypeVar

from kg.errors import KgError

Given = TypeVar("Given")
Made = TypeVar("Made")


def spread(
    work: Callable[[Given], Made],
    items: Iterable[Given],
    jobs: int,
    *,
    begin: Callable[..., object],
    arguments: tuple[object, ...],
    died: KgError,
) -> Iterator[Made]:
    """Put items through a function in processes.

    :param work: a function of a module
    :param items: taken lazily; two a process are under way at most, so memory does not grow with their number
    :param jobs: number of processes
    :param begin: called with ``arguments`` in each process before its first item
    :param died: raised if a process ends before its work is done
    :returns: a result an item, in their order
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(begin, arguments))
    under_way: deque[Future[Made]] = deque()
    try:
        for item in items:
            under_way.append(pool.submit(work, item))
            if len(under_way) >= 2 * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise died from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start(begin: Callable[..., object], arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    begin(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
