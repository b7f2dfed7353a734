"""The language of patterns, and its translation to regular expressions.

Elements, separated by spaces: a class (``title``), a word (``"of"``), a definition (``<article>``), any unit (``any``).
``!title`` is a unit without the class. ``( … | … )`` groups; ``?``, ``*``, ``+``, ``{0,3}`` repeat what is before them;
``who:title`` and ``who:( … )`` capture. ``then( … )`` and ``unless( … )`` look ahead, ``after( … )`` and
``not-after( … )`` look back by one unit; ``start`` and ``end`` are the borders of the line. ``once( … )`` groups, and
keeps the first way in which it fits, so that a long list of what may be read in two ways is read in time.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import cast

from kg.errors import BrokenTable
from kg.facts.grammar.alphabet import Alphabet
from kg.facts.grammar.elements import BORDERS, ELEMENT, WORD
from kg.facts.grammar.items import first
from kg.facts.grammar.letters import Letters
from kg.kept import Memo, code, key_of
from kg.regexes import BUILD, Form, form_of, restored

_LOOKS = {"then": "(?=", "unless": "(?!", "after": "(?<=", "not-after": "(?<!"}
_ONCE = "once("
#: Between the name of a capture and its place in the pattern, so that a pattern may capture under one name twice.
NUMBERED = "__"


@dataclass(slots=True, eq=False, repr=False)
class Pattern:
    """A pattern over units.

    :param name: what ``osce-kg explain`` calls it
    :param text: the pattern as written, definitions put in; or what gives it for the name when it is to be compiled
    :param alphabet: gives the characters of units
    :param needs: alternatives of what a line must meet for the pattern to fit, as bits that the alphabet gave
    """

    name: str
    text: str | Callable[[str], str]
    alphabet: Alphabet
    needs: tuple[int, ...]
    _letters: Letters = field(init=False, repr=False)
    _compiled: re.Pattern[str] | None = field(default=None, init=False, repr=False)
    _size: int = field(default=0, init=False)
    _groups: tuple[tuple[int, str], ...] = field(default=(), init=False)

    def prepared(self, text: str) -> tuple[re.Pattern[str], str]:
        """Give the regular expression, and a text of the alphabet in the letters that it is written in."""
        if self._compiled is None:
            self._compile_usual()
        if len(self._letters.table) < self.alphabet.size:
            self._letters.complete()
            if self._size != self._letters.size:
                self._compile_anew()
        return cast("re.Pattern[str]", self._compiled), text.translate(self._letters.table)

    @property
    def written(self) -> str:
        """The pattern as written, definitions put in."""
        return self.text if isinstance(self.text, str) else self.text(self.name)

    def may_fit(self, met: int) -> bool:
        """Tell whether the pattern may fit a line that meets some needs."""
        missing = ~met
        for needs in self.needs:
            if not needs & missing:
                return True
        return False

    @property
    def groups(self) -> tuple[tuple[int, str], ...]:
        """The groups that capture: number and name of each, once it is compiled."""
        return self._groups

    def _compile_usual(self) -> None:
        """Compile the pattern over the sets of classes that words can have, or take what an earlier start compiled."""
        key = self.alphabet.key
        mask, table, form = _forms.get(f"{key} {self.name}", self._to_form) if key else self._to_form()
        self._letters = Letters(self.alphabet, mask, table)
        if regex := restored(form, self.name):
            self._keep(regex)
        else:
            self._letters.complete()
            self._compile_anew()

    def _to_form(self) -> tuple[int, str, Form | tuple[()]]:
        mask = sum(map(self.alphabet.bit, names_in(self.written)))
        letters = Letters(self.alphabet, mask)
        return mask, letters.table, form_of(_translated(self.written, self.name, self.alphabet, letters), re.DOTALL)

    def _compile_anew(self) -> None:
        self._keep(re.compile(_translated(self.written, self.name, self.alphabet, self._letters), re.DOTALL))

    def _keep(self, regex: re.Pattern[str]) -> None:
        self._compiled, self._size = regex, self._letters.size
        self._groups = tuple((number, name.partition(NUMBERED)[0]) for name, number in regex.groupindex.items())


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


@cache
def classes_in(text: str) -> frozenset[str]:
    """List the classes that a pattern names."""
    names = {match["name"] for match in ELEMENT.finditer(re.sub(r'"[^"]+"', "", text)) if match["name"]}
    return frozenset(names) - set(BORDERS)


def names_in(text: str) -> frozenset[str]:
    """List the classes that a pattern names, with those of its words."""
    return classes_in(text) | {WORD + word for word in words_in(text)}


def _translated(text: str, name: str, alphabet: Alphabet, letters: Letters) -> str:
    """Write a pattern as a regular expression that fails at once where no unit is that it may begin with."""
    whole = _written(text, name, alphabet, letters)
    classes, may_be_empty = first(text)
    if classes is None or may_be_empty:
        return whole
    return f"(?={_unit(letters.having(sum(map(alphabet.bit, classes))), '')})(?:{whole})"


def _written(text: str, name: str, alphabet: Alphabet, letters: Letters) -> str:
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
            parts.append(_element(match, alphabet, letters, negated, captured))
            negated = captured = ""
    return "".join(parts)


def _element(match: re.Match[str], alphabet: Alphabet, letters: Letters, negated: str, captured: str) -> str:
    if match["look"]:
        return _LOOKS[match["look"]]
    if match["mark"] == _ONCE and captured:
        raise BrokenTable(
            f"pattern {captured[3:].partition(NUMBERED)[0]!r}: once( … ) captures nothing: write who:(once( … ))"
        )
    if match["mark"] == _ONCE:
        return "(?>"
    if match["mark"]:
        return f"({captured or '?:'}" if match["mark"] == "(" else match["mark"]
    name = match["name"] or WORD + match["word"][1:-1].casefold()
    unit = BORDERS[name] if name in BORDERS else _unit(letters.having(alphabet.bit(name)), negated)
    return f"({captured}{unit})" if captured else unit


def _unit(letters: str, negated: str) -> str:
    if not letters:
        return "." if negated else r"[^\s\S]"
    return f"[{negated}{letters}]"


#: What patterns are compiled to over the alphabets of whole languages.
_forms = Memo("patterns", lambda: key_of(BUILD, *code("facts", "regexes.py")))
