"""Closing releases by OWL 2 RL: ours against owlrl, reasonable and sparq-rdf, same data, same run.

Call ``python -m bench.closure``. Every peer gets the ontology with its alignments and the data as N-Triples, and is
timed from files to entailed triples in memory, in a process of its own. The peers do not do the same work: reasonable
reads no chains and reports no contradictions, and sparq-rdf has rules of its own.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.releases import quads

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
ROUNDS = 3
#: The largest number of releases that a peer is given, for it takes minutes beyond.
LIMITS = {"owlrl": 1_000}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m bench.closure", description=__doc__)
    parser.add_argument("--releases", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        print(json.dumps(_measured(*options.child)))
        return 0
    earlier = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in options.releases:
            ours = _compare(number, Path(folder))
            if earlier:
                print(f"  growth of ours: {ours / earlier:.1f}x")
            earlier = ours
    return 0


def _compare(number: int, folder: Path) -> float:
    """Time every engine on so many releases; hand back the seconds of ours."""
    data = folder / f"{number}.nq"
    with data.open("w", encoding="utf-8") as stream:
        stream.writelines(quads(number))
    triples = folder / f"{number}.nt"
    with data.open(encoding="utf-8") as lines, triples.open("w", encoding="utf-8") as stream:
        stream.writelines(line.rsplit(" ", 2)[0] + " .\n" for line in lines)
    with data.open(encoding="utf-8") as lines:
        print(f"{number:,} releases, {sum(1 for _ in lines):,} quads, median of {ROUNDS}")
    seconds: dict[str, list[float]] = {}
    told: dict[str, dict[str, float]] = {}
    for turn in range(ROUNDS):
        for name in ENGINES:
            if number <= LIMITS.get(name, number) and not (turn and name == "owlrl" and number > 100):
                found = _child(name, data)
                if found:
                    told[name] = found
                    seconds.setdefault(name, []).append(found["seconds"])
    ours = statistics.median(seconds["osce-kg"])
    for name, times in seconds.items():
        median = statistics.median(times)
        print(
            f"  {name:<22} {median:9.2f} s  {told[name]['entailed']:>10,.0f} new  {told[name]['memory']:6.0f} MiB"
            f"  osce-kg is {median / ours:6.1f}x as fast"
        )
    return ours


def _child(name: str, data: Path) -> dict[str, float] | None:
    """Run one engine; a death is told, and is no figure."""
    command = [sys.executable, "-m", "bench.closure", "--child", name, str(data)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ONTOLOGY.parent)
    if ended.returncode:
        told = ended.stderr.strip().splitlines() or ["no message"]
        print(f"  {name:<22} died with code {ended.returncode}: {told[-1]}")
        return None
    found: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def _measured(name: str, data: str) -> dict[str, float]:
    begun = time.perf_counter()
    entailed = ENGINES[name](Path(data))
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "entailed": entailed, "memory": memory}


def _files() -> list[Path]:
    return [ONTOLOGY / "osce.ttl", *sorted((ONTOLOGY / "alignments").glob("*.ttl"))]


def _ours(data: Path) -> int:
    from kg.closure import close

    with data.open(encoding="utf-8", newline="\n") as lines:
        closure = close(lines)
    if closure.contradictions:
        raise SystemExit("the data contradicts the ontology")
    return len(closure.entailed)


def _owlrl(data: Path) -> int:
    import owlrl
    import rdflib

    graph = rdflib.Graph()
    for path in _files():
        graph.parse(path)
    graph.parse(data.with_suffix(".nt"))
    before = len(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return len(graph) - before


def _reasonable(data: Path) -> int:
    import reasonable

    reasoner = reasonable.PyReasoner()
    for path in _files():
        reasoner.load_file(str(path))
    # It takes Turtle only; N-Triples are Turtle.
    turtle = data.with_suffix(".ttl")
    if not turtle.exists():
        turtle.symlink_to(data.with_suffix(".nt"))
    reasoner.load_file(str(turtle))
    return len(reasoner.reason())


def _sparq(data: Path) -> int:
    import sparq

    whole = "".join(path.read_text(encoding="utf-8") + "\n" for path in _files())
    graph = sparq.Graph.load(whole + data.with_suffix(".nt").read_text(encoding="utf-8"), "turtle")
    return int(graph.reason("owl"))


ENGINES: dict[str, Callable[[Path], int]] = {
    "osce-kg": _ours,
    "sparq-rdf": _sparq,
    "reasonable": _reasonable,
    "owlrl": _owlrl,
}


if __name__ == "__main__":
    sys.exit(main())
