"""Validating releases with the project's shapes: ours against pySHACL, pyshifty, pyrudof and TopBraid, same data.

Call ``python -m bench.validation``. The data is the closed union of the register, the concepts and so many releases,
every hundredth with a fault of :mod:`bench.faults`, as N-Triples. Every engine is timed from files to results in
memory, in a process of its own; for TopBraid SHACL that includes the start of the JVM and the loading of its classes.
Beside each engine stands whether its number of results is pySHACL's, or ours where pySHACL is not run;
:mod:`bench.agreement` compares the results themselves.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench.fetching import MAVEN, Unavailable, fetched, needs
from bench.race import OURS, Measured, announce, print_measured, race

SHAPES = Path(__file__).resolve().parent.parent / "shapes"
ROUNDS = 3
#: Of the JVM.
HEAP = "-Xmx16g"
_JAVA = Path(__file__).resolve().parent / "java"
#: The largest number of releases that a peer is given, for it takes minutes beyond.
LIMITS = {"pySHACL": 1_000}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m bench.validation", description=__doc__)
    parser.add_argument("--releases", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--only", nargs="*", choices=tuple(ENGINES), default=tuple(ENGINES))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--short", action="store_true", help="3 releases, without the slow peers: to see that it runs")
    options = parser.parse_args(arguments)
    if options.child:
        name, data = options.child
        print_measured(ENGINES[name], data)
        return 0
    announce(options.short, "half a minute", "20 minutes")
    if options.short:
        options.releases, options.rounds = [3], 1
    slow = {"TopBraid", *LIMITS} if options.short else set()
    engines = _at_hand([name for name in options.only if name not in slow])
    earlier = 0.0
    with tempfile.TemporaryDirectory() as folder:
        shapes = Path(folder) / "shapes.ttl"
        shapes.write_text("".join(path.read_text(encoding="utf-8") for path in sorted(SHAPES.glob("*.ttl"))))
        for number in options.releases:
            chosen = [name for name in engines if number <= LIMITS.get(name, number)]
            ours = _compare(number, chosen, Path(folder), options.rounds)
            if earlier and ours:
                print(f"  growth of ours: {ours / earlier:.1f}x")
            earlier = ours
    return 0


def _at_hand(names: Sequence[str]) -> list[str]:
    """Leave out TopBraid where it cannot be had, and say so."""
    if "TopBraid" not in names:
        return list(names)
    try:
        needs("java")
        topbraid()
    except Unavailable as reason:
        print(f"TopBraid SHACL is left out: {reason}")
        return [name for name in names if name != "TopBraid"]
    print(f"TopBraid SHACL runs with a heap of {HEAP}")
    return list(names)


def _compare(number: int, engines: Sequence[str], folder: Path, most: int) -> float:
    """Race engines on so many releases, ``most`` rounds; hand back the seconds of ours, 0 if it does not run."""
    data = folder / f"{number}.nt"
    print(f"{number:,} releases, {write_closed(number, data):,} triples, median of {most}", flush=True)
    rounds = {name: 1 if name == "pySHACL" else most for name in engines}
    found = race("bench.validation", engines, data, rounds, "results")
    _tell_agreement(found)
    return found[OURS]["seconds"] if OURS in found else 0.0


def _tell_agreement(found: dict[str, Measured]) -> None:
    """Print whether each engine has as many results as pySHACL, or as ours where that is not run."""
    judge = next((name for name in ("pySHACL", OURS) if name in found), None)
    if judge is None:
        return
    wanted = found[judge]["found"]
    told = (
        f"{name} {'yes' if each['found'] == wanted else format(each['found'] - wanted, '+,.0f')}"
        for name, each in found.items()
        if name != judge
    )
    print(f"  as many results as {judge}: {', '.join(told)}")


def write_closed(number: int, path: Path) -> int:
    """Write the closed union of so many releases as sorted N-Triples; hand back how many triples."""
    # Only here: what the engines do not need is no part of their memory.
    from bench.faults import seeded
    from bench.releases import quads
    from kg.closure import close
    from kg.validation.validating import class_hierarchy

    lines = list(quads(number))
    triples = {f"{line.rsplit(' ', 2)[0]} .\n" for line in lines}
    triples |= set(close(lines).entailed)
    triples |= {f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in class_hierarchy()}
    written = 0
    with path.open("w", encoding="utf-8") as stream:
        for line in seeded(sorted(triples)):
            stream.write(line)
            written += 1
    return written


def _ours(data: Path, jobs: int = 1) -> int:
    from kg.graph.reading import read_rdf
    from kg.validation.loading import Source, load, parts_of
    from kg.validation.shares import SHARED, shares_of, weigh
    from kg.validation.validating import project_shapes, validate, validate_in_shares
    from kg.validation.visibility import visible_predicates

    shapes = project_shapes()
    source = Source(str(data), partial(read_rdf, data), partial(parts_of, data))
    if data.stat().st_size < SHARED:
        loaded = load([source], [], sees=visible_predicates(shapes), noting=False)
        return len(validate(loaded.data, shapes, jobs=jobs).results)
    shares = shares_of(shapes, weigh([data]), max(2, jobs))
    report, _ = validate_in_shares(lambda sees: load([source], [], sees=sees, noting=False), shapes, shares, jobs=jobs)
    return len(report.results)


def _on_every_core(data: Path) -> int:
    return _ours(data, os.cpu_count() or 1)


def _pyshacl(data: Path) -> int:
    import pyshacl
    import rdflib
    from rdflib import SH

    graph = rdflib.Graph().parse(data, format="nt")
    shapes = rdflib.Graph().parse(data.with_name("shapes.ttl"))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    return len(set(report.objects(None, SH.result)))


def _pyshifty(data: Path) -> int:
    import shifty
    from rdflib import SH

    _, report, _ = shifty.validate(str(data), str(data.with_name("shapes.ttl")), infer=False, graph_mode="data")
    return len(set(report.objects(None, SH.result)))


def _pyrudof(data: Path) -> int:
    import pyrudof

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(str(data), format=pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(str(data.with_name("shapes.ttl")))
    return len(rudof.validate_shacl().violations)


def topbraid() -> str:
    """Fetch TopBraid SHACL from Maven Central and compile what calls it; hand back the class path.

    :raises Unavailable: if Maven or a JDK is not installed, or Maven Central is out of reach
    """
    listed = fetched("topbraid", _JAVA, MAVEN, "classpath.txt")
    classpath = f"{listed.read_text(encoding='utf-8')}:{listed.parent}"
    fetched("topbraid", _JAVA, ("javac", "-cp", classpath, "Validate.java"), "Validate.class")
    return classpath


def _topbraid(data: Path) -> int:
    command = ["java", HEAP, "-cp", topbraid(), "Validate", str(data), str(data.with_name("shapes.ttl"))]
    return int(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


ENGINES: dict[str, Callable[[Path], int]] = {
    "osce-kg": _ours,
    "osce-kg on every core": _on_every_core,
    "pyshifty": _pyshifty,
    "pyrudof": _pyrudof,
    "TopBraid": _topbraid,
    "pySHACL": _pyshacl,
}


if __name__ == "__main__":
    sys.exit(main())
