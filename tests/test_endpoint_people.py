"""Pages for people over HTTP: search, lists with facets, things in words, texts with their spans, a day, feeds."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from endpoint.finding.asking import Asked
from endpoint.finding.catalogue import Catalogue
from endpoint.finding.entries import Entry
from endpoint.finding.index import make, write_index
from kg.namespaces import DEFAULT_BASE, prefixes
from tests.endpoint_server import Served, serving

ATOM = "{http://www.w3.org/2005/Atom}"
STATIC = Path(__file__).resolve().parent.parent / "endpoint" / "face" / "static"


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release, "--rate", "0") as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def store(sample_release: Path) -> ox.Store:
    return ox.Store.read_only(str(sample_release / "store"))


def _hits(served: Served, path: str) -> list[tuple[str, str]]:
    page = served.get(path)
    assert page.status_code == 200, page.text
    listed = page.text.partition('<ol class="hits"')[2]
    return [
        (unescape(address), unescape(name)) for address, name in re.findall(r'<li><a href="([^"]+)">([^<]+)', listed)
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("linde 2021", "/page/person/ann-linde", id="a name and a year"),
        pytest.param("Ann Linde", "/page/person/ann-linde", id="a name"),
        pytest.param("Linde Ann", "/page/person/ann-linde", id="words in another order"),
        pytest.param("Lindee", "/page/person/ann-linde", id="a near spelling"),
        pytest.param("ministerial council stockholm 2021", "/page/meeting/mc-28", id="a meeting by its place and year"),
        pytest.param("chairperson burkhalter", "/page/person/didier-burkhalter", id="a person by office and name"),
        pytest.param("Мальта", "/page/state/malta", id="another script"),
        pytest.param("kyrgyzstan", "/page/state/kyrgyzstan", id="lower case"),
        pytest.param("Kubis", "/page/person/jan-kubis", id="without marks"),
        pytest.param("ODIHR", "/page/org/odihr", id="an abbreviation"),
    ],
)
def test_search_puts_what_is_meant_first(served: Served, text: str, address: str) -> None:
    assert _hits(served, f"/search?q={text}")[0][0] == address


def test_search_reads_texts_and_lights_the_words(served: Served) -> None:
    page = served.get("/search?q=dateline nobodyhasthisword").text
    assert "Nothing has all of these words" in page
    hits = _hits(served, "/browse/document?q=said")
    assert len(hits) > 5
    assert "<mark>said</mark>" in served.get("/browse/document?q=said").text


@pytest.mark.parametrize(
    "text", ['"', "\\", "%22%7D", "a" * 200, "", "%00", "é", "AND OR NOT", "name:x", "*", "2021", "-"]
)
def test_no_text_breaks_the_search(served: Served, text: str) -> None:
    assert served.get(f"/search?q={text}").status_code == 200
    assert served.get(f"/suggest?q={text}").status_code == 200


def test_what_a_list_cannot_have_is_refused_in_words(served: Served) -> None:
    for path in ("/search?q=" + "a" * 201, "/search?page=0", "/search?order=luck", "/browse/document?year=later"):
        refused = served.get(path)
        assert refused.status_code == 400, path
        assert refused.headers["Content-Type"] == "application/problem+json"
    for path in ("/browse/wishes", "/browse/state.exe", "/search.exe"):
        assert served.get(path).status_code == 404, path
    assert "is not a day" in served.get("/page/state/malta?on=2014-02-30").json()["detail"]


def test_a_list_is_the_same_as_page_csv_and_json(served: Served) -> None:
    found = served.get("/browse/state.json").json()
    table = list(csv.DictReader(io.StringIO(served.get("/browse/state.csv").text)))
    assert found["total"] == len(found["results"]) == len(table) > 60
    assert [row["iri"] for row in table] == [row["iri"] for row in found["results"]]
    names = [row["name"] for row in table]
    assert names[0] < names[1] < names[2]
    first = [name for _, name in _hits(served, "/browse/state")]
    assert first == names[: len(first)]
    assert (
        f">{found['total']}" in served.get("/browse/state").text
        or f"{found['total']} results" in served.get("/browse/state").text
    )


def test_facets_count_what_choosing_them_shows(served: Served) -> None:
    counts = served.get("/browse/document.json").json()["facets"]
    for facet in ("year", "state", "body"):
        for value in counts[facet][:3]:
            brief = value["value"].rpartition("/")[2]
            chosen = served.get(f"/browse/document.json?{facet}={brief}").json()
            assert chosen["total"] == value["count"], (facet, brief)


def test_a_feed_holds_the_newest_first(served: Served) -> None:
    feed = ElementTree.fromstring(served.get("/browse/document.atom").content)
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert len(updated) > 10
    assert updated == sorted(updated, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == updated[0]


def test_a_state_is_told_in_a_sentence(served: Served) -> None:
    page = served.get("/page/state/malta").text
    assert re.search(r'<p class="lead">Participating State since 25 June 1973\. <a ', page)
    assert "schema:startDate" not in page


def test_a_page_as_of_a_day_shows_that_day_alone(served: Served) -> None:
    always = served.get("/page/post/chairperson-in-office").text
    then = served.get("/page/post/chairperson-in-office?on=2021-05-01").text
    assert "Ann Linde" in always
    assert "Burkhalter" in always
    assert "As of 1 May 2021" in then
    assert "Ann Linde" in then
    assert "Burkhalter" not in then
    assert 'href="/page/person/ann-linde?on=2021-05-01"' in then


def test_nobody_holds_a_post_that_another_has_taken_over(served: Served) -> None:
    always = served.get("/page/org/mission-to-moldova").text
    then = served.get("/page/org/mission-to-moldova?on=2013-04-11").text
    assert re.search(r"from 2006\b", always)
    assert "O&#39;Neill" in always
    assert "Jennifer Brush" in then
    assert "O&#39;Neill" not in then


def _documents(store: ox.Store, count: int) -> list[tuple[str, str]]:
    found = store.query(
        "SELECT ?d ?text { ?d osce:hasLanguageVersion/osce:hasSnapshot/osce:plainText ?text } ORDER BY ?d",
        prefixes=prefixes(DEFAULT_BASE),
        use_default_graph_as_union=True,
    )
    return [(row["d"].value.partition("/id/")[2], row["text"].value) for row in found][:count]  # type: ignore[union-attr]


def test_a_document_page_is_its_text_with_every_span_linked(served: Served, store: ox.Store) -> None:
    linked: set[str] = set()
    for name, text in _documents(store, 25):
        page = served.get(f"/page/{name}").text
        shown = page.partition('<div class="texts">')[2].partition('<p class="note">Text as published')[0]
        words = unescape(re.sub(r"<[^>]+>", "", shown)).split()
        assert words == text.split(), name
        linked.update(re.findall(r'class="span" href="([^"]+)"', shown))
    assert len(linked) > 10
    for address in sorted(linked)[:25]:
        assert served.get(unescape(address)).status_code == 200, address


def test_a_fact_opens_the_sentence_that_states_it(served: Served, store: ox.Store) -> None:
    acts = store.query(
        "SELECT DISTINCT ?d { ?a a osce:SpeechAct ; osce:statedIn ?d } ORDER BY ?d LIMIT 3",
        prefixes=prefixes(DEFAULT_BASE),
        use_default_graph_as_union=True,
    )
    opened = 0
    for row in acts:  # type: ignore[union-attr]
        name = row["d"].value.partition("/id/")[2]
        page = served.get(f"/page/{name}").text
        for anchor in re.findall(rf'href="/page/{re.escape(name)}#(s\d+)"', page):
            assert f'id="{anchor}"' in page
            opened += 1
    assert opened >= 3


def test_a_date_that_is_not_confirmed_says_so_where_it_is_shown(served: Served) -> None:
    page = served.get("/page/change/special-monitoring-mission-to-ukraine-closure").text
    assert "<h1>Closure: OSCE Special Monitoring Mission to Ukraine (31 October 2022)</h1>" in page
    assert "<dt>Date</dt><dd>31 October 2022 (not confirmed) <a " in page


def test_the_map_has_points_and_no_border(served: Served) -> None:
    page = served.get("/").text
    assert page.count("<circle") > 10
    shipped = [path for path in STATIC.iterdir() if path.is_file()]
    assert {path.suffix for path in shipped} <= {".css", ".js", ".svg", ".json", ".png"}
    for path in (path for path in shipped if path.suffix != ".png"):
        text = path.read_text(encoding="utf-8").lower()
        assert not re.search(r"topology|geojson|featurecollection|countr|boundar", text), path
    # One path draws all land: a State could be told from its neighbour only by a path or a stroke of its own.
    assert page.count('class="land"') == 1
    assert ".land { fill:" in (STATIC / "style.css").read_text(encoding="utf-8")


def test_machines_find_what_they_ask_for(served: Served) -> None:
    assert "Sitemap: " in served.get("/robots.txt").text
    index = ElementTree.fromstring(served.get("/sitemap.xml").content)
    (place,) = (element.text or "" for element in index.iter() if element.tag.endswith("loc"))
    pages = ElementTree.fromstring(served.get("/" + place.partition("://")[2].partition("/")[2]).content)
    places = [element.text or "" for element in pages.iter() if element.tag.endswith("loc")]
    assert len(places) == len(set(places)) == served.get("/search.json").json()["total"]
    assert served.get("/sitemap-2.xml").status_code == 404
    assert b"/suggest?q={searchTerms}" in served.get("/opensearch.xml").content
    assert served.get("/favicon.ico").headers["Content-Type"].startswith("image/svg+xml")


def test_names_are_completed_while_they_are_typed(served: Served) -> None:
    _, names, kinds, addresses = served.get("/suggest?q=mission to mold").json()
    assert (names[0], kinds[0], addresses[0]) == (
        "OSCE Mission to Moldova",
        "Field operation",
        "/page/org/mission-to-moldova",
    )


def test_the_editor_offers_questions(served: Served) -> None:
    page = served.get("/sparql", headers={"Accept": "text/html"}).text
    names = re.findall(r"/sparql\?example=([\w-]+)", page)
    assert len(names) >= 40
    chosen = served.get(f"/sparql?example={names[0]}", headers={"Accept": "text/html"}).text
    assert "data-run" in chosen
    assert "SELECT" in chosen.partition("<textarea")[2].partition("</textarea>")[0]


def _entry(number: int, name: str, **values: object) -> Entry:
    entry = Entry(f"https://e.example/id/person/{number}", "person", name, {name})
    for key, value in values.items():
        setattr(entry, key, value)
    return entry


def test_an_index_weighs_use_and_whole_names(tmp_path: Path) -> None:
    entries = [_entry(1, "Mara Quintel"), _entry(2, "Mara Quintel Olsen", weight=3), _entry(3, "Mara Bont", weight=90)]
    write_index(entries, tmp_path)
    shelf = Catalogue(tmp_path)
    assert [hit.name for hit in shelf.find(Asked.of("mara quintel")).hits] == ["Mara Quintel", "Mara Quintel Olsen"]
    assert shelf.find(Asked.of("mara")).hits[0].name == "Mara Bont"
    assert shelf.find(Asked.of("quintl")).is_near


def test_an_index_is_made_once_and_older_ones_go(sample_release: Path, tmp_path: Path) -> None:
    older = [tmp_path / name for name in (".r.search-3-aaaa", ".r.search-2-cccc", ".r.search-3-dddd.making-x")]
    others = [tmp_path / name for name in (".r.search-4-aaaa", ".r2.search-3-aaaa", "r", ".search-3-x")]
    for each in (*older, *others):
        each.mkdir()
    folder = tmp_path / ".r.search-3-bbbb"
    assert make(sample_release / "store", DEFAULT_BASE, folder)
    stamp = folder.stat().st_mtime_ns
    assert make(sample_release / "store", DEFAULT_BASE, folder)
    assert folder.stat().st_mtime_ns == stamp
    assert set(tmp_path.iterdir()) == {folder, *others}


@pytest.mark.parametrize(
    ("path", "picture"),
    [
        ("/", "card"),
        ("/page/state/malta", "card-state"),
        ("/page/org/mission-to-moldova", "card-operation"),
        ("/page/org/odihr", "card-body"),
        ("/page/post/chairperson-in-office", "card-post"),
        ("/page/person/ann-linde", "card-person"),
        ("/page/meeting/mc-28", "card-meeting"),
        ("/page/place/vienna", "card-place"),
        ("/page/scheme/field-of-work/elections", "card-field"),
        ("/page/doc/pc-dec-732", "card-document"),
        ("/page/tenure/chair-2021-1", "card"),
    ],
)
def test_a_link_preview_has_the_picture_of_the_kind_of_page(served: Served, path: str, picture: str) -> None:
    page = served.get(path).text
    address = re.findall(r'property="og:image" content="([^"]+)"', page)[0]
    assert address == f"{served.address}/static/{picture}.png"
    assert served.get(address.removeprefix(served.address)).content.startswith(b"\x89PNG")
