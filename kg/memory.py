"""How much memory there is for this process."""

import ctypes
import os
import resource
from pathlib import Path

from kg.errors import SourceError

_LIMIT = Path("/sys/fs/cgroup/memory.max")
_M_ARENA_MAX = -8


def memory_limit(limit: Path = _LIMIT) -> int:
    """Tell the bytes of memory that this process may use: the machine's, or its control group's if that is less.

    :param limit: where a control group states its limit (Linux, cgroup v2)
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        told = limit.read_text(encoding="ascii").strip()
    except OSError:
        return machine
    return min(machine, int(told)) if told.isdigit() else machine


def address_limit() -> int | None:
    """Tell the bytes of addresses that the shell allows this process (``ulimit -v``), None if it sets no limit."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if limit == resource.RLIM_INFINITY else limit


def keep_to_few_arenas() -> None:
    """Ask the allocator for two arenas at most, where it is glibc's; others have none to bound.

    glibc reserves 64 MiB of addresses for an arena and makes one for each of the first threads, so that a store, which
    many threads open, would use up a bound on addresses with memory that nobody asked for. Source: mallopt(3).
    """
    change = getattr(ctypes.CDLL(None), "mallopt", None)
    if change is not None:
        change(_M_ARENA_MAX, 2)


def require_addresses(name: str, needed: int) -> None:
    """Refuse to begin what would be ended by its libraries, with pages of text, for lack of addresses.

    Where there is a limit, and enough, the allocator is asked not to waste it.

    :param name: what needs them
    :param needed: bytes
    :raises SourceError: if the shell allows fewer
    """
    limit = address_limit()
    if limit is None:
        return
    keep_to_few_arenas()
    if limit < needed:
        raise SourceError(
            f"ulimit -v allows {limit / 2**20:,.0f} MiB of addresses, and {name} needs {needed / 2**20:,.0f} MiB or "
            "more: raise that limit"
        )
