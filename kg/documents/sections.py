"""What the lines after a title are: labelled fields, the body, and what is around it."""

import re
from itertools import takewhile

from kg.documents.addresses import clean_address
from kg.documents.blocks import Block
from kg.documents.dateline import glued_dateline, has_days, read_date_line, read_dated_end, read_dateline
from kg.documents.dates import DATE, find_date
from kg.documents.draft import Draft, LabelledField
from kg.documents.fields import split_inline, split_values
from kg.documents.labels import (
    BARE_LABELS,
    BOILERPLATE,
    CONTACT_LINES,
    CONTACTS,
    ENDINGS,
    SHARING,
    SHARING_LINES,
    SLOGANS,
    Field,
    field_of,
)
from kg.documents.stamps import is_stamp, parts_of, placed_day
from kg.documents.towns import town_of
from kg.model import PartKind
from kg.regexes import late

_FIELD_LIMIT = 40
_LONGEST_VALUE, _LONGEST_BYLINE = 120, 160
_LINKED = 0.9
#: A paragraph of so many characters is prose for certain.
PROSE = 100
_LAST_LINES = 3
#: Of labels that follow one another, two are within so many lines.
_ROW_OF_LABELS = 4
#: ``(Source: https://paper.example, le 7 décembre 2005)``: where a text was taken from, and its day.
_SOURCES = ("Source", "Quelle", "Fonte", "Fuente", "Источник")
_TAKEN_FROM = late(rf"\(?(?:Source|Quelle|Fonte|Fuente|Источник)\b.{{3,80}}, {DATE}\)?\.?$", re.IGNORECASE)
#: The meeting at which was spoken, and its day.
_OF_MEETING = late(
    rf"[^.:!?]{{3,100}}\b(?:Meeting|Session|Conference|Council|Committee|Forum|Seminar)\b[^,.]{{0,30}}, {DATE}\.?$",
    re.IGNORECASE,
)
#: A dateline opens the body within so many lines after the title.
_FIRST_LINES = 14
_IMAGE = late(r"!\[[^\]]*\]\([^)]*\)")
_CREDIT = late(r"\([^()]{2,40}/[^()]{2,60}\)\.?$|(?:\(|\b)photo details\)?$|©[^©]{0,60}$", re.IGNORECASE)
_PHOTO = late(
    r"(?<!Rights )(?<!Europe )\((?:OSCE|ODIHR|CSCE|UN|EU)\)\.?$"
    r"|\([^()]{2,40}(?:/| PA/)[^()]{2,60}\)\.?$|(?:\(|\b)photo details\)?$",
    re.IGNORECASE,
)
#: How wires mark where a text begins, and how many lines of a heading it then has.
_BEGINS = frozenset(("(begin text)", "begin text", "(begin text:)", "(full text)", "(text begins)"))
_HEADED = 5
#: A line of so many characters that is printed again is a copy.
_REPEATED = 60
#: A line with a day, or with a town, has no more characters.
_LONGEST_DAY = 40
_TOWN = late(r"[^\W\d_a-zа-я][^\d:;!?.]{2,30}")
#: Between two towns: ``YEREVAN / BAKU``.
_BESIDE = late(r"\s?/\s?")
#: ``Department • Division • New York``
_LAST_OF_ROW = late(r".{5,80} [•·|] ([^•·|]+)$")
_ADDRESS = late(r"https?://\S+", re.IGNORECASE)
#: Sites alone: "ravnik.example with osce.org".
_SITES = late(r"[\w-]+(?:\.[\w-]+)+(?:(?: (?:with|and|via) |, )[\w-]+(?:\.[\w-]+)+)*")
_PHONE = late(r"(?:\+|\b00)\d[\d\s()/.-]{6,}|\b[\w.+-]+@[\w-]+\.\w|\[at\]|\(at\)")
#: Fields whose label may be a line of plain text without a colon.
_BARE = ("event_date", "event_place", "organizer")
#: Fields whose value is a list of names.
_LISTS = ("fields_of_work", "source", "place")
_SENTENCE = late(r"[.!?…:»”\"][\s)\]]*$")


