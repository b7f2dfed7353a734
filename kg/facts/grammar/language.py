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
from kg.facts.grammar.elements import BORDERS, ELEMENT, WORD
from kg.facts.grammar.needs import Needs, required
from kg.regexes import compiled

_LOOKS = {"then": "(?=", "unless": "(?!", "after": "(?<=", "not-after": "(?<!"}
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
    _needs: Needs | None = field(default=None, repr=False)
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
    def needs(self) -> Needs:
        """Sets of classes, of each of which a line must have one to fit; found before anything is compiled."""
        if self._needs is None:
            self._needs = required(self.text)
        return self._needs

    def may_fit(self, classes: frozenset[str]) -> bool:
        """Tell whether a line whose units have these classes may fit."""
        return not any(classes.isdisjoint(need) for need in self.needs)


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
    names = {match["name"] for match in ELEMENT.finditer(re.sub(r'"[^"]+"', "", text)) if match["name"]}
    return frozenset(names) - set(BORDERS)


def _translated(text: str, name: str, alphabet: Alphabet) -> str:
    parts, at = [], 0
    negated = captured = ""
    while at < len(text.rstrip()):
        match = ELEMENT.match(text, at)
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
    if name in BORDERS:
        return BORDERS[name]
    characters = alphabet.having(name)
    if not characters:
        return "." if negated else r"[^\s\S]"
    return f"[{negated}{characters}]"
