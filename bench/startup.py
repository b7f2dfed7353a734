"""How long commands take to start, as ratios to ``python -c pass`` in the same run: processor time, the least of some.

Warm is with what an earlier start kept on disk (``OSCE_KG_CACHE``), cold is the first start ever.
Takes about a minute; ``--short``, one start of each, some seconds.
"""

import os
import resource
import shutil
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
_TYPED_FILE = """@prefix osce: <https://w3id.org/osce-kg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/osce-kg/id/doc/1> a osce:PressRelease ; osce:issuedOn "2014-06-04"^^xsd:date .
"""
#: Case → the most that it may take, as a ratio.
LIMITS = {"help": 5, "query": 15, "convert": 15, "validate": 15, "validate typed": 15}


def _processor_time(command: Sequence[str], runs: int, folder: Path, *, is_cold: bool = False) -> float:
    """Run a command some times, and give the least processor time (user + system) in seconds.

    :param folder: for what is kept between starts
    :param is_cold: empty it before each run
    """
    least, environment = float("inf"), {**os.environ, "OSCE_KG_CACHE": str(folder)}
    for _ in range(runs):
        if is_cold:
            shutil.rmtree(folder, ignore_errors=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ended = subprocess.run(command, env=environment, check=False, capture_output=True)
        if ended.returncode > 1:  # 1: does not conform
            raise RuntimeError(f"{command} ended with {ended.returncode}: {ended.stderr.decode()}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def _cases(folder: Path) -> dict[str, list[str]]:
    page, file, typed, release = (folder / name for name in ("page.html", "data.ttl", "typed.ttl", "release"))
    page.write_text(_PAGE, encoding="utf-8")
    file.write_text(_FILE, encoding="utf-8")
    typed.write_text(_TYPED_FILE, encoding="utf-8")
    build(Plan(sources=(page,), out=release))
    return {
        "help": [_COMMAND, "--help"],
        "query": [_COMMAND, "query", str(release), "ASK { ?s ?p ?o }"],
        "convert": [_COMMAND, "convert", str(page)],
        "validate": [_COMMAND, "validate", str(file)],
        "validate typed": [_COMMAND, "validate", str(typed)],
    }


def main(arguments: Sequence[str] = ()) -> None:
    """Print a line a case as soon as it is measured."""
    runs = 1 if "--short" in arguments else 10
    print(f"start-up, {runs} run{'s' * (runs > 1)} each; takes about {'10' if runs == 1 else '60'} s", flush=True)
    with TemporaryDirectory() as folder:
        kept, cases = Path(folder, "kept"), _cases(Path(folder))
        base = _processor_time([sys.executable, "-c", "pass"], 2 * runs, kept)
        print(f"python -c pass  {base:.3f} s", flush=True)
        for name, command in cases.items():
            cold = _processor_time(command, max(1, runs // 4), kept, is_cold=True)
            warm = _processor_time(command, runs, kept)
            times = f"warm {warm:.3f} s {warm / base:5.1f} ×  cold {cold:.3f} s {cold / base:5.1f} ×"
            print(f"{name:<15} {times}  (aim: {LIMITS[name]} × warm)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
