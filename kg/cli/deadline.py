"""An end to work that Python cannot interrupt: a query that runs on inside the store hears neither clock nor Ctrl-C."""

import os
import select
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.cli.settings import fail

#: Seconds that the command has for ending by itself after Ctrl-C.
_GRACE = 2.0


@contextmanager
def deadline(seconds: float, message: str, scratch: Path) -> Iterator[None]:
    """End this process, and those it started, if the block takes too long or does not heed an interruption.

    :param seconds: that the block may take; 0 is for ever
    :param message: the line on standard error then; the exit code is 2, or 130 after an interruption
    :param scratch: a folder that is removed then
    """
    woken, waker = os.pipe()
    os.set_blocking(waker, False)
    before = signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    over = threading.Event()
    thread = threading.Thread(target=_watch, args=(woken, over, seconds or None, message, scratch), daemon=True)
    thread.start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        over.set()
        os.close(waker)
        thread.join()
        os.close(woken)


def _watch(woken: int, over: threading.Event, seconds: float | None, message: str, scratch: Path) -> None:
    while not over.is_set():
        if not select.select([woken], [], [], seconds)[0]:
            _end(message, 2, scratch)
        if signal.SIGINT in os.read(woken, 64) and not over.wait(_GRACE):
            _end("interrupted; nothing half-written was left", 130, scratch)


def _end(message: str, code: int, scratch: Path) -> None:
    # Only what has been imported has started any.
    processes = sys.modules.get("multiprocessing")
    children = [child.pid for child in getattr(processes, "active_children", list)()]
    shutil.rmtree(scratch, ignore_errors=True)
    fail(message, code)
    sys.stderr.flush()
    for child in children:
        os.kill(child or 0, signal.SIGKILL)
    os._exit(code)
