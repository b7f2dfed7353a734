"""Dated names: what a State, body or series was called, and when; and names of bodies in all languages."""

from kg.reference.register import PERIOD, Register
from kg.reference.rows import Row

_KINDS = {"participating_states": "state", "partners": "state", "former_states": "state"}
_KINDS |= {"structures": "org", "field_operations": "org", "meeting_series": "meeting-series"}
#: Labels of the site's menu are no names of the State.
_NO_NAMES = "navigation label"
_OF_AN_ORGANIZATION = "organization name"


def write_names(register: Register) -> None:
    """Write the dated names of ``names_history``, and the names of ``body_names`` and ``labels``."""
    for row in register.tables["names_history"]:
        if row["kind"] != _NO_NAMES:
            _dated(register, row)
    for row in register.tables["names_history"]:
        if row["kind"] == _OF_AN_ORGANIZATION and _is_later(register, row):
            _renaming(register, row)
    for row in register.tables["body_names"]:
        _named(register, row)
    for row in register.tables["labels"]:
        _labelled(register, row)


def thing_of(register: Register, key: str) -> str:
    """Find the IRI of what a row of ``names_history`` names.

    :raises KeyError: never for tables that :func:`kg.reference.tables.load` accepted
    """
    kind = next(kind for table, kind in _KINDS.items() if any(row["id"] == key for row in register.tables[table]))
    return register.iris.thing(kind, key)


def _dated(register: Register, row: Row) -> None:
    thing = thing_of(register, row["id"])
    if row["from"] or row["to"]:
        node = register.name(thing, row["id"], row["name"], row["lang"], row["from"], row["to"])
        register.evidence(node, row, PERIOD)


def _is_later(register: Register, row: Row) -> bool:
    others = (other for other in register.tables["names_history"] if other["id"] == row["id"])
    return any(other["from"] < row["from"] for other in others)


def _renaming(register: Register, row: Row) -> None:
    """Write the change by which an organization took another name and went on."""
    to, iris = register.to, register.iris
    node, body = iris.thing("change", f"{row['id']}-renaming-{row['from']}"), thing_of(register, row["id"])
    to.type(node, "osce:OrganizationalChange")
    to.link(node, "osce:changeType", iris.concept("change-type", "renaming"))
    to.date(node, "osce:onDate", row["from"])
    to.link(node, "org:originalOrganization", body)
    to.link(body, "org:changedBy", node)
    register.evidence(node, row)


def _named(register: Register, row: Row) -> None:
    """Write a name of a body: its label in a language, a further name, or an abbreviation."""
    body = register.body(row["org"])
    if row["form"] == "label":
        register.to.label(body, row["name"], row["lang"])
    elif row["form"] == "abbreviation" and row["lang"] == "en":
        register.to.text(body, "osce:abbreviation", row["name"])
    else:
        register.to.text(body, "skos:altLabel", row["name"], row["lang"])
    for source in register.sources.cited(row):
        register.to.link(body, "dcterms:source", register.iris.thing("source", source["id"]))


def _labelled(register: Register, row: Row) -> None:
    """Write a name in another language of a place, post, meeting or series."""
    thing = register.iris.thing(*row["thing"].split("/", 1))
    if row["form"] == "label":
        register.to.label(thing, row["name"], row["lang"])
    else:
        register.to.text(thing, "skos:altLabel", row["name"], row["lang"])
    for source in register.sources.cited(row):
        register.to.link(thing, "dcterms:source", register.iris.thing("source", source["id"]))
