"""What a line must have for a pattern to fit, found before the pattern is compiled."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product

from kg.facts.grammar.elements import BORDERS, ELEMENT, WORD

#: Sets of classes: a line needs a unit of one class of each.
Needs = frozenset[frozenset[str]]

_POSITIVE = frozenset({"then", "after"})
_OPTIONAL = ("?", "*", "{0", "{,")
#: Most alternatives that are kept apart; beyond, a line needs one of the smallest sets of each.
_MOST = 24
_NONE: Needs = frozenset()
_Elements = Sequence["re.Match[str]"]
_Forms = frozenset[Needs]
_NOTHING: _Forms = frozenset({_NONE})


def required(text: str) -> tuple[Needs, ...]:
    """List alternatives, of one of which a line has all that it needs if a pattern fits; it may need more.

    >>> [[sorted(need) for need in sorted(needs, key=sorted)] for needs in required('who:name "," ("the")? role:role')]
    [[['=,'], ['name'], ['role']]]
    >>> [sorted(map(sorted, needs)) for needs in required('verb:("met" | "saw" adverb) unless(stop) any')]
    [[['=met']], [['=saw'], ['adverb']]]
    """
    return tuple(sorted(_forms(text), key=_in_order))


@cache
def _forms(text: str) -> _Forms:
    """Read what is between brackets, or the whole; patterns have most of it in common."""
    elements = list(ELEMENT.finditer(text))
    branches: list[_Forms] = []
    sequence: list[_Forms] = []
    at = 0
    while at < len(elements):
        if elements[at]["mark"] == "|":
            branches.append(_together(sequence))
            sequence, at = [], at + 1
            continue
        forms, at = _item(text, elements, at)
        sequence.append(forms)
    return _either((*branches, _together(sequence)))


def _item(text: str, elements: _Elements, at: int) -> tuple[_Forms, int]:
    """Read one element with what repeats it; what may be missing needs nothing."""
    element = elements[at]
    if element["no"] or element["capture"]:
        forms, end = _item(text, elements, at + 1)
        return (_NOTHING if element["no"] else forms), end
    last, needed = at, not element["look"] or element["look"] in _POSITIVE
    if element["look"] or element["mark"] == "(":
        last = _closing(elements, at)
        forms = _forms(text[element.end() : elements[last].start()]) if needed else _NOTHING
    else:
        forms = _of_unit(element)
    at = last + 1
    needed = needed and not (at < len(elements) and (elements[at]["mark"] or "").startswith(_OPTIONAL))
    while at < len(elements) and (elements[at]["mark"] or "(")[0] in "?*+{":
        at += 1
    return (forms if needed else _NOTHING), at


def _closing(elements: _Elements, at: int) -> int:
    """Find the bracket that closes a group or look."""
    depth = 0
    for index in range(at, len(elements)):
        mark = elements[index]["mark"]
        depth += 1 if mark == "(" or elements[index]["look"] else -1 if mark == ")" else 0
        if not depth:
            return index
    return len(elements) - 1


def _of_unit(element: "re.Match[str]") -> _Forms:
    name = element["name"] or (WORD + element["word"][1:-1].casefold() if element["word"] else "")
    return frozenset({frozenset({frozenset({name})})}) if name and name not in BORDERS else _NOTHING


def _together(sequence: Iterable[_Forms]) -> _Forms:
    """Join what the elements of a sequence need."""
    found: _Forms = _NOTHING
    for forms in sequence:
        if forms == _NOTHING:
            continue
        if len(found) * len(forms) > _MOST:
            found, forms = (_weakened(each) if len(each) > 1 else each for each in (found, forms))
        found = _least(_without_weaker(one | other) for one, other in product(found, forms))
    return found


def _either(branches: Iterable[_Forms]) -> _Forms:
    """Join what alternatives need; those that need one thing each need one of these things."""
    found = frozenset().union(*branches)
    single = [needs for needs in found if len(needs) == 1]
    union = frozenset().union(*(classes for needs in single for classes in needs))
    found = found.difference(single) | ({frozenset({union})} if single else frozenset())
    least = _least(found)
    return least if len(least) <= _MOST else _weakened(least)


def _weakened(forms: _Forms) -> _Forms:
    """Give the one thing that all alternatives need: one of the smallest sets of each."""
    if _NONE in forms:
        return _NOTHING
    smallest = (min(needs, key=lambda need: (len(need), sorted(need))) for needs in forms)
    return frozenset({frozenset({frozenset().union(*smallest)})})


def _without_weaker(needs: Needs) -> Needs:
    return frozenset(need for need in needs if not any(other < need for other in needs))


def _least(forms: Iterable[Needs]) -> _Forms:
    """Leave out alternatives that need all that another needs, and more."""
    found = frozenset(forms)
    return frozenset(needs for needs in found if not any(other < needs for other in found))


def _in_order(needs: Needs) -> list[list[str]]:
    return sorted(map(sorted, needs))
