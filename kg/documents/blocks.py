"""Visible lines of an HTML page, with as much of the structure around them as reading needs."""

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from kg.documents.decoding import normal
from kg.documents.wrapping import unwrapped
from kg.regexes import late

_SKIPPED = frozenset(
    "script style noscript template svg iframe button select object video audio canvas dialog math textarea input img"
    " head option".split()
)
#: Elements that are frame of a site, unless they hold the page itself.
_FRAMES = frozenset("nav footer aside form".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter output q ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_WORDS = (
    "menu|nav|navbar|navigation|breadcrumbs?|share|sharing|social|related|sidebar|footer|pager|pagination|cookies?|banner"
    "|search|skip|skip-link|toolbar|tabs|newsletter|subscribe|language-switcher|links|print|region-header|site-header|ticker"
    "|breaking|upcoming"
)
_NOISE = late(
    rf"(?:^|\s)(?:[a-z]+[_-]+)*(?:{_WORDS})(?:$|\s|[_-](?:block|list|links?|wrapper|inner|bar|buttons?|items?|menu)\b)"
)
#: What makes a class name speak of the layout around an element, not of what is in it.
_LAYOUT = late(
    r"(?:^|\s)(?:with|no|has|two|one|both|not|without)[_-]|(?:^|\s)sidebar-(?:first|second|left|right)|print-(?:area|content)"
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar", "complementary"))
_NOT_SHOWN = late(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CAPTION = late(r"caption|credit|image-(?:title|text)|photo-(?:title|text)|wp-caption", re.IGNORECASE)
_DATE_PROPERTIES = ("dc:date", "dcterms:issued", "schema:datePublished")
#: Elements nested deeper than this are read as one run of text; no page of the site comes near.
_DEPTH = 150


class Block(NamedTuple):
    """One visible line: its text, the element it is in, the way there, the share of it that is links, the first link.

    ``date`` is what a ``time`` element or a date attribute in it says.
    """

    text: str
    tag: str = ""
    hint: str = ""
    path: tuple[int, ...] = ()
    linked: float = 0.0
    href: str = ""
    date: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the line is an HTML heading."""
        return self.tag in _HEADINGS

    @property
    def is_caption(self) -> bool:
        """Whether the element says that the line is a caption or a credit."""
        return self.tag == "figcaption" or bool(self.hint and _CAPTION.search(self.hint))


@lru_cache(maxsize=8192)
def is_noise(classes: str) -> bool:
    """Tell whether class names or an id are those of menus, sharing tools and other frame of a site.

    >>> is_noise("block block-menu"), is_noise("pane-node-content"), is_noise("content-area no-sidebar")
    (True, False, False)
    """
    names = classes.lower()
    return bool(_NOISE.search(names)) and not _LAYOUT.search(names)


class Measures:
    """Of a whole page: how many characters its paragraphs have, and whether it has a heading of first order."""

    def __init__(self, page: LexborNode) -> None:
        self._page = page

    @cached_property
    def letters(self) -> int:
        """Characters of the paragraphs; few pages need to know."""
        return letters_of(self._page)

    @cached_property
    def headed(self) -> bool:
        """Whether there is a heading of first order."""
        return self._page.css_first("h1") is not None


class BlockReader:
    """Walks an element once and gathers its lines in document order.

    :param page: the measures of the whole page; without them, what looks like frame is frame
    """

    def __init__(self, page: Measures | None = None) -> None:
        self.blocks: list[Block] = []
        self._page = page
        self._parts: list[str] = []
        self._linked = 0
        self._hint = ""
        self._href = ""
        self._date = ""
        self._heading = ""
        self._pre = 0
        self._counter = 0
        self._depth = 0

    def read(self, root: LexborNode) -> list[Block]:
        """Gather the visible lines under an element."""
        self._walk(root, (), 0)
        self._flush(root.tag or "", ())
        return self.blocks

    def _walk(self, element: LexborNode, path: tuple[int, ...], links: int) -> None:
        self._depth += 1
        if self._depth > _DEPTH:
            self._text(element.text_content or "", links)
        else:
            self._children(element, path, links)
        self._depth -= 1

    def _children(self, element: LexborNode, path: tuple[int, ...], links: int) -> None:
        node = element.child
        tag = element.tag or ""
        while node is not None:
            name = node.tag
            if name == "-text":
                self._text(node.text_content or "", links)
            elif name == "br":
                self._break(tag, path)
            elif name and name not in _SKIPPED and name[0] != "-":
                self._element(node, name, tag, path, links)
            node = node.next

    def _break(self, tag: str, path: tuple[int, ...]) -> None:
        """End the line; in a heading a break is white space, in preformatted text it is a break like any other."""
        if self._heading:
            self._parts.append(" ")
        elif self._pre:
            self._parts.append("\n")
        else:
            self._flush(tag, path)

    def _element(self, node: LexborNode, name: str, parent: str, path: tuple[int, ...], links: int) -> None:
        attributes = node.attributes
        if (name in _FRAMES or attributes) and self._is_frame(node, name, attributes):
            return
        if name in _INLINE:
            self._inline(node, name, attributes, path, links)
            return
        self._flush(parent, path)
        self._counter += 1
        inner = (*path, self._counter)
        self._hint = (attributes.get("class") or "") if attributes else ""
        heading, self._heading = self._heading, name if name in _HEADINGS else self._heading
        self._pre += name == "pre"
        if attributes:
            self._dated(attributes)
        self._walk(node, inner, links)
        self._flush(name, inner)
        self._pre -= name == "pre"
        self._heading = heading

    def _inline(
        self, node: LexborNode, name: str, attributes: dict[str, str | None], path: tuple[int, ...], links: int
    ) -> None:
        if attributes:
            if not self._parts:
                self._hint = attributes.get("class") or ""
            if name == "a" and not self._href:
                self._href = attributes.get("href") or ""
            self._dated(attributes)
        if name == "time" and not self._date:
            self._date = node.text() or ""
        self._walk(node, path, links + (name == "a"))

    def _dated(self, attributes: dict[str, str | None]) -> None:
        """Keep the date that an element gives for machines."""
        if self._date:
            return
        if value := attributes.get("datetime"):
            self._date = value
        elif attributes.get("property") in _DATE_PROPERTIES or attributes.get("itemprop") == "datePublished":
            self._date = attributes.get("content") or ""

    def _is_frame(self, node: LexborNode, name: str, attributes: dict[str, str | None]) -> bool:
        """Whether an element is frame of the site or not shown; never one that holds the page itself."""
        if attributes and ("hidden" in attributes or _NOT_SHOWN.search(attributes.get("style") or "")):
            return True
        classes, named = attributes.get("class"), attributes.get("id")
        framed = (
            name in _FRAMES
            or bool(classes and is_noise(classes))
            or bool(named and is_noise(named))
            or attributes.get("role") in _ROLES
        )
        return framed and not self._holds_page(node)

    def _holds_page(self, node: LexborNode) -> bool:
        """Whether an element has the heading of the page, if it has one, and most of its paragraphs."""
        if self._page is None or (self._page.headed and node.css_first("h1") is None):
            return False
        if not self._page.letters:
            return self._page.headed
        return 2 * letters_of(node) > self._page.letters

    def _text(self, text: str, links: int) -> None:
        self._parts.append(text)
        if links:
            self._linked += len(text)

    def _flush(self, tag: str, path: tuple[int, ...]) -> None:
        """End the line that is being gathered."""
        if self._parts:
            raw = "".join(self._parts)
            share = self._linked / len(raw) if raw else 0.0
            for line in unwrapped(raw.split("\n")) if self._pre else (raw,):
                if text := normal(line):
                    name = self._heading or tag
                    self.blocks.append(Block(text, name, self._hint, path, share, self._href))
            self._parts, self._linked, self._href = [], 0, ""
        if self._date and self.blocks:
            last = self.blocks[-1]
            self.blocks[-1] = last if last.date else last._replace(date=normal(self._date))
        self._date = ""
        self._hint = ""


def letters_of(node: LexborNode) -> int:
    """Count the characters of the paragraphs under an element."""
    return sum(len(paragraph.text_content or "") for paragraph in node.css("p"))
