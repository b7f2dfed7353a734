"""What a sentence only speaks of: what is denied, what is not true, promises of old."""

from collections.abc import Callable
from itertools import pairwise

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.parties import Clause

#: Kind of a pattern that says who is yet to make a visit, and of one behind which nothing is true.
TO_COME = "to-come"
_UNTRUE = "untrue"
#: Classes of a word behind one that says that something was not so: "denied that", "knowledge of".
_OPENS = frozenset({"clause", "owning", "what"})
#: Units before a verb in which it may be said that it is of old.
_NEAR = 6
#: Units before a verb in which it may be said that nobody did it: "took back what she had said when she praised".
_FAR = 8


def denied_from(line: Clause, grammar: Grammar) -> int:
    """Find from where on a sentence only tells what is denied or untrue: "X denied that he had met Y".

    :param line: a sentence
    :param grammar: the document's language
    :returns: index of the first unit behind such words; the number of units where there are none
    """
    return _behind(line, grammar, lambda kind: kind != TO_COME)


def untrue_from(line: Clause, grammar: Grammar) -> int:
    """Find from where on a sentence only tells what somebody made up: "a forged letter in which X thanks Y".

    :returns: as :func:`denied_from`
    """
    return _behind(line, grammar, lambda kind: kind == _UNTRUE)


def _behind(line: Clause, grammar: Grammar, is_meant: Callable[[str], bool]) -> int:
    fitting = (each for each in line.fitting(grammar.stage("denials")) if is_meant(grammar.kinds[each.name]))
    return min((match.end for each in fitting for match in line.search(each)), default=len(line.units))


def is_of_old(line: Clause, verb: int, first_person: bool) -> bool:
    """Tell a promise that is only spoken of: "what the Mission has promised", and in a quotation "what we promised"."""
    before = line.units[max(0, verb - _NEAR) : verb]
    perfect = any(unit.has("having") for unit in before[-2:])
    what = any(unit.has("what") for unit in before)
    return line.units[verb].has("promised") and ((perfect and (first_person or what)) or (first_person and what))


def is_disowned(line: Clause, verb: int) -> bool:
    """Tell what somebody says that nobody did: "denied that she had warned", "no knowledge of a fair announced by"."""
    if any(unit.has("nobody") for unit in line.units[verb + 1 : verb + 2]):
        return True  # "I have congratulated no one."
    near = line.units[max(0, verb - _FAR) : verb]
    said = [at for at, (unit, after) in enumerate(pairwise(near)) if unit.has("disowned") and after.classes & _OPENS]
    return bool(said) and not any(unit.has("and") for unit in near[said[-1] :])
