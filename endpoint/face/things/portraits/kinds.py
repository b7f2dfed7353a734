"""Portraits of States, field operations, bodies, posts, people, meetings, places and fields of work."""

from collections.abc import Callable

from endpoint.face.language import gettext, in_words
from endpoint.face.things.portraits.drawing import (
    Line,
    Link,
    Portrait,
    Row,
    Section,
    Span,
    Subject,
    happened,
    kept,
    named,
)
from endpoint.face.things.portraits.lineage import lineage, organization
from endpoint.face.things.portraits.records import sections
from endpoint.face.things.portraits.shared import acts, by_time, contacts, facts, gaps, holders, span_of, things
from endpoint.face.things.statements import Statements


def state(subject: Subject, said: Statements) -> Portrait:
    """Draw a State: since when it takes part, its names in time, whom it hosted, what was said to it."""
    portrait = Portrait(sentences=_participation(subject))
    portrait.facts = facts(
        subject, (gettext("Country code"), "osce:isoAlpha2"), (gettext("Territory"), "osce:associatedPlace")
    )
    portrait.add(Section(gettext("Names in time"), (gettext("Name"),), kept(_names(subject), subject.day)))
    portrait.add(
        holders(
            subject,
            ("?tenure osce:onBehalfOf ?this .", "?tenure osce:ofPost/org:postIn ?this ."),
            gettext("Who held office for it"),
            (gettext("Who"), gettext("Office")),
            ("person", "post"),
        )
    )
    portrait.add(_operations(subject))
    portrait.add(
        things(
            subject,
            "^osce:hostedBy",
            gettext("Meetings hosted"),
            gettext("Meeting"),
            "osce:onDate",
            kind="osce:Meeting",
        )
    )
    portrait.add(acts(subject, "osce:addressee", gettext("What was asked or said of it")))
    for section in sections(said, "electionIn", "signatory", "concerns", "suspends"):
        portrait.add(section)
    return portrait


def _participation(subject: Subject) -> list[Link]:
    found = subject.ask(
        """?p ?role ?from ?until { ?p a osce:StateParticipation ; org:member ?this ; org:role ?role .
        OPTIONAL { ?p osce:validFrom ?from } OPTIONAL { ?p osce:validUntil ?until } }"""
    )
    said = []
    for row in sorted(found, key=by_time):
        if subject.day and not span_of(row).holds_on(subject.day):
            continue
        role, when = row["role"].rpartition("/")[2], str(span_of(row))
        if role == "participating-state":
            text = gettext("Participating State %(when)s.", when=when)
        elif role == "mediterranean-partner":
            text = gettext("Mediterranean Partner for Co-operation %(when)s.", when=when)
        elif role == "asian-partner":
            text = gettext("Asian Partner for Co-operation %(when)s.", when=when)
        else:
            text = gettext("Takes part as “%(role)s” %(when)s.", role=role.replace("-", " "), when=when)
        said.append(Link(text.replace("..", "."), why=subject.address(row["p"])))
    if found and not said:
        said.append(Link(gettext("Neither a participating State nor a Partner for Co-operation on this day.")))
    return said


def _names(subject: Subject) -> list[Line]:
    found = subject.ask(
        """?n ?text ?from ?until { ?n osce:nameOf ?this ; osce:nameText ?text . FILTER(LANG(?text) = "en")
        OPTIONAL { ?n osce:validFrom ?from } OPTIONAL { ?n osce:validUntil ?until }
        FILTER(BOUND(?from) || BOUND(?until)) }"""
    )
    return [
        Line((Link(row["text"], "", row.get("text@", "")),), span_of(row), record=subject.address(row["n"]))
        for row in sorted(found, key=by_time)
    ]


