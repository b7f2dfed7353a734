"""The catalogue of the release that is served: made in the background when a release is first seen, opened once."""

import logging
import subprocess
import sys
import threading
import time
from pathlib import Path

from flask import current_app

from endpoint.engine.service import Generation
from endpoint.face.answers import service
from endpoint.finding.catalogue import Catalogue
from endpoint.finding.index import home_of
from endpoint.problems import Problem

_LOG = logging.getLogger("endpoint.finding")
#: Seconds that a request waits for an index that is being made.
_PATIENCE = 8.0
_LOOKS_EACH = 0.1
_BUILD_SECONDS = 3600


class Shelf:
    """Catalogues by release, the newest only.

    Thread-safe; one thread a release makes the index, in a process of its own.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._identity, self._catalogue = "", None  # type: str, Catalogue | None
        self._under_way = ""

    def catalogue(self, generation: Generation, patience: float = _PATIENCE) -> Catalogue:
        """Hand out the catalogue of a release.

        :param patience: seconds to wait while it is being made
        :raises Problem: 503 if it is not ready by then
        """
        release = generation.release
        ends = time.monotonic() + patience
        self.prepare(generation)
        while True:
            with self._lock:
                if self._identity == release.identity and self._catalogue is not None:
                    return self._catalogue
                working = self._under_way == release.identity
            if not working or time.monotonic() > ends:
                detail = "the index for searching is being made: try again in a moment"
                raise Problem(503, detail, kind="index", headers={"Retry-After": "2"})
            time.sleep(_LOOKS_EACH)

    def at_hand(self, generation: Generation) -> Catalogue | None:
        """Hand out the catalogue of a release if it is ready."""
        self.prepare(generation)
        with self._lock:
            return self._catalogue if self._identity == generation.release.identity else None

    def prepare(self, generation: Generation) -> None:
        """Begin to make the index of a release, unless it is there or under way."""
        release = generation.release
        with self._lock:
            if release.identity in (self._identity, self._under_way):
                return
            self._under_way = release.identity
        folder = home_of(release.folder, release.identity)
        arguments = (release.store, release.base, folder, release.identity)
        threading.Thread(target=self._make, args=arguments, name="index", daemon=True).start()

    def _make(self, store: Path, base: str, folder: Path, identity: str) -> None:
        command = [sys.executable, "-m", "endpoint.finding.index", str(store), base, str(folder)]
        began = time.monotonic()
        try:
            while not folder.is_dir() and time.monotonic() - began < _BUILD_SECONDS:
                subprocess.run(command, check=True, timeout=_BUILD_SECONDS)  # noqa: S603
                time.sleep(_LOOKS_EACH)
            catalogue = Catalogue(folder)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            _LOG.error("no index for searching: %s", error)
            with self._lock:
                self._under_way = ""
            return
        with self._lock:
            self._identity, self._catalogue, self._under_way = identity, catalogue, ""


def catalogue(generation: Generation, patience: float = _PATIENCE) -> Catalogue:
    """Hand out the catalogue of the release that a request uses.

    :param patience: seconds to wait while it is being made
    :raises Problem: 501 over another store or a writable copy, 503 while the index is being made
    """
    if service().config.backend or service().config.writable:
        raise Problem(501, "lists and search need a finished release: serve one", kind="no-index")
    shelf: Shelf = current_app.extensions["osce_kg_shelf"]
    return shelf.catalogue(generation, patience)


def at_hand(generation: Generation) -> Catalogue | None:
    """Hand out the catalogue of a release without waiting for it; nothing where there is none, or none yet."""
    if service().config.backend or service().config.writable:
        return None
    shelf: Shelf = current_app.extensions["osce_kg_shelf"]
    return shelf.at_hand(generation)
