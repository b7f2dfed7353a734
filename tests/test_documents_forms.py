"""Stage 2: forms of page, each a made-up one in ``tests/data/forms/forms.json`` with what is to be read in it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import parse, parse_all
from kg.model import Document, Page, Printed, Unreadable

FORMS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "data/forms/forms.json").read_text(encoding="utf-8"))


def page_of(form: dict[str, Any]) -> Page:
    content = form["page"].encode(form.get("encoding", "utf-8"))
    if bad := form.get("bad"):
        content = content.replace(bad.encode(), bad.encode() + b"\xff", 1)
    return Page(source=form["name"], address=form.get("url"), media_type=form["media"], content=content)


def values(printed: tuple[Printed, ...]) -> list[str]:
    return [one.value for one in printed]


def counted(document: Document) -> dict[str, int]:
    kinds = [part.kind for part in document.parts]
    return {kind: kinds.count(kind) for kind in kinds}


READ: dict[str, Callable[[Document], object]] = {
    "key": lambda d: d.key,
    "title": lambda d: d.title.value,
    "kind": lambda d: d.kind,
    "genre": lambda d: d.genre,
    "language": lambda d: d.language,
    "issued": lambda d: d.issued and d.issued.value,
    "evidence": lambda d: d.issued and d.issued.evidence,
    "places": lambda d: values(d.places),
    "sources": lambda d: values(d.sources),
    "fields": lambda d: values(d.fields_of_work),
    "organizers": lambda d: values(d.organizers),
    "symbol": lambda d: d.symbol and d.symbol.value,
    "starts": lambda d: d.starts and d.starts.value,
    "ends": lambda d: d.ends and d.ends.value,
    "paragraphs": lambda d: len(d.paragraphs),
    "parts": counted,
    "files": lambda d: [[one.address, one.language] for one in d.files],
    "form": lambda d: d.form,
    "retrieved": lambda d: d.retrieved,
    "original": lambda d: d.reprint_of,
    "notes": lambda d: len(d.notes),
}


def test_there_is_a_page_for_each_form() -> None:
    assert len(FORMS) >= 44
    assert len({form["name"] for form in FORMS}) == len(FORMS)


@pytest.mark.parametrize("form", FORMS, ids=[form["name"] for form in FORMS])
def test_a_page_in_a_form_gives_what_is_on_it(form: dict[str, Any]) -> None:
    document = parse(page_of(form))
    assert isinstance(document, Document), document
    wanted = {name: form[name] for name in READ if name in form}
    assert {name: READ[name](document) for name in wanted} == wanted


LISTING = """<html lang=en><head><title>News and press releases | OSCE</title>
<link rel=canonical href="https://www.osce.org/press-releases"></head><body><main><h1>News and press releases</h1>
<p>News from the OSCE's activities.</p>
<div class=row><h3><a href="/secretariat/590001">Border guards learn to spot false car papers</a></h3>
<div><span class=label>Publishing date:</span> <span property="dc:date" content="2025-05-15">15 May 2025</span></div>
<div><span class=label>Content type:</span> <span>News</span></div>
<div><span class=label>Where we are:</span> <a href="/s">Transnational Threats Department</a>,
<a href="/s">OSCE Secretariat</a></div>
<div><span class=label>What we do:</span> <a href="/border">Border management</a></div>
<p>Forty officers took part in a course.</p></div>
<div class=row><h3><a href="/mission-to-montenegro/590003">Parliament staff from Podgorica visit Ljubljana</a></h3>
<div><span class=label>Publishing date:</span> <span>14 May 2025</span></div>
<p>PODGORICA, 14 May 2025- Six members of staff made a study visit...</p></div>
</main></body></html>"""

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>Border guards learn to spot false car papers</title><link>https://www.osce.org/secretariat/590001</link>
<pubDate>Thu, 15 May 2025 14:00:00 +0200</pubDate><category>News</category>
<description>&lt;p&gt;Forty officers took part.&lt;/p&gt;</description></item>
<item><title>Parliament staff from Podgorica visit Ljubljana</title>
<link>https://www.osce.org/mission-to-montenegro/590003</link><pubDate>Wed, 14 May 2025 10:00:00 +0200</pubDate>
<description>PODGORICA, 14 May 2025 - Six members of staff.</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title>Border guards learn to spot false car papers</title><category term="x"/>
<link rel="alternate" href="https://www.osce.org/secretariat/590001"/><published>2025-05-15T14:00:00+02:00</published>
<summary>Forty officers took part.</summary></entry>
<entry><title>Parliament staff from Podgorica visit Ljubljana</title>
<link href="https://www.osce.org/mission-to-montenegro/590003"/><published>2025-05-14T10:00:00+02:00</published>
<summary>PODGORICA, 14 May 2025 - Six members of staff.</summary></entry></feed>"""


