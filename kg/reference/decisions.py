"""Decisions, texts of Summits and statements: who agreed on them, where and when, and what they change."""

from collections.abc import Mapping

from kg.iris import slug
from kg.reference.register import COMMON, Register
from kg.reference.rows import Row
from kg.regexes import late

_CARRIED = {**COMMON, "symbol": "osce:documentSymbol", "adopted_on": "osce:adoptedOn"}
_CLASSES = {
    "decision": "osce:Decision",
    "document": "osce:Document",
    "statement": "osce:Statement",
    "interpretative-statement": "osce:Statement",
}
#: Column → property, where a row names other rows of the table.
_LINKS = {
    "extends": "osce:extends",
    "amends": "osce:amends",
    "replaces": "osce:replaces",
    "attached_to": "osce:attachedTo",
}
#: How a symbol begins → the body that adopts under it.
ADOPTERS: Mapping[str, str] = {
    "MC": "ministerial-council",
    "PC": "permanent-council",
    "FSC": "forum-for-security-co-operation",
    "SUM": "summit",
}
#: A document symbol, such as ``PC.DEC/1117``, ``MC(5).DEC/1`` or ``MC.DEC/18/06``.
SYMBOL = late(r"(?P<body>[A-Z]{2,3})(?:\(\d+\))?\.[A-Z]+/\d+(?:/\d+)?(?:/Corr\.\d+)?")
_CITED = late(rf"(?P<symbol>{SYMBOL.pattern}) \((?P<date>\d{{4}}(?:-\d\d){{0,2}})(?:, .*)?\)")
#: The series of a body's numbered sittings.
_SITTINGS = {
    "permanent-council": ("pc", "plenary-meetings-of-the-permanent-council", "plenary meeting of the Permanent Council")
}


def write_decisions(register: Register) -> None:
    """Write the rows of the table, and the sittings that they name."""
    for row in register.tables["decisions"]:
        _text(register, row)


def _text(register: Register, row: Row) -> None:
    to, text = register.to, register.iris.document(row["id"])
    to.type(text, _CLASSES[row["kind"]])
    to.label(text, row["symbol"] or (row["title"] if row["kind"] == "document" else _dated(row)))
    if row["symbol"]:
        to.text(text, "osce:documentSymbol", row["symbol"])
    to.text(text, "dcterms:title", row["title"], "en")
    if row["kind"] == "interpretative-statement":
        to.link(text, "dcterms:type", register.iris.concept("document-type", "interpretative-statement"))
    if row["state_id"]:
        to.link(text, "osce:onBehalfOf", register.iris.state(row["state_id"]))
    for body in row.list("about_ids"):
        to.link(text, "osce:concerns", register.body(body))
    for column, name in _LINKS.items():
        for other in row.list(column):
            to.link(text, name, register.iris.document(other))
    _adoption(register, row, text)
    register.evidence(text, row, _CARRIED)


def _dated(row: Row) -> str:
    return f"{row['title']}, {row['adopted_on']}"


def _adoption(register: Register, row: Row, text: str) -> None:
    to = register.to
    to.date(text, "osce:issuedOn" if "statement" in row["kind"] else "osce:adoptedOn", row["adopted_on"])
    if row["body_id"]:
        to.link(text, "osce:adoptedBy", register.body(row["body_id"]))
    if row["meeting_id"]:
        to.link(text, "osce:adoptedAt", register.iris.meeting(row["meeting_id"]))
    elif row["meeting_number"]:
        to.link(text, "osce:adoptedAt", _sitting(register, row))


def _sitting(register: Register, row: Row) -> str:
    """Write the sitting that a row names by its number.

    :returns: its IRI
    """
    prefix, series, name = _SITTINGS[row["body_id"]]
    to, iris, number = register.to, register.iris, row["meeting_number"]
    meeting = iris.meeting(f"{prefix}-{number}")
    to.type(meeting, "osce:Meeting")
    to.label(meeting, f"{ordinal(int(number))} {name}")
    to.link(meeting, "osce:eventType", iris.concept("meeting-kind", "plenary-meeting"))
    to.link(meeting, "osce:inSeries", iris.thing("meeting-series", series))
    to.typed(meeting, "osce:numberInSeries", number, "http://www.w3.org/2001/XMLSchema#integer")
    to.date(meeting, "osce:onDate", row["adopted_on"])
    register.evidence(meeting, row, {"meeting_number": "osce:numberInSeries", "adopted_on": "osce:onDate"})
    return meeting


def ordinal(number: int) -> str:
    """Write an English ordinal.

    >>> ordinal(1), ordinal(694), ordinal(1503), ordinal(1111)
    ('1st', '694th', '1503rd', '1111th')
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def cite(register: Register, symbol: str, date: str, about: str = "") -> str | None:
    """Write a decision that another table cites by its symbol.

    :param date: when it was adopted, empty if the table does not say
    :param about: IRI of the body that it is about, if it is about one
    :returns: its IRI; ``None`` if what is cited has no document symbol
    """
    match = SYMBOL.fullmatch(symbol)
    if not match:
        return None
    to, decision = register.to, register.iris.document(slug(symbol))
    to.type(decision, "osce:Decision")
    to.text(decision, "osce:documentSymbol", symbol)
    to.label(decision, symbol)
    if match["body"] in ADOPTERS:
        to.link(decision, "osce:adoptedBy", register.body(ADOPTERS[match["body"]]))
    if date and slug(symbol) not in {row["id"] for row in register.tables["decisions"]}:
        to.date(decision, "osce:adoptedOn", date)
    if about:
        to.link(decision, "osce:concerns", about)
    return decision


def cite_printed(register: Register, printed: str, about: str) -> None:
    """Write a decision that a cell cites with its date, as in ``PC.DEC/588 (2003-12-18, mandate updated)``."""
    if match := _CITED.fullmatch(printed):
        cite(register, match["symbol"], match["date"], about)
