"""Words and their classes: what ``kg/facts/words`` says about a word, in one language."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import BrokenTable
from kg.kept import Shelves, code, key_of, shelved

FOLDER = Path(__file__).resolve().parents[1] / "words"
_NONE: frozenset[str] = frozenset()
#: Keys of what is no word: all sets of classes, and before a class the fixed phrases of it.
_NO_WORD = "\t"
_SETS, _PHRASES = "\tsets", "\tphrases "
#: What there is to say of a word that no table has.
_UNKNOWN: tuple[int | None, dict[str, str], list[tuple[str, ...]]] = (None, {}, [])


class Word(NamedTuple):
    """One row of a table of words: a word or fixed phrase, its class, and a value whose meaning the class gives."""

    text: str
    word_class: str
    value: str


class WordClass(NamedTuple):
    """A class of words; ``any_case`` where a word of it may be written with a small or a capital letter."""

    name: str
    any_case: bool
    meaning: str


class Lexicon:
    """The words of one language.

    :param language: two-letter tag
    :param entries: what :func:`_entries` says of each word or fixed phrase, in parts
    """

    def __init__(self, language: str, entries: Shelves) -> None:
        self.language = language
        self._entries = entries
        self._sets: tuple[frozenset[str], ...] = entries.get(_SETS) or ()
        self._entry = lru_cache(maxsize=65536)(self._look_up)

    def _look_up(self, text: str) -> tuple[frozenset[str], dict[str, str], list[tuple[str, ...]]]:
        number, values, phrases = self._entries.get(text) or _UNKNOWN
        return (self._sets[number] if number is not None else _NONE), values, phrases

    def classes(self, text: str) -> frozenset[str]:
        """List the classes of a word or fixed phrase as written; empty for an unknown one."""
        return self._entry(text)[0]

    def value(self, text: str, word_class: str) -> str:
        """Give the value of a word in a class; empty if it has none."""
        return self._entry(text)[1].get(word_class, "")

    def phrases(self, first: str) -> list[tuple[str, ...]]:
        """List what may follow a first word to make a fixed phrase, the longest first."""
        return self._entry(first)[2]

    def phrases_of(self, word_class: str) -> tuple[str, ...]:
        """List the fixed phrases of a class, in every way of writing them."""
        found: tuple[str, ...] = self._entries.get(f"{_PHRASES}{word_class}") or ()
        return found

    def all_words(self) -> frozenset[str]:
        """List all words, in every way of writing them."""
        entries = self._entries.all()
        return frozenset(text for text, entry in entries.items() if text[0] != _NO_WORD and entry[0] is not None)


def _entries(words: Iterable[Word]) -> dict[str, Any]:
    """Say of each word the number of its set of classes, its values by class, and what may follow it in a phrase."""
    classes: dict[str, frozenset[str]] = {}
    values: dict[str, dict[str, str]] = {}
    for word, text in ((each, text) for each in words for text in _ways_of_writing(each)):
        classes[text] = classes.get(text, _NONE) | {word.word_class}
        if word.value:
            values.setdefault(text, {}).setdefault(word.word_class, word.value)
    rests, of_class = _phrases(classes)
    sets = {found: number for number, found in enumerate(dict.fromkeys(classes.values()))}
    of_words = {
        text: (
            sets.get(classes.get(text, _NONE)),
            values.get(text, {}),
            sorted(rests.get(text, ()), key=len, reverse=True),
        )
        for text in classes | rests
    }
    return {**of_words, **of_class, _SETS: tuple(sets)}


def _phrases(classes: Mapping[str, frozenset[str]]) -> tuple[dict[str, list[tuple[str, ...]]], dict[str, list[str]]]:
    """List what may follow each first word of a fixed phrase, and the phrases of each class."""
    rests: dict[str, list[tuple[str, ...]]] = {}
    of_class: dict[str, list[str]] = {}
    for text, found in classes.items():
        first, *rest = text.split(" ")
        if rest:
            rests.setdefault(first, []).append(tuple(rest))
            for word_class in found:
                of_class.setdefault(f"{_PHRASES}{word_class}", []).append(text)
    return rests, of_class


def _ways_of_writing(word: Word) -> tuple[str, ...]:
    forms, text, any_case = [word.text], word.text, word_classes()[word.word_class].any_case
    if any_case:
        forms += [text[:1].upper() + text[1:], text.lower()]
    if any(char.isupper() for char in text) and len(text) > 1:
        forms.append(text.upper())
    return tuple(dict.fromkeys(forms))


@cache
def word_classes() -> dict[str, WordClass]:
    """Read ``classes.csv``: the classes that tables of words and patterns may use, by name.

    >>> word_classes()["title"].meaning
    'form of address or rank before a name'
    """
    rows = _rows(FOLDER / "classes.csv", ("class", "case", "meaning"))
    return {row[0]: WordClass(row[0], row[1] == "any", row[2]) for row in rows}


@cache
def lexicon(language: str) -> Lexicon:
    """Read the words of a language.

    :param language: two-letter tag; a language without a folder has no words
    :raises BrokenTable: if a row has a wrong number of cells, an empty word or an unknown class, or stands twice

    >>> sorted(lexicon("en").classes("Archbishop")), lexicon("en").value("Mrs.", "title")
    (['title'], 'f')
    """
    key = key_of(*code("facts"))
    return Lexicon(language, shelved(f"lexicon-{language}", key, lambda: _entries(read_words(language))))


def read_words(language: str) -> Iterator[Word]:
    """Read all rows of a language's tables; the forms of a verb follow from its row in ``verbs.csv``."""
    for path in sorted((FOLDER / language).glob("*.csv")):
        if path.stem == "verbs":
            yield from _verbs(path)
            continue
        for row in _rows(path, ("word", "class", "value", "note")):
            yield Word(row[0], _known(path, row[1]), row[2])


