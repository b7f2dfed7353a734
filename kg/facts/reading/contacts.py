"""Calls, meetings, visits and letters between people who are named."""

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
_FINITE = frozenset({"verb-s", "verb-ed", "verb-done", "be", "say", "auxiliary"})
#: Kinds of contacts that companions take part in.
_IN_PERSON = frozenset({"visit", "meeting"})
_MEETING, _CALL, _VISIT = "meeting", "call", "visit"
_TOOK_PART = "others took part too"


class Met(NamedTuple):
    """A contact in tokens ``begin`` ≤ i < ``end``; ``instead`` are the participants of one that this one completes.

    ``visited`` are the IRIs of what a visit led to.
    """

    kind: str
    participants: tuple[Agent, ...]
    begin: int
    end: int
    pattern: str
    instead: tuple[Agent, ...] = ()
    visited: tuple[str, ...] = ()


def own_visits(line: Clause, speaker: Agent, grammar: Grammar) -> Iterator[Met]:
    """Find the visits that somebody speaks of as their own: "when I visited Norway", "during my visit to Norway".

    :param line: a sentence of a quotation
    :param speaker: whose words they are
    :param grammar: the document's language
    """
    for pattern in line.fitting(grammar.stage("visits")):
        how = grammar.ways(pattern.name)
        for match in line.search(pattern):
            made = "verb" not in match or not match["verb"].has("verb-base")  # not "I would like to visit"
            own = made and (_SENTENCE not in how or speaker in owners_of(line.units[match.begin : match.end]))
            if own and _subject(line, match, how, grammar) == (speaker,):
                yield from _contacts(line, match, how, (speaker,), grammar)


