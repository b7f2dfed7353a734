"""What a role means: its usual wording, and whose role the words themselves say it is."""

from functools import lru_cache
from typing import NamedTuple

from kg.facts.grammar.lexicon import Lexicon, lexicon
from kg.facts.reading.agents import Agent
from kg.facts.reading.lines import is_office
from kg.facts.reading.phrases import Role
from kg.facts.reading.state_offices import is_long_office
from kg.facts.tables import entries
from kg.facts.tokens import Token
from kg.regexes import late

_FORMS = tuple((late(entry.term), entry.value) for entry in entries("label_forms"))
_HEADED = tuple((entry.term, entry.value) for entry in entries("headed"))
_OFFICES = {entry.term: entry.value for entry in entries("offices")}
_POST_LABELS = {entry.note: entry.term for entry in reversed(entries("posts"))}
_ENGLISH = "en"
_ASSEMBLY = "/org/parliamentary-assembly"
#: What a State sends to the Assembly: "the OSCE PA's Norwegian Delegation".
_DELEGATION, _TO_ASSEMBLY = "delegation", " to the OSCE Parliamentary Assembly"
#: What only is a meeting or talks: nobody has an office in it, though he may have one for the talks.
_TALKS = "/org/transdniestrian-settlement-process"
MEETING = ("/org/summit", _TALKS)
IN_OFFICE = "-in-Office"
IN_FULL = f"Chairperson{IN_OFFICE}"
_SECRETARY_GENERAL = "/post/secretary-general"
#: Who serves the Chairpersonship as a whole, and is called so.
_OF_CHAIR = "Co-ordinator"
_SPEAKER = "Speaker"
_AMBASSADOR, _AMBASSADOR_TO_OSCE = "Ambassador", "Ambassador to the OSCE"


class Meaning(NamedTuple):
    """A role in usual words, whose it is, and whether the words call it a past or an acting one.

    It is ``foreign`` where it is another organization's, and ``apart`` where it is of a land with officers of its own.
    """

    label: str
    owner: Agent | None
    past: bool = False
    acting: bool = False
    foreign: bool = False
    apart: bool = False


