"""Plain text captures: the site's menu, then kind, title and labelled fields, then the body."""

from kg.documents.labels import BODY_ENDS, KINDS, bare
from kg.documents.outline import Block, Outline, labelled, take_fields
from kg.documents.text import normal


def read_plain(text: str) -> Outline:
    """Read the parts of a plain text page.

    :param text: lines; menu entries, field labels and values begin with ``-``
    :returns: its outline; without titles if the page has none
    """
    blocks = [_block(line) for raw in text.splitlines() if (line := normal(raw)) and line != "-"]
    title, extra = _title(blocks)
    if title is None:
        return Outline(titles=(), kind=None, fields={}, body=())
    fields, rest = take_fields(blocks[title + 1 :], everywhere=False)
    above = bare(blocks[title - 1].text) if title else ""
    ends = (index for index, block in enumerate(rest) if bare(block.text) in BODY_ENDS)
    body = rest[: next(ends, len(rest))]
    return Outline(
        titles=(blocks[title].text, *extra),
        kind=KINDS.get(above),
        fields=fields,
        body=tuple(block.text for block in body),
    )


def _block(line: str) -> Block:
    return Block("bullet", line[1:].strip()) if line.startswith("- ") else Block("line", line)


def _title(blocks: list[Block]) -> tuple[int | None, tuple[str, ...]]:
    """Find the title's index and what else might be one."""
    for index, block in enumerate(blocks):
        if index and labelled(block.text) and blocks[index - 1].tag == "line":
            return _first_below_kind(blocks, index - 1)
    lines = [index for index, block in enumerate(blocks) if block.tag == "line"]
    for index in lines:
        if bare(blocks[index].text) in KINDS and index + 1 in lines:
            return index + 1, ()
    prose = [index for index in lines if len(blocks[index].text) > 80 or blocks[index].text.endswith((".", "”", '"'))]
    if prose and prose[0] - 1 in lines:
        return prose[0] - 1, ()
    return None, ()


def _first_below_kind(blocks: list[Block], last: int) -> tuple[int, tuple[str, ...]]:
    first = last
    while first > 0 and blocks[first - 1].tag == "line" and bare(blocks[first].text) not in KINDS:
        if bare(blocks[first - 1].text) in KINDS:
            return first, tuple(block.text for block in blocks[first + 1 : last + 1])
        first -= 1
    return last, ()
