"""Stage 2: one good page, wrapped in whatever sites put around their pages, gives the same facts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import parse
from kg.model import Document, Page

TITLE = "Keepers of bees open a café in Osh"
BODY = (
    "OSH, Kyrgyzstan, 14 March 2006 - The Centre opened a café for keepers today, and forty of them came to it.",
    "They were welcomed by those who had made up the café and the honey that is sold in it.",
)
SOURCE = "OSCE Centre in Bishkek"

WORDS = st.sampled_from(
    "with no has content main field node sidebar menu nav navigation right left area wrapper page region item"
    " inner block print body text article story links two-col clearfix first even".split()
)
#: Class names of layout: never those that say that the element itself is a menu.
CLASSES = st.lists(WORDS, min_size=2, max_size=4).map(
    lambda words: f"with-{words[0]} content-{'-'.join(words[1:])}-content"
)
ELEMENTS = st.sampled_from(["div", "section", "article", "main", "center", "form", "table", "blockquote", "span-less"])
WRAPS = st.lists(st.tuples(ELEMENTS, st.sampled_from(["class", "id"]), CLASSES), max_size=5)

BESIDE = st.lists(
    st.sampled_from(
        [
            "<!-- <h1>Another title</h1> <meta charset=koi8-r> -->",
            "<nav><ul><li><a href='/'>Home</a><li><a href='/n'>News</a><li><a href='/p'>Press releases</a></ul></nav>",
            "<ul class='breadcrumb'><li><a href='/'>Home</a> » <li><a href='/b'>Bishkek</a></ul>",
            "<aside><h3>Upcoming</h3><time datetime='2031-02-02'>2 February 2031</time><p>Meeting on wasps</p></aside>",
            "<div class='ticker'><span class='date-display-single'>1 May 2030</span> Wasps leave</div>",
            "<div class='share-links'><a href='/s'>Share</a> <a href='/t'>Tweet</a></div>",
            "<div class='cookie-banner'>We use cookies. <button>Accept</button></div>",
            "<div style='DISPLAY: none'><h1>Hidden</h1><p>Hidden words that nobody reads, of other bees.</p></div>",
            "<p hidden>VIENNA, 1 May 1999 - Hidden.</p>",
            "<script>var x = '<h1>no</h1>'</script><style>h1 {top: 0}</style><noscript><p>No scripts.</p></noscript>",
            "<template><p>LONDON, 1 May 1999 - A template.</p></template>",
            "<ul class='language-switcher'><li><a href='/ru/1'>Русский</a><li><a href='/1'>English</a></ul>",
            "<form class='search-form'><input name=q><select><option>All</select><button>Search</button></form>",
            "<div role='search'><label>Search</label></div>",
            "<svg><text>1 May 1998</text></svg><img src=x alt='Bees'>",
        ]
    ),
    max_size=4,
).map("".join)
AFTER = st.sampled_from(
    [
        "",
        "<footer><p>Organization of bees, 1010 Vienna, tel. +43 1 000 00 00</p></footer>",
        "<div><h2>Related stories</h2><ul><li><a href='/9'>Wasps leave the valley</a></ul></div>",
        "<h3>See also</h3><p><a href='/8'>VIENNA, 3 March 2007 - Bees</a></p>",
        "<div class='contacts'><h3>Contacts</h3><p>Made-Up Person</p><p>Tel: +996 312 00 00 00</p></div>",
    ]
)
#: How the dateline of the text may be set.
SET = st.sampled_from(
    [
        "{0}",
        "<strong>OSH, Kyrgyzstan, 14 March 2006</strong> - {1}",
        "<span class=place>OSH, Kyrgyzstan</span>, <time datetime='2006-03-14'>14 March 2006</time> - {1}",
        "OSH, Kyrgyzstan,&nbsp;14 March 2006 -&nbsp;{1}",
        "<i>OSH</i>, Kyr&shy;gyz&shy;stan, 14&#32;March\n2006 - {1}",
    ]
)
HEADINGS = st.sampled_from(
    [
        "<h1>{0}</h1>",
        "<h1 class='title'>\n  {0}\n</h1>",
        "<h1><span property='dc:title'>{0}</span></h1>",
        "<h1><a href='/node/1'>{0}</a></h1>",
        "<h1>Keepers of bees<br>open a café in Osh</h1>",
        "<div class='site-name'><h1>OSCE</h1></div><h2>{0}</h2>",
        "<header><p>Press release</p><h1>{0}</h1></header>",
        "<div class='region-header'><h1>{0}</h1></div>",
        "<h1>{0}</h1><h2 class=subtitle></h2><div class=social-share><a href=/s>Share</a></div>",
    ]
)
FIELDS = st.sampled_from(
    [
        "<dl><dt>Source:</dt><dd>{0}</dd></dl>",
        "<div class=field><div class='field-label'>Source:&nbsp;</div><div class='field-items'>{0}</div></div>",
        "<table><tr><th>Source</th><td>{0}</td></tr></table>",
        "<p><strong>Source:</strong> {0}</p>",
        "<ul><li><span class=label>Source:</span> <a href='/bishkek'>{0}</a></li></ul>",
        "<div>Source: {0}</div>",
    ]
)
PARAGRAPHS = st.sampled_from(
    [
        "<p>{0}</p><p>{1}</p>",
        "<p class='lead'>{0}</p>\r\n\r\n<p><em>{1}</em></p>",
        "<div>{0}<br><br>{1}</div>",
        "<div><div>{0}</div><div>{1}</div></div>",
        "<table><tr><td>{0}</td></tr><tr><td>{1}</td></tr></table>",
        "<p><font size=2>{0}</font></p><!-- x --><p><b>{1}</b></p>",
        "<p>&nbsp;</p><p>{0}</p><p>&nbsp;</p><p>{1}</p><p></p>",
        "<p>\n   {0}\n   </p>\n<ul><li>{1}</li></ul>",
        "<figure><img src=x><figcaption>Bees in Osh. (OSCE/Made-Up Person)</figcaption></figure><p>{0}</p><p>{1}</p>",
        "<p class=caption>Bees in Osh. (OSCE/Made-Up Person)</p><p>{0}</p><hr><p>{1}</p>",
        "<p>{0}</p><p>{1}</p><p>{1}</p>",
    ]
)
WINDOWS = st.sampled_from(["{0} | OSCE", "{0} - OSCE", "OSCE | {0}", "{0}", "OSCE :: {0}", "{0} — OSCE"])
CODECS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1"])


def facts(document: Document) -> dict[str, object]:
    return {
        "title": document.title.value,
        "kind": document.kind,
        "language": document.language,
        "day": document.issued and (document.issued.value, document.issued.evidence),
        "places": [one.value for one in document.places],
        "sources": [one.value for one in document.sources],
        "body": [document.text[span.start : span.end] for span in document.paragraphs],
    }


WANTED = {
    "title": TITLE,
    "kind": "press-release",
    "language": "en",
    "day": ("2006-03-14", "dateline"),
    "places": ["OSH"],
    "sources": [SOURCE],
    "body": list(BODY),
}


@settings(max_examples=120, deadline=None)
@given(st.data(), WRAPS, BESIDE, BESIDE, AFTER, CODECS)
def test_a_page_in_markup(
    data: st.DataObject, wraps: list[tuple[str, str, str]], before: str, beside: str, after: str, codec: str
) -> None:
    heading, fields, paragraphs = data.draw(HEADINGS), data.draw(FIELDS), data.draw(PARAGRAPHS)
    first = data.draw(SET).format(BODY[0], BODY[0].partition(" - ")[2])
    inner = f"{heading.format(TITLE)}{fields.format(SOURCE)}{beside}{paragraphs.format(first, BODY[1])}{after}"
    for element, attribute, names in wraps:
        opening, closing = ("<table", "</td></tr></table>") if element == "table" else (f"<{element}", f"</{element}>")
        cells = "<tr><td>" if element == "table" else ""
        inner = f'{opening} {attribute}="{names}">{cells}{inner}{closing}'
    declared = f'<meta charset="{codec}">' if codec in ("windows-1252", "iso-8859-1", "utf-8") else ""
    head = f"<html lang=en><head>{declared}<title>{data.draw(WINDOWS).format(TITLE)}</title></head>"
    page = f"<!DOCTYPE html>{head}<body>{before}{inner}</body></html>"
    if codec in ("windows-1252", "iso-8859-1"):
        page = page.encode(codec, "xmlcharrefreplace").decode(codec)
    document = parse(Page(source="wrapped", content=page.encode(codec)))
    assert isinstance(document, Document)
    assert facts(document) == WANTED


MENUS = st.sampled_from(
    [
        "",
        "- Home\n- About us\n-\nOur work\n- Elections\n- Rule of law\n",
        "Skip navigation\n\n",
        "We use cookies.\n",
        "Home\nNews\n",
        "  * Home\n  * Countries\n",
        "![](https://www.osce.example/f/1.jpg)\n",
    ]
)
MARKERS = st.sampled_from(
    ["Press release\n", "Newsroom\nPress release\n", "News\nPress release\n\n", "PRESS RELEASE No. 7/06\n"]
)
LABELS = st.sampled_from(
    [
        "Source: {0}\n",
        "- Source:\n- {0}\n",
        "Source:\n{0}\n",
        "- Date:\n- Place:\n- Source:\n- {0}\n- Our work:\n",
        "Content type: Press release\nWhere we are: {0}\n",
    ]
)
BETWEEN = st.sampled_from(
    ["", "![](https://www.osce.example/f/2.jpg)\n", "Bees in Osh. (OSCE/Made-Up Person)\n", "Share\nTweet\n"]
)
ENDS = st.sampled_from(
    [
        "",
        "Contacts\nMade-Up Person\nTel: +996 312 00 00 00\n",
        "See also\nWasps leave the valley\n",
        "Share\nFacebook\n",
    ]
)


@settings(max_examples=120, deadline=None)
@given(MENUS, MARKERS, LABELS, BETWEEN, ENDS, st.sampled_from(["\n", "\n\n", "\r\n"]), CODECS)
def test_a_page_in_plain_text(
    menu: str, marker: str, labels: str, between: str, ends: str, gap: str, codec: str
) -> None:
    text = f"{menu}{marker}{TITLE}\n{labels.format(SOURCE)}{between}{BODY[0]}{gap}{BODY[1]}{gap}{ends}"
    charset = codec if codec in ("windows-1252", "iso-8859-1") else None
    document = parse(Page(source="wrapped", media_type="text/plain", charset=charset, content=text.encode(codec)))
    assert isinstance(document, Document)
    assert facts(document) == WANTED
