"""Whom an office or title without a name means, where its words alone do not tell: the only one who bears it."""

from collections.abc import Sequence

from kg.facts.grammar.line import Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.epithets import (
    is_plain,
    may_be_ambassador,
    may_be_called,
    owners_before,
    tells_of_another,
    word_of,
)
from kg.facts.reading.groups import Groups
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import IN_FULL
from kg.facts.reading.offices import Offices
from kg.facts.reading.parties import Party, persons_of
from kg.facts.reading.people import People
from kg.facts.reading.phrases import CO_CHAIR, Name, Role
from kg.facts.reading.referents import BOTH, OF_VERBS, Referents
from kg.facts.reading.units import person_party
from kg.facts.tokens import Token

_CHAIR = "chairperson"
_OSCE, _ORG, _ASSEMBLY = "/org/osce", "/org/", "/org/parliamentary-assembly"
_THE, _OF, _HIGH = "the", "of", "high"
_PAIR = 2
#: How many words may be before "delegation" and behind its article.
_QUALIFIED = 6
_MINISTER = "Minister"
#: How many ministers are in the Troika.
_MEMBERS = 3


class Bearers(Referents):
    """Finds them, sentence by sentence.

    :param people: who is named
    :param offices: who holds which role
    :param grammar: the document's language
    :param members: IRIs of the members of the college that the document names, in order of the text
    """

    def __init__(self, people: People, offices: Offices, grammar: Grammar, members: Sequence[str] = ()) -> None:
        genders = _genders_by_office(offices, grammar)
        genders |= {member.iri: member.gender for member in people.members.values() if member.gender}
        super().__init__(grammar, genders, offices.college)
        self._people = people
        self._offices = offices
        self._together = Groups(grammar)
        #: Nouns for several whom the document calls together and does not name: "OSCE foreign ministers".
        self._unnamed: set[str] = set()
        self._members = tuple(Agent(iri, "person") for iri in dict.fromkeys(members)) if self._college else ()
        #: Towns of which somebody was named as an officer: "the Mayor of Ravnik, X".
        self._towns: dict[str, set[str]] = {}
        #: Words for somebody that meant others before: "a senior official".
        self._others: set[str] = set()
        #: Whether the sentences are those of the title.
        self.in_title = False

    def _is_bare(self, role: Role) -> bool:
        """Tell an office of the words of its head alone."""
        return (role.begin, role.end) == (role.head, role.head_end)

    def _told_of_last(self, scene: Scene, role: Role) -> str | None:
        """Find whom a bare head means where several have the office: the subject so far, if no other was just named."""
        before = scene.tokens[role.begin - 1].text.lower() if role.begin > scene.phrases.sentence.begin else ""
        if not self._is_bare(role) or not self._is_definite(before) or self._person is None:
            return None
        holders = set(self._offices.holders(scene, role))
        near = {agent.iri for agent in (*self._lately, *persons_of(self._before))} & holders
        return (
            self._person.iri
            if len(holders) > 1 and self._person.iri in holders and near <= {self._person.iri}
            else None
        )

    def _among_namesakes(self, scene: Scene, role: Role, person: str | None) -> str | None:
        """Tell which of several of the same title a bare head means, of whom one alone has the office: the subject.

        "President Holm met the Finnish President, Ivo Lant. The President said": if Holm was the last subject, she.
        """
        if person is None or self.in_title or role.end - role.begin > 1:
            return person
        others = self._people.called_before(role.label, scene.tokens[role.begin].start) - {person}
        if not others or (self._person is not None and self._person.iri == person):
            return person
        return self._person.iri if self._person is not None and self._person.iri in others else None

    def _titular(self, scene: Scene, role: Role) -> str | None:
        """Find the only officer of the OSCE whom a title may mean by an office in other words than the text's."""
        tokens = scene.tokens[role.begin : role.end]
        named = any(token.mention and token.mention.kind in ("org", "post") for token in tokens)
        held = [each for each in self._offices.roles if _ORG in (each.affiliation or "") and not each.past]
        head = self._short(role.label)
        persons = {each.person for each in held if head in (self._short(each.label), *each.label.casefold().split())}
        members = self._of_assembly(scene, role) if not persons else ()
        persons = persons or {member.iri for member in members}
        return persons.pop() if named and len(persons) == 1 else None

    def _titled(self, scene: Scene, role: Role) -> str | None:
        """Find the only person who bears a title that is an office, where nobody else has the office."""
        if not self._is_bare(role) or self._offices.holders(scene, role):
            return None
        return self._people.titled(role.label, scene.tokens[role.begin].start)

    def _is_the(self, scene: Scene, at: int) -> bool:
        """Tell "the Ambassador" and "the departing Ambassador"."""
        before = [token.text.lower() for token in scene.tokens[max(at - _PAIR, 0) : at]]
        parting = len(before) == _PAIR and "parting" in self._grammar.lexicon.classes(before[1])
        told = bool(before) and "definite" in self._grammar.lexicon.classes(before[-1])  # "l’ambasciatore"
        return before[-1:] == [_THE] or told or (parting and before[0] == _THE)

    def _bearer(self, title: str, scene: Scene, at: int) -> str | None:
        """Find whom a title means: its only bearer so far, else the subject so far, if no other was just named."""
        iri = self._people.titled(title, scene.tokens[at].start)
        near = {agent.iri for agent in (*self._lately, *persons_of(self._before))}
        bearers = {each for each in near if title in self._people.members[each].titles}
        return iri or (self._person.iri if self._person and bearers == {self._person.iri} else None)

    def _ambassador(self, scene: Scene, unit: Unit[Token | Role | Name], title: str) -> Party | None:
        """Tell whom "the Ambassador" means where nobody was called so: the subject so far, who serves the OSCE."""
        if not unit.has("ambassador") or self._people.called_before(title, scene.tokens[unit.begin].start):
            return None
        if tells_of_another(scene, unit.begin, title.lower(), self._grammar, (_THE,)):
            return None
        party = self._by_epithet(scene, unit)
        return party if party and may_be_ambassador(party.agents[0].iri, self._offices.roles) else None

    def _by_epithet(self, scene: Scene, unit: Unit[Token | Role | Name]) -> Party | None:
        """Tell whom "the diplomat" before a verb means: the subject so far, if no other was just named."""
        following = scene.tokens[unit.end].text if unit.end < len(scene.tokens) else ""
        near = {*self._lately, *persons_of(self._before)}
        alone = is_plain(scene, unit, self._grammar) and not any(
            isinstance(each.content, Role) for each in self._before
        )
        alone = alone and not tells_of_another(scene, unit.begin, word_of(unit), self._grammar)
        if self._person is None or not near <= {self._person} or self._is_strange or not alone:
            self._others.add(word_of(unit))
            return None
        head = unit.content.head_end - 1 if isinstance(unit.content, Role) else unit.begin
        article, owners = owners_before(scene, head, self._grammar)
        first = article - 1 if article < head else article - _PAIR
        told = [token.text for token in scene.tokens[max(first, 0) : article]]
        said = any("say" in self._grammar.classes(text) for text in told)
        acts = said or bool(self._grammar.classes(following) & OF_VERBS)
        acts = acts and (article < head or (said and self._grammar.shares_patterns))
        if (
            not acts
            or word_of(unit) in self._others
            or not may_be_called(self._person.iri, owners, self._offices.roles)
        ):
            self._others.add(word_of(unit))
            return None
        return Party((self._person,), (self._person,), pronoun=True)

    def _only_one(self, scene: Scene, role: Role) -> str | None:
        """Find the only person of the document whose office a bare head names: "the Director"."""
        if not self._is_bare(role) or self._offices.holders(scene, role):
            return None
        head = self._short(self._offices.meaning(scene, role).label)
        held = [each for each in self._offices.roles if each.affiliation and not each.past]
        persons = {each.person for each in held if self._short(each.label) == head}
        if not persons and not tells_of_another(scene, role.begin, head, self._grammar, (_THE, _HIGH)):
            persons = {each.person for each in held if head in _heads(each.label.casefold())}
        return persons.pop() if len(persons) == 1 else None

    def _counted(self, scene: Scene, role: Role) -> tuple[Agent, ...]:
        """List whom "both ambassadors" means: the subject of the last sentence, where it is as many persons."""
        before = scene.tokens[role.begin - 1].text.lower() if role.begin > scene.phrases.sentence.begin else ""
        behind = scene.tokens[role.end].text if role.end < len(scene.tokens) else ""
        both = self._grammar.lexicon.value(before, "they") == BOTH
        number = str(_PAIR) if both else self._grammar.lexicon.value(before, "count")
        verb = bool(self._grammar.classes(behind) & OF_VERBS)
        return self._several() if verb and number == str(len(self._several())) else ()

    def _of_number(self, scene: Scene, unit: Unit[Token | Role | Name]) -> Party | None:
        """Tell whom "the two" before a verb means: the subject of the last sentence, or the two whom it names."""
        the = unit.begin > 0 and scene.tokens[unit.begin - 1].text.lower() == _THE
        behind = scene.tokens[unit.end].text if unit.end < len(scene.tokens) else ""
        number = self._grammar.lexicon.value(unit.text, "count") if the else ""
        several = self._several() or (self._lately if number == str(_PAIR) else ())
        fits = number == str(len(several)) and bool(self._grammar.classes(behind) & OF_VERBS)
        return Party(several, several, pronoun=True) if fits else None

    def _ours(self, scene: Scene, unit: Unit[Token | Role | Name], speaker: Party | None) -> Party | None:
        """Tell which body "my Office" means: the only one of the OSCE in which the speaker has an office."""
        before = scene.tokens[unit.begin - 1].text.lower() if unit.begin else ""
        mine = unit.has("common-operation") and self._grammar.lexicon.value(before, "possessive-word") == "first"
        persons = {agent.iri for agent in speaker.persons} if speaker and mine else set()
        held = (each.affiliation or "" for each in self._offices.roles if each.person in persons and not each.past)
        bodies = {body for body in held if _ORG in body}
        return Party((Agent(bodies.pop(), "org"),), ()) if len(bodies) == 1 else None

    def _short(self, label: str) -> str:
        """Put an office by its head: "the Chairman" may be the Chairperson-in-Office."""
        head = label.split("-in-")[0]
        return _CHAIR if "chair" in self._grammar.lexicon.classes(head) else head.casefold()

    def _of_assembly(self, scene: Scene, role: Role) -> tuple[Agent, ...]:
        """List whom "members of the OSCE Parliamentary Assembly" are, of those whom the document names."""
        owner = self._offices.meaning(scene, role).owner
        owned = owner is not None and owner.iri.endswith((_OSCE, _ASSEMBLY))
        before = scene.tokens[role.begin - 1].text if role.begin > scene.phrases.sentence.begin else _THE
        all_of_them = before.lower() == _THE or not before.isalnum() or "lead" in self._grammar.classes(before)
        return self._together.members(self._offices.roles, role) if owned and all_of_them else ()

    def _sending(self) -> tuple[Agent, ...]:
        """List who speaks as a delegation: all whom the page names in it, or the Assembly whose officer heads it."""
        if len(self._delegation) > 1:
            return self._delegation
        led = {agent.iri for agent in self._delegation[:1]}
        bodies = {role.affiliation for role in self._offices.roles if role.person in led and not role.past}
        return tuple(Agent(body, "org") for body in bodies if body and body.endswith(_ASSEMBLY))

    def _is_the_delegation(self, scene: Scene, unit: Unit[Token | Role | Name]) -> bool:
        """Tell whether words mean the delegation that the page has named, and none of another name."""
        after = scene.tokens[unit.end : unit.end + 1]
        named = bool(after) and (after[0].text == "," or "owning" in self._grammar.classes(after[0].text))
        at = unit.begin - 1
        while at > unit.begin - _QUALIFIED and self._qualifies(scene.tokens[at]):
            at -= 1
        return bool(self._delegation) and scene.tokens[at].text.lower() == _THE and not named

    def _qualifies(self, token: Token) -> bool:
        """Tell a word of "the OSCE PA high-level delegation" before its noun."""
        body = token.mention is not None and token.mention.kind == "org"
        return body or "separate" in self._grammar.lexicon.classes(token.text)

    def _of_role(self, scene: Scene, role: Role) -> Party | None:
        """Tell whom a role without a name means: one person of the document, or the body that co-chairs speak for."""
        if role.plural:
            return self._of_plural(scene, role)
        mention = scene.tokens[role.head].mention
        if mention and mention.kind == "org" and self._is_beside_a_body(scene, role):
            return Party((Agent(mention.target, "org"),), ())
        person = self._offices.find(scene, role) or self._only_one(scene, role) or self._titled(scene, role)
        person = self._among_namesakes(scene, role, person) or self._told_of_last(scene, role)
        person = person or self._together.head(self._offices.roles, role, self._offices.meaning(scene, role))
        person = person or (self._titular(scene, role) if self.in_title else None)
        apart = person and (self._is_elsewhere(scene, role, person) or self._is_of_a_host(scene, role))
        return person_party(person) if person and not apart else None

    def _town(self, scene: Scene, role: Role) -> str:
        """Give the town of an office, which the register does not know: "Mayor of Ravnik"."""
        words = scene.tokens[role.head_end : role.end]
        named = len(words) == _PAIR and words[0].text == _OF and words[1].is_capital and words[1].mention is None
        return words[1].text if named else ""

    def _note_towns(self, scene: Scene) -> None:
        """Remember of which towns a sentence says that somebody is an officer."""
        for claim in scene.claims:
            person = self._people.find(claim.name.written)
            towns = {town for role in claim.roles if (town := self._town(scene, role))}
            if person and towns:
                self._towns.setdefault(person, set()).update(towns)

    def _is_elsewhere(self, scene: Scene, role: Role, person: str) -> bool:
        """Tell an officer of another town: "the Mayor of Lipa" is not the Mayor of Ravnik."""
        town = self._town(scene, role)
        return bool(town) and town not in self._towns.get(person, {town})

    def _is_of_a_host(self, scene: Scene, role: Role) -> bool:
        """Tell an officer of whatever a sentence speaks of: "was received at the guild by its Chairman"."""
        before = [self._grammar.classes(token.text) for token in scene.tokens[max(role.begin - _PAIR, 0) : role.begin]]
        return self._is_bare(role) and len(before) == _PAIR and "doer" in before[0] and "possessor" in before[1]

    def _of_plural(self, scene: Scene, role: Role) -> Party | None:
        """Tell whom a role of several means: "the ministers" are no two of many whom the text called together."""
        noun, bare = scene.tokens[role.head_end - 1].text, role.end - role.begin == 1
        found = self._of_several(scene, role) or self._of_group(scene, role)
        owner = self._offices.meaning(scene, role).owner
        if found is None and owner is not None and owner.iri.endswith(_OSCE):
            self._unnamed.add(noun)
        return None if bare and noun in self._unnamed and found and found.persons else found

    def _of_several(self, scene: Scene, role: Role) -> Party | None:
        """Tell whom a role of several means: everybody who has it; else the body that co-chairs chair."""
        owner = self._offices.meaning(scene, role).owner
        bare = owner is None and role.end - role.begin == 1
        persons = tuple(Agent(iri, "person") for iri in self._offices.holders(scene, role))
        if role.label == CO_CHAIR and len(self._offices.chairs) > len(persons):
            persons = tuple(Agent(iri, "person") for iri in self._offices.chairs)
            return Party(persons, persons)
        before = scene.tokens[role.begin - 1].text if role.begin > scene.phrases.sentence.begin else _THE
        if bare and self._is_definite(before) and self._are_titled_too(role, persons):
            persons = self._several()
        theirs = (bare and self._is_definite(before)) or (owner is not None and owner == self._college)
        if theirs and len(self._members) > 1 and set(persons) <= set(self._members):
            return Party(self._members, self._members)
        if bare and self._is_definite(before) and self._college and self._are_not_all(role, persons):
            return Party((self._college,), ())
        if len(persons) == _PAIR and self._grammar.lexicon.value(before.lower(), "they") == BOTH:
            return Party(persons, persons)
        if len(persons) > 1 and (
            self._grammar.shares_patterns or "osce-owner" in self._grammar.lexicon.classes(before.lower())
        ):
            return Party(persons, persons) if owner is None or role.label == CO_CHAIR else None
        body = self._body_of(scene, role, owner)
        return Party((body,), ()) if body and (not persons or role.label == CO_CHAIR) else None

    def _are_titled_too(self, role: Role, persons: Sequence[Agent]) -> bool:
        """Tell whether the last subject is they and others of their title: "Ambassador X and Ambassadors Y and Z"."""
        others = [each.iri for each in self._several() if each not in persons]
        titles = [self._people.members[iri].titles for iri in others if iri in self._people.members]
        all_titled = len(titles) == len(others) > 0 and all(role.label in each for each in titles)
        return len(persons) > 1 and set(persons) <= set(self._several()) and all_titled

    def _of_group(self, scene: Scene, role: Role) -> Party | None:
        """Tell whom a noun for several means that the page, or its title, calls people by."""
        before = scene.tokens[role.begin - 1].text if role.begin else ""
        if "delegation" in self._grammar.lexicon.classes(scene.tokens[role.end - 1].text) and self._delegation:
            return Party(self._sending(), self._delegation)  # "The members of the delegation met".
        found = self._together.called(role, before.lower())
        label = self._offices.meaning(scene, role).label
        found = found or self._together.heading(self._offices.roles, label, before.lower())
        rank = scene.tokens[role.head - 1].text if role.head > role.begin else ""
        found = found or self._together.envoys(self._offices.roles, rank, role, before.lower())
        if not found and (members := self._of_assembly(scene, role)):
            return Party(members, ())
        found = found or (self._together.leading(scene.tokens[role.end - 1].text) if self.in_title else ())
        found = found or self._counted(scene, role)
        found = found or (self._delegation if self._together.travel(role, before.lower()) else ())
        return Party(found, found) if found else None

    def _are_not_all(self, role: Role, persons: Sequence[Agent]) -> bool:
        """Tell whether others are in the Troika beside the ministers whom the document names, one of them its Chair."""
        in_chair = self._offices.in_posts | {each.person for each in self._offices.roles if each.label == IN_FULL}
        chaired = any(person.iri in in_chair for person in persons)
        return chaired and role.label == _MINISTER and len(persons) != _MEMBERS

    def _body_of(self, scene: Scene, role: Role, owner: Agent | None) -> Agent | None:
        """Tell which body several speak for: "the Ministers" of the Troika, "members of the Troika", its co-chairs."""
        if self._college and (owner == self._college or (owner is None and role.end - role.begin == 1)):
            return self._college
        if role.label != CO_CHAIR:
            return None
        bodies = {owner} if owner and owner.kind == "org" else self._offices.owners(scene, role)
        bodies = bodies or ({self._offices.co_chaired} if self._offices.co_chaired else set())
        return next(iter(bodies)) if len(bodies) == 1 else None

    def _is_beside_a_body(self, scene: Scene, role: Role) -> bool:
        """Tell whether "and" joins an institution's name to that of a body: "ODIHR and the Representative on …"."""
        line = scene.phrases.line.units
        at = next(i for i, unit in enumerate(line) if unit.content is role)
        near = [unit for unit in line[max(0, at - 3) : at + 4] if not unit.has("determiner")]
        here = next(i for i, unit in enumerate(near) if unit.content is role)
        before = here >= 2 and near[here - 1].has("and") and near[here - 2].has("org")
        after = here + 2 < len(near) and near[here + 1].has("and") and near[here + 2].has("org")
        return before or after


def _heads(label: str) -> frozenset[str]:
    """List by which words an office may be called: its first, and "commissioner" for a High Commissioner on wool."""
    words = label.split()
    return frozenset(words[:2] if words[0] == _HIGH else words[:1])


def _genders_by_office(offices: Offices, grammar: Grammar) -> dict[str, str]:
    """Tell the gender of persons whose offices have another word for a woman: "Außenministerin"."""
    found: dict[str, set[str]] = {}
    for role in offices.roles:
        told = {grammar.lexicon.value(word, "gendered") for word in role.printed.split()} - {""}
        found.setdefault(role.person, set()).update(told)
    return {person: told.pop() for person, told in found.items() if len(told) == 1}
