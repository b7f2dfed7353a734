"""Stage 2: one page in, one document out, or the reason why not.

The verb is :func:`parse`. It does no input or output, keeps nothing between pages and never raises on content.
"""

from kg.documents.composing import compose
from kg.documents.decoding import Decoded, binary_kind, decode
from kg.documents.draft import Draft
from kg.documents.markup import read_markup
from kg.documents.nesting import DEEPEST, too_deep
from kg.documents.plain import read_plain
from kg.model import Document, Page, Unreadable

_MARKUP = frozenset(("text/html", "application/xhtml+xml"))


def parse(page: Page) -> Document | Unreadable:
    r"""Read a page into a document.

    :param page: bytes with their address and what the transport said of them
    :returns: the document, or one line that says why there is none and what to do

    >>> content = b"Press release\nTalks held\nVIENNA, 1 May 2021 - They met."
    >>> document = parse(Page(source="a.txt", media_type="text/plain", content=content))
    >>> document.title.value, document.issued.value, document.places[0].value
    ('Talks held', '2021-05-01', 'VIENNA')
    >>> parse(Page(source="b.html", content=b"")).reason
    'the page is empty'
    """
    if not page.content.strip():
        return _unreadable(page, "the page is empty", "fetch it again or remove it")
    if kind := binary_kind(page.content):
        return _unreadable(page, f"not a page but binary: {kind}", "give HTML or plain text")
    markup = page.media_type in _MARKUP
    decoded = decode(page.content, page.charset, markup=markup)
    if markup and too_deep(decoded.text):
        return _unreadable(page, f"elements nested deeper than {DEEPEST}", "check the page: no browser shows it whole")
    draft = read_markup(decoded.text) if markup else read_plain(decoded.text)
    return _judge(draft, decoded, page)


def _judge(draft: Draft, decoded: Decoded, page: Page) -> Document | Unreadable:
    """Refuse what holds no document."""
    if not draft.title and not draft.body:
        return _unreadable(page, "only navigation", "give the page of a document, not a menu")
    if not draft.title:
        return _unreadable(page, "no title found", "give the page with its heading")
    if not draft.body:
        return _unreadable(page, "only navigation", "give the page of a document, not a menu")
    draft.notes[:0] = (*page.notes, *decoded.notes)
    return compose(draft, page)


def _unreadable(page: Page, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=page.source, offset=page.offset, address=page.address, reason=reason, remedy=remedy)


__all__ = ["parse"]
