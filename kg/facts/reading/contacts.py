"""Calls, meetings, visits and letters between people who are named, told from sentence to sentence."""

from collections.abc import Iterator, Sequence

from kg.facts.grammar.line import Match
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.denials import TO_COME, denied_from
from kg.facts.reading.meetings import CALL, FINITE, MEETING, SENTENCE, VISIT, Met, doers_of, told_by, visited_in
from kg.facts.reading.parties import Clause, Content, Part, owners_of, persons_of
from kg.facts.reading.subjects import subject_of

#: Kinds of contacts that companions take part in.
_IN_PERSON = frozenset({VISIT, MEETING})
_TOOK_PART = "others took part too"


def _own_visits(line: Clause, speaker: Agent, grammar: Grammar) -> Iterator[Met]:
    """Find the visits that somebody speaks of as their own: "when I visited Norway", "during my visit to Norway"."""
    for pattern in line.fitting(grammar.stage("visits")):
        how = grammar.ways(pattern.name)
        for match in line.search(pattern):
            made = "verb" not in match or not match["verb"].has("verb-base")  # not "I would like to visit"
            own = made and (SENTENCE not in how or speaker in owners_of(line.units[match.begin : match.end]))
            if own and doers_of(line, match, how, grammar) == (speaker,):
                yield from told_by(line, match, how, (speaker,), grammar)


def own_contacts(line: Clause, speakers: Sequence[Agent], grammar: Grammar) -> Iterator[Met]:
    """Find the visits of each speaker, and whom several say that they have met: "X and Y met with Z", by X and Y.

    :param line: a sentence of a quotation
    :param speakers: whose words they are
    :param grammar: the document's language
    """
    for speaker in speakers:
        yield from _own_visits(line, speaker, grammar)
    told: set[Part] = set()
    for pattern in line.fitting(grammar.stage("contacts")):
        for match in line.search(pattern):
            how = grammar.ways(pattern.name)
            verb = match["verb"] if "verb" in match and SENTENCE not in how else None
            mine = len(speakers) == 1 and ("whose" in how or (SENTENCE in how and _is_their_own(line, match, speakers)))
            done = (
                verb and verb not in told and _LATELY not in how and (len(speakers) > 1 or bool(verb.classes & _DONE))
            )
            doers = doers_of(line, match, how, grammar) if mine or done else ()
            if set(doers) == set(speakers):
                told |= {verb} if verb else set()
                yield from told_by(line, match, how, doers, grammar)


