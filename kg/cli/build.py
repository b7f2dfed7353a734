"""``osce-kg build``: sources and reference data in, a release out."""

import json
import os
import signal
from pathlib import Path
from time import perf_counter

import click
from rich.console import Console
from rich.table import Table

from kg.cli.progress import progress_bar
from kg.cli.settings import base_option, fail, is_quiet, verbosity
from kg.pipeline import Plan
from kg.pipeline import build as run_build
from kg.pipeline.engines import ENGINES, engine_named
from kg.release import Manifest
from kg.release.manifest import read_manifest
from kg.validation.forms import told_counts


@click.command(short_help="Pages and reference data to a release.")
@click.argument("sources", nargs=-1, metavar="[SOURCE]...", type=click.Path(path_type=Path))
@click.option("--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="The release to be.")
@click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, show_default="cores", help="Processes."
)
@click.option("--engine", type=click.Choice(ENGINES), default="local", show_default=True, help="What runs the pages.")
@click.option("--since", metavar="RELEASE", type=click.Path(path_type=Path), help="Use its unchanged pages again.")
@click.option("--strict", is_flag=True, help="Fail if a page cannot be read.")
@click.option(
    "--gate/--no-gate",
    default=True,
    show_default=True,
    help="Refuse a release that violates a shape; or only report it.",
)
@click.option("--sample", is_flag=True, help="Say that the pages are made up, wherever the release is shown.")
@base_option
@verbosity
def build(
    sources: tuple[Path, ...],
    out: Path,
    jobs: int,
    engine: str,
    since: Path | None,
    strict: bool,
    gate: bool,
    sample: bool,
    base: str,
) -> int:
    """Read every SOURCE, add the reference data, and write a release in DIR.

    A SOURCE is a file (.html, .txt, .mhtml, a feed or sitemap in .xml, .jsonl with url and html or text a line), an
    archive (.warc, .warc.gz, .warc.zst, .wacz) or a folder of these. Without any, the release holds the reference
    data alone. DIR is whole or absent, whatever happens meanwhile; a page that cannot be read is listed in
    DIR/skipped.jsonl. Where an archive is damaged, the records before and after the damage are read, the release is
    written, and the exit code is 2. A page whose address is under a name reserved for
    examples (.example, .test, example.org: RFC 2606) makes the release a sample, as --sample does: its manifest, its
    description and every page of the endpoint say so.

    \b
    Example:
      osce-kg build pages/ crawl.warc.gz --out release
      osce-kg build pages/ --out release-2 --since release
    """
    begun = perf_counter()
    signal.signal(signal.SIGTERM, _end)
    plan = Plan(
        sources=sources,
        out=out,
        base=base,
        jobs=jobs,
        strict=strict,
        since=since,
        engine=engine_named(engine),
        gate=gate,
        sample=sample,
    )
    with progress_bar() as progress:
        manifest = run_build(plan, progress)
    if since and read_manifest(since).fingerprint != manifest.fingerprint:
        fail(
            f"{since} was made by other software or tables: every page was read again, its older captures are left out",
            0,
        )
    if not is_quiet():
        _summarize(manifest, out, perf_counter() - begun)
    return _tell_damage(out, manifest)


def _end(number: int, frame: object) -> None:
    """End as on Ctrl-C, so that nothing half-written stays; the exit code is the signal's."""
    del frame
    raise SystemExit(128 + number)


def _tell_damage(out: Path, manifest: Manifest) -> int:
    """Say how much of the input damage has cost; the exit code is 2 if it has cost anything."""
    lost = 0
    if manifest.skipped:
        with (out / "skipped.jsonl").open(encoding="utf-8") as skipped:
            lost = sum(json.loads(line).get("lost", 0) for line in skipped if '"lost"' in line)
    if not lost:
        return 0
    whole = sum(each.bytes for each in manifest.inputs if not each.name.startswith(("reference/", "ontology/")))
    message = f"{lost:,} of {whole:,} bytes of the input are damaged and were not read; the rest was"
    return fail(f"{message}: {out / 'skipped.jsonl'} says where", 2)


def _summarize(manifest: Manifest, out: Path, seconds: float) -> None:
    """Print what was made, on standard error."""
    click.echo(f"osce-kg: release {manifest.version} written to {out}", err=True)
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in _rows(manifest):
        table.add_row(name, value)
    table.add_section()
    for stage, taken in manifest.timings.items():
        table.add_row(stage, f"{taken:.2f} s")
    table.add_row("all", f"{seconds:.2f} s")
    Console(stderr=True).print(table)
    if manifest.skipped:
        skipped = "1 page was" if manifest.skipped == 1 else f"{manifest.skipped:,} pages were"
        click.echo(f"osce-kg: {skipped} skipped: {out / 'skipped.jsonl'} says why", err=True)


def _rows(manifest: Manifest) -> list[tuple[str, str]]:
    rows = [
        ("documents", f"{manifest.documents:,}"),
        ("snapshots", f"{manifest.snapshots:,}"),
        ("mentions", f"{manifest.mentions:,}"),
        ("asserted triples", f"{manifest.asserted:,}"),
    ]
    if manifest.inferred is not None:
        rows.append(("inferred triples", f"{manifest.inferred:,}"))
    if manifest.conforms is not None:
        rows.append(("results of the shapes", told_counts(manifest.results) if manifest.results else "not counted"))
    if manifest.sample:
        rows.append(("sample data", "yes"))
    return [*rows, ("pages skipped", f"{manifest.skipped:,}")]
