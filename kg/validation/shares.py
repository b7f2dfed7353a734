"""A validation in shares: each has some of the shapes, and loads only what these can see.

One share after another needs the memory of the largest alone; side by side, loading is spread over the cores as well.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kg.validation.loading import Loaded
from kg.validation.parallel import Outcome, Parts, end_with, over_forks
from kg.validation.places import Place
from kg.validation.shapes import ShapesGraph
from kg.validation.terms import Term

#: Loads what shapes see of the data that is to be validated; None sees all.
Load = Callable[[Collection[str] | None], Loaded]
#: Bytes of N-Triples from which on shares are worth it.
SHARED = 1 << 25
#: How many places of a file are looked at to tell how often predicates occur, and bytes at each.
_PLACES, _BYTES = 64, 1 << 15


@dataclass(slots=True)
class Share:
    """Shapes, by their nodes, and the predicates that they see."""

    shapes: set[Term] = field(default_factory=set)
    sees: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one share found: the outcomes of parts, by number; what did not parse."""

    outcomes: dict[int, Outcome]
    broken: tuple[tuple[Place, str], ...]


def shares_of(shapes: ShapesGraph, weights: Mapping[str, int], number: int) -> list[Share]:
    """Part shapes so that the shares see about as many triples.

    :param shapes: shapes of which none may see everything
    :param weights: predicate → how often it occurs, in any unit
    :param number: shares at most
    """
    from kg.validation.visibility import visible_predicates  # with a parser of SPARQL

    seen = {shape.node: visible_predicates(shapes, [shape.node]) or frozenset[str]() for shape in shapes.targeted()}

    def weight(predicates: Iterable[str]) -> float:
        # One that was not met counts a little, so that shares are even where nothing is known.
        return sum(weights.get(predicate, 0) or 0.1 for predicate in predicates)

    shares = [Share() for _ in range(number)]
    for node in sorted(seen, key=lambda each: (-weight(seen[each]), each.value)):
        lightest = min(shares, key=lambda share: weight(share.sees | seen[node]))
        lightest.shapes.add(node)
        lightest.sees |= seen[node]
    # Without a shape to validate, one share that sees nothing still reads the data.
    return [share for share in shares if share.shapes] or shares[:1]


def weigh(files: Iterable[Path]) -> Counter[str]:
    """Estimate how often predicates occur in files of N-Triples and N-Quads, from some places of each."""
    found: Counter[str] = Counter()
    for file in files:
        size = file.stat().st_size
        with file.open("rb") as stream:
            for place in range(_PLACES):
                stream.seek(size * place // _PLACES)
                for line in stream.read(_BYTES).split(b"\n")[1:-1]:
                    terms = line.split(b" ", 2)
                    found[terms[1][1:-1].decode(errors="replace") if len(terms) == 3 else ""] += 1
    return found


def in_shares(
    load: Load, shapes: ShapesGraph, shares: Sequence[Share], *, limit: int | None, is_partial: bool, jobs: int
) -> Iterator[Found]:
    """Validate share by share.

    :param load: called once a share, with what it sees
    :param shapes: all shapes
    :param limit: how many results of a shape and severity are kept
    :param is_partial: keep only results about the data's own subjects
    :param jobs: processes to use at most
    :raises ShapesError: if SHACL does not allow a query of a shape
    :raises ValidationDied: if a process ended before its share was done
    """
    work = _Work(load, shapes, limit, is_partial)
    if jobs == 1:
        yield from map(work.found, shares)
        return
    # Forked, for what loads the data cannot be sent; no data is there yet.
    yield from over_forks(_found, shares, jobs, _begin, work)


@dataclass(frozen=True, slots=True)
class _Work:
    load: Load
    shapes: ShapesGraph
    limit: int | None
    is_partial: bool

    def found(self, share: Share) -> Found:
        loaded = self.load(share.sees)
        with closing(loaded.data) as data:
            parts = Parts(data, self.shapes, self.limit, loaded.subjects if self.is_partial else None)
            numbers = [number for number, part in enumerate(parts.parts) if part.shape.node in share.shapes]
            outcomes = {number: parts.run(number) for number in numbers}
        return Found(outcomes=outcomes, broken=tuple(loaded.broken))


_work: _Work | None = None


def _begin(work: _Work, parent: int) -> None:
    global _work
    _work = work
    end_with(parent)


def _found(share: Share) -> Found:
    if _work is None:
        raise RuntimeError("this process was given no work")
    return _work.found(share)