class Meanings:
    """Reads the meanings of roles.

    :param base: base IRI of the build
    :param lexicon: the document's language
    """

    def __init__(self, base: str, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.osce = Agent(f"{base}id/org/osce", "org")
        self.chairpersonship = Agent(f"{base}id/org/chairpersonship", "org")
        self.secretariat = Agent(f"{base}id/org/secretariat", "org")

    def read(self, tokens: tuple[Token, ...], role: Role) -> Meaning:
        """Tell what a role means by its own words."""
        words = tokens[role.begin : role.end]
        past = any(self._is(token, "past") for token in tokens[role.begin : role.head])
        acting = any(self._is(token, "acting") for token in tokens[role.begin : role.head])
        before, head = tokens[role.begin : role.head], tokens[role.head]
        bygone = any(self._is(token, "bygone") or self._is_first(token, head) for token in before)
        cut = self._is(words[-1], "possessive")  # "Head of Norway's": of what, is not a word of offices.
        foreign = role.foreign or cut or bygone or self._is_section(tokens, role)
        label, owner = self._of_post(tokens, role) if tokens[role.head].mention else self._of_words(tokens, role)
        if owner == self.osce and (any(self._is(t, "state-body") for t in words) or self._is_desk(tokens, role)):
            owner = None  # "the OSCE Section of the Ministry", "the OSCE Desk": a State's own.
        label = usual(label)
        if owner is not None and owner.iri.endswith(_ASSEMBLY) and _SPEAKER in label:
            label, owner = f"{label} of the Assembly", None  # "the Assembly" of a State: the OSCE's has a President.
        apart = any("entity" in self._lexicon.classes(word) for token in words for word in token.text.split())
        return Meaning(label[:1].upper() + label[1:], owner, past, acting, foreign, apart)

    def _is(self, token: Token, word_class: str) -> bool:
        return word_class in self._lexicon.classes(token.text)

    def _of_post(self, tokens: tuple[Token, ...], role: Role) -> tuple[str, Agent | None]:
        """Read a head that is a post of the register, or an institution that bears the name of its head."""
        head = tokens[role.head]
        before = [t for t in tokens[role.begin : role.head] if t.mention is None and not self._is(t, "possessive")]
        prefix = "".join(f"{t.text} " for t in before)
        if head.mention and is_office(head):
            return prefix + _OFFICES[head.mention.target.rsplit("/", 1)[-1]], Agent(head.mention.target, "org")
        for around in (tokens[role.begin : role.head], tokens[role.head_end : role.end]):
            owners = [owner for token in around if (owner := owner_named(token)) and owner.kind == "org"]
            if head.text.endswith(IN_OFFICE):
                break  # "At the Council OSCE Chair-in-Office X": nobody but the OSCE has one.
            if owners and owners[0] != self.osce:
                return prefix + role.label, owners[0]  # "OSCE Chair of the Permanent Council".
        if self._lexicon.language != _ENGLISH and head.mention:
            return _POST_LABELS.get(head.mention.target.rsplit("/", 1)[-1], role.label), self.osce
        if self._is_of_others(tokens, role):
            return self._of_a_state(tokens, role, prefix)
        ranked = any(self._is(token, "rank") for token in before) and not self._says_osce(tokens, role)
        chair = "chair" in self._lexicon.classes(role.label)
        return (f"{prefix}{IN_FULL}", self.osce) if chair else (prefix + role.label, None if ranked else self.osce)

    def _of_a_state(self, tokens: tuple[Token, ...], role: Role, prefix: str) -> tuple[str, Agent | None]:
        """Read an office that is called like a post of the OSCE: "Secretary General for Wool of Norway"."""
        owner, at = self._owner(tokens, role)
        state = owner if owner and owner.kind == "state" else None
        return usual(prefix + self._label(tokens, role, at if state else None)), state

    def _is_of_others(self, tokens: tuple[Token, ...], role: Role) -> bool:
        """Tell whether the words after a bare post name a body that the register lacks: "Secretary General of X"."""
        later = tokens[role.head_end : role.end]
        return any(token.is_capital and token.mention is None and token.text not in "()" for token in later) and not (
            self._says_osce(tokens, role)
        )

    def _says_osce(self, tokens: tuple[Token, ...], role: Role) -> bool:
        """Tell whether the words of a role name the OSCE: other organizations have deputy secretaries general too."""
        return any(t.text.startswith("OSCE") or owner_named(t) == self.osce for t in tokens[role.begin : role.end])

    def _of_words(self, tokens: tuple[Token, ...], role: Role) -> tuple[str, Agent | None]:
        owner, at = self._owner(tokens, role)
        label = self._label(tokens, role, at)
        if owner == self.osce and "chair" in self._lexicon.classes(label):
            return "Chairperson-in-Office", owner
        if owner == self.chairpersonship and at is None and (label == "Representative" or label.endswith(_OF_CHAIR)):
            return f"{label} of the Chairpersonship", owner
        if owner and owner.kind == "state" and "chair-in-office" in self._lexicon.classes(label):
            return label, self.osce  # "The Swedish Chairperson-in-Office".
        if role.label == _AMBASSADOR and self._names(tokens, role, self.osce.iri):
            return _AMBASSADOR_TO_OSCE, owner if owner and owner.kind == "state" else None
        if owner and owner.kind == "org" and (chair := self._lexicon.value(label, "chair")):
            return chair, owner
        if (
            owner
            and owner.kind == "state"
            and label.lower().endswith(_DELEGATION)
            and self._names(tokens, role, _ASSEMBLY)
        ):
            return f"{label}{_TO_ASSEMBLY}", owner
        if owner and at is not None and label.rsplit(" ", 1)[-1] == role.label == "Head":
            label = headed(label, owner)
        return label, owner

    def _names(self, tokens: tuple[Token, ...], role: Role, body: str) -> bool:
        named = (token.mention for token in tokens[role.begin : role.end])
        return any(mention is not None and mention.target.endswith(body) for mention in named)

    def _is_first(self, token: Token, head: Token) -> bool:
        """Tell an office at its beginning: "the first High Commissioner"; a first secretary is one of several."""
        return self._is(token, "first-holder") and head.mention is not None

    def _is_desk(self, tokens: tuple[Token, ...], role: Role) -> bool:
        """Tell "the OSCE Department", which a ministry has; the Organization has departments of other names."""
        pairs = zip(tokens[role.head_end : role.end], tokens[role.head_end + 1 : role.end], strict=False)
        return any(owner_named(one) == self.osce and self._is(two, "desk") for one, two in pairs)

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

    def _is_section(self, tokens: tuple[Token, ...], role: Role) -> bool:
        """Tell the section that an organization has in a State: "Secretary General of PEN Norway"."""
        last, before = tokens[role.end - 1], tokens[role.end - 2]
        of_state = role.end - 2 > role.head_end and is_state(last) and before.mention is None
        return of_state and before.is_capital and (before.text.isupper() or self._is(before, "international"))

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
        envoy = self._is_envoy(role) and not self._says_osce(tokens, role)
        return None if envoy else self.secretariat

    def _is_matter(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a body that only is what an office is about: "Envoy on Wool", "dealt with by the Fair"."""
        before = tokens[max(index - 3, role.head_end) : index]
        if before and self._is(before[-1], "about"):
            return True
        dealt = self._bare(before)
        return len(dealt) > 1 and self._is(dealt[-2], "dealing") and self._is(dealt[-1], "doer")

    def _is_sent_to(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a body to which somebody is sent: "Delegation to the OSCE PA", "Special Representative to the Group"."""
        mention, sent = tokens[index].mention, self._is_behind_to(tokens, index)
        return sent and mention is not None and (mention.target.endswith(_ASSEMBLY) or self._is_envoy(role))

    def _is_behind_to(self, tokens: tuple[Token, ...], index: int) -> bool:
        before = self._bare(tokens[max(index - 2, 0) : index])
        return bool(before) and self._is(before[-1], "sent-to")

    def _is_envoy(self, role: Role) -> bool:
        return "envoy" in lexicon(_ENGLISH).classes(role.label)

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
            return following.kind == "org" or owner.iri.endswith(_ASSEMBLY)
        return self._is(after[0], "possessive") and any(owner_named(token) for token in after)

    def _only_describes(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a State that only describes from one that owns: "a Norwegian lawyer", "the Norwegian Weavers' Union"."""
        following = tokens[index + 1 : role.end]
        if index > role.head and any(self._is(token, "canton") for token in following):
            return True  # "Prime Minister of Central Bosnia Canton": a part of the State has its name.
        if following and self._is(following[0], "possessive"):
            words = [] if is_long_office(" ".join(token.text for token in following)) else following
            return index > role.head and any(self._is(token, "private") for token in words)
        if "private-head" in self._lexicon.classes(role.label):
            words = (*following, *tokens[role.head_end : role.end])
            public = any(self._is(each, "state-body") or each.text.lower() == _DELEGATION for each in words)
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
        return private and not public

    def _possesses(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell an owner from a matter: "Minister of Albania", "in the Albanian Ministry"; not "Envoy on Ukraine"."""
        prepositions = [token for token in tokens[role.head_end : index] if self._is(token, "preposition")]
        following = [token for token in tokens[index + 1 : role.end] if not self._is(token, "possessive")]
        aide = "aide" in self._lexicon.classes(role.label) and not self._says_osce(tokens, role)
        if any(self._is(each, "state-body") or (aide and self._is(each, "state-office")) for each in following):
            return True  # "Spokesperson for the Norwegian Foreign Ministry", "Adviser to the Norwegian President".
        if not prepositions or self._is(prepositions[-1], "owning"):
            return True
        if self._is(prepositions[0], "owning") and not self._is(prepositions[-1], "topical"):
            return True
        return bool(following) and self._is(following[0], "portfolio") and self._is(prepositions[-1], "within")

    def _label(self, tokens: tuple[Token, ...], role: Role, owner: int | None) -> str:
        """Put the role without its owner: "Head of the Legal Department of the OSCE Presence" without the Presence."""
        if self._lexicon.language != _ENGLISH:
            return role.label  # What the tables of other languages give is an office in full.
        words = []
        for index in self._outside_brackets(tokens, role):
            if role.head <= index < role.head_end:
                words += [role.label] if index == role.head else []
            elif (
                index != owner
                and not self._is_office_of(tokens, role, index)
                and not (index < role.head and self._is_post(tokens[index]))
                and not (role.begin < index < role.head - 1 and self._is_chairs(tokens, index))
            ):
                seat = owner is not None and role.head_end < owner == index - 2 and _is_place(tokens[index])
                words += self._word(tokens[index], kept=self._is_kept(tokens, role, index) and not seat)
            if words and index > role.head_end and self._is_part_of_word(tokens, index):
                words[-1] += tokens[index].text  # "the Women's Committee"
        return usual(" ".join(words))

    def _outside_brackets(self, tokens: tuple[Token, ...], role: Role) -> list[int]:
        """List the tokens of a role but what brackets explain: "Speaker of the Senate (Upper House)"."""
        found, inside = [], False
        for index in range(role.begin, role.end):
            inside = tokens[index].text == "(" or (inside and tokens[index - 1].text != ")")
            found += [] if inside else [index]
        return found

    def _is_part_of_word(self, tokens: tuple[Token, ...], index: int) -> bool:
        return self._is(tokens[index], "possessive") and tokens[index - 1].mention is None and tokens[index - 1].is_word

    def _is_office_of(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell whether a word only says a body again: "the OSCE Project Co-ordinator's office"."""
        named = index >= role.head_end + 2 and owner_named(tokens[index - 2])
        return bool(named) and tokens[index].text == "office" and self._is(tokens[index - 1], "possessive")

    def _is_post(self, token: Token) -> bool:
        return token.mention is not None and token.mention.kind == "post"

    def _is_kept(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell whether a label keeps a name: "Special Representative for Kosovo", "Mayor of Oslo"."""
        mention = tokens[index].mention
        if mention is None or mention.kind not in ("state", "org", "place"):
            return True
        if index < role.head_end or self._chairs(tokens, role, index):
            return False
        before = tokens[index - 2 : index] if self._is(tokens[index - 1], "determiner") else tokens[index - 1 : index]
        if mention.target.endswith(_TALKS):
            return True
        joining = self._is(tokens[index - 1], "list-mark") and not self._is(tokens[index - 1], "determiner")
        if mention.kind == "state" and joining:  # "Ambassador to Georgia and Norway".
            return is_state(tokens[index - 2]) and self._is_kept(tokens, role, index - 2)
        if mention.kind == "org":
            sent = self._is(before[0], "sent-in") and self._is_envoy(role)
            of_chair = sent and any(map(self._is_post, tokens[role.begin : index]))
            sent_to = self._is_sent_to(tokens, role, index)
            return self._is(before[0], "about") or self._is(before[0], "doer") or sent_to or of_chair
        described = mention.kind == "state" and self._only_describes(tokens, role, index)
        return mention.kind == "place" or described or self._is(before[0], "topical")

    def _chairs(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell the State of a Chairpersonship: "the Finnish OSCE Chairpersonship"."""
        following = [each for each in map(owner_named, tokens[index + 1 : role.end]) if each != self.osce]
        return is_state(tokens[index]) and following[:1] == [self.chairpersonship]

    def _word(self, token: Token, *, kept: bool) -> list[str]:
        if token.mention:
            return [token.text.removeprefix("OSCE ")] if kept else []
        if self._is(token, "possessive") or token.text in "()":
            return []
        return ["Chairpersonship" if token.text == "Chairmanship" else token.text]


def _is_place(token: Token) -> bool:
    return token.mention is not None and token.mention.kind == "place"


def is_state(token: Token) -> bool:
    """Tell whether a token names a State."""
    return token.mention is not None and token.mention.kind == "state"


@lru_cache(maxsize=16384)
def usual(label: str) -> str:
    """Write a role in usual words."""
    for pattern, replacement in _FORMS:
        label = pattern.sub(replacement, label)
    return label.strip(" ,")


def owner_named(token: Token) -> Agent | None:
    """Give the body or State that a token names."""
    if token.mention is None:
        return None
    if token.mention.kind == "org":
        return None if token.mention.target.endswith(MEETING) else Agent(token.mention.target, "org")
    return Agent(token.mention.target, "state") if token.mention.kind == "state" else None


def headed(label: str, owner: Agent) -> str:
    """Name the kind of body that somebody heads: "Head of Mission"."""
    for part, words in _HEADED:
        if owner.kind == "org" and f"-{part}-" in f"-{owner.key}-":
            return f"{label} {words}"
    return label
