"""An HTTP response as an archive holds it, read as tolerantly as a browser reads it.

Source: RFC 9112 §2.2 (a bare LF ends a line), §4 (status line), §5.2 (folded lines), §7.1 (chunks, extensions ignored).
"""

import re
from dataclasses import dataclass

from kg.regexes import late

_STATUS = late(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})")
_HEAD_END = late(rb"\r?\n\r?\n")
_CHUNK = late(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET = late(r"charset\s*=\s*[\"']?([\w:.+-]+)", re.IGNORECASE)


class BrokenResponse(ValueError):
    """Bytes are no HTTP response, or its body was cut short."""


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers by lower-case name, and the body without its transfer coding."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The declared media type in lower case, without parameters; empty if none is declared."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The declared charset, if any."""
        return charset_of(self.headers.get("content-type", ""))


def charset_of(content_type: str) -> str | None:
    """Find the charset parameter of a media type.

    >>> charset_of('text/html; charset="koi8-r"')
    'koi8-r'
    """
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def read_response(block: bytes) -> Response:
    r"""Read a response.

    :param block: bytes of status line, headers and body
    :raises BrokenResponse: if there is no status line, or a chunked body ends before its last chunk

    >>> read_response(b"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n2;x=1\r\nab\r\n0\r\n\r\n").body
    b'ab'
    """
    status = _STATUS.match(block)
    if not status:
        raise BrokenResponse("no HTTP response in the record")
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers = _headers(head)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    return Response(int(status[1]), headers, body)


def _headers(head: bytes) -> dict[str, str]:
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head).decode("latin-1").split("\n")[1:]
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _joined(body: bytes) -> bytes:
    """Join chunks; a body that does not begin with a chunk was joined by the crawler."""
    if not _CHUNK.match(body):
        return body
    parts: list[bytes] = []
    position = 0
    while found := _CHUNK.match(body, position):
        size = int(found[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[found.end() : found.end() + size])
        if len(parts[-1]) < size:
            raise BrokenResponse("the chunked body is cut short")
        position = found.end() + size
        position += 2 if body[position : position + 2] == b"\r\n" else body[position : position + 1] == b"\n"
    raise BrokenResponse("the chunked body is cut short" if position >= len(body) else "the chunked body is damaged")
