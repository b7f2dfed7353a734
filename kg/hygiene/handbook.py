"""Reference pages made from the ontology: every term, every concept, every question.

``make context`` writes them; the gate holds them in step.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection

from kg.hygiene.coverage import coverage_page, has_code
from kg.hygiene.finding import Finding
from kg.hygiene.project import CURATION, OSCE, Project, TextFile, TurtleFile, named, short
from kg.hygiene.terms import LANGUAGES, labels, uncommented

_KINDS = (
    ("Classes", OWL.Class),
    ("Object properties", OWL.ObjectProperty),
    ("Datatype properties", OWL.DatatypeProperty),
    ("Annotation properties", OWL.AnnotationProperty),
)
_TRAITS = (
    (OWL.TransitiveProperty, "transitive"),
    (OWL.IrreflexiveProperty, "irreflexive"),
    (OWL.AsymmetricProperty, "asymmetric"),
    (OWL.SymmetricProperty, "symmetric"),
    (OWL.FunctionalProperty, "functional"),
)
_MADE = "*Made from the files of `ontology/`; `make context` writes this page anew.*"


def terms_page(project: Project) -> str:
    """Write ``docs/reference/ontology.md``."""
    graph = project.ontology.graph
    header = URIRef(str(OSCE)[:-1])
    lines = [f"# {_one(graph, header, 'title')}", "", _MADE, "", _one(graph, header, "description"), ""]
    lines += [
        "Namespace `" + str(OSCE) + "`, prefix `osce:`. Questions are numbered as on [their page](questions.md).",
        "",
    ]
    for heading, kind in _KINDS:
        own = [term for term in named(graph.subjects(RDF.type, kind)) if str(term) in project.minted]
        lines += [f"## {heading} ({len(own)})", ""]
        for term in own:
            lines += [*_term(graph, term), ""]
    return "\n".join(lines).rstrip() + "\n"


def _one(graph: Graph, subject: URIRef, name: str) -> str:
    return str(graph.value(subject, URIRef(f"http://purl.org/dc/terms/{name}")))


def _term(graph: Graph, term: URIRef) -> Iterator[str]:
    yield f"### {short(term)}"
    yield ""
    definition = str(graph.value(term, SKOS.definition))
    yield f"{definition[:1].upper()}{definition[1:]}."
    yield ""
    for predicate, name in ((SKOS.scopeNote, "Note"), (SKOS.historyNote, "History")):
        if note := graph.value(term, predicate):
            yield f"- {name}: {note}"
    for example in sorted(map(str, graph.objects(term, SKOS.example))):
        yield f"- Example: `{example}`"
    for name, told in _facts(graph, term):
        if told:
            yield f"- {name}: {told}"


def _facts(graph: Graph, term: URIRef) -> Iterator[tuple[str, str]]:
    by_language = {label.language: str(label) for label in labels(graph, term)}
    yield "Label", " · ".join(f"{by_language[tag]} ({tag})" for tag in LANGUAGES if tag in by_language)
    for name, predicate in (("Below", RDFS.subClassOf), ("Below", RDFS.subPropertyOf), ("Inverse", OWL.inverseOf)):
        yield name, ", ".join(f"`{short(each)}`" for each in named(graph.objects(term, predicate)))
    bounds = [short(each) for name in (RDFS.domain, RDFS.range) for each in [str(graph.value(term, name) or "…")]]
    if bounds != ["<…>", "<…>"]:
        yield "From, to", " → ".join("anything" if each == "<…>" else f"`{each}`" for each in bounds)
    for head in graph.objects(term, OWL.propertyChainAxiom):
        yield "Follows from", " ∘ ".join(f"`{short(str(each))}`" for each in Collection(graph, head))
    yield "Is", ", ".join(word for trait, word in _TRAITS if (term, RDF.type, trait) in graph)
    yield "Needed by", ", ".join(sorted(str(each) for each in graph.objects(term, CURATION.neededBy)))
    yield "Status", str(graph.value(term, URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")))


def concepts_page(project: Project) -> str:
    """Write ``docs/reference/concepts.md``."""
    lines = ["# Concept schemes", "", _MADE, ""]
    for file in project.concepts:
        lines += [*_scheme(file), ""]
    return "\n".join(lines).rstrip() + "\n"


def _scheme(file: TurtleFile) -> Iterator[str]:
    graph = file.graph
    (scheme,) = named(graph.subjects(RDF.type, SKOS.ConceptScheme))
    yield f"## {graph.value(scheme, SKOS.prefLabel)}"
    yield ""
    yield f"`{short(scheme)}`: {graph.value(scheme, SKOS.definition)}."
    yield ""
    yield "| concept | label | definition | matches |"
    yield "|---|---|---|---|"
    for concept in named(graph.subjects(RDF.type, SKOS.Concept)):
        matches = [*graph.objects(concept, SKOS.exactMatch), *graph.objects(concept, SKOS.closeMatch)]
        cells = (
            f"`{concept.rsplit('/', 1)[-1]}`",
            _in_english(graph, concept),
            f"{graph.value(concept, SKOS.definition)}{_retired(graph, concept)}",
        )
        yield _row([*cells, ", ".join(f"<{each}>" for each in sorted(map(str, matches)))])


def _retired(graph: Graph, concept: URIRef) -> str:
    """Say of a deprecated concept what has taken its place; empty for the others."""
    if (concept, OWL.deprecated, None) not in graph:
        return ""
    successors = sorted(str(each).rsplit("/", 1)[-1] for each in graph.objects(concept, DCTERMS.isReplacedBy))
    return "; deprecated" + (f", now `{'`, `'.join(successors)}`" if successors else "")


def _in_english(graph: Graph, concept: URIRef) -> str:
    return next(str(each) for each in labels(graph, concept, SKOS.prefLabel) if each.language == "en")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |".replace("  ", " ")


def questions_page(project: Project) -> str:
    """Write ``docs/reference/questions.md``."""
    answered = sum(file.path.with_suffix(".csv").is_file() for file in project.questions)
    lines = [
        *("# Competency questions", "", _MADE, ""),
        f"The ontology is there to answer these {len(project.questions)} questions, and no term is minted that none of",
        f"them needs. The reference data alone answers {answered}; the answers are beside the queries in",
        "`ontology/questions` and are held on two engines. None needs a reasoner.",
        "",
    ]
    for file in project.questions:
        lines += [*_question(file), ""]
    return "\n".join(lines).rstrip() + "\n"


def _question(file: TextFile) -> Iterator[str]:
    first, second, *_ = *file.text.splitlines(), "", ""
    asked = re.match(r"# Asked by: ([^.]*)\.", second)
    yield f"## {file.path.name[:3]} {first.removeprefix('# ')}"
    yield ""
    beside = file.path.with_suffix(".csv")
    rows = f"; rows on the reference data: {len(_rows(beside)) - 1}" if beside.is_file() else ""
    yield f"Asked by: {asked[1] if asked else 'anybody'}{rows}."
    yield ""
    yield "```sparql"
    yield uncommented(file.text).strip()
    yield "```"


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


#: Page → what makes it.
PAGES: dict[str, Callable[[Project], str]] = {
    "ontology.md": terms_page,
    "concepts.md": concepts_page,
    "questions.md": questions_page,
    "coverage.md": coverage_page,
}


def check_handbook(project: Project) -> Iterator[Finding]:
    """Compare the reference pages with what they are made from; an installation has none."""
    folder = project.root / "docs" / "reference" if project.root else None
    if folder is None or not folder.is_dir():
        return
    for name, make in PAGES.items():
        path = folder / name
        if make is coverage_page and not has_code(project):
            continue
        if not path.is_file() or path.read_text(encoding="utf-8") != make(project):
            message = "the page is absent or not in step with the ontology"
            yield Finding(f"docs/reference/{name}", 1, 1, "handbook", message, "write it anew: make context")
