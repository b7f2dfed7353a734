"""JSON-LD that names the project's own context by its address: the context is put in its place, and nothing is fetched.

Source: JSON-LD 1.1, https://www.w3.org/TR/json-ld11/, section 3.1 (a context may be given by its IRI).
"""

import json
import re
from functools import cache
from typing import IO

from kg.assets import folder
from kg.namespaces import DEFAULT_BASE
from kg.regexes import late

#: A context is looked for in so many bytes from the start.
_HEAD = 1 << 13
_ADDRESS = re.escape(f"{DEFAULT_BASE}ontology/context.jsonld").encode()
#: Alone, or in a list behind other addresses and contexts.
_NAMED = late(rb'("@context"\s*:\s*(?:\[(?:[^\]{}]|\{[^{}]*\})*)?)"%s"' % _ADDRESS)


class OwnContext:
    """A stream of JSON-LD with the project's context written out where its head names it.

    :param stream: what is read
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._head: bytes | None = None

    def read(self, size: int = -1) -> bytes:
        """Read on; all lines stay lines, so that places of errors hold."""
        if self._head is None:
            self._head = _NAMED.sub(_written_out, self._stream.read(_HEAD), count=1)
        if not self._head:
            return self._stream.read(size)
        if size < 0:
            piece, self._head = self._head + self._stream.read(), b""
            return piece
        piece, self._head = self._head[:size], self._head[size:]
        return piece


def _written_out(match: re.Match[bytes]) -> bytes:
    return match[1] + _context()


@cache
def _context() -> bytes:
    text = (folder("ontology") / "context.jsonld").read_text(encoding="utf-8")
    return json.dumps(json.loads(text)["@context"], ensure_ascii=False).encode()
