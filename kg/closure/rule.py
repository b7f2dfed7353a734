"""Rules for data: patterns to find, a pattern to conclude, and the axioms that make the rule hold.

A term is written as in N-Triples; a variable begins with ``?``. The names of rules are those of OWL 2 Web Ontology
Language Profiles, §4.3, https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.namespaces import OWL, RDF, RDFS

Triple = tuple[str, str, str]
TYPE = f"<{RDF}type>"
SAME = f"<{OWL}sameAs>"
DIFFERENT = f"<{OWL}differentFrom>"
THING = f"<{OWL}Thing>"
NOTHING = f"<{OWL}Nothing>"
_META = (f"<{OWL}", f"<{RDFS}", f"<{RDF}")


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows from what.

    ``body`` are the patterns that data must match and ``schema`` the axioms of the ontology behind the rule; ``head``
    is what follows, or ``None`` where a contradiction does. Variables named in ``distinct`` denote different terms.
    """

    name: str
    body: tuple[Triple, ...]
    head: Triple | None
    schema: tuple[Triple, ...] = field(default=(), compare=False)
    distinct: tuple[str, ...] = ()

    def conclusion(self) -> Triple:
        """Hand over the head of a rule that has one.

        :raises ValueError: if the rule concludes a contradiction
        """
        if self.head is None:
            raise ValueError(f"{self.name} concludes a contradiction, no triple")
        return self.head


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule concluded ``false``: its OWL 2 RL name, the data and the axioms that it concluded it from."""

    rule: str
    premises: tuple[Triple, ...]
    schema: tuple[Triple, ...]

    def __str__(self) -> str:
        """Tell the contradiction in one line."""
        given = " ; ".join(" ".join(triple) for triple in (*self.premises, *self.schema))
        return f"{self.rule}: these cannot hold together: {given}; take one of them back"


def is_variable(term: str) -> bool:
    """Tell a variable from a term."""
    return term[0] == "?"


def substitute(pattern: Triple, values: Mapping[str, str]) -> Triple:
    """Put values in the place of variables; a variable without a value stays."""
    subject, predicate, value = (values.get(term, term) for term in pattern)
    return subject, predicate, value


def unify(pattern: Triple, triple: Triple) -> dict[str, str] | None:
    """Find the values under which a pattern is a triple; ``None`` if there are none."""
    values: dict[str, str] = {}
    for term, value in zip(pattern, triple, strict=True):
        if is_variable(term):
            if values.setdefault(term, value) != value:
                return None
        elif term != value:
            return None
    return values


def is_trivial(triple: Triple) -> bool:
    """Tell what is left out of a closure, although OWL 2 RL concludes it.

    That a thing is the same as itself; that it is an ``owl:Thing`` or of another class of the RDF, RDFS and OWL
    vocabularies; that it is of a class without a name; anything about a literal or said with a property without a
    name, which no syntax can write; axioms that follow from axioms.

    >>> is_trivial(("<urn:x>", SAME, "<urn:x>")), is_trivial(("<urn:x>", TYPE, THING))
    (True, True)
    """
    subject, predicate, value = triple
    if subject.startswith('"') or (predicate == SAME and subject == value):
        return True
    if predicate == TYPE:
        return value.startswith((*_META, "_:"))
    return predicate.startswith((*_META, "_:")) and predicate not in {SAME, DIFFERENT}
