"""One Aho-Corasick automaton over all names of a gazetteer: built once, run once a text.

Text and names are compared folded: lower case, plain spaces, straight apostrophes and hyphens, character by
character, so that offsets never move. Case is then checked name by name.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import ahocorasick

from kg.facts.tables import entries, terms
from kg.facts.variants import inflected, respelled, variants
from kg.kept import code, kept, key_of
from kg.reference.gazetteer import Gazetteer

_FOLDS = {ord(char): "'" for char in "’‘ʼ`´"}
_FOLDS |= {ord(char): "-" for char in "‐‑‒–"}
_FOLDS |= {ord(char): " " for char in "\t\u00a0\u2007\u2009\u200a\u202f\u3000"}
_FOLDS |= {ord("İ"): "i", ord("ẞ"): "ß"}
_TO_FOLD = re.compile(f"[{''.join(map(chr, _FOLDS))}]")
_MASK = "mask"


class Reading(NamedTuple):
    """One thing that a string may denote. ``kind`` is that of a gazetteer name, or ``mask`` for a fixed phrase."""

    text: str
    target: str
    kind: str
    form: str
    language: str
    exact_case: bool
    valid_from: str | None
    valid_until: str | None


_Cells = tuple[Any, ...]
_cells = attrgetter(*Reading._fields)


class Hit(NamedTuple):
    """A string of the text that some readings fit; offsets in code points."""

    start: int
    end: int
    readings: tuple[Reading, ...]


def fold(text: str) -> str:
    """Fold case, spaces, apostrophes and hyphens without changing the length.

    >>> fold("Türkiye’s Co\u2011ordinator")
    "türkiye's co-ordinator"
    """
    plain = text
    for char in set(_TO_FOLD.findall(text)):
        plain = plain.replace(char, _FOLDS[ord(char)])
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in plain)


class NameAutomaton:
    """Finds every name of a gazetteer in a text in one pass."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._automaton: Any = ahocorasick.Automaton()
        for key, readings in _readings(gazetteer).items():
            self._automaton.add_word(key, (len(key), readings))
        self._automaton.make_automaton()

    def hits(self, text: str, language: str) -> list[Hit]:
        """Find the names in a text: longest match, whole words, in English or the text's language.

        :param text: any text
        :param language: BCP 47 tag of the text
        :returns: hits in order of start, none overlapping another
        """
        spoken = ("en", language.partition("-")[0].lower())
        found = sorted(self._fitting(text, spoken), key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        for hit in found:
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept

    def _fitting(self, text: str, languages: tuple[str, str]) -> Iterator[Hit]:
        folded = fold(text)
        size = len(text)
        for last, (length, readings) in self._automaton.iter(folded):
            start, end = last + 1 - length, last + 1
            if (start and is_word(text[start - 1])) or (end < size and is_word(text[end])):
                continue
            written = text[start:end]
            fit = tuple(r for r in map(Reading._make, readings) if r.language in languages and _case_fits(r, written))
            if fit:
                yield Hit(start, end, fit)


def is_word(char: str) -> bool:
    """Tell whether a character continues a word: a letter, digit or combining mark of any script.

    >>> [is_word(char) for char in ("é", "ы", "3", "\u0301", "-", "’")]
    [True, True, True, True, False, False]
    """
    return char.isalnum() or char == "_" or "\u0300" <= char <= "\u036f"


def _case_fits(reading: Reading, written: str) -> bool:
    if written == reading.text:
        return True
    if reading.exact_case:
        return fold(reading.text) == reading.text.lower() and written.translate(_FOLDS) == reading.text
    return all(new.isupper() for old, new in zip(reading.text, written, strict=True) if old.isupper())


def _readings(gazetteer: Gazetteer) -> dict[str, tuple[_Cells, ...]]:
    """List the readings of each folded name, as plain values: those of the register's own tables are kept."""
    if not gazetteer.key:
        return _gathered(gazetteer)
    return kept(
        "names",
        key_of(gazetteer.key, *code("facts")),
        lambda: _gathered(gazetteer),
        lambda found: found,
        lambda found: found,
    )


def _gathered(gazetteer: Gazetteer) -> dict[str, tuple[_Cells, ...]]:
    found: dict[str, dict[_Cells, None]] = {}
    others = (*variants(gazetteer.base), *inflected(gazetteer.base), *respelled(gazetteer.names))
    for name in (*gazetteer.names, *others):
        if name.form != "demonym" or name.text not in terms("people_nouns"):
            found.setdefault(fold(name.text), {})[_cells(name)] = None
    for entry in entries("masks"):
        target = f"{gazetteer.base}id/{entry.value}" if entry.value else ""
        reading = Reading(entry.term, target, _MASK, "name", "en", False, None, None)
        found.setdefault(fold(entry.term), {})[tuple(reading)] = None
    return {key: tuple(readings) for key, readings in found.items()}


@lru_cache(maxsize=4)
def automaton_of(gazetteer: Gazetteer) -> NameAutomaton:
    """Give the automaton of a gazetteer, built on first use in a process and kept with it."""
    return NameAutomaton(gazetteer)
