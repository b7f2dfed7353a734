"""The title of a page of plain text: which of the lines above its text it is.

The address often has the words of the title; else the lines that are frame, markers, dates and names are left out.
"""

import unicodedata
from urllib.parse import unquote, urlsplit

from kg.documents.blocks import Block
from kg.documents.dateline import read_date_line, read_dated_end, read_dateline
from kg.documents.draft import Draft
from kg.documents.fields import split_inline
from kg.documents.labels import HEADINGS, INSTITUTIONS, NOTICES, SECTIONS, SITE_NAMES, SLOGANS, field_of, kind_of
from kg.documents.letterheads import names_site
from kg.documents.openings import is_byline, is_name_of_site
from kg.documents.sections import PROSE, is_credited, is_label
from kg.documents.stamps import is_stamp, is_today, parts_of, placed_day
from kg.documents.tables import table
from kg.documents.towns import town_of
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
_BODY = late(r"\b(?:OSCE|CSCE|ODIHR|OSZE|OBSE|ОБСЕ|Mission|Presence|Centre|Office|Secretariat|Council|Assembly)\b")
#: How a sentence ends that is long enough to be of the text; a short title may end with a full stop.
_SENTENCE = late(r"^.{60,}\w{3}\.$")
#: ``By A. Writer``.
_AUTHOR = late(
    r"(?:Redazione|Redaktion|Redacción|Rédaction|Redakcija|Редакция|Редакція|[Bb]y|Par|Von|Di|Por|Автор:?|Autor:?|Author:?)\s[^\W\d_a-zа-я][^!?]{2,50}$"
)
#: What a site adds to its titles: ``Talks held in the valley | Free press``.
_ADDED = late(r"^(?P<title>\S+(?:\s\S+){3,}?)(?:\s\|\s\S+(?:\s\S+){0,3}|\s\[[a-z]{2}\])+$")
#: ``(AGENCY - Paper)``, the source of a reprint.
_BRACKETS = late(r"\([^()]*\)|\[[^\[\]]*\]")
#: Between two names of a site: ``OSCE - Organization for Security and Co-operation in Europe``.
_AND = late(r"\s[-–|/·]\s")
_LETTERHEADS = tuple(f"{name} " for name in sorted(SITE_NAMES, key=len, reverse=True) if len(name.split()) > _TITLED)
_HEADS_OF = tuple(sorted(INSTITUTIONS, key=len, reverse=True))
#: ``Ambassador Ana Example, Head of the Mission``: whom a page is about, above its title.
_HOLDER = late(
    r"(?:(?:H\.\s?E\.|Ambassador|Dr\.?|Mr\.?|Ms\.?|Mrs\.?|Botschafter(?:in)?|Ambassad(?:eur|rice)|Ambasciat(?:ore|rice))\s)+"
    r"(?:[^\W\d_a-zа-я][\w’'.-]*\s?){2,4}, (?:Deputy )?(?:Head|Director|Chief|Chair\w*|Secretary|Representative|High"
    r"|Minister|President|Leiter|Chef|Capo|Direct\w+)\b[^.!?:]*"
)
#: A title beside the day of its page has more words.
_SHORT = 2
#: ``SC/14999``, a symbol above the title.
_SYMBOL = late(r"[A-Z]{1,6}(?:/[\w.()-]+)*/\d[\w.()-]*")
_GREETS, _CLOSES = (late(table("kinds")["texts"][name]) for name in ("greets", "closes"))
#: Lines of the head of a letter, and of its end.
_LETTER_HEAD, _LETTER_END = 16, 6
_MAIL = late(r"@|\[e-?mail")
_HOUR = late(r"(?<![\d.:/])\d{1,2}[:.]\d\d(?!\.?\d)")
_PAPER, _BODY_NAME, _PERSON = (
    late(table("kinds")[one][name]) for one, name in (("reprints", "papers"), ("names", "body"), ("names", "person"))
)
#: What a line has that says which office somebody has, below the name.
_OFFICE = late(
    r"^(?:[\w.’'-]+,? ){0,5}(?:Secretary|Minister|Ambassador|Chief|Director|Head|Representative|Chargé|Chair\w*"
    r"|President|Attaché|Spokes\w+|Delegate|Counsel\w+|Co-?ordinator|Commissioner|Senator|Congress\w+|Leiter\w*|Botschafter\w*"
    r"|Chef\w*|Ministre|Ambassad\w+|Ministro|Ambasciat\w+|Министр|Посол|Председатель|Директор|представител\w+)\b[^.!?:]*$"
)
#: ``Mr. Chair,``: a greeting above a speech ends with a comma, which no title does.
_GREETING = late(r".{3,60},")
#: How the address of a letter begins; a letter has no title.
_ADDRESSEES = frozenset(("his excellency", "her excellency", "son excellence", "seiner exzellenz", "ihrer exzellenz"))
#: What a path ends with beside the name of the page.
_PATH_ENDS = frozenset(("amp", "print", "index.html", "index.htm", "index.php"))
#: ``Home > Media > Press releases``: between the marks are a few words each.
_STEP = late(r"\s?[>»›→]\s?")
_TRAIL = late(r"(?:[^>»›→]{2,40}\s?[>»›→]\s?){2,}[^>»›→]{0,40}")


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
    if anchor == 0 and (read_date_line(blocks[0].text) or not blocks[0].hint):
        return _dated_first(draft, blocks)
    before = [i for i in range(anchor) if not IMAGE.fullmatch(blocks[i].text)]
    markers = [i for i in before[-NEAR:] if blocks[i].hint != "bullet" and marks(blocks[i].text)]
    for marker in reversed(markers):
        after = [i for i in before if i > marker and may_be_title(blocks[i])]
        after = [i for i in after if blocks[i].hint != "bullet"] or after
        after = [i for i in after if not names_site(blocks[i].text, draft.address)]
        draft.take_kind(blocks[marker].text)
        draft.section = draft.section or (blocks[marker].text if blocks[marker].text.casefold() in _ACTIVITIES else "")
        if after and not (_is_speaker(blocks, after[0]) and any(may_be_title(blocks[i]) for i in before if i < marker)):
            return titled(draft, blocks, after[0])
    free = [i for i in before if blocks[i].hint != "bullet" and may_be_title(blocks[i])]
    label = next((i for i in before if field_of(blocks[i].text)), anchor)
    above = [i for i in free if i < label]
    free = above if any(len(blocks[i].text.split()) > _TITLED for i in above) else free
    if not free and is_label(blocks[anchor]) and (below := _below_fields(blocks, anchor)):
        blocks.insert(anchor, blocks.pop(below))
        return titled(draft, blocks, anchor)
    if free and not free[0] and _is_heading_of_section(blocks):
        return titled(draft, blocks, 0)
    free = _titles(blocks, free, draft.address) if free and not _is_menu(blocks[before[-1]]) else []
    addressed = any(blocks[i].text.casefold() in _ADDRESSEES for i in free) or is_letter(
        [block.text for block in blocks]
    )
    free = [] if addressed else _below_body(draft, blocks, free)
    if free and not draft.section:
        names = (blocks[i].text for i in before if i < free[0] and blocks[i].hint != "bullet")
        draft.section = next((text for text in names if _BODY_NAME.fullmatch(text)), "")
    if not free:
        dated = read_date_line(blocks[anchor].text) and not addressed
        return titled(draft, blocks, anchor + 1) if dated and _is_heading(blocks, anchor + 1) else anchor
    if names_site(blocks[free[-1]].text, draft.address) and _is_heading(blocks, anchor + 1):
        return titled(draft, blocks, anchor + 1)
    if _is_letterhead_of_day(blocks, free[0]):
        free = free[1:] or ([free[0] + 2] if _is_heading(blocks, free[0] + 2) else free)
    title = free[-1] if markers or is_label(blocks[anchor]) else _first_long(blocks, free)
    return titled(draft, blocks, title)


