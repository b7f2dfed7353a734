"""What the endpoint needs to know of a SPARQL text from its words, beside what :mod:`kg.terminals` gives. No I/O."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from kg.terminals import each, outer_star
from kg.terminals import variables as written

_UNREPEATABLE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"})
_MAYBE_UNREPEATABLE = re.compile("|".join(sorted(_UNREPEATABLE)), re.IGNORECASE)
_QUERY_ERROR = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_RDF_ERROR = re.compile(
    r"Parser error at line (\d+) (?:between columns|column) (\d+)(?: and(?: line \d+ column)? \d+)?: (.*)", re.DOTALL
)


def names_dataset(text: str) -> bool:
    """Tell whether a query has a ``FROM`` clause of its own."""
    return "FROM" in text.upper() and any(
        terminal.kind == "word" and terminal.text.upper().startswith("FROM") for terminal in each(text)
    )


def is_repeatable(text: str) -> bool:
    """Tell whether the same release always gives the same answer to a query.

    >>> is_repeatable("ASK {}"), is_repeatable("SELECT (NOW() AS ?n) {}")
    (True, False)
    """
    if not _MAYBE_UNREPEATABLE.search(text):
        return True
    # The engine needs no space between two words, so what only has such a word in it counts as well.
    return not any(found.kind == "word" and _MAYBE_UNREPEATABLE.search(found.text) for found in each(text))


def in_order_of_appearance(text: str, variables: Iterable[str]) -> str | None:
    """Replace the ``*`` of an outermost ``SELECT *`` by its variables as they appear.

    :param text: the query
    :param variables: the variables in scope, as the engine lists them
    :returns: the query with its columns named, or none where there is no such ``*`` or no column

    >>> in_order_of_appearance("SELECT * { ?s ?p ?o }", ["o", "p", "s"])
    'SELECT ?s ?p ?o { ?s ?p ?o }'
    """
    star = outer_star(text) if "*" in text else None
    if star is None:
        return None
    first = {name: place for place, name in enumerate(written(text))}
    ordered = sorted(variables, key=lambda name: first.get(name, len(first)))
    if not ordered:
        return None
    return text[: star.start] + " ".join(f"?{name}" for name in ordered) + text[star.end :]


def host_of(address: str) -> str:
    """Tell host and port of an address, as an operator lists them; empty if it has none.

    >>> host_of("https://query.wikidata.org/sparql"), host_of("relative")
    ('query.wikidata.org', '')
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    except ValueError:
        return ""
    return host if parts.scheme in ("http", "https") and not parts.username else ""


class Place(NamedTuple):
    """Where and why a text does not parse: line and column from 1; 0 where the engine does not say."""

    line: int
    column: int
    reason: str


def place_of(message: str) -> Place:
    """Read the engine's own message of a syntax error.

    >>> place_of("error at 2:5: expected one of ['a']")
    Place(line=2, column=5, reason="expected one of ['a']")
    """
    found = _QUERY_ERROR.match(message) or _RDF_ERROR.match(message)
    reason = " ".join((found[3] if found else message).split())
    shown = reason if len(reason) <= 300 else reason[:297] + "…"
    return Place(int(found[1]), int(found[2]), shown) if found else Place(0, 0, shown)
