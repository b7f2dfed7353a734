"""Whom an office or title without a name means, where its words alone do not tell: the only one who bears it."""

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.groups import Groups
from kg.facts.reading.holders import Scene
from kg.facts.reading.offices import Offices
from kg.facts.reading.parties import persons_of
from kg.facts.reading.people import People
from kg.facts.reading.phrases import Role
from kg.facts.reading.referents import BOTH, OF_VERBS, Referents

_CHAIR = "chairperson"
_OSCE, _ORG, _ASSEMBLY = "/org/osce", "/org/", "/org/parliamentary-assembly"
_THE = "the"
_PAIR = 2


class Bearers(Referents):
    """Finds them, sentence by sentence.

    :param people: who is named
    :param offices: who holds which role
    :param grammar: the document's language
    """

    def __init__(self, people: People, offices: Offices, grammar: Grammar) -> None:
        genders = {member.iri: member.gender for member in people.members.values() if member.gender}
        super().__init__(grammar, genders, offices.college)
        self._people = people
        self._offices = offices
        self._together = Groups(grammar)
        #: Whether the sentences are those of the title.
        self.in_title = False

    def _told_of_last(self, scene: Scene, role: Role) -> str | None:
        """Find whom a bare head means where several have the office: the subject so far, if no other was just named."""
        before = scene.tokens[role.begin - 1].text.lower() if role.begin > scene.phrases.sentence.begin else ""
        if role.end - role.begin > 1 or before != _THE or self._person is None:
            return None
        holders = set(self._offices.holders(scene, role))
        near = {agent.iri for agent in (*self._lately, *persons_of(self._before))} & holders
        return (
            self._person.iri
            if len(holders) > 1 and self._person.iri in holders and near <= {self._person.iri}
            else None
        )

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
        if role.end - role.begin > 1 or self._offices.holders(scene, role):
            return None
        return self._people.titled(role.label)

    def _only_one(self, scene: Scene, role: Role) -> str | None:
        """Find the only person of the document whose office a bare head names: "the Director"."""
        if role.end - role.begin > 1 or self._offices.holders(scene, role):
            return None
        head = self._short(self._offices.meaning(scene, role).label)
        held = [each for each in self._offices.roles if each.affiliation and not each.past]
        persons = {each.person for each in held if self._short(each.label) == head}
        persons = persons or {each.person for each in held if each.label.casefold().split()[0] == head}
        return persons.pop() if len(persons) == 1 else None

    def _counted(self, scene: Scene, role: Role) -> tuple[Agent, ...]:
        """List whom "both ambassadors" means: the subject of the last sentence, where it is as many persons."""
        before = scene.tokens[role.begin - 1].text.lower() if role.begin > scene.phrases.sentence.begin else ""
        behind = scene.tokens[role.end].text if role.end < len(scene.tokens) else ""
        both = self._grammar.lexicon.value(before, "they") == BOTH
        number = str(_PAIR) if both else self._grammar.lexicon.value(before, "count")
        verb = bool(self._grammar.classes(behind) & OF_VERBS)
        return self._several() if verb and number == str(len(self._several())) else ()

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
