"""How long commands take to start, as ratios to ``python -c pass`` in the same run: processor time, the least of some.

Takes about half a minute; ``--short`` a few seconds.
"""

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.pipeline import Plan, build

_COMMAND = str(Path(sys.executable).parent / "osce-kg")
_PAGE = """<html lang="en"><head><title>Course opens</title></head><body class="page-node-type-press-release"><main>
<h1>Course for customs officers opens</h1><p>ASHGABAT, 4 June 2014 – A course opened today.</p></main></body></html>
"""
_FILE = "<http://example.org/a> <http://example.org/b> 1 .\n"
#: Case → the most that it may take, as a ratio.
LIMITS = {"help": 5, "query": 15, "convert": 15, "validate": 15}


def _processor_time(command: Sequence[str], runs: int) -> float:
    """Run a command some times, and give the least processor time (user + system) in seconds."""
    least = float("inf")
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def _cases(folder: Path) -> dict[str, list[str]]:
    page, file, release = folder / "page.html", folder / "data.ttl", folder / "release"
    page.write_text(_PAGE, encoding="utf-8")
    file.write_text(_FILE, encoding="utf-8")
    build(Plan(sources=(page,), out=release))
    return {
        "help": [_COMMAND, "--help"],
        "query": [_COMMAND, "query", str(release), "ASK { ?s ?p ?o }"],
        "convert": [_COMMAND, "convert", str(page)],
        "validate": [_COMMAND, "validate", str(file)],
    }


def main(arguments: Sequence[str] = ()) -> None:
    """Print a line a case as soon as it is measured."""
    runs = 2 if "--short" in arguments else 10
    print(f"start-up, {runs} runs each; takes about {'10' if runs == 2 else '40'} s", flush=True)
    with TemporaryDirectory() as folder:
        cases = _cases(Path(folder))
        base = _processor_time([sys.executable, "-c", "pass"], 2 * runs)
        print(f"python -c pass  {base:.3f} s", flush=True)
        for name, command in cases.items():
            taken = _processor_time(command, runs)
            print(f"{name:<15} {taken:.3f} s  {taken / base:5.1f} ×  (aim: {LIMITS[name]} ×)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
