"""N-Triples and N-Quads on the short way into a store: as text, piece by piece, not quad by quad.

A piece that a regular expression recognizes is in the plain form that nearly all files have, and is loaded as it
stands. From the first piece on that has anything else (a blank node, a comment, an error), the file goes the long way.
Source: N-Triples, https://www.w3.org/TR/n-triples/; RFC 3987 for IRIs, of which only the plain ones are recognized.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import IO

import re2

_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=@:-]|%[0-9A-Fa-f]{2})"
_AUTHORITY = r"//[A-Za-z0-9.-]*(?::[0-9]+)?(?:/(?:C|/)*)?".replace("C", _CHARACTER)
_PATH = r"/?(?:C(?:C|/)*)?".replace("C", _CHARACTER)
_AFTER = r"(?:\?(?:C|[/?])*)?(?:#(?:C|[/?])*)?".replace("C", _CHARACTER)
_IRI = f"<[A-Za-z][A-Za-z0-9+.-]*:(?:{_AUTHORITY}|{_PATH}){_AFTER}>"
_ESCAPE = r"\\(?:[tbnrf\"'\\]|u(?:[0-9A-CE-Fa-ce-f][0-9A-Fa-f]{3}|[Dd][0-7][0-9A-Fa-f]{2}))"
_LITERAL = rf'"(?:[^"\\\n\r]|{_ESCAPE})*"(?:@[a-z]{{2,3}}(?:-[A-Z]{{2}})?|\^\^{_IRI})?'
_TRIPLE = f"{_IRI} {_IRI} (?:{_IRI}|{_LITERAL})"
#: A datatype that literals without a language tag may not have.
_NEVER = b"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#: Bytes of a file that are looked at together.
PIECE = 1 << 20


def _compiled(graph: str) -> Callable[[bytes], object]:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.max_mem = 64 << 20
    return re2.compile(f"(?:{_TRIPLE}{graph} \\.\n)*".encode(), options).fullmatch  # type: ignore[no-any-return]


_IS_PLAIN = {False: _compiled(""), True: _compiled(f"(?: {_IRI})?")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain lines without their graphs, each with its newline at the end."""

    lines: list[bytes]


def plain_pieces(stream: IO[bytes], *, has_graphs: bool) -> Iterator[list[bytes]]:
    """Read a file as long as it is plain.

    :param stream: N-Triples or N-Quads, at its beginning; afterwards it stands where the plain part ends
    :param has_graphs: whether it may be N-Quads
    :returns: lines, without newlines and graphs
    """
    is_plain = _IS_PLAIN[has_graphs]
    begun = stream.tell()
    while piece := stream.read(PIECE):
        piece += stream.readline()
        if not _is_sound(piece) or not is_plain(piece):
            stream.seek(begun)
            return
        begun += len(piece)
        lines = piece.split(b"\n")
        lines.pop()
        yield lines


def _is_sound(piece: bytes) -> bool:
    if _NEVER in piece:
        return False
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True
