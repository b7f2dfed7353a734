"""Composes the stages, serially, over processes or over Spark.

A name is loaded when it is first asked for: ``convert`` needs neither the closure nor the validation of ``build``.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.pipeline.building import Plan, build
    from kg.pipeline.converting import convert
    from kg.pipeline.progress import Progress, Silent

__all__ = ["Plan", "Progress", "Silent", "build", "convert"]
_MODULES = {
    "Plan": "building",
    "build": "building",
    "convert": "converting",
    "Progress": "progress",
    "Silent": "progress",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
