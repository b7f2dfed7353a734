"""The focus nodes whose results can mention given nodes, as focus node or as value.

Where the given nodes are those of a new document and the data graph is a large release, these are few: the new nodes
themselves, and old ones from which a shape's path, or its query, leads to a new one. They are found from the new nodes
backwards. A node too many costs time and changes nothing; one too few would be an error, so that a constraint for which
they cannot be found is validated on all its focus nodes.
"""

from collections.abc import Collection, Iterable, Sequence

import pyoxigraph

from kg.errors import NotCompilable
from kg.regexes import late
from kg.validation.dataset import TYPE, DataGraph, Pattern, member
from kg.validation.queries import Queries
from kg.validation.shapes import Constraint, Shape, ShapesGraph
from kg.validation.terms import Term
from kg.validation.vocabulary import SH

#: Constraints whose results have no value (SHACL §4.2, §4.4.4, §4.7.3, §4.8.2).
_WITHOUT_VALUE = (SH.minCount, SH.maxCount, SH.uniqueLang, SH.hasValue, SH.qualifiedValueShape)
#: A path of one predicate.
_ONE_LINK = late(r"<[^<>]*>")
#: The pattern that no node matches: there is nothing to validate.
NOTHING: Pattern = "VALUES {} {{}}".format


class Candidates:
    """Finds the focus nodes of shapes that can have a result about given nodes.

    :param data: the data graph; its sets must stay while this is used
    :param shapes: the shapes graph
    :param queries: what knows the queries of constraints
    :param about: the given nodes, as in N-Triples
    """

    def __init__(self, data: DataGraph, shapes: ShapesGraph, queries: Queries, about: Collection[str]) -> None:
        self._data = data
        self._shapes = shapes
        self._queries = queries
        self._given = frozenset(map(_term, about))
        self._sets: dict[frozenset[Term], Pattern] = {}
        self._leading: dict[tuple[str, frozenset[Term]], frozenset[Term]] = {}
        self._linked: dict[frozenset[Term], dict[str, frozenset[Term]]] = {}
        self._typed: dict[frozenset[Term], dict[str, frozenset[Term]]] = {}
        self._targeted: dict[tuple[Term, frozenset[Term]], frozenset[Term]] = {}

    def focus(self, shape: Shape, constraints: Sequence[Constraint], targets: Sequence[Pattern]) -> Pattern | None:
        """Write the pattern of the focus nodes that matter to some constraints of a shape.

        :param targets: patterns of the shape's focus nodes
        :returns: None if all may matter, and :data:`NOTHING` if no node does
        :raises ShapesError: if SHACL does not allow a query of the shape
        """
        try:
            others = self._others(shape, constraints)
        except NotCompilable:
            # The constraint itself will tell, on whatever focus nodes.
            others = None
        if others is None:
            return None
        among = self._among(shape, self._given, targets) | self._among(shape, others, targets)
        return self._set(among) if among else NOTHING

    def _others(self, shape: Shape, constraints: Sequence[Constraint]) -> frozenset[Term] | None:
        """Find nodes, apart from the given ones, that may have a result about a given one; None if all may."""
        found: frozenset[Term] = frozenset()
        for constraint in constraints if not shape.deactivated else ():
            some = self._of(shape, constraint)
            if some is None:
                return None
            found |= some
        return found - self._given

    def _of(self, shape: Shape, constraint: Constraint) -> frozenset[Term] | None:
        parameter = constraint.component.mandatory[0]
        if parameter == SH.property:
            inner = self._shapes.shape(constraint.value)
            below = self._others(inner, inner.constraints)
            return None if below is None else self._backwards(shape, below | self._given)
        if self._queries.knows(constraint):
            found = self._queries.focus_of(shape, constraint, self._set(self._given))
            return None if found is None else frozenset(found)
        if parameter in _WITHOUT_VALUE:
            return frozenset()
        if parameter == SH.closed:
            return self._backwards(shape, self._subjects("?_p", self._given))
        others = self._backwards(shape, self._given)
        return others | self._subjects(str(constraint.value), self._given) if parameter == SH.equals else others

    def _backwards(self, shape: Shape, values: frozenset[Term]) -> frozenset[Term]:
        """Find the nodes whose value nodes by a shape's path some nodes are."""
        return values if shape.path_text is None else self._subjects(shape.path_text, values)

    def _subjects(self, path: str, values: frozenset[Term]) -> frozenset[Term]:
        if not values:
            return frozenset()
        if _ONE_LINK.fullmatch(path):
            return self._by_link(values).get(path, frozenset())
        if (path, values) not in self._leading:
            query = f"SELECT DISTINCT ?this {{ {self._set(values)('?_v')} ?this {path} ?_v }}"
            self._leading[path, values] = frozenset(this for (this,) in self._data.rows(query, "this"))
        return self._leading[path, values]

    def _among(self, shape: Shape, nodes: frozenset[Term], targets: Sequence[Pattern]) -> frozenset[Term]:
        """Choose those of some nodes that are focus nodes of a shape."""
        key = (shape.node, nodes)
        if nodes and key not in self._targeted:
            found = (
                self._instances(nodes, value.value) if kind == SH.targetClass else self._matching(nodes, pattern)
                for (kind, value), pattern in zip(shape.targets, targets, strict=True)
            )
            self._targeted[key] = frozenset[Term]().union(*found)
        return self._targeted.get(key, frozenset())

    def _matching(self, nodes: frozenset[Term], pattern: Pattern) -> frozenset[Term]:
        query = f"SELECT DISTINCT ?this {{ {self._set(nodes)('?this')} FILTER EXISTS {{ {pattern('?this')} }} }}"
        return frozenset(this for (this,) in self._data.rows(query, "this"))

    def _instances(self, nodes: frozenset[Term], iri: str) -> frozenset[Term]:
        """Choose the SHACL instances of a class, of all of whose classes the store is asked once."""
        if nodes not in self._typed:
            query = f"SELECT DISTINCT ?this ?kind {{ {self._set(nodes)('?this')} ?this <{TYPE}> ?kind }}"
            self._typed[nodes] = _by_last(self._data.rows(query, "this", "kind"))
        typed = self._typed[nodes]
        return frozenset[Term]().union(*(typed.get(name, ()) for name in self._data.with_subclasses(iri)))

    def _by_link(self, values: frozenset[Term]) -> dict[str, frozenset[Term]]:
        """Find the nodes that lead to some nodes by one triple, by its predicate."""
        if values not in self._linked:
            query = f"SELECT DISTINCT ?this ?link {{ {self._set(values)('?_v')} ?this ?link ?_v }}"
            self._linked[values] = _by_last(self._data.rows(query, "this", "link"))
        return self._linked[values]

    def _set(self, nodes: frozenset[Term]) -> Pattern:
        """Write the pattern of some nodes, which are put into the store once."""
        if nodes not in self._sets:
            name = self._data.new_set()
            self._data.add(name, nodes)
            self._sets[nodes] = member(name)
        return self._sets[nodes]


def _by_last(rows: Iterable[tuple[Term, ...]]) -> dict[str, frozenset[Term]]:
    """Gather the first terms of rows by their last ones, as these are written."""
    found: dict[str, set[Term]] = {}
    for first, last in rows:
        found.setdefault(str(last), set()).add(first)
    return {name: frozenset(terms) for name, terms in found.items()}


def _term(text: str) -> Term:
    """Read an IRI or a blank node as N-Triples writes it."""
    return pyoxigraph.BlankNode(text[2:]) if text.startswith("_:") else pyoxigraph.NamedNode(text[1:-1])
