"""What a front serves now: the release of today, its cache, and the change to the release of tomorrow."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from endpoint.config import EndpointConfig
from endpoint.engine.backend import Backend
from endpoint.engine.cache import Cache, Kept
from endpoint.engine.commanding import run_command
from endpoint.engine.execution import Caller, ClientLeft, CutShort, Execution
from endpoint.engine.generation import Generation, Release, read_release, stamp_of, start_zygote
from endpoint.engine.processes import Zygote, ran_out_of_memory
from endpoint.engine.writing import Master
from kg.errors import KgError

#: What the face knows of the engine; nothing else of this package is imported from outside.
__all__ = [
    "Cache",
    "Caller",
    "ClientLeft",
    "CutShort",
    "Execution",
    "Generation",
    "Kept",
    "Release",
    "Service",
    "ran_out_of_memory",
    "read_release",
    "run_command",
]

_LOG = logging.getLogger("endpoint.service")
_MEGABYTE = 1_000_000


def _nothing() -> None:
    """Do nothing when a release is closed."""


class Service:
    """A front's release and what it keeps of it.

    :param config: the endpoint's settings
    :raises KgError: if the release cannot be served
    """

    def __init__(self, config: EndpointConfig) -> None:
        self.config = config
        self.cache = Cache(
            config.cache_megabytes * _MEGABYTE, config.cache_entry_kilobytes * 1000, max(1, config.threads // 4)
        )
        self._lock = threading.Lock()
        self._refused: tuple[str, int, int] | None = None
        self._stopping = threading.Event()
        self._zygote: Zygote | None = None
        self.master: Master | None = None
        self._current: Generation = Backend(config) if config.backend else self._first(config)

    def _first(self, config: EndpointConfig) -> Generation:
        """Make the configured release ready, as it is or as a writable copy."""
        release = read_release(config.release)
        if not config.in_memory:
            self._zygote = start_zygote(release.store, config)
        if config.writable:
            self.master = Master(release, config)
            release = self.master.snapshot()
        return self._generation(release)

    def _generation(self, release: Release, closing: Callable[[], None] = _nothing) -> Generation:
        """Make a release ready; one in memory has a zygote of its own, which ends with it."""
        if self._zygote is not None:
            return Generation(release, self.config, self._zygote, closing)
        zygote = start_zygote(release.store, self.config)
        return Generation(release, self.config, zygote, zygote.close)

    @contextmanager
    def using(self) -> Iterator[Generation]:
        """Use the current release for a while; it stays until the user is done."""
        generation = self.enter()
        try:
            yield generation
        finally:
            generation.leave()

    def enter(self) -> Generation:
        """Use the current release until :meth:`Generation.leave`."""
        while True:
            generation = self._current
            if generation.enter():
                return generation

    def look_again(self) -> bool:
        """Change to the release that the configured folder or link now names, if it is another one.

        :returns: whether a change was made; a release that cannot be served is logged and left
        """
        if self.config.backend:
            return False
        with self._lock:
            try:
                stamp = stamp_of(self.config.release)
                if stamp in (self._current.release.stamp, self._refused):
                    return False
                self._refused = stamp
                self._replace(self._generation(read_release(self.config.release)))
            except KgError as refusal:
                _LOG.error("release not changed: %s", refusal)
                return False
        return True

    def write(self, request: dict[str, object], check: Callable[[Generation], None] | None = None) -> dict[str, object]:
        """Change the writable copy; what is asked from now on sees the change.

        :param request: see :mod:`endpoint.engine.writer`
        :param check: looks at what is served now and raises if the change must not be made; nothing changes meanwhile
        :returns: what was done
        :raises Problem: 400 if the request is refused, 503 if it took too long
        """
        if self.master is None:
            raise AssertionError("the caller checks that there is a writable copy")
        with self._lock:
            if check is not None:
                check(self._current)
            done = self.master.change(request)
            snapshot = self.master.snapshot()
            self._replace(self._generation(snapshot, self.master.remover(snapshot)))
        return done

    def _replace(self, generation: Generation) -> None:
        """Serve another generation from now on; the old one ends with its last request."""
        old, self._current = self._current, generation
        self.cache.clear()
        _LOG.info("serving release %s from %s", generation.release.version, generation.release.folder)
        old.retire()

    def watch(self, seconds: float = 0.5) -> None:
        """Look for another release every so often, in a thread of its own; a writable copy stays what it is."""
        if self.master is None and not self.config.backend:
            threading.Thread(target=self._watch, args=(seconds,), name="release-watch", daemon=True).start()

    def _watch(self, seconds: float) -> None:
        while not self._stopping.wait(seconds):
            self.look_again()

    def close(self) -> None:
        """Stop serving."""
        self._stopping.set()
        self._current.retire()
        if self.master is not None:
            self.master.close()
        if self._zygote is not None:
            self._zygote.close()
