"""Portraits of States, field operations, bodies, posts, people, meetings, places and fields of work."""

from collections.abc import Callable

from endpoint.face.things.portraits.drawing import Line, Link, Portrait, Section, Span, Subject, in_words, kept, named
from endpoint.face.things.portraits.shared import acts, by_time, contacts, facts, gaps, holders, span_of, things


def state(subject: Subject) -> Portrait:
    """Draw a State: since when it takes part, its names in time, who it hosted, what was said to it."""
    portrait = Portrait()
    found = subject.ask(
        f"""?role ?role_name ?from ?until {{ ?p a osce:StateParticipation ; org:member ?this ; org:role ?role .
        OPTIONAL {{ ?p osce:validFrom ?from }} OPTIONAL {{ ?p osce:validUntil ?until }} {named("role")} }}"""
    )
    for row in sorted(found, key=by_time):
        role = row.get("role_name", "member").replace("state", "State")
        portrait.sentences.append(f"{role[:1].upper()}{role[1:]} {span_of(row)}.")
    names = subject.ask(
        """?text ?from ?until { ?n osce:nameOf ?this ; osce:nameText ?text . FILTER(LANG(?text) = "en")
        OPTIONAL { ?n osce:validFrom ?from } OPTIONAL { ?n osce:validUntil ?until }
        FILTER(BOUND(?from) || BOUND(?until)) }"""
    )
    lines = (Line((Link(row["text"]),), span_of(row)) for row in sorted(names, key=by_time))
    portrait.facts = facts(subject, ("Country code", "osce:isoAlpha2"), ("Territory", "osce:associatedPlace"))
    portrait.add(Section("Names", ("Name",), kept(lines, subject.day)))
    portrait.add(
        holders(
            subject,
            "{ ?tenure osce:onBehalfOf ?this } UNION { ?tenure osce:ofPost/org:postIn ?this }",
            "Held office for it",
            ("Who", "Office"),
            ("person", "post"),
        )
    )
    portrait.add(_operations(subject, "?x osce:hostState ?this ; a osce:FieldOperation .", "Field operations hosted"))
    portrait.add(
        things(subject, "?x osce:hostedBy ?this ; a osce:Meeting .", "Meetings hosted", "Meeting", "osce:onDate")
    )
    portrait.add(acts(subject, "?act osce:addressee ?this .", "What was asked or said of it"))
    portrait.add(
        holders(
            subject,
            "?post org:postIn ?this .",
            "Its office-holders in the record",
            ("Who", "Office"),
            ("person", "post"),
        )
    )
    return portrait


def _operations(subject: Subject, which: str, heading: str) -> Section:
    pattern = f"""?x ?x_name ?from ?until {{ {which} {named("x")}
      OPTIONAL {{ ?x osce:establishedBy/osce:onDate ?from }} OPTIONAL {{ ?x osce:endedBy/osce:onDate ?until }} }}"""
    found = {row["x"]: row for row in subject.ask(pattern)}
    lines = (Line((subject.link(row, "x"),), span_of(row)) for row in sorted(found.values(), key=by_time))
    return Section(heading, ("Operation",), kept(lines, subject.day), is_timeline=True)


def operation(subject: Subject) -> Portrait:
    """Draw a field operation: its life, mandates, heads, what came before and after."""
    portrait = Portrait()
    begun = subject.ask("?day { ?this osce:establishedBy/osce:onDate ?day }")
    ended = subject.ask("?day { ?this osce:endedBy/osce:onDate ?day }")
    host = subject.ask(f"?x ?x_name {{ ?this osce:hostState ?x {named('x')} }}", "?x_name")
    where = " in " + " and ".join(row.get("x_name", "") for row in host) if host else ""
    if begun:
        until = f" and closed on {in_words(ended[0]['day'])}" if ended else ""
        portrait.sentences.append(f"Field operation{where}, established on {in_words(begun[0]['day'])}{until}.")
    portrait.facts = facts(
        subject,
        ("Host State", "osce:hostState"),
        ("Seat", "osce:seat"),
        ("Status", "osce:operationStatus"),
        ("Started work", "osce:startedWork"),
        ("Came from", "org:resultedFrom/org:originalOrganization"),
        ("Went over into", "org:changedBy/org:resultingOrganization|osce:succeededBy"),
        ("Web page", "foaf:page"),
    )
    heads = holders(subject, "?post org:postIn ?this .", "Heads and officers", ("Who", "Office"), ("person", "post"))
    portrait.add(heads)
    mandates = subject.ask(
        """?m ?basis ?from ?until { ?m osce:mandateOf ?this OPTIONAL { ?m osce:validFrom ?from }
        OPTIONAL { ?m osce:validUntil ?until } OPTIONAL { ?m osce:legalBasis/osce:documentSymbol ?basis } }"""
    )
    lines = (
        Line((Link(row.get("basis", "mandate"), subject.link(row, "m").address),), span_of(row))
        for row in sorted(mandates, key=by_time)
    )
    portrait.add(Section("Mandates", ("Decision",), kept(lines, subject.day), is_timeline=True))
    portrait.add(acts(subject, "?act osce:speaker ?this .", "What it said"))
    return portrait


