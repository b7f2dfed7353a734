"""Claims as offices that somebody holds: one by one, whole, in a bracket, as a title or at the head of a body."""

import re
from collections.abc import Iterator
from itertools import takewhile

from kg.facts.grammar.tables import Grammar
from kg.facts.issued import issuing_bodies
from kg.facts.reading.agents import Agent
from kg.facts.reading.held import Held
from kg.facts.reading.holders import Claim, Scene
from kg.facts.reading.known import Known
from kg.facts.reading.meanings import IN_FULL, Meaning, Meanings, headed, usual
from kg.facts.reading.owners import Owners
from kg.facts.reading.ownership import is_state, owner_named
from kg.facts.reading.phrases import Name
from kg.facts.reading.phrases import Role as Phrase
from kg.facts.reading.posts import Posts
from kg.facts.tables import entries
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

_SEVERAL = 2
_OF_OPERATIONS = frozenset(each.term for each in entries("heads_of_operations"))
_FORMER, _HEAD = "Former ", "Head"
#: How many words "headed by" is.
_HEADED_BY = 2
#: How many words ", who had died" is.
_DIED = 4
_IN_CHARGE = "Officer-in-Charge"
#: Who heads "the mission" of a text on an election observation mission alone.
_MISSION, _OBSERVING, _ASSESSING = (
    "Head of the mission",
    "Head of the election observation mission",
    "assessment mission",
)
_ASSEMBLY, _CHAIR = "/parliamentary-assembly", "/post/chairperson-in-office"
_FOREIGN_MINISTER = "Minister for Foreign Affairs"
_HEAD_OF, _OF_THE_OSCE = "Head of the ", " of the OSCE"
#: Heads of the missions that ODIHR sends.
_OF_MISSIONS = tuple(
    each.term for each in entries("office_bodies") if each.term.startswith(_HEAD_OF) and each.term.endswith(" mission")
)
_OF_DELEGATION = "Head of the Delegation"
_ODIHR, _OBSERVATION = "odihr", " observation of "
_JOINT_OFFICE = "Special Co-ordinator"
#: The pattern of "Senator X (Norway)": a title that is an office only beside a State.
_BY_TITLE = "title of a member of an assembly"


