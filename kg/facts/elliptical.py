"""Lists that name several bodies with one noun: "the Programme Offices in Astana, Bishkek and Dushanbe"."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.facts.disambiguation import Zones
from kg.facts.name_index import fold
from kg.facts.tables import entries
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer
from kg.regexes import late

_ITEM = r"[A-Z][\w-]+(?:[ \u00a0](?:and[ \u00a0]Herzegovina|[A-Z][\w-]+))*"
_LIST = late(
    rf"\b(?P<noun>(?i:Missions|Presences|Centres|Offices|Programme Offices|Project Co-ordinators|Academies))[ \u00a0]"
    rf"(?P<link>to|in)[ \u00a0](?P<items>{_ITEM}(?:,[ \u00a0]{_ITEM})*,?"
    rf"[ \u00a0]and[ \u00a0](?:(?:to|in)[ \u00a0])?{_ITEM})"
)
_ITEMS = late(_ITEM)


def listed_bodies(document: Document, zones: Zones, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Find the bodies that share one noun; each mention stands on the word that tells it apart.

    :param document: the text
    :param zones: where its running words are
    :param gazetteer: the register's names; an item that makes no name of it is left out
    """
    for match in _LIST.finditer(document.text):
        if not zones.inside(match.start(), match.end()):
            continue
        noun = match["noun"][:-1]
        for item in _ITEMS.finditer(document.text, match.start("items"), match.end("items")):
            target = _bodies(gazetteer).get(fold(f"{noun} {match['link']} {item[0]}"))
            if target:
                yield Mention(
                    start=item.start(),
                    end=item.end(),
                    quote=item[0],
                    target=target,
                    kind="org",
                    confidence=0.9,
                )


def joint_states(named: Iterable[Mention], base: str) -> Iterator[Mention]:
    """Find the second State in a name of two: "Serbia and Montenegro" was one State, and names one of today.

    :param named: mentions by full name
    :param base: base IRI of the build
    """
    second = {entry.term: entry.value for entry in entries("joint_names")}
    for mention in named:
        if mention.kind == "state" and (key := second.get(mention.quote)):
            quote = mention.quote.rsplit(" ", 1)[-1]
            start = mention.end - len(quote)
            yield mention._replace(start=start, quote=quote, target=f"{base}id/{key}")


@lru_cache(maxsize=4)
def _bodies(gazetteer: Gazetteer) -> dict[str, str]:
    return {fold(name.text): name.target for name in gazetteer.names if name.kind == "org"}
