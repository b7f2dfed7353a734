"""Who is meant where: names, short forms, "the Minister", "she", "the Mission", as references in order of the text."""

from dataclasses import dataclass

from kg.facts.cast import Cast
from kg.facts.persons import Reading
from kg.facts.roles import RolePhrase
from kg.facts.tables import terms
from kg.facts.tokens import Sentence, Token, is_title

_PRONOUNS = {"he": "m", "she": "f", "He": "m", "She": "f"}
_THEY = frozenset({"they", "They"})
_BEFORE_SUBJECT = frozenset({",", ";", "the", "The", "that", "“", "”", '"', "(", "and", "-", "–", "—", ":"})
_AGENTS = frozenset({"org"})


@dataclass(frozen=True, slots=True)
class Reference:
    """Tokens ``begin`` ≤ i < ``end`` that mean some agents; ``pronoun`` where only a pronoun stands."""

    begin: int
    end: int
    agents: tuple[str, ...]
    pronoun: bool = False

    @property
    def is_person(self) -> bool:
        """Tell whether the agents are persons."""
        return "/person/" in self.agents[0]


class Roles:
    """Which person of a document a role without a name means."""

    def __init__(self) -> None:
        self._holders: dict[str, set[str]] = {}

    def enter(self, key: str, person: str) -> None:
        """Note that somebody has a role."""
        self._holders.setdefault(key, set()).add(person)

    def find(self, key: str) -> str | None:
        """Find the one person of a role."""
        holders = self._holders.get(key, set())
        return next(iter(holders)) if len(holders) == 1 else None


class References:
    """Resolves the references of a document, paragraph by paragraph in order of the text."""

    def __init__(self, cast: Cast, roles: Roles) -> None:
        self._cast = cast
        self._roles = roles
        self._genders: dict[str, str] = {m.iri: m.gender for m in cast.members.values() if m.gender}
        self._subject: tuple[str, ...] = ()

    def of(self, reading: Reading) -> list[Reference]:
        """List the references of a paragraph; paragraphs must come in order."""
        fixed = self._fixed(reading)
        found: list[Reference] = []
        for sentence in reading.paragraph.sentences:
            inside = [r for r in fixed if sentence.begin <= r.begin < sentence.end]
            inside = sorted([*inside, *self._pronouns(reading.paragraph.tokens, sentence)], key=lambda r: r.begin)
            subject = subject_of(reading.paragraph.tokens, sentence, inside)
            if subject:
                self._subject = subject
            found.extend(inside)
        return found

    def _fixed(self, reading: Reading) -> list[Reference]:
        tokens = reading.paragraph.tokens
        found = []
        for named in reading.named:
            person = self._cast.find(tokens, named.run)
            if person:
                found.append(Reference(named.run.first, named.run.end, (person,)))
        held = {index for reference in found for index in range(reference.begin, reference.end)}
        owned = {id(role) for named in reading.named for role in named.roles}
        for role in reading.roles:
            person = None if id(role) in owned else self._roles.find(role_key(role, tokens))
            if person and role.begin not in held:
                found.append(Reference(role.begin, role.end, (person,)))
                held.update(range(role.begin, role.end))
        found.extend(self._titles(tokens, held))
        inside_roles = {index for role in reading.roles for index in range(role.begin, role.end)}
        for index, token in enumerate(tokens):
            if token.mention and token.mention.kind in _AGENTS and index not in held | inside_roles:
                if not _in_brackets(tokens, index):
                    found.append(Reference(index, index + 1, (token.mention.target,)))
        return found

    def _titles(self, tokens: tuple[Token, ...], held: set[int]) -> list[Reference]:
        found = []
        for index in range(1, len(tokens)):
            if index in held or not is_title(tokens[index]) or tokens[index - 1].text not in ("the", "The"):
                continue
            person = self._cast.titled(tokens[index].text)
            following = tokens[index + 1].text if index + 1 < len(tokens) else ""
            if person and following not in ("of", "to", "for"):
                found.append(Reference(index, index + 1, (person,)))
        return found

    def _pronouns(self, tokens: tuple[Token, ...], sentence: Sentence) -> list[Reference]:
        found = []
        for index in range(sentence.begin, sentence.end):
            text = tokens[index].text
            if text in _PRONOUNS and self._agrees(_PRONOUNS[text]):
                self._genders[self._subject[0]] = _PRONOUNS[text]
                found.append(Reference(index, index + 1, self._subject, pronoun=True))
            elif text in _THEY and len(self._subject) > 1:
                found.append(Reference(index, index + 1, self._subject, pronoun=True))
        return found

    def _agrees(self, gender: str) -> bool:
        if len(self._subject) != 1 or "/person/" not in self._subject[0]:
            return False
        return self._genders.get(self._subject[0], gender) == gender


def _in_brackets(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a token alone stands in brackets: the abbreviation of the name before it."""
    return 0 < index < len(tokens) - 1 and tokens[index - 1].text == "(" and tokens[index + 1].text == ")"


def role_key(role: RolePhrase, tokens: tuple[Token, ...]) -> str:
    """Give the key under which a role without a name is known again: its head, or its post."""
    mention = tokens[role.head].mention
    return mention.target if mention else role.label.casefold()


def subject_of(tokens: tuple[Token, ...], sentence: Sentence, references: list[Reference]) -> tuple[str, ...]:
    """Find the subject of a sentence: the first reference that no preposition governs, with what "and" adds to it."""
    for position, reference in enumerate(references):
        if _governed(tokens, sentence, reference):
            continue
        agents = [*reference.agents]
        end = reference.end
        for other in references[position + 1 :]:
            if not all(_joins(token) for token in tokens[end : other.begin]) or other.is_person != reference.is_person:
                break
            agents.extend(other.agents)
            end = other.end
        return tuple(dict.fromkeys(agents))
    return ()


def _joins(token: Token) -> bool:
    lexical = token.text in ("and", ",", "the") or token.text in terms("role_modifiers")
    return lexical or token.is_capital or token.mention is not None


def _governed(tokens: tuple[Token, ...], sentence: Sentence, reference: Reference) -> bool:
    """Tell whether a preposition or a verb stands before a reference, so that it is no subject."""
    at = reference.begin - 1
    while at >= sentence.begin and tokens[at].text in ("the", "The", "a"):
        at -= 1
    if at < sentence.begin or reference.pronoun:
        return False
    token = tokens[at]
    if token.text in _BEFORE_SUBJECT or token.mention is not None or token.is_capital:
        return token.text == "and" and at - 1 > sentence.begin
    return token.text not in terms("speech_verbs")
