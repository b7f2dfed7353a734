"""Stage 2: what a page says of itself."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.extraction.practice import FOLDERS
from kg.documents import parse
from kg.documents.dateline import read_dateline
from kg.model import Document, Page, Unreadable
from kg.sources import read

ANNOTATED = sorted(path for folder in FOLDERS for path in folder.glob("*.json"))
DRUPAL = """<html lang="{lang}"><body><nav><a>Finland – OSCE Chairpersonship 2025</a></nav>
<div class="content--header"><span>Press release</span><h1>{title}</h1>{fields}</div>
<div class="body">{body}</div><footer>Contacts</footer></body></html>"""


def page(body: str, *, fields: str = "", title: str = "Course opens", lang: str = "en", **more: str) -> Document:
    html = DRUPAL.format(lang=lang, title=title, fields=fields, body=body)
    found = parse(Page(source="a.html", content=html.encode(), **more))  # type: ignore[arg-type]
    assert isinstance(found, Document)
    return found


def refused(content: bytes, media_type: str = "text/html") -> str:
    found = parse(Page(source="a", content=content, media_type=media_type))
    assert isinstance(found, Unreadable)
    assert found.remedy
    return found.reason


def of_practice(path: Path) -> tuple[dict[str, object], Document]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    (file,) = (other for other in path.parent.glob(path.stem + ".*") if other.suffix != ".json")
    (source,) = read(file, url=gold["url"])
    assert isinstance(source, Page)
    found = parse(source)
    assert isinstance(found, Document)
    return gold, found


def test_every_practice_page_is_here() -> None:
    assert len(ANNOTATED) == 94


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem)
def test_the_structural_fields_of_a_practice_page_are_read(path: Path) -> None:
    gold, found = of_practice(path)
    assert found.kind == "press-release"
    assert found.title.value == gold["title"]
    assert found.issued is not None
    assert (found.issued.value, found.issued.evidence) == (gold["date"], gold["date_evidence"])
    assert (found.dateline.value if found.dateline else None) == gold["dateline"]
    assert [place.value for place in found.places] == gold["places"]
    assert "; ".join(source.value for source in found.sources) == gold["source"]
    assert "Andorra" not in found.text or "andorra" in str(gold["states"]), "the menu is no evidence"


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem)
def test_every_span_of_a_practice_page_covers_its_value(path: Path) -> None:
    _, found = of_practice(path)
    located = [found.title, found.dateline, *found.places, *found.sources, *found.fields_of_work]
    for printed in located:
        if printed:
            assert printed.span is not None
            assert found.text[printed.span.start : printed.span.end] == printed.value
    for span in found.paragraphs:
        assert "\n" not in found.text[span.start : span.end]


DATELINES = [
    ("VIENNA, 5 May 2020 – T", "VIENNA, 5 May 2020", ("VIENNA",), "2020-05-05"),
    ("VIENNA, 5 May 2020 — T", "VIENNA, 5 May 2020", ("VIENNA",), "2020-05-05"),
    ("VIENNA, 5 May 2020 - T", "VIENNA, 5 May 2020", ("VIENNA",), "2020-05-05"),
    ("VIENNA, May 5, 2020 -- T", "VIENNA, May 5, 2020", ("VIENNA",), "2020-05-05"),
    ("VIENNA/KYIV, 5 May 2020 – T", "VIENNA/KYIV, 5 May 2020", ("VIENNA", "KYIV"), "2020-05-05"),
    ("Vienna, 5 May 2020 – T", "Vienna, 5 May 2020", ("Vienna",), "2020-05-05"),
    ("NUR-SULTAN, 5 May 2020 – T", "NUR-SULTAN, 5 May 2020", ("NUR-SULTAN",), "2020-05-05"),
    ("OSH, Kyrgyzstan, 5 May 2020 – T", "OSH, Kyrgyzstan, 5 May 2020", ("OSH",), "2020-05-05"),
    ("VIENNA, 5 May – T", "VIENNA, 5 May", ("VIENNA",), None),
    ("VIENNA – T", "VIENNA", ("VIENNA",), None),
    ("WIEN, 5. Mai 2020 – T", "WIEN, 5. Mai 2020", ("WIEN",), "2020-05-05"),
    ("ВЕНА, 5 мая 2020 г. – T", "ВЕНА, 5 мая 2020 г.", ("ВЕНА",), "2020-05-05"),
    ("ВЕНА/ОСЛО, 5 мая 2020 г. - 6 мая посол", "ВЕНА/ОСЛО, 5 мая 2020 г.", ("ВЕНА", "ОСЛО"), "2020-05-05"),
    ("VIENNA, 5 May 2020 – 6 May will be", "VIENNA, 5 May 2020", ("VIENNA",), "2020-05-05"),
    ("OSH, May 5, 2020, Loom Agency — T", "OSH, May 5, 2020", ("OSH",), "2020-05-05"),
]


@pytest.mark.parametrize(("text", "printed", "places", "date"), DATELINES, ids=lambda value: str(value)[:24])
def test_a_dateline_is_read_as_printed(text: str, printed: str, places: tuple[str, ...], date: str | None) -> None:
    found = read_dateline(text)
    assert found is not None
    assert (found.text, tuple(text[span.start : span.end] for span in found.places)) == (printed, places)
    assert (found.date.value.value if found.date and found.date.value else None) == date


@pytest.mark.parametrize(
    "text",
    [
        "The Mission - as ever - said so.",
        "In May 2020 the Mission said – no.",
        "",
        "A – B",
        "VIENNA, 5 May 2020 – 7 May 2020, the days",
    ],
)
def test_prose_is_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


@pytest.mark.parametrize(
    ("marker", "title"),
    [
        ("Press release", "Keepers of bees from nine valleys end their course at the bridge over the river in Ravnik."),
        ("Letter", "Letter from the keepers of bees to the Minister for Agriculture"),
        ("Lettre ouverte", "Lettre des apiculteurs au ministre de l'Agriculture"),
    ],
)
def test_the_line_between_a_marker_and_the_fields_is_the_title(marker: str, title: str) -> None:
    lines = f"{marker}\n{title}\n- Date:\n- 5 May 2020\n- Place:\n- OSH\n- Source:\n- OSCE Secretariat\n"
    content = f"{lines}The keepers of bees met in the town hall today. {'They spoke of honey. ' * 9}".encode()
    found = parse(Page(source="a", media_type="text/plain", content=content))
    assert isinstance(found, Document)
    assert (found.title.value, found.title.evidence) == (title, "label")


def test_a_label_beats_metadata_and_metadata_a_dateline_and_disagreement_is_noted() -> None:
    field = '<div>Date: <span class="date-display-single">3 May 2021</span></div>'
    both = page("<time datetime='2021-05-02'>x</time><p>VIENNA, 1 May 2021 – Text.</p>", fields=field)
    assert both.issued is not None
    assert (both.issued.value, both.issued.evidence) == ("2021-05-03", "label")
    assert len(both.notes) == 2
    meta = page("<time datetime='2021-05-02T10:00:00Z'></time><p>VIENNA, 2 May 2021 – Text.</p>")
    assert meta.issued is not None
    assert (meta.issued.value, meta.issued.evidence, meta.notes) == ("2021-05-02", "metadata", ())


def test_a_field_of_several_places_is_parted_where_the_dateline_has_them() -> None:
    field = '<div>Place: <span class="place">{}</span></div>'
    both = page("<p>VIENNA/OSLO, 2 May 2021 – Text.</p>", fields=field.format("VIENNA, OSLO"))
    assert [(place.value, both.text[slice(*place.span)]) for place in both.places if place.span] == [
        ("VIENNA", "VIENNA"),
        ("OSLO", "OSLO"),
    ]
    one = page("<p>SHYMKENT, Kazakhstan, 2 May 2021 – Text.</p>", fields=field.format("SHYMKENT, Kazakhstan"))
    assert [place.value for place in one.places] == ["SHYMKENT, Kazakhstan"]


def test_a_date_that_cannot_be_is_noted_and_not_used() -> None:
    late = page("<p>VIENNA, 1 May 2099 – Text.</p>")
    assert late.issued is None
    assert "2099" in late.notes[0]
    after_capture = page("<p>VIENNA, 1 May 2021 – Text.</p>", retrieved="2020-01-01T00:00:00Z")
    assert after_capture.issued is None
    assert "after the capture" in after_capture.notes[0]


def test_what_is_no_press_release_is_not_forced_into_one() -> None:
    html = "<html lang=en><body class='page-node-type-story'><main><h1>A day in Osh</h1><p>Text here.</p></main></html>"
    found = parse(Page(source="a", content=html.encode()))
    assert isinstance(found, Document)
    assert found.kind == "story"


def test_fields_in_definition_lists_and_side_columns_are_found() -> None:
    html = """<main><h1>New handbook</h1><p>ODIHR published a handbook in 2024.</p>
    <div class="aside-fields"><dl><dt>Source</dt><dd>ODIHR</dd><dt>Date</dt><dd>8 March 2024</dd></dl>
    <div>Topics:</div><ul><li>Elections</li><li>Roma and Sinti</li></ul></div></main>"""
    found = parse(Page(source="a", content=html.encode()))
    assert isinstance(found, Document)
    assert [value.value for value in found.fields_of_work] == ["Elections", "Roma and Sinti"]
    assert [value.value for value in found.sources] == ["ODIHR"]
    assert found.issued is not None
    assert found.issued.value == "2024-03-08"
    assert found.text.endswith("ODIHR published a handbook in 2024.")


def test_bad_content_is_refused_with_a_reason() -> None:
    assert "empty" in refused(b" \n")
    assert "binary" in refused(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert "navigation" in refused(b"- Our work\n- Youth\n- About us\n", "text/plain")
    assert "nested deeper" in refused(b"<h1>T</h1>" + b"<div>" * 30_000 + b"x")
    assert "navigation" in refused(b"<nav><ul><li>Our work</ul></nav>")


def test_two_titles_are_noted() -> None:
    found = page("<p>Text.</p>", title="First</h1><h1>Second")
    assert found.title.value == "First"
    assert "more than one title" in found.notes[0]


def test_encodings_are_found_as_browsers_find_them() -> None:
    text = "<h1>Türkiye und Łódź – Begrüßung</h1><p>Die Mission begrüßte die Einigung der Behörden sehr.</p>"
    for codec, declared in (("utf-8", None), ("iso-8859-2", "iso-8859-2"), ("utf-16", None)):
        found = parse(Page(source="a", content=text.encode(codec, "replace"), charset=declared))
        assert isinstance(found, Document)
        assert "begrüßte" in found.text
    meta = '<meta charset="windows-1251"><h1>Встреча в Вене</h1><p>Миссия приветствовала соглашение.</p>'
    russian = parse(Page(source="a", content=meta.encode("windows-1251")))
    assert isinstance(russian, Document)
    assert (russian.title.value, russian.language) == ("Встреча в Вене", "und"), "five words decide nothing"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_where_the_transport_names_it_and_else_named(codec: str) -> None:
    content = "<h1>Встреча в Вене</h1><p>Миссия приветствовала соглашение о мосте.</p>".encode(codec)
    read = parse(Page(source="a", content=content, charset=codec.replace("-16-", "-16")))
    assert isinstance(read, Document)
    assert read.title.value == "Встреча в Вене"
    refused = parse(Page(source="a", content=content))
    assert isinstance(refused, Unreadable)
    name = codec.upper().replace("-16-", "-16")
    assert refused.reason == f"text in {name} without a byte order mark"
    assert f"iconv -f {name} -t UTF-8" in refused.remedy


def test_text_that_was_encoded_twice_is_kept_and_noted() -> None:
    found = page("<p>It doesnâ€™t matter, the Missionâ€™s text is kept.</p>")
    assert "â€™" in found.text
    assert any("mojibake" in note for note in found.notes)


@given(st.binary(max_size=3000), st.sampled_from(["text/html", "text/plain"]))
def test_no_bytes_make_the_parser_raise(data: bytes, media_type: str) -> None:
    found = parse(Page(source="a", content=data, media_type=media_type))
    assert isinstance(found, Document | Unreadable)


@given(
    st.lists(
        st.sampled_from("<h1> <p> <div> </div> <li> Date: Source: VIENNA, – 1 May 2021 x <br> </h1> &amp; é".split(" "))
    )
)
def test_offsets_stay_inside_the_text_whatever_the_markup(pieces: list[str]) -> None:
    found = parse(Page(source="a", content=b"<h1>T</h1><p>B</p>" + " ".join(pieces).encode()))
    if isinstance(found, Document):
        for span in found.paragraphs:
            assert 0 <= span.start < span.end <= len(found.text)


def test_sites_at_the_end_are_no_second_source() -> None:
    fields = "<dl><dt>Source:</dt><dd>OSCE Centre in Bishkek</dd></dl>"
    body = "<p>OSH, 14 March 2006 - A café for teachers opened today.</p><p>source: ravnik.example with osce.org</p>"
    assert [source.value for source in page(body, fields=fields).sources] == ["OSCE Centre in Bishkek"]
