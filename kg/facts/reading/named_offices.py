"""Offices whose name does not say their body, and the body that each is in: "Senior Gender Adviser", "Co-Chair"."""

from collections.abc import Callable, Iterable

from kg.facts.tables import entries

_BODIES = {entry.term.casefold(): tuple(entry.value.split()) for entry in entries("office_bodies")}
#: Offices that are of a body only in a document that names it, and of no other of those that have them.
_ONLY_NAMED = frozenset(entry.term.casefold() for entry in entries("office_bodies") if entry.note == "named")


def body_of_office(labels: Iterable[str], is_named: Callable[[str], bool]) -> str | None:
    """Find the body of an office by the first of its labels that the table has.

    :param labels: the office in full, and without its ranks
    :param is_named: whether a document names a body, by its key
    :returns: the key of a body, or ``state/…``
    """
    office = next((label.casefold() for label in labels if label.casefold() in _BODIES), "")
    bodies = [body for body in _BODIES.get(office, ()) if office not in _ONLY_NAMED or is_named(body)]
    return bodies[0] if len(bodies) == 1 else None
