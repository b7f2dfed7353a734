"""Series of random worlds: short and the same in every ``make test``, long and fresh in ``make test-long``."""

import os
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import pytest
from hypothesis import settings

#: The first seed of a long series; unset in ``make test``. It is named otherwise than settings of the endpoint, which
#: refuses those that it does not know.
SEED = os.environ.get("SERIES_SEED", "")
_Case = TypeVar("_Case")


def series(count: int, chunk: int, longer: int = 10) -> pytest.MarkDecorator:
    """Run a test over seeds, some at a time, so that no test is long and processes share the work.

    :param count: of seeds in ``make test``; ``longer`` times as many in ``make test-long``
    :param chunk: seeds a test; twice as many in ``make test-long``, where by chance a few worlds have nothing in them
    """
    first, count, chunk = (int(SEED), longer * count, 2 * chunk) if SEED else (0, count, chunk)
    ranges = [range(at, min(at + chunk, first + count)) for at in range(first, first + count, chunk)]
    parameters = [pytest.param(seeds, id=f"{seeds.start}-{seeds.stop - 1}") for seeds in ranges]
    return pytest.mark.parametrize("seeds", parameters)


def enough(found: int, wanted: float) -> bool:
    """Tell whether the worlds of a series had something in them to compare.

    :param wanted: more than this is in the worlds of ``make test``, which are always the same; of fresh ones, which
        chance may make poorer, a tenth of it will do
    """
    return found >= wanted // 10 if SEED else found > wanted


#: For what proves again, by a slow program, what a quick test of ``make test`` proves by another.
in_long_series = pytest.mark.skipif(not SEED, reason="a quicker test proves the same of less: make test-long runs it")


def some(cases: Sequence[_Case], step: int, kind: Callable[[_Case], Hashable] | None = None) -> list[_Case]:
    """Choose a part of costly cases for ``make test``; ``make test-long`` takes all.

    :param step: of every kind the first case is chosen, and so is each case this many places on

    >>> some(["a1", "a2", "b1", "a3"], 2, lambda case: case[0]) in (["a1", "b1", "a3"], ["a1", "a2", "b1", "a3"])
    True
    """
    if SEED:
        return list(cases)
    seen: dict[Hashable, int] = {}
    chosen = []
    for case in cases:
        of_kind = kind(case) if kind else None
        seen[of_kind] = number = seen.get(of_kind, -1) + 1
        if number % step == 0:
            chosen.append(case)
    return chosen


def a_third_of_the_examples() -> settings:
    """Settings of a property whose every example closes a world."""
    return settings(max_examples=settings().max_examples // 3)
