"""Validating releases with the project's shapes: ours against pySHACL, pyshifty and pyrudof, same data, same run.

Call ``python -m bench.validation``. The data is the closed union of the register, the concepts and so many releases,
every hundredth with a fault, as N-Triples; every engine is timed from files to results in memory, in a process of its
own. Whether an engine agrees with pySHACL is told by its number of results.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from bench.race import print_measured, race

SHAPES = Path(__file__).resolve().parent.parent / "shapes"
ROUNDS = 3
#: The largest number of releases that a peer is given, for it takes minutes beyond.
LIMITS = {"pySHACL": 1_000}
_DOCUMENT = "<https://w3id.org/osce-kg/id/doc/"
_ONTOLOGY = "https://w3id.org/osce-kg/ontology#"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m bench.validation", description=__doc__)
    parser.add_argument("--releases", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--only", nargs="*", choices=tuple(ENGINES), default=tuple(ENGINES))
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        name, data = options.child
        print_measured(ENGINES[name], data)
        return 0
    earlier = 0.0
    with tempfile.TemporaryDirectory() as folder:
        shapes = Path(folder) / "shapes.ttl"
        shapes.write_text("".join(path.read_text(encoding="utf-8") for path in sorted(SHAPES.glob("*.ttl"))))
        for number in options.releases:
            data = Path(folder) / f"{number}.nt"
            print(f"{number:,} releases, {write_closed(number, data):,} triples, median of {ROUNDS}")
            engines = [name for name in options.only if number <= LIMITS.get(name, number)]
            rounds = {name: 1 if name == "pySHACL" else ROUNDS for name in engines}
            found = race("bench.validation", engines, data, rounds, "results")
            if earlier:
                print(f"  growth of ours: {found['osce-kg']['seconds'] / earlier:.1f}x")
            earlier = found["osce-kg"]["seconds"]
    return 0


def write_closed(number: int, path: Path) -> int:
    """Write the closed union of so many releases as sorted N-Triples; hand back how many triples."""
    # Only here: what the engines do not need is no part of their memory.
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


def seeded(lines: list[str]) -> Iterator[str]:
    """Put a fault into every hundredth document: by turns no title, a second date, a foreign field of work."""
    documents = sorted(
        {line.split(" ", 1)[0] for line in lines if line.startswith(_DOCUMENT) and f"{_ONTOLOGY}issuedOn" in line}
    )
    faulty = {document: place % 3 for place, document in enumerate(documents[::100])}
    for line in lines:
        kind = faulty.get(line.split(" ", 1)[0])
        if kind == 0 and "terms/title>" in line:
            continue
        if kind == 1 and f"{_ONTOLOGY}issuedOn" in line:
            yield line.replace('"^^', 'x"^^', 1)
        if kind == 2 and f"{_ONTOLOGY}hasFieldOfWork" in line:
            yield line.replace("scheme/field-of-work/", "scheme/role/")
        yield line


def _ours(data: Path, jobs: int = 1) -> int:
    from kg.graph.reading import read_rdf
    from kg.validation.loading import Source, load, parts_of
    from kg.validation.validating import project_shapes, validate
    from kg.validation.visibility import visible_predicates

    shapes = project_shapes()
    sees = visible_predicates(shapes)
    loaded = load([Source(str(data), partial(read_rdf, data), partial(parts_of, data))], [], sees=sees, noting=False)
    return len(validate(loaded.data, shapes, jobs=jobs).results)


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


ENGINES: dict[str, Callable[[Path], int]] = {
    "osce-kg": _ours,
    "osce-kg on every core": _on_every_core,
    "pyshifty": _pyshifty,
    "pyrudof": _pyrudof,
    "pySHACL": _pyshacl,
}


if __name__ == "__main__":
    sys.exit(main())
