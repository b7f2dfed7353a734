"""Pages, lists, search and the first page as of a day: what there was, who held what, how it was called."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.endpoint_server import Served, serving


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release, "--rate", "0") as endpoint:
        yield endpoint


def _names(served: Served, path: str) -> set[str]:
    return {row["name"] for row in served.get(path).json()["results"]}


def test_a_list_of_operations_has_those_of_the_day(served: Served) -> None:
    asked = served.ask(
        """SELECT ?name ?from ?until { ?o a osce:FieldOperation ; skos:prefLabel ?name ; osce:establishedBy/osce:onDate
        ?from . OPTIONAL { ?o osce:endedBy/osce:onDate ?until } FILTER(LANG(?name) = "en") }"""
    ).json()["results"]["bindings"]
    rows = [{name: cell["value"] for name, cell in row.items()} for row in asked]
    day = "1999-06-01"
    begun = [row for row in rows if row["from"] <= day[: len(row["from"])]]
    there = {row["name"] for row in begun if "until" not in row or row["until"] >= day[: len(row["until"])]}
    found = _names(served, "/browse/operation.json?on=1999-06-01")
    assert {name for name in found if name in {row["name"] for row in rows}} == there
    assert 10 < len(found) < len(rows)


@pytest.mark.parametrize(
    ("day", "there", "not_there"),
    [("1991-01-01", "Malta", "Czechia"), ("2014-04-11", "Czechia", "Czechoslovakia")],
)
def test_a_list_of_states_has_those_that_took_part(served: Served, day: str, there: str, not_there: str) -> None:
    found = _names(served, f"/browse/state.json?on={day}")
    assert there in found
    assert not_there not in found


def test_a_list_of_people_has_those_in_office(served: Served) -> None:
    found = _names(served, "/browse/person.json?on=2021-06-01")
    assert "Ann Linde" in found
    assert "Ann Linde" not in _names(served, "/browse/person.json?on=1999-06-01")


def test_a_search_leaves_out_what_came_later(served: Served) -> None:
    found = served.get("/search.json?q=council&on=1999-06-01").json()
    days = [row["date"] for row in found["results"] if row["kind"] in ("document", "meeting")]
    assert days
    assert max(days) <= "1999-06-01"
    assert found["total"] < served.get("/search.json?q=council").json()["total"]


def test_a_list_keeps_its_day_in_links_forms_and_downloads(served: Served) -> None:
    page = served.get("/browse/operation?on=1999-06-01").text
    assert "As of 1 June 1999." in page
    listed = page.partition('<ol class="hits"')[2].partition("</ol>")[0]
    links = [unescape(address) for address in re.findall(r'href="([^"]+)"', listed)]
    assert links
    assert all(address.endswith("?on=1999-06-01") for address in links)
    assert 'href="/browse/operation.csv?on=1999-06-01"' in page
    assert '<input type="date" name="on" value="1999-06-01"' in page
    assert '<form action="/search" role="search"><input type="hidden" name="on" value="1999-06-01">' in page
    assert page.count('name="on"') == 2


def test_the_first_page_has_the_chair_of_the_day(served: Served) -> None:
    page = served.get("/?on=1999-06-01").text
    chair = re.findall(r'<p class="chair">.*?</p>', page)[0]
    assert "Norway" in chair
    assert "Knut Vollebæk" in chair
    assert "Nobody is on record as being in the chair on this day." in served.get("/?on=1980-06-01").text
    counts = re.findall(r"<b>([\d,]+)</b> ([\w ]+)", page)
    assert {kind: int(n) for n, kind in counts}["Field operations"] < 44


def test_a_state_has_the_name_of_the_day(served: Served) -> None:
    page = served.get("/page/state/north-macedonia?on=2014-04-11").text
    assert "<h1>the former Yugoslav Republic of Macedonia</h1>" in page
    assert "<h1>North Macedonia</h1>" in served.get("/page/state/north-macedonia").text
    listed = served.get("/browse/state?on=2014-04-11&q=macedonia").text
    assert ">the former Yugoslav Republic of Macedonia</a>" in listed


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/page/org/mission-to-moldova?on=1992-01-01",
            "Not there yet on this day: it was established on 4 February 1993.",
        ),
        ("/page/org/mission-to-tajikistan?on=2020-01-01", "No longer there on this day: it ended on"),
        (
            "/page/state/czechia?on=1991-01-01",
            "Neither a participating State nor a Partner for Co-operation on this day.",
        ),
        ("/page/person/ann-linde?on=1999-01-01", "Nothing dated is on record for this day."),
    ],
)
def test_a_page_says_where_nothing_is_known_of_the_day(served: Served, path: str, words: str) -> None:
    assert words in served.get(path).text


@pytest.mark.parametrize("path", ["/", "/search?q=x", "/browse/state", "/page/org/odihr", "/ontology", "/sparql"])
def test_what_is_not_a_day_is_refused_everywhere(served: Served, path: str) -> None:
    answer = served.get(f"{path}{'&' if '?' in path else '?'}on=2014-02-30", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert "2014-04-11" in answer.text


def test_the_first_page_draws_releases_by_month_and_field(served: Served) -> None:
    page = served.get("/").text
    strips = re.findall(r'<a href="/browse/document\?field=([\w-]+)">[^<]+</a> <span class="number">(\d+)</span>', page)
    assert len(strips) > 5
    for field, total in strips[:3]:
        listed = served.get(f"/browse/document.json?field={field}").json()["results"]
        assert int(total) == sum(len(row["date"] or "") >= 7 for row in listed)
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page)
    assert sum(int(n) for n in re.findall(r"year=\d{4}\">(\d+)</a>", rows[0])) == int(strips[0][1])
    assert 'd="M' in page.partition('class="strips"')[2]
