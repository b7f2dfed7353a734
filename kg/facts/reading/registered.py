"""Whose an office is where only the register's holders say: of a short name, of no body, of the chair's State."""

from kg.facts.expressions import expression
from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.claims import Claims
from kg.facts.reading.heads import body_of_envoy, operation_headed_by
from kg.facts.reading.held import Held, takes_state
from kg.facts.reading.meanings import IN_FULL, Meaning, headed
from kg.facts.reading.posts import is_head_of_operation
from kg.facts.tables import entries, terms
from kg.iris import Iris
from kg.model import Document, Mention, Span
from kg.reference.gazetteer import Gazetteer

#: How the OSCE is named in the office of its Secretary General, in several languages.
_OF_OSCE = terms("organization_names")
#: Beginnings of words for a part of an operation.
_PART_STEMS = terms("part_stems")
#: Offices that the OSCE has a short name for: body and post, and the office in full.
_SHORT = {entry.term: entry for entry in entries("short_offices")}
ENVOY = expression("envoy")
HEAD = "Head"


class Registered(Claims):
    """Finds the owner of an office of one document by whom the register has in it.

    :param document: the text
    :param gazetteer: the register
    :param grammar: the document's language
    :param mentions: names of the register in the text
    """

    def __init__(
        self, document: Document, gazetteer: Gazetteer, grammar: Grammar, mentions: tuple[Mention, ...]
    ) -> None:
        super().__init__(document, gazetteer, grammar, mentions)
        self._document = document
        self._iris = Iris(gazetteer.base)
        self._of_osce: set[str] = set()

    def _owned(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Find the owner of an office whose words do not say it, where the register knows its holder."""
        meaning = self._of_bare_post(self._in_full(self._as_chair(meaning, person, name), person, name), person, name)
        return self._of_president(self._of_chairs_state(meaning, person, name), person, name)

    def _as_chair(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let "the Envoy of the OSCE Chairperson-in-Office, Minister X" be the Chair where X is, nobody's envoy.

        An envoy whose office is a body of its own belongs to that.
        """
        if meaning.past or meaning.owner != self._meanings.chairpersonship or ENVOY.match(meaning.label) is None:
            return meaning
        chair = self._posts.holder(self._iris.post("chairperson-in-office"), person, name, meaning)
        if chair:
            return meaning._replace(label=IN_FULL, owner=self._meanings.osce)
        body = body_of_envoy(self._gazetteer, self._date, person, name, meaning.label)
        return meaning._replace(owner=body) if body else meaning

    def _of_operation(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let a "Head" of no body that the text names be that of the operation which the register has him head."""
        mission = is_head_of_operation(meaning.label) and meaning.owner in (None, self._meanings.osce)
        head = meaning.label == HEAD or (meaning.label.startswith(f"{HEAD} ") and " in " in meaning.label)
        bare = head and meaning.owner is None and not any(map(meaning.label.lower().__contains__, _PART_STEMS))
        if not (bare or (mission and not meaning.foreign)) or meaning.past:
            return meaning
        body = operation_headed_by(self._gazetteer, self._date, person, name)
        return Meaning(headed(HEAD, body), body) if body else meaning

    def _in_full(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Put an office that the OSCE calls by a short name in full, if the register bears it out: else it is none."""
        value = _SHORT[meaning.label].value if meaning.label in _SHORT else ""
        body, post, *as_told = value.split("/") if value else ("", "")
        if not post or _key_of(meaning) not in (None, self._meanings.osce.key, body):
            return meaning
        full = Meaning(_SHORT[meaning.label].note, Agent(self._iris.org(body), "org"))
        if not meaning.foreign and self._posts.holder(self._iris.post(post), person, name, full):
            return full
        return meaning if as_told else meaning._replace(foreign=meaning.foreign or _key_of(meaning) not in (None, body))

    def _of_assembly(self, held: Held, span: Span, person: str | None) -> Meaning:
        """Let "Secretary General X" be the Parliamentary Assembly's where the text names it and X is not the OSCE's."""
        meaning, printed = held.meaning, self._document.text[span.start : span.end]
        post = self._posts.post(meaning)
        if post != self._iris.post("secretary-general") or meaning.past:
            return meaning
        named = any(map(printed.__contains__, _OF_OSCE))
        if named and person:
            self._of_osce.add(person)
        if named or person in self._of_osce:
            return meaning
        if self._posts.holder(post, person, held.claim.name.written, meaning):
            return meaning
        return meaning._replace(owner=self._owners.assembly or meaning.owner)

    def _of_chairs_state(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let "Foreign Minister X" without a State be of the State in the chair where X is the chairperson."""
        if meaning.past or " " not in meaning.label or not takes_state(meaning, self._words):
            return meaning
        chair = self._posts.holder(self._iris.post("chairperson-in-office"), person, name, meaning)
        return meaning._replace(owner=Agent(chair.state, "state")) if chair and chair.state else meaning

    def _of_bare_post(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let "Generalsekretär X" be the OSCE's where the register bears that out, in languages that share patterns."""
        if not self._grammar.shares_patterns or meaning.owner or meaning.foreign or meaning.past:
            return meaning
        for body in self._posts.bodies(meaning.label):
            full = meaning._replace(owner=Agent(self._iris.org(body), "org"))
            if self._posts.holder(self._posts.post(full), person, name, full):
                return full
        return meaning

    def _of_president(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let "Treasurer X" be the Parliamentary Assembly's where the text names it and the register bears that out."""
        assembly = self._owners.assembly
        if meaning.owner or meaning.foreign or meaning.past or not assembly:
            return meaning
        presiding = meaning._replace(owner=assembly, foreign=False)
        return presiding if self._posts.holder(self._posts.post(presiding), person, name, presiding) else meaning


def _key_of(meaning: Meaning) -> str | None:
    return meaning.owner.key if meaning.owner else None
