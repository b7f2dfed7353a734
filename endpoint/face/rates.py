"""How often one client may ask: a token bucket each, in memory that all fronts of an endpoint have in common."""

import fcntl
import hashlib
import ipaddress
import math
import mmap
import os
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from endpoint.problems import Problem

#: Client, what it may still ask, and when that was counted (seconds of the system's monotonic clock).
_BUCKET = struct.Struct("<Qdd")
_BUCKETS = 16_384
#: Buckets that a client may have; one that is full again is anybody's.
_TRIES = 8


def network_of(client: str) -> str:
    """Name who is counted together: an IPv4 address, or the network of 64 bits of an IPv6 address.

    >>> network_of("192.0.2.7"), network_of("2001:db8:1:2:3:4:5:6"), network_of("unknown")
    ('192.0.2.7', '2001:db8:1:2::/64', 'unknown')
    """
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


class Rates:
    """Counts requests by client, over every process that is forked from the one that made it.

    :param rate: requests a second over time; 0 is no limit
    :param burst: requests at once
    """

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, float(burst)
        # A file without a name, open as long as the process lives.
        self._file, name = tempfile.mkstemp(prefix="osce-kg-rates-")
        os.unlink(name)
        os.ftruncate(self._file, _BUCKET.size * _BUCKETS)
        self._table = mmap.mmap(self._file, _BUCKET.size * _BUCKETS)
        self._lock = threading.Lock()

    def count(self, client: str) -> None:
        """Count one request.

        :param client: address of the client
        :raises Problem: 429 with ``Retry-After`` if it is one too many
        """
        if not self._rate:
            return
        name = network_of(client).encode()
        key = int.from_bytes(hashlib.blake2b(name, digest_size=8).digest()) or 1
        with self._alone():
            left = self._take(key, time.monotonic())
        if left < 0:
            seconds = max(1, math.ceil(-left / self._rate))
            detail = f"more than {self._burst:g} requests at once or {self._rate:g} a second; wait {seconds} s"
            raise Problem(429, detail, kind="rate", headers={"Retry-After": str(seconds)})

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads and other fronts out; a front that is killed lets go of the file's lock."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _take(self, key: int, now: float) -> float:
        """Take one from a client's bucket; tell what is left, below zero if it was empty."""
        place, filled = self._bucket(key, now)
        left = filled - 1
        if left >= 0:
            _BUCKET.pack_into(self._table, place, key, left, now)
        return left

    def _bucket(self, key: int, now: float) -> tuple[int, float]:
        """Find where a client's bucket is and what is in it; a new one takes the fullest of those it may have."""
        best, most = 0, -1.0
        for step in range(_TRIES):
            place = (key + step) % _BUCKETS * _BUCKET.size
            owner, left, since = _BUCKET.unpack_from(self._table, place)
            filled = min(self._burst, left + (now - since) * self._rate) if owner else self._burst
            if owner == key:
                return place, filled
            if filled > most:
                best, most = place, filled
        return best, self._burst
