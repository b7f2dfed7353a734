"""``osce-kg validate``: RDF against shapes."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.cli.deadline import deadline
from kg.cli.inputs import files_of
from kg.cli.outputs import output
from kg.cli.planning import Asked, validated
from kg.cli.settings import base_option, fail, verbosity, work_offline
from kg.errors import SourceError
from kg.graph.reading import NAMES
from kg.validation.forms import FORMS, Printed
from kg.validation.places import Places
from kg.validation.report import SEVERITIES
from kg.validation.validating import ENGINES, project_shapes, shapes_of

_LIMIT = 1000
#: An hour; a query of a shape may run for ever.
_SECONDS = 3600


@click.command(short_help="RDF files or a release against SHACL shapes.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--report", "form", type=click.Choice(tuple(FORMS)), default="text", show_default=True, help="Form of the report."
)
@click.option("-o", "--output", "path", default="-", metavar="FILE", help="Where to write; - is standard output.")
@click.option(
    "--shapes",
    "shape_files",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Shapes of your own, instead of the project's; may be given repeatedly.",
)
@click.option(
    "--context",
    multiple=True,
    metavar="FILE",
    help="RDF, a folder or a release that the data may refer to, not reported on; may be given repeatedly.",
)
@click.option("--engine", type=click.Choice(ENGINES), default="fast", show_default=True, help="What validates.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="violation",
    show_default=True,
    help="The lowest severity that makes the exit code 1.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=_LIMIT,
    show_default=True,
    help="Results of a shape and severity in the report; the rest is counted. 0: all.",
)
@click.option(
    "--from", "given", type=click.Choice(tuple(NAMES)), help="Syntax of FILE, if its suffix does not show it."
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="cores",
    help="Processes; one, where memory is short.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="Give up, with exit code 2, after so long. 0: never.",
)
@base_option
@verbosity
def validate(
    files: tuple[str, ...],
    form: str,
    path: str,
    shape_files: tuple[Path, ...],
    context: tuple[str, ...],
    engine: str,
    fail_on: str,
    limit: int,
    given: str | None,
    jobs: int,
    timeout: float,
    base: str,
) -> int:
    """Validate FILEs, as one data graph, with the shapes of the OSCE knowledge graph or your own.

    FILE is RDF in any syntax, by its suffix (.gz as well), - for standard input, a folder with such files, a release,
    or a table (.csv) in the form of one of the reference tables. With the project's shapes, files may refer to the
    States, structures and posts of the register, and to the project's concepts. Exits with 0 if nothing of the severity
    --fail-on or a graver one is found, with 1 if something is, with 2 if a file does not parse (the others are
    validated nevertheless).

    \b
    Example:
      osce-kg validate ours.ttl theirs.nt
      osce-kg validate data/ --report github
      osce-kg validate release --report sarif -o report.sarif
      osce-kg validate data.ttl --shapes shapes.ttl --fail-on warning
      osce-kg validate people.csv
    """
    work_offline()
    files, context = files_of(files), files_of(context)
    if _are_tables(files):
        from kg.cli.foreign_tables import validate_tables

        return validate_tables(files, form, path)
    asked = Asked(files, shape_files, context, engine, given, limit or None, base)
    late = f"the validation was given up after {timeout:g} s: simplify the queries of the shapes, or raise --timeout"
    with (
        TemporaryDirectory(prefix="osce-kg-", ignore_cleanup_errors=True) as scratch,
        deadline(timeout, late, Path(scratch)),
    ):
        shapes = shapes_of(shape_files) if shape_files else project_shapes(base)
        report, unparsed = validated(asked, shapes, Path(scratch), jobs)
    wanted = {node for result in report.results for node in (result.focus, result.value)}
    broken = {where.file for where, _ in unparsed}
    printed = Printed(
        report=report,
        shapes=shapes,
        places=Places([Path(file) for file in files if file not in broken and Path(file).is_file()], wanted),
        files=files,
        base=base,
        colour=path == "-" and sys.stdout.isatty(),
        broken=tuple(unparsed),
    )
    with output(path) as stream:
        stream.writelines(FORMS[form](printed))
    for _, message in unparsed:
        fail(message, 2)
    return 2 if unparsed else int(not report.passes(fail_on))


def _are_tables(files: tuple[str, ...]) -> bool:
    """Tell whether all of some files are tables; none may be among RDF files.

    :raises SourceError: if some are tables and some are not
    """
    tables = [file for file in files if Path(file).suffix.casefold() == ".csv"]
    if tables and len(tables) < len(files):
        raise SourceError(f"{tables[0]} is a table and others are RDF: validate tables by themselves")
    return bool(tables)
