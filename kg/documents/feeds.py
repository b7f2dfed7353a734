"""RSS and Atom feeds and sitemaps: listings for machines, a row for each document.

Source: RSS 2.0, RFC 4287 (Atom), sitemaps.org 0.9. A sitemap without news has addresses alone and gives no document.
"""

import re
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html.entities import html5
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from selectolax.lexbor import LexborHTMLParser

from kg.documents.decoding import normal
from kg.documents.draft import Draft, LabelledField
from kg.regexes import late

#: What many feeds have and XML has not: ampersands alone, names of HTML's characters, characters of control.
_NAMED = late(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_BARE = late(rb"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)")
_CONTROLS = late(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ROWS = frozenset(("item", "entry", "url"))
_DATES = ("pubdate", "date", "published", "publication_date", "issued", "updated")
_TITLES = ("title",)


def read_feed(content: bytes) -> Draft:
    """Read the rows of a feed or a sitemap.

    :param content: bytes of the XML document
    :returns: a draft with ``rows``; without any where the XML does not parse or no row has a title
    """
    draft = Draft(form="listing")
    try:
        root = _root(content.strip())
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        draft.form = "unreadable"
        draft.notes = [
            f"no readable XML: {normal(str(error))[:120]}",
            "fetch it again; RSS, Atom and sitemaps are read",
        ]
        return draft
    entries = [element for element in root.iter() if _local(element) in _ROWS]
    draft.rows = [row for element in entries if (row := _row(element)).title]
    if draft.rows and len(draft.rows) < len(entries):
        draft.notes.append(f"{len(entries) - len(draft.rows)} of {len(entries)} entries have no title")
    if not draft.rows:
        draft.form = "unreadable"
        known = (
            f"an XML document with {len(entries)} addresses and no titles" if entries else "XML that lists no documents"
        )
        draft.notes = [known, "fetch the pages at its addresses"]
    return draft


def _root(content: bytes) -> Any:
    """Parse the XML; where it is not well-formed, with its bare ampersands and names of HTML's characters mended.

    :raises ParseError: if it is not well-formed even so
    """
    try:
        return fromstring(content, forbid_dtd=False)
    except ParseError:
        mended = _BARE.sub(b"&amp;", _CONTROLS.sub(b"", _NAMED.sub(_numbered, content)))
        if mended == content:
            raise
        return fromstring(mended, forbid_dtd=False)


def _numbered(entity: re.Match[bytes]) -> bytes:
    """Write a character of HTML by its number; names of XML's own stay."""
    character = html5.get(f"{entity[1].decode()};", "")
    known = entity[1] in (b"amp", b"lt", b"gt", b"quot", b"apos")
    return entity[0] if known or len(character) != 1 else f"&#{ord(character)};".encode()


def _row(element: Any) -> Draft:
    texts = dict(reversed([(name, text) for name, text in _texts(element) if text]))
    row = Draft(form="listing-row", title=next((texts[name] for name in _TITLES if name in texts), ""))
    row.address = _link(element) or texts.get("link") or texts.get("loc") or texts.get("guid") or texts.get("id")
    if when := next((texts[name] for name in _DATES if name in texts), None):
        row.metadata.dates.append(_day(when))
    if kind := texts.get("category"):
        row.take_kind(kind)
        row.fields.append(LabelledField("Category", "other", [kind]))
    if teaser := texts.get("description") or texts.get("summary") or texts.get("content"):
        line = normal(LexborHTMLParser(teaser).text(separator=" "))
        row.body = [line] if line else []
        row.parts.extend(("summary", line) for line in row.body)
    if language := texts.get("language"):
        row.metadata.languages.append(language)
    return row


def _texts(element: Any) -> Iterator[tuple[str, str]]:
    for child in element.iter():
        if child is not element:
            yield _local(child), normal(child.text or "")


def _link(element: Any) -> str | None:
    """Find the address of an Atom entry."""
    for child in element:
        if _local(child) == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href"))
    return None


def _day(printed: str) -> str:
    """Give a day as ISO 8601, also of the dates of RSS."""
    try:
        return parsedate_to_datetime(printed).date().isoformat()
    except (ValueError, TypeError):
        return printed


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()
