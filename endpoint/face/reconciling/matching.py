"""Candidates for a name: by all names that a thing has or had, by its properties, and by the day that is meant."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from endpoint.engine.service import Generation
from endpoint.face.answers import Solution
from endpoint.face.days import is_day
from endpoint.face.lists.shelf import catalogue
from endpoint.face.questions import each, names, settled
from endpoint.face.things.portraits.drawing import Span
from endpoint.finding.asking import Asked
from endpoint.finding.catalogue import Hit
from endpoint.finding.index import folded
from kg.namespaces import prefixes

#: Kind in the index → the class that it is to a client of the API, and how that is called.
TYPES = {
    "state": ("State", "State"),
    "operation": ("FieldOperation", "Field operation"),
    "body": ("Structure", "Body of the OSCE"),
    "post": ("Post", "Post"),
    "person": ("Person", "Person"),
    "document": ("Document", "Document"),
    "meeting": ("Meeting", "Meeting"),
    "election": ("ElectionObservation", "Observed election"),
    "field": ("FieldOfWork", "Field of work"),
    "place": ("Place", "Place"),
}
KIND_OF = {name: kind for kind, (name, _) in TYPES.items()} | {kind: kind for kind in TYPES}
#: The property by which a client says which day is meant.
ON = "on"
_LOOKED_AT = 25
_MATCH, _APART = 95.0, 4.0
#: What is left of a score where another day is known, and where the record does not reach the day that is meant.
_OTHER_DAY, _NOT_BORNE_OUT = 0.6, 0.9
_NAMES_SHARE = 0.75
_NAMES = (
    "skos:prefLabel|skos:altLabel|osce:abbreviation|skos:hiddenLabel|dcterms:title|foaf:name|^osce:nameOf/osce:nameText"
)
_SPAN = """OPTIONAL { ?t osce:validFrom ?from } OPTIONAL { ?t osce:validUntil ?until }
  OPTIONAL { ?t osce:lastAttested ?seen }"""
#: What ties a thing to times in which it took part, held office, was at work or was held.
_TIMES = (
    f"?x ^org:member|^osce:ofPost|^osce:mandateOf ?t {_SPAN}",
    """OPTIONAL { ?x osce:establishedBy/osce:onDate ?from } OPTIONAL { ?x osce:endedBy/osce:onDate ?until }
  FILTER(BOUND(?from) || BOUND(?until))""",
)
_HELD = f"?t osce:ofPost ?x ; org:member ?person . ?person a foaf:Person {_SPAN}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client looks for: a name, kinds, values of properties, the day that is meant.

    ``kinds`` are kinds of the index, empty for any; ``values`` pairs a property with the words that it should have.
    """

    text: str
    kinds: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    day: str = ""
    limit: int = 5


@dataclass(slots=True)
class Candidate:
    """A thing that may be meant: how well it fits, from 0 to 100, and what that comes from."""

    iri: str
    name: str
    kind: str
    score: float
    description: str = ""
    features: dict[str, float] = field(default_factory=dict)


def match(generation: Generation, wanted: Wanted) -> list[Candidate]:
    """Find candidates, best first; of a batch, what the store knows of all candidates is asked together."""
    if not wanted.text.strip():
        return []
    found = [_candidate(hit) for hit in settled(("hits", wanted), lambda: _hits(generation, wanted))]
    _score_names(generation, found, wanted.text)
    if wanted.values:
        _score_values(generation, found, wanted)
    if wanted.day:
        _score_day(generation, found, wanted.day)
        if not wanted.kinds or "person" in wanted.kinds:
            found = _with_holders(generation, found, wanted)
    if wanted.kinds:
        found = [one for one in found if one.kind in wanted.kinds]
    order = list(TYPES)
    return sorted(found, key=lambda one: (-one.score, order.index(one.kind), one.name, one.iri))[: wanted.limit]


def is_certain(found: list[Candidate]) -> bool:
    """Say whether the first candidate can be taken without a look: a whole name, and nothing else near it."""
    apart = len(found) < 2 or found[0].score - found[1].score >= _APART
    return bool(found) and found[0].score >= _MATCH and apart


def read_day(text: str) -> str:
    """Read a day as spreadsheets have it: ISO 8601, with or without a time; empty if it is none.

    >>> read_day("2014-04-11T00:00:00Z"), read_day("April")
    ('2014-04-11', '')
    """
    day = text.strip()[:10]
    return day if is_day(day) else ""


def _hits(generation: Generation, wanted: Wanted) -> list[Hit]:
    shelf = catalogue(generation)
    # A post is looked at for its holders too, where a day is given.
    kinds = (*wanted.kinds, "post") if wanted.kinds and wanted.day else wanted.kinds
    found: dict[str, Hit] = {}
    for kind in kinds or ("",):
        for hit in shelf.find(Asked.of(wanted.text, {"kind": kind} if kind else {}), 0, _LOOKED_AT, ()).hits:
            found.setdefault(hit.iri, hit)
    return list(found.values())


def _candidate(hit: Hit) -> Candidate:
    return Candidate(hit.iri, hit.name, hit.kind, 0.0)


def _iris(found: list[Candidate]) -> list[str]:
    return [each.iri for each in found]