class Claims(Known):
    """Reads the claims of one document's sentences.

    :param document: the text
    :param gazetteer: the register
    :param grammar: the document's language
    :param mentions: names of the register in the text
    """

    def __init__(
        self, document: Document, gazetteer: Gazetteer, grammar: Grammar, mentions: tuple[Mention, ...]
    ) -> None:
        self._gazetteer, self._grammar = gazetteer, grammar
        self._date = document.issued.value if document.issued else None
        meanings, posts = Meanings(gazetteer.base, grammar.lexicon), Posts(gazetteer, self._date, grammar.lexicon)
        super().__init__(meanings, posts, grammar.lexicon, mentions)
        self._owners = Owners(document, gazetteer, mentions, grammar)
        #: What the head of "the mission" heads, where the page is on one mission of observers alone.
        self._mission = "" if _has_another_mission(document, mentions, gazetteer) else _mission_of(document, gazetteer)

    def _held(self, scene: Scene) -> Iterator[Held]:
        for claim in scene.claims:
            if claim.body and claim.body.mention and not claim.roles:
                yield self._as_past(scene, self._of_body(scene, claim, claim.body.mention))
            elif not claim.roles and claim.head != _HEAD:
                yield self._of_part(claim)
            elif not claim.roles and (claim.home or claim.pattern != _BY_TITLE):
                yield self._of_title(scene, claim)
            if claim.roles:
                joined = (_of_body_behind(held) for held in self._joined(scene, claim))
                yield from (self._as_past(scene, _for(self._own(scene, held))) for held in joined)
                yield from self._title_of_member(scene, claim)
            yield from self._in_bracket(scene, claim)

    def _of_body(self, scene: Scene, claim: Claim, body: Mention) -> Held:
        """Read the office of somebody who heads a body, or a State's delegation."""
        owner = Agent(body.target, "state" if body.kind == "state" else "org")
        if claim.head == _OF_DELEGATION and owner == self._meanings.osce:
            owner = Agent(owner.iri.removesuffix("/osce") + _ASSEMBLY, "org")  # "the OSCE parliamentary delegation".
        at = claim.name.end if body.start > scene.tokens[claim.name.first].start else claim.name.first - _HEADED_BY
        label = headed(claim.head, owner) if claim.head == _HEAD else usual(claim.head)
        return Held(claim, Meaning(label, owner), at, at + _HEADED_BY)

    def _of_part(self, claim: Claim) -> Held:
        """Read the office of somebody who heads a part of a body that is not named: "who heads the mission"."""
        of_mission = claim.head == _MISSION  # "the Mission" is that of the page.
        meaning = Meaning(self._mission if of_mission and self._mission else claim.head, None)
        foreign = of_mission and not self._mission  # Which mission, the text leaves open.
        return Held(claim, meaning._replace(foreign=foreign), claim.name.end - 1, claim.name.end)

    def _in_bracket(self, scene: Scene, claim: Claim) -> Iterator[Held]:
        """Read the role in the bracket behind a name: "Vice-President Holm (MP, Norway)"."""
        home = claim.home
        if home and home.member and home.member not in claim.roles:
            member, owner = home.member, Agent(home.state.target, "state")
            yield Held(claim, self.meaning(scene, member)._replace(owner=owner), member.begin, member.end)

    def _own(self, scene: Scene, held: Held) -> Held:
        """Give each holder of a plural office his own State: "the Ministers of Norway and Finland, A and B"."""
        office, _, of = held.meaning.label.rpartition(" of ")
        if office and "each-state" in self._words.classes(of.split()[-1]):
            return held._replace(meaning=held.meaning._replace(label=office, owner=None))
        states = list(dict.fromkeys(self._states_in(scene, held)))
        names = [claim.name for claim in scene.claims if claim.roles == held.claim.roles]
        if land := self._of_land(scene, held, names):
            return land
        bodies = self._bodies_in(scene, held)
        alone = len(names) >= _SEVERAL and held.meaning.label in _OF_OPERATIONS  # An operation has one head.
        if len(states) < _SEVERAL and (len(bodies) >= _SEVERAL or alone):
            return _of_each_body(held, bodies, names)
        if len(states) < _SEVERAL:
            plural = len(names) == _SEVERAL and any(role.plural for role in held.claim.roles)
            part = held.part(names.index(held.claim.name)) if plural else None
            return held._replace(meaning=held.meaning._replace(label=usual(part))) if part else held
        own = states[names.index(held.claim.name)] if len(names) == len(states) else None
        return held._replace(meaning=held.meaning._replace(owner=own))

    def _of_land(self, scene: Scene, held: Held, names: list[Name]) -> Held | None:
        """Read an office of a State and a land that is none: "the Moldovan and Transdniestrian Negotiators A and B"."""
        within = scene.tokens[held.begin : held.end]
        lands = [token for token in within if is_state(token) or "entity" in self._words.classes(token.text)]
        if len(lands) != _SEVERAL or len(names) != _SEVERAL or sum(map(is_state, lands)) != 1:
            return None
        own = owner_named(lands[names.index(held.claim.name)])
        other = next(token.text for token in lands if not is_state(token))
        label = usual(re.sub(rf"\b(?:of )?(?:the )?(?:and )?{other}\b(?: and\b)?", "", held.meaning.label))
        meaning = held.meaning._replace(label=label[:1].upper() + label[1:], owner=own)
        return held._replace(meaning=meaning._replace(foreign=own is None, apart=own is None))

    def _states_in(self, scene: Scene, held: Held) -> Iterator[Agent]:
        """List the States of a plural office: those in its words, and those up to the first of its holders."""
        return (Agent(each.target, "state") for each in self._named_in(scene, held) if each.kind == "state")

    def _bodies_in(self, scene: Scene, held: Held) -> list[Agent]:
        """List the bodies of a plural office, but for the OSCE, whose they are: "the Heads of the Missions to …"."""
        bodies = (Agent(each.target, "org") for each in self._named_in(scene, held) if each.kind == "org")
        return list(dict.fromkeys(body for body in bodies if body != self._meanings.osce))

    def _named_in(self, scene: Scene, held: Held) -> Iterator[Mention]:
        """List what the words of a plural office name, and those up to the first of its holders."""
        if not any(role.plural for role in held.claim.roles):
            return
        names = [claim.name.first for claim in scene.claims if claim.roles == held.claim.roles]
        end = max(held.end, min((first for first in names if first > held.begin), default=0))
        end = self._end_of_states(scene, end) if max(names, default=end) < held.begin else end
        yield from (token.mention for token in scene.tokens[held.begin : end] if token.mention)

    def _end_of_states(self, scene: Scene, end: int) -> int:
        """Find where the States behind an office end: "A and B, Ministers of Norway and Finland respectively"."""
        listed = list(
            takewhile(lambda t: "list-mark" in self._words.classes(t.text) or is_state(t), scene.tokens[end:])
        )
        states = [at for at, token in enumerate(listed) if is_state(token)]
        after = [token.text for token in scene.tokens[end + len(listed) : end + len(listed) + 1]]
        apart = len(states) == 1 and listed[0].text == ","  # "Ministers of Norway, and Finland spoke".
        if not states or apart or any("possessive" in self._words.classes(word) for word in after):
            return end
        return end + states[-1] + 1

    def _of_title(self, scene: Scene, claim: Claim) -> Held:
        """Read an office that is a title: "President Holm"."""
        words = [token.text for token in scene.tokens[claim.name.first : claim.name.begin]]
        values = (self._words.value(word, each) for word in words for each in ("office-title", "member-title"))
        titles = [value for value in values if value]
        return Held(claim, Meaning((titles or [""])[-1], None), claim.name.first, claim.name.begin)

    def _title_of_member(self, scene: Scene, claim: Claim) -> Iterator[Held]:
        """Read a title beside other offices: "President Holm, MP (Norway)", "Ambassador Holm of Norway, the Chair"."""
        members = all("member" in self._grammar.lexicon.classes(role.label) for role in claim.roles)
        held, assembly = self._of_title(scene, claim), self._owners.assembly
        if members and assembly and "presides" in self._grammar.lexicon.classes(held.meaning.label):
            yield held._replace(meaning=held.meaning._replace(owner=assembly))
        chair = all("committee-office" in self._words.classes(role.label.split()[0]) for role in claim.roles)
        title = self._words.classes(held.meaning.label)
        told = claim.home is not None and not ("sent" in title and claim.home.bracket) and "member-title" in title
        if told and (
            chair or "sent" not in title
        ):  # "Ambassador Holm of Norway, the Chair", "Senator Holm (Norway), the Rapporteur".
            yield held

    def _joined(self, scene: Scene, claim: Claim) -> Iterator[Held]:
        """Read the roles of a claim one by one; what is one office of two names is one role."""
        at, roles, gone = 0, claim.roles, False
        while at < len(roles):
            first, meaning = roles[at], self._whole(scene, roles[at])
            meaning = meaning._replace(foreign=True) if gone else meaning
            second = roles[at + 1] if at + 1 < len(roles) else None
            if second and self._is_of_another_state(scene, first, second, claim):
                at += 1  # "The Ambassador of Norway and Finnish Minister X".
                continue
            if second and self._is_chairs_envoy(scene, first, second) and second.end <= claim.name.first:
                yield Held(claim, Meaning(IN_FULL, self._meanings.osce), first.end - 1, first.end)
                at += 1
                continue
            gone = gone or self._is_bygone(scene, first) or (meaning.past and self._is_past_too(scene, first, second))
            meaning = self._at_its_head(claim, self._completed(scene, first, meaning))
            if second and (joint := self._joint(scene, (first, meaning), (second, self.meaning(scene, second)))):
                yield Held(claim, joint, first.begin, second.end)
                at += 2
                continue
            yield Held(claim, self._lent(scene, meaning, first, second), first.begin, first.end)
            at += 1

    def _at_its_head(self, claim: Claim, meaning: Meaning) -> Meaning:
        """Let a minister be the head of the OSCE: "the acting head of the OSCE, Foreign Minister X"."""
        minister = any(role.label == _FOREIGN_MINISTER for role in claim.roles)
        head = meaning.label.split()[-1] == _HEAD and meaning.owner == self._meanings.osce
        return meaning._replace(label=f"{meaning.label}{_OF_THE_OSCE}") if head and minister else meaning

    def _is_chairs_envoy(self, scene: Scene, first: Phrase, second: Phrase) -> bool:
        """Tell an envoy, and the Chair who sends him: "the Personal Envoy of the OSCE Chair, Foreign Minister X"."""
        last = scene.tokens[first.end - 1].mention
        sent = last is not None and last.target.endswith(_CHAIR) and first.end > first.head_end
        between = [token.text for token in scene.tokens[first.end : second.begin]]
        joined = between[:1] == [","] and all("determiner" in self._words.classes(word) for word in between[1:])
        return sent and joined and second.label == _FOREIGN_MINISTER

    def _is_of_another_state(self, scene: Scene, first: Phrase, second: Phrase, claim: Claim) -> bool:
        """Tell whether two offices before a name are of two States: the first is somebody else's then."""
        owners = [self.meaning(scene, role).owner for role in (first, second)]
        states = {owner for owner in owners if owner and owner.kind == "state"}
        return second.end <= claim.name.first and not (first.plural or second.plural) and len(states) == len(owners)

    def _whole(self, scene: Scene, role: Phrase) -> Meaning:
        """Read a role, unless its words are cut off behind an adjective: "Director of the Norwegian xylophonists"."""
        meaning, last = self.meaning(scene, role), scene.tokens[role.end - 1]
        cut = role.end > role.head_end and last.text in self._gazetteer.demonyms
        return meaning._replace(foreign=True) if cut else meaning

    def _completed(self, scene: Scene, role: Phrase, meaning: Meaning) -> Meaning:
        """Give an office in a committee the words of the next: "Chair and Rapporteur of the wool committee"."""
        following = next((each for each in scene.phrases.roles if each.begin in (role.end + 1, role.end + 2)), None)
        if following is None or role.end > role.head_end or meaning.owner:
            return meaning
        joining, *articles = (token.text for token in scene.tokens[role.end : following.begin])
        if joining != "and" or not all("determiner" in self._words.classes(word) for word in articles):
            return meaning
        later = self.meaning(scene, following)
        head, of, rest = later.label.partition(" of ")
        joint = all("committee-office" in self._words.classes(each) for each in (meaning.label, head))
        return (
            meaning._replace(label=f"{meaning.label}{of}{rest}", owner=later.owner)
            if joint and (of or _is_of_body(later))
            else meaning
        )

    def _as_past(self, scene: Scene, held: Held) -> Held:
        """Let a role be a former one where the sentence, and not the role, says so: "X was Minister of Culture"."""
        begun = " ".join(token.text for token in scene.tokens[held.begin : held.begin + 2])
        if (
            not (held.claim.past or self._has_died(scene, held))
            or held.meaning.past
            or "fresh" in self._words.classes(begun)
        ):
            return held
        return held._replace(meaning=held.meaning._replace(past=True, label=f"{_FORMER}{held.meaning.label}"))

    def _has_died(self, scene: Scene, held: Held) -> bool:
        """Tell somebody of whom the sentence says that he died: "President X, who died last week, once said so"."""
        at = held.extent[1]
        words = [self._words.classes(token.text) for token in scene.tokens[at : at + _DIED]]
        return len(words) == _DIED and "clause" in words[1] and any("dying" in found for found in words)

    def _is_bygone(self, scene: Scene, role: Phrase) -> bool:
        """Tell whether a role, and what goes with it, was held back then: "the then Chair, Minister X"."""
        words = [token.text for token in scene.tokens[role.begin : role.head]]
        return any("bygone" in self._grammar.lexicon.classes(word) for word in words)

    def _is_past_too(self, scene: Scene, former: Phrase, second: Phrase | None) -> bool:
        """Tell an office that "former" before another may mean too: "former Vice-President and Rapporteur X"."""
        if second is None or second.begin < second.head or "committee-office" not in self._words.classes(second.label):
            return False
        return [token.text for token in scene.tokens[former.end : second.begin]] == ["and"]

    def _lent(self, scene: Scene, meaning: Meaning, first: Phrase, second: Phrase | None) -> Meaning:
        """Let a role belong to the body of the next: "Project Officer and Acting Head of the OSCE Presence"."""
        staff = "staff" in self._grammar.lexicon.classes(first.label)
        if second is None or meaning.owner is not None or (not staff and self._owners.is_of_state(meaning.label)):
            return meaning
        later = self.meaning(scene, second)
        bare = " of " not in meaning.label or not any(t.is_capital for t in scene.tokens[first.head_end : first.end])
        joined = bare and [token.text for token in scene.tokens[first.end : second.begin]] == ["and"]
        return meaning._replace(owner=later.owner) if joined and _is_of_body(later) else meaning

    def _joint(self, scene: Scene, first: tuple[Phrase, Meaning], second: tuple[Phrase, Meaning]) -> Meaning | None:
        """Join what is one office: "Officer-in-Charge/Mayor", "Special Co-ordinator and leader of the observers"."""
        (one, meaning), (other, later) = first, second
        between = [token.text for token in scene.tokens[one.end : other.begin]]
        if between == ["/"] and meaning.label == _IN_CHARGE and meaning.owner is None:
            return later._replace(label=f"{meaning.label}/{later.label}")
        joint = between == ["and"] and meaning.label == _JOINT_OFFICE and other.label == "Leader"
        return Meaning(meaning.label, later.owner) if joint else None