def _is_heading_of_section(blocks: list[Block]) -> bool:
    """Whether a page begins with a heading such as "Our work", and what follows does not name the body."""
    first, below = blocks[0].text.casefold(), blocks[1].text if len(blocks) > 1 else ""
    if first not in HEADINGS:
        return False
    return is_site(below) or not (first in ("about", "about us") or _BODY.search(below))


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
    if len(free) > 1 and free[1] == free[0] + 1 and _BODY_NAME.fullmatch(blocks[free[0]].text):
        below = blocks[free[1]].text
        if len(below.split()) <= _TITLED and not is_credited(below):
            draft.section = draft.section or blocks[free[0]].text
            draft.parts.append(("boilerplate", blocks[free[0]].text))
            return free[1:]
    return free


def _is_menu(block: Block) -> bool:
    """Whether a line right above the text is an entry of a menu, not a summary of the text."""
    return block.hint == "bullet" and len(block.text.split()) < 2 * _TITLED


def may_be_title(block: Block) -> bool:
    """Tell whether a line is no frame, marker, date line, author's line or sentence of the text."""
    text = block.text
    site = is_site(text) or is_trail(text) or _BRACKETS.fullmatch(text) or text.casefold().startswith(SLOGANS)
    site = site or bool(_SYMBOL.fullmatch(text) or field_of(text))
    frame = site or marks(text) or is_stamp(text) or text.casefold().strip(".") in NOTICES or _GREETING.fullmatch(text)
    dated = read_date_line(text)
    day = (dated and dated.places) or placed_day(text)
    sentence = len(text) >= PROSE and text.endswith(".") and not read_dated_end(text)
    return not (frame or day or _AUTHOR.match(text) or sentence)


