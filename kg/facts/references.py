"""Who is meant where: names, short forms, "the Minister", "she", "the Mission", as references in order of the text."""

from dataclasses import dataclass

from kg.facts.affiliations import meaning_of
from kg.facts.cast import Cast
from kg.facts.persons import Reading
from kg.facts.roles import RolePhrase
from kg.facts.tables import terms
from kg.facts.tokens import Sentence, Token, is_title

_PRONOUNS = {"he": "m", "she": "f", "He": "m", "She": "f"}
_CO_CHAIR = "Co-Chair"
_THEY = frozenset({"they", "They"})
_BEFORE_SUBJECT = frozenset({",", ";", "the", "The", "that", "“", "”", '"', "(", "and", "-", "–", "—", ":"})
_AGENTS = frozenset({"org"})
_WITHIN_OFFICE = frozenset({"of", "for", "to", "on", "in", "at", "(", ")", "’s", "'s"})
_CLAUSE = frozenset(
    {"that", "which", "who", "whom", "when", "where", "if", "because", "whether", "why", "how", "after", "whose"}
)
#: Adverbs and auxiliaries that may stand between a subject and its verb.
ADVERBS = frozenset(
    {
        "also",
        "today",
        "strongly",
        "warmly",
        "further",
        "again",
        "particularly",
        "yesterday",
        "then",
        "jointly",
        "publicly",
        "therefore",
        "both",
        "all",
        "firmly",
        "once",
        "unequivocally",
        "fully",
        "repeatedly",
        "has",
        "have",
        "on",
    }
)
#: What a shorter form of an office is known by.
_HEADS = {"Minister for Foreign Affairs": "Minister"}
_RANKS = frozenset({"deputy", "vice", "assistant", "former", "first", "honorary"})


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
    """Which person of a document a role without a name means.

    :param base: base IRI of the build
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self._holders: dict[tuple[str, frozenset[str]], dict[str, str | None]] = {}

    def enter(self, role: RolePhrase, tokens: tuple[Token, ...], person: str, affiliation: str | None = None) -> None:
        """Note that somebody has a role, of some body or State."""
        self._holders.setdefault(_role_key(role, tokens), {}).setdefault(person, affiliation)

    def find(self, role: RolePhrase, tokens: tuple[Token, ...]) -> str | None:
        """Find the one person of a role: "the Minister", "the Romanian Foreign Minister"."""
        holders = self._holders.get(_role_key(role, tokens), {})
        owner = None if tokens[role.head].mention else meaning_of(tokens, role, self._base).affiliation
        if owner is not None:
            certain = [person for person, held in holders.items() if held == owner]
            fitting = certain or [person for person, held in holders.items() if held is None]
        else:
            fitting = list(holders)
        return fitting[0] if len(fitting) == 1 else None

    def body(self, role: RolePhrase, tokens: tuple[Token, ...]) -> str | None:
        """Find the one body that everybody with a role has it in."""
        bodies = {held for held in self._holders.get(_role_key(role, tokens), {}).values() if held and "/org/" in held}
        return next(iter(bodies)) if len(bodies) == 1 else None


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
            reference = self._of_role(role, tokens, is_owned=id(role) in owned)
            if reference and role.begin not in held:
                found.append(reference)
                held.update(range(role.begin, role.end) if id(role) not in owned else ())
        found.extend(self._titles(tokens, held))
        inside_roles = {index for role in reading.roles for index in range(role.begin, role.end)}
        for index, token in enumerate(tokens):
            if token.mention and token.mention.kind in _AGENTS and index not in held | inside_roles:
                if not _in_brackets(tokens, index):
                    found.append(Reference(index, index + 1, (token.mention.target,)))
        return found

    def _of_role(self, role: RolePhrase, tokens: tuple[Token, ...], *, is_owned: bool) -> Reference | None:
        """Tell whom a role means: with a name beside it only the body that its bearers speak for."""
        body = _chaired_body(tokens, role) if is_owned else _speaking_body(tokens, role) or _chaired_body(tokens, role)
        body = body or (self._roles.body(role, tokens) if role.label == _CO_CHAIR and role.plural else None)
        agent = body or (None if is_owned else self._roles.find(role, tokens))
        return Reference(role.begin, role.end, (agent,)) if agent else None

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


def _speaking_body(tokens: tuple[Token, ...], role: RolePhrase) -> str | None:
    """Find the institution that an office's name means beside another body: "ODIHR and the Representative on …"."""
    mention = tokens[role.head].mention
    if mention is None or mention.kind != "org":
        return None
    before = [token for token in tokens[max(0, role.begin - 3) : role.begin] if token.text != "the"]
    after = [token for token in tokens[role.end : role.end + 3] if token.text != "the"]
    for joint, other in ((before[-1:], before[-2:-1]), (after[:1], after[1:2])):
        if joint and other and joint[0].text in ("and", "&") and other[0].mention and other[0].mention.kind == "org":
            return mention.target
    return None


