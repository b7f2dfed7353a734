"""Offices whose words misspell the seat of their body."""

from difflib import get_close_matches

from kg.facts.expressions import expression
from kg.facts.reading.meanings import Meaning, headed

#: "Head of the Centre in Ravink"
_IN_TOWN = expression("seat in a label")
_ALIKE = 0.75


def without_misprint(meaning: Meaning) -> Meaning:
    """Leave out of a label the seat of its operation where a text misspells it: "Head of the Centre in Ravink"."""
    found, owner = _IN_TOWN.match(meaning.label), meaning.owner
    if found is None or owner is None or not get_close_matches(found["town"].lower(), owner.key.split("-"), 1, _ALIKE):
        return meaning
    return meaning._replace(label=headed(found["head"], owner))
