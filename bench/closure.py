"""Closing releases by OWL 2 RL: ours against owlrl, reasonable and sparq-rdf, same data, same run.

Call ``python -m bench.closure``. Ours closes everything at once and, as a build does, document by document, in one
process and in one a core; the latter two write what they find to compressed files as well. All three must find as
much. Every peer gets the ontology with its alignments and the data as N-Triples, and is timed from files to entailed
triples in memory, in a process of its own. The peers do not do the same work: reasonable reads no chains and reports no
contradictions, and sparq-rdf has rules of its own.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from bench.race import OURS, announce, print_measured, race
from bench.releases import quads

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
ROUNDS = 3
#: The largest number of releases that a peer is given, for it takes minutes beyond.
LIMITS = {"owlrl": 1_000}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m bench.closure", description=__doc__)
    parser.add_argument("--releases", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--only", nargs="*", choices=tuple(ENGINES), default=tuple(ENGINES))
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--short", action="store_true", help="10 releases, without owlrl: to see that it runs")
    options = parser.parse_args(arguments)
    if options.child:
        name, data = options.child
        print_measured(ENGINES[name], data)
        return 0
    announce(options.short, "10 seconds", "10 minutes")
    if options.short:
        options.releases, options.only = [10], [name for name in options.only if name not in LIMITS]
    earlier = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in options.releases:
            ours = _compare(number, Path(folder), options.only)
            if earlier:
                print(f"  growth of ours: {ours / earlier:.1f}x")
            earlier = ours
    return 0


def _compare(number: int, folder: Path, only: Sequence[str]) -> float:
    """Time every engine on so many releases; hand back the seconds of ours."""
    data = folder / f"{number}.nq"
    with data.open("w", encoding="utf-8") as stream:
        stream.writelines(quads(number))
    triples = folder / f"{number}.nt"
    with data.open(encoding="utf-8") as lines, triples.open("w", encoding="utf-8") as stream:
        stream.writelines(line.rsplit(" ", 2)[0] + " .\n" for line in lines)
    with data.open(encoding="utf-8") as lines:
        print(f"{number:,} releases, {sum(1 for _ in lines):,} quads, median of {ROUNDS}")
    engines = [name for name in only if number <= LIMITS.get(name, number)]
    rounds = {name: 1 if name == "owlrl" and number > 100 else ROUNDS for name in engines}
    found = race("bench.closure", engines, data, rounds, "new")
    if len({each["found"] for name, each in found.items() if name.startswith(OURS)}) > 1:
        raise SystemExit("by document and at once do not find as much")
    return found[OURS]["seconds"]


def _files() -> list[Path]:
    return [ONTOLOGY / "osce.ttl", *sorted((ONTOLOGY / "alignments").glob("*.ttl"))]


def _ours(data: Path) -> int:
    from kg.closure import close

    with data.open(encoding="utf-8", newline="\n") as lines:
        closure = close(lines)
    if closure.contradictions:
        raise SystemExit("the data contradicts the ontology")
    return len(closure.entailed)


def _by_document(data: Path, jobs: int = 1) -> int:
    """Close as a build does: quads that stand together by graph, the register first; entailed lines go to a file."""
    from kg.iris import Iris
    from kg.nquads import iri
    from kg.release.inferring import Asserted, write_inferred
    from kg.release.spool import Spool

    iris, register = Iris(), iri(Iris().graph("register"))
    with tempfile.TemporaryDirectory() as folder, data.open(encoding="utf-8", newline="\n") as lines:
        scratch, spool, known = Path(folder), Spool(Path(folder) / "documents.nq"), tuple[str, ...]()
        for graph, quads_of in groupby(lines, lambda line: line[line.rindex(" <") + 1 : -3]):
            if graph == register:
                known = tuple(quads_of)
            else:
                spool.add(graph, tuple(quads_of))
        spool.close()
        asserted = Asserted(documents=spool, register=known)
        (scratch / "release").mkdir()
        return write_inferred(asserted, data, scratch / "release", scratch, iris, jobs)


def _by_document_on_every_core(data: Path) -> int:
    return _by_document(data, os.cpu_count() or 1)


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
    "osce-kg by document": _by_document,
    "osce-kg on every core": _by_document_on_every_core,
    "sparq-rdf": _sparq,
    "reasonable": _reasonable,
    "owlrl": _owlrl,
}


if __name__ == "__main__":
    sys.exit(main())
