"""Stage 3: names in running text."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.extraction.practice import FOLDERS
from kg.documents import parse
from kg.facts import extract
from kg.facts.issued import issuing_bodies
from kg.facts.name_index import fold, index_of
from kg.facts.tables import Entry, entries
from kg.model import Document, Page
from kg.reference.gazetteer import Gazetteer
from kg.sources import read

_ENVOY = "Personal Representative of the Chair-in-Office"
_ALLIANCE = "Alliance against Trafficking in Persons"
_TRAFFICKING = "OSCE Special Representative and Co-ordinator for Combating Trafficking in Human Beings"
_TRAFFICKING_POST = "special-representative-for-combating-trafficking-in-human-beings"
_OFFICE = "office-of-the-special-representative-and-co-ordinator-for-combating-trafficking-in-human-beings"
_SETTLEMENT = "transdniestrian-settlement-process"
_EFFECTIVENESS = "Strengthening the Effectiveness of the OSCE"
_THIRD = "pa-general-committee-democracy-human-rights-and-humanitarian-questions"
ANNOTATED = sorted(path for folder in FOLDERS for path in folder.glob("*.json"))


def document(
    body: str, *, source: str = "OSCE Secretariat", date: str = "1 May 2021", title: str = "Title"
) -> Document:
    html = f"<html lang=en><h1>{title}</h1><div>Date: {date}</div><div>Source: {source}</div><p>{body}</p></html>"
    found = parse(Page(source="a", content=html.encode()))
    assert isinstance(found, Document)
    return found


def denoted(found: Document, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    return [(mention.quote, mention.target.rpartition("/id/")[2]) for mention in extract(found, gazetteer).mentions]


@pytest.mark.parametrize(
    "row", [row for row in entries("surroundings") if row.note], ids=lambda row: f"{row.term}: {row.note}"
)
def test_a_name_in_the_surroundings_of_its_row_denotes_what_the_row_says(row: Entry, gazetteer: Gazetteer) -> None:
    before, name, after = re.split("[<>]", row.note.removeprefix("not: "))
    found = document(before + name + after)
    at = found.paragraphs[0].start + len(before)
    starts = {mention.start for mention in extract(found, gazetteer).mentions if mention.end == at + len(name)}
    assert (at in starts) == row.note.startswith("not: ")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("the Kyrgyz-Tajik border", [("Kyrgyz", "state/kyrgyzstan"), ("Tajik", "state/tajikistan")]),
        ("The Mission to Moldova met.", [("Mission to Moldova", "org/mission-to-moldova")]),
        ("ODIHR and HCNM spoke", [("ODIHR", "org/odihr"), ("HCNM", "org/hcnm")]),
        ("Georgia Whitfield of Georgia", [("Georgia", "state/georgia")]),
        ("Slovakia's minister", [("Slovakia", "state/slovakia")]),
        (
            "looms in Moldova, and the OSCE Mission there",
            [("Moldova", "state/moldova"), ("OSCE Mission there", "org/mission-to-moldova")],
        ),
        ("looms in Moldova. The OSCE Mission there", [("Moldova", "state/moldova")]),
        ("looms in Norway, and the OSCE Mission there", [("Norway", "state/norway")]),
        ("all over Kosovo", [("Kosovo", "place/kosovo")]),
        ("in UKRAINE", [("UKRAINE", "state/ukraine")]),
        ("the former Soviet Union, Soviet-era looms", []),
        ("Ukrainetown, turkey and smm", []),
        ("OSCE Loom Mission Head speaks", []),
        ("OSCE Secretary General speaks", [("OSCE", "org/osce"), ("OSCE Secretary General", "post/secretary-general")]),
        ("weavers of the OSCE's ODIHR", [("ODIHR", "org/odihr")]),
        ("a loom (OSCE/Ann Weaver) of the OSCE", [("OSCE", "org/osce")]),
        ("A loom in 2004. (OSCE)", []),
        ("RAVNIK, 3 May 2004 (OSCE) - Looms", [("OSCE", "org/osce")]),
        ("the OSCE Field Office and the OSCE Wool Forum", [("OSCE", "org/osce"), ("OSCE", "org/osce")]),
        ("the 23rd Conference of the " + _ALLIANCE, [(_ALLIANCE, "org/alliance-against-trafficking-in-persons")]),
        ("OSCE Missions in the region", [("OSCE", "org/osce")]),
        (
            "the OSCE Special Representative and Co-ordinator for Combating Trafficking in Human Beings",
            [("OSCE", "org/osce"), (_TRAFFICKING, f"org/{_OFFICE}"), (_TRAFFICKING, f"post/{_TRAFFICKING_POST}")],
        ),
        (
            "the Minsk Group and the Personal Representative of the Chair-in-Office",
            [
                ("Minsk Group", "org/minsk-group"),
                (_ENVOY, "org/personal-representative-minsk-conference"),
                ("Chair-in-Office", "post/chairperson-in-office"),
            ],
        ),
        (
            "the Minsk Group and the Personal Representative of the Chair-in-Office for Wool",
            [("Minsk Group", "org/minsk-group"), ("Chair-in-Office", "post/chairperson-in-office")],
        ),
        ("the Wool Party: Norwegian Sheep Party", []),
        ("be he Norwegian, Finnish or a weaver", []),
        ("some speak Norwegian, Finnish or Welsh", []),
        ("where Norwegian or Finnish is the language of the loom", []),
        ("weavers who are Norwegian by mother tongue", []),
        ("Norwegian weavers", [("Norwegian", "state/norway")]),
        ("the Secretariat for Wool and the Secretariat", [("Secretariat", "org/secretariat")]),
        ("the Transnistria settlement process", [("Transnistria settlement process", f"org/{_SETTLEMENT}")]),
        (
            "the Working Groups on Non-Military Aspects of Security and on Strengthening the Effectiveness of the OSCE",
            [
                ("Non-Military Aspects of Security", "org/working-group-on-non-military-aspects-of-security"),
                (_EFFECTIVENESS, "org/working-group-on-strengthening-the-effectiveness-of-the-osce"),
            ],
        ),
        (
            "the contact groups with the Asian and the Mediterranean Partners",
            [
                ("Asian and the Mediterranean Partners", "org/contact-group-with-the-asian-partners"),
                ("Mediterranean Partners", "org/contact-group-with-the-mediterranean-partners"),
            ],
        ),
        ("the Committees on Wool and on Looms", []),
        ("the Ravnik negotiating process", []),
        ("the Transnistrian negotiating process", [("Transnistrian negotiating process", f"org/{_SETTLEMENT}")]),
        ("the Third General Committee", []),
        (
            "a loom of the OSCE PA, and the Third General Committee",
            [("OSCE PA", "org/parliamentary-assembly"), ("Third General Committee", f"org/{_THIRD}")],
        ),
        (
            "the OSCE closed a part of its mission to Moldova",
            [("OSCE", "org/osce"), ("Moldova", "org/mission-to-moldova")],
        ),
        (
            "the OSCE said Norway closed its mission to Moldova",
            [("OSCE", "org/osce"), ("Norway", "state/norway"), ("Moldova", "state/moldova")],
        ),
        (
            "the Swedish chairmanship and the Swedish chairmanship of the Wool Council",
            [("Swedish", "state/sweden"), ("chairmanship", "org/chairpersonship"), ("Swedish", "state/sweden")],
        ),
        ("the Co-Chairmanship of the Minsk Group", [("Minsk Group", "org/minsk-group")]),
        ("the Norwegian chairmanship", [("Norwegian", "state/norway")]),
        (
            "the Norwegian Chairmanship of the Forum for Security Co-operation, and the Norwegian Chairmanship",
            [
                ("Norwegian", "state/norway"),
                ("Forum for Security Co-operation", "org/forum-for-security-co-operation"),
                ("Norwegian", "state/norway"),
            ],
        ),
        ("the International Secretariat", [("International Secretariat", "org/pa-international-secretariat")]),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_name_denotes_what_a_reader_takes_it_for(
    gazetteer: Gazetteer, body: str, expected: list[tuple[str, str]]
) -> None:
    assert denoted(document(body), gazetteer) == expected


@pytest.mark.parametrize(
    ("body", "date", "expected"),
    [
        ("Serbia and Montenegro weaves", "1 May 2004", [("Serbia and Montenegro", "state/serbia")]),
        (
            "Serbia and Montenegro weave",
            "1 May 2009",
            [("Serbia and Montenegro", "state/serbia"), ("Montenegro", "state/montenegro")],
        ),
        (
            "the Centre in Dushanbe and the Conflict Prevention Centre met. The Centre left.",
            "1 May 2005",
            [
                ("Centre in Dushanbe", "org/centre-in-dushanbe"),
                ("Conflict Prevention Centre", "org/conflict-prevention-centre"),
                ("Centre", "org/centre-in-dushanbe"),
            ],
        ),
        ("the Soviet Union", "1 May 2010", []),
        ("the OSCE Kosovo Mission", "1 April 1999", [("OSCE Kosovo Mission", "org/kosovo-verification-mission")]),
        ("the OSCE Kosovo Mission", "1 April 2001", [("OSCE Kosovo Mission", "org/mission-in-kosovo")]),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_name_denotes_what_it_did_on_its_day(
    gazetteer: Gazetteer, body: str, date: str, expected: list[tuple[str, str]]
) -> None:
    assert denoted(document(body, date=date), gazetteer) == expected


def test_in_the_text_of_a_field_operation_its_noun_means_itself(gazetteer: Gazetteer) -> None:
    found = denoted(document("The Mission and the OSCE Mission met.", source="OSCE Mission to Serbia"), gazetteer)
    assert found == [("Mission", "org/mission-to-serbia"), ("OSCE Mission", "org/mission-to-serbia")]
    assert denoted(document("The Mission met.", source="OSCE Secretariat"), gazetteer) == []


@pytest.mark.parametrize(
    ("source", "date", "body"),
    [
        ("Центр ОБСЕ в Ашхабаде", "1 May 2006", "centre-in-ashgabat"),
        ("OSCE Special Representative on Combating Trafficking in Human Beings", "1 May 2006", _OFFICE),
        ("OSCE Mission to Skopje", "1 May 2004", "spillover-monitor-mission-to-skopje"),
        ("Beekeepers' News Agency", "1 May 2004", ""),
    ],
)
def test_a_source_names_its_body_in_whatever_words(source: str, date: str, body: str, gazetteer: Gazetteer) -> None:
    found = issuing_bodies(document("Bees.", source=source, date=date), gazetteer)
    assert [iri.rpartition("/")[2] for iri in found] == ([body] if body else [])


def test_the_section_of_the_site_says_whose_noun_it_is(gazetteer: Gazetteer) -> None:
    found = document("The OSCE Centre opened a loom.", source="", date="1 May 2006")
    assert denoted(replace(found, address="https://www.osce.org/almaty/1"), gazetteer) == [
        ("OSCE Centre", "org/centre-in-almaty")
    ]
    assert denoted(found, gazetteer) == []


def test_labelled_fields_are_no_running_text(gazetteer: Gazetteer) -> None:
    assert denoted(document("Nothing.", source="OSCE Mission to Serbia"), gazetteer) == []


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem)
def test_the_states_of_a_practice_page_are_found_and_every_quote_is_its_span(path: Path, gazetteer: Gazetteer) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    (file,) = (other for other in path.parent.glob(path.stem + ".*") if other.suffix != ".json")
    (page,) = read(file, url=gold["url"])
    assert isinstance(page, Page)
    found = parse(page)
    assert isinstance(found, Document)
    mentions = extract(found, gazetteer).mentions
    assert all(found.text[mention.start : mention.end] == mention.quote for mention in mentions)
    states = {mention.target.rpartition("/")[2] for mention in mentions if mention.kind == "state"}
    assert states == set(gold["states"])


@given(st.text(max_size=200))
def test_lowering_moves_no_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


_MISSIONS = ("Mission to Moldova", "Mission to Ukraine")
_NAMES = (*(f"OSCE {mission}" for mission in _MISSIONS), *_MISSIONS, "OSCE", "Ukraine", "Moldova")
_PIECES = (*_NAMES, "OSCE Mission", " to ", " ", " ", "-", "é", "'", "_", "\u0301", "Mission to", "\n", "7")
_LONGEST = re.compile(rf"(?<![\w\u0300-\u036f])(?:{'|'.join(_NAMES)})(?![\w\u0300-\u036f])")


@given(
    pieces=st.lists(st.sampled_from(["Ukraine", "OSCE", " ", "the Mission", "İ", "ß", "-", "Mission to Moldova", "é"]))
)
def test_matches_never_overlap_and_stay_inside(gazetteer: Gazetteer, pieces: list[str]) -> None:
    text, reached = "".join(pieces), 0
    for match in index_of(gazetteer).hits(text, "en"):
        assert reached <= match.start < match.end <= len(text)
        reached = match.end


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=12))
@example(pieces=["OSCE Mission", " to ", "Ukraine"])
def test_every_whole_name_is_found_and_the_longest_at_its_place(gazetteer: Gazetteer, pieces: list[str]) -> None:
    text = "".join(pieces)
    found = [text[match.start : match.end] for match in index_of(gazetteer).hits(text, "en")]
    assert found == _LONGEST.findall(text)


def test_whom_a_page_of_the_assembly_names_to_ask_is_of_its_staff(tmp_path: Path, gazetteer: Gazetteer) -> None:
    lines = "Fair opens\nCOPENHAGEN, 3 May 2012 – The fair has opened.\nAsta Holm\nHead of Communications and Press\n"
    path = tmp_path / "page.txt"
    path.write_text(f"{lines}Office: +45 00 00 00 00\nMobile: +45 00 00 00 01\nEmail: a@b.example\n", encoding="utf-8")
    sites = {
        "www.oscepa.org/en/press-releases": "parliamentary-assembly",
        "www.oscebmsc.org/en/news": "border-management-staff-college",
        "a.example": "",
    }
    for site, expected in sites.items():
        (page,) = read(path, url=f"https://{site}/1")
        found = parse(page) if isinstance(page, Page) else page
        assert isinstance(found, Document)
        (role,) = extract(found, gazetteer).roles
        assert (role.name, role.label) == ("Asta Holm", "Head of Communications and Press")
        assert (role.affiliation or "").rpartition("/")[2] == expected
