"""Gate: every term is labelled, defined, said by whom, with its status and the question that needs it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import ONTOLOGY, OSCE, Project, TurtleFile, short

VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
#: Values of ``vs:term_status``, as its own definition lists them.
STATUSES = ("unstable", "testing", "stable", "archaic")
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
#: Terms that no question can need: the one that names the questions.
UNASKED = frozenset({str(OSCE.neededBy)})


def check_terms(project: Project) -> Iterator[Finding]:
    """Look at each minted term by itself, at its wording among the others, and at the questions that it names."""
    file = project.ontology
    for term in sorted(map(URIRef, project.minted)):
        yield from _labels(file, term)
        yield from _definition(file, term)
        yield from _name(file, term)
        yield from _record(file, term)
    yield from duplicates(file, project.minted)
    yield from _circles(file, project.minted)
    yield from _needs(project)


def labels(graph: Graph, term: URIRef, predicate: URIRef = RDFS.label) -> list[Literal]:
    """List a thing's labels."""
    return [label for label in graph.objects(term, predicate) if isinstance(label, Literal)]


def _labels(file: TurtleFile, term: URIRef) -> Iterator[Finding]:
    yield from label_faults(file, term, RDFS.label)


def label_faults(file: TurtleFile, term: URIRef, predicate: URIRef) -> Iterator[Finding]:
    """Find labels that are missing in English, stand twice in one language, or have space at an end."""
    found = labels(file.graph, term, predicate)
    name = short(predicate)
    count = Counter(label.language or "" for label in found)
    if not count["en"]:
        yield file.about(term, "label", f"{short(term)} has no {name} in English", f"add one {name} with @en")
    for language, times in sorted(count.items()):
        if times > 1:
            message = f"{short(term)} has {times} {name} in language {language!r}"
            yield file.about(term, "label-twice", message, "keep one; further names are skos:altLabel")
    for label in sorted(found):
        if str(label) != " ".join(str(label).split()):
            message = f"{short(term)} has a label with stray space, {str(label)!r}"
            yield file.about(term, "label-space", message, "remove it")


def _definition(file: TurtleFile, term: URIRef) -> Iterator[Finding]:
    found = [str(value) for value in file.graph.objects(term, SKOS.definition)]
    if len(found) != 1:
        message = f"{short(term)} has {len(found)} definitions"
        yield file.about(term, "definition", message, "write one skos:definition with @en: genus and difference")
        return
    if found[0].endswith(".") or "<" in found[0]:
        yield file.about(
            term,
            "definition-form",
            f"the definition of {short(term)} is a sentence or has markup",
            "write a phrase without full stop or tags",
        )
    if any(_says(found[0], str(label)) for label in labels(file.graph, term) if label.language == "en"):
        message = f"the definition of {short(term)} uses the label that it defines"
        yield file.about(term, "circular-definition", message, "say it with other words")


def _says(text: str, phrase: str) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(phrase)}s?(?![\w-])", text, re.IGNORECASE))


def _name(file: TurtleFile, term: URIRef) -> Iterator[Finding]:
    local = term.removeprefix(str(OSCE))
    is_class = (term, RDF.type, OWL.Class) in file.graph
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*" if is_class else r"[a-z][A-Za-z0-9]*", local):
        kind = "class: UpperCamelCase" if is_class else "property: lowerCamelCase"
        yield file.about(term, "name", f"{short(term)} is not named as terms are", f"rename the {kind}, letters only")


def _record(file: TurtleFile, term: URIRef) -> Iterator[Finding]:
    graph = file.graph
    if set(graph.objects(term, RDFS.isDefinedBy)) != {ONTOLOGY}:
        message = f"{short(term)} does not say that this ontology defines it"
        yield file.about(term, "defined-by", message, f"add rdfs:isDefinedBy <{ONTOLOGY}>")
    status = [str(value) for value in graph.objects(term, VS.term_status)]
    if len(status) != 1 or status[0] not in STATUSES:
        message = f"{short(term)} has status {', '.join(status) or 'none'}"
        yield file.about(term, "status", message, f"give one vs:term_status out of {', '.join(STATUSES)}")


def duplicates(file: TurtleFile, among: Iterable[str], predicate: URIRef = RDFS.label) -> Iterator[Finding]:
    """Find two things with one label in one language."""
    carriers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in sorted(among):
        for label in labels(file.graph, URIRef(term), predicate):
            carriers[(label.language or "", str(label).casefold())].append(term)
    for (language, text), terms in sorted(carriers.items()):
        if len(terms) > 1:
            message = f"{short(terms[1])} has the label of {short(terms[0])}, {text!r}@{language}"
            yield file.about(terms[1], "duplicate-label", message, "call them apart")


def _circles(file: TurtleFile, minted: Iterable[str]) -> Iterator[Finding]:
    """Find two classes that are defined by each other."""
    classes = [URIRef(term) for term in sorted(minted) if (URIRef(term), RDF.type, OWL.Class) in file.graph]
    named = {term: str(label) for term in classes for label in labels(file.graph, term) if label.language == "en"}
    says = {
        term: {
            other
            for other in named
            if other != term and _says(str(file.graph.value(term, SKOS.definition)), named[other])
        }
        for term in named
    }
    for term in classes:
        for other in sorted(says.get(term, ())):
            if term < other and term in says[other]:
                message = f"{short(term)} and {short(other)} are defined by each other"
                yield file.about(other, "circular-definition", message, "define one without the other")


def _needs(project: Project) -> Iterator[Finding]:
    """Hold what a term says of the questions that need it against what the questions ask for."""
    file = project.ontology
    asked = {question.path.name[:3]: uncommented(question.text) for question in project.questions}
    for term in sorted(project.minted - UNASKED):
        local = term.removeprefix(str(OSCE))
        told = {str(value) for value in file.graph.objects(URIRef(term), OSCE.neededBy)}
        true = {number for number, text in asked.items() if re.search(rf"\bosce:{local}\b", text)}
        deprecated = (URIRef(term), OWL.deprecated, None) in file.graph
        if not told and not deprecated:
            message = f"no competency question needs {short(term)}"
            yield file.about(term, "needed-by", message, "name one with osce:neededBy, or do not mint the term")
        elif told != true:
            message = f"{short(term)} names {', '.join(sorted(told))} but stands in {', '.join(sorted(true)) or 'none'}"
            yield file.about(term, "needed-by", message, "bring osce:neededBy and ontology/questions in step")


def uncommented(query: str) -> str:
    """Blank the comment lines of a query; offsets stay."""
    return re.sub(r"^#.*$", lambda found: " " * len(found[0]), query, flags=re.MULTILINE)
