"""Stage 7: a release folder, whole or absent."""

from kg.release.manifest import Input, Manifest, read_manifest
from kg.release.store import open_release

__all__ = ["Input", "Manifest", "open_release", "read_manifest"]
