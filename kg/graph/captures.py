"""Several captures of one document: which one speaks for it, and in which order they were fetched.

A document may come in several languages, and each of its wordings may have been fetched more than once. All
snapshots stay, with their mentions. What is said of the document itself (its date, source, places) is taken from one
of them: the latest capture of its English wording or, where there is none, of the first language in alphabetical order.
Each language gives its own title.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.iris import Iris
from kg.namespaces import DCTERMS, SKOS
from kg.nquads import iri, literal, quad


class Conversion(NamedTuple):
    """One page as quads, in the order in which captures are settled.

    ``captured`` is the capture time (xsd:dateTime in UTC) or empty; ``page`` identifies the page's bytes, address
    and capture, so that a later build knows it again; ``listed`` marks a listing page's
    word; ``source`` and ``offset`` say where it was read; ``made_up`` says that no site can have its address.
    """

    key: str
    language: str
    captured: str
    sha256: str
    source: str
    offset: int
    page: str
    head: tuple[str, ...]
    body: tuple[str, ...]
    listed: bool = False
    made_up: bool = False


class Settled(NamedTuple):
    """The graph of one document: its lines, the conversions that stand in it and those that repeat one of them."""

    lines: tuple[str, ...]
    kept: tuple[Conversion, ...]
    repeated: tuple[tuple[Conversion, Conversion], ...]


def settle(conversions: Sequence[Conversion], iris: Iris) -> Settled:
    """Make one graph of all captures of one document.

    :param conversions: at least one, all of the same key
    :returns: sorted lines; a conversion whose text was met before is set apart, together with the earlier one
    """
    kept: dict[tuple[str, str], Conversion] = {}
    repeated: list[tuple[Conversion, Conversion]] = []
    for conversion in sorted(conversions, key=_capture_order):
        first = kept.setdefault((conversion.language, conversion.sha256), conversion)
        if first is not conversion:
            repeated.append((conversion, first))
    own = [conversion for conversion in kept.values() if not conversion.listed]
    latest = {conversion.language: conversion for conversion in own or kept.values()}
    speaker = latest.get("en") or latest[min(latest)]
    lines = {*speaker.head, *_titles(latest.values(), iris), *_previous(own or kept.values(), iris)}
    for conversion in own or kept.values():
        lines.update(conversion.body)
    if own:
        lines.update(_differences(speaker, [each for each in kept.values() if each.listed], iris))
    return Settled(lines=tuple(sorted(lines)), kept=tuple(kept.values()), repeated=tuple(repeated))


def _differences(speaker: Conversion, listed: Iterable[Conversion], iris: Iris) -> Iterable[str]:
    """Note where a listing says another title or day than the page itself."""
    me, graph = iri(iris.document(speaker.key)), iri(iris.graph(f"doc/{speaker.key}"))
    for what, predicate in (("title", f"{DCTERMS}title"), ("date of issue", iris.term("issuedOn"))):
        start = f"{me} <{predicate}> "
        own = {line for line in speaker.head if line.startswith(start)}
        for row in listed:
            for line in row.head:
                if line.startswith(start) and own and line not in own and row.language == speaker.language:
                    printed = line.removeprefix(start).rpartition(f" {graph}")[0]
                    note = literal(f"a listing gives another {what}: {printed}", language="en")
                    yield quad(me, f"<{SKOS}editorialNote>", note, graph)


def _capture_order(conversion: Conversion) -> tuple[str, bool, str, str, str, int]:
    """Order captures in time; one without a time comes before all others of its language."""
    return (
        conversion.language,
        bool(conversion.captured),
        conversion.captured,
        conversion.sha256,
        conversion.source,
        conversion.offset,
    )


def _titles(latest: Iterable[Conversion], iris: Iris) -> Iterable[str]:
    for conversion in latest:
        title = f"{iri(iris.document(conversion.key))} <{DCTERMS}title> "
        yield from (line for line in conversion.head if line.startswith(title))


def _previous(kept: Iterable[Conversion], iris: Iris) -> Iterable[str]:
    """Chain the snapshots of each language whose capture times are known."""
    before: Conversion | None = None
    for conversion in kept:
        if before and before.language == conversion.language and before.captured and conversion.captured:
            later, earlier = iris.snapshot(conversion.sha256), iris.snapshot(before.sha256)
            graph = iri(iris.graph(f"doc/{conversion.key}"))
            yield quad(iri(later), iri(iris.term("previousSnapshot")), iri(earlier), graph)
        before = conversion
