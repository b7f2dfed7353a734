"""Classes of a thing from what is said of it: worked out once for each combination of reasons, not once a thing.

The things that documents tell of are alike. All reasons for which a thing is of some class (that the document says so,
that a predicate has it for its subject or object, that the register knows it) are bits of one number, and things with
equal numbers have equal classes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.closure.rule import TYPE, Rule, Triple, is_trivial
from kg.closure.unfolding import Unfolding, X


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a thing is of ``kinds``: ``said`` is the class that the document says, ``others`` what follows besides."""

    kinds: frozenset[str]
    others: tuple[Triple, ...] = ()
    said: str = ""
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """What holds of a thing for one combination of reasons.

    ``all`` its classes; ``unsaid``, those that neither the register knows nor the document says; ``joining``, those
    that the register does not know and that rules join with more than the class; ``tails``, what N-Triples lines say
    of ``unsaid`` after their subject; ``others``, triples of ``?x`` that follow besides. ``is_refuted`` tells that
    the classes cannot hold together.
    """

    all: frozenset[str]
    unsaid: frozenset[str]
    joining: frozenset[str]
    tails: tuple[str, ...]
    others: tuple[Triple, ...]
    is_refuted: bool


class KindTable:
    """Reasons as bits, and what their combinations come to.

    :param rules: compiled rules
    :param unfolding: effects of the same rules
    :param joined: classes that rules join with more than the class
    """

    def __init__(self, rules: Iterable[Rule], unfolding: Unfolding, joined: frozenset[str]) -> None:
        self._unfolding = unfolding
        self._joined = joined
        self._concluding: list[tuple[frozenset[str], str]] = []
        self._refuting: list[frozenset[str]] = []
        for rule in filter(is_on_kinds, rules):
            body = frozenset(pattern[2] for pattern in rule.body)
            if rule.head is None:
                self._refuting.append(body)
            elif len(rule.body) > 1:
                self._concluding.append((body, rule.head[2]))
        self._bits: dict[Reason, int] = {}
        self._reasons: list[Reason] = []
        self._kinds: dict[int, Kinds] = {}

    def said(self, kind: str) -> int:
        """Make it a reason that a document says a class."""
        return self._bit(self._of_kind(kind, kind))

    def concluded(self, kind: str) -> int:
        """Make it a reason that a rule concluded a class."""
        return self._bit(self._of_kind(kind, ""))

    def entailed(self, kinds: frozenset[str]) -> int:
        """Make it a reason that a predicate entails classes; no reason at all for no class."""
        return self._bit(Reason(kinds=kinds)) if kinds else 0

    def known(self, kinds: frozenset[str]) -> int:
        """Make it a reason that the register knows classes."""
        return self._bit(Reason(kinds=kinds, is_known=True)) if kinds else 0

    def __getitem__(self, reasons: int) -> Kinds:
        """Look up what a combination of reasons comes to."""
        found = self._kinds.get(reasons)
        if found is None:
            held = [reason for place, reason in enumerate(self._reasons) if reasons >> place & 1]
            found = self._kinds[reasons] = self._combined(held)
        return found

    def _of_kind(self, kind: str, said: str) -> Reason:
        effect = self._unfolding.of_kind(kind)
        return Reason(kinds=effect.kinds | {kind}, others=effect.others, said=said)

    def _bit(self, reason: Reason) -> int:
        found = self._bits.get(reason)
        if found is None:
            found = self._bits[reason] = 1 << len(self._reasons)
            self._reasons.append(reason)
        return found

    def _combined(self, held: list[Reason]) -> Kinds:
        known = frozenset[str]().union(*(reason.kinds for reason in held if reason.is_known))
        whole = held + self._concluded(held)
        kinds = frozenset[str]().union(*(reason.kinds for reason in whole))
        unsaid = kinds - known - {reason.said for reason in held}
        told = sorted(kind for kind in unsaid if not is_trivial((X, TYPE, kind)))
        return Kinds(
            all=kinds,
            unsaid=unsaid,
            joining=(kinds - known) & self._joined,
            tails=tuple(f" {TYPE} {kind} .\n" for kind in told),
            others=tuple({triple: None for reason in whole for triple in reason.others}),
            is_refuted=any(body <= kinds for body in self._refuting),
        )

    def _concluded(self, held: list[Reason]) -> list[Reason]:
        """List what follows from several classes of one thing together."""
        kinds = set[str]().union(*(reason.kinds for reason in held))
        found: list[Reason] = []
        while fresh := [kind for body, kind in self._concluding if body <= kinds and kind not in kinds]:
            found += [self._of_kind(kind, "") for kind in fresh]
            kinds = kinds.union(*(reason.kinds for reason in found))
        return found


def is_on_kinds(rule: Rule) -> bool:
    """Tell whether all premises of a rule, and what it concludes, are on the class of one thing."""
    things = {(pattern[0], pattern[1]) for pattern in (*rule.body, *([rule.head] if rule.head else []))}
    return things == {(rule.body[0][0], TYPE)} if rule.body else False
