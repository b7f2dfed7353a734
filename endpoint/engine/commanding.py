"""Runs a command of the project in a process of its own, bounded in memory and time, without a network."""

import subprocess
import sys
import tempfile

from endpoint.config import EndpointConfig


def run_command(config: EndpointConfig, *command: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a command in an empty folder, and wait for its end.

    :param config: says how much memory and time it has
    :param command: its words, without ``osce-kg``
    :param content: what it reads from its standard input
    :returns: its exit code and what it wrote; the code is negative where it used more than it has
    :raises subprocess.TimeoutExpired: if it takes longer
    """
    limits = [str(config.memory_bytes), str(int(config.timeout) + 1)]
    line = [sys.executable, "-m", "endpoint.engine.bounded", *limits, *command]
    with tempfile.TemporaryDirectory(prefix="osce-kg-") as folder:
        return subprocess.run(  # noqa: S603
            line, input=content, capture_output=True, check=False, timeout=config.timeout, cwd=folder
        )
