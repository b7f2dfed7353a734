"""Stage 3: which names a text says, and which things they denote."""

import pytest

from kg.facts import extract
from kg.model import Document, Mention, Printed, Span
from kg.reference.gazetteer import Gazetteer


def release(*paragraphs: str, title: str = "Note", date: str = "2015-03-02", source: str = "") -> Document:
    """Make a release of some paragraphs."""
    head = [title, *([f"Source: {source}"] if source else [])]
    text, spans, start = "\n".join([*head, *paragraphs]), [], len("\n".join(head)) + 1
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    at = len(title) + 1 + len("Source: ")
    sources = (Printed(value=source, evidence="label", span=Span(at, at + len(source))),) if source else ()
    return Document(
        key="1",
        kind="press-release",
        address=None,
        language="en",
        title=Printed(value=title, evidence="body", span=Span(0, len(title))),
        text=text,
        paragraphs=tuple(spans),
        issued=Printed(value=date, evidence="label"),
        sources=sources,
    )


def mentions(document: Document, gazetteer: Gazetteer) -> list[Mention]:
    return [m for m in extract(document, gazetteer).mentions if m.start >= document.paragraphs[0].start]


def denoted(text: str, gazetteer: Gazetteer, **more: str) -> list[tuple[str, str]]:
    return [(m.quote, m.target.split("/id/")[-1]) for m in mentions(release(text, **more), gazetteer)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Talks in Kyrgyzstan.", [("Kyrgyzstan", "state/kyrgyzstan")], id="name"),
        pytest.param("TALKS IN KYRGYZSTAN", [("KYRGYZSTAN", "state/kyrgyzstan")], id="capitals"),
        pytest.param(
            "The Kyrgyz-Tajik border.", [("Kyrgyz", "state/kyrgyzstan"), ("Tajik", "state/tajikistan")], id="pair"
        ),
        pytest.param("Türkiye\u2019s offer.", [("Türkiye", "state/turkiye")], id="possessive"),
        pytest.param("Moldovans and Moldovanovo.", [], id="inside a word"),
        pytest.param("Georgia Petrova spoke.", [], id="given name"),
        pytest.param("Ms. Jordan spoke.", [], id="surname after a title"),
        pytest.param("Leaflets in Albanian and in Serbian.", [], id="languages"),
        pytest.param("The NATO Secretary General spoke.", [], id="another organization's post"),
        pytest.param(
            "The Helsinki Final Act.",
            [("Helsinki Final Act", "doc/helsinki-final-act")],
            id="place in a document's name",
        ),
        pytest.param("Macedonia in 2015.", [("Macedonia", "state/north-macedonia")], id="former name"),
        pytest.param("Policing in Kosovo.", [("Kosovo", "place/kosovo")], id="as printed"),
        pytest.param("An office in Minsk\u00a0opened.", [("Minsk", "place/minsk")], id="non-breaking space"),
    ],
)
def test_a_name_denotes_what_its_place_in_the_text_allows(
    text: str, expected: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert denoted(text, gazetteer) == expected


def test_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    assert denoted("The OSCE Mission to Moldova.", gazetteer) == [("OSCE Mission to Moldova", "org/mission-to-moldova")]


def test_a_short_name_is_resolved_within_the_document(gazetteer: Gazetteer) -> None:
    text = "The OSCE Mission to Moldova opened a room. The Mission thanked all."
    assert denoted(text, gazetteer)[-1] == ("Mission", "org/mission-to-moldova")


def test_a_short_name_that_fits_two_bodies_is_left_open(gazetteer: Gazetteer) -> None:
    text = "The OSCE Mission to Moldova and the OSCE Mission to Skopje met. The Mission thanked all."
    assert [quote for quote, _ in denoted(text, gazetteer)] == ["OSCE Mission to Moldova", "OSCE Mission to Skopje"]


def test_every_mention_quotes_its_own_offsets(gazetteer: Gazetteer) -> None:
    document = release("Vienna and Chișinău: Türkiye’s aide spoke.", source="OSCE Secretariat")
    found = extract(document, gazetteer).mentions
    assert len(found) == 3
    assert all(document.text[m.start : m.end] == m.quote for m in found)
