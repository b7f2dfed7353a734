"""All rules, by name, over one project."""

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from kg.errors import RdfSyntaxError
from kg.hygiene.consistency import consistent
from kg.hygiene.context import context_in_step
from kg.hygiene.data import answers, tables
from kg.hygiene.finding import Finding
from kg.hygiene.profile import in_rl
from kg.hygiene.project import Project
from kg.hygiene.terms import definitions, header, label_clashes, labels, need, ownership
from kg.hygiene.usage import concepts_exist, links, minted

Rule = Callable[[Project], Iterator[Finding]]

#: Name → rule, in the order in which they run.
RULES: dict[str, Rule] = {
    "labels": labels,
    "label-clashes": label_clashes,
    "definitions": definitions,
    "ownership": ownership,
    "need": need,
    "header": header,
    "minted": minted,
    "concepts-exist": concepts_exist,
    "links": links,
    "context": context_in_step,
    "profile": in_rl,
    "consistent": consistent,
    "tables": tables,
    "answers": answers,
}


def inspect(
    project: Project, rules: Iterable[str] = RULES, told: Callable[[str], None] = lambda _: None
) -> list[Finding]:
    """Run rules.

    :param project: what to inspect
    :param rules: names from :data:`RULES`
    :param told: hears the name of each rule as it begins
    :returns: findings in order of file and line
    :raises RdfSyntaxError: if a file of the ontology does not parse
    """
    _check_syntax(project)
    found: list[Finding] = []
    for name in rules:
        told(name)
        found.extend(RULES[name](project))
    return sorted(found)


def _check_syntax(project: Project) -> None:
    """Parse every Turtle file with the strict parser first, which tells line and column."""
    for source in (project.main, *project.alignments, *project.concepts):
        try:
            for _ in ox.parse(source.text, format=ox.RdfFormat.TURTLE):
                pass
        except SyntaxError as error:
            raise RdfSyntaxError(
                f"{source.name}:{error.lineno}:{error.offset}: {error.msg}: correct the Turtle"
            ) from None
