"""The names of the gazetteer, gathered from the reference tables."""

from pathlib import Path

from kg.iris import Iris, slug
from kg.reference.gazetteer import LANGUAGES, PARENTHESIS, Gazetteer, Holder, Kind, Name, folded
from kg.reference.posts import post_labels
from kg.reference.rows import Row, Tables
from kg.reference.sections import sections_of
from kg.reference.succession import bounded
from kg.reference.tables import load
from kg.reference.tenures import chair_state, person_key


def gathered(base: str, tables: Path | None) -> Gazetteer:
    """Make the gazetteer; see :func:`kg.reference.gazetteer.load_gazetteer`."""
    rows, iris = load(tables), Iris(base)
    names = [*_state_names(rows, iris), *_body_names(rows, iris), *_place_names(rows, iris)]
    labels = {iris.state(row["id"]): row["label_en"] for t in ("participating_states", "partners") for row in rows[t]}
    labels |= {iris.org(row["id"]): row["name"] for t in ("structures", "field_operations") for row in rows[t]}
    posts = _posts(rows, iris)
    labels |= post_labels(rows, iris) | {each.holder: each.name for held in posts.values() for each in held}
    return Gazetteer(
        base=base,
        names=tuple(dict.fromkeys(names)),
        posts=posts,
        labels=labels,
        fields=_fields(rows, iris),
        sources=_sources(rows, iris, names),
        capitals=_capitals(rows, iris),
        hosts={
            iris.org(r["id"]): iris.state(r["host_state_id"]) for r in rows["field_operations"] if r["host_state_id"]
        },
        sections=sections_of(rows, iris),
    )


def _capitals(tables: Tables, iris: Iris) -> dict[str, str]:
    """Give the State of each capital, both as IRIs."""
    rows = [row for name in ("participating_states", "partners") for row in tables[name]]
    return {iris.place(slug(row["capital"])): iris.state(row["id"]) for row in rows if row["capital"]}


def _state_names(tables: Tables, iris: Iris) -> list[Name]:
    found = []
    renamed = {row["id"] for row in tables["names_history"] if row["kind"] == "country name"}
    for row in (*tables["participating_states"], *tables["partners"]):
        state = iris.state(row["id"])
        english = dict.fromkeys([row["name"], row["label_en"], row["official_name"], *row.list("alt_names_en")])
        found += [Name(text, state, "state", "name", exact_case=len(text) <= 3) for text in english]
        found += [Name(text, state, "state", "demonym") for text in row.list("demonyms_en")]
        for language in LANGUAGES[1:]:
            others = [row[f"label_{language}"], *row.list(f"altlabel_{language}")]
            found += [Name(text, state, "state", "name", language) for text in others]
    for row in tables["former_states"]:
        text = row["name"].partition(" (")[0]
        found.append(Name(text, iris.state(row["id"]), "state", "former", valid_until=row["participation_to"] or None))
    for row in tables["names_history"]:
        if row["kind"] == "country name" and row["id"] in renamed:
            found.append(
                Name(row["name"], iris.state(row["id"]), "state", "former" if row["to"] else "name", row["lang"])
            )
    return found


def _body_names(tables: Tables, iris: Iris) -> list[Name]:
    found = []
    for row in tables["posts"]:
        if row["in_texts"]:
            found += _structure_names(row, iris.post(row["id"]), "post")
    for row in tables["structures"]:
        if row["in_texts"] != "no":
            found += _structure_names(row, iris.org(row["id"]), "org")
    for row in tables["body_names"]:
        if row["in_texts"]:
            found += _with_prefix(row["name"], iris.org(row["org"]), "org")
    for row in tables["field_operations"]:
        target = iris.org(row["id"])
        formers = [PARENTHESIS.sub("", name) for name in row.list("former_names")]
        for text in (row["name"], *formers, *([row["short_name"]] if len(row["short_name"]) > 4 else [])):
            found += _with_prefix(text, target, "org")
        if 2 < len(row["short_name"]) <= 4:
            found.append(Name(row["short_name"], target, "org", "abbreviation", exact_case=True))
    return found


