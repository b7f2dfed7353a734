"""Whose an office is where its own words do not say: from its sentence, its list, or the document's body."""

import re
from collections.abc import Iterator

from kg.documents.towns import town_of
from kg.facts.grammar.lexicon import lexicon
from kg.facts.grammar.tables import Grammar
from kg.facts.issued import issuing_bodies
from kg.facts.reading.agents import Agent
from kg.facts.reading.committees import is_envoy_of_chair, is_envoy_on, is_in_committee, is_of_committee
from kg.facts.reading.countries import Countries
from kg.facts.reading.heads import OPERATIONS, STAFF, possessed_by, possessor_at
from kg.facts.reading.held import Held, all_apart, are_colleagues, of_own_state, takes_state
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import IN_OFFICE, Meaning, headed
from kg.facts.reading.misprints import without_misprint
from kg.facts.reading.named_offices import body_of_office
from kg.facts.reading.ownership import MEETING, owner_named
from kg.facts.reading.phrases import Role
from kg.facts.reading.sharing import Sharing
from kg.facts.reading.state_offices import is_of_state
from kg.facts.signatures import contact_entries
from kg.facts.tables import entries
from kg.facts.tokens import Token, asking_spans
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer
from kg.regexes import late

_PARLIAMENTS = {entry.term: entry.value for entry in entries("parliaments")}
_HEAD, _IN_NO_STATE = "Head", "/org/mission-in-kosovo"
_COUNCIL = "ministerial-council"
_ASSEMBLY = "parliamentary-assembly"
_PRESIDENT, _SPEAKER, _SECRETARY, _OSCE = "President", "Speaker", "Secretary General", "OSCE"
#: Which of what a sentence names "whose" and "its" mean; a State only right before it.
_LAST, _ONLY, _NEAR, _BESIDE = "last", "only", 3, 4
#: "Head of the Ravnik Office"
_SEATED = late(
    r"\b(?:Head|Chief) of (?:the )?(?P<town>[^\W\d_]+)(?: [Ff]ield)? (?i:office|mission|centre|center|presence)$"
)
#: "spokesperson for the office of the OSCE in Ravnik"
_LOCAL = late(r"\b(?:for|of|at|in) (?:the )?(?:[Ff]ield )?(?i:office|mission|presence|centre) in [A-Z]")
_PERSONAL = late(r"^(?P<what>(?:Special|Personal) (?:Representative|Envoy|Adviser)s?)\b(?! of the Chair)")


