"""What a release states of a thing, in words: by property, in the order of the ontology, read from both ends."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from endpoint.face.answers import Cell, Solution, rows, service
from endpoint.face.language import chosen, in_words, name_of
from endpoint.face.questions import each, is_waiting, names
from endpoint.face.things.portraits.drawing import Subject
from endpoint.face.things.terms import terms
from endpoint.face.things.titles import titles
from kg.namespaces import XSD, compact

#: So many statements that have a thing as their object are shown on its page; all of them are a query away.
SHOWN = 50
#: Properties that say when something was, or began.
_FIRST_DAY = "?x ?p ?d FILTER(?p IN (osce:adoptedOn, osce:issuedOn, osce:onDate, osce:electionDay, osce:validFrom))"
_DATES = tuple(f"{XSD}{name}" for name in ("date", "dateTime", "gYear", "gYearMonth"))
#: Hosts of identifiers that people know by name.
_SITES = {
    "www.wikidata.org": "Wikidata",
    "sws.geonames.org": "GeoNames",
    "publications.europa.eu": "EU Publications Office",
    "viaf.org": "VIAF",
    "d-nb.info": "GND",
    "id.loc.gov": "Library of Congress",
    "www.osce.org": "osce.org",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its words, where they lead, their language if it is not the page's, and the day of what it is.

    ``why`` is the address of what stands behind it.
    """

    text: str
    address: str = ""
    language: str = ""
    day: str = ""
    why: str = ""


@dataclass(slots=True)
class Group:
    """All values of one property, read from one end."""

    name: str
    predicate: str
    group: str
    order: int
    values: list[Value] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Statements:
    """What is said of a thing, and what refers to it, each by property in order."""

    said: list[Group]
    of_it: list[Group]
    is_cut: bool

    @property
    def is_evidenced(self) -> bool:
        """Whether words of a document are on record for it."""
        return any(group.predicate.endswith("#evidencedBy") for group in self.said)

    def of(self, group: str) -> list[Group]:
        """Give the groups of one kind: ``facts``, ``grounds``, ``heading`` or ``machines``."""
        return [each for each in self.said if each.group == group]


def statements(subject: Subject) -> Statements:
    """Read what is stated of a thing; what merely follows is left out.

    Things whose classes and properties are only entailed are shown with that, rather than with nothing.
    """
    triple = f"<{subject.iri}> ?p ?o"
    is_known = rows(subject.generation, f"SELECT ?p {{ {triple} }} LIMIT 1")
    said = _asked(subject, triple, "o") or (_asked(subject, triple, "o", asserted=False) if is_known else [])
    objects = {row["o"]["value"] for row in said if row["o"]["type"] == "uri"}
    # Spans of texts are shown where the texts are, documents in a list of their own with everything that they have.
    apart = "osce:refersTo" if service().config.backend else "osce:refersTo, osce:mentions"
    referring = f"?s ?p <{subject.iri}> FILTER(?p NOT IN ({apart}))"
    of_it = [row for row in _asked(subject, referring, "s", SHOWN + 1) if row["s"]["value"] not in objects]
    is_cut, of_it = len(of_it) > SHOWN, [row for row in of_it[:SHOWN] if not _is_later(row, subject.day)]
    called = titles(subject, _ours(subject, said, "o"), _nameless(subject, said, "o"))
    called |= titles(subject, _ours(subject, of_it, "s"), _nameless(subject, of_it, "s"), dated=False)
    return Statements(_grouped(subject, said, "o", called), _grouped(subject, of_it, "s", called), is_cut)


def _is_later(row: Solution, day: str) -> bool:
    """Say whether something came only after the day that a page is seen on."""
    when = row["when"]["value"] if "when" in row else ""
    return bool(day and when and when[: len(day)] > day[: len(when)])


def _ours(subject: Subject, found: list[Solution], end: str) -> list[str]:
    """List the things of the release at one end."""
    ends = (row[end]["value"] for row in found if row[end]["type"] == "uri")
    return [iri for iri in dict.fromkeys(ends) if iri.startswith(subject.base)]


def _nameless(subject: Subject, found: list[Solution], end: str) -> set[str]:
    """Tell which of them have no name of their own."""
    return {row[end]["value"] for row in found if "called" not in row}


