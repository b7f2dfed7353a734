"""``osce-kg`` in a process of its own that does not import everything again: forked from one that has.

A call takes a tenth of a second of processor time rather than half a second. What only an installed command shows (its
start, its signals, what it keeps between starts) is tested with that: ``COMMAND``.
"""

import atexit
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO

from kg.cli import COMMANDS, main
from kg.namespaces import DEFAULT_BASE
from kg.pipeline.pool import reader_of
from kg.validation.validating import project_shapes

#: The installed command.
COMMAND = str(Path(sys.executable).parent / "osce-kg")
_REQUEST = 1 << 20
_ROOT = Path(__file__).resolve().parent.parent


def run(
    *arguments: str | Path,
    data: str | None = None,
    cwd: str | Path | None = None,
    env: dict[str, str] | None = None,
    timeout: float = 600,
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would; no answer of it may be a traceback.

    :param data: for standard input, which is empty otherwise
    :param timeout: in seconds, after which the process is killed
    :raises TimeoutError: if it was
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write((data or "").encode())
        given.seek(0)
        code = _called(arguments, [given, out, err], str(cwd or Path.cwd()), env or dict(os.environ), timeout)
        texts = [_text(file) for file in (out, err)]
    assert "Traceback" not in texts[1]
    return subprocess.CompletedProcess([COMMAND, *map(str, arguments)], code, *texts)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


def _called(
    arguments: Sequence[str | Path], files: Sequence[IO[bytes]], cwd: str, env: dict[str, str], timeout: float
) -> int:
    """Have a process forked for a call, wait for its end, and give its exit code."""
    ours, theirs = socket.socketpair()
    request = json.dumps({"arguments": [str(each) for each in arguments], "cwd": cwd, "env": env}).encode()
    with ours:
        with theirs:
            socket.send_fds(_server(), [b"call"], [*(file.fileno() for file in files), theirs.fileno()])
        ours.sendall(request)
        ours.shutdown(socket.SHUT_WR)
        ours.settimeout(timeout)
        process, code = int(ours.recv(20).decode()), b""
        try:
            code = ours.recv(20)
        except TimeoutError:
            os.kill(process, signal.SIGKILL)
            raise
    return int(code.decode())


@cache
def _server() -> socket.socket:
    """Start the process that others are forked from; it ends with this one."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "tests.commands", str(theirs.fileno())]
    process = subprocess.Popen(command, pass_fds=[theirs.fileno()], cwd=_ROOT, stdin=subprocess.DEVNULL)
    theirs.close()
    atexit.register(_end, ours, process)
    return ours


def _end(door: socket.socket, process: subprocess.Popen[bytes]) -> None:
    door.close()
    process.wait()


def _serve(door: socket.socket) -> None:
    """Fork a process a call until nobody is left to call; each of them comes back from here, to run the command."""
    _import_all()
    gc.freeze()  # so that collecting does not copy what processes share
    while True:
        _, files, _, _ = socket.recv_fds(door, 4, 4)
        _wait_for_ended(0 if not files else os.WNOHANG)
        if not files:
            sys.exit()
        if os.fork() == 0:
            door.close()
            if _watched(socket.socket(fileno=files.pop()), files):
                return
        for file in files:
            os.close(file)


def _wait_for_ended(options: int) -> None:
    """Wait for processes that were forked here, so that their time is counted as that of the tests."""
    try:
        while os.waitpid(-1, options)[0]:
            pass
    except ChildProcessError:
        pass  # none is left


def _watched(caller: socket.socket, files: Sequence[int]) -> bool:
    """Read a call and fork the process that runs it, whose exit code the caller is given."""
    read = b"".join(iter(lambda: caller.recv(_REQUEST), b""))
    process = os.fork()
    if process == 0:
        caller.close()
        _become(files, **json.loads(read))
        return True
    caller.sendall(f"{process:<20}".encode())
    _, status = os.waitpid(process, 0)
    caller.sendall(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(files: Sequence[int], arguments: list[str], cwd: str, env: dict[str, str]) -> None:
    """Take the place that a call asks for: files, folder, environment, arguments."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = [COMMAND, *arguments]


def _import_all() -> None:
    """Import and make what commands would, each again, when they are called."""
    for module, _ in COMMANDS.values():
        if module:
            importlib.import_module(module)
    project_shapes()
    reader_of(DEFAULT_BASE)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
    main()
