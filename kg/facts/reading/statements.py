"""Sentences that announce words: "X made the following statement:", and titles of texts that somebody delivered."""

from collections.abc import Callable
from typing import NamedTuple

from kg.facts.grammar.line import Match, Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.parties import Clause, Content, Party, agents_of, persons_of
from kg.facts.reading.quotes import Quote
from kg.model import Span

#: Kind of a pattern that announces a statement of all whom it names.
_SEVERAL = "several"
#: Kind of a pattern that announces a statement of those whom it calls its speakers, and of nobody else whom it names.
_SPEAKERS = "speakers"
#: Kinds of patterns of titles, of one that tells whose the words before it are, and of "We, the ministers, …".
TITLE, BEFORE, OURSELVES = "title", "before", "ourselves"
#: In whose name somebody makes a statement.
_VOICE = "voice"
NOTHING = Quote(0, 0, Span(0, 0), 0, opens=True, closes=True)


class Quoted(NamedTuple):
    """A quotation with its speaker, the unit that names the speaker, and the pattern that found it.

    Several may have spoken with one voice: "they said".

    ``together`` is everybody whom "we" in a statement of several means, where ``speaker`` may be their body.
    """

    quote: Quote
    speaker: Party | None
    attribution: Unit[Content] | None
    pattern: str
    together: Party | None = None


def announced_in(
    line: Clause, grammar: Grammar, voices_of: Callable[[tuple[Agent, ...]], tuple[Agent, ...]], kind: str = ""
) -> Quoted | None:
    """Find whose words a sentence announces.

    :param line: the sentence
    :param grammar: the document's language
    :param voices_of: tells who is quoted by a statement of several
    :param kind: which patterns are tried: of a title, of words before the sentence, of "we", else of words behind it
    """
    for pattern in line.fitting(grammar.stage("statements")):
        own = grammar.kinds[pattern.name]
        if (own if own in (TITLE, BEFORE, OURSELVES) else "") != kind:
            continue
        for match in line.search(pattern):
            together = _together(line, match, grammar)
            several = together.persons if together else ()
            agents = voices_of(several) if several else agents_of(match.units("speaker"))
            if together or len(agents) == 1:
                party = Party(agents, tuple(agent for agent in agents if agent.is_person))
                return Quoted(NOTHING, party, None, match.pattern, together)
    return None


def _together(line: Clause, match: Match[Content], grammar: Grammar) -> Party | None:
    """List who makes a statement together, or in whose name: by an announcement that names several."""
    if voice := agents_of(match.units(_VOICE)):
        return Party(voice, ())
    persons = persons_of(line.units[match.begin : match.end])
    kind = grammar.kinds[match.pattern]
    named = persons_of(match.units("speaker")) if kind in (OURSELVES, _SPEAKERS) else persons
    several = kind in (_SEVERAL, OURSELVES, _SPEAKERS) and len(named) > 1
    return Party(named, named) if several else None
