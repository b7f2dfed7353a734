"""What rows of the tables say against one another: codes, dates of offices and bodies, holders at one time.

Each fault is a line as of :mod:`kg.reference.cells`: file, row, what is wrong and what to do.
"""

from collections.abc import Iterator

from kg.reference.cells import malformed
from kg.reference.rows import Row, Tables
from kg.reference.tenures import person_key

#: Kinds of post that several may hold at once.
_SHARED = ("co-chair", "special representative")
#: Scheme of identifiers → kind of cell that has its form; the others are called as their kinds.
_FORMS = {"wikidata": "qid", "eu-corporate-body": "authority", "eurovoc": "int", "unbis": "int", "dac-channel": "int"}


def inconsistencies(tables: Tables) -> Iterator[str]:
    """List what the rows of good tables say against one another.

    :param tables: all tables, each cell of which is as :mod:`kg.reference.schema` says
    """
    yield from _codes(tables)
    yield from _former_codes(tables)
    yield from _lives(tables)
    yield from _overlaps(tables)
    yield from _attestations(tables)
    yield from _doubles(tables)
    yield from _identifiers(tables)


def _codes(tables: Tables) -> Iterator[str]:
    """Hold ISO 3166-1 and M49 codes to the standard, as pycountry has it."""
    import pycountry

    for name in ("participating_states", "partners"):
        for row in tables[name]:
            country = pycountry.countries.get(alpha_2=row["iso2"])
            if country is None:
                yield _cell(name, row, "iso2", "is not a country of ISO 3166-1: look the code up")
                continue
            for column, code in (("iso3", country.alpha_3), ("m49", country.numeric)):
                if row[column] != code:
                    yield _cell(name, row, column, f"is not the code that {row['iso2']} has: write {code}")


def _former_codes(tables: Tables) -> Iterator[str]:
    import pycountry

    for row in tables["former_states"]:
        if pycountry.historic_countries.get(alpha_4=row["iso3166_3"]) is None:
            yield _cell("former_states", row, "iso3166_3", "is not a code of ISO 3166-3: look it up")


def _lives(tables: Tables) -> Iterator[str]:
    """Hold dates of offices to the life of the body that the office is in."""
    lives = {row["id"]: (row["established"], row["ended"]) for row in tables["structures"]}
    lives |= {row["id"]: (row["established"], row["closed"]) for row in tables["field_operations"]}
    bodies = {row["id"]: row["body_id"] for row in tables["posts"]}
    for row in tables["officials"]:
        body = bodies.get(row["office_id"], "")
        begin, end = lives.get(body, ("", ""))
        for column in ("from", "to", "attested"):
            for day in row.list(column):
                if _before(day, begin):
                    yield _cell("officials", row, column, f"is before {body} began, {begin}: check both dates", day)
                if _before(end, day):
                    yield _cell("officials", row, column, f"is after {body} ended, {end}: check both dates", day)


def _overlaps(tables: Tables) -> Iterator[str]:
    """Find two in one post at once by dates that are known, unless one stands in or the post is shared."""
    shared = {row["id"] for row in tables["posts"] if row["kind"] in _SHARED or row["seats"] not in ("", "1")}
    held: dict[str, list[Row]] = {}
    for row in tables["officials"]:
        if row["kind"] == "full" and row["office_id"] not in shared:
            held.setdefault(row["office_id"], []).append(row)
    for rows in held.values():
        for number, one in enumerate(rows):
            for other in rows[number + 1 :]:
                first, second = sorted((one, other), key=lambda row: row["from"])
                if person_key(one) != person_key(other) and first["from"] and _before(second["from"], first["to"]):
                    row, met = (second, first) if second.line > 0 else (first, second)
                    when = f"{met['from']} to {met['to'] or 'an unknown day'}"
                    message = f"overlaps with {met['person']}, who is in the same office from {when}"
                    yield _cell("officials", row, "from", f"{message}: correct one of the dates")


def _attestations(tables: Tables) -> Iterator[str]:
    for row in tables["officials"]:
        for day in row.list("attested"):
            if _before(day, row["from"]) or _before(row["to"], day):
                yield _cell("officials", row, "attested", "is outside the time in office: correct one of them", day)


def _doubles(tables: Tables) -> Iterator[str]:
    """Find a person who is in one office twice from the same day."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in tables["officials"]:
        key = (row["office_id"], person_key(row), row["kind"], row["from"])
        if key in seen:
            own, met = (row, seen[key]) if row.line > 0 else (seen[key], row)
            message = f"is in the same office from the same day in {met['id']}: merge the rows"
            yield _cell("officials", own, "person", message)
        seen[key] = row


def _identifiers(tables: Tables) -> Iterator[str]:
    for row in tables["identifiers"]:
        if problem := malformed(_FORMS.get(row["scheme"], row["scheme"]), row["value"]):
            yield _cell("identifiers", row, "value", problem)


def _before(one: str, other: str) -> bool:
    """Tell whether a date is before another, as precisely as both are known; an unknown one is not."""
    precision = min(len(one), len(other))
    return bool(precision) and one[:precision] < other[:precision]


def _cell(table: str, row: Row, column: str, problem: str, value: str | None = None) -> str:
    told = row[column] if value is None else value
    return f"{table}.csv: row {row.line}: column {column!r}: {told!r} {problem}"


__all__ = ["inconsistencies"]
