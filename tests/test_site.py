"""A release as static files: links lead to files, search and SPARQL run in a browser with no server behind them."""

import functools
import gzip
import http.server
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import sync_playwright

from endpoint.publishing.layout import path_of
from endpoint.publishing.writing import ENGINE
from kg.namespaces import DEFAULT_BASE
from tests.endpoint_server import make_release, serving
from tests.test_browser import CHROMIUM

COMMAND = Path(sys.executable).parent / "osce-kg"
VENDOR = Path(__file__).resolve().parent.parent / "endpoint" / "publishing" / "vendor"
STATES = "SELECT ?s ?name { ?s a osce:State ; skos:prefLabel ?name FILTER(LANG(?name) = 'en') } ORDER BY ?name"


@pytest.fixture(scope="module")
def small(sample_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the States of the sample and one document, small enough to be written whole in seconds."""
    wanted = re.compile(rf"<{DEFAULT_BASE}id/(state|place)/|<{DEFAULT_BASE}graph/doc/")
    lines = gzip.decompress((sample_release / "osce-kg.nq.gz").read_bytes()).decode().splitlines(keepends=True)
    (first, *_) = sorted(set(re.findall(rf"<{DEFAULT_BASE}graph/doc/[^>]+>", "".join(lines))))
    kept = [line for line in lines if (wanted.match(line) and "/graph/doc/" not in line) or first in line]
    folder = make_release(tmp_path_factory.mktemp("small") / "release", "".join(kept))
    (folder / "osce-kg.nq.gz").write_bytes(gzip.compress("".join(kept).encode(), mtime=0))
    (folder / "inferred.nt.gz").write_bytes(gzip.compress(b"", mtime=0))
    return folder


@pytest.fixture(scope="module")
def site(small: Path) -> Path:
    out = small.parent / "site"
    done = subprocess.run(
        [COMMAND, "site", small, "--out", out, "--root", "/kg/"], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"osce-kg: [\d,]+ pages and [\d,]+ files in ", done.stderr)
    return out


def test_every_link_of_every_page_leads_to_a_file(site: Path) -> None:
    pages = list(site.rglob("index.html"))
    assert len(pages) > 80
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for link in re.findall(r'<a\b[^>]*?\shref="(/[^"#]*)', text):
            assert link.startswith("/kg/"), (page, link)
            target = site / link.removeprefix("/kg/")
            assert (target / "index.html").is_file() or target.is_file(), (page, link)
        for asset in re.findall(r'(?:src|<link rel="stylesheet" href)="(/kg/[^"]+)"', text):
            assert (site / asset.removeprefix("/kg/")).is_file(), asset


def test_a_folder_with_files_is_left_alone(small: Path, site: Path) -> None:
    before = sorted(path.name for path in site.iterdir())
    done = subprocess.run([COMMAND, "site", small, "--out", site], capture_output=True, text=True, timeout=60)
    assert (done.returncode, "has files in it" in done.stderr) == (2, True)
    assert sorted(path.name for path in site.iterdir()) == before
    done = subprocess.run(
        [COMMAND, "site", small, "--out", site / "x", "--root", "kg"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2


@pytest.mark.parametrize(
    "address",
    [
        "/page/../../etc/passwd",
        "/page/%2e%2e/%2e%2e/x",
        "/browse/state?state=a&year=b",
        "/search?q=x",
        "/page/a?on=2014-01-01",
    ],
)
def test_what_has_no_file_has_no_path(address: str) -> None:
    assert path_of(address) is None


@pytest.fixture
def hosted(site: Path, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "kg").symlink_to(site)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/kg"
    server.shutdown()
    server.server_close()


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: install Debian's package chromium")
def test_search_works_with_no_server(hosted: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(hosted + "/")
        page.locator("header input").fill("kyrgyz")
        page.keyboard.press("Enter")
        page.locator("ol.hits a").first.wait_for()
        page.locator("ol.hits a", has_text="Kyrgyzstan").first.click()
        assert "Kyrgyzstan" in page.locator("h1").inner_text()
        assert page.url.startswith(hosted + "/page/")
        browser.close()


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: install Debian's package chromium")
def test_the_browser_answers_sparql_as_the_server_does(hosted: str, small: Path) -> None:
    if not all((VENDOR / name).is_file() for name in ENGINE):
        pytest.skip(
            "the engine for browsers is not here: make assets" if shutil.which("npm") else "no npm on this machine"
        )
    with serving(small) as served:
        expected = served.ask(STATES).json()["results"]["bindings"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(hosted + "/sparql/")
        script = """query => fetch("", {method: "POST", body: query}).then(answer => answer.text())"""
        page.wait_for_load_state("load")
        got = json.loads(page.evaluate(script, STATES))["results"]["bindings"]
        page.locator("#query").fill("SELECT * { ?s ?p }")
        page.locator("#editor button").click()
        page.wait_for_function("document.getElementById('status').textContent.startsWith('The query failed')")
        browser.close()
    assert got == expected
    assert len(got) > 60


def test_names_for_searching_are_those_of_the_lists(site: Path, small: Path) -> None:
    names = json.loads((site / "static" / "names.json").read_text(encoding="utf-8"))
    store = ox.Store.read_only(str(small / "store"))
    states = store.query(
        f"SELECT DISTINCT ?s {{ ?s a <{DEFAULT_BASE}ontology#State> }}", use_default_graph_as_union=True
    )
    assert sum(kind == "state" for _, kind, _, _ in names) == len(list(states))  # type: ignore[arg-type]
