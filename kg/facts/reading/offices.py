"""Roles as tenures: of which post, of whose body or State, and whether the register bears them out."""

from collections.abc import Iterable

from kg.facts.confidence import confidence_of
from kg.facts.grammar.tables import Grammar
from kg.facts.model import Contradiction, Role
from kg.facts.reading.agents import Agent
from kg.facts.reading.announced import announced_head
from kg.facts.reading.assembled import speaking_bodies
from kg.facts.reading.co_chairs import is_chair, not_chairs, only_of_chairs, ruling
from kg.facts.reading.held import Held
from kg.facts.reading.holders import Claim, Scene
from kg.facts.reading.meanings import IN_FULL, Meaning
from kg.facts.reading.people import People
from kg.facts.reading.phrases import CO_CHAIR
from kg.facts.reading.posts import is_short_for
from kg.facts.reading.registered import ENVOY, HEAD, Registered
from kg.model import Document, Mention, Span
from kg.reference.gazetteer import Gazetteer, Holder

_FOREIGN_MINISTER = "Minister for Foreign Affairs"
#: What a role is read by where no pattern gives it to a name.
_CHAIRS_MINISTER = "minister of the State in the chair"
_ANNOUNCED = "head whom the text announces"
_BY_TITLE, _IN_LIST = "title of a member of an assembly", "roles of a list of names"
_LEADER = "Leader"


