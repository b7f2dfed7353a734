"""``close``: N-Quads lines in; what follows, and what contradicts, out."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from kg.closure.axioms import is_axiom
from kg.closure.engine import Engine
from kg.closure.prepared import own_rules
from kg.closure.relations import Buffer, Key, Relations, Terms
from kg.closure.rule import TYPE, Contradiction, Rule, Triple
from kg.namespaces import DEFAULT_BASE
from kg.namespaces import OWL as OWL_NS
from kg.namespaces import RDF as RDF_NS
from kg.namespaces import RDFS as RDFS_NS

_META = (f"<{OWL_NS}", f"<{RDFS_NS}", f"<{RDF_NS}")


class Closure:
    """The OWL 2 RL closure of data with the ontology, which may grow.

    :param base: base IRI of the build
    :param ontology: axioms to close with, as written terms; by default the project's ontology with its alignments
    """

    def __init__(self, base: str = DEFAULT_BASE, ontology: Iterable[Triple] | None = None) -> None:
        self._axioms, self._rules = own_rules(base) if ontology is None else _compiled(ontology)
        self._at_first = self._axioms, self._rules
        self._begin()

    def _begin(self) -> None:
        self._terms = Terms()
        self._listed: frozenset[Triple] | None = None
        self.asserted = Relations()
        self.engine = Engine(self._rules, self._terms)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that hold with the axioms so far."""
        return self._rules

    def extend(self, quads: Iterable[str]) -> None:
        """Add data.

        Axioms among the data hold from then on, for what was added before as well.

        :param quads: lines of N-Quads or N-Triples with one space between terms
        """
        buffer, axioms = self._read(quads)
        if axioms <= self._axioms:
            self._add(buffer)
            return
        earlier = list(self._asserted())
        self._axioms, self._rules = _compiled({*self._axioms, *axioms})
        later = list(_listed(buffer, self._terms))
        self._begin()
        again = Buffer()
        for triple in (*earlier, *later):
            self._gather(again, *triple)
        self._add(again)

    def admit(self, triples: Iterable[Triple]) -> None:
        """Take as known what was found elsewhere to follow from data that is not here.

        :param triples: written terms; no axioms
        """
        buffer = Buffer()
        for triple in triples:
            self._gather(buffer, *triple)
        self.engine.add(buffer.take())
        self._forget()

    def anew(self) -> "Closure":
        """Begin another closure with the axioms that this one began with."""
        other = Closure.__new__(Closure)
        other._axioms, other._rules = other._at_first = self._at_first
        other._begin()
        return other

    def _read(self, quads: Iterable[str]) -> tuple[Buffer, set[Triple]]:
        """Give the terms of each line their numbers, and tell axioms apart.

        This is the hot loop of a closure: what a line's predicate means is looked up once a predicate, a subject's
        number once for the lines that follow one another with it.
        """
        buffer = Buffer()
        axioms: set[Triple] = set()
        numbers, number = self._terms.numbers, self._terms.number
        columns: dict[str, Callable[[int], None] | None] = {}
        written, subject_number = "", -1
        for line in quads:
            subject, predicate, value, rest = line.split(" ", 3)
            if value[0] == '"':
                value = _literal(value, rest)
            if predicate not in columns:
                columns[predicate] = None if predicate.startswith(_META) else buffer.column((predicate, "")).append
            append = columns[predicate]
            if append is None and is_axiom(subject, predicate, value):
                axioms.add((subject, predicate, value))
                continue
            if subject != written:
                subject_number, written = number(subject), subject
            if append is not None:
                found = numbers.get(value)
                append(subject_number << 32 | (number(value) if found is None else found))
            elif predicate == TYPE:
                buffer.column((TYPE, value)).append(subject_number)
            else:
                buffer.column((predicate, "")).append(subject_number << 32 | number(value))
        return buffer, axioms

    def _gather(self, buffer: Buffer, subject: str, predicate: str, value: str) -> None:
        number = self._terms.number
        if predicate == TYPE:
            buffer.column((TYPE, value)).append(number(subject))
        else:
            buffer.column((predicate, "")).append(number(subject) << 32 | number(value))

    def _add(self, buffer: Buffer) -> None:
        gathered = list(buffer.take())
        for key, numbers in gathered:
            self.asserted.add(key, numbers)
        self.engine.add(gathered)
        self._forget()

    def _forget(self) -> None:
        """Drop what was told of the closure before it grew."""
        self._listed = None
        self.__dict__.pop("entailed", None)
        self.__dict__.pop("contradictions", None)

    def asserted_triples(self) -> frozenset[Triple]:
        """List what was asserted; made anew only when there is more of it."""
        if self._listed is None:
            self._listed = frozenset(self._asserted())
        return self._listed

    def _asserted(self) -> Iterator[Triple]:
        written = self._terms.written
        for key in self.asserted.keys():
            for number in self.asserted[key].tolist():
                yield _triple(key, number, written)

    @cached_property
    def entailed(self) -> list[str]:
        """N-Triples lines of what follows and is not asserted, sorted, without what is trivial."""
        return sorted(self.engine.lines(besides=self.asserted))

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What cannot hold together, in a fixed order."""
        return tuple(self.engine.contradictions())


def _compiled(triples: Iterable[Triple]) -> tuple[frozenset[Triple], tuple[Rule, ...]]:
    """Compile axioms that come with no prepared rules; the compiler is loaded only then."""
    from kg.closure.compiling import compile_rules

    axioms = frozenset(triple for triple in triples if is_axiom(*triple))
    return axioms, compile_rules(axioms)


def _triple(key: Key, number: int, written: list[str]) -> Triple:
    if key[0] == TYPE:
        return written[number], TYPE, key[1]
    return written[number >> 32], key[0], written[number & 0xFFFFFFFF]


def _listed(buffer: Buffer, terms: Terms) -> Iterator[Triple]:
    for key, numbers in buffer.take():
        for number in numbers.tolist():
            yield _triple(key, number, terms.written)


def _literal(value: str, rest: str) -> str:
    """Write the literal that begins a line's third part.

    After its last quote come only its tag or datatype, the graph and the full stop.
    """
    if '"' not in rest:
        return value
    quote = rest.rindex('"')
    return f"{value} {rest[: quote + 1]}{rest[quote + 1 :].split(' ', 1)[0]}"


def close(quads: Iterable[str], *, base: str = DEFAULT_BASE, ontology: Iterable[Triple] | None = None) -> Closure:
    """Close data with the ontology.

    :param quads: lines of N-Quads or N-Triples, one space between terms, in any order
    :param base: base IRI of the build
    :param ontology: other axioms, as written triples
    :returns: the closure; ``entailed`` are the new triples, ``contradictions`` what cannot hold together

    >>> state = "<https://w3id.org/osce-kg/id/state/x> " + TYPE + " <https://w3id.org/osce-kg/ontology#State> .\\n"
    >>> any("foaf/0.1/Agent" in line for line in close([state]).entailed)
    True
    """
    closure = Closure(base, ontology)
    closure.extend(quads)
    return closure