@pytest.mark.parametrize(
    ("content", "media"),
    [(LISTING, "text/html"), (FEED, "application/rss+xml"), (ATOM, "application/xml")],
    ids=["markup", "RSS", "Atom"],
)
def test_a_listing_gives_a_document_a_row(content: str, media: str) -> None:
    guards, staff = parse_all(Page(source="list", media_type=media, content=content.encode()))
    assert isinstance(guards, Document)
    assert isinstance(staff, Document)
    assert [guards.key, staff.key] == ["590001", "590003"]
    assert guards.title.value == "Border guards learn to spot false car papers"
    assert [one.issued and (one.issued.value, one.issued.evidence) for one in (guards, staff)] == [
        ("2025-05-15", "listing"),
        ("2025-05-14", "listing"),
    ]
    assert values(staff.places) == ["PODGORICA"]
    assert staff.listed_on
    assert not staff.paragraphs, "a teaser is no body"


def test_a_feed_whose_ampersands_are_bare_is_read() -> None:
    content = FEED.replace("spot false car papers", "spot papers &nbsp;& more&#33;", 1)
    guards, _ = parse_all(Page(source="list", media_type="application/rss+xml", content=content.encode()))
    assert isinstance(guards, Document)
    assert guards.title.value == "Border guards learn to spot papers & more!"


def test_a_feed_with_entities_of_its_own_is_refused() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "aaa">]><rss><channel><item><title>&a;</title></item></channel></rss>'
    (refused,) = parse_all(Page(source="list", media_type="application/rss+xml", content=bomb.encode()))
    assert isinstance(refused, Unreadable)


def test_a_page_put_together_of_two_encodings_is_read_in_both() -> None:
    first = (
        "<meta charset=utf-8><h1>Keepers of Zürich</h1><p>VIENNA, 4 May 2021 – Keepers counted the bees of ".encode()
    )
    page = Page(source="a", content=first + "Genève, Orléans".encode("latin-1") + b" and the valley.</p>")
    document = parse(page)
    assert isinstance(document, Document)
    assert (document.title.value, document.issued and document.issued.value) == ("Keepers of Zürich", "2021-05-04")
    assert "Genève, Orléans" in document.text
    assert len(document.notes) == 1


def test_rows_of_a_feed_reader_take_the_order_of_their_figures_from_one_another() -> None:
    body = "Twenty keepers of the valley took part in a course on counting bees in the dark, and all of them passed it."
    rows = [("Keepers learn to count", "Tue, 09/06/2022 - 16:57"), ("Keepers learn to paint", "09/05/2022 - 17:43")]
    content = "\n\n".join(f"{title}\n\n{day}\n\n{body}" for title, day in rows)
    found = parse_all(Page(source="list", media_type="text/plain", content=f"OSCE\n\n{content}".encode()))
    days = [one.issued and one.issued.value for one in found if isinstance(one, Document)]
    assert days == ["2022-09-06", "2022-09-05"]


def test_a_row_has_the_kind_the_bodies_and_the_fields_that_the_listing_prints() -> None:
    guards, _ = parse_all(Page(source="list", content=LISTING.encode()))
    assert isinstance(guards, Document)
    assert (guards.kind, values(guards.fields_of_work)) == ("story", ["Border management"])
    assert values(guards.sources) == ["Transnational Threats Department", "OSCE Secretariat"]
    assert guards.listed_on == "https://www.osce.org/press-releases"


TEXT_LISTING = (
    "Newsroom\nNews and press releases\nNews from the OSCE's activities.\n"
    "Border guards learn to spot false car papers\nPublishing date: 15 May 2025\nContent type: News\n"
    "Forty officers took part in a course.\nParliament staff from Podgorica visit Ljubljana\n"
    "Publishing date: 14 May 2025\nContent type: Press release\nPODGORICA, 14 May 2025- Six members made a visit..."
)
DATED_LISTING = (
    "28 June 2018\nSchools must have common goals, say members at a seminar\nParticipants at the seminar, "
    "28 June 2018LONDON, 28 June 2018 – To reach their goals the schools must have common interests.\n"
    "The meeting was about schools.\n27 June 2018\nCommittee condemns an attack on a school bus\n"
    "Mara QuintelCOPENHAGEN, 27 June 2018 - The Chair spoke."
)


@pytest.mark.parametrize(
    ("text", "titles"), [(TEXT_LISTING, ["Border", "Parlia"]), (DATED_LISTING, ["School", "Commit"])]
)
def test_listings_in_plain_text_are_read(text: str, titles: list[str]) -> None:
    rows = parse_all(Page(source="list", media_type="text/plain", content=text.encode()))
    assert [row.title.value[:6] for row in rows if isinstance(row, Document)] == titles
    assert all(isinstance(row, Document) and row.issued and row.places is not None for row in rows)


