"""Whom nouns mean: "the Heads of Delegation (X, Y and Z)", "OSCE leaders" in a title, "the decision" of a body."""

from collections.abc import Iterable, Sequence

from kg.facts.grammar.line import Unit
from kg.facts.grammar.tables import Grammar
from kg.facts.model import Role as Held
from kg.facts.reading.agents import Agent
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import Meaning
from kg.facts.reading.parties import Clause, Party, agents_of, persons_of
from kg.facts.reading.phrases import CO_CHAIR, Name, Role
from kg.facts.reading.quotes import Quote
from kg.facts.tokens import Token

_LEADERS, _MEMBER, _SERVES, _HEADS = "leadership", "member", "serves", "heads"
_DELEGATION = "delegation"
_PAPER, _MET, _TRAVEL, _THE = "paper", "met", "travel", "the"
_PAIR = 2
_DOER, _PRESENT = "doer", "verb-s"
#: Classes of words that a sentence has no more.
_NONE: tuple[frozenset[str], ...] = (frozenset(), frozenset())
#: Classes of a word behind a noun that is a subject.
_VERBS = frozenset({"verb-ed", "verb-s", "adverb", "act", "say"})
_OSCE, _ORG = "/org/osce", "/org/"
#: Length of an office of the OSCE in two words: "OSCE Head".
_OF_OSCE = 2
_ASSEMBLY = "/org/parliamentary-assembly"
#: How the IRI ends of the body whose co-chairs speak for it.
CO_CHAIRED = "/org/minsk-group"


