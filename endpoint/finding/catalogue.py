"""Entries by words, years and facets, best first; counts of each facet over all that was found."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import tantivy

from endpoint.finding.asking import Asked, fuzzy, strict
from endpoint.finding.chronicle import Chronicle
from endpoint.finding.index import FACETS, LABELS, open_index

#: So many best matches are weighed by use; those behind them keep the engine's order.
_WEIGHED = 400
_VALUES = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that was found."""

    iri: str
    name: str
    kind: str
    day: str
    text: str
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """Give its name in a language, else the one that it has."""
        return self.labels.get(language, self.name)


@dataclass(frozen=True, slots=True)
class Known:
    """One entry with everything that it is called, the years it is of, and how many documents mention it."""

    hit: Hit
    names: tuple[str, ...]
    years: tuple[int, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Found:
    """What an asking found: how many, the hits of one page, counts per value of each facet.

    ``is_near`` says that nothing fits as written and near spellings were taken.
    """

    total: int
    hits: list[Hit]
    counts: dict[str, list[tuple[str, int]]]
    is_near: bool = False


class Catalogue:
    """An opened index.

    :param folder: where it lies
    :raises ValueError: if it is not an index
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = open_index(folder)
        self._names: dict[tuple[str, str], str] = {}
        self._searcher = self._index.searcher()

    @cached_property
    def events(self) -> Chronicle:
        """Which events things took part in.

        :raises sqlite3.Error: if they were not written beside the index
        """
        return Chronicle(self._folder)

    def find(self, asked: Asked, offset: int = 0, limit: int = 20, facets: tuple[str, ...] = tuple(FACETS)) -> Found:
        """Find what fits; near spellings where nothing does.

        :param offset: hits to pass over
        :param limit: hits to give at most
        :param facets: what is counted over all that was found
        """
        query = strict(self._index, asked)
        found = self._page(query, asked, offset, limit, facets)
        if found.total or not asked.words:
            return found
        near = self._page(fuzzy(self._index, asked), asked, offset, limit, facets)
        return Found(near.total, near.hits, near.counts, is_near=bool(near.total))

    def _page(self, query: tantivy.Query, asked: Asked, offset: int, limit: int, facets: tuple[str, ...] = ()) -> Found:
        counts = self._counts(query, facets) if facets else {}
        if asked.order:
            direction = tantivy.Order.Asc if asked.order == "alphabet" else tantivy.Order.Desc
            rows: Any = self._searcher.search(query, limit, offset=offset, order_by_field=asked.order, order=direction)
            return Found(rows.count, [self._hit(address) for _, address in rows.hits], counts)
        best: Any = self._searcher.search(query, max(_WEIGHED, offset + limit))
        ranked = self._ranked(best.hits, asked)[offset : offset + limit]
        return Found(best.count, [self._hit(address) for address in ranked], counts)

    def _ranked(self, best: list[tuple[float, tantivy.DocAddress]], asked: Asked) -> list[tantivy.DocAddress]:
        """Order matches by how well they fit and how much they are used; whole names and things before documents."""
        addresses = [address for _, address in best]
        weights = self._searcher.fast_field_values("weight", addresses)
        documents = self._searcher.fast_field_values("is_document", addresses)
        whole = self._called(asked.whole)

        def rank(n: int) -> float:
            score = best[n][0] * (1 + min(weights[n] or 0, 1000) ** 0.5 / 5)
            return float(score * (8 if _place(addresses[n]) in whole else 1) * (1.0 if documents[n] else 1.6))

        return [addresses[n] for n in sorted(range(len(best)), key=lambda n: -rank(n))]

    def _called(self, whole: str) -> set[tuple[int, int]]:
        """Find entries one of whose names is what was asked for."""
        if not whole:
            return set()
        hits = self._searcher.search(tantivy.Query.term_query(self._index.schema, "exact", whole), _WEIGHED).hits
        return {_place(address) for _, address in hits}

    def _hit(self, address: tantivy.DocAddress) -> Hit:
        document = self._searcher.doc(address)
        values = {name: tuple(document.get_all(name)) for name in FACETS if name not in ("kind", "year")}
        first: dict[str, str] = {
            name: document.get_first(name) or "" for name in ("iri", "name", "kind", "day", "text")
        }
        labels = {language: label for language in LABELS if (label := document.get_first(f"label_{language}"))}
        return Hit(first["iri"], first["name"], first["kind"], first["day"], first["text"], values, labels)

    def _counts(self, query: tantivy.Query, facets: tuple[str, ...]) -> dict[str, list[tuple[str, int]]]:
        wanted: dict[str, Any] = {name: {"terms": {"field": name, "size": _VALUES}} for name in facets}
        found = self._searcher.aggregate(query, wanted)
        return {
            name: [(_key(bucket["key"]), bucket["doc_count"]) for bucket in found[name]["buckets"]] for name in facets
        }

    def months(self, asked: Asked, facet: str) -> dict[str, dict[int, int]]:
        """Count what fits by the values of a facet and by month.

        :returns: value → month as 202103 → how many; what has no month is left out
        """
        by_month = {"histogram": {"field": "date", "interval": 100, "min_doc_count": 1}}
        wanted = {facet: {"terms": {"field": facet, "size": _VALUES}, "aggs": {"month": by_month}}}
        found = self._searcher.aggregate(strict(self._index, asked), wanted)[facet]["buckets"]
        return {
            _key(value["key"]): {month: count for month, count in _months(value["month"]["buckets"]) if month % 100}
            for value in found
        }

    def everything(self, offset: int = 0, limit: int = 5_000) -> list[Known]:
        """List entries with all that they are called, most mentioned first."""
        query, order = tantivy.Query.all_query(), tantivy.Order.Desc
        found = self._searcher.search(query, limit, offset=offset, order_by_field="weight", order=order).hits
        return [self._known(address) for _, address in found]

    def _known(self, address: tantivy.DocAddress) -> Known:
        document = self._searcher.doc(address)
        names = tuple(dict.fromkeys(document.get_all("names")))
        return Known(self._hit(address), names, tuple(document.get_all("year")), document.get_first("weight") or 0)

    def name(self, iri: str, language: str = "en") -> str:
        """Look up how a thing is called; the last part of its IRI where the index does not have it."""
        if (iri, language) not in self._names:
            found = self.entry(iri)
            self._names[iri, language] = found.called(language) if found else iri.rpartition("/")[2]
        return self._names[iri, language]

    def entry(self, iri: str) -> Hit | None:
        """Look up one entry; nothing where the index does not have it."""
        hits = self._searcher.search(tantivy.Query.term_query(self._index.schema, "iri", iri), 1).hits
        return self._hit(hits[0][1]) if hits else None

    def kind(self, iri: str) -> str:
        """Look up the kind of an entry; empty where the index does not have it."""
        found = self.entry(iri)
        return found.kind if found else ""

    def beginnings(self, text: str, limit: int = 8) -> list[Hit]:
        """List entries one of whose names has words that begin as written, those most used first."""
        asked = Asked.of(text, prefix=True)
        if not asked.words:
            return []
        found = self._page(strict(self._index, asked, names_only=True), asked, 0, limit)
        return found.hits


def _place(address: tantivy.DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc


def _months(buckets: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(int(bucket["key"]) // 100, bucket["doc_count"]) for bucket in buckets]


def _key(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)
