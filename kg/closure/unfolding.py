"""What one triple entails by itself: all that rules with one premise conclude from it, taken together once.

A rule with one premise holds for every triple of its predicate alike, so its conclusions, and what these entail in
turn, are worked out once a predicate (and once a class), not once a triple.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.closure.relations import Key, key_of
from kg.closure.rule import TYPE, Rule, Triple, is_variable, substitute, unify

X, Y = "?x", "?y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What follows from a triple ``?x p ?y``.

    ``kinds`` are classes of the subject and ``object_kinds`` classes of the object; ``along`` are predicates that hold
    from subject to object as well, ``back`` those that hold from object to subject. ``others`` are triples with terms
    that the rules name.
    """

    kinds: frozenset[str] = frozenset()
    object_kinds: frozenset[str] = frozenset()
    along: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    others: tuple[Triple, ...] = ()


class Unfolding:
    """Effects of triples by rules with one premise.

    :param rules: compiled rules; those with several premises, and those that conclude a contradiction, are left aside
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules: dict[Key, list[Rule]] = defaultdict(list)
        #: Predicate → objects for which a rule asks by name.
        self.named: dict[str, set[str]] = defaultdict(set)
        for rule in rules:
            if rule.head is not None and len(rule.body) == 1:
                (pattern,) = rule.body
                self._rules[key_of(pattern)].append(rule)
                if pattern[1] != TYPE and not is_variable(pattern[2]):
                    self.named[pattern[1]].add(pattern[2])

    def effect(self, predicate: str, value: str = Y) -> Effect:
        """Work out what follows from any triple of a predicate.

        :param predicate: as written; not ``rdf:type``
        :param value: the object, where a rule asks for it by name, or a literal; by default any IRI
        """
        found = self._closed((X, predicate, value))
        along, back, others = [], [], []
        for triple in sorted(found):
            if triple[1] == TYPE and triple[0] in (X, value):
                continue
            if (triple[0], triple[2]) == (X, value):
                along.append(triple[1])
            elif (triple[0], triple[2]) == (value, X):
                back.append(triple[1])
            else:
                others.append(triple)
        return Effect(
            kinds=frozenset(_kinds(found, X)),
            object_kinds=frozenset(_kinds(found, value)),
            along=tuple(along),
            back=tuple(back),
            others=tuple(others),
        )

    def of_kind(self, kind: str) -> Effect:
        """Work out what follows from ``?x rdf:type kind``."""
        found = self._closed((X, TYPE, kind))
        others = tuple(sorted(triple for triple in found if triple[:2] != (X, TYPE)))
        return Effect(kinds=frozenset(_kinds(found, X)), others=others)

    def _closed(self, start: Triple) -> set[Triple]:
        """Conclude until nothing new follows; what is about a literal is dropped at once."""
        found: set[Triple] = set()
        todo = [start]
        while todo:
            triple = todo.pop()
            for rule in self._rules[key_of(triple)]:
                if (values := unify(rule.body[0], triple)) is None:
                    continue
                concluded = substitute(rule.conclusion(), values)
                if concluded != start and concluded not in found and not concluded[0].startswith('"'):
                    found.add(concluded)
                    todo.append(concluded)
        return found


def _kinds(found: set[Triple], term: str) -> Iterator[str]:
    return (kind for subject, predicate, kind in found if predicate == TYPE and subject == term)
