"""Offices as they are held: what a claim comes to, and which offices are a State's."""

from dataclasses import dataclass
from functools import cache

from kg.facts.grammar.lexicon import Lexicon, lexicon
from kg.facts.reading.holders import Claim, Scene
from kg.facts.reading.meanings import Meaning


@dataclass(frozen=True, slots=True)
class Held:
    """What a claim comes to: a meaning that belongs to somebody, at tokens ``begin`` ≤ i < ``end``."""

    claim: Claim
    meaning: Meaning
    begin: int
    end: int

    @property
    def extent(self) -> tuple[int, int]:
        """The tokens that the role and its holder's name take up together."""
        return min(self.begin, self.claim.name.first), max(self.end, self.claim.name.end)


def is_of_state(label: str, words: Lexicon) -> bool:
    """Tell whether a role is an office that a State has.

    >>> from kg.facts.grammar.lexicon import lexicon
    >>> is_of_state("Secretary of State", lexicon("en")), is_of_state("Secretary General", lexicon("en"))
    (True, False)
    """
    named = any("state-office" in words.classes(word) for word in label.split())
    return named or any(each in label for each in _long_offices(words.language))


def takes_state(meaning: Meaning, words: Lexicon) -> bool:
    """Tell whether an office is a State's, though its own words do not say of which."""
    return meaning.owner is None and not meaning.foreign and is_of_state(meaning.label, words)


def classes_of(scene: Scene, begin: int, end: int, words: Lexicon) -> list[frozenset[str]]:
    """List the classes of tokens ``begin`` ≤ i < ``end``."""
    return [words.classes(token.text) for token in scene.tokens[begin:end]]


@cache
def _long_offices(language: str) -> tuple[str, ...]:
    """List offices of States that no single word tells: "Secretary of State"."""
    return tuple(sorted(each for each in lexicon(language).words("state-office") if " " in each))
