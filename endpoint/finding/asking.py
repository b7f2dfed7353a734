"""What a person asks, read: words in any order, a year, a kind; and the query that it makes."""

import re
from dataclasses import dataclass

import tantivy

from endpoint.finding.entries import STEMMED
from endpoint.finding.index import folded, schema

_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_WORDS = 12
#: Kinds of what happens on a day, and of what is there whatever the day; all others last from one day to another.
HAPPENING, STANDING = ("document", "meeting", "election"), ("post", "field", "place")
#: Words by which people ask for a kind of thing rather than for a name.
KIND_WORDS = {
    "state": "state",
    "states": "state",
    "country": "state",
    "countries": "state",
    "people": "person",
    "person": "person",
    "persons": "person",
    "meetings": "meeting",
    "elections": "election",
    "posts": "post",
    "places": "place",
    "release": "document",
    "releases": "document",
    "document": "document",
    "documents": "document",
    "missions": "operation",
    "operations": "operation",
}
_SCHEMA = schema()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A reading of what was typed, and the facets that were chosen.

    ``words`` are folded words in their order; ``raw`` the same unfolded, for texts; ``whole`` all of them as one name.
    ``chosen`` maps facets to values, all of which must hold. ``order`` is a field to sort by; empty: best first.
    ``day`` leaves out what came later, and ``held`` lists what was there then, of what lasts.
    """

    words: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    whole: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    order: str = ""
    prefix: bool = False
    day: str = ""
    held: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str, chosen: dict[str, str] | None = None, order: str = "", prefix: bool = False) -> "Asked":
        """Read what was typed.

        >>> asked = Asked.of("Linde 2021")
        >>> asked.words, asked.chosen
        (('linde',), (('year', '2021'),))
        >>> Asked.of("meetings 1999").chosen
        (('year', '1999'), ('kind', 'meeting'))
        """
        picked = dict(chosen or {})
        raw = [word.casefold() for word in _WORD.findall(text)][:_LONGEST_WORDS]
        years = [word for word in raw if _YEAR.fullmatch(word)]
        if years and "year" not in picked and not prefix:
            picked["year"] = years[-1]
            raw = [word for word in raw if word != years[-1]]
        kinds = [word for word in raw if word in KIND_WORDS]
        if kinds and "kind" not in picked and len(kinds) == len(raw):
            picked["kind"] = KIND_WORDS[kinds[0]]
            raw = []
        words = tuple(folded(word) for word in raw)
        return cls(
            words=words, raw=tuple(raw), whole=folded(text), chosen=tuple(picked.items()), order=order, prefix=prefix
        )


def strict(index: tantivy.Index, asked: Asked, names_only: bool = False) -> tantivy.Query:
    """Make the query for all words as written, in any order: each in a name or in a text."""
    parts = [_word(word, raw, asked, names_only) for word, raw in zip(asked.words, asked.raw, strict=True)]
    return _all(parts, asked)


def fuzzy(index: tantivy.Index, asked: Asked) -> tantivy.Query:
    """Make the query for words of names that are spelled nearly so: one letter off, two in long words."""
    parts = [
        tantivy.Query.fuzzy_term_query(
            _SCHEMA, "names", word, distance=2 if len(word) > 7 else 1, transposition_cost_one=True
        )
        for word in asked.words
    ]
    return _all(parts, asked)


def _all(parts: list[tantivy.Query], asked: Asked) -> tantivy.Query:
    must = [(tantivy.Occur.Must, part) for part in parts]
    for facet, value in asked.chosen:
        term = tantivy.Query.term_query(_SCHEMA, facet, int(value) if facet == "year" else value)
        must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(term, 0.0)))
    if asked.day:
        must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(_on(asked.day, asked.held), 0.0)))
    if not must:
        return tantivy.Query.all_query()
    return tantivy.Query.boolean_query(must)


def _on(day: str, held: frozenset[str]) -> tantivy.Query:
    """Make the query for what there was on a day: what had happened, what held, what is there whatever the day."""
    latest = int(day.replace("-", ""))
    # Where no day is on record the field is 0.
    past = tantivy.Query.range_query(_SCHEMA, "date", tantivy.FieldType.Integer, 1, latest)
    happened = [(tantivy.Occur.Must, _kinds(HAPPENING)), (tantivy.Occur.Must, past)]
    lasting = tantivy.Query.term_set_query(_SCHEMA, "iri", sorted(held))
    either = (tantivy.Query.boolean_query(happened), lasting, _kinds(STANDING))
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in either])


def _kinds(names: tuple[str, ...]) -> tantivy.Query:
    return tantivy.Query.term_set_query(_SCHEMA, "kind", list(names))


def _word(word: str, raw: str, asked: Asked, names_only: bool) -> tantivy.Query:
    either = [
        tantivy.Query.boost_query(tantivy.Query.term_query(_SCHEMA, "names", piece), 3.0) for piece in {word, raw}
    ]
    if asked.prefix and word == asked.words[-1]:
        pattern = re.escape(word) + ".*"
        either.append(tantivy.Query.regex_query(_SCHEMA, "names", pattern))
    if not names_only:
        context = tantivy.Query.term_query(_SCHEMA, "context", word)
        either.append(tantivy.Query.boost_query(context, 0.6))
        for language, stemmer in STEMMED.items():
            either.append(tantivy.Query.term_query(_SCHEMA, f"text_{language}", _stemmed(raw, stemmer)))
        either.append(tantivy.Query.term_query(_SCHEMA, "text_other", raw))
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in either])


_STEMMERS = {
    name: tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer(name))
    .build()
    for name in STEMMED.values()
}


def _stemmed(word: str, stemmer: str) -> str:
    return next(iter(_STEMMERS[stemmer].analyze(word)), word)
