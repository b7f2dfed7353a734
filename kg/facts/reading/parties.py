"""Who is meant by words of a sentence, and lines of such words."""

from collections.abc import Sequence
from typing import NamedTuple

from kg.facts.grammar.line import Line, Unit
from kg.facts.reading.agents import Agent
from kg.facts.reading.phrases import Name, Role
from kg.facts.reading.quotes import Quote
from kg.facts.tokens import Token


class Party(NamedTuple):
    """Who is meant by some words: ``agents`` speak and act, ``persons`` meet and visit."""

    agents: tuple[Agent, ...]
    persons: tuple[Agent, ...]
    pronoun: bool = False


class Owner(NamedTuple):
    """Whose something is, as a possessive pronoun says: "her talks"."""

    persons: tuple[Agent, ...]


Content = Token | Role | Name | Party | Owner | Quote
Clause = Line[Content]
Part = Unit[Content]


def agents_of(units: Sequence[Part]) -> tuple[Agent, ...]:
    """List who acts in some units, each once."""
    found = [agent for unit in units if isinstance(unit.content, Party) for agent in unit.content.agents]
    return tuple(dict.fromkeys(found))


def persons_of(units: Sequence[Part]) -> tuple[Agent, ...]:
    """List the persons of some units, each once."""
    found = [agent for unit in units if isinstance(unit.content, Party) for agent in unit.content.persons]
    return tuple(dict.fromkeys(found))


def owners_of(units: Sequence[Part]) -> tuple[Agent, ...]:
    """List the persons whom possessive pronouns mean, each once."""
    found = [person for unit in units if isinstance(unit.content, Owner) for person in unit.content.persons]
    return tuple(dict.fromkeys(found))