def _score_names(generation: Generation, found: list[Candidate], text: str) -> None:
    def likeness() -> dict[str, float]:
        known = each(generation, _iris(found), f"?x {_NAMES} ?name")
        names = {one.iri: {row["name"]["value"] for row in known[one.iri]} or {one.name} for one in found}
        return {iri: max(_likeness(text, name) for name in sorted(those)) for iri, those in names.items()}

    scores = settled(("likeness", text, *_iris(found)), likeness)
    for one in found:
        one.score = one.features["name"] = round(scores[one.iri] * 100, 1)


def _likeness(one: str, other: str) -> float:
    """Compare two names from 0 to 1, words in any order.

    >>> _likeness("Linde, Ann", "Ann Linde"), _likeness("Malta", "MALTA")
    (0.98, 1.0)
    """
    a, b = folded(one).replace(",", ""), folded(other).replace(",", "")
    if a == b:
        return 1.0
    straight = SequenceMatcher(None, a, b, autojunk=False).ratio()
    turned = SequenceMatcher(None, " ".join(sorted(a.split())), " ".join(sorted(b.split())), autojunk=False).ratio()
    return max(straight * 0.95, turned * 0.98)


def _score_values(generation: Generation, found: list[Candidate], wanted: Wanted) -> None:
    """Weigh in how many of the wanted values a thing has."""
    known = prefixes(generation.release.base)
    for name, value in wanted.values:
        iri = property_of(name, known)
        if not iri or not found:
            continue
        pattern = f"""?x <{iri}> ?o OPTIONAL {{ ?o skos:prefLabel|skos:altLabel|dcterms:title|foaf:name ?n }}
          BIND(COALESCE(?n, ?o) AS ?v)"""
        has = each(generation, _iris(found), pattern)
        for one in found:
            given = {row["v"]["value"] for row in has[one.iri]}
            one.features[name] = round(max((_nearness(each, value) for each in given), default=0.0) * 100, 1)
    for one in found:
        others = [value for name, value in one.features.items() if name != "name"]
        if others:
            mean = sum(others) / len(others)
            one.score = round(one.features["name"] * _NAMES_SHARE + mean * (1 - _NAMES_SHARE), 1)


def _nearness(given: str, wanted: str) -> float:
    """Compare a value with what is wanted: the whole, the end of an IRI, or as names."""
    return 1.0 if wanted in (given, given.rpartition("/")[2]) else _likeness(given, wanted)


def property_of(name: str, known: dict[str, str]) -> str:
    """Make the IRI of a property of its short name; empty if it cannot be one.

    >>> property_of("nationality", {"osce": "https://e.org/ontology#"})
    'https://e.org/ontology#nationality'
    """
    prefix, colon, local = name.partition(":")
    space = known.get(prefix, "") if colon else known["osce"]
    last = local if colon else name
    return f"{space}{last}" if space and last.replace("-", "").replace("_", "").isalnum() else ""


def _score_day(generation: Generation, found: list[Candidate], day: str) -> None:
    """Lower what is known for other times than the day alone; what has no times stays."""
    known = [each(generation, _iris(found), pattern) for pattern in _TIMES]
    for one in found:
        spans = [_span(row) for answer in known for row in answer[one.iri]]
        times = [span for span in spans if span.begin or span.end]
        if times:
            certain = any(span.is_borne_out_on(day) for span in times)
            holds = certain or any(span.holds_on(day) for span in times)
            one.features[ON] = 100.0 if certain else 50.0 if holds else 0.0
            one.score = round(one.score * (1 if certain else _NOT_BORNE_OUT if holds else _OTHER_DAY), 1)


def _span(row: Solution) -> Span:
    def value(name: str) -> str:
        return row.get(name, {}).get("value", "")

    return Span(value("from"), value("until"), value("seen"))


def _with_holders(generation: Generation, found: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Add who held the posts that are called so on the day."""
    posts = {one.iri: one for one in found if one.kind == "post" and one.features.get("name", 0) > 60}
    known = {one.iri: one for one in found}
    for iri, held in each(generation, posts, _HELD).items():
        tenures = sorted(((row, _span(row)) for row in held), key=lambda tenure: tenure[1].begin)
        called = names(generation, [row["person"]["value"] for row in held])
        for row, span in tenures:
            if not span.begin or not span.holds_on(wanted.day) or _is_followed(span, tenures, wanted.day):
                continue
            person = row["person"]["value"]
            name = called.get(person, {}).get("value", person.rpartition("/")[2])
            holder = known.setdefault(person, Candidate(person, name, "person", 0.0))
            certain = span.is_borne_out_on(wanted.day)
            score = posts[iri].features["name"] * (1 if certain else _NOT_BORNE_OUT)
            holder.score = max(holder.score, round(score, 1))
            holder.features[ON] = 100.0 if certain else 50.0
            holder.description = f"{posts[iri].name}, {span}"
    return list(known.values())


def _is_followed(span: Span, tenures: list[tuple[Solution, Span]], day: str) -> bool:
    """Say whether somebody else had taken over a post by a day from one whose end is not known."""
    return not span.end and any(span.begin < later.begin <= day[: len(later.begin)] for _, later in tenures)
