"""Which offices are a State's, by their names."""

from functools import lru_cache

from kg.facts.grammar.lexicon import lexicon
from kg.facts.tables import entries

_LONG_OFFICES = tuple(entry.term for entry in entries("state_offices"))


@lru_cache(maxsize=4096)
def is_of_state(label: str) -> bool:
    """Tell whether a role is an office that a State has.

    >>> is_of_state("Secretary of State"), is_of_state("Secretary General")
    (True, False)
    """
    english = lexicon("en")  # Labels are English in every language.
    named = any("state-office" in english.classes(word) for word in label.split())
    return named or is_long_office(label) or any(each in label for each in english.phrases_of("state-office"))


def is_long_office(words: str) -> bool:
    """Tell whether some words name a part of a State that no single word tells.

    >>> is_long_office("Director of the Border Guard Training Centre"), is_long_office("Director of the Loom Centre")
    (True, False)
    """
    return any(each in words for each in _LONG_OFFICES)
