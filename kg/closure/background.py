"""What the closing of every document needs alike: the rules, made ready for small graphs, and the closed register."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.closure.axioms import is_axiom
from kg.closure.binding import Pairs
from kg.closure.closing import Closure
from kg.closure.joins import Joins
from kg.closure.kinds import KindTable
from kg.closure.relations import objects_of, subjects_of
from kg.closure.rule import DIFFERENT, SAME, TYPE, Triple
from kg.closure.unfolding import Effect, Unfolding, Y
from kg.namespaces import OWL, RDF, RDFS

_META = (f"<{OWL}", f"<{RDFS}", f"<{RDF}")
_LITERAL = '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a triple of one predicate brings about at once.

    Reasons for classes of subject and object; what N-Triples lines have between subject and object, and between object
    and subject; the predicates under which rules join it, in either direction; what follows besides.
    """

    reason: int
    object_reason: int
    along: tuple[str, ...]
    back: tuple[str, ...]
    joined: tuple[str, ...]
    joined_back: tuple[str, ...]
    others: tuple[Triple, ...]
    is_entailable: bool
    is_special: bool
    #: Whether nothing but a reason for the subject's classes is there.
    is_plain: bool = field(init=False)

    def __post_init__(self) -> None:
        """Tell once what the hot loop asks for each triple."""
        more = (self.object_reason, self.along, self.back, self.joined, self.joined_back, self.others)
        object.__setattr__(self, "is_plain", not (any(more) or self.is_entailable or self.is_special))


class Background:
    """What is the same for all documents: the rules, made ready, and the register, closed.

    :param register: the closure of the register, which grows no more
    :param own: what the IRIs, as written, begin with that one document alone should know
    """

    def __init__(self, register: Closure, own: tuple[str, ...]) -> None:
        rules = register.rules
        self.joins = Joins(rules)
        self.unfolding = Unfolding(rules)
        self.kinds = KindTable(rules, self.unfolding, self.joins.kinds)
        self._own = own
        self._entailable = {rule.head[1] for rule in rules if rule.head is not None}
        named = (term for rule in rules for triple in (*rule.body, rule.head or ()) for term in triple)
        self._known_own = {term for term in (*register.engine.terms.written, *named) if term.startswith(own)}
        self.pairs: dict[str, Pairs] = {}
        self.instances: dict[str, list[str]] = {}
        self.reasons: dict[str, int] = {}
        self._read(register)
        self.said: dict[str, int] = {}
        #: Predicate → what a triple of it brings about, for objects that are IRIs and for literals.
        self.steps: dict[str, Step] = {}
        self.literal_steps: dict[str, Step] = {}
        self._named: dict[tuple[str, str], Step] = {}

    def _read(self, register: Closure) -> None:
        """Take over what the register's closure knows, as far as rules join it or know its class."""
        engine = register.engine
        written = engine.terms.written
        kinds: dict[str, set[str]] = defaultdict(set)
        for key in engine.known.keys():
            numbers = engine.known[key]
            if key[0] == TYPE:
                self.instances[key[1]] = [written[number] for number in numbers.tolist()]
                for term in self.instances[key[1]]:
                    kinds[term].add(key[1])
            elif key[0] in self.joins.of_predicate:
                ends = zip(subjects_of(numbers).tolist(), objects_of(numbers).tolist(), strict=True)
                self.pairs[key[0]] = Pairs((written[one], written[other]) for one, other in ends)
        self.reasons = {term: self.kinds.known(frozenset(found)) for term, found in kinds.items()}

    def is_own(self, term: str) -> bool:
        """Tell whether one document alone should know a thing."""
        return term.startswith(self._own) and term not in self._known_own

    def reason(self, kind: str) -> int | None:
        """Look up the reason that a document says a class; None if it is one of the vocabulary's."""
        if is_axiom("", TYPE, kind):
            return None
        return self.said.setdefault(kind, self.kinds.said(kind))

    def step(self, predicate: str, value: str) -> Step:
        """Look up what a triple brings about, and keep it for the next one.

        :param predicate: not ``rdf:type``
        :param value: the object
        """
        if value in self.unfolding.named.get(predicate, ()):
            if (predicate, value) not in self._named:
                self._named[predicate, value] = self._step(predicate, value)
            return self._named[predicate, value]
        steps, sort = (self.literal_steps, _LITERAL) if value[0] == _LITERAL else (self.steps, Y)
        found = steps.get(predicate) or self._step(predicate, sort)
        if predicate not in self.unfolding.named:
            steps[predicate] = found
        return found

    def _step(self, predicate: str, value: str) -> Step:
        effect = self.unfolding.effect(predicate, value)
        joins = self.joins.of_predicate
        return Step(
            reason=self.kinds.entailed(effect.kinds),
            object_reason=self.kinds.entailed(effect.object_kinds),
            along=_told(effect.along),
            back=_told(effect.back),
            joined=tuple(each for each in (predicate, *effect.along) if each in joins),
            joined_back=tuple(each for each in effect.back if each in joins),
            others=tuple(_with_value(effect, value)),
            is_entailable=predicate in self._entailable,
            is_special=predicate in (SAME, DIFFERENT) or is_axiom("", predicate, ""),
        )


def is_of_vocabulary(predicate: str) -> bool:
    """Tell whether a predicate is one of RDF, RDFS or OWL; what a rule concludes with it is trivial."""
    return predicate.startswith(_META)


def _told(predicates: Iterable[str]) -> tuple[str, ...]:
    """Write predicates as they stand in lines, without what is trivial."""
    return tuple(f" {each} " for each in predicates if not is_of_vocabulary(each))


def _with_value(effect: Effect, value: str) -> Iterator[Triple]:
    """Take a named object for what it is, and any other as ``?y``."""
    for subject, predicate, term in effect.others:
        if value in (_LITERAL, Y):
            yield subject, predicate, Y if term == value else term
        else:
            yield subject, predicate, term
