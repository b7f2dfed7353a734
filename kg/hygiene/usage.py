"""Rules for what uses the terms: alignments, concepts, questions, shapes, context, documentation."""

import re
from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, SKOS, Graph, URIRef

from kg.hygiene.finding import Finding, Source
from kg.hygiene.project import TERM, Project
from kg.namespaces import DEFAULT_BASE

_TERM = re.compile(r"(?<![\w@/.-])osce:([A-Za-z]\w*)|<" + re.escape(TERM) + r"(\w+)>")
_CONCEPT = re.compile(re.escape(DEFAULT_BASE) + r"scheme/[\w-]+/[\w-]+")
_LINKS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def _users(project: Project) -> Iterator[Source]:
    yield from (project.main, *project.alignments, *project.concepts, *project.questions)
    readme = project.root / "README.md"
    if project.docs and readme.is_file():
        yield Source(readme, project.root)
    for folder, pattern in ((project.shapes, "*.ttl"), (project.docs, "**/*.md"), (project.docs, "**/*.rq")):
        for path in sorted(folder.glob(pattern)) if folder else ():
            yield Source(path, project.root)


def minted(project: Project) -> Iterator[Finding]:
    """Every term of ours that a file uses is minted."""
    for source in _users(project):
        for found in _TERM.finditer(source.text):
            name = found[1] or found[2]
            if name not in project.terms:
                message = f"osce:{name} is not minted in {project.main.name}"
                yield source.finding(source.position(found.start()), "minted", message, "mint it, or correct the name")


def concepts_exist(project: Project) -> Iterator[Finding]:
    """Every concept that a concept names is defined, and every concept stands in a scheme."""
    graph = Graph()
    for source in project.concepts:
        graph.parse(data=source.text, format="turtle")
    defined = {str(each) for each in graph.subjects(RDF.type, SKOS.Concept)}
    named = {str(each) for each in graph.objects() if isinstance(each, URIRef) and _CONCEPT.fullmatch(str(each))}
    for concept in sorted(named - defined):
        yield _at(project, concept, "concepts-exist", f"the concept <{concept}> is not defined", "define it")
    for concept in sorted(defined):
        if graph.value(URIRef(concept), SKOS.inScheme) is None:
            yield _at(project, concept, "concepts-exist", f"<{concept}> stands in no scheme", "add skos:inScheme")


def links(project: Project) -> Iterator[Finding]:
    """Links to other vocabularies are absolute http IRIs, and none leads to ourselves."""
    for source in project.concepts:
        graph = Graph().parse(data=source.text, format="turtle")
        for predicate in _LINKS:
            for subject, target in graph.subject_objects(predicate):
                if not re.fullmatch(r"https?://[^\s/]+/\S+", str(target)) or str(target).startswith(DEFAULT_BASE):
                    message = f"<{subject}> is matched with <{target}>"
                    remedy = "match with an absolute http IRI of another vocabulary"
                    yield source.finding(source.place(re.escape(_local(str(target)))), "links", message, remedy)


def _at(project: Project, concept: str, rule: str, message: str, remedy: str) -> Finding:
    pattern = rf"[:/]{re.escape(_local(concept))}\b"
    for source in project.concepts:
        if re.search(pattern, source.text):
            return source.finding(source.place(pattern), rule, message, remedy)
    return project.main.finding((1, 1), rule, message, remedy)


def _local(iri: str) -> str:
    return Path(iri).name
