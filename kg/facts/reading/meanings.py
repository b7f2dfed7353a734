"""What a role means: its usual wording, and whose role the words themselves say it is."""

from functools import lru_cache
from typing import NamedTuple

from kg.facts.grammar.lexicon import lexicon
from kg.facts.reading.agents import Agent
from kg.facts.reading.lines import is_office
from kg.facts.reading.ownership import ASSEMBLY, DELEGATION, ENGLISH, TALKS, Ownership, is_state, owner_named
from kg.facts.reading.phrases import Role
from kg.facts.reading.state_offices import is_of_state
from kg.facts.tables import entries
from kg.facts.tokens import Token
from kg.regexes import late

_FORMS = tuple((late(entry.term), entry.value) for entry in entries("label_forms"))
_HEADED = tuple((entry.term, entry.value) for entry in entries("headed"))
_OFFICES = {entry.term: entry.value for entry in entries("offices")}
#: What a post of the register is called, and the key of its body.
_POSTS = {entry.note: (entry.term, entry.value) for entry in reversed(entries("posts"))}
#: Offices whose body a table tells.
_OF_BODIES = frozenset(entry.term.casefold() for entry in entries("office_bodies"))
#: What a State sends to the Assembly: "the OSCE PA's Norwegian Delegation".
_TO_ASSEMBLY = " to the OSCE Parliamentary Assembly"
_PRESIDENT, _CHAIR = "President", "Chairperson"
IN_OFFICE = "-in-Office"
IN_FULL = f"Chairperson{IN_OFFICE}"
#: Who serves the Chairpersonship as a whole, and is called so.
_OF_CHAIR = "Co-ordinator"
_SPEAKER = "Speaker"
_CHIEF = "Chief"
_HEADS = ("Head", _CHIEF)
_IN_CHAIR = "Chair"
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


