"""Names that data uses of this project: terms that the ontology has, things that somebody describes.

SHACL says nothing of a property that no shape names, so that a slip of the pen would pass: ``osce:nationalty``,
``state:swedn``, a text where a thing belongs. The results here stand in the report beside those of the shapes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.assets import folder, rebased_text
from kg.kept import code, kept, key_of
from kg.namespaces import DEFAULT_BASE, OWL, RDF, RDFS, SH, compact, prefixes
from kg.validation.report import Result

_TYPE = ox.NamedNode(f"{RDF}type")
_WARNING, _VIOLATION = f"<{SH}Warning>", f"<{SH}Violation>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the ontology declares, by IRI: classes, properties, those that lead to things, and what excludes what."""

    classes: frozenset[str]
    properties: frozenset[str]
    to_things: frozenset[str]
    above: dict[str, frozenset[str]]
    disjoint: frozenset[frozenset[str]]


@lru_cache(maxsize=4)
def vocabulary(base: str = DEFAULT_BASE) -> Vocabulary:
    """Read the ontology with its alignments, or what was kept of them."""
    root = folder("ontology")
    key = key_of(
        root / "osce.ttl", root / "alignments", *code("validation/names.py", "assets.py", "namespaces.py"), base
    )
    return kept("vocabulary", key, lambda: _read(root, base), _parts, lambda parts: Vocabulary(**parts))


def _parts(known: Vocabulary) -> dict[str, object]:
    return {name: getattr(known, name) for name in Vocabulary.__slots__}


def _read(root: Path, base: str) -> Vocabulary:
    quads = [
        quad
        for file in (root / "osce.ttl", *sorted((root / "alignments").glob("*.ttl")))
        for quad in ox.parse(rebased_text(file, base), format=ox.RdfFormat.TURTLE)
    ]
    kinds = {
        name: frozenset(_value(q.subject) for q in quads if q.predicate == _TYPE and _value(q.object) == f"{OWL}{name}")
        for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    }
    below = [(_value(q.subject), _value(q.object)) for q in quads if q.predicate.value == f"{RDFS}subClassOf"]
    disjoint = {frozenset((_value(q.subject), _value(q.object))) for q in quads if _is_disjointness(q)}
    return Vocabulary(
        classes=kinds["Class"],
        properties=kinds["ObjectProperty"] | kinds["DatatypeProperty"] | kinds["AnnotationProperty"],
        to_things=kinds["ObjectProperty"],
        above={kind: frozenset(_reached(kind, below)) for kind in kinds["Class"]},
        disjoint=frozenset(disjoint),
    )


def _is_disjointness(quad: ox.Quad) -> bool:
    return quad.predicate.value == f"{OWL}disjointWith" and isinstance(quad.object, ox.NamedNode)


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _reached(kind: str, below: list[tuple[str, str]]) -> set[str]:
    """List a class with all that are above it."""
    found, todo = {kind}, [kind]
    while todo:
        lower = todo.pop()
        new = {upper for one, upper in below if one == lower} - found
        found |= new
        todo.extend(new)
    return found


class Names:
    """Looks at the names that data uses.

    :param base: base IRI of the data
    :param describes: tells whether something is said of an IRI, in the data or what it may refer to
    :param described: lists the IRIs of which something is said and that begin as given
    """

    def __init__(self, base: str, describes: Callable[[str], bool], described: Callable[[str], list[str]]) -> None:
        self._base = base
        self._known = vocabulary(base)
        self._describes = describes
        self._described = described
        self._prefixes = prefixes(base)

    def results(self, quads: Iterable[ox.Quad]) -> Iterator[Result]:
        """Find what is wrong, each fault once.

        :param quads: the data that is looked at
        """
        types: dict[str, set[str]] = {}
        found: dict[Result, None] = {}
        for quad in quads:
            found.update(dict.fromkeys(self._of_statement(quad)))
            if quad.predicate == _TYPE:
                types.setdefault(str(quad.subject), set()).add(_value(quad.object))
        yield from found
        for subject, kinds in types.items():
            yield from self._exclusive(subject, kinds)

    def _of_statement(self, quad: ox.Quad) -> Iterator[Result]:
        predicate, value = quad.predicate.value, quad.object
        terms = f"{self._base}ontology#"
        if predicate.startswith(terms) and predicate not in self._known.properties:
            yield self._unknown_term(quad, predicate, self._known.properties)
        if isinstance(value, ox.Literal) and predicate in self._known.to_things:
            text = f"{self._short(predicate)} leads to a thing, not to a text: give the IRI of the thing"
            yield self._result("ThingExpected", quad, text)
        if not isinstance(value, ox.NamedNode):
            return
        if value.value.startswith(terms) and not self._is_declared(value.value):
            known = self._known.classes if quad.predicate == _TYPE else self._known.classes | self._known.properties
            yield self._unknown_term(quad, value.value, known)
        elif value.value.startswith((f"{self._base}id/", f"{self._base}scheme/")) and not self._describes(value.value):
            yield self._undescribed(quad, value.value)

    def _is_declared(self, iri: str) -> bool:
        return iri in self._known.classes or iri in self._known.properties

    def _unknown_term(self, quad: ox.Quad, term: str, among: Iterable[str]) -> Result:
        text = f"{self._short(term)} is not a term of the ontology{self._near(term, among)}"
        return self._result("KnownTerm", quad, text)

    def _undescribed(self, quad: ox.Quad, thing: str) -> Result:
        kind = thing[: thing.rindex("/") + 1]
        text = f"nothing describes {self._short(thing)}{self._near(thing, self._described(kind))}"
        return self._result("DescribedThing", quad, text)

    def _exclusive(self, subject: str, kinds: set[str]) -> Iterator[Result]:
        above = {each: self._known.above.get(each, frozenset((each,))) for each in kinds}
        ordered = sorted(kinds)
        for place, one in enumerate(ordered):
            for other in ordered[place + 1 :]:
                if any(frozenset((a, b)) in self._known.disjoint for a in above[one] for b in above[other]):
                    text = f"nothing is both {self._short(one)} and {self._short(other)}: keep one of the two types"
                    yield Result(
                        shape=f"<{self._base}shapes#DisjointClasses>",
                        component=f"<{self._base}shapes#NamesConstraintComponent>",
                        focus=subject,
                        path=str(_TYPE),
                        value=f"<{other}>",
                        severity=_VIOLATION,
                        messages=(str(ox.Literal(text, language="en")),),
                    )

    def _result(self, shape: str, quad: ox.Quad, text: str) -> Result:
        return Result(
            shape=f"<{self._base}shapes#{shape}>",
            component=f"<{self._base}shapes#NamesConstraintComponent>",
            focus=str(quad.subject),
            path=str(quad.predicate),
            value=str(quad.object),
            severity=_WARNING,
            messages=(str(ox.Literal(text, language="en")),),
        )

    def _short(self, iri: str) -> str:
        return compact(iri, self._prefixes)

    def _near(self, iri: str, among: Iterable[str]) -> str:
        from difflib import get_close_matches  # for a slip

        near = get_close_matches(iri, sorted(among), 1, 0.9)
        return f": did you mean {self._short(near[0])}?" if near else ": correct the name"
