"""From a release to a folder of files: whole or absent, written by one process or several."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from endpoint.publishing.data import write_chunks
from endpoint.publishing.extras import Extras
from endpoint.publishing.layout import Layout
from endpoint.publishing.press import Crawl, Done, Order, Press, begin, print_batch
from endpoint.publishing.texts import write_texts
from kg.errors import KgError
from kg.processes import spread
from kg.release.staging import staged

#: Says what a folder is: written last, so that a folder that has it is whole.
MARK = "site.json"


class Listener(Protocol):
    """Hears how far a site is."""

    def stage(self, name: str) -> None:
        """Hear that a stage begins."""

    def advance(self, pages: int) -> None:
        """Hear that so many more pages are written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write: a release, where, in which languages, for which address, with how many processes."""

    release: Path
    out: Path
    languages: tuple[str, ...]
    base_url: str = ""
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: pages, files in all, files as they were before, and whether queries and texts work."""

    pages: int
    files: int
    kept: int
    has_engine: bool
    has_names: bool
    has_texts: bool
    triples: int


def write_site(plan: Plan, progress: Listener) -> Written:
    """Write a release as static files.

    :param plan: what and where; the folder must not exist, be empty, or be a site that was written before, which the
        new one replaces in one step: its files that have not changed stay as they are
    :param progress: hears of stages and files
    :raises KgError: if the folder has other files, the release cannot be read, or a page cannot be written
    """
    before = _before(plan.out)
    with staged(plan.out, durable=False) as folder:
        layout = Layout(plan.languages, plan.base_url)
        order = Order(plan.release, folder, layout, before)
        press = Press(order)
        written = _write(press, plan.jobs, progress)
        mark = {"release": press.service.inline.release.version, "languages": plan.languages, **asdict(written)}
        (folder / MARK).write_text(json.dumps(mark, indent=1), encoding="utf-8")
    return written


def _before(out: Path) -> Path | None:
    """Find the site that is there already.

    :raises KgError: if the folder has anything else in it
    """
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return None
    if not (out / MARK).is_file():
        raise KgError(f"{str(out)!r} has files in it that are not a site of osce-kg: name an empty or a new folder")
    return out


def _write(press: Press, jobs: int, progress: Listener) -> Written:
    progress.stage("pages")
    total = _pages(press, jobs, progress)
    progress.stage("what pages load")
    extras = Extras(press)
    files = extras.write()
    progress.stage("data for queries")
    triples = write_chunks(press) if extras.has_engine else 0
    progress.stage("texts for searching")
    has_texts = write_texts(press)
    return Written(
        total.pages, total.files + files, total.kept, extras.has_engine, extras.has_names, has_texts, triples
    )


def _pages(press: Press, jobs: int, progress: Listener) -> Done:
    """Write every page, and all data that has an address.

    :raises KgError: if one could not be written
    """
    crawl, total = Crawl(press.first()), Done()
    died = KgError("a process that wrote pages ended before its work was done: try again with fewer --jobs")
    work = (
        map(press.print, crawl.batches())
        if jobs == 1
        else spread(print_batch, crawl.batches(), jobs, begin=begin, arguments=(press.order,), died=died)
    )
    for done in work:
        crawl.back(done)
        total.pages, total.files, total.kept = (
            total.pages + done.pages,
            total.files + done.files,
            total.kept + done.kept,
        )
        total.failed += done.failed
        progress.advance(done.pages)
    if total.failed:
        first = "; ".join(total.failed[:3])
        raise KgError(f"{len(total.failed):,} addresses of the release have no answer, so nothing was written: {first}")
    return total
