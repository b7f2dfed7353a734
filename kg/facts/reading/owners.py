"""Whose an office is where its own words do not say: from its sentence, its list, or the document's body."""

from collections.abc import Iterator

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.committees import is_envoy_on, is_in_committee
from kg.facts.reading.countries import Countries
from kg.facts.reading.envoys import Envoys
from kg.facts.reading.heads import OPERATIONS, possessed_by, possessor_at
from kg.facts.reading.held import Held, all_apart, are_colleagues, of_own_state, takes_state
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import IN_OFFICE, Meaning, headed
from kg.facts.reading.named_bodies import ASSEMBLY
from kg.facts.reading.named_offices import body_of_office
from kg.facts.reading.ownership import MEETING, owner_named
from kg.facts.reading.sharing import Sharing
from kg.facts.reading.state_offices import is_of_state
from kg.facts.signatures import contact_entries
from kg.facts.tokens import asking_spans
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

_HEAD = "Head"
_COUNCIL, _SPOKESPERSON = "ministerial-council", "Spokesperson"
_PRESIDENT, _SPEAKER, _SECRETARY = "President", "Speaker", "Secretary General"
#: Committees of the Permanent Council, which names of the Assembly's are like.
_OF_COUNCIL = ("/org/economic-and-environmental-committee", "/org/security-committee", "/org/human-dimension-committee")
_COMMITTEE = "Committee"
#: Which of what a sentence names "whose" and "its" mean; a State only right before it.
_LAST, _ONLY, _NEAR, _BESIDE = "last", "only", 3, 4


