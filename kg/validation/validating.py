"""Validation of a data graph with a shapes graph: which engine, how many results, what the report must tell.

Source: SHACL, https://www.w3.org/TR/shacl/, section 3.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.assets import folder, rebased_text
from kg.errors import RdfSyntaxError
from kg.graph.reading import read_rdf, told
from kg.namespaces import DEFAULT_BASE, RDFS
from kg.validation.dataset import DataGraph
from kg.validation.parallel import Outcome, Part, Parts
from kg.validation.places import Place
from kg.validation.report import Collector, Report, Result
from kg.validation.shapes import Shape, ShapesGraph
from kg.validation.triples import Triples

if TYPE_CHECKING:
    from kg.validation.again import Earlier
    from kg.validation.shares import Load, Share

ENGINES = ("fast", "pyshacl")


def validate(
    data: DataGraph,
    shapes: ShapesGraph,
    *,
    engine: str = "fast",
    limit: int | None = None,
    about: Collection[str] | None = None,
    narrow: bool = False,
    jobs: int = 1,
) -> Report:
    """Validate a data graph.

    :param data: the data graph
    :param shapes: the shapes
    :param engine: ``fast``, which leaves to pySHACL what it cannot decide exactly, or ``pyshacl`` for everything
    :param limit: how many results of a shape and severity the report has; the others are counted
    :param about: nodes, as in N-Triples; results without one of them as focus node or value are left out
    :param narrow: let the fast engine look only at what may have such results: worth it for few nodes among many
    :param jobs: processes that the fast engine uses at most, where the data graph is in memory and large
    :returns: results in order; both engines give the same
    :raises ShapesError: if the shapes graph is ill-formed
    :raises ValidationDied: if a process of the validation was ended from outside
    """
    collector = Collector(limit)
    notes = _notes(shapes)
    left: list[Shape] | None = None
    if engine != "pyshacl":
        left = _by_queries(Parts(data, shapes, limit, about, narrow=narrow), jobs, collector, notes)
    for result in _by_pyshacl(data, shapes, left) if left is None or left else ():
        if about is None or result.focus in about or result.value in about:
            collector.add(result)
    return collector.report(notes)


def validate_again(
    data: DataGraph, shapes: ShapesGraph, *, limit: int, earlier: "Earlier | None" = None
) -> tuple[Report, dict[str, tuple[Result, ...]]]:
    """Validate a data graph with the fast engine, and tell part by part what was found.

    :param data: the data graph
    :param shapes: the shapes
    :param limit: as for :func:`validate`
    :param earlier: what an earlier validation with the same shapes found, and what has changed since
    :returns: the report that :func:`validate` gives; the results of each part whose results are all in the report
    :raises ShapesError: if the shapes graph is ill-formed
    """
    from kg.validation.again import part_name

    collector = Collector(limit)
    notes = _notes(shapes)
    outcomes = list(Parts(data, shapes, limit, earlier=earlier).outcomes(1))
    left = _gathered(outcomes, collector, notes)
    for result in _by_pyshacl(data, shapes, left) if left else ():
        collector.add(result)
    found = {
        part_name(part.shape, part.constraints): results
        for part, outcome in outcomes
        if not outcome.reason and (results := outcome.results.whole()) is not None
    }
    names = Counter(part_name(part.shape, part.constraints) for part, _ in outcomes)
    return collector.report(notes), {name: results for name, results in found.items() if names[name] == 1}


def validate_in_shares(
    load: "Load",
    shapes: ShapesGraph,
    shares: "Sequence[Share]",
    *,
    limit: int | None = None,
    is_partial: bool = False,
    jobs: int = 1,
) -> tuple[Report, tuple[tuple[Place, str], ...]]:
    """Validate with the fast engine, share by share, without ever having the whole data graph.

    :param load: loads what some predicates are of the data
    :param shapes: the shapes
    :param shares: all of them, parted
    :param limit: as for :func:`validate`
    :param is_partial: leave out results without a subject of the data as focus node or value
    :param jobs: processes to use at most
    :returns: the report that :func:`validate` gives, and what did not parse
    :raises ShapesError: if the shapes graph is ill-formed
    :raises ValidationDied: if a process of the validation was ended from outside
    """
    from kg.validation.shares import in_shares

    collector = Collector(limit)
    found = list(in_shares(load, shapes, shares, limit=limit, is_partial=is_partial, jobs=jobs))
    outcomes = {number: outcome for each in found for number, outcome in each.outcomes.items()}
    parts = Parts(DataGraph(), shapes, limit).parts
    notes = _notes(shapes)
    left = _gathered([(parts[number], outcomes[number]) for number in sorted(outcomes)], collector, notes)
    if left:
        whole = load(None)
        for result in _by_pyshacl(whole.data, shapes, left):
            if not is_partial or result.focus in whole.subjects or result.value in whole.subjects:
                collector.add(result)
    return collector.report(notes), found[0].broken


def shapes_of(files: Iterable[Path]) -> ShapesGraph:
    """Read a shapes graph from RDF files.

    :raises ShapesError: if a shape is ill-formed
    :raises RdfSyntaxError: if a file does not parse
    :raises UnreadableSource: if a file cannot be read
    """
    quads = (quad for file in files for quad in read_rdf(file, base=file.absolute().as_uri()))
    return ShapesGraph(Triples.of_quads(quads))


def project_shapes(base: str = DEFAULT_BASE) -> ShapesGraph:
    """Read the shapes of the OSCE knowledge graph, once for the same files: nobody writes to them.

    :param base: base IRI of the data
    """
    return _read_once(tuple((str(file), rebased_text(file, base)) for file in sorted(folder("shapes").glob("*.ttl"))))


@lru_cache(maxsize=2)
def _read_once(texts: tuple[tuple[str, str], ...]) -> ShapesGraph:
    quads = (quad for file, text in texts for quad in _parsed(file, text))
    return ShapesGraph(Triples.of_quads(quads))


def class_hierarchy(base: str = DEFAULT_BASE) -> Iterator[ox.Quad]:
    """List the subclass axioms of the ontology and its alignments, which tell what is an instance of what."""
    root = folder("ontology")
    for file in (root / "osce.ttl", *sorted((root / "alignments").glob("*.ttl"))):
        for quad in _parsed(str(file), rebased_text(file, base)):
            if quad.predicate.value == f"{RDFS}subClassOf" and isinstance(quad.object, ox.NamedNode):
                yield quad


def code_lists(base: str = DEFAULT_BASE) -> Iterator[ox.Quad]:
    """List what the project says of its concepts: roles, kinds, statuses and the schemes that they belong to."""
    for file in sorted((folder("ontology") / "concepts").glob("*.ttl")):
        yield from _parsed(str(file), rebased_text(file, base))


def _parsed(file: str, text: str) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        raise RdfSyntaxError(told(file, error)) from None


def _notes(shapes: ShapesGraph) -> list[str]:
    """Begin the notes of a report: what the shapes themselves give to note."""
    return [*shapes.notes, *([] if shapes.targeted() else ["no shape has a target: nothing was validated"])]


def _by_queries(parts: Parts, jobs: int, collector: Collector, notes: list[str]) -> list[Shape]:
    return _gathered(list(parts.outcomes(jobs)), collector, notes)


def _gathered(outcomes: list[tuple[Part, Outcome]], collector: Collector, notes: list[str]) -> list[Shape]:
    """Collect what the fast engine decides; hand back the shapes that it cannot decide whole."""
    left = {part.shape.node: part.shape for part, outcome in outcomes if outcome.reason}
    notes += [outcome.reason for _, outcome in outcomes if outcome.reason]
    for part, outcome in outcomes:
        if part.shape.node not in left:
            collector.join(outcome.results)
    return list(left.values())


def _by_pyshacl(data: DataGraph, shapes: ShapesGraph, only: list[Shape] | None) -> list[Result]:
    # Only here: importing pySHACL takes half a second.
    from kg.validation.foreign import rdflib_graph
    from kg.validation.reference import by_pyshacl

    return by_pyshacl(rdflib_graph(data.triples()), shapes, only)
