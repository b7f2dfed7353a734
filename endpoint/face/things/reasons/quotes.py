"""A sentence that says a fact, as pages show it."""

from dataclasses import dataclass

import pyoxigraph as ox

from endpoint.engine.service import Generation
from endpoint.face.answers import rows
from endpoint.face.language import in_words
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.shared import reading
from kg.release.evidence import Ask, Passage, passages_for


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a document with the words lit that say a fact, who read it how, and where it is from."""

    before: str
    words: str
    after: str
    document: str
    address: str
    captured: str
    original: str
    reading: str


def quote_of(passage: Passage, titles: dict[str, str], base: str) -> Quote:
    """Make a quotation of a passage.

    :param titles: IRI of a document → how it is called in the language of the page
    """
    address = address_of(passage.document, base)
    return Quote(
        passage.sentence[: passage.begin],
        passage.sentence[passage.begin : passage.end],
        passage.sentence[passage.end :],
        titles.get(passage.document) or passage.title,
        f"{address}#s{passage.at}" if passage.pattern else address,
        in_words(passage.captured),
        passage.address,
        reading(passage.pattern, passage.confidence),
    )


def asking(generation: Generation) -> Ask:
    """Ask a release that is served, as :mod:`kg.release.evidence` asks."""

    def ask(query: str) -> list[dict[str, str]]:
        return [{name: cell["value"] for name, cell in row.items()} for row in rows(generation, query)]

    return ask


def quotes_for(generation: Generation, iri: str) -> list[Quote]:
    """Quote the sentences that bear out a record, in one query."""
    found = passages_for(asking(generation), ox.NamedNode(iri))
    return [quote_of(passage, {}, generation.release.base) for passage in found]
