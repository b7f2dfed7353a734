"""The title of a page of plain text: which of the lines above its text it is.

The address often has the words of the title; else the lines that are frame, markers, dates and names are left out.
"""

import re
import unicodedata
from itertools import takewhile
from urllib.parse import unquote, urlsplit

from kg.documents.blocks import Block
from kg.documents.candidates import (
    BODY,
    BODY_NAME,
    SENTENCE,
    is_letter,
    is_site,
    is_speaker,
    is_trail,
    marks,
    may_be_title,
    without_frame,
)
from kg.documents.dateline import read_date_line, read_dated_end, read_dateline
from kg.documents.draft import Draft
from kg.documents.fields import split_inline
from kg.documents.labels import HEADINGS, INSTITUTIONS, field_of, kind_of
from kg.documents.letterheads import names_site
from kg.documents.sections import PROSE, is_credited, is_label
from kg.documents.stamps import is_named, is_stamp, is_today, parts_of, placed_day
from kg.regexes import late

IMAGE = late(r"!\[[^\]]*\]\([^)]*\)")
#: A title is at most so many lines below its marker, and a date at most so many above its title.
NEAR = 10
#: What pages about the work of a body have between its name and their title.
_ACTIVITIES = ("activities", "деятельность", "tätigkeiten", "activités", "attività", "actividades")
_LATIN_WORD = late(r"[a-z]{3,}")
_FEWEST = 3
_SHARED = 0.75
_OWN = 0.5
_LONGEST_TITLE = 400
#: Of lines that may be the title, the first one is that is at least so long as part of the longest.
_LONG_ENOUGH, _LONG = 0.4, 80
_TITLED = 4
#: What a site adds to its titles: ``Talks held in the valley | Free press``.
_ADDED = late(r"^(?P<title>\S+(?:\s\S+){3,}?)(?:\s\|(?:\s[^\s|]+){1,4}|\s\[[a-z]{2}\])+$")
#: ``MONTHLY REPORT for May``, ``Final report``: a title in any company.
_REPORT = late(
    r"(?:Statement of Preliminary|Permanent Council Brief"
    r"|(?:Monthly|Weekly|Quarterly|Annual|Final|Interim|Status|Activity|Spot|Daily) Report"
    r"|PC Brief|Report (?:to|by) the)\b",
    re.IGNORECASE,
)
#: ``About us (Print version)``
_VERSION = late(r"\s\((?:print|printer|text)(?:er-friendly)? version\)$", re.IGNORECASE)
#: A title beside the day of its page has more words.
_SHORT = 2
_MAIL = late(r"@|\[e-?mail")
_HOUR = late(r"(?<![\d.:/])\d{1,2}[:.]\d\d(?!\.?\d)")
#: How the address of a letter begins; a letter has no title.
_ADDRESSEES = frozenset(("his excellency", "her excellency", "son excellence", "seiner exzellenz", "ihrer exzellenz"))
#: What a path ends with beside the name of the page.
_PATH_ENDS = frozenset(("amp", "print", "index.html", "index.htm", "index.php"))
#: ``Home > Media > Press releases``: between the marks are a few words each.
_STEP = late(r"\s?[>»›→]\s?")


def named_by_address(blocks: list[Block], address: str | None) -> int | None:
    """Find the line whose words the last part of the address is made of.

    >>> lines = [Block(text="Our news"), Block(text="Bees cross the river at night")]
    >>> named_by_address(lines, "https://www.osce.example/news/bees-cross-the-river"), named_by_address(lines, None)
    (1, None)
    """
    steps = [step for step in urlsplit(address).path.split("/") if step and step not in _PATH_ENDS] if address else []
    words = _words(unquote(steps[-1])) if steps else set()
    if len(words) < 2:
        return None
    best, found = 0.0, None
    for index, block in enumerate(blocks):
        if len(block.text) > _LONGEST_TITLE or block.hint == "bullet" or read_dateline(block.text):
            continue
        if read_date_line(block.text):
            continue
        own = _words(block.text)
        shared = len(words & own)
        named = own == words or len(words) >= _FEWEST
        if named and shared >= _SHARED * len(words) and shared >= _OWN * len(own) and shared / len(own) > best:
            best, found = shared / len(own), index
    return found


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return set(_LATIN_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter))))


