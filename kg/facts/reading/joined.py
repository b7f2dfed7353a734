"""Names joined with the offices around them: which tokens of a sentence are one person, or several together."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kg.facts.grammar.tables import Grammar
from kg.facts.reading.holders import Claim, Scene
from kg.facts.reading.phrases import Name, Role
from kg.facts.reading.quotes import Quote, quote_at

_THE = "the"
#: How far before a role with an article the word is that it belongs to.
_ARTICLED = 2


class Joined(NamedTuple):
    """Tokens ``begin`` ≤ i < ``end`` that name somebody, with offices; ``aide`` where only another's aide is meant."""

    begin: int
    end: int
    names: tuple[Name, ...]
    aide: bool


class Layout:
    """A sentence with its names joined.

    :param scene: the sentence
    :param joined: in order of the text
    :param brackets: the units of its phrases that are abbreviations in brackets
    """

    def __init__(self, scene: Scene, joined: Sequence[Joined], brackets: set[int]) -> None:
        self.scene, self.brackets, self._joined = scene, brackets, joined
        self._begins = [each.begin for each in joined]

    def group_at(self, at: int) -> Joined | None:
        """Find whom a token is part of."""
        before = bisect_right(self._begins, at)
        return self._joined[before - 1] if before and at < self._joined[before - 1].end else None


class Joiner:
    """Joins the names of one sentence with their roles.

    :param scene: the sentence
    :param quotes: the quotations of its paragraph, in order
    :param grammar: the document's language
    :param is_place: whether a name in an office's words is nobody's
    """

    def __init__(
        self, scene: Scene, quotes: Sequence[Quote], grammar: Grammar, is_place: Callable[[Scene, Name], bool]
    ) -> None:
        self._scene, self._quotes, self._grammar, self._is_place = scene, quotes, grammar, is_place
        #: The names that have a role, by its first token.
        self._bearers: dict[int, list[Name]] = defaultdict(list)
        for claim in scene.claims:
            for role in claim.roles:
                self._bearers[role.begin].append(claim.name)

    def read(self) -> list[Joined]:
        """Join each run of tokens that overlap, in order of the text."""
        joined: list[Joined] = []
        for each in sorted(self._spans(), key=lambda span: span[:2]):
            if joined and each.begin < joined[-1].end:
                last = joined.pop()
                names = tuple(dict.fromkeys((*last.names, *each.names)))
                each = Joined(last.begin, max(last.end, each.end), names, last.aide or each.aide)
            joined.append(each)
        return joined

    def _spans(self) -> Iterator[Joined]:
        for claim in self._scene.claims:
            if not self._is_place(self._scene, claim.name):
                yield self._span(claim)

    def _span(self, claim: Claim) -> Joined:
        roles = [role for role in claim.roles if not self._opens(role, claim.name)]
        roles = [role for role in roles if role.plural or not self._is_of_partner(role, claim.name)]
        apart = any(claim.name.end <= role.begin for role in claim.roles if role not in roles)  # "X came as Head"
        begin = min([claim.name.first, *(role.begin for role in roles)])
        ends = [claim.name.end, *(() if apart else (claim.end,)), *(role.end for role in roles)]
        end = max(ends)
        return Joined(begin, end + int(self._is_open(begin, end)), (claim.name,), claim.aide)

    def _is_open(self, begin: int, end: int) -> bool:
        """Tell whether the next token closes a bracket that some tokens open: "the Co-Chairs (X and Y)"."""
        texts = [token.text for token in self._scene.tokens[begin : end + 1]]
        return len(texts) > end - begin and texts[-1] == ")" and texts.count("(") == texts.count(")")

    def _is_of_partner(self, role: Role, name: Name) -> bool:
        """Tell an office that is said of somebody before a verb: "Minister X called her Finnish counterpart, Y"."""
        others = self._bearers[role.begin]
        between = [other for other in others if role.end <= other.first and other.end < name.first]
        words = self._scene.tokens[between[-1].end : name.first] if between else ()
        return any("verb-ed" in self._grammar.classes(token.text) for token in words)

    def _opens(self, role: Role, name: Name) -> bool:
        """Tell a role in words before its holder: "in her first visit as President, X met", "“my Envoy”, X said"."""
        tokens = self._scene.tokens
        at = role.begin - (_ARTICLED if role.begin and tokens[role.begin - 1].text.lower() == _THE else 1)
        before = tokens[at].text if at >= 0 else ""
        quote = quote_at(self._quotes, role.begin)
        quoted = quote is not None and quote.end <= name.first
        told = role.begin == name.end + _ARTICLED and role.end - role.begin == 1 and self._tells(role.end)
        return quoted or told or "in-the-role" in self._grammar.lexicon.classes(before)

    def _tells(self, at: int) -> bool:
        """Tell "X, the Minister reported later, did it" from "X, the Minister, did it"."""
        following = self._scene.tokens[at : at + 3]
        words = [self._grammar.lexicon.classes(token.text) for token in following]
        comma = next((index for index, token in enumerate(following) if token.text == ","), 0)
        return comma > 0 and "say" in words[0] and all("adverb" in each for each in words[1:comma])
