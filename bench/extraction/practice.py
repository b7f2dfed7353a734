"""The annotated pages, and what is found in them, as sets of comparable strings per kind."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.documents import parse
from kg.facts import Facts, extract
from kg.facts.model import Person, Role
from kg.facts.reading.cases import nominative
from kg.graph.issuing import issuers
from kg.model import Document, Page
from kg.reference.gazetteer import Gazetteer
from kg.sources import read

#: Words of offices that vary in writing, as they are compared; small words and the OSCE's name are left out.
_SPELLINGS = {
    "advisor": "adviser",
    "chairman": "chair",
    "chairmanship": "chairpersonship",
    "chairperson": "chair",
    "chairwoman": "chair",
    "chargé": "charge",
    "chargée": "charge",
    "cochairman": "cochair",
    "cochairperson": "cochair",
    "defense": "defence",
    "ombuds": "ombudsperson",
    "ombudsman": "ombudsperson",
    "ombudswoman": "ombudsperson",
    "spokesman": "spokesperson",
    "spokeswoman": "spokesperson",
}
#: What is written in two ways: "Foreign Ministry", "Prosecutor General", and what is also called by its letters.
_WAYS = {
    "foreign ministry": "ministry foreign affairs",
    "foreign minister": "minister foreign affairs",
    "general prosecutor": "prosecutor general",
    "mp": "member parliament",
    "pa": "parliamentary assembly",
    "parliamentarian": "member parliament",
    "tcg": "trilateral contact group",
}
#: Words before "Minister" that name no portfolio.
_RANKS = ("acting", "deputy", "first", "former", "junior", "prime", "senior", "state", "vice")
#: Heads of offices that may follow what they are for: "Ecology Minister", "Senate Chair".
_HEADS = (["minister"], ["chair"], ["speaker"])
_SMALL = ("of", "the", "for", "on", "to", "osce")
#: Bodies that have had two names, and under which the register lists them.
_KEYS = {
    "org/office-of-the-co-ordinator-of-economic-and-environmental-activities": (
        "org/office-of-the-co-ordinator-of-osce-economic-and-environmental-activities"
    ),
    "org/programme-office-in-nur-sultan": "org/programme-office-in-astana",
    "org/mission-to-serbia-and-montenegro": "org/mission-to-serbia",
    "org/spillover-monitor-mission-to-skopje": "org/mission-to-skopje",
}
#: Units of the register that annotators take for part of the body whose they are.
_UNITS = {
    "org/contact-point-for-roma-and-sinti-issues": "org/odihr",
    "org/tcg-working-group-on-humanitarian-issues": "org/trilateral-contact-group",
}
#: Annotations have the dates that a page prints; its address may have another, such as the day of a reprint.
_ADDRESS = "address"
_ASSEMBLY = "org/parliamentary-assembly"
#: Bodies whose parts have keys of their own, by how these begin.
_WHOLES = {"org/pa-": _ASSEMBLY, "org/odihr-": "org/odihr"}
#: Offices that are said in many ways: of which body, how, and what of it is compared.
_SAID_IN_MANY_WAYS = (
    # Of which observers, and for what.
    ("", "^(special coordinator) .+", r"\1"),
    # The affiliation says whose envoy it is; the second half of a title is ", also focusing on …".
    ("org/(?:chairpersonship|personal-representative-.*)", r"^(\w+ \w+) chair in office\b", r"\1"),
    ("org/personal-representative-.*", r"^(personal representative) conflict dealt with by\b.*", r"\1"),
    ("org/chairpersonship", r" \w+ focusing\b.*", ""),
    # What trafficking is.
    (".*-for-combating-trafficking-in-human-beings", "^(special representative) .+", r"\1"),
    # "TCG Humanitarian Working Group", "Working Group on Humanitarian Issues".
    ("org/trilateral-contact-group", r"\b(trilateral contact group|tcg|issues)\b", ""),
    ("org/trilateral-contact-group", r"\bworking group +(\w+)", r"\1 working group"),
    # "OSCE Chairman", in full in Office.
    ("org/osce", r"^chair$", "chair in office"),
    # "OSCE High Commissioner", in full on National Minorities.
    ("org/hcnm", r"^(high commissioner) national minorities$", r"\1"),
    # The Assembly's Secretary General heads its International Secretariat.
    (_ASSEMBLY, r"\b(secretary general) international secretariat$", r"\1"),
    # Annotators name the committee or the Assembly as the body of an office in a committee.
    (_ASSEMBLY, r"\b(?!(?:acting|deputy|vice|chair|cochair|rapporteur|member|committee)\b)\w+(?=.* committee\b)", ""),
    (_ASSEMBLY, r"(?<=\bcommittee) .*", ""),
    (_ASSEMBLY, r"\b(chair|cochair|rapporteur|member) +committee$", r"\1"),
    # The affiliation says of which State a delegation is, and its like are in the Assembly.
    ("state/.*", r"\bhead (?:\w+ )?delegation(?: parliamentary assembly)?$", "head delegation"),
)
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
    return frozenset(_role(role["person"], role["role"], role["affiliation"]) for role in roles)


def _as_annotated(facts: Facts, document: Document, expected: set[str]) -> Facts:
    """Name somebody as the page does where the annotation does so: the facts have the register's name."""
    printed = {person.iri: _printed(person, document, expected) for person in facts.persons}
    names = {p.iri: printed[p.iri] for p in facts.persons if p.name not in expected and printed[p.iri] in expected}
    persons = tuple(person._replace(name=names.get(person.iri, person.name)) for person in facts.persons)
    roles = tuple(role._replace(name=names.get(role.person, role.name)) for role in facts.roles)
    return facts._replace(persons=persons, roles=roles)