def _asked(subject: Subject, triple: str, end: str, limit: int = 10_000, asserted: bool = True) -> list[Solution]:
    """Ask for the triples of a pattern, with the name of their other end as ``called`` and its day as ``when``."""
    where = f"GRAPH ?g {{ {triple} }} FILTER(?g != graph:inferred)" if asserted else triple
    found = rows(subject.generation, f"SELECT DISTINCT ?p ?{end} {{ {where} }} LIMIT {limit}")
    things = list(dict.fromkeys(row[end]["value"] for row in found if row[end]["type"] == "uri"))
    called, days = names(subject.generation, things), _days(subject, things)
    more = {iri: {"called": cell} for iri, cell in called.items()}
    for iri, cell in days.items():
        more[iri] = more.get(iri, {}) | {"when": cell}
    return [row | more.get(row[end]["value"], {}) if row[end]["type"] == "uri" else row for row in found]


def _days(subject: Subject, things: list[str]) -> dict[str, Cell]:
    """Look up the first day that is known of each thing of the release."""
    ours = [iri for iri in things if iri.startswith(subject.base)]
    found = each(subject.generation, ours, _FIRST_DAY)
    return {iri: min((row["d"] for row in days), key=lambda day: day["value"]) for iri, days in found.items() if days}


def _grouped(subject: Subject, found: list[dict[str, Cell]], end: str, called: dict[str, str]) -> list[Group]:
    known, waiting = terms(subject.base), is_waiting()
    groups: dict[str, Group] = {}
    for row in found:
        predicate = row["p"]["value"]
        if predicate not in groups:
            term, name = known.of(predicate, subject.generation.prefixes, inverse=end == "s")
            groups[predicate] = Group(name, predicate, term.group, term.order)
        if not waiting:
            groups[predicate].values.append(_value(subject, row, end, called))
    for group in groups.values():
        group.values.sort(key=lambda value: (value.day if end == "s" else "", value.language != "", value.text))
    return sorted(groups.values(), key=lambda group: (group.order, group.name))


def _value(subject: Subject, row: dict[str, Cell], end: str, called: dict[str, str]) -> Value:
    day, predicate = row.get("when", {}).get("value", ""), row["p"]["value"]
    found = value_of(subject, row[end], predicate, row.get("called"), called)
    step = compact(predicate, subject.generation.prefixes)
    step = f"<{step}>" if step == predicate else step
    why = subject.why(f"^{step}" if end == "s" else step, row[end]["value"])
    return replace(found, day=day or found.day, why=why)


def value_of(subject: Subject, cell: Cell, predicate: str, name: Cell | None, called: dict[str, str]) -> Value:
    """Write a term as people read it.

    :param cell: the term, as SPARQL Results JSON has it
    :param predicate: IRI of the property that it is a value of; empty where it is not one
    :param name: its name, where it has one
    :param called: IRI → what it is called, for things without a name
    """
    if cell["type"] != "uri":
        return _literal(cell, predicate.rpartition("#")[2])
    iri = cell["value"]
    address = subject.address(iri)
    if name is not None:
        language = name.get("xml:lang", chosen())
        return Value(name["value"], address, language if language != chosen() else "")
    return Value(called.get(iri) or _brief(subject, iri), address)


def _literal(cell: Cell, property_name: str) -> Value:
    text, language = cell["value"], cell.get("xml:lang", chosen())
    if cell.get("datatype", "") in _DATES:
        return Value(in_words(text), day=text)
    if property_name == "languageTag":
        return Value(name_of(text))
    if property_name == "confidence":
        return Value(f"{float(text):.0%}")
    return Value(text, language=language if language != chosen() else "")


def _brief(subject: Subject, iri: str) -> str:
    """Call a thing that has no name: a class or property by its own, another site's by its host and number."""
    known = terms(subject.base)
    if iri in known.said:
        return known.of(iri, subject.generation.prefixes)[1]
    if iri.startswith(f"{subject.base}ontology#"):
        names = known.labels.get(iri, {})
        return names.get(chosen()) or names.get("en") or iri.rpartition("#")[2]
    if iri.startswith(subject.base):
        return iri.removeprefix(subject.base).removeprefix("id/").replace("/", " ")
    host, last = urlsplit(iri).netloc, iri.rstrip("/").rpartition("/")[2]
    if host in _SITES:
        return f"{_SITES[host]}: {last}"
    brief = compact(iri, subject.generation.prefixes)
    return iri.partition("://")[2].removeprefix("www.").rstrip("/") if brief == iri and host else brief
