"""From sources to a release: every stage in its order, each timed."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from kg.assets import folder as asset_folder
from kg.errors import ReleaseError
from kg.graph import Settled
from kg.iris import Iris
from kg.model import Page, Unreadable
from kg.namespaces import DEFAULT_BASE
from kg.pipeline.concepts import concept_lines
from kg.pipeline.converting import Conversions, Engine, pages_of
from kg.pipeline.inputs import fingerprint, inputs_of, reference_inputs
from kg.pipeline.pool import read_all
from kg.pipeline.progress import Progress, Silent
from kg.pipeline.reading import from_line, page_digest, to_line
from kg.reference import tabulate
from kg.release.dumps import compressed, read_compressed
from kg.release.inferring import Asserted
from kg.release.manifest import Input, Manifest, read_manifest
from kg.release.sorting import LineSorter
from kg.release.spool import Spool
from kg.release.staging import staged
from kg.release.writing import Made, write

_SCRATCH = ".scratch"
_PAGES = "pages.jsonl.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to build: sources, the release folder to be, base IRI, number of processes.

    ``strict`` refuses the first page that gives no document. ``since`` is an earlier release whose conversions of
    unchanged pages are used again. ``engine`` puts pages through stages 2 to 4. ``gate`` refuses a release that
    violates a shape. ``sample`` says that the pages are made up; pages at reserved addresses say so themselves.
    """

    sources: tuple[Path, ...]
    out: Path
    base: str = DEFAULT_BASE
    jobs: int = 1
    strict: bool = False
    since: Path | None = None
    engine: Engine = read_all
    gate: bool = True
    sample: bool = False


@dataclass(slots=True)
class _Clock:
    """Times the stages and tells of them."""

    progress: Progress
    timings: dict[str, float] = field(default_factory=dict)
    _name: str = ""
    _begun: float = 0.0

    def stage(self, name: str) -> None:
        self.stop()
        self._name, self._begun = name, perf_counter()
        self.progress.stage(name)

    def advance(self, pages: int) -> None:
        self.progress.advance(pages)

    def stop(self) -> None:
        if self._name:
            self.timings[self._name] = round(self.timings.get(self._name, 0) + perf_counter() - self._begun, 3)


def build(plan: Plan, progress: Progress | None = None) -> Manifest:
    """Build a release.

    :param plan: what to build
    :param progress: hears of stages and pages
    :returns: the manifest of the finished release
    :raises ReleaseError: if ``out`` may not be replaced or the disk refuses
    :raises Inconsistent: if the data contradicts the ontology
    :raises NotConforming: if it violates a shape and ``gate`` is set
    :raises UnreadableSource: if a source does not exist, or ``strict`` and a page gives no document
    """
    _check_out(plan)
    clock = _Clock(progress or Silent())
    with staged(plan.out.resolve()) as folder:
        scratch = folder / _SCRATCH
        scratch.mkdir()
        clock.stage("inputs")
        inputs = (*inputs_of(plan.sources), *reference_inputs())
        made = _make(plan, folder, scratch, clock, inputs)
        manifest = write(made, folder, scratch, clock)
        shutil.rmtree(scratch)
        clock.stop()
        timed = manifest.write(folder, clock.timings)
    return timed


def _check_out(plan: Plan) -> None:
    """Refuse to replace anything but a release, and to read what is being written."""
    out = plan.out.resolve()
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        if not out.is_dir():
            raise ReleaseError(f"{str(plan.out)!r} is a file: name a folder for --out")
        if not (out / "manifest.json").exists():
            raise ReleaseError(f"{str(plan.out)!r} exists and is not a release: choose another --out")
    for source in plan.sources:
        if source.is_dir() and out.is_relative_to(source.resolve()):
            raise ReleaseError(f"{str(plan.out)!r} is inside the source {str(source)!r}: choose another --out")


def _make(plan: Plan, folder: Path, scratch: Path, clock: _Clock, inputs: tuple[Input, ...]) -> Made:
    """Run stages 1 to 4' and hold their lines."""
    conversions = Conversions(scratch, plan.strict, plan.engine)
    clock.stage("pages")
    _convert(plan, conversions, clock)
    clock.stage("reference")
    register = (*tabulate(plan.base), *concept_lines(asset_folder("ontology"), plan.base))
    clock.stage("graphs")
    spool, lines, iris = Spool(scratch / "documents.nq"), LineSorter(scratch, "quads"), Iris(plan.base)
    made = Made(
        base=plan.base,
        fingerprint=fingerprint(plan.base),
        inputs=inputs,
        lines=lines,
        asserted=Asserted(documents=spool, register=register, since=plan.since),
        jobs=plan.jobs,
        gate=plan.gate,
        previous=read_manifest(plan.since).version if plan.since else "",
        sample=plan.sample,
    )
    with compressed(folder / _PAGES) as pages:
        for settled in conversions.graphs(iris):
            _hold(settled, made, iris)
            pages.writelines(to_line(each) for each in settled.kept)
            pages.writelines(to_line(each) for each, _ in settled.repeated)
    spool.close()
    with (folder / "skipped.jsonl").open("w", encoding="utf-8", newline="\n") as skipped:
        for line in conversions.skipped.lines():
            skipped.write(line)
            made.skipped += 1
    lines.add(register)
    return made


def _hold(settled: Settled, made: Made, iris: Iris) -> None:
    """Hold the graph of a document, and count it."""
    made.lines.add(settled.lines)
    made.asserted.documents.add(iris.graph(f"doc/{settled.kept[0].key}"), settled.lines)
    made.documents += 1
    made.repeated += len(settled.repeated)
    made.sample = made.sample or any(each.made_up for each in settled.kept)
    made.captured = max(made.captured, *(each.captured for each in settled.kept))


def _convert(plan: Plan, conversions: Conversions, clock: _Clock) -> None:
    """Convert the pages, but those that ``since`` has under the same digest."""
    pages = pages_of(plan.sources)
    if plan.since is None or read_manifest(plan.since).fingerprint != fingerprint(plan.base):
        conversions.take(pages, plan.base, plan.jobs, clock)
        return
    known = {from_line(line).page for line in read_compressed(plan.since / _PAGES)}
    again: dict[str, list[tuple[str, int]]] = {}
    conversions.take(_unknown(pages, known, again), plan.base, plan.jobs, clock)
    _take_again(plan.since, again, conversions, clock)


def _unknown(
    pages: Iterator[Page | Unreadable], known: set[str], again: dict[str, list[tuple[str, int]]]
) -> Iterator[Page | Unreadable]:
    for page in pages:
        digest = page_digest(page) if isinstance(page, Page) else ""
        if digest in known and isinstance(page, Page):
            again.setdefault(digest, []).append((page.source, page.offset))
        else:
            yield page


def _take_again(since: Path, again: dict[str, list[tuple[str, int]]], conversions: Conversions, clock: _Clock) -> None:
    """Use earlier conversions, each under the source and offset where its page is now.

    A capture that the sources no longer hold stays as it was: what has been recorded once is not forgotten.
    """
    taken: set[tuple[str, str, str, str]] = set()
    for line in read_compressed(since / _PAGES):
        earlier = from_line(line)
        one = (earlier.page, earlier.key, earlier.language, earlier.sha256)
        if one in taken:
            continue
        taken.add(one)
        places = again.get(earlier.page, [(earlier.source, earlier.offset)])
        conversions.sorter.add(to_line(earlier._replace(source=source, offset=at)) for source, at in places)
        clock.advance(len(places))