def _operations(subject: Subject) -> Section:
    pattern = f"""?x ?x_name ?from ?until {{ ?x osce:hostState ?this ; a osce:FieldOperation . {named("x")}
      OPTIONAL {{ ?x osce:establishedBy/osce:onDate ?from }} OPTIONAL {{ ?x osce:endedBy/osce:onDate ?until }} }}"""
    found = {row["x"]: row for row in subject.ask(pattern)}
    lines = [
        Line((subject.link(row, "x"),), span_of(row), why=subject.why("^osce:hostState", row["x"]))
        for row in sorted(found.values(), key=by_time)
    ]
    heading, column = gettext("Field operations hosted"), gettext("Operation")
    return Section(heading, (column,), kept(lines, subject.day), is_timeline=True)


def operation(subject: Subject, said: Statements) -> Portrait:
    """Draw a field operation: its life, mandates, heads, what came before and after."""
    portrait = Portrait(sentences=_life(subject))
    portrait.facts = facts(
        subject,
        (gettext("Host State"), "osce:hostState"),
        (gettext("Seat"), "osce:seat"),
        # What it is today says nothing of another day.
        *([] if subject.day else [(gettext("Status"), "osce:operationStatus")]),
        (gettext("Started work"), "osce:startedWork"),
        (gettext("Web page"), "foaf:page"),
    )
    portrait.lineage = lineage(subject)
    _add_offices(portrait, subject)
    portrait.add(_mandates(subject))
    portrait.add(acts(subject, "osce:speaker", gettext("What it said")))
    for section in sections(said, "concerns"):
        portrait.add(section)
    return portrait


def _life(subject: Subject) -> list[Link]:
    """Say where an operation works or worked, since when, and until when."""
    begun = subject.ask("?day { ?this osce:establishedBy/osce:onDate ?day }")
    ended = subject.ask("?day { ?this osce:endedBy/osce:onDate ?day }")
    host = subject.ask(f"?x ?x_name {{ ?this osce:hostState ?x {named('x')} }}", "?x_name")
    where = ", ".join(row.get("x_name", "") for row in host)
    if not begun:
        return []
    since = in_words(begun[0]["day"])
    if subject.day and begun[0]["day"] > subject.day[: len(begun[0]["day"])]:
        text = gettext("Not there yet on this day: it was established on %(begin)s.", begin=since)
        return [Link(text, why=subject.why("osce:establishedBy/osce:onDate", begun[0]["day"]))]
    why = subject.why("osce:establishedBy/osce:onDate", begun[0]["day"])
    if ended:
        why, until = subject.why("osce:endedBy/osce:onDate", ended[0]["day"]), in_words(ended[0]["day"])
        if subject.day and ended[0]["day"] < subject.day[: len(ended[0]["day"])]:
            return [Link(gettext("No longer there on this day: it ended on %(end)s.", end=until), why=why)]
    if ended and where:
        text = gettext("Field operation in %(where)s from %(begin)s to %(end)s.", where=where, begin=since, end=until)
    elif where:
        text = gettext("Field operation in %(where)s, established on %(begin)s.", where=where, begin=since)
    elif ended:
        text = gettext("Field operation from %(begin)s to %(end)s.", begin=since, end=until)
    else:
        text = gettext("Field operation, established on %(begin)s.", begin=since)
    return [Link(text, why=why)]


def _add_offices(portrait: Portrait, subject: Subject) -> None:
    """Add who headed a body, with the times that nobody is known to have done so, and who else held office in it."""
    columns, names = (gettext("Who"), gettext("Office")), ("person", "post")
    heads = holders(subject, "?post org:headOf ?this .", gettext("Heads"), columns, names)
    portrait.add(heads if subject.day else gaps(heads))
    others = "?post org:postIn ?this . FILTER NOT EXISTS { ?post org:headOf ?this }"
    portrait.add(holders(subject, others, gettext("Other office-holders"), columns, names))


