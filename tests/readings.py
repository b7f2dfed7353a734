"""Facts as short lines of text, so that tables of sentences can say what must be read in them."""

from collections.abc import Iterator

from kg.facts import Facts
from kg.model import Document, Printed, Span


def release(
    text: str, *, title: str = "Note", source: str = "", date: str = "2021-05-03", language: str = "en"
) -> Document:
    """Make a release of some paragraphs, which ``¶`` parts."""
    paragraphs = [part.strip() for part in text.split("¶")]
    head = [title, *([f"Source: {source}"] if source else [])]
    whole, spans, start = "\n".join([*head, *paragraphs]), [], len("\n".join(head)) + 1
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 1
    at = len(title) + 1 + len("Source: ")
    return Document(
        key="1",
        kind="press-release",
        address=None,
        language=language,
        title=Printed(value=title, evidence="body", span=Span(0, len(title))),
        text=whole,
        paragraphs=tuple(spans),
        issued=Printed(value=date, evidence="label"),
        sources=(Printed(value=source, evidence="label", span=Span(at, at + len(source))),) if source else (),
    )


def readings(facts: Facts) -> Iterator[tuple[str, str]]:
    """Write every fact, with the pattern that read it: ``role: Asta Holm | Mayor | state/norway``."""
    names = {person.iri: person.name for person in facts.persons}

    def named(iri: str) -> str:
        return names.get(iri) or iri.rsplit("/", 1)[-1]

    for mention in facts.mentions:
        yield f"mention: {mention.quote} | {mention.target.split('/id/', 1)[-1]}", ""
    for person in facts.persons:
        yield f"person: {person.name}", ""
    for role in facts.roles:
        yield f"role: {role.name} | {role.label} | {(role.affiliation or '').split('/id/', 1)[-1]}", role.pattern
    for quotation in facts.quotations:
        yield f"quotation: {named(quotation.speaker)}: {quotation.text}", quotation.pattern
    for act in facts.acts:
        to = ", ".join(sorted(map(named, act.addressees)))
        yield f"act: {named(act.speaker)} {act.kind} {to}".strip(), act.pattern
        for concern in act.concerns:
            yield f"concerns: {named(act.speaker)} {act.kind} {named(concern)}", act.pattern
    for contact in facts.contacts:
        yield f"contact: {contact.kind}: {', '.join(sorted(contact.names))}", contact.pattern
        if contact.visited:
            led = ", ".join(sorted(each.rsplit("/", 1)[-1] for each in contact.visited))
            yield f"visited: {', '.join(sorted(contact.names))}: {led}", contact.pattern
