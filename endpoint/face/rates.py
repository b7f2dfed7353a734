"""How often one client may ask: a token bucket each, forgotten when it is full again."""

import math
import threading
import time

from endpoint.problems import Problem

_MOST_CLIENTS = 10_000


class Rates:
    """Counts requests by client.

    :param rate: requests a second over time; 0 is no limit
    :param burst: requests at once
    """

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._lock = threading.Lock()
        #: Client → what it may still ask, and when that was counted.
        self._left: dict[str, tuple[float, float]] = {}

    def count(self, client: str) -> None:
        """Count one request.

        :raises Problem: 429 with ``Retry-After`` if it is one too many
        """
        if not self._rate:
            return
        now = time.monotonic()
        with self._lock:
            left, since = self._left.get(client, (float(self._burst), now))
            left = min(float(self._burst), left + (now - since) * self._rate) - 1
            if left >= 0:
                self._left[client] = (left, now)
            if len(self._left) > _MOST_CLIENTS:
                self._forget(now)
        if left < 0:
            seconds = max(1, math.ceil(-left / self._rate))
            detail = f"more than {self._burst} requests at once or {self._rate:g} a second; wait {seconds} s"
            raise Problem(429, detail, kind="rate", headers={"Retry-After": str(seconds)})

    def _forget(self, now: float) -> None:
        idle = self._burst / self._rate
        self._left = {client: state for client, state in self._left.items() if now - state[1] < idle}