def heading(draft: Draft, blocks: list[Block], anchor: int) -> int:
    """Set title and kind from the lines before the anchor; hand back where the lines after the title begin."""
    anchor = next((i for i in range(anchor) if _runs_on(blocks, i)), anchor)
    if anchor == 0 and (read_date_line(blocks[0].text) or not blocks[0].hint):
        return _dated_first(draft, blocks)
    before = [i for i in range(anchor) if not IMAGE.fullmatch(blocks[i].text)]
    markers = [i for i in before[-NEAR:] if blocks[i].hint != "bullet" and marks(blocks[i].text)]
    for marker in reversed(markers):
        after = [i for i in before if i > marker and may_be_title(blocks[i])] or _over_fields(blocks, marker)
        after = [i for i in after if blocks[i].hint != "bullet"] or after
        after = [i for i in after if not names_site(blocks[i].text, draft.address)]
        after = [i for i in after if " " in blocks[i].text and not blocks[i].text[0].islower()] or after
        draft.take_kind(blocks[marker].text)
        draft.section = draft.section or (blocks[marker].text if blocks[marker].text.casefold() in _ACTIVITIES else "")
        if after and not (below := _is_below(blocks, marker, after[0])):
            return titled(draft, blocks, after[0])
        if after and below and may_be_title(blocks[marker - 1]) and len(blocks[marker - 1].text) > _LONG // 2:
            return titled(draft, blocks, marker - 1)
    return _unmarked(draft, blocks, before, marked=bool(markers), anchor=anchor)


def _over_fields(blocks: list[Block], marker: int) -> list[int]:
    """Give the one line between a marker and the labelled fields, which is the title even where it is a sentence."""
    between = len(blocks) > marker + 2 and is_label(blocks[marker + 2]) and not is_label(blocks[marker + 1])
    return [marker + 1] if between and len(blocks[marker + 1].text) < _LONGEST_TITLE else []


def _unmarked(draft: Draft, blocks: list[Block], before: list[int], *, marked: bool, anchor: int) -> int:
    """Set the title where no marker is above it."""
    free = _above_labels(blocks, before)
    if not free and is_label(blocks[anchor]):
        return _beside_labels(draft, blocks, anchor)
    if free and not free[0] and _is_heading_of_section(blocks):
        return titled(draft, blocks, 0)
    free = without_frame(blocks, free, draft.address) if free and not _is_menu(blocks[before[-1]]) else []
    addressed = any(blocks[i].text.casefold() in _ADDRESSEES for i in free) or is_letter(
        [block.text for block in blocks]
    )
    free = [] if addressed else _below_body(draft, blocks, free)
    if free and not draft.section:
        names = (blocks[i].text for i in before if i < free[0] and blocks[i].hint != "bullet")
        draft.section = next((text for text in names if BODY_NAME.fullmatch(text)), "")
    below = _is_heading(blocks, anchor + 1)
    if not free:
        dated = read_date_line(blocks[anchor].text) and not addressed
        return titled(draft, blocks, anchor + 1) if dated and below else anchor
    last = blocks[free[-1]].text
    if names_site(last, draft.address) and (below or not BODY_NAME.fullmatch(last)):
        return titled(draft, blocks, anchor + 1) if below else anchor
    if _is_letterhead_of_day(blocks, free[0]):
        free = free[1:] or ([free[0] + 2] if _is_heading(blocks, free[0] + 2) else free)
    title = free[-1] if marked or is_label(blocks[anchor]) else _first_long(blocks, free)
    return titled(draft, blocks, title)


def _above_labels(blocks: list[Block], before: list[int]) -> list[int]:
    """List the lines that may be the title; where one of some words is above the first label, those above it."""
    free = [i for i in before if blocks[i].hint != "bullet" and may_be_title(blocks[i])]
    label = next((i for i in before if field_of(blocks[i].text)), len(blocks))
    above = [i for i in free if i < label]
    return above if any(len(blocks[i].text.split()) > _TITLED for i in above) else free


def _beside_labels(draft: Draft, blocks: list[Block], anchor: int) -> int:
    """Set the title of a page whose fields are below a long line, or above their title."""
    if anchor == 1 and len(blocks[0].text) >= PROSE and not read_dateline(blocks[0].text):
        return titled(draft, blocks, 0)
    if below := _below_fields(blocks, anchor):
        blocks.insert(anchor, blocks.pop(below))
        return titled(draft, blocks, anchor)
    return anchor


