"""Bodies that a document names or comes from, and offices that can only be theirs: in an operation, a parliament."""

from kg.documents.towns import town_of
from kg.facts.expressions import expression
from kg.facts.grammar.lexicon import lexicon
from kg.facts.grammar.tables import Grammar
from kg.facts.issued import issuing_bodies
from kg.facts.operations import operation_in
from kg.facts.reading.agents import Agent
from kg.facts.reading.committees import is_of_committee
from kg.facts.reading.heads import OPERATIONS, STAFF, possessed_by
from kg.facts.reading.held import Held, takes_state
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import Meaning, headed
from kg.facts.reading.misprints import without_misprint
from kg.facts.reading.ownership import owner_named
from kg.facts.tables import entries
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

_PARLIAMENTS = {entry.term: entry.value for entry in entries("parliaments")}
_HEAD, _IN_NO_STATE, _OSCE = "Head", "/org/mission-in-kosovo", "OSCE"
ASSEMBLY = "parliamentary-assembly"
#: "Head of the Ravnik Office"
_SEATED = expression("town in a label")
#: "Head of the OSCE Ravnik Field Office", on a page of the operation whose office it is.
_FIELD = expression("field office in a label")
#: "spokesperson for the office of the OSCE in Ravnik"
_LOCAL = expression("office in a town")


class NamedBodies:
    """Finds the owners of offices in bodies that one document names.

    :param document: the text
    :param gazetteer: the register's names
    :param mentions: names of the register in the text
    :param grammar: the document's language
    """

    def __init__(
        self, document: Document, gazetteer: Gazetteer, mentions: tuple[Mention, ...], grammar: Grammar
    ) -> None:
        self._base, self._hosts = gazetteer.base, gazetteer.hosts
        self._grammar = grammar
        self._osce = Agent(f"{gazetteer.base}id/org/osce", "org")
        self._issuers = list(issuing_bodies(document, gazetteer))
        start = document.paragraphs[0].start if document.paragraphs else 0
        self._named = {mention.target for mention in mentions if mention.kind == "org"} | set(self._issuers)
        self._orgs = [mention for mention in mentions if mention.kind == "org" and mention.start >= start]
        #: The field operation where a report by others is from.
        self._reported_from = None if self._issuers else _operation_of(document, gazetteer)
        chair = (f"{gazetteer.base}id/post/chairperson-in-office", f"{gazetteer.base}id/org/chairpersonship")
        self._chair = any(mention.target in chair for mention in mentions)

    @property
    def assembly(self) -> Agent | None:
        """The Parliamentary Assembly, if the document names it."""
        within = any("/pa-" in body for body in self._named)  # "the OSCE PA Third Committee"
        return self._org(ASSEMBLY) if within or self._names(ASSEMBLY) else None

    def _is(self, word: str, word_class: str) -> bool:
        return word_class in self._grammar.lexicon.classes(word)

    def _bare(self, label: str) -> str:
        """Put a label without its ranks: "Deputy Head of Mission" is "Head of Mission"."""
        words = label.split()
        while len(words) > 1 and self._is(words[0], "label-rank"):
            words = words[1:]
        return " ".join(words)

    def _names(self, body: str) -> bool:
        return self._org(body).iri in self._named

    def _org(self, key: str) -> Agent:
        return Agent(f"{self._base}id/org/{key}", "org")

    @property
    def _issuing_operation(self) -> Agent | None:
        """The one field operation that issued the document: departments of the OSCE in it are the operation's own."""
        named = {body for body in self._issuers if body in self._hosts or body.endswith(_IN_NO_STATE)}
        return Agent(named.pop(), "org") if len(named) == 1 else None

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

    def _is_of_another(self, scene: Scene, held: Held) -> bool:
        """Tell the head of what the sentence names before, and is no operation: "the academy and its last head"."""
        whose = possessed_by(scene, held, self._grammar.lexicon)
        body = owner_named(whose) if whose else None
        named = body.iri in self._hosts if body else whose is not None and self._is(whose.text, "operation-noun")
        return whose is not None and not named

    def _within(self, meaning: Meaning, at: int) -> Meaning:
        """Find the owner of an office of the Assembly, or in a part of an operation, that names neither."""
        if _FIELD.search(meaning.label) and meaning.owner in (None, self._osce) and self._issuing_operation:
            return meaning._replace(owner=self._issuing_operation, label=meaning.label.replace(f"{_OSCE} ", ""))
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
        if self._is_local(meaning.label) and meaning.owner == self._osce:
            return self._of_local(meaning)
        return meaning._replace(owner=None, foreign=True) if heads else meaning

    def _is_local(self, label: str) -> bool:
        """Tell an office that field operations have: "Spokesperson", "Police Officer"."""
        words = label.split()
        return any(self._is(word, "local-staff") for word in words) and not self._is(words[0], "not-local")

    def _of_local(self, meaning: Meaning) -> Meaning:
        """Let "OSCE spokesperson X" be of the operation that issued the page, or where others report from."""
        return meaning._replace(owner=self._issuing_operation or self._reported_from or meaning.owner)

    def _of_parliament(self, meaning: Meaning) -> Meaning:
        """Let an office in a parliament whose name one State only has be that State's: "Speaker of the Sejm"."""
        state = next((state for name, state in _PARLIAMENTS.items() if name in meaning.label), None)
        if state is None or not takes_state(meaning, self._grammar.lexicon):
            return meaning
        return meaning._replace(owner=Agent(f"{self._base}id/state/{state}", "state"))


def _operation_of(document: Document, gazetteer: Gazetteer) -> Agent | None:
    """Find the one field operation that was where a document is from, on its day."""
    day = document.issued.value if document.issued else None
    places = [place.value.title() for place in document.places]
    found = {body for place in places if day and (body := operation_in(gazetteer, place, day))}
    return Agent(found.pop(), "org") if len(found) == 1 else None


def _fits(part: str, body: str) -> bool:
    key = body.rsplit("/", 1)[-1]
    parts = [part] if part else [each for each in OPERATIONS.values() if each]
    return any(f"-{each}-" in f"-{key}-" and not key.endswith(f"-{each}") for each in parts)
