"""Why a triple follows: a tree of rule applications down to what is asserted.

Source of the rules' names: OWL 2 Profiles, §4.3, https://www.w3.org/TR/owl2-profiles/.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kg.closure.closing import Closure
from kg.closure.joining import match
from kg.closure.relations import Numbers, contained, key_of
from kg.closure.rule import SAME, TYPE, Rule, Triple, is_variable, substitute, unify

#: A proof of more steps than this upon one another is not looked for.
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A triple with the rule that concludes it; an asserted triple has neither rule nor premises."""

    triple: Triple
    rule: Rule | None = None
    premises: tuple["Step", ...] = ()

    def size(self) -> int:
        """Count the steps of the proof."""
        return 1 + sum(premise.size() for premise in self.premises)

    def leaves(self) -> Iterator[Triple]:
        """List the asserted triples that the proof rests on."""
        if self.rule is None:
            yield self.triple
        for premise in self.premises:
            yield from premise.leaves()


class Explainer:
    """Finds proofs in a closure.

    :param closure: what is asserted and what follows of it
    """

    def __init__(self, closure: Closure) -> None:
        self._closure = closure
        self._by_predicate: dict[str, list[Rule]] = defaultdict(list)
        for rule in closure.rules:
            if rule.head is not None:
                self._by_predicate[rule.head[1]].append(rule)
        self._found: dict[tuple[Triple, int], Step | None] = {}

    def proofs(self, triple: Triple, limit: int = 1) -> list[Step]:
        """Prove a triple.

        :param triple: written terms
        :param limit: how many proofs, which differ in their last step, to give at most
        :returns: the smallest proof first; an asserted triple is its own; empty if it does not follow
        """
        if self._is_asserted(triple):
            return [Step(triple)]
        for depth in range(1, DEEPEST + 1):
            if self._smallest(triple, depth) is not None:
                # One level more may hold a smaller proof with longer branches.
                found = sorted(self._last_steps(triple, depth + 1), key=lambda step: (step.size(), _written(step)))
                return found[:limit]
        return []

    def _smallest(self, triple: Triple, depth: int) -> Step | None:
        if self._is_asserted(triple):
            return Step(triple)
        if depth == 0:
            return None
        if (triple, depth) not in self._found:
            self._found[triple, depth] = None
            steps = self._last_steps(triple, depth)
            best = min(steps, key=lambda step: (step.size(), _written(step)), default=None)
            self._found[triple, depth] = best
        return self._found[triple, depth]

    def _last_steps(self, triple: Triple, depth: int) -> Iterator[Step]:
        for rule, premises in self._derivations(triple):
            proved = [self._smallest(premise, depth - 1) for premise in premises]
            steps = tuple(step for step in proved if step is not None)
            if len(steps) == len(premises):
                yield Step(triple, rule, steps)

    def _derivations(self, triple: Triple) -> Iterator[tuple[Rule, tuple[Triple, ...]]]:
        """Find rules and premises that conclude a triple, each once."""
        seen: set[tuple[str, tuple[Triple, ...]]] = set()
        for rule in (*self._by_predicate[triple[1]], *_equality_rules(triple)):
            if (values := unify(rule.conclusion(), triple)) is None:
                continue
            for premises in self._matches(rule, values):
                if triple not in premises and (rule.name, premises) not in seen:
                    seen.add((rule.name, premises))
                    yield rule, premises

    def _matches(self, rule: Rule, values: dict[str, str]) -> Iterator[tuple[Triple, ...]]:
        patterns = tuple(substitute(pattern, values) for pattern in rule.body)
        if not patterns:
            yield ()
            return
        known, terms = self._closure.engine.known, self._closure.engine.terms
        if not any(is_variable(term) for pattern in patterns for term in pattern):
            if all(self._is_known(pattern) for pattern in patterns):
                yield patterns
            return
        ordered = sorted(patterns, key=lambda pattern: sum(map(is_variable, pattern)))
        table = match(ordered, known[key_of(ordered[0])], known.__getitem__, terms)
        names = [name for name in table if name]
        for row in range(len(next(iter(table.values())))):
            found = {name: terms.written[int(table[name][row])] for name in names}
            if not rule.distinct or len({{**values, **found}[name] for name in rule.distinct}) == len(rule.distinct):
                yield tuple(substitute(pattern, found) for pattern in patterns)

    def _is_asserted(self, triple: Triple) -> bool:
        return self._stands(triple, self._closure.asserted[key_of(triple)])

    def _is_known(self, triple: Triple) -> bool:
        return self._stands(triple, self._closure.engine.known[key_of(triple)])

    def _stands(self, triple: Triple, within: Numbers) -> bool:
        numbers = self._closure.engine.terms.numbers
        subject, value = numbers.get(triple[0]), numbers.get(triple[2])
        if subject is None or (triple[1] != TYPE and value is None):
            return False
        number = subject if triple[1] == TYPE else (subject << 32) | (value or 0)
        return bool(contained(np.array([number], dtype=np.int64), within)[0])


def _equality_rules(triple: Triple) -> Iterator[Rule]:
    """Make the rules that carry a statement from a thing to what is the same, for one predicate."""
    predicate = triple[1]
    if predicate == SAME:
        return
    if predicate == TYPE:
        yield Rule("eq-rep-s", (("?x", SAME, "?y"), ("?x", TYPE, triple[2])), ("?y", TYPE, triple[2]))
        return
    yield Rule("eq-rep-s", (("?x", SAME, "?y"), ("?x", predicate, "?z")), ("?y", predicate, "?z"))
    yield Rule("eq-rep-o", (("?x", SAME, "?y"), ("?z", predicate, "?x")), ("?z", predicate, "?y"))


def is_valid(step: Step, closure: Closure) -> bool:
    """Replay a proof: every step applies a rule of the closure, every leaf is asserted.

    Nothing of how the proof was found is used.
    """
    if step.rule is None:
        return not step.premises and step.triple in closure.asserted_triples()
    known = step.rule in closure.rules or step.rule in set(_equality_rules(step.triple))
    return known and _applies(step, step.rule) and all(is_valid(premise, closure) for premise in step.premises)


def _applies(step: Step, rule: Rule) -> bool:
    values = unify(rule.conclusion(), step.triple)
    if values is None or len(step.premises) != len(rule.body):
        return False
    for pattern, premise in zip(rule.body, step.premises, strict=True):
        more = unify(substitute(pattern, values), premise.triple)
        if more is None:
            return False
        values.update(more)
    return not rule.distinct or len({values[name] for name in rule.distinct}) == len(rule.distinct)


def _written(step: Step) -> tuple[str, ...]:
    return (step.rule.name if step.rule else "", *(" ".join(premise.triple) for premise in step.premises))
