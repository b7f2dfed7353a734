"""What is above and around the title of a page of plain text that belongs to no document, and what is broken there.

Notices about cookies, headers of print-outs, names of images; a date glued to a title, a town apart from its date.
"""

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from kg.documents.blocks import Block
from kg.documents.dateline import read_date_line, read_dateline
from kg.documents.dates import DATE, MONTH, find_date
from kg.documents.labels import COOKIES, SITE_NAMES
from kg.documents.letterheads import names_site
from kg.documents.sections import is_label
from kg.documents.stamps import is_stamp
from kg.documents.towns import state_named, town_of
from kg.regexes import late

#: The opening is so many lines.
_NEAR = 10
_PRINTED = late(r"(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d),?\s(?:\d{1,2}:\d\d(?:\s?[AP]M)?,?\s)?\S.*\s[|–—-]\s(.+)$")
#: ``photo2``, ``img_0014.jpg``: no word, but the name of a file.
_IMAGE_NAME = late(r"[a-z][a-z_-]*\d[\w.-]*|\S+\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)
_ENDS_DATED = late(rf"\s(?P<places>[^\W\d_a-z]{{3,}}(?:\s?[/-]\s?[^\W\d_a-z]{{3,}}){{0,2}}),?\s(?i:{DATE})$")
#: The town after it belongs to the words before: ``Talks in SKOPJE 4 May 2018``.
_GOES_ON = late(r"(?:[,;:–-]|\b(?:in|at|of|on|from|to|for|and|the|à|de|von|zu|und|a|e|en|y|в|на|из|и))$", re.IGNORECASE)
_ADDRESSED = late(
    r"(?P<said>(?:as (?:delivered|prepared)|delivered|to|at|before)\b.*\b(?:council|committee|forum|meeting|conference"
    r"|assembly|group|seminar|review)\b[^,]*),\s(?P<town>[^\d,]+)$",
    re.IGNORECASE,
)
#: A town on a line of its own.
_TOWN = late(r"[^\W\d_][^\d:;!?]{1,30}")
_BYLINE = late(
    r"as (?:delivered|prepared for delivery)\b|(?:to|at|before) the\b.*\b(?:council|committee|forum)\b"
    r"|(?:statement|remarks|delivered|read) by\b|(?:speech|remarks|opinion piece|debate article) from\b"
    r"|(?:statement|remarks|speech|address) (?:as )?(?:delivered|given|made) (?:to|at|before)\b",
    re.IGNORECASE,
)
#: ``by A. Writer`` below a title: who wrote, in small letters.
_SIGNED = late(r"(?:by|par|por|von|od|од|от|від|di|nga|de)(?: [^\W\d_a-zа-я][\w’'.-]+){2,3}$")
#: A line without a word and a number, such as ``+ ↺ − 16 px``, is a set of buttons.
_WORD = late(r"[^\W\d_]{3}|[^\W\d_]{2}$")
#: ``I N T E R N A T I O N A L``
_SPACED = late(r"(?:[^\W\d_] ){8,}")
_DIGITS = late(r"\d{4}|\d[./]\d")
_FEWEST_WORDS = 3
_FEWEST_LETTERS = 20
#: Characters of a line of a heading that was broken where the line was full.
_WRAPPED = (40, 90)
_BETWEEN = 3
#: Characters of an icon before a title.
_MARK = 3
_WIRE = late(r"\(?[^\W\d_][^()\d]{2,60}\)\s+(?:[-–—]\s+)?(?=\S)")
#: The head of an official document: its symbol, and up to the language of the original.
_RUN = late(r"[A-Z]{2,6}(?:\(\d+\))?\.[A-Z.]{2,9}(?:/\d+)*\s.{0,120}?(?:Original: [A-Z]+|(?i:english only))\s")
#: What a heading in capitals has after it in brackets: ``(13 April – 19 April)``.
_IN_BRACKETS = late(r"\s\([^()]{3,40}\)(?=\s)")
#: What is printed below the elections on the cover of a report, and the elections.
_MISSION_REPORT = late(
    r"^(?:OSCE/?)?(?:/?ODIHR )?.{0,40}\b(?:Mission|Team|Assessment)\b.{0,20}\bReport$", re.IGNORECASE
)
_ELECTIONS = late(r"\b(?:elections?|referendum|runoff)\b", re.IGNORECASE)
#: ``RURITANIA PARLIAMENTARY ELECTIONS`` / ``NEEDS ASSESSMENT MISSION REPORT``
_ENDS_AS_REPORT = late(r"\b(?:MISSION|INTERIM|FINAL|TEAM) REPORT$")
#: A day at the end of a line of a heading, and its month in the next.
_DAY_ENDS, _MONTH_BEGINS = late(r"\s\d{1,2}\.?$"), late(rf"{MONTH}\s(?:\d{{4}}|[^\W\d_]+)", re.IGNORECASE)
_ORDINAL = late(r"(?<=\d)(?:st|nd|rd|th)")
_LONG_RUN = 200
_NEAR_RUN = 500
_COOKIES = late(
    r"\butili[zs]an? (?:des )?cookies\b|\bcookies\b.*\b(?:use[sd]?|accept|set|store|settings|policy|preferences)\b"
    r"|\b(?:use[sd]?|accept|preferences|settings|party|necessary|analytic\w*|technical|functional)\b"
    r".*\bcookies\b"
)
#: ``view-icon 638``, ``preview``: what a page counts.
_COUNTED = late(r"[a-z]+(?:[ -][a-z]+)* [\d,.]+")


def opened(blocks: list[Block]) -> list[Block]:
    """Take off what is frame in the opening lines of a page and mend what is broken in them.

    :param blocks: the lines of a page
    :returns: the lines that a reader of the page would see as the document's

    >>> lines = ["We use cookies.", "Talks held on rivers and lakes SKOPJE 4 May 2018", "They met."]
    >>> [block.text for block in opened([Block(text=line) for line in lines])]
    ['Talks held on rivers and lakes', 'SKOPJE 4 May 2018', 'They met.']
    """
    shown = [block for index, block in enumerate(blocks) if not _is_empty_box(blocks, index)]
    blocks = shown
    head = [block for index, block in enumerate(blocks[:_NEAR]) if not _is_frame(block.text, index)]
    head = _cover_joined([_without_wire(block) for block in _headings_joined(head)])
    head = [_without_title(block, above) for block, above in zip(head, [None, *head], strict=False)]
    return [*_joined(_towns_joined([part for block in head for part in _dated_apart(block)])), *blocks[_NEAR:]]


def _without_wire(block: Block) -> Block:
    """Leave the text of a line in which the name of a wire in brackets is before the dateline."""
    found = _WIRE.match(block.text)
    text = block.text[found.end() :] if found else ""
    return Block(text=text) if text and read_dateline(text) else block


def _headings_joined(blocks: list[Block]) -> Iterator[Block]:
    """Bring the two lines of a heading together that was broken where a line was full."""
    waiting: Block | None = None
    for index, block in enumerate(blocks):
        if waiting:
            block, waiting = Block(text=f"{waiting.text} {block.text}", hint=waiting.hint), None
        following = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if _is_broken(block.text, following) and not block.hint:
            waiting = block
        else:
            yield block
    if waiting:
        yield waiting


def _cover_joined(blocks: list[Block]) -> list[Block]:
    """Bring the lines of the cover of a report on elections together: the State, the elections, what it is."""
    at = next((i for i, block in enumerate(blocks) if i and _MISSION_REPORT.search(block.text)), 0)
    start = at
    while start and at - start < _BETWEEN and _is_cover(blocks[start - 1].text):
        start -= 1
    if start == at:
        return blocks
    title = Block(text=" ".join(block.text for block in blocks[start : at + 1]))
    return [*blocks[:start], title, *blocks[at + 1 :]]


def _is_cover(text: str) -> bool:
    """Whether a line is a State in capitals, or elections and their day."""
    held = _ELECTIONS.search(text) and len(text) < _LONG_RUN // 2
    return bool(held) or (text.isupper() and bool(state_named(text.removeprefix("REPUBLIC OF "))))


def _is_broken(text: str, following: str) -> bool:
    """Whether a heading goes on in the next line: after ``OF THE`` in capitals, or if that begins in small letters."""
    if _DAY_ENDS.search(text) and _MONTH_BEGINS.match(following):
        return len(text) >= _WRAPPED[0]
    if _ORDINAL.sub("", text).isupper():
        if following.isupper() and _ENDS_AS_REPORT.search(following) and not find_date(following):
            return len(text.split()) >= _FEWEST_WORDS
        return bool(_GOES_ON.search(text)) and len(text.split()) >= _FEWEST_WORDS
    lengths = _WRAPPED[0] <= len(text) <= _WRAPPED[1] and len(following) <= _WRAPPED[1]
    goes_on = following[:1].islower() and text[-1:].isalnum() and not is_stamp(following)
    return lengths and goes_on and not (is_byline(following) or _SIGNED.match(following))


def _without_title(block: Block, above: Block | None) -> Block:
    """Leave the date of a line in which the title above it is glued to its date."""
    if not above or len(above.text) < _FEWEST_LETTERS or above.text not in block.text or block.text == above.text:
        return block
    before, _, after = block.text.partition(above.text)
    dated = next((rest for rest in (before, after) if find_date(rest)), "")
    return Block(text=dated.strip()) if dated and len(before) + len(after) < 2 * _FEWEST_LETTERS else block


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Bring a dateline that is a line of its own to the text below it."""
    waiting = ""
    for block in blocks:
        if waiting:
            yield Block(text=f"{waiting} {block.text}")
            waiting = ""
        elif block.text.endswith(("-", "–", "—")) and read_dateline(f"{block.text} X"):
            waiting = block.text
        else:
            yield block
    if waiting:
        yield Block(text=waiting)


def run_apart(block: Block) -> Iterator[Block]:
    """Part an official document that a converter made one line of: symbol and day, heading in capitals, text."""
    head = _RUN.match(block.text) if len(block.text) > _LONG_RUN else None
    near = block.text[head.end() : head.end() + _NEAR_RUN] if head else ""
    spoken = _SPOKEN.match(near)
    heading = spoken[0] if spoken else _heading_in(near)
    if not head or not heading:
        yield block
        return
    at = block.text.index(heading, head.end())
    days = _IN_BRACKETS.match(block.text, at + len(heading))
    heading = f"{heading}{days[0]}" if days else heading
    between, after = block.text[head.end() : at], block.text[at + len(heading) :]
    yield from (Block(text=text.strip()) for text in (head[0], heading, f"{between}{after.lstrip()}") if text.strip())


_SPOKEN = late(
    r"(?:Report|Statement|Address|Remarks|Opening address) (?:of|by) [^.]{10,240}?(?=\s\d{1,2} [A-Z][a-z]+ \d{4}\s)"
)


def _heading_in(text: str) -> str:
    """Find the first words in capitals that are a heading: four and more, without figures at either end."""
    for capital, group in groupby(text.split(), key=_is_capital):
        words = list(group)
        while words and not words[-1].strip("(),.").isalpha():
            words.pop()
        while words and words[0].strip("(),.").isdigit():
            words.pop(0)
        if capital and sum(len(word) > 1 and word.strip("(),.").isalpha() for word in words) > _FEWEST_WORDS:
            return " ".join(words)
    return ""


def _is_capital(word: str) -> bool:
    return not any(letter.islower() for letter in _ORDINAL.sub("", word))


def repeated_title(blocks: list[Block]) -> tuple[int, int] | None:
    """Find a line that comes twice in the opening, with at most a picture's lines between: it is the title.

    :returns: the places of both
    """
    heading = list(
        takewhile(lambda block: not (is_label(block) or read_dateline(block.text)), blocks[: _NEAR + _BETWEEN])
    )
    for first, block in enumerate(heading):
        if (
            block.hint == "bullet"
            or block.text.endswith((")", ".", ".”", '."', '"', "”"))
            or len(block.text) < _FEWEST_LETTERS
            or len(block.text.split()) < _FEWEST_WORDS
            or names_site(block.text, None)
        ):
            continue
        for second in range(first + 1, min(first + 2 + _BETWEEN, len(heading))):
            if _same(block.text, heading[second].text):
                return first, second
    return None


def _same(one: str, other: str) -> bool:
    """Whether two lines are one but for a mark at either end."""
    one, other = one.casefold().rstrip(".: "), other.casefold().rstrip(".: ")
    return one == other or (one.endswith(f" {other}") and len(one) - len(other) <= _MARK)


def is_byline(text: str) -> bool:
    """Tell whether a line says who spoke, or where.

    >>> is_byline("As delivered by Ambassador Izmišljena"), is_byline("To the point: talks on water")
    (True, False)
    """
    return bool(_BYLINE.match(text))


def is_name_of_site(text: str, above: str) -> bool:
    """Tell whether a line of one word below a title is not the title: an agency, a tag, an image."""
    return len(text.split()) == 1 and len(above) >= _FEWEST_LETTERS and len(above.split()) >= _FEWEST_WORDS


def _is_frame(text: str, index: int) -> bool:
    lower = text.casefold()
    if (not _WORD.search(text) and not _DIGITS.search(text)) or _SPACED.match(text):
        return True
    if (
        lower.startswith(COOKIES)
        or (_COOKIES.search(lower) and len(text) < _NEAR_RUN)
        or _IMAGE_NAME.fullmatch(text)
        or _COUNTED.fullmatch(text)
    ):
        return True
    printed = _PRINTED.match(text) if not index else None
    return bool(printed and printed[1].strip().casefold() in SITE_NAMES)


def _is_empty_box(blocks: list[Block], index: int) -> bool:
    """Whether a line is the heading of a box in which nothing is: ``Announcement`` / ``No announcement yet.``."""
    if index >= _NEAR or index + 1 >= len(blocks):
        return False
    return blocks[index + 1].text.casefold().startswith(f"no {blocks[index].text.casefold()} yet")


def _dated_apart(block: Block) -> Iterator[Block]:
    """Part a title from the town and date that are glued to its end."""
    found = _ENDS_DATED.search(block.text)
    title = block.text[: found.start()] if found else ""
    whole = len(title) >= _FEWEST_LETTERS and not title.isupper() and not _GOES_ON.search(title)
    if found and whole and town_of(found["places"].partition("/")[0]):
        yield Block(text=title, hint=block.hint)
        yield Block(text=block.text[found.start() + 1 :])
    else:
        yield block


def _towns_joined(blocks: list[Block]) -> list[Block]:
    """Bring the town that ends the line above a date to that date: ``to the Permanent Council, Vienna``."""
    joined = list(blocks)
    for index in range(len(joined) - 1, 0, -1):
        dated = read_date_line(joined[index].text)
        if not dated or dated.places:
            continue
        above = joined[index - 1].text
        addressed = _ADDRESSED.match(above)
        if addressed and town_of(addressed["town"]):
            joined[index] = Block(text=f"{addressed['town']}, {joined[index].text}")
            joined[index - 1] = Block(text=addressed["said"])
        elif index > 1 and _TOWN.fullmatch(above) and town_of(above):
            joined[index] = Block(text=f"{above}, {joined[index].text}")
            del joined[index - 1]
    return joined
