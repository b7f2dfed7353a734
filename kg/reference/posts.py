"""Posts and who held them: Chairpersonship by State, Chairperson-in-Office by person, heads of institutions."""

from kg.iris import Iris
from kg.reference.register import Register
from kg.reference.tables import Row, Tables

#: Post → its name, and the body that it is a post in.
POSTS: dict[str, tuple[str, str]] = {
    "chairpersonship": ("OSCE Chairpersonship", "chairpersonship"),
    "chairperson-in-office": ("OSCE Chairperson-in-Office", "chairpersonship"),
    "secretary-general": ("OSCE Secretary General", "secretariat"),
    "odihr-director": ("Director of the OSCE Office for Democratic Institutions and Human Rights", "odihr"),
    "hcnm": ("OSCE High Commissioner on National Minorities", "hcnm"),
    "rfom": ("OSCE Representative on Freedom of the Media", "rfom"),
    "special-representative-for-combating-trafficking-in-human-beings": (
        "OSCE Special Representative and Co-ordinator for Combating Trafficking in Human Beings",
        "office-of-the-special-representative-and-co-ordinator-for-combating-trafficking-in-human-beings",
    ),
}
#: ``officials.office_id`` → post.
_OF_OFFICE = {
    "secretary-general": "secretary-general",
    "odihr": "odihr-director",
    "hcnm": "hcnm",
    "rfom": "rfom",
    POSTS["special-representative-for-combating-trafficking-in-human-beings"][1]: (
        "special-representative-for-combating-trafficking-in-human-beings"
    ),
}
#: States that held the Chairpersonship and are no participating State now: printed name → id of ``former_states``.
_FORMER_CHAIRS = {"Czechoslovakia (Czech and Slovak Federal Republic)": "czechoslovakia"}


def write_posts(register: Register) -> None:
    """Write the posts and every tenure."""
    for key, (name, body) in POSTS.items():
        post = register.iris.post(key)
        register.to.type(post, "osce:Post")
        register.to.label(post, name)
        register.to.link(post, "org:postIn", register.iris.org(body))
    for row in register.tables["structures"]:
        if row["kind"] == "office":
            _office(register, row)
    _chairpersonships(register)
    for row in register.tables["officials"]:
        _official(register, row)
    _heads(register)


def _office(register: Register, row: Row) -> None:
    post = register.iris.post(row["id"])
    preferred = POSTS[row["id"]][0] if row["id"] in POSTS else ""
    for name in dict.fromkeys((row["name"], *row.list("alt_names"))):
        if name != preferred:
            register.to.text(post, "skos:altLabel", name, "en")
    if row["abbreviation"]:
        register.to.text(post, "osce:abbreviation", row["abbreviation"])
    register.wikidata(post, row["wikidata"])
    register.evidence(post, row)


def head_label(row: Row) -> str:
    """Name the post of the head of a field operation."""
    short = row["short_name"] if len(row["short_name"]) > 5 else row["name"].removeprefix("OSCE ")
    return f"Head of the OSCE {short.removeprefix('OSCE ')}"


def post_labels(tables: Tables, iris: Iris) -> dict[str, str]:
    """Name every post of the register, by IRI."""
    found = {iris.post(key): name for key, (name, _) in POSTS.items()}
    return found | {iris.post(f"head-of-{row['id']}"): head_label(row) for row in tables["field_operations"]}


def chair_state(row: Row) -> str:
    """Tell which State held the Chairpersonship; empty where none is known yet."""
    return row["state_id"] or _FORMER_CHAIRS.get(row["state_name_at_time"], "")


def _chairpersonships(register: Register) -> None:
    """Write one State tenure a State and year, and one personal tenure a row, inside it."""
    by_state: dict[tuple[str, str], list[Row]] = {}
    for row in register.tables["chairpersonships"]:
        if chair_state(row):
            by_state.setdefault((chair_state(row), row["year"]), []).append(row)
    for (state, year), rows in by_state.items():
        whole = register.iris.thing("tenure", f"chair-{state}-{year}")
        begin, end = min(row["from"] for row in rows), max(row["to"] for row in rows)
        _tenure(register, whole, "chairpersonship", register.iris.state(state), begin, end)
        register.evidence(whole, rows[0])
        for row in rows:
            if row["chairperson"]:
                _chairperson(register, row, state, whole)


def _chairperson(register: Register, row: Row, state: str, whole: str) -> None:
    person = _person(register, row["chairperson"], row["wikidata"])
    node = register.iris.thing("tenure", row["id"])
    _tenure(register, node, "chairperson-in-office", person, row["from"], row["to"])
    register.to.link(node, "osce:onBehalfOf", register.iris.state(state))
    register.to.link(node, "osce:partOfTenure", whole)
    if row["role"]:
        register.to.text(node, "osce:roleAsPrinted", row["role"], "en")
    register.evidence(node, row)


def _official(register: Register, row: Row) -> None:
    person = _person(register, row["person"], row["wikidata"])
    node = register.iris.thing("tenure", row["id"])
    _tenure(register, node, _OF_OFFICE[row["office_id"]], person, row["from"], row["to"])
    if row["nationality_state_id"]:
        register.to.link(person, "osce:nationality", register.iris.state(row["nationality_state_id"]))
    register.evidence(node, row)


def _tenure(register: Register, node: str, post: str, holder: str, begin: str, end: str) -> None:
    to = register.to
    to.type(node, "osce:Tenure")
    to.link(node, "osce:ofPost", register.iris.post(post))
    to.link(node, "org:member", holder)
    to.link(node, "org:organization", register.iris.org(POSTS[post][1]))
    register.period(node, begin, end)


def _person(register: Register, name: str, qid: str) -> str:
    person = register.iris.person(name)
    register.to.type(person, "foaf:Person")
    register.to.label(person, name)
    register.wikidata(person, qid)
    return person


def _heads(register: Register) -> None:
    """Write the post of the head of every field operation; the register names no holders."""
    for row in register.tables["field_operations"]:
        post = register.iris.post(f"head-of-{row['id']}")
        register.to.type(post, "osce:Post")
        register.to.label(post, head_label(row))
        register.to.link(post, "org:postIn", register.iris.org(row["id"]))
