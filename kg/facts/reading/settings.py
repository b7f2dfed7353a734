"""The State of an office that only the page says: the one State that it names, or the host of the sentence before.

Nothing is inferred where a page names two States, or a land that has officers of its own: two readings are possible.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg.facts.grammar.lexicon import Lexicon
from kg.facts.reading.countries import Countries
from kg.facts.reading.held import Held, classes_of, takes_state
from kg.facts.reading.holders import Scene
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

Found = tuple[Scene, list[Held]]

#: Words of visits, contacts and gatherings: who is in such a sentence may come from elsewhere.
_ELSEWHERE = frozenset(
    {"meet", "talk", "phone", "visit", "visit-noun", "arrive", "come", "contact-noun", "contact-nouns", "gathering"}
)
_CALLS = frozenset({"phone", "phone-word"})
#: Words before the place in which a sentence opens: "On 3 May in Oslo, …".
_OPENING = 4
_FOREIGN = "Foreign Affairs"


class Setting:
    """Where the events of one document take place.

    :param document: the text
    :param gazetteer: the register's names
    :param mentions: names of the register in the text
    :param countries: reads the States of sentences
    :param words: the document's language
    """

    def __init__(
        self,
        document: Document,
        gazetteer: Gazetteer,
        mentions: tuple[Mention, ...],
        countries: Countries,
        words: Lexicon,
    ) -> None:
        self._document, self._mentions = document, mentions
        self._hosts = gazetteer.hosts
        self._countries, self._words = countries, words

    def settle(self, found: Sequence[Found], person: Callable[[str], str | None]) -> Iterator[Found]:
        """Give officers the State that the page says.

        :param found: sentences with their offices, in order
        :param person: finds whom a name means
        """
        if any(self._presides(each) for _, held in found for each in held):
            self._countries.presided = True
            found = [(scene, self._countries.of_sentence(scene, held)) for scene, held in found]
        envoys = {person(h.claim.name.written) for _, held in found for h in held if _is_of_body(h)} - {None}
        guests = [held for _, each in found for held in each if person(held.claim.name.written) in envoys]
        country = self._country(found, [*guests, *(held for _, each in found for held in each if held.meaning.past)])
        met = country or self._country(found, [held for _, each in found for held in each])
        host: Mention | None = None
        before: Scene | None = None
        for scene, held in found:
            host = self._host(scene, held, host if before and before.paragraph is scene.paragraph else None)
            before = scene
            open_ = [each for each in held if person(each.claim.name.written) not in envoys]
            settled = {id(each): self._settled(scene, each, host, met, country) for each in open_}
            yield scene, [settled.get(id(each), each) for each in held]

    def _settled(
        self, scene: Scene, held: Held, host: Mention | None, met: Mention | None, country: Mention | None
    ) -> Held:
        if not takes_state(held.meaning, self._words):
            return held
        if own := self._of_institution(held):
            return self._countries.in_state(scene, held, own)
        if self._countries.is_met(scene, held):
            calls = any(found & _CALLS for found in self._classes(scene))
            return self._countries.in_state(scene, held, met or (None if calls else host))
        if held.meaning.label.endswith(_FOREIGN) or any(found & _ELSEWHERE for found in self._classes(scene)):
            return held
        return self._countries.in_state(scene, held, country)

    def _of_institution(self, held: Held) -> Mention | None:
        """Find the State whose institution the page calls so elsewhere: "the Georgian Border Police"."""
        institution = held.meaning.label.partition(" of ")[2].removeprefix("the ")
        if " " not in institution:
            return None
        text = self._document.text
        owners = {
            m.target: m for m in self._mentions if m.kind == "state" and text.startswith(f" {institution}", m.end)
        }
        return replace(next(iter(owners.values())), start=0, end=0) if len(owners) == 1 else None

    def _host(self, scene: Scene, held: list[Held], before: Mention | None) -> Mention | None:
        """Find the State in which a sentence goes on: its own, or that of the one before if it names none."""
        span, anchors = scene.phrases.sentence, self._countries.anchors(scene, held)
        opening = [anchor for anchor in anchors if anchor.begin - span.begin <= _OPENING]
        if opening and len({anchor.state.target for anchor in anchors}) == 1:
            return replace(opening[0].state, start=0, end=0)
        named = any(t.mention and t.mention.kind in ("state", "place") for t in scene.tokens[span.begin : span.end])
        return None if named else before

    def _country(self, found: Sequence[Found], apart: list[Held]) -> Mention | None:
        """Find the State in which a page is set, if it names no other but those of some people.

        :param apart: offices whose States are not where the page is set, such as that of the Chairperson-in-Office
        """
        theirs = {held.meaning.owner.iri for held in apart if held.meaning.owner and not _is_of_body(held)}
        anchors = {anchor.state.target for scene, held in found for anchor in self._countries.anchors(scene, held)}
        anchors |= {state for each in self._mentions if self._opens(each) and (state := self._state(each))}
        named = {state: each for each in self._mentions if (state := self._state(each))}
        others = [state for state in named if state not in theirs or state in anchors]
        if len(others) != 1 or others[0] not in anchors or self._has_others(found):
            return None
        return replace(named[others[0]], target=others[0], kind="state", start=0, end=0)

    def _state(self, mention: Mention) -> str | None:
        """Give the State that a mention names: by its name, a capital, or a field operation in it."""
        if mention.kind == "state":
            return mention.target
        return self._countries.state_of_capital(mention) or self._hosts.get(mention.target)

    def _opens(self, mention: Mention) -> bool:
        """Tell whether a mention is in the title or the dateline."""
        spans = (printed.span for printed in (self._document.title, self._document.dateline) if printed)
        return any(span.start <= mention.start < span.end for span in spans if span)

    def _has_others(self, found: Sequence[Found]) -> bool:
        """Tell whether a page speaks of a land whose officers are not the State's."""
        words = {word for scene, _ in found for token in scene.paragraph.tokens for word in token.text.split()}
        return any("entity" in self._words.classes(word) for word in words)

    def _presides(self, held: Held) -> bool:
        """Tell the Assembly's own President, beside whom any other is a State's."""
        owner = held.meaning.owner
        return owner == self._countries.assembly and "presides" in self._words.classes(held.meaning.label)

    def _classes(self, scene: Scene) -> list[frozenset[str]]:
        """List the classes of the words of a sentence, apart from those of offices."""
        span = scene.phrases.sentence
        taken = {index for role in scene.phrases.roles for index in range(role.begin, role.end)}
        classes = classes_of(scene, span.begin, span.end, self._words)
        return [found for index, found in enumerate(classes, start=span.begin) if index not in taken]


def _is_of_body(held: Held) -> bool:
    return held.meaning.owner is not None and held.meaning.owner.kind == "org"
