"""One request to a query process, from its place in the queue to its last byte, within its time.

Before the first byte an ending is an honest status; after it the stream breaks, so that a client sees it is not whole.
"""

import json
import logging
import select
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from endpoint.engine import frames
from endpoint.engine.pool import Lease, Pool
from endpoint.engine.processes import ran_out_of_memory
from endpoint.problems import Problem, busy

_LOG = logging.getLogger("endpoint.execution")

#: Status of a refusal that a query process reports, by its kind.
_STATUS = {"too-large": 507, "no-graph": 404, "form": 406, "service": 502}


class ClientLeft(Exception):
    """The client closed its connection before it had its answer."""


class CutShort(Exception):
    """An answer that had begun cannot be finished; the connection is broken to say so."""


class _Lost(Exception):
    """The query process is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: a name to share places out by, and the connection to watch, if there is one."""

    name: str = "local"
    sock: socket.socket | None = None

    def has_left(self) -> bool:
        """Tell whether the client closed its connection."""
        if self.sock is None:
            return False
        try:
            return self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except (OSError, ValueError):
            return True


class Execution:
    """A request under way in a place of its own.

    :param pool: where a place is taken
    :param request: what the query process is asked, see :mod:`endpoint.engine.worker`
    :param caller: who asks
    :param timeout: seconds from now until it is stopped, waiting for a place included
    :raises Problem: 503 when there is no place, the time is up or the process was lost; 507 when memory was;
        400, 404, 406 as the process reports
    :raises ClientLeft: if the client does not wait for the answer
    """

    #: Header fields that go with the answer.
    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, pool: Pool, request: dict[str, Any], caller: Caller, timeout: float) -> None:
        self._pool, self._caller, self._timeout = pool, caller, timeout
        self._deadline = time.monotonic() + timeout
        self._client_watched = caller.sock is not None
        network = request["op"] == "fetch"
        self._lease: Lease | None = pool.acquire(caller.name, timeout, network)
        try:
            self.first, self.is_whole = self._begin(request, network)
        except BaseException:
            self.close()
            raise
        if self.is_whole:
            self._finish(reuse=True)

    def _begin(self, request: dict[str, Any], network: bool) -> tuple[bytes, bool]:
        """Send the request and wait for the first frame; a process that was lost is replaced once."""
        for attempt in (1, 2):
            try:
                self._send(request)
                kind, payload = self._next_frame()
            except _Lost:
                words = self._words()
                self._explain_loss(words, last=attempt == 2 or network)
                continue
            if kind == frames.ERROR:
                self._finish(reuse=True)
                raise _reported(payload)
            return payload, kind == frames.LAST
        raise AssertionError("the second attempt answers or raises")

    def _send(self, request: dict[str, Any]) -> None:
        process = self._held().process
        if process is None:
            raise _Lost
        try:
            frames.send_object(process.sock, frames.REQUEST, request)
        except OSError as error:
            raise _Lost from error

    def _held(self) -> Lease:
        if self._lease is None:
            raise AssertionError("the place was given back")
        return self._lease

    def _words(self) -> bytes:
        process = self._held().process
        if process is None:
            return b""
        words, self._held().process = process.end(), None
        return words

    def _explain_loss(self, words: bytes, *, last: bool) -> None:
        """Raise what a lost process means, or take another one."""
        if self._held().evicted:
            raise busy("too many long queries are running; this one made room for another client's", 10)
        if ran_out_of_memory(words):
            raise Problem(507, "the query needs more memory than one query may use", kind="memory")
        _LOG.warning("query process lost: %s", words[-500:].decode(errors="replace"))
        if last:
            raise busy("the process that ran the query was lost; nothing was answered")
        self._pool.replace(self._held())

    def _next_frame(self) -> tuple[bytes, bytes]:
        process = self._held().process
        if process is None:
            raise _Lost
        self._wait_for(process.sock)
        try:
            return frames.receive(process.sock)
        except (frames.Ended, OSError) as error:
            raise _Lost from error

    def _wait_for(self, answering: socket.socket) -> None:
        """Wait until the process answers, watching clock and client."""
        poll = select.poll()
        poll.register(answering, select.POLLIN)
        if self._client_watched and self._caller.sock is not None:
            poll.register(self._caller.sock, select.POLLIN | select.POLLHUP)
        while True:
            ready = {descriptor for descriptor, _ in poll.poll(self._patience() * 1000)}
            if answering.fileno() in ready:
                return
            if ready and self._caller.sock is not None:
                if self._caller.has_left():
                    raise ClientLeft
                # It sent a further request already: that is no reason to wake up again.
                poll.unregister(self._caller.sock)
                self._client_watched = False
            self._mind_the_clock()

    def _patience(self) -> float:
        lease, until = self._held(), self._deadline
        if not lease.heavy:
            until = min(until, lease.since + self._pool.places.quick_seconds)
        return max(0.0, until - time.monotonic())

    def _mind_the_clock(self) -> None:
        now, lease = time.monotonic(), self._held()
        if now >= self._deadline:
            raise Problem(503, f"the query was stopped after {self._timeout:g} seconds", kind="timeout")
        if not lease.heavy and now >= lease.since + self._pool.places.quick_seconds:
            self._pool.make_heavy(lease)

    def stream(self) -> Iterator[bytes]:
        """Yield the answer piece by piece, as the client takes it.

        :raises CutShort: if it cannot be finished
        """
        payload, last = self.first, self.is_whole
        while True:
            self._bound_sending()
            yield payload
            if last:
                break
            try:
                kind, payload = self._next_frame()
            except (_Lost, Problem, ClientLeft) as ending:
                raise CutShort(str(ending)) from ending
            if kind == frames.ERROR:
                raise CutShort(_reported(payload).detail)
            last = kind == frames.LAST
            if last:
                self._finish(reuse=True)

    def read(self) -> bytes:
        """Take the whole answer, and give the place back.

        :raises CutShort: if it cannot be finished
        """
        try:
            return self.first if self.is_whole else b"".join(self.stream())
        finally:
            self.close()

    def _bound_sending(self) -> None:
        """Let a client that does not read wait no longer than the query may."""
        if self._caller.sock is not None and not self.is_whole:
            self._caller.sock.settimeout(max(0.01, self._deadline - time.monotonic()))

    def _finish(self, *, reuse: bool) -> None:
        lease, self._lease = self._lease, None
        if lease is not None:
            self._pool.release(lease, reuse=reuse)

    def close(self) -> None:
        """Stop the work, if there is any left."""
        self._finish(reuse=False)


def _reported(payload: bytes) -> Problem:
    """Turn what a query process reports into an answer."""
    report = json.loads(payload)
    kind, detail = report.pop("kind"), report.pop("detail")
    return Problem(_STATUS.get(kind, 400), detail, kind=kind, extra=report)