def _is_heading_of_section(blocks: list[Block]) -> bool:
    """Whether a page begins with a heading such as "Our work", and what follows does not name the body."""
    first, below = blocks[0].text.casefold(), blocks[1].text if len(blocks) > 1 else ""
    if first not in HEADINGS:
        return False
    return is_site(below) or not (first in ("about", "about us") or BODY.search(below))


def _below_fields(blocks: list[Block], anchor: int) -> int:
    """Find the title of a page whose fields are above it; 0 where none is there."""
    index = anchor
    while index < len(blocks) - 1:
        text = blocks[index].text
        if split_inline(text) or blocks[index].hint == "bullet":
            index += 1
        elif is_label(blocks[index]):
            index += 1 + (blocks[index + 1].hint != "bullet" and not is_label(blocks[index + 1]))
        else:
            return index if may_be_title(blocks[index]) and len(text) < _LONGEST_TITLE else 0
    return 0


def _below_body(draft: Draft, blocks: list[Block], free: list[int]) -> list[int]:
    """Where the name of a body has a short heading below it, leave the name out: the heading is the page's title."""
    if len(free) > 1 and free[1] == free[0] + 1 and BODY_NAME.fullmatch(blocks[free[0]].text):
        below = blocks[free[1]].text
        if len(below.split()) <= _TITLED and not is_credited(below):
            draft.section = draft.section or blocks[free[0]].text
            draft.parts.append(("boilerplate", blocks[free[0]].text))
            return free[1:]
    return free


def _is_menu(block: Block) -> bool:
    """Whether a line right above the text is an entry of a menu, not a summary of the text."""
    return block.hint == "bullet" and len(block.text.split()) < 2 * _TITLED


