"""Names for things that have none of their own: a tenure, a mandate or a signature is called by what it connects."""

from dataclasses import dataclass

from endpoint.face.language import in_words, name_of
from endpoint.face.questions import each, is_waiting, names
from endpoint.face.things.portraits.drawing import Row, Span, Subject, flat
from endpoint.face.things.terms import terms

_MOST = 300
#: Properties that say when something was → how a solution has them.
_DAYS = {
    "osce:validFrom": "from",
    "osce:validUntil": "until",
    "osce:lastAttested": "seen",
    "osce:onDate": "day",
    "osce:reportedOn": "day",
    "osce:capturedAt": "at",
}


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


def titles(
    subject: Subject, iris: list[str], nameless: set[str] | None = None, *, dated: bool = True
) -> dict[str, str]:
    """Call things by what they connect; what no recipe fits is left out.

    :param subject: the thing that the page is about, through which the release is asked
    :param iris: things of the release; their classes can be asked before it is known which have names
    :param nameless: those of them to call; all where none is given
    :param dated: whether their times are part of how they are called
    """
    made: dict[str, str] = {}
    for name, members in _by_class(subject, iris).items():
        wanted = [iri for iri in members if nameless is None or iri in nameless][:_MOST]
        made |= _called(subject, name, wanted, dated) if wanted else {}
    return made


def _by_class(subject: Subject, iris: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for iri, rows in each(subject.generation, iris, "?x a ?c").items():
        for row in rows:
            name = row["c"]["value"].removeprefix(f"{subject.base}ontology#")
            if name in _RECIPES:
                found.setdefault(name, []).append(iri)
    return found


def _called(subject: Subject, name: str, members: list[str], dated: bool) -> dict[str, str]:
    recipe = _RECIPES[name]
    paths = (*recipe.parts, *([recipe.first] if recipe.first else []))
    either = " UNION ".join(f"{{ ?x {path} ?v BIND({n} AS ?n) }}" for n, path in enumerate(paths))
    answers = each(subject.generation, members, either)
    found = [flat(row) for rows in answers.values() for row in rows]
    called = names(subject.generation, [row["v"] for row in found if row["v"].startswith("http")])
    groups: dict[str, list[Row]] = {}
    for row in found:
        named = {"v_name": called[row["v"]]["value"]} if row["v"] in called else {}
        groups.setdefault(row["x"], []).append(row | named)
    for parts in groups.values():
        parts.sort(key=lambda row: (row["n"], row.get("v_name", "")))
    days = _days(subject, members) if dated else {}
    if is_waiting():
        return {}
    label = terms(subject.base).class_name(f"{subject.base}ontology#{name}")
    when = {iri: _when(days.get(iri, {})) for iri in groups}
    said = {iri: _composed(found, recipe, label, name) for iri, found in groups.items()}
    return {iri: f"{text} ({when[iri]})" if when[iri] else text for iri, text in said.items()}


def _days(subject: Subject, iris: list[str]) -> dict[str, Row]:
    """Look up the times of things."""
    pattern = f"?x ?p ?d FILTER(?p IN ({', '.join(_DAYS)}))"
    found: dict[str, Row] = {}
    for iri, rows in each(subject.generation, iris, pattern).items():
        for row in sorted(rows, key=lambda each: each["d"]["value"], reverse=True):
            name = _DAYS[f"osce:{row['p']['value'].rpartition('#')[2]}"]
            found.setdefault(iri, {})[name] = row["d"]["value"]
    return found


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
        return str(Span(row.get("from", ""), row.get("until", ""), row.get("seen", "")))
    return in_words(row.get("day") or row.get("at") or "")
