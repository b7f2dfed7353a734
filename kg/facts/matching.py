"""One pass over a text for every name of the gazetteer (Aho-Corasick), with word boundaries and case rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick

from kg.reference.gazetteer import Gazetteer, Name


@dataclass(frozen=True, slots=True)
class Match:
    """A span that reads like some names, which differ in what they denote; longest first come the names as listed."""

    start: int
    end: int
    names: tuple[Name, ...]


def lowered(text: str) -> str:
    """Lower a text without moving an offset: characters whose lower case is longer stay as they are.

    >>> len(lowered("İzmir")), lowered("VIENNA")
    (5, 'vienna')
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=64)
def _automaton(gazetteer: Gazetteer, language: str) -> ahocorasick.Automaton:
    by_key: dict[str, list[Name]] = {}
    for name in gazetteer.names:
        if name.language in (language, "en") and (name.language == language or name.exact_case or language == "en"):
            by_key.setdefault(lowered(name.text), []).append(name)
    automaton = ahocorasick.Automaton()
    for key, names in by_key.items():
        automaton.add_word(key, (len(key), tuple(names)))
    automaton.make_automaton()
    return automaton


def find_matches(text: str, gazetteer: Gazetteer, language: str) -> Iterator[Match]:
    """Find the names in a text, leftmost and longest first, none overlapping another.

    :param text: any text; offsets are in code points
    :param language: BCP 47 primary subtag of the text; names in that language are matched, and abbreviations
    """
    automaton = _automaton(gazetteer, language)
    if not len(automaton):
        return
    found: list[Match] = []
    for last, (length, names) in automaton.iter(lowered(text)):
        start, end = last + 1 - length, last + 1
        if not _bounded(text, start, end):
            continue
        written = text[start:end]
        fitting = tuple(name for name in names if _case_fits(name, written))
        if fitting:
            found.append(Match(start, end, fitting))
    found.sort(key=lambda match: (match.start, -match.end))
    reached = 0
    for match in found:
        if match.start >= reached:
            reached = match.end
            yield match


def _bounded(text: str, start: int, end: int) -> bool:
    before = start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")
    return before and (end == len(text) or not (text[end].isalnum() or text[end] == "_"))


def _case_fits(name: Name, written: str) -> bool:
    if written == name.text:
        return True
    if name.exact_case:
        return False
    return written == name.text.upper() or (written[0].isupper() and written[1:] == name.text[1:])