def _chaired_body(tokens: tuple[Token, ...], role: RolePhrase) -> str | None:
    """Find the body that its Co-Chairs together speak for."""
    if role.label != _CO_CHAIR or not role.plural:
        return None
    named = [token.mention for token in tokens[role.begin : role.end] if token.mention and token.mention.kind == "org"]
    return named[0].target if len(named) == 1 else None


def _in_brackets(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a token alone stands in brackets: the abbreviation of the name before it."""
    return 0 < index < len(tokens) - 1 and tokens[index - 1].text == "(" and tokens[index + 1].text == ")"


def _role_key(role: RolePhrase, tokens: tuple[Token, ...]) -> tuple[str, frozenset[str]]:
    """Give the key under which a role without a name is known again: its head, or its post, and its rank."""
    mention = tokens[role.head].mention
    ranks = frozenset(token.text.casefold() for token in tokens[role.begin : role.head]) & _RANKS
    return (mention.target if mention else _HEADS.get(role.label, role.label).casefold()), ranks


def subject_of(tokens: tuple[Token, ...], sentence: Sentence, references: list[Reference]) -> tuple[str, ...]:
    """Find the subject of a sentence: the first reference that no preposition governs, with what "and" adds to it."""
    for position, reference in enumerate(references):
        if _governed(tokens, sentence, reference):
            continue
        agents = [*reference.agents]
        end = reference.end
        for other in references[position + 1 :]:
            if other.is_person != reference.is_person or not _adds(tokens[end : other.begin]):
                break
            agents.extend(other.agents)
            end = other.end
        return tuple(dict.fromkeys(agents))
    return ()


def _adds(between: tuple[Token, ...]) -> bool:
    """Tell whether "and" or a comma joins two agents, also with office, home or abbreviation between them."""
    apart = between[:1] and between[0].text in (",", "(", "of")
    if not all(_joins(token) or (apart and token.text in _WITHIN_OFFICE) for token in between):
        return False
    return any(token.text in ("and", ",", "&") for token in between[1:] or between) or not apart


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


def subject_of_verb(
    tokens: tuple[Token, ...], sentence: Sentence, references: list[Reference], verb: int
) -> tuple[str, ...]:
    """Find the subject of a verb: right before it, or the sentence's where the verb is one of several.

    :returns: agents; none where a relative clause stands open between, or somebody else right before the verb
    """
    at = verb - 1
    while at >= sentence.begin and tokens[at].text in ADVERBS:
        at -= 1
    inside = [r for r in references if sentence.begin <= r.begin and r.end <= verb]
    if not inside:
        return ()
    subject = subject_of(tokens, sentence, inside)
    if not subject:
        return ()
    last = next(r for r in reversed(inside) if set(r.agents) & set(subject))
    between = [token.text for token in tokens[last.end : verb]]
    if any(word in _CLAUSE for word in between) and not _closed_clause(between):
        return ()
    nearest = inside[-1]
    direct = nearest.end > at and not set(nearest.agents) <= set(subject)
    if direct:
        return nearest.agents if _reports(tokens, nearest) else ()
    return subject


def _reports(tokens: tuple[Token, ...], nearest: Reference) -> bool:
    """Tell whether somebody after a comma tells what the sentence says: "..., Secretary General X announced"."""
    if not nearest.is_person:
        return False
    at = nearest.begin - 1
    while at >= 0 and (tokens[at].mention is not None or tokens[at].is_capital):
        at -= 1
    return at > 0 and tokens[at].text == "," and at < nearest.begin


def _closed_clause(between: list[str]) -> bool:
    """Tell whether a relative clause between subject and verb is closed by a comma: "X, who leads Y, welcomed"."""
    return between[:1] == [","] and between[-1:] == [","]
