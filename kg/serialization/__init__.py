"""RDF written for people and programs: Turtle, TriG, JSON-LD and RDF/XML from sorted lines, streamed.

Why they are written here and not by the engine: ``docs/decisions/0017-serializers.md``.
"""

from kg.serialization.formats import FORMATS, WITH_GRAPHS, serialize
from kg.serialization.turtle import turtle

__all__ = ["FORMATS", "WITH_GRAPHS", "serialize", "turtle"]
