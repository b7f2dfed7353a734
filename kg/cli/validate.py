"""``osce-kg validate``: RDF against shapes."""

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pyoxigraph as ox

from kg.cli.deadline import deadline
from kg.cli.foreign_tables import are_tables, validate_tables
from kg.cli.outputs import output
from kg.cli.settings import base_option, fail, verbosity, work_offline
from kg.errors import SourceError
from kg.graph.reading import NAMES, read_rdf
from kg.memory import address_limit, memory_limit
from kg.reference import tabulate
from kg.release import open_release, read_manifest
from kg.release.scratch import open_scratch
from kg.validation.forms import FORMS, Printed
from kg.validation.loading import Loaded, Source, load, parts_of
from kg.validation.names import Names
from kg.validation.places import Place, Places
from kg.validation.report import SEVERITIES, Report
from kg.validation.shapes import ShapesGraph
from kg.validation.shares import SHARED, shares_of, weigh
from kg.validation.validating import ENGINES, class_hierarchy, code_lists, project_shapes, shapes_of, validate_in_shares
from kg.validation.validating import validate as run
from kg.validation.visibility import visible_predicates

#: Bytes in memory that a byte of a file may become, by its syntax; of Turtle and the others, and of compressed files.
_TIMES = {".nt": 2.5, ".nq": 2.5}
_TIMES_OTHERS, _TIMES_COMPRESSED = 8, 40
#: Above this size it pays to find out first which triples the shapes can see.
_SMALL = 1 << 22
#: So many times larger than the files a release is, at least, beside which they are validated.
_FEW = 8
_LINES = (".nt", ".nq")
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
    help="RDF or a release that the data may refer to, and that is not reported on; may be given repeatedly.",
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

    FILE is RDF in any syntax, by its suffix (.gz as well), - for standard input, a release, or a table (.csv) in the
    form of one of the reference tables. With the project's shapes, files may refer to the States, structures and posts
    of the register, and to the project's concepts. Exits with 0 if nothing of the severity --fail-on or a graver one is
    found, with 1 if something is, with 2 if a file does not parse (the others are validated nevertheless).

    \b
    Example:
      osce-kg validate ours.ttl theirs.nt
      osce-kg validate ours.ttl --report github
      osce-kg validate release --report sarif -o report.sarif
      osce-kg validate data.ttl --shapes shapes.ttl --fail-on warning
      osce-kg validate people.csv
    """
    work_offline()
    if are_tables(files):
        return validate_tables(files, form, path)
    asked = _Asked(files, shape_files, context, engine, given, limit or None, base)
    late = f"the validation was given up after {timeout:g} s: simplify the queries of the shapes, or raise --timeout"
    with (
        TemporaryDirectory(prefix="osce-kg-", ignore_cleanup_errors=True) as scratch,
        deadline(timeout, late, Path(scratch)),
    ):
        shapes = shapes_of(shape_files) if shape_files else project_shapes(base)
        report, unparsed = _validated(asked, shapes, Path(scratch), jobs)
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command was asked to validate."""

    files: tuple[str, ...]
    shape_files: tuple[Path, ...]
    context: tuple[str, ...]
    engine: str
    given: str | None
    limit: int | None
    base: str


def _validated(
    asked: _Asked, shapes: ShapesGraph, scratch: Path, jobs: int
) -> tuple[Report, Sequence[tuple[Place, str]]]:
    """Validate in whatever way suits the data, and report what did not parse."""
    files, context = asked.files, asked.context
    is_partial = _is_partial(files, asked.shape_files, context)
    accepted = _accepted(files, context)
    known = [
        *(_source(file) for file in context if file != accepted),
        *_known(files, asked.shape_files, context, asked.base),
    ]
    sources = [_source(file, asked.given) for file in files]
    is_large = accepted is None and _size((*files, *context)) > _SMALL
    sees = visible_predicates(shapes) if asked.engine == "fast" and is_large else None
    needed, there = _needed(files), memory_limit()
    fits = accepted is None and _fits(needed, there)
    many = jobs if needed * (jobs + 1) < there / 2 else 1
    if fits and sees is not None and _is_shared(files):
        shares = shares_of(shapes, weigh(map(Path, files)), max(2, many))
        loading = partial(_loaded, sources, known, noting=is_partial)
        return validate_in_shares(loading, shapes, shares, limit=asked.limit, is_partial=is_partial, jobs=many)
    loaded = load(
        sources,
        known,
        None if fits else scratch,
        opening=None if accepted is None else partial(open_scratch, accepted),
        sees=sees,
        noting=is_partial,
    )
    with closing(loaded.data) as data:
        about = loaded.subjects if is_partial else None
        report = run(
            data,
            shapes,
            engine=asked.engine,
            limit=asked.limit,
            about=about,
            narrow=accepted is not None,
            jobs=many,
        )
        if not asked.shape_files and not is_large and _needed(files) < _SMALL * _TIMES_OTHERS:
            broken = {where.file for where, _ in loaded.broken}
            quads = (quad for source in sources if source.name not in broken for quad in source.quads())
            names = Names(asked.base, data.describes, data.described)
            report = report.with_results(names.results(quads), asked.limit)
    return report, loaded.broken


