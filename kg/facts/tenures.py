"""Roles as tenures: of which post, of whose body or State, and whether the register knows them."""

from collections.abc import Iterable, Iterator

from kg.facts.affiliations import Meaning, meaning_of
from kg.facts.cast import Cast, surnames
from kg.facts.context import Context
from kg.facts.model import Contradiction, Role
from kg.facts.persons import Named, Reading
from kg.facts.references import Roles
from kg.facts.roles import RolePhrase
from kg.facts.tables import entries
from kg.facts.tokens import Token
from kg.iris import Iris, slug
from kg.model import Document, Mention, Span
from kg.reference.gazetteer import Gazetteer, Holder

_POSTS = {(entry.term, entry.value): entry.note for entry in entries("posts")}
_HEADS = ("Head of Mission", "Head of Office", "Head of the Centre", "Head of the Programme Office", "Head of Presence")
_OFFICES = frozenset({"President", "Minister", "Chancellor", "King", "Queen", "Prince"})
_OF_A_STATE = frozenset({"President", "King", "Queen", "Chancellor"})
_HEADING = frozenset({"heads", "leads"})
_FOREIGN_MINISTER = "Minister for Foreign Affairs"
_HEADS_OF = frozenset(
    {*_HEADS, "Head of the Presence", "Head", "Project Co-ordinator", "Chief Monitor", "Chief Observer"}
)


class Tenures:
    """Makes the roles of one document."""

    def __init__(self, document: Document, gazetteer: Gazetteer, cast: Cast, mentions: tuple[Mention, ...]) -> None:
        self._document = document
        self._gazetteer = gazetteer
        self._cast = cast
        self._iris = Iris(gazetteer.base)
        self.roles: list[Role] = []
        self.contradictions: list[Contradiction] = []
        self.index = Roles(gazetteer.base)
        self._context = Context(document, gazetteer, mentions)

    def read(self, readings: Iterable[Reading]) -> None:
        """Read the roles of all paragraphs; the same role of the same person is kept once, as first told."""
        seen: set[tuple[str, str, str | None]] = set()
        for reading in readings:
            for named in reading.named:
                for role in self._of(reading.paragraph.tokens, named):
                    key = (role.person, role.label.casefold(), role.affiliation)
                    if key not in seen:
                        seen.add(key)
                        self.roles.append(role)
        self._enter_holders(readings)
        self._enter_chairs_ministers(readings)

    def _of(self, tokens: tuple[Token, ...], named: Named) -> Iterator[Role]:
        person = self._cast.find(tokens, named.run)
        if person is None:
            return
        yield from self._beside(tokens, named, person)
        for first, last, meaning in _merged(tokens, named.roles, self._iris.base):
            span = Span(tokens[first.begin].start, tokens[last.end - 1].end)
            role = self._role(person, self._context.complete(meaning, span.start, _home(tokens, named.run.end)), span)
            person = role.person
            self.index.enter(last, tokens, person, role.affiliation)
            yield role

    def _beside(self, tokens: tuple[Token, ...], named: Named, person: str) -> Iterator[Role]:
        """Read an office in the title, "President X of Estonia", or in a clause, "X, who heads the Mission"."""
        run = named.run
        home = _home(tokens, run.end)
        title = tokens[run.first] if run.titled else None
        if title and title.text in _OFFICES and not named.roles:
            span = Span(title.start, title.end)
            if home is None and title.text in _OF_A_STATE and run.end - run.begin >= 2:
                home = self._context.complete(Meaning(title.text, None, past=False), span.start, None).affiliation
            if home:
                yield self._role(person, Meaning(title.text, home, past=False), span)
        clause = [token.text for token in tokens[run.end : run.end + 3]]
        at = run.end + (4 if [t.text for t in tokens[run.end + 3 : run.end + 4]] == ["the"] else 3)
        if clause[:2] == [",", "who"] and clause[2:] and clause[2] in _HEADING and at < len(tokens):
            body = tokens[at].mention
            if body is not None and body.kind == "org":
                span = Span(tokens[run.end + 2].start, tokens[at].end)
                yield self._role(person, Meaning("Head", body.target, past=False), span)

    def _role(self, person: str, meaning: Meaning, span: Span) -> Role:
        name = self._cast.members[person].name
        post = self._post(meaning)
        holder = self._registered(post, person, name, span, meaning)
        if holder and holder.holder != person:
            self._cast.rename(person, holder.holder, holder.name)
            person, name = holder.holder, holder.name
        state = meaning.affiliation if meaning.affiliation and "/state/" in meaning.affiliation else None
        key = f"{slug(name)}-{post.rsplit('/', 1)[-1]}" if post else ""
        minted = self._iris.thing("tenure", key) if key else None
        return Role(
            person=person,
            name=name,
            label=meaning.label,
            printed=self._document.text[span.start : span.end],
            span=span,
            affiliation=meaning.affiliation,
            post=post,
            tenure=holder.tenure if holder else minted,
            on_behalf_of=state,
            registered=holder is not None,
            past=meaning.past,
        )

    def _post(self, meaning: Meaning) -> str | None:
        """Find or mint the post of a role; a role of nobody in particular is no post."""
        if meaning.affiliation is None:
            return None
        body = meaning.affiliation.rsplit("/", 1)[-1]
        office = meaning.label.removeprefix("Acting ").removeprefix("Former ")
        known = _POSTS.get((office, body))
        if known:
            return self._iris.post(known)
        if "/org/" in meaning.affiliation and office in _HEADS_OF:
            return self._iris.post(f"head-of-{body}")
        return self._iris.post(f"{slug(office)}-{body}")

    def _registered(self, post: str | None, person: str, name: str, span: Span, meaning: Meaning) -> Holder | None:
        """Find the register's tenure of a post, and report a name that it does not bear out."""
        date = self._document.issued.value if self._document.issued else None
        if post is None or not self._gazetteer.tenures(post):
            return None
        mine = [h for h in self._gazetteer.tenures(post) if _same(h, person, name)]
        if meaning.past or date is None:
            return mine[-1] if mine else None
        held = next((holder for holder in self._gazetteer.holders(post, date) if _same(holder, person, name)), None)
        surely = [holder for holder in self._gazetteer.tenures(post) if holder.holds(date)]
        if held is None and surely and not meaning.label.startswith("Acting "):
            others = " and ".join(holder.name for holder in surely)
            label = post.rsplit("/", 1)[-1]
            message = f"{name} is called {label} on {date}; the register has {others}: check the page or the register"
            self.contradictions.append(Contradiction(span=span, message=message))
        return held

    def _enter_holders(self, readings: Iterable[Reading]) -> None:
        """Let a post that no name stands by mean its holder on the document's date."""
        date = self._document.issued.value if self._document.issued else None
        if date is None:
            return
        named = {role.post for role in self.roles}
        for reading in readings:
            for phrase in reading.roles:
                mention = reading.paragraph.tokens[phrase.head].mention
                post = self._post(meaning_of(reading.paragraph.tokens, phrase, self._iris.base)) if mention else None
                holders = self._gazetteer.holders(post, date) if post and post not in named else ()
                if len(holders) == 1:
                    self.index.enter(phrase, reading.paragraph.tokens, holders[0].holder)

    def _enter_chairs_ministers(self, readings: Iterable[Reading]) -> None:
        """Let "the Swedish Foreign Minister" be the Chairperson-in-Office of the text while Sweden chairs."""
        date = self._document.issued.value if self._document.issued else None
        post = self._iris.post("chairperson-in-office")
        named = {role.person for role in self.roles if role.post == post and not role.past}
        chairs = [holder for holder in self._gazetteer.holders(post, date or "") if holder.holder in named]
        if date is None or len(chairs) != 1:
            return
        state = chairs[0].state
        if any(role.label == _FOREIGN_MINISTER and role.affiliation == state for role in self.roles):
            return
        for reading in readings:
            tokens = reading.paragraph.tokens
            owned = {id(role) for named_ in reading.named for role in named_.roles}
            for phrase in reading.roles:
                meaning = meaning_of(tokens, phrase, self._iris.base)
                if id(phrase) in owned or (meaning.label, meaning.affiliation) != (_FOREIGN_MINISTER, state):
                    continue
                self.index.enter(phrase, tokens, chairs[0].holder, state)
                span = Span(tokens[phrase.begin].start, tokens[phrase.end - 1].end)
                self.roles.append(self._role(chairs[0].holder, meaning, span))
                return