class Sections:
    """Sorts the lines after the title of one page into the parts of its draft.

    :param draft: its title is set
    :param blocks: the lines after it, in order
    """

    def __init__(self, draft: Draft, blocks: list[Block]) -> None:
        self._draft = draft
        self._blocks = blocks
        self._begun = False
        self._contacts = False
        self._dated_at = next((i for i, one in enumerate(blocks[:_HEADED]) if _is_day(one.text)), -1)
        self._opens_at = next((i for i, one in enumerate(blocks[:_FIRST_LINES]) if _opens(one.text)), -1)

    def read(self) -> None:
        """Read all lines."""
        index = 0
        while index < len(self._blocks):
            if self._ends(index):
                related = (block for block in self._blocks[index + 1 :] if block.linked < _LINKED)
                self._draft.parts.extend(("related", block.text) for block in related)
                return
            if self._blocks[index].text.casefold() in _BEGINS:
                self._begin(index)
            used = self._field(index)
            if not used:
                self._line(index)
            index += used or 1

    def _begin(self, index: int) -> None:
        """Where a wire says that a text begins, what it wrote before is a summary; a heading with its day follows."""
        if not any(read_date_line(block.text) for block in self._blocks[index + 1 : index + 1 + _HEADED]):
            return
        self._draft.parts.extend(("summary", line) for line in self._draft.body)
        self._draft.body.clear()
        self._begun = False

    def _ends(self, index: int) -> bool:
        """Whether related matter begins: such a heading counts after the body has begun, or if no dateline follows."""
        if not self._begun or _bare(self._blocks[index].text) not in ENDINGS:
            return False
        opened = 0 <= self._opens_at < index
        return opened or not any(read_dateline(block.text) for block in self._blocks[index + 1 :])

    def _line(self, index: int) -> None:
        """Put one line where it belongs."""
        block, draft = self._blocks[index], self._draft
        text = block.text
        bare = _bare(text)
        if text == draft.title or block.tag == "h1" or bare in SHARING or text.lower().startswith(SHARING_LINES):
            return
        if bare in ENDINGS or not text.strip("-–—•*·_=| ") or _IMAGE.fullmatch(text) or _is_entry(block):
            return
        if (not self._begun or self._is_last_day(index)) and self._is_date_line(block):
            return
        if not self._begun and (draft.take_kind(text) or (block.hint != "bullet" and self._is_town(text))):
            return
        if kind := self._aside(block, bare):
            draft.parts.append((kind, text))
            return
        if not self._begun and len(text) < PROSE and text.casefold().startswith(SLOGANS):
            draft.parts.append(("boilerplate", text))
            return
        if index < self._dated_at and not _SENTENCE.search(text) and not _opens(text):
            draft.parts.append(("summary", text))
            return
        self._paragraph(index)

    def _is_date_line(self, block: Block) -> bool:
        """Keep a line that is a date, or a town and a date; or the byline of a content manager."""
        text = block.text
        placed = placed_day(text)
        dated = (
            read_date_line(text)
            or is_stamp(text)
            or placed
            or self._is_taken(text)
            or read_dated_end(text)
            or _OF_MEETING.match(text)
        )
        if len(text) > _LONGEST_BYLINE or not dated or self._is_of_other(block):
            return False
        if placed and not self._draft.place_line:
            self._draft.place_line = text[placed.start : placed.end]
        if not self._draft.date_line or (has_days(self._draft.date_line) and not has_days(text)):
            self._draft.date_line = text
        self._draft.parts.append(("date-line", text))
        if not self._draft.kind:
            any(self._draft.take_kind(part) for part in parts_of(text))
        return True

    def _is_of_other(self, block: Block) -> bool:
        """Whether the line above is the label of another day, such as the last on which offers are taken."""
        index = next((i for i, one in enumerate(self._blocks) if one is block), 0)
        return index > 0 and field_of(self._blocks[index - 1].text) in ("other", "event_date")

    def _is_taken(self, text: str) -> bool:
        """Whether a line has where a text was taken from, and on which day; a day in the title is earlier."""
        sourced = text.lstrip("(").startswith(_SOURCES) and bool(_TAKEN_FROM.match(text))
        return sourced and not find_date(self._draft.title)

    def _is_last_day(self, index: int) -> bool:
        """Whether a line near the end is the day of a text that has none above."""
        text = self._blocks[index].text
        undated = not self._draft.date_line and self._opens_at < 0
        alone = undated and ((len(text) < _LONGEST_DAY and ":" not in text) or self._is_taken(text))
        return alone and index >= len(self._blocks) - _LAST_LINES and not self._draft.first("date")

    def _is_town(self, text: str) -> bool:
        """Keep a line above the text that is the name of a town and no more."""
        named = _LAST_OF_ROW.match(text)
        town = named[1] if named else text
        if len(town) > _LONGEST_DAY or not _TOWN.fullmatch(town) or not all(map(town_of, _BESIDE.split(town))):
            return False
        self._draft.place_line = self._draft.place_line or town
        self._draft.parts.append(("date-line", text))
        return True

    def _aside(self, block: Block, bare: str) -> PartKind | None:
        """Name the kind of a line that is not the body, if it is one."""
        text = block.text
        if (block.is_caption and not glued_dateline(text)) or (
            len(text) < 3 * PROSE and _PHOTO.search(text) and not read_dateline(text)
        ):
            return "caption"
        if bare.partition(":")[0] in CONTACTS and len(text) < _LONGEST_VALUE:
            self._contacts = self._begun or not self._dateline_follows(text)
            return "contact"
        if self._contacts and self._is_contact(text):
            return "contact"
        self._contacts = False
        if self._begun and bare.startswith(BOILERPLATE):
            self._contacts = "contact" in bare
            return "boilerplate"
        if self._begun and len(text) < _LONGEST_VALUE and bare.startswith(CONTACT_LINES) and _PHONE.search(text):
            return "contact"
        return (
            "links" if block.linked >= _LINKED and block.tag in ("div", "td") and len(text) < _LONGEST_VALUE else None
        )

    def _dateline_follows(self, text: str) -> bool:
        return any(read_dateline(block.text) for block in self._blocks if block.text != text)

    def _is_contact(self, text: str) -> bool:
        """Whether a line under a heading of contacts belongs to it: short, or with a number or an e-mail address."""
        return not read_dateline(text) and (
            len(text) < PROSE and (not _SENTENCE.search(text) or bool(_PHONE.search(text)))
        )

    def _paragraph(self, index: int) -> None:
        """Take a line of the body; before the body, a caption may be glued to its dateline or be a line of its own."""
        draft, text = self._draft, self._blocks[index].text
        if not self._begun and not read_dateline(text) and (at := glued_dateline(text)):
            draft.parts.append(("caption", text[:at].strip()))
            text = text[at:]
        opens = bool(read_dateline(text))
        if opens and index == self._opens_at:
            self._set_aside()
        self._begun = self._begun or opens or len(text) >= PROSE or bool(_SENTENCE.search(text) and len(text) >= 40)
        if len(text) >= _REPEATED and any(line.endswith(text) for line in draft.body):
            draft.notes.append("a paragraph that is printed twice is read once")
            return
        draft.body.append(text)

    def _set_aside(self) -> None:
        """Where a dateline opens the body, the few lines before it are a summary or captions."""
        short = [line for line in self._draft.body if len(line) < 5 * PROSE]
        if len(short) == len(self._draft.body) <= _LAST_LINES:
            for line in short:
                self._draft.parts.append(("summary" if _SENTENCE.search(line) else "caption", line))
            self._draft.body.clear()

    def _field(self, index: int) -> int:
        """Read a labelled field that starts at a line; hand back how many lines it takes, 0 if it is none."""
        block = self._blocks[index]
        if len(block.text) <= 4 * _LONGEST_VALUE and (inline := split_inline(block.text)):
            if self._in_body(inline, index):
                return 0
            self._keep(inline)
            return 1
        name = field_of(block.text) if _may_label(block) else None
        in_text = self._in_text(index) and not block.path and not self._near_end(index)
        in_text = in_text and not (name == "date" and self._is_issued(index)) and not self._is_row_of_labels(index)
        if not name or (in_text and name not in _BARE):
            return 0
        values = self._values(index, name)
        if in_text and not values:
            return 0
        self._keep(LabelledField(block.text.rstrip(" :"), name, split_values(name, values)))
        return 1 + len(values)

    def _in_body(self, inline: LabelledField, index: int) -> bool:
        """Whether a line such as ``Date: …`` is of the body: once that began, only events and last lines are fields."""
        if not self._in_text(index):
            return False
        if inline.field == "date" and index < _HEADED and self._opens_at < 0 and not self._draft.first("date"):
            return len(self._blocks[index].text) > _LONGEST_DAY
        return inline.field not in ("event_date", "event_place") and not self._near_end(index)

    def _is_row_of_labels(self, index: int) -> bool:
        """Whether labels follow one another below a summary, each a line of its own: ``Date:``, ``Location:``."""
        near = self._blocks[index : index + _ROW_OF_LABELS]
        labels = sum(block.text.endswith(":") and bool(field_of(block.text)) for block in near)
        return labels > 1 and self._opens_at < 0 and len(self._draft.body) <= _LAST_LINES

    def _is_issued(self, index: int) -> bool:
        """Whether a line below notices is the label of the day of issue, and the line below it that day."""
        label, below = self._blocks[index].text, self._blocks[index + 1 : index + 2]
        alone = label.casefold() in BARE_LABELS and not self._draft.first("date") and self._opens_at < 0
        return alone and bool(below) and len(below[0].text) < _LONGEST_DAY and bool(find_date(below[0].text))

    def _in_text(self, index: int) -> bool:
        """Whether the body has begun; where a dateline opens it, no line before that is of it."""
        return self._begun and index > self._opens_at

    def _near_end(self, index: int) -> bool:
        return index >= len(self._blocks) - _LAST_LINES

    def _keep(self, one: LabelledField) -> None:
        """Keep a field; an address as source is that of the page that was reprinted, and sites are no second source."""
        if one.field == "source" and len(one.values) == 1 and _ADDRESS.fullmatch(one.values[0]):
            self._draft.original = self._draft.original or clean_address(one.values[0])
            one.field = "other"
        if one.field == "source" and self._draft.first("source") and all(map(_SITES.fullmatch, one.values)):
            one.field = "other"
        self._draft.fields.append(one)
        if one.field == "kind" and one.values:
            self._draft.kind = self._draft.genre = None
            self._draft.take_kind(one.values[0])

    def _values(self, index: int, name: Field) -> list[str]:
        """Gather the values after a label: lines of its smallest container or, in plain text, bullets or one line."""
        if not self._blocks[index].path:
            return _plain_values(self._blocks[index + 1 : index + 1 + _FIELD_LIMIT], name)
        found: list[str] = []
        depth = -1
        label = self._blocks[index].path
        for block in self._blocks[index + 1 : index + 1 + _FIELD_LIMIT]:
            common = _common(label, block.path)
            depth = common if depth < 0 else depth
            if common < depth or not _may_be_value(block):
                break
            found.append(block.text)
        return found


