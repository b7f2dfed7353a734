"""Who issued a document: whom it names as its source, else whose section of the site it is in, else whom it is of."""

from collections.abc import Iterator
from typing import Protocol

from kg.documents.addresses import section_of
from kg.documents.sight import is_own, is_wire
from kg.facts.model import Facts
from kg.facts.tables import entries
from kg.facts.variants import called_so, called_then
from kg.model import Document, Span
from kg.regexes import late

#: How a sentence ends; a stop after an initial or a title ends none.
_END = late(r"[^\W\d_]{3}[”\"»)]?[.!?][”\"»]?\s(?=[^\W\d_a-zа-я])")
#: A first sentence has so many characters.
_LONGEST = 600
#: Posts whose holder's releases are a body's, with the body.
_BY_POST = {entry.term: entry.value for entry in entries("issuing_posts")}
#: A dateline of a release: towns in capitals, and a day.
_RELEASED = late(r"[^\W\d_a-zа-я]{3,}[^a-zа-я]*?,\s.*\d")


class Bodies(Protocol):
    """What it takes of the register to find who issued a document."""

    @property
    def base(self) -> str:
        """The base IRI of the build."""

    def issuer(self, printed: str) -> str | None:
        """Find the body that a source line names."""

    def issuer_of_section(self, section: str, day: str | None) -> str | None:
        """Find the body that a section of the site is of on a day."""

    def has_section(self, body: str) -> bool:
        """Tell whether a body has a section of the site, as those have that issue texts."""


def issuers(document: Document, facts: Facts, bodies: Bodies) -> tuple[list[str], str]:
    """Find who issued a document.

    :returns: IRIs of bodies, and a note on the ground where that is no source line: the section of the site, if the day
        of the document is one of its body's, or the first sentence of a release that names no source
    """
    day = document.issued.value if document.issued else None
    found = (_named(source.value, day, bodies) for source in document.sources)
    named = [body for body in found if body]
    if named:
        return named, ""
    for address in (document.address, *document.aliases):
        section = section_of(address) if address else None
        if section and (body := bodies.issuer_of_section(section, day)):
            return [body], f"the issuer is known from the address alone: section {section!r}"
    if _is_release(document) and not document.sources:  # "Source: News Agency": whoever it is, no body of ours.
        for place in _told(document):
            if body := _first(place, facts, bodies):
                return [body], "the issuer is the body of which the first sentence or the title speaks first"
    return [], ""


def _named(printed: str, day: str | None, bodies: Bodies) -> str | None:
    """Find the body that a source line names."""
    return called_then(bodies.base, printed, day) or bodies.issuer(printed) or called_so(bodies.base, printed)


def _is_release(document: Document) -> bool:
    """Whether a document is a release or news of the OSCE, on its own site or as another prints it."""
    if document.kind == "press-release" or (document.kind == "story" and is_own(document.address or "")):
        return True
    if document.genre == "reprint" and is_wire(document.address or ""):
        return True
    dateline = document.dateline.value if document.dateline else ""
    return document.genre in ("reprint", "statement") and bool(_RELEASED.match(dateline))


def _told(document: Document) -> Iterator[Span]:
    """Give the first sentence after the dateline, then the title."""
    opened = document.dateline.span.end if document.dateline and document.dateline.span else 0
    start = opened or next((span.start for span in document.paragraphs), len(document.text))
    line = document.text[start : start + _LONGEST].partition("\n")[0]
    ended = _END.search(line)
    yield Span(start, start + (ended.end() if ended else len(line)))
    if document.title.span:
        yield document.title.span


def _first(place: Span, facts: Facts, bodies: Bodies) -> str | None:
    """Find the first body of a place in the text that is named, or of which somebody there is."""
    found = [(one.start, _body_of(one.target)) for one in facts.mentions if one.kind == "post"]
    found += [(one.start, one.target) for one in facts.mentions if one.kind == "org"]
    found += [(one.span.start, one.affiliation) for one in facts.roles if one.affiliation]
    inside = [(at, body) for at, body in found if place.start <= at < place.end and bodies.has_section(body)]
    return min(inside, key=lambda one: one[0])[1] if inside else None


def _body_of(post: str) -> str:
    """Give the IRI of the body that speaks by the holder of a post, empty where there is none."""
    base, _, key = post.rpartition("/post/")
    return f"{base}/org/{_BY_POST[key]}" if key in _BY_POST else ""
