"""Every pattern reads its example, and every form of sentence is read as a careful reader reads it."""

import ast
import re
import tomllib
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from kg.facts import extract
from kg.facts.grammar.lexicon import lexicon, word_classes
from kg.facts.grammar.tables import LANGUAGES, Row, grammar
from kg.facts.scores import score_card
from kg.facts.tables import terms
from kg.iris import Iris
from kg.nquads import QuadWriter
from kg.reference.gazetteer import Gazetteer, Kind
from kg.release.quality import state_quality
from tests.conftest import ROOT
from tests.readings import readings, release
from tests.series import SEED

#: Modules that find names, beside those that read sentences.
_READING = ("disambiguation", "elliptical", "short_names", "tokens", "name_index")
FORMS = [
    (path.stem, form)
    for path in sorted((ROOT / "tests" / "data" / "forms").glob("*.toml"))
    for form in tomllib.loads(path.read_text(encoding="utf-8"))["form"]
]
ROWS = [
    (language, row)
    for language in LANGUAGES
    for row in grammar(language).rows
    if row.example and (row.language or "en") == language
]
#: Patterns that find phrases or confirm them: what is read in the end carries the name of another pattern.
SILENT = frozenset(
    (
        "phrases persons homes lists states agents subjects statements openings companions capitals colleges "
        "delegations strangers dropped credits groups denials assembled"
    ).split()
)


def _missing(reads: list[str], lines: list[str]) -> list[str]:
    return [wanted for wanted in reads if not any(line.startswith(wanted) for line in lines)]


@pytest.mark.parametrize(("language", "row"), ROWS, ids=[f"{language}: {row.name}" for language, row in ROWS])
def test_a_pattern_reads_its_example(language: str, row: Row, gazetteer: Gazetteer) -> None:
    more = {"date": row.date} if row.date else {}
    document = release(row.example, title=row.title or "Note", source=row.source, language=language, **more)
    found = list(readings(extract(document, gazetteer)))
    lines = [line for line, _ in found]
    wanted = [line for line in row.reads if not line.startswith("not ")]
    assert _missing(wanted, lines) == []
    assert not any(line.startswith(each[4:]) for each in row.reads if each.startswith("not ") for line in lines)
    if row.stage not in SILENT and row.kind != "none":
        assert row.name in {pattern for line, pattern in found if any(line.startswith(each) for each in wanted)}


def test_nearly_every_pattern_has_an_example() -> None:
    rows = [row for language in LANGUAGES for row in grammar(language).rows]
    bare = [row.name for row in rows if not row.example and row.stage not in {"agents", "subjects"}]
    assert bare == []


@pytest.mark.parametrize(("kind", "form"), FORMS, ids=[f"{kind}: {form['name']}" for kind, form in FORMS])
def test_a_form_of_sentence_is_read(kind: str, form: dict[str, Any], gazetteer: Gazetteer) -> None:
    more = {key: form[key] for key in ("title", "source", "date", "language") if key in form}
    lines = [line for line, _ in readings(extract(release(form["text"], **more), gazetteer))]
    assert _missing(form.get("reads", []), lines) == [], lines
    assert [line for line in lines if any(line.startswith(wrong) for wrong in form.get("not", []))] == []


#: How many words are between those behind which a form is cut off; ``make test-long`` cuts it behind each.
_APART = 12


@pytest.mark.parametrize("part", range(3))
def test_a_page_may_end_behind_any_word(part: int, gazetteer: Gazetteer) -> None:
    """A page that was cut off is read as far as it goes; every fact is within it."""
    cut = 0
    for at, (_, form) in list(enumerate(FORMS))[part::3]:
        words = form["text"].split(" ")
        for end in range(1, len(words)) if SEED else range(1 + at % _APART, len(words), _APART):
            document = release(" ".join(words[:end]).rstrip(" ¶"), language=form.get("language", "en"))
            facts = extract(document, gazetteer)
            spans = [each.span for each in facts.roles] + [each.span for each in facts.contacts]
            spans += [each.span for each in facts.quotations] + [each.span for each in facts.acts]
            assert all(0 <= span.start < span.end <= len(document.text) for span in spans), document.text
            cut += 1
    assert cut > 500


def test_the_score_card_is_part_of_the_description_of_a_release() -> None:
    out = QuadWriter(Iris().graph("meta"), Iris().base)
    state_quality(out, Iris(), Iris().thing("dataset", "osce-kg"))
    values = [line for line in out.lines if "/dqv#value>" in line]
    assert len(values) == len(score_card()) >= 14
    assert any("precision of roles read" in line for line in out.lines)


def test_there_are_forms_of_every_kind() -> None:
    kinds = [kind for kind, _ in FORMS]
    assert {kind: kinds.count(kind) >= 8 for kind in sorted(set(kinds))} == dict.fromkeys(
        ["acts", "contacts", "names", "quotations", "roles"], True
    )


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_words_with_capitals_are_nobody_in_a_language_with_few_tables(language: str, gazetteer: Gazetteer) -> None:
    text = "Xandorin Holm, OSCE Secretary General, Loomly Lant: «Wool.»"
    assert extract(release(text, language=language), gazetteer).persons == ()


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_who_is_named_holds_no_office_of_the_register_by_that(language: str, gazetteer: Gazetteer) -> None:
    text = "Asta Holm, OSCE Secretary General, Mme Asta Holm, Herr Ivo Lant: «Wool.»"
    found = extract(release(text, language=language), gazetteer)
    assert (found.roles, found.quotations) == ((), ())


def _lists(code: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Give the sets, tuples and lists of a module that hold nothing but texts, by line; not "a, b = one, two"."""
    assigned = (node for node in ast.walk(code) if isinstance(node, ast.Assign))
    pairs = {id(node.value) for node in assigned if isinstance(node.targets[0], ast.Tuple)}
    for node in ast.walk(code):
        if isinstance(node, ast.Set | ast.Tuple | ast.List) and node.elts and id(node) not in pairs:
            texts = [each.value for each in node.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if len(texts) == len(node.elts):
                yield node.lineno, texts


def _is_list_of_words(texts: list[str], own: set[str]) -> bool:
    """Tell words of a language from what the project calls things by: classes, stages, kinds, captures, acts."""
    known = any(text[:1].isalpha() and lexicon(language).classes(text) for text in texts for language in LANGUAGES)
    return known and not {word for text in texts for word in text.split()} <= own


def test_the_code_that_reads_has_no_list_of_words() -> None:
    rows = [row for language in LANGUAGES for row in grammar(language).rows]
    named = {name for row in rows for name in (row.stage, *row.kind.split(), *re.findall(r"([\w-]+):", row.match))}
    own = {*word_classes(), *named, *get_args(Kind), *terms("act_kinds")}
    facts = ROOT / "kg" / "facts"
    files = [*(facts / "reading").glob("*.py"), *(facts / f"{name}.py" for name in _READING)]
    lists = [(file.name, *each) for file in files for each in _lists(ast.parse(file.read_text(encoding="utf-8")))]
    assert len(lists) > 30
    assert not [each for each in lists if _is_list_of_words(each[2], own)], "put these words into kg/facts/words"


@pytest.mark.parametrize(
    ("code", "words"),
    [('A = frozenset({"both", "all"})', True), ('before == ["with", "by"]', True), ('A = {"act"}', False)],
)
def test_a_list_of_words_would_be_found(code: str, words: bool) -> None:
    assert [_is_list_of_words(texts, {"act"}) for _, texts in _lists(ast.parse(code))] == [words]