def _home(tokens: tuple[Token, ...], at: int) -> str | None:
    """Read the State after a name: "of Estonia", "of the Russian Federation", "(France)"."""
    if at >= len(tokens) or tokens[at].text not in ("of", "("):
        return None
    at += 2 if at + 1 < len(tokens) and tokens[at + 1].text == "the" else 1
    mention = tokens[at].mention if at < len(tokens) else None
    return mention.target if mention and mention.kind == "state" else None


def _same(holder: Holder, person: str, name: str) -> bool:
    """Tell whether a holder is the person of a text: the same name, or surname and initial of it."""
    if holder.holder == person:
        return True
    same_surname = set(surnames(holder.name)) & set(surnames(name))
    return bool(same_surname) and slug(holder.name)[:1] == slug(name)[:1]


def _merged(
    tokens: tuple[Token, ...], phrases: list[RolePhrase], base: str
) -> Iterator[tuple[RolePhrase, RolePhrase, Meaning]]:
    """Join "Prime Minister and Minister for Foreign Affairs" into one role where one owner stands for both."""
    index = 0
    while index < len(phrases):
        phrase, meaning = phrases[index], meaning_of(tokens, phrases[index], base)
        if index + 1 < len(phrases):
            other = phrases[index + 1]
            second = meaning_of(tokens, other, base)
            between = [token.text for token in tokens[phrase.end : other.begin]]
            if between == ["and"] and meaning.label == "Special Co-ordinator" and tokens[other.head].text == "leader":
                # One office of election observation; "leader of the mission" only tells what it is.
                yield phrase, other, Meaning(meaning.label, second.affiliation, meaning.past)
                index += 2
                continue
            if between == ["and"] and None in (meaning.affiliation, second.affiliation):
                owner = meaning.affiliation or second.affiliation
                yield phrase, other, Meaning(f"{meaning.label} and {second.label}", owner, meaning.past)
                index += 2
                continue
        yield phrase, phrase, meaning
        index += 1
