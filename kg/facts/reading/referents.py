"""Whom pronouns mean: the subject of the sentence so far, of the last one, or the only one whom it names."""

from collections.abc import Sequence

from kg.facts.grammar.line import Line, Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.assembled import ASSEMBLED
from kg.facts.reading.groups import CO_CHAIRED
from kg.facts.reading.holders import Scene
from kg.facts.reading.parties import Clause, Part, Party, agents_of, persons_of
from kg.facts.reading.phrases import Name, Role
from kg.facts.reading.units import is_listed, party_of
from kg.facts.tokens import Token

_GENDERS = frozenset("mf")
#: Value of a pronoun that means a man or a woman.
_EITHER = "either"
_TWO = 2
#: Classes of others whom "it" may mean, of verbs that only somebody does, and of verbs that two do together.
_OTHERS = frozenset({"person", "state", "country", "government", "authority", "role"})
#: Classes of pronouns for whoever the last sentence spoke of.
_STILL = frozenset({"he", "she"})
#: Classes of words for others whom "her" may mean beside the person who is named.
ELSE = frozenset({"role", "name", "occupation", "guest", "public", "referred", "he", "she", "plural"})
#: Classes of a verb before whom something is done to, and of an officer or somebody else who is not known.
_TOLD, _OFFICERS = frozenset({"verb-ed", "verb-s"}), frozenset({"role", "name"})
_SAYS, _TALKING = frozenset({"act", "express"}), frozenset({"talk", "discuss"})
_OSCE = "/org/osce"
_WE, _CALL, _THEM, _THE = "we", "call", "them", "the"
#: Classes of words for several others, and of talks that are no meeting.
_AFAR = frozenset({"plural", "they", "phone", "phone-word", "letter-noun", "letter-nouns", "write"})
#: Kind of a pattern that names more members of a delegation.
_MORE = "more"
#: Kind of a pattern of sentences whose subject stays that of the one before.
_INVERTED = "inverted"
#: Kind of a pattern of sentences whose subject is a text, and nobody: "it" in the next one means no body.
_THING = "thing"
#: Classes of a word behind a subject.
OF_VERBS = frozenset({"verb-ed", "verb-s", "verb-base", "be", "auxiliary", "adverb"})
_TALKS = frozenset({"contact-noun", "contact-nouns"})
_VERBS = OF_VERBS - {"verb-base", "adverb"}
#: Value of a word for two persons, whoever of them was the subject.
BOTH = "two"
#: Value of a word for bodies: "the two institutions".
_BODIES = "bodies"
#: Bodies for which their co-chairs, ministers or mediators speak.
#: Classes of a noun that no table has.
_NOUN = frozenset({"word", "lower"})
_PLURAL = (CO_CHAIRED, *ASSEMBLED)
#: Classes of a name in full.
_FULL = frozenset({"name", "full"})


