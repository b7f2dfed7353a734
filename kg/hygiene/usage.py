"""Gate: every IRI used in ontology, shapes, questions, pages and the JSON-LD context is one that somebody minted."""

import json
import re
from collections.abc import Iterator, Mapping

from rdflib import RDF

from kg.hygiene.finding import Finding
from kg.hygiene.project import CURATION, OSCE, SCHEME, SHAPES, Project, TextFile, TurtleFile, named, short
from kg.hygiene.terms import uncommented
from kg.hygiene.vocabularies import is_known
from kg.namespaces import DEFAULT_BASE, prefixes
from kg.namespaces import OWL as OWL_SPACE
from kg.namespaces import RDF as RDF_SPACE
from kg.namespaces import RDFS as RDFS_SPACE

_PREFIX = re.compile(r"(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w/:#@<\"'.-])([A-Za-z][\w-]*):([A-Za-z][\w-]*)")
_IRI = re.compile(r"<([a-z]+:[^<>\"\s{}|^`\\]+)>")
_RULES = {SCHEME: "unknown-concept", SHAPES: "unknown-shape"}
#: An IRI of the project's own vocabularies in running text.
_BARE = re.compile(rf"(?<![<\w]){re.escape(DEFAULT_BASE)}(?:ontology#\w[\w-]*|shapes#\w[\w-]*|scheme/\w[\w/-]*)")
_REMEDY = "correct the name, or mint the term in ontology/osce.ttl"


def check_usage(project: Project) -> Iterator[Finding]:
    """Look up every IRI that a hand-written file uses."""
    for turtle in (*project.vocabulary, *project.concepts):
        yield from _declared(project, turtle)
    for file in (*project.vocabulary, *project.concepts, *project.shapes, *project.questions):
        yield from _names(project, file)
    for page in (*project.pages, *project.examples):
        yield from _page(project, page)
    if project.context:
        yield from _context(project, project.context)


def fault(project: Project, iri: str) -> str | None:
    """Say what is wrong with an IRI; ``None`` if nothing is, or if it is not a kind of IRI that vocabularies define."""
    if iri.startswith(str(OSCE)):
        return None if iri in project.minted or iri == str(OSCE) else f"{short(iri)} is not a term of the ontology"
    if iri.startswith(str(CURATION)):
        return None if iri in project.curated or iri == str(CURATION) else f"{short(iri)} is not a term of the curators"
    if iri.startswith(SCHEME):
        return None if iri.rstrip("/") in project.notions or iri == SCHEME else f"{short(iri)} is not a concept"
    if iri.startswith(SHAPES) and project.shapes:
        return None if iri in project.shaped or iri == SHAPES else f"{short(iri)} is not a shape"
    return f"{short(iri)} is not a term of its vocabulary" if is_known(iri) is False else None


def _names(project: Project, file: TextFile) -> Iterator[Finding]:
    yield from _bound(file)
    yield from _found(project, file, uncommented(file.text), dict(_PREFIX.findall(file.text)))


def _bound(file: TextFile) -> Iterator[Finding]:
    """Find prefixes that stand for another namespace than everywhere else: its terms would not be looked up."""
    for match in _PREFIX.finditer(file.text):
        wanted = prefixes().get(match[1])
        if wanted not in (None, match[2]):
            message = f"the prefix {match[1]} is bound to <{match[2]}>"
            yield file.finding(match.start(), "prefix", message, f"bind it to <{wanted}>")


def _found(project: Project, file: TextFile, text: str, bound: Mapping[str, str]) -> Iterator[Finding]:
    spelt = [(match.start(), bound[match[1]] + match[2]) for match in _NAME.finditer(text) if match[1] in bound]
    whole = [(match.start(), match[1]) for match in _IRI.finditer(text)]
    for offset, iri in sorted(spelt + whole):
        yield from _unknown(project, file, offset, iri)


def _unknown(project: Project, file: TextFile, offset: int, iri: str) -> Iterator[Finding]:
    if message := fault(project, iri):
        rule = next((rule for start, rule in _RULES.items() if iri.startswith(start)), "unknown-term")
        yield file.finding(offset, rule, message, _REMEDY if rule == "unknown-term" else "correct the IRI")


def _declared(project: Project, file: TurtleFile) -> Iterator[Finding]:
    """Find predicates and classes of others that no file declares: OWL 2 DL wants each term typed."""
    typed = {term for each in project.vocabulary for term in each.graph.subjects(RDF.type)}
    builtin = (OWL_SPACE, RDF_SPACE, RDFS_SPACE, str(OSCE))
    used = {*file.graph.predicates(), *file.graph.objects(None, RDF.type)}
    for term in named(used - typed):
        if not str(term).startswith(builtin):
            message = f"{short(term)} is used but not declared"
            yield file.about(term, "undeclared", message, "declare it at the end of ontology/osce.ttl")


def _page(project: Project, page: TextFile) -> Iterator[Finding]:
    yield from _found(project, page, page.text, prefixes() | dict(_PREFIX.findall(page.text)))
    for match in _BARE.finditer(page.text):
        yield from _unknown(project, page, match.start(), match[0])


def _context(project: Project, file: TextFile) -> Iterator[Finding]:
    loaded = json.loads(file.text)
    entries = loaded.get("@context") if isinstance(loaded, dict) else None
    told = entries if isinstance(entries, dict) else {}
    bound = {key: value for key, value in told.items() if isinstance(value, str)}
    for key, value in told.items():
        iri = str(value.get("@id", "") if isinstance(value, dict) else value)
        prefix, _, local = iri.partition(":")
        full = bound[prefix] + local if prefix in bound else iri
        if message := fault(project, full):
            yield file.finding(file.text.find(f'"{key}"'), "unknown-term", message, "write the context anew")
