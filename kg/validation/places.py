"""Where statements stand in files: line and column of a subject, of its predicate, of its value.

Looked up only for what a report tells of. Source: Turtle, https://www.w3.org/TR/turtle/, section 6.5; TriG, section 3.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urljoin

from kg.namespaces import RDF
from kg.regexes import late
from kg.serialization.terms import unescape

#: Files above this size, in bytes, are looked through line by line, as N-Triples, or not at all.
LARGEST = 1 << 28
_TOKEN = late(
    r"(?P<space>\s+|#[^\n]*)"
    # Possessive: a long text costs no memory.
    r'|(?P<text>"""(?:[^"\\]++|\\.|"(?!""))*+"""|\'\'\'(?:[^\'\\]++|\\.|\'(?!\'\'))*+\'\'\'|"(?:[^"\\\n]++|\\.)*+"|\'(?:[^\'\\\n]++|\\.)*+\')'
    r"|(?P<iri><[^<>\s]*>)"
    r"|(?P<directive>@prefix\b|@base\b|(?i:PREFIX|BASE|GRAPH)(?=[\s<]))"
    r"|(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^)"
    r"|(?P<blank>_:[\w.-]*\w)"
    r"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[\s;,.\])]))"
    r"|(?P<name>(?:[^\W\d_][\w.-]*)?:(?:(?:[\w:%-]|\\.|\.(?=[\w:%\\.-]))*))"
    r"|(?P<mark>[.;,\[\](){}])"
    r"|(?P<word>\w+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_ESCAPE, _UNESCAPED = late(r"\\(.)"), r"\1"
_LINE = late(
    r"\s*(<[^>]*>|_:\S+)\s+(<[^>]*>)\s+"
    r'(<[^>]*>|_:\S+|"(?:[^"\\]++|\\.)*+"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?)?'
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file and, where it is known, line and column, both from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Write it as editors and terminals read it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Places:
    """Where the statements about some nodes stand.

    :param files: RDF files; files other than Turtle, TriG, N-Triples and N-Quads are left out
    :param wanted: subjects, as in N-Triples
    """

    def __init__(self, files: Iterable[Path], wanted: Collection[str]) -> None:
        self._found: dict[tuple[str, str, str], Place] = {}
        for file in files if wanted else ():
            for place, *key in _statements(file):
                if key[0] in wanted:
                    self._found.setdefault((key[0], key[1], key[2]), place)

    def of(self, subject: str, predicate: str = "", value: str = "") -> Place | None:
        """Look up the nearest place: of the value, else of the predicate, else of the subject."""
        keys = [*((subject, predicate, each) for each in (*_keys(value), "")), (subject, "", "")]
        return next((self._found[key] for key in keys if key in self._found), None)


Statement: TypeAlias = tuple[Place, str, str, str]


def _statements(file: Path) -> Iterator[Statement]:
    suffix = file.suffix.lower()
    if suffix in (".nt", ".nq"):
        yield from _of_lines(file)
    elif suffix in (".ttl", ".turtle", ".trig") and file.stat().st_size <= LARGEST:
        yield from _Turtle(file).statements()


def _of_lines(file: Path) -> Iterator[Statement]:
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if match := _LINE.match(line):
                subject, predicate, value = match.groups()
                subject, predicate = unescape(subject), unescape(predicate)
                yield Place(str(file), number, match.start(1) + 1), subject, "", ""
                yield Place(str(file), number, match.start(2) + 1), subject, predicate, ""
                for key in _keys(value or ""):
                    yield Place(str(file), number, match.start(3) + 1), subject, predicate, key


class _Turtle:
    """Reads which subject, predicate and value stand where; what stands in brackets is passed over."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._prefixes: dict[str, str] = {}
        self._base = file.absolute().as_uri()
        self._subject = self._predicate = ""
        self._role = 0
        self._depth = 0
        #: A text that has been read, with its place; what follows may be its language tag or datatype.
        self._text: tuple[Place, str] | None = None

    def statements(self) -> Iterator[Statement]:
        text = self._file.read_text(encoding="utf-8", errors="replace")
        line, begun = 1, 0
        pending: list[str] = []
        before = ""
        for match in _TOKEN.finditer(text):
            kind, word = match.lastgroup or "", match.group()
            if self._text is not None and kind != "space" and word != "^^":
                yield from self._literal(kind, word)
                if kind == "tag" or before == "^^":
                    before = word
                    continue
            before = word
            if kind == "directive" or pending:
                self._directive(kind, word, pending)
            elif kind == "mark":
                self._mark(word)
            elif kind in ("iri", "name", "blank", "word", "text", "number") and not self._depth:
                yield from self._term(kind, word, Place(str(self._file), line, match.start() - begun + 1))
            if "\n" in word:
                line += word.count("\n")
                begun = match.start() + word.rindex("\n") + 1
        if self._text is not None:
            yield from self._literal("mark", "")

    def _directive(self, kind: str, word: str, pending: list[str]) -> None:
        """Gather the words of a directive; it ends with its IRI."""
        if kind == "space" or (kind == "mark" and word == "."):
            return
        pending.append(word)
        name = pending[0].lstrip("@").lower()
        if name == "graph":
            pending.clear()
        elif kind == "iri" and name == "base":
            self._base = _joined(self._base, word)
            pending.clear()
        elif kind == "iri":
            self._prefixes[pending[1].rstrip(":")] = _joined(self._base, word)
            pending.clear()

    def _mark(self, mark: str) -> None:
        if mark in "[(":
            if not self._depth and self._role == 0:
                self._subject, self._role = "", 1
            self._depth += 1
        elif mark in "])":
            self._depth -= 1
        elif self._depth:
            return
        elif mark in ".{}":
            self._role = 0
        elif mark == ";":
            self._role = 1

    def _term(self, kind: str, word: str, place: Place) -> Iterator[Statement]:
        if kind == "text":
            self._text = place, word
            return
        term = self._resolved(kind, word)
        if self._role == 0:
            self._subject, self._role = term, 1
            yield place, term, "", ""
        elif self._role == 1:
            self._predicate, self._role = term, 2
            yield place, self._subject, term, ""
        else:
            yield place, self._subject, self._predicate, term

    def _literal(self, kind: str, word: str) -> Iterator[Statement]:
        """State the text that was held, now that its language tag or datatype is known."""
        place, text = self._text or (Place(""), "")
        self._text = None
        tag = word if kind == "tag" else f"^^{self._resolved(kind, word)}" if kind in ("iri", "name") else ""
        for key in _keys(f'"{_characters(text)}"{tag}', is_unescaped=True):
            yield place, self._subject, self._predicate, key

    def _resolved(self, kind: str, word: str) -> str:
        if kind == "iri":
            return f"<{_joined(self._base, word)}>"
        if kind == "name":
            prefix, _, local = word.partition(":")
            return f"<{self._prefixes.get(prefix, '')}{_ESCAPE.sub(_UNESCAPED, local)}>"
        if kind == "word" and word == "a" and self._role == 1:
            return f"<{RDF}type>"
        return f'"{word}"' if kind in ("number", "word") else word


def _joined(base: str, iri: str) -> str:
    """Resolve a written IRI; an empty fragment stays, which ``urljoin`` drops."""
    value = unescape(iri[1:-1])
    whole = urljoin(base, value)
    return f"{whole}#" if value.endswith("#") and not whole.endswith("#") else whole


def _characters(text: str) -> str:
    """Take the characters of a text in Turtle out of its quotes and escapes."""
    width = 3 if text[:3] in ('"""', "'''") and len(text) > 5 else 1
    return unescape(text[width:-width])


def _keys(term: str, *, is_unescaped: bool = False) -> tuple[str, ...]:
    """Write the keys of a term: of a literal the whole, and its characters alone.

    >>> _keys('"y"@en'), _keys("<urn:a>"), _keys("")
    (('"y"@en', '"y"'), ('<urn:a>',), ())
    """
    if not term.startswith('"'):
        return (term if is_unescaped else unescape(term),) if term else ()
    end = term.rindex('"')
    quoted = f'"{term[1:end] if is_unescaped else unescape(term[1:end])}"'
    return (quoted + term[end + 1 :].lower(), quoted) if term[end + 1 :] else (quoted,)
