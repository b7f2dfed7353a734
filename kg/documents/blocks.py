"""Visible lines of an HTML page, with as much of the structure around them as reading needs."""

import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborNode

from kg.documents.decoding import normal

_SKIPPED = frozenset(
    "script style noscript template svg nav footer aside form iframe button select object video audio figure canvas"
    " dialog math textarea input img head".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter output q ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|share|sharing|social|related|sidebar|footer|pager|pagination|cookies?"
    r"|banner|search|skip|skip-link|toolbar|tabs|newsletter|subscribe|language-switcher|links|print|region-header|site-header)(?:$|[\s_-])"
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "menu", "menubar", "complementary"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: Elements nested deeper than this are read as one run of text; no page of the site comes near.
_DEPTH = 150


@dataclass(frozen=True, slots=True)
class Block:
    """One visible line: its text, the element it stands in, the way there, and the share of it that is links."""

    text: str
    tag: str
    hint: str
    path: tuple[int, ...]
    linked: float

    @property
    def is_heading(self) -> bool:
        """Whether the line is an HTML heading."""
        return self.tag in _HEADINGS


@lru_cache(maxsize=8192)
def is_noise(classes: str) -> bool:
    """Tell whether class names or an id are those of menus, sharing tools and other frame of a site.

    >>> is_noise("block block-menu"), is_noise("pane-node-content"), is_noise("content--header")
    (True, False, False)
    """
    return bool(_NOISE.search(classes.lower()))


class BlockReader:
    """Walks an element once and gathers its lines in document order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0
        self._hint = ""
        self._counter = 0
        self._depth = 0

    def read(self, root: LexborNode) -> list[Block]:
        """Gather the visible lines under an element."""
        self._walk(root, (), 0)
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
                self._flush(tag, path)
            elif name and name not in _SKIPPED and name[0] != "-":
                self._element(node, name, tag, path, links)
            node = node.next

    def _element(self, node: LexborNode, name: str, parent: str, path: tuple[int, ...], links: int) -> None:
        attributes = node.attributes
        if attributes and _hidden(attributes):
            return
        if name in _INLINE:
            if attributes and not self._parts:
                self._hint = attributes.get("class") or ""
            self._walk(node, path, links + (name == "a"))
            return
        self._flush(parent, path)
        self._counter += 1
        inner = (*path, self._counter)
        self._hint = (attributes.get("class") or "") if attributes else ""
        self._walk(node, inner, links)
        self._flush(name, inner)

    def _text(self, text: str, links: int) -> None:
        self._parts.append(text)
        if links:
            self._linked += len(text)

    def _flush(self, tag: str, path: tuple[int, ...]) -> None:
        """End the line that is being gathered."""
        if self._parts:
            raw = "".join(self._parts)
            if text := normal(raw):
                self.blocks.append(Block(text, tag, self._hint, path, self._linked / len(raw)))
            self._parts, self._linked = [], 0
        self._hint = ""


def _hidden(attributes: dict[str, str | None]) -> bool:
    """Whether an element is frame of the site or not shown."""
    classes, name = attributes.get("class"), attributes.get("id")
    if (classes and is_noise(classes)) or (name and is_noise(name)):
        return True
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("role") in _ROLES
        or bool(style and "display:none" in style.replace(" ", ""))
    )
