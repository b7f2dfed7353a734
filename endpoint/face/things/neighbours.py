"""What a term of the ontology is tied to, as a small graph: ties are read from left to right."""

from textwrap import wrap

import pyoxigraph as ox

from endpoint.face.addresses import root
from endpoint.face.language import gettext, ngettext
from endpoint.face.things.portraits.drawing import Link
from endpoint.face.things.portraits.lineage import Box, Lineage
from endpoint.face.things.terms import Terms
from kg.namespaces import OWL, RDFS

_WIDTH, _HEIGHT, _ACROSS, _DOWN = 200, 58, 300, 68
_LETTERS = 26
#: Neighbours that are drawn on a side.
_MOST = 9

#: A neighbour: its IRI, and what ties it to the term.
Tie = tuple[str, str]


def neighbours(iri: str, triples: tuple[ox.Triple, ...], known: Terms, base: str) -> Lineage | None:
    """Draw a term with what leads to it at its left and what it leads to at its right; nothing where nothing does.

    :param iri: of a class or a property of the ontology
    :param triples: the ontology
    :param known: how terms are called
    """
    left, right = _ties(iri, _named(triples), known)
    if not left and not right:
        return None
    rows = max(min(len(side), _MOST) + (len(side) > _MOST) for side in (left, right))
    middle = (max(rows, 1) - 1) * _DOWN // 2 + 1
    this = _box((iri, ""), known, base, _ACROSS + 1, middle, is_this=True)
    before, after = _column(left, known, base, 1, rows), _column(right, known, base, 2 * _ACROSS + 1, rows)
    lines = [(box.x + _WIDTH, box.y + _HEIGHT // 2, this.x, middle + _HEIGHT // 2) for box in before]
    lines += [(this.x + _WIDTH, middle + _HEIGHT // 2, box.x, box.y + _HEIGHT // 2) for box in after]
    height = max(rows, 1) * _DOWN
    return Lineage((*before, this, *after), tuple(lines), 2 * _ACROSS + _WIDTH + 2, height)


def _named(triples: tuple[ox.Triple, ...]) -> list[tuple[str, str, str]]:
    return [
        (t.subject.value, t.predicate.value, t.object.value)
        for t in triples
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
    ]


def _ties(iri: str, triples: list[tuple[str, str, str]], known: Terms) -> tuple[list[Tie], list[Tie]]:
    """Find what leads to a term and where it leads."""
    kind, case, other = gettext("is a kind of"), gettext("is a case of"), gettext("the other way round")
    domains, ranges = ({s: o for s, p, o in triples if p == f"{RDFS}{name}"} for name in ("domain", "range"))
    left: list[Tie] = []
    right: list[Tie] = []
    for subject, predicate, value in triples:
        how = {f"{RDFS}subClassOf": kind, f"{RDFS}subPropertyOf": case}.get(predicate, "")
        if how and value == iri:
            left.append((subject, how))
        elif how and subject == iri:
            right.append((value, how))
        elif predicate == f"{OWL}inverseOf" and iri in (subject, value):
            right.append((value if subject == iri else subject, other))
        elif predicate == f"{RDFS}domain" and value == iri and subject in ranges:
            right.append((ranges[subject], _label(subject, known)))
        elif predicate == f"{RDFS}range" and value == iri and subject in domains:
            left.append((domains[subject], _label(subject, known)))
    if iri in domains:
        left.append((domains[iri], gettext("has it")))
    if iri in ranges:
        right.append((ranges[iri], gettext("is what it leads to")))
    return sorted(set(left)), sorted(set(right))


def _label(iri: str, known: Terms) -> str:
    return known.class_name(iri).lower() or iri.rpartition("#")[2].rpartition("/")[2]


def _column(ties: list[Tie], known: Terms, base: str, x: int, rows: int) -> list[Box]:
    shown = [*ties[:_MOST]]
    top = (rows - len(shown) - (len(ties) > _MOST)) * _DOWN // 2 + 1
    boxes = [_box(tie, known, base, x, top + n * _DOWN) for n, tie in enumerate(shown)]
    more = len(ties) - _MOST
    if more > 0:
        text = ngettext("and %(num)s more", "and %(num)s more", more)
        boxes.append(Box(Link(text), (text,), "", x, top + _MOST * _DOWN, False))
    return boxes


def _box(tie: Tie, known: Terms, base: str, x: int, y: int, *, is_this: bool = False) -> Box:
    iri, how = tie
    name = known.class_name(iri) or iri.rpartition("#")[2].rpartition("/")[2]
    local = iri.removeprefix(f"{base}ontology#")
    link = Link(name, f"{root()}/ontology/{local}" if local != iri else iri)
    return Box(link, tuple(wrap(name, _LETTERS)[:2]), how, x, y, is_this)