TEASED = """Teachers of two valleys speak of rivers

Teachers of two valleys speak of rivers As delivered by Ambassador Mira Bilić-Izmišljena to the Permanent Council, \
Vienna November 19, 2020 Thank you, Mr. Chairperson. The rivers of the two valleys ... Read More»

On the made-up bridges of the upper valley

On the made-up bridges of the upper valley As delivered by Ambassador Mira Bilić-Izmišljena to the Permanent Council, \
Vienna November 6, 2020 Thank you, Madam Chair. The bridges of the upper valley ... Read More»"""
AGGREGATED = """You are here

Teachers of two valleys speak of rivers

OSCE - Fri, 09/10/2021 - 16:44

SKOPJE, 10 September 2021 - Forty teachers met.

On the made-up bridges of the upper valley

OSCE - Thu, 09/09/2021 - 16:41

The bridges of the upper valley were looked at by those who had made them up."""

DATED_BELOW = """News

  • Teachers of two valleys speak of rivers

    Forty teachers of the two valleys spoke of rivers with those who had made them up for this page.

    3 April, 2025

  • On the made-up bridges of the upper valley

    The bridges of the upper valley were looked at by those who had made them up, and by their friends.

    31 March, 2025"""
OPENED = """Teachers of two valleys speak of rivers

BASEL, Switzerland, 4 December 2014 – We, the teachers of two valleys, like rivers.

read more

On the made-up bridges of the upper valley

ENNISKILLEN, United Kingdom, 18 June 2013 – The bridges were looked at by those who had made them up.

read more"""
SIGNED = """Teachers of two valleys speak of rivers
Read More»
By Mission of Made-Up Rivers | 12 January, 2023 | Topics: Rivers, Statements | Tags: Bridges
On the made-up bridges of the upper valley
Read More»
By Mission of Made-Up Rivers | 31 March, 2021 | Topics: Bridges"""


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (DATED_BELOW, ["2025-04-03", "2025-03-31"]),
        (OPENED, ["2014-12-04", "2013-06-18"]),
        (SIGNED, ["2023-01-12", "2021-03-31"]),
        (TEASED, ["2020-11-19", "2020-11-06"]),
        (AGGREGATED, ["2021-09-10", "2021-09-09"]),
    ],
    ids=[
        "the day below a teaser",
        "a dateline below a title",
        "author and day below a sentence",
        "teasers that begin with the title",
        "source, day and hour below the title",
    ],
)
def test_archives_of_blogs_and_aggregators_give_a_document_a_row(text: str, days: list[str]) -> None:
    rows = parse_all(Page(source="list", media_type="text/plain", content=text.encode()))
    found = [(row.title.value, row.issued.value) for row in rows if isinstance(row, Document) and row.issued]
    titles = ["Teachers of two valleys speak of rivers", "On the made-up bridges of the upper valley"]
    assert found == list(zip(titles, days, strict=True))


def test_a_listing_is_no_single_document_and_a_bare_sitemap_none() -> None:
    told = parse(Page(source="list", content=LISTING.encode()))
    assert isinstance(told, Unreadable)
    assert "a listing of 2 documents" in told.reason
    sitemap = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://www.osce.org/1</loc></url></urlset>"
    (told,) = parse_all(Page(source="map", media_type="application/xml", content=sitemap))
    assert isinstance(told, Unreadable)
    assert "1 addresses" in told.reason


WRAPS = st.lists(
    st.sampled_from(
        [
            '<div class="with-navigation">|</div>',
            '<div class="content no-sidebar sidebar-first">|</div>',
            '<div id="print-area" class="field-items">|</div>',
            '<form id="aspnetForm" method="post">|</form>',
            "<table><tr><td>|</td></tr></table>",
            "<section>|</section>",
            "<!-- a comment <h1>no title</h1> -->|<!-- end -->",
            '<div style="color: black">|</div>',
        ]
    ),
    max_size=5,
)
ASIDES = st.lists(
    st.sampled_from(
        [
            '<aside><time datetime="2024-02-02">2 February 2024</time> Another story</aside>',
            '<nav><ul><li><a href="/n">News</a></li><li><a href="/d">Documents</a></li></ul></nav>',
            '<div class="share-links"><a href="/s">Share</a> <a href="/t">Tweet</a></div>',
            '<ul class="menu"><li><a href="/1">Event</a></li></ul>',
            "<script>document.write('<h1>x</h1>')</script>",
            '<div style="display:none"><p>Hidden words of another page that is longer than this one.</p></div>',
            "<noscript><p>Please enable scripts.</p></noscript>",
        ]
    ),
    max_size=4,
).map("".join)
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])
BREAKS = st.sampled_from(["</p><p>", "<br><br>", "</p>\r\n\r\n<p class='x'>", "</p><div></div><p>"])


