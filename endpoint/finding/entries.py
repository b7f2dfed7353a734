"""What the index holds of each thing that people look for, read out of a release's store."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pyoxigraph as ox

from kg.namespaces import prefixes

#: Kind of entry → the classes that make a thing one; the first kind that fits is taken.
KINDS = {
    "state": ("osce:State",),
    "operation": ("osce:FieldOperation",),
    "meeting": ("osce:Meeting",),
    "election": ("osce:ElectionObservation",),
    "document": ("osce:Document",),
    "post": ("osce:Post",),
    "person": ("foaf:Person",),
    "body": ("osce:Structure", "osce:IntergovernmentalOrganization", "osce:RelatedBody"),
    "field": ("osce:FieldOfWork",),
    "place": ("osce:Place",),
}
#: Languages that have a stemmer of their own; texts in others are split into words and no more.
STEMMED = {"en": "english", "fr": "french", "de": "german", "it": "italian", "ru": "russian", "es": "spanish"}

_LABELS = (
    "skos:prefLabel|skos:altLabel|osce:abbreviation|skos:hiddenLabel|dcterms:title|foaf:name|^osce:nameOf/osce:nameText"
)
_MENTIONS = "osce:mentions"
#: A facet → the paths from a document, a person, a meeting or an operation to what it groups by.
_FACETS = {
    "state": (
        _MENTIONS,
        "osce:nationality",
        "osce:hostState",
        "osce:hostedBy",
        "osce:electionIn",
        "^org:member/osce:onBehalfOf",
        "osce:withinPlace",
    ),
    "person": (_MENTIONS,),
    "body": ("osce:issuedBy", "osce:observer", "^org:member/osce:ofPost/org:postIn", "org:postIn"),
    "field": ("osce:hasFieldOfWork",),
    "place": ("osce:datelinePlace", "osce:atPlace", "osce:seat"),
}
#: Words by which people ask for things of a class that is no kind of its own.
_CALLED = {"osce:Decision": "decision decisions", "osce:Statement": "statement statements"}
_DAYS = "osce:issuedOn|osce:adoptedOn|osce:electionDay|osce:onDate|osce:validFrom|osce:untilDate|osce:validUntil"
_FIRST, _LAST = 1950, 2100


@dataclass(slots=True)
class Entry:
    """One thing: how it is called, what is written in it, when it was, and what it can be grouped by.

    ``labels`` are its names by language, where it has one beside English; ``context`` are words that it is also asked
    for by: names of the State, body, place and posts that it goes with;
    ``years`` are all calendar years that it took part in; ``day`` is the first day that is known, ISO 8601 or empty;
    ``weight`` counts the documents that mention it.
    """

    iri: str
    kind: str
    name: str = ""
    names: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    context: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    years: set[int] = field(default_factory=set)
    day: str = ""
    facets: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    weight: int = 0


def read_entries(store: ox.Store, base: str) -> list[Entry]:
    """Read all entries of a release.

    :param store: the release's store
    :param base: its base IRI
    :returns: entries in the order of their IRIs
    """
    reader = _Reader(store, base)
    entries = reader.kinds()
    reader.add_names(entries)
    reader.add_texts(entries)
    reader.add_facets(entries)
    reader.add_days(entries)
    reader.add_context(entries)
    return [entries[iri] for iri in sorted(entries) if entries[iri].name]


class _Reader:
    def __init__(self, store: ox.Store, base: str) -> None:
        self._store, self._base, self._prefixes = store, base, prefixes(base)

    def _rows(self, pattern: str, *names: str) -> Iterator[tuple[Any, ...]]:
        query = f"SELECT DISTINCT {' '.join(f'?{name}' for name in names)} {{ {pattern} }}"
        for row in self._select(query):
            yield tuple(row[name] for name in names)

    def _select(self, query: str) -> ox.QuerySolutions:
        found = self._store.query(query, prefixes=self._prefixes, use_default_graph_as_union=True)
        return cast(ox.QuerySolutions, found)

    def kinds(self) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for kind, classes in KINDS.items():
            for (thing,) in self._rows(f"?thing a ?class FILTER(?class IN ({', '.join(classes)}))", "thing"):
                entries.setdefault(thing.value, Entry(thing.value, kind))
        return entries

    def add_names(self, entries: dict[str, Entry]) -> None:
        best: dict[str, tuple[int, str]] = {}
        ranks = {"skos:prefLabel": 0, "dcterms:title": 0, "foaf:name": 1}
        for thing, name in self._rows(f"?thing {_LABELS} ?name", "thing", "name"):
            if thing.value in entries:
                entries[thing.value].names.add(name.value)
        for path, rank in ranks.items():
            for thing, name in self._rows(f"?thing {path} ?name", "thing", "name"):
                if thing.value in entries and name.language in STEMMED and name.language != "en":
                    entries[thing.value].labels.setdefault(name.language, name.value)
                order = (rank * 3 + {"en": 0, None: 1}.get(name.language, 2), name.value)
                if thing.value in entries and order < best.get(thing.value, (99, "")):
                    best[thing.value] = order
        for iri, entry in entries.items():
            entry.name = best[iri][1] if iri in best else min(entry.names, default="")

    def add_texts(self, entries: dict[str, Entry]) -> None:
        pattern = (
            "?document osce:hasLanguageVersion ?version . ?version osce:languageTag ?tag ; osce:hasSnapshot ?snapshot ."
            " ?snapshot osce:plainText ?text"
        )
        for document, tag, text in self._rows(pattern, "document", "tag", "text"):
            if document.value in entries:
                entries[document.value].texts[tag.value] = text.value
                entries[document.value].facets["language"].add(tag.value)

    def add_facets(self, entries: dict[str, Entry]) -> None:
        kinds = {
            "state": ("state",),
            "body": ("body", "operation"),
            "person": ("person",),
            "field": ("field",),
            "place": ("place",),
        }
        for path in dict.fromkeys(path for paths in _FACETS.values() for path in paths):
            wanted = [name for name, paths in _FACETS.items() if path in paths]
            for thing, value in self._rows(f"?thing {path} ?value", "thing", "value"):
                source, target = entries.get(thing.value), entries.get(value.value)
                if source is None or target is None or source is target:
                    continue
                if path == _MENTIONS:
                    target.weight += 1
                for name in wanted:
                    if target.kind in kinds[name]:
                        source.facets[name].add(target.iri)

    def add_days(self, entries: dict[str, Entry]) -> None:
        for thing, day in self._rows(f"?thing {_DAYS} ?day", "thing", "day"):
            if thing.value in entries:
                _note(entries[thing.value], day.value, day.value)
        now = max(
            (max(entry.years) for entry in entries.values() if entry.kind == "document" and entry.years), default=0
        )
        spans = {
            "person": "?node org:member ?thing",
            "post": "?node osce:ofPost ?thing",
            "operation": "?node osce:mandateOf ?thing",
        }
        for pattern in spans.values():
            spanned = (
                f"{pattern} . OPTIONAL {{ ?node osce:validFrom ?from }} OPTIONAL {{ ?node osce:validUntil ?until }}"
                " OPTIONAL { ?node osce:lastAttested ?seen }"
            )
            for thing, begin, end, seen in self._rows(spanned, "thing", "from", "until", "seen"):
                if thing.value in entries and (begin is not None or end is not None):
                    first = begin.value if begin is not None else end.value
                    # What has no end that is known goes on as long as it is attested, if that is on record.
                    last = end if end is not None else seen
                    _note(entries[thing.value], first, last.value if last is not None else max(str(now), first[:4]))

    def add_context(self, entries: dict[str, Entry]) -> None:
        for entry in entries.values():
            if entry.kind == "document":
                continue
            beside = [entries[iri] for name in ("state", "body", "place") for iri in entry.facets.get(name, ())]
            entry.context = {other.name for other in beside if other.name}
        for name, words in _CALLED.items():
            for (thing,) in self._rows(f"?thing a {name}", "thing"):
                if thing.value in entries:
                    entries[thing.value].context.add(words)
        for person, post in self._rows("?person ^org:member/osce:ofPost ?post", "person", "post"):
            if person.value in entries and post.value in entries:
                entries[person.value].context.update(entries[post.value].names)


def _note(entry: Entry, begin: str, end: str) -> None:
    """Note the years from one day to another; days are ISO 8601, of any precision."""
    first, last = begin[:4], end[:4]
    if not (first.isdigit() and last.isdigit()):
        return
    entry.years.update(range(max(int(first), _FIRST), min(int(last), _LAST) + 1))
    if not entry.day or begin < entry.day:
        entry.day = begin
