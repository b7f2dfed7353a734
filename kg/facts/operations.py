"""Field operations as others name them: "the OSCE's mission in Ravnik", "the OSCE mission chief in Ravnik"."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.facts.disambiguation import Zones
from kg.facts.grammar.lexicon import lexicon
from kg.facts.issued import issuing_bodies
from kg.facts.tables import entries
from kg.model import Document, Mention
from kg.reference.gazetteer import Gazetteer
from kg.reference.sections import body_of
from kg.regexes import late

_PLACES = {entry.term: entry.value.split() for entry in entries("operation_places")}
_NOUNS = {entry.term: entry.value for entry in entries("operation_nouns")}
_ALONE = {entry.term: tuple(entry.value.split()) for entry in entries("operation_alone")}


def _any_of(words: Iterable[str]) -> str:
    """Write a choice of words, the longest first."""
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True)) + ")"


_PLACE, _NOUN, _ONLY = _any_of(_PLACES), _any_of(_NOUNS), _any_of(_ALONE)
_OFFICER = _any_of(entry.term for entry in entries("operation_officers"))
_FULL = r"Organi[sz]ation (?:for|on) Security and Co-?operation in Europe"
_OSCE = rf"(?:OSCE \({_FULL}\)|OSCE(?:['’]s)?|{_FULL}(?: \(OSCE\))?(?:['’]s)?)"
#: The OSCE where no other organization is named: "the organization's mission in Ravnik".
_OURS = r"(?<=[Tt]he )organi[sz]ation['’]s"
#: Between the OSCE and "its" mission, where nobody else is named.
_NOBODY = r"(?:[^.;:“”\"A-Z]|[MTWFS][a-z]{2,5}day\b){1,120}?"
#: Not "election": the chief of such a mission heads no operation.
_RANK = r"(?:(?:top|senior|acting|outgoing|incoming|new|former|deputy) )?"
_IN = r"(?:in|to|for) (?:the )?"
#: What is only planned, or was sent for a while: "an OSCE mission to Ravnik".
_NOT_THE = late(r"\b(?:[Aa]n?|new|first|[Aa]ny|[Nn]o|[Aa]nother|future) $")
#: Not the task that the OSCE has somewhere: "the OSCE's mission in Ravnik is to …".
_CLOSED = r"(?![\w-])(?! (?:is|was) to )"
#: What follows the name of an operation without a noun, which is no other name: "OSCE Ravnik said".
_NEXT = late(r"[,;)]|\.(?:\s|$)|['’]s\b| (?P<verb>[a-z]+)\b")
_CAPITALS = late(r"\b[A-Z][A-Za-z.]*")
_VERBS = frozenset({"say", "be", "auxiliary", "verb-ed", "person-verb"})
#: Where such names have the OSCE's, and what may be before it and from it on; looking for these first is quick.
_AT = late(rf"OSCE\b|{_FULL}|{_OURS}")
_NAMES = (
    ("", rf"(?:{_OSCE}|{_OURS}) (?:long-term |field )?(?P<noun>{_NOUN}) {_IN}(?P<place>{_PLACE}){_CLOSED}"),
    ("", rf"(?:{_OSCE}|{_OURS}) (?P<only>{_ONLY})(?: {_IN}{_PLACE})?{_CLOSED}"),
    ("", rf"{_OSCE} (?P<place>{_PLACE}) (?P<noun>{_NOUN}){_CLOSED}"),
    (rf"\b(?P<place>{_PLACE}) $", rf"{_OSCE} (?P<noun>{_NOUN}){_CLOSED}(?! {_IN}[A-Z])"),
    (rf"\b(?P<noun>{_NOUN}) of the $", rf"{_OSCE} {_IN}(?P<place>{_PLACE}){_CLOSED}"),
    (rf"\b(?P<place>{_PLACE}) (?P<noun>{_NOUN}) of the $", rf"{_OSCE}{_CLOSED}"),
    ("", rf"OSCE(?:['’]s)? (?P<place>{_PLACE})(?= (?:mission )?{_OFFICER}\b)"),
    ("", rf"OSCE (?P<alone>(?P<place>{_PLACE}))(?![\w-])"),
    # Who is of the OSCE somewhere: "Ambassador X of the OSCE in Ravnik", "the spokesman of the OSCE in Ravnik".
    (
        rf"(?:\bAmbassador(?: [A-Z][\w’'-]+){{1,3}}|\b{_OFFICER}) of the (?P<of>)$",
        rf"OSCE in (?P<place>{_PLACE})(?![\w-])",
    ),
    # The name is in two parts, and is found where its place is.
    ("", rf"{_OSCE} {_NOBODY}\bits (?:own )?(?P<noun>{_NOUN}) {_IN}(?P<there>{_PLACE}){_CLOSED}"),
    (
        "",
        rf"{_OSCE} {_RANK}(?:(?P<noun>{_NOUN}) )?{_OFFICER} {_IN}(?P<there>{_PLACE})(?![\w-])"
        r"(?! (?:and|or) (?:the )?[A-Z])",
    ),
)
_FORMS = tuple((late(before) if before else None, late(from_it)) for before, from_it in _NAMES)
_BEFORE = 80
#: An operation without its place, on its own page: "the OSCE mission said", "OSCE Mission Head warns".
_OWN = late(
    rf"{_OSCE} (?:(?P<noun>mission|presence|office|centre)(?![\w-])(?! (?:of|in|to|for|{_OFFICER} (?:in|to|for))\b)"
    rf"|(?P<titled>Mission|Presence)(?= {_OFFICER}\b))"
)


class _Called(NamedTuple):
    """Words that may be the name of an operation, with their place and noun."""

    start: int
    end: int
    place: str
    noun: str | None


def operations(document: Document, zones: Zones, named: Iterable[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Find the field operations that a text names in others' words: by the noun, and by the State or town.

    :param document: the text
    :param zones: where its running words are
    :param named: mentions by full name, which come first
    :param gazetteer: the register, which tells which operation was there on the document's day
    """
    text, day = document.text, document.issued.value if document.issued else None
    if day is None or ("OSCE" not in text and "Cooperation in Europe" not in text):
        return []
    taken = [(each.start, each.end) for each in named if each.kind == "org" and not each.target.endswith("/org/osce")]
    found: list[Mention] = []
    called = ((start, end, _there(gazetteer, place, noun, day)) for start, end, place, noun in _called(text))
    for start, end, body in (*called, *_own(document, gazetteer)):
        free = not any(begin < end and start < stop for begin, stop in taken)
        if body and free and zones.inside(start, end):
            taken.append((start, end))
            found.append(Mention(start, end, text[start:end], body, "org", 0.85))
    return found


