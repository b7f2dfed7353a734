"""Whole answers kept in memory, each as long as it is asked for; equal questions under way are asked once.

A release never changes, so what was answered from it stays true; a key names the release.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import brotli

from endpoint.problems import busy

#: Bytes under which compression costs more than it saves.
_WORTH_COMPRESSING = 860


@dataclass(slots=True, eq=False)
class Kept:
    """A whole answer, and its compressed forms once they were asked for."""

    body: bytes
    content_type: str
    etag: str
    _packed: dict[str, bytes] = field(default_factory=dict)

    def encoded(self, coding: str) -> bytes | None:
        """Hand out the body in a content coding.

        :param coding: ``br``, ``gzip`` or empty
        :returns: the bytes; none where the coding would not make it smaller
        """
        if not coding or len(self.body) < _WORTH_COMPRESSING:
            return None
        if coding not in self._packed:
            pack: Callable[[bytes], bytes] = _brotli if coding == "br" else _gzip
            self._packed[coding] = pack(self.body)
        packed = self._packed[coding]
        return packed if len(packed) < len(self.body) else None


def _brotli(body: bytes) -> bytes:
    return bytes(brotli.compress(body, quality=4))


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=5, mtime=0)


class Cache:
    """The answers used last, bounded in bytes.

    :param capacity: bytes of all answers
    :param largest: bytes of one answer
    :param followers: how many may wait at once for answers that others are finding out
    """

    def __init__(self, capacity: int, largest: int, followers: int) -> None:
        self.largest = largest
        self._followers, self._most_followers = 0, followers
        self._capacity, self._size = capacity, 0
        self._answers: OrderedDict[Hashable, Kept] = OrderedDict()
        self._under_way: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        """Find an answer."""
        with self._lock:
            found = self._answers.get(key)
            if found is not None:
                self._answers.move_to_end(key)
            return found

    def put(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer if it is not too large, forgetting those unused for longest."""
        size = len(answer.body)
        if size > min(self.largest, self._capacity):
            return
        with self._lock:
            self._forget(key)
            self._answers[key] = answer
            self._size += size
            while self._size > self._capacity:
                self._forget(next(iter(self._answers)))

    def _forget(self, key: Hashable) -> None:
        gone = self._answers.pop(key, None)
        if gone is not None:
            self._size -= len(gone.body)

    def lead(self, key: Hashable, patience: float) -> bool:
        """Ask to be the one who finds out an answer; others who ask the same wait here until it is done.

        :param patience: seconds that another is waited for
        :returns: whether the caller is now the one (and must call :meth:`done`)
        :raises Problem: 503 if too many wait already: each of them holds a thread
        """
        with self._lock:
            other = self._under_way.get(key)
            if other is None:
                self._under_way[key] = threading.Event()
                return True
            if self._followers >= self._most_followers:
                raise busy("others wait for the same answer; it will be there in a moment")
            self._followers += 1
        try:
            other.wait(patience)
        finally:
            with self._lock:
                self._followers -= 1
        return False

    def done(self, key: Hashable) -> None:
        """Let those who wait for an answer go on."""
        with self._lock:
            event = self._under_way.pop(key, None)
        if event is not None:
            event.set()

    def clear(self) -> None:
        """Forget every answer."""
        with self._lock:
            self._answers.clear()
            self._size = 0
