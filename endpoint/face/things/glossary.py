"""What a term of the ontology is for: a thing that has it, the questions that need it, the shapes that guard it."""

from dataclasses import dataclass, field

import pyoxigraph as ox

from endpoint.engine.service import Generation
from endpoint.face.addresses import root
from endpoint.face.answers import rows
from endpoint.face.query.examples import examples
from endpoint.face.questions import gathered
from endpoint.face.things.names import address_of
from endpoint.face.things.portraits.drawing import Subject, flat, named
from endpoint.face.things.titles import titles
from kg.namespaces import RDF, SH

#: Predicates by which a shape says of which term it is.
ASKING = (f"{SH}targetClass", f"{SH}path")
_CLASS = "http://www.w3.org/2002/07/owl#Class"
#: Terms whose examples are asked for in one query.
_AT_ONCE = 40


@dataclass(slots=True)
class Use:
    """How a term is used: an example as its name and page, questions and shapes likewise."""

    example: tuple[str, str] | None = None
    questions: list[tuple[str, str]] = field(default_factory=list)
    shapes: list[tuple[str, str]] = field(default_factory=list)


def uses(
    generation: Generation,
    ontology: tuple[ox.Triple, ...],
    shapes: tuple[ox.Triple, ...],
    *,
    with_examples: bool = True,
) -> dict[str, Use]:
    """Say of each term of the ontology how it is used.

    :param ontology: its triples
    :param shapes: those of the shapes, with a predicate of :data:`ASKING`; others say nothing here
    :param with_examples: ask the store for things that have it
    :raises Problem: 503 if the store does not answer
    """
    base = generation.release.base
    kinds = {
        _iri(t.subject): _iri(t.object)
        for t in ontology
        if t.predicate.value == f"{RDF}type" and _iri(t.subject).startswith(f"{base}ontology#")
    }
    found = {iri: Use() for iri in kinds}
    if with_examples:
        gathered(generation, lambda: _add_examples(generation, found, kinds))
    _add_questions(ontology, found, base)
    _add_shapes(shapes, found)
    return found


def _add_examples(generation: Generation, found: dict[str, Use], kinds: dict[str, str]) -> None:
    names, base = list(found), generation.release.base
    shown: dict[str, tuple[str, str]] = {}
    for begin in range(0, len(names), _AT_ONCE):
        parts = " UNION ".join(
            f"{{ SELECT (<{iri}> AS ?term) ?x {{ {_pattern(iri, kinds[iri])} FILTER(ISIRI(?x)) }} LIMIT 1 }}"
            for iri in names[begin : begin + _AT_ONCE]
        )
        for row in map(flat, rows(generation, f"SELECT ?term ?x ?x_name {{ {parts} {named('x')} }}")):
            if address_of(row["x"], base):
                shown[row["term"]] = (row["x"], row.get("x_name", ""))
    nameless = [iri for iri, name in shown.values() if not name]
    called = titles(Subject(base, generation), list(dict.fromkeys(nameless)))
    for term, (iri, name) in shown.items():
        found[term].example = (name or called.get(iri) or iri.rpartition("/")[2], address_of(iri, base))


def _pattern(iri: str, kind: str) -> str:
    return f"?x a <{iri}>" if kind == _CLASS else f"?x <{iri}> ?value"


def _add_questions(ontology: tuple[ox.Triple, ...], found: dict[str, Use], base: str) -> None:
    known = {example.name[:3]: example for example in examples(base)}
    for triple in ontology:
        if triple.predicate.value == f"{base}ontology/curation#neededBy" and _iri(triple.subject) in found:
            example = known.get(_iri(triple.object))
            if example is not None:
                place = (example.title, f"{root()}/sparql?example={example.name}")
                found[_iri(triple.subject)].questions.append(place)
    for use in found.values():
        use.questions.sort(key=lambda place: place[1])


def _add_shapes(shapes: tuple[ox.Triple, ...], found: dict[str, Use]) -> None:
    for triple in shapes:
        shape = triple.subject
        if triple.predicate.value in ASKING and isinstance(shape, ox.NamedNode):
            use, name = found.get(_iri(triple.object)), shape.value.rpartition("#")[2]
            if use is not None and (name, f"{root()}/shapes#{name}") not in use.shapes:
                use.shapes.append((name, f"{root()}/shapes#{name}"))


def _iri(term: object) -> str:
    return str(getattr(term, "value", ""))
