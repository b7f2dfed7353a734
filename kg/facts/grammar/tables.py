"""The tables of patterns: TOML files, one a stage, that a person edits without reading code."""

from collections.abc import Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import BrokenTable
from kg.facts.grammar.alphabet import Alphabet
from kg.facts.grammar.elements import WORD
from kg.facts.grammar.language import Pattern, classes_in, expand, names_in, words_in
from kg.facts.grammar.lexicon import FOLDER as WORDS
from kg.facts.grammar.lexicon import Lexicon, lexicon, word_classes
from kg.facts.grammar.needs import required
from kg.facts.grammar.stage import Stage
from kg.kept import Shelves, code, key_of, shelved

FOLDER = Path(__file__).resolve().parents[1] / "patterns"
_KEYS = frozenset({"name", "match", "example", "reads", "title", "source", "date", "kind", "note", "language"})
#: Patterns of the languages that have words but no patterns of their own.
_OTHER = "other"
LANGUAGES = tuple(sorted(path.name for path in WORDS.iterdir() if path.is_dir()))


class Row(NamedTuple):
    """One pattern as written: its name, stage, text, an example sentence and what the example reads."""

    name: str
    stage: str
    match: str
    kind: str
    example: str
    reads: tuple[str, ...]
    title: str
    source: str
    date: str
    language: str


class Grammar:
    """The words and patterns of one language, and the alphabet that joins them.

    :param words: those that patterns name, in small letters
    :param patterns: the stage, kind and pattern of each row, in the order of the tables
    """

    def __init__(
        self, words: frozenset[str], lexicon: Lexicon, alphabet: Alphabet, patterns: Sequence[tuple[str, str, Pattern]]
    ) -> None:
        self.words, self.lexicon, self.alphabet, self._patterns = words, lexicon, alphabet, patterns
        self.kinds = {pattern.name: kind for _, kind, pattern in patterns}
        of_stages: dict[str, list[Pattern]] = {}
        for stage, _, pattern in patterns:
            of_stages.setdefault(stage, []).append(pattern)
        self.stages = {stage: Stage(of_stage) for stage, of_stage in of_stages.items()}
        self._ways: dict[str, frozenset[str]] = {}

    @property
    def rows(self) -> Sequence[Row]:
        """The patterns as written."""
        return _read(self.lexicon.language)[0]

    @cached_property
    def shares_patterns(self) -> bool:
        """Tell whether the language has the patterns of several, with which less is read than with its own."""
        return not (FOLDER / self.lexicon.language).is_dir()

    def classes(self, text: str) -> frozenset[str]:
        """Give a word's classes, and the word itself as a class if a pattern names it."""
        classes, word = self.lexicon.classes(text), text.casefold()
        return classes | {WORD + word} if word in self.words else classes

    def ways(self, pattern: str) -> frozenset[str]:
        """Give the words of a pattern's kind."""
        found = self._ways.get(pattern)
        if found is None:
            found = self._ways[pattern] = frozenset(self.kinds[pattern].split())
        return found

    def parts(self) -> tuple[object, ...]:
        """Give what :meth:`restored` takes, as plain values."""
        patterns = [(stage, kind, pattern.name, pattern.needs) for stage, kind, pattern in self._patterns]
        return (self.words, self.lexicon.language, self.alphabet.parts(), patterns)

    @staticmethod
    def restored(parts: Any) -> "Grammar":
        """Make a grammar of what :meth:`parts` gave; patterns are read again when one is to be compiled."""
        words, language, of_alphabet, patterns = parts
        alphabet, text = Alphabet(*of_alphabet), partial(_text, language)
        made = [(stage, kind, Pattern(name, text, alphabet, needs)) for stage, kind, name, needs in patterns]
        return Grammar(words, lexicon(language), alphabet, made)

    def stage(self, name: str) -> Stage:
        """Give the patterns of a stage in the order of their table; none if the language lacks the stage."""
        return self.stages.get(name, _EMPTY)


_EMPTY = Stage(())


@cache
def grammar(language: str) -> Grammar:
    """Read the grammar of a language.

    :param language: two-letter tag of a folder of ``kg/facts/words``; without a folder of its own in
        ``kg/facts/patterns`` it has the patterns of ``other``, which it shares
    :raises BrokenTable: if a table has an unknown key or class, a pattern without a name, or a name or definition twice
    """
    texts = _written(language)
    for name, text in texts.items():
        _refuse_unknown(name, text)
    named = frozenset().union(*map(words_in, texts.values()))
    alphabet = Alphabet(tuple(sorted(frozenset().union(*map(names_in, texts.values())))))
    patterns = [
        (row.stage, row.kind, Pattern(row.name, texts[row.name], alphabet, _needs(texts[row.name], alphabet)))
        for row in _read(language)[0]
    ]
    return Grammar(named, lexicon(language), alphabet, patterns)


def _text(language: str, name: str) -> str:
    text: str = _texts(language).get(name)
    return text


@cache
def _texts(language: str) -> Shelves:
    """Give the patterns of a language by name, definitions put in, one by one when asked for."""
    key = key_of(*code("facts"))
    return shelved(f"texts-{language}", key, lambda: _written(language))


def _written(language: str) -> dict[str, str]:
    rows, definitions = _read(language)
    return {row.name: expand(row.match, definitions, row.name) for row in rows}


def _needs(text: str, alphabet: Alphabet) -> tuple[int, ...]:
    return tuple(sum(map(alphabet.need, needs)) for needs in required(text))


@cache
def _read(language: str) -> tuple[list[Row], dict[str, str]]:
    """Read the rows of a language's tables, and its definitions."""
    import tomllib  # for what is not kept yet

    folder = FOLDER / language if (FOLDER / language).is_dir() else FOLDER / _OTHER
    definitions: dict[str, str] = {}
    rows: list[Row] = []
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        _define(definitions, table.get("define", {}), path)
        rows += [_row(path, row) for row in table.get("pattern", [])]
    _refuse_doubles(rows)
    return rows, definitions


def _define(definitions: dict[str, str], more: dict[str, str], path: Path) -> None:
    """Add a table's definitions to those of the others, which all tables of a language share."""
    if twice := definitions.keys() & more.keys():
        raise BrokenTable(
            f"{path.name}: {', '.join(sorted(twice))} defined in another table too; rename it, or drop one"
        )
    definitions |= more


def _row(path: Path, row: dict[str, Any]) -> Row:
    if not row.get("name") or not row.get("match") or (unknown := set(row) - _KEYS):
        keys = ", ".join(sorted(unknown)) if row.get("name") and row.get("match") else "no name or no match"
        raise BrokenTable(f"{path.name}, pattern {row.get('name', '')!r}: {keys}; keys are {', '.join(sorted(_KEYS))}")
    return Row(
        name=row["name"],
        stage=path.stem,
        match=row["match"],
        kind=row.get("kind", ""),
        example=row.get("example", ""),
        reads=tuple(row.get("reads", ())),
        title=row.get("title", ""),
        source=row.get("source", ""),
        date=row.get("date", ""),
        language=row.get("language", ""),
    )


def _refuse_doubles(rows: list[Row]) -> None:
    names = [row.name for row in rows]
    for name in names:
        if names.count(name) > 1:
            raise BrokenTable(f"pattern {name!r} is defined {names.count(name)} times; rename one")


def _refuse_unknown(name: str, text: str) -> None:
    unknown = classes_in(text) - set(word_classes())
    if unknown:
        raise BrokenTable(f"pattern {name!r}: no class {', '.join(sorted(unknown))}; see words/classes.csv")
