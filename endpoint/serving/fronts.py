"""A front's worker: gunicorn's threads, none of which waits for a slow client.

What a client sends is gathered without a thread until a request is there: its head and, where it is small, its body.
Only then a thread takes it.
"""

import re
import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, cast

from gunicorn.util import close_graceful
from gunicorn.workers.gthread import _DEFER, ThreadWorker

from endpoint.config import SMALL_BODY
from endpoint.serving.refusals import Refusal

#: Seconds in which a request's head and small body must have come, in which a large body must have, and in which a
#: whole answer must be taken.
_SLOW_CLIENT_SECONDS, _LARGE_BODY_SECONDS = 20.0, 60.0
#: Bytes of a head that is received before the parser refuses it.
_LARGEST_HEAD = 512 * 1024
_PIECE = 256 * 1024
#: How the requests begin that are answered however busy a front is.
LIVENESS = b"GET /health/live "
#: Seconds in which the rest of a body that was refused must come for the connection to be used again.
_DRAINING_SECONDS = 0.1
#: Seconds in which a client takes the last of its answer before the connection is closed.
_CLOSING_SECONDS = 0.25
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,6})[ \t]*\r\n", re.IGNORECASE)
#: A client that sends its body only when it is told to (RFC 9110 §10.1.1).
_WAITS = re.compile(rb"\r\nexpect:", re.IGNORECASE)
_END_OF_HEAD = b"\r\n\r\n"


def is_gathered(received: bytes) -> bool:
    r"""Tell whether a thread may take what was received: a head with its body, if that is small and of known length.

    >>> is_gathered(b"GET / HTTP/1.1\r\nHost: a\r\n"), is_gathered(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    (False, True)
    >>> is_gathered(b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab")
    False
    """
    end = received.find(_END_OF_HEAD)
    if end < 0:
        return len(received) > _LARGEST_HEAD
    begin = end + len(_END_OF_HEAD)
    length = _LENGTH.search(received, 0, begin)
    wanted = int(length[1]) if length else 0
    return wanted > SMALL_BODY or len(received) >= begin + wanted or _WAITS.search(received, 0, begin) is not None


def _begun(conn: Any) -> bytes | None:
    """Look at how the next request of a connection begins; none where nothing of it is there yet."""
    if conn.initialized and conn.parser.unreader.buf.getvalue():
        return b""
    try:
        return bytes(conn.sock.recv(len(LIVENESS), socket.MSG_PEEK | socket.MSG_DONTWAIT))
    except BlockingIOError:
        return None
    except OSError:
        # The thread meets it again, and ends the connection.
        return b""


class Front(ThreadWorker):  # type: ignore[misc]
    """A worker that slow clients cost a connection, not a thread; it says that it lives while all threads are busy."""

    def init_process(self) -> None:
        """Make the thread that answers :data:`LIVENESS` alone, then go on as any worker."""
        self.urgent = ThreadPoolExecutor(max_workers=1, thread_name_prefix="liveness")
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection a thread if it has brought something; a question for liveness has a thread of its own."""
        begun = _begun(conn)
        if begun is None:
            conn.sock.setblocking(False)
            conn.timeout = time.monotonic() + self.cfg.keepalive
            self.pending_conns.append(conn)
            ready = partial(self.on_pending_socket_readable, conn)
            self.poller.register(conn.sock, selectors.EVENT_READ, ready)
            return
        conn.is_urgent = begun.startswith(LIVENESS)
        pool = self.urgent if conn.is_urgent else self.tpool
        ended = pool.submit(self.handle, conn)
        ended.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def handle(self, conn: Any) -> object:
        """Serve what a connection brings, until it brings no more.

        :returns: whether the connection stays open, or gunicorn's mark for one whose request is not there yet
        """
        conn.init()
        kept = self._serve(conn)
        if kept is False:
            # gunicorn would wait for the client's end in the thread that accepts connections.
            close_graceful(conn.sock, timeout=_CLOSING_SECONDS)
        return kept

    def _serve(self, conn: Any) -> object:
        while self._gather(conn):
            conn.until = None
            kept: object = super().handle(conn)
            if kept is not True or not self.alive or conn.is_urgent:
                return kept
        return self._back_to_poller(conn)

    def _gather(self, conn: Any) -> bool:
        """Receive what is there; tell whether it is a request, or the end of the connection."""
        reader, sock = conn.parser.unreader, conn.sock
        sock.setblocking(False)
        received = reader.take_buffered()
        try:
            while not is_gathered(received):
                piece = sock.recv(_PIECE)
                if not piece:
                    return True
                received += piece
            return True
        except BlockingIOError:
            return False
        except OSError:
            # Whatever it is, the parser meets it again when it reads, and gunicorn tells it.
            return True
        finally:
            reader.unread(received)

    def _back_to_poller(self, conn: Any) -> object:
        if not conn.parser.unreader.buf.getvalue():
            return True
        if not self.alive:
            return False
        if getattr(conn, "until", None) is None:
            conn.until = time.monotonic() + _SLOW_CLIENT_SECONDS
        return _DEFER

    def _cap_keepalive(self, deadline: float) -> None:
        """When the front stops, wait no longer for connections that brought nothing than for those kept open."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def finish_request(self, conn: Any, fs: "Future[object]") -> None:
        """Put a connection back to the poller; what a client began to send is waited for once, however it drips."""
        if not fs.cancelled() and fs.exception() is None and fs.result() is False:
            self.nr_conns -= 1
            return
        super().finish_request(conn, fs)
        until = getattr(conn, "until", None)
        if until is not None and conn.timeout is not None:
            conn.timeout = min(conn.timeout, until)

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer a request; a client that does not take the answer, or does not end its body, is dropped."""
        conn.sock.settimeout(_SLOW_CLIENT_SECONDS)
        reader = conn.parser.unreader
        reader.sock = _UntilThen(conn.sock)
        try:
            return cast(bool, super().handle_request(req, conn))
        finally:
            reader.sock = conn.sock

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Refuse what is no request as the application would."""
        super().handle_error(req, Refusal(client, self.app.origin), addr, exc)

    def _keepalive_after(self, conn: Any, keepalive: bool) -> bool:
        """Tell whether a connection can be used again: not where a body that nobody read is still on its way."""
        return keepalive and bool(conn.parser.finish_body(deadline=time.monotonic() + _DRAINING_SECONDS))


class _UntilThen:
    """A socket of which a body is received within a time, however often it is asked for a piece.

    :param sock: the connection
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._until = sock, time.monotonic() + _LARGE_BODY_SECONDS

    def recv(self, size: int) -> bytes:
        """Receive a piece.

        :raises TimeoutError: if the time is up
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the body takes too long")
        self._sock.settimeout(min(left, _SLOW_CLIENT_SECONDS))
        return self._sock.recv(size)