def body(subject: Subject) -> Portrait:
    """Draw a body: its place in the organization, its posts and who held them."""
    portrait = Portrait()
    portrait.facts = facts(
        subject,
        ("Part of", "org:subOrganizationOf"),
        ("Seat", "osce:seat"),
        ("Web page", "foaf:page"),
    )
    portrait.add(holders(subject, "?post org:postIn ?this .", "Office-holders", ("Who", "Office"), ("person", "post")))
    portrait.add(things(subject, "?x org:subOrganizationOf ?this .", "Its parts", "Body"))
    portrait.add(
        things(
            subject, "?series osce:conveneBy ?this . ?x osce:inSeries ?series .", "Meetings", "Meeting", "osce:onDate"
        )
    )
    portrait.add(acts(subject, "?act osce:speaker ?this .", "What it said"))
    return portrait


def post(subject: Subject) -> Portrait:
    """Draw a post: who held it, with the times that nobody is known to have held it in."""
    portrait = Portrait(facts=facts(subject, ("In", "org:postIn"), ("Role", "org:role")))
    found = holders(subject, "?tenure osce:ofPost ?this .", "Holders", ("Who",), ("person",))
    portrait.add(found if subject.day else gaps(found))
    return portrait


def person(subject: Subject) -> Portrait:
    """Draw a person: offices in time, statements, contacts."""
    portrait = Portrait(facts=facts(subject, ("State", "osce:nationality")))
    found = holders(subject, "?tenure org:member ?this .", "Offices", ("Office",), ("post",))
    portrait.add(found)
    portrait.add(acts(subject, "?act osce:speaker ?this .", "Statements"))
    portrait.add(contacts(subject, "?contact osce:hadParticipant ?this .", "Calls, visits and meetings"))
    quotes = subject.ask(
        f"""?text ?day ?document ?document_name {{
        ?q osce:quotedText ?text ; osce:speaker ?this ; osce:statedIn ?document .
        OPTIONAL {{ ?document osce:issuedOn ?day }} {named("document")} }}""",
        "DESC(?day)",
        100,
    )
    lines = (
        Line(
            (Link(f"“{row['text']}”"),),
            Span(row.get("day", ""), row.get("day", "")),
            source=subject.link(row, "document"),
        )
        for row in quotes
    )
    portrait.add(Section("In their own words", ("Quotation",), kept(lines, subject.day)))
    return portrait


def meeting(subject: Subject) -> Portrait:
    """Draw a meeting: when and where, who was in the chair, what it adopted."""
    portrait = Portrait()
    when = subject.ask("?from ?until { ?this osce:onDate ?from OPTIONAL { ?this osce:untilDate ?until } }")
    where = subject.ask(f"?x ?x_name {{ ?this osce:atPlace ?x {named('x')} }}")
    if when:
        place = f" in {where[0].get('x_name', '')}" if where else ""
        portrait.sentences.append(f"Held{place}: {span_of(when[0])}.")
    portrait.facts = facts(
        subject,
        ("Place", "osce:atPlace"),
        ("Host", "osce:hostedBy"),
        ("In the chair", "osce:chairedBy"),
        ("Series", "osce:inSeries"),
        ("Kind", "osce:eventType"),
    )
    portrait.add(things(subject, "?x osce:adoptedAt ?this .", "Adopted", "Document", "osce:issuedOn|osce:onDate"))
    portrait.add(
        things(subject, "?this osce:inSeries ?s . ?x osce:inSeries ?s .", "The series", "Meeting", "osce:onDate")
    )
    return portrait


def place(subject: Subject) -> Portrait:
    """Draw a place: where it is, what has its seat there, what was held there."""
    portrait = Portrait(
        facts=facts(subject, ("In", "osce:withinPlace"), ("Latitude", "geo:lat"), ("Longitude", "geo:long"))
    )
    portrait.add(things(subject, "?x osce:seat ?this .", "Seat of", "Body"))
    portrait.add(
        things(subject, "?x osce:atPlace ?this ; a osce:Meeting .", "Meetings held there", "Meeting", "osce:onDate")
    )
    portrait.add(things(subject, "?x osce:withinPlace ?this .", "Places in it", "Place"))
    return portrait


def field_of_work(subject: Subject) -> Portrait:
    """Draw a field of work: what it means, what it belongs to."""
    meaning = subject.ask('?text { ?this skos:definition ?text FILTER(LANG(?text) = "en") }')
    portrait = Portrait(sentences=[row["text"].rstrip(".").capitalize() + "." for row in meaning])
    portrait.facts = facts(
        subject, ("Broader", "skos:broader"), ("Narrower", "skos:narrower"), ("Related", "skos:related")
    )
    return portrait


#: Class in the ontology → what draws things of it, in the order in which they are tried.
PORTRAITS: dict[str, Callable[[Subject], Portrait]] = {
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
