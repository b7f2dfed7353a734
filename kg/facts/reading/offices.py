"""Roles as tenures: of which post, of whose body or State, and whether the register bears them out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.facts.confidence import confidence_of
from kg.facts.grammar.tables import Grammar
from kg.facts.model import Contradiction, Role
from kg.facts.reading.agents import Agent
from kg.facts.reading.held import Held, takes_state
from kg.facts.reading.holders import Claim, Scene
from kg.facts.reading.known import Known
from kg.facts.reading.meanings import Meaning, Meanings, headed
from kg.facts.reading.owners import Owners
from kg.facts.reading.people import People
from kg.facts.reading.phrases import Role as Phrase
from kg.facts.reading.posts import Posts, is_short_for
from kg.facts.tables import entries
from kg.iris import Iris
from kg.model import Document, Mention, Span
from kg.reference.gazetteer import Gazetteer, Holder

_FOREIGN_MINISTER = "Minister for Foreign Affairs"
_PRESIDENT = "President"
_SEVERAL = 2
#: Offices that the OSCE has a short name for: body and post, and the office in full.
_SHORT = {entry.term: entry for entry in entries("short_offices")}
#: What a role is read by where no pattern gives it to a name.
_CHAIRS_MINISTER = "minister of the State in the chair"
_FORMER = "Former "
_HEAD, _LEADER = "Head", "Leader"
_HEADED_BY = ("headed", "by")
_JOINT_OFFICE = "Special Co-ordinator"


class Offices(Known):
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
        self._document = document
        self._gazetteer = gazetteer
        self._people = people
        self._grammar = grammar
        self._iris = Iris(gazetteer.base)
        self._date = document.issued.value if document.issued else None
        meanings, posts = Meanings(gazetteer.base, grammar.lexicon), Posts(gazetteer, self._date, grammar.lexicon)
        super().__init__(meanings, posts, grammar.lexicon, mentions)
        self._owners = Owners(document, gazetteer, mentions, grammar)
        #: The body of several ministers that the text names, if it is only one: the Ministerial Troika.
        self.college = _college(mentions, grammar)
        self._of_osce: set[str] = set()
        #: Holders of the register's posts that the document names without giving them to anybody else.
        self.in_posts: set[str] = set()

    @property
    def contradictions(self) -> list[Contradiction]:
        """What the text says of offices and the register does not bear out."""
        return self._posts.contradictions

    def read(self, scenes: Iterable[Scene]) -> None:
        """Read the roles of all sentences; the same role of the same person is kept once, as first told."""
        found = [(scene, self._owners.complete(scene, list(self._held(scene)))) for scene in scenes]
        for scene, offices in self._owners.countries.beside_president(found):
            for held in offices:
                self._take(scene, held)
        self._enter_holders(scenes)
        self._enter_chairs_minister(scenes)

    def _held(self, scene: Scene) -> Iterator[Held]:
        for claim in scene.claims:
            if claim.body and claim.body.mention:
                yield self._of_body(scene, claim, claim.body.mention)
            elif not claim.roles:
                yield self._of_title(scene, claim) if claim.head == _HEAD else self._of_part(claim)
            if claim.roles:
                yield from (self._as_past(scene, self._own(scene, held)) for held in self._joined(scene, claim))
                yield from self._title_of_member(scene, claim)
            yield from self._in_bracket(scene, claim)

    def _of_body(self, scene: Scene, claim: Claim, body: Mention) -> Held:
        """Read the office of somebody who heads a body, or a State's delegation."""
        owner = Agent(body.target, "state" if body.kind == "state" else "org")
        at = claim.name.end if body.start > scene.tokens[claim.name.first].start else claim.name.first - len(_HEADED_BY)
        label = headed(claim.head, owner) if claim.head == _HEAD else claim.head
        return Held(claim, Meaning(label, owner), at, at + len(_HEADED_BY))

    def _of_part(self, claim: Claim) -> Held:
        """Read the office of somebody who heads a part of a body that is not named: "who heads the mission"."""
        return Held(claim, Meaning(claim.head, None), claim.name.end, claim.name.end)

    def _in_bracket(self, scene: Scene, claim: Claim) -> Iterator[Held]:
        """Read the role in the bracket behind a name: "Vice-President Holm (MP, Norway)"."""
        home = claim.home
        if home and home.member and home.member not in claim.roles:
            member, owner = home.member, Agent(home.state.target, "state")
            yield Held(claim, replace(self.meaning(scene, member), owner=owner), member.begin, member.end)

    def _own(self, scene: Scene, held: Held) -> Held:
        """Give each holder of a plural office his own State: "the Ministers of Norway and Finland, A and B"."""
        states = list(dict.fromkeys(self._states_in(scene, held)))
        if len(states) < _SEVERAL:
            return held
        names = [claim.name for claim in scene.claims if claim.roles == held.claim.roles]
        own = states[names.index(held.claim.name)] if len(names) == len(states) else None
        return replace(held, meaning=replace(held.meaning, owner=own))

    def _states_in(self, scene: Scene, held: Held) -> Iterator[Agent]:
        """List the States of a plural office: those in its words, and those up to the first of its holders."""
        if not any(role.plural for role in held.claim.roles):
            return
        names = [claim.name.first for claim in scene.claims if claim.roles == held.claim.roles]
        end = max(held.end, min((first for first in names if first > held.begin), default=0))
        for token in scene.tokens[held.begin : end]:
            if token.mention and token.mention.kind == "state":
                yield Agent(token.mention.target, "state")

    def _of_title(self, scene: Scene, claim: Claim) -> Held:
        """Read an office that is a title: "President Holm"."""
        words = [token.text for token in scene.tokens[claim.name.first : claim.name.begin]]
        values = (self._words.value(word, each) for word in words for each in ("office-title", "member-title"))
        titles = [value for value in values if value]
        return Held(claim, Meaning((titles or [""])[-1], None), claim.name.first, claim.name.begin)

    def _title_of_member(self, scene: Scene, claim: Claim) -> Iterator[Held]:
        """Read the title of a member of an assembly too: "President Holm, MP (Norway)"."""
        members = all("member" in self._grammar.lexicon.classes(role.label) for role in claim.roles)
        held, assembly = self._of_title(scene, claim), self._owners.assembly
        if members and assembly and "presides" in self._grammar.lexicon.classes(held.meaning.label):
            yield replace(held, meaning=replace(held.meaning, owner=assembly))

    def _joined(self, scene: Scene, claim: Claim) -> Iterator[Held]:
        """Read the roles of a claim one by one; what is one office of two names is one role."""
        at, roles, gone = 0, claim.roles, False
        while at < len(roles):
            first, meaning = roles[at], self.meaning(scene, roles[at])
            meaning = replace(meaning, foreign=True) if gone else meaning
            gone = gone or self._is_bygone(scene, first)
            meaning = self._completed(scene, first, meaning)
            second = roles[at + 1] if at + 1 < len(roles) else None
            if second and (joint := self._joint(scene, (first, meaning), (second, self.meaning(scene, second)))):
                yield Held(claim, joint, first.begin, second.end)
                at += 2
                continue
            yield Held(claim, self._lent(scene, meaning, first, second), first.begin, first.end)
            at += 1

    def _completed(self, scene: Scene, role: Phrase, meaning: Meaning) -> Meaning:
        """Give an office in a committee the words of the next: "Chair and Rapporteur of the wool committee"."""
        following = next((each for each in scene.phrases.roles if each.begin == role.end + 1), None)
        if following is None or role.end > role.head_end or scene.tokens[role.end].text != "and" or meaning.owner:
            return meaning
        later = self.meaning(scene, following)
        head, of, rest = later.label.partition(" of ")
        joint = all("committee-office" in self._words.classes(each) for each in (meaning.label, head))
        return replace(meaning, label=f"{meaning.label}{of}{rest}", owner=later.owner) if joint and of else meaning

    def _as_past(self, scene: Scene, held: Held) -> Held:
        """Let a role be a former one where the sentence, and not the role, says so: "X was Minister of Culture"."""
        begun = " ".join(token.text for token in scene.tokens[held.begin : held.begin + 2])
        if not held.claim.past or held.meaning.past or "fresh" in self._words.classes(begun):
            return held
        return replace(held, meaning=replace(held.meaning, past=True, label=f"{_FORMER}{held.meaning.label}"))

    def _is_bygone(self, scene: Scene, role: Phrase) -> bool:
        """Tell whether a role, and what goes with it, was held back then: "the then Chair, Minister X"."""
        words = [token.text for token in scene.tokens[role.begin : role.head]]
        return any("bygone" in self._grammar.lexicon.classes(word) for word in words)

    def _lent(self, scene: Scene, meaning: Meaning, first: Phrase, second: Phrase | None) -> Meaning:
        """Let a role belong to the body of the next: "Project Officer and Acting Head of the OSCE Presence"."""
        staff = "staff" in self._grammar.lexicon.classes(first.label)
        if second is None or meaning.owner is not None or (not staff and self._owners.is_of_state(meaning.label)):
            return meaning
        later = self.meaning(scene, second)
        joined = [token.text for token in scene.tokens[first.end : second.begin]] == ["and"]
        return replace(meaning, owner=later.owner) if joined and _is_of_body(later) else meaning

    def _joint(self, scene: Scene, first: tuple[Phrase, Meaning], second: tuple[Phrase, Meaning]) -> Meaning | None:
        """Join what is one office: "Special Co-ordinator and leader of the observers", where "leader" only explains."""
        (one, meaning), (other, later) = first, second
        between = [token.text for token in scene.tokens[one.end : other.begin]]
        joint = between == ["and"] and meaning.label == _JOINT_OFFICE and other.label == "Leader"
        return Meaning(meaning.label, later.owner) if joint else None

    def _take(self, scene: Scene, held: Held) -> None:
        """Enter a role unless the register contradicts it."""
        name = held.claim.name
        span = Span(scene.tokens[held.begin].start, scene.tokens[held.end - 1].end)
        person = self._people.find(name.written)
        meaning = self._owned(self._of_assembly(held, span, person), person, name.written)
        post = self._posts.post(meaning)
        holder = self._posts.holder(post, person, name.written, meaning)
        if holder is None and self._posts.is_contradicted(post, meaning, name.written, span):
            return
        if holder is None and self._is_unsure(held.claim, meaning, post):
            return
        person = self._unified(person, holder, name.written)
        if person is None or meaning.foreign or held.is_of_several or self._is_of_nothing(meaning):
            return
        if not held.claim.roles and self._is_known_as(person, meaning.label):
            return
        self._enter(self._role(person, meaning, post, span, holder, held.claim.pattern))
        self._know_phrases(scene, held, person, meaning.owner)

    def _owned(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Find the owner of an office whose words do not say it, where the register knows its holder."""
        meaning = self._of_bare_post(self._in_full(meaning, person, name), person, name)
        return self._of_president(self._of_chairs_state(meaning, person, name), person, name)

    def _is_unsure(self, claim: Claim, meaning: Meaning, post: str | None) -> bool:
        """Tell whether only the register could bear an office out, as in a language with few tables."""
        sparse = self._grammar.is_sparse
        if not _is_of_body(meaning):
            return sparse and meaning.owner is None
        return claim.known or (sparse and bool(post and self._gazetteer.tenures(post)))

    def _is_of_nothing(self, meaning: Meaning) -> bool:
        """Tell a "Deputy", "Head" or "Leader" of the OSCE or a State: the text leaves out of what."""
        words = [word for word in meaning.label.split() if "label-rank" not in self._words.classes(word)]
        broad = meaning.owner is not None and (meaning.owner.kind == "state" or meaning.owner == self._meanings.osce)
        return broad and words in ([], [_HEAD], [_LEADER])

    def _know_phrases(self, scene: Scene, held: Held, person: str, owner: Agent | None) -> None:
        """Note whom a role without a name means later; a post of others is no short form of ours."""
        for phrase in held.claim.roles:
            if held.begin <= phrase.begin < held.end and (owner or scene.tokens[phrase.head].mention is None):
                self.know(scene, phrase, person, owner)

    def _enter(self, role: Role) -> None:
        """Keep a role unless it is known already."""
        mine = [known for known in self.roles if known.person == role.person and known.affiliation]
        if any(is_short_for(role, known) for known in mine):
            return  # "Deputy Minister Lant" of a Deputy Minister of Culture.
        self.roles = [known for known in self.roles if not (known.affiliation and is_short_for(known, role))]
        key = (role.person, role.label.casefold(), role.affiliation)
        if key not in {(known.person, known.label.casefold(), known.affiliation) for known in self.roles}:
            self.roles.append(role)

    def _in_full(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Put an office that the OSCE calls by a short name in full, if the register bears it out: else it is none."""
        body, _, post = _SHORT[meaning.label].value.partition("/") if meaning.label in _SHORT else ("", "", "")
        if not post or _key_of(meaning) not in (None, self._meanings.osce.key, body):
            return meaning
        full = Meaning(_SHORT[meaning.label].note, Agent(self._iris.org(body), "org"))
        if not meaning.foreign and self._posts.holder(self._iris.post(post), person, name, full):
            return full
        return replace(meaning, foreign=meaning.foreign or _key_of(meaning) not in (None, body))

    def _is_known_as(self, person: str, title: str) -> bool:
        """Tell whether an office is known more fully than by a title: "Minister Holm" of a Minister of Culture."""
        return any(title in role.label.split() for role in self.roles if role.person == person and not role.past)

    def _of_assembly(self, held: Held, span: Span, person: str | None) -> Meaning:
        """Let "Secretary General X" be the Parliamentary Assembly's where the text names it and X is not the OSCE's."""
        meaning, printed = held.meaning, self._document.text[span.start : span.end]
        post = self._posts.post(meaning)
        if post != self._iris.post("secretary-general") or meaning.past:
            return meaning
        if "OSCE" in printed and person:
            self._of_osce.add(person)
        if "OSCE" in printed or person in self._of_osce:
            return meaning
        if self._posts.holder(post, person, held.claim.name.written, meaning):
            return meaning
        return replace(meaning, owner=self._owners.assembly or meaning.owner)

    def _of_chairs_state(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let "Foreign Minister X" without a State be of the State in the chair where X is the chairperson."""
        if meaning.past or " " not in meaning.label or not takes_state(meaning, self._words):
            return meaning
        chair = self._posts.holder(self._iris.post("chairperson-in-office"), person, name, meaning)
        return replace(meaning, owner=Agent(chair.state, "state")) if chair and chair.state else meaning

    def _of_bare_post(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let "Generalsekretär X" be the OSCE's, in a language with few tables, where the register bears that out."""
        if not self._grammar.is_sparse or meaning.owner or meaning.foreign or meaning.past:
            return meaning
        for body in self._posts.bodies(meaning.label):
            full = replace(meaning, owner=Agent(self._iris.org(body), "org"))
            if self._posts.holder(self._posts.post(full), person, name, full):
                return full
        return meaning

    def _of_president(self, meaning: Meaning, person: str | None, name: str) -> Meaning:
        """Let "President X" be the Parliamentary Assembly's where the text names it and the register bears that out."""
        assembly = self._owners.assembly
        if meaning.label != _PRESIDENT or meaning.owner or meaning.foreign or meaning.past or not assembly:
            return meaning
        presiding = replace(meaning, owner=assembly, foreign=False)
        return presiding if self._posts.holder(self._posts.post(presiding), person, name, presiding) else meaning

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
            replace(role, person=holder.holder, name=holder.name) if role.person == person else role
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
        if any(role.label == minister.label and role.affiliation == chairs[0].state for role in self.roles):
            return
        for scene, phrase in ((each, phrase) for each in scenes for phrase in each.phrases.roles):
            meaning = self.meaning(scene, phrase)
            if scene.owner(phrase) is None and (meaning.label, meaning.owner) == (minister.label, minister.owner):
                self.know(scene, phrase, chairs[0].holder, minister.owner)
                span = Span(scene.tokens[phrase.begin].start, scene.tokens[phrase.end - 1].end)
                office = self._posts.post(meaning)
                self.roles.append(self._role(chairs[0].holder, meaning, office, span, None, _CHAIRS_MINISTER))
                return


def _college(mentions: tuple[Mention, ...], grammar: Grammar) -> Agent | None:
    colleges = {m.target for m in mentions if m.kind == "org" and "college" in grammar.lexicon.classes(m.quote)}
    return Agent(colleges.pop(), "org") if len(colleges) == 1 else None


def _key_of(meaning: Meaning) -> str | None:
    return meaning.owner.key if meaning.owner else None


def _is_of_body(meaning: Meaning) -> bool:
    return meaning.owner is not None and meaning.owner.kind == "org"
