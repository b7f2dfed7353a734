"""``osce-kg convert``: pages to RDF, nothing else."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from kg.cli.outputs import output
from kg.cli.progress import progress_bar
from kg.cli.settings import base_option, fail, verbosity
from kg.pipeline.converting import convert as run_convert
from kg.serialization.formats import FORMATS, serialize

#: Kinds of skipped records with which no page is lost.
_NOTHING_LOST = ("repeated", "redirect", "revisit")


@click.command(short_help="Pages to RDF, nothing else.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path(path_type=Path))
@click.option("--url", metavar="ADDRESS", help="Web address of the one page in SOURCE.")
@click.option(
    "-f", "--format", "syntax", type=click.Choice(FORMATS), default="turtle", show_default=True, help="Syntax."
)
@click.option("-o", "--output", "path", default="-", metavar="FILE", help="Where to write; - is standard output.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@base_option
@verbosity
def convert(sources: tuple[Path, ...], url: str | None, syntax: str, path: str, jobs: int, base: str) -> int:
    """Write the graphs of the pages in every SOURCE, in order of document.

    A page that cannot be read is reported on standard error in one line; the exit code is then 2, and the graphs of
    the others are written all the same.

    \b
    Example:
      osce-kg convert --url https://www.osce.org/node/485162 page.html -f turtle
      osce-kg convert crawl.warc.gz -f nq -o crawl.nq --jobs 4
    """
    if url and len(sources) > 1:
        raise click.UsageError("--url gives one page its address: name one SOURCE")
    with (
        progress_bar() as progress,
        run_convert(sources, base=base, jobs=jobs, url=url, progress=progress) as (graphs, skipped),
        output(path) as stream,
    ):
        lines = (line for settled in graphs for line in settled.lines)
        stream.writelines(serialize(lines, syntax, base))
        return _tell(skipped.lines())


def _tell(skipped: Iterator[str]) -> int:
    """Tell what was skipped; the exit code is 2 if a page was lost."""
    code = 0
    for line in skipped:
        page = json.loads(line)
        where = page["source"] + (f" at {page['offset']}" if page["offset"] else "")
        code = max(
            code, fail(f"{where}: {page['reason']}; {page['remedy']}", 0 if page["kind"] in _NOTHING_LOST else 2)
        )
    return code
