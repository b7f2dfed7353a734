"""What was retired: it stays, says that it is deprecated, and by what it is replaced."""

from kg.namespaces import XSD
from kg.reference.register import Register


def write_retired(register: Register) -> None:
    """Write a line for everything that the register once had under another address, or by mistake."""
    to, iris = register.to, register.iris
    for row in register.tables["retired"]:
        kind, _, key = row["thing"].partition("/")
        thing = iris.thing(kind, key)
        to.typed(thing, "owl:deprecated", "true", f"{XSD}boolean")
        to.text(thing, "skos:changeNote", row["note"], "en")
        if row["replaced_by"]:
            kind, _, key = row["replaced_by"].partition("/")
            to.link(thing, "dcterms:isReplacedBy", iris.thing(kind, key))
