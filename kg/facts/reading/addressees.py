"""Whom an act addresses: States, persons and bodies behind its verb, or before it."""

from collections.abc import Sequence
from itertools import pairwise, takewhile, zip_longest

from kg.facts.grammar.line import Match
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.parties import Clause, Content, Part, Party, owners_of, persons_of
from kg.facts.reading.phrases import Role
from kg.facts.tables import entries
from kg.facts.tokens import Token

_ADDRESSED = frozenset(entry.term for entry in entries("act_kinds") if entry.value)
#: Number of a pronoun that means one person.
_ONE = "one"
#: What may follow a pronoun that is the object of a verb: "urged her to".
_AFTER_OBJECTS = frozenset({"undone", "preposition", "stop", "mark", "clause", "negation", "adverb", "and", "quote"})
#: End of the verbs that ask for something, and the word before what somebody is asked to do.
_FOR, _TO = "for", "to"
_ENDS = frozenset({"preposition", "and"})
#: What shows that a body only describes what follows: "the OSCE States", "the Mission's staff".
_GOES_ON = frozenset({"possessive", "lower", "portfolio"})
#: Classes of words in -s behind a State that are its authorities or no nouns.
_NO_PEOPLE = frozenset(
    {"authority", "public", "verb-s", "be", "auxiliary", "adverb", "preposition", "role", "person", "act", "say"}
)
#: Classes of a word behind "the Government" that says whose it is, or that it is not the only one; and of lands.
_WHOSE = frozenset({"possessive", "and", "owning"})
_PEOPLE = frozenset({"person", "name"})
_PRIVATE = frozenset({"private", "foreign-owner"})
_RULERS = frozenset({"authority", "government", "leadership", "public", "role", "person"})
_LEADING = frozenset({"authority", "government", "state-leader"})
_LANDS = frozenset({"state", "place", "capital", "person", "body"})
#: Classes of words of an office that no table has.
_OFFICE = frozenset({"capital", "role", "name"})
#: Classes of words that are addressed only right behind the verb: pronouns, and capitals for their governments.
_LATER = frozenset({"they", "he", "she", "it", "host-capital"})
#: How many words a noun may have before it: "the Mediterranean island country".
_NOUN = 4
#: A pronoun behind a verb that may mean a State: "encouraged it to weave".
_IT = "it"
_PLURAL = "s"
_OF = "of"
_ASKED = frozenset({"urges", "encourages", "congratulates", "thanks", "commends"})


def addressees_of(
    line: Clause, match: Match[Content], kind: str, speakers: Sequence[Agent], grammar: Grammar
) -> tuple[Agent, ...]:
    """List whom an act addresses.

    :param line: a sentence
    :param match: where a pattern of acts fits it
    :param kind: which act it is
    :param speakers: whose act it is
    :param grammar: the document's language
    :returns: whoever the words name as addressed; none where they name nobody
    """
    named = (*named_in(match.units("whom"), bodies=True), *_addressed(line, match, kind))
    named = (*_of_authorities(match.units("to"), grammar), *named) if kind in _ADDRESSED else named
    return named or _referred(line, match, speakers, grammar) or _called_on_before(line, match)


def _addressed(line: Clause, match: Match[Content], kind: str) -> tuple[Agent, ...]:
    """List whom an act addresses: States and persons, and a body right after the verb."""
    units = match.units("to") if kind in _ADDRESSED else ()
    if not units:
        return ()
    if match["verb"].text.endswith(_FOR) or line.units[line.index(units[0]) - 1].text == _FOR:
        units = _directly(units, line.units[line.index(units[-1]) + 1 :])
    if not units:
        return ()
    following = line.units[line.index(units[0]) + 1 : line.index(units[0]) + 2]
    whole = not any(unit.classes & _GOES_ON and unit.classes.isdisjoint(_ENDS) for unit in following)
    asked = units[0].text == _IT and kind in _ASKED
    country = _country(line, units) if asked or _is_the_country(line, units) else ()
    return (*(named_in(units[:1], bodies=True) if whole else ()), *named_in(units), *country)


