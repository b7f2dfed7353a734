"""Query processes as a front sees them: started through a zygote, killed by handle, their last words read."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

from endpoint.engine import frames
from kg.errors import ReleaseError

_STARTING_SECONDS = 600
#: What an allocator writes before it gives up: Rust's, C++'s, Python's.
_OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate memory", b"out of memory")
#: What else lacks memory in a command that begins within a bound: the stack of a thread, what it says that it needs.
_OUT_OF_ADDRESSES = (b"Resource temporarily unavailable", b"ulimit -v allows")


@dataclass(slots=True)
class Process:
    """One query process; ``network`` tells whether it may open connections."""

    sock: socket.socket
    errors: int
    pid: int
    network: bool = False
    handle: int | None = None

    def end(self) -> bytes:
        """Kill it, whatever it is doing, and hand back what it wrote on standard error."""
        # A closed connection ends an idle process; the signal ends a busy one.
        with contextlib.suppress(OSError):
            self._signal(signal.SIGKILL)
        self.sock.close()
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None
        words = b""
        with contextlib.suppress(OSError):
            words = os.read(self.errors, 1 << 16)
        os.close(self.errors)
        return words

    def _signal(self, number: int) -> None:
        """Signal this process, never another that has its number by now, where the system has handles of processes."""
        if self.handle is None:
            os.kill(self.pid, number)
        else:
            signal.pidfd_send_signal(self.handle, number)

    def yield_processor(self) -> None:
        """Let every other process go first."""
        with contextlib.suppress(OSError):
            self._signal(0)
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def is_alive(self) -> bool:
        """Tell whether an idle process is still there to be asked."""
        try:
            return self.sock.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


def ran_out_of_memory(words: bytes, *, bounded_from_the_start: bool = False) -> bool:
    """Tell from a process's last words whether memory was what it lacked.

    :param bounded_from_the_start: whether it had its bound before it began; one that opens its store without a bound
        lacks threads where the machine does, and may be replaced

    >>> ran_out_of_memory(b"memory allocation of 4096 bytes failed")
    True
    >>> thread = b"terminate called: Resource temporarily unavailable"
    >>> ran_out_of_memory(thread), ran_out_of_memory(thread, bounded_from_the_start=True)
    (False, True)
    """
    signs = (*_OUT_OF_MEMORY, *_OUT_OF_ADDRESSES) if bounded_from_the_start else _OUT_OF_MEMORY
    return any(sign in words for sign in signs)


class Zygote:
    """Starts query processes over one store; is itself started anew should it be gone.

    :param settings: ``store`` (path), ``in_memory``, ``memory`` (bytes), ``cpu_seconds``
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._control, self._popen = self._start()

    def _start(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "endpoint.engine.zygote", str(theirs.fileno())]
        popen = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603
        theirs.close()
        ours.settimeout(_STARTING_SECONDS)
        frames.send_object(ours, frames.REQUEST, self._settings)
        try:
            kind, payload = frames.receive(ours)
        except (frames.Ended, TimeoutError):
            kind, payload = frames.ERROR, b"its process ended"
        if kind == frames.ERROR:
            popen.kill()
            popen.wait()
            ours.close()
            raise ReleaseError(f"the store cannot be opened ({payload.decode()}): build the release again")
        return ours, popen

    def fork(self, store: str, network: bool = False) -> Process:
        """Start one query process.

        :param store: path of the store that it opens, unless all is in memory
        :param network: whether it may open connections (to hosts that the operator lists)
        :raises ReleaseError: if the store cannot be opened any more
        """
        with self._lock:
            try:
                return self._ask(store, network)
            except (OSError, ValueError):
                self._retire()
                self._control, self._popen = self._start()
                return self._ask(store, network)

    def _ask(self, store: str, network: bool) -> Process:
        frames.send_object(self._control, frames.REQUEST, {"store": store, "network": network})
        pid, descriptors, _, _ = socket.recv_fds(self._control, 16, 3)
        sock = socket.socket(fileno=descriptors[0])
        handle = next(iter(descriptors[2:]), None)
        return Process(sock=sock, errors=descriptors[1], pid=int(pid), network=network, handle=handle)

    def _retire(self) -> None:
        self._control.close()
        self._popen.kill()
        self._popen.wait()

    def close(self) -> None:
        """End it, and with it every process that it started."""
        with self._lock:
            self._retire()
