"""Pages a second and core: reading documents, against trafilatura's extraction of the same pages in the same run.

Call ``python -m bench.convert``; ``--pages`` and ``--memory`` set the load. Both columns are told, and the ratio of the
medians of rounds that alternate between the two, so that a busy machine slows both alike.
"""

import argparse
import cProfile
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.pages import SIZE, pages, write_lines
from bench.race import announce, peak_memory
from kg.documents import parse
from kg.facts import Facts, extract
from kg.model import Document, Page
from kg.reference.gazetteer import Gazetteer, load_gazetteer
from kg.sources import read

ROUNDS = 5
_FILE_PAGES = 1_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the comparison, the memory runs and the profile."""
    options = _options(arguments)
    if options.child is not None:
        _read_all(options.child)
        return
    announce(options.short, "5 seconds", "3 minutes")
    if options.short:
        options.pages, options.memory = 5, 0
    load = list(pages(options.pages))
    print(f"{options.pages} pages of {SIZE:,} bytes, {ROUNDS} alternating rounds, one core")
    _compare(load)
    _profile(load)
    if options.memory:
        _memory(options.memory)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.convert", description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="pages a round (default 100)")
    parser.add_argument("--memory", type=int, default=20_000, help="pages of the large memory run; 0 leaves it out")
    parser.add_argument("--short", action="store_true", help="5 pages: to see that it runs")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _compare(load: list[Page]) -> None:
    """Time each way over the same pages, round by round."""
    ways = _ways()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way(load[0])
    for _ in range(ROUNDS):
        for name, way in ways.items():
            seconds[name].append(_timed(way, load))
    ours = statistics.median(seconds["osce-kg: parse"])
    for name, times in seconds.items():
        middle = statistics.median(times)
        print(f"  {name:42} {len(load) / middle:8.1f} pages/s   osce-kg is {middle / ours:5.1f}x as fast")


def _ways() -> dict[str, Callable[[Page], object]]:
    """Name the ways that are compared; trafilatura is given decoded text, which spares it the detection."""
    gazetteer = load_gazetteer()
    ours: dict[str, Callable[[Page], object]] = {
        "osce-kg: parse": parse,
        "osce-kg: parse, and the facts of the text": lambda page: _facts(page, gazetteer),
    }
    try:
        import trafilatura
    except ImportError as error:
        print(f"  trafilatura is left out: {error} (make bench installs the peers)")
        return ours
    return {
        **ours,
        "trafilatura: extract": lambda page: trafilatura.extract(page.content.decode()),
        "trafilatura: extract, fast": lambda page: trafilatura.extract(page.content.decode(), fast=True),
        "trafilatura: bare_extraction with metadata": lambda page: trafilatura.bare_extraction(
            page.content.decode(), with_metadata=True
        ),
    }


def _facts(page: Page, gazetteer: Gazetteer) -> Facts | None:
    document = parse(page)
    return extract(document, gazetteer) if isinstance(document, Document) else None


def _timed(way: Callable[[Page], object], load: list[Page]) -> float:
    start = time.process_time()
    for page in load:
        way(page)
    return time.process_time() - start


def _profile(load: list[Page]) -> None:
    """Print where the time of reading goes."""
    profile = cProfile.Profile()
    profile.enable()
    for page in load:
        parse(page)
    profile.disable()
    print("profile of osce-kg: parse, by own time")
    pstats.Stats(profile, stream=sys.stdout).strip_dirs().sort_stats("tottime").print_stats(8)


def _memory(large: int) -> None:
    """Compare the peak memory of a small and a large run, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        first = write_lines(Path(folder) / "pages.jsonl", _FILE_PAGES)
        peaks = {count: _peak(Path(folder), first, count) for count in (_FILE_PAGES, large)}
    for count, peak in peaks.items():
        print(f"  peak memory reading {count:>7,} pages: {peak:7.1f} MiB")
    print(f"  ratio {peaks[large] / peaks[_FILE_PAGES]:.2f}")


def _peak(folder: Path, first: Path, count: int) -> float:
    """Peak resident memory, in MiB, of a process that reads a folder of so many pages."""
    load = folder / str(count)
    load.mkdir()
    for number in range(count // _FILE_PAGES):
        os.link(first, load / f"{number:05}.jsonl")
    command = [sys.executable, "-m", "bench.convert", "--child", str(load)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _read_all(folder: Path) -> None:
    """Read every page of a folder and print the peak memory of this process, in MiB."""
    for page in read(folder):
        if isinstance(page, Page):
            parse(page)
    print(peak_memory())


if __name__ == "__main__":
    main()
