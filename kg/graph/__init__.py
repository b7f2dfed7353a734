"""Stage 4: a document and its facts as N-Quads of one named graph."""

from kg.graph.captures import Conversion, Settled, settle
from kg.graph.document import DocumentQuads, Register, assemble, state_document

__all__ = [
    "Conversion",
    "DocumentQuads",
    "Register",
    "Settled",
    "assemble",
    "settle",
    "state_document",
]