class Contacts:
    """Finds contacts, sentence by sentence; somebody may be said to have taken part in the next sentence.

    :param grammar: the document's language
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._last: Met | None = None
        self._meeting: Met | None = None
        #: The meetings of the paragraph so far.
        self._told_lately: list[Met] = []
        #: Whom others are said to be with before the page speaks of a visit, and those others.
        self._awaited: tuple[Agent, ...] = ()
        self._beside: tuple[Agent, ...] = ()
        #: Those of whom the page has said later who else was there.
        self._completed: set[frozenset[Agent]] = set()
        #: A visit by a delegation of which nobody is named so far.
        self._sent: Met | None = None
        #: The meetings and visits of the page so far.
        self._all: list[Met] = []

    def begin(self) -> None:
        """Begin a paragraph."""
        self._told_lately = []

    def read(self, line: Clause) -> Iterator[Met]:
        """Find the contacts of a sentence whose parties it names."""
        self._note_sent(line)
        companions = _companions(line, self._grammar)
        found = [met if self._is_alone(met) else _joined(met, companions) for met in self._told(line)]
        found = [self._with_awaited(met) for met in found]
        found = self._with_more(line, found)
        told = [met for met in found if not self._is_told(line, met)]
        self._last = next((met for met in reversed(found) if met.kind == _MEETING), None) or self._begun(line)
        self._meeting = self._last or self._meeting
        self._told_lately = [*self._told_lately, *(met for met in told if met.kind == _MEETING)]
        self._all = [*self._all, *(met for met in told if met.kind in _IN_PERSON)]
        self._completed |= {frozenset(met.instead) for met in told if met.kind == _MEETING and met.instead}
        return (met for met in told if met.kind == _VISIT or len(met.participants) > 1)

    def _with_more(self, line: Clause, found: list[Met]) -> list[Met]:
        """Add those of whom the sentence says that they took part, in what it tells or what was told before."""
        joining = self._joining(line)
        if not joining:
            return found
        found = _without(found, joining.get(_JOINS, ()))
        last = found[-1] if found else self._last
        if later := joining.get(_JOINS_PAGE):
            found = [*found, *(each for met in self._meetings() for each in _completed(line, [], met, later))]
        elif last and (later := joining.get(_JOINS)):
            found = _completed(line, found, last, later)
        elif later := joining.get(_JOINS_LATER):
            found = _completed(line, found, self._meeting, later)
        elif later := joining.get(_JOINS_BOTH):
            found = _completed(line, found, self._met_by(later), later)
        elif later := joining.get(_JOINS_ALL):
            found = [*found, *(each for met in self._lately() for each in _completed(line, [], met, later))]
        if self._sent and (later := joining.get(_LEADS)):
            head = tuple(dict.fromkeys(person for match in later for person in persons_of(match.units("with"))))
            found, self._sent = [*found, self._sent._replace(participants=head, pattern=later[0].pattern)], None
        if later := joining.get(_JOINS_VISIT):
            visit = self._visit_of(later)
            self._awaited = () if visit else tuple(p for match in later for p in persons_of(match.units("who")))
            self._beside = tuple(p for match in later for p in persons_of(match.units("with")))
            found = _completed(line, found, visit, later)
        return found

    def _with_awaited(self, met: Met) -> Met:
        """Add to a visit those of whom the page has said before that they were at the visitor's side."""
        is_theirs = met.kind == _VISIT and not set(self._awaited).isdisjoint(met.participants)
        return _joined(met, self._beside) if is_theirs else met

    def _lately(self) -> list[Met]:
        """List the meetings of the paragraph so far, else those of the page."""
        return self._told_lately or self._meetings()

    def _meetings(self) -> list[Met]:
        """List the meetings of the page so far."""
        return [met for met in self._all if met.kind == _MEETING]

    def _is_told(self, line: Clause, met: Met) -> bool:
        """Tell whether words only refer to a contact that was told with all who took part: "In her talks with X, …"."""
        people = set(met.participants)
        if people in self._completed and not met.instead:
            return True
        if met.kind == _VISIT:
            return any(_is_part_of(met, each) for each in self._all)
        wider = any(each.kind == met.kind and people < set(each.participants) for each in self._all)
        how = self._grammar.ways(met.pattern)
        refers = not _REFERS.isdisjoint(how) or how >= _DISCUSS
        return wider and (refers or bool(line.units[0].classes & _REFERRING))

    def _is_alone(self, met: Met) -> bool:
        """Tell whether those beside somebody only take part in what comes next: "Visiting Norway, X, with Y, said"."""
        return _ALONE in self._grammar.ways(met.pattern)

    def _joining(self, line: Clause) -> dict[str, list[Match[Content]]]:
        """Find the words that say who took part, by the ways in which they say it."""
        found: dict[str, list[Match[Content]]] = {}
        for pattern in line.fitting(self._grammar.stage("joining")):
            if matches := list(line.search(pattern)):
                for how in self._grammar.ways(pattern.name):
                    found.setdefault(how, []).extend(matches)
        return found

    def _met_by(self, joining: Sequence[Match[Content]]) -> Met | None:
        """Find the last meeting of the page that everybody whom others joined took part in."""
        both = {person for match in joining for person in persons_of(match.units("who"))}
        told = [met for met in self._all if met.kind == _MEETING and both <= set(met.participants)]
        return told[-1] if told and len(both) > 1 else None

    def _visit_of(self, joining: Sequence[Match[Content]]) -> Met | None:
        """Find the visit that others joined: the last one by whom they joined, or the page's only one by "him"."""
        visits = [met for met in self._all if met.kind == _VISIT]
        visitors = {person for match in joining for person in persons_of(match.units("who"))}
        joined = [met for met in visits if visitors & set(met.participants)]
        alone = visits if len({met.participants for met in visits}) == 1 and not visitors else []
        return next(reversed([*alone, *joined]), None)

    def _is_away(self, met: Met) -> bool:
        """Tell whether the page already says that somebody came to see people: who speaks with others meets them."""
        guests = {person for each in self._all if each.kind == _VISIT for person in each.participants}
        return bool(guests & set(met.participants)) or any(
            met.participants[0] in each.participants for each in self._all
        )

    def _told(self, line: Clause) -> Iterator[Met]:
        for stage in ("contacts", "visits"):
            yield from self._told_in(line, stage)

    def _told_in(self, line: Clause, stage: str) -> Iterator[Met]:
        taken: set[int] = set()
        for pattern in line.fitting(self._grammar.stage(stage)):
            how = self._grammar.ways(pattern.name)
            for match in line.search(pattern):
                if match.begin in taken and _MORE not in how:
                    continue
                found = list(self._contacts(line, match, how))
                if found and (_LATELY not in how or self._is_away(found[0])):
                    taken.update(range(match.begin, match.end))
                    yield from found

    def _contacts(self, line: Clause, match: Match[Content], how: frozenset[str]) -> Iterator[Met]:
        """Read the contacts of a match; a visit that nobody is named in is that of the page's visitors."""
        subject = () if _GUESTS in how else _subject(line, match, how, self._grammar)
        if _GUESTS in how or (_SENTENCE in how and not subject and not persons_of(line.units[match.end :])):
            subject = self._guests()
        return _contacts(line, match, how, subject, self._grammar)

    def _guests(self) -> tuple[Agent, ...]:
        """List who came on the page's only visit: "There were talks with X"."""
        visitors = {met.participants for met in self._all if met.kind == _VISIT}
        return visitors.pop() if len(visitors) == 1 else ()

    def _note_sent(self, line: Clause) -> None:
        """Remember the visit of a delegation of which the sentence names nobody: the page may say who leads it."""
        for pattern in line.fitting(self._grammar.stage("delegations")):
            for match in line.search(pattern) if self._grammar.kinds[pattern.name] == _SENT else ():
                begin, end = line.units[0].begin, line.units[-1].end
                self._sent = Met(_VISIT, (), begin, end, match.pattern, visited=tuple(_visited(match)))

    def _begun(self, line: Clause) -> Met | None:
        """Remember who met people that the sentence does not name: the next may say who took part."""
        for index, unit in enumerate(line.units):
            if "meet" in unit.classes and (persons := persons_of(subject_of(line, index, self._grammar))):
                return Met(_MEETING, persons, line.units[0].begin, line.units[-1].end, _TOOK_PART)
        return None


