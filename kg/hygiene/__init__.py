"""Hygiene of what people write by hand: ontology, concept schemes, questions, context and reference tables.

Each rule is one function that yields findings; :func:`inspect` runs them all.
"""

from kg.hygiene.finding import Finding
from kg.hygiene.inspecting import RULES, inspect

__all__ = ["RULES", "Finding", "inspect"]
