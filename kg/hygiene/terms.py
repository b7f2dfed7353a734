"""Rules for the terms that the ontology mints."""

import re
from collections import Counter
from collections.abc import Iterator

from rdflib import OWL, RDFS, SKOS, Literal, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import HEADER, TERM, Project

_STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
_STATUSES = frozenset(("stable", "testing", "unstable", "archaic"))
_NEEDED = URIRef(f"{TERM}neededBy")
_LANGUAGES = frozenset(("en", "fr", "de", "it", "ru", "es"))


def labels(project: Project) -> Iterator[Finding]:
    """Every term has one English label, none has two in a language, and all labels are trimmed."""
    for name, term in project.terms.items():
        found = [each for each in project.graph.objects(term, RDFS.label) if isinstance(each, Literal)]
        counts = Counter(each.language for each in found)
        for problem in _label_problems(found, counts):
            yield project.main.finding(project.place(name), "labels", f"osce:{name} {problem}", "one label a language")


def _label_problems(found: list[Literal], counts: Counter[str | None]) -> Iterator[str]:
    if counts["en"] == 0:
        yield "has no English label"
    yield from (f"has {number} labels in {language!r}" for language, number in counts.items() if number > 1)
    yield from (f"has a label in {language!r}, no language of the OSCE" for language in counts.keys() - _LANGUAGES)
    yield from (f"has the label {str(each)!r}, with spaces around" for each in found if str(each) != str(each).strip())


def label_clashes(project: Project) -> Iterator[Finding]:
    """No two terms share an English label."""
    seen: dict[str, str] = {}
    for name, term in project.terms.items():
        for label in project.graph.objects(term, RDFS.label):
            if isinstance(label, Literal) and label.language == "en":
                first = seen.setdefault(str(label).lower(), name)
                if first != name:
                    message = f"osce:{name} and osce:{first} are both labelled {str(label)!r}"
                    yield project.main.finding(project.place(name), "label-clashes", message, "tell them apart")


def definitions(project: Project) -> Iterator[Finding]:
    """Every term has one definition, which does not use the term's own label of several words."""
    for name, term in project.terms.items():
        found = list(project.graph.objects(term, SKOS.definition))
        place = project.place(name)
        if len(found) != 1:
            message = f"osce:{name} has {len(found)} definitions"
            yield project.main.finding(place, "definitions", message, "give it one skos:definition")
            continue
        for label in project.graph.objects(term, RDFS.label):
            words = str(label).lower()
            if " " in words and re.search(rf"\b{re.escape(words)}\b", str(found[0]).lower()):
                message = f"osce:{name} is defined by its own label {str(label)!r}"
                yield project.main.finding(place, "definitions", message, "say it in other words")


def ownership(project: Project) -> Iterator[Finding]:
    """Every term says which ontology defines it, and how settled it is."""
    for name, term in project.terms.items():
        if project.graph.value(term, RDFS.isDefinedBy) != HEADER:
            message = f"osce:{name} does not say that this ontology defines it"
            yield project.main.finding(project.place(name), "ownership", message, f"rdfs:isDefinedBy <{HEADER}>")
        status = str(project.graph.value(term, _STATUS))
        if status not in _STATUSES:
            message = f"osce:{name} has the status {status!r}"
            remedy = f"vs:term_status is one of {', '.join(sorted(_STATUSES))}"
            yield project.main.finding(project.place(name), "ownership", message, remedy)


def need(project: Project) -> Iterator[Finding]:
    """Every term names the competency questions that need it; they exist and use it or what it entails."""
    numbers = {source.path.name[:3] for source in project.questions}
    for name, term in project.terms.items():
        named = {str(each) for each in project.graph.objects(term, _NEEDED)}
        if not named and term != _NEEDED and not list(project.graph.subjects(RDFS.subClassOf, term)):
            message = f"osce:{name} is needed by no competency question"
            yield project.main.finding(project.place(name), "need", message, "name one with osce:neededBy, or prune it")
        for number in sorted(named - numbers):
            message = f"osce:{name} is needed by question {number!r}, which is not there"
            yield project.main.finding(project.place(name), "need", message, "name a file of ontology/questions")


def header(project: Project) -> Iterator[Finding]:
    """Compare the version that the ontology says with its version IRI."""
    version = project.graph.value(HEADER, OWL.versionInfo)
    iri = project.graph.value(HEADER, OWL.versionIRI)
    if version is None or iri != URIRef(f"{HEADER}/{version}"):
        message = f"owl:versionInfo {str(version)!r} and owl:versionIRI {str(iri)!r} do not agree"
        yield project.main.finding(project.main.place(r"owl:Ontology"), "header", message, "state both, in step")
