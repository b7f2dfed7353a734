"""What happened to a thing, or to all things since a day: offices taken and left, bodies set up and closed, texts."""

from dataclasses import dataclass

from endpoint.engine.service import Generation
from endpoint.face.answers import rows
from endpoint.face.days import is_day
from endpoint.face.language import gettext
from endpoint.face.questions import gathered
from endpoint.face.things.portraits.drawing import flat, named

_MOST = 400


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: on which day (ISO 8601 of any precision), in words, what it is about, and a name for it.

    ``iri`` is what the record has of it; ``key`` tells two events of one record apart.
    """

    day: str
    title: str
    iri: str
    key: str


def events(generation: Generation, subject: str = "", since: str = "") -> list[Event]:
    """List what happened, newest first.

    :param subject: IRI of the thing that it happened to; empty for everything
    :param since: ISO 8601 day from which on; empty for all times
    """
    values = f"VALUES ?this {{ <{subject}> }}" if subject else ""
    made = gathered(
        generation,
        lambda: [make(generation, values, since) for make in (_offices, _changes, _decisions, _meetings, _elections)],
    )
    found = [event for events in made for event in events]
    # A thing with two names is still one.
    once = {(event.iri, event.key): event for event in sorted(found, key=lambda event: event.title, reverse=True)}
    return sorted(once.values(), key=lambda event: (event.day, event.title), reverse=True)


def _asked(generation: Generation, head: str, pattern: str, since: str) -> list[dict[str, str]]:
    after = f'FILTER(STR(?day) >= SUBSTR("{since}", 1, STRLEN(STR(?day))))' if since else ""
    query = f"SELECT DISTINCT {head} ?day {{ {pattern} {after} }} ORDER BY DESC(?day) LIMIT {_MOST}"
    return [flat(row) for row in rows(generation, query)]


def _offices(generation: Generation, values: str, since: str) -> list[Event]:
    tied = (
        f"{values} {{ ?t org:member ?this }} UNION {{ ?t osce:ofPost ?this }} UNION {{ ?t osce:onBehalfOf ?this }}"
        " UNION { ?t osce:ofPost/org:postIn ?this }"
        if values
        else ""
    )
    made, now = [], str(generation.release.version)[:10]
    for path, key in (("osce:validFrom", "began"), ("osce:validUntil", "ended")):
        pattern = f"""{tied} ?t {path} ?day ; osce:ofPost ?post ; org:member ?person . ?person a foaf:Person .
          {named("person")} {named("post")}"""
        for row in _asked(generation, "?t ?person ?person_name ?post ?post_name", pattern, since):
            who, post = row.get("person_name", ""), row.get("post_name", "")
            made.append(Event(row["day"], _office(row["day"], now, key, who, post), row["t"], key))
    return made


def _office(day: str, now: str, key: str, who: str, post: str) -> str:
    """Say that somebody took or left an office, or will, seen from the day of the release."""
    if is_day(now) and day > now[: len(day)]:
        return (
            gettext("%(who)s is to take office: %(post)s", who=who, post=post)
            if key == "began"
            else gettext("%(who)s is to leave office: %(post)s", who=who, post=post)
        )
    if key == "began":
        return gettext("%(who)s took office: %(post)s", who=who, post=post)
    return gettext("%(who)s left office: %(post)s", who=who, post=post)


def _changes(generation: Generation, values: str, since: str) -> list[Event]:
    tied = (
        f"{values} {{ ?c org:originalOrganization|org:resultingOrganization ?this }} UNION "
        "{ ?c org:originalOrganization|org:resultingOrganization ?body . ?body osce:hostState ?this }"
        if values
        else ""
    )
    pattern = f"""{tied} ?c a osce:OrganizationalChange ; osce:onDate ?day ; osce:changeType ?kind . {named("kind")}
      OPTIONAL {{ ?c org:originalOrganization ?before {named("before")} }}
      OPTIONAL {{ ?c org:resultingOrganization ?after {named("after")} }}"""
    made = []
    for row in _asked(generation, "?c ?kind ?kind_name ?before_name ?after_name", pattern, since):
        kind = row.get("kind_name", "")
        bodies = " → ".join(row[name] for name in ("before_name", "after_name") if row.get(name))
        made.append(Event(row["day"], f"{kind[:1].upper()}{kind[1:]}: {bodies}", row["c"], "changed"))
    return made


def _decisions(generation: Generation, values: str, since: str) -> list[Event]:
    tied = f"{values} ?d osce:adoptedBy|osce:concerns|osce:adoptedAt ?this ." if values else ""
    pattern = f"{tied} ?d osce:adoptedOn ?day . {named('d')}"
    return [
        Event(row["day"], gettext("Adopted: %(text)s", text=row.get("d_name", "")), row["d"], "adopted")
        for row in _asked(generation, "?d ?d_name", pattern, since)
    ]


def _meetings(generation: Generation, values: str, since: str) -> list[Event]:
    tied = (
        f"{values} {{ ?m osce:hostedBy|osce:chairedBy|osce:atPlace ?this }}"
        " UNION { ?m osce:inSeries/osce:convenedBy ?this }"
        if values
        else ""
    )
    pattern = f"{tied} ?m a osce:Meeting ; osce:onDate ?day . {named('m')}"
    return [
        Event(row["day"], row.get("m_name", ""), row["m"], "held")
        for row in _asked(generation, "?m ?m_name", pattern, since)
    ]


def _elections(generation: Generation, values: str, since: str) -> list[Event]:
    tied = f"{values} ?e osce:electionIn|osce:observer|osce:headOfMission ?this ." if values else ""
    pattern = f"{tied} ?e a osce:ElectionObservation ; osce:electionDay ?day . {named('e')}"
    return [
        Event(row["day"], row.get("e_name", ""), row["e"], "voted")
        for row in _asked(generation, "?e ?e_name", pattern, since)
    ]