def _for(held: Held) -> Held:
    """Let an office say what it is for where the sentence does: "Ministers X and Y, of justice and of culture"."""
    if not held.claim.matter:
        return held
    return held._replace(meaning=held.meaning._replace(label=usual(f"{held.meaning.label} {held.claim.matter}")))


def _of_body_behind(held: Held) -> Held:
    """Let an office be of the body that follows those of several: "A and B, Chair and Vice-Chair respectively of …"."""
    body = held.claim.body.mention if held.claim.body else None
    if body is None or held.meaning.owner or held.meaning.foreign:
        return held
    return held._replace(meaning=held.meaning._replace(owner=Agent(body.target, "org")))


def _of_each_body(held: Held, bodies: list[Agent], names: list[Name]) -> Held:
    """Give each holder of a plural office his own body; where they cannot be told apart, the office is nobody's."""
    if len(names) != len(bodies):
        return held._replace(meaning=held.meaning._replace(owner=None, foreign=True))
    own = bodies[names.index(held.claim.name)]
    head = held.meaning.label.partition(" of ")[0]
    return held._replace(meaning=held.meaning._replace(label=headed(head, own) if head == _HEAD else head, owner=own))


def _has_another_mission(document: Document, mentions: tuple[Mention, ...], gazetteer: Gazetteer) -> bool:
    """Tell whether a page names a field mission, or the Assembly, whose missions are no matter of ODIHR's pages."""
    of_odihr = _is_of_odihr(document, gazetteer)
    others = (
        _is_field_mission(each, gazetteer) or (each.target.endswith(_ASSEMBLY) and not of_odihr) for each in mentions
    )
    return any(others)


