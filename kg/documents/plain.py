"""Read a page that was saved as plain text: the site's menu, a marker line, the title, labelled fields, the body.

The forms, and how they are told apart, are listed in ``docs/reference/documents.md``.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.documents.blocks import Block
from kg.documents.candidates import is_letter, is_row_of_links, is_site, marks, may_be_title
from kg.documents.dateline import (
    datelines_in,
    glued_dateline,
    is_numbered,
    read_date_line,
    read_dated_end,
    read_dateline,
)
from kg.documents.dates import find_date
from kg.documents.decoding import normal
from kg.documents.draft import Draft, LabelledField
from kg.documents.headings import (
    IMAGE,
    NEAR,
    heading,
    named_by_address,
    titled,
)
from kg.documents.labels import SHARING, SLOGANS
from kg.documents.letterheads import names_site
from kg.documents.listings import listing_of_lines
from kg.documents.official import heading_joined, official_heading
from kg.documents.openings import is_byline, opened, repeated_title, run_apart
from kg.documents.sections import PROSE, Sections, is_label
from kg.documents.stamps import is_stamp
from kg.documents.symbols import find_symbol
from kg.documents.wrapping import unwrapped
from kg.regexes import late

_BULLET = late(r"^[-•*·‣–]\s*(?=\S|$)")
#: Labels of an announcement within a paragraph.
_RUN_ON = late(r"(?<=\s)(What|Who|When|Where|Why|How|Registration|Contacts?):\s")
_BEFORE_LABEL = late(r"\s(?=(?:What|Who|When|Where|Why|How|Registration|Contacts?):\s)")
#: An entry of a list has fewer characters; a longer line is a paragraph that a dash opens.
_LONGEST_BULLET = 120
#: Headings and emphasis as wikis and Markdown mark them.
_MARKED = late(r"^(?:#{1,6} |={1,6} ?|\*{1,3}(?=\S)|_{1,3}(?=\S))(?P<text>\S.*?)(?: ?#{1,6}| ?={1,6}|\*{1,3}|_{1,3})?$")
_BULLET_ALONE = late(r"\s*[-•*·‣–]\s*")
_HEAD = late(r"(From|To|Cc|Subject|Date|Sent|Reply-To|Message-ID|Betreff|Von|Тема|От):\s*(.*)$", re.IGNORECASE)
_LETTER = late(r"[^\W\d_]")
#: The symbol of an official document is in one of so many first lines.
_HEADED = 3
#: Characters that a title without a marker above it may have, and has at least below a notice.
_SHORTEST_TITLE = 20
_LONGEST_TITLE, _LONG_TEASER = 400, 40
#: Characters of a line of a paragraph that was broken where it was full.
_FULL = 70
#: An entry of a list that says something, as those of a summary do, has so many characters.
_SAID = 50
#: A line with a dateline and so many characters is the text of a document.
_OPENED = 80
#: What a body writes above another's release.
_COVER = late(r"\bfollowing is (?:the|a) (?:text of (?:the|a) )?press release (?:issued|released) (?:today )?by\b")
#: What news wires put before a text: ``date 2024-05-09``.
_STAMP = late(r"\s*date (\d{4}-\d\d(?:-\d\d)?)\s")


def read_plain(text: str, address: str | None = None) -> Draft:
    r"""Read the parts of a plain-text page.

    :param text: decoded text
    :param address: where it was fetched; its last part may have the words of the title
    :returns: the parts; title and body are empty where the page is only a menu, ``rows`` are filled where it is a
        listing

    >>> draft = read_plain("- Menu\nPress release\nTalks held\n- Date:\n- 1 May 2021\nVIENNA – They met.")
    >>> draft.title, draft.fields[0].values, draft.body
    ('Talks held', ['1 May 2021'], ['VIENNA – They met.'])
    """
    draft = Draft(form="text", address=address)
    if stamped := _STAMP.match(text):
        draft.stamp = stamped[1]
        text = text[stamped.end() :]
    lines = unwrapped(text.splitlines())
    blocks = [
        block for line in _bulleted(lines) if (block := _block(line)).text and block.text.casefold() not in SHARING
    ]
    return read_blocks(draft, blocks)


def _bulleted(lines: list[str]) -> Iterator[str]:
    """Bring a bullet that is a line of its own to the line below it."""
    alone = ""
    for line in lines:
        if _BULLET_ALONE.fullmatch(line):
            alone = "- "
        elif line.strip():
            yield f"{alone}{line.strip()}" if alone else line
            alone = ""


def read_blocks(draft: Draft, blocks: list[Block]) -> Draft:
    """Read lines whose title no heading names."""
    blocks = [part for block in blocks for part in _labels_apart(block)]
    blocks = list(heading_joined(blocks))
    blocks = opened(_email(draft, [part for block in blocks for part in run_apart(block)]))
    blocks = _without_cover(draft, blocks)
    draft.rows = listing_of_lines(blocks)
    if draft.rows:
        draft.form = "listing"
        return draft
    blocks = [block for index, block in enumerate(blocks) if not _is_teaser(blocks, index)]
    official = official_heading(blocks)
    if official is not None:
        return _official(draft, blocks, official)
    if not draft.title and (twice := repeated_title(blocks)):
        return _twice(draft, blocks, *twice)
    if (
        not draft.title
        and (named := named_by_address(blocks, draft.address)) is not None
        and not (any(is_numbered(block.text) for block in blocks[:named]))
    ):
        return _named(draft, blocks, named)
    anchor = _anchor(blocks)
    anchor = _wrapped(blocks[:anchor]) or anchor
    if anchor is None:
        _short(draft, blocks)
        return draft
    start = (draft.title and 0) or heading(draft, blocks, anchor)
    if draft.title:
        Sections(draft, blocks[start:]).read()
    elif is_prose([block.text for block in blocks if block.hint != "bullet"]):
        Sections(draft, [*(block for block in blocks[:anchor] if block.hint != "bullet"), *blocks[anchor:]]).read()
    else:
        draft.body = [block.text for block in blocks if len(block.text) >= PROSE]
    return draft


def _without_cover(draft: Draft, blocks: list[Block]) -> list[Block]:
    """Leave out what a body writes above a release of another that it passes on; it is marked as boilerplate."""
    cover = next((i for i, block in enumerate(blocks[:_HEADED]) if _COVER.search(block.text)), None)
    if cover is None or not any(read_dateline(block.text) for block in blocks[cover + 2 : cover + 3]):
        return blocks
    draft.parts.extend(("boilerplate", block.text) for block in blocks[: cover + 1])
    return blocks[cover + 1 :]


def _is_teaser(blocks: list[Block], index: int) -> bool:
    """Whether a line is cut short, and one right below it is the whole."""
    text = blocks[index].text
    bare = text.rstrip(".… ")
    below = blocks[index + 1].text if index + 1 < len(blocks) else ""
    if len(bare) >= _LONG_TEASER and index < _HEADED and below.startswith(f"{text} ") and len(below) < 2 * len(text):
        return True
    cut = len(bare) >= PROSE // 2 and text.endswith(("...", "…"))
    return cut and any(block.text.startswith(bare) for block in blocks[index + 1 : index + _HEADED])


def _named(draft: Draft, blocks: list[Block], title: int) -> Draft:
    """Read a page whose address names its title; the text is below it or, with its dateline, above."""
    near = [block for block in blocks[max(0, title - NEAR) : title] if block.hint != "bullet"]
    any(draft.take_kind(block.text) for block in reversed(near))
    start = titled(draft, blocks, title)
    opens = next((i for i in range(title) if read_dateline(blocks[i].text)), None)
    below = any(len(block.text) >= PROSE for block in blocks[start:])
    Sections(draft, [*(blocks[opens:title] if opens is not None and not below else []), *blocks[start:]]).read()
    return draft


def is_prose(lines: list[str]) -> bool:
    """Tell whether lines without a title are the text of one document: prose, with one dateline at most.

    >>> is_prose(["Home", "About us"]), is_prose(["VIENNA, 1 May 2021 - " + "They met in the town hall. " * 10])
    (False, True)
    """
    if is_letter(lines):
        return True
    prose = [line for line in lines if len(line) >= PROSE]
    if sum(map(datelines_in, prose)) > 1 and not _is_translated(prose):
        return False
    return sum(map(len, prose)) >= 2 * PROSE or any(len(line) >= _OPENED and read_dateline(line) for line in lines)


def _is_translated(prose: list[str]) -> bool:
    """Whether datelines open lines of one day and one town: the same text in two languages."""
    opened = [found for line in prose if (found := read_dateline(line))]
    towns = {found.text[span.start : span.end] for found in opened for span in found.places}
    days = {found.date.value for found in opened if found.date}
    return len(opened) == sum(map(datelines_in, prose)) and len(towns) == len(days) == 1


def _labels_apart(block: Block) -> Iterator[Block]:
    """Part a paragraph in which the labels of an announcement follow one another: ``What: … When: … Where: …``."""
    labels = {found.lower() for found in _RUN_ON.findall(block.text)}
    if len(block.text) < PROSE or not {"when", "where"} <= labels:
        yield block
        return
    for text in _BEFORE_LABEL.split(block.text):
        yield block._replace(text=text)


def _twice(draft: Draft, blocks: list[Block], first: int, second: int) -> Draft:
    """Read a page that has its title twice: a picture's lines are between."""
    for block in reversed(blocks[max(0, first - NEAR) : first]):
        if block.hint != "bullet" and draft.take_kind(block.text):
            break
    start = titled(draft, blocks, first) and second + 1
    draft.title = min(blocks[first].text, blocks[second].text, key=len).rstrip()
    between = blocks[first + 1 : second]
    stamp = next((i for i, block in enumerate(between) if is_stamp(block.text)), len(between))
    if any(len(block.text) >= PROSE for block in between[stamp:]):
        Sections(draft, [*between, *blocks[second + 1 :]]).read()
        return draft
    for block in between:
        if draft.take_kind(block.text):
            continue
        dated = not draft.date_line and bool(
            is_stamp(block.text) or read_date_line(block.text) or read_dated_end(block.text)
        )
        draft.date_line = block.text if dated else draft.date_line
        draft.parts.append(("date-line" if dated else "caption", block.text))
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


