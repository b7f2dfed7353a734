"""Where in a Turtle file an axiom is written, which may be far from the block of its subject.

Source: Turtle 1.1, §6.5 (grammar), https://www.w3.org/TR/turtle/#sec-grammar-grammar. The file has been parsed before:
what is read here is well formed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.namespaces import RDF

_TOKEN = re.compile(
    r'#[^\n]*|"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|[.;,()\[\]](?=\s|$|[\]\[();,.#])'
    r'|\[|\]|\(|\)|;|,|\^\^|@[\w-]+|(?:[^\s#"<>;,()\[\]^.]|\.(?=[\w:%-]))+#?|.',
    re.DOTALL,
)
_OPEN, _CLOSED = "([", ")]"


@dataclass(frozen=True, slots=True)
class Axiom:
    """One triple as written.

    ``subject`` is the IRI at the head of the statement (empty if that is a blank node); ``predicate`` is what stands
    before the object, also within a blank node; ``object`` is an IRI, or empty for anything else; ``offset`` is the
    object's, in code points.
    """

    subject: str
    predicate: str
    object: str
    offset: int


def axioms(text: str, prefixes: Mapping[str, str]) -> Iterator[Axiom]:
    """Read a Turtle file's axioms in the order in which they stand.

    :param text: the file
    :param prefixes: prefix → namespace
    """
    statement: list[tuple[str, int]] = []
    for found in _TOKEN.finditer(text):
        word = found[0]
        if word.isspace() or word.startswith("#"):
            continue
        if word == "." and _is_balanced(statement):
            yield from _of_statement(statement, prefixes)
            statement = []
        else:
            statement.append((word, found.start()))


def _is_balanced(statement: list[tuple[str, int]]) -> bool:
    return sum(word in _OPEN for word, _ in statement) == sum(word in _CLOSED for word, _ in statement)


def _of_statement(statement: list[tuple[str, int]], prefixes: Mapping[str, str]) -> Iterator[Axiom]:
    head = statement[0][0] if statement else "@"
    if head.startswith("@") or head.upper() in ("PREFIX", "BASE"):
        return
    subject = _expanded(head, prefixes)
    nests = [_Nest("", False)]
    if head in _OPEN:
        nests.append(_Nest("", head == "("))
    for word, offset in statement[1:]:
        yield from _next(nests, word, offset, subject, prefixes)


@dataclass(slots=True)
class _Nest:
    """A level of brackets: its predicate, and whether an object comes next."""

    predicate: str
    wants_object: bool


def _next(nests: list[_Nest], word: str, offset: int, subject: str, prefixes: Mapping[str, str]) -> Iterator[Axiom]:
    here = nests[-1]
    if word in _OPEN:
        if here.wants_object:
            yield Axiom(subject, here.predicate, "", offset)
        nests.append(_Nest(here.predicate, word == "("))
    elif word in _CLOSED:
        nests.pop()
    elif word == ";":
        here.wants_object = False
    elif word[0] in ",^@":
        return
    elif here.wants_object:
        yield Axiom(subject, here.predicate, _expanded(word, prefixes), offset)
    else:
        here.predicate, here.wants_object = _expanded(word, prefixes), True


def _expanded(word: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that a word stands for, empty if it stands for none."""
    if word == "a":
        return f"{RDF}type"
    if word.startswith("<"):
        return word[1:-1]
    prefix, colon, local = word.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else ""
