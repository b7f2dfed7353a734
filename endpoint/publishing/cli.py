"""``osce-kg site``: parses, writes, says what was written."""

import os
import re
from pathlib import Path

import click

from endpoint.face.language import LANGUAGES
from endpoint.publishing.writing import Plan, Written, write_site
from kg.cli.progress import progress_bar
from kg.cli.settings import is_quiet, verbosity

_URL = re.compile(r"https?://[^\s/?#]+(?:/[A-Za-z0-9._~-]+)*/?")


def _address(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if value and not _URL.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not the address of a site: write it as https://example.org/kg/")
    return value.rstrip("/")


@click.command(short_help="A release as static files, SPARQL included.")
@click.argument("release", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write.")
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    callback=_address,
    help="Address that the site will have: for feeds, sitemap, canonical addresses and the page shown where none is.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(list(LANGUAGES)),
    help="Language of pages; give it again for more, the first is at the root. All six if it is not given.",
)
@click.option("--jobs", type=click.IntRange(1), default=os.cpu_count() or 1, show_default="cores", help="Processes.")
@verbosity
def site(release: Path, out: Path, base_url: str, languages: tuple[str, ...], jobs: int) -> int:
    """Write RELEASE as static files: every page, lists, data, search, and SPARQL in the browser.

    Any web server can hold the folder, under any path; nothing runs on it. A site that is there already is replaced in
    one step when the new one is whole, and files that did not change keep their time. Reconciliation, validation and
    the graph store need `osce-kg serve`.

    \b
    Example:
      osce-kg site release --out public --base-url https://example.org/kg/
      python -m http.server --directory public
    """
    chosen = tuple(dict.fromkeys(languages)) or tuple(LANGUAGES)
    with progress_bar() as progress:
        written = write_site(Plan(release, out, chosen, base_url, jobs), progress)
    if not is_quiet():
        others = written.files - written.pages
        click.echo(f"osce-kg: {written.pages:,} pages and {others:,} other files in {out}", err=True)
        for line in _lacking(written, base_url):
            click.echo(f"osce-kg: {line}", err=True)
    return 0


def _lacking(written: Written, base_url: str) -> list[str]:
    """Say what the site does without, and how to have it: a line each."""
    lines = []
    if not (written.has_engine and written.has_names):
        lines.append("no SPARQL and no search: their code was not there when this package was built (see make assets)")
    if not written.has_texts:
        lines.append("names are searched, texts are not: that needs Pagefind (npm install --global pagefind)")
    if not base_url:
        lines.append("no feeds, sitemap or canonical addresses: they need --base-url")
    return lines