def _is_the_country(line: Clause, units: Sequence[Part]) -> bool:
    """Tell whether units are "the country", or "the Government" where no words behind it say whose."""
    leading = next((at for at, unit in enumerate(units[:_NOUN]) if unit.has("authority") and at), 0)
    if leading and any(unit.text == _OF for unit in units[leading + 1 : leading + 2]):
        units = units[leading + 2 :]  # "called on the present leadership of the country"
    beside = next((at for at, unit in enumerate(units) if unit.has("preposition")), len(units))
    noun = next((at for at, unit in enumerate(units[: min(beside, _NOUN)]) if unit.has("country")), None)
    if noun is not None:
        return not _owns_somebody(units, units[noun])
    behind = line.units[line.index(units[0]) + 2 :][:2] if units else ()
    whose = any(unit.classes & _WHOSE for unit in behind[:1]) or any(unit.classes & _LANDS for unit in behind[1:])
    return len(units) > 1 and units[0].has("determiner") and units[1].has("government") and not whose


def _directly(units: tuple[Part, ...], rest: Sequence[Part]) -> tuple[Part, ...]:
    """Leave whom "called for" addresses: Norway in "for Norway to weave", nobody in "for Norwegian wool"."""
    units = units[1:] if units and units[0].has("determiner") else units
    if len(units) > 2 and units[0].has("authority") and units[1].has("preposition"):
        units = units[2:]  # "called for the authorities in Oslo to weave"
    behind = units[1:2]
    asked = len(units) == 1 and units[0].has("body") and bool(rest) and rest[0].text == _TO
    named = units[:1] if units and (units[0].has("state") or units[0].has("person") or asked) else ()
    behind = behind if named and not asked else ()
    return named if not behind or behind[0].has("authority") or behind[0].classes & {"and", "list-mark"} else ()


def _referred(line: Clause, match: Match[Content], speakers: Sequence[Agent], grammar: Grammar) -> tuple[Agent, ...]:
    """Tell whom "him" and "them" behind a verb mean: all others whom the sentence names before, if one or several."""
    at = line.index(match["verb"])
    behind = at + 1
    while line.units[behind : behind + 1] and line.units[behind].has("to-them"):
        behind += 1
    pronoun, following = (*line.units[behind : behind + 2], line.units[at], line.units[at])[:2]
    number = grammar.lexicon.value(pronoun.text, "referred")
    if not number or (behind == at + 1 and not following.classes & _AFTER_OBJECTS):
        return ()
    found = [(index, agent) for index in range(at) for agent in persons_of(line.units[index : index + 1])]
    others = tuple(dict.fromkeys(agent for _, agent in found if agent not in speakers))
    since = line.units[found[-1][0] if found else 0 : at]
    several = any(unit.has("lower") and unit.text.endswith("s") and not unit.has("determiner") for unit in since)
    if not others:
        others = tuple(agent for agent in owners_of((pronoun,)) if agent not in speakers)
    fits = len(others) == 1 if number == _ONE else len(others) > 1 and not several
    return others if fits else ()


def _called_on_before(line: Clause, match: Match[Content]) -> tuple[Agent, ...]:
    """Tell whom "reiterated her call on them" addresses: the only authorities that the sentence names before."""
    before = line.units[: line.index(match["verb"])] if "them" in match else ()
    ruled = [at for at, (unit, after) in enumerate(pairwise(before)) if unit.has("state") and after.has("authority")]
    states = named_in([before[at] for at in ruled])
    return states if len(states) == 1 and not persons_of(before[ruled[-1] :]) else ()


def _country(line: Clause, units: Sequence[Part]) -> tuple[Agent, ...]:
    """Find the State that "the country" or "it" means: the only one that the sentence names before."""
    before = line.units[: line.index(units[0])]
    if any(unit.has("government") and unit.text.endswith(_PLURAL) for unit in units[:_NOUN]):
        # "The authorities" may be others than "the Norwegian Government" of another sentence.
        before = tuple(takewhile(lambda unit: not unit.has("stop"), before[::-1]))[::-1]
    people = [unit for unit, after in pairwise(before) if unit.has("state") and _are_people(after)]
    states = named_in([unit for unit in before if unit.has("state") and unit not in people])
    return states if len(states) == 1 else ()


