"""The deep reading of one document: who is named, in which role, who said, did and met."""

from dataclasses import dataclass, field

from kg.facts.acts import Said, acts_in
from kg.facts.cast import Cast
from kg.facts.contacts import Met, contacts_in
from kg.facts.model import Act, Contact, Facts, Person, Quotation
from kg.facts.persons import Reading, read_persons
from kg.facts.quotations import Quoted, is_left_open, quoted_in
from kg.facts.references import Reference, References
from kg.facts.tenures import Tenures
from kg.facts.tokens import Paragraph, paragraphs_of
from kg.iris import Iris
from kg.model import Document, Mention, Span
from kg.reference.gazetteer import Gazetteer


@dataclass(slots=True)
class _Found:
    quotations: list[Quotation] = field(default_factory=list)
    acts: dict[tuple[str, str, tuple[str, ...]], Act] = field(default_factory=dict)
    contacts: dict[tuple[str, tuple[str, ...]], Contact] = field(default_factory=dict)


class Reader:
    """Reads one document."""

    def __init__(self, document: Document, gazetteer: Gazetteer, mentions: tuple[Mention, ...]) -> None:
        self._document = document
        self._gazetteer = gazetteer
        self._mentions = mentions
        self._iris = Iris(gazetteer.base)
        self._found = _Found()
        self._osce: set[str] = set()

    def read(self) -> Facts:
        """Read persons and roles first, then what they said and did, paragraph by paragraph, the title last."""
        readings = [read_persons(paragraph) for paragraph in paragraphs_of(self._document, self._mentions)]
        cast = Cast(readings, self._iris)
        tenures = Tenures(self._document, self._gazetteer, cast, self._mentions)
        tenures.read(readings)
        self._osce = {role.person for role in tenures.roles if role.affiliation and "/org/" in role.affiliation}
        self._read_words(readings, References(cast, tenures.index))
        persons = (
            Person(iri=m.iri, name=m.name, gender=m.gender, mentions=tuple(m.spans)) for m in cast.members.values()
        )
        self._names = {member.iri: member.name for member in cast.members.values()}
        return Facts(
            mentions=self._mentions,
            persons=tuple(persons),
            roles=tuple(tenures.roles),
            quotations=tuple(self._found.quotations),
            acts=tuple(self._found.acts.values()),
            contacts=tuple(self._found.contacts.values()),
            contradictions=tuple(tenures.contradictions),
        )

    def _read_words(self, readings: list[Reading], references: References) -> None:
        left_open: Reference | None = None
        for reading in readings[1:]:
            here = references.of(reading)
            quotations = quoted_in(reading.paragraph, here, left_open)
            last = quotations[-1].speaker if quotations else None
            left_open = last if is_left_open(reading.paragraph) else None
            for quoted in quotations:
                self._quote(reading.paragraph, quoted)
            for said in acts_in(reading.paragraph, here, quotations):
                self._act(reading.paragraph, said)
            for met in contacts_in(reading.paragraph, here, quotations):
                self._contact(reading.paragraph, met)

    def _quote(self, paragraph: Paragraph, quoted: Quoted) -> None:
        if quoted.speaker is None or len(quoted.speaker.agents) != 1:
            return
        tokens = paragraph.tokens
        where = quoted.speaker
        begin = tokens[where.begin].start if where.end <= len(tokens) else quoted.span.start
        end = tokens[where.end - 1].end if where.end <= len(tokens) else quoted.span.end
        self._found.quotations.append(
            Quotation(
                text=self._document.text[quoted.span.start : quoted.span.end],
                span=quoted.span,
                speaker=where.agents[0],
                speaker_name=where.agents[0].rsplit("/", 1)[-1],
                attribution=Span(begin, end),
                confidence=0.85 if where.pronoun else 0.95,
            )
        )

    def _act(self, paragraph: Paragraph, said: Said) -> None:
        span = Span(paragraph.tokens[said.begin].start, paragraph.tokens[max(said.reach - 1, said.begin)].end)
        for speaker in said.speakers:
            if "/person/" in speaker and speaker not in self._osce:
                continue
            quoted = said.quoted.span if said.quoted else None
            act = Act(
                kind=said.kind,
                speaker=speaker,
                speaker_name=speaker.rsplit("/", 1)[-1],
                addressees=tuple(agent for agent in said.addressees if agent != speaker),
                span=span,
                quoted=self._document.text[quoted.start : quoted.end] if quoted else None,
            )
            self._found.acts.setdefault((act.kind, act.speaker, act.addressees), act)

    def _contact(self, paragraph: Paragraph, met: Met) -> None:
        span = Span(paragraph.tokens[met.begin].start, paragraph.tokens[met.end - 1].end)
        names = tuple(agent.rsplit("/", 1)[-1] for agent in met.participants)
        contact = Contact(kind=met.kind, participants=met.participants, names=names, span=span)
        self._found.contacts.setdefault((met.kind, tuple(sorted(met.participants))), contact)
