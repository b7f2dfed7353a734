"""Mandates: one record a period, with the decision that grounds it and the period that it carries on."""

from kg.reference.decisions import cite, cite_printed
from kg.reference.register import COMMON, Register
from kg.reference.rows import Row

_PERIOD = {**COMMON, "from": "osce:validFrom", "until": "osce:validUntil", "decision_id": "osce:legalBasis"}
_FIRST = {"established": "osce:validFrom", "mandate_end": "osce:validUntil", "mandate_decision": "osce:legalBasis"}


def write_mandates(register: Register) -> None:
    """Write the periods of the table; an operation of which it has none gets one, as its own row says."""
    recorded = {row["operation_id"] for row in register.tables["mandates"]}
    for row in register.tables["mandates"]:
        _period(register, row)
    for row in register.tables["field_operations"]:
        if row["id"] not in recorded:
            _whole(register, row)


def _period(register: Register, row: Row) -> None:
    to, iris = register.to, register.iris
    node = _mandate(register, row["id"], row["operation_id"])
    register.period(node, row["from"], row["until"])
    to.link(node, "osce:mandateKind", iris.concept("mandate-kind", row["kind"]))
    if row["open_ended"] == "yes":
        to.typed(node, "osce:openEnded", "true", "http://www.w3.org/2001/XMLSchema#boolean")
    if row["decision_id"]:
        to.link(node, "osce:legalBasis", iris.document(row["decision_id"]))
    if row["decision_printed"]:
        to.text(node, "osce:decisionAsPrinted", row["decision_printed"])
    if row["continues"]:
        to.link(node, "osce:continues", iris.thing("mandate", row["continues"]))
    register.evidence(node, row, _PERIOD)


def _whole(register: Register, row: Row) -> None:
    """Write one mandate for the whole life of an operation whose extensions are not on record."""
    to, begin = register.to, row["established"]
    node = _mandate(register, f"{row['id']}-{begin}", row["id"])
    end = row["mandate_end"] if row["mandate_end"] >= begin[: len(row["mandate_end"])] else row["closed"]
    register.period(node, begin, end or row["closed"])
    to.link(node, "osce:mandateKind", register.iris.concept("mandate-kind", "establishment"))
    if row["mandate_decision"]:
        to.text(node, "osce:decisionAsPrinted", row["mandate_decision"])
        if decision := cite(register, row["mandate_decision"], row["mandate_date"], register.body(row["id"])):
            to.link(node, "osce:legalBasis", decision)
    for printed in row.list("later_decisions"):
        to.text(node, "osce:decisionAsPrinted", printed)
        cite_printed(register, printed, register.body(row["id"]))
    register.evidence(node, row, _FIRST)


def _mandate(register: Register, key: str, operation: str) -> str:
    to, node, body = register.to, register.iris.thing("mandate", key), register.body(operation)
    to.type(node, "osce:Mandate")
    to.link(node, "osce:mandateOf", body)
    to.link(body, "osce:hasMandate", node)
    return node
