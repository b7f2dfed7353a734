"""States: participating, partner and former, their participations, names and identifiers."""

from kg.reference.register import LANGUAGES, Register
from kg.reference.rows import Row

_PARTNER_ROLES = {
    "Asian Partner for Co-operation": "asian-partner",
    "Mediterranean Partner for Co-operation": "mediterranean-partner",
}
_EU_COUNTRY = "http://publications.europa.eu/resource/authority/country/"
_GEONAMES = "https://sws.geonames.org/"
#: The Federal Republic of Yugoslavia's seat: Helsinki Summit 1992 until the admission of 2000.
_SUSPENDED = ("sfr-yugoslavia", "1992-07-08", "2000-11-10")
#: Mongolia was an Asian Partner before its admission (participating_states.csv, note).
_EARLIER_PARTNER = ("mongolia", "asian-partner", "2004", "2012-11-20")
#: The two founding documents whose signing dates the tables hold.
_FOUNDING = {
    "helsinki-final-act": "Final Act of the Conference on Security and Co-operation in Europe",
    "charter-of-paris": "Charter of Paris for a New Europe",
}


def write_states(register: Register) -> None:
    """Write every State with its participations and signatures."""
    for key, title in _FOUNDING.items():
        document = register.iris.document(key)
        register.to.type(document, "osce:Document")
        register.to.text(document, "dcterms:title", title, "en")
        register.to.link(document, "dcterms:type", register.iris.concept("document-type", "document"))
    for row in register.tables["participating_states"]:
        _state(register, row)
        _participation(register, row, "participating-state", row["admission_date"], "")
        for column, document in (
            ("helsinki_final_act_signed", "helsinki-final-act"),
            ("charter_of_paris_signed", "charter-of-paris"),
        ):
            if row[column]:
                _signature(register, row, document, row[column])
    for row in register.tables["partners"]:
        _state(register, row)
        role = _PARTNER_ROLES[row["partnership"]]
        _participation(register, row, role, row["partner_since"] or row["partner_since_year"], "")
    for row in register.tables["former_states"]:
        _former(register, row)
    _earlier_partner(register)


def _state(register: Register, row: Row) -> None:
    to, state = register.to, register.iris.state(row["id"])
    to.type(state, "osce:State")
    to.label(state, row["label_en"])
    for language in LANGUAGES[1:]:
        to.label(state, row[f"label_{language}"], language)
        for other in row.list(f"altlabel_{language}"):
            to.text(state, "skos:altLabel", other, language)
    for other in dict.fromkeys([row["official_name"], *row.list("alt_names_en"), row["name"]]):
        if other != row["label_en"]:
            to.text(state, "skos:altLabel", other, "en")
    for demonym in row.list("demonyms_en"):
        to.text(state, "osce:demonym", demonym, "en")
    to.text(state, "osce:isoAlpha2", row["iso2"])
    to.text(state, "osce:isoAlpha3", row["iso3"])
    to.text(state, "osce:m49Code", row["m49"])
    to.link(state, "osce:externalMatch", _EU_COUNTRY + row["eu_authority"])
    register.wikidata(state, row["wikidata"])
    register.wikidata(state, row["wikidata_alt"])
    register.evidence(state, row)
    _area(register, row, state)


def _area(register: Register, row: Row, state: str) -> None:
    to, area = register.to, register.iris.place(row["id"])
    to.type(area, "osce:Place")
    to.label(area, row["label_en"])
    to.link(state, "osce:associatedPlace", area)
    if row["geonames_id"]:
        to.link(area, "osce:externalMatch", f"{_GEONAMES}{row['geonames_id']}/")


def _participation(register: Register, row: Row, role: str, begin: str, end: str) -> str:
    to, iris = register.to, register.iris
    node = iris.thing("participation", f"{row['id']}-{role}-{begin}")
    to.type(node, "osce:StateParticipation")
    to.link(node, "org:member", iris.state(row["id"]))
    to.link(node, "org:organization", iris.org("osce"))
    to.link(node, "org:role", iris.concept("role", role))
    register.period(node, begin, end)
    register.evidence(node, row)
    if row["decision"]:
        to.text(node, "osce:decisionAsPrinted", row["decision"])
    return node


def _signature(register: Register, row: Row, document: str, date: str) -> None:
    to, iris = register.to, register.iris
    node = iris.thing("signature", f"{document}-{row['id']}")
    to.type(node, "osce:Signature")
    to.link(node, "osce:signatory", iris.state(row["id"]))
    to.link(node, "osce:signedDocument", iris.document(document))
    to.date(node, "osce:onDate", date)
    register.evidence(node, row)


def _former(register: Register, row: Row) -> None:
    to, iris = register.to, register.iris
    state = iris.state(row["id"])
    to.type(state, "osce:State")
    to.label(state, row["name"].partition(" (")[0])
    if "(" in row["name"]:
        to.text(state, "skos:altLabel", row["name"], "en")
    to.text(state, "osce:isoFormerCode", row["iso3166_3"])
    register.wikidata(state, row["wikidata"])
    register.evidence(state, row)
    node = _participation(register, row, "participating-state", row["participation_from"], row["participation_to"])
    for successor in row.list("successor_ids"):
        to.link(state, "osce:succeededBy", iris.state(successor))
    for column, document in (
        ("signed_final_act", "helsinki-final-act"),
        ("signed_charter_of_paris", "charter-of-paris"),
    ):
        if row[column]:
            _signature(register, row, document, row[column])
    if row["id"] == _SUSPENDED[0]:
        suspension = iris.thing("suspension", f"{row['id']}-{_SUSPENDED[1]}")
        to.type(suspension, "osce:Suspension")
        to.link(suspension, "osce:suspends", node)
        register.period(suspension, *_SUSPENDED[1:])
        register.evidence(suspension, row)


def _earlier_partner(register: Register) -> None:
    key, role, begin, end = _EARLIER_PARTNER
    for row in register.tables["participating_states"]:
        if row["id"] == key:
            _participation(register, row, role, begin, end)
