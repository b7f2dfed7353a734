"""A release as static files: every link leads to a file, a site is whole or absent, and what is unchanged stays."""

import importlib.util
import json
import os
import re
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from endpoint.face.things.vocabulary import _triples
from endpoint.publishing.cli import _lacking
from endpoint.publishing.data import write_chunks
from endpoint.publishing.layout import Layout, path_of
from endpoint.publishing.press import Order, Press
from endpoint.publishing.writing import Written
from kg.namespaces import DEFAULT_BASE
from tests.conftest import ROOT
from tests.series import in_long_series
from tests.sites import BASE_URL, COMMAND, LANGUAGES, pieces

_LINK = re.compile(r'<(a|link|script|form|img)\b[^>]*?\s(?:href|src|action)="([^"]*)"')


def test_every_link_of_every_page_leads_to_a_file(static_site: Path) -> None:
    pages = [path for path in static_site.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 300
    for page in pages:
        for tag, written in _LINK.findall(page.read_text(encoding="utf-8")):
            link = unescape(written)
            if link.startswith("#") or (tag == "a" and link.startswith("http")) or link.startswith(BASE_URL):
                continue
            assert not link.startswith(("/", "http")), (page, link)
            target = (page.parent / unquote(re.split("[?#]", link)[0])).resolve()
            assert target.is_file() or (target / "index.html").is_file(), (page, link)


def test_nothing_names_another_host_to_load_from_and_nothing_the_stand_in_for_its_own(static_site: Path) -> None:
    for path in static_site.rglob("*"):
        if path.suffix in (".html", ".json", ".xml", ".atom", ".js", ".ics", ".txt"):
            text = path.read_text(encoding="utf-8")
            assert "site.invalid" not in text, path
            loaded = re.findall(r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="(\w+:[^"]*)"', text)
            assert loaded == [], path


def test_the_page_of_the_host_links_from_any_depth(static_site: Path) -> None:
    links = [link for _, link in _LINK.findall((static_site / "404.html").read_text(encoding="utf-8"))]
    assert len(links) > 10
    assert all(link.startswith(("/kg/", "#", BASE_URL)) for link in links), links


