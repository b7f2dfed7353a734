"""Stage 4': the reference tables, the register made of them, and the gazetteer."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BrokenTable
from kg.iris import Iris
from kg.namespaces import prefixes
from kg.reference import tabulate
from kg.reference.gazetteer import Gazetteer, load_gazetteer
from kg.reference.tables import TABLES, TABLES_FOLDER, load

PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes().items())


@pytest.fixture(scope="module")
def register() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load("".join(tabulate()).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(PROLOGUE + query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return sorted(tuple("" if value is None else str(value.value) for value in row) for row in found)


HELD = """FILTER(!BOUND(?f) || SUBSTR(?D,1,STRLEN(STR(?f))) >= STR(?f))
  FILTER(!BOUND(?u) || SUBSTR(?D,1,STRLEN(STR(?u))) <= STR(?u))"""


def test_fifty_seven_states_took_part_on_the_seeds_day_each_with_its_admission(register: pyoxigraph.Store) -> None:
    found = rows(
        register,
        f"""SELECT ?name ?f {{ VALUES ?D {{ "2021-05-01" }}
        ?p a osce:StateParticipation ; org:member/skos:prefLabel ?name ; osce:validFrom ?f ;
           org:role <https://w3id.org/osce-kg/scheme/role/participating-state> .
        OPTIONAL {{ ?p osce:validUntil ?u }} FILTER(LANG(?name) = "en") {HELD} }}""",
    )
    assert len(found) == 57
    assert ("Kyrgyzstan", "1992-01-30") in found


def test_twelve_field_operations_are_current_each_with_a_place_and_a_seat(register: pyoxigraph.Store) -> None:
    found = rows(
        register,
        """SELECT ?name ?place ?city { ?o a osce:FieldOperation ; rdfs:label ?name ; osce:operatesIn ?place ;
        osce:seat ?seat ; osce:operationStatus <https://w3id.org/osce-kg/scheme/operation-status/current> .
        ?seat rdfs:label ?city ; geo:lat ?lat ; geo:long ?long FILTER(LANG(?name) = "en" && LANG(?city) = "en") }""",
    )
    assert len(found) == 12
    kosovo = [row for row in found if row[0] == "OSCE Mission in Kosovo"]
    assert kosovo == [("OSCE Mission in Kosovo", "https://w3id.org/osce-kg/id/place/kosovo", "Pristina")]


@pytest.mark.parametrize(
    ("thing", "language", "name"),
    [
        ("place/vienna", "de", "Wien"),
        ("place/bishkek", "ru", "Бишкек"),
        ("post/project-co-ordinator-in-uzbekistan", "it", "Coordinatore"),
    ],
)
def test_things_have_names_in_other_languages_with_their_sources(
    register: pyoxigraph.Store, thing: str, language: str, name: str
) -> None:
    query = f"""SELECT ?name {{ <https://w3id.org/osce-kg/id/{thing}> skos:prefLabel ?name ; dcterms:source ?source .
        ?source a osce:Source FILTER(LANG(?name) = "{language}") }}"""
    assert {row[0][: len(name)] for row in rows(register, query)} == {name}


def test_an_identifier_is_a_link_with_its_source_or_a_code_with_its_list(register: pyoxigraph.Store) -> None:
    court = "<https://w3id.org/osce-kg/id/org/court-of-conciliation-and-arbitration>"
    links = rows(register, f"SELECT ?to ?source {{ {court} osce:externalMatch ?to ; dcterms:source ?source }}")
    wikidata = "http://www.wikidata.org/entity/Q3001076"
    assert (wikidata, "https://w3id.org/osce-kg/id/source/supraverden") in links
    codes = rows(register, "SELECT ?code { <https://w3id.org/osce-kg/id/org/osce> dcterms:identifier ?code }")
    assert ("dac-channel:47131",) in codes


def test_kosovo_has_no_host_state_and_no_state_code(register: pyoxigraph.Store) -> None:
    assert not rows(register, "SELECT ?s { <https://w3id.org/osce-kg/id/org/mission-in-kosovo> osce:hostState ?s }")
    assert not rows(register, "SELECT ?c { ?place a osce:Place ; osce:isoAlpha2|osce:isoAlpha3|osce:m49Code ?c }")


@pytest.mark.parametrize(
    ("date", "name"),
    [
        ("1991-06-19", "Hans-Dietrich Genscher"),
        ("1992-05-01", "Jiří Dienstbier"),
        ("2008-04-04", "Ilkka Kanerva"),
        ("2008-04-05", "Alexander Stubb"),
        ("2021-05-01", "Ann Linde"),
        ("2026-11-01", "Ignazio Cassis"),
    ],
)
def test_the_chairperson_in_office_on_a_day(gazetteer: Gazetteer, date: str, name: str) -> None:
    holders = gazetteer.holders(Iris().post("chairperson-in-office"), date)
    assert [holder.name for holder in holders] == [name]


def test_somebody_was_chairperson_in_office_on_every_day_to_the_end_of_2026(gazetteer: Gazetteer) -> None:
    import datetime

    day, gaps = datetime.date(1991, 6, 19), []
    while day <= datetime.date(2026, 12, 31):
        if not gazetteer.holders(Iris().post("chairperson-in-office"), day.isoformat()):
            gaps.append(day.isoformat())
        day += datetime.timedelta(days=1)
    assert gaps == []


@pytest.mark.parametrize(
    ("state", "date", "name"),
    [
        ("turkiye", "2021-05-01", "Turkey"),
        ("turkiye", "2023-05-01", "Türkiye"),
        ("north-macedonia", "2018-05-01", "the former Yugoslav Republic of Macedonia"),
        ("north-macedonia", "2021-05-01", "North Macedonia"),
        ("kyrgyzstan", "2021-05-01", "Kyrgyz Republic"),
    ],
)
def test_what_a_state_was_called_on_a_day(register: pyoxigraph.Store, state: str, date: str, name: str) -> None:
    found = rows(
        register,
        f"""SELECT ?name {{ VALUES ?D {{ "{date}" }} <https://w3id.org/osce-kg/id/state/{state}> osce:hasName ?n .
        ?n osce:nameText ?name FILTER(LANG(?name) = "en") OPTIONAL {{ ?n osce:validFrom ?f }}
        OPTIONAL {{ ?n osce:validUntil ?u }} {HELD} }}""",
    )
    assert (name,) in found


def test_former_yugoslavias_seat_was_suspended(register: pyoxigraph.Store) -> None:
    found = rows(register, "SELECT ?f ?u { ?s a osce:Suspension ; osce:validFrom ?f ; osce:validUntil ?u }")
    assert found == [("1992-07-08", "2000-11-10")]


def test_every_row_tells_its_evidence(register: pyoxigraph.Store) -> None:
    kinds = (
        "State StateParticipation FieldOperation OrganizationalChange Mandate Tenure Meeting MeetingSeries NamePeriod"
    )
    for kind in kinds.split():
        assert not rows(
            register,
            f"SELECT ?s {{ ?s a osce:{kind} FILTER NOT EXISTS {{ ?s osce:evidenceStatus ?e ; dcterms:source ?t }} }}",
        ), kind


def test_the_register_is_the_same_every_time_sorted_and_without_blank_nodes() -> None:
    lines = list(tabulate())
    assert lines == sorted(set(tabulate()))
    assert not any("_:" in line for line in lines)
    assert all("https://example.org/kg/" in line for line in tabulate(base="https://example.org/kg/"))
    assert not any("w3id.org/osce-kg" in line for line in tabulate(base="https://example.org/kg/"))


def test_no_label_stands_twice_in_one_language(register: pyoxigraph.Store) -> None:
    query = "SELECT ?s (COUNT(?l) AS ?n) { ?s skos:prefLabel ?l } GROUP BY ?s (LANG(?l)) HAVING(COUNT(?l) > 1)"
    assert rows(register, query) == []


def broken(tmp_path: Path, table: str, change: Callable[[list[list[str]]], None]) -> str:
    shutil.copytree(TABLES_FOLDER, tmp_path, dirs_exist_ok=True)
    file = tmp_path / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        cells = list(csv.reader(stream))
    change(cells)
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(cells)
    with pytest.raises(BrokenTable) as refusal:
        load(tmp_path)
    return str(refusal.value)


def set_cell(row: int, column: str, value: str) -> Callable[[list[list[str]]], None]:
    def change(cells: list[list[str]]) -> None:
        cells[row][cells[0].index(column)] = value

    return change


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("partners", set_cell(0, "capital", "kapital"), "row 1: unknown column 'kapital'"),
        ("partners", set_cell(0, "capital", "kapital"), "row 1: missing column 'capital'"),
        ("officials", set_cell(3, "from", "1999-02-30"), "row 4: column 'from': '1999-02-30' is not a date"),
        ("officials", set_cell(3, "to", "1990"), "row 4: column 'to': '1990' is before 'from'"),
        (
            "officials",
            set_cell(2, "office_id", "odhir"),
            "row 3: column 'office_id': 'odhir' names 'odhir', which is not an id",
        ),
        ("officials", set_cell(2, "id", "secretary-general-01"), "'secretary-general-01' is also the id of row 2"),
        ("structures", set_cell(1, "confirmed", "maybe"), "row 2: column 'confirmed': 'maybe' is not one of yes, no"),
        ("structures", set_cell(1, "wikidata", "81299"), "'81299' is not a Wikidata id"),
        ("field_operations", set_cell(1, "seat_lat", "north"), "'north' is not a number of degrees"),
        ("structures", set_cell(1, "name", ""), "column 'name': '' is empty"),
        ("structures", lambda cells: cells[4].pop(), "row 5: 21 cells for 22 columns"),
    ],
)
def test_a_broken_cell_is_named_with_file_row_column_value_and_remedy(
    tmp_path: Path, table: str, change: Callable[[list[list[str]]], None], message: str
) -> None:
    told = broken(tmp_path, table, change)
    assert message in told
    assert f"{table}.csv: {message}" in told or told.startswith(f"{table}.csv: row ")


def test_every_fault_is_told_not_only_the_first(tmp_path: Path) -> None:
    def change(cells: list[list[str]]) -> None:
        for row in (1, 2, 3):
            cells[row][cells[0].index("from")] = "soon"

    assert broken(tmp_path, "officials", change).count("'soon' is not a date") == 3


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    shutil.copytree(TABLES_FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "officials.csv").write_bytes((TABLES_FOLDER / "officials.csv").read_text("utf-8").encode("utf-16"))
    with pytest.raises(BrokenTable, match="not UTF-8"):
        load(tmp_path)


def test_every_table_in_the_folder_has_a_schema() -> None:
    assert {file.stem for file in TABLES_FOLDER.glob("*.csv")} == set(TABLES)
    assert len(TABLES) >= 23


@pytest.mark.parametrize(
    ("printed", "body"),
    [
        ("OSCE Chairpersonship", "chairpersonship"),
        ("OSCE Chairmanship", "chairpersonship"),
        ("OSCE Mission to Moldova", "mission-to-moldova"),
        ("Mission to Moldova", "mission-to-moldova"),
        ("OSCE Special Monitoring Mission to Ukraine (SMM)", "special-monitoring-mission-to-ukraine"),
        ("OSCE Office for Democratic Institutions and Human Rights", "odihr"),
        ("OSCE Secretariat", "secretariat"),
        ("OSCE Programme Office in Nur-Sultan", "programme-office-in-astana"),
    ],
)
def test_a_printed_source_finds_its_body(gazetteer: Gazetteer, printed: str, body: str) -> None:
    assert gazetteer.issuer(printed) == Iris().org(body)


def test_places_fields_and_unknown_names(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("STOCKHOLM") == Iris().place("stockholm")
    assert gazetteer.place("KIEV") == Iris().place("kyiv")
    assert gazetteer.place("ATLANTIS") is None
    assert gazetteer.issuer("Ministry of Silly Walks") is None
    assert gazetteer.field_of_work("conflict Prevention and resolution") == Iris().concept(
        "field-of-work", "conflict-prevention-and-resolution"
    )


@given(printed=st.text(max_size=40))
def test_any_printed_name_is_found_or_not_but_never_breaks(gazetteer: Gazetteer, printed: str) -> None:
    assert (gazetteer.place(printed) or "/id/place/").partition("/id/place/")[1]
    assert (gazetteer.issuer(printed) or "/id/org/").partition("/id/org/")[1]
