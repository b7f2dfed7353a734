"""``osce-kg check``: hygiene of what people write by hand."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from kg.annotations import Annotation, github, junit, sarif
from kg.cli.outputs import output
from kg.cli.settings import is_quiet, verbosity
from kg.hygiene import GATES
from kg.hygiene import check as run
from kg.hygiene.consistency import tableau_is_installed
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project


def _text(found: Iterable[Finding]) -> Iterator[str]:
    yield from (f"{finding}\n" for finding in found)


def _json(found: Iterable[Finding]) -> Iterator[str]:
    yield json.dumps([asdict(finding) for finding in found], indent=1, ensure_ascii=False) + "\n"


def _annotations(found: Iterable[Finding]) -> Iterator[Annotation]:
    for each in found:
        message = f"{each.message}: {each.remedy}"
        yield Annotation(each.file, each.line, each.column, "violation", each.rule, message)


_REPORTS: dict[str, Callable[[Iterable[Finding]], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "sarif": lambda found: sarif(_annotations(found)),
    "junit": lambda found: junit("osce-kg check", (), _annotations(found)),
    "github": lambda found: github(_annotations(found)),
}


@click.command(short_help="Hygiene of ontology, shapes and tables.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A checkout to look at; by default the files of this installation.",
)
@click.option("--only", multiple=True, type=click.Choice(tuple(GATES)), help="Run this gate; may be given repeatedly.")
@click.option(
    "--report",
    type=click.Choice(tuple(_REPORTS)),
    default="text",
    show_default=True,
    help="Form of the findings; github annotates lines in a workflow.",
)
@verbosity
def check(root: Path | None, only: tuple[str, ...], report: str) -> int:
    """Look at ontology, concepts, shapes, questions, reference tables and pages.

    Prints one line a fault: file, line, column, rule, what is wrong, what to do. Exits with 1 if there is any.

    \b
    Example:
      osce-kg check
      osce-kg check --root . --only terms --only questions --report github
    """
    project = Project.at(root) if root else Project.installed()
    found = sorted(set(run(project, only or tuple(GATES))))
    with output("-") as stream:
        stream.writelines(_REPORTS[report](found))
    if not is_quiet() and not any(finding.rule == "syntax" for finding in found):
        _summarize(project, len(found))
    return 1 if found else 0


def _summarize(project: Project, findings: int) -> None:
    reasoners = "owlrl, pyhermit" if tableau_is_installed() else "owlrl alone (pyhermit comes with osce-kg[test])"
    counted = {
        "terms": project.minted,
        "concepts and schemes": project.notions,
        "questions": project.questions,
        "shape files": project.shapes,
        "pages": project.pages,
    }
    told = ", ".join(f"{len(things)} {name}" for name, things in counted.items())
    click.echo(f"{told}; reasoners: {reasoners}; findings: {findings}", err=True)
