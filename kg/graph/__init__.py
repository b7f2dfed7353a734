"""Stage 4: a document and its facts as N-Quads of one named graph.

A name is loaded when it is first asked for: who reads RDF files needs no rule for press releases.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.captures import Conversion, Settled, settle
    from kg.graph.document import DocumentQuads, Register, assemble, state_document

__all__ = ["Conversion", "DocumentQuads", "Register", "Settled", "assemble", "settle", "state_document"]
_CAPTURES = ("Conversion", "Settled", "settle")


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{'captures' if name in _CAPTURES else 'document'}"), name)
