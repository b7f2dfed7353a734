"""Semi-naive evaluation: each round puts only what the round before concluded before the rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from kg.closure.joining import Table, join, match, scan
from kg.closure.relations import (
    ANY_TYPE,
    EMPTY,
    Key,
    Numbers,
    Relations,
    Terms,
    contained,
    distinct,
    is_type,
    key_of,
    objects_of,
    pair,
    subjects_of,
)
from kg.closure.rule import SAME, TYPE, Contradiction, Rule, Triple, is_trivial, is_variable, substitute

Delta = dict[Key, Numbers]
_SAME: Key = (SAME, "")


class Engine:
    """All that is known, and the rules that hold.

    :param rules: compiled rules
    :param terms: numbers of terms, shared with whoever adds triples
    """

    def __init__(self, rules: Sequence[Rule], terms: Terms) -> None:
        self.terms = terms
        self.known = Relations()
        self._concluding: dict[Key, list[tuple[Rule, int]]] = defaultdict(list)
        self._refuting: list[Rule] = []
        self._given: list[Rule] = []
        for rule in rules:
            if rule.head is None:
                self._refuting.append(rule)
            elif not rule.body:
                self._given.append(rule)
            else:
                for position, pattern in enumerate(rule.body):
                    self._concluding[key_of(pattern)].append((rule, position))
        patterns = (pattern for rule in rules for pattern in (*rule.body, *([rule.head] if rule.head else [])))
        #: Whether a rule leaves a class open, as where a property is a subproperty of rdf:type.
        self._has_open_types = any(key_of(pattern) == ANY_TYPE for pattern in patterns)

    def add(self, triples: Iterable[tuple[Key, Numbers]]) -> None:
        """Add triples, and conclude until nothing new follows."""
        given = ((key_of(rule.conclusion()), self._one(rule.conclusion())) for rule in self._given)
        delta = self._known_anew([*triples, *given])
        while delta:
            literal = self.terms.is_literal()
            found: dict[Key, list[Numbers]] = defaultdict(list)
            for key, fresh in delta.items():
                for rule, position in self._concluding.get(key, ()):
                    self._conclude(rule, position, fresh, found)
            self._replace_equals(delta, found)
            if self._has_open_types:
                self._bridge(delta, found)
            delta = self._known_anew(
                (key, self._without_literals(key, np.concatenate(numbers), literal)) for key, numbers in found.items()
            )

    def _known_anew(self, triples: Iterable[tuple[Key, Numbers]]) -> Delta:
        fresh: dict[Key, list[Numbers]] = defaultdict(list)
        for key, numbers in triples:
            new = self.known.add(key, numbers)
            if len(new):
                fresh[key].append(new)
        return {key: parts[0] if len(parts) == 1 else np.sort(np.concatenate(parts)) for key, parts in fresh.items()}

    def _one(self, triple: Triple) -> Numbers:
        subject = np.array([self.terms.number(triple[0])], dtype=np.int64)
        return subject if triple[1] == TYPE else pair(subject, np.array([self.terms.number(triple[2])], dtype=np.int64))

    def _conclude(self, rule: Rule, position: int, fresh: Numbers, found: dict[Key, list[Numbers]]) -> None:
        if len(rule.body) == 1:
            table = scan(rule.body[0], fresh, self.terms)
        else:
            others = rule.body[:position] + rule.body[position + 1 :]
            table = match((rule.body[position], *others), fresh, self.known.__getitem__, self.terms)
        numbers = self._heads(rule.conclusion(), _told_apart(rule, table))
        if len(numbers):
            found[key_of(rule.conclusion())].append(numbers)

    def _bridge(self, delta: Delta, found: dict[Key, list[Numbers]]) -> None:
        """Take over new types among the pairs of thing and class, and new pairs among the types."""
        for key, fresh in delta.items():
            if key == ANY_TYPE:
                kinds = objects_of(fresh)
                for kind in distinct(kinds).tolist():
                    if self.terms.written[kind].startswith(("<", "_")):
                        found[TYPE, self.terms.written[kind]].append(subjects_of(fresh[kinds == kind]))
            elif key[0] == TYPE:
                found[ANY_TYPE].append(pair(fresh, np.full(len(fresh), self.terms.number(key[1]), dtype=np.int64)))

    def _heads(self, head: Triple, table: Table) -> Numbers:
        rows = len(next(iter(table.values())))
        if not rows:
            return EMPTY
        subjects = self._column(head[0], table, rows)
        return subjects if is_type(key_of(head)) else pair(subjects, self._column(head[2], table, rows))

    def _column(self, term: str, table: Table, rows: int) -> Numbers:
        if is_variable(term):
            return table[term]
        return np.full(rows, self.terms.number(term), dtype=np.int64)

    def _without_literals(self, key: Key, numbers: Numbers, literal: "np.typing.NDArray[np.bool_]") -> Numbers:
        """Drop what has a literal for its subject, and what is the same as itself."""
        if len(literal) < len(self.terms.written):
            literal = self.terms.is_literal()
        subjects = numbers if is_type(key) else subjects_of(numbers)
        kept = ~literal[subjects]
        if key == _SAME:
            kept &= subjects != objects_of(numbers)
        return numbers[kept]

    def _replace_equals(self, delta: Delta, found: dict[Key, list[Numbers]]) -> None:
        """Apply eq-rep-s and eq-rep-o: what holds of a thing holds of what is the same."""
        same = self.known[_SAME]
        same = same[subjects_of(same) != objects_of(same)]
        if not len(same):
            return
        equal: Table = {"?x": subjects_of(same), "?y": objects_of(same)}
        changed = set(self.known.keys()) if _SAME in delta else set(delta)
        for key in changed - {_SAME}:
            triples = self.known[key]
            if is_type(key):
                found[key].append(_replaced(triples, equal))
                continue
            subjects, objects = subjects_of(triples), objects_of(triples)
            found[key].append(_replaced_pairs(subjects, objects, equal))
            found[key].append(_swapped(_replaced_pairs(objects, subjects, equal)))

    def contradictions(self) -> Iterator[Contradiction]:
        """Conclude ``false`` wherever a rule does, in a fixed order."""
        found: dict[tuple[str, tuple[Triple, ...]], Contradiction] = {}
        for rule in self._refuting:
            for values in self._matches(rule):
                premises = tuple(sorted(substitute(pattern, values) for pattern in rule.body))
                found.setdefault((rule.name, premises), Contradiction(rule.name, premises, rule.schema))
        yield from (found[key] for key in sorted(found))

    def _matches(self, rule: Rule) -> Iterator[dict[str, str]]:
        sizes = [len(self.known[key_of(pattern)]) for pattern in rule.body]
        if not all(sizes):
            return
        smallest = sizes.index(min(sizes))
        patterns = (rule.body[smallest], *rule.body[:smallest], *rule.body[smallest + 1 :])
        table = match(patterns, self.known[key_of(patterns[0])], self.known.__getitem__, self.terms)
        for row in range(len(next(iter(table.values())))):
            yield {name: self.terms.written[int(column[row])] for name, column in table.items() if name}

    def lines(self, besides: Relations) -> Iterator[str]:
        """Write what is known as N-Triples lines, besides what another set of triples has and what is trivial.

        Whether a triple is trivial, its key tells: what is about a literal or the same as itself was never concluded.
        """
        written = self.terms.written
        for key in self.known.keys():
            if _is_trivial(key) or key == ANY_TYPE:
                continue
            numbers, asserted = self.known[key], besides[key]
            if len(asserted):
                numbers = numbers[~contained(numbers, asserted)]
            if key[0] == TYPE:
                end = f" {TYPE} {key[1]} .\n"
                yield from (written[each] + end for each in numbers.tolist())
            else:
                middle = f" {key[0]} "
                ends = zip(subjects_of(numbers).tolist(), objects_of(numbers).tolist(), strict=True)
                yield from (f"{written[subject]}{middle}{written[value]} .\n" for subject, value in ends)


def _told_apart(rule: Rule, table: Table) -> Table:
    """Keep the rows in which the rule's distinct variables differ."""
    if not rule.distinct:
        return table
    one, other = rule.distinct
    kept = table[one] != table[other]
    return {name: column[kept] for name, column in table.items()}


def _replaced(subjects: Numbers, equal: Table) -> Numbers:
    return join({"?x": subjects}, equal)["?y"]


def _replaced_pairs(subjects: Numbers, objects: Numbers, equal: Table) -> Numbers:
    joined = join({"?x": subjects, "?o": objects}, equal)
    return pair(joined["?y"], joined["?o"])


def _swapped(pairs: Numbers) -> Numbers:
    return pair(objects_of(pairs), subjects_of(pairs))


def _is_trivial(key: Key) -> bool:
    return is_trivial(("<urn:s>", *key) if key[0] == TYPE else ("<urn:s>", key[0], "<urn:o>"))