def _block(line: str) -> Block:
    text = _MARKED.sub(r"\g<text>", normal(line)).removesuffix(" |").removeprefix("| ")
    bare = _BULLET.sub("", text)
    listed = (bare != text and len(bare) < _LONGEST_BULLET) or not bare
    return Block(text=bare, hint="bullet" if listed else "")


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
        prose = len(block.text) >= PROSE and block.hint != "bullet" and not IMAGE.fullmatch(block.text)
        prose = prose and not (_is_way(block.text) or is_row_of_links(block.text))
        if prose and not _is_long_title(blocks, index) and not _is_notice(blocks, index):
            return index
        if (
            read_dateline(block.text)
            or (index and glued_dateline(block.text))
            or (index and read_date_line(block.text))
        ):
            return index
    return None


def _wrapped(blocks: list[Block]) -> int | None:
    """Find where a paragraph begins whose lines are broken where they are full."""
    for index, (block, below) in enumerate(pairwise(blocks)):
        full = min(len(block.text), len(below.text)) >= _FULL and block.hint != "bullet"
        if index and full and below.text[:1].islower() and block.text[-1:].isalnum():
            return index
    return None


def _is_way(text: str) -> bool:
    """Whether a line is the way to the page, with the page's title at its end: ``You are here: Home > News > …``."""
    several = text.count(" > ") > 1
    return several and (text.casefold().startswith(SLOGANS) or max(map(len, text.split(" > "))) < PROSE)


