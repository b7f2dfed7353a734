"""Rules that join several premises, made ready for small graphs: where to begin, and where graphs may meet.

Rules on the classes of one thing alone are no joins: :mod:`kg.closure.kinds` has them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.closure.binding import Pair, Pairs, Premises, bound, in_order
from kg.closure.kinds import is_on_kinds
from kg.closure.rule import TYPE, Rule, Triple, is_variable, substitute


@dataclass(frozen=True, slots=True)
class Join:
    """A rule, and for each premise that may be given the order of the others."""

    rule: Rule
    orders: tuple[tuple[Triple, ...], ...]

    def conclusions(self, place: int, given: Iterable[Pair], premises: Premises) -> Iterator[Triple | None]:
        """Conclude from triples that match one premise.

        :param place: which premise
        :param given: subject and object of each triple
        :param premises: what the other premises match
        :returns: what follows, perhaps several times; None where a contradiction does
        """
        subject, _, value = self.rule.body[place]
        for one, other in given:
            values = bound({}, ((subject, one), (value, other)))
            for found in premises.solutions(self.orders[place], values) if values is not None else ():
                if self._is_told_apart(found):
                    yield None if self.rule.head is None else substitute(self.rule.head, found)

    def _is_told_apart(self, values: dict[str, str]) -> bool:
        return len({values[name] for name in self.rule.distinct}) == len(self.rule.distinct)


@dataclass(slots=True)
class Meeting:
    """At which end of a predicate's triples a join goes on, and whether that join has more than two premises."""

    subject: bool = False
    value: bool = False
    is_long: bool = False


class Joins:
    """All joins among rules.

    :param rules: compiled rules
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.of_predicate: dict[str, list[tuple[Join, int]]] = defaultdict(list)
        self.of_kind: dict[str, list[tuple[Join, int]]] = defaultdict(list)
        self.meetings: dict[str, Meeting] = defaultdict(Meeting)
        for rule in rules:
            if rule.body and not is_on_kinds(rule) and (len(rule.body) > 1 or rule.head is None):
                self._take(rule)

    @property
    def kinds(self) -> frozenset[str]:
        """The classes that premises ask for."""
        return frozenset(self.of_kind)

    def _take(self, rule: Rule) -> None:
        join = Join(rule, tuple(in_order(rule, place) for place in range(len(rule.body))))
        for place, (subject, predicate, value) in enumerate(rule.body):
            if predicate == TYPE:
                self.of_kind[value].append((join, place))
                continue
            self.of_predicate[predicate].append((join, place))
            meeting = self.meetings[predicate]
            meeting.subject |= _goes_on(rule, place, subject)
            meeting.value |= _goes_on(rule, place, value)
            meeting.is_long |= len(rule.body) > 2

    def begin(self, own: dict[str, Pairs], register: dict[str, Pairs]) -> Iterator[tuple[Join, int | None]]:
        """Tell with which premise to begin each join that a graph's own triples may bring about.

        Where the register has nothing for a premise, the graph itself must have it, so that one beginning is enough.

        :returns: joins and places; no place where every premise must be tried
        """
        tried = {id(join): join for predicate in own for join, _ in self.of_predicate.get(predicate, ())}
        for join in tried.values():
            needed = [
                (len(own.get(predicate, ())), place)
                for place, (_, predicate, _) in enumerate(join.rule.body)
                if predicate != TYPE and predicate not in register
            ]
            if not needed:
                yield join, None
            elif min(needed)[0]:
                yield join, min(needed)[1]


def _goes_on(rule: Rule, place: int, term: str) -> bool:
    """Tell whether another premise has the same variable."""
    return is_variable(term) and any(term in pattern for at, pattern in enumerate(rule.body) if at != place)
