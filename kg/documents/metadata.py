"""What an HTML page says of itself in its head: meta elements, links, JSON-LD."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents.decoding import normal
from kg.documents.draft import Metadata
from kg.model import DocumentKind

_META = {
    "og:title": "titles",
    "dc.title": "titles",
    "dcterms.title": "titles",
    "article:published_time": "dates",
    "og:article:published_time": "dates",
    "dcterms.issued": "dates",
    "dcterms.date": "dates",
    "dc.date": "dates",
    "dc.date.issued": "dates",
    "dc:date": "dates",
    "date": "dates",
    "datepublished": "dates",
    "og:url": "addresses",
    "og:locale": "languages",
    "dc.language": "languages",
    "dcterms.language": "languages",
    "content-language": "languages",
}
_TYPES: dict[str, DocumentKind] = {
    "event": "event",
    "report": "document",
    "legislation": "document",
    "blogposting": "story",
}
_MAX_DEPTH = 8


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Gather a page's statements about itself.

    :param tree: the parsed page
    :returns: values as written, in the order of the page; JSON-LD comes first
    """
    found = Metadata()
    head = tree.head
    handlers: dict[str, Callable[[LexborNode, Metadata], None]] = {
        "meta": _meta,
        "link": _link,
        "title": _title,
        "base": _base,
    }
    node = head.child if head else None
    while node is not None:
        handler = handlers.get(node.tag or "")
        if handler:
            handler(node, found)
        node = node.next
    return found


def read_linked_data(tree: LexborHTMLParser, found: Metadata) -> None:
    """Add what JSON-LD scripts anywhere in the page say."""
    for script in tree.css('script[type="application/ld+json"]'):
        for item in _items(script.text_content or script.text()):
            _item(item, found)


def _meta(node: LexborNode, found: Metadata) -> None:
    attributes = node.attributes
    name = attributes.get("property") or attributes.get("name") or attributes.get("http-equiv")
    content = attributes.get("content")
    if not name or not content:
        return
    name = name.lower()
    if name == "og:type" and content.lower() in _TYPES:
        found.kind = _TYPES[content.lower()]
    elif target := _META.get(name):
        getattr(found, target).append(normal(content))


def _link(node: LexborNode, found: Metadata) -> None:
    attributes = node.attributes
    relations, target = (attributes.get("rel") or "").lower().split(), (attributes.get("href") or "").strip()
    if target and {"canonical", "shortlink"} & set(relations):
        found.addresses.append(target)
    elif target and "alternate" in relations and (tag := attributes.get("hreflang")):
        found.translations.append((tag.partition("-")[0].lower(), target))


def _base(node: LexborNode, found: Metadata) -> None:
    found.base = found.base or (node.attributes.get("href") or "").strip() or None


def _title(node: LexborNode, found: Metadata) -> None:
    """Take the window's title as it is; the names of the site are taken off where a title is chosen."""
    if text := normal(node.text() or ""):
        found.titles.append(text)


def _items(source: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON-LD nodes of a script; one that is no JSON says nothing."""
    try:
        stack: list[tuple[Any, int]] = [(json.loads(source), 0)]
    except (ValueError, RecursionError):
        return
    while stack:
        value, depth = stack.pop()
        if isinstance(value, list):
            stack.extend((one, depth) for one in reversed(value))
        elif isinstance(value, dict) and depth < _MAX_DEPTH:
            yield value
            stack.append((value.get("@graph"), depth + 1))


def _item(item: dict[str, Any], found: Metadata) -> None:
    types = {str(one).lower() for one in _listed(item.get("@type"))}
    if kind := next((_TYPES[one] for one in sorted(types) if one in _TYPES), None):
        found.kind = found.kind or kind
        if kind == "event":
            _event(item, found)
    elif not types & {"article", "newsarticle", "webpage", "pressrelease", "creativework", "report"}:
        return
    found.titles[:0] = _texts(item.get("headline"))
    found.dates[:0] = _texts(item.get("datePublished") or item.get("dateCreated"))
    found.languages.extend(_texts(item.get("inLanguage")))
    found.places.extend(_names(item.get("locationCreated") or item.get("contentLocation")))
    found.sources.extend(_names(item.get("sourceOrganization")))


def _event(item: dict[str, Any], found: Metadata) -> None:
    """Gather when and where an event is, and who holds it."""
    found.event_days.extend(_texts([item.get("startDate"), item.get("endDate")]))
    found.places.extend(_names(item.get("location")))
    found.organizers.extend(_names(item.get("organizer")))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    return [text for one in _listed(value) if isinstance(one, str) and (text := normal(one))]


def _names(value: Any) -> list[str]:
    named = [one.get("name") if isinstance(one, dict) else one for one in _listed(value)]
    return [text for one in named for text in _texts(one)]