def _mandates(subject: Subject) -> Section:
    found = subject.ask(
        f"""?m ?kind ?kind_name ?basis ?basis_name ?symbol ?from ?until {{ ?m osce:mandateOf ?this
        OPTIONAL {{ ?m osce:mandateKind ?kind {named("kind")} }} OPTIONAL {{ ?m osce:validFrom ?from }}
        OPTIONAL {{ ?m osce:validUntil ?until }}
        OPTIONAL {{ ?m osce:legalBasis ?basis {named("basis")}
          OPTIONAL {{ ?basis osce:documentSymbol ?symbol }} }} }}"""
    )
    lines = [
        Line((subject.link(row, "kind"), _basis(subject, row)), span_of(row), record=subject.address(row["m"]))
        for row in sorted({row["m"]: row for row in found}.values(), key=by_time)
    ]
    columns = (gettext("Mandate"), gettext("Decision"))
    return Section(gettext("Mandates"), columns, kept(lines, subject.day), is_timeline=True)


def _basis(subject: Subject, row: Row) -> Link:
    link = subject.link(row, "basis")
    symbol = row.get("symbol", "")
    return Link(f"{symbol}: {link.text}" if symbol and symbol not in link.text else link.text, link.address)


def body(subject: Subject, said: Statements) -> Portrait:
    """Draw a body: its place in the organization, its posts and who held them, what it adopted and convened."""
    portrait = Portrait()
    portrait.facts = facts(
        subject,
        (gettext("Part of"), "org:subOrganizationOf"),
        (gettext("Seat"), "osce:seat"),
        (gettext("Established"), "osce:establishedBy/osce:onDate"),
        (gettext("Ended"), "osce:endedBy/osce:onDate"),
        (gettext("Web page"), "foaf:page"),
    )
    portrait.organization = organization(subject)
    _add_offices(portrait, subject)
    portrait.add(things(subject, "^org:subOrganizationOf", gettext("Its parts"), gettext("Body")))
    portrait.add(
        things(
            subject,
            "^osce:convenedBy/^osce:inSeries",
            gettext("Meetings"),
            gettext("Meeting"),
            "osce:onDate",
        )
    )
    portrait.add(acts(subject, "osce:speaker", gettext("What it said")))
    for section in sections(said, "adoptedBy", "observer", "appointedBy", "concerns"):
        portrait.add(section)
    return portrait


def post(subject: Subject, said: Statements) -> Portrait:
    """Draw a post: who held it, with the times that nobody is known to have held it in."""
    portrait = Portrait(facts=facts(subject, (gettext("In"), "org:postIn"), (gettext("Role"), "osce:postKind")))
    found = holders(subject, "?tenure osce:ofPost ?this .", gettext("Holders"), (gettext("Who"),), ("person",))
    if found.lines and not subject.day:
        last = found.lines[-1]
        text = gettext("Last on record: %(who)s, %(when)s.", who=last.cells[0].text, when=str(last.span))
        portrait.sentences.append(Link(text.replace("..", "."), why=last.record))
    portrait.add(found if subject.day else gaps(found))
    return portrait


def person(subject: Subject, said: Statements) -> Portrait:
    """Draw a person: offices in time, statements, contacts."""
    portrait = Portrait(facts=facts(subject, (gettext("State"), "osce:nationality")))
    found = holders(subject, "?tenure org:member ?this .", gettext("Offices"), (gettext("Office"),), ("post",))
    for line in found.lines[-1:]:
        text = f"{line.cells[0].text}, {line.span}."
        portrait.sentences.append(Link(text.replace("..", "."), why=line.record))
    portrait.add(found)
    portrait.add(acts(subject, "osce:speaker", gettext("Statements")))
    portrait.add(contacts(subject, "osce:hadParticipant", gettext("Calls, visits and meetings")))
    portrait.add(_quotations(subject))
    for section in sections(said, "headOfMission"):
        portrait.add(section)
    return portrait


