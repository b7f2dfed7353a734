"""Messages between a front and its query processes: a kind, a length, a payload, over a socket pair.

Requests and control messages are JSON objects; answers are raw bytes in frames, so that rows
are never touched in Python.
"""

import json
import socket
import struct
from typing import Any

#: Kinds of a frame: a piece of an answer, its last piece, a refusal, a request.
DATA, LAST, ERROR, REQUEST = b"D", b"L", b"X", b"R"

_HEAD = struct.Struct(">cI")


class Ended(Exception):
    """The other side closed the connection: its process ended."""


def _exactly(sock: socket.socket, size: int) -> bytes:
    parts, missing = [], size
    while missing:
        piece = sock.recv(min(missing, 1 << 20))
        if not piece:
            raise Ended
        parts.append(piece)
        missing -= len(piece)
    return b"".join(parts)


def send(sock: socket.socket, kind: bytes, payload: bytes) -> None:
    """Send one frame, waiting until the other side takes it."""
    sock.sendall(_HEAD.pack(kind, len(payload)) + payload)


def receive(sock: socket.socket) -> tuple[bytes, bytes]:
    """Wait for one frame.

    :returns: its kind and payload
    :raises Ended: if the other side is gone
    """
    try:
        kind, size = _HEAD.unpack(_exactly(sock, _HEAD.size))
        return kind, _exactly(sock, size)
    except ConnectionError as error:
        raise Ended from error


def send_object(sock: socket.socket, kind: bytes, value: dict[str, Any]) -> None:
    """Send one JSON object as a frame."""
    send(sock, kind, json.dumps(value).encode())


class FrameWriter:
    """A file object that passes what is written to it on in frames, the first one small.

    :param sock: where frames go
    :param limit: bytes after which the answer is refused; 0 is no limit
    """

    FIRST, NEXT = 8 * 1024, 256 * 1024

    def __init__(self, sock: socket.socket, limit: int = 0) -> None:
        self._sock, self._limit = sock, limit
        self._pending, self._waiting = [b""], 0
        self._size, self.written = self.FIRST, 0

    def write(self, piece: bytes) -> int:
        """Take a piece of the answer; a full frame is sent.

        :raises OSError: if the answer is larger than the limit or the reader is gone
        """
        self._pending.append(bytes(piece))
        self._waiting += len(piece)
        self.written += len(piece)
        if self._limit and self.written > self._limit:
            raise OSError(f"answer larger than {self._limit} bytes")
        if self._waiting >= self._size:
            send(self._sock, DATA, self._take())
            self._size = self.NEXT
        return len(piece)

    def flush(self) -> None:
        """Do nothing: frames are sent when they are full."""

    def finish(self) -> None:
        """Send what is left as the last frame."""
        send(self._sock, LAST, self._take())

    def _take(self) -> bytes:
        payload, self._pending, self._waiting = b"".join(self._pending), [], 0
        return payload
