"""Series of random worlds: short and the same in every ``make test``, long and fresh in ``make test-long``."""

import os

import pytest
from hypothesis import settings

#: The first seed of a long series; unset in ``make test``.
SEED = os.environ.get("OSCE_KG_SEED", "")
_LONGER = 10


def series(count: int, chunk: int) -> pytest.MarkDecorator:
    """Run a test over seeds, some at a time, so that no test is long and processes share the work.

    :param count: of seeds in ``make test``; ten times as many in ``make test-long``
    :param chunk: seeds a test
    """
    first, count = (int(SEED), _LONGER * count) if SEED else (0, count)
    ranges = [range(at, min(at + chunk, first + count)) for at in range(first, first + count, chunk)]
    parameters = [pytest.param(seeds, id=f"{seeds.start}-{seeds.stop - 1}") for seeds in ranges]
    return pytest.mark.parametrize("seeds", parameters)


#: For what proves again, by a slow program, what a quick test of ``make test`` proves by another.
in_long_series = pytest.mark.skipif(not SEED, reason="takes most of a minute: make test-long runs it")


def a_third_of_the_examples() -> settings:
    """Settings of a property whose every example closes a world."""
    return settings(max_examples=settings().max_examples // 3)
