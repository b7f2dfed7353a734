"""Whose role the words of a role say it is."""

from kg.facts.grammar.lexicon import Lexicon, lexicon
from kg.facts.reading.agents import Agent
from kg.facts.reading.phrases import Role
from kg.facts.reading.state_offices import is_long_office
from kg.facts.tables import entries
from kg.facts.tokens import Token

ENGLISH = "en"
ASSEMBLY = "/org/parliamentary-assembly"
DELEGATION = "delegation"
#: What only is a meeting or talks: nobody has an office in it, though he may have one for the talks.
TALKS = "/org/transdniestrian-settlement-process"
MEETING = ("/org/summit", TALKS)
_IN_CHARGE, _SECRETARY_GENERAL = "Officer-in-Charge", "/post/secretary-general"
#: What a field operation is: "mission", "office".
_OPERATIONS = frozenset(entry.term for entry in entries("headed"))


class Ownership:
    """Finds the owners of roles.

    :param base: base IRI of the build
    :param lexicon: the document's language
    """

    def __init__(self, base: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.osce = Agent(f"{base}id/org/osce", "org")
        self.chairpersonship = Agent(f"{base}id/org/chairpersonship", "org")
        self.secretariat = Agent(f"{base}id/org/secretariat", "org")

    def _owner(self, tokens: tuple[Token, ...], role: Role) -> tuple[Agent | None, int | None]:
        """Find whose role it is, and where the phrase says so: the possessor in front, else the complement."""
        complement = range(role.head_end, role.end)
        if any(self._is_chairs(tokens, index) for index in range(role.begin + 1, role.head - 1)):
            return self.chairpersonship, None  # "the OSCE Chairman's Personal Representative".
        if any(self._is(tokens[index], "chairing") for index in complement):
            return self.chairpersonship, None
        names = [index for index in (*range(role.begin, role.head), *complement) if tokens[index].mention]
        for index in sorted(names, key=lambda index: not self._is_headed(tokens, role, index)):
            mention = tokens[index].mention
            if owner := self._owner_at(tokens, role, index):
                post = mention is not None and mention.kind == "post"
                return owner, None if owner == self.chairpersonship or post else index
        told = "staff" not in self._lexicon.classes(role.label)  # "Permanent Representative to the OSCE" is a State's.
        osce = [index for index in names if owner_named(tokens[index]) == self.osce]
        return (self.osce if any(not (told and self._is_behind_to(tokens, index)) for index in osce) else None), None

    def _is_chairs(self, tokens: tuple[Token, ...], index: int) -> bool:
        """Tell the OSCE's Chair in front of an office of his."""
        owned = self._is(tokens[index], "chair") and self._is(tokens[index + 1], "possessive")
        return owned and owner_named(tokens[index - 1]) == self.osce

    def _is_headed(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell the body that somebody heads from a State in front: "the Norwegian Chair of the Council"."""
        named = owner_named(tokens[index])
        front = index > role.head_end and tokens[role.head_end : index]
        owning = [token for token in front or () if self._is(token, "preposition")]
        return bool(named and named.kind == "org" and named != self.osce and owning and self._is(owning[-1], "owning"))

    def _owner_at(self, tokens: tuple[Token, ...], role: Role, index: int) -> Agent | None:
        """Read the owner that a name of the register in a role says, if it says one."""
        mention, owner = tokens[index].mention, owner_named(tokens[index])
        if mention and mention.kind == "post":
            return self._of_envoy(tokens, role, mention.target)
        if (
            owner is None
            or owner == self.osce
            or self._is_sent_to(tokens, role, index)
            or self._is_matter(tokens, role, index)
            or self._has_delegation(tokens, role, index)
            or self._is_of_sender(tokens, role, index)
        ):
            return None
        if owner.kind == "state" and self._only_describes(tokens, role, index):
            return None
        if owner.kind == "state" and index >= role.head_end and not self._possesses(tokens, role, index):
            return None
        return None if self._owns_the_next(tokens, role, index) else owner

    def _of_envoy(self, tokens: tuple[Token, ...], role: Role, post: str) -> Agent | None:
        """Read whose office belongs to a post's holder; the UN too has envoys of a Secretary General."""
        if not post.endswith(_SECRETARY_GENERAL):
            return self.chairpersonship
        if role.label == _IN_CHARGE:
            return self.osce  # "Officer-in-Charge in the absence of the Secretary General".
        envoy = self._is_envoy(role) and not self._says_osce(tokens, role)
        return None if envoy else self.secretariat

    def _is_matter(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a body that only is what an office is about: "Envoy on Wool", "dealt with by the Fair"."""
        before = tokens[max(index - 3, role.head_end) : index]
        if before and self._is(before[-1], "about"):
            return True
        dealt = self._bare(before)
        return len(dealt) > 1 and self._is(dealt[-2], "dealing") and self._is(dealt[-1], "doer")

    def _has_delegation(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell the Assembly in a State's delegation to it: "the Maltese PA delegation", "Norway's PA Delegation"."""
        before = tokens[max(index - 2, role.begin) : index]
        before = before[:-1] if before and self._is(before[-1], "possessive") else before[-1:]
        sent = bool(before) and is_state(before[-1]) and bool(tokens[index + 1 : role.end])
        owner = owner_named(tokens[index])
        of_assembly = owner is not None and owner.iri.endswith(ASSEMBLY)
        return of_assembly and sent and tokens[index + 1].text.lower() == DELEGATION

    def _is_of_sender(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a body in which somebody is another's envoy: "her Special Representative in the Contact Group"."""
        before = self._bare(tokens[max(index - 2, 0) : index])
        sent = bool(before) and self._is(before[-1], "sent-in") and self._is_envoy(role)
        return sent and role.begin > 0 and self._is(tokens[role.begin - 1], "possessive-word")

    def _is_sent_to(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a body to which somebody is sent: "Delegation to the OSCE PA", "Special Representative to the Group"."""
        mention, sent = tokens[index].mention, self._is_behind_to(tokens, index)
        return sent and mention is not None and (mention.target.endswith(ASSEMBLY) or self._is_envoy(role))

    def _is_behind_to(self, tokens: tuple[Token, ...], index: int) -> bool:
        before = self._bare(tokens[max(index - 2, 0) : index])
        return bool(before) and self._is(before[-1], "sent-to")

    def _is_envoy(self, role: Role) -> bool:
        return "envoy" in lexicon(ENGLISH).classes(role.label)

    def _bare(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """Leave out an article at the end."""
        return tokens[:-1] if tokens and self._is(tokens[-1], "determiner") else tokens

    def _owns_the_next(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell whether a body only owns the one after it: "the Secretariat's Conflict Prevention Centre"."""
        after = tokens[index + 1 : role.end]
        owner = owner_named(tokens[index])
        if owner is None or not after:
            return False
        following = owner_named(after[0])
        if owner.kind == "state":  # "the Slovak Chairmanship's Special Representative", "the Slovak OSCE Chair's".
            post = after[0].mention is not None and after[0].mention.kind == "post"
            return following == self.chairpersonship or post
        if following:  # "the OSCE PA General Committee on Wool", "the OSCE PA Norwegian Delegation".
            return following.kind == "org" or owner.iri.endswith(ASSEMBLY)
        return self._is(after[0], "possessive") and any(owner_named(token) for token in after)

    def _only_describes(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a State that only describes from one that owns: "a Norwegian lawyer", "the Norwegian Weavers' Union"."""
        following = tokens[index + 1 : role.end]
        if index > role.head and len(following) == 1 and following[0].text.lower() in _OPERATIONS:
            return True  # "the head of the Latvia mission": one that the OSCE has there.
        if index > role.head and any(self._is(token, "canton") for token in following):
            return True  # "Prime Minister of Central Bosnia Canton": a part of the State has its name.
        if following and self._is(following[0], "possessive"):
            words = [] if is_long_office(" ".join(token.text for token in following)) else following
            return index > role.head and any(self._is(token, "private") for token in words)
        if "private-head" in self._lexicon.classes(role.label):
            words = (*following, *tokens[role.head_end : role.end])
            public = any(self._is(each, "state-body") or each.text.lower() == DELEGATION for each in words)
            return not public and not is_long_office(" ".join(each.text for each in words))
        if index > role.head and self._is_private(following):
            return True  # "Director of the Central Initiative of the Norwegian Weavers' Union".
        named = [token for token in tokens[role.head_end : role.end] if token.mention is None]
        public = any(self._is(token, "public") for token in named)
        if index < role.head or public or is_long_office(" ".join(token.text for token in named)):
            return False
        return any(self._is(token, "private") for token in named)

    def _is_private(self, tokens: tuple[Token, ...]) -> bool:
        """Tell words of a body that is no State's: a private noun among them, and nothing public."""
        named = [token for token in tokens if token.mention is None]
        private, public = (any(self._is(token, each) for token in named) for each in ("private", "public"))
        return private and not public and not is_long_office(" ".join(token.text for token in named))

    def _possesses(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell an owner from a matter: "Minister of Albania", "in the Albanian Ministry"; not "Envoy on Ukraine"."""
        prepositions = [token for token in tokens[role.head_end : index] if self._is(token, "preposition")]
        following = [token for token in tokens[index + 1 : role.end] if not self._is(token, "possessive")]
        aide = "aide" in self._lexicon.classes(role.label) and not self._says_osce(tokens, role)
        if any(self._is(each, "state-body") or (aide and self._is(each, "state-office")) for each in following):
            return True  # "Spokesperson for the Norwegian Foreign Ministry", "Adviser to the Norwegian President".
        behind = tokens[index - 1].text == "," and not is_state(tokens[index - 2])  # "Minister for Wool, Norway"
        if not prepositions or self._is(prepositions[-1], "owning") or (behind and not following):
            return True
        if self._is(prepositions[0], "owning") and not self._is(prepositions[-1], "topical"):
            return True
        within = self._is(prepositions[-1], "within")
        if within and not following and any(self._is(each, "state-body") for each in tokens[role.head_end : index]):
            return True  # "State Secretary in the Ministry of Culture in the Republic of Norway"
        return bool(following) and self._is(following[0], "portfolio") and within

    def _says_osce(self, tokens: tuple[Token, ...], role: Role) -> bool:
        """Tell whether the words of a role name the OSCE: other organizations have deputy secretaries general too."""
        return any(t.text.startswith("OSCE") or owner_named(t) == self.osce for t in tokens[role.begin : role.end])

    def _is(self, token: Token, word_class: str) -> bool:
        return word_class in self._lexicon.classes(token.text)


def is_state(token: Token) -> bool:
    """Tell whether a token names a State."""
    return token.mention is not None and token.mention.kind == "state"


def owner_named(token: Token) -> Agent | None:
    """Give the body or State that a token names."""
    if token.mention is None:
        return None
    if token.mention.kind == "org":
        return None if token.mention.target.endswith(MEETING) else Agent(token.mention.target, "org")
    return Agent(token.mention.target, "state") if token.mention.kind == "state" else None