def _structure_names(row: Row, target: str, kind: Kind) -> list[Name]:
    found = []
    for text in (row["name"], *(PARENTHESIS.sub("", name) for name in row.list("alt_names"))):
        found += _with_prefix(text, target, kind, exact_case=text.isupper())
    if len(row["abbreviation"]) > 2:
        found.append(Name(row["abbreviation"], target, kind, "abbreviation", exact_case=True))
    return found


def _with_prefix(text: str, target: str, kind: Kind, *, exact_case: bool = False) -> list[Name]:
    """Give a name with and without ``OSCE`` in front."""
    if text.startswith("CSCE/OSCE "):
        return [
            *_with_prefix(text.removeprefix("CSCE/"), target, kind),
            *_with_prefix(text[:4] + text[9:], target, kind),
        ]
    bare = text.removeprefix("OSCE ")
    forms = [Name(text, target, kind, "name", exact_case=exact_case)]
    if bare != text and " " in bare:
        forms.append(Name(bare, target, kind, "short"))
    elif bare == text and not text.startswith(("OSCE", "CSCE", "Organization", "Conference")):
        forms.append(Name(f"OSCE {text}", target, kind, "name", exact_case=exact_case))
    return forms


def _place_names(tables: Tables, iris: Iris) -> list[Name]:
    cities = {row["seat_city"] for row in tables["field_operations"]} | {row["seat"] for row in tables["structures"]}
    cities |= {row["city"] for row in tables["meetings"]}
    cities |= {row["capital"] for name in ("participating_states", "partners") for row in tables[name]}
    found = [Name(city, iris.place(slug(city)), "place", "name") for city in sorted(cities - {""})]
    found.append(Name("Kosovo", iris.place("kosovo"), "place", "name"))
    for row in tables["place_names"]:
        found.append(
            Name(
                row["name"],
                iris.place(row["place"]),
                "place",
                "former",
                valid_from=row["from"] or None,
                valid_until=row["to"] or None,
            )
        )
    return found


def _fields(tables: Tables, iris: Iris) -> dict[str, str]:
    found = {}
    for row in tables["fields_of_work"]:
        for language in LANGUAGES:
            found[folded(row[f"label_{language}"])] = iris.concept("field-of-work", row["id"])
        for name in row.list("alt_names"):
            found[folded(PARENTHESIS.sub("", name))] = iris.concept("field-of-work", row["id"])
    return found


def _sources(tables: Tables, iris: Iris, names: list[Name]) -> dict[str, str]:
    found = {folded(name.text): name.target for name in names if name.kind == "org"}
    found |= {folded(row["name"]): iris.org(row["org"]) for row in tables["source_names"]}
    return found


def _posts(tables: Tables, iris: Iris) -> dict[str, tuple[Holder, ...]]:
    found: dict[str, list[Holder]] = {}
    for row in tables["chairpersonships"]:
        if row["chairperson"] and chair_state(row):
            holder = _holder(row, row["chairperson"], iris, iris.state(chair_state(row)))
            found.setdefault(iris.post("chairperson-in-office"), []).append(holder)
    for row in tables["officials"]:
        found.setdefault(iris.post(row["office_id"]), []).append(_holder(row, row["person"], iris))
    seats = {iris.post(row["id"]): int(row["seats"] or 1) for row in tables["posts"]}
    return {post: bounded(holders, seats[post]) for post, holders in found.items()}


def _holder(row: Row, name: str, iris: Iris, state: str | None = None) -> Holder:
    return Holder(
        tenure=iris.thing("tenure", row["id"]),
        holder=iris.thing("person", person_key(row) or slug(name)),
        name=name,
        begin=row["from"] or None,
        end=row["to"] or None,
        state=state,
        seen=tuple(sorted(row.list("attested"))),
        acting=row["kind"] == "acting",
    )
