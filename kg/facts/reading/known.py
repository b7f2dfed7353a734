"""Whom a role without a name means: "the Minister", "the Romanian Foreign Minister", "the Chair"."""

from collections.abc import Sequence

from kg.facts.grammar.lexicon import Lexicon
from kg.facts.model import Role
from kg.facts.reading.agents import Agent
from kg.facts.reading.holders import Scene
from kg.facts.reading.meanings import Meaning, Meanings
from kg.facts.reading.phrases import Role as Phrase
from kg.facts.reading.posts import Posts
from kg.model import Mention

_FOREIGN_MINISTER = "Minister for Foreign Affairs"
_MINISTER = "Minister "
_CHAIRS = ("/post/chairperson-in-office", "/org/chairpersonship")


class Known:
    """Keeps who is known in which role.

    :param meanings: reads what roles mean
    :param posts: knows the register's posts
    :param lexicon: the document's language
    :param mentions: names of the register in the document
    """

    def __init__(self, meanings: Meanings, posts: Posts, lexicon: Lexicon, mentions: Sequence[Mention]) -> None:
        self._meanings, self._posts, self._words = meanings, posts, lexicon
        #: Whether the document speaks of the OSCE's own Chair, whom "the Chair" means then.
        self._speaks_of_chair = any(mention.target.endswith(_CHAIRS) for mention in mentions)
        self._read: dict[tuple[Scene, Phrase], Meaning] = {}
        self.roles: list[Role] = []
        self.known: dict[tuple[str, frozenset[str]], dict[str, Agent | None]] = {}

    def meaning(self, scene: Scene, role: Phrase) -> Meaning:
        """Tell what a role means by its own words."""
        found = self._read.get((scene, role))
        if found is None:
            found = self._read[scene, role] = self._meanings.read(scene.tokens, role)
        return found

    def know(self, scene: Scene, role: Phrase, person: str, owner: Agent | None) -> None:
        """Note that a role means somebody from now on."""
        self.known.setdefault(self.key(scene, role), {}).setdefault(person, owner)

    def find(self, scene: Scene, role: Phrase) -> str | None:
        """Find the one person whom a role without a name means: "the Minister", "the Romanian Foreign Minister"."""
        holders = self.known.get(self.key(scene, role), {})
        owner = None if scene.tokens[role.head].mention else self.meaning(scene, role).owner
        fitting = list(holders)
        if owner is not None:
            certain = [person for person, held in holders.items() if held == owner]
            vague = role.end - role.head_end == 0 and self.meaning(scene, role).label == role.label
            fitting = certain or [person for person, held in holders.items() if held is None and not vague]
        if len(fitting) > 1 or self._is_of_others(scene, role):
            fitting = self._called(scene, role, fitting)
        fitting = [person for person in fitting if self._may_be_that_minister(self.meaning(scene, role).label, person)]
        fitting = [person for person in fitting if not self._is_another_chair(scene, role, person)]
        fitting = [person for person in fitting if not self._heads_a_part(self.meaning(scene, role), person)]
        return fitting[0] if len(fitting) == 1 else None

    def _is_of_others(self, scene: Scene, role: Phrase) -> bool:
        """Tell whom another organization or body has: "the representative of the Red Cross", "of the weavers"."""
        meaning = self.meaning(scene, role)
        after = scene.tokens[role.end : role.end + 1]
        sent = "envoy" in self._words.classes(role.label) and meaning.owner is None
        return meaning.foreign or (sent and bool(after) and "owning" in self._words.classes(after[0].text))

    def _is_another_chair(self, scene: Scene, role: Phrase, person: str) -> bool:
        """Tell the chair of a committee from "the Chair" of a text that speaks of the OSCE's own."""
        bare = role.end - role.begin == 1 and "chair" in self._words.classes(role.label)
        if not bare or not self._speaks_of_chair or scene.tokens[role.head].mention:
            return False
        mine = [each for each in self.roles if each.person == person and not each.past]
        return not any((each.post or "").endswith(_CHAIRS) for each in mine)

    def _heads_a_part(self, meaning: Meaning, person: str) -> bool:
        """Tell the head of a department from "the head of the OSCE Mission"."""
        owner = meaning.owner.iri if meaning.owner and meaning.owner.kind == "org" else None
        mine = [each.label for each in self.roles if each.person == person and each.affiliation == owner]
        parts = [label for label in mine if "unit-noun" in self._words.classes(label.split()[-1].lower())]
        return owner is not None and bool(mine) and mine == parts and meaning.label not in mine

    def _may_be_that_minister(self, label: str, person: str) -> bool:
        """Tell whether somebody may be "the Minister of Justice": no other portfolio alone is known of the person."""
        if not _of_portfolio(label):
            return True
        theirs = [_of_portfolio(role.label) for role in self.roles if role.person == person]
        others = [matters for matters in theirs if matters]
        return not others or any(_of_portfolio(label) & matters for matters in others)

    def _called(self, scene: Scene, role: Phrase, persons: list[str]) -> list[str]:
        """List those of several persons whose role is called just so: "the Head of Mission", not of its Section."""
        label = self.meaning(scene, role).label
        return [person for person in persons if (person, label) in {(each.person, each.label) for each in self.roles}]

    def called(self, post: str) -> tuple[str, ...]:
        """List everybody of the document who has an office that an institution's own name is."""
        return tuple(self.known.get((post, frozenset()), {}))

    def holders(self, scene: Scene, role: Phrase) -> tuple[str, ...]:
        """List everybody of the document who has a role."""
        return tuple(self.known.get(self.key(scene, role), {}))

    def owners(self, scene: Scene, role: Phrase) -> set[Agent]:
        """List the bodies in which somebody of the document has a role."""
        holders = self.known.get(self.key(scene, role), {})
        return {owner for owner in holders.values() if owner and owner.kind == "org"}

    def key(self, scene: Scene, role: Phrase) -> tuple[str, frozenset[str]]:
        """Give the key under which a role without a name is known again: its head, or its post, and its rank."""
        mention = scene.tokens[role.head].mention
        words = {token.text.casefold() for token in scene.tokens[role.begin : role.head]}
        ranks = frozenset(word for word in words if "rank" in self._words.classes(word))
        if mention is not None:
            return mention.target, ranks
        meaning = self.meaning(scene, role)
        if meaning.owner is not None and meaning.owner.kind == "org":
            post = self._posts.known(meaning.label, meaning.owner.key)
            if post:
                return post, ranks
        return "minister" if role.label == _FOREIGN_MINISTER else role.label.casefold(), ranks


def _of_portfolio(label: str) -> set[str]:
    """List the words for what a minister is for: "Minister of Justice" has one."""
    _, minister, portfolio = label.partition(_MINISTER)
    return {word for word in portfolio.replace(",", "").split() if word[0].isupper()} if minister else set()
