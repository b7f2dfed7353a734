"""The deep reading of one document: who is named, in which role, who said, did and met."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kg.facts.confidence import confidence_of
from kg.facts.grammar.tables import LANGUAGES, Grammar
from kg.facts.model import Act, Contact, Facts, Person, Quotation
from kg.facts.reading.acts import Said, acts_in
from kg.facts.reading.agents import Agent
from kg.facts.reading.clauses import Clauses
from kg.facts.reading.contacts import Contacts, own_contacts
from kg.facts.reading.holders import Scene, scene_of
from kg.facts.reading.letters import letter_in
from kg.facts.reading.lines import prepared
from kg.facts.reading.meetings import CALL, MEETING, Met
from kg.facts.reading.offices import Offices
from kg.facts.reading.parties import Clause, Party
from kg.facts.reading.people import People
from kg.facts.reading.phrases import CO_CHAIR, Name, Role, phrases_of
from kg.facts.reading.quotations import Speech
from kg.facts.reading.quotes import Quote
from kg.facts.reading.statements import Quoted
from kg.facts.tables import terms
from kg.facts.tokens import Paragraph, asides_of, paragraphs_of, title_of
from kg.iris import Iris
from kg.model import Document, Mention, Span
from kg.reference.gazetteer import Gazetteer
from kg.regexes import late

#: Language tag of a text too short to tell: it is read as English, as nearly all pages are.
_UNDETERMINED = "und"
#: How many must be named in a contact of a kind; two by default.
_VISIT = "visit"
#: End of the Organization's own identifier.
_OSCE = "/org/osce"
#: How many words behind a verb may be an article and "authorities".
_NEAR = 3
_PARTIES = {_VISIT: 1}
#: Kinds of patterns that name all members of a college, and all who chair talks.
_MEMBERS, _CHAIRS = "members", "chairs"
#: How the title of a text that somebody delivered begins; a headline introduces nobody.
_HEADING = late(r"(?:[A-Z][\w’'-]*[ \u00a0]){0,2}(?:" + "|".join(sorted(terms("headings"))) + r")[ \u00a0][a-z]")


@dataclass(slots=True, eq=False, repr=False)
class _Found:
    quotations: list[Quotation] = field(default_factory=list)
    acts: dict[tuple[str, Agent, tuple[Agent, ...]], Act] = field(default_factory=dict)
    contacts: dict[tuple[str, frozenset[Agent]], Contact] = field(default_factory=dict)


class Reader:
    """Reads one document.

    :param document: the text
    :param gazetteer: the register
    :param mentions: names of the register in the text
    """

    def __init__(self, document: Document, gazetteer: Gazetteer, mentions: tuple[Mention, ...]) -> None:
        self._document = document
        self._gazetteer = gazetteer
        self._mentions = mentions
        language = document.language.partition("-")[0].lower().replace(_UNDETERMINED, "en")
        self._grammar: Grammar | None = prepared(language) if language in LANGUAGES else None
        self._found = _Found()
        self._osce: set[str] = set()
        #: IRIs of everybody whom the document names.
        self._persons: set[str] = set()
        self._members: list[str] = []

    def read(self) -> Facts:
        """Read persons and roles first, then what they said and did, paragraph by paragraph, the title last."""
        if self._grammar is None:
            return Facts(mentions=self._mentions)
        paragraphs = self._scenes(paragraphs_of(self._document, self._mentions), self._grammar)
        asides = self._scenes(asides_of(self._document, self._mentions), self._grammar)
        title = self._scenes(title_of(self._document, self._mentions), self._grammar)
        heading = title if _HEADING.match(self._document.title.value or "") else ()
        scenes = [scene for _, inside in (*heading, *paragraphs, *asides) for scene in inside]
        people = People(scenes, Iris(self._gazetteer.base), self._grammar.lexicon)
        offices = Offices(self._document, self._gazetteer, people, self._grammar, self._mentions)
        offices.read(scenes)
        people.locate()
        self._persons = {member.iri for member in people.members.values()}
        held = [role for role in offices.roles if role.affiliation and not role.past]
        self._osce = {role.person for role in held if not role.on_behalf_of}
        colleagues = list(_colleagues(scenes, people, self._grammar))
        self._osce |= {person for person, kind in colleagues if kind != _CHAIRS} | offices.in_posts
        self._members = [person for person, kind in colleagues if kind == _MEMBERS]
        offices.chairs = offices.chairs_of(dict.fromkeys(person for person, kind in colleagues if kind == _CHAIRS))
        self._read_words([*paragraphs, *title], people, offices)
        self._read_captions(asides, people, offices)
        body = [paragraph for paragraph, _ in paragraphs]
        if letter := letter_in(self._document, body, people, self._grammar.lexicon):
            self._contact(*letter)
        return self._facts(people, offices)

    def _scenes(self, paragraphs: Sequence[Paragraph], rules: Grammar) -> list[tuple[Paragraph, list[Scene]]]:
        return [
            (paragraph, [scene_of(paragraph, phrases_of(paragraph, s, rules), rules) for s in paragraph.sentences])
            for paragraph in paragraphs
        ]

    def _facts(self, people: People, offices: Offices) -> Facts:
        persons = (
            Person(iri=m.iri, name=m.name, gender=m.gender, mentions=tuple(m.spans)) for m in people.members.values()
        )
        return Facts(
            mentions=self._mentions,
            persons=tuple(persons),
            roles=tuple(offices.roles),
            quotations=tuple(self._found.quotations),
            acts=tuple(self._found.acts.values()),
            contacts=tuple(_told_once(self._found.contacts.values())),
            contradictions=tuple(offices.contradictions),
        )

    def _read_words(
        self, paragraphs: Sequence[tuple[Paragraph, list[Scene]]], people: People, offices: Offices
    ) -> None:
        if self._grammar is None:
            return
        clauses = Clauses(people, offices, self._grammar, self._members)
        speech = Speech(self._grammar, clauses)
        speech.announce(list(self._titles(paragraphs, Clauses(people, offices, self._grammar, self._members))))
        contacts = Contacts(self._grammar)
        last = max((paragraph.span for paragraph, _ in paragraphs), default=None)
        for paragraph, scenes in paragraphs:
            clauses.in_title = paragraph.span == self._document.title.span
            quoted = speech.read(paragraph, scenes)
            if paragraph.span == last:
                quoted = speech.broken_off(paragraph, quoted)
            self._lengthen(speech.longer)
            contacts.begin()
            quoted = self._as_told(quoted) if clauses.in_title else quoted
            for each in (*speech.earlier, *quoted):
                self._quote(paragraph, each)
            self._lengthen(speech.cut_off(paragraph) if paragraph.span == last else None)
            for scene, line in speech.lines:
                self._read_line(paragraph, line, self._grammar, contacts, speech.voice)
                self._read_quoted(paragraph, scene, quoted, clauses)

    def _titles(self, paragraphs: Sequence[tuple[Paragraph, list[Scene]]], clauses: Clauses) -> Iterator[Clause]:
        """Make the lines of the title, before the text is read."""
        for paragraph, scenes in paragraphs:
            if paragraph.span == self._document.title.span:
                yield from (clauses.outer(scene, ()) for scene in scenes)

    def _read_line(
        self, paragraph: Paragraph, line: Clause, grammar: Grammar, contacts: Contacts, voice: Party | None
    ) -> None:
        """Read what is done in a sentence; the title only repeats what the text tells."""
        for said in acts_in(line, grammar, first_person=False, voices=voice.agents if voice else ()):
            self._act(paragraph, said, None)
        for met in contacts.read(line):
            if paragraph.span != self._document.title.span or not self._is_told(met):
                self._contact(paragraph, met)

    def _read_captions(self, asides: Sequence[tuple[Paragraph, list[Scene]]], people: People, offices: Offices) -> None:
        """Read who meets whom in pictures."""
        if self._grammar is None:
            return
        clauses, contacts = Clauses(people, offices, self._grammar, self._members), Contacts(self._grammar)
        for paragraph, scenes in asides:
            contacts.begin()
            for scene in scenes:
                for met in contacts.read(clauses.outer(scene, ())):
                    if not self._is_told(met):
                        self._contact(paragraph, met)

    def _is_told(self, met: Met) -> bool:
        """Tell whether a title or picture only repeats what the text states, with all who took part."""
        kinds = (MEETING, CALL) if met.kind == MEETING else (met.kind,)  # "X speaks with Y", who telephoned.
        return any(kind in kinds and set(met.participants) <= known for kind, known in self._found.contacts)

    def _read_quoted(self, paragraph: Paragraph, scene: Scene, quoted: Sequence[Quoted], clauses: Clauses) -> None:
        """Read what speakers do in their own words: "I call on …"."""
        for each in quoted:
            if self._grammar is None or each.speaker is None:
                continue
            line = clauses.inner(scene, each.quote, each.together or each.speaker, each.attribution)
            voices = (each.together or each.speaker).agents
            for said in acts_in(line, self._grammar, first_person=True, voices=voices):
                self._act(paragraph, said, each.quote.span)
            for met in own_contacts(line, voices, self._grammar):
                self._contact(paragraph, met)

    def _as_told(self, quoted: Sequence[Quoted]) -> list[Quoted]:
        """Give what the title quotes to the one person whose words the text has it from."""
        return [
            each if (told := self._told(each)) is None else each._replace(speaker=told, attribution=None)
            for each in quoted
        ]

    def _told(self, quoted: Quoted) -> Party | None:
        """Find the one person of the text whose words some words of the title are."""
        span = quoted.quote.span
        words = self._document.text[span.start : span.end].casefold()
        found = {each.speaker: each.speaker_name for each in self._found.quotations if words in each.text.casefold()}
        known = [Agent(iri, "person") for iri in found if iri in self._persons]
        return Party((known[0],), (known[0],)) if len(found) == len(known) == 1 and quoted.quote.words > 2 else None

    def _quote(self, paragraph: Paragraph, quoted: Quoted) -> None:
        if quoted.speaker is None or self._is_repeated(quoted):
            return
        unit, tokens = quoted.attribution, paragraph.tokens
        span = quoted.quote.span
        if unit is not None and unit.end <= len(tokens):
            span = Span(tokens[unit.begin].start, tokens[unit.end - 1].end)
        self._found.quotations += [
            Quotation(
                text=self._document.text[quoted.quote.span.start : quoted.quote.span.end],
                span=quoted.quote.span,
                speaker=speaker.iri,
                speaker_name=speaker.key,
                attribution=span,
                confidence=confidence_of(quoted.pattern, "quotation"),
                pattern=quoted.pattern,
            )
            for speaker in quoted.speaker.agents
        ]

    def _lengthen(self, longer: tuple[Quote, int] | None) -> None:
        """Let a quotation that was read go on to where a later paragraph ends it."""
        for at, each in enumerate(self._found.quotations):
            if longer and each.span == longer[0].span:
                span = Span(each.span.start, longer[1])
                text = self._document.text[span.start : span.end]
                self._found.quotations[at] = each._replace(span=span, text=text)

    def _is_repeated(self, quoted: Quoted) -> bool:
        """Tell whether a quotation that breaks off is the beginning of one that was read before."""
        text = self._document.text[quoted.quote.span.start : quoted.quote.span.end]
        return not quoted.quote.closes and any(each.text.startswith(text) for each in self._found.quotations)

    def _act(self, paragraph: Paragraph, said: Said, quoted: Span | None) -> None:
        speakers = said.speakers
        if paragraph.span == self._document.title.span:
            speakers = self._untold(said)
            self._address(said)
        for speaker in speakers:
            if speaker.is_person and speaker.iri not in self._osce:
                continue
            addressees = tuple(agent for agent in said.addressees if agent != speaker)
            if quoted and not addressees and self._is_called_on_again(paragraph, said, speaker):
                continue
            act = self._act_of(paragraph, said, speaker, addressees, quoted)
            self._found.acts.setdefault((said.kind, speaker, addressees), act)

    def _is_called_on_again(self, paragraph: Paragraph, said: Said, speaker: Agent) -> bool:
        """Tell whether a speaker’s own words only call on "the authorities" of whom the text has told.

        In English the authorities are those of a State that the sentence names.
        """
        grammar = self._grammar
        if grammar is None or not grammar.shares_patterns:
            return False
        told = any(key[:2] == (said.kind, speaker) and key[-1] for key in self._found.acts)
        behind = paragraph.tokens[said.begin : said.end + _NEAR]
        return told and any("authority" in grammar.classes(token.text) for token in behind)

    def _address(self, said: Said) -> None:
        """Let the title say whom the only act of its kind and speaker addresses, where the text does not."""
        for speaker in said.speakers if said.addressees else ():
            told = [key for key in self._found.acts if key[:2] == (said.kind, speaker)]
            if len(told) == 1 and not told[0][-1]:
                act = self._found.acts.pop(told[0])
                named = act._replace(addressees=tuple(agent.iri for agent in said.addressees))
                self._found.acts[(said.kind, speaker, said.addressees)] = named

    def _untold(self, said: Said) -> tuple[Agent, ...]:
        """List whose act of the title the text does not state.

        A mission, or the OSCE, acts beside its head of whom the text says so, the OSCE beside its own bodies too,
        and so do all whom the title names with somebody.
        """
        told = [speaker for kind, speaker, _ in self._found.acts if kind == said.kind]
        bodies = all(not agent.is_person for agent in said.speakers)
        persons = all(agent.is_person for agent in said.speakers)
        apart = (bodies and all(agent.is_person for agent in told)) or (persons and not any(a.is_person for a in told))
        whole = bodies and all(agent.iri.endswith(_OSCE) for agent in said.speakers)
        if not told or apart or (whole and not set(told) & set(said.speakers)):
            return said.speakers
        others = tuple(agent for agent in said.speakers if agent not in told)
        return others if len(others) < len(said.speakers) else ()

    def _act_of(
        self, paragraph: Paragraph, said: Said, speaker: Agent, addressees: tuple[Agent, ...], quoted: Span | None
    ) -> Act:
        tokens = paragraph.tokens
        return Act(
            kind=said.kind,
            speaker=speaker.iri,
            speaker_name=speaker.key,
            addressees=tuple(agent.iri for agent in addressees),
            concerns=tuple(agent.iri for agent in said.concerns),
            span=Span(tokens[said.begin].start, tokens[max(said.end - 1, said.begin)].end),
            quoted=self._document.text[quoted.start : quoted.end] if quoted else None,
            confidence=confidence_of(said.pattern, "act"),
            pattern=said.pattern,
        )

    def _named(self, agents: Sequence[Agent]) -> tuple[Agent, ...]:
        """Leave out those whom only the register names: contacts are between people whom the page names."""
        return tuple(agent for agent in agents if agent.iri in self._persons)

    def _contact(self, paragraph: Paragraph, met: Met) -> None:
        met = met._replace(participants=self._named(met.participants), instead=self._named(met.instead))
        if len(met.participants) < _PARTIES.get(met.kind, 2) or set(met.participants) <= set(met.doers):
            return  # "The Ministers also met with the Secretary General", whom only the register names.
        known = self._found.contacts.pop((met.kind, frozenset(met.instead)), None) if met.instead else None
        span = Span(paragraph.tokens[met.begin].start, paragraph.tokens[met.end - 1].end)
        contact = Contact(
            kind=met.kind,
            participants=tuple(agent.iri for agent in met.participants),
            names=tuple(agent.key for agent in met.participants),
            span=known.span if known else span,
            visited=met.visited,
            confidence=confidence_of(met.pattern, "contact"),
            pattern=met.pattern,
        )
        key = (met.kind, frozenset(met.participants))
        first = self._found.contacts.setdefault(key, contact)
        visited = tuple(dict.fromkeys((*first.visited, *met.visited)))
        self._found.contacts[key] = first._replace(visited=visited)


def _told_once(contacts: Collection[Contact]) -> Iterator[Contact]:
    """Leave out visits to places that are not named, of some of those who made one: "Her visit ended today"."""
    visits = [set(each.participants) for each in contacts if each.kind == _VISIT]
    for contact in contacts:
        vague = contact.kind == _VISIT and not contact.visited
        if not vague or not any(set(contact.participants) < others for others in visits):
            yield contact


def _colleagues(scenes: Sequence[Scene], people: People, grammar: Grammar) -> Iterator[tuple[str, str]]:
    """List who speaks with a body's voice, such as the members of the Ministerial Troika, and the pattern's kind."""
    for scene in scenes:
        for pattern in scene.phrases.line.fitting(grammar.stage("colleges")):
            for match in scene.phrases.line.search(pattern):
                if any(not _are_chairs(scene, unit.content, grammar) for unit in match.units("noun")):
                    continue
                names = [unit.content for unit in match.units("who") if isinstance(unit.content, Name)]
                found = (people.find(name.written) for name in names)
                yield from ((person, grammar.kinds[pattern.name]) for person in found if person)


def _are_chairs(scene: Scene, noun: object, grammar: Grammar) -> bool:
    """Tell whether a noun before names is that of those who chair talks: not "guests of the Co-Chairs, X and Y"."""
    if not isinstance(noun, Role) or noun.label != CO_CHAIR:
        return False
    before = [token.text.lower() for token in scene.tokens[max(noun.begin - 2, 0) : noun.begin]]
    return not any("preposition" in grammar.classes(word) for word in before)