class Meanings(Ownership):
    """Reads the meanings of roles."""

    def read(self, tokens: tuple[Token, ...], role: Role) -> Meaning:
        """Tell what a role means by its own words."""
        words = tokens[role.begin : role.end]
        past = any(self._is(token, "past") for token in tokens[role.begin : role.head])
        before, head = tokens[role.begin : role.head], tokens[role.head]
        words_before = " ".join(token.text for token in before)
        acting = any(self._is(token, "acting") for token in before) or "acting" in self._lexicon.classes(words_before)
        bygone = any(self._is(token, "bygone") or self._is_first(token, head) for token in before)
        cut = self._is(words[-1], "possessive")  # "Head of Norway's": of what, is not a word of offices.
        foreign = role.foreign or cut or bygone or self._is_section(tokens, role)
        label, owner = self._of_post(tokens, role) if tokens[role.head].mention else self._of_words(tokens, role)
        if owner == self.secretariat and label.casefold() in _OF_BODIES:
            owner = None  # "Senior Adviser to the Secretary General": head of a body of its own, which a table tells.
        if owner == self.osce and (any(self._is(t, "state-body") for t in words) or self._is_desk(tokens, role)):
            owner = None  # "the OSCE Section of the Ministry", "the OSCE Desk": a State's own.
        label = usual(f"Acting {label}" if acting and self._lexicon.language != ENGLISH else label)
        states_own = label == _AMBASSADOR or is_of_state(label)
        if owner is not None and states_own and any(self._is(token, "college") for token in words):
            owner = None  # "The Foreign Ministers of the Troika": each is a State's.
        if owner is not None and owner.iri.endswith(ASSEMBLY) and _SPEAKER in label:
            # "the Assembly" of a State: the OSCE's has a President.
            behind = any(token.mention for token in tokens[role.head_end : role.end])
            label, owner = f"{label} of the Assembly" if behind else label, None
        apart = any("entity" in self._lexicon.classes(word) for token in words for word in token.text.split())
        return Meaning(label[:1].upper() + label[1:], owner, past, acting, foreign, apart)

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
        if self._lexicon.language != ENGLISH and head.mention:
            base, _, post = head.mention.target.rpartition("/post/")
            label, body = _POSTS.get(post, (role.label, "osce"))
            return label, Agent(f"{base}/org/{body}", "org")
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
            and label.lower().endswith(DELEGATION)
            and self._names(tokens, role, ASSEMBLY)
        ):
            return f"{label}{_TO_ASSEMBLY}", owner
        return self._in_assembly(_of_head(role, label, owner, at), owner), owner

    def _in_assembly(self, label: str, owner: Agent | None) -> str:
        """Call whoever is in the chair of the Assembly its President: "Председатель Парламентской ассамблеи ОБСЕ"."""
        chairs = owner is not None and owner.iri.endswith(ASSEMBLY) and label == _IN_CHAIR
        return _PRESIDENT if chairs and self._lexicon.language != ENGLISH else label

    def _names(self, tokens: tuple[Token, ...], role: Role, body: str) -> bool:
        named = (token.mention for token in tokens[role.begin : role.end])
        return any(mention is not None and mention.target.endswith(body) for mention in named)

    def _is_first(self, token: Token, head: Token) -> bool:
        """Tell an office at its beginning: "the first High Commissioner"; a first secretary is one of several."""
        return self._is(token, "first-holder") and head.mention is not None

    def _is_desk(self, tokens: tuple[Token, ...], role: Role) -> bool:
        """Tell "the OSCE Department", which a ministry has; the Organization has departments of other names."""
        named = [each for each in range(role.head_end + 1, role.end) if owner_named(tokens[each - 1]) == self.osce]
        desks = [each for each in named if self._is(tokens[each], "desk")]  # "the OSCE Department of Wool" is its own.
        return any(each + 1 == role.end or not self._is(tokens[each + 1], "owning") for each in desks)

    def _is_section(self, tokens: tuple[Token, ...], role: Role) -> bool:
        """Tell the section that an organization has in a State: "Secretary General of PEN Norway"."""
        last, before = tokens[role.end - 1], tokens[role.end - 2]
        of_state = role.end - 2 > role.head_end and is_state(last) and before.mention is None
        return of_state and before.is_capital and (before.text.isupper() or self._is(before, "international"))

    def _label(self, tokens: tuple[Token, ...], role: Role, owner: int | None) -> str:
        """Put the role without its owner: "Head of the Legal Department of the OSCE Presence" without the Presence."""
        if self._lexicon.language != ENGLISH:
            # What the tables of other languages give is an office in full.
            return _of_chair(role.label, None if owner is None else owner_named(tokens[owner]))
        words, outside = [], self._outside_brackets(tokens, role)
        for at, index in enumerate(outside):
            if role.head <= index < role.head_end:
                words += [role.label] if index == role.head else []
            elif (
                (index != owner or self._is_of_forces(tokens, role, index))
                and not self._is_office_of(tokens, role, index)
                and not (owner is not None and index > role.head_end and self._is_realm(tokens, role, index, owner))
                and not (index < role.head and self._is_post(tokens[index]))
                and not (index < role.head - 1 and self._is_any_chairs(tokens, role, index))
                and not (owner is not None and index < role.head - 1 and self._is_governments(tokens, index))
            ):
                behind = owner is not None and at > 1 and role.head_end < owner == outside[at - 2]
                seat = behind and _is_place(tokens[index])
                words += self._word(tokens[index], kept=self._is_kept(tokens, role, index) and not seat)
            if words and index > role.head_end and self._is_part_of_word(tokens, index):
                words[-1] += tokens[index].text  # "the Women's Committee"
        return usual(" ".join(words))

    def _is_any_chairs(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell a Chair before an office of his: "the OSCE Chairman's", "the Chairman's Personal Representative"."""
        if index > role.begin:
            return self._is_chairs(tokens, index)
        return self._is(tokens[index], "chair") and self._is(tokens[index + 2], "personal")

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

    def _is_realm(self, tokens: tuple[Token, ...], role: Role, index: int, owner: int) -> bool:
        """Tell a word that only says the State again: "of the Norwegian Republic", "of the Republic of Norway"."""
        behind = owner == index - 1 and index == role.end - 1
        before = owner - index in (2, 3) and self._is(tokens[index + 1], "owning")
        return (behind or before) and is_state(tokens[owner]) and self._is(tokens[index], "realm")

    def _is_governments(self, tokens: tuple[Token, ...], index: int) -> bool:
        """Tell a word that only says the State again: "the Norwegian Government's Commissioner"."""
        return self._is(tokens[index], "government") and self._is(tokens[index + 1], "possessive")

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
        if mention.target.endswith(TALKS) or self._is_of_forces(tokens, role, index):
            return True
        joining = self._is(tokens[index - 1], "list-mark") and not self._is(tokens[index - 1], "determiner")
        if mention.kind == "state" and joining:  # "Ambassador to Georgia and Norway".
            return is_state(tokens[index - 2]) and self._is_kept(tokens, role, index - 2)
        if mention.kind == "org":
            sent = self._is(before[0], "sent-in") and self._is_envoy(role)
            of_chair = sent and any(map(self._is_post, tokens[role.begin : index]))
            of_chair = of_chair or self._is_of_sender(tokens, role, index)
            sent_to = self._is_sent_to(tokens, role, index)
            return self._is(before[0], "about") or self._is(before[0], "doer") or sent_to or of_chair
        described = mention.kind == "state" and self._only_describes(tokens, role, index)
        return mention.kind == "place" or described or self._is(before[0], "topical")

    def _is_of_forces(self, tokens: tuple[Token, ...], role: Role, index: int) -> bool:
        """Tell the State whose forces are elsewhere, who are known by it: "Commander of the Norwegian Forces"."""
        after = tokens[index + 1 : role.end]
        return index > role.head_end and is_state(tokens[index]) and bool(after) and self._is(after[0], "forces")

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


def _of_chair(label: str, owner: Agent | None) -> str:
    """Call the president of a council its chair, as in English: "le Président du Conseil permanent"."""
    return _CHAIR if owner is not None and label == _PRESIDENT and owner.key in _chaired() else label


@lru_cache(maxsize=1)
def _chaired() -> frozenset[str]:
    return frozenset(name.lower().replace(" ", "-") for name in lexicon(ENGLISH).phrases_of("chaired"))


def _is_place(token: Token) -> bool:
    return token.mention is not None and token.mention.kind == "place"


@lru_cache(maxsize=16384)
def usual(label: str) -> str:
    """Write a role in usual words."""
    for pattern, replacement in _FORMS:
        label = pattern.sub(replacement, label)
    return label.strip(" ,")


def _of_head(role: Role, label: str, owner: Agent | None, at: int | None) -> str:
    """Put the head of a body in full, whose noun is in its name: "Head of Mission", "the OSCE Mission chief"."""
    last = label.rsplit(" ", 1)[-1]
    if owner is None or at is None or last != role.label.rsplit(" ", 1)[-1] or last not in _HEADS:
        return label
    if last != _CHIEF or (at > role.head and label == _CHIEF):
        return headed(label, owner)
    noun = headed("", owner).removeprefix(" of ").removeprefix("the ")
    return f"{noun} {_CHIEF}".strip() if label == _CHIEF else label


def headed(label: str, owner: Agent) -> str:
    """Name the kind of body that somebody heads: "Head of Mission"."""
    for part, words in _HEADED:
        if owner.kind == "org" and f"-{part}-" in f"-{owner.key}-":
            return f"{label} {words}"
    return label
