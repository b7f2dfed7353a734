"""Read an HTML page of the site: found by label and structure, not by one selector."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.documents.blocks import Block, BlockReader, Measures
from kg.documents.dateline import read_dateline
from kg.documents.draft import Draft
from kg.documents.labels import KINDS, genre_of
from kg.documents.links import read_links, read_translations
from kg.documents.listings import listing_of_blocks
from kg.documents.metadata import read_linked_data, read_metadata
from kg.documents.plain import read_blocks
from kg.documents.saved import read_saved
from kg.documents.sections import PROSE, Sections
from kg.documents.titles import choose_title, marker_above
from kg.model import DocumentKind

_MAINS = ("main", "[role=main]", "#main-content", "#content", ".region-content", "article")
_SAVERS = "#wm-ipp-base, #wm-ipp, #donato"


def read_markup(text: str, address: str | None = None) -> Draft:
    """Read the parts of an HTML page.

    :param text: decoded HTML
    :param address: where it was fetched; links are resolved against it, else against what the page says of itself
    :returns: the parts; title or body are empty where the page has none, ``rows`` are filled where it is a listing

    >>> draft = read_markup("<h1>Talks held</h1><dl><dt>Place:</dt><dd>VIENNA</dd></dl><p>They met.</p>")
    >>> draft.title, draft.fields[0].values, draft.body
    ('Talks held', ['VIENNA'], ['They met.'])
    """
    tree = LexborHTMLParser(text)
    draft = Draft(form="html", metadata=read_metadata(tree))
    read_saved(text, draft)
    absolute = (one for one in draft.metadata.addresses if one.startswith("http"))
    draft.address = address or next(absolute, draft.saved_from)
    if "wm-ipp" in text:
        for node in tree.css(_SAVERS):
            node.decompose()
    if "ld+json" in text:
        read_linked_data(tree, draft.metadata)
    _language(tree, draft)
    root = _container(tree)
    if root is not None:
        _read(draft, tree, root, text)
    if tree.body is not None and not draft.rows:
        read_translations(tree.body, draft, text)
    if not draft.kind and "node-type-" in text:
        draft.kind = _kind_of_classes(tree, draft)
    draft.kind = draft.kind or draft.metadata.kind
    return draft


def _read(draft: Draft, tree: LexborHTMLParser, root: LexborNode, text: str) -> None:
    whole = tree.body if tree.body is not None else root
    blocks = BlockReader(Measures(whole)).read(root)
    draft.rows = listing_of_blocks(blocks)
    if draft.rows:
        draft.form = "listing"
        return
    start = choose_title(draft, blocks)
    if not draft.title:
        read_blocks(draft, blocks)
        draft.form = "preformatted" if any(block.tag == "pre" for block in blocks) else draft.form
    else:
        marker_above(draft, blocks[: start - 1 if start else 0])
        Sections(draft, blocks[start:]).read()
        _shown_date(draft, blocks, start)
    read_links(root, draft, text)


def _language(tree: LexborHTMLParser, draft: Draft) -> None:
    root = tree.root
    if root is not None and (tag := root.attributes.get("lang") or root.attributes.get("xml:lang")):
        draft.metadata.languages.insert(0, tag)


def _container(tree: LexborHTMLParser) -> LexborNode | None:
    """Find a known container that holds a heading of first order and a paragraph, else the body."""
    found = tree.css(", ".join(_MAINS))
    for selector in _MAINS if found else ():
        for node in found:
            if not node.css_matches(selector) or node.css_first("p") is None:
                continue
            if node.css_first("h1") is not None or (selector in _MAINS[:2] and node.css_first("h2") is not None):
                return node
    return tree.body


def _shown_date(draft: Draft, blocks: list[Block], start: int) -> None:
    """Add the date that the page shows for machines between its title and its text; one in prose is none of its own."""
    event = draft.first("event_date")
    for block in blocks[max(0, start - 3) :]:
        if event and block.text in event.values:
            continue
        prose = len(block.text) >= PROSE or bool(read_dateline(block.text))
        if block.date and not prose and (len(block.text) < PROSE // 2 or draft.first("date")):
            draft.metadata.dates.append(block.date)
            return
        if prose:
            return


def _kind_of_classes(tree: LexborHTMLParser, draft: Draft) -> DocumentKind | None:
    """Read the kind that Drupal's classes of body or article name: ``page-node-type-press-release``."""
    for node in (tree.body, tree.css_first("article")):
        classes = node.attributes.get("class") if node is not None else None
        for one in (classes or "").lower().split():
            _, marked, kind = one.rpartition("node-type-")
            words = kind.replace("-", " ").replace("_", " ")
            if marked and (found := KINDS.get(words)):
                draft.genre = draft.genre or genre_of(words)
                return found
    return None
