"""Offices as they are held: what a claim comes to, and which offices are a State's."""

from typing import NamedTuple

from kg.facts.expressions import expression
from kg.facts.grammar.lexicon import Lexicon
from kg.facts.reading.agents import Agent
from kg.facts.reading.holders import Claim, Scene
from kg.facts.reading.meanings import Meaning
from kg.facts.reading.state_offices import is_long_office, is_of_state
from kg.facts.tables import entries
from kg.regexes import late

#: How one office is written for each of two holders, and what each of them then holds.
_PAIRS = [(late(f"^{row.term}$"), row.value) for row in entries("paired_offices")]
_SECRETARY = "Secretary General"
#: "Chief Negotiators of Norway and of the Guild" is no one office once Norway is taken for its owner, nor are "Heads of
#: the Missions to Skopje and Moldova".
_HAS_LOST_WORDS = expression("label that lost words")


class Held(NamedTuple):
    """What a claim comes to: a meaning that belongs to somebody, at tokens ``begin`` ≤ i < ``end``."""

    claim: Claim
    meaning: Meaning
    begin: int
    end: int

    @property
    def extent(self) -> tuple[int, int]:
        """The tokens that the role and its holder's name take up together."""
        return min(self.begin, self.claim.name.first), max(self.end, self.claim.name.end)

    def part(self, number: int) -> str | None:
        """Give the office of one of two holders: "the Ministers of Defence and Justice, A and B"."""
        return part_of(self.meaning.label, number)

    @property
    def is_of_several(self) -> bool:
        """Tell what is no one office: "the Chairmen of the Senate and of the Diet", and what has lost a word."""
        several = any(role.plural for role in self.claim.roles) and " and of " in self.meaning.label
        return several or bool(_HAS_LOST_WORDS.search(self.meaning.label))


def part_of(label: str, number: int) -> str | None:
    """Give the office of one of two holders of offices that are written as one; nothing where a label is one office.

    >>> part_of("Minister of Defence and of Justice", 0), part_of("Minister of Defence", 0)
    ('Minister of Defence', None)
    """
    for pair, office in _PAIRS:
        if parts := pair.match(label):
            return office.format(**parts.groupdict(), own=parts["two" if number else "one"])
    return None


def takes_state(meaning: Meaning, words: Lexicon) -> bool:
    """Tell whether an office is a State's, though its own words do not say of which."""
    free = meaning.owner is None and not meaning.foreign and not meaning.apart
    return free and is_of_state(meaning.label) and not _is_private(meaning.label, words)


def _is_private(label: str, words: Lexicon) -> bool:
    """Tell an office of no State, though its head could be one's: "President of the Weavers' Union"."""
    classes = [words.classes(word) for word in label.split()]
    public = any("public" in found for found in classes) or is_long_office(label)
    return not public and any("private" in found for found in classes)


def classes_of(scene: Scene, begin: int, end: int, words: Lexicon) -> list[frozenset[str]]:
    """List the classes of tokens ``begin`` ≤ i < ``end``."""
    return [words.classes(token.text) for token in scene.tokens[begin:end]]


def are_colleagues(scene: Scene, one: Held, other: Held, bodies: tuple[Agent, Agent], words: Lexicon) -> bool:
    """Tell two on the staff of a body that the first office names: "OSCE Spokesperson A and Senior Adviser B".

    So has the Assembly, the second of the ``bodies``: "OSCE PA Secretary General A, Spokesperson B and Adviser C".
    """
    osce, assembly = bodies
    staff = ["staff" in words.classes(each.meaning.label.split()[-1]) for each in (one, other)]
    if one.meaning.owner == assembly and one.meaning.label.endswith(_SECRETARY):
        staff = staff[1:]
    free = other.meaning.owner is None and not other.meaning.foreign and other.claim.home is None
    before_names = all(each.end <= each.claim.name.first for each in (one, other))
    between = [token.text for token in scene.tokens[one.extent[1] : other.extent[0]]]
    listed = bool(between) and all("list-mark" in words.classes(word) for word in between)
    joined = between == ["and"] or (one.meaning.owner == assembly and listed)
    return one.meaning.owner in (osce, assembly) and all(staff) and free and before_names and joined


def of_own_state(held: Held) -> Held:
    """Give no office of a State to a member of another's parliament: it is that of who stands beside him in a list."""
    home, owner = held.claim.home, held.meaning.owner
    if home is None or not home.bracket or owner is None or owner.kind != "state" or home.state.kind != "state":
        return held
    return held if owner.iri == home.state.target else held._replace(meaning=held.meaning._replace(foreign=True))


def all_apart(held: list[Held]) -> list[Held]:
    """Let whoever has an office of a land with officers of its own have no other of the State in which that is."""
    apart = [each.claim.name for each in held if each.meaning.apart]
    return [
        each._replace(meaning=each.meaning._replace(apart=True))
        if each.claim.name in apart and each.meaning.owner is None
        else each
        for each in held
    ]
