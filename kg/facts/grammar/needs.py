"""What a line must have for a pattern to fit, found before the pattern is compiled."""

import re
from collections.abc import Iterable, Sequence
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


def required(text: str) -> tuple[Needs, ...]:
    """List alternatives, of one of which a line has all that it needs if a pattern fits; it may need more.

    >>> [[sorted(need) for need in sorted(needs, key=sorted)] for needs in required('who:name "," ("the")? role:role')]
    [[['=,'], ['name'], ['role']]]
    >>> [sorted(map(sorted, needs)) for needs in required('verb:("met" | "saw" adverb) unless(stop) any')]
    [[['=met']], [['=saw'], ['adverb']]]
    """
    found, _ = _alternatives(list(ELEMENT.finditer(text)), 0)
    return tuple(sorted(found, key=_in_order))


def _alternatives(elements: _Elements, at: int) -> tuple[_Forms, int]:
    """Read what is between brackets, or the whole, up to the bracket that closes it."""
    branches: list[_Forms] = []
    sequence: list[_Forms] = []
    while at < len(elements) and elements[at]["mark"] != ")":
        if elements[at]["mark"] == "|":
            branches.append(_together(sequence))
            sequence, at = [], at + 1
            continue
        forms, at = _item(elements, at)
        sequence.append(forms)
    return _either((*branches, _together(sequence))), at


def _item(elements: _Elements, at: int) -> tuple[_Forms, int]:
    """Read one element with what repeats it; what may be missing needs nothing."""
    element = elements[at]
    if element["no"] or element["capture"]:
        forms, end = _item(elements, at + 1)
        return (frozenset({_NONE}) if element["no"] else forms), end
    needed = True
    if element["look"] or element["mark"] == "(":
        forms, at = _alternatives(elements, at + 1)
        needed = not element["look"] or element["look"] in _POSITIVE
    else:
        forms = _of_unit(element)
    at += 1
    needed = needed and not (at < len(elements) and (elements[at]["mark"] or "").startswith(_OPTIONAL))
    while at < len(elements) and (elements[at]["mark"] or "(")[0] in "?*+{":
        at += 1
    return (forms if needed else frozenset({_NONE})), at


def _of_unit(element: "re.Match[str]") -> _Forms:
    name = element["name"] or (WORD + element["word"][1:-1].casefold() if element["word"] else "")
    return frozenset({frozenset({frozenset({name})}) if name and name not in BORDERS else _NONE})


def _together(sequence: Iterable[_Forms]) -> _Forms:
    """Join what the elements of a sequence need."""
    found: _Forms = frozenset({_NONE})
    for forms in sequence:
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
        return frozenset({_NONE})
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
