"""Engines against each other on one input, each run in a process of its own, in turns."""

import json
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

Measured = dict[str, float]
ROOT = Path(__file__).resolve().parent.parent
OURS = "osce-kg"
_SAMPLED_SECONDS = 0.2


def announce(short: bool, quick: str, whole: str) -> None:
    """Say first how long a benchmark takes, in its short form and whole."""
    print(f"takes about {quick if short else whole}", flush=True)


def race(module: str, engines: Iterable[str], data: Path, rounds: Mapping[str, int], unit: str) -> dict[str, Measured]:
    """Run engines on a file and print a line each.

    :param module: the benchmark, which answers ``--child NAME FILE`` with :func:`print_measured`
    :param engines: names
    :param data: the input
    :param rounds: how often each runs
    :param unit: what ``found`` of a measurement counts
    :returns: the last measurement of each engine, ``seconds`` the median of its runs
    """
    told: dict[str, Measured] = {}
    seconds: dict[str, list[float]] = {}
    for turn in range(max(rounds.values())):
        for name in engines:
            if turn < rounds[name] and (found := _child(module, name, data)):
                told[name] = found
                seconds.setdefault(name, []).append(found["seconds"])
    for name, times in seconds.items():
        told[name]["seconds"] = statistics.median(times)
    for name, found in told.items():
        ratio = f"  osce-kg is {found['seconds'] / told[OURS]['seconds']:6.1f}x as fast" if OURS in told else ""
        figures = f"{found['seconds']:9.2f} s  {found['found']:>10,.0f} {unit}  {found['memory']:6.0f} MiB"
        print(f"  {name:<22} {figures}{ratio}")
    return told


def _child(module: str, name: str, data: Path) -> Measured | None:
    """Run one engine; a death is told, and is no figure."""
    command = [sys.executable, "-m", module, "--child", name, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        shared = _Family(process.pid)
        shared.start()
        said, complained = process.communicate()
    shared.join()
    if process.returncode:
        told = complained.strip().splitlines() or ["no message"]
        if told[-1].startswith("ModuleNotFoundError"):
            print(
                f"  {name:<22} is left out: {told[-1].partition(': ')[2]} (make bench installs the peers)", flush=True
            )
            return None
        print(f"  {name:<22} died with code {process.returncode}: {told[-1]}")
        return None
    found: Measured = json.loads(said.splitlines()[-1])
    found["memory"] = max(found["memory"], shared.peak)
    return found


class _Family(threading.Thread):
    """Watches the memory of a process with its children, what they share counted once (Linux only).

    :param process: number of the process
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process = process
        #: MiB, at the sampled moment with the most; 0 without children.
        self.peak = 0.0

    def run(self) -> None:
        """Sample until the process ends."""
        listed = Path(f"/proc/{self._process}/task/{self._process}/children")
        while listed.exists():
            try:
                children = listed.read_text().split()
                if children:
                    self.peak = max(self.peak, sum(map(_proportional, (str(self._process), *children))))
            except OSError:
                # A process that ends while it is looked at has no more memory.
                pass
            time.sleep(_SAMPLED_SECONDS)


def _proportional(process: str) -> float:
    """Tell the proportional set size of a process in MiB."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def print_measured(engine: Callable[[Path], int], data: str) -> None:
    """Run an engine in this process and print its seconds, what it found, and peak memory in MiB."""
    begun = time.perf_counter()
    found = engine(Path(data))
    seconds = time.perf_counter() - begun
    print(json.dumps({"seconds": seconds, "found": found, "memory": peak_memory()}))


def peak_memory() -> float:
    """Tell the most resident memory that this process has had, in MiB.

    On Linux that is ``VmHWM``, which begins anew with a program; ``ru_maxrss``, all that is told elsewhere, begins with
    what the process that started the program had.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.open() if line.startswith("VmHWM:")) / 1024
    told = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return told / (1 << 20 if sys.platform == "darwin" else 1 << 10)
