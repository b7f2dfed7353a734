"""``osce-kg gaps``: what the record lacks, and who held which office when."""

import csv
from collections.abc import Callable, Iterable
from itertools import groupby
from pathlib import Path
from typing import TextIO

import click

from kg.cli.outputs import output
from kg.cli.settings import verbosity
from kg.errors import SourceError
from kg.namespaces import compact, prefixes
from kg.release import open_release, read_manifest
from kg.release.gaps import KINDS, Gap, find_gaps
from kg.release.terms_of_office import Post, heads, posts_of
from kg.release.timelines import Line, lines_of

_YEARS = ("0001", "9999")


@click.command(short_help="What the record of a release lacks.")
@click.argument("release", type=click.Path(path_type=Path))
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(tuple(KINDS)), help="Only this kind; may be repeated."
)
@click.option(
    "--timeline", is_flag=True, help="Who headed which body when, with the times that nobody is recorded for."
)
@click.option("--post", "only", multiple=True, metavar="WORDS", help="Only posts whose name or IRI holds WORDS.")
@click.option("--from", "first", metavar="YEAR", default=_YEARS[0], help="Only what reaches into this year or later.")
@click.option("--to", "last", metavar="YEAR", default=_YEARS[1], help="Only what began in this year or earlier.")
@click.option(
    "--format", "form", type=click.Choice(("text", "csv", "markdown")), default="text", show_default=True, help="Form."
)
@click.option("-o", "--output", "path", default="-", metavar="FILE", help="Where to write; - is standard output.")
@verbosity
def gaps(
    release: Path,
    kinds: tuple[str, ...],
    timeline: bool,
    only: tuple[str, ...],
    first: str,
    last: str,
    form: str,
    path: str,
) -> None:
    """List what the record of a RELEASE lacks, as work for an editor.

    Holes between holders of a post, terms that overlap, holders attested without dates, posts without holders, records
    of one weak source, properties that are drafts, bodies without a successor, places without coordinates, bodies
    without a name in one of the six languages. With --timeline, the heads of all bodies in order instead.

    \b
    Example:
      osce-kg gaps release --kind hole --kind overlap
      osce-kg gaps release --format csv -o gaps.csv
      osce-kg gaps release --timeline --from 2015 --to 2026 --post mission
    """
    for year in (first, last):
        if not (year.isdigit() and len(year) == len("2015")):
            raise SourceError(f"{year!r} is not a year: write four digits, as in --from 2015")
    store, base = open_release(release), read_manifest(release).base
    with output(path) as stream:
        if timeline:
            chosen = _chosen(posts_of(store, base), only, heads(store, base))
            lines = [line for post in chosen for line in lines_of(post, first, last)]
            _TIMELINES[form](stream, lines)
        else:
            found = [gap for gap in find_gaps(store, base) if _wanted(gap, kinds, only, first, last)]
            _REPORTS[form](stream, found, base)


def _chosen(posts: Iterable[Post], only: tuple[str, ...], heading: set[str]) -> list[Post]:
    """Choose the posts that head a body; by words of their names all kinds of post, heads first."""
    chosen = [post for post in posts if (only or post.iri in heading) and _holds(post.label, post.iri, only)]
    return sorted(chosen, key=lambda post: post.iri not in heading)


def _holds(label: str, iri: str, only: tuple[str, ...]) -> bool:
    return not only or any(words.casefold() in label.casefold() or words in iri for words in only)


def _wanted(gap: Gap, kinds: tuple[str, ...], only: tuple[str, ...], first: str, last: str) -> bool:
    in_time = not (gap.end and gap.end[:4] < first) and not (gap.begin and gap.begin[:4] > last)
    return (not kinds or gap.kind in kinds) and in_time and _holds(gap.label, gap.thing, only)


def _when(begin: str, end: str) -> str:
    return f"{begin or '?'} – {end or '?'}" if begin or end else ""


def _text(stream: TextIO, found: list[Gap], base: str) -> None:
    names = prefixes(base)
    for kind, group in groupby(found, key=lambda gap: gap.kind):
        listed = list(group)
        stream.write(f"{kind}: {KINDS[kind]} ({len(listed)})\n")
        for gap in listed:
            parts = [gap.label, _when(gap.begin, gap.end), gap.detail, compact(gap.thing, names)]
            stream.write("  " + "  ".join(part for part in parts if part) + "\n")
    stream.write(f"{len(found)} in all\n")


def _csv(stream: TextIO, found: list[Gap], base: str) -> None:
    del base
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["kind", "label", "thing", "from", "to", "detail"])
    table.writerows((gap.kind, gap.label, gap.thing, gap.begin, gap.end, gap.detail) for gap in found)


def _markdown(stream: TextIO, found: list[Gap], base: str) -> None:
    names = prefixes(base)
    for kind, group in groupby(found, key=lambda gap: gap.kind):
        stream.write(f"## {kind}: {KINDS[kind]}\n\n| what | when | known | thing |\n|---|---|---|---|\n")
        for gap in group:
            cells = (gap.label, _when(gap.begin, gap.end), gap.detail, f"`{compact(gap.thing, names)}`")
            stream.write("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n")
        stream.write("\n")


_REPORTS: dict[str, Callable[[TextIO, list[Gap], str], None]] = {"text": _text, "csv": _csv, "markdown": _markdown}


def _timeline_text(stream: TextIO, lines: list[Line]) -> None:
    for post, group in groupby(lines, key=lambda line: line.post):
        stream.write(f"{post}\n")
        for line in group:
            note = f"  ({line.note})" if line.note else ""
            stream.write(f"  {line.begin or '?':>10} – {line.end or '?':<10}  {line.name}{note}\n")


def _timeline_csv(stream: TextIO, lines: list[Line]) -> None:
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["post", "from", "to", "holder", "note"])
    table.writerows((line.post, line.begin, line.end, line.name, line.note) for line in lines)


def _timeline_markdown(stream: TextIO, lines: list[Line]) -> None:
    for post, group in groupby(lines, key=lambda line: line.post):
        stream.write(f"## {post}\n\n| from | to | holder | note |\n|---|---|---|---|\n")
        for line in group:
            stream.write(f"| {line.begin} | {line.end} | {line.name} | {line.note} |\n")
        stream.write("\n")


_TIMELINES: dict[str, Callable[[TextIO, list[Line]], None]] = {
    "text": _timeline_text,
    "csv": _timeline_csv,
    "markdown": _timeline_markdown,
}
