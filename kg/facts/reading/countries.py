"""The State of an office that only its sentence says: of the leaders it names, or of the host."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.agents import Agent
from kg.facts.reading.held import Held, classes_of, takes_state
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import Meaning
from kg.facts.reading.state_offices import is_of_state
from kg.facts.tokens import Token
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

#: Classes of the words of contacts in which people meet.
_CONTACTS = frozenset(
    {"meet", "talk", "visit", "contact-noun", "contact-nouns", "visit-noun", "arrive", "discuss", "confer"}
)
#: Words after which an officer whom somebody meets may stand, and those that open the names of a group.
_MEETS = frozenset({"meet", "talk", "hold", "discuss", "phone", "contact-noun", "contact-nouns", "sit", "confer"})
#: How many words before an officer may say that somebody sees or invites him.
_BESIDE = 4
_AMONG = frozenset({"include", "among", "lead", "dash"})
#: Kinds of patterns that find the State of a sentence.
_LEADERS, _HOST, _COUNTRY, _SENT = "leaders", "host", "country", "sent"
_ASSEMBLY = "id/org/parliamentary-assembly"
#: How long letters are that stand for a body: "RSNA".
_LETTERS = range(3, 7)


class Anchor(NamedTuple):
    """A State in which people meet, said by words at tokens ``begin`` ≤ i < ``end``: "in Norway", "in Oslo".

    Where an officer of it has ``received`` somebody, only whom that one then meets is of the State.
    """

    state: Mention
    begin: int
    end: int
    received: bool = False


class Countries:
    """Finds the States of officers in the sentences of one document.

    :param document: the text
    :param gazetteer: the register's names
    :param mentions: names of the register in the text
    :param grammar: the document's language
    """

    def __init__(
        self, document: Document, gazetteer: Gazetteer, mentions: tuple[Mention, ...], grammar: Grammar
    ) -> None:
        self._grammar, self._words = grammar, grammar.lexicon
        self._capitals, self._hosts = gazetteer.capitals, gazetteer.hosts
        self._dateline = document.dateline
        self._date = document.issued.value if document.issued else None
        self._places = [mention for mention in mentions if mention.kind == "place"]
        self.assembly = Agent(gazetteer.base + _ASSEMBLY, "org")
        #: Whether the document says who presides over the Parliamentary Assembly.
        self._presided = False
        self._names_assembly = any(mention.target == self.assembly.iri for mention in mentions)

    def of_sentence(self, scene: Scene, found: list[Held]) -> list[Held]:
        """Give the offices of one sentence the State that it says; an office of which it says none keeps none."""
        if not found:
            return []
        found = [self._as_sent(scene, self._of_the_country(scene, each, found)) for each in found]
        state = self._state_of(scene, found, _LEADERS)
        pairs = list(zip(found, [*found[1:], None], strict=False))
        found = [
            self._in_state(scene, one, state, two) if self._is_among(scene, one, state) else one for one, two in pairs
        ]
        anchors = self._anchors(scene, found)
        return [self._at_host(scene, each, found, anchors) for each in found]

    def beside_president(self, found: Sequence[tuple[Scene, list[Held]]]) -> Sequence[tuple[Scene, list[Held]]]:
        """Read the States of sentences anew where one names the Assembly's own President: any other is a State's."""
        self._presided = any(self._presides(each) for _, held in found for each in held)
        return [(scene, self.of_sentence(scene, held)) for scene, held in found] if self._presided else found

    def state_of_capital(self, place: Mention) -> str | None:
        """Give the State whose officers visitors meet in a place, if it is a capital where no others gather."""
        name = place.quote.title()
        since = self._words.value(name, "host-capital")
        if not self._is(name, "host-capital") or (since and (self._date or "") < since):
            return None
        return self._capitals.get(place.target)

    def _presides(self, held: Held) -> bool:
        return held.meaning.owner == self.assembly and self._is(held.meaning.label, "presides")

    def _anchors(self, scene: Scene, found: list[Held]) -> list[Anchor]:
        """List the States in which a sentence says that people meet, in order."""
        states = [*self._states(scene, found, _HOST), *self._of_receivers(scene, found)]
        if states and len({anchor.state.target for anchor in states}) == 1:
            return states
        capitals = [] if self._is_gathering(scene) else list(self._in_capitals(scene))
        operation = None if states or capitals else self._state_of_operation(scene)
        own = [Anchor(operation, scene.phrases.sentence.begin, scene.phrases.sentence.begin)] if operation else []
        return sorted((*states, *capitals, *own), key=lambda anchor: anchor.begin)

    def _of_receivers(self, scene: Scene, found: list[Held]) -> Iterator[Anchor]:
        """List the States of officers who receive somebody: "Norway's President X received Y, who then met Z"."""
        for held in found:
            owner, at = held.meaning.owner, held.extent[1]
            words = classes_of(scene, at, min(at + 1, scene.phrases.sentence.end), self._words)
            before = classes_of(scene, max(held.begin - _BESIDE, scene.phrases.sentence.begin), held.begin, self._words)
            receives = any("receive" in found for found in (*words, *before))
            if owner is None or owner.kind != "state" or not receives:
                continue
            named = [
                t.mention for t in scene.tokens[slice(*held.extent)] if t.mention and t.mention.target == owner.iri
            ]
            yield from (Anchor(mention, *held.extent, received=True) for mention in named[:1])

    def _in_state(self, scene: Scene, held: Held, state: Mention | None, beside: Held | None = None) -> Held:
        """Let an office belong to the State that its sentence is about; ``beside`` is the next in its list."""
        if state is None or not takes_state(held.meaning, self._words) or not self._is_near(scene, held, state):
            return held
        if self._is_of_letters(scene, held):
            return held  # "RSNA Deputy Speaker X": whose assembly the letters are, nothing says.
        if self._is(held.meaning.label, "side-office"):
            return held  # One of two that a visitor meets may be of a side that is no State.
        listed = beside is not None and self._is_listed(scene, held, beside)
        if self._is(held.meaning.label, "presides") and self._names_assembly:
            if not listed and not self._is_presided(scene):
                return held
        return held._replace(meaning=held.meaning._replace(owner=Agent(state.target, "state")))

    def _is_of_letters(self, scene: Scene, held: Held) -> bool:
        """Tell an office behind letters that no table has, which say whose it is."""
        begin = min((role.begin for role in held.claim.roles), default=held.begin)
        if begin <= scene.phrases.sentence.begin:
            return False
        before = scene.tokens[begin - 1]
        unknown = before.mention is None and not self._words.classes(before.text)
        return unknown and before.text.isupper() and len(before.text) in _LETTERS

    def _is_listed(self, scene: Scene, held: Held, beside: Held) -> bool:
        """Tell whether the next in a list is an officer whom only States have: "President X, Prime Minister Y"."""
        between = classes_of(scene, held.extent[1], beside.extent[0], self._words)
        state = beside.meaning.owner is None or beside.meaning.owner.kind == "state"
        own = is_of_state(beside.meaning.label) and not self._is(beside.meaning.label, "presides")
        return state and own and bool(between) and all("list-mark" in found for found in between)

    def _is_met(self, scene: Scene, held: Held) -> bool:
        """Tell whether the sentence says that somebody met an officer: who travels has another State than the host."""
        begin = scene.phrases.sentence.begin
        opening = self._words.classes(scene.tokens[begin].text.lower())  # "Talks with Minister X".
        words = [opening, *classes_of(scene, begin, held.extent[0], self._words)]
        if any(found & _MEETS for found in words) or any("encounter" in found for found in words[-_BESIDE:]):
            return True
        after = classes_of(scene, held.extent[1], scene.phrases.sentence.end, self._words)
        if any("those-met" in found for found in after) and any("meet" in found for found in after):
            return True  # "President X and Minister Y are among those whom she is going to meet".
        return any("receive" in found for found in after) and not any(
            self._is(t.text, "doer") for t in self._tokens_of(scene)
        )

    def _is_met_after(self, scene: Scene, held: Held, anchor: Anchor) -> bool:
        """Tell whether somebody meets an officer after having been received."""
        between = classes_of(scene, anchor.end + 1, held.begin, self._words)
        # "who had met": before he was received, wherever that was.
        met_before = any("auxiliary" in one and two & _MEETS for one, two in pairwise(between))
        return any(found & _MEETS for found in between) and not met_before

    def _at_host(self, scene: Scene, held: Held, found: list[Held], anchors: list[Anchor]) -> Held:
        """Let an officer whom somebody meets be the host's; of several hosts, the one right behind or before him.

        In the languages that share patterns an office has no State but that of its own words.
        """
        anchors = [anchor for anchor in anchors if not anchor.received or self._is_met_after(scene, held, anchor)]
        if self._grammar.shares_patterns or not anchors:
            return held
        if not self._is_met(scene, held) or _is_elsewhere(scene, held, found, anchors):
            return held
        if len({anchor.state.target for anchor in anchors}) == 1:
            beside = next((each for each in found if each.begin >= held.extent[1]), None)
            return self._in_state(scene, held, anchors[0].state, beside)
        behind = {each.extent[1]: anchor for each in found for anchor in anchors if _follows(anchor, each)}
        if held.extent[1] in behind:
            return self._in_state(scene, held, _at_once(behind[held.extent[1]].state))
        before = [anchor for anchor in anchors if anchor.begin < held.begin and anchor not in behind.values()]
        if not before or any(_is_beside(one, before[-1], found) for one in before[:-1]):
            return held
        return self._in_state(scene, held, _at_once(before[-1].state))

    def _of_the_country(self, scene: Scene, held: Held, found: list[Held]) -> Held:
        """Let "the country's President" be of the State that the sentence names before."""
        words = classes_of(scene, max(held.begin - 2, 0), held.begin, self._words)
        if not words or "country" not in words[0] or "possessive" not in words[-1]:
            return held
        return self._in_state(scene, held, self._state_of(scene, found, _COUNTRY))

    def _as_sent(self, scene: Scene, held: Held) -> Held:
        """Let an officer be of the State that he represents: "The Norwegian delegation was led by Minister X"."""
        for pattern in self._grammar.stage("states"):
            for match in scene.phrases.words.search(pattern) if self._grammar.kinds[pattern.name] == _SENT else ():
                end = scene.phrases.words.units[match.end - 1].end
                between = classes_of(scene, end, held.extent[0], self._words)
                if end <= held.extent[0] and all("determiner" in found for found in between):
                    return self._of_sender(scene, held, match["state"].content.mention)
        return held

    def _of_sender(self, scene: Scene, held: Held, state: Mention | None) -> Held:
        """Let whoever represents a State be its own, also a diplomat: "Norway was represented by its Attaché X"."""
        meaning = held.meaning
        if state and self._grammar.shares_patterns and self._presides_over(meaning):
            return self._of_delegation(scene, held, state)
        diplomat = any(self._is(word, "abroad") for word in (meaning.label, *meaning.label.split()))
        if state and diplomat and meaning.owner is None and not meaning.foreign:
            return held._replace(meaning=meaning._replace(owner=Agent(state.target, "state")))
        return self._in_state(scene, held, state)

    def _presides_over(self, meaning: Meaning) -> bool:
        """Tell an office that says neither whose it is nor what of: "guidata dal presidente X"."""
        return meaning.owner is None and not (meaning.foreign or meaning.past) and self._is(meaning.label, "presides")

    def _of_delegation(self, scene: Scene, held: Held, state: Mention) -> Held:
        """Let a president be the delegation's; in capitals he may as well be that of the State, and has no office."""
        if scene.tokens[held.begin].is_capital:
            return held._replace(meaning=held.meaning._replace(foreign=True))
        label = f"{held.meaning.label} of the Delegation"
        return held._replace(meaning=held.meaning._replace(label=label, owner=Agent(state.target, "state")))

    def _is_among(self, scene: Scene, held: Held, state: Mention | None) -> bool:
        """Tell whether an officer is one of the leaders of a State: "Norwegian leaders, including President X"."""
        if state is None:
            return False
        begin = bisect_left(scene.tokens, state.end, key=lambda token: token.start)
        return any(found & _AMONG for found in classes_of(scene, begin, held.begin, self._words))

    def _state_of(self, scene: Scene, held: list[Held], kind: str) -> Mention | None:
        """Find the one State that a sentence is about, apart from those whose officers it names."""
        states = {anchor.state.target: anchor.state for anchor in reversed(list(self._states(scene, held, kind)))}
        return next(iter(states.values())) if len(states) == 1 else None

    def _states(self, scene: Scene, held: list[Held], kind: str) -> Iterator[Anchor]:
        taken = {index for each in held if each.meaning.owner for index in range(each.begin, each.end)}
        for pattern in scene.phrases.words.fitting(self._grammar.stage("states")):
            for match in [] if self._grammar.kinds[pattern.name] != kind else scene.phrases.words.search(pattern):
                unit = match["state"]
                if unit.content.mention and unit.begin not in taken:
                    yield Anchor(unit.content.mention, scene.phrases.words.units[match.begin].begin, unit.end)

    def _in_capitals(self, scene: Scene) -> Iterator[Anchor]:
        """Find the States in whose capitals the sentence says that people meet."""
        places = [
            Anchor(place, scene.phrases.words.units[match.begin].begin, match["place"].end)
            for pattern in scene.phrases.words.fitting(self._grammar.stage("capitals"))
            for match in scene.phrases.words.search(pattern)
            if (place := match["place"].content.mention)
        ]
        begin = scene.phrases.sentence.begin
        for anchor in places or [Anchor(place, begin, begin) for place in self._dateline_of(scene)]:
            if state := self.state_of_capital(anchor.state):
                yield anchor._replace(state=anchor.state._replace(target=state, kind="state"))

    def _state_of_operation(self, scene: Scene) -> Mention | None:
        """Find the State that hosts the field operation which a sentence names, where no other State is in it."""
        mentions = [token.mention for token in self._tokens_of(scene) if token.mention]
        if self._is_gathering(scene) or any(mention.kind == "state" for mention in mentions):
            return None
        hosted = {state: mention for mention in mentions if (state := self._hosts.get(mention.target))}
        state, mention = next(iter(hosted.items()), ("", None))
        return mention._replace(target=state, kind="state") if mention and len(hosted) == 1 else None

    def _is_gathering(self, scene: Scene) -> bool:
        """Tell whether a sentence speaks of no meeting of few, or of one to which many States come."""
        offices = {index for role in scene.phrases.roles for index in range(role.begin, role.end)}
        span = range(scene.phrases.sentence.begin, scene.phrases.sentence.end)
        words = [word for index in span if index not in offices for word in scene.tokens[index].text.split()]
        classes = [self._words.classes(word) for word in (*words, *(word.lower() for word in words[:1]))]
        return not any(found & _CONTACTS for found in classes) or any("gathering" in found for found in classes)

    def _dateline_of(self, scene: Scene) -> list[Mention]:
        """Give the place of the dateline that opens a sentence: "SKOPJE, 3 May – She met with President X"."""
        span, printed = scene.paragraph.span, self._dateline
        opens = printed is not None and printed.span is not None and span.start <= printed.span.start <= span.end
        if not opens or printed is None or printed.span is None or scene.phrases.sentence.begin:
            return []
        end = printed.span.end
        return [m for m in self._places if span.start <= m.start and m.end <= end]

    def _tokens_of(self, scene: Scene) -> tuple[Token, ...]:
        return scene.tokens[scene.phrases.sentence.begin : scene.phrases.sentence.end]

    def _is_presided(self, scene: Scene) -> bool:
        """Tell whether a sentence names the Assembly's President: another President in it is a State's."""
        if self._presided:
            return True
        named = [role for role in scene.phrases.roles if self._is(role.label, "presides")]
        tokens = [token for role in named for token in scene.tokens[role.begin : role.end]]
        return any(token.mention and token.mention.target == self.assembly.iri for token in tokens)

    def _is_near(self, scene: Scene, held: Held, state: Mention) -> bool:
        """Tell whether a State precedes an office, or follows it in the same clause."""
        between = [token for token in scene.tokens[held.extent[1] :] if token.start < state.start]
        places = (two for one, two in pairwise(between[:-1]) if one.text == "in" and two.is_capital)
        if any(place.mention is None or place.mention.kind == "place" for place in places):
            return False  # "She met Minister X in Ravnik and travelled to Norway".
        classes = (self._words.classes(token.text) for token in between)
        return not any(found & {"clause", "say", "act", "stop"} for found in classes)

    def _is(self, word: str, word_class: str) -> bool:
        return word_class in self._words.classes(word)


def _at_once(state: Mention) -> Mention:
    """Put a State in front of everything, where it is near to whatever follows."""
    return state._replace(start=0, end=0)


def _follows(anchor: Anchor, held: Held) -> bool:
    return anchor.begin == held.extent[1]


def _is_elsewhere(scene: Scene, held: Held, found: list[Held], anchors: list[Anchor]) -> bool:
    """Tell whether an officer is met in another place than the one before: "X in Oslo and Y in Ravnik"."""
    begin, places = held.extent[1], {anchor.begin for anchor in anchors}
    words = scene.tokens[begin : begin + 2]
    elsewhere = len(words) > 1 and words[0].text == "in" and words[1].is_capital and begin not in places
    return elsewhere and any(each.extent[1] in places for each in found)


def _is_beside(one: Anchor, other: Anchor, found: list[Held]) -> bool:
    """Tell whether no officer is between two States: "in Norway and Finland"."""
    different = one.state.target != other.state.target
    return different and not any(one.end <= each.begin and each.extent[1] <= other.begin for each in found)
