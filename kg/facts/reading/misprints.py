"""Offices whose words misspell the seat of their body."""

from difflib import get_close_matches

from kg.facts.reading.meanings import Meaning, headed
from kg.regexes import late

#: "Head of the Centre in Ravink"
_IN_TOWN = late(r"^(?P<head>(?:(?:Acting|Deputy) )*Head) of (?:the )?\w+ (?:in|to|at) (?P<town>[^\W\d_]+)$")
_ALIKE = 0.75


def without_misprint(meaning: Meaning) -> Meaning:
    """Leave out of a label the seat of its operation where a text misspells it: "Head of the Centre in Ravink"."""
    found, owner = _IN_TOWN.match(meaning.label), meaning.owner
    if found is None or owner is None or not get_close_matches(found["town"].lower(), owner.key.split("-"), 1, _ALIKE):
        return meaning
    return meaning._replace(label=headed(found["head"], owner))
