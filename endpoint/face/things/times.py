"""What is known to have been there on a day, and how it was called then; read once a release."""

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from endpoint.engine.service import Generation
from endpoint.face.answers import asked
from endpoint.face.language import chosen
from endpoint.face.things.portraits.drawing import Row, Span, flat
from endpoint.face.things.portraits.shared import followed, span_of

_MOST = 200_000
_TENURES = """SELECT ?person ?post ?from ?until { ?t osce:ofPost ?post ; org:member ?person . ?person a foaf:Person .
  OPTIONAL { ?t osce:validFrom ?from } OPTIONAL { ?t osce:validUntil ?until } FILTER(BOUND(?from) || BOUND(?until)) }"""
_LIVES = """SELECT ?x ?from ?until {
  { ?p a osce:StateParticipation ; org:member ?x . OPTIONAL { ?p osce:validFrom ?from }
    OPTIONAL { ?p osce:validUntil ?until } }
  UNION { { ?x a osce:Structure } UNION { ?x a osce:IntergovernmentalOrganization } UNION { ?x a osce:RelatedBody }
    OPTIONAL { ?x osce:establishedBy/osce:onDate ?from } OPTIONAL { ?x osce:endedBy/osce:onDate ?until } } }"""
_NAMES = """SELECT ?x ?text ?from ?until { ?n osce:nameOf ?x ; osce:nameText ?text .
  OPTIONAL { ?n osce:validFrom ?from } OPTIONAL { ?n osce:validUntil ?until } FILTER(BOUND(?from) || BOUND(?until)) }"""
_LOCK = threading.Lock()


@dataclass(slots=True)
class Times:
    """Spans of things, and names with the spans that they were in use.

    ``spans`` maps States to when they took part, bodies to when they existed (both ends unknown: no date is on record)
    and people to when they held an office.
    """

    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[tuple[Span, str, str]]] = field(default_factory=lambda: defaultdict(list))

    def held_on(self, day: str) -> frozenset[str]:
        """List what is known to have been there on a day, and bodies of which no date is known."""
        return frozenset(iri for iri, spans in self.spans.items() if any(_held(span, day) for span in spans))

    def begins_after(self, iri: str, day: str) -> bool:
        """Say whether a thing is known to have begun after a day, and not to have been there before."""
        begins = [span.begin for span in self.spans.get(iri, ())]
        return bool(begins) and all(begin > day[: len(begin)] for begin in begins if begin) and all(begins)

    def name_on(self, iri: str, day: str) -> str:
        """Give the name that a thing had on a day: in the reader's language, else in English.

        Empty where no name of that day is on record, or no day is asked for.
        """
        if not day:
            return ""
        then = {language: text for span, text, language in self.names.get(iri, ()) if span.holds_on(day)}
        return then.get(chosen()) or then.get("en", "")


def _held(span: Span, day: str) -> bool:
    return span.holds_on(day) or not (span.begin or span.end)


def times(generation: Generation) -> Times:
    """Read the times of a release, or recall them."""
    with _LOCK:
        return _times(_Asked(generation, generation.release.identity))


@dataclass(frozen=True, slots=True)
class _Asked:
    generation: Generation = field(compare=False)
    identity: str


@lru_cache(maxsize=2)
def _times(known: _Asked) -> Times:
    found = Times()
    queries = [f"{query} LIMIT {_MOST}" for query in (_LIVES, _TENURES, _NAMES)]
    lives, tenures, names = asked(known.generation, queries)
    for row in map(flat, lives):
        found.spans[row["x"]].append(span_of(row))
    by_post: dict[str, list[Row]] = defaultdict(list)
    for row in map(flat, tenures):
        by_post[row["post"]].append(row)
    for holders in by_post.values():
        for row in followed(holders):
            found.spans[row["person"]].append(span_of(row))
    for cells in names:
        row = flat(cells)
        found.names[row["x"]].append((span_of(row), row["text"], cells["text"].get("xml:lang", "en")))
    return found
