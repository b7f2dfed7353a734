"""The data graph in Oxigraph, with what Oxigraph would forget kept beside it.

Oxigraph stores numbers, dates and booleans as values: ``"05"^^xsd:nonNegativeInteger`` comes back as
``"5"^^xsd:integer``. Literals that would change are kept a second time, as they were written, in a graph of
their own; :class:`DataGraph` knows which predicates have any.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import pyoxigraph

from kg.namespaces import RDF, RDFS, XSD
from kg.regexes import late
from kg.validation.lines import Piece, visible
from kg.validation.terms import Term

DATA_GRAPH = pyoxigraph.DefaultGraph()
SHAPES_GRAPH = "urn:x-osce-kg:shapes"
SETS = "urn:x-osce-kg:sets"
HAS = "urn:x-osce-kg:has"
EXACT = "urn:x-osce-kg:exact"
EXACT_TYPE = "urn:x-osce-kg:exact:"
TYPE = f"{RDF}type"
SUBCLASS = f"{RDFS}subClassOf"
_BELOW = pyoxigraph.NamedNode(SUBCLASS)

#: Integer datatypes that Oxigraph stores as xsd:integer, with their bounds.
DERIVED: dict[str, tuple[int | None, int | None]] = {
    f"{XSD}byte": (-128, 127),
    f"{XSD}short": (-(2**15), 2**15 - 1),
    f"{XSD}int": (-(2**31), 2**31 - 1),
    f"{XSD}long": (-(2**63), 2**63 - 1),
    f"{XSD}unsignedByte": (0, 255),
    f"{XSD}unsignedShort": (0, 2**16 - 1),
    f"{XSD}unsignedInt": (0, 2**32 - 1),
    f"{XSD}unsignedLong": (0, 2**64 - 1),
    f"{XSD}nonNegativeInteger": (0, None),
    f"{XSD}positiveInteger": (1, None),
    f"{XSD}nonPositiveInteger": (None, 0),
    f"{XSD}negativeInteger": (None, -1),
}
_TIMES = late(r"(?!.*(\.\d*0(Z|[+-]|$)|[+-]00:00$|\.(Z|$)|T24:)|24:)")
_KEPT: dict[str, re.Pattern[str]] = {
    f"{XSD}integer": late(r"0|-?[1-9]\d{0,17}"),
    f"{XSD}decimal": late(r"0|-?(0|[1-9]\d{0,15})\.\d{0,15}[1-9]|-?[1-9]\d{0,15}"),
    f"{XSD}boolean": late(r"true|false"),
    f"{XSD}double": late(r"(?!)"),
    f"{XSD}float": late(r"(?!)"),
    **{
        f"{XSD}{name}": late(_TIMES.pattern + r".*")
        for name in ("dateTime", "date", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay")
    },
    # Stored as xsd:dateTime.
    f"{XSD}dateTimeStamp": late(r"(?!)"),
    **{f"{XSD}{name}": late(r"(?!)") for name in ("duration", "dayTimeDuration", "yearMonthDuration")},
}

#: Quads that are put into a store in memory at once.
_PIECE = 1_000

Pattern = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Ready:
    """Triples as N-Triples: those that the store keeps as written, and those with a literal that it changes."""

    plain: bytes
    doubtful: bytes


class DataGraph:
    """A data graph to validate: the union of what was loaded, as one graph.

    :param store: a store of its own, which is changed; a new one in memory if absent
    :param sees: predicates whose triples are kept, see :func:`kg.validation.visibility.visible_predicates`; None
        keeps all
    :param is_filled: whether the store has data in its default graph already: its literals count
        as it gives them back. What is added is taken to be little
    """

    def __init__(
        self, store: pyoxigraph.Store | None = None, sees: Collection[str] | None = None, *, is_filled: bool = False
    ) -> None:
        self._sees = sees
        self._sees_written = None if sees is None else frozenset(f"<{each}>".encode() for each in sees)
        self.store = store if store is not None else pyoxigraph.Store()
        #: Whether a forked process may go on with it; a store on disk has threads.
        self.can_be_forked = store is None
        # On disk, a bulk is a file of its own that takes 0.1 s, however small; a transaction is held in memory.
        self._put = self.store.extend if is_filled else self.store.bulk_extend
        self.exact_predicates: set[str] = set()
        self.exact_types: set[str] = set()
        self._sets = 0
        self._variables = 0
        self._classes: dict[str, tuple[str, ...]] = {}
        self.functions: dict[pyoxigraph.NamedNode, Callable[..., Term | pyoxigraph.Triple | None]] = {}

    def close(self) -> None:
        """Let go of the store, after which its folder may be removed; the data graph is of no use any more."""
        del self.store, self._put

    def load(self, *parts: Iterable[pyoxigraph.Quad] | Piece | Ready) -> None:
        """Add quads, or pieces of files; graph names are dropped."""
        self.load_all(parts)

    def load_all(self, parts: Iterable[Iterable[pyoxigraph.Quad] | Piece | Ready]) -> None:
        """Add parts as they come.

        A literal may be written in several forms of which the store knows one; that is right only within one call.
        """
        held: list[pyoxigraph.Quad] = []
        for part in parts:
            if isinstance(part, Piece):
                self._load_lines(part, held)
            elif isinstance(part, Ready):
                self._load_ready(part, held)
            else:
                self._load_quads(part, held)
        beside = [quad for quad in held if self._plain(quad) in self.store]
        self._put(_exactly(quad, changed(quad.object)) for quad in beside)
        self._put(_exactly(quad, quad.object) for quad in held)
        self._put(held)

    def _load_quads(self, quads: Iterable[pyoxigraph.Quad], held: list[pyoxigraph.Quad]) -> None:
        kept = self._kept(quads, held)
        # By pieces, for the store holds a whole piece beside itself; on disk a small piece is a file of its own.
        while piece := list(islice(kept, _PIECE if self.can_be_forked else 100 * _PIECE)):
            self._put(piece)

    def _load_lines(self, piece: Piece, held: list[pyoxigraph.Quad]) -> None:
        """Load lines as text, and those with a literal that the store would change as quads."""
        for some in piece.parted(_PIECE) if self.can_be_forked else [piece]:
            self._load_texts(*visible(some, self._sees_written, _changes), held)

    def _load_ready(self, part: Ready, held: list[pyoxigraph.Quad]) -> None:
        # A parser wrote the text, so that it need not be looked at as closely again.
        put = self.store.load if self.can_be_forked else self.store.bulk_load
        put(input=part.plain, format=pyoxigraph.RdfFormat.N_TRIPLES, lenient=True)
        self._load_texts(b"", part.doubtful, held)

    def _load_texts(self, plain: bytes, doubtful: bytes, held: list[pyoxigraph.Quad]) -> None:
        if plain:
            self.store.bulk_load(input=plain, format=pyoxigraph.RdfFormat.N_TRIPLES)
        if doubtful:
            self._load_quads(pyoxigraph.parse(doubtful, format=pyoxigraph.RdfFormat.N_TRIPLES), held)

    def triples(self) -> Iterator[tuple[Term, pyoxigraph.NamedNode, Term]]:
        """List the data's triples, each literal as it was written."""
        for quad in self.store.quads_for_pattern(None, None, None, DATA_GRAPH):
            if quad.predicate.value not in self.exact_predicates or not self._exact(quad):
                yield quad.subject, quad.predicate, quad.object  # type: ignore[misc]
        for quad in self.store.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(EXACT)):
            yield quad.subject, quad.predicate, original(quad.object)  # type: ignore[misc, arg-type]

    def load_shapes(self, quads: Iterable[pyoxigraph.Quad]) -> None:
        """Add the shapes graph as a graph of its own, for ``$shapesGraph``."""
        graph = pyoxigraph.NamedNode(SHAPES_GRAPH)
        self.store.bulk_extend(pyoxigraph.Quad(q.subject, q.predicate, q.object, graph) for q in quads)

    def variable(self) -> str:
        """Name a variable that no other pattern uses."""
        self._variables += 1
        return f"?_x{self._variables}"

    def new_set(self) -> str:
        """Name a new, empty set of nodes."""
        self._sets += 1
        return f"<urn:x-osce-kg:set:{self._sets}>"

    def add(self, name: str, terms: Iterable[Term]) -> None:
        """Put nodes into a set."""
        me, has, graph = pyoxigraph.NamedNode(name[1:-1]), pyoxigraph.NamedNode(HAS), pyoxigraph.NamedNode(SETS)
        self.store.extend(pyoxigraph.Quad(me, has, term, graph) for term in terms)

    def add_where(self, name: str, pattern: str) -> None:
        """Put every ``?this`` of a pattern into a set."""
        found = f"SELECT DISTINCT ?this {{ {pattern} }}"
        self.store.update(f"INSERT {{ GRAPH <{SETS}> {{ {name} <{HAS}> ?this }} }} WHERE {{ {found} }}")

    def drop_sets(self) -> None:
        """Empty every set."""
        self.store.remove_graph(pyoxigraph.NamedNode(SETS))

    def instances(self, variable: str, iri: str) -> str:
        """Write the pattern of the SHACL instances of a class: of it or of a subclass in the data."""
        names = self.with_subclasses(iri)
        if len(names) == 1:
            return f"{variable} <{TYPE}> {names[0]} ."
        if any(name.startswith("_:") for name in names):
            return f"{variable} <{TYPE}>/<{SUBCLASS}>* <{iri}> ."
        kind = self.variable()
        return f"VALUES {kind} {{ {' '.join(names)} }} {variable} <{TYPE}> {kind} ."

    def has_subclasses(self, iri: str) -> bool:
        """Tell whether the data has a subclass of a class, so that one node may be its instance many times."""
        return len(self.with_subclasses(iri)) > 1

    def with_subclasses(self, iri: str) -> tuple[str, ...]:
        """List a class and the subclasses that the data has of it, as in N-Triples."""
        if iri not in self._classes:
            found, todo = set[str](), list[Term]([pyoxigraph.NamedNode(iri)])
            while todo:
                below = self.store.quads_for_pattern(None, _BELOW, todo.pop(), DATA_GRAPH)
                new = [quad.subject for quad in below if str(quad.subject) not in found]
                found.update(map(str, new))
                todo += new  # type: ignore[arg-type]
            self._classes[iri] = (f"<{iri}>", *sorted(found - {f"<{iri}>"}))
        return self._classes[iri]

    def constant(self, term: Term) -> "Pattern":
        """Write the pattern of a variable that is one term."""
        if isinstance(term, pyoxigraph.BlankNode):
            name = self.new_set()
            self.add(name, [term])
            return member(name)
        return lambda variable: f"VALUES {variable} {{ {term} }}"

    def knows(self, term: Term) -> bool:
        """Tell whether a term is a subject or an object of the data."""
        subject = None if isinstance(term, pyoxigraph.Literal) else term
        patterns = [(None, term)] if subject is None else [(subject, None), (None, term)]
        return any(any(self.store.quads_for_pattern(s, None, o, DATA_GRAPH)) for s, o in patterns)

    def describes(self, iri: str) -> bool:
        """Tell whether the data says something of an IRI."""
        return any(self.store.quads_for_pattern(pyoxigraph.NamedNode(iri), None, None, DATA_GRAPH))

    def described(self, beginning: str) -> list[str]:
        """List the IRIs that the data says something of and that begin as given."""
        test = f"STRSTARTS(STR(?s), {pyoxigraph.Literal(beginning)})"
        found = self.rows(f"SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(isIRI(?s) && {test}) }}", "s")
        return [str(getattr(term, "value", "")) for (term,) in found]

    def rows(self, query: str, *names: str) -> Iterator[tuple[Term, ...]]:
        """Ask a query and take some variables of each solution."""
        for row in self._solutions(query):
            yield tuple(row[name] for name in names)

    def _solutions(self, query: str) -> Iterable[pyoxigraph.QuerySolution]:
        found = self.store.query(query, custom_functions=self.functions)
        if not isinstance(found, pyoxigraph.QuerySolutions):
            raise TypeError("a SELECT query was expected")
        return found

    def _kept(self, quads: Iterable[pyoxigraph.Quad], held: list[pyoxigraph.Quad]) -> Iterator[pyoxigraph.Quad]:
        """Pass quads on, into the default graph; hold back those whose literal the store would change."""
        plain, literal, sees = pyoxigraph.Quad, pyoxigraph.Literal, self._sees
        for quad in quads:
            subject, predicate, value, graph = quad
            if sees is not None and predicate.value not in sees:
                continue
            if type(value) is literal and value.direction is not None:
                # JSON-LD 1.1 API §10: where rdfDirection is null, the direction is dropped.
                value = literal(value.value, language=value.language)
                yield plain(subject, predicate, value)
            elif type(value) is literal and not value.language and _changes(value.value, value.datatype.value):
                self.exact_predicates.add(predicate.value)
                self.exact_types.add(value.datatype.value)
                held.append(plain(subject, predicate, value))
            else:
                yield quad if graph == DATA_GRAPH else plain(subject, predicate, value)

    def _plain(self, quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
        return pyoxigraph.Quad(quad.subject, quad.predicate, changed(quad.object))

    def _exact(self, quad: pyoxigraph.Quad) -> bool:
        """Tell whether a stored triple stands in the graph of exact forms in one of its forms."""
        kept = self.store.quads_for_pattern(quad.subject, quad.predicate, None, pyoxigraph.NamedNode(EXACT))
        return any(changed(original(each.object)) == quad.object for each in kept)  # type: ignore[arg-type]


def _exactly(quad: pyoxigraph.Quad, value: Term | pyoxigraph.Triple) -> pyoxigraph.Quad:
    """Write a triple in the graph of exact forms, with a datatype that the store leaves alone."""
    if not isinstance(value, pyoxigraph.Literal):
        raise TypeError("a literal was expected")
    kept = pyoxigraph.Literal(value.value, datatype=pyoxigraph.NamedNode(EXACT_TYPE + value.datatype.value))
    return pyoxigraph.Quad(quad.subject, quad.predicate, kept, pyoxigraph.NamedNode(EXACT))


def member(name: str) -> Pattern:
    """Write the pattern of the members of a set."""
    return lambda variable: f"GRAPH <{SETS}> {{ {name} <{HAS}> {variable} }}"


def original(term: Term) -> Term:
    """Take a literal back from the form in which it is kept exactly; other terms stay."""
    if isinstance(term, pyoxigraph.Literal) and term.datatype.value.startswith(EXACT_TYPE):
        return pyoxigraph.Literal(
            term.value, datatype=pyoxigraph.NamedNode(term.datatype.value.removeprefix(EXACT_TYPE))
        )
    return term


def stays(term: Term) -> bool:
    """Tell whether Oxigraph gives a term back as it was written."""
    return not isinstance(term, pyoxigraph.Literal) or not _changes(term.value, term.datatype.value)


@lru_cache(maxsize=4096)
def changed(term: Term) -> Term:
    """Tell in which form Oxigraph gives a term back."""
    if not isinstance(term, pyoxigraph.Literal) or stays(term):
        return term
    store, one = pyoxigraph.Store(), pyoxigraph.NamedNode("urn:x-osce-kg:one")
    store.add(pyoxigraph.Quad(one, one, term))
    given: Term = next(iter(store)).object
    return given


def _changes(lexical: str, datatype: str) -> bool:
    return datatype in DERIVED or (datatype in _KEPT and not _KEPT[datatype].fullmatch(lexical))