_JOINS, _JOINS_LATER, _JOINS_ALL, _JOINS_BOTH = "joins", "joins-later", "joins-all", "joins-both"
_JOINS_VISIT, _JOINS_PAGE = "joins-visit", "joins-page"
#: A contact only where the page has said before that its subject came to see people.
_LATELY = "lately"
#: A contact of the subject of the sentence, or of the page's visitors where it has nobody else.
_SENTENCE = "sentence"
#: A contact of those whose visit the page tells.
_GUESTS = "guests"
#: A visit of a delegation, and who leads it, as the page says later.
_SENT, _LEADS = "sent", "leads"
#: A visit that companions named in the sentence need not have made.
_ALONE = "alone"
#: Kinds of patterns that may refer to what was told before.
_REFERS = frozenset({"sentence", "back", "lately"})
#: Kinds of patterns of what persons discuss: some of those who met may be named again.
_DISCUSS = frozenset({"together", "in-person"})
#: Classes of the first word of a sentence that may refer so: "When she talked with X, …".
_REFERRING = frozenset({"clause", "condition"})
#: Units before a subject in which others may be named.
_NEAR = 2
#: Another meeting that the same verb tells.
_MORE = "more"


def _is_part_of(visit: Met, whole: Met) -> bool:
    """Tell a visit that the page has told with more visitors, and with all it led to."""
    fewer = set(visit.participants) < set(whole.participants) and whole.kind == _VISIT
    return fewer and set(visit.visited) <= set(whole.visited)


def _without(found: list[Met], joining: Sequence[Match[Content]]) -> list[Met]:
    """Leave out meetings of those alone who only took part in another one."""
    joined = {person for match in joining for person in persons_of(match.units("with"))}
    return [met for met in found if met.kind == _VISIT or not joined.issuperset(met.participants)]


def _completed(line: Clause, found: list[Met], met: Met | None, joining: Sequence[Match[Content]]) -> list[Met]:
    """Add those who took part in a meeting that was told before."""
    if met is None:
        return found
    everybody = tuple(dict.fromkeys((*met.participants, *(p for m in joining for p in persons_of(m.units("with"))))))
    begin, end = line.units[0].begin, line.units[-1].end
    whole = Met(met.kind, everybody, begin, end, joining[0].pattern, met.participants)
    return [*(each for each in found if each is not met), whole]


def _companions(line: Clause, grammar: Grammar) -> tuple[Agent, ...]:
    found = (
        match.units("with") for pattern in line.fitting(grammar.stage("companions")) for match in line.search(pattern)
    )
    return tuple(dict.fromkeys(person for units in found for person in persons_of(units)))


def _joined(met: Met, companions: tuple[Agent, ...]) -> Met:
    """Let who goes along take part in a meeting or visit."""
    rest = tuple(person for person in companions if person not in met.participants)
    return met._replace(participants=(*met.participants, *rest)) if met.kind in _IN_PERSON else met