def _is_notice(blocks: list[Block], index: int) -> bool:
    """Whether prose at the top is a notice of the site: a title and the date of its page are below it."""
    if index > 1 or read_dateline(blocks[index].text):
        return False
    for above, block in pairwise(blocks[index + 1 : index + NEAR]):
        if len(above.text) >= PROSE or read_dateline(block.text):
            return False
        if is_stamp(block.text) and len(above.text) >= _SHORTEST_TITLE and not is_label(above):
            return True
    return False


def _is_long_title(blocks: list[Block], index: int) -> bool:
    """Whether a long line is a title: right above a dateline or a date line; under a marker, above a field as well.

    A line that ends as a sentence does is text; the first line of all is a title where prose follows.
    """
    line = blocks[index].text
    below = (block for block in blocks[index + 1 :] if not IMAGE.fullmatch(block.text))
    after = next(below, None)
    if after is None or read_dateline(line):
        return False
    is_dated = bool(read_dateline(after.text) or read_date_line(after.text))
    if index and marks(blocks[index - 1].text):
        return is_dated or is_label(after)
    if len(line) <= _LONGEST_TITLE and index < NEAR and _is_row_of_labels(blocks[index + 1 :]):
        return True
    if len(line) > _LONGEST_TITLE or (
        line.endswith((".", ":", ";", "…", "...", "”", '"')) and not read_dated_end(line)
    ):
        return False
    bare = all(len(block.text) < _SHORTEST_TITLE or _is_above_title(block) for block in blocks[:index])
    first = not index or (index < _HEADED and is_site(after.text)) or (index < NEAR and bare)
    return is_dated or (first and any(len(block.text) >= PROSE for block in blocks[index + 1 : index + NEAR]))


def _is_above_title(block: Block) -> bool:
    """Whether a line is no title itself but may be above one: frame, the name of an authority, who spoke."""
    return not may_be_title(block) or names_site(block.text, None) or is_byline(block.text)


def _is_row_of_labels(blocks: list[Block]) -> bool:
    """Whether a label is the next line, and another one is near."""
    return bool(blocks) and is_label(blocks[0]) and sum(map(is_label, blocks[: 2 * _HEADED])) > 1


def _short(draft: Draft, blocks: list[Block]) -> None:
    """Read a page without fields, date and prose: a few lines after a marker, or a title and a line."""
    marked = next((i for i, block in enumerate(blocks[:-1]) if marks(block.text) and block.hint != "bullet"), None)
    bullets = [block.text for block in blocks if block.hint == "bullet"]
    told = any(len(text) >= _SAID and text.endswith(".") for text in bullets)
    if marked is None and bullets and not (told and blocks[0].hint != "bullet"):
        return
    if marked is not None:
        draft.take_kind(blocks[marked].text)
    start = 0 if marked is None else marked + 1
    below = [i for i in range(start, len(blocks)) if may_be_title(blocks[i]) and blocks[i].hint != "bullet"]
    above = [i for i in range(start) if may_be_title(blocks[i]) and len(blocks[i].text) >= _SHORTEST_TITLE]
    if blocks:
        named = below and (below[0] == start or not above)
        at = below[0] if named else above[-1] if above else start
        Sections(draft, blocks[titled(draft, blocks, at) :]).read()
