"""For operators: ``/health`` and ``/metrics``."""

import json

from flask import Blueprint, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

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
_QUERIES = Gauge("osce_kg_queries", "Queries and idle processes of this front.", ("state",), registry=_REGISTRY)
_AREAS = frozenset({"sparql", "update", "rdf-graph-store", "id", "data", "page", "dump", "search", "validate"})
_READY_SECONDS = 5.0


def observe(path: str, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    area = path.split("/")[1] if path.count("/") else ""
    area = area if area in _AREAS else "other"
    _REQUESTS.labels(area, str(status)).inc()
    _SECONDS.labels(area).observe(seconds)


def live() -> Response:
    """Say that the front answers."""
    return Response('{"status": "live"}\n', content_type="application/json", headers={"Cache-Control": "no-store"})


def ready() -> Response:
    """Say that a query is answered, and by which release."""
    with service().using() as generation:
        execution = generation.execute({"op": "ping"}, Caller(name="operator"), _READY_SECONDS)
        if not execution.is_whole:
            raise Problem(503, "the store does not answer as it should", kind="not-ready")
        told = {"status": "ready", "release": generation.release.version, "places": generation.occupancy()}
    return Response(json.dumps(told) + "\n", content_type="application/json", headers={"Cache-Control": "no-store"})


def metrics() -> Response:
    """Write the counters in Prometheus' text form."""
    with service().using() as generation:
        for state, number in generation.occupancy().items():
            _QUERIES.labels(state).set(number)
    return Response(generate_latest(_REGISTRY), content_type="text/plain; version=0.0.4; charset=utf-8")


blueprint.add_url_rule("/health/live", view_func=live)
blueprint.add_url_rule("/health", view_func=ready)
blueprint.add_url_rule("/health/ready", view_func=ready)
blueprint.add_url_rule("/metrics", view_func=metrics)
