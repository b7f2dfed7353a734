"""From files to a data graph: one that does not parse is left out whole and reported; the others are validated."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from kg.errors import RdfSyntaxError
from kg.graph.reading import behind_mark, read_rdf
from kg.validation.dataset import DataGraph, Ready
from kg.validation.lines import ON_DISK, PIECE, Piece, plain_pieces
from kg.validation.places import Place

Quads = Callable[[], Iterable[ox.Quad]]
Read: TypeAlias = Iterable[ox.Quad] | Piece
Part: TypeAlias = Read | Ready
Opening = Callable[[Path], ox.Store]


@dataclass(frozen=True, slots=True)
class Source:
    """RDF under a name.

    ``quads`` reads it from its beginning each time. So does ``parts``, in pieces of so many bytes, where that is
    faster.
    """

    name: str
    quads: Quads
    parts: Callable[[int], Iterable[Part]] | None = None

    def read(self, size: int) -> Iterable[Part]:
        """Read it.

        :param size: bytes of a piece; 0 for quads alone
        """
        return [self.quads()] if self.parts is None or not size else self.parts(size)


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
    # What is added to a store that has data goes into one transaction.
    size = 0 if opening is not None else PIECE if store is None else ON_DISK
    while True:
        loaded = Loaded(_graph(store, opening, sees), broken=broken)
        reading: list[Source] = []
        try:
            # All in one go: the data graph must know in which forms the same literal is written, wherever that is.
            loaded.data.load_all(_parts(whole, known, reading, loaded.subjects if noting else None, size))
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


def _parts(
    whole: list[Source], known: list[Source], reading: list[Source], subjects: set[str] | None, size: int
) -> Iterator[Part]:
    """Read sources, then their context.

    :param reading: takes each source as it begins, and is empty where the context begins
    :param size: bytes of a piece
    """
    for source in whole:
        reading.append(source)
        for part in source.read(size):
            yield part if subjects is None else _noted(part, subjects)
    reading.clear()
    for source in known:
        yield from source.read(size)


def _noted(part: Part, subjects: set[str]) -> Part:
    if isinstance(part, Ready):
        raise TypeError("only what is known is ready, and its subjects are not noted")
    if not isinstance(part, Piece):
        return _noting(part, subjects)
    subjects.update(subject.decode() for subject in part.subjects())
    return part


def _noting(quads: Iterable[ox.Quad], subjects: set[str]) -> Iterator[ox.Quad]:
    before = None
    for quad in quads:
        if quad.subject != before:
            before = quad.subject
            subjects.add(str(before))
        yield quad


def parts_of(path: Path, size: int = PIECE) -> Iterator[Read]:
    """Read a file of N-Triples or N-Quads, as text as far as it is plain.

    :param path: a file that is not compressed
    :param size: bytes of a piece
    :raises UnreadableSource: if it cannot be read
    :raises RdfSyntaxError: if it does not parse
    """
    if not path.is_file():
        yield read_rdf(path)
        return
    with path.open("rb") as stream:
        behind_mark(stream)
        number = 0
        for piece in plain_pieces(stream, has_graphs=path.suffix == ".nq", size=size):
            number += len(piece.lines)
            yield piece
        yield read_rdf(path, rest=(stream, number))
