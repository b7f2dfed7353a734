"""How fast a release of made-up documents becomes a static site, and what the site weighs.

The peer is the endpoint's own application over its query processes, asked for the same pages one after the other.

    python -m bench.site_written [--documents 3000] [--language en …]
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.made_up import make
from bench.race import announce, peak_memory
from endpoint.config import EndpointConfig
from endpoint.engine.service import Service
from endpoint.face.app import create_app
from endpoint.publishing.layout import Layout
from endpoint.publishing.press import Order, Press
from endpoint.publishing.writing import Plan, write_site
from kg.pipeline.progress import Silent

_PAGES = 100


def _weight(folder: Path) -> tuple[int, int]:
    """Count files and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _written(release: Path, folder: Path, languages: tuple[str, ...], jobs: int) -> None:
    began = time.perf_counter()
    written = write_site(Plan(release, folder / "site", languages, "https://example.org", jobs), Silent())
    seconds = time.perf_counter() - began
    files, size = _weight(folder / "site")
    print(f"{written.pages:,} pages, {files:,} files, {size / 1e6:,.0f} MB in {seconds:,.0f} s, {jobs} processes")
    print(f"{written.pages / seconds:,.0f} pages a second; peak memory of the first process {peak_memory():,.0f} MiB")
    for path in ("index.html", "page/state/kyrgyzstan/index.html"):
        print(f"{path}: {(folder / 'site' / path).stat().st_size / 1000:,.0f} kB")


def _race(release: Path, folder: Path) -> None:
    """Write pages with one process, and ask the application for the same ones."""
    press = Press(Order(release, folder / "some", Layout()))
    asked = [address for address in press.first() if address.startswith("/page/")][:_PAGES]
    # Both have answered before: what is read once is read.
    press.print(["/browse/state"])
    began = time.perf_counter()
    press.print(asked)
    ours = time.perf_counter() - began
    config = EndpointConfig(release=release, rate=0, workers=1)
    service = Service(config)
    try:
        client = create_app(config, service).test_client()
        client.get("/browse/state")
        began = time.perf_counter()
        for address in asked:
            client.get(address, headers={"Accept": "text/html"})
        theirs = time.perf_counter() - began
    finally:
        service.close()
    print(f"a page as a file {ours / _PAGES * 1000:.1f} ms, asked of the application {theirs / _PAGES * 1000:.1f} ms")
    print(f"ratio {ours / theirs:.2f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a release, write it, ask it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=3_000)
    parser.add_argument("--language", action="append", help="all six if it is not given")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--short", action="store_true", help="100 pages and no site: to see that it runs")
    options = parser.parse_args(arguments)
    announce(options.short, "20 seconds", "40 minutes")
    folder = Path(tempfile.mkdtemp(prefix="osce-kg-bench-"))
    try:
        release, _ = make(folder, 20 if options.short else options.documents)
        _race(release, folder)
        if not options.short:
            languages = tuple(options.language or ("en", "fr", "de", "it", "ru", "es"))
            _written(release, folder, languages, options.jobs)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