def _titles(blocks: list[Block], free: list[int], address: str | None) -> list[int]:
    """Leave out what is above or below a title: who keeps the site, who spoke and where, the name of an agency."""
    free = [i for i in free if not names_site(blocks[i].text, address)] or free
    free = _without_speakers(blocks, free)
    free = [i for i in free if blocks[i].text.casefold() not in HEADINGS]
    free = [i for i in free if not _PAPER.search(blocks[i].text.casefold())] or free
    spoken = [i for i in free if not is_byline(blocks[i].text)] or free
    named = [i for i in spoken if not is_credited(blocks[i].text)]
    named = [i for i in named[:-1] if not _HOLDER.fullmatch(blocks[i].text)] + named[-1:]
    kept = [i for i in named if blocks[i].text.casefold() not in INSTITUTIONS] or named or spoken
    while len(kept) > 1 and is_name_of_site(blocks[kept[-1]].text, blocks[kept[-2]].text):
        kept.pop()
    return kept


def _is_speaker(blocks: list[Block], at: int) -> bool:
    """Whether a line is the name of somebody, and the line below says which office that is, where or on what day."""
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    named = _PERSON.fullmatch(blocks[at].text) and not _BODY.search(blocks[at].text)
    return bool(named) and bool(_OFFICE.match(below) or town_of(below) or read_date_line(below))


def _without_speakers(blocks: list[Block], free: list[int]) -> list[int]:
    """Leave out the name, the office and the town of whoever spoke, which are below a title."""
    spoke = next((i for i in free[1:] if _is_speaker(blocks, i)), 0)
    return [i for i in free if i < spoke] if spoke else free


def _first_long(blocks: list[Block], free: list[int]) -> int:
    """Without a marker the title is the first line that is not much shorter than the others; a sentence is none."""
    free = [i for i in free if not _SENTENCE.search(blocks[i].text)] or free
    lengths = {i: len(blocks[i].text) for i in free if not blocks[i].text.endswith(")")}
    if (dated := _beside_stamp(blocks, free)) is not None:
        return dated
    longest = min(max(lengths.values(), default=0), _LONG)
    whole = (i for i in free if len(blocks[i].text) >= _LONG_ENOUGH * longest and len(blocks[i].text.split()) >= 2)
    return next(whole, free[-1])


