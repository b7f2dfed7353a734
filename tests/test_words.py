"""Plain English: habits that messages, help and documentation must not fall into, and links that lead somewhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

#: What not to write → what to write instead. Each is a habit that readers stumbled over.
HABITS = {
    r"(?<!there )\b(is|are|be) none\b(?! of (the|them|these|those)\b)": "is not one; say what it is not",
    r"(?<!there )\b(is|are) no (?!longer\b|more\b|wider\b|less\b|different\b)": "is not a …",
    r"\b(tells?|told)\b": "says, reports, shows, distinguishes",
    r"\b(stands|stand|lies)\b(?! (for|in until|in and|in for|behind|side)\b)": "is",
    r"\bhands full\b": "busy",
    r"\bfor want of\b": "for lack of",
    r"\bparted by\b": "separated by",
    r"\bwhatever number of\b": "however many",
}
#: Pages that `make context` writes from the ontology: their words are changed there.
GENERATED = {ROOT / "docs" / "reference" / f"{name}.md" for name in ("ontology", "concepts", "questions")}
DOCS = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")} - GENERATED)
CODE = sorted(path for name in ("kg", "endpoint") for path in (ROOT / name).rglob("*.py"))
SHAPES = sorted((ROOT / "shapes").glob("*.ttl"))


def habits(text: str) -> list[str]:
    """List the habits that a text falls into, each with the words around it."""
    found = (
        (re.search(rf".{{0,40}}(?:{habit}).{{0,30}}", text, re.IGNORECASE), better) for habit, better in HABITS.items()
    )
    return [f"{match[0]!r}: write {better!r}" for match, better in found if match]


def messages(path: Path) -> Iterator[str]:
    """Yield every text of a module that a user may see: string literals with a space in them, docstrings apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    firsts = [node.body[0] for node in ast.walk(tree) if isinstance(node, documented) and node.body]
    docstrings = {id(first.value) for first in firsts if isinstance(first, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if " " in node.value:
                yield " ".join(node.value.split())


def test_the_list_of_habits_catches_what_it_is_for() -> None:
    bad = (
        "'x' is no release: name a folder",
        "its lexical form is none of its datatype",
        "the contradictions are told on standard error",
        "release 12 stands in out",
        "the store behind this endpoint has all hands full",
        "perhaps for want of memory",
    )
    good = "there is no graph 'x'", "it is no longer an overlap", "osce: stands for the terms", "none of the files"
    assert [text for text in bad if not habits(text)] == []
    assert [text for text in good if habits(text)] == []


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_messages_of_a_module_are_in_plain_english(path: Path) -> None:
    assert [habit for message in messages(path) for habit in habits(message)] == []


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.name)
def test_the_messages_of_shapes_are_in_plain_english(path: Path) -> None:
    said = re.findall(r'sh:message "([^"]+)"', path.read_text(encoding="utf-8"))
    assert [habit for message in said for habit in habits(message)] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_of_the_documentation_is_in_plain_english(path: Path) -> None:
    prose = re.sub(
        r"```.*?```|^    .*?$|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    assert [habit for paragraph in prose.split("\n\n") for habit in habits(" ".join(paragraph.split()))] == []


def test_every_page_that_code_refers_to_exists() -> None:
    refers = {
        (path.relative_to(ROOT).as_posix(), page)
        for path in [*CODE, *sorted((ROOT / "bench").rglob("*.py")), *DOCS]
        for page in re.findall(r"\bdocs/[\w/.-]+\.(?:md|rq)\b", path.read_text(encoding="utf-8"))
    }
    assert len(refers) > 10
    assert sorted((path, page) for path, page in refers if not (ROOT / page).exists()) == []
