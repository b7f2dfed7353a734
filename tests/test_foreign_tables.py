"""``osce-kg validate people.csv``: anybody's table in the documented form, and what tables say against one another."""

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.reference.consistency import inconsistencies
from kg.reference.foreign import examine, table_like
from kg.reference.tables import TABLES, TABLES_FOLDER, load, optional_columns
from tests.commands import run

HEADING = "id,person,office_id,office,kind,confirmed,from,to,attested,source"
GOOD = (
    "made-up-01,Ottokar Velde,head-of-mission-to-croatia,Head of Mission,full,yes,1996-05,1996-08,,osce.org/cio/54556"
)


def table(folder: Path, *rows: str, heading: str = HEADING) -> Path:
    file = folder / "people.csv"
    file.write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return file


def validate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run("validate", *arguments)


def test_a_good_table_of_somebody_elses_passes(tmp_path: Path) -> None:
    told = validate(str(table(tmp_path, GOOD)))
    assert (told.returncode, told.stderr) == (0, "")
    assert "1 row of the table officials: as documented" in told.stdout


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (GOOD.replace("1996-08", "1996-02"), "'1996-02' is before 'from' '1996-05'"),
        (GOOD.replace("1996-05", "1996-13"), "'1996-13' is not a date"),
        (GOOD.replace("croatia", "atlantis"), "'head-of-mission-to-atlantis', which is not an id in posts.csv"),
        (GOOD.replace("full", "for ever"), "'for ever' is not one of full, acting, designated"),
        (GOOD.replace("osce.org/cio/54556", "a friend"), "cites 'a friend', which sources.csv does not have"),
        (GOOD.replace("1996-05,1996-08,", "1996-05,1996-08,1997"), "is outside the time in office"),
        (GOOD.replace("1996-05,1996-08", "1990,1991"), "is before mission-to-croatia began, 1996-04-18"),
        (GOOD.replace("1996-05,1996-08", "2003,2004"), "overlaps with Peter Semneby"),
        (GOOD.replace("Ottokar Velde", '"Ottokar, Velde'), "check the quotation marks"),
        ("made-up-01,Ottokar Velde", "2 cells for 10 columns"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, row: str, problem: str) -> None:
    faults = examine(table(tmp_path, row)).faults
    assert any(problem in message for _, message in faults), faults
    assert {line for line, _ in faults} <= {1, 2}


def test_faults_end_in_exit_code_1_and_annotate_their_lines(tmp_path: Path) -> None:
    file = table(tmp_path, GOOD, GOOD.replace("made-up-01", "made up"))
    told = validate(str(file), "--report", "github")
    assert told.returncode == 1
    assert f"file={file},line=3" in told.stdout


@pytest.mark.parametrize(
    "arguments", [("nobody.csv",), ("people.csv", "data.ttl"), ("people.csv", "--report", "turtle")]
)
def test_what_cannot_be_validated_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    table(tmp_path, GOOD)
    named = [str(tmp_path / each) if each.endswith((".csv", ".ttl")) else each for each in arguments]
    told = validate(*named)
    assert told.returncode == 2
    assert len(told.stderr.strip().splitlines()) == 1
    assert "Traceback" not in told.stderr


def test_a_heading_of_no_table_is_refused_with_the_columns_to_have(tmp_path: Path) -> None:
    told = validate(str(table(tmp_path, "x,y", heading="given,family")))
    assert told.returncode == 2
    assert "officials: id, person, office_id, office, kind, confirmed" in told.stdout


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "no heading that can be read"),
        ("id,person\n".encode("utf-16"), "save the table as UTF-8"),
        (b"id;person;office_id\n1;2;3\n", "separated by semicolons"),
        (b"id\tperson\n1\t2\n", "separated by tabs"),
        (b"id,person,office_id\n", "the nearest is officials, for which it lacks office, kind, confirmed"),
    ],
    ids=["empty", "utf-16", "semicolons", "tabs", "columns lacking"],
)
def test_a_file_that_is_no_table_is_told_why_in_a_line(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    examined = examine(file)
    assert examined.table == ""
    assert [problem in message for _, message in examined.faults] == [True]


@pytest.mark.parametrize(
    ("heading", "row", "problem"),
    [
        ("org,scheme,value,agrees_on,source", "osce,wikidata,81299,seat,supraverden", "'81299' is not a Wikidata id"),
        ("org,scheme,value,agrees_on,source", "osce,isni,0000 0001,seat,supraverden", "is not an ISNI"),
        ("org,scheme,value,agrees_on,source", "osce,gnd,abc,seat,supraverden", "is not a GND id"),
        ("org,scheme,value,agrees_on,source", "osce,orcid,1,seat,supraverden", "'orcid' is not one of wikidata"),
        (
            "thing,name,lang,form,source",
            "places/vienna,Wien,de,label,cldr",
            "write one of meeting, meeting-series, place",
        ),
        (
            "thing,name,lang,form,source",
            "place/atlantis,A,de,label,cldr",
            "'atlantis', which is not an id in places.csv",
        ),
    ],
)
def test_names_and_identifiers_of_others_are_held_to_their_forms(
    tmp_path: Path, heading: str, row: str, problem: str
) -> None:
    faults = examine(table(tmp_path, row, heading=heading)).faults
    assert [problem in message for _, message in faults] == [True], faults


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_is_known_by_its_whole_heading(name: str) -> None:
    assert table_like(list(TABLES[name])) == name


@pytest.mark.parametrize(
    "name", ["officials", "posts", "structures", "field_operations", "meetings", "sources", "partners"]
)
def test_a_table_is_known_by_the_columns_that_it_must_have(name: str) -> None:
    optional = set(optional_columns(name))
    assert table_like([column for column in TABLES[name] if column not in optional]) == name


def changed(folder: Path, name: str, row: int, column: str, value: str) -> Iterator[str]:
    shutil.copytree(TABLES_FOLDER, folder, dirs_exist_ok=True)
    file = folder / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        cells = list(csv.reader(stream))
    cells[row][cells[0].index(column)] = value
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(cells)
    return inconsistencies(load(folder))


def test_the_projects_own_tables_agree() -> None:
    assert list(inconsistencies(load())) == []


@pytest.mark.parametrize(
    ("name", "column", "value", "problem"),
    [
        ("participating_states", "iso2", "XX", "'XX' is not a country of ISO 3166-1"),
        ("participating_states", "iso3", "AUT", "'AUT' is not the code that AL has: write ALB"),
        ("partners", "m49", "999", "'999' is not the code that AF has: write 004"),
        ("former_states", "iso3166_3", "ABCD", "'ABCD' is not a code of ISO 3166-3"),
        ("officials", "from", "1960", "is before secretariat began"),
    ],
)
def test_tables_that_disagree_are_told(tmp_path: Path, name: str, column: str, value: str, problem: str) -> None:
    assert any(problem in fault for fault in changed(tmp_path, name, 1, column, value))


def test_a_three_letter_alpha_2_code_is_a_finding_of_check(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="'ALB' is not an alpha-2 code of ISO 3166-1"):
        list(changed(tmp_path, "participating_states", 1, "iso2", "ALB"))
