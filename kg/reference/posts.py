"""Posts: one a real office, with the body that it is in, the body that it heads, its kind and its names."""

from kg.iris import Iris
from kg.reference.register import COMMON, LANGUAGES, Register
from kg.reference.rows import Row, Tables

_CARRIED = {**COMMON, "name": "skos:prefLabel", "body_id": "org:postIn", "heads": "org:headOf", "kind": "osce:postKind"}


def write_posts(register: Register) -> None:
    """Write every post."""
    for row in register.tables["posts"]:
        _post(register, row)
    _named_as_bodies(register)


def _post(register: Register, row: Row) -> None:
    to, iris = register.to, register.iris
    post = iris.post(row["id"])
    to.type(post, "osce:Post")
    to.label(post, row["name"])
    for language in LANGUAGES[1:]:
        if row[f"label_{language}"]:
            to.label(post, row[f"label_{language}"], language)
    for name in row.list("alt_names"):
        to.text(post, "skos:altLabel", name, "en")
    if row["abbreviation"]:
        to.text(post, "osce:abbreviation", row["abbreviation"])
    to.link(post, "org:postIn", iris.org(row["body_id"]))
    if row["heads"]:
        to.link(post, "org:headOf", iris.org(row["heads"]))
    to.link(post, "osce:postKind", iris.concept("post-kind", row["kind"].replace(" ", "-")))
    register.wikidata(post, row["wikidata"])
    register.evidence(post, row, _CARRIED)


def _named_as_bodies(register: Register) -> None:
    """Give a post that bears the name of the body it heads that body's names in the languages where it has none."""
    bodies = {row["id"]: row["name"] for name in ("structures", "field_operations") for row in register.tables[name]}
    same = {row["heads"]: row for row in register.tables["posts"] if bodies.get(row["heads"]) == row["name"]}
    for name in register.tables["body_names"]:
        post = same.get(name["org"])
        if not post or name["form"] != "label" or name["lang"] == "en" or post[f"label_{name['lang']}"]:
            continue
        register.to.label(register.iris.post(post["id"]), name["name"], name["lang"])
        for source in register.sources.cited(name):
            register.to.link(
                register.iris.post(post["id"]), "dcterms:source", register.iris.thing("source", source["id"])
            )


def post_labels(tables: Tables, iris: Iris) -> dict[str, str]:
    """Name every post of the register, by IRI."""
    return {iris.post(row["id"]): row["name"] for row in tables["posts"]}
