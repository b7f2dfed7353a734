"""The OSCE, its structures and field operations: seats, beginnings, ends and successors."""

import re

from kg.reference.decisions import cite
from kg.reference.register import COMMON, Register
from kg.reference.rows import Row
from kg.regexes import late

_CLASSES = {
    "organization": "osce:IntergovernmentalOrganization",
    "decision-making body": "osce:DecisionMakingBody",
    "subsidiary body": "osce:SubsidiaryBody",
    "structure": "osce:Structure",
    "representative": "osce:Structure",
    "institution": "osce:Institution",
    "secretariat": "osce:SecretariatUnit",
    "secretariat unit": "osce:SecretariatUnit",
    "chair": "osce:Structure",
    "parliamentary assembly": "osce:RelatedBody",
    "assembly body": "osce:RelatedBody",
    "court": "osce:RelatedBody",
    "related body": "osce:RelatedBody",
}
#: Columns → the property that carries them, of a body, and of a change that begins or ends one.
_BODY = {**COMMON, "parent_id": "org:subOrganizationOf", "seat": "osce:seat", "seat_city": "osce:seat"}
_BODY |= {"host_state_id": "osce:hostState", "started_work": "osce:startedWork", "name": "skos:prefLabel"}
_BEGIN = {"established": "osce:onDate", "mandate_decision": "osce:legalBasis", "decision": "osce:legalBasis"}
_END = {"closed": "osce:onDate", "ended": "osce:onDate"}
_FORMER_NAME = late(r"^(?P<name>.+?) \((?P<from>[\d-]+)?/(?P<to>[\d-]+)?(?:,.*)?\)$")
_IN_LANGUAGE = late(r"^(?P<name>.+?) \((?P<tags>(?:[A-Z]+, )?[a-z]{2}(?:, [a-z]{2})*)\)$")
#: Column → what its ids are appended to.
_AUTHORITIES = {"eurovoc": "http://eurovoc.europa.eu/", "unbis": "http://metadata.un.org/thesaurus/"}


def write_bodies(register: Register) -> None:
    """Write structures, then field operations."""
    for row in register.tables["structures"]:
        _structure(register, row)
    for row in register.tables["field_operations"]:
        _operation(register, row)


def _structure(register: Register, row: Row) -> None:
    to, body = register.to, register.iris.org(row["id"])
    to.type(body, _CLASSES[row["kind"]])
    to.label(body, row["name"])
    if row["abbreviation"]:
        to.text(body, "osce:abbreviation", row["abbreviation"])
    for name in row.list("alt_names"):
        _alternative(register, body, name)
    if row["parent_id"]:
        to.link(body, "org:subOrganizationOf", register.iris.org(row["parent_id"]))
    if row["seat"]:
        to.link(body, "osce:seat", register.place(row["seat"]))
    if row["established"]:
        change = _change(register, row, "establishment", row["established"], body)
        _grounded(register, change, row["decision"], row["decision_date"], body)
    if row["ended"]:
        _change(register, row, "closure", row["ended"], body)
    for column, start in _AUTHORITIES.items():
        if row[column]:
            to.link(body, "osce:externalMatch", start + row[column])
    register.wikidata(body, row["wikidata"])
    if row["osce_slug"]:
        to.link(body, "foaf:page", f"https://www.osce.org/{row['osce_slug']}")
    register.evidence(body, row, _BODY)


def _alternative(register: Register, body: str, name: str) -> None:
    match = _IN_LANGUAGE.match(name)
    if not match:
        register.to.text(body, "skos:altLabel", name, "en")
        return
    for tag in re.findall(r"\b[a-z]{2}\b", match["tags"]):
        register.to.text(body, "skos:altLabel", match["name"], tag)


def _operation(register: Register, row: Row) -> None:
    to, iris = register.to, register.iris
    body = iris.org(row["id"])
    to.type(body, "osce:FieldOperation")
    to.label(body, row["name"])
    if row["short_name"]:
        to.text(body, "skos:altLabel", row["short_name"], "en")
    to.link(body, "org:subOrganizationOf", iris.org("osce"))
    to.link(body, "osce:operationStatus", iris.concept("operation-status", row["status"]))
    if row["host_state_id"]:
        to.link(body, "osce:hostState", iris.state(row["host_state_id"]))
        to.link(body, "osce:operatesIn", iris.place(row["host_state_id"]))
    if row["host_name_at_time"]:
        to.text(body, "osce:hostNameAsPrinted", row["host_name_at_time"])
        if not row["host_state_id"] and "Kosovo" in row["host_name_at_time"]:
            to.link(body, "osce:operatesIn", iris.place("kosovo"))
    if row["seat_city"]:
        to.link(body, "osce:seat", register.place(row["seat_city"]))
    _names(register, row, body)
    _life(register, row, body)
    register.wikidata(body, row["wikidata"])
    if row["osce_slug"]:
        to.link(body, "foaf:page", f"https://www.osce.org/{row['osce_slug']}")
    register.evidence(body, row, _BODY)


def _names(register: Register, row: Row, body: str) -> None:
    """Write the former names with their dates, and the present one for the time that no former one fills."""
    begin = row["established"]
    for former in filter(None, map(_FORMER_NAME.match, row.list("former_names"))):
        start, end = former["from"] or row["established"], former["to"] or ""
        if start > begin:
            _named(register, row, body, row["name"], begin, start)
        _named(register, row, body, former["name"], start, end)
        register.to.text(body, "skos:altLabel", former["name"], "en")
        begin = end or begin
    _named(register, row, body, row["name"], begin, row["closed"])


def _named(register: Register, row: Row, body: str, name: str, begin: str, end: str) -> None:
    register.evidence(register.name(body, row["id"], name, "en", begin, end), row)


def _grounded(register: Register, change: str, symbol: str, date: str, body: str) -> None:
    """Link a change to its decision, if that has a document symbol."""
    if decision := cite(register, symbol, date, body):
        register.to.link(change, "osce:legalBasis", decision)


def _life(register: Register, row: Row, body: str) -> None:
    change = _change(register, row, "establishment", row["established"], body)
    if row["mandate_decision"]:
        _grounded(register, change, row["mandate_decision"], row["mandate_date"], body)
    if row["started_work"]:
        register.to.date(body, "osce:startedWork", row["started_work"])
    if not row["closed"]:
        return
    kind = "transformation" if row["status"] == "transformed" else "closure"
    end = _change(register, row, kind, row["closed"], body)
    for successor in row.list("successor_ids"):
        register.to.link(end, "org:resultingOrganization", register.iris.org(successor))
        register.to.link(body, "osce:succeededBy", register.iris.org(successor))


def _change(register: Register, row: Row, kind: str, date: str, body: str) -> str:
    """Write the change that begins or ends a body.

    :returns: its IRI
    """
    to = register.to
    node = register.iris.thing("change", f"{row['id']}-{kind}")
    to.type(node, "osce:OrganizationalChange")
    to.link(node, "osce:changeType", register.iris.concept("change-type", kind))
    to.date(node, "osce:onDate", date)
    if kind == "establishment":
        to.link(node, "org:resultingOrganization", body)
        to.link(body, "osce:establishedBy", node)
    else:
        to.link(node, "org:originalOrganization", body)
        to.link(body, "osce:endedBy", node)
    register.evidence(node, row, _BEGIN if kind == "establishment" else _END)
    return node
