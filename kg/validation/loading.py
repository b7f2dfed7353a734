"""From files to a data graph: one that does not parse is left out whole and told of; the others are validated."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.errors import RdfSyntaxError
from kg.validation.dataset import DataGraph
from kg.validation.places import Place

Quads = Callable[[], Iterable[ox.Quad]]
Opening = Callable[[Path], ox.Store]


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
    opening: Opening | None = None,
    sees: Collection[str] | None = None,
    noting: bool = True,
) -> Loaded:
    """Load sources into one data graph.

    :param sources: what is to be validated
    :param context: what it may refer to
    :param store: an empty folder for a graph on disk: too large for memory, or beside what is there already
    :param opening: makes a store in a new folder below ``store`` that has data in it already, such as a copy of that
        of a release; by default it is empty
    :param sees: predicates whose triples the shapes can see; the others are not kept. None keeps all
    :param noting: tell the sources' own subjects
    :raises UnreadableSource: if a source cannot be read at all
    :raises RdfSyntaxError: if a context does not parse
    """
    broken: list[tuple[Place, str]] = []
    whole, known = list(sources), list(context)
    while True:
        loaded = Loaded(_graph(store, opening, sees), broken=broken)
        reading: list[Source] = []
        try:
            # All in one go: the data graph must know in which forms the same literal is written, wherever that is.
            loaded.data.load(_quads(whole, known, reading, loaded.subjects if noting else None))
        except RdfSyntaxError as error:
            if not reading:
                raise
            broken.append((Place(reading[-1].name, error.line, error.column), str(error)))
            whole.remove(reading[-1])
        else:
            return loaded


def _graph(store: Path | None, opening: Opening | None, sees: Collection[str] | None) -> DataGraph:
    if store is None:
        return DataGraph(sees=sees)
    folder = store / f"attempt-{len(list(store.iterdir()))}"
    return DataGraph(ox.Store(str(folder)) if opening is None else opening(folder), sees, is_filled=opening is not None)


def _quads(
    whole: list[Source], known: list[Source], reading: list[Source], subjects: set[str] | None
) -> Iterator[ox.Quad]:
    """List the quads of sources, then those of their context.

    :param reading: takes each source as it begins, and is empty where the context begins
    """
    for source in whole:
        reading.append(source)
        quads = source.quads()
        yield from quads if subjects is None else _noting(quads, subjects)
    reading.clear()
    for source in known:
        yield from source.quads()


def _noting(quads: Iterable[ox.Quad], subjects: set[str]) -> Iterator[ox.Quad]:
    before = None
    for quad in quads:
        if quad.subject != before:
            before = quad.subject
            subjects.add(str(before))
        yield quad