def test_sitemap_feeds_and_canonical_addresses_are_those_of_the_site(static_site: Path) -> None:
    places = [each.text or "" for each in ET.parse(static_site / "sitemap-1.xml").iter() if each.tag.endswith("loc")]
    assert len(places) > 100
    for place in (*places, *_places(static_site / "sitemap.xml"), *_places(static_site / "feed/state/malta.atom")):
        path = static_site / unquote(place.removeprefix(f"{BASE_URL}/"))
        assert place.startswith(f"{BASE_URL}/"), place
        assert path.is_file() or (path / "index.html").is_file(), place
    page = (static_site / "ru/page/state/malta/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{BASE_URL}/ru/page/state/malta/">' in page
    assert f"Sitemap: {BASE_URL}/sitemap.xml" in (static_site / "robots.txt").read_text(encoding="utf-8")


def _places(path: Path) -> list[str]:
    found = ET.parse(path).iter()
    return [place for each in found if (place := each.get("href") or (each.text if each.tag.endswith("loc") else ""))]


def test_each_page_is_in_each_language_and_leads_to_the_others(static_site: Path) -> None:
    page = (static_site / "ru/page/state/kyrgyzstan/index.html").read_text(encoding="utf-8")
    assert '<html lang="ru">' in page
    assert "<h1>Кыргызстан</h1>" in page
    assert 'href="../../../../page/state/kyrgyzstan/" hreflang="en"' in page
    record = next((static_site / "page" / "mention").rglob("index.html")).read_text(encoding="utf-8")
    assert 'class="tongues"' not in record
    assert not (static_site / "ru" / "page" / "mention").exists()


def test_a_list_is_there_by_facet_as_page_and_as_data(static_site: Path) -> None:
    lists = static_site / "browse" / "document"
    years = sorted(path.name for path in lists.glob("year-*") if path.is_dir())
    assert len(years) == 2
    for name in years:
        found = json.loads((lists / f"{name}.json").read_text(encoding="utf-8"))
        rows = (lists / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert found["total"] == len(found["results"]) == len(rows) - 1 == 1
        assert found["results"][0]["date"][:4] == name.removeprefix("year-")
    assert json.loads((static_site / "browse" / "document.json").read_text(encoding="utf-8"))["total"] == 2


def test_a_process_writes_what_another_would(static_site: Path, small_release: Path, tmp_path: Path) -> None:
    press = Press(Order(small_release, tmp_path, Layout(LANGUAGES, BASE_URL)))
    addresses = ["/page/state/malta", "/browse/state", "/data/state/malta.ttl", "/feed/state/malta", "/"]
    done = press.print(addresses)
    assert (done.failed, done.files) == ([], 8)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (static_site / path.relative_to(tmp_path)).read_bytes(), path


def test_a_site_that_is_there_is_taken_over_where_it_is_the_same(
    static_site: Path, small_release: Path, tmp_path: Path
) -> None:
    press = Press(Order(small_release, tmp_path, Layout(LANGUAGES, BASE_URL), static_site))
    assert press.print(["/page/state/malta"]).kept == 2
    assert (tmp_path / "page/state/malta/index.html").samefile(static_site / "page/state/malta/index.html")
    assert not press.put("page/state/malta/other.html", b"new")


def test_other_files_are_left_alone(small_release: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = subprocess.run(
        [COMMAND, "site", small_release, "--out", tmp_path], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "are not a site of osce-kg" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("url", ["kg", "ftp://e.org/", "https://e.org/a b", "https://e.org/?x=1", "https://"])
def test_an_address_that_is_none_is_refused(url: str, small_release: Path, tmp_path: Path) -> None:
    command: list[str | Path] = [COMMAND, "site", small_release, "--out", tmp_path / "x", "--base-url", url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (done.returncode, "is not the address of a site" in done.stderr) == (2, True)


def test_an_interrupted_build_leaves_nothing(small_release: Path, tmp_path: Path) -> None:
    command: list[str | Path] = [COMMAND, "site", small_release, "--out", tmp_path / "site", "--jobs", "1"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not list(tmp_path.glob(".site.building-*/*")) and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=300)
    assert process.returncode not in (0, None), said
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    "address",
    [
        "/page/../../etc/passwd",
        "/page/%2e%2e/%2e%2e/x",
        "/browse/state?state=a&year=b",
        "/browse/state?state=..%2f..%2fx",
        "/reconcile",
        "/page/a?on=2014-01-01",
    ],
)
def test_what_has_no_file_has_no_path(address: str) -> None:
    assert path_of(address) is None


@pytest.mark.parametrize("edge", [pytest.param(10**9, marks=in_long_series), 40_000], ids=["whole", "by year"])
def test_the_pieces_together_are_the_store(sample_release: Path, tmp_path: Path, edge: int) -> None:
    press = Press(Order(sample_release, tmp_path, Layout()))
    total = write_chunks(press, edge)
    settings, read = pieces(tmp_path)
    named = {quad for quad in press.service.inline.store if not isinstance(quad.graph_name, ox.DefaultGraph)}
    assert len(named) == total == settings["statements"]
    assert {quad for quads in read.values() for quad in quads} == named
    assert all(part["statements"] == len(read[part["year"]]) for part in settings["parts"])
    if edge > total:
        assert list(read) == [""]
        return
    issued = ox.NamedNode(f"{press.service.inline.release.base}ontology#issuedOn")
    years = {getattr(quad.object, "value", "")[:4] for quad in read["2021"] if quad.predicate == issued}
    assert years == {"2021"}
    assert [part["year"] for part in settings["parts"]] == ["", *sorted((year for year in read if year), reverse=True)]


def test_what_a_site_does_without_is_said_in_a_line_each() -> None:
    whole = Written(1, 1, 0, has_engine=True, has_names=True, has_texts=True, triples=1)
    bare = Written(1, 1, 0, has_engine=False, has_names=False, has_texts=False, triples=0)
    assert _lacking(whole, BASE_URL) == []
    assert [
        bool(re.search(word, line))
        for word, line in zip(("SPARQL", "Pagefind", "--base-url"), _lacking(bare, ""), strict=True)
    ] == [True] * 3


def test_a_wheel_made_without_npm_says_what_it_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    said: list[str] = []
    app = SimpleNamespace(display_warning=said.append)
    monkeypatch.setenv("PATH", str(tmp_path))
    for version, told in (("editable", 0), ("standard", 1)):
        hook = module.FetchAssets(str(tmp_path), {}, None, None, str(tmp_path), "wheel", app)
        hook.initialize(version, {})
        assert len(said) == told
    assert "no SPARQL and no search" in said[0]


@pytest.mark.parametrize("name", ["ontology", "shapes"])
def test_blank_nodes_of_ontology_and_shapes_are_called_alike_each_time(name: str) -> None:
    first = _triples(name, DEFAULT_BASE)
    _triples.cache_clear()
    assert _triples(name, DEFAULT_BASE) == first
    assert any(isinstance(triple.subject, ox.BlankNode) for triple in first)
