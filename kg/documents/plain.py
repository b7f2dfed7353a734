"""Read a page that was saved as plain text: the site's menu, a marker line, the title, labelled fields, the body.

The forms, and how they are told apart, are listed in ``docs/reference/documents.md``.
"""

import re

from kg.documents.blocks import Block
from kg.documents.dateline import glued_dateline, read_date_line, read_dateline
from kg.documents.dates import find_date
from kg.documents.decoding import normal
from kg.documents.draft import Draft, LabelledField
from kg.documents.labels import HEADINGS, SECTIONS, SHARING, SITE_NAMES, kind_of
from kg.documents.listings import listing_of_lines
from kg.documents.openings import is_byline, is_name_of_site, opened, repeated_title
from kg.documents.sections import PROSE, Sections, is_label
from kg.documents.symbols import find_symbol
from kg.documents.wrapping import unwrapped

_BULLET = re.compile(r"^[-•*·‣–]\s*(?=\S|$)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_HEAD = re.compile(r"(From|To|Cc|Subject|Date|Sent|Reply-To|Message-ID|Betreff|Von|Тема|От):\s*(.*)$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?\b")
_NEAR = 10
#: The symbol of an official document is in one of so many first lines.
_HEADED = 3
#: Characters that a title without a marker above it may have.
_LONGEST_TITLE = 400
#: What news wires put before a text: ``date 2024-05-09``.
_STAMP = re.compile(r"\s*date (\d{4}-\d\d-\d\d)\s")


def read_plain(text: str) -> Draft:
    r"""Read the parts of a plain-text page.

    :param text: decoded text
    :returns: the parts; title and body are empty where the page is only a menu, ``rows`` are filled where it is a
        listing

    >>> draft = read_plain("- Menu\nPress release\nTalks held\n- Date:\n- 1 May 2021\nVIENNA – They met.")
    >>> draft.title, draft.fields[0].values, draft.body
    ('Talks held', ['1 May 2021'], ['VIENNA – They met.'])
    """
    draft = Draft(form="text")
    if stamped := _STAMP.match(text):
        draft.metadata.dates.append(stamped[1])
        text = text[stamped.end() :]
    lines = unwrapped(text.splitlines())
    blocks = [block for line in lines if (block := _block(line)).text and block.text.casefold() not in SHARING]
    return read_blocks(draft, blocks)


def read_blocks(draft: Draft, blocks: list[Block]) -> Draft:
    """Read lines whose title no heading names."""
    blocks = opened(_email(draft, blocks))
    draft.rows = listing_of_lines(blocks)
    if draft.rows:
        draft.form = "listing"
        return draft
    heading = _official_heading(blocks)
    if heading is not None:
        return _official(draft, blocks, heading)
    if not draft.title and (twice := repeated_title(blocks)):
        return _twice(draft, blocks, *twice)
    anchor = _anchor(blocks)
    if anchor is None:
        _short(draft, blocks)
    else:
        start = (draft.title and 0) or _heading(draft, blocks, anchor)
        if draft.title:
            Sections(draft, blocks[start:]).read()
        else:
            draft.body = [block.text for block in blocks if len(block.text) >= PROSE]
    return draft


def _twice(draft: Draft, blocks: list[Block], first: int, second: int) -> Draft:
    """Read a page that has its title twice: a picture's lines are between."""
    for block in reversed(blocks[max(0, first - _NEAR) : first]):
        if block.hint != "bullet" and draft.take_kind(block.text):
            break
    start = _titled(draft, blocks, first) and second + 1
    draft.parts.extend(("caption", block.text) for block in blocks[first + 1 : second])
    Sections(draft, blocks[start:]).read()
    return draft


def _official(draft: Draft, blocks: list[Block], heading: int) -> Draft:
    """Read a decision or a journal: the line with its symbol may have its date as well."""
    draft.title = blocks[heading].text
    at, symbol = next((i, found[0]) for i, block in enumerate(blocks) if (found := find_symbol(block.text)))
    draft.fields.append(LabelledField("Symbol", "symbol", [symbol]))
    above = blocks[:heading]
    if at < heading and find_date(blocks[at].text):
        draft.date_line = above.pop(at).text
        draft.parts.append(("date-line", draft.date_line))
    Sections(draft, [*(block for block in above if _LETTER.search(block.text)), *blocks[heading + 1 :]]).read()
    return draft


def _official_heading(blocks: list[Block]) -> int | None:
    """Find the heading of a decision or a journal: the first line in capitals below the line with its symbol."""
    if not any(find_symbol(block.text) for block in blocks[:_HEADED]):
        return None
    near = enumerate(blocks[: 3 * _HEADED])
    capitals = (i for i, block in near if _ORDINAL.sub("", block.text).isupper() and len(block.text.split()) > 2)
    return next((i for i in capitals if not find_symbol(blocks[i].text) and not is_label(blocks[i])), None)


def _block(line: str) -> Block:
    text = normal(line)
    bare = _BULLET.sub("", text)
    return Block(text=bare, hint="bullet" if bare != text or not bare else "")


def _email(draft: Draft, blocks: list[Block]) -> list[Block]:
    """Take the header of an e-mail off: its subject is the title, its date is when it was sent."""
    heads = [match for block in blocks[:12] if (match := _HEAD.match(block.text))]
    named = {match[1].lower(): match[2] for match in heads}
    if not {"subject", "betreff", "тема"} & set(named) or not {"date", "from", "sent", "von", "от"} & set(named):
        return blocks
    draft.form = "e-mail"
    draft.title = re.sub(
        r"^(?:(?:re|fwd?|aw|wg)\s?:\s?|\[[^\]]*\]\s?)+",
        "",
        next(named[k] for k in ("subject", "betreff", "тема") if k in named),
        flags=re.IGNORECASE,
    )
    if sent := named.get("date") or named.get("sent"):
        draft.fields.append(LabelledField("Date", "date", [sent]))
    last = max(i for i, block in enumerate(blocks[:12]) if _HEAD.match(block.text))
    return blocks[last + 1 :]


def _anchor(blocks: list[Block]) -> int | None:
    """Find the first line that is no heading: a field, a dateline, a line with a date, or prose."""
    for index, block in enumerate(blocks):
        if is_label(block) and len(block.text) < 4 * PROSE and index:
            return index
        prose = len(block.text) >= PROSE and block.hint != "bullet" and not _IMAGE.fullmatch(block.text)
        if prose and not _is_long_title(blocks, index):
            return index
        if (
            read_dateline(block.text)
            or (index and glued_dateline(block.text))
            or (index and read_date_line(block.text))
        ):
            return index
    return None


def _is_long_title(blocks: list[Block], index: int) -> bool:
    """Whether a long line is a title: right above a dateline or a date line; under a marker, above a field as well.

    A line that ends as a sentence does is text; the first line of all is a title where prose follows.
    """
    line = blocks[index].text
    below = (block for block in blocks[index + 1 :] if not _IMAGE.fullmatch(block.text))
    after = next(below, None)
    if after is None or read_dateline(line):
        return False
    is_dated = bool(read_dateline(after.text) or read_date_line(after.text))
    if index and _marks(blocks[index - 1].text):
        return is_dated or is_label(after)
    if len(line) > _LONGEST_TITLE or line.endswith((".", ":", ";", "…", "...", "”", '"')):
        return False
    first = not index or (index < _HEADED and _is_site(after.text))
    return is_dated or (first and any(len(block.text) >= PROSE for block in blocks[index + 1 : index + _NEAR]))


def _heading(draft: Draft, blocks: list[Block], anchor: int) -> int:
    """Set title and kind from the lines before the anchor; hand back where the lines after the title begin."""
    if anchor == 0 and (read_date_line(blocks[0].text) or not blocks[0].hint):
        return _dated_first(draft, blocks)
    before = [i for i in range(anchor) if not _IMAGE.fullmatch(blocks[i].text)]
    markers = [i for i in before[-_NEAR:] if blocks[i].hint != "bullet" and _marks(blocks[i].text)]
    for marker in reversed(markers):
        after = [i for i in before if i > marker and not _is_site(blocks[i].text)]
        draft.take_kind(blocks[marker].text)
        if after and not all(_marks(blocks[i].text) for i in after):
            title = next(i for i in after if not _marks(blocks[i].text))
            return _titled(draft, blocks, title)
    free = [i for i in before if blocks[i].hint != "bullet" and not _marks(blocks[i].text)]
    free = [i for i in free if not _is_site(blocks[i].text)]
    if not free or blocks[before[-1]].hint == "bullet":
        return anchor
    free = _titles(blocks, free)
    title = free[-1]
    if not markers and not is_label(blocks[anchor]):
        title = _first_of_run(blocks, free)
    return _titled(draft, blocks, title)


def _titles(blocks: list[Block], free: list[int]) -> list[int]:
    """Leave out the lines that follow a title: who spoke, the name of an agency, the first heading about a body."""
    kept = [i for i in free if not is_byline(blocks[i].text) and blocks[i].text.casefold() not in HEADINGS] or free
    while len(kept) > 1 and is_name_of_site(blocks[kept[-1]].text, blocks[kept[-2]].text):
        kept.pop()
    return kept


def _first_of_run(blocks: list[Block], free: list[int]) -> int:
    """Without a marker the title is the last line before the text; a caption under it is not."""
    last = free[-1]
    return last if last - 1 not in free or not blocks[last].text.endswith(")") else last - 1


def _dated_first(draft: Draft, blocks: list[Block]) -> int:
    """Read a page that opens with its date line: the title is the next line."""
    if len(blocks) > 1 and read_date_line(blocks[0].text):
        draft.date_line = blocks[0].text
        draft.parts.append(("date-line", blocks[0].text))
        return _titled(draft, blocks, 1)
    return 0


def _titled(draft: Draft, blocks: list[Block], index: int) -> int:
    draft.title = blocks[index].text
    before = blocks[index - 1].text if index else ""
    if not draft.date_line and before and read_date_line(before):
        draft.date_line = before
        draft.parts.append(("date-line", before))
    return index + 1


def _marks(text: str) -> bool:
    words = text.strip(" :").casefold()
    return words in SECTIONS or bool(kind_of(text))


def _is_site(text: str) -> bool:
    return text.strip(" :").casefold() in SITE_NAMES


def _short(draft: Draft, blocks: list[Block]) -> None:
    """Read a page without fields, date and prose: a few lines after a marker, or a title and a line."""
    marked = next((i for i, block in enumerate(blocks[:-1]) if _marks(block.text) and block.hint != "bullet"), None)
    if marked is None and any(block.hint == "bullet" for block in blocks):
        return
    if marked is not None:
        draft.take_kind(blocks[marked].text)
    start = 0 if marked is None else marked + 1
    if blocks:
        draft.title = blocks[start].text
        Sections(draft, blocks[start + 1 :]).read()