def _counts(role: Role, expected: set[str]) -> bool:
    """Tell whether a role is compared: annotations list what people are on the page's date, and few what they were."""
    return not role.past or _role(role.name, role.label, _key(role.affiliation or "")) in expected


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
        "body": {_known(f"org/{slug}").removeprefix("org/") for slug in listed["bodies"]},
        "person": {person["name"] for person in listed["persons"]},
        "role": {_role(r["person"], r["role"], r["affiliation"]) for r in listed["roles"] if r["affiliation"]},
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
    return _known(f"org/{agent.removeprefix('org/').removeprefix('state/')}").removeprefix("org/")


def _known(key: str) -> str:
    return _KEYS.get(key, key)


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
        "body": {_slug(_known(_key(mention.target))) for mention in running if mention.kind == "org"},
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
            yield "role", _role(role.name, role.label, _key(role.affiliation)), role.pattern
    for quotation in facts.quotations:
        yield "quotation", _quotation(named(quotation.speaker), quotation.text), quotation.pattern
    for act in facts.acts:
        yield "act", _act(act.kind, named(act.speaker), [named(agent) for agent in act.addressees]), act.pattern
    for contact in facts.contacts:
        yield "contact", _contact(contact.kind, [named(agent) for agent in contact.participants]), contact.pattern


def _role(person: str, role: str, affiliation: str) -> str:
    """Put a role without what varies in writing: "Vice President of the Assembly" is "Vice-President of Assembly".

    >>> _role("X", "Deputy Ecology Minister", "state/norway")
    'X | deputy minister ecology | state/norway'
    >>> _role("X", "Special Envoy of the Chairperson-in-Office for Wool", "org/chairpersonship")
    'X | special envoy wool | org/chairpersonship'
    >>> _role("X", "MP", "state/norway") == _role("X", "Member of Parliament", "state/norway")
    True
    >>> _role("X", "Acting Head of the Loom Office", "org/loom-office")
    'X | acting head | org/loom-office'
    >>> _role("X", "Co-ordinator", "org/tcg-working-group-on-humanitarian-issues")
    'X | coordinator humanitarian working group | org/trilateral-contact-group'
    >>> _role("X", "Vice-Chair of the Wool Committee", "org/parliamentary-assembly")
    'X | vice chair | org/parliamentary-assembly'
    >>> _role("X", "Chief", "org/contact-point-for-roma-and-sinti-issues")
    'X | chief contact point roma and sinti issues | org/odihr'
    >>> _role("X", "Deputy Secretary General", "org/pa-international-secretariat")
    'X | deputy secretary general | org/parliamentary-assembly'
    """
    words = role.casefold().replace("’", "'").replace(",", " ").replace("co-", "co").replace("-", " ").split()
    kept = _in_usual_order([_SPELLINGS.get(word, word) for word in words if word not in _SMALL])
    kept = _without(kept, affiliation)
    kept, affiliation = _of_whole(kept, affiliation)
    return f"{person} | {_as_compared(' '.join(kept), affiliation)} | {_known(affiliation)}"


def _of_whole(words: list[str], affiliation: str) -> tuple[list[str], str]:
    """Put an office in a part of a body as one in the body, with the name of the part, where annotators do so."""
    if affiliation in _UNITS:
        name, whole = affiliation.removeprefix("org/"), _UNITS[affiliation]
    elif whole := next((_WHOLES[part] for part in _WHOLES if affiliation.startswith(part)), ""):
        name = affiliation.split("-", 1)[1]
    else:
        return words, affiliation
    return [*words, *(word for word in name.split("-") if word not in _SMALL)], whole


def _as_compared(words: str, affiliation: str) -> str:
    """Put the words of an office without what of it is said in many ways."""
    for body, said, kept in _SAID_IN_MANY_WAYS:
        if re.match(f"{body}$" if body else "", affiliation):
            words = re.sub(said, kept, words)
    return " ".join(words.split())


def _in_usual_order(words: list[str]) -> list[str]:
    """Put "Deputy Ecology Minister" as "Deputy Minister of Ecology", and what else the order of words leaves the same.

    >>> _in_usual_order(["first", "deputy", "prime", "minister"]), _in_usual_order(["deputy", "foreign", "minister"])
    (['first', 'deputy', 'prime', 'minister'], ['deputy', 'minister', 'foreign', 'affairs'])
    """
    text = f" {' '.join(words)} "
    for one, other in _WAYS.items():
        text = text.replace(f" {one} ", f" {other} ")
    words = text.split()
    ranks = next((at for at, word in enumerate(words) if word not in _RANKS), len(words))
    portfolio = words[ranks:-1]
    return [*words[:ranks], words[-1], *portfolio] if words[-1:] in _HEADS and portfolio else words


def _without(words: list[str], affiliation: str) -> list[str]:
    """Leave out what the affiliation says already: the words of a body's name at the end of an office in it.

    >>> _without(["deputy", "head", "programme", "office"], "org/programme-office-in-astana")
    ['deputy', 'head']
    """
    name = affiliation.partition("/")[2].replace("co-ordinator", "coordinator").split("-")
    while len(words) > 1 and words[-1] in name:
        words = words[:-1]
    return words


def _key(iri: str) -> str:
    return iri.split("/id/", 1)[-1]


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _is_field(document: Document, offset: int) -> bool:
    title = document.title.span.end if document.title.span else 0
    return title <= offset < document.paragraphs[0].start
