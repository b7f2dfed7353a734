"""Stage 5: what the ontology entails of the data (OWL 2 RL).

:func:`close` closes any data at once, with axioms of its own if it has any; :class:`Across` and :class:`Graph` close
documents each by itself with the register, and what they entail together once.
"""

from kg.closure.across import Across, Rest
from kg.closure.closing import Closure, close
from kg.closure.rule import Contradiction, Rule, Triple
from kg.closure.within import Entailed, Graph

__all__ = ["Across", "Closure", "Contradiction", "Entailed", "Graph", "Rest", "Rule", "Triple", "close"]
