"""Meetings and the series that they belong to."""

from kg.iris import slug
from kg.reference.register import Register
from kg.reference.rows import Row


def write_meetings(register: Register) -> None:
    """Write every series, then every meeting."""
    for row in register.tables["meeting_series"]:
        _series(register, row)
    for row in register.tables["meetings"]:
        _meeting(register, row)


def _series(register: Register, row: Row) -> None:
    to, series = register.to, register.iris.thing("meeting-series", row["id"])
    to.type(series, "osce:MeetingSeries")
    to.label(series, row["name"])
    for name in row.list("alt_names"):
        to.text(series, "skos:altLabel", name, "en")
    if row["definition"]:
        to.text(series, "skos:definition", row["definition"], "en")
    to.link(series, "osce:dimension", register.iris.concept("dimension", row["dimension"]))
    if row["body_id"]:
        to.link(series, "osce:convenedBy", register.body(row["body_id"]))
    if row["first_held"]:
        to.date(series, "osce:firstHeld", row["first_held"])
    if row["frequency"]:
        to.text(series, "osce:frequency", row["frequency"], "en")
    register.evidence(series, row)


def _meeting(register: Register, row: Row) -> None:
    to, iris = register.to, register.iris
    meeting = iris.meeting(row["id"])
    to.type(meeting, "osce:Meeting")
    to.label(meeting, row["name"])
    to.link(meeting, "osce:eventType", iris.concept("meeting-kind", slug(row["kind"])))
    if row["series_id"]:
        to.link(meeting, "osce:inSeries", iris.thing("meeting-series", row["series_id"]))
    if row["number"]:
        to.typed(meeting, "osce:numberInSeries", row["number"], "http://www.w3.org/2001/XMLSchema#integer")
    to.date(meeting, "osce:onDate", row["from"] or row["year"])
    if row["to"]:
        to.date(meeting, "osce:untilDate", row["to"])
    if row["city"]:
        to.link(meeting, "osce:atPlace", register.place(row["city"]))
    if row["host_state_id"]:
        to.link(meeting, "osce:hostedBy", iris.state(row["host_state_id"]))
    if row["host_name_at_time"]:
        to.text(meeting, "osce:hostNameAsPrinted", row["host_name_at_time"])
    if row["chair_state_id"]:
        to.link(meeting, "osce:chairedBy", iris.state(row["chair_state_id"]))
    for outcome in row.list("outcome"):
        to.text(meeting, "osce:outcome", outcome, "en")
    register.evidence(meeting, row)
