"""Terms of office in a release, in order, and the times between them that nobody is recorded for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyoxigraph as ox

from kg.iris import Iris
from kg.release.querying import ask

_TENURES = """SELECT ?post ?label ?tenure ?holder ?name ?from ?until ?seen ?kind ?body ?gone WHERE {
  GRAPH graph:register {
    ?post a osce:Post ; skos:prefLabel ?label ; org:postIn ?body .
    ?tenure osce:ofPost ?post ; org:member ?holder . ?holder skos:prefLabel ?name .
    FILTER(LANG(?label) = "en" && LANG(?name) = "en")
    OPTIONAL { ?tenure osce:validFrom ?from } OPTIONAL { ?tenure osce:validUntil ?until }
    OPTIONAL { ?tenure osce:attestedOn ?seen } OPTIONAL { ?tenure osce:tenureKind ?kind }
    OPTIONAL { ?body osce:endedBy/osce:onDate ?gone } } }"""
_HEADS = """SELECT DISTINCT ?post WHERE { GRAPH graph:register {
  { ?post org:headOf ?body } UNION { ?post osce:postKind <kind> } } }"""


@dataclass(slots=True)
class Term:
    """One holder in one post; dates are ISO 8601 of any precision, empty where no source says them."""

    tenure: str
    holder: str
    name: str
    begin: str = ""
    end: str = ""
    seen: list[str] = field(default_factory=list)
    acting: bool = False

    @property
    def first(self) -> str:
        """Give the first day that is known, or the best there is."""
        return min(filter(None, (self.begin, *self.seen)), default=self.end)

    @property
    def last(self) -> str:
        """Give the last day that is known, or the best there is."""
        return self.end or max(self.seen, default=self.begin)

    @property
    def place(self) -> tuple[str, bool, str, str]:
        """Give where a term is in the order of a post: who left in a month was there before who came in it."""
        left = bool(self.end and not self.begin)
        start = min(self.first[: len(self.end)], self.end) if left else self.first
        return start, not left, self.last, self.name


@dataclass(slots=True)
class Post:
    """A post with its terms in order; ``gone`` is when its body ended, empty if it did not."""

    iri: str
    label: str
    gone: str = ""
    terms: list[Term] = field(default_factory=list)

    def holes(self) -> Iterator[tuple[Term, Term]]:
        """Find neighbours between whom nobody is recorded: the later one begins after the earlier one's last day.

        A month or a year that one of them begins or ends in is not empty; nor is a day that follows on another.
        """
        reached: Term | None = None
        for term in self.terms:
            if reached is not None and is_hole(reached.last, term.first):
                yield reached, term
            if reached is None or _further(term.last, reached.last):
                reached = term


def is_hole(last: str, first: str) -> bool:
    """Tell whether a time with nobody in office lies between a last and a first day, as precisely as both are known.

    >>> is_hole("2016-06", "2016-10-01"), is_hole("2013", "2013-05"), is_hole("2020-07-18", "2020-07-19")
    (True, False, False)
    """
    if not last or not first:
        return False
    precision = min(len(last), len(first))
    if first[:precision] <= last[:precision]:
        return False
    return not _follows(last, first)


def _follows(last: str, first: str) -> bool:
    """Tell whether a day, month or year is the one after another."""
    if len(last) == len(first) == len("2020-01-01"):
        return date.fromisoformat(last) + timedelta(days=1) == date.fromisoformat(first)
    year, month = int(last[:4]), int(last[5:7] or 0)
    later_year, later_month = int(first[:4]), int(first[5:7] or 0)
    if not month or not later_month:
        return later_year == year + 1
    return later_year * 12 + later_month == year * 12 + month + 1


def _further(one: str, other: str) -> bool:
    precision = min(len(one), len(other))
    return one[:precision] >= other[:precision]


def posts_of(store: ox.Store, base: str) -> list[Post]:
    """Read every post of the register that somebody holds or held, by name, each with its terms in order.

    :param store: of a release
    :param base: base IRI of the release
    """
    posts: dict[str, Post] = {}
    terms: dict[str, Term] = {}
    for row in rows(store, _TENURES, base):
        post = posts.setdefault(row["post"], Post(row["post"], row["label"], row["gone"]))
        if row["tenure"] not in terms:
            acting = row["kind"].endswith("/acting")
            term = Term(row["tenure"], row["holder"], row["name"], row["from"], row["until"], [], acting)
            terms[row["tenure"]] = term
            post.terms.append(term)
        if row["seen"] and row["seen"] not in terms[row["tenure"]].seen:
            terms[row["tenure"]].seen.append(row["seen"])
    for post in posts.values():
        post.terms.sort(key=lambda term: term.place)
    return sorted(posts.values(), key=lambda post: post.label)


def heads(store: ox.Store, base: str) -> set[str]:
    """List the posts that head a body, and those whose holders chair together."""
    kind = Iris(base).concept("post-kind", "co-chair")
    return {row["post"] for row in rows(store, _HEADS.replace("<kind>", f"<{kind}>"), base)}


def rows(store: ox.Store, query: str, base: str) -> Iterator[dict[str, str]]:
    """Ask a query and give its solutions as text, unbound values empty."""
    found = ask(store, query, base)
    if not isinstance(found, ox.QuerySolutions):
        return
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: str(getattr(row[name], "value", "")) for name in names}
