"""Sections that pages of several kinds have: who held office, what was said, who met, which documents."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from endpoint.face.addresses import root
from endpoint.face.language import gettext, in_words
from endpoint.face.lists.shelf import at_hand
from endpoint.face.questions import is_waiting
from endpoint.face.things.portraits.drawing import (
    Line,
    Link,
    Row,
    Section,
    Span,
    Subject,
    happened,
    kept,
    maybe,
    named,
)
from endpoint.finding.chronicle import ROLES

_TENURE = """?tenure osce:ofPost ?post ; org:member ?person . ?person a foaf:Person .
  OPTIONAL { ?tenure osce:validFrom ?from } OPTIONAL { ?tenure osce:validUntil ?until }
  OPTIONAL { ?tenure osce:lastAttested ?seen } OPTIONAL { ?tenure osce:evidenceStatus ?status }"""
_UNCONFIRMED = "/unconfirmed"
_SHOWN = 40


def span_of(row: Row) -> Span:
    """Read a span out of a solution."""
    return Span(row.get("from", ""), row.get("until", ""), row.get("seen", ""), row.get("before", ""))


def followed(found: list[Row]) -> list[Row]:
    """Note for each tenure without an end by when somebody else held the same post; ordered by time.

    >>> rows = [{"post": "p", "person": "a", "from": "2017-07-01"}, {"post": "p", "person": "b", "until": "2022-01"}]
    >>> [row.get("before") for row in followed(rows)]
    ['2022-01', None]
    """
    ordered = sorted(found, key=by_time)
    for n, row in enumerate(ordered):
        later = (
            other for other in ordered[n + 1 :] if other["post"] == row["post"] and other["person"] != row["person"]
        )
        held = [day for other in later if (day := other.get("from") or other.get("until", "")) > row.get("from", "")]
        if held and "until" not in row and "from" in row:
            row["before"] = held[0]
    return ordered


def by_time(row: Row) -> tuple[str, str]:
    """Order solutions by their beginning, those without one by when they were seen."""
    return (row.get("from") or row.get("seen") or row.get("until") or "9999", row.get("until", ""))


def holders(
    subject: Subject, which: str | tuple[str, ...], heading: str, columns: tuple[str, ...], names: tuple[str, ...]
) -> Section:
    """List tenures in time.

    :param which: the pattern that ties ``?tenure`` to ``?this``; several of which any may hold
    :param names: the variables to show, in the order of the columns
    """
    # Written out for each: engines join a union of patterns with the whole of what follows.
    either = " UNION ".join(f"{{ {pattern} {_TENURE} }}" for pattern in ([which] if isinstance(which, str) else which))
    head = "?tenure ?person ?person_name ?post ?post_name ?from ?until ?seen ?status"
    found = _once(subject.ask(f"{head} {{ {either} }}"), "tenure")
    if is_waiting():
        return Section(heading, columns, ())
    lines = (
        Line(
            tuple(subject.link(row, name) for name in names),
            span_of(row),
            note=gettext("not confirmed") if row.get("status", "").endswith(_UNCONFIRMED) else "",
            record=subject.link(row, "tenure").address,
        )
        for row in followed(found)
    )
    return Section(heading, columns, kept(lines, subject.day), is_timeline=True)


def _once(found: list[Row], name: str) -> list[Row]:
    """Keep the first solution of each value of a variable."""
    return list({row[name]: row for row in reversed(found)}.values())[::-1]


def gaps(section: Section) -> Section:
    """Add lines for times between holders that nobody is known to have held the office in."""
    lines: list[Line] = []
    last = ""
    for line in section.lines:
        begin = line.span.begin if line.span else ""
        if (
            last
            and begin
            and begin[: min(len(begin), len(last))] > last[: min(len(begin), len(last))]
            and _apart(last, begin)
        ):
            lines.append(Line((Link(gettext("nobody known")),), Span(last, begin), is_gap=True))
        lines.append(line)
        last = max(last, line.span.end) if line.span and line.span.end else ""
    return Section(section.heading, section.columns, tuple(lines), section.more, section.is_timeline)


def _apart(end: str, begin: str) -> bool:
    """Say whether there are more than a month between two dates of any precision."""

    def months(day: str) -> int:
        return int(day[:4]) * 12 + int(day[5:7] or 0)

    return months(begin) - months(end) > 1


def acts(subject: Subject, role: str, heading: str) -> Section:
    """List speech acts, newest first, each with the words that state it.

    :param role: the property that ties acts to the thing that the page is about
    """
    pattern = f"""?act ?kind ?kind_name ?speaker ?speaker_name ?to ?to_name ?document ?document_name ?m {{
      ?act osce:speechActType ?kind ; osce:speaker ?speaker .
      {maybe("act", "osce:addressee", "to")} {maybe("act", "osce:statedIn", "document")}
      OPTIONAL {{ ?act osce:evidencedBy ?m }} }}"""
    found = _newest(subject, "act", role, "osce:SpeechAct")
    columns = (gettext("Who"), gettext("Act"), gettext("To whom"))
    return _reported(subject, found, "act", role, pattern, heading, columns, ("speaker", "kind", "to"))


def contacts(subject: Subject, role: str, heading: str) -> Section:
    """List calls, visits, meetings and letters, newest first.

    :param role: the property that ties them to the thing that the page is about
    """
    pattern = f"""?contact ?kind ?kind_name ?with ?with_name ?document ?document_name ?m {{
      ?contact osce:eventType ?kind ; osce:hadParticipant ?with .
      {maybe("contact", "osce:statedIn", "document")}
      OPTIONAL {{ ?contact osce:evidencedBy ?m }} }}"""
    found = _newest(subject, "contact", role, "osce:Contact")
    columns = (gettext("What"), gettext("Who"))
    return _reported(subject, found, "contact", role, pattern, heading, columns, ("kind", "with"))


def _newest(subject: Subject, event: str, role: str, kind: str) -> list[Row]:
    """Find the newest events of a class that a thing has a role in, one more than is shown, each with its day."""
    shelf = at_hand(subject.generation) if role in ROLES else None
    if shelf is not None:
        found = shelf.events.newest(subject.iri, role, _SHOWN + 1, subject.day)
        return [{event: iri, "day": day} if day else {event: iri} for iri, day in found]
    day = f"OPTIONAL {{ ?{event} osce:onDate|osce:reportedOn ?day }}"
    until = f'FILTER(!BOUND(?day) || STR(?day) <= SUBSTR("{subject.day}", 1, STRLEN(STR(?day))))' if subject.day else ""
    pattern = f"?{event} ?day {{ ?{event} {role} ?this ; a {kind} {day} {until} }}"
    return _once(subject.ask(pattern, f"DESC(STR(?day)) ?{event}", _SHOWN + 1), event)


def _of(subject: Subject, name: str, values: Iterable[str], pattern: str) -> list[Row]:
    """Ask a pattern about things that are known; nothing where there are none.

    :param name: the variable that stands for them
    """
    listed = " ".join(f"<{value}>" for value in dict.fromkeys(values))
    head, _, body = pattern.partition("{")
    return subject.ask(f"{head} {{ VALUES ?{name} {{ {listed} }} {body}", limit=5000) if listed else []


def _reported(
    subject: Subject,
    newest: list[Row],
    event: str,
    role: str,
    pattern: str,
    heading: str,
    columns: tuple[str, ...],
    names: tuple[str, ...],
) -> Section:
    """List events that are known, with what a pattern says of them and with the words that state them."""
    details = _of(subject, event, (row[event] for row in newest[:_SHOWN]), pattern)
    words = """?m ?words ?at ?sure ?reader { ?m osce:asWritten ?words ; nif:beginIndex ?at
      OPTIONAL { ?m osce:confidence ?sure } OPTIONAL { ?m osce:readBy ?reader } }"""
    spans = {row["m"]: row for row in _of(subject, "m", (row["m"] for row in details if "m" in row), words)}
    if is_waiting():
        return Section(heading, columns, ())
    groups: dict[str, list[Row]] = {}
    for row in details:
        groups.setdefault(row[event], []).append(row | spans.get(row.get("m", ""), {}))
    lines = []
    for row in newest[:_SHOWN]:
        found, day = groups.get(row[event], []), row.get("day", "")
        if found:
            cells = tuple(cell for name in names for cell in _cells(subject, found, name))
            first = min(found, key=lambda each: each.get("m", ""))
            span = Span(day, day) if day else None
            lines.append(Line(cells, span, first.get("words", ""), sentence(subject, first), certainty(first)))
    more = _all_of(subject, event, role) if len(newest) > _SHOWN else None
    return _narrowed(Section(heading, columns, happened(lines, subject.day), more))


def _all_of(subject: Subject, event: str, role: str) -> Link:
    """Link to the question for all events that a thing has a role in."""
    day = f"OPTIONAL {{ ?{event} osce:onDate|osce:reportedOn ?day }}"
    query = f"SELECT ?{event} ?day {{ ?{event} {role} <{subject.iri}> {day} }} ORDER BY DESC(?day)"
    return Link(gettext("There are more: ask for all of them"), f"{root()}/sparql?{urlencode({'query': query})}")


def _narrowed(section: Section) -> Section:
    """Leave out columns in which no row has anything."""
    filled = [n for n in range(len(section.columns)) if any(line.cells[n].text for line in section.lines)]
    lines = tuple(replace(line, cells=tuple(line.cells[n] for n in filled)) for line in section.lines)
    return replace(section, columns=tuple(section.columns[n] for n in filled), lines=lines)


def sentence(subject: Subject, row: Row) -> Link | None:
    """Link to the sentence of a document that states something; to the document where the place is not known."""
    if "document" not in row:
        return None
    link = subject.link(row, "document")
    return Link(link.text, f"{link.address}#s{row['at']}" if row.get("at") else link.address)


def certainty(row: Row) -> str:
    """Say which pattern read something, and how sure the reading is; empty where neither is on record."""
    return reading(row.get("reader", ""), row.get("sure", ""))


def reading(pattern: str, confidence: str) -> str:
    """Say which pattern of words read a fact, and how sure that is; empty where neither is known.

    :param confidence: between 0 and 1, as text
    """
    # Rounded down: what is less than certain is never shown as 100 %.
    share = f"{int(float(confidence) * 100)}%" if confidence else ""
    if pattern and share:
        return gettext("read by the pattern “%(pattern)s”, %(share)s sure", pattern=pattern, share=share)
    if pattern:
        return gettext("read by the pattern “%(pattern)s”", pattern=pattern)
    return gettext("read with %(share)s confidence", share=share) if share else ""


def _cells(subject: Subject, found: list[Row], name: str) -> list[Link]:
    """One cell a variable: all its values of an event, joined where there are several."""
    links = list(dict.fromkeys(subject.link(row, name) for row in found if name in row))
    if len(links) == 1:
        return links
    return [Link(", ".join(link.text for link in links))]


def facts(subject: Subject, *asked: tuple[str, str]) -> list[tuple[str, list[Link]]]:
    """Ask for short facts, all in one query: each a name and the path from the thing to its values."""
    parts = " UNION ".join(f"{{ ?this {path} ?x BIND({n} AS ?n) }}" for n, (_, path) in enumerate(asked))
    found: dict[str, list[Link]] = {}
    for row in subject.ask(f"?n ?x ?x_name {{ {parts} {named('x')} }}", "?n ?x_name ?x"):
        value = row["x"]
        link = subject.link(row, "x") if value.startswith(("http", "urn")) else Link(in_words(value))
        if link.address == value and "x_name" not in row:
            link = Link(value.partition("://")[2].rstrip("/"), value)
        name, path = asked[int(row["n"])]
        link = replace(link, why=subject.why(path, value))
        links = found.setdefault(name, [])
        if link not in links:
            links.append(link)
    return list(found.items())


def things(
    subject: Subject, path: str, heading: str, column: str, dated: str = "", kind: str = "", limit: int = 200
) -> Section:
    """List things that a path of properties leads to.

    :param path: from the thing that the page is about
    :param dated: a path from them to their day, by which they are ordered; those after the day of the page are left out
    :param kind: the class that they are of, where the path leads to others too
    """
    when = f"OPTIONAL {{ ?x {dated} ?from }}" if dated else ""
    which = f"?this {path} ?x ." + (f" ?x a {kind} ." if kind else "")
    found = _once(subject.ask(f"?x ?x_name ?from {{ {which} {when} {named('x')} }}", "?from ?x_name", limit), "x")
    lines = [
        Line(
            (subject.link(row, "x"),),
            Span(row["from"], row["from"]) if row.get("from") else None,
            why=subject.why(path, row["x"]),
        )
        for row in found
    ]
    return Section(heading, (column,), happened(lines, subject.day))
