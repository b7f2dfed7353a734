"""For operators: ``/health`` and ``/metrics``."""

import json
import os
import threading
import time

from flask import Blueprint, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from endpoint.config import METRICS_FOLDER
from endpoint.engine.service import Caller
from endpoint.face.answers import service
from endpoint.problems import Problem

blueprint = Blueprint("operations", __name__)

#: Paths that the rate limit leaves alone.
UNLIMITED = frozenset({"/health", "/health/live", "/health/ready", "/metrics"})

_REGISTRY = CollectorRegistry()
_REQUESTS = Counter("osce_kg_requests", "Requests answered.", ("area", "status"), registry=_REGISTRY)
_SECONDS = Histogram(
    "osce_kg_request_seconds",
    "Seconds until the last byte was sent.",
    ("area",),
    registry=_REGISTRY,
    buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100),
)
_QUERIES = Gauge(
    "osce_kg_queries", "Queries and idle processes.", ("state",), registry=_REGISTRY, multiprocess_mode="livesum"
)
_AREAS = frozenset({"sparql", "update", "rdf-graph-store", "id", "data", "page", "dump", "search", "validate"})
_READY_SECONDS = 5.0
#: Seconds for which what a question for readiness found holds, so that such questions take no query's place.
_HOLDS_SECONDS = 1.0


def observe(path: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    area = path.split("/")[1] if path.count("/") else ""
    area = area if area in _AREAS else "other"
    _REQUESTS.labels(area, str(status)).inc()
    _SECONDS.labels(area).observe(seconds)


def live() -> Response:
    """Say that the front answers."""
    return Response('{"status": "live"}\n', content_type="application/json", headers={"Cache-Control": "no-store"})


class _Readiness:
    """Whether a query is answered, asked once a second at most however many want to know."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._found: bytes | Problem = b""

    def tell(self) -> bytes:
        """Hand out the state as JSON.

        :raises Problem: 503 if no query is answered
        """
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = self._ask()
                self._until = time.monotonic() + _HOLDS_SECONDS
            found = self._found
        if isinstance(found, Problem):
            raise found
        return found

    def _ask(self) -> bytes | Problem:
        try:
            return _state()
        except Problem as problem:
            return problem


_READINESS = _Readiness()


def _state() -> bytes:
    """Ask a query, and tell of which release and how busy this front is."""
    with service().using() as generation:
        execution = generation.execute({"op": "ping"}, Caller(name="operator"), _READY_SECONDS)
        if not execution.is_whole:
            raise Problem(503, "the store does not answer as it should", kind="not-ready")
        state = {"status": "ready", "release": generation.release.version, "places": generation.occupancy()}
    return json.dumps(state).encode() + b"\n"


def ready() -> Response:
    """Say that a query is answered, and by which release."""
    content = _READINESS.tell()
    return Response(content, content_type="application/json", headers={"Cache-Control": "no-store"})


def metrics() -> Response:
    """Write the counters of all fronts in Prometheus' text form."""
    with service().using() as generation:
        for state, number in generation.occupancy().items():
            _QUERIES.labels(state).set(number)
    registry = _REGISTRY
    if METRICS_FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return Response(generate_latest(registry), content_type="text/plain; version=0.0.4; charset=utf-8")


blueprint.add_url_rule("/health/live", view_func=live)
blueprint.add_url_rule("/health", view_func=ready)
blueprint.add_url_rule("/health/ready", view_func=ready)
blueprint.add_url_rule("/metrics", view_func=metrics)
