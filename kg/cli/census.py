"""``osce-kg census``: what sources hold and what of it can be read."""

import json
from collections import Counter
from pathlib import Path

import click

from kg.cli.progress import progress_bar
from kg.cli.settings import fail, verbosity
from kg.pipeline.census import Census, take_census

_MOST = 40
_HEADINGS = (
    ("forms", "form of page"),
    ("kinds", "kind"),
    ("languages", "language"),
    ("years", "year of issue"),
    ("evidence", "ground of the date"),
    ("places", "ground of the place"),
    ("notes", "notes"),
)


@click.command(short_help="What sources hold, and what of it can be read.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes.")
@verbosity
def census(sources: tuple[Path, ...], form: str, jobs: int) -> int:
    """Count the records in every SOURCE by form, kind, language and year, and say what is not read and why.

    Nothing is converted or written. The exit code is 2 if an archive is damaged, as it is for build.

    \b
    Example:
      osce-kg census crawl.warc.gz pages/
      osce-kg census crawl.warc.gz --format json --jobs 4
    """
    with progress_bar() as progress:
        counted = take_census(sources, jobs, progress)
    click.echo(_as_json(counted) if form == "json" else _as_text(counted), nl=False)
    if counted.lost:
        return fail(f"{counted.lost:,} bytes of the sources are damaged and were not read; the rest was", 2)
    return 0


def _as_json(counted: Census) -> str:
    fields = {
        "records": counted.records,
        "documents": counted.documents,
        "distinct": len(counted.keys),
        **{name: _sorted(name, getattr(counted, name)) for name, _ in _HEADINGS},
        "unread": [
            {"kind": kind, "reason": reason, "records": number}
            for (kind, reason), number in counted.unread.most_common()
        ],
        "lost": counted.lost,
    }
    return json.dumps(fields, ensure_ascii=False, indent=2) + "\n"


def _as_text(counted: Census) -> str:
    lines = [
        f"records            {counted.records:>10,}",
        f"documents read     {counted.documents:>10,}",
        f"  distinct         {len(counted.keys):>10,}",
        f"not read           {sum(counted.unread.values()):>10,}",
        f"bytes damaged      {counted.lost:>10,}",
    ]
    for name, heading in _HEADINGS:
        lines += _table(heading, _sorted(name, getattr(counted, name)))
    reasons = {f"{reason} ({kind})": number for (kind, reason), number in counted.unread.most_common()}
    lines += _table("not read, why", reasons)
    return "\n".join(lines) + "\n"


def _sorted(name: str, counts: Counter[str]) -> dict[str, int]:
    """Put years in order of time, all else the most frequent first."""
    return dict(
        sorted(counts.items()) if name == "years" else sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    )


def _table(heading: str, counts: dict[str, int]) -> list[str]:
    if not counts:
        return []
    shown = list(counts.items())[:_MOST]
    rest = len(counts) - len(shown)
    more = [f"{'':>10}  and {rest:,} more (--format json has all)"] if rest else []
    return ["", heading, *(f"{number:>10,}  {value}" for value, number in shown), *more]