def _is_field_mission(mention: Mention, gazetteer: Gazetteer) -> bool:
    """Tell a field operation that "the mission" may mean, as it does no Centre and no Project Co-ordinator."""
    return mention.target in gazetteer.hosts and "mission" in mention.target


def _mission_of(document: Document, gazetteer: Gazetteer) -> str:
    """Name the head of the mission that a page is on: that of its title, else the only kind that it speaks of."""
    title, text = document.title.value.lower(), document.text.lower()
    named = [office for office in _OF_MISSIONS if office.removeprefix(_HEAD_OF) in title]
    if named:
        return max(named, key=len)
    spoken_of = _OBSERVING.removeprefix(_HEAD_OF) in text or _is_on_observation(document, gazetteer)
    return _OBSERVING if spoken_of and _ASSESSING not in document.text else ""


def _is_on_observation(document: Document, gazetteer: Gazetteer) -> bool:
    """Tell a page of ODIHR on the observation of an election: "ODIHR begins observation of elections"."""
    return _OBSERVATION in document.title.value and _is_of_odihr(document, gazetteer)


def _is_of_odihr(document: Document, gazetteer: Gazetteer) -> bool:
    return [body.rpartition("/")[2] for body in issuing_bodies(document, gazetteer)] == [_ODIHR]


def _is_of_body(meaning: Meaning) -> bool:
    return meaning.owner is not None and meaning.owner.kind == "org"