def _is_their_own(line: Clause, match: Match[Content], speakers: Sequence[Agent]) -> bool:
    """Tell talks that somebody calls their own: "in my meetings with X and with Y"."""
    return set(speakers) <= set(owners_of(line.units[match.begin : match.end]))


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
        #: Who will make a visit, as the page has said.
        self._expected: set[Agent] = set()
        #: The calls of the page so far.
        self._calls: list[Met] = []
        #: The last sentence that names persons.
        self._naming: Clause | None = None

    def begin(self) -> None:
        """Begin a paragraph."""
        self._told_lately = []

    def read(self, line: Clause) -> Iterator[Met]:
        """Find the contacts of a sentence whose parties it names."""
        self._note_sent(line)
        self._note_expected(line)
        companions = _companions(line, self._grammar)
        found = [met if self._is_alone(met) else _joined(met, companions) for met in self._told(line)]
        found = [self._with_awaited(met) for met in found]
        found = [self._in_place_of_less(met) for met in self._with_more(line, found)]
        told = [met for met in found if not self._is_told(line, met)]
        self._last = next((met for met in reversed(found) if met.kind == MEETING), None) or self._begun(line)
        self._meeting = self._last or self._meeting
        self._told_lately = [*self._told_lately, *(met for met in told if met.kind == MEETING)]
        self._all = [*self._all, *(met for met in told if met.kind in _IN_PERSON)]
        self._calls += [met for met in told if met.kind == CALL]
        self._naming = line if persons_of(line.units) else self._naming
        self._completed |= {frozenset(met.instead) for met in told if met.kind == MEETING and met.instead}
        return (met for met in told if met.kind == VISIT or len(met.participants) > 1)

    def _with_more(self, line: Clause, found: list[Met]) -> list[Met]:
        """Add those of whom the sentence says that they took part, in what it tells or what was told before."""
        joining = self._joining(line)
        if not joining:
            return found
        alone = joining.get(_JOINS_LATER, []) if self._meeting else []
        found = _without(found, [*joining.get(_JOINS, []), *alone])
        last = found[-1] if found else self._last
        if later := joining.get(_JOINS_PAGE):
            found = [*found, *(each for met in self._meetings() for each in _completed(line, [], met, later))]
        elif last and (later := joining.get(_JOINS)):
            found = _completed(line, found, last, later)
        elif later := joining.get(_JOINS_LATER):
            found = _completed(line, found, self._meeting, later)
        elif later := joining.get(_JOINS_BOTH):
            found = _completed(line, found, self._met_by(later), later)
        elif (later := joining.get(_JOINS_ALL)) and (visit := self._visit_of(())) and not _speaks_of_talks(line):
            found = _completed(line, found, visit, later)
        elif later := joining.get(_JOINS_ALL):
            found = [*found, *(each for met in self._lately() for each in _completed(line, [], met, later))]
        if self._sent and (later := joining.get(_LEADS)):
            head = tuple(dict.fromkeys(person for match in later for person in persons_of(match.units("with"))))
            begin, end = line.units[0].begin, line.units[-1].end
            visit = self._sent._replace(participants=head, begin=begin, end=end, pattern=later[0].pattern)
            found, self._sent = [*found, visit], None
        if later := joining.get(_JOINS_VISIT):
            visit = self._visit_of(later)
            self._awaited = () if visit else tuple(p for match in later for p in persons_of(match.units("who")))
            self._beside = tuple(p for match in later for p in persons_of(match.units("with")))
            found = _completed(line, found, visit, later)
        return found

    def _with_awaited(self, met: Met) -> Met:
        """Add to a visit those of whom the page has said before that they were at the visitor's side."""
        is_theirs = met.kind == VISIT and not set(self._awaited).isdisjoint(met.participants)
        return _joined(met, self._beside) if is_theirs else met

    def _lately(self) -> list[Met]:
        """List the meetings of the paragraph so far, else those of the page."""
        return self._told_lately or self._meetings()

    def _meetings(self) -> list[Met]:
        """List the meetings of the page so far."""
        return [met for met in self._all if met.kind == MEETING]

    def _is_told(self, line: Clause, met: Met) -> bool:
        """Tell whether words only refer to a contact that was told with all who took part: "In her talks with X, …"."""
        people = set(met.participants)
        lately = _LATELY in self._grammar.ways(met.pattern) or _refers_to_call(line)
        if met.kind == MEETING and lately and any(people == set(call.participants) for call in self._calls):
            return True
        if people in self._completed and not met.instead:
            return True
        if met.kind == VISIT:
            return any(_is_part_of(met, each) for each in self._all)
        wider = any(each.kind == met.kind and people < set(each.participants) for each in self._all)
        how = self._grammar.ways(met.pattern)
        refers = not _REFERS.isdisjoint(how) or how >= _DISCUSS
        return wider and (refers or bool(line.units[0].classes & _REFERRING))

    def _in_place_of_less(self, met: Met) -> Met:
        """Let a visit take the place of one that was told with fewer visitors, where it need not have led elsewhere."""
        less = [each for each in self._all if met.kind == VISIT and not met.instead and _is_whole_of(met, each)]
        return met._replace(instead=less[0].participants, visited=less[0].visited) if len(less) == 1 else met

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
        told = found.pop(_JOINS_TOLD, [])
        if told and self._last and len(self._last.participants) > 1:
            found.setdefault(_JOINS, []).extend(told)
        heard = found.pop(_JOINS_HEARD, [])
        if heard and self._last and set(self._last.participants) == _listeners(heard):
            found.setdefault(_JOINS, []).extend(heard)
        return found

    def _met_by(self, joining: Sequence[Match[Content]]) -> Met | None:
        """Find the last meeting of the page that everybody whom others joined took part in."""
        both = {person for match in joining for person in persons_of(match.units("who"))}
        told = [met for met in self._all if met.kind == MEETING and both <= set(met.participants)]
        return told[-1] if told and len(both) > 1 else None

    def _visit_of(self, joining: Sequence[Match[Content]]) -> Met | None:
        """Find the visit that others joined: the last one by whom they joined, or the page's only one by "him"."""
        visits = [met for met in self._all if met.kind == VISIT]
        visitors = {person for match in joining for person in persons_of(match.units("who"))}
        joined = [met for met in visits if visitors & set(met.participants)]
        alone = visits if len({met.participants for met in visits}) == 1 and not visitors else []
        return next(reversed([*alone, *joined]), None)

    def _is_away(self, met: Met, visits: Sequence[Met]) -> bool:
        """Tell whether the page or this sentence says that somebody came to see people: they meet their partners."""
        guests = {person for each in (*self._all, *visits) if each.kind == VISIT for person in each.participants}
        return bool(guests & set(met.participants)) or any(
            met.participants[0] in each.participants for each in self._all
        )

    def _told(self, line: Clause) -> Iterator[Met]:
        visits = list(self._told_in(line, "visits", ()))
        yield from self._told_in(line, "contacts", visits)
        yield from visits

    def _told_in(self, line: Clause, stage: str, visits: Sequence[Met]) -> Iterator[Met]:
        taken: set[int] = set()
        denied = denied_from(line, self._grammar)
        for pattern in line.fitting(self._grammar.stage(stage)):
            how = self._grammar.ways(pattern.name)
            for match in line.search(pattern):
                if (match.begin in taken and _MORE not in how) or match.begin >= denied:
                    continue
                found = list(self._contacts(line, match, how))
                found = [met for met in found if not self._is_to_come(met, match)]
                if found and (_LATELY not in how or self._is_away(found[0], visits)):
                    taken.update(range(match.begin, match.end))
                    yield from found

    def _contacts(self, line: Clause, match: Match[Content], how: frozenset[str]) -> Iterator[Met]:
        """Read the contacts of a match; a visit that nobody is named in is that of the page's visitors."""
        subject = () if _GUESTS in how or _THEIRS in how else doers_of(line, match, how, self._grammar)
        if _GUESTS in how or (SENTENCE in how and not subject and not persons_of(line.units[match.end :])):
            subject = self._guests()
        if _THEIRS in how:
            subject = self._guests() or self._spoken_of()
        return told_by(line, match, how, subject, self._grammar)

    def _guests(self) -> tuple[Agent, ...]:
        """List who came on the page's visit, all along it: "There were talks with X"."""
        visits = [met.participants for met in self._all if met.kind == VISIT]
        all_along = [each for each in visits if all(set(each) <= set(other) for other in visits)]
        return next(iter(all_along), ())

    def _spoken_of(self) -> tuple[Agent, ...]:
        """Give whom the last sentence to name somebody speaks of: its subject, if that is one, else the only one."""
        line = self._naming
        finite = next((at for at, unit in enumerate(line.units) if unit.classes & FINITE), None) if line else None
        subject = persons_of(subject_of(line, finite, self._grammar)) if line and finite is not None else ()
        persons = subject or (persons_of(line.units) if line else ())
        return persons if len(persons) == 1 else ()

    def _note_sent(self, line: Clause) -> None:
        """Remember the visit of a delegation of which the sentence names nobody: the page may say who leads it."""
        for pattern in line.fitting(self._grammar.stage("delegations")):
            for match in line.search(pattern) if self._grammar.kinds[pattern.name] == _SENT else ():
                begin, end = line.units[0].begin, line.units[-1].end
                self._sent = Met(VISIT, (), begin, end, match.pattern, visited=tuple(visited_in(match)))

    def _note_expected(self, line: Clause) -> None:
        """Remember who will make a visit: "X will travel to Norway"."""
        for pattern in line.fitting(self._grammar.stage("denials")):
            if self._grammar.kinds[pattern.name] == TO_COME:
                self._expected |= {
                    person for match in line.search(pattern) for person in persons_of(match.units("who"))
                }

    def _is_to_come(self, met: Met, match: Match[Content]) -> bool:
        """Tell whether words only say what somebody will do on a visit to come: "On her visit, X will meet"."""
        is_ahead = any(unit.has("undone") for unit in match.units("undone"))
        return met.kind == VISIT and is_ahead and self._expected.issuperset(met.participants)

    def _begun(self, line: Clause) -> Met | None:
        """Remember who met people that the sentence does not name: the next may say who took part."""
        for index, unit in enumerate(line.units):
            persons = persons_of(subject_of(line, index, self._grammar)) if "meet" in unit.classes else ()
            if persons and set(persons).issuperset(persons_of(line.units[index:])):
                return Met(MEETING, persons, line.units[0].begin, line.units[-1].end, _TOOK_PART)
        return None


