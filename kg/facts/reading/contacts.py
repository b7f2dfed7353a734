"""Calls, meetings, visits and letters between people who are named."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.facts.grammar.line import Match
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.clauses import Clause, Content, persons_of
from kg.facts.reading.subjects import subject_of

_KINDS_OF_WORDS = (
    "contact-noun",
    "contact-nouns",
    "letter-noun",
    "letter-nouns",
    "phone-word",
    "meet",
    "phone",
    "write",
)


#: Classes of verbs that have a subject of their own.
_FINITE = frozenset({"verb-s", "verb-ed", "verb-done", "be", "say", "auxiliary"})


@dataclass(frozen=True, slots=True)
class Met:
    """A contact told in tokens ``begin`` ≤ i < ``end``."""

    kind: str
    participants: tuple[Agent, ...]
    begin: int
    end: int
    pattern: str


def contacts_in(line: Clause, grammar: Grammar) -> Iterator[Met]:
    """Find the contacts of a sentence whose parties it names."""
    taken: set[int] = set()
    for pattern in grammar.stage("contacts"):
        how = grammar.kinds[pattern.name].split()
        for match in line.search(pattern):
            if match.begin in taken:
                continue
            found = list(_contacts(line, match, how, grammar))
            if found:
                taken.update(range(match.begin, match.end))
                yield from found


def _contacts(line: Clause, match: Match[Content], how: list[str], grammar: Grammar) -> Iterator[Met]:
    subject = _subject(line, match, how, grammar)
    others = tuple(person for person in persons_of(match.units("with")) if person not in subject)
    kind = "visit" if "visit" in how else _kind(match, grammar)
    begin, end = line.units[0].begin, line.units[-1].end
    if not subject or not kind:
        return
    if kind == "visit":
        yield Met(kind, subject, begin, end, match.pattern)
    elif "together" in how:
        if len(subject) > 1:
            yield Met(kind, subject, begin, end, match.pattern)
    elif "each" in how:
        for other in others:
            yield Met(kind, (*subject, other), begin, end, match.pattern)
    elif others:
        yield Met(kind, (*subject, *others), begin, end, match.pattern)


def _subject(line: Clause, match: Match[Content], how: list[str], grammar: Grammar) -> tuple[Agent, ...]:
    """Find the persons who do it: the subject of the verb, or of the sentence that the words open or close."""
    if "by" in how:
        return persons_of(match.units("with"))
    if "sentence" not in how:
        verb = next(index for index, unit in enumerate(line.units) if unit is match["verb"])
        return persons_of(subject_of(line, verb, grammar))
    held = set(persons_of(match.units("with")))
    for verb in (*range(match.end, len(line.units)), *range(match.begin)):
        if line.units[verb].classes & _FINITE and (persons := persons_of(subject_of(line, verb, grammar))):
            return persons if not held & set(persons) else _before(line, match, held)
    return _before(line, match, held)


def _before(line: Clause, match: Match[Content], held: set[Agent]) -> tuple[Agent, ...]:
    """Give the person right before the words: "X, in a meeting with Y, said"."""
    at = match.begin - 1
    if at > 0 and line.units[at].text == ",":
        at -= 1
    persons = persons_of(line.units[at : at + 1]) if at >= 0 else ()
    owned = at > 0 and line.units[at - 1].has("preposition")
    return persons if not owned and not held & set(persons) else ()


def _kind(match: Match[Content], grammar: Grammar) -> str:
    unit = match["kind"] if "kind" in match else match["verb"] if "verb" in match else None
    if unit is None:
        return ""
    values = (grammar.lexicon.value(unit.text, each) for each in _KINDS_OF_WORDS)
    return next((value for value in values if value), "meeting")
