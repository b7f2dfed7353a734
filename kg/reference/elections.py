"""Observation of elections: which, in what form, who led it, and when the report came out."""

from kg.reference.register import COMMON, Register
from kg.reference.rows import Row

_CARRIED = {
    **COMMON,
    "election_day": "osce:electionDay",
    "opened_on": "osce:onDate",
    "format": "osce:observationFormat",
    "person": "osce:headOfMission",
}


def write_elections(register: Register) -> None:
    """Write every observation of the table, and the person who led it."""
    for row in register.tables["election_observations"]:
        _observation(register, row)


def _observation(register: Register, row: Row) -> None:
    to, iris = register.to, register.iris
    node = iris.thing("election-observation", row["id"])
    to.type(node, "osce:ElectionObservation")
    to.label(node, f"Observation of the {row['election']} of {row['election_day']} in {_name(register, row)}")
    to.link(node, "osce:electionIn", iris.state(row["state_id"]))
    to.date(node, "osce:electionDay", row["election_day"])
    to.link(node, "osce:observationFormat", iris.concept("observation-format", row["format"]))
    to.link(node, "osce:observer", register.body(row["observer_id"]))
    if row["opened_on"]:
        to.date(node, "osce:onDate", row["opened_on"])
    if row["report_on"]:
        to.date(node, "osce:reportOn", row["report_on"])
    if row["person"]:
        person = iris.person(row["person"])
        to.type(person, "foaf:Person")
        to.label(person, row["person"])
        to.link(node, "osce:headOfMission", person)
    register.evidence(node, row, _CARRIED)


def _name(register: Register, row: Row) -> str:
    states = (*register.tables["participating_states"], *register.tables["partners"])
    return next(state["name"] for state in states if state["id"] == row["state_id"])
