"""The annotated pages, and what is found in them, as sets of comparable strings per kind."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.extraction.wording import known, office
from kg.documents import parse
from kg.facts import Facts, extract
from kg.facts.model import Person, Role
from kg.facts.reading.cases import nominative
from kg.graph.issuing import issuers
from kg.model import Document, Page
from kg.reference.gazetteer import Gazetteer
from kg.sources import read

#: Annotations have the dates that a page prints; its address may have another, such as the day of a reprint.
_ADDRESS = "address"
#: A word before a name that tells its case, in Russian and Ukrainian.
_A_MINISTER = ("министра", "министру", "министром", "міністра", "міністром")
_LISTS = ("states", "bodies", "persons", "roles", "quotations", "acts", "contacts", "places", "fields")
#: Kinds that patterns read, each with the pattern's name.
READ_BY_PATTERNS = ("role", "quotation", "act", "contact")
_DATA = Path(__file__).resolve().parents[2] / "tests" / "data"

#: Annotated pages: practice pages, which need the made-up register, and sample pages about everyday matters.
FOLDERS = (_DATA / "practice", _DATA / "everyday")


@dataclass(frozen=True, slots=True)
class Practice:
    """One page with what a careful reader finds in it and what the extractor finds."""

    name: str
    document: Document | None
    facts: Facts
    expected: dict[str, set[str]]
    found: dict[str, set[str]]
    #: Roles whose State or body only another sentence gives; they are among those that are expected.
    elsewhere: frozenset[str] = frozenset()


def load_practice(gazetteer: Gazetteer, *folders: Path) -> list[Practice]:
    """Read and compare every annotated page of some folders.

    :param gazetteer: for the project's own pages that of the made-up register, see :mod:`bench.extraction.register`
    :param folders: pages and annotations side by side, :data:`FOLDERS` by default; JSON files without ``title`` or
        without a page beside them are no annotations
    :raises ValueError: if the folders have no annotated page
    """
    paths = [path for folder in folders or FOLDERS for path in sorted(folder.glob("*.json"))]
    pages = [practice for path in paths if (practice := _load(path, gazetteer))]
    if not pages:
        names = ", ".join(str(folder) for folder in folders)
        raise ValueError(f"{names}: no annotated page; put page.txt or page.html beside page.json")
    return pages


def _load(path: Path, gazetteer: Gazetteer) -> Practice | None:
    annotation = json.loads(path.read_text(encoding="utf-8"))
    beside = [other for other in sorted(path.parent.glob(f"{path.stem}.*")) if other.suffix != ".json"]
    if not beside or "title" not in annotation:
        return None
    expected = expected_sets(annotation)
    (page,) = read(beside[0], url=annotation["url"])
    document = parse(page) if isinstance(page, Page) else page
    if not isinstance(document, Document):
        print(f"{beside[0].name}: {document.reason}")
        return Practice(path.stem, None, Facts(), expected, {kind: set() for kind in expected})
    facts = _as_annotated(extract(document, gazetteer), document, expected["person"])
    facts = facts._replace(roles=tuple(role for role in facts.roles if _counts(role, expected["role"])))
    found = found_sets(document, facts, gazetteer)
    found["contact"] = as_told(found["contact"], expected["contact"])
    return Practice(path.stem, document, facts, expected, found, _elsewhere(annotation))


def _elsewhere(annotation: dict[str, Any]) -> frozenset[str]:
    roles = (role for role in annotation.get("roles") or [] if role.get("elsewhere") and role["affiliation"])
    return frozenset(office(role["person"], role["role"], role["affiliation"]) for role in roles)


def _as_annotated(facts: Facts, document: Document, expected: set[str]) -> Facts:
    """Name somebody as the page does where the annotation does so: the facts have the register's name."""
    printed = {person.iri: _printed(person, document, expected) for person in facts.persons}
    names = {p.iri: printed[p.iri] for p in facts.persons if p.name not in expected and printed[p.iri] in expected}
    persons = tuple(person._replace(name=names.get(person.iri, person.name)) for person in facts.persons)
    roles = tuple(role._replace(name=names.get(role.person, role.name)) for role in facts.roles)
    return facts._replace(persons=persons, roles=roles)


def _counts(role: Role, expected: set[str]) -> bool:
    """Tell whether a role is compared: annotations list what people are on the page's date, and few what they were."""
    return not role.past or office(role.name, role.label, _key(role.affiliation or "")) in expected


def _printed(person: Person, document: Document, expected: set[str]) -> str:
    """Give the fullest form of a name on the page, or its nominative; the register's for a surname or capitals."""
    forms = [" ".join(document.text[span.start : span.end].split()) for span in person.mentions]
    longest = max(forms, key=len, default=person.name)
    if " " not in longest or longest.isupper():
        return person.name
    names = (nominative(longest, document.language, office) for office in _A_MINISTER)
    return longest if longest in expected else next((name for name in names if name in expected), longest)


def expected_sets(annotation: dict[str, Any]) -> dict[str, set[str]]:
    """Put an annotation as sets per kind; a key that it lacks holds nothing, "BAKU/YEREVAN" is two places.

    >>> sorted(expected_sets({"title": "T", "date": None, "places": ["BAKU/YEREVAN"]})["place"])
    ['BAKU', 'YEREVAN']
    """
    listed = {key: annotation.get(key) or [] for key in _LISTS}
    return {
        "state": {str(slug) for slug in listed["states"]},
        "body": {known(f"org/{slug}").removeprefix("org/") for slug in listed["bodies"]},
        "person": {person["name"] for person in listed["persons"]},
        "role": {office(r["person"], r["role"], r["affiliation"]) for r in listed["roles"] if r["affiliation"]},
        "quotation": {_quotation(quote["speaker"], quote["text"]) for quote in listed["quotations"]},
        "act": {_act(a["type"], a["speaker"], a.get("addressees") or []) for a in listed["acts"]},
        "contact": {_contact(c["type"], c["participants"]) for c in listed["contacts"]},
        "title": {annotation["title"]},
        "date": {annotation["date"]} - {None},
        "place": {name for place in listed["places"] for name in place.split("/")},
        "source": {_sources(annotation.get("source") or "")},
        "issuer": {annotation["issuer"]} if annotation.get("issuer") else set(),
        "field": set(listed["fields"]),
    }


