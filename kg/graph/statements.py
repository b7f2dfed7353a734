"""Persons, roles, words and contacts that a document reports, each tied to the mention it was read from."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from kg.facts.model import Act, Contact, Facts, Person, Quotation, Role
from kg.graph.mentions import mention_iri, mention_lines
from kg.iris import Iris
from kg.model import Document, Mention, Span
from kg.nquads import QuadWriter
from kg.regexes import late

#: Finds the name of a thing that the register knows, in English.
Label = Callable[[str], str | None]
_NAMED_IN_FULL = 0.95
_YESTERDAY = late(r"\byesterday\b", re.IGNORECASE)
_TODAY = late(r"\b(?:today|this (?:morning|afternoon|evening))\b", re.IGNORECASE)
_ANOTHER_DAY = late(
    r"\b(?:last (?:week|month|year|night)|earlier (?:this|in)|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|tomorrow|next (?:week|month)|this (?:week|month)|in (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)|\d{1,2} (?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December))\b"
)


class Statements:
    """Writes the facts of one document.

    :param document: the text that the facts were read in
    :param iris: mints the build's IRIs
    :param label: knows the register's names
    """

    def __init__(self, document: Document, iris: Iris, label: Label) -> None:
        self._document = document
        self._iris = iris
        self._label = label
        self._graph = iris.graph(f"doc/{document.key}")
        self._me = iris.document(document.key)
        self._snapshot = iris.snapshot(document.sha256)
        self._out = QuadWriter(self._graph, iris.base)
        self._evidence: dict[str, Mention] = {}
        self._acting: dict[str, Role] = {}

    def write(self, facts: Facts) -> list[str]:
        """State everything.

        :returns: N-Quads lines of the document's graph, mentions included
        """
        for person in facts.persons:
            self._person(person)
        for role in facts.roles:
            self._role(role)
        for quotation in facts.quotations:
            self._quotation(quotation)
        for act in facts.acts:
            self._act(act)
        for contact in facts.contacts:
            self._contact(contact)
        for contradiction in facts.contradictions:
            self._out.text(self._snapshot, "skos:editorialNote", contradiction.message, "en")
        mentions = mention_lines(self._evidence.values(), self._snapshot, self._iris, self._graph)
        return [*self._out.lines, *mentions]

    def _mention(self, span: Span, target: str, kind: str, confidence: float, pattern: str = "") -> str:
        found = Mention(
            start=span.start,
            end=span.end,
            quote=self._document.text[span.start : span.end],
            target=target,
            kind=kind,
            confidence=confidence,
            pattern=pattern,
        )
        me = mention_iri(found, self._snapshot, self._iris)
        self._evidence.setdefault(me, found)
        return me

    def _person(self, person: Person) -> None:
        self._name_person(person.iri, person.name)
        self._out.link(self._me, "osce:mentions", person.iri)
        for span in person.mentions:
            self._mention(span, person.iri, "person", _NAMED_IN_FULL)

    def _name_person(self, iri: str, name: str) -> None:
        if self._label(iri) is None:
            self._out.type(iri, "foaf:Person")
            self._out.label(iri, name)

    def _role(self, role: Role) -> None:
        if role.tenure is None or role.post is None:
            return
        if not role.past and role.tenure_kind != "designated":
            self._acting.setdefault(role.person, role)
        evidence = self._mention(role.span, role.tenure, "tenure", role.confidence, role.pattern)
        self._out.link(role.tenure, "osce:evidencedBy", evidence)
        if role.registered:
            return
        self._out.type(role.tenure, "osce:Tenure")
        self._out.link(role.tenure, "org:member", role.person)
        self._out.link(role.tenure, "osce:ofPost", role.post)
        self._out.text(role.tenure, "osce:roleAsPrinted", " ".join(role.printed.split()), self._document.language)
        if role.on_behalf_of:
            self._out.link(role.tenure, "osce:onBehalfOf", role.on_behalf_of)
        if role.tenure_kind:
            self._out.link(role.tenure, "osce:tenureKind", self._iris.concept("tenure-kind", role.tenure_kind))
        if self._document.issued and not role.past:
            self._out.date(role.tenure, "osce:lastAttested", self._document.issued.value)
        self._post(role)

    def _post(self, role: Role) -> None:
        """State a post that the register lacks: what it is called, and whose it is."""
        if role.post is None or role.affiliation is None or self._label(role.post) is not None:
            return
        self._out.type(role.post, "osce:Post")
        owner = self._label(role.affiliation)
        name = f"{role.label}, {owner}" if owner else role.label
        self._out.label(role.post, _canonical(name))
        self._out.link(role.post, "org:postIn", role.affiliation)

    def _quotation(self, quotation: Quotation) -> None:
        me = self._iris.relation("speech-act", self._document.key, "states", quotation.speaker, quotation.text)
        self._speech(me, "states", quotation)
        self._out.text(me, "osce:quotedText", quotation.text, self._document.language)

    def _act(self, act: Act) -> None:
        addressees = sorted(act.addressees)
        key = (self._document.key, act.kind, act.speaker, *addressees, act.quoted or "")
        me = self._iris.relation("speech-act", *key)
        self._speech(me, act.kind, act)
        for addressee in addressees:
            self._out.link(me, "osce:addressee", addressee)
        for concern in act.concerns:
            self._out.link(me, "osce:concerns", concern)
        if act.quoted:
            self._out.text(me, "osce:quotedText", act.quoted, self._document.language)

    def _speech(self, me: str, kind: str, told: Act | Quotation) -> None:
        evidence = self._mention(told.span, me, "event", told.confidence, told.pattern)
        self._out.type(me, "osce:SpeechAct")
        self._out.link(me, "osce:speechActType", self._iris.concept("speech-act-type", kind))
        self._out.link(me, "osce:speaker", told.speaker)
        self._out.link(me, "osce:reportedIn", self._me)
        self._out.link(me, "osce:evidencedBy", evidence)
        self._date(me, told.span)
        if tenure := self._tenure_of(told.speaker):
            self._out.link(me, "osce:actingAs", tenure)

    def _tenure_of(self, agent: str) -> str | None:
        role = self._acting.get(agent)
        return role.tenure if role else None

    def _contact(self, contact: Contact) -> None:
        parties = sorted(contact.participants)
        me = self._iris.relation("contact", self._document.key, contact.kind, *parties)
        told = self._mention(contact.span, me, "event", contact.confidence, contact.pattern)
        self._out.type(me, "osce:Contact")
        self._out.link(me, "osce:eventType", self._iris.concept("event-type", contact.kind))
        self._out.link(me, "osce:reportedIn", self._me)
        self._out.link(me, "osce:evidencedBy", told)
        self._date(me, contact.span)
        for each in contact.visited:
            self._out.link(me, "osce:visited", each)
        for party in parties:
            self._involve(me, party, told)

    def _involve(self, event: str, party: str, told: str) -> None:
        me = self._iris.relation("involvement", event, party)
        self._out.link(event, "osce:hasInvolvement", me)
        self._out.type(me, "osce:Involvement")
        self._out.link(me, "osce:involvedAgent", party)
        self._out.link(me, "osce:evidencedBy", told)
        role = self._acting.get(party)
        if role and role.tenure:
            self._out.link(me, "osce:actingAs", role.tenure)
        if role and role.on_behalf_of:
            self._out.link(me, "osce:onBehalfOf", role.on_behalf_of)

    def _date(self, event: str, span: Span) -> None:
        """Date an event by its sentence; where that names no day, or another one, say only when it was reported."""
        if self._document.issued is None:
            return
        day = self._day_of(span)
        self._out.date(event, "osce:onDate" if day else "osce:reportedOn", day or self._document.issued.value)

    def _day_of(self, span: Span) -> str | None:
        """Tell the day that the sentence of an event names: "today" or "yesterday"; none otherwise."""
        issued = self._document.issued.value if self._document.issued else ""
        before = self._document.text[: span.start]
        begin = max(before.rfind(". "), before.rfind("\n")) + 1
        sentence = self._document.text[begin : span.end]
        if len(issued) != len("2021-05-01") or _ANOTHER_DAY.search(sentence):
            return None
        if _YESTERDAY.search(sentence):
            return (date.fromisoformat(issued) - timedelta(days=1)).isoformat()
        return issued if _TODAY.search(sentence) else None


def state(facts: Facts, document: Document, iris: Iris, label: Label) -> list[str]:
    """State what a document tells of persons, roles, words and contacts.

    :param facts: what was read in it
    :param document: one capture of one language version
    :param iris: mints the build's IRIs
    :param label: finds the register's name of an IRI, if it has one
    :returns: N-Quads lines of the document's graph; an equal line may come twice
    """
    return Statements(document, iris, label).write(facts)


def _canonical(name: str) -> str:
    """Write a name so that two pages that print it with other spaces or a small initial agree."""
    words = " ".join(name.split())
    return words[:1].upper() + words[1:]
