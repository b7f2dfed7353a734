"""The sources of the register as things: title, publisher, address, kind, and the copy that was read."""

from kg.reference.register import Register
from kg.reference.tables import Row

#: Ids of bodies whose texts are their own publications.
_PUBLISHERS = {
    "OSCE": "osce",
    "CSCE": "osce",
    "OSCE Parliamentary Assembly": "parliamentary-assembly",
    "OSCE Academy in Bishkek": "osce-academy-in-bishkek",
    "OSCE Border Management Staff College": "border-management-staff-college",
}


def write_sources(register: Register) -> None:
    """Write every source that a row cites."""
    cited = {
        source["id"]
        for name, rows in register.tables.items()
        if name != "sources"
        for row in rows
        for column in ("source", "match_source")
        for source in register.sources.cited(row, column)
    }
    for row in register.tables["sources"]:
        if row["id"] in cited:
            _source(register, row)


def _source(register: Register, row: Row) -> None:
    to, source = register.to, register.iris.thing("source", row["id"])
    to.type(source, "osce:Source")
    to.label(source, row["title"])
    to.text(source, "dcterms:title", row["title"])
    to.text(source, "osce:publisherName", row["publisher"])
    if row["publisher"] in _PUBLISHERS:
        to.link(source, "dcterms:publisher", register.iris.org(_PUBLISHERS[row["publisher"]]))
    to.link(source, "foaf:page", row["address"])
    to.link(source, "osce:sourceKind", register.iris.concept("source-kind", row["kind"]))
    if row["copy"]:
        to.link(source, "osce:copyRead", row["copy"])
    to.date(source, "osce:readOn", row["read"])
    if row["licence"]:
        to.link(source, "dcterms:license", row["licence"])
    cited = f"{row['publisher']}: {row['title']}. {row['address']} (read {row['read']})"
    to.text(source, "dcterms:bibliographicCitation", cited, "en")
    if row["note"]:
        to.text(source, "skos:editorialNote", row["note"], "en")
