"""What a person sees and does, in a real browser: journeys, accessibility by axe, nothing loaded from elsewhere.

Runs where a Chromium is installed (``apt-get install chromium``), and says so where it is not.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.endpoint_server import Served, serving

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: install Debian's package chromium"),
]
#: A page of each kind; the document is the newest.
PAGES = (
    "/",
    "/search?q=bishkek",
    "/search?q=nothinglikethis",
    "/browse/document",
    "/browse/state?order=weight",
    "/page/state/kyrgyzstan",
    "/page/org/mission-to-moldova",
    "/page/org/odihr",
    "/page/post/chairperson-in-office",
    "/page/post/chairperson-in-office?on=2014-04-11",
    "/page/person/ann-linde",
    "/page/meeting/mc-28",
    "/page/place/vienna",
    "/page/scheme/field-of-work/elections",
    "/page/tenure/chair-2021-1",
    "/sparql",
    "/ontology",
    "/dump/",
    "/page/nothing/here",
    "newest document",
)


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release, "--rate", "0") as endpoint:
        endpoint.get("/search?q=x")
        yield endpoint


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


class _Watch:
    """Gathers what a page must not do: errors in its console, requests to other hosts."""

    def __init__(self, page: Page, address: str) -> None:
        self.errors: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "request", lambda sent: None if sent.url.startswith((address, "data:")) else self.errors.append(sent.url)
        )

    def unexpected(self) -> list[str]:
        return [error for error in self.errors if "404" not in error]


def _address(served: Served, path: str) -> str:
    if path == "newest document":
        newest = served.get("/browse/document.json").json()["results"][0]["iri"]
        path = "/page/" + newest.partition("/id/")[2]
    return served.address + path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)], ids=["light, wide", "dark, on a phone"])
def test_every_kind_of_page_is_accessible_and_fits(served: Served, browser: Browser, scheme: str, width: int) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page, axe, faults = context.new_page(), Axe(), []
    watch = _Watch(page, served.address)
    for path in PAGES:
        page.goto(_address(served, path))
        found = axe.run(page).response["violations"]
        faults += [f"{path}: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{path}: wider than the window")
    context.close()
    assert faults == []
    assert watch.unexpected() == []


def _page(served: Served, browser: Browser, **options: object) -> tuple[BrowserContext, Page]:
    context = browser.new_context(base_url=served.address, **options)  # type: ignore[arg-type]
    return context, context.new_page()


def test_a_reader_finds_a_person_and_their_year_in_office(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/")
    page.locator("form.big input").fill("linde 2021")
    page.locator("form.big button").click()
    page.locator("ol.hits a").first.click()
    assert page.locator("h1").inner_text() == "Ann Linde"
    assert "1 January 2021 – 31 December 2021" in page.locator("main").inner_text()
    context.close()


def test_a_reader_goes_back_to_a_day(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/page/post/chairperson-in-office")
    page.locator('form.asof input[type="date"]').fill("1999-06-01")
    page.locator("form.asof button").click()
    assert "As of 1 June 1999" in page.locator("p.asof").inner_text()
    rows = page.locator("main section table tbody tr")
    assert rows.count() == 1
    assert "Knut Vollebæk" in rows.inner_text()
    context.close()


def test_a_reader_narrows_a_list_and_takes_it_home(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/browse/document")
    before = page.locator('p[role="status"]').inner_text()
    choice = page.locator("aside details", has_text="State").locator("li").first
    count = choice.locator(".note").inner_text()
    choice.locator("a").click()
    after = page.locator('p[role="status"]').inner_text()
    assert after.startswith(f"{count} result")
    assert after != before
    with page.expect_response(re.compile(r"/browse/document\.csv\?state=")) as sent:
        page.evaluate("address => fetch(address)", page.get_by_role("link", name="CSV").get_attribute("href"))
    assert len(sent.value.text().splitlines()) == int(count) + 1
    context.close()


def test_a_fact_leads_to_its_sentence(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    acts = served.ask(
        "SELECT DISTINCT ?d { ?a a osce:SpeechAct ; osce:statedIn ?d ; osce:evidencedBy ?m } LIMIT 1"
    ).json()
    document = acts["results"]["bindings"][0]["d"]["value"].partition("/id/")[2]
    page.goto(f"/page/{document}")
    link = page.locator(".beside a.why").first
    words = page.locator(".beside tr.words q").first.inner_text().strip("“”")
    link.click()
    target = page.evaluate("document.querySelector(':target').closest('p').innerText")
    assert " ".join(words.split())[:60] in " ".join(target.split())
    context.close()


def test_the_keyboard_alone_is_enough(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    while page.evaluate("document.activeElement.id") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("mission to moldova")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('ol.hits') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/page/org/mission-to-moldova")
    context.close()


def test_a_question_is_opened_changed_and_run(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    watch = _Watch(page, served.address)
    page.goto("/sparql")
    page.locator('a[href*="example=001"]').click()
    page.locator("#answer table tbody tr").first.wait_for()
    assert page.locator("#answer table tbody tr").count() > 50
    link = page.locator("#answer table a").first
    assert (link.get_attribute("href") or "").startswith("/page/state/")
    page.locator("#query").fill("SELECT ?x { ?x a osce:State")
    page.locator("#editor button").click()
    page.wait_for_function("document.getElementById('status').textContent.includes('line')")
    assert watch.unexpected() == ["Failed to load resource: the server responded with a status of 400 (BAD REQUEST)"]
    context.close()


def test_everything_works_without_scripts(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser, java_script_enabled=False)
    page.goto("/browse/person?q=linde")
    page.locator("ol.hits a").first.click()
    assert page.locator("h1").inner_text() == "Ann Linde"
    page.goto("/")
    page.locator("svg.bars a").first.click()
    assert (
        "results" in page.locator('p[role="status"]').inner_text()
        or "1 result" in page.locator('p[role="status"]').inner_text()
    )
    context.close()
