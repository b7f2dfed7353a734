"""Gate: every term is labelled, defined, said by whom, with its status and the question that needs it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import CURATION, ONTOLOGY, OSCE, Project, TurtleFile, short

VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
#: Values of ``vs:term_status``, as its own definition lists them.
STATUSES = ("unstable", "testing", "stable", "archaic")
#: The working languages of the OSCE, in which labels are written.
LANGUAGES = ("en", "fr", "de", "it", "ru", "es")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


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
    """Find labels that are missing, stand twice in one language, are of another language, or have space at an end."""
    found = labels(file.graph, term, predicate)
    name = short(predicate)
    count = Counter(label.language or "" for label in found)
    if not count["en"]:
        yield file.about(term, "label", f"{short(term)} has no {name} in English", f"add one {name} with @en")
    for language, times in sorted(count.items()):
        if times > 1:
            message = f"{short(term)} has {times} {name} in language {language!r}"
            yield file.about(term, "label-twice", message, "keep one; further names are skos:altLabel")
    yield from _languages(file, term, name, count)
    for label in sorted(found):
        if str(label) != " ".join(str(label).split()):
            message = f"{short(term)} has a label with stray space, {str(label)!r}"
            yield file.about(term, "label-space", message, "remove it")
        if label.language and bool(_CYRILLIC.search(label)) != (label.language == "ru"):
            message = f"the label {str(label)!r} of {short(term)} is tagged {label.language!r} and is not in its script"
            yield file.about(term, "language", message, "correct the tag")


def _languages(file: TurtleFile, term: URIRef, name: str, count: Counter[str]) -> Iterator[Finding]:
    """Hold the tags of a thing's labels to the six working languages: no other, and none missing."""
    for tag in sorted(set(count) - set(LANGUAGES)):
        told = f"in language {tag!r}" if tag else "without a language"
        message = f"{short(term)} has a {name} {told}"
        yield file.about(term, "language", message, f"tag it with one of {', '.join(LANGUAGES)}")
    missing = [tag for tag in LANGUAGES if not count[tag]]
    if count["en"] and missing and (term, OWL.deprecated, None) not in file.graph:
        message = f"{short(term)} has no {name} in {', '.join(missing)}"
        yield file.about(term, "language", message, "write it, as a draft if need be")


def _definition(file: TurtleFile, term: URIRef) -> Iterator[Finding]:
    yield from definition_language(file, term)
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


def definition_language(file: TurtleFile, node: URIRef) -> Iterator[Finding]:
    """Find definitions that are not tagged as English."""
    for value in sorted(labels(file.graph, node, SKOS.definition)):
        if value.language != "en":
            told = f"in language {value.language!r}" if value.language else "without a language"
            message = f"{short(node)} has a definition {told}"
            yield file.about(node, "language", message, "definitions are in English: tag it with @en")


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
    """Find two things with one label in one language, and such as differ in case, hyphen or plural alone."""
    things = [URIRef(thing) for thing in sorted(among) if (URIRef(thing), OWL.deprecated, None) not in file.graph]
    for language, text, (first, *others) in _shared(file, things, predicate, _folded):
        for other in others:
            message = f"{short(other)} has the label of {short(first)} or nearly so, {text!r}@{language}"
            yield file.about(other, "duplicate-label", message, "call them apart")
    for _, text, (first, *others) in _shared(file, things, SKOS.definition, str.casefold):
        for other in others:
            message = f"{short(other)} is defined in the words of {short(first)}, {text!r}"
            yield file.about(other, "duplicate-definition", message, "say what sets it apart")


def _shared(
    file: TurtleFile, things: list[URIRef], predicate: URIRef, fold: Callable[[str], str]
) -> Iterator[tuple[str, str, list[URIRef]]]:
    """Give each text that several things have: its language, the text as folded, and the things."""
    carriers: dict[tuple[str, str], list[URIRef]] = defaultdict(list)
    for thing in things:
        for key in {(text.language or "", fold(str(text))) for text in labels(file.graph, thing, predicate)}:
            carriers[key].append(thing)
    yield from ((*key, found) for key, found in sorted(carriers.items()) if len(found) > 1)


def _folded(label: str) -> str:
    """Take from a label what does not tell it apart: case, hyphens, the plural."""
    return " ".join(re.sub(r"(?<=\w\w)s$", "", word) for word in label.casefold().replace("-", " ").split())


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
    for term in sorted(project.minted):
        local = term.removeprefix(str(OSCE))
        told = {str(value) for value in file.graph.objects(URIRef(term), CURATION.neededBy)}
        true = {number for number, text in asked.items() if re.search(rf"\bosce:{local}\b", text)}
        deprecated = (URIRef(term), OWL.deprecated, None) in file.graph
        if not told and not deprecated:
            message = f"no competency question needs {short(term)}"
            yield file.about(term, "needed-by", message, "name one with curation:neededBy, or do not mint the term")
        elif told != true:
            message = (
                f"{short(term)} names {', '.join(sorted(told))} but is used in {', '.join(sorted(true)) or 'none'}"
            )
            yield file.about(term, "needed-by", message, "bring curation:neededBy and ontology/questions in step")


def uncommented(query: str) -> str:
    """Blank the comment lines of a query; offsets stay."""
    return re.sub(r"^#.*$", lambda found: " " * len(found[0]), query, flags=re.MULTILINE)
