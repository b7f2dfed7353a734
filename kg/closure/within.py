"""What one document's graph entails together with the register: small enough to be worked out triple by triple.

A document tells of things that it alone knows (its wording, mentions, events) and of things that others know too
(persons, tenures, places). What follows about the former is done with once the document is closed. What it says or
entails about the latter is handed on, for it may mean more together with other documents: :mod:`kg.closure.across`.

The result is that of :class:`kg.closure.Closure`. What is rare is left to it, and told: axioms among the data, things
that are the same, contradictions.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import adler32, crc32

from kg.closure.background import Background, Step, is_of_vocabulary
from kg.closure.binding import Pair, Pairs, Premises
from kg.closure.kinds import Kinds
from kg.closure.rule import SAME, TYPE, Triple, substitute
from kg.closure.unfolding import X, Y

_LITERAL = '"'
_END = " .\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entailed:
    """What a graph entails.

    ``lines``: N-Triples that have a thing of its own in them, sorted. ``said`` (lines) and ``open`` (triples): what it
    says, and what it entails, about things that others know too. ``own``: a number for each thing of its own, nearly
    always another one than those of other things. ``is_linked``: rules may join it with others otherwise than by
    ``said`` and ``open``, so that it must be closed together with them. ``is_special``: everything must.
    """

    lines: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    open: tuple[Triple, ...] = ()
    own: tuple[int, ...] = ()
    is_linked: bool = False
    is_special: bool = False


class Graph:
    """One graph on its way to what it entails.

    :param background: what is the same for all
    """

    def __init__(self, background: Background) -> None:
        self._of = background
        self._reasons: dict[str, int] = {}
        self._pairs: dict[str, list[Pair]] = {}
        self._instances: dict[str, list[str]] = {}
        self._fresh: dict[str, list[Pair]] = defaultdict(list)
        self._fresh_instances: dict[str, list[str]] = defaultdict(list)
        self._lines: list[str] = []
        self._said: set[str] = set()
        self._ends: set[str] = set()
        self._open_said: list[str] = []
        self._open: set[Triple] = set()
        self._concluded: set[Triple] = set()
        self._todo: list[Triple] = []
        self._is_linked = False
        self._is_special = False

    def close(self, lines: Sequence[str]) -> Entailed:
        """Close the graph.

        :param lines: N-Quads of one named graph, one space between terms
        """
        self._read(lines)
        if not self._is_special:
            self._conclude()
        if self._is_special:
            return Entailed(is_linked=True, is_special=True)
        self._classify()
        own = sorted(filter(self._of.is_own, self._things()))
        return Entailed(
            lines=tuple(sorted(set(self._lines) - self._said)),
            said=tuple(self._open_said),
            open=tuple(sorted(self._open)),
            own=tuple(map(fingerprint, own)),
            is_linked=self._is_linked or any(map(self._meets_others, self._pairs)),
        )

    def _read(self, lines: Sequence[str]) -> None:
        """Take each line for what it brings about; this is the hot loop."""
        cut = len(lines[0]) - lines[0].rindex(" <") if lines else 0
        is_own, steps, literal_steps = self._of.is_own, self._of.steps, self._of.literal_steps
        before, reason, own = "", 0, False
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            value = rest[:-cut]
            if subject != before:
                self._give_reason(before, reason)
                before, reason, own = subject, 0, is_own(subject)
            if predicate == TYPE:
                reason |= self._kind_said(subject, value, own=own)
                continue
            is_literal = value[0] == _LITERAL
            step = (literal_steps if is_literal else steps).get(predicate) or self._of.step(predicate, value)
            reason |= step.reason
            if step.is_plain and (own or not step.reason):
                continue
            if own or (not is_literal and is_own(value)):
                self._bring(subject, predicate, value, step)
            else:
                self._open_said.append(f"{subject} {predicate} {value}{_END}")
            self._is_special |= step.is_special
            self._join(subject, value, step)
        self._give_reason(before, reason)

    def _give_reason(self, thing: str, reason: int) -> None:
        if reason:
            self._reasons[thing] = self._reasons.get(thing, 0) | reason

    def _kind_said(self, subject: str, kind: str, *, own: bool) -> int:
        """Take what the graph says of a class; hand back the reason that this is."""
        reason = self._of.said.get(kind) or self._of.reason(kind)
        self._is_special |= reason is None
        if not own:
            self._open_said.append(f"{subject} {TYPE} {kind}{_END}")
        return reason or 0

    def _bring(self, subject: str, predicate: str, value: str, step: Step) -> None:
        """Write what follows at once from a triple about a thing of the graph's own."""
        if step.along or step.back or step.is_entailable:
            self._ends.update((subject, value))
        for along in step.along:
            self._lines.append(f"{subject}{along}{value}{_END}")
        for back in step.back:
            self._lines.append(f"{value}{back}{subject}{_END}")
        if step.is_entailable:
            self._said.add(f"{subject} {predicate} {value}{_END}")

    def _join(self, subject: str, value: str, step: Step) -> None:
        """Take what a triple, said or concluded, brings about beside lines and its subject's classes."""
        self._give_reason(value, step.object_reason)
        for joined in step.joined:
            self._fresh[joined].append((subject, value))
        for joined in step.joined_back:
            self._fresh[joined].append((value, subject))
        if step.others:
            self._follow(step.others, {X: subject, Y: value})

    def _follow(self, patterns: Sequence[Triple], ends: dict[str, str]) -> None:
        """Note that triples follow, whose terms rules name or are the ends of the triple that they follow from."""
        self._todo += [substitute(pattern, ends) for pattern in patterns]

    def _conclude(self) -> None:
        """Join what there is, in rounds, until nothing new follows."""
        for thing in list(self._reasons):
            self._settle(thing)
        is_first = True
        while self._todo or self._fresh or self._fresh_instances:
            while self._todo:
                self._take(self._todo.pop())
            fresh, instances = self._fresh, self._fresh_instances
            self._fresh, self._fresh_instances = defaultdict(list), defaultdict(list)
            for predicate, pairs in fresh.items():
                self._pairs[predicate] = [*self._pairs.get(predicate, ()), *pairs]
            for kind, things in instances.items():
                self._instances[kind] = [*self._instances.get(kind, ()), *things]
            for concluded in self._concluding(fresh, instances, is_first=is_first):
                if concluded is None:
                    self._is_linked = True
                else:
                    self._todo.append(concluded)
            is_first = False

    def _concluding(
        self, fresh: dict[str, list[Pair]], instances: dict[str, list[str]], *, is_first: bool
    ) -> Iterator[Triple | None]:
        joins, own = self._of.joins, {predicate: Pairs(pairs) for predicate, pairs in self._pairs.items()}
        premises = Premises((own, self._of.pairs), self._all_kinds, self._all_instances)
        if is_first:
            for join, place in joins.begin(own, self._of.pairs):
                for each in range(len(join.rule.body)) if place is None else (place,):
                    predicate = join.rule.body[each][1]
                    yield from join.conclusions(each, own.get(predicate, ()), premises)
        else:
            for predicate, pairs in fresh.items():
                for join, place in joins.of_predicate.get(predicate, ()):
                    yield from join.conclusions(place, pairs, premises)
        for kind, things in instances.items():
            for join, place in joins.of_kind.get(kind, ()):
                yield from join.conclusions(place, [(thing, kind) for thing in things], premises)

    def _kinds_of(self, thing: str) -> Kinds:
        return self._of.kinds[self._reasons.get(thing, 0) | self._of.reasons.get(thing, 0)]

    def _all_kinds(self, thing: str) -> frozenset[str]:
        return self._kinds_of(thing).all

    def _all_instances(self, kind: str) -> Iterator[str]:
        yield from self._instances.get(kind, ())
        yield from self._of.instances.get(kind, ())

    def _settle(self, thing: str) -> None:
        """Work out the classes of a thing, and take what these bring about."""
        kinds = self._kinds_of(thing)
        self._is_linked |= kinds.is_refuted
        self._follow(kinds.others, {X: thing})
        for kind in kinds.joining:
            if (thing, TYPE, kind) not in self._concluded:
                self._concluded.add((thing, TYPE, kind))
                self._fresh_instances[kind].append(thing)

    def _take(self, triple: Triple) -> None:
        """Take a triple that follows by a join or by a rule that names its terms."""
        subject, predicate, value = triple
        if triple in self._concluded or subject[0] == _LITERAL:
            return
        if predicate == TYPE:
            if value not in self._all_kinds(subject):
                self._give_reason(subject, self._of.kinds.concluded(value))
                self._settle(subject)
            return
        self._concluded.add(triple)
        if predicate == SAME:
            self._is_special |= subject != value
            return
        step = self._of.step(predicate, value)
        self._tell(triple, step)
        self._join(subject, value, step)
        self._give_reason(subject, step.reason)
        for thing in {subject, value} & self._reasons.keys():
            self._settle(thing)

    def _tell(self, triple: Triple, step: Step) -> None:
        subject, predicate, value = triple
        if not (self._of.is_own(subject) or self._of.is_own(value)):
            self._open.add(triple)
            return
        self._ends.update((subject, value))
        along = step.along if is_of_vocabulary(predicate) else (f" {predicate} ", *step.along)
        self._lines += [f"{subject}{each}{value}{_END}" for each in along]
        self._lines += [f"{value}{each}{subject}{_END}" for each in step.back]

    def _classify(self) -> None:
        """Tell the classes of all things."""
        for thing in self._reasons:
            kinds = self._kinds_of(thing)
            if not kinds.unsaid:
                continue
            if self._of.is_own(thing):
                self._lines += [f"{thing}{tail}" for tail in kinds.tails]
            else:
                self._open.update((thing, TYPE, kind) for kind in kinds.unsaid)

    def _things(self) -> set[str]:
        """List what has a class, or is at an end of a triple that rules join, that follows or could follow."""
        found = {*self._reasons, *self._ends}
        for pairs in self._pairs.values():
            for ends in pairs:
                found.update(ends)
        return found

    def _meets_others(self, predicate: str) -> bool:
        """Tell whether a rule may join triples of a predicate with another document's, but for those handed on."""
        meeting, is_own = self._of.joins.meetings[predicate], self._of.is_own
        for subject, value in self._pairs[predicate]:
            own, own_value = is_own(subject), is_own(value)
            meets = (meeting.subject and not own) or (meeting.value and not own_value)
            if meets and (meeting.is_long or own or own_value):
                return True
        return False


def fingerprint(term: str) -> int:
    """Make a number of 64 bits of a term, the same in every process."""
    written = term.encode()
    return crc32(written) << 32 | adler32(written)
