"""Listing pages: a row for each document, with what the page says of it.

A row begins with a title. In the markup the title is a heading or a link, in plain text the line before the first
label; or a line with the date stands above it, as on the pages of the Parliamentary Assembly.
"""

import re
from itertools import pairwise, takewhile

from kg.documents.blocks import Block
from kg.documents.dateline import glued_dateline, read_date_line, read_dateline
from kg.documents.dates import DATE, WEEKDAY
from kg.documents.draft import Draft
from kg.documents.fields import split_inline
from kg.documents.labels import ENDINGS, SHARING, field_of, kind_of
from kg.documents.sections import PROSE, Sections, is_credited
from kg.documents.stamps import is_stamp
from kg.documents.towns import town_of
from kg.regexes import late

_FEWEST = 2
_LINKED = 0.9
_TITLE = (12, 300)
_AHEAD = 4
_PROSE = 200
#: What a statement's teaser opens with: the speaker, the council, the town and the day.
_SPOKEN = late(rf"as (?:delivered|prepared)\b.{{0,160}}?,\s(?P<town>[^,\d]{{2,30}}?)\s(?P<date>{DATE})", re.IGNORECASE)
_MORE = late(r"(?:^|\s|…|\.)(?:read |learn )?more\s?(?:\.{2,3}|…|»|›|>{1,2})$|^read more$", re.IGNORECASE)
#: A teaser has at least so many characters, a day at most; a row so many lines.
_TEASER = 60
_ROW = 8
_COUNT = late(r"(?<=[^\W\d_])\d{1,3}$")
#: ``Opinion on a draft law (in English) [2019-09-06]``, ``Opinion on a draft law (6 September 2019)``
_DAY_AT_END = late(
    r"(?P<title>\S.{10,300}?)(?: \(in [A-Z]\w+(?:(?:,| and) [A-Z]\w+)*\))?"
    rf" (?:\[(?P<printed>\d{{4}}-\d\d-\d\d)\]|\((?P<day>{DATE})\))",
    re.IGNORECASE,
)
_CLOCKED = late(r"\b\d{1,2}:\d\d\b")
_SIGNED = late(rf"(?:By|Par|Von|Di|Por)\s[^|]{{2,60}} \| (?P<day>{DATE})(?: \|.*)?", re.IGNORECASE)
_SOURCED = late(rf"[^\d:]{{2,60}}? - (?P<day>{WEEKDAY},\s{DATE}) - \d\d:\d\d", re.IGNORECASE)


def listing_of_blocks(blocks: list[Block]) -> list[Draft]:
    """Read the rows of a page in markup; none if it is no listing.

    :param blocks: the visible lines
    """
    days = {i: day for i, block in enumerate(blocks) if _is_linked_title(block) and (day := _dated_at(blocks, i))}
    starts = list(days)
    if len(set(days.values())) < _FEWEST or _is_document(blocks[: starts[0]]):
        return []
    return _rows(blocks, starts)


def listing_of_lines(blocks: list[Block]) -> list[Draft]:
    """Read the rows of a page of plain text; none if it is no listing."""
    for read in (
        _bracketed,
        _bulleted,
        _teased,
        _aggregated,
        _stamped,
        _signed,
        _dated_below,
        _opened_rows,
        _cut_short,
    ):
        if rows := read(blocks):
            return rows
    labelled = [i - 1 for i, block in enumerate(blocks) if i and _is_date_field(block) and _is_title(blocks[i - 1])]
    if len(labelled) >= _FEWEST and not _is_document(blocks[: labelled[0]]):
        return _rows(blocks, labelled)
    dated = [i for i in range(len(blocks) - 2) if read_date_line(blocks[i].text) and _opens(blocks, i + 1)]
    if len(dated) >= _FEWEST and not _is_document(blocks[: dated[0]]):
        rows = _rows(blocks, [i + 1 for i in dated])
        for row, at in zip(rows, dated, strict=True):
            row.date_line = blocks[at].text
            row.parts.insert(0, ("date-line", row.date_line))
        return rows
    return []


