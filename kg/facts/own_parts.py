"""The OSCE's name as part of another name: "OSCE Mission Head", "ODIHR, the OSCE's Office for …", "(OSCE/X)"."""

from collections.abc import Iterable

from kg.facts.expressions import expression
from kg.facts.tables import entries
from kg.model import Mention

_OSCE = "/org/osce"
_BODIES = {entry.term for entry in entries("generic_heads") if entry.value == "org"}
#: The noun of a body behind the OSCE's name, or at most three words on: "OSCE Skopje Mission".
#: A forum on a matter and a field office are none of its bodies: "the OSCE Wool Forum".
_NOUN = expression("body behind the osce")
#: Who took a picture: "(OSCE/X)", "(X/OSCE)", "(OSCE)" behind no word. Behind a dateline it is who speaks.
_CREDIT = expression("credit of a picture")
#: What may be between the OSCE and the name of its body: "the OSCE's Office for …".
_OWNING = ("'s ", "’s ", " ")


def without_parts(mentions: Iterable[Mention], text: str) -> tuple[Mention, ...]:
    """Leave out mentions of the OSCE in another body's name, or of who took a picture.

    :param mentions: mentions of one document
    :param text: its text
    """
    found = tuple(mentions)
    bodies = {mention.start for mention in found if mention.kind == "org"}
    credits = [match.span() for match in _CREDIT.finditer(text)] if "(OSCE" in text or "OSCE)" in text else []
    return tuple(each for each in found if not each.target.endswith(_OSCE) or _is_alone(each, text, bodies, credits))


def _is_alone(osce: Mention, text: str, bodies: set[int], credits: list[tuple[int, int]]) -> bool:
    if _NOUN.match(text, osce.end) or any(begin < osce.start < end for begin, end in credits):
        return False
    return not any(text.startswith(mark, osce.end) and osce.end + len(mark) in bodies for mark in _OWNING)
