"""Patterns taken apart: what stands in each place, without what it captures."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from kg.facts.grammar.elements import ELEMENT, GROUPS, WORD

_OPTIONAL = ("?", "*", "{0", "{,")


class Item(NamedTuple):
    """A class, word (``=of``) or border by name, or what is between brackets; it may look ahead or back only.

    What is ``optional`` may be missing, and a ``negated`` unit has not the class.
    """

    name: str = ""
    inside: str = ""
    look: str = ""
    negated: bool = False
    optional: bool = False


@cache
def branches(text: str) -> tuple[tuple[Item, ...], ...]:
    """List the alternatives of a pattern, or of what is between its brackets: patterns have most of it in common.

    >>> branches('who:(title | "of"?) !name')
    ((Item(name='', inside='title | "of"?', look='', negated=False, optional=False),\
 Item(name='name', inside='', look='', negated=True, optional=False)),)
    """
    elements = list(ELEMENT.finditer(text))
    found: list[tuple[Item, ...]] = []
    items: list[Item] = []
    at = 0
    while at < len(elements):
        if elements[at]["mark"] == "|":
            found.append(tuple(items))
            items, at = [], at + 1
            continue
        item, at = _item(text, elements, at)
        items.append(item)
    return (*found, tuple(items))


def _item(text: str, elements: Sequence["re.Match[str]"], at: int) -> tuple[Item, int]:
    """Read one element with what repeats it, up to the next."""
    negated = False
    while elements[at]["no"] or elements[at]["capture"]:
        negated = negated or bool(elements[at]["no"])
        at += 1
    element, last = elements[at], at
    if element["look"] or element["mark"] in GROUPS:
        last = _closing(elements, at)
    at = last + 1
    optional = at < len(elements) and (elements[at]["mark"] or "").startswith(_OPTIONAL)
    while at < len(elements) and (elements[at]["mark"] or "(")[0] in "?*+{":
        at += 1
    name = element["name"] or (WORD + element["word"][1:-1].casefold() if element["word"] else "")
    inside = "" if name else text[element.end() : elements[last].start()]
    return Item(name, inside, element["look"] or "", negated, optional), at


def _closing(elements: Sequence["re.Match[str]"], at: int) -> int:
    """Find the bracket that closes a group or look."""
    depth = 0
    for index in range(at, len(elements)):
        mark = elements[index]["mark"]
        depth += 1 if mark in GROUPS or elements[index]["look"] else -1 if mark == ")" else 0
        if not depth:
            return index
    return len(elements) - 1


@cache
def first(text: str) -> tuple[frozenset[str] | None, bool]:
    """Tell which classes the first unit of what a pattern finds has one of, and whether it may find no unit at all.

    :returns: the classes, or None where it may have any

    >>> [sorted(first(text)[0] or ()) for text in ('unless(stop) "the"? (role | name+) "of"', 'any role', '!role')]
    [['=the', 'name', 'role'], [], []]
    """
    found: set[str] | None = set()
    may_be_empty = False
    for items in branches(text):
        classes, empty = _first_of(items)
        found = None if found is None or classes is None else found | classes
        may_be_empty = may_be_empty or empty
    return None if found is None else frozenset(found), may_be_empty


def _first_of(items: Sequence[Item]) -> tuple[frozenset[str] | None, bool]:
    found: frozenset[str] = frozenset()
    for item in items:
        if item.look or item.name in ("start", "end"):
            continue
        classes, empty = (frozenset({item.name}), False) if item.name else first(item.inside)
        if classes is None or item.negated or item.name == "any":
            return None, False
        found |= classes
        if not (empty or item.optional):
            return found, False
    return found, True
