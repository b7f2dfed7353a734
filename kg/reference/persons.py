"""What is known of persons beside their offices: other spellings, and identifiers elsewhere."""

from kg.reference.register import COMMON, Register
from kg.reference.rows import Row
from kg.regexes import late

_IN_LANGUAGE = late(r"^(?P<name>.+?) \((?P<tag>[a-z]{2})\)$")
#: Column → what its ids are appended to.
AUTHORITIES = {
    "viaf": "http://viaf.org/viaf/",
    "gnd": "https://d-nb.info/gnd/",
    "isni": "https://isni.org/isni/",
}


def write_persons(register: Register) -> None:
    """Write further names and identifiers of the persons who need them."""
    for row in register.tables["persons"]:
        _person(register, row)


def _person(register: Register, row: Row) -> None:
    to, person = register.to, register.iris.thing("person", row["id"])
    to.type(person, "foaf:Person")
    to.label(person, row["name"])
    for name in row.list("alt_names"):
        match = _IN_LANGUAGE.match(name)
        to.text(person, "skos:altLabel", match["name"] if match else name, match["tag"] if match else "en")
    register.wikidata(person, row["wikidata"])
    for column, start in AUTHORITIES.items():
        if row[column]:
            to.link(person, "osce:externalMatch", start + row[column])
    register.evidence(person, row, COMMON)
