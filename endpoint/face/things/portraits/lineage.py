"""What came before and after an operation, as a small graph: boxes in columns by generation, lines between them."""

from dataclasses import dataclass
from textwrap import wrap

from endpoint.face.things.portraits.drawing import Link, Row, Span, Subject, named

_WIDTH, _HEIGHT, _ACROSS, _DOWN = 200, 58, 250, 74
_LETTERS = 26
_MOST = 40


@dataclass(frozen=True, slots=True)
class Box:
    """A thing in the graph: where it is drawn, its name in lines, a note below, whether the page is about it."""

    link: Link
    lines: tuple[str, ...]
    note: str
    x: int
    y: int
    is_this: bool


@dataclass(frozen=True, slots=True)
class Lineage:
    """Boxes, and lines between them as the points they run through: x and y where they begin and end."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int, int, int], ...]
    width: int
    height: int


def lineage(subject: Subject) -> Lineage | None:
    """Draw what came before and after; nothing where nothing did."""
    pairs = subject.ask(
        """?a ?b { { ?a osce:succeededBy* ?this } UNION { ?this osce:succeededBy* ?a } ?a osce:succeededBy ?b
        { ?b osce:succeededBy* ?this } UNION { ?this osce:succeededBy* ?b } }""",
        "?a ?b",
        _MOST,
    )
    after = [(row["a"], row["b"]) for row in pairs]
    if not after:
        return None
    members = _members(subject, sorted({iri for pair in after for iri in pair}))
    columns = _columns(after)
    boxes, taken = {}, dict.fromkeys(columns.values(), 0)
    for iri, row in sorted(members.items(), key=lambda each: (each[1].get("from", "9999"), each[0])):
        column = columns[iri]
        boxes[iri] = _box(subject, row, iri, column, taken[column])
        taken[column] += 1
    lines = tuple(
        (boxes[a].x + _WIDTH, boxes[a].y + _HEIGHT // 2, boxes[b].x, boxes[b].y + _HEIGHT // 2)
        for a, b in after
        if a in boxes and b in boxes
    )
    width = max(box.x for box in boxes.values()) + _WIDTH + 2
    return Lineage(tuple(boxes.values()), lines, width, max(box.y for box in boxes.values()) + _HEIGHT + 2)


def _members(subject: Subject, iris: list[str]) -> dict[str, Row]:
    listed = " ".join(f"<{iri}>" for iri in iris)
    found = subject.ask(
        f"""?x ?x_name ?from ?until {{ VALUES ?x {{ {listed} }} {named("x")}
        OPTIONAL {{ ?x osce:establishedBy/osce:onDate ?from }} OPTIONAL {{ ?x osce:endedBy/osce:onDate ?until }} }}"""
    )
    return {row["x"]: row for row in found}


def _columns(after: list[tuple[str, str]]) -> dict[str, int]:
    """Put each body a column right of all that it follows; a circle ends after as many rounds as pairs."""
    columns = {iri: 0 for pair in after for iri in pair}
    for _ in after:
        for a, b in after:
            columns[b] = min(max(columns[b], columns[a] + 1), len(after))
    return columns


def _box(subject: Subject, row: Row, iri: str, column: int, place: int) -> Box:
    link = subject.link(row, "x")
    lines = tuple(wrap(link.text, _LETTERS)[:2])
    span = Span(row.get("from", "")[:4], row.get("until", "")[:4])
    return Box(link, lines, str(span), column * _ACROSS + 1, place * _DOWN + 1, iri == subject.iri)
