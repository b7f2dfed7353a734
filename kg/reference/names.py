"""Dated names: what a State, body or series was called, and when."""

from kg.reference.register import LANGUAGES, Register
from kg.reference.tables import Row

_KINDS = {"participating_states": "state", "partners": "state", "former_states": "state"}
_KINDS |= {"structures": "org", "field_operations": "org", "meeting_series": "meeting-series"}
#: Labels of the site's menu are no names of the State.
_NO_NAMES = "navigation label"


def write_names(register: Register) -> None:
    """Write the dated names of ``names_history``, and an undated current one a language for every State."""
    dated = {row["id"] for row in register.tables["names_history"] if row["kind"] == "country name"}
    for row in register.tables["names_history"]:
        if row["kind"] != _NO_NAMES:
            _dated(register, row)
    for table in ("participating_states", "partners"):
        for row in register.tables[table]:
            state = register.iris.state(row["id"])
            for language in LANGUAGES[1:] if row["id"] in dated else LANGUAGES:
                node = register.name(state, row["id"], row[f"label_{language}"], language, "", "")
                register.evidence(node, row)


def thing_of(register: Register, key: str) -> str:
    """Find the IRI of what a row of ``names_history`` names.

    :raises KeyError: never for tables that :func:`kg.reference.tables.load` accepted
    """
    kind = next(kind for table, kind in _KINDS.items() if any(row["id"] == key for row in register.tables[table]))
    return register.iris.thing(kind, key)


def _dated(register: Register, row: Row) -> None:
    thing = thing_of(register, row["id"])
    node = register.name(thing, row["id"], row["name"], row["lang"], row["from"], row["to"])
    register.evidence(node, row)
