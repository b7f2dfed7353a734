"""``osce-kg check``: hygiene of ontology, shapes and reference tables."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from kg.assets import folder
from kg.cli.outputs import output
from kg.cli.settings import verbosity
from kg.errors import KgError
from kg.hygiene import RULES, Finding, inspect
from kg.hygiene.project import Project


@click.command(short_help="Hygiene of ontology, questions and tables.")
@click.option("--rule", "rules", multiple=True, type=click.Choice(tuple(RULES)), help="Run this rule; repeat it. [all]")
@click.option(
    "--report",
    type=click.Choice(("text", "json", "github")),
    default="text",
    show_default=True,
    help="Form of findings.",
)
@click.option(
    "--ontology", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Another ontology folder."
)
@click.option("--tables", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Other reference tables.")
@verbosity
def check(rules: tuple[str, ...], report: str, ontology: Path | None, tables: Path | None) -> int:
    """Inspect the ontology, its concept schemes, context, questions and the reference tables.

    Every term is labelled, defined and needed; every term that is used is minted; the ontology is in OWL 2 RL and
    consistent; every table is whole; the reference data answers the competency questions. Exit code 1 if a rule found
    something, with file and line.

    \b
    Example:
      osce-kg check
      osce-kg check --rule minted --rule labels --report github
    """
    found = inspect(_project(ontology, tables), rules or RULES)
    with output("-") as stream:
        stream.writelines(_REPORTS[report](found))
    if report == "text":
        click.echo(f"osce-kg: {len(rules or RULES)} rules, {len(found)} findings", err=True)
    return 1 if found else 0


def _project(ontology: Path | None, tables: Path | None) -> Project:
    """Find the project's own files, or those that were named."""
    chosen = ontology or folder("ontology")
    root = chosen.parent.resolve()
    docs = root / "docs"
    return Project(
        root=root,
        ontology=chosen.resolve(),
        shapes=_shapes(),
        docs=docs if docs.is_dir() and ontology is None else None,
        tables=tables,
    )


def _shapes() -> Path | None:
    try:
        return folder("shapes")
    except KgError:
        return None


def _text(found: list[Finding]) -> Iterator[str]:
    yield from (f"{finding}\n" for finding in found)


def _json(found: list[Finding]) -> Iterator[str]:
    yield json.dumps([asdict(finding) for finding in found], indent=1, ensure_ascii=False) + "\n"


def _github(found: list[Finding]) -> Iterator[str]:
    """Write workflow commands, which GitHub shows beside the line."""
    for each in found:
        message = f"{each.message}; {each.remedy}".replace("%", "%25").replace("\n", "%0A")
        yield f"::error file={each.file},line={each.line},col={each.column},title={each.rule}::{message}\n"


_REPORTS = {"text": _text, "json": _json, "github": _github}
