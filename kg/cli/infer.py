"""``osce-kg infer``: the OWL 2 RL closure of RDF files with the ontology."""

from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.outputs import output
from kg.cli.settings import base_option, verbosity
from kg.closure import Closure
from kg.graph.reading import NAMES, read_rdf
from kg.release.contradictions import FORMS, LIMIT, refuse_contradictions, refutations
from kg.serialization.formats import FORMATS, serialize


@click.command(short_help="What RDF files entail with the ontology.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", "path", default="-", metavar="FILE", help="Where to write; - is standard output.")
@click.option(
    "-f", "--format", "syntax", type=click.Choice(FORMATS), default="turtle", show_default=True, help="Syntax."
)
@click.option(
    "--from", "given", type=click.Choice(tuple(NAMES)), help="Syntax of FILE, if its suffix does not show it."
)
@click.option(
    "--report", type=click.Choice(tuple(FORMS)), help="Print the contradictions in this form, in place of the closure."
)
@click.option("--only-new", is_flag=True, help="Write the entailed triples alone.")
@base_option
@verbosity
def infer(
    files: tuple[str, ...], path: str, syntax: str, given: str | None, report: str | None, only_new: bool, base: str
) -> int:
    """Write the OWL 2 RL closure of every FILE together with the ontology of the OSCE knowledge graph.

    FILE is RDF in any syntax, by its suffix, or - for standard input. Axioms in it hold as well. If the data
    contradicts the ontology, nothing is written: the contradictions are reported with their premises (exit code 1).
    With --report they are printed for people or for continuous integration, and the closure is not.
    What follows trivially is left out (docs/explanation/closure.md says what that is).

    \b
    Example:
      osce-kg infer ours.ttl --only-new
      osce-kg infer ours.ttl theirs.rdf -f nt -o closed.nt
      osce-kg infer ours.ttl --report github
    """
    closure = Closure(base)
    given_triples: set[str] = set()
    closure.extend(_lines(files, given, given_triples, only_new or report is not None))
    if report is not None:
        return _report(closure, files, report, path)
    refuse_contradictions(closure)
    lines = closure.entailed if only_new else sorted({*given_triples, *closure.entailed})
    with output(path) as stream:
        stream.writelines(serialize(lines, syntax, base))
    return 0


def _report(closure: Closure, files: tuple[str, ...], form: str, path: str) -> int:
    """Write the contradictions; the exit code is 1 if there is any."""
    number, told = len(closure.contradictions), refutations(closure, files)
    beyond = f"; the first {LIMIT:,} asserted causes are listed" if len(told) == LIMIT else ""
    notes = [f"{number:,} contradictions{beyond}"] if number > len(told) else []
    with output(path) as stream:
        stream.writelines(FORMS[form](told, notes))
    return int(number > 0)


def _lines(files: tuple[str, ...], given: str | None, kept: set[str], only_new: bool) -> Iterator[str]:
    """Read all files as N-Triples lines, and keep them if they are to be written."""
    for file in files:
        base = None if file == "-" else Path(file).absolute().as_uri()
        for quad in read_rdf(file, NAMES[given] if given else None, base):
            line = f"{quad.subject} {quad.predicate} {quad.object} .\n"
            if not only_new:
                kept.add(line)
            yield line
