"""Gate: links are well formed, and those that stay inside the project lead somewhere.

Whether a page outside still answers is not asked: no gate touches the network.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import URIRef

from kg.errors import BrokenTable
from kg.hygiene.finding import Finding
from kg.hygiene.project import ONTOLOGY, OSCE, SCHEME, Project, short
from kg.namespaces import DEFAULT_BASE
from kg.reference import tabulate
from kg.reference.consistency import inconsistencies
from kg.reference.tables import load

#: Host → the whole form of its identifiers; a link to the host in another form leads to a page, or nowhere.
FORMS = {
    "wikidata.org": r"http://www\.wikidata\.org/entity/Q[1-9]\d*",
    "geonames.org": r"https://sws\.geonames\.org/[1-9]\d*/",
    "eurovoc.europa.eu": r"http://eurovoc\.europa\.eu/(?:[1-9]\d*|c_[0-9a-f]{8})",
    "publications.europa.eu": r"http://publications\.europa\.eu/resource/authority/[a-z-]+/[A-Z0-9_]+",
    "metadata.un.org": r"http://metadata\.un\.org/thesaurus/\d{7}",
    "osce.org": r"https://[a-z.]*osce\.org/\S*",
}
#: Leads to a page, which need be no identifier: the address of a source may be a data set's home.
_PAGE = "http://xmlns.com/foaf/0.1/page"
_ABSOLUTE = re.compile(r"https?://[\w.-]+(?:/[^\s<>\"{}|\\^`]*)?")
_LINE = re.compile(r"<([^>]*)> <([^>]*)> (?:<([^>]*)> )?")
_BROKEN = re.compile(r"(?P<file>[\w.]+): (?:row (?P<row>\d+): )?(?P<rest>.*)")


def check_links(project: Project) -> Iterator[Finding]:
    """Look at the links of ontology, concepts and the register that the tables give."""
    for file in (*project.vocabulary, *project.concepts):
        for iri in sorted({str(node) for node in file.graph.objects() if isinstance(node, URIRef)}):
            if message := malformed(iri):
                yield file.about(iri, "link", message, "write the identifier in its own form")
    if project.tables:
        yield from _register(project, project.tables)


def malformed(iri: str) -> str | None:
    """Say what is wrong with the form of an IRI.

    >>> malformed("https://www.wikidata.org/wiki/Q39")
    "'https://www.wikidata.org/wiki/Q39' is not an identifier of wikidata.org"
    >>> malformed("http://www.wikidata.org/entity/Q39")
    """
    if not _ABSOLUTE.fullmatch(iri):
        return f"{iri!r} is not an absolute http(s) IRI"
    host = iri.split("/")[2]
    for name, form in FORMS.items():
        if (host == name or host.endswith(f".{name}")) and not re.fullmatch(form, iri):
            return f"{iri!r} is not an identifier of {name}"
    return None


def _register(project: Project, tables: Path) -> Iterator[Finding]:
    shown = tables.relative_to(project.root).as_posix() if project.root else tables.as_posix()
    try:
        lines = list(tabulate(tables=tables))
    except BrokenTable as broken:
        yield from (_cell(shown, fault) for fault in str(broken).splitlines())
        return
    yield from (_cell(shown, fault) for fault in inconsistencies(load(tables)))
    links = [match.groups() for line in lines if (match := _LINE.match(line))]
    subjects = {subject for subject, _, _ in links}
    for subject, predicate, target in links:
        is_identifier = target and predicate != _PAGE
        if (message := _lost(project, subjects, predicate)) or (
            is_identifier and (message := _lost(project, subjects, target))
        ):
            yield _row(shown, tables, subject or "", message)


def _lost(project: Project, subjects: set[str], iri: str) -> str | None:
    if iri.startswith(str(OSCE)):
        return None if iri in project.minted else f"{short(iri)} is not a term of the ontology"
    if iri.startswith(SCHEME):
        return None if iri in project.notions else f"{short(iri)} is not a concept"
    if iri.startswith(f"{DEFAULT_BASE}id/"):
        return None if iri in subjects else f"{short(iri)} is linked to but not described"
    return None if iri.startswith(str(ONTOLOGY)) else malformed(iri)


def _cell(shown: str, fault: str) -> Finding:
    match = _BROKEN.match(fault)
    file, row, rest = (match["file"], int(match["row"] or 1), match["rest"]) if match else ("", 1, fault)
    message, _, remedy = rest.rpartition(": ")
    return Finding(f"{shown}/{file}", row, 1, "table", message or rest, remedy)


def _row(shown: str, tables: Path, subject: str, message: str) -> Finding:
    """Find the row that gave a subject: the first that holds its slug."""
    slug = subject.rsplit("/", 1)[-1]
    for path in sorted(tables.glob("*.csv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith(f"{slug},"):
                return Finding(f"{shown}/{path.name}", number, 1, "link", f"{short(subject)}: {message}", "correct it")
    return Finding(shown, 1, 1, "link", f"{short(subject)}: {message}", "correct the table that names it")
