"""Names for things that have none of their own: a tenure, a mandate or a signature is called by what it connects."""

from dataclasses import dataclass

from endpoint.face.answers import rows
from endpoint.face.language import in_words, name_of
from endpoint.face.things.portraits.drawing import Row, Span, Subject, flat, named
from endpoint.face.things.terms import terms

_MOST = 300
_DAYS = (
    "OPTIONAL { ?x osce:validFrom ?from } OPTIONAL { ?x osce:validUntil ?until }"
    " OPTIONAL { ?x osce:onDate|osce:reportedOn ?day } OPTIONAL { ?x osce:capturedAt ?at }"
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a thing of a class is called: what is said first, what follows a colon, and what joins that.

    ``first`` and ``parts`` are property paths; without ``first`` the class's own name is.
    """

    parts: tuple[str, ...]
    first: str = ""
    between: str = ", "


_RECIPES = {
    "Tenure": Recipe(("osce:ofPost", "org:organization"), "org:member"),
    "Mandate": Recipe(("osce:mandateOf",)),
    "OrganizationalChange": Recipe(("org:originalOrganization", "org:resultingOrganization"), "osce:changeType", " → "),
    "Signature": Recipe(("osce:signatory", "osce:signedDocument")),
    "StateParticipation": Recipe(("org:role",), "org:member"),
    "Suspension": Recipe(("osce:suspends/org:member",)),
    "NamePeriod": Recipe(("osce:nameText",)),
    "SpeechAct": Recipe(("osce:speechActType", "osce:addressee"), "osce:speaker"),
    "Contact": Recipe(("osce:hasInvolvement/osce:involvedAgent",), "osce:eventType"),
    "Involvement": Recipe(("osce:involvedAgent",)),
    "Mention": Recipe(("osce:asWritten",)),
    "LanguageVersion": Recipe(("^osce:hasLanguageVersion", "osce:languageTag")),
    "Snapshot": Recipe(("^osce:hasSnapshot/^osce:hasLanguageVersion",)),
    "Extraction": Recipe(("^prov:wasGeneratedBy/^osce:hasSnapshot/^osce:hasLanguageVersion",)),
}


def titles(subject: Subject, iris: list[str], *, dated: bool = True) -> dict[str, str]:
    """Call things by what they connect; what no recipe fits is left out.

    :param subject: the thing that the page is about, through which the release is asked
    :param iris: things of the release
    :param dated: whether their times are part of how they are called
    """
    made: dict[str, str] = {}
    for name, members in _by_class(subject, iris[:_MOST]).items():
        made |= _called(subject, name, members, dated)
    return made


def _by_class(subject: Subject, iris: list[str]) -> dict[str, list[str]]:
    if not iris:
        return {}
    space = f"{subject.base}ontology#"
    classes = " ".join(f"<{space}{name}>" for name in _RECIPES)
    query = f"SELECT ?x ?c {{ VALUES ?c {{ {classes} }} VALUES ?x {{ {_listed(iris)} }} ?x a ?c }}"
    found: dict[str, list[str]] = {}
    for row in rows(subject.generation, query):
        found.setdefault(row["c"]["value"].removeprefix(space), []).append(row["x"]["value"])
    return found


def _listed(iris: list[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _called(subject: Subject, name: str, members: list[str], dated: bool) -> dict[str, str]:
    recipe = _RECIPES[name]
    paths = (*recipe.parts, *([recipe.first] if recipe.first else []))
    either = " UNION ".join(f"{{ ?x {path} ?v BIND({n} AS ?n) }}" for n, path in enumerate(paths))
    query = f"""SELECT DISTINCT ?x ?n ?v ?v_name ?from ?until ?day ?at {{ VALUES ?x {{ {_listed(members)} }} {either}
      {named("v")} {_DAYS} }} ORDER BY ?x ?n ?v_name"""
    groups: dict[str, list[Row]] = {}
    for row in rows(subject.generation, query):
        groups.setdefault(row["x"]["value"], []).append(flat(row))
    label = terms(subject.base).class_name(f"{subject.base}ontology#{name}")
    when = {iri: _when(found[0]) if dated else "" for iri, found in groups.items()}
    said = {iri: _composed(found, recipe, label, name) for iri, found in groups.items()}
    return {iri: f"{text} ({when[iri]})" if when[iri] else text for iri, text in said.items()}


def _composed(found: list[Row], recipe: Recipe, label: str, name: str) -> str:
    texts: dict[int, list[str]] = {}
    for row in found:
        value = row.get("v_name") or row["v"]
        text = name_of(value) if recipe.parts[int(row["n"]) % len(recipe.parts)] == "osce:languageTag" else value
        texts.setdefault(int(row["n"]), []).append(text.rpartition("/")[2] if text.startswith("http") else text)
    parts = [", ".join(dict.fromkeys(texts[n])) for n in range(len(recipe.parts)) if n in texts]
    if name == "Tenure":
        parts = parts[:1]
    if name in ("Mention", "NamePeriod"):
        parts = [f"“{part}”" for part in parts]
    first = ", ".join(dict.fromkeys(texts.get(len(recipe.parts), []))) if recipe.first else label
    said = recipe.between.join(parts)
    return f"{first[:1].upper()}{first[1:]}: {said}" if first and said else first or said


def _when(row: Row) -> str:
    if "from" in row or "until" in row:
        return str(Span(row.get("from", ""), row.get("until", "")))
    return in_words(row.get("day") or row.get("at") or "")