def _verbs(path: Path) -> Iterator[Word]:
    """Give the forms of verbs: each has the class of its row, and that of its form (``verb-ed``)."""
    for row in _rows(path, ("verb", "class", "value", "past", "note")):
        for form, text in forms_of(row[0], row[3]):
            yield Word(text, _known(path, row[1]), row[2])
            yield Word(text, form, "")


def forms_of(verb: str, past: str = "") -> Iterator[tuple[str, str]]:
    """Give the forms of an English verb.

    :param verb: its base form, with what belongs to it: ``call on``
    :param past: past tense and past participle, joined by a space, where no rule gives them

    >>> [text for _, text in forms_of("urge")]
    ['urge', 'urges', 'urged', 'urging']
    >>> [text for _, text in forms_of("say", "said")]
    ['say', 'says', 'said', 'saying']
    """
    head, _, tail = verb.partition(" ")
    tail = f" {tail}" if tail else ""
    yield "verb-base", head + tail
    yield "verb-s", _with_s(head) + tail
    for text in dict.fromkeys(past.split() or [_with_ed(head)]):
        yield "verb-ed", text + tail
    yield "verb-ing", _with_ing(head, past) + tail


def _with_s(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"


def _with_ed(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


def _with_ing(verb: str, past: str) -> str:
    if past and past.endswith("ed") and len(past) == len(verb) + 3:
        return f"{past[:-2]}ing"  # Doubled: regret, regretted, regretting.
    if verb in ("meet", "say", "see") or not verb.endswith("e") or verb.endswith("ee"):
        return f"{verb}{verb[-1]}ing" if verb in ("get", "put", "let") else f"{verb}ing"
    return f"{verb[:-1]}ing"


def _known(path: Path, word_class: str) -> str:
    if word_class not in word_classes():
        raise BrokenTable(f"{path.name}: class {word_class!r} is not in classes.csv; add it there, or correct it here")
    return word_class


def _rows(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    import csv  # for what is not kept yet

    with path.open(encoding="utf-8", newline="") as handle:
        head, *rows = list(csv.reader(handle))
    if tuple(head) != columns:
        raise BrokenTable(f"{path.name}, row 1: columns are {', '.join(head)}; write {', '.join(columns)}")
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns) or not row[0].strip():
            raise BrokenTable(f"{path.name}, row {number}: {row!r} needs {len(columns)} cells, the first not empty")
        if (row[0], row[1]) in seen:
            raise BrokenTable(f"{path.name}, row {number}: {row[0]!r} is {row[1]!r} twice; remove one row")
        seen.add((row[0], row[1]))
    return rows