def _loaded(sources: list[Source], known: list[Source], sees: Collection[str] | None, *, noting: bool) -> Loaded:
    return load(sources, known, sees=sees, noting=noting)


def _is_shared(files: tuple[str, ...]) -> bool:
    """Tell whether files are large, and can be read again for each share."""
    paths = [Path(file) for file in files]
    return all(path.is_file() and path.suffix in _LINES for path in paths) and _size(files) >= SHARED


def _size(names: Iterable[str]) -> int:
    """Add up the bytes of files, and of the releases among them."""
    files = (each for name in names for each in (Path(name).rglob("*") if Path(name).is_dir() else [Path(name)]))
    return sum(each.stat().st_size for each in files if each.is_file())


def _accepted(files: tuple[str, ...], context: tuple[str, ...]) -> str | None:
    """Name the release among the contexts beside which the files are few; of several the largest, None if none is."""
    releases = [each for each in context if Path(each).is_dir()]
    if not releases or any(Path(file).is_dir() for file in files):
        return None
    largest = max(releases, key=lambda each: _size([each]))
    return largest if _size(files) * _FEW < _size([largest]) else None


def _needed(names: Iterable[str]) -> float:
    """Estimate the bytes of memory that the data graph of files needs."""
    files = [file for file in map(Path, names) if file.is_file()]
    return sum(
        file.stat().st_size * (_TIMES_COMPRESSED if file.suffix == ".gz" else _TIMES.get(file.suffix, _TIMES_OTHERS))
        for file in files
    )


def _fits(needed: float, there: int) -> bool:
    """Tell whether a data graph may lie in memory; it may on disk otherwise.

    :param needed: bytes that it is expected to need, there may be twice as many
    :param there: bytes of memory for this process
    :raises SourceError: if the shell allows too few addresses for either: neither would end well
    """
    addresses = address_limit()
    if addresses is not None and needed >= addresses / 4:
        raise SourceError(
            f"the data needs {needed / 2**20:,.0f} MiB or more, and ulimit -v allows {addresses / 2**20:,.0f} MiB for "
            "everything: allow four times as much, or validate fewer files at once"
        )
    return needed < there / 4


def _source(file: str, given: str | None = None) -> Source:
    if Path(file).is_dir():
        store = open_release(file)
        return Source(file, partial(store.quads_for_pattern, None, None, None, ox.DefaultGraph()))
    base = None if file == "-" else Path(file).absolute().as_uri()
    quads = partial(read_rdf, file, NAMES[given] if given else None, base)
    is_lines = given is None and Path(file).suffix in _LINES
    return Source(file, quads, partial(parts_of, Path(file)) if is_lines else None)


def _known(
    files: tuple[str, ...], shape_files: tuple[Path, ...], context: tuple[str, ...], base: str
) -> Iterator[Source]:
    """Name what the project's shapes take for known: which class is under which, the concepts, and the register.

    Every release has the concepts and the register in it.
    """
    if shape_files:
        return
    yield Source("ontology", partial(class_hierarchy, base))
    has_register = any(Path(each).is_dir() and read_manifest(each).base == base for each in context)
    if not has_register and not all(Path(file).is_dir() for file in files):
        yield Source("concepts", partial(code_lists, base))
        yield Source("register", partial(_register, base))


def _register(base: str) -> Iterable[ox.Quad]:
    return ox.parse("".join(tabulate(base)), format=ox.RdfFormat.N_QUADS)


def _is_partial(files: tuple[str, ...], shape_files: tuple[Path, ...], context: tuple[str, ...]) -> bool:
    """Tell whether results about other nodes than the files' own are to be left out."""
    return bool(context) or (not shape_files and not all(Path(file).is_dir() for file in files))
