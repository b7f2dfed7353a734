"""Coverage: for each term the questions that need it, the shapes that guard it, and who fills it; page and gate."""

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import CURATION, OSCE, Project, named, short

#: Folder of code → what the page calls it. What a folder writes, it names as ``osce:term`` or ``"term"`` in its code.
_FILLERS = {"kg/reference": "tables", "kg/graph": "reader"}
_TERM = re.compile(r"\bosce:(\w+)|term\(\"(\w+)\"|DEFAULT_BASE\}ontology#(\w+)")
#: Terms that a table has a column for, or the reader a rule, and that no row or page has filled yet: term → what for.
AWAITED: Mapping[str, str] = {
    "openEnded": "tables, when a source calls a mandate open-ended",
    "replaces": "tables, when a source says that a decision replaces another",
    "reportOn": "tables, when a source dates the final report of an observation",
}


def coverage_page(project: Project) -> str:
    """Write ``docs/reference/coverage.md``."""
    lines = [
        *("# Who needs, guards and fills each term", ""),
        "*Made from ontology, questions, shapes and code; `make context` writes this page anew.*",
        "",
        "A term is minted because a [question](questions.md) needs it; a shape of `shapes/` guards it; the tables of",
        "`kg/reference`, the reader of documents or the closure fill it. What nothing fills yet says what it awaits.",
        "",
        "| term | questions | shapes | filled by |",
        "|---|---|---|---|",
    ]
    rows = _rows(project)
    return "\n".join([*lines, *(f"| `osce:{term}` | {' | '.join(cells)} |" for term, cells in rows)]) + "\n"


def has_code(project: Project) -> bool:
    """Tell whether the code that fills terms is beside the ontology, as in a checkout."""
    return project.root is not None and (project.root / "kg" / "graph").is_dir()


def check_coverage(project: Project) -> Iterator[Finding]:
    """Find terms that no shape guards or nothing fills; an installation has no code to look at."""
    if not has_code(project):
        return
    for term, (_, guards, filled) in _rows(project):
        if not guards:
            message = f"no shape guards osce:{term}"
            yield project.ontology.about(OSCE[term], "unguarded", message, "write a shape that looks at it")
        if not filled:
            message = f"nothing fills osce:{term}"
            remedy = "write it in kg/reference or kg/graph, or deprecate the term"
            yield project.ontology.about(OSCE[term], "unfilled", message, remedy)


def _rows(project: Project) -> list[tuple[str, tuple[str, str, str]]]:
    graph, shapes = project.ontology.graph, reduce(Graph.__iadd__, (file.graph for file in project.shapes), Graph())
    written, found = _written(project), []
    for term in map(URIRef, sorted(project.minted)):
        if (term, OWL.deprecated, None) not in graph:
            name = term.removeprefix(str(OSCE))
            asked = ", ".join(sorted(str(each) for each in graph.objects(term, CURATION.neededBy)))
            guards = _guards(shapes, term) or _above(shapes, graph, term)
            found.append((name, (asked, guards, _filled(project, term, written))))
    return found


def _guards(shapes: Graph, term: URIRef) -> str:
    """Name the shapes that ask for a term or are about it; three, and how many more."""
    links = (SH.path, SH.targetClass, SH["class"], SH.targetSubjectsOf, SH.targetObjectsOf)
    nodes = named(node for link in links for node in shapes.subjects(link, term))
    nodes += [node for node, text in _queries(shapes) if re.search(rf"\b{re.escape(short(term))}\b", text)]
    names = list(
        dict.fromkeys(f"`{node.rpartition('#')[2]}`" for node in sorted(set(nodes), key=lambda n: (len(n), n)))
    )
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _above(shapes: Graph, graph: Graph, term: URIRef) -> str:
    """Say that the shapes of the class above guard a class, or that a term is concluded from what shapes guard."""
    for wider in named(graph.objects(term, RDFS.subClassOf)):
        if guards := _guards(shapes, wider):
            return f"those of `{short(wider)}`: {guards}"
    return "what it follows from" if _follows(graph, term) else ""


def _queries(shapes: Graph) -> Iterator[tuple[URIRef, str]]:
    for node, text in shapes.subject_objects(SH.select):
        if isinstance(node, URIRef):
            yield node, str(text)


def _written(project: Project) -> dict[str, set[str]]:
    """Tell which terms the code of each filler names; concepts are written by hand."""
    found: dict[str, set[str]] = {}
    for folder, filler in _FILLERS.items():
        for path in sorted((project.root or Path()).joinpath(folder).glob("**/*.py")):
            for match in _TERM.finditer(path.read_text(encoding="utf-8")):
                found.setdefault(next(filter(None, match.groups())), set()).add(filler)
    for file in project.concepts:
        for term in (*file.graph.predicates(), *file.graph.objects(None, RDF.type)):
            if str(term).startswith(str(OSCE)):
                found.setdefault(str(term).removeprefix(str(OSCE)), set()).add("concepts")
    return found


def _filled(project: Project, term: URIRef, written: Mapping[str, set[str]]) -> str:
    name = term.removeprefix(str(OSCE))
    if name in AWAITED:
        return f"not yet: {AWAITED[name]}"
    fillers = sorted(written.get(name, ()))
    if _follows(project.ontology.graph, term):
        fillers.append("closure")
    return ", ".join(fillers)


def _follows(graph: Graph, term: URIRef) -> bool:
    """Tell whether the closure concludes a term: from what is below it, a chain or an inverse."""
    below = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf)
    return (term, OWL.propertyChainAxiom, None) in graph or any((None, link, term) in graph for link in below)
