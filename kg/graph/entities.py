"""RDF/XML whose entities would swell beyond all memory is refused before they are expanded.

An entity that is declared by others may be a billion times as long as its text; those that abbreviate IRIs are short.
"""

from typing import IO

from kg.errors import RdfSyntaxError
from kg.regexes import late

#: Bytes of an entity.
_LONGEST = 256
_MARK = b"<!ENTITY"
_DECLARED = late(_MARK + rb'[^"]*"([^"]*)"')
#: A reference to something else than a character.
_REFERENCE = late(rb"&(?!#|(?:amp|lt|gt|quot|apos);)")


class Entities:
    """A stream of RDF/XML; reading raises as soon as an entity could swell.

    :param stream: what is read
    :param name: of the file, for the message
    """

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream, self._name = stream, name
        self._before = b""

    def read(self, size: int = -1) -> bytes:
        """Read on.

        :raises RdfSyntaxError: if an entity is declared by others, or longer than 256 bytes
        """
        piece = self._stream.read(size)
        text, at = self._before + piece, 0
        while (at := text.find(_MARK, at)) >= 0 and (declared := _DECLARED.match(text, at)):
            if len(declared[1]) > _LONGEST or _REFERENCE.search(declared[1]):
                self._refuse()
            at = declared.end()
        self._before = text[at:] if at >= 0 else text[1 - len(_MARK) :]
        if at >= 0 and len(self._before) > 4 * _LONGEST:
            self._refuse()
        return piece

    def _refuse(self) -> None:
        raise RdfSyntaxError(
            f"{self._name}: declares an entity by other entities, or one longer than {_LONGEST} bytes: write it out"
        )
