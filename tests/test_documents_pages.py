"""Stage 2 over the sample pages: each gives what ``pages-expected.json`` says, and nothing of the menu."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.documents import parse
from kg.model import Document, Page, Unreadable
from kg.sources import read
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data"
EXPECTED: list[dict[str, Any]] = json.loads((DATA / "pages-expected.json").read_text(encoding="utf-8"))
FRAME = ("Andorra", "San Marino", "Finland –", "2025", "Stay informed", "Share on")


@cache
def pages() -> dict[tuple[str, int], Page | Unreadable]:
    return {(Path(page.source).name, page.offset): page for page in read(DATA / "pages")}


def found(case: dict[str, Any]) -> Document | Unreadable:
    page = pages()[case["file"], case.get("line", 0)]
    assert isinstance(page, Page)
    return parse(page)


def name(case: dict[str, Any]) -> str:
    return f"{case['file']}:{case.get('line', 0)}"


def printed(document: Document) -> dict[str, Any]:
    return {
        "key": document.key,
        "title": document.title.value,
        "kind": document.kind,
        "language": document.language,
        "issued": document.issued.value if document.issued else None,
        "evidence": document.issued.evidence if document.issued else None,
        "dateline": document.dateline.value if document.dateline else None,
        "places": [place.value for place in document.places],
        "sources": [source.value for source in document.sources],
        "fields": [one.value for one in document.fields_of_work],
    }


READABLE = [case for case in EXPECTED if "refused" not in case]


def test_every_sample_page_has_its_expectation() -> None:
    assert len(EXPECTED) == len(pages()) == 33
    assert all(isinstance(page, Page) for page in pages().values())


@pytest.mark.parametrize("case", READABLE, ids=name)
def test_a_sample_page_gives_what_is_printed_on_it(case: dict[str, Any]) -> None:
    document = found(case)
    assert isinstance(document, Document)
    got = printed(document)
    assert {key: got[key] for key in got if key in case} == {key: case[key] for key in got if key in case}


@pytest.mark.parametrize("case", READABLE, ids=name)
def test_notes_of_a_sample_page_tell_what_is_odd_and_nothing_else(case: dict[str, Any]) -> None:
    document = found(case)
    assert isinstance(document, Document)
    assert len(document.notes) == len(case["notes"]), document.notes
    assert all(word in note for word, note in zip(case["notes"], document.notes, strict=True))


@pytest.mark.parametrize("case", READABLE, ids=name)
def test_nothing_of_the_frame_is_in_the_text_of_a_sample_page(case: dict[str, Any]) -> None:
    document = found(case)
    assert isinstance(document, Document)
    assert [word for word in FRAME if word in document.text] == []


@pytest.mark.parametrize("case", READABLE, ids=name)
def test_every_span_of_a_sample_page_covers_its_value(case: dict[str, Any]) -> None:
    document = found(case)
    assert isinstance(document, Document)
    values = [document.title, document.dateline, *document.places, *document.sources, *document.fields_of_work]
    for value in values:
        if value and value.evidence != "metadata":
            assert value.span is not None
            assert document.text[value.span.start : value.span.end] == value.value


def test_the_page_that_is_only_a_menu_is_refused_in_one_line() -> None:
    (case,) = (case for case in EXPECTED if "refused" in case)
    refusal = found(case)
    assert isinstance(refusal, Unreadable)
    assert refusal.reason == case["refused"]
    assert "\n" not in refusal.reason + refusal.remedy