def _contacts(
    line: Clause, match: Match[Content], how: frozenset[str], subject: tuple[Agent, ...], grammar: Grammar
) -> Iterator[Met]:
    met = _whole(line, match)
    named = persons_of(met) or owners_of(met)
    others = tuple(person for person in named if person not in subject)
    others = others if persons_of(met) or len(others) == 1 else ()
    kind = next((each for each in (_VISIT, _CALL) if each in how), "") or _kind(match, grammar)
    begin, end = line.units[0].begin, line.units[-1].end
    if not subject or not kind or ("in-person" in how and _is_by_phone(line, grammar)):
        return
    if kind == _VISIT:
        yield Met(kind, subject, begin, end, match.pattern, visited=tuple(_visited(match)))
    elif "together" in how:
        if len(subject) > 1 and not _is_in_part(line, match, grammar):
            yield Met(kind, subject, begin, end, match.pattern)
    elif "each" in how:
        for other in others:
            yield Met(kind, (*subject, other), begin, end, match.pattern)
    elif others:
        yield Met(kind, (*subject, *others), begin, end, match.pattern)


def _whole(line: Clause, match: Match[Content]) -> tuple[Part, ...]:
    """List whom some words name, but not those whose deputy or adviser somebody is: "met with X's adviser"."""
    owning = {unit.begin for unit, after in pairwise(line.units) if after.has("possessive")}
    return tuple(unit for unit in match.units("with") if unit.begin not in owning)


def _is_in_part(line: Clause, match: Match[Content], grammar: Grammar) -> bool:
    """Tell who met only in part, "The Presidents and X and Y met", or each with others: "With the smiths, X and Y met".

    So too at another time: "since they last met".
    """
    if "verb" not in match:
        return False
    verb = next(index for index, unit in enumerate(line.units) if unit is match["verb"])
    subject = subject_of(line, verb, grammar)
    first = next((index for index, unit in enumerate(line.units) if subject and unit is subject[0]), 0)
    before = line.units[max(first - _NEAR, 0) : first]
    beside = len(before) == _NEAR and before[-1].has("and") and before[0].has("role")
    other = bool(before) and before[-1].has("other-time")
    others = bool(before) and before[-1].has("those-met")  # "the weavers whom X and Y met"
    partners = line.units[0].has("beside") and first > 0 and not persons_of(line.units[:first])
    return beside or partners or others or (other and (subject[0].has("they") or match["verb"].has("verb-base")))


def _visited(match: Match[Content]) -> Iterator[str]:
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


def _subject(line: Clause, match: Match[Content], how: frozenset[str], grammar: Grammar) -> tuple[Agent, ...]:
    """Find the persons who do it: the subject of the verb, or of the sentence that the words open or close."""
    if "by" in how or "whose" in how:
        who = match.units("who") or match.units("with")
        return persons_of(who) or owners_of(who)
    if "sentence" not in how:
        verb = next(index for index, unit in enumerate(line.units) if unit is match["verb"])
        return persons_of(subject_of(line, verb, grammar))
    held = set(persons_of(match.units("with")))
    for verb in (*range(_after_aside(line, match), len(line.units)), *range(match.begin)):
        if line.units[verb].classes & _FINITE and (persons := persons_of(subject_of(line, verb, grammar))):
            return persons if not held & set(persons) else _before(line, match, held)
    return _before(line, match, held) or _behind(line, match, held)


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
    if at > 0 and line.units[at].text == ",":
        at -= 1
    persons, owned = persons_of(line.units[max(at, 0) : at + 1]), at > 0 and line.units[at - 1].has("preposition")
    return persons if not owned and not held & set(persons) else ()


def _behind(line: Clause, match: Match[Content], held: set[Agent]) -> tuple[Agent, ...]:
    """Give the person right behind words that open a sentence: "On this visit X did not say a word"."""
    persons = persons_of(line.units[match.end : match.end + 1]) if match.begin == 0 else ()
    return persons if not held & set(persons) else ()


def _kind(match: Match[Content], grammar: Grammar) -> str:
    unit = match["kind"] if "kind" in match else match["verb"] if "verb" in match else None
    if unit is None:
        return _MEETING
    values = (grammar.lexicon.value(unit.text, each) for each in _KINDS_OF_WORDS)
    return next((value for value in values if value), _MEETING)
