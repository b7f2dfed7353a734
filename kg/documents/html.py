"""HTML pages: the title, the labelled fields and the body, found by label and structure."""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents.labels import BODY_ENDS, KINDS, bare
from kg.documents.outline import Block, Outline, take_fields
from kg.documents.text import normal
from kg.model import DocumentKind

_TITLES = (".content--header h1", "main h1", "[role=main] h1", "article h1", "h1.title", "h1#page-title", "h1")
_CONTAINERS = ("main", "[role=main]", "#main-content", "#content", ".region-content", "article")
_BLOCKS = frozenset(
    "address article blockquote center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "label li main ol p pre section table tbody td tfoot th thead tr ul".split()
)
_SKIPPED = frozenset(
    "-comment script style noscript template nav aside footer form button select svg iframe object figure head".split()
)
_NOISE = re.compile(
    r"\b(?:menu|nav(?:igation|bar)?|breadcrumbs?|share|sharing|social\w*|cookies?|related\w*|pager|sidebar|carousel|"
    r"skip-link|visually-hidden|sr-only|region-navigation|site-footer|site-header|language-switcher\w*)\b",
    re.IGNORECASE,
)
_BODY_KIND = re.compile(r"\b(?:page-)?node-type-+(press-?release|story|news|event|document|meeting|decision)\b")
_KIND_CLASSES: dict[str, DocumentKind] = {"pressrelease": "press-release", "press-release": "press-release"}
_KIND_CLASSES |= {"story": "story", "news": "story", "event": "event", "meeting": "event"}
_KIND_CLASSES |= {"document": "document", "decision": "document"}
_META_NAMES = {
    "og:title": "title",
    "article:published_time": "date",
    "dcterms.date": "date",
    "dc.date": "date",
    "dcterms.issued": "date",
    "og:locale": "locale",
    "og:url": "address",
}


def read_html(text: str) -> Outline:
    """Read the parts of an HTML page.

    :param text: the decoded page, however broken
    :returns: its outline; without titles if the page has none
    """
    tree = LexborHTMLParser(text)
    titles = _title_nodes(tree)
    metadata = dict(_metadata(tree))
    blocks = _after_title(_blocks(_container(tree, titles)), titles)
    fields, rest = take_fields(blocks[1], everywhere=True)
    texts = [normal(node.text()) for node in titles] or [_site_less(metadata.get("title", ""))]
    return Outline(
        titles=tuple(dict.fromkeys(filter(None, texts))),
        kind=_kind(tree, blocks[0], rest),
        fields=fields,
        body=tuple(_body(rest)),
        metadata=metadata,
    )


def _title_nodes(tree: LexborHTMLParser) -> list[LexborNode]:
    for selector in _TITLES:
        nodes = [node for node in tree.css(selector) if normal(node.text()) not in {"", "OSCE"}]
        if nodes:
            return nodes
    return []


def _container(tree: LexborHTMLParser, titles: list[LexborNode]) -> LexborNode | None:
    title = titles[0] if titles else None
    for selector in _CONTAINERS:
        for node in tree.css(selector):
            if title is None or any(inner.mem_id == title.mem_id for inner in node.css("h1")):
                return node
    return tree.body


def _blocks(root: LexborNode | None) -> list[Block]:
    """Flatten an element into lines of text, in document order, without the site's frame."""
    found: list[Block] = []
    if root is None:
        return found
    pieces: list[str] = []
    stack: list[tuple[Iterator[LexborNode], str | None]] = [(iter(root.iter(include_text=True)), "div")]
    while stack:
        node = next(stack[-1][0], None)
        tag = stack[-1][1] if node is None else node.tag
        if node is None:
            stack.pop()
        if tag in _BLOCKS or tag == "br" or tag is None:
            enclosing = tag if node is None else _enclosing(stack)
            if tag is not None:
                _flush(pieces, found, enclosing or "div")
        if node is not None:
            _enter(node, stack, pieces)
    _flush(pieces, found, "div")
    return found


def _enter(node: LexborNode, stack: list[tuple[Iterator[LexborNode], str | None]], pieces: list[str]) -> None:
    tag = node.tag
    if tag == "-text":
        pieces.append(node.text_content or "")
    elif tag in _SKIPPED or tag == "br":
        return
    elif tag in _BLOCKS:
        if tag == "h1" or not _is_noise(node):
            stack.append((iter(node.iter(include_text=True)), tag))
    else:
        stack.append((iter(node.iter(include_text=True)), None))


def _is_noise(node: LexborNode) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if attributes.get("role") in {"navigation", "banner", "contentinfo", "search"} or "hidden" in attributes:
        return True
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_NOISE.search(named)) and node.css_first("h1") is None


def _enclosing(stack: list[tuple[Iterator[LexborNode], str | None]]) -> str:
    return next((tag for _, tag in reversed(stack) if tag), "div")


def _flush(pieces: list[str], found: list[Block], tag: str) -> None:
    line = normal(" ".join(pieces) if tag == "ul" else "".join(pieces))
    pieces.clear()
    if line:
        found.append(Block(tag, line))


def _after_title(blocks: list[Block], titles: list[LexborNode]) -> tuple[list[Block], list[Block]]:
    title = normal(titles[0].text()) if titles else None
    for index, block in enumerate(blocks):
        if block.tag == "h1" and (title is None or block.text == title):
            return blocks[:index], [later for later in blocks[index + 1 :] if later.tag != "h1"]
    return [], blocks


def _kind(tree: LexborHTMLParser, before: list[Block], after: list[Block]) -> DocumentKind | None:
    for block in [*reversed(before[-4:]), *after[:2]]:
        if bare(block.text) in KINDS:
            return KINDS[bare(block.text)]
    body = tree.body
    named = _BODY_KIND.search((body.attributes.get("class") or "") if body else "")
    return _KIND_CLASSES.get(named[1]) if named else None


def _body(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if bare(block.text) in BODY_ENDS:
            return
        if bare(block.text) not in KINDS:
            yield block.text


def _metadata(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield what the page's head and attributes declare; for one name the last wins."""
    if title := tree.css_first("title"):
        yield "title", normal(title.text())
    for node in tree.css("time[datetime], [property~='dc:date'][content], [property~='schema:datePublished'][content]"):
        yield "date", node.attributes.get("datetime") or node.attributes.get("content") or ""
        break
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or "").lower()
        if name in _META_NAMES and attributes.get("content"):
            yield _META_NAMES[name], normal(attributes["content"] or "")
    for node in tree.css("span.date-display-single[content]")[:1]:
        yield "date", node.attributes["content"] or ""
    yield from _json_ld(tree)
    root = tree.root
    if root is not None and root.attributes.get("lang"):
        yield "language", root.attributes["lang"] or ""


def _json_ld(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for script in tree.css("script[type='application/ld+json']"):
        try:
            data: Any = json.loads(script.text())
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []:
            for key, name in (("datePublished", "date"), ("headline", "title"), ("inLanguage", "language")):
                if isinstance(item, dict) and isinstance(item.get(key), str):
                    yield name, item[key]


def _site_less(title: str) -> str:
    return re.sub(r"\s+[|–-]\s+(?:OSCE|OSZE|ОБСЕ|ODIHR)\b.*$", "", title)
