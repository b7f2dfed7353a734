"""``osce-kg site``: parses, writes, says what was written."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from endpoint.publishing.writing import write_site
from kg.cli.settings import verbosity


@click.command(short_help="A release as static files, SPARQL included.")
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Empty folder to write.")
@click.option("--root", default="", metavar="PATH", help="Path that the site will be under on its host, as /kg.")
@verbosity
def site(release: Path, out: Path, root: str) -> int:
    """Write RELEASE as static files: every page, search, and SPARQL in the browser.

    Any web server can hold the folder; nothing runs on it. Lists have one facet at a time, and pages show all times:
    two facets at once, an order and a day need `osce-kg serve`.

    \b
    Example:
      osce-kg site release --out public
      python -m http.server --directory public
    """
    root = root.rstrip("/")
    if root and not root.startswith("/"):
        raise click.UsageError(f"--root is a path such as /kg, not {root!r}")
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("pages", total=None)
        written = write_site(release, out, root, lambda done, known: bar.update(task, completed=done, total=known))
    engine = "" if written.has_engine else "; SPARQL in the browser left out: run `make assets` first"
    click.echo(f"osce-kg: {written.pages:,} pages and {written.files:,} files in {out}{engine}", err=True)
    return 0
