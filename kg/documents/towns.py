"""Towns of the OSCE area by name: which words before a dash are a place, and in which State it lies.

The table ``towns.tsv`` is made from GeoNames (CC BY 4.0, https://www.geonames.org/): towns of 1,000 people where the
OSCE works in the field, of 15,000 elsewhere, largest first, with other names in Latin and Cyrillic script.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kg.kept import Shelves, code, key_of, shelved

_TABLE = Path(__file__).with_name("towns.tsv")
#: The key of all States in the index, which no town's name is.
_STATES = "\t"
_ARTICLES = ("the ", "la ", "l'")


class Town(NamedTuple):
    """A town: its usual name, the register's key of its State (or ``kosovo``), degrees north and east, GeoNames id."""

    name: str
    state: str
    lat: str
    long: str
    geonames: str


def town_of(printed: str) -> Town | None:
    """Find the town that a printed name means.

    :param printed: a name in Latin or Cyrillic script, in any case; a State may follow after a comma or in brackets
    :returns: the town in the State that is printed, else the largest of that name; nothing if none has it

    >>> town_of("OSH, Kyrgyzstan").state, town_of("Wien").name, town_of("Душанбе").name
    ('kyrgyzstan', 'Vienna', 'Dushanbe')
    >>> town_of("OSCE") is None
    True
    """
    name, _, state = printed.replace("(", ",").rstrip(")").partition(",")
    rows = _rows(name)
    wanted = _folded(state)[:5]
    inside = [town for town in rows if wanted and town.state.replace("-", " ").startswith(wanted)]
    return next(iter(inside or rows), None)


def town_key(town: Town) -> str:
    """Give the words that a town's IRI is made of: its name and, where a larger town has the name, its State.

    >>> town_key(town_of("Osh")), town_key(town_of("Vienna, United States"))
    ('Osh', 'Vienna united-states-of-america')
    """
    largest = _rows(town.name)[0]
    return town.name if largest.geonames == town.geonames else f"{town.name} {town.state}"


def state_named(printed: str) -> str | None:
    """Find the State that a name after a town's means, by how it begins.

    :returns: the register's key

    >>> state_named("Turkmenistan"), state_named("Kyrgyz Republic"), state_named("upper valley")
    ('turkmenistan', 'kyrgyzstan', None)
    >>> state_named("Austria")
    'austria'
    """
    wanted = _folded(printed)[:5]
    if (whole := _folded(printed).replace(" ", "-")) in _states():
        return whole
    found = [state for state in _states() if len(wanted) == 5 and state.replace("-", " ").startswith(wanted)]
    return found[0] if len(found) == 1 else None


def _rows(name: str) -> tuple[Town, ...]:
    index = _index()
    for form in (name.casefold().strip(), _folded(name), _folded(name).replace("-", " ")):
        if found := index.get(form):
            return tuple(map(_town, found))
        for article in _ARTICLES:
            if form.startswith(article) and (found := index.get(form.removeprefix(article))):
                return tuple(map(_town, found))
    return ()


def _folded(name: str) -> str:
    """Fold case and take marks off letters: ``Kišinëv`` and ``KISINEV`` are one."""
    parts = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ł", "l").casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).strip()


def _town(line: str) -> Town:
    return Town(*line.split("\t"))


@cache
def _states() -> tuple[str, ...]:
    states: tuple[str, ...] = _index().get(_STATES) or ()
    return states


@cache
def _index() -> Shelves:
    """Index the lines of the table by each name, in the order of the table; done when a name is first looked up."""
    return shelved("towns", key_of(*code("documents/towns.py", "documents/towns.tsv")), _indexed)


def _indexed() -> dict[str, Any]:
    index: dict[str, Any] = {}
    states = set()
    for line in _TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        town, _, variants = line.rpartition("\t")
        name, state, *_ = town.split("\t", 2)
        states.add(state)
        first = name.casefold()
        plain = _folded(name) if not name.isascii() else first
        for key in {first, plain}:
            index.setdefault(key, []).append(town)
        for key in variants.casefold().split("|") if variants else ():
            index.setdefault(key, [town])
    return {**index, _STATES: tuple(sorted(states))}
