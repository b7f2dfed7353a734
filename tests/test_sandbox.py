"""What a process whose addresses are bounded may use, tried in processes of their own."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.group import ADDRESSES
from tests.commands import COMMAND

#: Holds many threads at once, each with memory of its own, in what is far less than an arena for each.
_MANY_THREADS = """
import threading
from kg import sandbox
sandbox.limit_resources(384 << 20, 60)
met = threading.Barrier(16, timeout=50)
kept = []
def hold():
    kept.append(bytes(5000))
    met.wait()
threads = [threading.Thread(target=hold) for _ in range(16)]
for each in threads:
    each.start()
for each in threads:
    each.join()
print(len(kept))
"""
_TOO_MUCH = """
from kg import sandbox
sandbox.limit_resources(64 << 20, 60)
bytes(128 << 20)
"""
_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="address space is bounded where /proc tells it: on Linux")


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)


@_LINUX
def test_threads_of_a_bounded_process_do_not_use_it_up_with_what_they_reserve() -> None:
    ended = _run(_MANY_THREADS)
    assert (ended.returncode, ended.stdout) == (0, "16\n"), ended.stderr


@_LINUX
def test_a_bounded_process_gets_no_more_than_it_may_use() -> None:
    ended = _run(_TOO_MUCH)
    assert ended.returncode == 1
    assert ended.stderr.endswith("MemoryError\n")


@_LINUX
@pytest.mark.parametrize(
    "command",
    [("explain", "body:odihr", "a", "foaf:Agent"), ("gaps",), ("query", "ASK {}"), ("validate",)],
    ids=lambda command: command[0],
)
def test_a_command_runs_with_the_addresses_that_it_asks_for(command: tuple[str, ...], sample_release: Path) -> None:
    bound = (ADDRESSES[command[0]] << 20,) * 2
    ended = subprocess.run(
        [COMMAND, command[0], str(sample_release), *command[1:]], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, bound), timeout=120,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
