"""What gunicorn refuses before the application sees it, in the form of every other refusal."""

import socket
from typing import Any

from endpoint.problems import MEDIA_TYPE, Problem

_DETAILS = {
    400: "this is not an HTTP request: percent-encode what is not ASCII in the address",
    414: "the address is too long: send the query by POST",
    431: "the head has too many fields, or one is too long",
}


class Refusal:
    """A connection to which gunicorn writes an error page, and which sends problem details in its place.

    :param sock: the connection
    :param origin: whose pages may read the answer
    """

    def __init__(self, sock: socket.socket, origin: str) -> None:
        self._sock, self._origin = sock, origin

    def sendall(self, page: bytes) -> None:
        """Send the status of a page, and why."""
        words = page.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        status, reason = int(words[1]), words[2]
        body = Problem(status, _DETAILS.get(status, reason.lower()), kind="http").body()
        fields = {
            "Connection": "close",
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": self._origin,
            "X-Content-Type-Options": "nosniff",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self._sock.sendall(f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1") + body)

    def __getattr__(self, name: str) -> Any:
        """Be the connection in everything else."""
        return getattr(self._sock, name)
