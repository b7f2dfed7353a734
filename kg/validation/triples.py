"""A small graph in memory, by subject and by predicate: shapes, and the reports of the reference engine."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox

from kg.validation.terms import Term

Triple: TypeAlias = tuple[Term, Term, Term]
_Index: TypeAlias = dict[Term, dict[Term, dict[Term, None]]]


class Triples:
    """Triples, each once, in the order in which they came.

    :param triples: subject, predicate, object
    """

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self._all: list[Triple] = []
        #: Subject → predicate → objects.
        self._about: _Index = {}
        #: Predicate → object → subjects.
        self._by: _Index = {}
        for triple in triples:
            self._add(triple)

    @classmethod
    def of_quads(cls, quads: Iterable[ox.Quad]) -> "Triples":
        """Take quads without their graph names.

        The base direction of a text is dropped (JSON-LD 1.1 API §10: where rdfDirection is null).
        """
        return cls((quad.subject, quad.predicate, _undirected(quad.object)) for quad in quads)  # type: ignore[misc]

    def _add(self, triple: Triple) -> None:
        subject, predicate, value = triple
        values = self._about.setdefault(subject, {}).setdefault(predicate, {})
        if value not in values:
            values[value] = None
            self._by.setdefault(predicate, {}).setdefault(value, {})[subject] = None
            self._all.append(triple)

    def __iter__(self) -> Iterator[Triple]:
        """Go through all triples."""
        return iter(self._all)

    def __len__(self) -> int:
        """Count the triples."""
        return len(self._all)

    def about(self, subject: Term) -> dict[Term, list[Term]]:
        """List what is said of a subject: predicate → objects."""
        return {predicate: list(values) for predicate, values in self._about.get(subject, {}).items()}

    def has(self, subject: Term, predicate: Term, value: Term | None = None) -> bool:
        """Tell whether a subject has a value of a predicate, or any."""
        values = self._about.get(subject, {}).get(predicate, {})
        return bool(values) if value is None else value in values

    def has_value(self, predicate: Term, value: Term) -> bool:
        """Tell whether any subject has a value of a predicate."""
        return value in self._by.get(predicate, {})

    def uses(self, predicate: Term) -> bool:
        """Tell whether any triple has a predicate."""
        return predicate in self._by

    def describes(self, subject: Term) -> bool:
        """Tell whether anything is said of a subject."""
        return subject in self._about

    def value(self, subject: Term, predicate: Term) -> Term | None:
        """Give the first value of a predicate; None if there is none."""
        return next(iter(self._about.get(subject, {}).get(predicate, ())), None)

    def objects(self, subject: Term, predicate: Term) -> list[Term]:
        """List the values that a subject has of a predicate."""
        return list(self._about.get(subject, {}).get(predicate, ()))

    def values(self, predicate: Term) -> list[Term]:
        """List the values that any subject has of a predicate, each once."""
        return list(self._by.get(predicate, ()))

    def subjects(self, predicate: Term, value: Term) -> list[Term]:
        """List the subjects that have a value of a predicate."""
        return list(self._by.get(predicate, {}).get(value, ()))

    def pairs(self, predicate: Term) -> list[tuple[Term, Term]]:
        """List the subjects of a predicate with their values."""
        return [(subject, value) for value, subjects in self._by.get(predicate, {}).items() for subject in subjects]

    def naming(self, value: Term) -> list[Term]:
        """List the subjects that have a value of whatever predicate."""
        return [subject for subject, _, each in self._all if each == value]

    def below(self, predicate: Term, top: Term) -> set[Term]:
        """Find the nodes that lead to one by a chain of triples with a predicate, itself included."""
        found, todo = {top}, [top]
        while todo:
            new = [node for node in self.subjects(predicate, todo.pop()) if node not in found]
            found.update(new)
            todo += new
        return found


def _undirected(term: object) -> object:
    if isinstance(term, ox.Literal) and term.direction is not None:
        return ox.Literal(term.value, language=term.language)
    return term