class Offices(Registered):
    """Makes the roles of one document, in order of the text.

    :param document: the text
    :param gazetteer: the register, which has the last word
    :param people: who is named
    :param grammar: the document's language
    :param mentions: names of the register in the text
    """

    def __init__(
        self,
        document: Document,
        gazetteer: Gazetteer,
        people: People,
        grammar: Grammar,
        mentions: tuple[Mention, ...],
    ) -> None:
        self._people = people
        super().__init__(document, gazetteer, grammar, mentions)
        #: The body of several ministers that the text names, if it is only one: the Ministerial Troika.
        self.college = _only_one(mentions, grammar, "college")
        #: The bodies that nouns for their members mean, by the kind of noun: "the Foreign Ministers of the OSCE".
        self.speaking = speaking_bodies(document, gazetteer, mentions)
        #: The body that co-chairs speak for, if the text names only one: the Minsk Group.
        self.co_chaired = _only_one(mentions, grammar, "co-chaired")
        #: IRIs of those whom the text names as its co-chairs, whether or not they are officers of a body.
        self.chairs: tuple[str, ...] = ()
        self._ruling: set[str] = set()  # Who heads a State or a ministry.
        #: Who heads what the text leaves open: "the mission, headed by Ambassador X of Norway".
        self._heads: set[str] = set()
        #: Holders of the register's posts that the document names without giving them to anybody else.
        self.in_posts: set[str] = set()

    @property
    def contradictions(self) -> list[Contradiction]:
        """What the text says of offices and the register does not bear out."""
        return self._posts.contradictions

    def state_of_capital(self, place: Mention) -> str | None:
        """Give the State whose authorities are in a place."""
        return self._owners.countries.state_of_capital(place)

    def read(self, scenes: Iterable[Scene]) -> None:
        """Read the roles of all sentences; the same role of the same person is kept once, as first told."""
        found = [(scene, self._owners.complete(scene, list(self._held(scene)))) for scene in scenes]
        for scene, offices in self._owners.countries.beside_president(found):
            for held in offices:
                self._take(scene, held)
        self._drop_titles(list(scenes))
        self._drop_chairs(scenes)
        self._enter_announced(list(scenes))
        self._enter_holders(scenes)
        self._enter_chairs_minister(scenes)

    def _drop_chairs(self, scenes: Iterable[Scene]) -> None:
        """Drop the office of a co-chair that a President or Minister seems to have beside those who have it."""
        self._ruling = ruling(self.roles, scenes, self._people.find, self._words)
        gone = not_chairs(self.roles, self._ruling)
        self.roles = [role for role in self.roles if role.person not in gone or not is_chair(role)]
        for (head, _), holders in self.known.items():
            for person in gone if head == CO_CHAIR.casefold() else ():
                holders.pop(person, None)

    def chairs_of(self, persons: Iterable[str]) -> tuple[str, ...]:
        """List those named as co-chairs, unless a President or Minister is named with them."""
        named = tuple(persons)
        return () if self._ruling & set(named) else named

    def _drop_titles(self, scenes: list[Scene]) -> None:
        """Drop "Ambassador X of Norway" beside an office to which no State sends him: it only says whose X is."""
        held = [role for role in self.roles if not role.past]
        titles = [role for role in held if self._is_title(role)]
        gone = only_of_chairs(titles, held, scenes)
        gone += [role for role in titles if not self._is_sent(role, held)]
        self.roles = [role for role in self.roles if role not in gone]

    def _is_sent(self, title: Role, held: list[Role]) -> bool:
        """Tell a title that is all that somebody has: who has an office, or heads something, need not be sent."""
        others = [role.label for role in held if role.person == title.person and role is not title]
        return title.person not in self._heads and all(self._is_chaired(title, label) for label in others)

    def _is_title(self, role: Role) -> bool:
        """Tell a rank from a post: "Ambassador X of Norway", "Ambassadors X of Norway and Y of Finland"."""
        listed = role.pattern == _IN_LIST and role.printed == role.label
        ranked = role.pattern == _BY_TITLE or listed or role.printed == f"{role.label}s"
        return ranked and "sent" in self._words.classes(role.label)

    def _is_chaired(self, title: Role, label: str) -> bool:
        """Tell an office that a State's own ambassador has, where each has one for himself: "Co-Chair of the Group"."""
        one = title.pattern == _BY_TITLE
        return one and bool({"chair", "committee-office"} & self._words.classes(label))

    def _take(self, scene: Scene, held: Held) -> None:
        """Enter a role unless the register contradicts it."""
        name = held.claim.name
        span = Span(scene.tokens[held.begin].start, scene.tokens[held.end - 1].end)
        person = self._people.find(name.written)
        meaning = self._owned(self._of_assembly(held, span, person), person, name.written)
        meaning = self._of_operation(meaning, person, name.written)
        post = self._posts.post(meaning)
        holder = self._posts.holder(post, person, name.written, meaning)
        if holder is None and self._posts.is_contradicted(post, meaning, name.written, span):
            return
        if holder is None and (self._is_unsure(held.claim, meaning, post) or self._is_taken(meaning, post, person)):
            if person is not None and meaning.owner is None and not meaning.foreign and not meaning.past:
                self._know_phrases(scene, held, person, meaning)  # "L’ambasciatore" of whoever is called so.
            return
        person = self._unified(person, holder, name.written)
        if person is None or meaning.foreign or held.is_of_several or self._is_of_nothing(meaning):
            self._heads |= set() if held.claim.roles or person is None else {person}
            return
        if not held.claim.roles and self._is_known_as(person, meaning.label, owned=meaning.owner is not None):
            return
        self._enter(self._role(person, meaning, post, span, holder, held.claim.pattern))
        self._know_phrases(scene, held, person, meaning)

    def _is_unsure(self, claim: Claim, meaning: Meaning, post: str | None) -> bool:
        """Tell whether only the register could bear an office out, as in the languages that share patterns."""
        careful = self._grammar.shares_patterns
        if not _is_of_body(meaning):
            return careful and meaning.owner is None
        return claim.known or (careful and bool(post and self._gazetteer.tenures(post)))

    def _is_taken(self, meaning: Meaning, post: str | None, person: str | None) -> bool:
        """Tell whether somebody else on the page is known to be what only one can be: the Secretary General."""
        one = meaning.owner is not None and self._posts.known(meaning.label, meaning.owner.key) is not None
        return one and any(role.post == post and role.person != person and not role.past for role in self.roles)

    def _is_of_nothing(self, meaning: Meaning) -> bool:
        """Tell a "Deputy", "Head" or "Leader" of the OSCE or a State: the text leaves out of what."""
        words = [word for word in meaning.label.split() if "label-rank" not in self._words.classes(word)]
        broad = meaning.owner is not None and (meaning.owner.kind == "state" or meaning.owner == self._meanings.osce)
        chair = len(words) == 1 and "chair" in self._words.classes(words[0]) and meaning.owner != self._meanings.osce
        return broad and (chair or words in ([], [HEAD], [_LEADER]))

    def _know_phrases(self, scene: Scene, held: Held, person: str, meaning: Meaning) -> None:
        """Note whom a role without a name means later; a post of others is no short form of ours."""
        if meaning.label == IN_FULL and ENVOY.match(held.meaning.label):
            return  # The Chair, named behind his envoy.
        owner = meaning.owner
        for phrase in held.claim.roles:
            if held.begin <= phrase.begin < held.end and (owner or scene.tokens[phrase.head].mention is None):
                self.know(scene, phrase, person, owner)

    def _enter(self, role: Role) -> None:
        """Keep a role unless it is known already."""
        mine = [known for known in self.roles if known.person == role.person and known.affiliation]
        if any(is_short_for(role, known) for known in mine):
            return  # "Deputy Minister Lant" of a Deputy Minister of Culture.
        self.roles = [known for known in self.roles if not _is_replaced(known, role)]
        key = (role.person, role.label.casefold(), role.affiliation)
        if key not in {(known.person, known.label.casefold(), known.affiliation) for known in self.roles}:
            self.roles.append(role)

    def _is_known_as(self, person: str, title: str, *, owned: bool) -> bool:
        """Tell whether an office is known more fully than by a title: "Minister Holm" of a Minister of Culture."""
        known = [role for role in self.roles if role.person == person and not role.past]
        return any(title in role.label.split() and (role.affiliation or not owned) for role in known)

    def _unified(self, person: str | None, holder: Holder | None, written: str) -> str | None:
        """Let somebody be the register's holder of the post; a holder whom the text names by surname alone joins."""
        if holder is None:
            return person
        if person is None:
            return self._people.join(written, holder)
        if holder.holder != person:
            self._people.rename(person, holder.holder, holder.name)
            self._move(person, holder)
        return holder.holder

    def _move(self, person: str, holder: Holder) -> None:
        """Let what is known of somebody be known of the register's holder, who he is."""
        self.roles = [
            role._replace(person=holder.holder, name=holder.name) if role.person == person else role
            for role in self.roles
        ]
        for holders in self.known.values():
            if person in holders:
                holders.setdefault(holder.holder, holders.pop(person))

    def _role(
        self, person: str, meaning: Meaning, post: str | None, span: Span, holder: Holder | None, pattern: str
    ) -> Role:
        name, owner = self._people.members[person].name, meaning.owner
        return Role(
            person=person,
            name=name,
            label=meaning.label,
            printed=self._document.text[span.start : span.end],
            span=span,
            affiliation=owner.iri if owner else None,
            post=post,
            tenure=holder.tenure if holder else self._posts.minted(name, post),
            on_behalf_of=owner.iri if owner and owner.kind == "state" else None,
            registered=holder is not None,
            past=meaning.past,
            tenure_kind="" if meaning.past else self._posts.tenure_word(meaning.label),
            confidence=confidence_of(pattern, "role"),
            pattern=pattern,
        )

    def _enter_announced(self, scenes: list[Scene]) -> None:
        """Let the head of an operation whom the text announces be the ambassador whom it names first."""
        found = announced_head(scenes, self.meaning, self._gazetteer.hosts, self._words)
        person = self._people.find(found.name.written) if found else None
        if found is None or person is None or any(role.person == person for role in self.roles):
            return
        meaning, written, phrase = found.meaning, found.name.written, found.role
        post = self._posts.post(meaning)
        span = Span(found.scene.tokens[phrase.begin].start, found.scene.tokens[phrase.end - 1].end)
        holder = self._posts.holder(post, person, written, meaning)
        taken = any(role.post == post and not role.past for role in self.roles)
        if taken or (holder is None and self._posts.is_contradicted(post, meaning, written, span)):
            return
        person = self._unified(person, holder, written) or person
        self._enter(self._role(person, meaning, post, span, holder, _ANNOUNCED))
        self.know(found.scene, phrase, person, meaning.owner)

    def _enter_holders(self, scenes: Iterable[Scene]) -> None:
        """Let a post that no name belongs to mean its holder on the document's date.

        Where the document gives the post to somebody else, it means nobody: nobody's words go into another's mouth.
        """
        named = {role.post for role in self.roles} | self._posts.disputed
        for scene in scenes:
            for phrase in scene.phrases.roles:
                if self._date is None or not scene.tokens[phrase.head].mention:
                    continue
                post = self._posts.post(self.meaning(scene, phrase))
                holders = self._gazetteer.holders(post, self._date) if post and post not in named else ()
                if len(holders) == 1 and holders[0].is_likely(self._date):
                    self.know(scene, phrase, holders[0].holder, None)
                    self.in_posts.add(holders[0].holder)

    def _enter_chairs_minister(self, scenes: Iterable[Scene]) -> None:
        """Let "the Swedish Foreign Minister" be the Chairperson-in-Office of the text while Sweden chairs."""
        post = self._iris.post("chairperson-in-office")
        named = {role.person for role in self.roles if role.post == post and not role.past}
        chairs = [held for held in self._gazetteer.holders(post, self._date or "") if held.holder in named]
        if self._date is None or len(chairs) != 1 or chairs[0].state is None:
            return
        minister = Meaning(_FOREIGN_MINISTER, Agent(chairs[0].state, "state"))
        if any(_is_minister(role.label) and role.affiliation == chairs[0].state for role in self.roles):
            return
        for scene, phrase in ((each, phrase) for each in scenes for phrase in each.phrases.roles):
            meaning = self.meaning(scene, phrase)
            theirs = _is_minister(meaning.label) and meaning.owner == minister.owner
            if scene.owner(phrase) is None and theirs:
                self.know(scene, phrase, chairs[0].holder, minister.owner)
                span = Span(scene.tokens[phrase.begin].start, scene.tokens[phrase.end - 1].end)
                office = self._posts.post(meaning)
                self.roles.append(self._role(chairs[0].holder, meaning, office, span, None, _CHAIRS_MINISTER))
                return


def _is_minister(label: str) -> bool:
    """Tell a Minister for Foreign Affairs, who may be for more: "Minister for Foreign Affairs and Co-operation"."""
    return label == _FOREIGN_MINISTER or label.startswith(f"{_FOREIGN_MINISTER} and ")


def _only_one(mentions: tuple[Mention, ...], grammar: Grammar, word_class: str) -> Agent | None:
    """Find the only body of a class that the text names."""
    found = {m.target for m in mentions if m.kind == "org" and word_class in grammar.lexicon.classes(m.quote)}
    return Agent(found.pop(), "org") if len(found) == 1 else None


def _is_replaced(known: Role, role: Role) -> bool:
    """Tell a role that a later one puts in more words: of the same body, or of one that nothing said before."""
    if known.affiliation is None and role.affiliation and not known.registered:
        return (known.person, known.label, known.past) == (role.person, role.label, role.past)
    return known.affiliation is not None and is_short_for(known, role)


def _is_of_body(meaning: Meaning) -> bool:
    return meaning.owner is not None and meaning.owner.kind == "org"
