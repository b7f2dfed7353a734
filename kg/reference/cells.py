"""What may be in a cell, by the kind of its column; see :mod:`kg.reference.schema`."""

import re
from collections.abc import Callable, Iterator, Mapping

from kg.errors import ImpossibleDate
from kg.model import PartialDate
from kg.reference.rows import Row
from kg.reference.sources import called, citations
from kg.regexes import late

Ids = Mapping[str, set[str]]

_PATTERNS = {
    "id": (r"[a-z0-9]+(?:-[a-z0-9]+)*", "is not an id: use lower-case letters, digits and hyphens"),
    "int": (r"-?\d+", "is not a whole number"),
    "qid": (r"Q[1-9]\d*", "is not a Wikidata id: write Q…"),
    "alpha2": (r"[A-Z]{2}", "is not an alpha-2 code of ISO 3166-1: write two capital letters"),
    "alpha3": (r"[A-Z]{3}", "is not an alpha-3 code of ISO 3166-1: write three capital letters"),
    "alpha4": (r"[A-Z]{4}", "is not a code of ISO 3166-3: write four capital letters"),
    "m49": (r"\d{3}", "is not a code of UN M49: write three digits"),
    "url": (r"https?://[^\s<>\"{}|\\^`]+", "is not a web address: write it from https:// on"),
    "authority": (r"[A-Z0-9_]+", "is not a code of an EU authority table: write capital letters"),
    "viaf": (r"[1-9]\d{1,21}", "is not a VIAF id: write its digits"),
    "gnd": (
        r"1[0-9]{7,9}[0-9X]|[47]\d{6}-\d|[1-9]\d{0,7}-[0-9X]|3\d{7}[0-9X]",
        "is not a GND id: write it as in d-nb.info",
    ),
    "isni": (r"\d{15}[\dX]", "is not an ISNI: write sixteen digits without spaces"),
    "ror": (r"0[a-hj-km-np-tv-z0-9]{6}\d{2}", "is not a ROR id: write the nine characters after ror.org/"),
    "lcnaf": (r"n[a-z]{0,2}\d{8,10}", "is not an id of the Library of Congress names: write n and its digits"),
}
#: Table → what the IRIs of its things have before their ids.
_KINDS = {"places": "place", "posts": "post", "meetings": "meeting", "meeting_series": "meeting-series"}
_REMARK = late(r"\s*\(.*\)[^()]*$")


def cell_faults(file: str, columns: Mapping[str, str], rows: tuple[Row, ...], ids: Ids) -> Iterator[str]:
    """List what is wrong with single cells of a table.

    :param file: name of the file
    :param columns: column → kind
    :param rows: the rows
    :param ids: table → the ids that its rows have; for ``sources``, every name that a source goes by
    :returns: a line each: file, row, column, value, what is wrong and what to do
    """
    seen: dict[str, int] = {}
    for row in rows:
        for column, kind in columns.items():
            problem = _problem(kind, row[column], ids)
            if kind == "id!" and row[column] in seen:
                problem = f"is also the id of row {seen[row[column]]}: give each row its own"
            if problem:
                yield f"{file}: row {row.line}: column {column!r}: {row[column]!r} {problem}"
            if kind == "id!":
                seen[row[column]] = row.line


def malformed(kind: str, value: str) -> str | None:
    """Tell what is wrong with the form of a value of a kind that has one; None if nothing is."""
    pattern, remedy = _PATTERNS[kind]
    return None if re.fullmatch(pattern, value) else remedy


def _problem(kind: str, value: str, ids: Ids) -> str | None:
    name, _, rest = kind.partition(" ")
    if not value:
        return "is empty: this column needs a value" if name.endswith("!") else None
    name = name.rstrip("!")
    if name in _PATTERNS:
        return malformed(name, value)
    checker = _CHECKERS.get(name)
    return checker(value, rest, ids) if checker else None


def _date(value: str, rest: str, ids: Ids) -> str | None:
    del rest, ids
    try:
        PartialDate(value)
    except ImpossibleDate:
        return "is not a date: write YYYY-MM-DD, YYYY-MM or YYYY"
    return None


def _dates(value: str, rest: str, ids: Ids) -> str | None:
    wrong = [part.strip() for part in value.split(";") if _date(part.strip(), rest, ids)]
    return (
        f"has {wrong[0]!r}, which is not a date: write YYYY-MM-DD, YYYY-MM or YYYY, separated by semicolons"
        if wrong
        else None
    )


def _enum(value: str, rest: str, ids: Ids) -> str | None:
    del ids
    choices = rest.split("|") if "|" in rest else rest.split()
    return None if value in choices else f"is not one of {', '.join(choices)}"


def _degrees(value: str, rest: str, ids: Ids) -> str | None:
    del rest, ids
    try:
        return None if -180 <= float(value) <= 180 else "is outside -180 to 180 degrees"
    except ValueError:
        return "is not a number of degrees: write e.g. 48.2085"


def _ref(value: str, rest: str, ids: Ids) -> str | None:
    return _dangling([value], rest.split(), ids)


def _refs(value: str, rest: str, ids: Ids) -> str | None:
    return _dangling(value.split(";"), rest.split(), ids)


def _thing(value: str, rest: str, ids: Ids) -> str | None:
    """Let ``kind/id`` name a thing of one of the tables."""
    kind, _, key = value.partition("/")
    tables = [table for table in rest.split() if _KINDS[table] == kind]
    if not tables:
        kinds = ", ".join(sorted(_KINDS[table] for table in rest.split()))
        return f"does not begin with a kind and a slash: write one of {kinds}, then / and the id"
    return _dangling([key], tables, ids)


def _dangling(values: list[str], tables: list[str], ids: Ids) -> str | None:
    for value in values:
        if not any(value.strip() in ids[table] for table in tables):
            return f"names {value.strip()!r}, which is not an id in {' or '.join(f'{table}.csv' for table in tables)}"
    return None


def _sources(value: str, rest: str, ids: Ids) -> str | None:
    del rest
    for part in citations(value):
        if called(part) not in ids["sources"] and called(_REMARK.sub("", part)) not in ids["sources"]:
            return f"cites {part!r}, which sources.csv does not have: give it a row there"
    return None


def _columns(value: str, rest: str, ids: Ids) -> str | None:
    """Let drafts be named by the columns of the table, with a remark in brackets."""
    del ids
    for part in citations(value):
        if _REMARK.sub("", part) not in rest.split():
            return f"names {part!r}, which is not a column of the table"
    return None


_CHECKERS: Mapping[str, Callable[[str, str, Ids], str | None]] = {
    "date": _date,
    "dates": _dates,
    "enum": _enum,
    "degrees": _degrees,
    "ref": _ref,
    "refs": _refs,
    "sources": _sources,
    "columns": _columns,
    "thing": _thing,
}
