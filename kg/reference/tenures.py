"""Who held which post: Chairpersonships by State, and every person in office."""

from kg.iris import slug
from kg.reference.register import COMMON, PERIOD, Register
from kg.reference.rows import Row

#: States that held the Chairpersonship and are no participating State now: printed name → id of ``former_states``.
_FORMER_CHAIRS = {"Czechoslovakia (Czech and Slovak Federal Republic)": "czechoslovakia"}
_FSC = "chairpersonship-forum-for-security-co-operation"
_CARRIED = {
    **COMMON,
    **PERIOD,
    "attested": "osce:attestedOn",
    "office": "osce:roleAsPrinted",
    "role": "osce:roleAsPrinted",
    "person": "org:member",
    "chairperson": "org:member",
    "office_id": "osce:ofPost",
    "kind": "osce:tenureKind",
    "appointed_on": "osce:appointedOn",
    "appointed_by": "osce:appointedBy",
    "on_behalf_of": "osce:onBehalfOf",
    "nationality_state_id": "osce:nationality",
}


def write_tenures(register: Register) -> None:
    """Write every tenure and the persons who hold them."""
    bodies = {row["id"]: row["body_id"] for row in register.tables["posts"]}
    _chairpersonships(register, bodies)
    for row in register.tables["fsc_chairs"]:
        _fsc_chair(register, row, bodies)
    for row in register.tables["officials"]:
        _official(register, row, bodies)


def chair_state(row: Row) -> str:
    """Tell which State held the Chairpersonship; empty where none is known yet."""
    return row["state_id"] or _FORMER_CHAIRS.get(row["state_name_at_time"], "")


def person_key(row: Row) -> str:
    """Give the last part of the IRI of the person of a row: of its name, unless a namesake has that."""
    return row["person_id"] or slug(row["person"])


def _chairpersonships(register: Register, bodies: dict[str, str]) -> None:
    """Write one State tenure a State and year, and one personal tenure a row, inside it."""
    by_state: dict[tuple[str, str], list[Row]] = {}
    for row in register.tables["chairpersonships"]:
        if chair_state(row):
            by_state.setdefault((chair_state(row), row["year"]), []).append(row)
    for (state, year), rows in by_state.items():
        whole = register.iris.thing("tenure", f"chair-{state}-{year}")
        _tenure(register, whole, "chairpersonship", register.iris.state(state), bodies)
        register.period(whole, min(row["from"] for row in rows), max(row["to"] for row in rows))
        register.evidence(whole, rows[0], PERIOD)
        for row in rows:
            if row["chairperson"]:
                _chairperson(register, row, state, whole, bodies)


def _chairperson(register: Register, row: Row, state: str, whole: str, bodies: dict[str, str]) -> None:
    person = _person(register, slug(row["chairperson"]), row["chairperson"], row["wikidata"])
    node = register.iris.thing("tenure", row["id"])
    _tenure(register, node, "chairperson-in-office", person, bodies)
    register.period(node, row["from"], row["to"])
    register.to.link(node, "osce:onBehalfOf", register.iris.state(state))
    register.to.link(node, "osce:partOfTenure", whole)
    register.to.link(node, "osce:tenureKind", register.iris.concept("tenure-kind", "full"))
    if row["role"]:
        register.to.text(node, "osce:roleAsPrinted", row["role"], "en")
    register.evidence(node, row, _CARRIED)


def _fsc_chair(register: Register, row: Row, bodies: dict[str, str]) -> None:
    """Write a State's four months in the chair of the Forum; where no day is known, the year bounds them."""
    node = register.iris.thing("tenure", row["id"])
    _tenure(register, node, _FSC, register.iris.state(row["state_id"]), bodies)
    register.period(node, row["from"] or row["year"], row["to"] or row["year"])
    register.evidence(node, row, PERIOD)


def _official(register: Register, row: Row, bodies: dict[str, str]) -> None:
    to, iris = register.to, register.iris
    person = _person(register, person_key(row), row["person"], row["wikidata"])
    node = iris.thing("tenure", row["id"])
    _tenure(register, node, row["office_id"], person, bodies)
    register.period(node, row["from"], row["to"])
    to.link(node, "osce:tenureKind", iris.concept("tenure-kind", row["kind"]))
    to.text(node, "osce:roleAsPrinted", row["office"], "en")
    if row["on_behalf_of"]:
        to.link(node, "osce:onBehalfOf", iris.state(row["on_behalf_of"]))
    if row["nationality_state_id"]:
        to.link(person, "osce:nationality", iris.state(row["nationality_state_id"]))
    _attestations(register, node, row)
    register.evidence(node, row, _CARRIED)


def _attestations(register: Register, node: str, row: Row) -> None:
    """State on which days the holder was seen in office, on the last of them as well, and the appointment."""
    days = sorted(row.list("attested"))
    for day in days:
        register.to.date(node, "osce:attestedOn", day)
    if days:
        register.to.date(node, "osce:lastAttested", days[-1])
    if row["appointed_on"]:
        register.to.date(node, "osce:appointedOn", row["appointed_on"])
    if row["appointed_by"]:
        register.to.link(node, "osce:appointedBy", register.body(row["appointed_by"]))


def _tenure(register: Register, node: str, post: str, holder: str, bodies: dict[str, str]) -> None:
    to = register.to
    to.type(node, "osce:Tenure")
    to.link(node, "osce:ofPost", register.iris.post(post))
    to.link(node, "org:member", holder)
    to.link(node, "org:organization", register.iris.org(bodies[post]))


def _person(register: Register, key: str, name: str, qid: str) -> str:
    person = register.iris.thing("person", key)
    register.to.type(person, "foaf:Person")
    register.to.label(person, name)
    register.wikidata(person, qid)
    return person
