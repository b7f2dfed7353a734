"""SPARQL's terminals: a query or an update split into them, without space and comments. No I/O.

The engine parses; whoever needs to know more of a text than it says asks here, and nowhere else.
Source: SPARQL 1.1 Query §19.8, https://www.w3.org/TR/sparql11-query/#grammar.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.regexes import late

_ESCAPED = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_TERMINALS = late(
    rf"""
    (?P<space>[\s\ufeff]+|\#[^\n\r]*)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_ESCAPED})*>)
  | (?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
      |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:\w(?:[\w.\-·]*[\w\-·])?)
  | (?P<name>(?:[^\W\d_](?:[\w.\-·]*[\w\-·])?)?:
      (?:(?:[\w:]|{_LOCAL})(?:(?:[\w.:\-·]|{_LOCAL})*(?:[\w:\-·]|{_LOCAL}))?)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+\-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<mark>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
#: Characters up to which the terminals of a text are kept for the next who asks the same.
_SHORT = 4096


class Terminal(NamedTuple):
    """One terminal: its kind (a group of the pattern above), its text, and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Tell where the next one may begin."""
        return self.start + len(self.text)

    def says(self, keyword: str) -> bool:
        """Tell whether this is a keyword, whatever its case.

        :param keyword: in capitals
        """
        return self.kind == "word" and self.text.upper() == keyword


def each(text: str) -> Iterator[Terminal]:
    """Give the terminals of a text one by one, so that whoever needs the first few pays for no more."""
    for match in _TERMINALS.finditer(text):
        if match.lastgroup != "space":
            yield Terminal(str(match.lastgroup), match[0], match.start())


def pieces(text: str) -> list[str]:
    """Split a text into its terminals, its space and its comments: joined, they are the text again.

    >>> pieces("ASK {} # all")
    ['ASK', ' ', '{', '}', ' ', '# all']
    """
    return [match[0] for match in _TERMINALS.finditer(text)]


def terminals(text: str) -> tuple[Terminal, ...]:
    """Split a query or an update.

    >>> [terminal.text for terminal in terminals("SELECT * {?s <#p> 'a # b'.} # end")]
    ['SELECT', '*', '{', '?s', '<#p>', "'a # b'", '.', '}']
    >>> [terminal.text for terminal in terminals("?o.SERVICE e:a.b.")]
    ['?o', '.', 'SERVICE', 'e:a.b', '.']
    """
    return _kept(text) if len(text) <= _SHORT else tuple(each(text))


@lru_cache(maxsize=256)
def _kept(text: str) -> tuple[Terminal, ...]:
    return tuple(each(text))


def joined(parts: Sequence[tuple[Terminal, str]]) -> str:
    """Write terminals one after the other with blanks between, so that no two can be read as one.

    :param parts: each terminal with what to write for it
    :returns: a text on one line; an opening bracket, a tag and ``^^`` stay where they touch what is before them, since
        some parsers take no blank there

    >>> joined([(each, each.text) for each in terminals("?a.FILTER(?b='x'@en)")])
    "?a . FILTER( ?b = 'x'@en )"
    """
    out, end, sticks = [], 0, True
    for terminal, text in parts:
        touches = terminal.start == end
        if not (touches and (sticks or terminal.text in ("(", "^^") or terminal.kind == "tag")):
            out.append(" ")
        out.append(text)
        end, sticks = terminal.end, terminal.text == "^^"
    return "".join(out).strip()


def form(text: str) -> str:
    """Tell the form of a query; a text that has none counts as ``SELECT``.

    >>> form("PREFIX ask: <x:> CONSTRUCT WHERE { ?s ask:p ?o }")
    'CONSTRUCT'
    """
    words = (terminal.text.upper() for terminal in each(text) if terminal.kind == "word")
    return next((word for word in words if word in _FORMS), "SELECT")


def outer_star(text: str) -> Terminal | None:
    r"""Find the ``*`` of an outermost ``SELECT *``.

    >>> outer_star("# SELECT * here\nSELECT DISTINCT * { ?s ?p ?o }").start
    32
    >>> outer_star("SELECT ?s { { SELECT * { ?s ?p ?o } } }") is None
    True
    """
    found = each(text)
    for terminal in found:
        if terminal.kind == "word" and terminal.text.upper() in _FORMS:
            if not terminal.says("SELECT"):
                return None
            after = next(found, None)
            if after and (after.says("DISTINCT") or after.says("REDUCED")):
                after = next(found, None)
            return after if after and after.text == "*" else None
    return None


def variables(text: str) -> list[str]:
    """List the names of the variables of a query, each once, as they first appear.

    >>> variables("SELECT * { ?b ?a '?c' } # ?d")
    ['b', 'a']
    """
    return list(dict.fromkeys(terminal.text[1:] for terminal in each(text) if terminal.kind == "variable"))


def declared(text: str) -> dict[str, str]:
    """Map the prefixes that a text declares to their namespaces, as they are written.

    >>> declared("PREFIX e: <http://e.org/> ASK {}")
    {'e': 'http://e.org/'}
    """
    found = terminals(text)
    return {
        found[place + 1].text[:-1]: found[place + 2].text[1:-1]
        for place, terminal in enumerate(found[:-2])
        if terminal.says("PREFIX") and found[place + 1].kind == "name" and found[place + 2].kind == "iri"
    }
