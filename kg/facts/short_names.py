"""Short names that hold within one document: "the Mission", "the OSCE Presence" after the full name."""

import re
from collections.abc import Iterable, Iterator

from kg.facts.disambiguation import Zones
from kg.facts.expressions import any_of, expression
from kg.facts.surroundings import is_behind
from kg.facts.tables import entries
from kg.model import Document, Mention

#: Length of the code of a language in the note of a row; of what says that a name is longer: " im Kosovo".
_CODE, _FAR = 2, 10
#: Short names in other languages, with the head that each has in English: "Миссия ОБСЕ", "OSZE-Mission".
_ELSEWHERE = {entry.term: entry.value for entry in entries("generic_heads") if len(entry.note) == _CODE}
_ENGLISH = [entry for entry in entries("generic_heads") if len(entry.note) != _CODE]
#: Heads that mean one body alone: "the High Commissioner".
_OF_ONE = {entry.term.casefold().replace(" ", "-"): entry.value for entry in _ENGLISH if entry.value != "org"}
_ASSEMBLY, _OF_ASSEMBLY = "/parliamentary-assembly", "pa-"
#: Heads of which a text often names several: "the Group".
_OF_MANY = {entry.term for entry in _ENGLISH if entry.note == "many"}
_LETTERS = [entry.term for entry in _ENGLISH if entry.term.isupper()]
_HEADS = {entry.term for entry in _ENGLISH} - set(_LETTERS)
_SHORT = expression("short name", heads=any_of(_HEADS))

#: "PA President", but not "NATO PA President", and no "OSCE PA", which is a name of its own.
_LETTERED = expression("short name of letters", heads=any_of(_LETTERS))
#: A short name in another language.
_ABROAD = expression("short name elsewhere", heads=any_of(_ELSEWHERE))


def short_mentions(
    document: Document, zones: Zones, named: Iterable[Mention], issuers: tuple[str, ...]
) -> Iterator[Mention]:
    """Resolve short names to a body that the document names in full or is issued by.

    :param document: the text
    :param zones: where its running words are
    :param named: mentions of bodies by full name
    :param issuers: IRIs of the bodies named as the document's source, with their names
    :returns: mentions of short names that fit exactly one body; others are left out
    """
    bodies = [mention for mention in named if mention.kind == "org"]
    taken = [(mention.start, mention.end) for mention in bodies]
    unclear = {head for head in _OF_MANY if _has_another(document.text, head, taken)}
    for match in (*_SHORT.finditer(document.text), *_LETTERED.finditer(document.text)):
        start, end = match.start("head"), match.end("head")
        if not zones.inside(start, end) or any(a < end and start < b for a, b in taken):
            continue
        if match["head"] in unclear:
            continue
        target = _only(match["head"], bodies, issuers) or _whole(match["head"], bodies, issuers)
        if target:
            begin = start - 5 if document.text[start - 5 : start - 1] == "OSCE" else start
            yield _mention(document.text, begin, end, target)
    yield from _abroad(document, zones, bodies, issuers)


def _has_another(text: str, head: str, taken: list[tuple[int, int]]) -> bool:
    """Tell whether a text names another body of the kind in full, which "the Group" may be: "the Working Group"."""
    if head not in text:
        return False
    named = re.finditer(rf"\b[A-Z][a-z]+ {re.escape(head)}\b", text)
    return any(
        each[0].split()[0] != "The" and not any(a < each.end() and each.start() < b for a, b in taken) for each in named
    )


def _abroad(document: Document, zones: Zones, bodies: list[Mention], issuers: tuple[str, ...]) -> Iterator[Mention]:
    """Resolve short names in other languages, which hold that of the OSCE."""
    if document.language == "en":
        return
    for match in _ABROAD.finditer(document.text):
        start, end = match.span()
        full = any(each.start <= start and end < each.end for each in bodies)
        full = full or is_behind(document.text[end : end + _FAR], "longer name behind")
        target = None if full or not zones.inside(start, end) else _only(_ELSEWHERE[match[0]], bodies, issuers)
        if target:
            yield _mention(document.text, start, end, target)


def _mention(text: str, start: int, end: int, target: str) -> Mention:
    return Mention(start=start, end=end, quote=text[start:end], target=target, kind="org", confidence=0.85)


def _only(head: str, bodies: list[Mention], issuers: tuple[str, ...]) -> str | None:
    """Find the body that a head noun fits: the issuer first, then whichever is named and alone."""
    key = head.casefold().replace(" ", "-").replace("'s-office", "")
    own = [issuer.replace(_ASSEMBLY, f"/{_OF_ONE[key]}") for issuer in issuers if _is_part(key, issuer)]
    fitting = own or [issuer for issuer in issuers if _fits(key, issuer)]
    if not fitting:
        fitting = list(dict.fromkeys(mention.target for mention in bodies if _fits(key, mention.target)))
    first = [body for body in fitting if body.rsplit("/", 1)[-1].startswith(f"{key}-")]
    fitting = first or fitting  # "the Centre" is the Centre in a town sooner than the Conflict Prevention Centre.
    return fitting[0] if len(fitting) == 1 else None


def _whole(head: str, bodies: list[Mention], issuers: tuple[str, ...]) -> str | None:
    """Find the body of which only a part is named: the OSCE in "the OSCE Summit", the Assembly that has an office."""
    key = _OF_ONE.get(head.casefold(), "")
    parts = [each.target for each in bodies if key == "osce" and each.quote.startswith("OSCE ")]
    parts += [each for each in issuers if key == _ASSEMBLY[1:] and f"/{_OF_ASSEMBLY}" in each]
    return f"{parts[0].rpartition('/')[0]}/{key}" if parts else None


def _is_part(head: str, issuer: str) -> bool:
    """Tell a body that only the Assembly has, in what the Assembly issues: "the Bureau"."""
    return issuer.endswith(_ASSEMBLY) and _OF_ONE.get(head, "").startswith(_OF_ASSEMBLY)


def is_bare(mention: Mention) -> bool:
    """Tell a name that others' bodies have too, and that means the OSCE's only where that is named: "the Summit"."""
    key = mention.quote.casefold()
    return mention.kind == "org" and key in _OF_ONE and mention.target.endswith(f"/{_OF_ONE[key]}")


def _fits(head: str, target: str) -> bool:
    segment = target.rsplit("/", 1)[-1]
    if head in _OF_ONE:
        return segment == _OF_ONE[head]
    if head == "assembly":
        return segment == "parliamentary-assembly"
    if head == "office":
        return "office-in" in segment or segment == "odihr" or "co-ordinator-in" in segment
    return f"-{head}-" in f"-{segment}-"