def _sources(printed: str) -> str:
    """Part the sources of a page with a comma, as pages do too.

    >>> _sources("OSCE Secretariat; OSCE Mission to Moldova")
    'OSCE Secretariat, OSCE Mission to Moldova'
    """
    return printed.replace("; ", ", ")


def _quotation(speaker: str, text: str) -> str:
    """Put a quotation on one line without its last mark, inside which or behind which the marks of quotation may close.

    >>> _quotation("X", "The loom is old.")
    'X: The loom is old'
    """
    return f"{speaker}: {' '.join(text.split()).rstrip('.,')}"


def _act(kind: str, speaker: str, addressees: list[str]) -> str:
    return f"{_bare(speaker)} {kind} {', '.join(sorted(map(_bare, addressees)))}".strip()


def _contact(kind: str, participants: list[str]) -> str:
    return f"{kind}: {', '.join(sorted(map(_bare, participants)))}"


def _bare(agent: str) -> str:
    """Put a State or body by its slug alone, however it is written, and by the one of two that are held equal."""
    return known(f"org/{agent.removeprefix('org/').removeprefix('state/')}").removeprefix("org/")


def as_told(found: set[str], expected: set[str]) -> set[str]:
    """Put talks of somebody with several people as the annotation does: the guide allows one contact, or one each.

    >>> sorted(as_told({"meeting: A, B", "meeting: A, C"}, {"meeting: A, B, C"}))
    ['meeting: A, B, C']
    >>> sorted(as_told({"meeting: A, B", "meeting: C, D"}, {"meeting: A, B, C, D"}))
    ['meeting: A, B', 'meeting: C, D']
    >>> sorted(as_told({"meeting: A, B, C", "meeting: A, C, D"}, {"meeting: A, B", "meeting: A, C", "meeting: A, D"}))
    ['meeting: A, B', 'meeting: A, C', 'meeting: A, D']
    """
    for whole in sorted(expected - found):
        parts = _parts(whole, found)
        found = (found - (parts - expected)) | {whole} if parts else found
    for whole in sorted(found - expected):
        parts = _parts(whole, expected)
        found = (found - {whole}) | parts if parts else found
    return found


def _parts(whole: str, contacts: set[str]) -> set[str]:
    """Find the contacts of one kind that share somebody and have the participants of a whole one together."""
    everybody = _members(whole)
    parts = {
        contact
        for contact in contacts
        if _members(contact) < everybody and contact.split(": ")[0] == whole.split(": ")[0]
    }
    people = [_members(part) for part in parts]
    return parts if len(parts) > 1 and set.union(*people) == everybody and set.intersection(*people) else set()


def _members(contact: str) -> set[str]:
    return set(contact.partition(": ")[2].split(", "))


def found_sets(document: Document, facts: Facts, gazetteer: Gazetteer) -> dict[str, set[str]]:
    """Put what the extractor found as sets per kind; an annotation names the first issuer only."""
    running = [mention for mention in facts.mentions if not _is_field(document, mention.start)]
    bodies, _ = issuers(document, facts, gazetteer)
    fields = {gazetteer.field_of_work(value.value) for value in document.fields_of_work} - {None}
    written = list(written_facts(facts))
    return {
        "state": {_slug(mention.target) for mention in running if mention.kind == "state"},
        "body": {_slug(known(_key(mention.target))) for mention in running if mention.kind == "org"},
        "person": {person.name for person in facts.persons},
        **{kind: {text for each, text, _ in written if each == kind} for kind in READ_BY_PATTERNS},
        "title": {document.title.value if document.title.span else None},
        "date": {document.issued.value} if document.issued and document.issued.evidence != _ADDRESS else set(),
        "place": {place.value for place in document.places},
        "source": {_sources("; ".join(source.value for source in document.sources))},
        "issuer": {bodies[0].split("/id/", 1)[-1]} if bodies else set(),
        "field": {_slug(str(field)) for field in fields},
    }


def written_facts(facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Write what patterns read as annotations are compared: kind, text, pattern."""
    names = {person.iri: person.name for person in facts.persons}

    def named(iri: str) -> str:
        return names.get(iri) or (_key(iri) if "/state/" in iri else _slug(iri))

    for role in facts.roles:
        if role.affiliation:
            yield "role", office(role.name, role.label, _key(role.affiliation)), role.pattern
    for quotation in facts.quotations:
        yield "quotation", _quotation(named(quotation.speaker), quotation.text), quotation.pattern
    for act in facts.acts:
        yield "act", _act(act.kind, named(act.speaker), [named(agent) for agent in act.addressees]), act.pattern
    for contact in facts.contacts:
        yield "contact", _contact(contact.kind, [named(agent) for agent in contact.participants]), contact.pattern


def _key(iri: str) -> str:
    return iri.split("/id/", 1)[-1]


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _is_field(document: Document, offset: int) -> bool:
    title = document.title.span.end if document.title.span else 0
    return title <= offset < document.paragraphs[0].start
