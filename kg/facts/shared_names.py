"""Bodies that share the noun of their names: "the Working Groups on X and on Y", "the Asian and the other groups"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.facts.disambiguation import Zones
from kg.facts.expressions import expression, written
from kg.facts.name_index import fold
from kg.facts.variants import variants
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer

#: The noun in the plural, and what each is on or with.
_SHARED = expression("nouns shared")
#: "the Asian and Mediterranean Contact Groups"
_BEFORE = expression("nouns shared behind")
#: What every noun ends in that may be shared, in small or capital letters: a text without it is not searched.
_ENDINGS = expression("ending of a shared noun")
_BEGIN = written("before what distinguishes")
_ENDING = expression("ending that partners have")


def sharing_a_noun(document: Document, zones: Zones, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Find the bodies of which a text gives the noun once for several; each mention stands on what tells it apart.

    :param document: the text
    :param zones: where its running words are
    :param gazetteer: the register's names
    """
    if _ENDINGS.search(document.text) is None:
        return
    for match in _SHARED.finditer(document.text):
        items, told = fold(match["items"]), set[int]()
        for rest, target in _beginning(gazetteer, fold(f"{match['noun'][:-1]} {match['link']}")):
            if (found := re.search(_told(rest), items)) and found.start() not in told:
                told.add(found.start())
                start = match.start("items") + found.start()
                yield from _inside(document, zones, start, start + len(found[0]), target)
    for match in _BEFORE.finditer(document.text):
        for part in ("first", "second"):
            body = _names(gazetteer).get(fold(f"{match[part]} {match['noun'][:-1]}"))
            yield from _inside(document, zones, *match.span(part), body)


def _inside(document: Document, zones: Zones, start: int, end: int, target: str | None) -> Iterator[Mention]:
    if target and zones.inside(start, end):
        yield Mention(start, end, document.text[start:end], target, "org", 0.9)


def _told(rest: str) -> str:
    """Write what tells a body apart, of which the last word may be shared too: "Asian and Mediterranean Partners"."""
    words = _ENDING.sub("", rest.removeprefix("the ")).split(" ")
    last = rf"(?:(?: and(?: the)? [\w-]+)?(?: {re.escape(words[-1])}))" if len(words) == 2 else f" {words[-1]}"
    return rf"{_BEGIN}{' '.join(map(re.escape, words[:-1]))}{last}\b"


@lru_cache(maxsize=64)
def _beginning(gazetteer: Gazetteer, noun: str) -> tuple[tuple[str, str], ...]:
    """List the names of bodies that begin with a noun, without it."""
    names = _names(gazetteer).items()
    found = [(name.removeprefix(f"{noun} "), target) for name, target in names if name.startswith(f"{noun} ")]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@lru_cache(maxsize=4)
def _names(gazetteer: Gazetteer) -> dict[str, str]:
    """List the English names of bodies, folded and without that of the OSCE before them."""
    names = [*gazetteer.names, *variants(gazetteer.base)]
    return {fold(each.text.removeprefix("OSCE ")): each.target for each in names if each.kind == "org"}
