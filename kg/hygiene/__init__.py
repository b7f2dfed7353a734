"""Hygiene of what people write by hand: ontology, concepts, alignments, shapes, questions, reference tables, pages.

Each gate is one function from a :class:`~kg.hygiene.project.Project` to :class:`~kg.hygiene.finding.Finding` values;
a project is clean when no gate finds anything. There are no warnings: a rule gates or it does not exist.
"""

from collections.abc import Callable, Iterable, Iterator

from kg.hygiene.agreement import check_agreement
from kg.hygiene.concepts import check_concepts
from kg.hygiene.consistency import check_consistency
from kg.hygiene.context import check_context
from kg.hygiene.coverage import check_coverage
from kg.hygiene.disjointness import check_disjointness
from kg.hygiene.examples import check_examples
from kg.hygiene.finding import Finding
from kg.hygiene.handbook import check_handbook
from kg.hygiene.header import check_header
from kg.hygiene.links import check_links
from kg.hygiene.profile import check_profile
from kg.hygiene.project import Project
from kg.hygiene.questions import check_questions
from kg.hygiene.shapes import check_shapes
from kg.hygiene.structure import check_structure
from kg.hygiene.syntax import check_syntax
from kg.hygiene.terms import check_terms
from kg.hygiene.usage import check_usage
from kg.hygiene.wellformed import check_shacl

Gate = Callable[[Project], Iterator[Finding]]

#: The gates in the order in which they run; each stands for the files that the one before has let through.
GATES: dict[str, Gate] = {
    "syntax": check_syntax,
    "terms": check_terms,
    "header": check_header,
    "structure": check_structure,
    "disjointness": check_disjointness,
    "concepts": check_concepts,
    "usage": check_usage,
    "context": check_context,
    "handbook": check_handbook,
    "profile": check_profile,
    "consistency": check_consistency,
    "links": check_links,
    "questions": check_questions,
    "examples": check_examples,
    "shapes": check_shapes,
    "shacl": check_shacl,
    "agreement": check_agreement,
    "coverage": check_coverage,
}


def check(project: Project, gates: Iterable[str] = tuple(GATES)) -> Iterator[Finding]:
    """Run gates over a project.

    :param project: the files to look at
    :param gates: names out of :data:`GATES`
    :returns: what was found, gate by gate; if a file does not parse, nothing but the faults of syntax
    """
    broken = tuple(check_syntax(project))
    if broken:
        yield from broken
        return
    for name in gates:
        if name != "syntax":
            yield from _run(name, project)


def _run(name: str, project: Project) -> Iterator[Finding]:
    """Run one gate; if a file is such that it cannot go on, say so and let the other gates speak."""
    try:
        yield from GATES[name](project)
    except Exception as error:
        message = f"the gate {name!r} could not go on: {type(error).__name__}: {' '.join(str(error).split())}"
        remedy = f"correct what the other gates find, then run --only {name}; if it stays, report it"
        yield project.ontology.finding(0, "gate", message, remedy)
