"""The writable copy of a release as a front sees it: one writer, a snapshot after every change.

The release itself is never edited. The copy lies beside it, in ``<release>.writable``, or where
``OSCE_KG_WRITABLE_FOLDER`` says, and outlives the endpoint.
"""

import dataclasses
import json
import logging
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from itertools import count
from typing import Any

from endpoint.config import EndpointConfig
from endpoint.engine import frames
from endpoint.engine.generation import Release
from endpoint.problems import Problem
from kg.errors import ReleaseError

_LOG = logging.getLogger("endpoint.writing")
_OPENING_SECONDS = 60.0


class Master:
    """The store that is written to, and its snapshots.

    :param release: what the copy was or is made from
    :param config: the endpoint's settings
    :raises ReleaseError: if another endpoint writes to the copy already
    """

    def __init__(self, release: Release, config: EndpointConfig) -> None:
        self._release, self._timeout, self._memory = release, config.timeout, config.memory_bytes
        self.folder = config.writable_folder or release.folder.with_name(release.folder.name + ".writable")
        self._snapshots = self.folder / "snapshots"
        self._numbers = count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._make_copy()
        self._sock = self._start()
        # Snapshots of an earlier endpoint are nobody's now: the store has one writer.
        shutil.rmtree(self._snapshots, ignore_errors=True)
        self._snapshots.mkdir()

    def _make_copy(self) -> None:
        if not (self.folder / "store").is_dir():
            unfinished = self.folder / "store.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            shutil.copytree(self._release.store, unfinished)
            unfinished.rename(self.folder / "store")
        _LOG.info("writing to %s", self.folder)

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "endpoint.engine.writer", str(theirs.fileno()), str(self.folder / "store")]
        command.append(str(self._memory))
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603
        theirs.close()
        ours.settimeout(_OPENING_SECONDS)
        try:
            frames.receive(ours)
        except (frames.Ended, TimeoutError):
            self._stop(ours)
            raise ReleaseError(f"{str(self.folder)!r} cannot be opened: does another endpoint write to it?") from None
        return ours

    def _stop(self, sock: socket.socket) -> None:
        sock.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def change(self, request: dict[str, Any]) -> dict[str, Any]:
        """Have the writer do something, within the time limit.

        :raises Problem: 400 with the writer's reason, 503 if it took too long or was lost; nothing is changed then
        """
        self._sock.settimeout(self._timeout)
        try:
            frames.send_object(self._sock, frames.REQUEST, request)
            kind, payload = frames.receive(self._sock)
        except (frames.Ended, OSError) as error:
            self._restart()
            late = isinstance(error, TimeoutError)
            detail = f"stopped after {self._timeout:g} seconds" if late else "the process that writes was lost"
            raise Problem(503, f"{detail}; the change was not made", kind="timeout" if late else "lost") from None
        report: dict[str, Any] = json.loads(payload)
        if kind == frames.ERROR:
            raise Problem(400, report.pop("detail"), kind="refused", extra=report)
        return report

    def _restart(self) -> None:
        """Start another writer; the snapshot in use stays until its successor is."""
        self._stop(self._sock)
        self._sock = self._start()

    def snapshot(self) -> Release:
        """Make a snapshot of what is written so far, as a release to read."""
        number = next(self._numbers)
        path = self._snapshots / f"{number:08d}"
        self.change({"op": "snapshot", "path": str(path)})
        identity = f"{self._release.identity}-{os.getpid()}-{number}"
        return dataclasses.replace(self._release, store=path, identity=identity)

    def remover(self, snapshot: Release) -> Callable[[], None]:
        """Make what removes a snapshot that nobody reads any more."""
        return lambda: shutil.rmtree(snapshot.store, ignore_errors=True)

    def close(self) -> None:
        """Stop writing; the copy stays."""
        self._stop(self._sock)
        shutil.rmtree(self._snapshots, ignore_errors=True)
