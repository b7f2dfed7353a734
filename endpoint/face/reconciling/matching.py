"""Candidates for a name: by all names that a thing has or had, by its properties, and by the day that is meant."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from endpoint.engine.service import Generation
from endpoint.face.answers import rows
from endpoint.face.days import is_day
from endpoint.face.lists.shelf import catalogue
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
_OTHER_DAY = 0.6
_NAMES_SHARE = 0.75
_NAMES = (
    "skos:prefLabel|skos:altLabel|osce:abbreviation|skos:hiddenLabel|dcterms:title|foaf:name|^osce:nameOf/osce:nameText"
)
#: What ties a thing to times in which it took part, held office, was at work or was held.
_TIMES = """{ ?x ^org:member ?t } UNION { ?x ^osce:ofPost ?t } UNION { ?x ^osce:mandateOf ?t }
  OPTIONAL { ?t osce:validFrom ?from } OPTIONAL { ?t osce:validUntil ?until } OPTIONAL { ?t osce:lastAttested ?seen }"""
_LIVES = """OPTIONAL { ?x osce:establishedBy/osce:onDate ?from } OPTIONAL { ?x osce:endedBy/osce:onDate ?until }
  FILTER(BOUND(?from) || BOUND(?until))"""


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
    """Find candidates, best first."""
    if not wanted.text.strip():
        return []
    found = [_candidate(hit) for hit in _hits(generation, wanted)]
    _score_names(generation, found, wanted.text)
    if wanted.values:
        _score_values(generation, found, wanted)
    if wanted.day:
        _score_day(generation, found, wanted.day)
        if not wanted.kinds or "person" in wanted.kinds:
            found = _with_holders(generation, found, wanted)
    if wanted.kinds:
        found = [each for each in found if each.kind in wanted.kinds]
    order = list(TYPES)
    return sorted(found, key=lambda each: (-each.score, order.index(each.kind), each.name, each.iri))[: wanted.limit]


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
        for hit in shelf.find(Asked.of(wanted.text, {"kind": kind} if kind else {}), limit=_LOOKED_AT).hits:
            found.setdefault(hit.iri, hit)
    return list(found.values())


def _candidate(hit: Hit) -> Candidate:
    return Candidate(hit.iri, hit.name, hit.kind, 0.0)


def _listed(found: list[Candidate]) -> str:
    return " ".join(f"<{each.iri}>" for each in found)


def _score_names(generation: Generation, found: list[Candidate], text: str) -> None:
    query = f"SELECT DISTINCT ?x ?name {{ VALUES ?x {{ {_listed(found)} }} ?x {_NAMES} ?name }}"
    names: dict[str, set[str]] = {}
    for row in rows(generation, query) if found else []:
        names.setdefault(row["x"]["value"], set()).add(row["name"]["value"])
    for each in found:
        likeness = max((_likeness(text, name) for name in names.get(each.iri, {each.name})), default=0.0)
        each.score = each.features["name"] = round(likeness * 100, 1)


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
        query = f"""SELECT DISTINCT ?x ?v {{ VALUES ?x {{ {_listed(found)} }} ?x <{iri}> ?o
          OPTIONAL {{ ?o skos:prefLabel|skos:altLabel|dcterms:title|foaf:name ?n }} BIND(COALESCE(?n, ?o) AS ?v) }}"""
        has: dict[str, float] = {}
        for row in rows(generation, query):
            given, thing = row["v"]["value"], row["x"]["value"]
            near = 1.0 if given == value or given.rpartition("/")[2] == value else _likeness(given, value)
            has[thing] = max(has.get(thing, 0.0), near)
        for each in found:
            each.features[name] = round(has.get(each.iri, 0.0) * 100, 1)
    for each in found:
        others = [value for name, value in each.features.items() if name != "name"]
        if others:
            mean = sum(others) / len(others)
            each.score = round(each.features["name"] * _NAMES_SHARE + mean * (1 - _NAMES_SHARE), 1)


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
    spans: dict[str, list[Span]] = {}
    for pattern in (_TIMES, _LIVES):
        query = f"SELECT DISTINCT ?x ?from ?until ?seen {{ VALUES ?x {{ {_listed(found)} }} {pattern} }}"
        for row in rows(generation, query) if found else []:
            spans.setdefault(row["x"]["value"], []).append(_span(row))
    for each in found:
        times = [span for span in spans.get(each.iri, []) if span.begin or span.end]
        if times:
            holds = any(span.holds_on(day) for span in times)
            each.features[ON] = 100.0 if holds else 0.0
            each.score = each.score if holds else round(each.score * _OTHER_DAY, 1)


def _span(row: dict[str, dict[str, str]]) -> Span:
    def value(name: str) -> str:
        return row.get(name, {}).get("value", "")

    return Span(value("from"), value("until"), value("seen"))


def _with_holders(generation: Generation, found: list[Candidate], wanted: Wanted) -> list[Candidate]:
    """Add who held the posts that are called so on the day."""
    posts = {each.iri: each for each in found if each.kind == "post" and each.features.get("name", 0) > 60}
    if not posts:
        return found
    query = f"""SELECT DISTINCT ?post ?person ?name ?from ?until {{ VALUES ?post {{ {_listed(list(posts.values()))} }}
      ?t osce:ofPost ?post ; org:member ?person . ?person a foaf:Person ; skos:prefLabel|foaf:name ?name
      OPTIONAL {{ ?t osce:validFrom ?from }} OPTIONAL {{ ?t osce:validUntil ?until }} }} ORDER BY ?from"""
    tenures = [(row, _span(row)) for row in rows(generation, query)]
    known = {each.iri: each for each in found}
    for row, span in tenures:
        if not span.begin or not span.holds_on(wanted.day) or _is_followed(row, span, tenures, wanted.day):
            continue
        post, iri = posts[row["post"]["value"]], row["person"]["value"]
        holder = known.setdefault(iri, Candidate(iri, row["name"]["value"], "person", 0.0))
        holder.score = max(holder.score, post.features["name"])
        holder.features[ON] = 100.0
        holder.description = f"{post.name}, {span}"
    return list(known.values())


def _is_followed(
    row: dict[str, dict[str, str]], span: Span, tenures: list[tuple[dict[str, dict[str, str]], Span]], day: str
) -> bool:
    """Say whether somebody else had taken over a post by a day from one whose end is not known."""
    return not span.end and any(
        other["post"] == row["post"] and span.begin < later.begin <= day[: len(later.begin)] for other, later in tenures
    )
