"""What a person sees and does, in a real browser: journeys, accessibility by axe, nothing loaded from elsewhere.

Runs where a Chromium is installed (``apt-get install chromium``), and says so where it is not.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browsers import CHROMIUM, Watch
from tests.endpoint_server import Served, serving

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
    "/page/doc/pc-dec-732",
    "/page/election-observation/georgia-2016-10-08",
    "/page/org/programme-office-in-dushanbe",
    "/page/state/kyrgyzstan?lang=ru",
    "/changes",
    "/sparql?example=001-states-on-a-day",
    "/sparql",
    "/ontology",
    "/ontology/FieldOperation",
    "/why/org/odihr?p=osce:seat&o=id/place/warsaw",
    "/browse/operation?on=1999-06-01",
    "/?on=1999-06-01",
    "/dump/",
    "/page/nothing/here",
    "newest document",
)


BOTH = ("/", "/page/org/mission-to-moldova", "/browse/document")


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release, "--rate", "0") as endpoint:
        endpoint.get("/search?q=x")
        yield endpoint


def _address(served: Served, path: str) -> str:
    if path == "newest document":
        newest = served.get("/browse/document.json").json()["results"][0]["iri"]
        path = "/page/" + newest.partition("/id/")[2]
    return served.address + path


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)], ids=["light, wide", "dark, on a phone"])
def test_every_kind_of_page_is_accessible_and_fits(served: Served, browser: Browser, scheme: str, width: int) -> None:
    context = browser.new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page, axe, faults = context.new_page(), Axe(), []
    watch = Watch(page, served.address)
    # Half of them in each of the two, those that are laid out in other ways in both.
    for path in PAGES[: len(PAGES) // 2] if scheme == "light" else (*BOTH, *PAGES[len(PAGES) // 2 :]):
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
    expect(page.locator("h1")).to_have_text("Ann Linde")
    expect(page.locator("main")).to_contain_text("1 January 2021 – 31 December 2021")
    context.close()


def test_a_reader_goes_back_to_a_day(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/page/post/chairperson-in-office")
    page.locator('form.asof input[type="date"]').fill("1999-06-01")
    page.locator("form.asof button").click()
    expect(page.locator("p.asof")).to_contain_text("As of 1 June 1999")
    rows = page.locator("main section table tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Knut Vollebæk")
    context.close()


def test_a_reader_narrows_a_list_and_takes_it_home(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/browse/document")
    status = page.locator('p[role="status"]')
    before = status.inner_text()
    choice = page.locator("aside details", has_text="State").locator("li").first
    count = choice.locator(".note").inner_text()
    choice.locator("a").click()
    expect(status).to_have_text(re.compile(rf"^\s*{count} result"))
    assert not before.startswith(f"{count} result")
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
    watch = Watch(page, served.address)
    page.goto("/sparql")
    page.locator('a[href*="example=001"]').click()
    page.locator("#answer table tbody tr").first.wait_for()
    page.locator("#answer table tbody tr").nth(50).wait_for()
    link = page.locator("#answer table a").first
    assert (link.get_attribute("href") or "").startswith("/page/state/")
    page.locator("#query").fill("SELECT ?x { ?x a osce:State")
    page.locator("#editor button").click()
    page.locator("#status", has_text="line").wait_for()
    assert watch.unexpected() == ["Failed to load resource: the server responded with a status of 400 (BAD REQUEST)"]
    context.close()


def test_everything_works_without_scripts(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser, java_script_enabled=False)
    page.goto("/browse/person?q=linde")
    page.locator("ol.hits a").first.click()
    expect(page.locator("h1")).to_have_text("Ann Linde")
    page.goto("/")
    page.locator("svg.bars a").first.click()
    expect(page.locator('p[role="status"]')).to_have_text(re.compile("results|1 result"))
    context.close()


def test_a_reader_finds_what_the_chair_did_in_a_year_and_reads_the_sentence(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    found = served.ask(
        "SELECT ?d ?words { ?a a osce:SpeechAct ; osce:statedIn ?d ; osce:evidencedBy/osce:asWritten ?words } LIMIT 1"
    ).json()["results"]["bindings"][0]
    title = served.ask(f"SELECT ?t {{ <{found['d']['value']}> dcterms:title ?t }}").json()["results"]["bindings"][0]
    page.goto("/")
    page.locator("form.big input").fill(title["t"]["value"])
    page.keyboard.press("Enter")
    page.locator("ol.hits a").first.click()
    expect(page.locator("h1")).to_have_text(title["t"]["value"])
    quoted = " ".join(page.locator(".beside tr.words q").first.inner_text().split())
    assert " ".join(found["words"]["value"].split())[:40] in quoted
    context.close()


def test_a_reader_asks_who_headed_a_mission_on_a_day_and_where_that_is_from(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/page/org/mission-to-moldova?on=2013-04-11")
    row = page.locator("tr", has_text="Head of the OSCE Mission to Moldova")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Jennifer Brush")
    row.get_by_role("link", name="Sources: Jennifer Brush").click()
    expect(page.locator("h1")).to_contain_text("Jennifer Brush: Head of the OSCE Mission to Moldova")
    page.locator("section.grounds dd a").first.wait_for()
    context.close()


def test_a_reader_follows_an_operation_to_the_one_before_it(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/page/org/programme-office-in-dushanbe")
    boxes = page.locator("figure.lineage a")
    expect(boxes).to_have_count(4)
    boxes.first.click()
    expect(page.locator("h1")).to_have_text("OSCE Mission to Tajikistan")
    context.close()


def test_a_reader_sees_what_happened_since_a_day(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/")
    page.get_by_role("link", name="what changed").click()
    page.locator('input[name="since"]').fill("2021-12-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).to_contain_text("Ann Linde left office")
    context.close()


def test_a_reader_reads_in_russian_and_stays_there(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser, locale="ru-RU", viewport={"width": 360, "height": 800})
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.locator("header input").fill("мальта")
    page.keyboard.press("Enter")
    page.locator("ol.hits a").first.click()
    expect(page.locator("h1")).to_have_text("Мальта")
    page.locator("nav.tongues a", has_text="Deutsch").click()
    page.locator("header nav a", has_text="Staaten").click()
    expect(page.locator("h1")).to_have_text("Staaten")
    context.close()


def test_a_query_is_written_with_completion_and_drawn(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/sparql")
    field = page.locator("#query")
    field.fill("")
    field.press_sequentially("SELECT ?x { ?x a osce:fieldop")
    page.locator("#terms li", has_text="osce:FieldOperation").first.wait_for()
    field.press("Enter")
    field.press_sequentially("; osce:hostState state:kyrg")
    page.locator("#terms li", has_text="state:kyrgyzstan").wait_for()
    field.press("Enter")
    field.press_sequentially("}")
    field.press("Control+Enter")
    page.locator("#answer a", has_text="OSCE Centre in Bishkek").wait_for()
    field.fill("SELECT ?c (COUNT(?x) AS ?n) { ?x osce:hostState ?c } GROUP BY ?c")
    page.locator("#editor button").click()
    page.get_by_role("button", name="Chart").click()
    page.locator("svg.chart rect").nth(10).wait_for()
    with page.expect_download() as sent:
        page.locator("#answer").get_by_role("link", name="CSV").click()
    assert sent.value.suggested_filename == "answer.csv"
    field.fill("SELECT ?before ?after { ?before osce:succeededBy ?after }")
    page.locator("#editor button").click()
    page.get_by_role("button", name="Graph").click()
    page.locator("svg.graph a circle").nth(20).wait_for()
    expect(page.locator('svg.graph a[href="/page/org/centre-in-bishkek"]')).to_have_count(1)
    field.fill("SELECT ?x {\n ?x a foo:Bar }")
    page.locator("#editor button").click()
    page.locator("pre.wrong mark").wait_for()
    assert page.evaluate("document.getElementById('query').selectionStart") == len("SELECT ?x {\n ?x a ")
    context.close()


def test_a_reader_walks_through_the_record_of_1999(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser)
    page.goto("/")
    page.locator('form.asof input[type="date"]').fill("1999-06-01")
    page.locator("form.asof button").click()
    expect(page.locator("p.chair")).to_contain_text("Knut Vollebæk")
    page.locator("ul.counts a", has_text="Field operations").click()
    expect(page.locator("p.asof")).to_contain_text("As of 1 June 1999")
    page.locator("ol.hits a", has_text="Presence in Albania").click()
    page.wait_for_url("**/page/org/presence-in-albania?on=1999-06-01")
    heads = page.locator("section", has=page.get_by_role("heading", name="Heads")).locator("tbody tr")
    then = heads.count()
    assert then in (1, 2)
    page.get_by_role("link", name="All times").click()
    heads.nth(then + 2).wait_for()
    context.close()


def test_a_reader_asks_where_a_fact_is_from(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser, java_script_enabled=False)
    page.goto("/page/org/odihr")
    page.get_by_role("link", name="Where this is from: Seat: Warsaw").click()
    page.locator("ul.sources li").nth(0).wait_for()
    page.locator("h1 a").click()
    expect(page.locator("h1")).to_have_text("OSCE Office for Democratic Institutions and Human Rights")
    context.close()


def _tab_to(page: Page, selector: str, most: int = 150) -> None:
    """Press Tab until what is focused fits a selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def test_a_question_is_drawn_and_taken_home_by_keyboard_on_a_phone(served: Served, browser: Browser) -> None:
    context, page = _page(served, browser, viewport={"width": 360, "height": 800})
    page.goto("/sparql")
    _tab_to(page, 'a[href*="example=005"]')
    page.keyboard.press("Enter")
    page.locator("#answer table tbody tr").first.wait_for()
    _tab_to(page, "p.views button:nth-child(2)")
    page.keyboard.press("Enter")
    page.locator("svg.chart rect").nth(5).wait_for()
    _tab_to(page, 'a[download="answer.csv"]')
    with page.expect_download() as sent:
        page.keyboard.press("Enter")
    assert len(Path(sent.value.path()).read_text(encoding="utf-8").splitlines()) > 5
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    context.close()