def named_in(units: Sequence[Part], *, bodies: bool = False, people: bool = False) -> tuple[Agent, ...]:
    """List the States and persons of some units, and if wanted the bodies and the States of "Norwegian weavers"."""
    found: list[Agent] = []
    for unit, after in zip_longest(units, units[1:]):
        if _only_describes(units, unit, after) or (not people and _is_not_heard(units, unit, after)):
            continue
        if isinstance(unit.content, Party):
            named = unit.content.persons  # "OSCE parliamentarians" speak as those who are named; others hear them too.
            heard = (a for a in unit.content.agents if a in named or a.kind == "state" or (bodies and not a.is_person))
            found.extend(heard)
        elif isinstance(unit.content, Token) and unit.content.mention and unit.has("state"):
            found.append(Agent(unit.content.mention.target, "state"))
    return tuple(dict.fromkeys(found))


def _only_describes(units: Sequence[Part], unit: Part, after: Part | None) -> bool:
    """Tell "her Norwegian counterpart", "both countries' looms" and "Norway's Asta Holm" from a State."""
    if after is not None and (after.has("counterpart") or (unit.has("two-states") and after.has("possessive"))):
        return True
    return unit.has("state") and len(units) > 1 and (_owns_somebody(units, unit) or _is_before_office(units, unit))


def _is_before_office(units: Sequence[Part], state: Part) -> bool:
    """Tell a State that only says whose officer a person is, by an office that no table has: "the UK Wool Chief X"."""
    at = next(index for index, unit in enumerate(units) if unit is state)
    behind = list(takewhile(lambda unit: bool(unit.classes & _OFFICE), units[at + 1 : at + 5]))
    following = units[at + 1 + len(behind) : at + 2 + len(behind)]
    return bool(behind) and any(unit.has("person") for unit in following)


def _is_not_heard(units: Sequence[Part], unit: Part, after: Part | None) -> bool:
    """Tell whom words concern and do not address.

    They are those in "Norwegian weavers", "those whom they had met", "Asta Holm's decision", "the authorities in Oslo"
    (the page does not say whose they are), "the Norwegian parliamentary delegation" and "a Norwegian weaver".
    """
    if after is not None and (_are_people(after) or (unit.has("person") and after.has("possessive"))):
        return True
    if unit is not units[0] and unit.classes & _LATER:
        return True
    return unit.has("state") and (_are_sent(units, unit) or _is_one_of_many(units, unit))


def _owns_somebody(units: Sequence[Part], state: Part) -> bool:
    """Tell whether a State only says whose something is, or where a person is from: "Norway's wish", "Norway's X"."""
    at = next(index for index, unit in enumerate(units) if unit is state)
    behind = units[at + 1 : at + 5]
    if len(behind) < 2 or not behind[0].has("possessive"):
        return False
    return bool(behind[1].classes & _PEOPLE) or not any(unit.classes & _RULERS for unit in behind[1:])


def _are_sent(units: Sequence[Part], state: Part) -> bool:
    """Tell whether a State only says where a delegation or a private body is from: "the Norwegian Red Cross"."""
    at = next(index for index, unit in enumerate(units) if unit is state)
    behind = units[at + 1 : at + 3]
    named = [unit for unit in behind if behind[0].has("private") or behind[0].has("capital")]
    return any(unit.has("delegation") for unit in behind) or any(unit.classes & _PRIVATE for unit in named)


def _is_one_of_many(units: Sequence[Part], state: Part) -> bool:
    """Tell whether a State only says where somebody is from whom nobody knows: "a Norwegian weaver"."""
    at = next(index for index, unit in enumerate(units) if unit is state)
    alone = not any(unit.has("authority") for unit in units[at + 1 : at + 2])
    return alone and any(unit.has("indefinite") for unit in units[max(0, at - 1) : at])


def _are_people(unit: Part) -> bool:
    """Tell a noun behind an adjective of a State for what is not the State itself: parties, factories, elections."""
    return unit.has("folk") or (unit.has("lower") and unit.text.endswith("s") and unit.classes.isdisjoint(_NO_PEOPLE))


def _of_authorities(units: Sequence[Part], grammar: Grammar) -> tuple[Agent, ...]:
    """List the States whose leaders or authorities some units name: "Norway's leaders", "the Presidents of Norway"."""
    ends = {id(unit) for unit, after in pairwise(units) if after.has("possessive")}  # "praised the President's plan"
    roles = [(u.text.split(), u.content) for u in units if isinstance(u.content, Role) and id(u) not in ends]
    led = [(role, grammar.classes(words[-1]) | grammar.classes(words[0])) for words, role in roles if words]
    states = (role.state for role, classes in led if not classes.isdisjoint(_LEADING))
    return tuple(Agent(state, "state") for state in dict.fromkeys(states) if state)
