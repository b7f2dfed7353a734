"""Reports of contradictions: rule, premises, the asserted triples behind them, and where these are."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.annotations import Annotation, github, junit, sarif
from kg.closure import Closure, Contradiction, Triple
from kg.closure.explanation import Explainer
from kg.errors import Inconsistent
from kg.namespaces import PROV, RDF, RDFS, SH
from kg.validation.places import Place, Places

#: So many contradictions stand in a report, and so many in a message; the number of all of them is told as well.
LIMIT = 1000
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Refutation:
    """A contradiction, the asserted triples that it rests on, and the place of the first of these that has one."""

    contradiction: Contradiction
    asserted: tuple[Triple, ...]
    place: Place

    def __str__(self) -> str:
        """Tell it in two lines."""
        return f"{self.contradiction}\n  asserted: {' ; '.join(map(' '.join, self.asserted))}"


def refutations(closure: Closure, files: Sequence[str] = (), limit: int = LIMIT) -> list[Refutation]:
    """List contradictions in a fixed order, one a set of asserted triples: the one that is nearest to these.

    :param closure: of the data
    :param files: what the data was read from, to look up places in
    :param limit: how many at most
    """
    nearest: dict[frozenset[Triple], tuple[Contradiction, tuple[Triple, ...]]] = {}
    explainer = Explainer(closure)
    for each in closure.contradictions:
        behind = _behind(each, explainer)
        key = frozenset(behind)
        if key in nearest:
            nearest[key] = min((nearest[key], (each, behind)), key=_distance)
        elif len(nearest) < limit:
            nearest[key] = each, behind
        else:
            break
    wanted = {subject for behind in nearest for subject, _, _ in behind}
    places = Places([Path(file) for file in files if Path(file).is_file()], wanted)
    nowhere = Place(files[0] if files else "")
    return [
        Refutation(each, behind, next(filter(None, (places.of(*triple) for triple in behind)), nowhere))
        for each, behind in nearest.values()
    ]


def _distance(found: tuple[Contradiction, tuple[Triple, ...]]) -> int:
    """Count the premises that are not asserted themselves."""
    contradiction, behind = found
    return len(set(contradiction.premises) - set(behind))


def _behind(contradiction: Contradiction, explainer: Explainer) -> tuple[Triple, ...]:
    proofs = (proof for premise in contradiction.premises for proof in explainer.proofs(premise))
    return tuple(dict.fromkeys(leaf for proof in proofs for leaf in proof.leaves()))


def refuse_contradictions(closure: Closure) -> None:
    """Raise what a closure contradicts.

    :raises Inconsistent: with the first contradictions, and the number of all
    """
    if number := len(closure.contradictions):
        told = "\n".join(map(str, refutations(closure, limit=_TOLD)))
        times = "once" if number == 1 else f"{number:,} times"
        raise Inconsistent(f"the data contradicts the ontology {times}; nearest to what is asserted:\n{told}")


def _text(found: list[Refutation], notes: list[str]) -> Iterator[str]:
    for each in found:
        yield f"{each.place}: {each}\n" if each.place.line else f"{each}\n"
    yield from (f"note: {note}\n" for note in notes)


def _json(found: list[Refutation], notes: list[str]) -> Iterator[str]:
    records = [
        {
            "rule": each.contradiction.rule,
            "premises": each.contradiction.premises,
            "axioms": each.contradiction.schema,
            "asserted": each.asserted,
            "file": each.place.file,
            "line": each.place.line or None,
            "column": each.place.column or None,
        }
        for each in found
    ]
    told = {"consistent": not records, "notes": notes, "contradictions": records}
    yield json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _turtle(found: list[Refutation], notes: list[str]) -> Iterator[str]:
    """Write a validation report (SHACL §3.6): the premises of a result stand in it as reified statements."""
    yield f"@prefix prov: <{PROV}> .\n@prefix rdf: <{RDF}> .\n@prefix rdfs: <{RDFS}> .\n@prefix sh: <{SH}> .\n\n"
    yield f"[] a sh:ValidationReport ;\n  sh:conforms {str(not found).lower()}"
    yield from (f" ;\n  rdfs:comment {ox.Literal(note, language='en')}" for note in notes)
    for each in found:
        message = ox.Literal(str(each).replace("\n  ", "; "), language="en")
        yield f" ;\n  sh:result [ a sh:ValidationResult ;\n    sh:focusNode {each.contradiction.premises[0][0]}"
        yield f" ;\n    sh:resultSeverity sh:Violation ;\n    sh:resultMessage {message}"
        yield f" ;\n    rdfs:label {ox.Literal(each.contradiction.rule)}"
        for subject, predicate, value in (*each.contradiction.premises, *each.contradiction.schema):
            yield " ;\n    prov:wasDerivedFrom [ a rdf:Statement ;"
            yield f" rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {value} ]"
        yield " ]"
    yield " .\n"


def _annotations(found: list[Refutation]) -> Iterator[Annotation]:
    for each in found:
        at, rule = each.place, each.contradiction.rule
        yield Annotation(at.file, at.line, at.column, "violation", rule, str(each).replace("\n  ", "; "))


#: What writes a list of contradictions, and notes on it.
FORMS: dict[str, Callable[[list[Refutation], list[str]], Iterator[str]]] = {
    "text": _text,
    "turtle": _turtle,
    "json": _json,
    "sarif": lambda found, notes: sarif(_annotations(found), notes),
    "junit": lambda found, notes: junit("osce-kg infer", ("consistency",), _annotations(found), notes),
    "github": lambda found, notes: github(_annotations(found), notes),
}
