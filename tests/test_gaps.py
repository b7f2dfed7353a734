"""``osce-kg gaps``: what the record lacks, and who held which office when."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.namespaces import DEFAULT_BASE
from kg.reference import tabulate
from kg.release.gaps import KINDS, Gap, find_gaps
from kg.release.terms_of_office import Post, Term, is_hole, posts_of
from kg.release.timelines import CHANGED, NOBODY, lines_of
from tests.commands import run

#: Made-up holders beside those of the made-up register: a hole between two, days that nobody gave, a stand-in.
HOLDERS = [
    {
        "id": "montenegro-01",
        "person": "Oda Lindqvist",
        "office_id": "head-of-mission-to-montenegro",
        "to": "2012-03-19",
    },
    {
        "id": "montenegro-02",
        "person": "Piet Aalders",
        "office_id": "head-of-mission-to-montenegro",
        "from": "2014-11-14",
    },
    {
        "id": "ashgabat-01",
        "person": "Runa Halldal",
        "office_id": "head-of-centre-in-ashgabat",
        "attested": "2009-05-06",
    },
    {
        "id": "deputy-01",
        "person": "Ilka Tornow",
        "office_id": "deputy-head-of-special-monitoring-mission-to-ukraine",
        "from": "2015",
        "to": "2017",
    },
    {
        "id": "deputy-02",
        "person": "Joris Wexels",
        "office_id": "deputy-head-of-special-monitoring-mission-to-ukraine",
        "from": "2016",
    },
    {
        "id": "stand-in",
        "person": "Tilda Ranvik",
        "office_id": "secretary-general",
        "kind": "acting",
        "from": "2020-07-19",
        "to": "2020-12-03",
    },
]


@pytest.fixture(scope="module")
def tables(made_up_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the made-up register and :data:`HOLDERS`: what real tables lack is filled some day."""
    folder = tmp_path_factory.mktemp("gaps") / "tables"
    shutil.copytree(made_up_tables, folder)
    columns = (folder / "officials.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    same = {"kind": "full", "office": "Head", "source": "made-up", "confirmed": "yes"}
    with (folder / "officials.csv").open("a", encoding="utf-8", newline="") as out:
        csv.DictWriter(out, columns).writerows(same | holder for holder in HOLDERS)
    return folder


@pytest.fixture(scope="module")
def register(tables: Path) -> ox.Store:
    store = ox.Store()
    for quad in ox.parse("".join(tabulate(tables=tables)), format=ox.RdfFormat.N_QUADS):
        store.add(quad)
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return store


@pytest.fixture(scope="module")
def gaps(register: ox.Store) -> list[Gap]:
    return find_gaps(register, DEFAULT_BASE)


def gaps_of(*arguments: str) -> subprocess.CompletedProcess[str]:
    return run("gaps", *arguments)


@pytest.mark.parametrize(
    ("last", "first", "hole"),
    [
        ("2020-07-18", "2020-07-19", False),
        ("2020-07-18", "2020-07-20", True),
        ("2020-12-31", "2021-01-01", False),
        ("2016-06", "2016-07", False),
        ("2016-12", "2017-01", False),
        ("2016-06", "2016-08", True),
        ("2016-06", "2016-10-01", True),
        ("2013", "2013-05-02", False),
        ("2013", "2014", False),
        ("2013", "2015", True),
        ("2013-05", "2013", False),
        ("", "2013", False),
    ],
)
def test_nobody_is_missing_where_one_follows_the_other(last: str, first: str, hole: bool) -> None:
    assert is_hole(last, first) is hole


@pytest.mark.parametrize(("gone", "drawn"), [("2009-06-30", 0), ("2016", 1), ("", 1)])
def test_a_body_that_is_gone_has_no_timeline_later(gone: str, drawn: int) -> None:
    post = Post("post", "Head of a made-up Mission", gone, [Term("one", "a", "Ottokar Velde", "2008")])
    assert len(list(lines_of(post, "2015", "2026"))) == drawn


def test_who_left_in_a_month_is_drawn_before_who_came_in_it() -> None:
    left = Term("one", "a", "Made-up Predecessor", "", "2010-09", ["2010-09-09"])
    came = Term("two", "b", "Made-up Successor", "2010-09", "", ["2010-09-29"])
    assert sorted([came, left], key=lambda term: term.place) == [left, came]


def test_a_longer_term_bridges_a_shorter_one_inside_it() -> None:
    terms = [
        Term("a", "x", "X", "2001", "2009"),
        Term("b", "y", "Y", "2003", "2004"),
        Term("c", "z", "Z", "2010", "2011"),
    ]
    assert list(Post("p", "Post", terms=terms).holes()) == []


def test_a_timeline_says_what_is_known_and_what_is_not() -> None:
    terms = [
        Term("a", "x", "Xenia Amsel", "2001-02-03", "2002-03-04"),
        Term("b", "y", "Yvo Brandt", "2003-01-01", ""),
        Term("c", "z", "Zora Cuny", "", "2009", ["2006-05-06"], acting=True),
    ]
    drawn = list(lines_of(Post("p", "Post", terms=terms), "2001", "2010"))
    assert [(line.begin, line.end, line.name) for line in drawn] == [
        ("2001-02-03", "2002-03-04", "Xenia Amsel"),
        ("2002-03-04", "2003-01-01", NOBODY),
        ("2003-01-01", "", "Yvo Brandt"),
        ("2003-01-01", "2006-05-06", CHANGED),
        ("", "2009", "Zora Cuny"),
    ]
    assert drawn[-1].note == "acting; attested 2006-05-06"
    assert [line.name for line in lines_of(Post("p", "Post", terms=terms), "2002", "2002")] == ["Xenia Amsel", NOBODY]


def test_every_kind_of_gap_is_looked_for_and_most_are_found(gaps: list[Gap]) -> None:
    assert {gap.kind for gap in gaps} <= set(KINDS)
    assert {gap.kind for gap in gaps} >= {"hole", "undated", "empty", "weak", "draft", "unsucceeded", "unnamed"}
    assert all(gap.thing.startswith(DEFAULT_BASE) and gap.label for gap in gaps)


def test_gaps_are_listed_and_a_stand_in_fills_one(gaps: list[Gap]) -> None:
    holes = {(gap.thing.rsplit("/", 1)[-1], gap.begin, gap.end) for gap in gaps if gap.kind == "hole"}
    assert ("head-of-mission-to-montenegro", "2012-03-19", "2014-11-14") in holes
    assert ("odihr-director", "2020-07-18", "2020-12-04") in holes
    assert not any(post == "secretary-general" and begin.startswith("2020") for post, begin, _ in holes)
    assert not [gap for gap in gaps if gap.kind == "overlap"], "two deputies of one body are no fault"
    undated = {gap.thing.rsplit("/", 1)[-1] for gap in gaps if gap.kind == "undated"}
    assert {"ashgabat-01", "montenegro-01"} <= undated
    assert not {"montenegro-02", "secretary-general-06"} & undated


def test_holders_are_in_order_and_stand_ins_are_marked(register: ox.Store) -> None:
    post = next(each for each in posts_of(register, DEFAULT_BASE) if each.iri.endswith("/post/secretary-general"))
    assert [(term.name, term.acting) for term in post.terms][-4:] == [
        ("Beat Zurmatten", False),
        ("Tilda Ranvik", True),
        ("Gerda Maria Hollrieder", False),
        ("Nejdet Karlıoğlu", False),
    ]
    assert next((before.last, after.first) for before, after in post.holes()) == ("2017-06-30", "2017-07-18")


def test_the_command_lists_gaps_as_text_csv_and_markdown(sample_release: Path) -> None:
    told = gaps_of(str(sample_release), "--kind", "empty")
    assert told.returncode == 0
    assert told.stdout.startswith("empty: a post without any holder (")
    table = list(csv.DictReader(io.StringIO(gaps_of(str(sample_release), "--kind", "hole", "--format", "csv").stdout)))
    assert {row["kind"] for row in table} == {"hole"}
    assert gaps_of(str(sample_release), "--kind", "hole", "--format", "markdown").stdout.startswith("## hole: ")


def test_the_command_draws_the_heads_of_bodies(sample_release: Path) -> None:
    told = gaps_of(str(sample_release), "--timeline", "--post", "Mission to Moldova", "--from", "2015", "--to", "2024")
    assert told.returncode == 0
    heading, *lines = told.stdout.splitlines()
    assert heading == "Head of the OSCE Mission to Moldova"
    assert next(line.split("  ")[-1].strip() for line in lines if "··" not in line) == "Michael Scanlan"


@pytest.mark.parametrize("arguments", [("--from", "15"), ("--kind", "holes"), ("--format", "pdf")])
def test_misuse_is_one_line_and_exit_code_2(sample_release: Path, arguments: tuple[str, str]) -> None:
    told = gaps_of(str(sample_release), "--timeline", *arguments)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("day", ["2025-05-05", '"2025-05-05"^^xsd:date'])
def test_a_day_of_the_register_is_explained_by_its_sources(sample_release: Path, day: str) -> None:
    terms = ("tenure:mission-in-kosovo-head-09", "osce:validFrom", day)
    told = run("explain", sample_release, *terms)
    assert told.returncode == 0, told.stderr
    assert "source: OSCE: Press release of the OSCE Mission in Kosovo of 5 May 2025." in told.stdout
