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
_QUOTE = ord('"')
#: Bytes of a line; whether the parser takes a longer one, it tells itself.
_LONGEST = 1 << 23
#: Bytes of a file that are looked at together.
PIECE = 1 << 18
#: The same for a store on disk, where each piece is a file of its own.
ON_DISK = 1 << 24


def _compiled(graph: str) -> Callable[[bytes], object]:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.never_capture = True
    options.max_mem = 32 << 20
    return re2.compile(f"(?:{_TRIPLE}{graph} \\.\n)*".encode(), options).fullmatch  # type: ignore[no-any-return]


_IS_PLAIN = {False: _compiled(""), True: _compiled(f"(?: {_IRI})?")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain lines, without newlines."""

    lines: list[bytes]

    def parted(self, number: int) -> Iterator["Piece"]:
        """Part the piece into smaller ones of so many lines."""
        for at in range(0, len(self.lines), number):
            yield Piece(self.lines[at : at + number])

    def subjects(self) -> Iterator[bytes]:
        """List the subjects, each once where equal ones stand together."""
        before = b""
        for line in self.lines:
            subject = line[: line.index(b" ")]
            if subject != before:
                before = subject
                yield subject


def plain_pieces(stream: IO[bytes], *, has_graphs: bool, size: int = PIECE) -> Iterator[Piece]:
    """Read a file as long as it is plain.

    :param stream: N-Triples or N-Quads, at its beginning; afterwards it stands where the plain part ends
    :param has_graphs: whether it may be N-Quads
    :param size: bytes of a piece
    """
    is_plain = _IS_PLAIN[has_graphs]
    begun = stream.tell()
    while piece := stream.read(size):
        piece += stream.readline(_LONGEST)
        if not _is_sound(piece) or not is_plain(piece):
            stream.seek(begun)
            return
        begun += len(piece)
        lines = piece.split(b"\n")
        lines.pop()
        yield Piece([_without_graph(line) for line in lines] if has_graphs else lines)


def _is_sound(piece: bytes) -> bool:
    if _NEVER in piece:
        return False
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_graph(line: bytes) -> bytes:
    """Take the graph off a plain line, if it has one."""
    quote = line.rfind(b'"')
    after = line.find(b" <", quote) if quote > 0 else -1
    if quote < 0 and line.count(b" ") == 4:
        after = line.rindex(b" <")
    return line if after < 0 else line[:after] + b" ."


def visible(piece: Piece, sees: Collection[bytes] | None, changes: Callable[[str, str], bool]) -> tuple[bytes, bytes]:
    """Part a piece's lines, of those whose predicate counts.

    :param sees: predicates, as written; None sees all
    :param changes: tells of lexical form and datatype IRI of a literal whether it needs a closer look
    :returns: lines that can go into a store as they are, and lines that need a closer look
    """
    kept: list[bytes] = []
    doubtful: list[bytes] = []
    known: dict[bytes, bool] = {}
    for line in piece.lines:
        _, predicate, rest = line.split(b" ", 2)
        if sees is not None and predicate not in sees:
            continue
        if rest[0] == _QUOTE and rest[-3:] == b"> .":
            is_doubtful = known.get(rest)
            if is_doubtful is None:
                is_doubtful = known[rest] = _is_doubtful(rest, changes)
            (doubtful if is_doubtful else kept).append(line)
        else:
            kept.append(line)
    return _joined(kept), _joined(doubtful)


def _is_doubtful(rest: bytes, changes: Callable[[str, str], bool]) -> bool:
    lexical, _, datatype = rest[1:-3].rpartition(b'"^^<')
    return b"\\" in lexical or changes(lexical.decode(), datatype.decode())


def _joined(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)
