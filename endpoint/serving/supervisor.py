"""The process behind ``osce-kg serve``: holds the socket, keeps the fronts running, passes signals on."""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from types import FrameType

from endpoint.config import METRICS_FOLDER, EndpointConfig
from kg.errors import KgError

_LOG = logging.getLogger("endpoint.supervisor")
_BACKLOG = 1024
#: Exits in a row, each sooner than this many seconds after the start, that mean it will never run.
_EARLY_SECONDS, _MOST_EARLY = 2.0, 5


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket.

    :raises KgError: if the address is taken or not of this machine
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        raise KgError(f"cannot listen on {host} port {port} ({error.strerror}): choose another with --port") from None
    sock.listen(_BACKLOG)
    return sock


class Supervisor:
    """Runs the fronts until it is told to stop.

    :param config: the endpoint's settings
    :param sock: the listening socket
    """

    def __init__(self, config: EndpointConfig, sock: socket.socket) -> None:
        self._config, self._sock = config, sock
        self._stopping = threading.Event()
        self._fronts: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Keep the fronts running; come back when told to stop.

        :returns: 0, or 2 if they cannot run
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        with tempfile.TemporaryDirectory(prefix="osce-kg-metrics-") as metrics:
            return self._keep_running(os.environ | {METRICS_FOLDER: metrics})

    def _keep_running(self, environ: dict[str, str]) -> int:
        early = 0
        while not self._stopping.is_set():
            began = time.monotonic()
            self._fronts = self._start(environ)
            code = self._fronts.wait()
            if self._stopping.is_set():
                break
            early = early + 1 if time.monotonic() - began < _EARLY_SECONDS else 0
            _LOG.error("the fronts ended (%s); starting them again", code)
            if early >= _MOST_EARLY:
                return 2
        return 0

    def _start(self, environ: dict[str, str]) -> subprocess.Popen[bytes]:
        descriptor = self._sock.fileno()
        command = [sys.executable, "-m", "endpoint.serving.server", str(descriptor)]
        fronts = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[descriptor], env=environ)  # noqa: S603
        if fronts.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                fronts.stdin.write(self._config.to_json().encode())
                fronts.stdin.close()
        return fronts

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Let requests under way end, then stop."""
        del number, frame
        self._stopping.set()
        if self._fronts is not None and self._fronts.poll() is None:
            self._fronts.send_signal(signal.SIGTERM)