def _is_day(text: str) -> bool:
    return len(text) < _LONGEST_DAY and bool(read_date_line(text))


def is_credited(text: str) -> bool:
    """Tell whether a line ends with the credit of a picture.

    >>> is_credited("Keepers of bees in Osh. (OSCE/A. Madeup)"), is_credited("Keepers of bees in Osh (summer)")
    (True, False)
    """
    return bool(_CREDIT.search(text))


def _is_entry(block: Block) -> bool:
    """Whether a line is an entry of a list of links, as menus are."""
    return block.linked >= _LINKED and block.tag in ("li", "ul", "ol") and len(block.text) < _LONGEST_VALUE


def _bare(text: str) -> str:
    return text.rstrip(" :.-–").lstrip("-•*· ").casefold().replace("’", "'")


def _opens(text: str) -> bool:
    return bool(read_dateline(text) or glued_dateline(text))


def is_label(block: Block) -> bool:
    """Whether a line is a label, alone or with its value."""
    return bool((_may_label(block) and field_of(block.text)) or split_inline(block.text))


def _may_label(block: Block) -> bool:
    """Whether a line can be a label: it ends in a colon, or its element says so."""
    if block.text.endswith(":") or block.tag in ("dt", "th") or "label" in block.hint or "pane-title" in block.hint:
        return True
    bare = field_of(block.text) in _BARE or block.text.casefold() in BARE_LABELS
    return not block.path and block.text[:1].isupper() and bare


