"""Meetings as an iCalendar file (RFC 5545), written by the library icalendar."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from endpoint.engine.service import Generation
from endpoint.face.addresses import root, site
from endpoint.face.answers import rows
from endpoint.face.days import is_day
from endpoint.face.language import gettext
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.drawing import Row, flat, named
from endpoint.finding.catalogue import Hit


def write_calendar(generation: Generation, hits: list[Hit], title: str) -> bytes:
    """Write meetings with their days, places and pages; one without a day takes its month or year, tentatively.

    :param hits: meetings of the index
    """
    calendar = Calendar()
    calendar.add("prodid", "-//osce-kg//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    known = _details(generation, [hit.iri for hit in hits])
    base = generation.release.base
    for hit in hits:
        row = known.get(hit.iri)
        if row is not None:
            calendar.add_component(_event(hit, row, site() + address_of(hit.iri, base).removeprefix(root())))
    return bytes(calendar.to_ical())


def _details(generation: Generation, iris: list[str]) -> dict[str, Row]:
    if not iris:
        return {}
    listed = " ".join(f"<{iri}>" for iri in iris)
    query = f"""SELECT ?m ?m_name ?from ?until ?place_name {{ VALUES ?m {{ {listed} }} ?m osce:onDate ?from .
      {named("m")} OPTIONAL {{ ?m osce:untilDate ?until }} OPTIONAL {{ ?m osce:atPlace ?place {named("place")} }} }}"""
    return {row["m"]["value"]: flat(row) for row in rows(generation, query)}


def _event(hit: Hit, row: Row, page: str) -> Event:
    event = Event()
    begin, end = row["from"], row.get("until") or row["from"]
    event.add("uid", hit.iri)
    event.add("summary", row.get("m_name") or hit.name)
    event.add("dtstart", _first(begin))
    event.add("dtend", _after(end))
    event.add("dtstamp", datetime.combine(_first(begin), datetime.min.time(), UTC))
    event.add("url", page)
    if row.get("place_name"):
        event.add("location", row["place_name"])
    if not is_day(begin):
        event.add("status", "TENTATIVE")
        event.add("description", gettext("The day is not known."))
    return event


def _first(day: str) -> date:
    """Give the first day of a date of any precision."""
    year, month, number = (*day.split("-"), "01", "01")[:3]
    return date(int(year), int(month), int(number))


def _after(day: str) -> date:
    """Give the day after a date of any precision, where an event of whole days ends in iCalendar.

    >>> _after("2021-12-03"), _after("2026-12"), _after("1999")
    (datetime.date(2021, 12, 4), datetime.date(2027, 1, 1), datetime.date(2000, 1, 1))
    """
    first = _first(day)
    if len(day) == len("2021-12-03"):
        return first + timedelta(days=1)
    if len(day) == len("2021-12"):
        return date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return date(first.year + 1, 1, 1)
