"""What a reader of one form (HTML, plain text) hands on: the page's parts, not yet judged."""

from dataclasses import dataclass, field

from kg.documents.labels import LABELS, bare
from kg.model import DocumentKind

#: A line longer than this is prose, not the value of a labelled field.
_LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Block:
    """A line of text and the element it stood in (``p``, ``li``, ``div``, …; ``bullet`` or ``line`` in plain text)."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled field as printed: its label without colon, and its values."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The parts of one page.

    ``metadata`` holds what no reader sees: ``date``, ``title``, ``language``, ``kind`` by name.
    """

    titles: tuple[str, ...]
    kind: DocumentKind | None
    fields: dict[str, Labelled]
    body: tuple[str, ...]
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def labelled(text: str) -> tuple[str, str, str] | None:
    """Recognize ``Label:`` or ``Label: value``.

    :returns: field, label as printed, value (empty if it follows on other lines); nothing for other lines

    >>> labelled("- Place: VIENNA")
    ('place', 'Place', 'VIENNA')
    >>> labelled("He said: no") is None
    True
    """
    label, colon, value = text.removeprefix("-").strip().partition(":")
    name = LABELS.get(bare(label))
    if not name or not colon or len(value) > _LONGEST_VALUE:
        return None
    return name, label.strip(), value.strip()


def take_fields(blocks: list[Block], *, everywhere: bool) -> tuple[dict[str, Labelled], list[Block]]:
    """Part labelled fields from the rest.

    :param blocks: the blocks after the title
    :param everywhere: whether fields may stand behind the body too, as in a side column; otherwise the first
        block that is neither a field nor a value ends them
    :returns: field → label and values (the first of a name wins), and the blocks that are no field
    """
    found: dict[str, Labelled] = {}
    rest: list[Block] = []
    current: str | None = None
    ended = False
    for block in blocks:
        field_here = None if ended or (rest and block.tag == "p") else _label_of(block)
        if field_here:
            current, label, value = field_here
            if current not in found or not found[current].values:
                found[current] = Labelled(label, (value,) if value else ())
        elif current and _is_value(block):
            found[current] = Labelled(found[current].label, (*found[current].values, block.text))
        else:
            current = None
            rest.append(block)
            ended = ended or (bool(found) and not everywhere)
    return found, rest


def _label_of(block: Block) -> tuple[str, str, str] | None:
    if block.tag in {"dt", "label"} and bare(block.text) in LABELS:
        return LABELS[bare(block.text)], block.text.removesuffix(":").strip(), ""
    return labelled(block.text)


def _is_value(block: Block) -> bool:
    return block.tag in {"bullet", "li", "div", "dd", "td", "ul", "section"} and len(block.text) <= _LONGEST_VALUE