def _may_be_value(block: Block) -> bool:
    return not (
        block.tag == "p"
        or block.is_heading
        or len(block.text) > _LONGEST_VALUE
        or is_label(block)
        or read_dateline(block.text)
    )


def _plain_values(blocks: list[Block], name: Field) -> list[str]:
    """Gather bullets up to the next label, or one line that a label or prose follows; a list of names may be long."""
    if blocks and name in _LISTS and blocks[0].text.count(",") > 1 and not _SENTENCE.search(blocks[0].text):
        return [] if is_label(blocks[0]) or read_dateline(blocks[0].text) else [blocks[0].text]
    if name == "date" and blocks and len(blocks[0].text) < _LONGEST_DAY and find_date(blocks[0].text):
        return [blocks[0].text]
    bullets = [
        block.text
        for block in takewhile(
            lambda block: block.hint == "bullet" and not _ends_values(block) and len(block.text) < _LONGEST_VALUE,
            blocks,
        )
    ]
    if bullets or not blocks or is_label(blocks[0]) or len(blocks[0].text) >= PROSE or read_dateline(blocks[0].text):
        return bullets
    below = next((one for one in blocks[1:] if not (_IMAGE.fullmatch(one.text) or is_credited(one.text))), None)
    follows = below and (is_label(below) or len(below.text) >= PROSE or bool(read_dateline(below.text)))
    return [blocks[0].text] if follows else []


def _ends_values(block: Block) -> bool:
    """Whether a line is a label, of a field that is known or not."""
    return is_label(block) or block.text.endswith(":")


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
