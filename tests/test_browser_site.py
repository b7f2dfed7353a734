"""A static site in a real browser, on a host that runs nothing: search, queries, languages, lists, days, axe.

Runs where a Chromium is installed (``apt-get install chromium``), and says so where it is not.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from endpoint.config import EndpointConfig
from endpoint.engine.inline import InlineGeneration
from endpoint.face.query.examples import examples
from endpoint.publishing.data import write_chunks
from endpoint.publishing.extras import ENGINE, NAMES
from endpoint.publishing.layout import Layout
from endpoint.publishing.press import Order, Press
from endpoint.publishing.texts import program
from tests.browsers import CHROMIUM, Watch
from tests.conftest import ROOT
from tests.series import some
from tests.sites import hosting

VENDOR = ROOT / "endpoint" / "publishing" / "vendor"
LACKING = [name for name in (*ENGINE, *NAMES) if not (VENDOR / name).is_file()]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: install Debian's package chromium"),
    pytest.mark.skipif(
        bool(LACKING),
        reason="what browsers load is not here: make assets" if shutil.which("npm") else "no npm on this machine",
    ),
]
FORMS = {"json": "application/sparql-results+json", "csv": "text/csv", "xml": "application/sparql-results+xml"}


@pytest.fixture(scope="module")
def hosted(static_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a path of its host."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "kg").symlink_to(static_site)
    with hosting(folder) as address:
        yield f"{address}/kg"


@pytest.fixture
def page(browser: Browser, hosted: str) -> Iterator[Page]:
    """A page that may not fail, nor ask another host."""
    context = browser.new_context(bypass_csp=True)
    opened = context.new_page()
    watch = Watch(opened, hosted)
    yield opened
    context.close()
    assert [error for error in watch.unexpected() if not error.startswith("blob:")] == []


def test_a_name_is_found_and_leads_to_its_page(page: Page, hosted: str) -> None:
    page.goto(hosted + "/")
    page.locator("header input").fill("kyrgyz")
    page.locator("#suggestions option[value='Kyrgyzstan']").first.wait_for(state="attached")
    page.keyboard.press("Enter")
    page.locator("#names a", has_text="Kyrgyzstan").first.click()
    expect(page.locator("h1")).to_have_text("Kyrgyzstan")
    page.goto(hosted + "/search/?q=Kirgistan+xx")
    page.locator("#found", has_text="Nothing").wait_for()
    page.goto(hosted + "/search/?q=uzbekistn")
    page.locator("#names a", has_text="Uzbekistan").first.wait_for()


def test_texts_are_found_by_their_words(page: Page, hosted: str, small_release: Path) -> None:
    if not program():
        pytest.skip("Pagefind is not here: make assets, or npm install --global pagefind")
    inline = InlineGeneration(EndpointConfig(release=small_release))
    found = inline.solutions("SELECT ?text { ?s osce:plainText ?text }")
    words = [word for row in found for word in row["text"].value.split() if word.isalpha() and len(word) > 9]
    page.goto(f"{hosted}/search/?q={words[0]}")
    link = page.locator("#texts ol a").first
    link.wait_for()
    assert page.locator("#texts mark").first.inner_text().lower()[:5] == words[0].lower()[:5]
    link.click()
    expect(page.locator("div.texts").first).to_contain_text(words[0])


def test_a_reader_changes_language_and_stays_in_it(page: Page, hosted: str) -> None:
    page.goto(hosted + "/page/state/kyrgyzstan/")
    page.locator("nav.tongues a", has_text="Русский").click()
    expect(page.locator("h1")).to_have_text("Кыргызстан")
    page.locator("header input").fill("мальта")
    page.keyboard.press("Enter")
    page.locator("#names a", has_text="Мальта").click()
    expect(page.locator("h1")).to_have_text("Мальта")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert page.url == hosted + "/ru/page/state/malta/"


def test_a_page_is_seen_as_of_a_day(page: Page, hosted: str) -> None:
    page.goto(hosted + "/page/state/north-macedonia/")
    rows = page.locator("tr[data-begin]")
    before = page.locator("tr[data-begin]:visible").count()
    page.locator('form.asof input[type="date"]').fill("2008-06-01")
    page.locator("form.asof button").click()
    expect(page.locator("p.asof")).to_contain_text("As of 1 June 2008")
    assert 0 < page.locator("tr[data-begin]:visible").count() < before == rows.count()
    page.reload()
    expect(page.locator("p.asof")).to_contain_text("1 June 2008")


def test_a_list_is_narrowed_by_several_facets_and_ordered(page: Page, hosted: str) -> None:
    page.goto(hosted + "/browse/state/")
    page.locator('form.narrow input[type="search"]').fill("stan")
    page.locator("form.narrow button").click()
    page.locator('p[role="status"]', has_text="Results:").wait_for()
    names = page.locator("ol.hits a").all_inner_texts()
    assert "Kazakhstan" in names
    assert all("stan" in name.lower() for name in names)
    page.goto(hosted + "/browse/document/")
    page.locator("form.narrow button").click()
    choice = page.locator('form.narrow select[name="year"]')
    year = choice.locator("option").nth(1).get_attribute("value") or ""
    choice.select_option(year)
    page.locator('p[role="status"]', has_text="Results: 1.").wait_for()
    expect(page.locator("ol.hits .note")).to_contain_text(year)


def test_a_form_that_a_script_answers_is_not_shown_before_it(browser: Browser, hosted: str) -> None:
    """Without scripts, and until they are loaded, it would only load the page again."""
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    for path, form in (("/browse/state/", "form.narrow"), ("/page/state/north-macedonia/", "form.asof")):
        opened.goto(hosted + path)
        expect(opened.locator(form)).to_have_count(1)
        expect(opened.locator(form)).to_be_hidden()
    context.close()


def test_a_question_runs_from_its_link_and_its_answer_is_saved(page: Page, hosted: str) -> None:
    page.goto(hosted + "/")
    page.locator('a[href*="example=006"]').click()
    page.locator("#status", has_text="rows").wait_for()
    expect(page.locator("#loaded")).to_contain_text("Loaded in this browser: all ")
    page.locator("#query").fill("SELECT * { ?state skos:prefLabel ?name ; a osce:State FILTER(LANG(?name) = 'en') }")
    page.locator("#editor button").click()
    page.locator("#answer thead th button", has_text="state").wait_for()
    assert page.locator("#answer thead th").all_inner_texts() == ["state", "name"]
    assert "/page/state/" in (page.locator("#answer tbody a").first.get_attribute("href") or "")
    with page.expect_download() as sent:
        page.locator("#answer").get_by_role("link", name="CSV").click()
    assert sent.value.path().read_bytes().startswith(b"state,name\r\n")


def test_an_error_is_told_with_its_place(browser: Browser, hosted: str) -> None:
    page = browser.new_page()
    page.goto(hosted + "/sparql/")
    for query, told in (
        ("SELECT ?x { ?x a foo:Bar }", "line 1, column 18: the prefix foo: is not"),
        ("SELECT\n?x { ?x a", "line 2"),
    ):
        page.locator("#query").fill(query)
        page.locator("#editor button").click()
        page.locator("#status", has_text=told).wait_for()
    page.close()


def test_a_browser_answers_questions_as_a_server_does(
    browser: Browser, static_site: Path, sample_release: Path, tmp_path: Path
) -> None:
    press = Press(Order(sample_release, tmp_path, Layout()))
    total = write_chunks(press)
    for name in ("static", "sparql/index.html"):
        (tmp_path / name).symlink_to(static_site / name)
    every = examples(press.service.inline.release.base)
    asked = some(every, 4)
    with hosting(tmp_path) as address:
        page = browser.new_page()
        page.goto(address + "/sparql/")
        got = page.evaluate(_ASK_ALL, {"queries": [each.query for each in asked], "forms": list(FORMS.values())})
        assert f"{total:,}" in page.locator("#loaded").inner_text()
        page.close()
    assert len(got) == len(asked) >= len(every) / 4 >= 15
    for each, answers in zip(asked, got, strict=True):
        for form, answer in zip(FORMS, answers, strict=True):
            wanted = press.service.inline.execute({"op": "query", "text": each.query, "form": form}, None, 0)
            assert answer.encode() == wanted.first, (each.name, form)
    assert sum(len(json.loads(answers[0])["results"]["bindings"]) > 0 for answers in got) > len(asked) / 2


#: Asks the site's worker each question in each form.
_ASK_ALL = """async ({queries, forms}) => {
  const worker = new Worker("../static/sparql-worker.js", { type: "module" });
  const note = document.getElementById("loaded");
  const ask = (query, format) => new Promise((done) => {
    worker.onmessage = ({ data }) => {
      if (data.loading) note.textContent = data.loading.done.toLocaleString("en");
      if (data.text !== undefined || data.error !== undefined) done(data.text ?? "error: " + data.error);
    };
    worker.postMessage({ query, format, data: new URL("../sparql/", location.href).href });
  });
  const answers = [];
  for (const query of queries) {
    const each = [];
    for (const format of forms) each.push(await ask(query, format));
    answers.push(each);
  }
  return answers;
}"""


def test_a_release_too_large_for_a_browser_is_loaded_by_year(
    browser: Browser, static_site: Path, sample_release: Path, tmp_path: Path
) -> None:
    press = Press(Order(sample_release, tmp_path, Layout()))
    total = write_chunks(press, edge=44_000)
    for name in ("static", "sparql/index.html"):
        (tmp_path / name).symlink_to(static_site / name)
    with hosting(tmp_path) as address:
        page = browser.new_page()
        page.goto(address + "/sparql/")
        page.locator("#query").fill("SELECT ?d { ?d osce:issuedOn ?day FILTER(YEAR(?day) = 2009) }")
        page.locator("#editor button").click()
        page.locator("#loaded", has_text=f"of {total:,} statements").wait_for()
        assert "2009" not in page.locator("#loaded .note").inner_text()
        page.locator("#status", has_text="0 rows").wait_for()
        page.locator("#years").select_option("2009")
        page.locator("#loaded button").click()
        page.locator("#status", has_text="0 rows").wait_for(state="hidden")
        page.locator("#loaded .note", has_text="documents of 2009").wait_for()
        page.locator("#answer tbody tr").first.wait_for()
        page.close()


def test_every_kind_of_page_is_accessible_and_fits(browser: Browser, hosted: str, static_site: Path) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 800})
    page, axe, faults = context.new_page(), Axe(), []
    record = next((static_site / "page" / "mention").rglob("index.html")).parent.relative_to(static_site)
    document = next(path for path in (static_site / "page" / "doc").iterdir()).relative_to(static_site)
    paths = (
        "",
        "search/?q=malta",
        "browse/state/",
        "browse/document/",
        "page/state/north-macedonia/?on=2008-06-01",
        record,
        document,
    )
    for path in (*paths, "sparql/", "ontology/", "changes/", "dump/", "ru/page/state/malta/", "404.html"):
        page.goto(f"{hosted}/{path}", wait_until="networkidle")
        found = axe.run(page).response["violations"]
        faults += [f"{path}: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{path}: wider than the window")
    context.close()
    assert faults == []


@pytest.mark.parametrize("path", ["/", "/page/state/kyrgyzstan/", "/ru/browse/state/"])
def test_a_page_weighs_little_before_anything_is_searched(browser: Browser, hosted: str, path: str) -> None:
    page, sent = browser.new_page(), list[Response]()

    def note(response: Response) -> None:
        sent.append(response)

    page.on("response", note)
    page.goto(hosted + path, wait_until="networkidle")
    sizes = {each.url: len(each.body()) for each in sent}
    page.close()
    assert len(sizes) > 2
    assert sum(sizes.values()) < 150_000, sizes