@settings(max_examples=150, deadline=None)
@given(WRAPS, ASIDES, ASIDES, CODECS, BREAKS, st.sampled_from(["\n", "\r\n", ""]))
def test_a_good_page_gives_the_same_facts_however_it_is_wrapped(
    wraps: list[str], before: str, after: str, codec: str, between: str, end: str
) -> None:
    inner = (
        f"<h1>Café opens in Osh</h1>{end}<dl><dt>Source:</dt><dd>OSCE Centre in Bishkek</dd></dl>{end}"
        f"<p>OSH, Kyrgyzstan, 14 March 2006 - The Centre opened a café for teachers today.{between}"
        "They were welcomed.</p>"
    )
    for wrap in wraps:
        opening, _, closing = wrap.partition("|")
        inner = f"{opening}{end}{inner}{end}{closing}"
    declared = f'<meta charset="{codec}">' if codec in ("windows-1252", "iso-8859-1", "utf-8") else ""
    head = f"<!DOCTYPE html><html lang=en><head>{declared}<title>Café opens in Osh | OSCE</title></head>"
    html = f"{head}<body>{before}{inner}{after}</body></html>"
    document = parse(Page(source="wrapped", content=html.encode(codec)))
    assert isinstance(document, Document)
    read = (document.title.value, document.kind, document.language, values(document.places), values(document.sources))
    assert read == ("Café opens in Osh", "press-release", "en", ["OSH"], ["OSCE Centre in Bishkek"])
    assert document.issued is not None
    assert (document.issued.value, document.issued.evidence) == ("2006-03-14", "dateline")
    lines = [document.text[span.start : span.end] for span in document.paragraphs]
    assert lines == [
        "OSH, Kyrgyzstan, 14 March 2006 - The Centre opened a café for teachers today.",
        "They were welcomed.",
    ]


def test_rows_that_are_cut_short_have_no_day() -> None:
    rows = "\n".join(f"Bees of the {one} valley\nThey fly in summer, and in autumn they rest. More…" for one in "ab")
    found = parse_all(Page(source="list", media_type="text/plain", content=rows.encode()))
    assert [(row.title.value, row.issued) for row in found if isinstance(row, Document)] == [
        ("Bees of the a valley", None),
        ("Bees of the b valley", None),
    ]


def test_texts_without_titles_on_one_page_are_no_document() -> None:
    page = "\n".join(
        f"OSH, {day} May 2016 – The keepers of bees met in the town. {'They spoke. ' * 20}" for day in "89"
    )
    found = parse(Page(source="list", media_type="text/plain", content=page.encode()))
    assert isinstance(found, Unreadable)
    assert found.reason == "no title found"


def test_a_title_that_is_not_printed_is_the_first_sentence_and_said_to_be() -> None:
    text = f"VIENNA (Agency) – Keepers of bees met in the town hall today. {'They spoke of honey. ' * 12}"
    document = parse(Page(source="wire", media_type="text/plain", content=text.encode()))
    assert isinstance(document, Document)
    assert document.title == Printed(value="Keepers of bees met in the town hall today.", evidence="body")
    assert document.text == text.strip(), "the sentence is in the text once"
    assert any("prints no title" in note for note in document.notes)


SWITCH = """<html lang=en><head><link rel=alternate hreflang=de href="/de/node/55001"></head><body>
<ul class="language-switcher-links"><li><a href="/node/55001">English</a><li><a href="/ru/node/55001">Русский</a>
<li><a href="/node/77001" lang=fr>Français</a></ul>
<main><h1>Bridge reopened</h1><p>They met in the town hall.</p></main>"""


def test_the_language_versions_that_a_page_names_are_known() -> None:
    document = parse(Page(source="a", address="https://www.osce.org/node/55001", content=SWITCH.encode()))
    assert isinstance(document, Document)
    assert document.translations == (
        ("de", "https://www.osce.org/de/node/55001"),
        ("fr", "https://www.osce.org/node/77001"),
        ("ru", "https://www.osce.org/ru/node/55001"),
    )


def test_entries_of_a_sitemap_without_titles_are_told_beside_those_with_titles() -> None:
    news = "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:title>Bridge of bees</n:title></n:news>"
    entries = f"<url><loc>https://a.example/1</loc>{news}</url><url><loc>https://a.example/2</loc></url>"
    found = parse_all(Page(source="map", media_type="application/xml", content=f"<urlset>{entries}</urlset>".encode()))
    assert [one.title.value if isinstance(one, Document) else one.reason for one in found] == [
        "Bridge of bees",
        "1 of 2 entries have no title",
    ]
