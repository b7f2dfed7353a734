"""The language of patterns, and its translation to regular expressions.

Elements, separated by spaces: a class (``title``), a word (``"of"``), a definition (``<article>``), any unit (``any``).
``!title`` is a unit without the class. ``( … | … )`` groups; ``?``, ``*``, ``+``, ``{0,3}`` repeat what is before them;
``who:title`` and ``who:( … )`` capture. ``then( … )`` and ``unless( … )`` look ahead, ``after( … )`` and
``not-after( … )`` look back by one unit; ``start`` and ``end`` are the borders of the line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.errors import BrokenTable
from kg.facts.grammar.alphabet import Alphabet
from kg.regexes import compiled, late

_ELEMENT = late(
    r"\s*(?:(?P<word>\"[^\"]+\")|<(?P<macro>[\w-]+)>|(?P<look>then|unless|after|not-after)\(|(?P<capture>\w+):"
    r"|(?P<mark>\{\d*,?\d*\}|[()|?*+])|(?P<no>!)|(?P<name>[a-z][\w-]*))"
)
_LOOKS = {"then": "(?=", "unless": "(?!", "after": "(?<=", "not-after": "(?<!"}
_BORDERS = {"start": r"\A", "end": r"\Z", "any": "."}
#: Class of the units that are exactly a word: ``"of"`` in a pattern is the class ``=of``.
WORD = "="
#: Between the name of a capture and its place in the pattern, so that a pattern may capture under one name twice.
NUMBERED = "__"


@dataclass(slots=True)
class Pattern:
    """A pattern over units.

    :param name: what ``osce-kg explain`` calls it
    :param text: the pattern as written, definitions put in
    :param alphabet: gives the characters of units
    """

    name: str
    text: str
    alphabet: Alphabet
    _needs: frozenset[str] | None = field(default=None, repr=False)
    _usual: str = field(default="", repr=False)
    _compiled: re.Pattern[str] | None = field(default=None, repr=False)
    _size: int = 0

    @property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, compiled for all sets of classes met so far."""
        if self._compiled is None or self._size != self.alphabet.size:
            self._size = self.alphabet.size
            if self.alphabet.is_usual:
                self._compiled = compiled(self.usual, re.DOTALL)
            else:
                self._compiled = re.compile(_translated(self.text, self.name, self.alphabet), re.DOTALL)
        return self._compiled

    @property
    def usual(self) -> str:
        """The regular expression over the sets of classes that words can have; translated while there are no others."""
        if not self._usual:
            self._usual = _translated(self.text, self.name, self.alphabet)
        return self._usual

    @property
    def needs(self) -> frozenset[str]:
        """The classes without which no line can fit, found before anything is compiled."""
        if self._needs is None:
            self._needs = required(self.text)
        return self._needs


def required(text: str) -> frozenset[str]:
    """List classes of which a line needs a unit each for a pattern to fit; there may be more.

    >>> sorted(required('who:name "," ("the")? role:role | name')), sorted(required('who:name "," ("the")? role:role'))
    ([], ['=,', 'name', 'role'])
    """
    found: set[str] = set()
    elements, depth, negated = list(_ELEMENT.finditer(text)), 0, False
    for element, following in zip(elements, [*elements[1:], None], strict=True):
        mark = element["mark"] or ""
        depth += (mark == "(" or bool(element["look"])) - (mark == ")")
        if depth == 0 and mark == "|":
            return frozenset()
        name = element["name"] or (WORD + element["word"][1:-1].casefold() if element["word"] else "")
        optional = following is not None and (following["mark"] or "").startswith(("?", "*", "{0", "{,"))
        if depth == 0 and name and name not in _BORDERS and not negated and not optional:
            found.add(name)
        negated = bool(element["no"])
    return frozenset(found)


def expand(text: str, definitions: Mapping[str, str], name: str) -> str:
    """Put definitions in the place of their names.

    :raises BrokenTable: if a name has no definition

    >>> expand('<article>? title', {"article": '"the" | "a"'}, "a pattern")
    '( "the" | "a" )? title'
    """

    def put(match: re.Match[str]) -> str:
        if match[1] not in definitions:
            raise BrokenTable(f"pattern {name!r}: <{match[1]}> has no definition; add it under [define]")
        return f"( {expand(definitions[match[1]], definitions, name)} )"

    return re.sub(r"<([\w-]+)>", put, text)


def words_in(text: str) -> frozenset[str]:
    """List the words that a pattern names, in small letters."""
    return frozenset(word.casefold() for word in re.findall(r'"([^"]+)"', text))


def classes_in(text: str) -> frozenset[str]:
    """List the classes that a pattern names."""
    names = {match["name"] for match in _ELEMENT.finditer(re.sub(r'"[^"]+"', "", text)) if match["name"]}
    return frozenset(names) - set(_BORDERS)


def _translated(text: str, name: str, alphabet: Alphabet) -> str:
    parts, at = [], 0
    negated = captured = ""
    while at < len(text.rstrip()):
        match = _ELEMENT.match(text, at)
        if match is None:
            raise BrokenTable(f"pattern {name!r}: cannot read {text[at : at + 20]!r}")
        at = match.end()
        if match["no"]:
            negated = "^"
        elif match["capture"]:
            captured = f"?P<{match['capture']}{NUMBERED}{at}>"
        else:
            parts.append(_element(match, alphabet, negated, captured))
            negated = captured = ""
    return "".join(parts)


def _element(match: re.Match[str], alphabet: Alphabet, negated: str, captured: str) -> str:
    if match["look"]:
        return _LOOKS[match["look"]]
    if match["mark"]:
        return f"({captured or '?:'}" if match["mark"] == "(" else match["mark"]
    name = match["name"] or WORD + match["word"][1:-1].casefold()
    return f"({captured}{_unit(name, alphabet, negated)})" if captured else _unit(name, alphabet, negated)


def _unit(name: str, alphabet: Alphabet, negated: str) -> str:
    if name in _BORDERS:
        return _BORDERS[name]
    characters = alphabet.having(name)
    if not characters:
        return "." if negated else r"[^\s\S]"
    return f"[{negated}{characters}]"
