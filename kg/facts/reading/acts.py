"""Things done in words: who calls on whom, welcomes, condemns, thanks."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile, zip_longest
from typing import NamedTuple

from kg.facts.grammar.line import Match
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.denials import is_disowned, is_of_old, untrue_from
from kg.facts.reading.parties import Clause, Content, Owner, Part, Party, agents_of, owners_of, persons_of
from kg.facts.reading.phrases import Role
from kg.facts.reading.subjects import changes_tense, does_what_is_told, subject_of
from kg.facts.tables import entries
from kg.facts.tokens import Token

_ADDRESSED = frozenset(entry.term for entry in entries("act_kinds") if entry.value)
_WELCOME, _OFFERS = "welcomes", "offers"
#: Number of a pronoun that means one person.
_ONE = "one"
#: What may follow a pronoun that is the object of a verb: "urged her to".
_AFTER_OBJECTS = frozenset({"undone", "preposition", "stop", "mark", "clause", "negation", "adverb", "and", "quote"})
_REACH = 40
_BORDERS = frozenset({"stop", "quote", "aside"})
#: Classes of the words of a passive before its verb.
_PASSIVE = frozenset({"be", "auxiliary", "adverb"})
#: End of the verbs that ask for something, and the word before what somebody is asked to do.
_FOR, _TO = "for", "to"
_ENDS = frozenset({"preposition", "and"})
#: What shows that a body only describes what follows: "the OSCE States", "the Mission's staff".
_GOES_ON = frozenset({"possessive", "lower", "portfolio"})
_ACTING = frozenset({"act", "act-on", "express", "raise"})
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
#: Classes of words that are addressed only right behind the verb: pronouns, and capitals for their governments.
_LATER = frozenset({"they", "he", "she", "it", "host-capital"})
#: How many words a noun may have before it: "the Mediterranean island country".
_NOUN = 4
#: A pronoun behind a verb that may mean a State: "encouraged it to weave".
_IT = "it"
_PLURAL = "s"
_OF = "of"
_ASKED = frozenset({"urges", "encourages", "congratulates", "thanks", "commends"})
#: Kind of a pattern that reads a second act from the same verb.
_MORE = "more"
#: Kind of a pattern that reads only what is done to those of the talks that the sentence before tells of.
_TOLD = "told"
#: Kinds of patterns that name no actor: it is whose statement, or whose quotation the sentence is part of: "Призываю".
_OWN, _DROPPED = "own", "dropped"


class Said(NamedTuple):
    """What is done in words at tokens ``begin`` ≤ i < ``end``, by whom, to whom, about what."""

    kind: str
    speakers: tuple[Agent, ...]
    addressees: tuple[Agent, ...]
    concerns: tuple[Agent, ...]
    begin: int
    end: int
    pattern: str


def acts_in(line: Clause, grammar: Grammar, *, first_person: bool, voices: Sequence[Agent] = ()) -> Iterator[Said]:
    """Find the acts of a sentence.

    :param line: the sentence, or the part of a quotation in it
    :param grammar: the document's language
    :param first_person: whether only "I" and "we" can be the actor: inside quotation marks
    :param voices: whose words the sentence is, between quotation marks or in a statement
    """
    taken: set[int] = set()
    untrue = untrue_from(line, grammar)
    for pattern in line.fitting(grammar.stage("openings")):
        for match in line.search(pattern):
            if not first_person:
                yield from _opening(line, match, grammar, taken)
    for pattern in line.fitting(grammar.stage("acts")):
        for match in line.search(pattern):
            verb = line.index(match["verb"])
            taken_before = verb in taken and grammar.kinds[pattern.name] != _MORE
            if taken_before or verb >= untrue or is_of_old(line, verb, first_person) or is_disowned(line, verb):
                continue
            named = match.units("speaker")
            speakers = agents_of(named) or owners_of(named)
            if (how := grammar.kinds[pattern.name]) in (_OWN, _DROPPED):
                speakers = tuple(voices) if first_person == (how == _DROPPED) else ()
            speakers = speakers or _speakers(line, verb, grammar, first_person=first_person, voices=voices)
            if said := _said(line, match, speakers, grammar):
                taken.add(verb)
                yield said


def _opening(line: Clause, match: Match[Content], grammar: Grammar, taken: set[int]) -> Iterator[Said]:
    """Read the acts of a participle that opens a sentence: its actor is the subject that follows."""
    verb = line.index(match["verb"])
    for pattern in line.fitting(grammar.stage("acts")):
        act = line.match([pattern], verb)
        said = _said(line, act, agents_of(match.units("speaker")), grammar) if act else None
        if said:
            taken.add(verb)
            heard = said.addressees or _addressees(match.units("whom"))
            yield said._replace(addressees=heard)
            return


def _speakers(
    line: Clause, verb: int, grammar: Grammar, *, first_person: bool, voices: Sequence[Agent]
) -> tuple[Agent, ...]:
    units = subject_of(line, verb, grammar)
    before = line.index(units[0]) - 1 if units else -1
    opener = line.units[before - 1] if before > 0 else None
    cleft = opener is not None and (opener.has("be") or opener.text == ":")  # "Wool is what the Mission stressed."
    own = first_person and any(unit.has("first") for unit in units)
    if before >= 0 and not own and line.units[before].has("what") and not cleft:
        return ()  # "What the Mission recommends is wool."
    if does_what_is_told(line, before) or changes_tense(line, units, verb):
        return ()
    in_chair = before > 0 and line.units[before - 1].has("state")  # "Norway as the OSCE Chairmanship".
    clause = before >= 0 and line.units[before].has("clause") and not in_chair
    bodies = all(unit.has("body") for unit in units) and not clause
    has = any(unit.has("having") for unit in line.units[max(0, verb - 2) : verb])  # “The OSCE has condemned it.”
    spoken_for = bodies and (line.units[verb].has("verb-s") or has)  # “The OSCE condemns it.”
    agents = agents_of(units)
    together = len(voices) > 1 or not any(voice.is_person for voice in voices)
    themselves = together and bool(agents) and set(agents) == set(voices)
    if first_person and not (spoken_for or themselves) and not all(unit.has("first") for unit in units):
        return ()
    return agents


def _said(line: Clause, match: Match[Content], speakers: tuple[Agent, ...], grammar: Grammar) -> Said | None:
    kind = _kind(match, grammar)
    if not kind or not speakers or (kind == _WELCOME and (_greets(line, match) or _is_greeted(line, match, grammar))):
        return None
    if _is_left_open(line, match):
        return None
    named = (*_addressees(match.units("whom"), bodies=True), *_addressed(line, match, kind))
    named = (*_of_authorities(match.units("to"), grammar), *named) if kind in _ADDRESSED else named
    named = named or _referred(line, match, speakers, grammar) or _called_on_before(line, match)
    named = named or _partners(match, speakers) or _meant(match.units("whom"), speakers)
    if not named and grammar.kinds[match.pattern] == _TOLD:
        return None
    addressees = tuple(dict.fromkeys(named))
    if kind == _OFFERS and match["verb"].has("verb-s") and not named and not any(agent.is_person for agent in speakers):
        return None  # "The Mission offers courses" is what it does for its living.
    verb = line.index(match["verb"])
    end = _reach(line, verb + 1)
    reached = line.units[verb:end]
    concerns = tuple(
        each for each in _addressees(reached, people=True) if each not in addressees and each not in speakers
    )
    return Said(kind, speakers, addressees, concerns, match["verb"].begin, line.units[end - 1].end, match.pattern)


def _meant(units: Sequence[Part], speakers: Sequence[Agent]) -> tuple[Agent, ...]:
    """Tell whom a pronoun before a verb means, if it may only be one: "X, qui l’a remercié"."""
    others = tuple(agent for agent in owners_of(units) if agent not in speakers)
    return others if len(others) == 1 else ()


def _partners(match: Match[Content], speakers: Sequence[Agent]) -> tuple[Agent, ...]:
    """List with whom somebody raised a matter in talks: whoever the sentence before names beside the speaker."""
    content = match["verb"].content
    talked = content.persons if isinstance(content, Owner) and match["verb"].has("raise") else ()
    return tuple(agent for agent in talked if agent not in speakers) if set(speakers) & set(talked) else ()


def _is_left_open(line: Clause, match: Match[Content]) -> bool:
    """Tell what a body asks for by its nature: "the vigour that they call for", with nothing behind the verb."""
    at = line.index(match["verb"])
    behind = line.units[at + 1 : at + 2]
    now = match["verb"].has("verb-base") or match["verb"].has("verb-s")
    return now and match["verb"].text.endswith(_FOR) and (not behind or behind[0].has("stop"))


def _kind(match: Match[Content], grammar: Grammar) -> str:
    """Give the kind of act: the value of the word that says it."""
    unit = match["kind"] if "kind" in match else match["verb"]
    values = (grammar.lexicon.value(unit.text, each) for each in _KINDS_OF_WORDS)
    return next((value for value in values if value), "")


_KINDS_OF_WORDS = (
    *("feeling", "concerned", "grateful", "saddened", "act", "own-act", "act-on"),
    *("act-apart", "raise", "act-noun", "again", "back", "first-act"),
)


def _greets(line: Clause, match: Match[Content]) -> bool:
    """Tell a greeting from praise: who welcomes guests receives them."""
    at = line.index(match["verb"])
    following = line.units[at + 1 : at + 4]
    whom = [unit for unit in following if not unit.has("not-subject")]  # "begrüßte den Minister X"
    received = bool(whom) and whom[0].has("person") and not any(unit.has("possessive") for unit in following)
    return received or any(unit.has("guest") for unit in following)


def _is_greeted(line: Clause, match: Match[Content], grammar: Grammar) -> bool:
    """Tell a greeting in the passive from praise: "X was welcomed by Y"."""
    at = line.index(match["verb"])
    while at and line.units[at - 1].classes & _PASSIVE:
        at -= 1
    return "speaker" in match and bool(persons_of(subject_of(line, at, grammar)))


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
    return (*(_addressees(units[:1], bodies=True) if whole else ()), *_addressees(units), *country)


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
    states = _addressees([before[at] for at in ruled])
    return states if len(states) == 1 and not persons_of(before[ruled[-1] :]) else ()


def _country(line: Clause, units: Sequence[Part]) -> tuple[Agent, ...]:
    """Find the State that "the country" or "it" means: the only one that the sentence names before."""
    before = line.units[: line.index(units[0])]
    if any(unit.has("government") and unit.text.endswith(_PLURAL) for unit in units[:_NOUN]):
        # "The authorities" may be others than "the Norwegian Government" of another sentence.
        before = tuple(takewhile(lambda unit: not unit.has("stop"), before[::-1]))[::-1]
    people = [unit for unit, after in pairwise(before) if unit.has("state") and _are_people(after)]
    states = _addressees([unit for unit in before if unit.has("state") and unit not in people])
    return states if len(states) == 1 else ()


def _addressees(units: Sequence[Part], *, bodies: bool = False, people: bool = False) -> tuple[Agent, ...]:
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
    return unit.has("state") and len(units) > 1 and _owns_somebody(units, unit)


def _is_not_heard(units: Sequence[Part], unit: Part, after: Part | None) -> bool:
    """Tell whom words concern and do not address.

    They are those in "Norwegian weavers", "those whom they had met", "Asta Holm's decision", "the authorities in Oslo"
    (the page does not say whose they are) and "the Norwegian parliamentary delegation".
    """
    if after is not None and (_are_people(after) or (unit.has("person") and after.has("possessive"))):
        return True
    if unit is not units[0] and unit.classes & _LATER:
        return True
    return unit.has("state") and _are_sent(units, unit)


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


def _are_people(unit: Part) -> bool:
    """Tell a noun behind an adjective of a State for what is not the State itself: parties, factories, elections."""
    return unit.has("lower") and unit.text.endswith("s") and unit.classes.isdisjoint(_NO_PEOPLE)


def _of_authorities(units: Sequence[Part], grammar: Grammar) -> tuple[Agent, ...]:
    """List the States whose leaders or authorities some units name: "Norway's leaders", "the Presidents of Norway"."""
    ends = {id(unit) for unit, after in pairwise(units) if after.has("possessive")}  # "praised the President's plan"
    roles = [(u.text.split(), u.content) for u in units if isinstance(u.content, Role) and id(u) not in ends]
    led = [(role, grammar.classes(words[-1]) | grammar.classes(words[0])) for words, role in roles if words]
    states = (role.state for role, classes in led if not classes.isdisjoint(_LEADING))
    return tuple(Agent(state, "state") for state in dict.fromkeys(states) if state)


def _reach(line: Clause, at: int) -> int:
    """Find where the words of an act end: with its clause."""
    end = at
    while end < min(len(line.units), at + _REACH) and not line.units[end].classes & _BORDERS:
        if line.units[end].text == ";" or (line.units[end].classes & _ACTING and _joins(line.units[end - 1])):
            break
        end += 1
    return end


def _joins(unit: Part) -> bool:
    """Tell whether a new act may begin after a unit: "welcomed the law and called on Norway"."""
    return bool(unit.classes & {"and", "adverb", "list-mark", "undone"})
