"""One Aho-Corasick automaton over all names of a gazetteer: built once, run once a text.

Text and names are compared folded: lower case, plain spaces, straight apostrophes and hyphens, character by
character, so that offsets never move. Case is then checked name by name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ahocorasick

from kg.facts.tables import entries, terms
from kg.facts.variants import inflected, respelled, variants
from kg.reference.gazetteer import Gazetteer, Name

_FOLDS = {ord(char): "'" for char in "’‘ʼ`´"}
_FOLDS |= {ord(char): "-" for char in "‐‑‒–"}
_FOLDS |= {ord(char): " " for char in "\t\u00a0\u2007\u2009\u200a\u202f\u3000"}
_FOLDS |= {ord("İ"): "i", ord("ẞ"): "ß"}
_PLAIN = tuple((chr(point), plain) for point, plain in _FOLDS.items())
_MASK = "mask"


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a string may denote. ``kind`` is that of a gazetteer name, or ``mask`` for a fixed phrase."""

    text: str
    target: str
    kind: str
    form: str
    language: str
    exact_case: bool
    valid_from: str | None
    valid_until: str | None


@dataclass(frozen=True, slots=True)
class Hit:
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
    for char, folded in _PLAIN:
        plain = plain.replace(char, folded)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := char.lower()) == 1 else char for char in plain)


class NameAutomaton:
    """Finds every name of a gazetteer in a text in one pass."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._readings: dict[str, list[Reading]] = {}
        for name in gazetteer.names:
            self._add(name)
        for variant in (*variants(gazetteer.base), *inflected(gazetteer.base), *respelled(gazetteer.names)):
            self._add(variant)
        for entry in entries("masks"):
            target = f"{gazetteer.base}id/{entry.value}" if entry.value else ""
            self._readings.setdefault(fold(entry.term), []).append(
                Reading(entry.term, target, _MASK, "name", "en", False, None, None)
            )
        self._automaton: Any = ahocorasick.Automaton()
        for key, readings in self._readings.items():
            self._automaton.add_word(key, (len(key), tuple(dict.fromkeys(readings))))
        self._automaton.make_automaton()

    def _add(self, name: Name) -> None:
        if name.form == "demonym" and name.text in terms("people_nouns"):
            return
        reading = Reading(
            name.text,
            name.target,
            name.kind,
            name.form,
            name.language,
            name.exact_case,
            name.valid_from,
            name.valid_until,
        )
        self._readings.setdefault(fold(name.text), []).append(reading)

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
            fit = tuple(r for r in readings if r.language in languages and _case_fits(r, written))
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


@lru_cache(maxsize=4)
def automaton_of(gazetteer: Gazetteer) -> NameAutomaton:
    """Give the automaton of a gazetteer, built on first use in a process and kept with it."""
    return NameAutomaton(gazetteer)
