"""How pages call properties, in which order they show them, and how each reads from its other end.

None of this is in code: names are the labels of ``ontology/osce.ttl``, the rest is in ``ontology/display/pages.ttl``,
which has SHACL's terms for showing properties (SHACL, section 2.3.2, https://www.w3.org/TR/shacl/#nonValidation).
"""

from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph as ox

from endpoint.face.language import chosen
from kg.assets import folder, rebased_text
from kg.namespaces import RDFS, SH, compact

#: What a label begins with where it is written to be read after its subject.
_VERBS = {"en": "has ", "fr": "a pour ", "de": "hat ", "it": "ha ", "ru": "имеет ", "es": "tiene "}
_LAST = 1_000


@dataclass(slots=True)
class Term:
    """A property as a page shows it, from one of its ends.

    ``group`` is ``heading``, ``facts``, ``grounds`` or ``machines``; ``order`` counts within it.
    """

    names: dict[str, str] = field(default_factory=dict)
    order: int = _LAST
    group: str = "facts"

    def name(self, otherwise: str) -> str:
        """Give the name in the language of the page, else in English, else what is given."""
        found = self.names.get(chosen()) or self.names.get("en") or otherwise
        return found[:1].upper() + found[1:]


@dataclass(frozen=True, slots=True)
class Terms:
    """All properties, read from the thing that a page is about and from the other end; and names of classes."""

    said: dict[str, Term]
    of_it: dict[str, Term]
    labels: dict[str, dict[str, str]]

    def of(self, predicate: str, prefixes: dict[str, str], *, inverse: bool = False) -> tuple[Term, str]:
        """Give a property and its name.

        :param inverse: whether it is read from its other end
        """
        term = (self.of_it if inverse else self.said).get(predicate)
        brief = compact(predicate, prefixes)
        if term is not None and term.names:
            return term, term.name(brief)
        label = Term(self.labels.get(predicate, {})).name(brief)
        return term or Term(), label

    def class_name(self, iri: str) -> str:
        """Name a class in the language of the page; empty for one of another vocabulary."""
        names = self.labels.get(iri, {})
        found = names.get(chosen()) or names.get("en", "")
        return found[:1].upper() + found[1:]


@lru_cache(maxsize=2)
def terms(base: str) -> Terms:
    """Read the names and the order of properties for a base IRI."""
    labels: dict[str, dict[str, str]] = {}
    for triple in _triples("osce.ttl", base):
        if triple.predicate.value == f"{RDFS}label" and isinstance(triple.object, ox.Literal):
            language = triple.object.language or "en"
            name = triple.object.value.removeprefix(_VERBS.get(language, "\0"))
            labels.setdefault(_iri(triple.subject), {})[language] = name
    said, of_it = _displayed(_triples("display/pages.ttl", base))
    return Terms(said, of_it, labels)


def _triples(name: str, base: str) -> list[ox.Triple]:
    text = rebased_text(folder("ontology") / name, base)
    return [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)]


def _displayed(triples: list[ox.Triple]) -> tuple[dict[str, Term], dict[str, Term]]:
    backwards = {_iri(t.subject): _iri(t.object) for t in triples if t.predicate.value == f"{SH}inversePath"}
    paths = {_iri(t.subject): _iri(t.object) for t in triples if t.predicate.value == f"{SH}path"}
    shapes: dict[str, Term] = {subject: Term() for subject in paths}
    for triple in triples:
        term = shapes.get(_iri(triple.subject))
        if term is not None:
            _note(term, triple)
    said = {paths[shape]: term for shape, term in shapes.items() if paths[shape] not in backwards}
    of_it = {backwards[paths[shape]]: term for shape, term in shapes.items() if paths[shape] in backwards}
    return said, of_it


def _note(term: Term, triple: ox.Triple) -> None:
    predicate, value = triple.predicate.value, triple.object
    if predicate == f"{SH}name" and isinstance(value, ox.Literal):
        term.names[value.language or "en"] = value.value
    elif predicate == f"{SH}order" and isinstance(value, ox.Literal):
        term.order = int(value.value)
    elif predicate == f"{SH}group":
        term.group = _iri(value).rpartition("#")[2]


def _iri(term: object) -> str:
    return str(getattr(term, "value", ""))