class Owners:
    """Finds the owners of offices in one document.

    :param document: the text
    :param gazetteer: the register's names
    :param mentions: names of the register in the text
    :param grammar: the document's language
    """

    def __init__(
        self, document: Document, gazetteer: Gazetteer, mentions: tuple[Mention, ...], grammar: Grammar
    ) -> None:
        self._base, self._hosts = gazetteer.base, gazetteer.hosts
        self._grammar, self._sharing = grammar, Sharing(grammar.lexicon)
        self.countries = Countries(document, gazetteer, mentions, grammar)
        self._osce = Agent(f"{gazetteer.base}id/org/osce", "org")
        self._issuers = list(issuing_bodies(document, gazetteer))
        start = document.paragraphs[0].start if document.paragraphs else 0
        self._named = {mention.target for mention in mentions if mention.kind == "org"} | set(self._issuers)
        self._orgs = [mention for mention in mentions if mention.kind == "org" and mention.start >= start]
        self._contacts = {entry.start for entry in contact_entries(document)}
        self._asking = {span.start for span in asking_spans(document)}
        chair = (f"{gazetteer.base}id/post/chairperson-in-office", f"{gazetteer.base}id/org/chairpersonship")
        self._chair = any(mention.target in chair for mention in mentions)

    def complete(self, scene: Scene, held: list[Held]) -> list[Held]:
        """Give the offices of one sentence their owners; an office whose owner nothing says keeps none."""
        if not held:
            return []
        found = [each._replace(meaning=self._body_of(each, scene)) for each in held]
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

    @property
    def assembly(self) -> Agent | None:
        """The Parliamentary Assembly, if the document names it."""
        within = any("/pa-" in body for body in self._named)  # "the OSCE PA Third Committee"
        return self._org(_ASSEMBLY) if within or self._names(_ASSEMBLY) else None

    def is_of_state(self, label: str) -> bool:
        """Tell whether a role is an office that a State has."""
        return is_of_state(label)

    def _is(self, word: str, word_class: str) -> bool:
        return word_class in self._grammar.lexicon.classes(word)

    def _bare(self, label: str) -> str:
        """Put a label without its ranks: "Deputy Head of Mission" is "Head of Mission"."""
        words = label.split()
        while len(words) > 1 and self._is(words[0], "label-rank"):
            words = words[1:]
        return " ".join(words)

    def _of_co_chair(self, meaning: Meaning) -> Meaning:
        """Let "the Norwegian Co-Chair" be a body's, whose Co-Chairs States send, where the text names the body."""
        body = body_of_office([meaning.label], self._names)
        sent = (
            meaning.owner is not None and meaning.owner.kind == "state" and self._is(meaning.label, "committee-office")
        )
        return meaning._replace(owner=self._org(body)) if sent and body and self._names(body) else meaning

    def _body_of(self, held: Held, scene: Scene) -> Meaning:
        """Find the body of an office that belongs to one, or to an operation that the document names."""
        meaning = self._presiding(self._of_co_chair(self._of_it(self._of_chair(held, scene), scene, held)))
        if meaning.owner not in (None, self._osce) or meaning.foreign:
            return meaning
        body = body_of_office([meaning.label, self._bare(meaning.label)], self._names)
        elsewhere = held.claim.home is not None and (body or "").startswith("state/")  # "Congressman X of Norway".
        if body and not elsewhere:
            key = body if body.startswith("state/") else f"org/{body}"
            return meaning._replace(owner=Agent(f"{self._base}id/{key}", "state" if key != f"org/{body}" else "org"))
        if self._bare(meaning.label) in OPERATIONS:
            another = self._bare(meaning.label) == _HEAD and self._is_of_another(scene, held)
            return meaning._replace(foreign=True) if another else self._of_operation(held, scene)
        return self._within(self._of_parliament(meaning), scene.tokens[held.begin].start)

    def _of_parliament(self, meaning: Meaning) -> Meaning:
        """Let an office in a parliament whose name one State only has be that State's: "Speaker of the Sejm"."""
        state = next((state for name, state in _PARLIAMENTS.items() if name in meaning.label), None)
        if state is None or not takes_state(meaning, self._grammar.lexicon):
            return meaning
        return meaning._replace(owner=Agent(f"{self._base}id/state/{state}", "state"))

    def _within(self, meaning: Meaning, at: int) -> Meaning:
        """Find the owner of an office of the Assembly, or in a part of an operation, that names neither."""
        if meaning.owner is None:
            of_assembly = self._is(meaning.label, "assembly-office") or is_of_committee(meaning.label)
            return meaning._replace(owner=self.assembly) if of_assembly else meaning
        if (seated := _SEATED.search(meaning.label)) and town_of(seated["town"]):
            return meaning._replace(owner=None, foreign=True)  # "Head of the Ravnik Office": the register lacks it.
        if (
            meaning.owner == self._osce
            and _LOCAL.search(meaning.label)
            and not self._bare(meaning.label).startswith(_HEAD)
        ):
            return meaning._replace(owner=None, foreign=True)
        if meaning.owner == self._osce and any(self._is(word.lower(), "observing") for word in meaning.label.split()):
            return meaning  # "Head of the OSCE Election Observation Mission": no field operation, nor a part of one.
        if any(self._is(word, "operation-word") for word in meaning.label.split()):
            return without_misprint(meaning._replace(owner=self._operation("", at)))
        office, *rest = self._bare(meaning.label).split()
        heads = (
            "of-part" in lexicon("en").classes(office)
            and bool(rest or office == "Head")
            and meaning.owner == self._osce
            and rest[-1:] != [_OSCE]  # "the acting head of the OSCE, Foreign Minister X"
        )
        if heads and rest and self._issuing_operation:  # "The Head of the OSCE Legal Department", on a mission's page.
            return meaning._replace(owner=self._issuing_operation)
        words = meaning.label.split()
        local = any(self._is(word, "local-staff") for word in words) and not self._is(words[0], "not-local")
        if (
            local and meaning.owner == self._osce and self._issuing_operation
        ):  # "OSCE Spokesperson X", on a mission's page.
            return meaning._replace(owner=self._issuing_operation)
        return meaning._replace(owner=None, foreign=True) if heads else meaning

    @property
    def _issuing_operation(self) -> Agent | None:
        """The one field operation that issued the document: departments of the OSCE in it are the operation's own."""
        named = {body for body in self._issuers if body in self._hosts or body.endswith(_IN_NO_STATE)}
        return Agent(named.pop(), "org") if len(named) == 1 else None

    def _presiding(self, meaning: Meaning) -> Meaning:
        """Let "the OSCE President" be the Assembly's; a Council of Ministers that has a President is a State's."""
        if meaning.label == f"Assembly {_PRESIDENT}" and self.assembly:
            return meaning._replace(label=_PRESIDENT, owner=self.assembly)
        if meaning.label == f"Parliamentary {_PRESIDENT}" and meaning.owner == self._osce:
            return meaning._replace(label=_PRESIDENT, owner=self._org(_ASSEMBLY))
        if not self._is(meaning.label, "presides") or meaning.owner not in (self._osce, self._org(_COUNCIL)):
            return meaning
        owner = self.assembly if meaning.owner == self._osce else None
        return meaning._replace(owner=owner, foreign=owner is None)

    def _of_chair(self, held: Held, scene: Scene) -> Meaning:
        """Put an envoy of the Chairperson-in-Office in full: "the Chair's Special Envoy on Wool"."""
        meaning, chair = held.meaning, self._org("chairpersonship")
        if is_envoy_of_chair(meaning.label, meaning.owner.key if meaning.owner else "") and not meaning.foreign:
            return meaning._replace(owner=chair)
        personal = _PERSONAL.match(meaning.label)
        of_chair = bool(personal) and self._is(personal["what"].split()[0] if personal else "", "personal")
        for_matter = bool(personal) and meaning.label.startswith(" for ", personal.end() if personal else 0)
        owners = (None, chair, *([self._osce] if of_chair or for_matter else []))
        if not personal or meaning.owner not in owners or meaning.foreign:
            return meaning
        matter = (
            of_chair and meaning.label[personal.end() :].startswith((" on ", " for ")) and self._has_chair(scene, held)
        )
        if meaning.owner is None and not matter and not self._is_appointed(scene, held):
            of_assembly = not of_chair and self._is_of_assembly(scene, held)
            return meaning._replace(owner=self.assembly if of_assembly else None)
        rest = meaning.label[personal.end() :]
        behind = [t.text.removeprefix("OSCE ") for role in held.claim.roles for t in _behind(scene, role)]
        chairmanship = any(self._is(word, "chairing") for word in behind)
        by = " of the Chairpersonship" if chairmanship else " of the Chairperson-in-Office"
        by = "" if re.search(r"\bChair", rest) else by
        return meaning._replace(label=f"{personal['what']}{by}{rest}", owner=chair)

    def _has_chair(self, scene: Scene, held: Held) -> bool:
        """Tell a page that names the Chair whose an envoy may be, unless he is "the Committee Chairman's envoy"."""
        return self._chair and not self._is(scene.tokens[held.begin - 1].text, "possessive")

    def _is_of_another(self, scene: Scene, held: Held) -> bool:
        """Tell the head of what the sentence names before, and is no operation: "the academy and its last head"."""
        whose = possessed_by(scene, held, self._grammar.lexicon)
        body = owner_named(whose) if whose else None
        named = body.iri in self._hosts if body else whose is not None and self._is(whose.text, "operation-noun")
        return whose is not None and not named

    def _of_operation(self, held: Held, scene: Scene) -> Meaning:
        meaning = held.meaning
        part = OPERATIONS[self._bare(meaning.label)]
        body = self._operation(part, scene.tokens[held.begin].start)
        if body is None:
            return meaning._replace(owner=None)
        label = headed(meaning.label, body) if meaning.label.endswith("Head") else meaning.label
        return meaning._replace(owner=body, label=STAFF.get(label, label))

    def _operation(self, part: str, at: int) -> Agent | None:
        """Find the operation that somebody heads: the issuer, else the one named before, else the only one named."""
        before = [mention.target for mention in reversed(self._orgs) if mention.start < at]
        for bodies in (self._issuers, before, [mention.target for mention in self._orgs]):
            fitting = list(
                dict.fromkeys(body for body in bodies if _fits(part, body) and (part or body in self._hosts))
            )
            if len(fitting) == 1:
                return Agent(fitting[0], "org")
        return None

    def _is_appointed(self, scene: Scene, held: Held) -> bool:
        """Tell whether the sentence says that the Chairperson-in-Office gives an office to somebody."""
        possessed = self._is_possessed(scene, held)
        words = [token.text for token in scene.tokens[scene.phrases.sentence.begin : held.begin]]
        appointed = any("appoint" in self._grammar.lexicon.classes(word) for word in words)
        chair = any(
            t.mention and t.mention.kind == "post" and t.mention.target.endswith("/chairperson-in-office")
            for t in scene.tokens[scene.phrases.sentence.begin : held.begin]
        )
        return (possessed and self._chair) or (appointed and chair)

    def _is_of_assembly(self, scene: Scene, held: Held) -> bool:
        """Tell whether an envoy is a member of the Assembly: "Ana Kos (Norway), Special Representative on Wool"."""
        home, assembly = held.claim.home, self._org(_ASSEMBLY).iri
        label, told = held.meaning.label, [role for role in scene.phrases.roles if role.end <= held.begin]
        roles = (*held.claim.roles, *(role for role in told if role.plural and role.label in label))
        tokens = (token for role in roles for token in scene.tokens[role.begin : role.end])
        member = any(token.mention and token.mention.target == assembly for token in tokens)
        return member or (home is not None and home.bracket) or self._is_possessed(scene, held)

    def _is_possessed(self, scene: Scene, held: Held) -> bool:
        """Tell whether an office is somebody's: "her Special Representative"."""
        before = [token.text for token in scene.tokens[max(held.begin - 2, 0) : held.begin]]
        if before and self._is(before[-1], "own"):
            before.pop()  # "her own Special Representative"
        return bool(before) and self._is(before[-1], "possessive-word")

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
        if (
            held.meaning.label.endswith(IN_OFFICE)  # Of the OSCE, wherever he is: "the Chair X at the Council".
            or (self.is_of_state(held.meaning.label) and not self._presides(held, body))
            or body.target == self._osce.iri
            or body.target.endswith(MEETING)
        ):
            return held
        return held._replace(meaning=held.meaning._replace(owner=Agent(body.target, "org")))

    def _presides(self, held: Held, body: Mention) -> bool:
        """Tell "President X of the Parliamentary Assembly"."""
        return self._is(held.meaning.label, "presides") and body.target == self._org(_ASSEMBLY).iri

    def _beside(self, scene: Scene, held: Held, before: Held) -> Held:
        """Let an officer of assemblies be the Assembly's beside another: "OSCE PA Treasurer A and President B"."""
        label, assembly = held.meaning.label, self._org(_ASSEMBLY)
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

    def _names(self, body: str) -> bool:
        return self._org(body).iri in self._named

    def _org(self, key: str) -> Agent:
        return Agent(f"{self._base}id/org/{key}", "org")


def _behind(scene: Scene, role: Role) -> tuple[Token, ...]:
    """List the tokens behind the head of a role."""
    return scene.tokens[role.head_end : role.end]


def _said(scene: Scene, begin: int, end: int) -> Iterator[Agent]:
    """List the bodies and States that tokens ``begin`` ≤ i < ``end`` name."""
    return (agent for token in scene.tokens[begin:end] if (agent := owner_named(token)))


def _is_committee(agent: Agent) -> bool:
    """Tell a committee of the Assembly by its key."""
    return agent.key.startswith("pa-") and "committee" in agent.key


def _fits(part: str, body: str) -> bool:
    key = body.rsplit("/", 1)[-1]
    parts = [part] if part else [each for each in OPERATIONS.values() if each]
    return any(f"-{each}-" in f"-{key}-" and not key.endswith(f"-{each}") for each in parts)
