"""The HTTP face of a release: SPARQL, linked data, downloads and pages."""

from endpoint.app import create_app
from endpoint.config import EndpointConfig

__all__ = ["EndpointConfig", "create_app"]
