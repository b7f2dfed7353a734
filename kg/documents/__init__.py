"""Stage 2: one page in, one document out, or the reason why not.

The verb is :func:`parse`; :func:`parse_all` also gives the rows of a listing page. They do no input or output, keep
nothing between pages and never raise on content.
"""

from kg.documents.composing import compose, compose_row
from kg.documents.decoding import Decoded, binary_kind, decode, unmarked_utf16
from kg.documents.draft import DOCX, PDF, Draft
from kg.documents.markup import read_markup
from kg.documents.nesting import DEEPEST, too_deep
from kg.documents.plain import is_prose, read_plain
from kg.model import Document, Page, Unreadable

_MARKUP = frozenset(("text/html", "application/xhtml+xml"))
_FEEDS = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
)


def parse(page: Page) -> Document | Unreadable:
    r"""Read a page into a document.

    :param page: bytes with their address and what the transport said of them
    :returns: the document, or one line that says why there is none and what to do; a listing gives no single one

    >>> content = b"Press release\nTalks held\nVIENNA, 1 May 2021 - They met."
    >>> document = parse(Page(source="a.txt", media_type="text/plain", content=content))
    >>> document.title.value, document.issued.value, document.places[0].value
    ('Talks held', '2021-05-01', 'VIENNA')
    >>> parse(Page(source="b.html", content=b"")).reason
    'the page is empty'
    """
    found = parse_all(page)
    if len(found) == 1 and (isinstance(found[0], Unreadable) or not found[0].listed_on):
        return found[0]
    return _unreadable(page, f"a listing of {len(found)} documents, not one", "read it with parse_all")


def parse_all(page: Page) -> tuple[Document | Unreadable, ...]:
    """Read a page into the document that it is, or into the documents that it lists.

    :returns: at least one document or reason
    """
    if not page.content.strip():
        return (_unreadable(page, "the page is empty", "fetch it again or remove it"),)
    if page.media_type in (PDF, DOCX):
        from kg.documents.linked_files import read_file  # with what runs another process

        return (_judge(read_file(page), None, page),)
    if kind := binary_kind(page.content, page.charset):
        if name := unmarked_utf16(page.content):
            remedy = f"convert it (iconv -f {name} -t UTF-8), or keep the HTTP header that names its charset"
            return (_unreadable(page, f"text in {name} without a byte order mark", remedy),)
        return (_unreadable(page, f"not a page but binary: {kind}", "give HTML or plain text"),)
    markup = page.media_type in _MARKUP
    feed = page.media_type in _FEEDS
    decoded = decode(page.content, page.charset, markup=markup or feed)
    if markup and too_deep(decoded.text):
        remedy = "check the page: no browser shows it whole"
        return (_unreadable(page, f"elements nested deeper than {DEEPEST}", remedy),)
    draft = _read(page, decoded.text, markup=markup, feed=feed)
    if draft.rows:
        untold = (_unreadable(page, note, "fetch the pages at their addresses") for note in draft.notes if feed)
        return (*(compose_row(row, page, draft) for row in draft.rows), *untold)
    return (_judge(draft, decoded, page),)


def _read(page: Page, text: str, *, markup: bool, feed: bool) -> Draft:
    if feed:
        from kg.documents.feeds import read_feed  # with an XML parser

        return read_feed(page.content)
    return read_markup(text, page.address) if markup else read_plain(text, page.address)


def _judge(draft: Draft, decoded: Decoded | None, page: Page) -> Document | Unreadable:
    """Refuse what holds no document."""
    if draft.form == "unreadable":
        return _unreadable(page, draft.notes[0], draft.notes[1])
    bare = not draft.body and not (draft.files or draft.first("date") or draft.first("source") or draft.first("symbol"))
    if not draft.title and not draft.body:
        return _unreadable(page, "only navigation", "give the page of a document, not a menu")
    if not draft.title and not is_prose(draft.body):
        return _unreadable(page, "no title found", "give the page with its heading")
    if bare:
        return _unreadable(page, "only navigation", "give the page of a document, not a menu")
    draft.notes[:0] = (*page.notes, *(decoded.notes if decoded else ()))
    return compose(draft, page)


def _unreadable(page: Page, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=page.source, offset=page.offset, address=page.address, reason=reason, remedy=remedy)


__all__ = ["parse", "parse_all"]
