"""Stage 5: what the ontology entails of the data (OWL 2 RL)."""

from kg.closure.closing import Closure, close
from kg.closure.rule import Contradiction, Rule, Triple

__all__ = ["Closure", "Contradiction", "Rule", "Triple", "close"]