class Groups:
    """Remembers such groups, sentence by sentence.

    :param grammar: the document's language
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._named: dict[str, tuple[Agent, ...]] = {}
        #: Which body, or which persons together, speak by a text, by the noun for it.
        self._issuers: dict[str, tuple[Agent, ...]] = {}
        #: The first persons who did something together.
        self._first: tuple[Agent, ...] = ()
        #: What those are called who travel as a delegation: "Ambassador".
        self._travellers: set[str] = set()
        #: The two who met, as the last sentence says.
        self.met: tuple[Agent, ...] = ()

    def note(self, line: Clause, subject: tuple[Agent, ...]) -> None:
        """Remember whom a sentence names together, and its subject."""
        self.met = ()
        for pattern in line.fitting(self._grammar.stage("groups")):
            for match in line.search(pattern):
                noun, persons = match["group"].content, persons_of(match.units("who"))
                if isinstance(noun, Role) and self._grammar.kinds[pattern.name] == _TRAVEL:
                    self._travellers.add(noun.label)
                if self._grammar.kinds[pattern.name] == _MET:
                    self.met = persons if len(persons) == _PAIR == len(persons_of(line.units)) else ()
                elif isinstance(noun, Role) and len(persons) > 1:
                    self._named[noun.label] = persons
                elif self._grammar.kinds[pattern.name] == _PAPER:
                    self._note_issuer(match["group"].text, agents_of(match.units("who")), persons)
        if not self._first and len(subject) > 1 and all(agent.is_person for agent in subject):
            self._first = subject

    def _note_issuer(self, noun: str, agents: tuple[Agent, ...], persons: tuple[Agent, ...]) -> None:
        """Remember which body speaks by a text, or which persons issued it together."""
        if len(agents) == 1 or (len(persons) > 1 and len(persons) == len(agents)):
            self._issuers[noun] = agents

    def issuer(
        self, scene: Scene, unit: Unit[Token | Role | Name], quotes: Sequence[Quote], page: Agent | None = None
    ) -> Party | None:
        """Tell which body "the decision" speaks for, where a verb or its own words follow, or whose ``page`` it is."""
        issuer = self._issuers.get(unit.text) or ((page,) if page else None)
        before = scene.tokens[unit.begin - 1] if unit.begin else None
        ours = before is not None and (self._is_the(before) or (before.mention and before.mention.kind == "org"))
        following, then = [*(self._grammar.classes(token.text) for token in scene.tokens[unit.end :][:2]), *_NONE][:2]
        passive = _DOER in then and _PRESENT not in following  # "the statement condemned by Norway"
        speaks = bool(following & _VERBS) and not passive
        speaks = speaks or any(quote.begin == unit.end for quote in quotes)
        persons = issuer if issuer and all(agent.is_person for agent in issuer) else ()
        return Party(issuer, persons) if issuer and ours and speaks else None

    def _is_the(self, token: Token) -> bool:
        """Tell "the statement" and "the joint statement"."""
        return token.text.lower() == _THE or "separate" in self._grammar.lexicon.classes(token.text)

    def travel(self, role: Role, before: str) -> bool:
        """Tell a noun for those who travel as the delegation: "the Ambassadors"."""
        return before == _THE and role.label in self._travellers

    def called(self, role: Role, before: str) -> tuple[Agent, ...]:
        """List whom a noun means later: "the three Heads of Delegation"; nobody where their number differs."""
        persons = self._named.get(role.label, ())
        return persons if self.fits(persons, before) else ()

    def heading(self, roles: Sequence[Held], label: str, before: str) -> tuple[Agent, ...]:
        """List whom the document has as heads of delegations, for "the three Heads of Delegation"."""
        persons = _persons(each for each in roles if each.label == label)
        of_delegation = _DELEGATION in self._grammar.lexicon.classes(label.rpartition(" ")[2])
        return persons if of_delegation and len(persons) > 1 and self.fits(persons, before) else ()

    def fits(self, persons: tuple[Agent, ...], before: str) -> bool:
        """Tell whether a number before a noun, if there is one, is that of some persons."""
        return self._grammar.lexicon.value(before, "count") in ("", str(len(persons)))

    def leading(self, head: str) -> tuple[Agent, ...]:
        """List whom the title of a page means by a noun such as "leaders": the first who did something together."""
        return self._first if _LEADERS in self._grammar.lexicon.classes(head) else ()

    def envoys(self, roles: Sequence[Held], rank: str, role: Role, before: str) -> tuple[Agent, ...]:
        """List the Chairperson's personal representatives whom the document names, for a word that means them all."""
        if "personal" not in self._grammar.lexicon.classes(rank):
            return ()
        persons = _persons(each for each in roles if each.label.startswith(f"{rank} {role.label}"))
        return persons if len(persons) > 1 and self.fits(persons, before) else ()

    def members(self, roles: Sequence[Held], role: Role) -> tuple[Agent, ...]:
        """List the Assembly's officers whom the document names, for "members of the Assembly"; its staff serves."""
        if _MEMBER not in self._grammar.lexicon.classes(role.label):
            return ()
        officers = (each for each in roles if (each.affiliation or "").endswith(_ASSEMBLY))
        return _persons(each for each in officers if not any(self._serves(word) for word in each.label.split()))

    def head(self, roles: Sequence[Held], role: Role, meaning: Meaning) -> str | None:
        """Find whom "the OSCE Head" or "the head of ODIHR" means: the only person whom the document has as such."""
        owner = meaning.owner
        if owner is None or owner.kind != "org":
            return None
        held = [each for each in roles if _ORG in (each.affiliation or "") and not each.past]
        if owner.iri.endswith(_OSCE):
            persons = {each.person for each in held if _is_called(each.label, role, meaning)}
            if not persons and self._heads(role.label):
                persons = {each.person for each in held if "at-the-top" in self._grammar.lexicon.classes(each.label)}
        else:
            within = [each for each in held if each.affiliation == owner.iri]
            heads = self._heads(meaning.label)
            persons = {
                each.person for each in within if each.label == meaning.label or (heads and self._heads(each.label))
            }
        return persons.pop() if len(persons) == 1 else None

    def _heads(self, label: str) -> bool:
        return _HEADS in self._grammar.lexicon.classes(label)

    def _serves(self, word: str) -> bool:
        return _SERVES in self._grammar.lexicon.classes(word)


def chaired_by(roles: Sequence[Held], persons: Sequence[Agent]) -> Agent | None:
    """Find the body that speaks by a statement of several who co-chair it; talks of several bodies are none."""
    theirs = {person.iri for person in persons}
    bodies = {each.affiliation for each in roles if each.person in theirs and each.label == CO_CHAIR}
    body = bodies.pop() if len(bodies) == 1 else None
    return Agent(body, "org") if body and body.endswith(CO_CHAIRED) else None


def _is_called(label: str, role: Role, meaning: Meaning) -> bool:
    """Tell whether an office may be called "the OSCE Head", or "the OSCE Special Representative" by its first words."""
    short = label.split()[0] == role.label and role.end - role.begin <= _OF_OSCE
    several = " " in meaning.label
    return short or (several and f"{label} ".startswith(f"{meaning.label} "))


def _persons(roles: Iterable[Held]) -> tuple[Agent, ...]:
    """List who holds some roles now, each once."""
    return tuple(Agent(iri, "person") for iri in dict.fromkeys(each.person for each in roles if not each.past))
