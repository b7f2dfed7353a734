"""A query written so that every SPARQL parser reads the same words in it.

What goes to another store is not what a client wrote but what was read in it: so nothing that the store would do is
hidden from whoever looked at the words. Source: SPARQL 1.1 Query §19.2, §19.7, §19.8.
"""

import re

import pyoxigraph as ox

from endpoint.problems import Problem
from kg.terminals import Terminal, declared, joined, terminals

_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ECHAR = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WRITTEN = {"\t": r"\t", "\b": r"\b", "\n": r"\n", "\r": r"\r", "\f": r"\f", '"': r"\"", "\\": r"\\"}
_MARKS = frozenset("{}()[].,;*/|^!=<>+-?") | {"^^", "&&", "||", "!=", "<=", ">="}
_NAME = re.compile(r"[A-Za-z][\w-]*:[\w-]*")


def needs_plain_words(text: str) -> bool:
    """Tell whether a text may call another host, or may be read in two ways: it has a call or an escape.

    >>> needs_plain_words("ASK {}"), needs_plain_words("ASK { s\\u0045rvice <x:> {} }")
    (False, True)
    """
    return "SERVICE" in text.upper() or "\\u" in text.lower()


def plain(text: str, prefixes: dict[str, str]) -> str:
    r"""Write a query anew, term by term.

    :param prefixes: those that need no declaration
    :raises Problem: 400 where a word is not SPARQL's, or only has a call in it

    >>> plain(r'ASK { ?s e:p "a\u0022 ".SERVICE<http://e.org/>{} }', {"e": "urn:e:"})
    'ASK { ?s <urn:e:p> "a\\" " . SERVICE <http://e.org/> { } }'
    """
    found, known = terminals(text), prefixes | declared(text)
    parts = [(word, _written(word, found[place - 1] if place else None, known)) for place, word in enumerate(found)]
    return joined(parts)


def _written(word: Terminal, before: Terminal | None, known: dict[str, str]) -> str:
    if word.kind == "string":
        return _string(word)
    if word.kind == "iri":
        return _iri(_unescaped(word.text[1:-1], word), word)
    if word.kind == "name" and not (before is not None and before.says("PREFIX")):
        return _name(word, known)
    if word.kind == "mark" and word.text not in _MARKS:
        raise _refused(word)
    if word.kind == "word" and "SERVICE" in word.text.upper() and not word.says("SERVICE"):
        raise _refused(word)
    return word.text


def _refused(word: Terminal) -> Problem:
    return Problem(400, f"{word.text[:60]!r} cannot be read: put blanks between words", kind="query-syntax")


def _unescaped(text: str, word: Terminal) -> str:
    def character(match: re.Match[str]) -> str:
        if match[1][0] in "uU" and len(match[1]) > 1:
            code = int(match[1][1:], 16)
            if code > 0x10FFFF or 0xD800 <= code < 0xE000:
                raise _refused(word)
            return chr(code)
        if match[1] not in _ECHAR:
            raise _refused(word)
        return _ECHAR[match[1]]

    return _ESCAPE.sub(character, text)


def _string(word: Terminal) -> str:
    long = word.text[:3] in ('"""', "'''") and len(word.text) >= 6
    content = _unescaped(word.text[3:-3] if long else word.text[1:-1], word)
    return '"' + "".join(_WRITTEN.get(character, character) for character in content) + '"'


def _iri(iri: str, word: Terminal) -> str:
    """Write an IRI, relative ones too, if it has no character that would end it."""
    try:
        ox.NamedNode(iri if ":" in iri else f"x:/{iri}")
    except ValueError:
        raise _refused(word) from None
    return f"<{iri}>"


def _name(word: Terminal, known: dict[str, str]) -> str:
    """Write a prefixed name as an IRI; one of an unknown prefix, which some stores have of their own, as it is."""
    prefix, _, local = word.text.partition(":")
    if prefix in known:
        return _iri(known[prefix] + re.sub(r"\\(.)", r"\1", local), word)
    if _NAME.fullmatch(word.text):
        return word.text
    raise _refused(word)
