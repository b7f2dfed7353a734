"""Whether ours and pySHACL give the same whole report on the data of :mod:`bench.validation`, at scale.

Call ``python -m bench.agreement [RELEASES...]``. Results are compared as sets of focus node, path, value, component,
source shape, constraint, severity and messages. pySHACL gets every triple as it stands in the file; ours gets what the
shapes can see, on every core, as the command does. Exits with 1 if the reports differ. pySHACL needs half an hour and
more at 10,000 releases.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.validation import write_closed
from kg.graph.reading import read_rdf
from kg.validation.foreign import rdflib_graph
from kg.validation.loading import Source, load
from kg.validation.reference import by_pyshacl
from kg.validation.report import Report, Result, without_witness
from kg.validation.shapes import ShapesGraph
from kg.validation.validating import project_shapes, validate
from kg.validation.visibility import visible_predicates

_SHOWN = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the reports, and tell how many of their number differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.agreement", description=__doc__)
    parser.add_argument("releases", type=int, nargs="*", default=[100, 1_000])
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in parser.parse_args(arguments).releases:
            data = Path(folder) / f"{number}.nt"
            print(f"{number:,} releases, {write_closed(number, data):,} triples", flush=True)
            differing += not agree(data)
    return int(differing > 0)


def agree(data: Path) -> bool:
    """Validate N-Triples with both engines, print what they give and where they differ, and tell whether they agree."""
    shapes = project_shapes()
    begun = time.perf_counter()
    ours = _ours(data, shapes)
    print(f"  {'osce-kg':<10} {time.perf_counter() - begun:9.2f} s  {_told(ours.results)}", flush=True)
    for note in ours.notes:
        print(f"  note: {note}")
    begun = time.perf_counter()
    theirs = _theirs(data, shapes)
    print(f"  {'pySHACL':<10} {time.perf_counter() - begun:9.2f} s  {_told(theirs)}", flush=True)
    one, other = without_witness(ours.results), without_witness(theirs)
    for name, beyond in (("osce-kg", one - other), ("pySHACL", other - one)):
        for result in sorted(beyond)[:_SHOWN]:
            print(f"  only {name}: {result}")
    print(f"  {'the same' if one == other else 'NOT the same'}, {len(ours.notes)} notes", flush=True)
    return one == other


def _ours(data: Path, shapes: ShapesGraph) -> Report:
    sees = visible_predicates(shapes)
    loaded = load([Source(str(data), lambda: read_rdf(data))], [], sees=sees, noting=False)
    return validate(loaded.data, shapes, jobs=os.cpu_count() or 1)


def _theirs(data: Path, shapes: ShapesGraph) -> list[Result]:
    quads = read_rdf(data)
    graph = rdflib_graph((quad.subject, quad.predicate, quad.object) for quad in quads)  # type: ignore[misc]
    return by_pyshacl(graph, shapes)


def _told(results: Iterable[Result]) -> str:
    """Count results, those that SHACL can tell apart, and how many each component has."""
    found = list(results)
    components = Counter(result.component.rpartition("#")[2][: -len("ConstraintComponent>")] for result in found)
    each = ", ".join(f"{name} {number:,}" for name, number in components.most_common())
    return f"{len(found):,} results, {len(without_witness(found)):,} distinct: {each}"


if __name__ == "__main__":
    sys.exit(main())