def _quotations(subject: Subject) -> Section:
    quotes = subject.ask(
        f"""?text ?day ?document ?document_name {{
        ?q osce:quotedText ?text ; osce:speaker ?this ; osce:statedIn ?document .
        OPTIONAL {{ ?document osce:issuedOn ?day }} {named("document")} }}""",
        "DESC(?day)",
        100,
    )
    lines = [
        Line(
            (Link(f"“{row['text']}”", "", row.get("text@", "")),),
            Span(row.get("day", ""), row.get("day", "")),
            source=subject.link(row, "document"),
        )
        for row in quotes
    ]
    return Section(gettext("In their own words"), (gettext("Quotation"),), happened(lines, subject.day))


def meeting(subject: Subject, said: Statements) -> Portrait:
    """Draw a meeting: when and where, who was in the chair, what it adopted."""
    portrait = Portrait()
    when = subject.ask("?from ?until { ?this osce:onDate ?from OPTIONAL { ?this osce:untilDate ?until } }")
    where = subject.ask(f"?x ?x_name {{ ?this osce:atPlace ?x {named('x')} }}")
    if when:
        begin, end = when[0]["from"], when[0].get("until") or when[0]["from"]
        days = str(Span(begin, end))
        place = where[0].get("x_name", "") if where else ""
        text = gettext("Held in %(place)s, %(when)s.", place=place, when=days) if place else ""
        text = text or gettext("Held %(when)s.", when=days)
        portrait.sentences.append(Link(text, why=subject.why("osce:onDate", when[0]["from"])))
    portrait.facts = facts(
        subject,
        (gettext("Kind"), "osce:eventType"),
        (gettext("Place"), "osce:atPlace"),
        (gettext("Host"), "osce:hostedBy"),
        (gettext("In the chair"), "osce:chairedBy"),
        (gettext("Outcome"), "osce:outcome"),
        (gettext("Series"), "osce:inSeries"),
    )
    for section in sections(said, "adoptedAt"):
        portrait.add(section)
    portrait.add(
        things(
            subject,
            "osce:inSeries/^osce:inSeries",
            gettext("The series"),
            gettext("Meeting"),
            "osce:onDate",
        )
    )
    return portrait


def place(subject: Subject, said: Statements) -> Portrait:
    """Draw a place: where it is, what has its seat there, what was held there."""
    portrait = Portrait(
        facts=facts(
            subject,
            (gettext("In"), "osce:withinPlace"),
            (gettext("Latitude"), "geo:lat"),
            (gettext("Longitude"), "geo:long"),
        )
    )
    portrait.add(things(subject, "^osce:seat", gettext("Seat of"), gettext("Body")))
    portrait.add(
        things(
            subject,
            "^osce:atPlace",
            gettext("Meetings held there"),
            gettext("Meeting"),
            "osce:onDate",
            kind="osce:Meeting",
        )
    )
    portrait.add(things(subject, "^osce:withinPlace", gettext("Places in it"), gettext("Place")))
    for section in sections(said, "associatedPlace"):
        portrait.add(section)
    return portrait


def field_of_work(subject: Subject, said: Statements) -> Portrait:
    """Draw a field of work: what it means, what it belongs to."""
    meaning = subject.ask('?text { ?this skos:definition ?text FILTER(LANG(?text) = "en") }')
    portrait = Portrait()
    for row in meaning:
        text = f"{row['text'][:1].upper()}{row['text'][1:].rstrip('.')}."
        portrait.sentences.append(Link(text, why=subject.why("skos:definition", row["text"])))
    portrait.facts = facts(
        subject,
        (gettext("Broader"), "skos:broader"),
        (gettext("Narrower"), "skos:narrower"),
        (gettext("Related"), "skos:related"),
    )
    return portrait


#: Class in the ontology → what draws things of it, in the order in which they are tried.
PORTRAITS: dict[str, Callable[[Subject, Statements], Portrait]] = {
    "State": state,
    "FieldOperation": operation,
    "Meeting": meeting,
    "Post": post,
    "Person": person,
    "Structure": body,
    "IntergovernmentalOrganization": body,
    "RelatedBody": body,
    "Place": place,
    "FieldOfWork": field_of_work,
}