def _bulleted(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title, bullets with section and day, and a text; a title may end with a count of comments."""
    starts = [
        i
        for i, block in enumerate(blocks[:-2])
        if block.hint != "bullet" and blocks[i + 1].hint == "bullet" and _is_short_title(block) and _has_day(blocks, i)
    ]
    if len(starts) < _FEWEST or starts[0] > _AHEAD:
        return []
    cut = list(blocks)
    for i in starts:
        cut[i] = Block(text=_COUNT.sub("", blocks[i].text))
    return _rows(cut, starts)


def _bracketed(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title with the day in brackets at its end, ``(in English) [2019-09-06]``, and a summary."""
    found = [_DAY_AT_END.fullmatch(block.text) if block.text.endswith(("]", ")")) else None for block in blocks]
    told = [len(below.text) >= _TEASER for below in [*blocks[1:], Block(text="")][: len(blocks)]]
    found = [row if row and (row["printed"] or teased) else None for row, teased in zip(found, told, strict=True)]
    if sum(map(bool, found)) < _FEWEST or any(read_dateline(block.text) for block in blocks):
        return []
    cut: list[Block] = []
    starts = []
    for block, row in zip(blocks, found, strict=True):
        if row:
            starts.append(len(cut))
        cut += [Block(text=row["title"]), Block(text=row["printed"] or row["day"])] if row else [block]
    return _rows(cut, starts)


def _has_day(blocks: list[Block], index: int) -> bool:
    """Whether one of the bullets right below a title is a day."""
    below = takewhile(lambda block: block.hint == "bullet", blocks[index + 1 : index + 1 + _AHEAD])
    return any(_is_day(block) or read_date_line(block.text) for block in below)


def _teased(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title and a teaser that begins with the title again, as archives of blogs have them."""
    pairs = pairwise(blocks)
    starts = [i for i, (one, below) in enumerate(pairs) if _is_title(one) and below.text.startswith(one.text + " ")]
    if len(starts) < _FEWEST or _is_document(blocks[: starts[0]]):
        return []
    cut = list(blocks)
    for i in starts:
        cut[i + 1] = Block(text=blocks[i + 1].text.removeprefix(blocks[i].text).strip())
    rows = _rows(cut, starts)
    for row, i in zip(rows, starts, strict=True):
        said = _SPOKEN.match(cut[i + 1].text)
        if said and town_of(said["town"]) and not row.date_line:
            row.date_line = f"{said['town']}, {said['date']}"
            row.parts.insert(0, ("date-line", row.date_line))
    return rows


def _aggregated(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title and a line with source, day and hour, as aggregators have them."""
    lines = [_SOURCED.fullmatch(block.text) if " - " in block.text else None for block in blocks]
    starts = [i for i, line in enumerate(lines[1:]) if line and _is_title(blocks[i])]
    if len(starts) < _FEWEST or _is_document(blocks[: starts[0]]):
        return []
    return _rows([Block(text=line["day"]) if line else one for one, line in zip(blocks, lines, strict=True)], starts)


def _stamped(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title, a line with day and hour, and a text, as readers of feeds have them."""
    starts = [
        i
        for i, (one, below) in enumerate(pairwise(blocks))
        if _is_short_title(one) and len(below.text) < _TEASER and _CLOCKED.search(below.text) and is_stamp(below.text)
    ]
    if len(starts) < _FEWEST or starts[0] > 2 * _AHEAD or _is_document(blocks[: starts[0]]):
        return []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        if not any(len(block.text) >= _TEASER for block in blocks[start + 2 : end]):
            return []
    return _rows(blocks, starts)


def _signed(blocks: list[Block]) -> list[Draft]:
    """Read rows of a sentence and a line below it with author, day and topics, as archives of blogs have them."""
    lines = [block for block in blocks if not _is_frame(block)]
    signed = [_SIGNED.fullmatch(block.text) if " | " in block.text else None for block in lines]
    starts = [i for i, line in enumerate(signed[1:]) if line and _TITLE[0] <= len(lines[i].text) <= _TITLE[1]]
    if len(starts) < _FEWEST or _is_document(lines[: starts[0]]):
        return []
    return _rows([Block(text=line["day"]) if line else one for one, line in zip(lines, signed, strict=True)], starts)


def _dated_below(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title, a teaser and a line with the day."""
    starts = [
        i
        for i in range(len(blocks) - 2)
        if _is_short_title(blocks[i]) and len(blocks[i + 1].text) >= _TEASER and _is_day(blocks[i + 2])
    ]
    if len(starts) < _FEWEST or starts[0] > _AHEAD or any(b - a != 3 for a, b in pairwise(starts)):
        return []
    rows = _rows(blocks[: starts[-1] + 3], starts)
    for row, start in zip(rows, starts, strict=True):
        if not row.date_line:
            row.date_line = blocks[start + 2].text
            row.parts.append(("date-line", row.date_line))
    return rows


def _opened_rows(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title and a few lines that open with a dateline."""
    whole = list(takewhile(lambda block: _bare(block) not in ENDINGS or _is_more(block), blocks))
    pairs = ((i, one) for i, (one, below) in enumerate(pairwise(whole)) if _is_short_title(one) and _opens_text(below))
    starts = [i for i, one in pairs if len(one.text) < PROSE or one.text[-1] != "."]
    if len({whole[i].text for i in starts}) < _FEWEST or starts[0] > _AHEAD:
        return []
    if max(after - start for start, after in pairwise([*starts, len(whole)])) > _ROW:
        return []
    return _rows(whole, starts)


def _cut_short(blocks: list[Block]) -> list[Draft]:
    """Read rows of a title and a teaser that ends in ``More…``; they have no day."""
    pairs = enumerate(pairwise(blocks))
    starts = [
        i for i, (one, below) in pairs if _MORE.search(below.text) and _is_short_title(one) and one.text[-1] != "."
    ]
    if len(starts) < _FEWEST or _is_document(blocks[: starts[0]]):
        return []
    return _rows(blocks, starts)


def _is_short_title(block: Block) -> bool:
    dated = read_dateline(block.text) or read_date_line(block.text) or _is_day(block)
    return _is_title(block) and not (dated or kind_of(block.text) or is_credited(block.text))


def _opens_text(block: Block) -> bool:
    return bool(read_dateline(block.text)) and not is_stamp(block.text)


def _is_day(block: Block) -> bool:
    return is_stamp(block.text) and len(block.text) <= _TEASER


def _is_more(block: Block) -> bool:
    return bool(_MORE.fullmatch(block.text))


def _bare(block: Block) -> str:
    return block.text.strip(" :»›>…").casefold()


def _rows(blocks: list[Block], starts: list[int]) -> list[Draft]:
    rows = []
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        row = Draft(form="listing-row", title=blocks[start].text, address=blocks[start].href or None)
        inside = [block for block in blocks[start + 1 : end] if not _is_frame(block)]
        if end < len(blocks) and len(inside) > 1 and read_date_line(inside[-1].text) and not inside[-1].path:
            inside.pop()
        Sections(row, inside).read()
        if not row.first("date") and not row.date_line:
            row.metadata.dates.extend(block.date for block in inside if block.date)
        row.parts.extend(("summary", line) for line in row.body)
        rows.append(row)
    return rows


def _is_frame(block: Block) -> bool:
    words = _bare(block)
    return words in ENDINGS or words in SHARING or words.isdecimal() or words in ("next", "previous", "last", "first")


def _is_linked_title(block: Block) -> bool:
    linked = block.linked >= _LINKED and bool(block.href)
    return linked and _TITLE[0] <= len(block.text) <= _TITLE[1] and not field_of(block.text)


def _dated_at(blocks: list[Block], index: int) -> int:
    """Find where a date follows a title before the next title; 0 where none does."""
    for at, block in enumerate(blocks[index + 1 : index + 1 + _AHEAD], index + 1):
        if _is_date_field(block) or read_date_line(block.text) or block.date:
            return at
        if _is_linked_title(block) and block.is_heading:
            return 0
    return 0


def _is_date_field(block: Block) -> bool:
    inline = split_inline(block.text)
    return bool(inline and inline.field == "date") or (block.text.endswith(":") and field_of(block.text) == "date")


def _is_title(block: Block) -> bool:
    return _TITLE[0] <= len(block.text) <= _TITLE[1] and not split_inline(block.text) and not block.text.endswith(":")


def _opens(blocks: list[Block], index: int) -> bool:
    """Whether a title is at a line and the text of its document opens with a dateline soon after it."""
    if not _is_title(blocks[index]) or read_date_line(blocks[index].text):
        return False
    return any(read_dateline(block.text) or glued_dateline(block.text) for block in blocks[index + 1 : index + 3])


def _is_document(before: list[Block]) -> bool:
    """Whether a document of its own stands before the first row: a dateline, a date field or a long paragraph."""
    return any(
        read_dateline(block.text) or _is_date_field(block) or (len(block.text) >= _PROSE and block.linked < 0.5)
        for block in before
    )
