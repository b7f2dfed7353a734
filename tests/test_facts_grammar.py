"""Patterns are matched by few letters and only where they may fit, and find what a plain match of the whole finds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BrokenTable
from kg.facts.grammar import tables
from kg.facts.grammar.alphabet import Alphabet
from kg.facts.grammar.language import Pattern, names_in
from kg.facts.grammar.line import Line, Match, Unit
from kg.facts.grammar.needs import required
from kg.facts.grammar.stage import Stage

_WRITTEN = (
    'who:name "," ("the")? role:role',
    'verb:("met" | "saw" adverb) unless(stop | quote) any',
    'start who:(name | role){1,2} (unless("the" | stop) any){0,3} verb:verb',
    '(who:name ",")* who:name ("and" who:name)?',
    "after(name) !stop+ then(role | end)",
    'not-after("the") role:role !role? end',
    '(once(("," | "and")? name "and"?))* who:role',
    '(once("," name role?))* ("," name)? role',
    "name?",
)
_CLASSES = ("name", "role", "verb", "adverb", "stop", "quote", "=the", "=and", "=,", "=met", "=saw", "unnamed")
_LOOKS = {"then(": "(?=", "unless(": "(?!", "after(": "(?<=", "not-after(": "(?<!", "once(": "(?>"}
_LINES = st.lists(st.frozensets(st.sampled_from(_CLASSES), max_size=3), max_size=12)
_ALPHABET = Alphabet(tuple(sorted(frozenset().union(*map(names_in, _WRITTEN)))))
_STAGE = Stage(
    [
        Pattern(text, text, _ALPHABET, tuple(sum(map(_ALPHABET.need, needs)) for needs in required(text)))
        for text in _WRITTEN
    ]
)
Found = list[tuple[int, int, list[tuple[str, int, int]]]]


def _plain(pattern: str, units: list[frozenset[str]]) -> re.Pattern[str]:
    """Write a pattern with a letter for each place of a line, and no classes of letters."""

    def put(element: re.Match[str]) -> str:
        word, look, capture, name = element["word"], element["look"], element["capture"], element["name"]
        if look or capture:
            return _LOOKS[look] if look else f"(?P<{capture}__{element.start()}>"
        if name in ("start", "end", "any"):
            return {"start": r"\A", "end": r"\Z", "any": "."}[name]
        has = [("=" + word[1:-1] if word else name) in classes for classes in units]
        letters = "".join(chr(ord("a") + at) for at, is_so in enumerate(has) if is_so != bool(element["no"]))
        return f"[{letters}]" if letters else r"[^\s\S]"

    single = re.sub(r"(\w+):([a-z-]+|\"[^\"]+\")", r"\1:(\2)", pattern)
    element = r'(?P<no>!)?(?:(?P<word>"[^"]+")|(?P<look>[a-z-]+\()|(?P<capture>\w+):\(|(?P<name>[a-z-]+))'
    return re.compile(re.sub(element, put, single).replace(" ", ""))


def _spans(found: re.Match[str]) -> list[tuple[str, int, int]]:
    named = [(name.partition("__")[0], *found.span(name)) for name in found.re.groupindex if found.start(name) >= 0]
    return sorted(named, key=lambda span: span[1:])


def _everywhere(regex: re.Pattern[str], size: int) -> Iterator[re.Match[str]]:
    text, at = "".join(chr(ord("a") + place) for place in range(size)), 0
    while at < size and (found := regex.search(text, at)):
        yield found
        at = found.start() + 1


def _as_found(matches: Iterator[Match[int]]) -> Found:
    return [(match.begin, match.end, list(match.captured)) for match in matches]


@settings(max_examples=60, deadline=None)
@given(units=_LINES)
def test_a_line_is_searched_as_plainly_with_every_set_of_classes_that_comes_up(units: list[frozenset[str]]) -> None:
    line = Line([Unit(at, at + 1, "", classes, at) for at, classes in enumerate(units)], _ALPHABET)
    fitting = line.fitting(_STAGE)
    for pattern in _STAGE:
        plain = [(m.start(), m.end(), _spans(m)) for m in _everywhere(_plain(pattern.written, units), len(units))]
        assert _as_found(line.search(pattern)) == plain
        assert pattern in fitting or not plain


@settings(max_examples=60, deadline=None)
@given(units=_LINES)
def test_a_scan_takes_the_first_pattern_that_fits_at_each_place(units: list[frozenset[str]]) -> None:
    line = Line([Unit(at, at + 1, "", classes, at) for at, classes in enumerate(units)], _ALPHABET)
    found, at = [], 0
    regexes = [(pattern, _plain(pattern.written, units)) for pattern in _STAGE]
    text = "".join(chr(ord("a") + place) for place in range(len(units)))
    while at < len(units):
        fitting = [(p.name, m) for p, regex in regexes if (m := regex.match(text, at)) and m.end() > at]
        if fitting:
            found.append((fitting[0][0], at, fitting[0][1].end()))
        at = fitting[0][1].end() if fitting else at + 1
    assert [(match.pattern, match.begin, match.end) for match in line.scan(_STAGE)] == found


@pytest.mark.parametrize("number", [2, 300])
def test_a_pattern_knows_more_sets_of_classes_than_one_byte_counts(number: int) -> None:
    words = [f"={at:03}" for at in range(number)]
    text = " | ".join(f'"{word[1:]}"' for word in words)
    alphabet = Alphabet(tuple(words))
    pattern = Pattern("some word", f"who:({text})", alphabet, (0,))
    line = Line([Unit(at, at + 1, "", frozenset({word}), at) for at, word in enumerate((*words, "else"))], alphabet)
    assert [match.begin for match in line.search(pattern)] == list(range(number))


def test_what_two_tables_define_is_refused_with_the_second_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xx").mkdir()
    for name in ("a", "b"):
        (tmp_path / "xx" / f"{name}.toml").write_text("[define]\nhome = 'state'\n", encoding="utf-8")
    monkeypatch.setattr(tables, "FOLDER", tmp_path)
    with pytest.raises(BrokenTable, match=r"^b\.toml: home defined in another table too; rename it, or drop one$"):
        tables._read("xx")  # no language that another test may have read


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_definition_is_used(language: str) -> None:
    rows, definitions = tables._read(language)
    written = " ".join((*definitions.values(), *(row.match for row in rows)))
    assert [name for name in definitions if f"<{name}>" not in written] == []
    assert definitions


def test_a_group_that_fits_once_captures_nothing() -> None:
    pattern = Pattern("list", 'who:once(name ",")', _ALPHABET, ())
    with pytest.raises(BrokenTable, match=r"^pattern 'who': once\( … \) captures nothing: write who:\(once\( … \)\)$"):
        pattern.prepared("")
