"""The expressions that find names in a document: each finds what its example marks."""

import re
from pathlib import Path

import pytest

from kg.errors import BrokenTable
from kg.facts import expressions
from kg.facts.expressions import any_of, rows, written
from kg.facts.tables import Entry, entries

#: What rows take from the caller, as it is in the examples.
WORDS = {"heads": any_of(["OSZE-Mission", "Mission", "PA"]), "place": written("place of a list")}


@pytest.mark.filterwarnings("error::FutureWarning")
@pytest.mark.parametrize("row", entries("expressions"), ids=lambda row: row.term)
def test_an_expression_finds_what_its_example_marks(row: Entry) -> None:
    before, marked, after = re.split("[«»]", row.note)
    found = re.search(written(row.term, **WORDS), before + marked + after)
    assert found is not None
    assert found.span() == (len(before), len(before) + len(marked))


def test_a_space_is_of_either_kind_alone_and_in_a_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "rows", lambda: {"x": r"a b[c \]]"})
    for space in " \u00a0":
        assert re.fullmatch(written("x"), f"a{space}b{space}")
        assert re.fullmatch(written("x"), f"a{space}b]")


def test_a_row_that_takes_what_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "rows", lambda: {"x": "a {loom names}"})
    with pytest.raises(BrokenTable, match=r"expressions\.csv: \{loom names\} is neither a row nor a lexicon"):
        written("x")


def test_every_row_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in Path(expressions.__file__).parent.rglob("*.py"))
    taken = " ".join(rows().values())
    forms = [name for name in rows() if name.startswith("operation, ")]
    ahead = {f"before an {name}" for name in forms}
    assert forms
    unused = [name for name in rows() if f'"{name}"' not in code and f"{{{name}}}" not in taken]
    assert [name for name in unused if name not in {*forms, *ahead}] == []
