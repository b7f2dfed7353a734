"""Gate: every IRI used in ontology, shapes, questions, pages and the JSON-LD context is one that somebody minted."""

import json
import re
from collections.abc import Iterator, Mapping

from rdflib import RDF

from kg.hygiene.finding import Finding
from kg.hygiene.project import OSCE, SCHEME, Project, TextFile, TurtleFile, named, short
from kg.hygiene.terms import uncommented
from kg.hygiene.vocabularies import is_known
from kg.namespaces import OWL as OWL_SPACE
from kg.namespaces import RDF as RDF_SPACE
from kg.namespaces import RDFS as RDFS_SPACE
from kg.namespaces import prefixes

_PREFIX = re.compile(r"(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w/:#@<\"'.-])([A-Za-z][\w-]*):([A-Za-z][\w-]*)")
_IRI = re.compile(r"<([a-z]+:[^<>\"\s{}|^`\\]+)>")
_REMEDY = "correct the name, or mint the term in ontology/osce.ttl"


def check_usage(project: Project) -> Iterator[Finding]:
    """Look up every IRI that a hand-written file uses."""
    for turtle in (*project.vocabulary, *project.concepts):
        yield from _declared(project, turtle)
    for file in (*project.vocabulary, *project.concepts, *project.shapes, *project.questions):
        yield from _names(project, file)
    for page in project.pages:
        yield from _page(project, page)
    if project.context:
        yield from _context(project, project.context)


def fault(project: Project, iri: str) -> str | None:
    """Say what is wrong with an IRI; ``None`` if nothing is, or if it is none that a vocabulary would mint."""
    if iri.startswith(str(OSCE)):
        return None if iri in project.minted or iri == str(OSCE) else f"{short(iri)} is no term of the ontology"
    if iri.startswith(SCHEME):
        return None if iri.rstrip("/") in project.notions or iri == SCHEME else f"{short(iri)} is no concept"
    return f"{short(iri)} is no term of its vocabulary" if is_known(iri) is False else None


def _names(project: Project, file: TextFile) -> Iterator[Finding]:
    bound = dict(_PREFIX.findall(file.text))
    yield from _found(project, file, uncommented(file.text), bound)


def _found(project: Project, file: TextFile, text: str, bound: Mapping[str, str]) -> Iterator[Finding]:
    spelt = [(match.start(), bound[match[1]] + match[2]) for match in _NAME.finditer(text) if match[1] in bound]
    whole = [(match.start(), match[1]) for match in _IRI.finditer(text)]
    for offset, iri in sorted(spelt + whole):
        if message := fault(project, iri):
            rule = "unknown-concept" if iri.startswith(SCHEME) else "unknown-term"
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
    yield from _found(project, page, page.text, prefixes())


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
