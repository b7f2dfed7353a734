"""Statements and rules in words."""

from dataclasses import dataclass

import pyoxigraph as ox

from endpoint.engine.service import Generation
from endpoint.face.answers import rows
from endpoint.face.language import gettext, noted
from endpoint.face.things.portraits.drawing import Subject, flat, named
from endpoint.face.things.reasons.proofs import Reason
from endpoint.face.things.statements import Value, value_of
from endpoint.face.things.terms import terms
from endpoint.face.things.titles import titles

#: OWL 2 RL name of a rule → what it says.
_RULES = {
    "cax-sco": noted("Whatever is of the one class is of the other."),
    "prp-dom": noted("Whatever has this property is of this class."),
    "prp-rng": noted("Whatever this property leads to is of this class."),
    "prp-spo1": noted("Whatever the one property holds of, the other does."),
    "prp-spo2": noted("These properties, one after the other, make this one."),
    "prp-inv1": noted("The one property is the other, read from its other end."),
    "prp-inv2": noted("The one property is the other, read from its other end."),
    "prp-symp": noted("This property holds both ways."),
    "prp-trp": noted("This property goes on along a chain."),
    "cls-int1": noted("Whatever is of all these classes is of this one."),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement in three parts, each with the address that it leads to, if it has one."""

    subject: Value
    property: str
    object: Value


class Words:
    """How the things in some reasons are called, looked up at once.

    :param subject: what the page is about
    :param reasons: whose statements are to be said
    """

    def __init__(self, subject: Subject, reasons: list[Reason]) -> None:
        self._subject = subject
        iris = sorted({term.value for each in _all(reasons) for term in _things(each.triple)})
        asked = f"SELECT DISTINCT ?x ?x_name {{ VALUES ?x {{ {' '.join(f'<{iri}>' for iri in iris)} }} {named('x')} }}"
        self._cells = {row["x"]["value"]: row["x_name"] for row in rows(subject.generation, asked) if "x_name" in row}
        ours = [iri for iri in iris if iri not in self._cells and iri.startswith(subject.base)]
        self._called = titles(subject, ours)

    def sentence(self, triple: ox.Triple) -> Sentence:
        """Say a statement."""
        prefixes = self._subject.generation.prefixes
        name = terms(self._subject.base).of(triple.predicate.value, prefixes)[1]
        return Sentence(self._value(triple.subject, ""), name, self._value(triple.object, triple.predicate.value))

    def _value(self, term: object, predicate: str) -> Value:
        iri = term.value if isinstance(term, ox.NamedNode) else ""
        return value_of(self._subject, cell_of(term), predicate, self._cells.get(iri), self._called)

    def rule(self, name: str) -> str:
        """Say a rule; empty for one that has no words here."""
        return gettext(_RULES[name]) if name in _RULES else ""


def cell_of(term: object) -> dict[str, str]:
    """Write a term as SPARQL Results JSON has it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        language = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value} | language
    return {"type": "bnode", "value": str(term)}


def _all(reasons: list[Reason]) -> list[Reason]:
    return [each for reason in reasons for each in (reason, *_all(list(reason.premises)))]


def _things(triple: ox.Triple) -> list[ox.NamedNode]:
    return [term for term in (triple.subject, triple.object) if isinstance(term, ox.NamedNode)]


def documents_named(generation: Generation, reasons: list[Reason]) -> dict[str, str]:
    """Look up how the documents that passages are in are called.

    :returns: IRI of a document → its title
    """
    iris = {passage.document for each in _all(reasons) for ground in each.grounds for passage in ground.passages}
    if not iris:
        return {}
    listed = " ".join(f"<{iri}>" for iri in sorted(iris) if iri)
    asked = f"SELECT DISTINCT ?x ?x_name {{ VALUES ?x {{ {listed} }} {named('x')} }}"
    return {row["x"]: row.get("x_name", "") for row in map(flat, rows(generation, asked))}
