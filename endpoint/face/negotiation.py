"""Which form of an answer a client asks for. No I/O, no framework: tables and two functions.

Sources: RFC 9110 §12.5.1 (Accept), SPARQL 1.1 Protocol §2.1.6, the media types' registrations.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from endpoint.forms import Form

#: Other short names that clients give a form in ``format=`` (SPARQLWrapper, Virtuoso, Fuseki).
_OTHER_NAMES = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "json-ld": "jsonld",
    "rdf+xml": "rdf",
    "rdfxml": "rdf",
    "rdf/xml": "rdf",
    "sparql-results+json": "json",
    "sparql-results+xml": "xml",
}


class Choice(NamedTuple):
    """A form, and the media type under which it was asked for."""

    form: Form
    content_type: str


class _Range(NamedTuple):
    media: str
    quality: float


def _ranges(header: str) -> list[_Range]:
    """Read ``Accept``; what is not a media range with a number as its weight is left out."""
    found = []
    for part in header.split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((p[2:].strip() for p in parameters if p.lower().startswith("q=")), "1")
        if media.count("/") == 1 and weight.replace(".", "", 1).isdecimal():
            found.append(_Range(media.lower(), min(float(weight), 1.0)))
    return found


def _quality(media_type: str, ranges: Sequence[_Range]) -> float:
    """Weigh one media type: its most specific range decides."""
    for candidate in (media_type, media_type.split("/")[0] + "/*", "*/*"):
        weights = [found.quality for found in ranges if found.media == candidate]
        if weights:
            return max(weights)
    return 0.0


@lru_cache(maxsize=512)
def choose(header: str | None, offers: tuple[Form, ...]) -> Choice | None:
    """Choose the form that an ``Accept`` header prefers.

    :param header: the header's value; none or blank accepts anything
    :param offers: what there is, the server's own preference first; few, and the same again and again
    :returns: the best form, or none if nothing fits

    >>> from endpoint.forms import TABLES
    >>> choose("text/csv;q=0.5, application/json", TABLES).content_type
    'application/json'
    >>> choose("*/*", TABLES).form.name, choose("image/png", TABLES)
    ('json', None)
    """
    if not header or not header.strip():
        return _as_registered(offers[0])
    ranges = _ranges(header)
    best, chosen = 0.0, None
    for offer in offers:
        for media_type in (offer.media_type, *offer.aliases):
            quality = _quality(media_type, ranges)
            named = media_type == offer.media_type or any(found.media == media_type for found in ranges)
            if quality > best and named:
                best, chosen = quality, Choice(offer, media_type + offer.suffix)
    return chosen


def _as_registered(form: Form) -> Choice:
    return Choice(form, form.media_type + form.suffix)


def by_name(name: str, offers: Sequence[Form]) -> Choice | None:
    """Find a form by its short name or media type, as given in ``format=``.

    >>> from endpoint.forms import TABLES
    >>> by_name("csv", TABLES).content_type
    'text/csv; charset=utf-8'
    """
    wanted = _OTHER_NAMES.get(name.lower(), name.lower())
    for offer in offers:
        if wanted in (offer.name, offer.media_type, *offer.aliases):
            return _as_registered(offer)
    return None


def names(offers: Sequence[Form]) -> str:
    """List the media types of some forms, for a message."""
    return ", ".join(offer.media_type for offer in offers)
