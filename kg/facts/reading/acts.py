"""Things done in words: who calls on whom, welcomes, condemns, thanks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.facts.grammar.line import Match
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.addressees import addressees_of, named_in
from kg.facts.reading.agents import Agent
from kg.facts.reading.denials import is_disowned, is_of_old, untrue_from
from kg.facts.reading.parties import Clause, Content, Owner, Part, agents_of, owners_of, persons_of
from kg.facts.reading.subjects import changes_tense, does_what_is_told, subject_of

_WELCOME, _OFFERS = "welcomes", "offers"
_REACH = 40
_BORDERS = frozenset({"stop", "quote", "aside"})
#: Classes of the words of a passive before its verb.
_PASSIVE = frozenset({"be", "auxiliary", "adverb"})
#: End of the verbs that ask for something.
_FOR = "for"
_TO = "to"
#: Word that opens a sentence on what a step means, which is nothing that anybody said.
_BY = "by"
_ACTING = frozenset({"act", "act-on", "express", "raise"})
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
            heard = said.addressees or named_in(match.units("whom"))
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
    has = has and all(
        unit.text.lower() != _BY for unit in line.units[:2]
    )  # “By this Charter the OSCE has reaffirmed its values.”
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
    named = addressees_of(line, match, kind, speakers, grammar)
    named = named or _partners(match, speakers) or _meant(match.units("whom"), speakers)
    if not named and grammar.kinds[match.pattern] == _TOLD:
        return None
    addressees = tuple(dict.fromkeys(named))
    verb = line.index(match["verb"])
    if kind == _OFFERS and not named and not any(agent.is_person for agent in speakers) and _is_of_habit(line, verb):
        return None  # "The Mission offers courses" is what it does for its living.
    end = _reach(line, verb + 1)
    reached = line.units[verb:end]
    concerns = tuple(each for each in named_in(reached, people=True) if each not in addressees and each not in speakers)
    return Said(kind, speakers, addressees, concerns, match["verb"].begin, line.units[end - 1].end, match.pattern)


def _is_of_habit(line: Clause, verb: int) -> bool:
    """Tell "offers courses" and "offers to the public" from "offers to weave"."""
    to, what = (*line.units[verb + 1 : verb + 3], line.units[verb], line.units[verb])[:2]
    return line.units[verb].has("verb-s") and not (to.text == _TO and what.has("verb-base"))


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
    *("act-apart", "raise", "act-noun", "again", "back", "first-act", "request"),
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
