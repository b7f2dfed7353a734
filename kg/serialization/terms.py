"""Reading our own N-Quads lines: the way back from bytes to terms, without a parser of the whole syntax.

The lines are those of :mod:`kg.nquads` or of the store: one space between terms, one line a quad.
Source: RDF 1.1 N-Quads, https://www.w3.org/TR/n-quads/.
"""

import re
from typing import NamedTuple

from kg.regexes import late

_LITERAL = late(r'^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?$', re.DOTALL)
_ESCAPE = late(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


class LiteralParts(NamedTuple):
    """A literal's unescaped text with its language tag or datatype IRI, whichever it has."""

    text: str
    language: str | None = None
    datatype: str | None = None


def split_line(line: str) -> tuple[str, str, str, str]:
    r"""Split a line into its written terms.

    :param line: an N-Quads line, or an N-Triples line (the graph is then empty)
    :returns: subject, predicate, object, graph

    >>> split_line('<s> <p> "a b"@en <g> .\n')
    ('<s>', '<p>', '"a b"@en', '<g>')
    >>> split_line("<s> <p> <o> .\n")
    ('<s>', '<p>', '<o>', '')
    >>> split_line('<s> <p> "a <b"^^<d> .\n')[2]
    '"a <b"^^<d>'
    """
    said = line[:-3] if line.endswith(" .\n") else line.rstrip("\n").removesuffix(".").rstrip()
    subject, predicate, rest = said.split(" ", 2)
    if rest.endswith(">"):
        value, separator, graph = rest.rpartition(" ")
        if separator and graph.startswith("<") and '"' not in graph:
            return subject, predicate, value, graph
    return subject, predicate, rest, ""


def read_literal(term: str) -> LiteralParts | None:
    r"""Read a written literal; ``None`` if the term is an IRI or blank node.

    >>> read_literal('"a\\nb"@en')
    LiteralParts(text='a\nb', language='en', datatype=None)
    """
    match = _LITERAL.match(term)
    return LiteralParts(unescape(match[1]), match[2], match[3]) if match else None


def unescape(text: str) -> str:
    r"""Undo the escapes of a literal.

    >>> unescape('\\u00e9\\t\\"')
    'é\t"'
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _SHORT.get(match[3], match[3])
