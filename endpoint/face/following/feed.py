"""Atom feeds (RFC 4287), with entries for what is gone (RFC 6721)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"
_DELETED = "http://purl.org/atompub/tombstones/1.0"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its name for ever, title, page, day (ISO 8601 of any precision), kind."""

    identity: str
    title: str
    page: str
    day: str
    kind: str = ""
    is_gone: bool = False


def write_feed(title: str, identity: str, page: str, entries: Iterable[Entry], language: str = "en") -> bytes:
    """Write a feed.

    :param identity: address of the feed
    :param page: address of the same for people
    :param entries: newest first
    """
    ElementTree.register_namespace("", _ATOM)
    ElementTree.register_namespace("at", _DELETED)
    found = list(entries)
    feed = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    _element(feed, "title", title)
    _element(feed, "id", identity)
    _element(feed, "updated", instant(found[0].day if found else "1975-08-01"))
    _element(_element(feed, "author"), "name", "osce-kg")
    _element(feed, "link", rel="self", href=identity)
    _element(feed, "link", rel="alternate", href=page)
    for entry in found:
        _write(feed, entry)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def _write(feed: ElementTree.Element, entry: Entry) -> None:
    if entry.is_gone:
        attributes = {"ref": entry.identity, "when": instant(entry.day)}
        gone = ElementTree.SubElement(feed, f"{{{_DELETED}}}deleted-entry", attributes)
        ElementTree.SubElement(gone, f"{{{_DELETED}}}comment").text = entry.title
        return
    made = _element(feed, "entry")
    _element(made, "title", entry.title)
    _element(made, "id", entry.identity)
    _element(made, "link", rel="alternate", href=entry.page)
    _element(made, "updated", instant(entry.day))
    if entry.kind:
        _element(made, "category", term=entry.kind)


def _element(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = text or None
    return made


def instant(day: str) -> str:
    """Write a day of any precision as RFC 3339 asks.

    >>> instant("2014-04"), instant("2014-04-11T08:00:00Z")
    ('2014-04-01T00:00:00Z', '2014-04-11T00:00:00Z')
    """
    year, month, number = (*day[:10].split("-"), "01", "01")[:3]
    return date(int(year), int(month), int(number)).isoformat() + "T00:00:00Z"
