"""One look at a property's values that tells which constraints of a shape nothing breaks.

Nearly all data is right. One query counts focus nodes, values and values that break something; only what the counts do
not rule out is asked for in full.
"""

from collections.abc import Sequence

import pyoxigraph as ox

from kg.validation.dataset import DataGraph, Pattern
from kg.validation.leaves import BOUNDS
from kg.validation.shapes import Constraint, Shape
from kg.validation.vocabulary import SH

_COUNTS = (SH.minCount, SH.maxCount)
#: Constraints on single values that are cheap to look at for every value at once.
PROBED = (SH.datatype, SH.nodeKind, SH.minLength, SH.maxLength, SH.pattern, SH.languageIn, *BOUNDS)


class Probe:
    """Looks at data before constraints are asked one by one.

    :param data: the data graph
    """

    def __init__(self, data: DataGraph) -> None:
        self._data = data
        self._numbers: dict[Pattern, int] = {}

    def forget(self) -> None:
        """Forget how many focus nodes there were."""
        self._numbers.clear()

    def holding(
        self, shape: Shape, focus: Pattern, tests: dict[int, str], constraints: Sequence[Constraint]
    ) -> set[int]:
        """Tell which constraints hold for sure; of the others nothing is known.

        :param shape: a shape
        :param focus: its focus nodes
        :param tests: place of a constraint on single values → the expression that is true of a value that breaks it
        :param constraints: constraints of the shape
        :returns: places of those that no focus node breaks
        """
        counts = [place for place, each in enumerate(constraints) if each.component.mandatory[0] in _COUNTS]
        if not isinstance(shape.path, ox.NamedNode) or len(counts) + len(tests) < 2:
            return set()
        if shape.path.value in self._data.exact_predicates:
            return set()
        nodes, pairs, broken = self._counted(shape, focus, list(tests.values()))
        holding = set() if broken else set(tests)
        for place in counts:
            limit = int(constraints[place].value.value)
            if constraints[place].component.mandatory[0] == SH.minCount:
                holds = limit == 0 or (limit == 1 and nodes == self._number(focus))
            else:
                holds = pairs == 0 or (limit >= 1 and pairs == nodes)
            holding |= {place} if holds else set()
        return holding

    def _counted(self, shape: Shape, focus: Pattern, tests: list[str]) -> tuple[int, int, int]:
        """Count focus nodes that have a value, values, and values that break a test."""
        any_broken = " || ".join(f"COALESCE({test}, false)" for test in tests) or "false"
        counts = "(COUNT(DISTINCT ?this) AS ?nodes) (COUNT(*) AS ?pairs)"
        query = f"""SELECT {counts} (SUM(IF({any_broken}, 1, 0)) AS ?broken)
          {{ {focus("?this")} ?this {shape.path_text} ?value }}"""
        ((nodes, pairs, broken),) = self._data.rows(query, "nodes", "pairs", "broken")
        return _number(nodes), _number(pairs), _number(broken)

    def _number(self, focus: Pattern) -> int:
        if focus not in self._numbers:
            ((number,),) = self._data.rows(f"SELECT (COUNT(DISTINCT ?this) AS ?n) {{ {focus('?this')} }}", "n")
            self._numbers[focus] = _number(number)
        return self._numbers[focus]


def _number(term: object) -> int:
    return int(getattr(term, "value", "0"))
