"""Bodies named in part: "the Programme Offices in Astana, Bishkek and Dushanbe", "Ravnik and the OSCE Office there"."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kg.facts.disambiguation import Zones
from kg.facts.expressions import expression, written
from kg.facts.name_index import fold
from kg.facts.tables import entries
from kg.facts.variants import holds, variants
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer, Name
from kg.regexes import late

#: From when on they are two, each with a mission (PC.DEC/732, PC.DEC/733).
_TWO_STATES = "2006-06-29"
_PLACE, _EARLIER = written("place of a list"), written("place of a list before 2006")
_PLACES, _LIST = late(_PLACE), expression("bodies of a list", place=_PLACE)
_EARLIER_PLACES, _EARLIER_LIST = late(_EARLIER), expression("bodies of a list", place=_EARLIER)
#: Missions that others have: "EU Missions in …", "diplomatic Missions in …".
_OF_OTHERS = expression("missions of others")

#: "the OSCE PA's human rights committee", "the committee on human rights of the OSCE PA"
_COMMITTEE = expression("committee of the Assembly")
#: On a page of the Assembly, and of names that no other has: "the Third General Committee".
_ALONE = expression("committee without the Assembly")
#: Letters of a word that a name may have without a capital: "and", "for".
_SMALL = 3

#: "the OSCE Mission there", behind a State or town
_THERE = expression("body there")
_SENTENCE_END = late(r"[.!?][\"”’)]*\s")


def bodies_there(document: Document, zones: Zones, named: Iterable[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Find the bodies that are called by the State or town which their own sentence names before.

    :param document: the text
    :param zones: where its running words are
    :param named: mentions by full name
    :param gazetteer: the register's names; what makes no name of it is left out
    """
    matches = [match for match in _THERE.finditer(document.text) if zones.inside(*match.span())]
    places = [mention for mention in named if mention.kind in ("state", "place")] if matches else []
    day = document.issued.value if document.issued else None
    for match in matches:
        place = max((each for each in places if each.end <= match.start()), key=lambda each: each.end, default=None)
        if place is None or _SENTENCE_END.search(document.text, place.end, match.start()):
            continue
        noun = match["noun"].replace("Center", "Centre")
        names = {fold(f"{noun} to {place.quote}"), fold(f"{noun} in {place.quote}")}
        found = {_own(gazetteer).get(name) or _other(gazetteer, name, day) for name in names} - {None}
        if len(found) == 1:
            start, end = match.span()
            quote = document.text[start:end]
            yield Mention(start=start, end=end, quote=quote, target=found.pop() or "", kind="org", confidence=0.85)


def listed_bodies(document: Document, zones: Zones, gazetteer: Gazetteer) -> Iterator[tuple[Mention, bool]]:
    """Find the bodies that share one noun; each mention stands on the word that tells it apart.

    :param document: the text
    :param zones: where its running words are
    :param gazetteer: the register's names; an item that makes no name of it is left out
    :returns: mentions, each with whether its words name the State too: "Missions in …" of a "Mission to …"
    """
    own, day = _own(gazetteer), document.issued.value if document.issued else None
    lists, items = (_LIST, _PLACES) if day and day >= _TWO_STATES else (_EARLIER_LIST, _EARLIER_PLACES)
    for match in lists.finditer(document.text):
        before = document.text[max(0, match.start() - 30) : match.start()]
        if not zones.inside(match.start(), match.end()) or _OF_OTHERS.search(before):
            continue
        noun = f"{match['noun'][:-1]} {match['link']}"
        called = match["noun"][0].isupper() or before.endswith("OSCE ")
        for item in items.finditer(document.text, match.start("items"), match.end("items")):
            target = own.get(fold(f"{noun} {item[0]}"))
            other = _other(gazetteer, fold(f"OSCE {noun} {item[0]}"), day) if called and not target else None
            if target or other:
                yield _standing(item, target or other or ""), target is None


def _standing(item: re.Match[str], target: str) -> Mention:
    return Mention(start=item.start(), end=item.end(), quote=item[0], target=target, kind="org", confidence=0.9)


def committees(document: Document, zones: Zones, base: str, *, alone: bool = False) -> Iterator[Mention]:
    """Find committees of the Assembly by what they are called beside it: "the Assembly's human rights committee".

    An office in one is the Assembly's all the same; these names are found beside what is read, and not for it.

    :param document: the text
    :param zones: where its running words are
    :param base: base IRI of the build
    :param alone: whether names of the Assembly's committees count without it, if they have capitals
    """
    if "ommittee" not in document.text:  # A page takes the expression a millisecond: it may begin with any name.
        return
    keys = {entry.term: entry.value for entry in entries("committee_names")}
    owned = [match.span(match.lastgroup or 0) for match in _COMMITTEE.finditer(document.text)]
    bare = [match.span() for match in (_ALONE.finditer(document.text) if alone else ()) if _is_title(match[0])]
    for start, end in sorted({*owned, *bare}):
        if zones.inside(start, end):
            target, quote = f"{base}id/org/{keys[fold(document.text[start:end])]}", document.text[start:end]
            yield Mention(start=start, end=end, quote=quote, target=target, kind="org", confidence=0.9)


def _is_title(words: str) -> bool:
    """Tell a name whose words have capitals."""
    return all(word[0].isupper() for word in words.split() if len(word) > _SMALL)


def joint_states(named: Iterable[Mention], gazetteer: Gazetteer, day: str | None) -> Iterator[Mention]:
    """Find the second State in a name of two: "Serbia and Montenegro" was one State in its years, and is two in others.

    :param named: mentions by full name
    :param gazetteer: the register's names
    :param day: the document's day
    """
    second = {entry.term: entry.value for entry in entries("joint_names")}
    for mention in named:
        key = second.get(mention.quote) if mention.kind == "state" else None
        if key and not (day and any(holds(name, day) for name in _dated(gazetteer).get(fold(mention.quote), ()))):
            quote = re.split(r"[ -]", mention.quote)[-1]
            start = mention.end - len(quote)
            yield mention._replace(start=start, quote=quote, target=f"{gazetteer.base}id/{key}")


def _other(gazetteer: Gazetteer, name: str, day: str | None) -> str | None:
    """Find the body that another way to write its name means on a day."""
    fitting = {each.target for each in _dated(gazetteer).get(name, ()) if holds(each, day) and each.kind == "org"}
    return fitting.pop() if len(fitting) == 1 else None


@lru_cache(maxsize=4)
def _own(gazetteer: Gazetteer) -> dict[str, str]:
    return {fold(name.text): name.target for name in gazetteer.names if name.kind == "org"}


@lru_cache(maxsize=4)
def _dated(gazetteer: Gazetteer) -> dict[str, list[Name]]:
    """List the ways to write names that the register does not have."""
    found: dict[str, list[Name]] = {}
    for name in variants(gazetteer.base):
        found.setdefault(fold(name.text), []).append(name)
    return found
