"""Stage 2: a page in, a document or a reason why not out.

The menu is never evidence: only the title, the labelled fields, the page's own metadata and the body are read.
"""

from kg.documents.assembly import compose
from kg.documents.decoding import decode, is_binary, twice_encoded
from kg.documents.html import read_html
from kg.documents.plain import read_plain
from kg.model import Document, Page, Unreadable


def parse(page: Page) -> Document | Unreadable:
    """Read the document that a page shows.

    :param page: HTML or plain text, in any encoding
    :returns: the document, or why there is none; never raises on content
    """
    if not page.content.strip():
        return _refused(page, "the page is empty", "fetch it again")
    if is_binary(page.content):
        return _refused(page, "the content is binary, not a page", "give HTML or plain text")
    text, notes = decode(page.content, page.charset)
    outline = read_html(text) if page.media_type == "text/html" else read_plain(text)
    if not outline.titles:
        return _refused(
            page, "only navigation: no title was found", "leave the page out, or check that it was fetched whole"
        )
    if not outline.body:
        return _refused(
            page, "only navigation: no body under the title", "leave it out, or check that it was fetched whole"
        )
    odd = twice_encoded(text)
    return compose(page, outline, (*notes, *([odd] if odd else [])))


def _refused(page: Page, reason: str, remedy: str) -> Unreadable:
    return Unreadable(source=page.source, offset=page.offset, address=page.address, reason=reason, remedy=remedy)
