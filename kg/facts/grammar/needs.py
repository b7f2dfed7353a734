"""What a line must have for a pattern to fit, found before the pattern is compiled."""

from collections.abc import Iterable
from functools import cache
from itertools import product

from kg.facts.grammar.elements import BORDERS
from kg.facts.grammar.items import Item, branches

#: Sets of classes: a line needs a unit of one class of each.
Needs = frozenset[frozenset[str]]

_POSITIVE = frozenset({"then", "after"})
#: Most alternatives that are kept apart; beyond, a line needs one of the smallest sets of each.
_MOST = 64
_NONE: Needs = frozenset()
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
    """Read what is between brackets, or the whole."""
    return _either(_together(map(_of_item, items)) for items in branches(text))


def _of_item(item: Item) -> _Forms:
    """Tell what one element needs: what may be missing needs nothing."""
    if item.optional or item.negated or item.name in BORDERS or (item.look and item.look not in _POSITIVE):
        return _NOTHING
    return frozenset({frozenset({frozenset({item.name})})}) if item.name else _forms(item.inside)


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
