"""The title of a page: its heading, without the names of the site."""

from kg.documents.blocks import Block
from kg.documents.dateline import read_dateline
from kg.documents.draft import Draft
from kg.documents.labels import ENDINGS, SECTIONS, SITE_NAMES, kind_of
from kg.model import Printed
from kg.regexes import late

_BREAK = late(r"(\s+[|–—»·:]+\s+|\s+-\s+|\s*\|\s*|\s*::\s*)")
_NEAR = 6
_LINKED = 0.9
#: A line of so many characters can be the sentence that a title is made of; of a longer one its beginning is taken.
_SENTENCE = 40
_LONGEST = 160
_AFTER_DATELINE = late(r"^[\s,.)]*(?:\([^()]*\)|/[^/]*/\.?|[^\W\d_a-zа-я]{3,20}\.)?[\s–—―−:-]*")
#: A stop after an initial, a title or an abbreviation ends no sentence.
_FIRST_SENTENCE = late(
    r".{30,}?(?:(?<!\b[^\W\d_])(?<!\bMr)(?<!\bDr)(?<!\bMs)(?<!\bSt)(?<!\bNo)(?<!\bMrs)(?<!\bAmb)[.]|[!?…])[”\"»]?"
    r"(?=\s+[^\W\d_a-zа-я]|$)"
)


def window_title(text: str) -> str:
    """Take the names of the site off a window's title.

    >>> window_title("Course opens for teachers - OSCE"), window_title("Talks – round two | OSCE"), window_title("OSCE")
    ('Course opens for teachers', 'Talks – round two', '')
    >>> window_title("OSCE - Press releases - Keepers count bees")
    'Keepers count bees'
    """
    parts = _BREAK.split(text)
    while parts and _is_site(parts[-1]):
        del parts[-2:]
    while parts and _is_site(parts[0]):
        del parts[:2]
        if len(parts) > 1 and kind_of(parts[0]):
            del parts[:2]
    return "".join(parts).strip()


def _is_site(part: str) -> bool:
    words = part.strip().casefold()
    return words in SITE_NAMES or words in SECTIONS or not words


def untitled(body: list[str]) -> Printed:
    """Make a title for a page that prints none: its first sentence, without the dateline.

    >>> untitled(["VIENNA, 1 May 2021 - The Council met to speak of bees. Honey was served."]).value
    'The Council met to speak of bees.'
    >>> untitled(["Secretary General Anna E. Madeup of Ruritania met the Minister. Honey was served."]).value
    'Secretary General Anna E. Madeup of Ruritania met the Minister.'
    """
    line = next((line for line in body if len(line) >= _SENTENCE), body[0])
    opening = read_dateline(line)
    text = _AFTER_DATELINE.sub("", line[opening.span.end :], count=1) if opening else line
    sentence = _FIRST_SENTENCE.match(text)
    words = sentence[0] if sentence else text
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rpartition(' ')[0]} …"
    return Printed(value=words, evidence="body")


def choose_title(draft: Draft, blocks: list[Block]) -> int:
    """Set the title from the headings and the head of a page; hand back where the lines after it begin.

    :returns: 0 where the page has no heading that is the title of a document
    """
    declared = list(dict.fromkeys(title for one in draft.metadata.titles if (title := window_title(one))))
    headings = [block.text for block in blocks if block.tag == "h1" and not _is_site(block.text)]
    agreed = [title for title in headings if title in declared]
    second = [block.text for block in blocks if block.text in declared and not block.linked]
    found = agreed or headings or second or _longer(blocks, declared)
    found = found or [title for title in declared if not kind_of(title)] or _second(blocks)
    if not found:
        return 0
    draft.title = found[0]
    others = [title for title in headings if title != draft.title and not kind_of(title)]
    if others:
        draft.notes.append(f"more than one title: {draft.title!r} is used, {others[0]!r} is not")
    at = [i for i, block in enumerate(blocks) if block.text == draft.title]
    at = [i for i in at if blocks[i].tag == "h1"] or at
    return at[0] + 1 if at else 0


def _second(blocks: list[Block]) -> list[str]:
    """List the heading of second order of a page that has one only, as pages of the 1990s do."""
    found = {block.text for block in blocks if block.tag == "h2" and block.linked < _LINKED}
    return [
        text
        for text in found
        if len(found) == 1 and not (_is_site(text) or kind_of(text) or text.casefold() in ENDINGS)
    ]


def _longer(blocks: list[Block], declared: list[str]) -> list[str]:
    """List the lines that the window's title cuts short."""
    cut = tuple(title for title in declared if len(title) >= _SENTENCE // 2)
    begun = (block.text for block in blocks if cut and not block.linked and block.text.startswith(cut))
    return [line for line in begun if any(line.startswith(title) and len(line) <= 2 * len(title) for title in cut)]


def marker_above(draft: Draft, before: list[Block]) -> None:
    """Take the kind from the marker nearest above the title; an entry of a menu, which is a link, is none."""
    for block in reversed(before[-_NEAR:]):
        if block.linked < 0.9 and draft.take_kind(block.text):
            return
