"""What the benchmarks measure with is itself held: memory, faults."""

import subprocess
import sys

from tests.conftest import ROOT

_MIB = 1 << 20


def _peak(statement: str) -> float:
    command = [sys.executable, "-c", f"from bench.race import peak_memory; {statement}; print(peak_memory())"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout)


def test_the_memory_of_a_program_is_its_own_and_not_that_of_the_one_that_started_it() -> None:
    held = bytearray(b"x") * (300 * _MIB)
    small = _peak("pass")
    assert small < 150
    assert len(held) == 300 * _MIB
    large = _peak(f"x = bytearray(b'x') * {200 * _MIB}; del x")
    assert 150 < large - small < 300
