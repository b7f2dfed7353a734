"""The parent of query processes: single-threaded, with everything imported, so that a new one costs a fork.

A front, which has threads, starts one by ``python -m endpoint.engine.zygote FD`` and asks it for processes; each comes
back as one end of a socket pair, the reading end of its standard error, and its process id. It ends when its front
does, and its children with it.
"""

import contextlib
import json
import os
import signal
import socket
import sys
from typing import Any, cast

import pyoxigraph as ox

from endpoint.engine import fetching, frames, worker
from kg import sandbox

Settings = dict[str, Any]


def open_store(path: str, in_memory: bool) -> ox.Store:
    """Open a release's store, read-only; in memory, copy it there.

    :raises OSError: if it cannot be read
    """
    on_disk = ox.Store.read_only(path)
    if not in_memory:
        return on_disk
    store = ox.Store()
    store.bulk_extend(on_disk)
    for name in on_disk.named_graphs():
        store.add_graph(name)
    return store


def _child(sock: socket.socket, stderr: int, settings: Settings, store: ox.Store | None) -> None:
    """Be a query process, until the front closes the connection."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sandbox.end_with_parent()
    os.dup2(stderr, 2)
    if settings["network"]:
        sandbox.limit_resources(settings["memory"], settings["cpu_seconds"])
        fetching.serve(sock, settings["hosts"])
        return
    sandbox.refuse_network()
    opened = store if store is not None else open_store(settings["store"], in_memory=False)
    sandbox.limit_resources(settings["memory"], settings["cpu_seconds"])
    worker.serve(sock, opened)


def _fork(control: socket.socket, settings: Settings, store: ox.Store | None) -> None:
    ours, theirs = socket.socketpair()
    errors_read, errors_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            control.close()
            ours.close()
            _child(theirs, errors_write, settings, store)
            code = 0
        finally:
            os._exit(code)
    handles = _handles(pid)
    socket.send_fds(control, [str(pid).encode()], [ours.fileno(), errors_read, *handles])
    for held in (ours, theirs):
        held.close()
    for descriptor in (errors_read, *handles):
        os.close(descriptor)
    os.close(errors_write)


def _handles(pid: int) -> list[int]:
    """Make a handle of a process, whose number may be another's by the time it is ended, where the system has them."""
    try:
        return [os.pidfd_open(pid)]
    except (AttributeError, OSError):
        return []


def run(control: socket.socket) -> None:
    """Take the settings, then fork once for every frame that the front sends: which store, and whether with network."""
    settings = cast(Settings, json.loads(frames.receive(control)[1]))
    try:
        store = open_store(settings["store"], in_memory=True) if settings["in_memory"] else None
    except OSError as error:
        frames.send_object(control, frames.ERROR, {"detail": str(error).splitlines()[0]})
        return
    if not sandbox.can_refuse_network():
        said = "this system cannot take the network from queries; calls are refused by their words alone"
        sys.stderr.write(f"osce-kg: {said}\n")
    frames.send(control, frames.LAST, b"ready")
    with contextlib.suppress(frames.Ended):
        while True:
            _fork(control, settings | json.loads(frames.receive(control)[1]), store)


def main() -> None:
    """Run as a process of a front; the number of the inherited socket is the argument."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as control:
        run(control)


if __name__ == "__main__":
    main()
