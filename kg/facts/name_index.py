"""All names of a gazetteer by their first words, so that a text is searched once, and few of them are read for it.

Text and names are compared folded: lower case, plain spaces, straight apostrophes and hyphens, character by
character, so that offsets never move. Case is then checked name by name.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from kg.facts.tables import entries, terms
from kg.facts.variants import inflected, respelled, spelled_out, variants
from kg.kept import Shelves, code, key_of, shelved
from kg.reference.gazetteer import Gazetteer
from kg.regexes import late

_FOLDS = {ord(char): "'" for char in "’‘ʼ`´"}
_FOLDS |= {ord(char): "-" for char in "‐‑‒–"}
_FOLDS |= {ord(char): " " for char in "\t\u00a0\u2007\u2009\u200a\u202f\u3000"}
_FOLDS |= {ord("İ"): "i", ord("ẞ"): "ß"}
_TO_FOLD = late(f"[{''.join(map(chr, _FOLDS))}]")
#: A word, or a character between words.
_PIECE = late(r"[\w\u0300-\u036f]+|.", re.DOTALL)
#: A word and what follows it after one character, or a character between words.
_BEGINNING = late(r"([\w\u0300-\u036f]+|.)(?:(?<=[\w\u0300-\u036f])[^\w\u0300-\u036f][\w\u0300-\u036f]+)?", re.DOTALL)
#: The key of all first pieces in the index, which is none itself.
_ALL = "\t\t"
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


class NameIndex:
    """Finds every name of a gazetteer in a text in one pass.

    :param entries: what :func:`_indexed` gives, in parts
    """

    def __init__(self, entries: Shelves) -> None:
        self._entries = entries
        self._first: frozenset[str] = entries.get(_ALL) or frozenset()

    def hits(self, text: str, language: str) -> list[Hit]:
        """Find the names in a text: longest match, whole words, in English or the text's language.

        :param text: any text
        :param language: BCP 47 tag of the text
        :returns: hits in order of start, none overlapping another
        """
        spoken = ("en", language.partition("-")[0].lower())
        folded, hits, end = fold(text), [], 0
        for piece in _PIECE.finditer(folded):
            if piece[0] not in self._first or piece.start() < end:
                continue
            if hit := self._longest(text, folded, piece.start(), spoken):
                hits.append(hit)
                end = hit.end
        return hits

    def _longest(self, text: str, folded: str, start: int, languages: tuple[str, str]) -> Hit | None:
        if start and is_word(text[start - 1]):
            return None
        for name, readings in self._beginning(folded, start):
            end = start + len(name)
            if not folded.startswith(name, start) or (end < len(text) and is_word(text[end])):
                continue
            written = text[start:end]
            fit = tuple(r for r in map(Reading._make, readings) if r.language in languages and _case_fits(r, written))
            if fit:
                return Hit(start, end, fit)
        return None

    def _beginning(self, folded: str, start: int) -> Iterator[tuple[str, tuple[tuple[Any, ...], ...]]]:
        """Give the names that begin with the two words at an offset, the longest first, then those with the first."""
        if words := _BEGINNING.match(folded, start):
            for key in dict.fromkeys((words[0], words[1])):
                yield from self._entries.get(key) or ()


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
def index_of(gazetteer: Gazetteer) -> NameIndex:
    """Give the index of a gazetteer, made on first use in a process; that of the register's own tables is kept."""
    if not gazetteer.key:
        return NameIndex(Shelves.of(_indexed(gazetteer)))
    key = key_of(gazetteer.key, *code("facts"))
    return NameIndex(shelved("names", key, lambda: _indexed(gazetteer)))


def _indexed(gazetteer: Gazetteer) -> dict[str, Any]:
    """List names by how they begin, the longest first, each folded and with its readings as plain values."""
    index: dict[str, Any] = {}
    first: set[str] = set()
    for name, readings in sorted(_gathered(gazetteer).items(), key=lambda item: -len(item[0])):
        if words := _BEGINNING.match(name):
            index.setdefault(words[0], []).append((name, readings))
            first.add(words[1])
    return {**index, _ALL: frozenset(first)}


def _gathered(gazetteer: Gazetteer) -> dict[str, tuple[_Cells, ...]]:
    found: dict[str, dict[_Cells, None]] = {}
    written = tuple(variants(gazetteer.base))
    others = (*written, *spelled_out(written), *inflected(gazetteer.base), *respelled(gazetteer.names))
    for name in (*gazetteer.names, *others):
        if name.form != "demonym" or name.text not in terms("people_nouns"):
            found.setdefault(fold(name.text), {})[tuple(name)] = None
    for entry in entries("masks"):
        target = f"{gazetteer.base}id/{entry.value}" if entry.value else ""
        reading = Reading(entry.term, target, _MASK, "name", "en", False, None, entry.note or None)
        found.setdefault(fold(entry.term), {})[tuple(reading)] = None
    return {key: tuple(readings) for key, readings in found.items()}
