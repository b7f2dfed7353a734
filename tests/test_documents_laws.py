"""Stage 2: what holds of every document, whatever the page."""

import datetime

from hypothesis import example, given
from hypothesis import strategies as st

from kg.documents import parse
from kg.documents.dates import find_date
from kg.documents.decoding import decode, normal
from kg.model import Document, Page, PartialDate, Printed, Span, Unreadable

PIECES = (
    "<h1>|</h1>|<p>|</p>|<div>|</div>|<div class='field'>|<div class='field-label'>|<dl><dt>|</dt><dd>"
    "|</dd></dl>|<li>|</li>|<br>|<strong>|</strong>|<span class='date-display-single'>|</span>"
    "|<time datetime='2021-05-01'>|</time>|<table><tr><th>|</th><td>|<main>|</main>|<article>"
    "|<body class='node-type-story'>|<nav>|</nav>|<a href='/x'>|</a>|<title>|</title>|<html lang='ru'>"
    '|<script type=\'application/ld+json\'>|{"@type": "Article", "datePublished": "2021-13-01"}'
    "|</script>|&nbsp;|&amp;|&#0;|Press release|Пресс-релиз|Date:|Place:|Source: OSCE; OSCE"
    "|Fields of work:|Elections, Policing|VIENNA/KYIV, |1 May 2021|31 June 2021|May 1, 2099|5 мая 2020 г."
    "| – | - |: | / |text|Ж|e\u0301|\u200b|\ufeff|\u2028|\x85|\x00|\ud800|\U0001f54a|\n- |\n"
).split("|")
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join)
MEDIA = st.sampled_from(["text/html", "text/plain"])


def spans(document: Document) -> list[Span]:
    printed = [document.title, document.issued, document.dateline, document.symbol]
    printed += [*document.places, *document.sources, *document.fields_of_work]
    return [
        *document.paragraphs,
        *(part.span for part in document.parts),
        *(one.span for one in printed if one and one.span),
    ]


def copied(document: Document) -> list[Printed]:
    """Every value that must stand in the text as it is; a date of issue stands there as printed."""
    one = [value for value in (document.title, document.dateline, document.symbol) if value]
    return [*one, *document.places, *document.sources, *document.fields_of_work]


def document_of(text: str, media_type: str) -> Document | None:
    content = (
        f"<h1>Title</h1><p>Body.</p>{text}" if media_type == "text/html" else f"Press release\nTitle\n{text}\nBody."
    )
    found = parse(Page(source="a", media_type=media_type, content=content.encode("utf-8", "surrogatepass")))
    return found if isinstance(found, Document) else None


@given(
    st.binary(max_size=4000) | SOUP.map(lambda soup: soup.encode("utf-8", "surrogatepass")), MEDIA, st.text(max_size=20)
)
@example(b"<h1>\xff\xfe</h1>", "text/html", "utf-16")
@example(b"+/v8-<h1>x</h1><p>y</p>", "text/html", "x-user-defined")
@example(b"\x1b$B<h1>x</h1><p>y</p>", "text/html", "iso-2022-jp")
@example(b"<h1>x</h1><p>y</p>", "text/html", "replacement")
def test_no_page_and_no_charset_make_the_parser_raise(content: bytes, media_type: str, charset: str) -> None:
    found = parse(Page(source="a", content=content, media_type=media_type, charset=charset))
    assert isinstance(found, Document | Unreadable)
    if isinstance(found, Unreadable):
        assert "\n" not in found.reason + found.remedy


@given(SOUP, MEDIA)
def test_every_span_lies_in_the_text_and_covers_what_it_says(soup: str, media_type: str) -> None:
    document = document_of(soup, media_type)
    if document is None:
        return
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans(document))
    for value in copied(document):
        if value.span:
            assert document.text[value.span.start : value.span.end] == value.value


@given(SOUP, MEDIA)
def test_the_printed_characters_of_a_date_read_as_its_value(soup: str, media_type: str) -> None:
    document = document_of(soup, media_type)
    if document is None or not document.issued or not document.issued.span:
        return
    printed = document.text[document.issued.span.start : document.issued.span.end]
    found = find_date(printed, whole=False)
    assert found is not None
    assert found.value == PartialDate(document.issued.value)


@given(SOUP, MEDIA)
def test_the_text_is_lines_in_the_canonical_form_and_ends_with_the_body_and_what_is_around_it(
    soup: str, media_type: str
) -> None:
    document = document_of(soup, media_type)
    if document is None:
        return
    assert document.text.encode("utf-8").decode("utf-8") == document.text
    assert all(line == normal(line) != "" for line in document.text.split("\n"))
    lines = [*document.paragraphs, *(part.span for part in document.parts)]
    assert lines[-1].end == len(document.text)
    assert [one.end + 1 for one in lines[:-1]] == [one.start for one in lines[1:]]


@given(SOUP, MEDIA)
def test_reading_a_page_twice_gives_one_document(soup: str, media_type: str) -> None:
    assert document_of(soup, media_type) == document_of(soup, media_type)


@given(st.text())
def test_the_canonical_form_of_a_line_is_its_own_canonical_form(line: str) -> None:
    assert normal(normal(line)) == normal(line)


@given(st.text(alphabet="aäöéёЖž€–“”", min_size=40), st.sampled_from(["utf-8", "utf-16"]))
def test_unicode_with_a_mark_is_read_whatever_is_declared(text: str, codec: str) -> None:
    content = text.encode("utf-8-sig" if codec == "utf-8" else codec)
    assert decode(content, "iso-8859-1", markup=False).text == text


FORMS = (
    "{0.day} {month} {0.year}",
    "{month} {0.day}, {0.year}",
    "{0.day:02}.{0.month:02}.{0.year}",
    "{0.day} {russian} {0.year} года",
    "{0.day}. {german} {0.year}",
    "{0.day} de {spanish} de {0.year}",
    "{0:%Y-%m-%d}T09:00:00+02:00",
    "am {0.day}. {german} {0.year}",
    "on {0.day} {month} {0.year}, in Vienna",
)
MONTHS = "January February March April May June July August September October November December".split()
GERMAN = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
SPANISH = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
RUSSIAN = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


@given(st.dates(datetime.date(1973, 1, 1), datetime.date(2049, 12, 31)), st.sampled_from(FORMS))
def test_a_date_is_read_in_every_form_in_which_it_is_printed(day: datetime.date, form: str) -> None:
    at = day.month - 1
    names = {"month": MONTHS[at], "german": GERMAN[at], "spanish": SPANISH[at], "russian": RUSSIAN[at]}
    found = find_date(form.format(day, **names))
    assert found is not None
    assert found.value == PartialDate(day.isoformat())