def is_letter(lines: list[str]) -> bool:
    """Tell whether a line near the top greets somebody and one near the end takes leave: a letter has no title.

    >>> is_letter(["Dear Mr Minister,", "Thank you for the honey.", "Yours sincerely,"]), is_letter(["Dear friends,"])
    (True, False)
    """
    greeted = any(_GREETS.search(line) for line in lines[:_LETTER_HEAD])
    return greeted and any(_CLOSES.search(line) for line in lines[-_LETTER_END:])


def _is_letterhead_of_day(blocks: list[Block], at: int) -> bool:
    """Whether a line names a ministry or a mission, and the day of the page is below it."""
    below = blocks[at + 1].text if at + 1 < len(blocks) else ""
    return names_site(blocks[at].text, None) and bool(read_date_line(below) or is_stamp(below))


def _beside_stamp(blocks: list[Block], free: list[int]) -> int | None:
    """Find the title right above, else right below, a line with the day and the hour of the page."""
    for i, block in enumerate(blocks[: max(NEAR, free[-1] + 2)]):
        if not (is_stamp(block.text) and _HOUR.search(block.text)):
            continue
        at = i - 1 if i - 1 in free and len(blocks[i - 1].text.split()) > _SHORT else i + 1
        while at < i and at - 1 in free and len(blocks[at - 1].text) > len(blocks[at].text):
            at -= 1
        if (at < i or _is_heading(blocks, at)) and not _MAIL.search(blocks[at].text):
            return at
        return None
    return None


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
    return titled(draft, blocks, found) if found and len(blocks[found].text) < _LONGEST_TITLE else 0


def titled(draft: Draft, blocks: list[Block], index: int) -> int:
    """Set the title, and the date line that is above it; hand back where the lines after it begin."""
    if index + 1 < len(blocks) and read_dated_end(blocks[index].text) and _is_titled_below(blocks[index + 1 :]):
        index += 1
    text = blocks[index].text
    added = _ADDED.match(text)
    draft.title = added["title"] if added else _printed_again(blocks, index) or _without_trail(text)
    if index and is_today(blocks[0].text):
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


def marks(text: str) -> bool:
    """Tell whether a line says in which part of a site a page is, or what kind of document."""
    words = text.strip(" :").casefold()
    return words in SECTIONS or bool(kind_of(text))


def is_trail(text: str) -> bool:
    """Tell whether a line is the way to a page from the front page of its site.

    >>> is_trail("Home > Media > Press releases"), is_trail("Talks » round two")
    (True, False)
    """
    return bool(_TRAIL.fullmatch(text))


def is_site(text: str) -> bool:
    """Tell whether a line is a name of the site, several of them, or the letterhead of an institution.

    >>> is_site("OSCE - Organization for Security and Co-operation in Europe"), is_site("OSCE - talks on bees")
    (True, False)
    >>> is_site("Organization for Security and Co-operation in Europe Secretariat"), is_site("OSCE")
    (False, True)
    """
    words = text.strip(" :").casefold()
    return words in SITE_NAMES or all(one in SITE_NAMES for one in _AND.split(words)) or _is_letterhead(text)


def _is_letterhead(text: str) -> bool:
    """Whether a line is the name of the organization, one of its institutions, and at most who holds that office."""
    words = text.casefold()
    name = next((name for name in _LETTERHEADS if words.startswith(name)), "")
    rest = words[len(name) :].removeprefix("the ")
    held = next((one for one in _HEADS_OF if rest.startswith(one)), "") if name else ""
    holder = text[len(text) - len(rest) + len(held) :].split()
    return bool(held) and len(holder) <= _TITLED and all(word[:1].isupper() for word in holder)
