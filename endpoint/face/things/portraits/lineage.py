"""What came before and after an operation, as a small graph: boxes in columns by generation, lines between them."""

from dataclasses import dataclass
from textwrap import wrap

from endpoint.face.language import ngettext
from endpoint.face.things.portraits.drawing import Link, Row, Span, Subject, named

_WIDTH, _HEIGHT, _ACROSS, _DOWN = 200, 58, 250, 74
_LETTERS = 26
_MOST = 40
#: Boxes on a side of a fan, and how far apart its columns are.
_A_SIDE, _APART = 9, 300


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


#: What is beside a thing in a fan: its link, and a note that says how they are tied.
Tie = tuple[Link, str]


def fan(before: list[Tie], this: Link, after: list[Tie]) -> Lineage | None:
    """Draw a thing with what leads to it at its left and what it leads to at its right; nothing where nothing does.

    Nine a side are drawn; a last box says how many more there are.
    """
    rows = max(len(_few(before)), len(_few(after)))
    if not rows:
        return None
    middle = _at(0, 1, rows)
    box = Box(this, _in_lines(this), "", _APART + 1, middle, True)
    left, right = _column(_few(before), 1, rows), _column(_few(after), 2 * _APART + 1, rows)
    half = _HEIGHT // 2
    lines = [(each.x + _WIDTH, each.y + half, box.x, middle + half) for each in left]
    lines += [(box.x + _WIDTH, middle + half, each.x, each.y + half) for each in right]
    return Lineage((*left, box, *right), tuple(lines), 2 * _APART + _WIDTH + 2, rows * _DOWN)


def _few(ties: list[Tie]) -> list[Tie]:
    more = len(ties) - _A_SIDE
    rest = [(Link(ngettext("and %(num)s more", "and %(num)s more", more)), "")] if more > 0 else []
    return [*ties[:_A_SIDE], *rest]


def _column(ties: list[Tie], x: int, rows: int) -> list[Box]:
    return [Box(link, _in_lines(link), note, x, _at(n, len(ties), rows), False) for n, (link, note) in enumerate(ties)]


def _at(place: int, of: int, rows: int) -> int:
    """Give the height of a box in a column that is centred on so many rows."""
    return (rows - of) * _DOWN // 2 + place * _DOWN + 1


def _in_lines(link: Link) -> tuple[str, ...]:
    return tuple(wrap(link.text, _LETTERS, max_lines=2, placeholder="…"))


def organization(subject: Subject) -> Lineage | None:
    """Draw the place of a body in the organization: what it is part of at its left, its parts at its right."""
    above = subject.ask("?x ?x_name { ?this org:subOrganizationOf ?x }", "?x_name")
    below = subject.ask("?x ?x_name { ?x org:subOrganizationOf ?this }", "?x_name")
    own = subject.ask(f"?x ?x_name {{ VALUES ?x {{ <{subject.iri}> }} ?x a ?class }}", "?x_name", 1)
    this = subject.link(own[0], "x") if own else Link("")
    return fan([(subject.link(row, "x"), "") for row in above], this, [(subject.link(row, "x"), "") for row in below])


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
    span = Span(row.get("from", "")[:4], row.get("until", "")[:4])
    return Box(link, _in_lines(link), str(span), column * _ACROSS + 1, place * _DOWN + 1, iri == subject.iri)
