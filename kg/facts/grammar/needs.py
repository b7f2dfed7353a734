"""What a line must have for a pattern to fit, found before the pattern is compiled."""

import re
from collections.abc import Sequence
from itertools import product

from kg.facts.grammar.elements import BORDERS, ELEMENT, WORD

#: Sets of classes: a line needs a unit of one class of each.
Needs = tuple[frozenset[str], ...]

_POSITIVE = frozenset({"then", "after"})
_OPTIONAL = ("?", "*", "{0", "{,")
#: Most sets for what has alternatives; beyond, each alternative gives its smallest set.
_MOST = 24
_Elements = Sequence["re.Match[str]"]


def required(text: str) -> Needs:
    """List what a line needs for a pattern to fit; it may need more.

    >>> [sorted(need) for need in required('who:name "," ("the")? role:role')]
    [['=,'], ['name'], ['role']]
    >>> [sorted(need) for need in required('verb:("met" | "saw" adverb) unless(stop) any')]
    [['=met', '=saw'], ['=met', 'adverb']]
    """
    found, _ = _alternatives(list(ELEMENT.finditer(text)), 0)
    least = [need for need in found if not any(other < need for other in found)]
    return tuple(sorted(least, key=lambda need: (len(need), sorted(need))))


def _alternatives(elements: _Elements, at: int) -> tuple[set[frozenset[str]], int]:
    """Read what is between brackets, or the whole, up to the bracket that closes it."""
    branches: list[set[frozenset[str]]] = [set()]
    while at < len(elements) and elements[at]["mark"] != ")":
        if elements[at]["mark"] == "|":
            branches.append(set())
            at += 1
            continue
        needs, at = _item(elements, at)
        branches[-1] |= needs
    return _of_each(branches), at


def _item(elements: _Elements, at: int) -> tuple[set[frozenset[str]], int]:
    """Read one element with what repeats it; what may be missing needs nothing."""
    element = elements[at]
    if element["no"] or element["capture"]:
        needs, end = _item(elements, at + 1)
        return (set() if element["no"] else needs), end
    if element["look"] or element["mark"] == "(":
        needs, at = _alternatives(elements, at + 1)
        needs = set() if element["look"] and element["look"] not in _POSITIVE else needs
    else:
        needs = _of_unit(element)
    at += 1
    optional = at < len(elements) and (elements[at]["mark"] or "").startswith(_OPTIONAL)
    while at < len(elements) and (elements[at]["mark"] or "(")[0] in "?*+{":
        at += 1
    return (set() if optional else needs), at


def _of_unit(element: "re.Match[str]") -> set[frozenset[str]]:
    name = element["name"] or (WORD + element["word"][1:-1].casefold() if element["word"] else "")
    return {frozenset({name})} if name and name not in BORDERS else set()


def _of_each(branches: list[set[frozenset[str]]]) -> set[frozenset[str]]:
    """Join what alternatives need: one set of each, in every combination, or the smallest of each if those are many."""
    if not all(branches):
        return set()
    many = 1
    for branch in branches:
        many *= len(branch)
    if many > _MOST:
        return {frozenset().union(*(min(branch, key=lambda need: (len(need), sorted(need))) for branch in branches))}
    return {frozenset().union(*chosen) for chosen in product(*branches)}
