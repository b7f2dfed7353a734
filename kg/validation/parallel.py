"""A validation in parts: one a constraint of a shape, in turn or on several cores.

Processes are forked once the data graph is loaded, so that they share its memory. A store on disk is never forked: it
has threads of its own.
"""

import os
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kg.errors import NotCompilable, ValidationDied
from kg.validation.dataset import DataGraph
from kg.validation.engine import FastEngine
from kg.validation.report import Collector, Result
from kg.validation.shapes import Constraint, Shape, ShapesGraph

if TYPE_CHECKING:
    from kg.validation.again import Again, Earlier

Given = TypeVar("Given")
Made = TypeVar("Made")
#: Below so many triples, processes cost more than they save.
WORTHWHILE = 100_000
#: The message about a process that was killed.
DIED = "a validation process was killed, possibly for lack of memory: try --jobs 1"
#: How often a process looks whether the one that started it still runs.
_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """Constraints of one shape that are validated together."""

    shape: Shape
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results of a part, or why no query decides it exactly."""

    results: Collector
    reason: str = ""


class Parts:
    """Validates a data graph part by part.

    :param data: the data graph
    :param shapes: the shapes
    :param limit: how many results of a shape and severity are kept
    :param about: nodes, as in N-Triples, that a result must have for focus node or value; None takes all
    :param narrow: validate only focus nodes that may have such results; worth it where they are few among many
    :param earlier: what an earlier validation with the same shapes found, which is used again where it still holds
    """

    def __init__(
        self,
        data: DataGraph,
        shapes: ShapesGraph,
        limit: int | None,
        about: Collection[str] | None = None,
        *,
        narrow: bool = False,
        earlier: "Earlier | None" = None,
    ) -> None:
        self._engine = FastEngine(data, shapes, about if narrow else None, keeps_sets=earlier is not None)
        self._again = _again(data, shapes, earlier) if earlier else None
        self._limit, self._about = limit, about
        self._data = data
        self.parts = tuple(Part(shape, group) for shape in shapes.targeted() for group in self._engine.groups(shape))

    def outcomes(self, jobs: int) -> Iterator[tuple[Part, Outcome]]:
        """Validate every part; the outcomes come in the order of the parts.

        :param jobs: processes to use at most
        :raises ShapesError: if SHACL does not allow a query of a shape
        :raises ValidationDied: if a process ended before its part was done
        """
        jobs = min(jobs, len(self.parts))
        if jobs < 2 or not self._data.can_be_forked or len(self._data.store) < WORTHWHILE:
            yield from zip(self.parts, map(self.run, range(len(self.parts))), strict=True)
            return
        yield from zip(self.parts, over_forks(_run, range(len(self.parts)), jobs, _begin, self), strict=True)

    def run(self, number: int) -> Outcome:
        """Validate one part."""
        part, collector = self.parts[number], Collector(self._limit)
        if number and self.parts[number - 1].shape.node != part.shape.node:
            self._engine.forget()
        try:
            for result in self._found(part, f"{number}."):
                if self._about is None or result.focus in self._about or result.value in self._about:
                    collector.add(result)
        except NotCompilable as reason:
            told = f"{part.shape.node} was validated by the reference engine: {reason}"
            return Outcome(Collector(), told)
        return Outcome(collector)

    def _found(self, part: Part, name: str) -> Iterable[Result]:
        again = self._again.results(part.shape, part.constraints) if self._again else None
        if again is not None:
            from kg.validation.again import numbered

            return numbered(again, name)
        return self._engine.validate(part.shape, part.constraints, name)


def _again(data: DataGraph, shapes: ShapesGraph, earlier: "Earlier") -> "Again | None":
    """Use what was found earlier, unless the store changes how literals are written: what a query decides may change.

    Only a release that follows another needs it.
    """
    from kg.validation.again import Again

    return None if data.exact_predicates else Again(data, shapes, earlier)


_parts: Parts | None = None


def _begin(parts: Parts, parent: int) -> None:
    """Take over in a forked process what the one before has loaded, and end when that does, even if it is killed."""
    global _parts
    _parts = parts
    end_with(parent)


def over_forks(
    run: Callable[[Given], Made], items: Iterable[Given], jobs: int, begin: Callable[..., None], shared: object
) -> Iterator[Made]:
    """Run a function in forked processes, which share with this one what cannot be sent.

    :param run: a function of a module
    :param items: all sent at once
    :param jobs: number of processes
    :param begin: called in each with ``shared`` and the number of this process, before its first item
    :returns: a result an item, in their order
    :raises ValidationDied: if a process ended before its work was done
    """
    import multiprocessing  # with what processes talk by
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, initializer=begin, initargs=(shared, os.getpid())) as pool:
        try:
            yield from pool.map(run, items)
        except BrokenProcessPool:
            raise ValidationDied(DIED) from None


def end_with(parent: int) -> None:
    """End this process when another one does, however that ends.

    :param parent: number of the process that started this one
    """
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def _run(number: int) -> Outcome:
    if _parts is None:
        raise RuntimeError("this process was given no parts")
    return _parts.run(number)
