"""Read an HTML page of the site: found by label and structure, not by one selector."""

from itertools import takewhile

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents.blocks import Block, BlockReader
from kg.documents.dateline import read_dateline
from kg.documents.decoding import normal
from kg.documents.draft import Draft, LabelledField
from kg.documents.fields import split_inline, split_values
from kg.documents.labels import ENDINGS, KINDS, field_of, kind_of
from kg.documents.metadata import read_attributes, read_linked_data, read_metadata
from kg.model import DocumentKind

_MAINS = ("main", "[role=main]", "#main-content", "#content", ".region-content", "article")
_PANES = ".content--header h1, .page-title h1, h1.page-title, h1.title, article h1, main h1"
_ATTRIBUTES = ("dc:date", "datePublished", "dcterms:issued")
_FIELD_LIMIT = 40
_LONGEST_VALUE = 120
_LINKED = 0.9


def read_markup(text: str) -> Draft:
    """Read the parts of an HTML page.

    :param text: decoded HTML
    :returns: the parts; title or body are empty where the page has none

    >>> draft = read_markup("<h1>Talks held</h1><dl><dt>Place:</dt><dd>VIENNA</dd></dl><p>They met.</p>")
    >>> draft.title, draft.fields[0].values, draft.body
    ('Talks held', ['VIENNA'], ['They met.'])
    """
    tree = LexborHTMLParser(text)
    draft = Draft(metadata=read_metadata(tree))
    if "ld+json" in text:
        read_linked_data(tree, draft.metadata)
    _language(tree, draft)
    root = _container(tree)
    if root is not None:
        _read_blocks(draft, BlockReader().read(root), _titles(tree))
    if "<time" in text or "date-display-single" in text:
        _displayed_date(tree, draft)
    if any(name in text for name in _ATTRIBUTES):
        read_attributes(tree, draft.metadata)
    if not draft.kind and "node-type-" in text:
        draft.kind = _kind_of_classes(tree)
    draft.kind = draft.kind or draft.metadata.kind
    return draft


def _language(tree: LexborHTMLParser, draft: Draft) -> None:
    root = tree.root
    if root is not None and (tag := root.attributes.get("lang") or root.attributes.get("xml:lang")):
        draft.metadata.languages.insert(0, tag)


def _container(tree: LexborHTMLParser) -> LexborNode | None:
    """Find a known container that holds a heading of first order and a paragraph, else the body."""
    found = tree.css(", ".join(_MAINS))
    for selector in _MAINS if found else ():
        for node in found:
            if node.css_matches(selector) and node.css_first("h1") is not None and node.css_first("p") is not None:
                return node
    return tree.body


def _titles(tree: LexborHTMLParser) -> list[str]:
    """List the page's headings of first order, those of the site's own title panes first."""
    nodes = tree.css("h1")
    if len(nodes) > 1:
        nodes = tree.css(_PANES) or nodes
    return list(dict.fromkeys(text for node in nodes if (text := normal(node.text()))))


def _read_blocks(draft: Draft, blocks: list[Block], titles: list[str]) -> None:
    """Split the lines into marker, title, fields and body."""
    start = _choose_title(draft, blocks, titles)
    _marker(draft, blocks[:start])
    shown = takewhile(lambda block: block.text.rstrip(" :").casefold() not in ENDINGS, blocks[start:])
    rest = list(shown)
    index = 0
    while index < len(rest):
        used = _field(draft, rest, index)
        if not used and not _is_frame(rest[index], draft.title):
            draft.body.append(rest[index].text)
        index += used or 1


def _choose_title(draft: Draft, blocks: list[Block], titles: list[str]) -> int:
    """Set the title; hand back where the lines after it begin."""
    declared = [title for title in draft.metadata.titles if title]
    agreed = [title for title in titles if title in declared]
    candidates = agreed or titles or declared
    if not candidates:
        return 0
    draft.title = candidates[0]
    others = [block.text for block in blocks if block.tag == "h1" and block.text != draft.title]
    if others:
        draft.notes.append(f"more than one title: {draft.title!r} is used, {others[0]!r} is not")
    return next((i + 1 for i, block in enumerate(blocks) if block.text == draft.title), 0)


def _marker(draft: Draft, before: list[Block]) -> None:
    """Take the kind from the marker nearest above the title."""
    for block in reversed(before[-4:]):
        if kind := kind_of(block.text):
            draft.kind = kind
            return


def _is_frame(block: Block, title: str) -> bool:
    """Tell a line that repeats the title, or a list entry that is nothing but a link."""
    return (
        block.tag == "h1"
        or block.text == title
        or (block.linked >= _LINKED and block.tag in ("li", "ul", "div") and len(block.text) < _LONGEST_VALUE)
    )


def _field(draft: Draft, blocks: list[Block], index: int) -> int:
    """Read a labelled field that starts at a line; hand back how many lines it takes, 0 if it is none."""
    block = blocks[index]
    if len(block.text) <= 2 * _LONGEST_VALUE and (inline := split_inline(block.text)):
        draft.fields.append(inline)
        return 1
    name = field_of(block.text) if _may_label(block) else None
    if not name:
        return 0
    values = _values(blocks, index)
    draft.fields.append(LabelledField(block.text.rstrip(" :"), name, split_values(name, values)))
    return 1 + len(values)


def _may_label(block: Block) -> bool:
    """Whether a line can be a label: it ends in a colon, or its element says so."""
    return block.text.endswith(":") or block.tag in ("dt", "th") or "label" in block.hint or "pane-title" in block.hint


def _values(blocks: list[Block], index: int) -> list[str]:
    """Gather the lines after a label that stand in the same smallest container as the first of them."""
    found: list[str] = []
    depth = -1
    label = blocks[index].path
    for block in blocks[index + 1 : index + 1 + _FIELD_LIMIT]:
        common = _common(label, block.path)
        depth = common if depth < 0 else depth
        if common < depth or not _may_be_value(block):
            break
        found.append(block.text)
    return found


def _may_be_value(block: Block) -> bool:
    return not (
        block.tag == "p"
        or block.is_heading
        or len(block.text) > _LONGEST_VALUE
        or (_may_label(block) and field_of(block.text))
        or split_inline(block.text)
        or read_dateline(block.text)
    )


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _displayed_date(tree: LexborHTMLParser, draft: Draft) -> None:
    """Add the date that the page shows outside any label."""
    selector = "time" if draft.first("date") else "span.date-display-single, time"
    shown = tree.css_first(selector)
    if shown is not None:
        attributes = shown.attributes
        value = attributes.get("content") or attributes.get("datetime") or shown.text()
        draft.metadata.dates.insert(0, normal(value or ""))


def _kind_of_classes(tree: LexborHTMLParser) -> DocumentKind | None:
    """Read the kind that Drupal's classes of body or article name: ``page-node-type-press-release``."""
    for node in (tree.body, tree.css_first("article")):
        classes = node.attributes.get("class") if node is not None else None
        for one in (classes or "").lower().split():
            _, marked, kind = one.rpartition("node-type-")
            if marked and (found := KINDS.get(kind.replace("-", " ").replace("_", " "))):
                return found
    return None
