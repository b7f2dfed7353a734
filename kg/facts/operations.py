"""Field operations as others name them: "the OSCE's mission in Ravnik", "the OSCE mission chief in Ravnik"."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.facts.disambiguation import Zones
from kg.facts.expressions import expression, rows
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


#: What is only planned, or was sent for a while: "an OSCE mission to Ravnik".
_NOT_THE = expression("only planned")
#: What follows the name of an operation without a noun, which is no other name: "OSCE Ravnik said".
_NEXT = late(r"[,;)]|\.(?:\s|$)|['’]s\b| (?P<verb>[a-z]+)\b")
_CAPITALS = late(r"\b[A-Z][A-Za-z.]*")
_VERBS = frozenset({"say", "be", "auxiliary", "verb-ed", "person-verb"})
#: Where such names have the OSCE's, and what may be before it and from it on; looking for these first is quick.
_AT = expression("osce begins")
_FORMS = tuple(
    (expression(f"before an {name}") if f"before an {name}" in rows() else None, expression(name))
    for name in rows()
    if name.startswith("operation, ")
)
_BEFORE = 80
#: An operation without its place, on its own page: "the OSCE mission said", "OSCE Mission Head warns".
_OWN = expression("operation without its place")


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


def operation_in(gazetteer: Gazetteer, place: str, day: str) -> str | None:
    """Find the one field operation that was in a State or town on a day.

    :param gazetteer: the register
    :param place: the State or town, as reports call it
    :param day: the day, in ISO 8601
    """
    return _there(gazetteer, place, None, day) if place in _PLACES else None


def without_covered(named: Iterable[Mention], found: Iterable[Mention]) -> list[Mention]:
    """Leave out the names in that of an operation: the OSCE's, and its State's or town's.

    :param named: mentions by full name
    :param found: the operations
    """
    spans = [(each.start, each.end) for each in found]
    return [each for each in named if not any(start <= each.start and each.end <= end for start, end in spans)]
