"""From files to a data graph: one that does not parse is left out whole and told of; the others are validated."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import RdfSyntaxError
from kg.validation.dataset import DataGraph
from kg.validation.places import Place

Quads = Callable[[], Iterable[ox.Quad]]


@dataclass(frozen=True, slots=True)
class Source:
    """RDF under a name; ``quads`` reads it from its beginning each time."""

    name: str
    quads: Quads


@dataclass(slots=True)
class Loaded:
    """A data graph, what its own subjects are (as in N-Triples), and what did not parse."""

    data: DataGraph
    subjects: set[str] = field(default_factory=set)
    broken: list[tuple[Place, str]] = field(default_factory=list)


def load(
    sources: Iterable[Source],
    context: Iterable[Source],
    store: Path | None = None,
    *,
    sees: Collection[str] | None = None,
    noting: bool = True,
) -> Loaded:
    """Load sources into one data graph.

    :param sources: what is to be validated
    :param context: what it may refer to
    :param store: an empty folder for a graph too large for memory
    :param sees: predicates whose triples the shapes can see; the others are not kept. None keeps all
    :param noting: tell the sources' own subjects
    :raises UnreadableSource: if a source cannot be read at all
    :raises RdfSyntaxError: if a context does not parse
    """
    broken: list[tuple[Place, str]] = []
    whole = list(sources)
    while True:
        loaded = Loaded(DataGraph(None if store is None else ox.Store(_fresh(store)), sees), broken=broken)
        for source in whole:
            try:
                quads = source.quads()
                loaded.data.load(_noting(quads, loaded.subjects) if noting else quads)
            except RdfSyntaxError as error:
                broken.append((Place(source.name, error.line, error.column), str(error)))
                whole.remove(source)
                break
        else:
            break
    for source in context:
        loaded.data.load(source.quads())
    return loaded


def _noting(quads: Iterable[ox.Quad], subjects: set[str]) -> Iterator[ox.Quad]:
    before = None
    for quad in quads:
        if quad.subject != before:
            before = quad.subject
            subjects.add(str(before))
        yield quad


def _fresh(folder: Path) -> str:
    """Name a folder that no earlier attempt has used."""
    return str(folder / f"attempt-{len(list(folder.iterdir()))}")