_JOINS, _JOINS_LATER, _JOINS_ALL, _JOINS_BOTH = "joins", "joins-later", "joins-all", "joins-both"
_JOINS_VISIT, _JOINS_PAGE = "joins-visit", "joins-page"
#: In a meeting of the sentence before, but only where that named both sides: "The delegation also included X".
_JOINS_TOLD = "joins-told"
#: In a meeting of the sentence before with people it does not name: "The Ambassadors X and Y told her".
_JOINS_HEARD = "joins-heard"
#: A contact only where the page has said before that its subject came to see people.
_LATELY = "lately"
#: A contact of those whose visit the page tells.
_GUESTS = "guests"
#: A contact of theirs, or of the person of whom the page spoke last.
_THEIRS = "theirs"
#: Classes of verbs that say what somebody has done.
_DONE = frozenset({"verb-ed", "verb-done"})
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
#: Classes of verbs that say that people are in one place.
_MEETS = frozenset({"meet", "sit", "visit"})
#: Classes of words for talks.
_TALKS = frozenset({"contact-noun", "contact-nouns"})
#: A visit that is still to be made.
#: Another meeting that the same verb tells.
_MORE = "more"


def _speaks_of_talks(line: Clause) -> bool:
    """Tell whether a sentence says that somebody went along in talks, and not on the visit: "She was joined by X"."""
    return any(unit.classes & _TALKS for unit in line.units)