class Owners(Envoys):
    """Finds the owners of offices in one document.

    :param document: the text
    :param gazetteer: the register's names
    :param mentions: names of the register in the text
    :param grammar: the document's language
    """

    def __init__(
        self, document: Document, gazetteer: Gazetteer, mentions: tuple[Mention, ...], grammar: Grammar
    ) -> None:
        super().__init__(document, gazetteer, mentions, grammar)
        self._sharing = Sharing(grammar.lexicon)
        self.countries = Countries(document, gazetteer, mentions, grammar)
        self._contacts = {entry.start for entry in contact_entries(document)}
        self._asking = {span.start for span in asking_spans(document)}

    def complete(self, scene: Scene, held: list[Held]) -> list[Held]:
        """Give the offices of one sentence their owners; an office whose owner nothing says keeps none."""
        if not held:
            return []
        found = [self._of_member(each, scene) for each in held]
        found = [each._replace(meaning=self._body_of(each, scene)) for each in found]
        found = all_apart([of_own_state(self._home(each)) for each in found])
        found = self._sharing.in_list(scene, found)
        for at in range(1, len(found)):
            found[at] = self._beside(scene, found[at], found[at - 1])
        found = self._sharing.of_staff(scene, found)
        found = self._sharing.in_list(scene, self.countries.of_sentence(scene, found))
        found = self._sharing.of_one_person(scene, found)
        start = scene.paragraph.span.start
        staff = all(self._is(each.meaning.label.split()[-1], "staff") for each in found)
        return self._of_issuer(found) if start in self._contacts or (staff and start in self._asking) else found

    def _of_issuer(self, held: list[Held]) -> list[Held]:
        """Let whom a body's own page names to ask, with an office that says nobody's, be one of that body's staff."""
        issuer = Agent(self._issuers[0], "org") if len(self._issuers) == 1 else None
        if issuer is None or any(each.meaning.owner not in (None, issuer) or each.meaning.foreign for each in held):
            return held
        return [each._replace(meaning=each.meaning._replace(owner=issuer)) for each in held]

    def _of_it(self, meaning: Meaning, scene: Scene, held: Held) -> Meaning:
        """Let an office be of what "its" or "whose" before it means, or of the one committee in its sentence."""
        if meaning.owner is not None or meaning.foreign or not held.begin:
            return meaning
        at = possessor_at(scene, held, self._grammar.lexicon)
        which = self._grammar.lexicon.value(scene.tokens[at].text, "possessor") if at >= 0 else None
        of_committee = self._is(meaning.label, "committee-office")
        said = list(_said(scene, scene.phrases.sentence.begin, held.begin)) if which or of_committee else []
        committees = {agent for agent in said if _is_committee(agent)}
        if len(committees) == 1 and of_committee:
            return meaning._replace(owner=committees.pop())
        if not said or (which != _LAST and (which != _ONLY or len(set(said)) > 1)):
            return meaning
        near = bool(list(_said(scene, max(scene.phrases.sentence.begin, held.begin - _NEAR), held.begin)))
        beside = bool(list(_said(scene, max(scene.phrases.sentence.begin, held.begin - _BESIDE), held.begin)))
        listed = any(role.state == said[-1].iri for role in scene.phrases.roles if role.end <= held.begin)
        told = [role.label for role in scene.phrases.roles if role.end <= held.begin]
        staff = self._is(meaning.label.split()[-1], "staff") and len(set(said)) == 1
        alike = staff or self._bare(meaning.label) in told  # "the Director of the Academy and its Deputy Director"
        whose = possessed_by(scene, held, self._grammar.lexicon) if self._bare(meaning.label) == _HEAD else None
        alike = alike or (whose is not None and owner_named(whose) == said[-1])
        owner = said[-1] if near or listed or said[-1].kind == "org" else None
        return self._had(meaning, owner, beside=beside or alike)

    def _of_subject(self, meaning: Meaning, scene: Scene, held: Held) -> Meaning:
        """Let a "spokesman X" at the end be of the one operation that the sentence is about, and nobody else's."""
        if meaning.owner is not None or meaning.foreign or meaning.label != _SPOKESPERSON:
            return meaning
        begin = scene.phrases.sentence.begin
        before = scene.tokens[begin : held.begin]
        named = list(dict.fromkeys(_said(scene, begin, held.begin)))
        at = next((index for index, token in enumerate(before) if owner_named(token)), _NEAR)
        others = any(self._is(t.text, each) for t in before for each in ("portfolio", "foreign-owner") if not t.mention)
        told = len(named) == 1 and named[0].iri in self._hosts and at < _NEAR and not others
        return meaning._replace(owner=named[0]) if told and before[-1].text == "," else meaning

    def _had(self, meaning: Meaning, owner: Agent | None, *, beside: bool) -> Meaning:
        """Give an office to a body, one that any body has only ``beside`` it or its like, or to a State that has it."""
        if owner is None or owner == self._osce:
            return meaning
        presides = self._is(meaning.label, "presides") or self._is(meaning.label, "chair") or meaning.label == _SPEAKER
        of_state = self.is_of_state(meaning.label) or self._is(meaning.label.split()[0], "abroad")
        if not (presides or (beside and not of_state) if owner.kind == "org" else of_state):
            return meaning
        label = headed(meaning.label, owner) if meaning.label.endswith("Head") else meaning.label
        return meaning._replace(owner=owner, label=label)

    def is_of_state(self, label: str) -> bool:
        """Tell whether a role is an office that a State has."""
        return is_of_state(label)

    def _of_co_chair(self, meaning: Meaning) -> Meaning:
        """Let "the Norwegian Co-Chair" be a body's, whose Co-Chairs States send, where the text names the body."""
        body = body_of_office([meaning.label], self._names)
        sent = (
            meaning.owner is not None and meaning.owner.kind == "state" and self._is(meaning.label, "committee-office")
        )
        return meaning._replace(owner=self._org(body)) if sent and body and self._names(body) else meaning

    def _body_of(self, held: Held, scene: Scene) -> Meaning:
        """Find the body of an office that belongs to one, or to an operation that the document names."""
        meaning = self._of_subject(self._of_it(self._of_chair(held, scene), scene, held), scene, held)
        meaning = self._presiding(self._of_co_chair(meaning))
        if meaning.owner not in (None, self._osce) or meaning.foreign:
            return meaning
        body = body_of_office([meaning.label, self._bare(meaning.label)], self._names)
        home = held.claim.home  # "Congressman X of Norway", "Senior Police Adviser X of the OSCE Centre in Y".
        of_another = home is not None and home.state.kind == "org" and home.state.target != self._osce.iri
        elsewhere = of_another or (home is not None and (body or "").startswith("state/"))
        if body and not elsewhere:
            key = body if body.startswith("state/") else f"org/{body}"
            return meaning._replace(owner=Agent(f"{self._base}id/{key}", "state" if key != f"org/{body}" else "org"))
        if self._bare(meaning.label) in OPERATIONS:
            another = self._bare(meaning.label) == _HEAD and self._is_of_another(scene, held)
            return meaning._replace(foreign=True) if another else self._of_operation(held, scene)
        return self._within(self._of_parliament(meaning), scene.tokens[held.begin].start)

    def _presiding(self, meaning: Meaning) -> Meaning:
        """Let "the OSCE President" be the Assembly's; a Council of Ministers that has a President is a State's."""
        if meaning.label == f"Assembly {_PRESIDENT}" and self.assembly:
            return meaning._replace(label=_PRESIDENT, owner=self.assembly)
        if meaning.label == f"Parliamentary {_PRESIDENT}" and meaning.owner == self._osce:
            return meaning._replace(label=_PRESIDENT, owner=self._org(ASSEMBLY))
        if meaning.owner == self._org(_COUNCIL) and self.is_of_state(meaning.label):
            return meaning._replace(owner=None)  # "at the Ministerial Council Foreign Minister X spoke"
        if not self._is(meaning.label, "presides") or meaning.owner not in (self._osce, self._org(_COUNCIL)):
            return meaning
        owner = self.assembly if meaning.owner == self._osce else None
        return meaning._replace(owner=owner, foreign=owner is None)

    def _home(self, held: Held) -> Held:
        """Let an office of a State belong to the State that follows the name."""
        meaning, home = held.meaning, held.claim.home
        several = any(role.plural for role in held.claim.roles) or (home is not None and home.counterpart)
        if home and meaning.owner and meaning.owner.kind == "state" and several:
            return held._replace(meaning=meaning._replace(owner=Agent(home.state.target, "state")))
        if home and home.state.kind == "org" and meaning.owner in (None, self._osce) and not meaning.foreign:
            return self._in_body(held, home.state)
        if meaning.owner is None and home and home.bracket and home.member and is_in_committee(meaning.label):
            label = meaning.label.removeprefix("Committee ")
            return held._replace(meaning=meaning._replace(owner=self.assembly, label=label))
        takes = takes_state(meaning, self._grammar.lexicon) or self._is_sent(held)
        if meaning.owner is not None or home is None or not takes:
            return held
        owner: Agent | None = Agent(home.state.target, "state")
        if home.bracket and self._is(meaning.label, "presides"):  # Of an assembly, whose members have States.
            owner = self.assembly
            meaning = meaning._replace(foreign=owner is None)
        return held._replace(meaning=meaning._replace(owner=owner))

    def _of_member(self, held: Held, scene: Scene) -> Held:
        """Let a member of parliament chair a committee of the Assembly, not the Council's of that name."""
        meaning, home, assembly = held.meaning, held.claim.home, self.assembly
        office = self._is(self._bare(meaning.label).split()[0], "committee-office")
        if not (home and home.bracket and home.member and assembly and office) or meaning.owner is None:
            return held
        named = [t.text for t in scene.tokens[held.begin : held.end] if owner_named(t) == meaning.owner]
        if meaning.owner.iri.endswith(_OF_COUNCIL) and named:
            return held._replace(meaning=meaning._replace(owner=assembly, label=f"{meaning.label} of the {named[0]}"))
        committee = meaning.owner == self._osce and _COMMITTEE in meaning.label
        return held._replace(meaning=meaning._replace(owner=assembly)) if committee else held

    def _is_sent(self, held: Held) -> bool:
        """Tell an ambassador whose State a bracket names: "Ambassadors to the OSCE A (Norway) and B (Finland)"."""
        home, meaning = held.claim.home, held.meaning
        titled = held.begin == held.claim.name.first or " " not in meaning.label  # "Ambassadors X of Norway and Y of"
        # "Permanent Representative X of Norway"
        titled = titled or any(self._is(word, "sent") for word in meaning.label.split()[1:2])
        told = home is not None and (home.bracket or home.counterpart or titled)
        return told and self._is(self._bare(meaning.label).split()[0], "abroad") and not meaning.foreign

    def _in_body(self, held: Held, body: Mention) -> Held:
        """Let an officer belong to the body that follows the name: "Project Manager X from the OSCE Mission to Y"."""
        if body.target in (self._osce.iri, self._org("secretariat").iri) and held.meaning.label == _SECRETARY:
            return held._replace(meaning=held.meaning._replace(owner=self._osce))
        staff = self._is(held.meaning.label.split()[-1], "staff")  # "Police Adviser X of the OSCE Mission to Y"
        if (
            held.meaning.label.endswith(IN_OFFICE)  # Of the OSCE, wherever he is: "the Chair X at the Council".
            or (self.is_of_state(held.meaning.label) and not self._presides(held, body) and not staff)
            or body.target == self._osce.iri
            or body.target.endswith(MEETING)
        ):
            return held
        return held._replace(meaning=held.meaning._replace(owner=Agent(body.target, "org")))

    def _presides(self, held: Held, body: Mention) -> bool:
        """Tell "President X of the Parliamentary Assembly"."""
        return self._is(held.meaning.label, "presides") and body.target == self._org(ASSEMBLY).iri

    def _beside(self, scene: Scene, held: Held, before: Held) -> Held:
        """Let an officer of assemblies be the Assembly's beside another: "OSCE PA Treasurer A and President B"."""
        label, assembly = held.meaning.label, self._org(ASSEMBLY)
        of_assemblies = self._is(label, "presides") or self._is(label, "assembly-office") or is_envoy_on(label)
        if are_colleagues(scene, before, held, (self._osce, assembly), self._grammar.lexicon):
            return held._replace(meaning=held.meaning._replace(owner=before.meaning.owner))
        if not of_assemblies or held.meaning.owner or held.meaning.foreign or held.claim.home:
            return held
        if before.meaning.owner != assembly or before.meaning.label == label or before.claim.name is held.claim.name:
            return held
        home = before.claim.home if before.claim.home and before.claim.home.bracket else None
        tokens = [t for t in scene.tokens[before.extent[1] : held.extent[0]] if not home or t.start >= home.state.end]
        joined = all(t.text == ")" or self._is(t.text, "list-mark") for t in tokens)
        return held._replace(meaning=held.meaning._replace(owner=assembly)) if joined else held


def _said(scene: Scene, begin: int, end: int) -> Iterator[Agent]:
    """List the bodies and States that tokens ``begin`` ≤ i < ``end`` name."""
    return (agent for token in scene.tokens[begin:end] if (agent := owner_named(token)))


def _is_committee(agent: Agent) -> bool:
    """Tell a committee of the Assembly by its key."""
    return agent.key.startswith("pa-") and "committee" in agent.key
