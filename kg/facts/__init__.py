"""Stage 3: what a document says, each fact with the span that says it."""

from kg.facts.disambiguation import Zones, mention_of, zones_of
from kg.facts.elliptical import listed_bodies
from kg.facts.model import Facts
from kg.facts.name_index import index_of
from kg.facts.reading.reader import Reader
from kg.facts.short_names import short_mentions
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

__all__ = ["Facts", "extract"]


def extract(document: Document, gazetteer: Gazetteer) -> Facts:
    """Read a document.

    :param document: one capture of one language version
    :param gazetteer: the register's names
    :returns: its facts; the same document and gazetteer give the same facts
    """
    zones = zones_of(document)
    return Reader(document, gazetteer, _mentions(document, gazetteer, zones)).read()


def _mentions(document: Document, gazetteer: Gazetteer, zones: Zones) -> tuple[Mention, ...]:
    """Find every span of title and body that denotes a thing of the register."""
    named = _named(document, gazetteer, zones)
    issuers = tuple(body for source in document.sources if (body := gazetteer.issuer(source.value)))
    listed = list(listed_bodies(document, zones, gazetteer))
    spans = {(mention.start, mention.end) for mention in listed}
    named = [mention for mention in named if (mention.start, mention.end) not in spans]
    short = list(short_mentions(document, zones, [*named, *listed], issuers))
    starts = {mention.start for mention in short}
    named = [mention for mention in named if mention.start not in starts]
    found = {*named, *listed, *short, *_owners(named, gazetteer)}
    return tuple(sorted(found, key=lambda mention: (mention.start, mention.end, mention.target)))


def _owners(named: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Name the OSCE in "the OSCE Secretary General": who holds a post is a person, whose post it is a body."""
    osce = f"{gazetteer.base}id/org/osce"
    return [
        Mention(start=post.start, end=post.start + 4, quote="OSCE", target=osce, kind="org", confidence=0.9)
        for post in named
        if post.kind == "post" and post.quote.startswith("OSCE ")
    ]


def _named(document: Document, gazetteer: Gazetteer, zones: Zones) -> list[Mention]:
    """Find the names in title and body."""
    found = []
    for hit in index_of(gazetteer).hits(document.text, document.language):
        if zones.inside(hit.start, hit.end):
            mention = mention_of(hit, document, zones)
            if mention:
                found.append(mention)
    return found
