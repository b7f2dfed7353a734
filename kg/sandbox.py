"""What a query process may not do: use memory or processor without end, open a network connection, outlive its parent.

Linux alone has the system-call filter and the signal on a parent's death; elsewhere :func:`refuse_network` says so and
the front's own refusal of ``SERVICE`` and ``LOAD`` is what keeps queries from calling out.
Sources: seccomp(2), prctl(2), setrlimit(2); struct sock_fprog of linux/filter.h.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

from kg.memory import keep_to_few_arenas

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 1, 38, 22, 2
_AF_INET, _AF_INET6 = 2, 10
_IO_URING_SETUP = 425
_EACCES = 13
#: Machine → (audit architecture, number of the socket system call).
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE = 0x00050000 | _EACCES
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _instruction(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _no_sockets(architecture: int, socket_call: int) -> bytes:
    """Write the filter: no internet socket, no io_uring (which could make one), no other system-call table."""
    return b"".join(
        (
            _instruction(_LOAD, _ARCHITECTURE),
            _instruction(_JUMP_EQUAL, architecture, 1, 0),
            _instruction(_RETURN, _KILL),
            _instruction(_LOAD, _NUMBER),
            _instruction(_JUMP_AT_LEAST, _X32, 6, 0),
            _instruction(_JUMP_EQUAL, _IO_URING_SETUP, 5, 0),
            _instruction(_JUMP_EQUAL, socket_call, 0, 3),
            _instruction(_LOAD, _FIRST_ARGUMENT),
            _instruction(_JUMP_EQUAL, _AF_INET, 2, 0),
            _instruction(_JUMP_EQUAL, _AF_INET6, 1, 0),
            _instruction(_RETURN, _ALLOW),
            _instruction(_RETURN, _REFUSE),
        )
    )


def _prctl(option: int, *arguments: object) -> bool:
    library = ctypes.CDLL(None, use_errno=True)
    return int(library.prctl(option, *arguments, *([0] * (4 - len(arguments))))) == 0


def refuse_network() -> bool:
    """Make every later attempt of this process to open an internet socket fail with ``EACCES``.

    :returns: whether the system could be told; false where it has no such filter
    """
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    code = _no_sockets(*known)
    program = _Program(len(code) // 8, code)
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1) and _prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program))


def can_refuse_network() -> bool:
    """Tell, by trying it in a process of its own, whether the network can be taken from a process."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, b"1" if refuse_network() else b"0")
        os._exit(0)
    os.close(writing)
    answer = os.read(reading, 1)
    os.close(reading)
    return answer == b"1"


def end_with_parent() -> None:
    """Ask the system to kill this process when its parent ends, where it can be asked."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def limit_resources(memory: int, cpu_seconds: int) -> None:
    """Bound this process.

    :param memory: bytes of address space beyond what it has now
    :param cpu_seconds: seconds of processor time, beyond what it has used; a backstop behind the deadline
    """
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    ceiling = int(used) + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (ceiling, ceiling + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    keep_to_few_arenas()
    size = _address_space()
    if size:
        resource.setrlimit(resource.RLIMIT_AS, (size + memory, size + memory))


def _address_space() -> int:
    """Tell the bytes of address space in use; 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[0]) * os.sysconf("SC_PAGESIZE") if status.exists() else 0
