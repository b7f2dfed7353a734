"""``osce-kg export``: dumps of a release in other syntaxes and vocabularies."""

from pathlib import Path

import click

from kg.cli.outputs import output
from kg.cli.settings import verbosity
from kg.release import read_manifest
from kg.release.exporting import PROFILES, export_lines
from kg.serialization.formats import FORMATS, serialize


@click.command(short_help="Dumps in other syntaxes and vocabularies.")
@click.argument("release", type=click.Path(path_type=Path))
@click.option("-f", "--format", "syntax", type=click.Choice(FORMATS), required=True, help="Syntax.")
@click.option("-o", "--output", "path", required=True, metavar="PATH", help="A file (.gz compresses), or -.")
@click.option("--graph", default="asserted", show_default=True, help="A graph's IRI, asserted, inferred or all.")
@click.option("--profile", type=click.Choice(PROFILES), help="Say it in another vocabulary.")
@verbosity
def export(release: Path, syntax: str, path: str, graph: str, profile: str | None) -> None:
    """Write the facts of a RELEASE in a syntax, sorted.

    A profile writes another vocabulary's view instead: web-annotation (each mention as a W3C Web Annotation), cpov
    (Core Public Organisation Vocabulary), schema (schema.org), skos (labels and concept schemes alone).

    \b
    Example:
      osce-kg export release -f nt -o osce.nt.gz
      osce-kg export release -f turtle -o - --graph https://w3id.org/osce-kg/graph/doc/485162
      osce-kg export release -f jsonld -o annotations.jsonld --profile web-annotation
    """
    base = read_manifest(release).base
    with export_lines(release, graph=graph, profile=profile, syntax=syntax) as lines, output(path) as stream:
        stream.writelines(serialize(lines, syntax, base))
