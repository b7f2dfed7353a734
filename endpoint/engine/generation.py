"""One release as a front serves it: its manifest, its query processes, and who still uses it."""

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from endpoint.config import EndpointConfig
from endpoint.engine.execution import Caller, Execution
from endpoint.engine.federation import federated
from endpoint.engine.pool import Places, Pool
from endpoint.engine.processes import Zygote
from endpoint.problems import Problem
from kg.errors import NotARelease
from kg.namespaces import DEFAULT_BASE, prefixes

_SMOKE_SECONDS = 60.0
_ANYTHING = "SELECT ?s { ?s ?p ?o } LIMIT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a front knows of a release folder.

    ``identity`` differs between any two builds; ``stamp`` tells cheaply whether the folder is still the same.
    """

    folder: Path
    base: str
    version: str
    identity: str
    manifest: dict[str, Any]
    stamp: tuple[str, int, int]
    store: Path


def stamp_of(folder: Path) -> tuple[str, int, int]:
    """Tell where a release is and which one: the folder behind links, its manifest's inode and time.

    :raises NotARelease: if there is no manifest
    """
    real = folder.resolve()
    try:
        status = (real / "manifest.json").stat()
    except OSError:
        raise NotARelease(
            f"{str(folder)!r} is not a release (no manifest.json): name a folder written by osce-kg build"
        ) from None
    return str(real), status.st_ino, status.st_mtime_ns


def read_release(folder: Path) -> Release:
    """Read what a release says of itself.

    :raises NotARelease: if its manifest or store is missing or unreadable
    """
    stamp = stamp_of(folder)
    real = Path(stamp[0])
    try:
        text = (real / "manifest.json").read_text(encoding="utf-8")
        manifest = json.loads(text)
        base, version = manifest.get("base", DEFAULT_BASE), str(manifest["version"])
    except (OSError, ValueError, KeyError, AttributeError):
        raise NotARelease(f"{str(folder)!r} has a manifest.json that cannot be read: build the release again") from None
    if not (real / "store").is_dir():
        raise NotARelease(f"{str(folder)!r} has no store: build the release again")
    identity = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Release(
        folder=real, base=base, version=version, identity=identity, manifest=manifest, stamp=stamp, store=real / "store"
    )


class Generation:
    """A release with its query processes, closed when it is retired and nobody uses it any more.

    :raises ReleaseError: if the store does not answer
    """

    def __init__(self, release: Release, config: EndpointConfig, zygote: Zygote, closing: Callable[[], None]) -> None:
        self._release = release
        self.prefixes = prefixes(release.base)
        self._users, self._retired = 0, False
        self._lock = threading.Lock()
        self._closing = closing
        self.pool = Pool(zygote, str(release.store), _places(config))
        self.union = False
        try:
            self.union = self._finds_union(config.default_graph)
        except Problem as problem:
            self._close()
            cause = f"its store does not answer ({problem.detail})"
            raise NotARelease(f"{str(release.folder)!r} cannot be served: {cause}; build the release again") from None

    @property
    def release(self) -> Release:
        """The release that is served."""
        return self._release

    def occupancy(self) -> dict[str, int]:
        """Count queries under way and idle processes."""
        return self.pool.occupancy()

    def _finds_union(self, chosen: str) -> bool:
        """Ask the store a first question, and tell whether its default graph stands for the union of all graphs."""
        found = self.execute({"op": "query", "text": _ANYTHING, "form": "csv"}, Caller(), _SMOKE_SECONDS)
        return chosen == "union" or (chosen == "auto" and len(found.first.split()) < 2)

    def execute(self, request: dict[str, Any], caller: Caller, timeout: float) -> Execution:
        """Run a request in a query process of this release.

        :param timeout: seconds
        """
        defaults = {"base": self.release.base, "prefixes": self.prefixes, "union": self.union}
        if request.get("calls_out"):
            return federated(self._run, defaults | request, caller, timeout)
        return self._run(defaults | request, caller, timeout)

    def select(self, texts: Sequence[str], caller: Caller, timeout: float, limit: int) -> list[dict[str, Any]]:
        """Run several SELECT queries of the endpoint's own in one exchange with a query process.

        :param timeout: seconds for all of them
        :param limit: bytes that all answers have at most
        :returns: the answers in the order of the queries, as SPARQL Results JSON has them
        :raises Problem: as :class:`endpoint.engine.execution.Execution`
        """
        asked = {"op": "batch", "texts": list(texts), "limit": limit}
        found: list[dict[str, Any]] = json.loads(self.execute(asked, caller, timeout).read())
        return found

    def _run(self, request: dict[str, Any], caller: Caller, timeout: float) -> Execution:
        return Execution(self.pool, request, caller, timeout)

    def enter(self) -> bool:
        """Begin to use this release; false if it is closed already."""
        with self._lock:
            if self._retired and self._users == 0:
                return False
            self._users += 1
            return True

    def leave(self) -> None:
        """Stop using this release."""
        with self._lock:
            self._users -= 1
            close = self._retired and self._users == 0
        if close:
            self._close()

    def retire(self) -> None:
        """Close this release as soon as nobody uses it."""
        with self._lock:
            self._retired = True
            close = self._users == 0
        if close:
            self._close()

    def _close(self) -> None:
        self.pool.close()
        self._closing()


def start_zygote(store: Path, config: EndpointConfig) -> Zygote:
    """Start the parent of query processes; with everything in memory, load the store there."""
    settings = {
        "store": str(store),
        "in_memory": config.in_memory,
        "memory": config.memory_bytes,
        "cpu_seconds": int(config.timeout * 40) + 60,
        "hosts": list(config.service_hosts),
    }
    return Zygote(settings)


def _places(config: EndpointConfig) -> Places:
    return Places(
        quick=config.workers,
        heavy=config.heavy,
        waiting=config.waiting,
        waiting_per_client=max(1, config.waiting // 2),
        quick_seconds=config.quick_seconds,
    )