def _listeners(joining: Sequence[Match[Content]]) -> set[Agent]:
    """List whom others told something, by name or by a pronoun."""
    heard = [unit for match in joining for unit in match.units("who")]
    return {*persons_of(heard), *owners_of(heard)}


def _refers_to_call(line: Clause) -> bool:
    """Tell a sentence in which nobody is named, and those who spoke by telephone talk: "The two had a long talk"."""
    return any(unit.has("they") for unit in line.units) and not any(unit.classes & _MEETS for unit in line.units)


def _is_part_of(visit: Met, whole: Met) -> bool:
    """Tell a visit that the page has told with more visitors, and with all it led to."""
    fewer = set(visit.participants) < set(whole.participants) and whole.kind == VISIT
    return fewer and set(visit.visited) <= set(whole.visited)


def _is_whole_of(visit: Met, part: Met) -> bool:
    """Tell a visit that was told with fewer visitors, and with all that this one is said to have led to."""
    fewer = set(part.participants) < set(visit.participants) and part.kind == VISIT
    return fewer and set(visit.visited) <= set(part.visited)


def _without(found: list[Met], joining: Sequence[Match[Content]]) -> list[Met]:
    """Leave out meetings of those alone who only took part in another one."""
    joined = {person for match in joining for person in persons_of(match.units("with"))}
    return [met for met in found if met.kind == VISIT or not joined.issuperset(met.participants)]


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
    doers = (*met.doers, *rest) if met.doers else ()
    return met._replace(participants=(*met.participants, *rest), doers=doers) if met.kind in _IN_PERSON else met