class Referents:
    """Remembers who was spoken of, sentence by sentence.

    :param grammar: the document's language
    :param genders: genders of persons whose titles or names tell it, by IRI
    :param college: the body of several ministers that the document names, if it is only one
    """

    def __init__(self, grammar: Grammar, genders: dict[str, str], college: Agent | None) -> None:
        self._grammar = grammar
        self._genders = genders
        self._college = college
        self._subject: tuple[Agent, ...] = ()
        #: The subject of the sentence before that.
        self._earlier: tuple[Agent, ...] = ()
        self._person: Agent | None = None
        #: The persons whom the last sentence names.
        self._lately: tuple[Agent, ...] = ()
        #: The persons whom the last sentence of the paragraph names, if it tells of talks.
        self._talked: tuple[Agent, ...] = ()
        #: The two whom the last sentence names, if it names nobody else.
        self._pair: tuple[Agent, ...] = ()
        #: The States that the last sentence names.
        self._lands: tuple[Agent, ...] = ()
        #: The two States that the last sentence to name more than one named.
        self._neighbours: tuple[Agent, ...] = ()
        #: Whether the subject of the last sentence is somebody who is not known.
        self._is_strange = False
        #: The units of the sentence before the one that is being made.
        self._before: list[Part] = []
        #: Whether the sentence before the last one, and the last one, speak of a letter.
        self._tells_of_letter = (False, False)
        #: The two whom "both Presidents" were at the beginning of the last sentence.
        self._both: tuple[Agent, ...] = ()
        #: Who spoke in the paragraph so far.
        self._voices: set[Agent] = set()
        #: The members of the delegation that was named last, or its head.
        self._delegation: tuple[Agent, ...] = ()

    def _is_definite(self, before: str) -> bool:
        """Tell whether a noun behind a word is a known one: behind "the", anywhere if languages share patterns."""
        return before.lower() == _THE or self._grammar.shares_patterns

    def _pair_of(self, line: Clause) -> tuple[Agent, ...]:
        """List the two whom a sentence names, if "They talked" may mean them: not by letter or telephone."""
        persons = persons_of(line.units)
        if len(persons) != _TWO or self._is_strange:
            return ()
        calls = (self._grammar.lexicon.value(unit.text, "contact-noun") == _CALL for unit in line.units)
        apart = any(unit.classes & _AFAR for unit in line.units) or any(calls)
        return () if apart else persons

    def _two_states(self) -> tuple[Agent, ...]:
        """Tell which States "both countries" means: the two of the sentence so far, or of the last one with two."""
        found = states_of(self._before) or self._lands
        if len(found) < _TWO and set(found) <= set(self._neighbours):
            found = self._neighbours
        return found if len(found) == _TWO else ()

    def _he_or_she(self, gender: str) -> Party | None:
        person = None if self._is_of_a_stranger() else self._subject_before(gender)
        if person is None or self._genders.get(person.iri, gender) != gender or self._may_be_another(person):
            return None
        self._genders[person.iri] = gender
        return Party((person,), (person,), pronoun=True)

    def _may_be_another(self, person: Agent) -> bool:
        """Tell whether two have spoken by turns, and "she" may be either: “A,” said X. “B,” said Y. “C,” she said."""
        unknown = {voice for voice in self._voices if voice.iri not in self._genders}
        return len(unknown) > 1 and person in unknown and not persons_of(self._before)

    def last_person(self, *, writes: bool) -> Party | None:
        """Give the last subject, where that is one person: whose the words are that no name is beside.

        :param writes: whether the words are those of a letter, of which the sentence before must speak
        """
        told = self._person if self._tells_of_letter[0] or not writes else None
        return Party((told,), (told,)) if told else None

    def _is_of_a_stranger(self) -> bool:
        """Tell whether "he" is behind a name that is nobody's so far: "The envoy's deputy, X, said that he"."""
        back = range(len(self._before) - 1, -1, -1)
        at = next((at for at in back if self._before[at].has("person") or _FULL <= self._before[at].classes), -1)
        placed = at > 0 and self._before[at - 1].has("preposition")
        return at >= 0 and not self._before[at].has("person") and not placed

    def begin(self) -> None:
        """Begin a paragraph."""
        self._voices, self._talked = set(), ()

    def _they(self, word: str) -> Party | None:
        """Tell whom "they" means: the subject of the last sentence; "both" are the two whom it names."""
        if (
            self._grammar.lexicon.value(word, "they") == BOTH
            and len(self._subject) != _TWO
            and len(self._lately) == _TWO
        ):
            return party_of(self._lately)
        if not self._only_opens() and any(unit.has("role") and unit.has("plural") for unit in self._before):
            return None  # "What the Presidents said when they met": whoever they are.
        if word == "they" and (so_far := self._several_so_far()):
            return party_of(so_far)
        subject = self._earlier if word == "They" and self._is_the_osce() else self._subject
        several = len(subject) > 1 or subject == (self._college,) or _are_chairs(subject)
        persons = any(agent.is_person for agent in subject)
        strange = persons and self._grammar.lexicon.value(word, "they") == _BODIES
        return party_of(subject) if several and not strange else None

    def _only_opens(self) -> bool:
        """Tell words before a comma in which nobody does a thing: "Besides talks with members of the guild, they"."""
        verbs = (unit.classes & _VERBS for unit in self._before if unit.classes.isdisjoint(_TALKS))
        return bool(self._before) and self._before[-1].text == "," and not any(verbs)

    def _is_the_osce(self) -> bool:
        """Tell whether the last sentence is only what the OSCE does, of which somebody has spoken before."""
        return len(self._subject) == 1 and self._subject[0].iri.endswith(_OSCE)

    def _we(self, word: str) -> Party | None:
        """Tell whom "we" outside quotation marks means: those who speak together in the sentence before."""
        return party_of(self._several()) if word.lower() == _WE and self._several() else None

    def _it(self, scene: Scene, unit: Unit[Token | Role | Name]) -> Party | None:
        """Tell which body "It" means: the last subject; "it" before an act, that of "As the Mission does so, it"."""
        if unit.text == "It":
            if len(self._subject) > 1 and self._subject == self._delegation:
                return party_of(self._subject)  # "The delegation came to Oslo. It praised wool."
            told = tuple(agent for agent in self._subject if agent.kind == "org")
            return party_of(told) if len(self._subject) == len(told) == 1 else None
        words = [token.text for token in scene.tokens[unit.end : unit.end + 2]]
        following = {name for text in (*words, " ".join(words)) for name in self._grammar.classes(text)}
        opens = self._before[:1] and "clause" in self._grammar.lexicon.classes(self._before[0].text.lower())
        others = any(before.classes & _OTHERS for before in self._before)
        bodies = tuple(agent for agent in dict.fromkeys(agents_of(self._before)) if not agent.iri.endswith(_OSCE))
        joined = bool(self._before) and self._before[-1].has("and")
        one = (opens or joined) and not others and len(bodies) == 1
        return party_of(bodies) if one and not following.isdisjoint(_SAYS) else None

    def _is_subject(self, scene: Scene, unit: Unit[Token | Role | Name]) -> bool:
        """Tell "Both said" from "both Norway and Finland": a verb follows."""
        following = scene.tokens[unit.end].text if unit.end < len(scene.tokens) else ""
        return bool(self._grammar.classes(following) & OF_VERBS)

    def _talks(self, scene: Scene, unit: Unit[Token | Role | Name]) -> bool:
        """Tell "They talked" or "They also discussed" from what else several do."""
        following = (token.text for token in scene.tokens[unit.end : unit.end + 2])
        return any(self._grammar.classes(text) & _TALKING for text in following)

    def _several_so_far(self) -> tuple[Agent, ...]:
        """List the persons who are the subject of the same sentence so far: "X and Y went to Norway, where they"."""
        so_far = Line(tuple(self._before), self._grammar.alphabet)
        for pattern in so_far.fitting(self._grammar.stage("subjects")):
            for match in so_far.search(pattern):
                agents = agents_of(match.units("who"))
                if (
                    not persons_of(self._before[: match.begin])
                    and len(agents) > 1
                    and all(agent.is_person for agent in agents)
                ):
                    return agents
        return ()

    def _candidates(self, word: str) -> tuple[Agent, ...]:
        """List whom "him" may mean: persons of the sentence so far, and the subject of the last one."""
        if word == _THEM:
            return self._both
        gender = self._grammar.lexicon.value(word, "object")
        near = dict.fromkeys((*persons_of(self._before), *((self._person,) if self._person else ())))
        return tuple(agent for agent in near if self._fits(agent, gender)) if gender else ()

    def _owner(self, word: str, speaker: Party | None, *, inside: bool) -> tuple[Agent, ...]:
        """Find whose "his", "her" or "their" means: the subject of the sentence so far, else of the last one."""
        gender = self._grammar.lexicon.value(word, "possessive-word")
        if inside or gender == "first":
            return speaker.agents if speaker and gender == "first" else ()
        if gender not in _GENDERS:
            return self._several() if gender else ()
        so_far = {agent for agent in persons_of(self._before) if self._fits(agent, gender)}
        person = self._subject_before(gender) if len(so_far) < _TWO else None
        if person and so_far == {person} and not any(unit.classes & ELSE for unit in self._before):
            self._genders.setdefault(person.iri, gender)  # "X expressed her concern": nobody else is in sight.
        return (person,) if person and self._fits(person, gender) else ()

    def _several(self) -> tuple[Agent, ...]:
        return self._subject if len(self._subject) > 1 and all(agent.is_person for agent in self._subject) else ()

    def _subject_before(self, gender: str) -> Agent | None:
        """Find whom "he" or "she" means: the subject of the same sentence so far, else of the last one."""
        so_far = Line(tuple(self._before), self._grammar.alphabet)
        for pattern in so_far.fitting(self._grammar.stage("subjects")):
            for match in so_far.search(pattern):
                agents = agents_of(match.units("who"))
                if self._continues(match.begin):
                    continue
                if len(agents) == 1 and agents[0].is_person and self._fits(agents[0], gender):
                    return agents[0]
        if self._person is not None and self._fits(self._person, gender):
            return self._person
        if self._is_told_by_another():
            return None
        so_near = () if self._opens_with_participle() else persons_of(self._beside_doers())
        for near in (so_near, () if self._is_strange else self._lately):
            named = {agent for agent in near if self._fits(agent, gender)}
            if named:
                return named.pop() if len(named) == 1 else None
        return None

    def _opens_with_participle(self) -> bool:
        """Tell whether a sentence opens with what its subject does, who is nobody named in it.

        "Praising X, she said", "In his talks with X he said".
        """
        opening = self._before[:2]
        at = next((at for at, unit in enumerate(opening) if unit.has("verb-ing")), -1)
        own = len(opening) > 1 and opening[0].has("preposition") and opening[1].has("possessive-word")
        return own or (at >= 0 and not persons_of(opening[:at]))

    def _is_told_by_another(self) -> bool:
        """Tell whether an officer whom nobody knows does something to whom the sentence names: "The Mayor told X"."""
        at = next((at for at, unit in enumerate(self._before) if unit.has("person")), 0)
        before = self._before[:at]
        if not before or before[-1].classes.isdisjoint(_TOLD):
            return False
        return before[-1].has("say") or any(unit.classes & _OFFICERS for unit in before)

    def _beside_doers(self) -> list[Part]:
        """List the units of the sentence so far but for who only does something to its subject: "Joined by X, she"."""
        done = [
            at
            for at, unit in enumerate(self._before[:-2])
            if unit.has("verb-done") and self._before[at + 1].has("doer")
        ]
        return [unit for at, unit in enumerate(self._before) if at - _TWO not in done]

    def _continues(self, at: int) -> bool:
        """Tell whether somebody only goes on a list: "in talks with X and Y, he"."""
        if at < 2:
            return False
        first, link = self._before[at - 2 : at]
        return first.has("person") and (link.has("and") or link.text == ",")

    def _fits(self, person: Agent, gender: str) -> bool:
        return gender == _EITHER or self._genders.get(person.iri, gender) == gender

    def _note_subject(self, line: Clause) -> None:
        """Remember the subject of a sentence, for the pronouns of the next; it may be somebody who is not known."""
        if self._is_strange and line.units[0].classes & _STILL and not persons_of(line.units[:1]):
            return  # "The Minister spoke. She thanked X. She left."
        self._is_strange = False
        for pattern in line.fitting(self._grammar.stage("strangers")):
            if line.match([pattern], 0):
                if self._grammar.kinds[pattern.name] == _INVERTED:
                    return
                if self._grammar.kinds[pattern.name] == _THING:
                    self._subject = ()
                    return
                self._subject, self._person, self._is_strange = (), None, True
                return
        for pattern in line.fitting(self._grammar.stage("subjects")):
            for match in line.search(pattern):
                agents = _named(match.units("who"))
                known = match.begin and self._person in agents
                if _is_in_relative_clause(line, match.begin, agents):
                    continue
                governed = self._grammar.shares_patterns and _is_governed(line, match.begin)
                if is_listed(line, match) or ((known or governed) and not self._acts(line, match.end)):
                    continue
                self._take(line, agents, opens=match.begin == 0)
                return
        named = persons_of(line.units)
        self._person = self._person or (named[0] if len(named) == 1 else None)

    def _take(self, line: Clause, agents: tuple[Agent, ...], *, opens: bool) -> None:
        """Remember the subject of a sentence, which may open it, and who "he" and "she" are from now on."""
        along = () if len(agents) > 1 else self._companions(line)
        self._earlier, self._subject = self._subject, tuple(dict.fromkeys((*agents, *along)))
        persons = [agent for agent in agents if agent.is_person]
        if len(agents) == len(persons):
            self._person = persons[0] if len(persons) == 1 else None
        elif self._person is None or opens:
            others = [a for unit in line.units for a in agents_of((unit,)) if a.is_person]
            self._person = others[0] if len(set(others)) == 1 else self._person

    def _acts(self, line: Clause, at: int) -> bool:
        """Tell whether a verb follows, so that who is named before it is a subject."""
        return any(unit.classes & OF_VERBS for unit in line.units[at : at + 1])

    def _note_delegation(self, line: Clause) -> None:
        """Remember who travels together, or at whose head: "the delegation" later means them."""
        own: tuple[Agent, ...] = ()
        for pattern in line.fitting(self._grammar.stage("delegations")):
            more = self._grammar.kinds[pattern.name] == _MORE
            for match in line.search(pattern):
                found = persons_of(match.units("who"))
                if more:
                    self._delegation = tuple(dict.fromkeys((*self._delegation, *found)))
                elif found and not own and not self._is_met_by_it(line.units[: match.begin], found):
                    self._delegation = own = found  # Not one that is named later: "It met the delegation led by X".

    def _is_met_by_it(self, before: Sequence[Part], found: tuple[Agent, ...]) -> bool:
        """Tell another delegation, which the one that the page has named met: "It met the delegation led by X"."""
        its = bool(self._delegation) and any(persons_of((unit,)) == self._delegation for unit in before)
        return its and set(self._delegation).isdisjoint(found)

    def _companions(self, line: Clause) -> tuple[Agent, ...]:
        """List who goes along with the subject of a sentence: "they" in the next one are all of them."""
        found = (
            match.units("with")
            for pattern in line.fitting(self._grammar.stage("companions"))
            for match in line.search(pattern)
        )
        return tuple(agent for units in found for agent in agents_of(units))

    def note_speaker(self, agents: tuple[Agent, ...]) -> None:
        """Remember who spoke last: "he" in the next sentence is the speaker, never a body."""
        if len(agents) == 1 and agents[0].is_person:
            self._person = agents[0]
            self._voices.add(agents[0])


