"""Who meets, calls, visits or writes to whom, as the words of one match tell it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.facts.grammar.line import Match
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.parties import Clause, Content, Part, Party, owners_of, persons_of
from kg.facts.reading.subjects import subject_of
from kg.facts.tokens import Token

_KINDS_OF_WORDS = (
    "contact-noun",
    "contact-nouns",
    "letter-noun",
    "letter-nouns",
    "phone-word",
    "meet",
    "phone",
    "write",
    "discuss",
)
#: Classes of verbs that have a subject of their own.
FINITE = frozenset({"verb-s", "verb-ed", "verb-done", "be", "say", "auxiliary"})
MEETING, CALL, VISIT, _LETTER = "meeting", "call", "visit", "letter"
#: A contact of the subject of the sentence, or of the page's visitors where it has nobody else.
SENTENCE = "sentence"
#: Classes of a verb that somebody right before it does.
_DOES = frozenset({"verb-ed", "verb-s", "say", "person-verb"})
#: Classes of words for when something is.
_TIMES = frozenset({"adverb", "weekday"})
#: Classes of words for talks, and of participles.
_OF_TALKS = frozenset({"contact-noun", "contact-nouns", "verb-ing"})
#: Units before a subject in which others may be named.
_NEAR = 2


class Met(NamedTuple):
    """A contact in tokens ``begin`` ≤ i < ``end``; ``instead`` are the participants of one that this one completes.

    ``visited`` are the IRIs of what a visit led to, ``doers`` those who met others.
    """

    kind: str
    participants: tuple[Agent, ...]
    begin: int
    end: int
    pattern: str
    instead: tuple[Agent, ...] = ()
    visited: tuple[str, ...] = ()
    doers: tuple[Agent, ...] = ()


def told_by(
    line: Clause, match: Match[Content], how: frozenset[str], subject: tuple[Agent, ...], grammar: Grammar
) -> Iterator[Met]:
    """Read the contacts that a match tells.

    :param line: the sentence
    :param match: words of a contact in it
    :param how: the kinds of its pattern
    :param subject: who does it
    :param grammar: the document's language
    """
    met = _whole(line, match)
    named = persons_of(met) or owners_of(met)
    others = tuple(person for person in named if person not in subject)
    others = others if persons_of(met) or len(others) == 1 else ()
    kind = next((each for each in (VISIT, CALL, _LETTER) if each in how), "") or _kind(match, grammar)
    begin, end = line.units[0].begin, line.units[-1].end
    if not subject or not kind or ("in-person" in how and _is_by_phone(line, grammar)):
        return
    if kind == VISIT:
        yield Met(kind, subject, begin, end, match.pattern, visited=tuple(visited_in(match)))
    elif "together" in how:
        if len(subject) > 1 and not _is_in_part(line, match, grammar):
            yield Met(kind, subject, begin, end, match.pattern)
    elif "each" in how:
        for other in others:
            yield Met(kind, (*subject, other), begin, end, match.pattern, doers=subject)
    elif others:
        yield Met(kind, (*subject, *others), begin, end, match.pattern, doers=subject)


def _whole(line: Clause, match: Match[Content]) -> tuple[Part, ...]:
    """List whom some words name, but not those whose deputy or adviser somebody is: "met with X's adviser"."""
    named = match.units("with")
    begin = line.index(named[0]) if named else 0
    around = line.units[begin : line.index(named[-1]) + 2] if named else ()
    owning = {unit.begin for unit, after in pairwise(around) if after.has("possessive")}
    found = tuple(unit for unit in named if unit.begin not in owning)
    is_object = "verb" in match and bool(named) and match["verb"].begin < named[0].begin
    return found[:-1] if is_object and found and _does_more(line, line.index(named[-1])) else found


def _does_more(line: Clause, at: int) -> bool:
    """Tell who opens another clause: "X met weavers and Y opened the fair"."""
    before, behind = line.units[at - 1], line.units[at + 1 : at + 3]
    is_done = len(behind) > 1 and not behind[0].classes.isdisjoint(_DOES)
    return before.has("and") and is_done and not behind[1].has("preposition")


def _is_in_part(line: Clause, match: Match[Content], grammar: Grammar) -> bool:
    """Tell who met only in part, "The Presidents and X and Y met", or each with others: "With the smiths, X and Y met".

    So too at another time: "since they last met".
    """
    if "verb" not in match:
        return False
    verb = line.index(match["verb"])
    subject = subject_of(line, verb, grammar)
    first = line.index(subject[0]) if subject else 0
    before = line.units[max(first - _NEAR, 0) : first]
    beside = len(before) == _NEAR and before[-1].has("and") and before[0].has("role")
    other = bool(before) and before[-1].has("other-time")
    others = bool(before) and before[-1].has("those-met")  # "the weavers whom X and Y met"
    partners = _opens_with_others(line.units[:first])
    return beside or partners or others or (other and (subject[0].has("they") or match["verb"].has("verb-base")))


def _opens_with_others(opening: Sequence[Part]) -> bool:
    """Tell whether the words before a subject say with whom it talks: "With the smiths, X", "Meeting weavers, X"."""
    if not opening or persons_of(opening):
        return False
    beside = next((at for at, unit in enumerate(opening) if unit.has("beside")), len(opening))
    talks = any(not unit.classes.isdisjoint(_OF_TALKS) for unit in opening[:beside])
    return beside == 0 or (talks and beside < len(opening))


def visited_in(match: Match[Content]) -> Iterator[str]:
    """Give what a visit led to: States, places and bodies that the register knows."""
    for unit in match.units("place"):
        if isinstance(unit.content, Token) and unit.content.mention:
            yield unit.content.mention.target
        elif unit.has("body") and isinstance(unit.content, Party):
            yield from (agent.iri for agent in unit.content.agents)


def _is_by_phone(line: Clause, grammar: Grammar) -> bool:
    """Tell whether a sentence speaks of a call: a discussion in it may be no meeting."""
    calls = (grammar.lexicon.value(unit.text, "contact-noun") == "call" for unit in line.units)
    return any(calls) or any(unit.has("phone-word") for unit in line.units)


def doers_of(line: Clause, match: Match[Content], how: frozenset[str], grammar: Grammar) -> tuple[Agent, ...]:
    """Find the persons who do it: the subject of the verb, or of the sentence that the words open or close."""
    if "by" in how or "whose" in how:
        who = match.units("who") or match.units("with")
        return persons_of(who) or _meant(who, persons_of(match.units("with")))
    if SENTENCE not in how:
        verb = line.index(match["verb"])
        return persons_of(subject_of(line, verb, grammar))
    held = set(persons_of(match.units("with")))
    for verb in (*range(_after_aside(line, match), len(line.units)), *range(match.begin)):
        if line.units[verb].classes & FINITE and (persons := persons_of(subject_of(line, verb, grammar))):
            return persons if not held & set(persons) else _before(line, match, held)
    return _before(line, match, held) or _behind(line, match, held)


def _meant(who: Sequence[Part], others: tuple[Agent, ...]) -> tuple[Agent, ...]:
    """List whom a pronoun means, but for those who are named beside it: "where X received him" is not X."""
    persons = tuple(person for person in owners_of(who) if person not in others)
    several = len(persons) > 1 and any(unit.has("referred") and unit.has("object") for unit in who)
    return () if several else persons


def _after_aside(line: Clause, match: Match[Content]) -> int:
    """Give the unit after a clause on the words themselves: "On a visit to Norway, to which X followed her, Y said"."""
    units = line.units[match.end :]
    texts = [unit.text for unit in units]
    relative = next((at for at, unit in enumerate(units[:3]) if unit.has("relative")), None)
    if relative is None or "," not in texts[:relative] or "," not in texts[relative:]:
        return match.end
    return match.end + texts.index(",", relative)


def _before(line: Clause, match: Match[Content], held: set[Agent]) -> tuple[Agent, ...]:
    """Give the person right before the words: "X, in a meeting with Y, said"."""
    at = match.begin - 1
    while at > 0 and (line.units[at].text == "," or not line.units[at].classes.isdisjoint(_TIMES)):
        at -= 1
    persons, owned = persons_of(line.units[max(at, 0) : at + 1]), at > 0 and line.units[at - 1].has("preposition")
    return persons if not owned and not held & set(persons) else ()


def _behind(line: Clause, match: Match[Content], held: set[Agent]) -> tuple[Agent, ...]:
    """Give the person right behind words that open a sentence: "On this visit X did not say a word"."""
    if match.begin:
        return ()
    comma = next((at for at in range(match.end, len(line.units)) if line.units[at].text == ","), match.end)
    is_ahead = any(unit.has("undone") for unit in line.units[comma:])  # "During her visit, X will meet"
    beyond = () if is_ahead else line.units[comma + 1 : comma + 2]
    persons = persons_of((*line.units[match.end : match.end + 1], *beyond))
    return persons if not held & set(persons) else ()


def _kind(match: Match[Content], grammar: Grammar) -> str:
    unit = match["kind"] if "kind" in match else match["verb"] if "verb" in match else None
    if unit is None:
        return MEETING
    values = (grammar.lexicon.value(unit.text, each) for each in _KINDS_OF_WORDS)
    return next((value for value in values if value), MEETING)
