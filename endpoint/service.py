"""What a front serves now: the release of today, its cache, and the change to the release of tomorrow."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from endpoint.cache import Cache
from endpoint.config import EndpointConfig
from endpoint.generation import Generation, read_release, stamp_of
from kg.errors import KgError

_LOG = logging.getLogger("endpoint.service")
_MEGABYTE = 1_000_000


class Service:
    """A front's release and what it keeps of it.

    :param config: the endpoint's settings
    :raises KgError: if the release cannot be served
    """

    def __init__(self, config: EndpointConfig) -> None:
        self.config = config
        self.cache = Cache(config.cache_megabytes * _MEGABYTE, config.cache_entry_kilobytes * 1000)
        self._current = Generation(read_release(config.release), config)
        self._lock = threading.Lock()
        self._refused: tuple[str, int, int] | None = None
        self._stopping = threading.Event()

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
        with self._lock:
            try:
                stamp = stamp_of(self.config.release)
                if stamp in (self._current.release.stamp, self._refused):
                    return False
                self._refused = stamp
                self.replace(Generation(read_release(self.config.release), self.config))
            except KgError as refusal:
                _LOG.error("release not changed: %s", refusal)
                return False
        return True

    def replace(self, generation: Generation) -> None:
        """Serve another generation from now on; the old one ends with its last request."""
        old, self._current = self._current, generation
        self.cache.clear()
        _LOG.info("serving release %s from %s", generation.release.version, generation.release.folder)
        old.retire()

    def watch(self, seconds: float = 0.5) -> None:
        """Look for another release every so often, in a thread of its own."""
        threading.Thread(target=self._watch, args=(seconds,), name="release-watch", daemon=True).start()

    def _watch(self, seconds: float) -> None:
        while not self._stopping.wait(seconds):
            self.look_again()

    @property
    def folder(self) -> Path:
        """The folder of the release that is served now."""
        return self._current.release.folder

    def close(self) -> None:
        """Stop serving."""
        self._stopping.set()
        self._current.retire()
