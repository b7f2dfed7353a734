"""Places for queries: who runs now, who waits, who is made to yield.

A query begins in a quick place. One that is still running after ``quick_seconds`` gives its place back, goes on at the
lowest priority, and counts among the heavy ones; so light queries never wait for heavy ones. Where there are too many
heavy ones, the newest of the client that has most of them is ended. Waiting is bounded, and shared out by client: who
has least running is next.
"""

import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field

from endpoint.engine.processes import Process, Zygote
from endpoint.problems import busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """How many queries may do what at a time.

    :param quick: queries that began less than ``quick_seconds`` ago
    :param heavy: queries that have been running longer
    :param waiting: queries that wait for a place, of all clients
    :param waiting_per_client: of one client
    """

    quick: int = 3
    heavy: int = 4
    waiting: int = 64
    waiting_per_client: int = 32
    quick_seconds: float = 0.25


@dataclass(slots=True, eq=False)
class Lease:
    """A place that one query of one client holds, with the process that runs it."""

    client: str
    process: Process | None = None
    heavy: bool = False
    evicted: bool = False
    since: float = field(default_factory=time.monotonic)


@dataclass(slots=True, eq=False)
class _Waiter:
    client: str
    granted: threading.Event = field(default_factory=threading.Event)


class Pool:
    """The query processes of one release in one front."""

    def __init__(self, zygote: Zygote, store: str, places: Places) -> None:
        self.places = places
        self._zygote, self._store = zygote, store
        self._lock = threading.Lock()
        self._idle: deque[Process] = deque(zygote.fork(store) for _ in range(places.quick + 1))
        self._leases: set[Lease] = set()
        self._waiting: list[_Waiter] = []
        self._granted: Counter[str] = Counter()

    def acquire(self, client: str, patience: float, network: bool = False) -> Lease:
        """Take a place, waiting for one if need be.

        :param client: who asks; places are shared out by it
        :param patience: seconds to wait at most
        :raises Problem: 503 if too many wait already, or none came free in time
        """
        waiter = self._queue_up(client)
        if not waiter.granted.wait(patience):
            self._give_up(waiter)
        lease = Lease(client)
        with self._lock:
            self._leases.add(lease)
            self._granted[client] -= 1
        try:
            self._give_process(lease, network)
        except BaseException:
            self.release(lease, reuse=False)
            raise
        return lease

    def _queue_up(self, client: str) -> _Waiter:
        waiter = _Waiter(client)
        with self._lock:
            mine = sum(other.client == client for other in self._waiting)
            if len(self._waiting) >= self.places.waiting or mine >= self.places.waiting_per_client:
                raise busy("too many queries wait already; try again in a moment")
            self._waiting.append(waiter)
            self._grant()
        return waiter

    def _give_up(self, waiter: _Waiter) -> None:
        with self._lock:
            if waiter.granted.is_set():
                return
            self._waiting.remove(waiter)
        raise busy("no place for the query came free in time; try again in a moment")

    def _quick_running(self) -> int:
        return self._granted.total() + sum(not lease.heavy for lease in self._leases)

    def _grant(self) -> None:
        """Give free places to those who wait, least busy client first; the lock is held.

        One client never has all quick places, so that another's query begins at once.
        """
        most = max(1, self.places.quick - 1)
        while self._waiting and self._quick_running() < self.places.quick:
            running = self._granted + Counter(lease.client for lease in self._leases if not lease.heavy)
            eligible = [waiter for waiter in self._waiting if running[waiter.client] < most]
            if not eligible:
                return
            chosen = min(eligible, key=lambda waiter: running[waiter.client])
            self._waiting.remove(chosen)
            self._granted[chosen.client] += 1
            chosen.granted.set()

    def _give_process(self, lease: Lease, network: bool) -> None:
        while not network:
            with self._lock:
                if not self._idle:
                    break
                lease.process = self._idle.popleft()
            if lease.process.is_alive():
                return
            lease.process.end()
            lease.process = None
        lease.process = self._zygote.fork(self._store, network)

    def replace(self, lease: Lease) -> None:
        """Give a lease whose process was lost another one."""
        if lease.process is not None:
            lease.process.end()
        lease.process = self._zygote.fork(self._store)

    def make_heavy(self, lease: Lease) -> None:
        """Move a query that runs for long out of the way of the others."""
        with self._lock:
            if lease.heavy or lease not in self._leases:
                return
            lease.heavy = True
            if lease.process is not None:
                lease.process.yield_processor()
            self._evict()
            self._grant()

    def _evict(self) -> None:
        heavy = [lease for lease in self._leases if lease.heavy and not lease.evicted]
        if len(heavy) <= self.places.heavy:
            return
        owned = Counter(lease.client for lease in heavy)
        victim = max(heavy, key=lambda lease: (owned[lease.client], lease.since))
        victim.evicted = True
        if victim.process is not None:
            victim.process.sock.shutdown(2)

    def release(self, lease: Lease, *, reuse: bool) -> bytes:
        """Give a place back.

        :param reuse: whether the process is idle and may take another query; otherwise it is ended
        :returns: what an ended process wrote on standard error
        """
        process, lease.process = lease.process, None
        with self._lock:
            self._leases.discard(lease)
            worn = lease.heavy or lease.evicted or process is None or process.network
            kept = reuse and not worn and self._missing() > 0
            if kept and process is not None:
                self._idle.append(process)
            self._grant()
        if kept:
            return b""
        words = process.end() if process is not None else b""
        self._top_up()
        return words

    def _missing(self) -> int:
        """Count the processes to start so that one is spare beside those for quick queries; the lock is held."""
        running = sum(lease.process is not None and not lease.heavy for lease in self._leases)
        return self.places.quick + 1 - len(self._idle) - running

    def _top_up(self) -> None:
        """Keep one spare process, so that the end of one is not felt by the next query."""
        with self._lock:
            missing = self._missing()
        for _ in range(missing):
            process = self._zygote.fork(self._store)
            with self._lock:
                needed = self._missing() > 0
                if needed:
                    self._idle.append(process)
            if not needed:
                process.end()

    def occupancy(self) -> dict[str, int]:
        """Count idle processes, running, heavy and waiting queries."""
        with self._lock:
            heavy = sum(lease.heavy for lease in self._leases)
            running = len(self._leases) - heavy
            return {"idle": len(self._idle), "quick": running, "heavy": heavy, "waiting": len(self._waiting)}

    def close(self) -> None:
        """End every idle process; those of queries under way end with them."""
        with self._lock:
            idle, self._idle = list(self._idle), deque()
        for process in idle:
            process.end()