def _is_below(blocks: list[Block], marker: int, after: int) -> bool:
    """Whether a marker is below the title: who spoke follows it, or a shorter line than the one right above it."""
    above = [block for block in blocks[:marker] if block.hint != "bullet" and may_be_title(block)]
    if above and is_speaker(blocks, after):
        return True
    nearest = blocks[marker - 1].text if above and above[-1] is blocks[marker - 1] else ""
    named = names_site(nearest, None) or nearest.casefold() in INSTITUTIONS or BODY_NAME.fullmatch(nearest)
    longer = len(nearest) > max(_LONG // 2, len(blocks[after].text)) and bool(kind_of(blocks[marker].text))
    return longer and not named


def _first_long(blocks: list[Block], free: list[int]) -> int:
    """Without a marker the title is the first line that is not much shorter than the others; a sentence is none."""
    free = [i for i in free if not SENTENCE.search(blocks[i].text)] or free
    lengths = {i: len(blocks[i].text) for i in free if not blocks[i].text.endswith(")")}
    if (dated := _beside_stamp(blocks, free)) is not None:
        return dated
    reported = [i for i in free if _REPORT.match(blocks[i].text)]
    longest = min(max(lengths.values(), default=0), _LONG)
    if len(reported) == 1:
        return reported[0]
    whole = (i for i in free if len(blocks[i].text) >= _LONG_ENOUGH * longest and len(blocks[i].text.split()) >= 2)
    return next(whole, free[-1])


def _is_letterhead_of_day(blocks: list[Block], at: int) -> bool:
    """Whether a line names a ministry or a mission, and the day of the page is below it."""
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    return names_site(blocks[at].text, None) and bool(read_date_line(below) or is_stamp(below))


def _beside_stamp(blocks: list[Block], free: list[int]) -> int | None:
    """Find the title right above, else right below, a line with the day and the hour of the page."""
    for i, block in enumerate(blocks[: max(NEAR, free[-1] + 2)]):
        if not (is_stamp(block.text) and _HOUR.search(block.text)):
            continue
        near = i - 1 - _names_above(blocks, i)
        at = near if near in free and len(blocks[near].text.split()) > _SHORT else i + 1
        while at < i and at - 1 in free and len(blocks[at - 1].text) > len(blocks[at].text):
            at -= 1
        if (at < i or _is_heading(blocks, at)) and not _MAIL.search(blocks[at].text):
            return at
        return None
    return None


def _names_above(blocks: list[Block], at: int) -> int:
    """Count the lines right above a line that are the name of a site."""
    return sum(1 for _ in takewhile(lambda block: names_site(block.text, None), reversed(blocks[1:at])))


def _is_heading(blocks: list[Block], at: int) -> bool:
    """Whether a line below the day of a page is its title: no sentence, and text below it."""
    if at + 1 >= len(blocks) or blocks[at].hint == "bullet" or blocks[at].text.endswith((".", ":", "…")):
        return False
    if len(blocks[at].text.split()) <= _SHORT:
        return False
    prose = any(len(block.text) >= PROSE for block in blocks[at + 1 : at + 1 + _TITLED])
    return prose and len(blocks[at].text) < _LONGEST_TITLE and may_be_title(blocks[at])


def _dated_first(draft: Draft, blocks: list[Block]) -> int:
    """Read a page that opens with its date line: the title is the next line that can be one."""
    if not read_date_line(blocks[0].text):
        return 0
    found = next((i for i, block in enumerate(blocks[1:NEAR], 1) if may_be_title(block)), 0)
    is_title = found and len(blocks[found].text) < _LONGEST_TITLE and not _runs_on(blocks, found)
    return titled(draft, blocks, found) if is_title else 0


def _runs_on(blocks: list[Block], at: int) -> bool:
    """Tell a long line of text, whose sentence goes on in the next line, from a title."""
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    return len(blocks[at].text) > 2 * _LONG and below[:1].islower()


def titled(draft: Draft, blocks: list[Block], index: int) -> int:
    """Set the title, and the date line that is above it; hand back where the lines after it begin."""
    if index + 1 < len(blocks) and read_dated_end(blocks[index].text) and _is_titled_below(blocks[index + 1 :]):
        index += 1
    text = blocks[index].text
    added = _ADDED.match(text)
    text = _VERSION.sub("", text)
    draft.title = added["title"] if added else _printed_again(blocks, index) or _without_trail(text)
    if index and is_today(blocks[0].text) and is_named(blocks[0].text, draft.address):
        draft.date_line = blocks[0].text
        draft.parts.append(("date-line", blocks[0].text))
    elif index and is_today(blocks[0].text):
        draft.beside.append(blocks[0].text)
        draft.notes.append(f"the day {blocks[0].text!r} above the page may be that of a visit: it is not used")
    for at in range(index - 1, max(0, index - NEAR) - 1, -1):
        block = blocks[at]
        if at == 0 and is_today(block.text):
            continue
        if not draft.date_line and _is_day(blocks, at):
            placed = placed_day(block.text)
            draft.date_line, draft.place_line = block.text, block.text[placed.start : placed.end] if placed else ""
            draft.parts.append(("date-line", block.text))
            if not draft.kind:
                any(draft.take_kind(part) for part in parts_of(block.text))
        elif block.hint != "bullet" and block.text.casefold() in HEADINGS:
            draft.section = draft.section or block.text
        elif not draft.kind and is_trail(block.text):
            any(draft.take_kind(step) for step in reversed(_STEP.split(block.text)))
    return index + 1


def _is_day(blocks: list[Block], at: int) -> bool:
    """Whether a line has the day of the page; one below the label of another day has not."""
    text, above = blocks[at].text, blocks[at - 1].text if at else ""
    if field_of(above) in ("other", "event_date"):
        return False
    return bool(read_date_line(text) or is_stamp(text) or read_dated_end(text) or placed_day(text))


def _printed_again(blocks: list[Block], index: int) -> str:
    """Find the end of a line after a dash that is a line of its own below: the title, without who issued it."""
    *before, last = blocks[index].text.split(" - ")
    again = bool(before) and len(last.split()) > 2 * _SHORT
    return last if again and any(block.text == last for block in blocks[index + 1 : index + NEAR]) else ""


def _without_trail(text: str) -> str:
    """Leave the title at the end of the way to its page: ``Paper » Politics » Talks held in the valley``."""
    *steps, last = text.split(" » ")
    return last if len(steps) > 1 and len(last.split()) > _SHORT else text


def _is_titled_below(blocks: list[Block]) -> bool:
    """Whether a line below one that names a meeting, its town and its day is the title: no text, and text below it."""
    line = blocks[0]
    text = line.hint == "bullet" or line.text.endswith((".", ":", ",")) or len(line.text) > _LONGEST_TITLE
    return not text and may_be_title(line) and any(len(block.text) >= PROSE for block in blocks[1:3])