def _is_in_relative_clause(line: Clause, at: int, agents: tuple[Agent, ...]) -> bool:
    """Tell persons who are only the subject of a clause on something: "the mill, where X received him"."""
    return at > 0 and line.units[at - 1].has("relative") and all(agent.is_person for agent in agents)


def _is_governed(line: Clause, at: int) -> bool:
    """Tell somebody behind a preposition and a noun: "нападение на ткача Артёма Лана"."""
    return at > 1 and line.units[at - 1].classes <= _NOUN and line.units[at - 2].has("preposition")


def _are_chairs(subject: Sequence[Agent]) -> bool:
    """Tell a body that is its co-chairs: "The Co-Chairs of the Minsk Group met. They called on Norway"."""
    return len(subject) == 1 and subject[0].iri.endswith(_PLURAL)


def states_of(units: Sequence[Part]) -> tuple[Agent, ...]:
    """List the States that some units name, each once."""
    named = (unit.content for unit in units if unit.has("state"))
    found = (each.mention.target for each in named if isinstance(each, Token) and each.mention)
    return tuple(Agent(iri, "state") for iri in dict.fromkeys(found))


def _named(units: Sequence[Part]) -> tuple[Agent, ...]:
    """List who acts in some units, but for the known ones of a larger group: "they" later are all of it."""
    persons = persons_of(units)
    return tuple(agent for agent in agents_of(units) if not agent.is_person or agent in persons)
