"""Stage 2 over the sample pages: each gives what ``pages-expected.json`` says, and nothing of the menu."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.documents import parse, parse_all
from kg.documents.blocks import Block
from kg.documents.candidates import without_frame
from kg.documents.letterheads import names_site
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


def test_a_long_line_whose_sentence_goes_on_below_is_text_and_no_title() -> None:
    long = (
        "The Chairperson of the Valley Council, Minister Ada Sommer, said on August 6 that she had read with concern "
        "what the mayors of four towns wrote, and asked them to open the bridges and to do nothing by which a road"
    )
    below = (
        "could be closed, a message of the council said.",
        '"These bridges are a century old, and people cross them every day," she said. "One still sees the mill. "',
    )
    text = "\n".join(("Norway, Oslo, August 6 / Fjord N. Holm /", long, *below, "She will be back in May. " * 9))
    (found,) = parse_all(Page(source="a", content=text.encode(), media_type="text/plain"))
    assert isinstance(found, Document)
    assert found.title.evidence == "body"
    assert found.text.count(long) == 1


def test_a_release_that_another_body_passes_on_is_one_document_without_its_cover() -> None:
    text = (
        "Press release issued by the Valley Assembly\n\nVIENNA, 3 March 2010 - The following is a press release "
        "issued by the Valley Assembly today. Its views are its own.\n{title}\n"
        "OSLO, 3 March 2010 - {body}\nIt meets again in May."
    )
    title, body = (
        "Assembly opens a reading room",
        "The Valley Assembly opened a reading room for all who live in the valley.",
    )
    (found,) = parse_all(
        Page(source="a", content=text.format(title=title, body=body).encode(), media_type="text/plain")
    )
    assert isinstance(found, Document)
    assert found.title.value == title
    assert found.text.startswith(f"{title}\nOSLO, 3 March 2010 - {body}")
    assert found.issued is not None
    assert found.issued.value == "2010-03-03"


@pytest.mark.timeout(30)
@pytest.mark.parametrize("line", ["Ambassador " + "A" * 4_000, "Ambassador " + "Aa" * 2_000 + ", Gardener"])
def test_a_hostile_line_is_compared_with_the_holder_of_an_office_at_once(line: str) -> None:
    holder = Block("Ambassador Ada Sommer, Head of the Valley Office")
    blocks = [Block(line), holder, Block("Talks held in the valley")]
    assert without_frame(blocks, [0, 1, 2], None) == [0, 2]


@pytest.mark.timeout(30)
def test_a_name_is_compared_with_a_hostile_host_at_once() -> None:
    assert not names_site("A " + "a " * 50 + "b", f"https://{'a' * 60}c.example/page")
    assert names_site("Committee to Protect Old Bridges", "https://cpob.example/1")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("line", ["A" * 60_000, "wool | " * 3000], ids=["one word", "many strokes"])
def test_a_hostile_line_is_read_at_once_as_title_and_as_text(line: str) -> None:
    for title, body in ((line, "A fair opened today."), ("Loom fair opens in town", line)):
        text = f"Newsroom\n{title}\nOSLO 24 September 2013\n{body}\n"
        read = parse(Page(source="x.txt", offset=0, content=text.encode(), media_type="text/plain", charset="utf-8"))
        assert isinstance(read, Document) or read.reason == "no title found"
