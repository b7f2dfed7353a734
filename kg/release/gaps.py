"""What the record of a release lacks: a list of work for an editor."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.iris import Iris
from kg.release.terms_of_office import Post, Term, is_hole, posts_of, rows


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """One thing that is missing: its kind (of :data:`KINDS`), what it is missing of, and what is known."""

    kind: str
    label: str
    thing: str
    begin: str = ""
    end: str = ""
    detail: str = ""


#: Kind → what it means, in the order of the report.
KINDS: dict[str, str] = {
    "hole": "nobody is recorded between two holders of a post: by their dates, or for more than a year",
    "overlap": "two hold one post at once by their dates, and neither stands in for the other",
    "undated": "a holder is attested, and no source says since when or until when",
    "empty": "a post without any holder",
    "weak": "a record that rests on an encyclopedia, on one report, or on sources that differ",
    "draft": "a property of a record that is inferred, or from one weak source",
    "unsucceeded": "a body that ended, and nothing says what took its place",
    "unplaced": "a place without coordinates",
    "unnamed": "a body without a name in one of the six languages",
}
#: Kinds of posts that several hold side by side; a body may also have several deputies, who follow one another.
_SHARED = ("co-chair", "special-representative")
_SEVERAL = (*_SHARED, "deputy-head")
_EMPTY = """SELECT ?thing ?label WHERE { GRAPH graph:register {
  ?thing a osce:Post ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
  FILTER NOT EXISTS { ?tenure osce:ofPost ?thing } } }"""
_WEAK = """SELECT ?thing (SAMPLE(?name) AS ?label) (GROUP_CONCAT(DISTINCT ?title; separator=" | ") AS ?detail) WHERE {
  GRAPH graph:register { ?thing osce:evidenceStatus <status>
    OPTIONAL { ?thing dcterms:source/dcterms:title ?title }
    OPTIONAL { ?thing skos:prefLabel|osce:nameText|(org:member/skos:prefLabel)|(osce:mandateOf/skos:prefLabel) ?name
      FILTER(LANG(?name) = "en") } } } GROUP BY ?thing"""
_DRAFT = """SELECT ?thing ?property (SAMPLE(?name) AS ?label) WHERE { GRAPH graph:register {
  ?thing osce:unconfirmedProperty ?property
  OPTIONAL { ?thing skos:prefLabel|osce:nameText|(org:member/skos:prefLabel)|(osce:mandateOf/skos:prefLabel) ?name
    FILTER(LANG(?name) = "en") } } } GROUP BY ?thing ?property"""
_UNSUCCEEDED = """SELECT ?thing ?label ?end WHERE { GRAPH graph:register {
  ?thing osce:endedBy/osce:onDate ?end ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
  FILTER NOT EXISTS { ?thing osce:succeededBy ?next } } }"""
_UNPLACED = """SELECT ?thing ?label WHERE { GRAPH graph:register {
  ?thing a osce:Place ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
  FILTER NOT EXISTS { ?thing geo:lat ?lat } FILTER NOT EXISTS { ?state osce:associatedPlace ?thing } } }"""
_UNNAMED = """SELECT ?thing ?label ?language WHERE { GRAPH graph:register {
  ?thing org:subOrganizationOf ?whole ; skos:prefLabel ?label FILTER(LANG(?label) = "en")
  VALUES ?language { "fr" "de" "it" "ru" "es" }
  FILTER NOT EXISTS { ?thing skos:prefLabel ?other FILTER(LANG(?other) = ?language) } } }"""


def find_gaps(store: ox.Store, base: str) -> list[Gap]:
    """List what the register of a release lacks, by kind, then by name.

    :param store: of a release
    :param base: base IRI of the release
    """
    posts = posts_of(store, base)
    shared, several = (_of_kinds(kinds, store, base) for kinds in (_SHARED, _SEVERAL))
    found = [gap for post in posts for gap in _of_post(post, post.iri in shared, post.iri in several)]
    for search in _SEARCHES:
        found.extend(search(store, base))
    order = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(found, key=lambda gap: (order[gap.kind], gap))


def _of_post(post: Post, is_shared: bool, has_several: bool) -> Iterator[Gap]:
    if not is_shared:
        for before, after in filter(_is_long, post.holes()):
            yield Gap("hole", post.label, post.iri, before.last, after.first, f"{before.name}, then {after.name}")
    if not has_several:
        yield from _overlaps(post)
    for number, term in enumerate(post.terms):
        missing = [*([] if term.begin else ["since when"]), *(_endless(post, number))]
        if missing:
            when = ", ".join(sorted(term.seen)) or "no day"
            detail = f"{term.name}: {' and '.join(missing)} not known; attested: {when}"
            yield Gap("undated", post.label, term.tenure, term.begin, term.end, detail)


def _is_long(hole: tuple[Term, Term]) -> bool:
    """Tell whether a hole is one by dates that sources give, or so long that somebody may be missing."""
    before, after = hole
    return bool(before.end and after.begin) or int(after.first[:4]) - int(before.last[:4]) > 1


def _endless(post: Post, number: int) -> list[str]:
    """Miss an end only where somebody followed, or the body is gone."""
    term = post.terms[number]
    followed = number + 1 < len(post.terms) or bool(post.gone)
    return ["until when"] if followed and not term.end else []


def _overlaps(post: Post) -> Iterator[Gap]:
    for number, one in enumerate(post.terms):
        for other in post.terms[number + 1 :]:
            if _overlap(one, other):
                yield Gap("overlap", post.label, post.iri, other.begin, one.end, f"{one.name} and {other.name}")


def _overlap(one: Term, other: Term) -> bool:
    if one.acting or other.acting or one.holder == other.holder or not (one.end and other.begin):
        return False
    precision = min(len(one.end), len(other.begin))
    return other.begin[:precision] < one.end[:precision]


def _of_kinds(kinds: tuple[str, ...], store: ox.Store, base: str) -> set[str]:
    iris = " ".join(f"<{Iris(base).concept('post-kind', kind)}>" for kind in kinds)
    query = f"SELECT ?post WHERE {{ VALUES ?kind {{ {iris} }} ?post osce:postKind ?kind }}"
    return {row["post"] for row in rows(store, query, base)}


def _simple(kind: str, query: str) -> Callable[[ox.Store, str], Iterator[Gap]]:
    def search(store: ox.Store, base: str) -> Iterator[Gap]:
        for row in rows(store, query, base):
            yield Gap(kind, row["label"], row["thing"], end=row.get("end", ""))

    return search


def _weak(store: ox.Store, base: str) -> Iterator[Gap]:
    status = Iris(base).concept("evidence-status", "unconfirmed")
    for row in rows(store, _WEAK.replace("<status>", f"<{status}>"), base):
        if row["thing"]:
            yield Gap("weak", row["label"] or row["thing"], row["thing"], detail=row["detail"])


def _drafts(store: ox.Store, base: str) -> Iterator[Gap]:
    for row in rows(store, _DRAFT, base):
        if row["thing"]:
            name = row["property"].rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            yield Gap("draft", row["label"] or row["thing"], row["thing"], detail=name)


def _unnamed(store: ox.Store, base: str) -> Iterator[Gap]:
    missing: dict[tuple[str, str], set[str]] = {}
    for row in rows(store, _UNNAMED, base):
        missing.setdefault((row["label"], row["thing"]), set()).add(row["language"])
    for (label, thing), languages in missing.items():
        yield Gap("unnamed", label, thing, detail=" ".join(sorted(languages)))


_SEARCHES = (
    _simple("empty", _EMPTY),
    _weak,
    _drafts,
    _simple("unsucceeded", _UNSUCCEEDED),
    _simple("unplaced", _UNPLACED),
    _unnamed,
)

__all__ = ["KINDS", "Gap", "find_gaps", "is_hole"]
