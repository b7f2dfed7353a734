"""Stage 7: a release folder, whole or absent.

A name is loaded when it is first asked for: who converts pages needs no store.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.release.manifest import Input, Manifest, read_manifest
    from kg.release.store import open_release

__all__ = ["Input", "Manifest", "open_release", "read_manifest"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{'store' if name == 'open_release' else 'manifest'}"), name)
