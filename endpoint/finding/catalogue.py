"""Entries by words, years and facets, best first; counts of each facet over all that was found."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tantivy

from endpoint.finding.asking import Asked, fuzzy, strict
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
        self._index = open_index(folder)
        self._names: dict[tuple[str, str], str] = {}
        self._searcher = self._index.searcher()

    def find(self, asked: Asked, offset: int = 0, limit: int = 20) -> Found:
        """Find what fits; near spellings where nothing does.

        :param offset: hits to pass over
        :param limit: hits to give at most
        """
        query = strict(self._index, asked)
        found = self._page(query, asked, offset, limit)
        if found.total or not asked.words:
            return found
        near = self._page(fuzzy(self._index, asked), asked, offset, limit)
        return Found(near.total, near.hits, near.counts, is_near=bool(near.total))

    def _page(self, query: tantivy.Query, asked: Asked, offset: int, limit: int) -> Found:
        counts = self._counts(query)
        total = sum(count for _, count in counts["kind"])
        if asked.order:
            direction = tantivy.Order.Asc if asked.order == "alphabet" else tantivy.Order.Desc
            rows = self._searcher.search(query, limit, offset=offset, order_by_field=asked.order, order=direction).hits
            return Found(total, [self._hit(address) for _, address in rows], counts)
        best = self._searcher.search(query, max(_WEIGHED, offset + limit)).hits
        exact = self._called(asked.whole)
        weighed = sorted(best, key=lambda row: -self._weighed(row[0], row[1], exact))
        return Found(total, [self._hit(address) for _, address in weighed[offset : offset + limit]], counts)

    def _weighed(self, score: float, address: tantivy.DocAddress, exact: set[str]) -> float:
        document = self._searcher.doc(address)
        weight = document.get_first("weight") or 0
        whole = document.get_first("iri") in exact
        kind = 1.0 if document.get_first("kind") == "document" else 1.6
        return float(score * (1 + min(weight, 1000) ** 0.5 / 5) * (8 if whole else 1) * kind)

    def _called(self, whole: str) -> set[str]:
        """Find entries one of whose names is what was asked for."""
        if not whole:
            return set()
        hits = self._searcher.search(tantivy.Query.term_query(self._index.schema, "exact", whole), _WEIGHED).hits
        return {self._searcher.doc(address).get_first("iri") or "" for _, address in hits}

    def _hit(self, address: tantivy.DocAddress) -> Hit:
        document = self._searcher.doc(address)
        values = {name: tuple(document.get_all(name)) for name in FACETS if name not in ("kind", "year")}
        first: dict[str, str] = {
            name: document.get_first(name) or "" for name in ("iri", "name", "kind", "day", "text")
        }
        labels = {language: label for language in LABELS if (label := document.get_first(f"label_{language}"))}
        return Hit(first["iri"], first["name"], first["kind"], first["day"], first["text"], values, labels)

    def _counts(self, query: tantivy.Query) -> dict[str, list[tuple[str, int]]]:
        wanted: dict[str, Any] = {name: {"terms": {"field": name, "size": _VALUES}} for name in FACETS}
        found = self._searcher.aggregate(query, wanted)
        return {
            name: [(_key(bucket["key"]), bucket["doc_count"]) for bucket in found[name]["buckets"]] for name in FACETS
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


def _key(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)