def _own(document: Document, gazetteer: Gazetteer) -> Iterator[tuple[int, int, str]]:
    """List where a page that one operation issued names it without its place."""
    text, issuers = document.text, issuing_bodies(document, gazetteer)
    if len(issuers) != 1:
        return
    for at in _AT.finditer(text):
        match = _OWN.match(text, at.start())
        noun = (match["noun"] or match["titled"]).lower() if match else ""
        planned = _NOT_THE.search(text[max(0, at.start() - _BEFORE) : at.start()])
        if match and not planned and f"-{noun}-" in f"-{issuers[0].rpartition('/')[2]}":
            yield *match.span(), issuers[0]


def _called(text: str) -> Iterator[_Called]:
    """List what may be the name of an operation, the surest forms first."""
    places = [match.start() for match in _AT.finditer(text)]
    for before, from_it in _FORMS:
        for at in places:
            ahead = text[max(0, at - _BEFORE) : at]
            owner, match = before.search(ahead) if before else None, from_it.match(text, at)
            if match and (owner or not before) and _fits_beside(match, text):
                yield from _read(match, owner, ahead)


def _read(match: re.Match[str], owner: re.Match[str] | None, ahead: str) -> Iterator[_Called]:
    """Put the parts of a name together, but for one that is only planned."""
    groups = {**match.groupdict(), **(owner.groupdict() if owner else {})}
    named = owner is not None and "of" not in groups
    start = match.start() - (len(ahead) - owner.start() if owner and named else 0)
    alone = "alone" in groups or "of" in groups or "there" in groups
    if there := groups.get("there"):
        yield _Called(*match.span("there"), there, groups.get("noun"))
    elif alone or not _NOT_THE.search(ahead[: len(ahead) - (match.start() - start)]):
        yield _Called(start, match.end(), groups.get("place") or "", groups.get("noun") or groups.get("only"))


def _fits_beside(match: re.Match[str], text: str) -> bool:
    """Tell whether a name without a noun means an operation by the words beside it."""
    if match[0].startswith("organi") and _names_another(text):
        return False
    if "alone" not in match.groupdict():
        return True
    behind = _NEXT.match(text, match.end())
    return behind is not None and not (behind["verb"] and _VERBS.isdisjoint(lexicon("en").classes(behind["verb"])))


def _names_another(text: str) -> bool:
    """Tell whether a text names an organization that is not the OSCE."""
    words, foreign = lexicon("en"), "foreign-owner"
    named = (foreign in words.classes(word) for word in _CAPITALS.findall(text))
    return any(named) or any(phrase in text for phrase in words.phrases_of(foreign))


def _there(gazetteer: Gazetteer, place: str, noun: str | None, day: str) -> str | None:
    """Find the one operation that was in a place on a day, of the kind that the noun says."""
    section, part = _ALONE.get(noun or "", ("", _NOUNS.get(noun or "", "")))
    sections = _PLACES[place] if place else (section,)
    bodies = {body_of(gazetteer.sections.get(section, ()), day) for section in sections} - {None}
    fitting = [body for body in bodies if body and (not part or f"-{part}-" in f"-{body.rpartition('/')[2]}-")]
    return fitting[0] if len(fitting) == 1 else None


def without_covered(named: Iterable[Mention], found: Iterable[Mention]) -> list[Mention]:
    """Leave out the names in that of an operation: the OSCE's, and its State's or town's.

    :param named: mentions by full name
    :param found: the operations
    """
    spans = [(each.start, each.end) for each in found]
    return [each for each in named if not any(start <= each.start and each.end <= end for start, end in spans)]
