"""What can be told of a SPARQL text from its words alone: form, variables, datasets, services. No I/O.

The engine parses; this module only splits a text into words, as the grammar's terminals do, to answer what the
engine does not tell. Source: SPARQL 1.1 Query §19.8, https://www.w3.org/TR/sparql11-query/#grammar.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

_TERMINALS = re.compile(
    r"""
    (?P<space>\s+|\#[^\n\r]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\.)*|_:[\w.\-]+)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<tag>@[A-Za-z][A-Za-z0-9\-]*)
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+\-]?[0-9]+)?)
  | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UNREPEATABLE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"})
_MAYBE_UNREPEATABLE = re.compile("|".join(sorted(_UNREPEATABLE)), re.IGNORECASE)
_CALLS_OUT = re.compile("SERVICE|LOAD", re.IGNORECASE)
_QUERY_ERROR = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_RDF_ERROR = re.compile(
    r"Parser error at line (\d+) (?:between columns|column) (\d+)(?: and(?: line \d+ column)? \d+)?: (.*)", re.DOTALL
)
#: Characters up to which the terminals of a text are kept for the next who asks the same.
_SHORT = 4096
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class Token(NamedTuple):
    """One terminal: its kind, its text, and where it begins."""

    kind: str
    text: str
    start: int

    def says(self, keyword: str) -> bool:
        """Tell whether this is a keyword, whatever its case."""
        return self.kind == "word" and self.text.upper() == keyword


def _unescaped(text: str) -> str:
    r"""Resolve ``\uXXXX`` as the engine does before it parses (SPARQL 1.1 §19.2)."""

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

    return _ESCAPE.sub(character, text)


def tokens(text: str) -> tuple[Token, ...]:
    """Split a query or update into its terminals, without space and comments.

    >>> [token.text for token in tokens("SELECT * {?s <#p> 'a # b'} # end")]
    ['SELECT', '*', '{', '?s', '<#p>', "'a # b'", '}']
    """
    return _kept(text) if len(text) <= _SHORT else _split(text)


@lru_cache(maxsize=256)
def _kept(text: str) -> tuple[Token, ...]:
    return _split(text)


def _split(text: str) -> tuple[Token, ...]:
    found = _TERMINALS.finditer(text)
    return tuple(Token(str(m.lastgroup), m[0], m.start()) for m in found if m.lastgroup != "space")


def normalized(text: str) -> str:
    """Write a query with single spaces and without comments, for comparing two of them.

    >>> normalized("ASK  {} # sure") == normalized("ASK { }")
    True
    """
    return " ".join(token.text for token in tokens(text))


def form(text: str) -> str:
    """Tell the form of a query; a text that has none counts as ``SELECT``.

    >>> form("PREFIX ask: <x:> CONSTRUCT WHERE { ?s ask:p ?o }")
    'CONSTRUCT'
    """
    words = (match[0].upper() for match in _TERMINALS.finditer(text) if match.lastgroup == "word")
    return next((word for word in words if word in _FORMS), "SELECT")


def names_dataset(text: str) -> bool:
    """Tell whether a query has a ``FROM`` clause of its own."""
    return "FROM" in text.upper() and any(token.says("FROM") for token in tokens(text))


def is_repeatable(text: str) -> bool:
    """Tell whether the same release always gives the same answer to a query.

    >>> is_repeatable("ASK {}"), is_repeatable("SELECT (NOW() AS ?n) {}")
    (True, False)
    """
    text = _unescaped(text)
    if not _MAYBE_UNREPEATABLE.search(text):
        return True
    return not any(t.kind == "word" and t.text.upper() in _UNREPEATABLE for t in tokens(text))


def in_order_of_appearance(text: str, variables: Iterable[str]) -> str | None:
    """Replace the ``*`` of an outermost ``SELECT *`` by its variables as they appear.

    :param text: the query
    :param variables: the variables in scope, as the engine lists them
    :returns: the query with its columns named, or none where there is no such ``*`` or no column

    >>> in_order_of_appearance("SELECT * { ?s ?p ?o }", ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    """
    star = _outer_star(tokens(text)) if "*" in text else None
    if star is None:
        return None
    first: dict[str, int] = {}
    for token in tokens(text):
        if token.kind == "variable":
            first.setdefault(token.text[1:], token.start)
    ordered = sorted(variables, key=lambda name: first.get(name, len(text)))
    if not ordered:
        return None
    return text[: star.start] + " ".join(f"?{name}" for name in ordered) + text[star.start + 1 :]


def _outer_star(words: Sequence[Token]) -> Token | None:
    for index, token in enumerate(words):
        if token.says("SELECT"):
            after = [word for word in words[index + 1 : index + 3] if word.text.upper() not in ("DISTINCT", "REDUCED")]
            return after[0] if after and after[0].text == "*" else None
    return None


def foreign_targets(text: str) -> list[str]:
    """List the addresses that a query or update would call: of ``SERVICE`` and of ``LOAD``.

    :returns: one entry a call: its IRI, or an empty string where the text does not fix it

    >>> foreign_targets("PREFIX e: <http://e.org/> ASK { SERVICE SILENT e:sparql { } SERVICE ?s { } }")
    ['http://e.org/sparql', '']
    """
    text = _unescaped(text)
    if not _CALLS_OUT.search(text):
        return []
    words = tokens(text)
    prefixes = {words[i + 1].text: words[i + 2].text[1:-1] for i in _indices(words, "PREFIX", 2)}
    targets = []
    for index in [*_indices(words, "SERVICE", 1), *_indices(words, "LOAD", 1)]:
        after = words[index + 1 : index + 3]
        target = after[-1] if after[0].says("SILENT") else after[0]
        targets.append(_resolved(target, prefixes))
    return targets


def _indices(words: Sequence[Token], keyword: str, following: int) -> list[int]:
    return [i for i, word in enumerate(words) if word.says(keyword) and i + following < len(words)]


def _resolved(target: Token, prefixes: dict[str, str]) -> str:
    if target.kind == "iri":
        return target.text[1:-1]
    prefix, _, local = target.text.partition(":")
    return prefixes.get(f"{prefix}:", "") + local if target.kind == "name" else ""


def host_of(address: str) -> str:
    """Tell host and port of an address, as an operator lists them; empty if it has none.

    >>> host_of("https://query.wikidata.org/sparql"), host_of("relative")
    ('query.wikidata.org', '')
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return ""
    return host if parts.scheme in ("http", "https") and not parts.username else ""


class Place(NamedTuple):
    """Where and why a text does not parse: line and column from 1; 0 where the engine does not say."""

    line: int
    column: int
    reason: str


def place_of(message: str) -> Place:
    """Read the engine's own message of a syntax error.

    >>> place_of("error at 2:5: expected one of ['a']")
    Place(line=2, column=5, reason="expected one of ['a']")
    """
    found = _QUERY_ERROR.match(message) or _RDF_ERROR.match(message)
    reason = " ".join((found[3] if found else message).split())
    shown = reason if len(reason) <= 300 else reason[:297] + "…"
    return Place(int(found[1]), int(found[2]), shown) if found else Place(0, 0, shown)
