"""Where bodies are found elsewhere: their identifiers in authority files, each with the source that names both."""

from kg.reference.register import Register

#: Scheme → what its ids are appended to.
ADDRESSES = {
    "wikidata": "http://www.wikidata.org/entity/",
    "viaf": "http://viaf.org/viaf/",
    "gnd": "https://d-nb.info/gnd/",
    "isni": "https://isni.org/isni/",
    "ror": "https://ror.org/",
    "lcnaf": "http://id.loc.gov/authorities/names/",
    "eu-corporate-body": "http://publications.europa.eu/resource/authority/corporate-body/",
    "eurovoc": "http://eurovoc.europa.eu/",
    "unbis": "http://metadata.un.org/thesaurus/",
}


def write_identifiers(register: Register) -> None:
    """Write every identifier: a link where its scheme has addresses, else its scheme and value as text."""
    for row in register.tables["identifiers"]:
        body = register.body(row["org"])
        if row["scheme"] in ADDRESSES:
            register.to.link(body, "osce:externalMatch", ADDRESSES[row["scheme"]] + row["value"])
        else:
            register.to.text(body, "dcterms:identifier", f"{row['scheme']}:{row['value']}")
        for source in register.sources.cited(row):
            register.to.link(body, "dcterms:source", register.iris.thing("source", source["id"]))
