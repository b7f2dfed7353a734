"""Sentences as lines of agents: everybody with titles and roles is one unit, and so is every quotation."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from kg.facts.grammar.line import Line, Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.assembled import ON_ITS_PAGE, Assembly, assemblies_in
from kg.facts.reading.bearers import Bearers
from kg.facts.reading.epithets import owners_before, word_of
from kg.facts.reading.groups import chaired_by
from kg.facts.reading.holders import Scene
from kg.facts.reading.joined import Joined, Joiner, Layout
from kg.facts.reading.offices import Offices
from kg.facts.reading.parties import Clause, Owner, Part, Party, agents_of, persons_of
from kg.facts.reading.people import People
from kg.facts.reading.phrases import Name, Role
from kg.facts.reading.quotes import Quote, classes_of, quote_at
from kg.facts.reading.referents import BOTH, ELSE, OF_VERBS, states_of
from kg.facts.reading.units import (
    abbreviations,
    agent_unit,
    is_agent,
    is_body_of,
    is_in_the_chair,
    is_office_of,
    is_the_whole,
    is_title_of,
    opening_clause,
    party_of,
    person_party,
)
from kg.facts.tokens import Token
from kg.model import Mention

#: Classes of articles that stay in the line: they may be relative pronouns, or tell that somebody is no subject.
_KEPT = frozenset({"clause", "not-subject"})
#: Classes of words before the Chairpersonship that say whose and which it is.
_OF_THE_CHAIR = frozenset({"state", "role-modifier", "determiner"})
_THEY, _IN, _THEM = "they", "in", "They"
#: Class of words for those who rule a State.
_RULERS = "government"
_PAIR = 2
_BEGIN = attrgetter("begin")
_BODY = frozenset({"body"})
_HE_OR_SHE = frozenset({"he", "she"})
#: Classes of words that tell of talks: what is raised in the next sentence is raised there.
_TALKS = frozenset({"contact-noun", "contact-nouns", "meet", "phone"})
#: Classes of words that may mean somebody: any other word is only itself.
_MEANING = frozenset(
    {
        "referred",
        "possessive-word",
        "delegation",
        "paper",
        "title",
        "small-title",
        "epithet",
        "org",
        "first-person",
        "they",
        "it",
        "he",
        "she",
        "host-capital",
        "raise",
        "two-states",
        "count",
        "common-operation",
    }
)


class Clauses(Bearers):
    """Makes lines of agents, sentence by sentence in order of the text.

    :param people: who is named
    :param offices: who holds which role
    :param grammar: the document's language
    :param members: IRIs of the members of the college that the document names, in order of the text
    """

    def __init__(self, people: People, offices: Offices, grammar: Grammar, members: Sequence[str] = ()) -> None:
        super().__init__(people, offices, grammar, members)
        #: The quotations of the paragraph: "he" in one is nobody of its sentence.
        self._quotes: Sequence[Quote] = ()
        #: The sentence that is read, with its names joined.
        self._layout: Layout | None = None
        #: Whether those who speak together were the subject of their last sentence.
        self._spoke_of_themselves = False
        #: Where a clause ends that opens the sentence and names nobody yet.
        self._ahead = 0
        #: The nouns of the sentence that mean all who sit in a body, by their first token.
        self._assembled: dict[int, Assembly] = {}

    def outer(self, scene: Scene, quotes: Sequence[Quote], speaker: Party | None = None) -> Clause:
        """Make the line of a sentence, each quotation one unit; its subject is whom the next pronouns mean.

        :param scene: the sentence
        :param quotes: the quotations of its paragraph
        :param speaker: who says "I" outside quotation marks, in a statement
        """
        units: list[Part] = []
        self._note_towns(scene)
        self._before, self._quotes, self._layout = units, quotes, None
        self._ahead = opening_clause(scene, self._grammar)
        for unit in self._units(scene, speaker):
            quote = quote_at(quotes, unit.begin) if quotes else None
            if quote is None:
                self._append(units, unit)
            elif not units or units[-1].content is not quote:
                units.append(Unit(quote.begin, quote.end, "", classes_of(quote, scene.tokens), quote))
        line = self._with_dropped(self._line(scene, self._bound(units)))
        self._note_subject(line)
        self._note_delegation(line)
        self._together.note(line, self._subject)
        self._both = self._subject if self._opens_with_both(scene, line) else ()
        self._lately = () if self._is_strange else persons_of(line.units)
        self._talked = self._lately if any(unit.classes & _TALKS for unit in line.units) else ()
        self._tells_of_letter = (self._tells_of_letter[1], any(unit.has("letter-noun") for unit in line.units))
        self._lands = states_of(line.units)
        self._neighbours = self._lands if len(self._lands) > 1 else self._neighbours
        self._pair = self._pair_of(line)
        return line

    def _with_dropped(self, line: Clause) -> Clause:
        """Give a verb without a subject that of the sentence before: "Maj Sundvall habló. Ha dicho que …"."""
        if self._person is None or self._is_strange:
            return line
        for pattern in line.fitting(self._grammar.stage("dropped")):
            if (match := line.match([pattern], 0)) and "verb" in match:
                verb, party = match["verb"], party_of((self._person,))
                at = line.index(verb)
                subject: Part = Unit(verb.begin, verb.begin + 1, "", frozenset({"person"}), party)
                return Line((*line.units[:at], subject, *line.units[at:]), self._grammar.alphabet)
        return line

    def _opens_with_both(self, scene: Scene, line: Clause) -> bool:
        """Tell "Both Presidents said": they are "them" in the next sentence, where this one speaks of nobody else."""
        both = self._grammar.lexicon.value(scene.tokens[scene.phrases.sentence.begin].text.lower(), "they") == BOTH
        first = next((at for at, unit in enumerate(line.units) if isinstance(unit.content, Party)), len(line.units))
        rest = line.units[first + 1 :]
        return both and persons_of(line.units) == self._subject and not any(unit.classes & ELSE for unit in rest)

    def _bound(self, units: list[Part]) -> list[Part]:
        """Let "he" in a clause before its sentence mean the subject that follows: "When he met Y, X praised wool"."""
        if not self._ahead:
            return units
        after = next((index for index, unit in enumerate(units) if unit.begin >= self._ahead), 0)
        subject = next((unit for unit in units[after : after + 4] if isinstance(unit.content, Party)), None)
        party = subject.content if subject else None
        if not isinstance(party, Party) or len(party.persons) != 1:
            return units
        meant = Party(party.persons, party.persons, pronoun=True)
        early = [unit for unit in units[:after] if unit.content.__class__ is Token and unit.classes & _HE_OR_SHE]
        return [agent_unit(unit, meant, first=False) if unit in early else unit for unit in units]

    def inner(self, scene: Scene, quote: Quote, speaker: Party | None, subject: Part | None = None) -> Clause:
        """Make the line of what a quotation says in a sentence; its "I" and "we" are the speaker.

        ``subject`` is that of a verb in the quotation: "The decision “calls on Norway”".
        """
        units: list[Part] = [subject] if subject and subject.has("paper") else []
        sentence, begin = scene.phrases.sentence, quote.begin + len(units)
        if quote.begin < sentence.end and sentence.begin < quote.end:
            for unit in self._units(scene, speaker, within=(begin, quote.end)):
                self._append(units, unit)
        line = self._line(scene, units)
        self._note_voices(line, speaker)
        return line

    def _note_voices(self, line: Clause, speaker: Party | None) -> None:
        """Remember whether those who speak together are the subject of a sentence of theirs: "They" are they then."""
        if line.units and speaker:
            start = next((at for at, unit in enumerate(line.units) if unit.classes & OF_VERBS), 0)
            self._spoke_of_themselves = set(agents_of(line.units[:start])) == set(speaker.agents)

    def voices_of(self, persons: tuple[Agent, ...]) -> tuple[Agent, ...]:
        """Tell who is quoted by a statement of several: the body that they co-chair, or each of them."""
        body = chaired_by(self._offices.roles, persons)
        return (body,) if body else persons

    def _line(self, scene: Scene, units: Sequence[Part]) -> Clause:
        """Make a line of units, or take that of the phrases where it is the same."""
        line = scene.phrases.line
        return line if line.units == tuple(units) else Line(tuple(units), self._grammar.alphabet)

    def _append(self, units: list[Part], unit: Part) -> None:
        """Add a unit; an agent takes the article before it along."""
        if unit.content.__class__ is not Party and not is_agent(unit):
            units.append(unit)
            return
        while units and units[-1].begin >= unit.begin:
            units.pop()  # "the OSCE's top official" is one.
        if unit.content.__class__ is Party and units and units[-1].has("elision"):
            units.pop()  # "l’OSCE", "dell’OSCE".
        if unit.content.__class__ is Party and units and units[-1].has("determiner") and not units[-1].classes & _KEPT:
            units.pop()
        if unit.has("body") and is_the_whole(units, unit):
            units.pop()
            return
        if units and unit.has("person") and (is_office_of(units[-1], unit) or is_body_of(units[-1], unit)):
            units.pop()
        else:
            self._drop_title(units, unit)
        if is_in_the_chair(unit):
            while units and units[-1].classes & _OF_THE_CHAIR:
                units.pop()  # "the incoming Norwegian Chairpersonship".
        owned = len(units) > 1 and units[-1].has("possessive")
        if owned and ((unit.has("body") and units[-2].has("state")) or (units[-2].has("body") and is_agent(unit))):
            del units[-2:]  # "Norway's OSCE Chairpersonship", "the OSCE's Asta Holm".
        units.append(unit)

    def _drop_title(self, units: list[Part], unit: Part) -> None:
        """Take along what somebody is called by an office of nobody so far, with its article: "il ministro Holm"."""
        if units and unit.has("person") and self._grammar.shares_patterns and is_title_of(units[-1], unit):
            units.pop()
            if units and units[-1].has("determiner") and not units[-1].has("clause"):
                units.pop()

    def _units(
        self, scene: Scene, speaker: Party | None = None, within: tuple[int, int] | None = None
    ) -> Iterator[Part]:
        """Give the units of a sentence, or of a quotation in it: those that begin ``within`` its tokens."""
        line, (first, last) = scene.phrases.line.units, within or (0, len(scene.tokens))
        layout, end = self._laid_out(scene), first
        for at in range(bisect_left(line, first, key=_BEGIN), len(line)):
            unit = line[at]
            if unit.begin >= last:
                return
            group = layout.group_at(unit.begin)
            if group and group.begin >= first and end <= unit.begin:
                yield self._party(scene, unit.begin, group)
                end = group.end
            elif group is None and end <= unit.begin and (meant := self._assembled.get(unit.begin)):
                yield Unit(meant.begin, meant.end, "", _BODY, Party((meant.body,), ()))
                end = meant.end
            elif unit.begin < end:
                continue
            elif group is None and at not in layout.brackets:
                plain = unit.content.__class__ is Token and unit.classes.isdisjoint(_MEANING)
                yield unit if plain else self._unit(scene, unit, speaker, inside=within is not None)

    def _laid_out(self, scene: Scene) -> Layout:
        """Lay a sentence out, once for all quotations in it."""
        if self._layout is None or self._layout.scene is not scene:
            joined = Joiner(scene, self._quotes, self._grammar, self._is_place).read()
            self._layout = Layout(scene, joined, abbreviations(scene.phrases.line.units))
            found = assemblies_in(scene, self._offices.speaking, self._grammar)
            self._assembled = {each.begin: each for each in found}
        return self._layout

    def _is_place(self, scene: Scene, name: Name) -> bool:
        """Tell a name that is nobody's from an officer's: "in the region of Ravnik, the Head of Mission said"."""
        before = scene.tokens[name.first - 1].text if name.first else ""
        placed = name.end - name.first == 1 and "preposition" in self._grammar.lexicon.classes(before)
        return (placed or self.in_title) and self._people.find(name.written) is None

    def _party(self, scene: Scene, begin: int, group: Joined) -> Part:
        found = [Agent(iri, "person") for name in group.names if (iri := self._people.find(name.written))]
        persons = tuple(dict.fromkeys(found))
        if not persons:
            return Unit(begin, group.end, "", frozenset({"name"}), Party((), ()))
        classes = {"person", "several"} if len(persons) > 1 else {"person"}
        classes |= {"aide"} if group.aide else set()
        oblique = all(map(self._people.is_declined, group.names)) or self._is_fronted(scene, group)
        classes |= {"oblique"} if oblique else set()
        return Unit(begin, group.end, "", frozenset(classes), Party(persons, persons))

    def _is_fronted(self, scene: Scene, group: Joined) -> bool:
        """Tell whom something is done to, before the verb: "Der OSZE-Vorsitzenden X dankte Y"."""
        before = scene.tokens[group.begin - 1].text if group.begin else ""
        ends = self._grammar.lexicon.value(before, "fronted") or ""
        return bool(ends) and scene.tokens[group.begin].text.endswith(tuple(ends.split()))

    def _unit(self, scene: Scene, unit: Unit[Token | Role | Name], speaker: Party | None, *, inside: bool) -> Part:
        if unit.has("host-capital"):
            return self._seat_of_power(scene, unit) or unit
        if unit.has("referred") or unit.has("possessive-word"):
            owner = Owner(self._owners_of(unit, speaker, inside=inside))
            return Unit(unit.begin, unit.end, unit.text, unit.classes, owner)
        if unit.has("two-states"):
            return Unit(unit.begin, unit.end, unit.text, unit.classes, Party(self._two_states(), ()))
        if unit.has("raise"):
            return Unit(unit.begin, unit.end, unit.text, unit.classes, Owner(self._talked))
        party = self._named(scene, unit) or self._ours(scene, unit, speaker) or self._of_number(scene, unit)
        if party is None and not isinstance(unit.content, Name | Role):
            quoted = inside or quote_at(self._quotes, unit.begin) is not None
            party = self._in_quotation(unit, speaker) if quoted else self._pronoun(scene, unit, speaker)
        if party and self._is_epithet(unit):
            unit = unit._replace(begin=owners_before(scene, unit.begin, self._grammar)[0])
        return agent_unit(unit, party, first=unit.has("first-person")) if party else unit

    def _is_epithet(self, unit: Unit[Token | Role | Name]) -> bool:
        """Tell a word by which a text calls somebody whom it has named, which may also be an office: "the official"."""
        if isinstance(unit.content, Role):
            return not unit.content.plural and "epithet" in self._grammar.lexicon.classes(word_of(unit))
        return unit.has("epithet")

    def _named(self, scene: Scene, unit: Unit[Token | Role | Name]) -> Party | None:
        """Tell whom a name, an office or a body's name means."""
        if isinstance(unit.content, Name):
            iri = self._people.find(unit.content.written)
            return person_party(iri) if iri else None
        if isinstance(unit.content, Role):
            called = self._of_role(scene, unit.content)
            return called or (self._by_epithet(scene, unit) if self._is_epithet(unit) else None)
        if unit.has("delegation") and self._is_the_delegation(scene, unit):
            return Party(self._sending(), self._delegation)
        if (unit.has("small-title") or unit.has("title")) and self._is_the(scene, unit.begin):
            title = unit.text.capitalize() if unit.has("small-title") else unit.text
            iri = self._bearer(title, scene, unit.begin)
            return person_party(iri) if iri else self._ambassador(scene, unit, title)
        if self._is_epithet(unit):
            return self._by_epithet(scene, unit)
        if unit.has("paper"):
            return self._together.issuer(scene, unit, self._quotes, self._offices.speaking.get(ON_ITS_PAGE))
        mention = unit.content.mention if unit.has("org") else None
        return self._of_body(scene, unit, mention) if mention else None

    def _seat_of_power(self, scene: Scene, unit: Unit[Token | Role | Name]) -> Part | None:
        """Read a capital as its State in "the authorities in Oslo"."""
        mention = unit.content.mention if isinstance(unit.content, Token) else None
        before = [token.text.lower() for token in scene.tokens[max(unit.begin - 2, 0) : unit.begin]]
        rules = len(before) == _PAIR and _RULERS in self._grammar.lexicon.classes(before[0]) and before[1] == _IN
        state = self._offices.state_of_capital(mention) if mention and rules else None
        if mention is None or state is None:
            return None
        token = Token(mention.start, mention.end, unit.text, mention._replace(target=state, kind="state"))
        return Unit(unit.begin, unit.end, unit.text, unit.classes | {"state"}, token)

    def _of_body(self, scene: Scene, unit: Unit[Token | Role | Name], mention: Mention) -> Party:
        """Tell whom a body's name means: itself, or its only holder where it is an office in letters: "the HCNM"."""
        holders = self._offices.called(mention.target) if unit.has("letters") else ()
        following = scene.tokens[unit.end].text if unit.end < len(scene.tokens) else ""
        if len(holders) == 1 and self._grammar.classes(following) & OF_VERBS:
            return person_party(holders[0])
        return Party((Agent(mention.target, "org"),), ())

    def _in_quotation(self, unit: Unit[Token | Role | Name], speaker: Party | None) -> Party | None:
        """Tell whom a word means that speakers use of themselves: "we", and "They" in a statement of several."""
        they = unit.text == _THEM and self._spoke_of_themselves and speaker is not None and len(speaker.agents) > 1
        return speaker if unit.has("first-person") or they else None

    def _owners_of(self, unit: Unit[Token | Role | Name], speaker: Party | None, *, inside: bool) -> tuple[Agent, ...]:
        """List whom a possessive, or a word that refers back, may mean."""
        if unit.has("possessive-word"):
            return self._owner(unit.text.lower(), speaker, inside=inside)
        return () if inside else self._candidates(unit.text)

    def _pronoun(self, scene: Scene, unit: Unit[Token | Role | Name], speaker: Party | None) -> Party | None:
        if unit.has("first-person"):
            return speaker or self._we(unit.text)
        if unit.has("they"):
            if self._pair and self._talks(scene, unit):
                return party_of(self._pair)
            if self._together.met and unit.text.lower() == _THEY:
                return party_of(self._together.met)
            return self._they(unit.text) if unit.text.lower() != "both" or self._is_subject(scene, unit) else None
        if unit.has("it"):
            return self._it(scene, unit)
        if unit.has("she") and self._is_of_several(scene, unit):
            return self._they(unit.text)
        gender = "m" if unit.has("he") else "f" if unit.has("she") else ""
        return self._he_or_she(gender) if gender and unit.begin >= self._ahead else None

    def _is_of_several(self, scene: Scene, unit: Unit[Token | Role | Name]) -> bool:
        """Tell "they" from "she" where one word means both, by the verb beside it: "sie dankten"."""
        beside = (*scene.tokens[max(unit.begin - 1, 0) : unit.begin], *scene.tokens[unit.end : unit.end + 1])
        return any("plural-verb" in self._grammar.classes(token.text) for token in beside)
