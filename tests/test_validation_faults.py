"""Stage 6: a fault for every constraint of the project's shapes, and each is noticed."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.namespaces import DEFAULT_BASE, XSD
from kg.release import open_release
from kg.validation.dataset import DataGraph
from kg.validation.engine import FastEngine
from kg.validation.report import Result, without_witness
from kg.validation.shapes import Constraint, Shape, ShapesGraph
from kg.validation.validating import project_shapes
from kg.validation.vocabulary import RDF, SH
from tests.series import in_long_series

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class _Faults:
    """Seeds one fault a constraint into the sample release, and takes it out again.

    :param release: a release that conforms
    """

    def __init__(self, release: Path) -> None:
        self.data = DataGraph()
        self.data.load(open_release(release).quads_for_pattern(None, None, None, ox.DefaultGraph()))
        self.shapes = project_shapes()

    def each(self) -> Iterator[tuple[Shape, Shape, Constraint, str, list[ox.Quad], list[ox.Quad]]]:
        """List the shape with a target, its property shape, constraint, focus node, and the quads to take and put."""
        for top in self.shapes.targeted():
            for constraint in top.constraints:
                if constraint.component.mandatory[0] != SH.property:
                    continue
                inner = self.shapes.shape(constraint.value)
                focus = self._focus(top, inner)
                for each in inner.constraints if focus is not None else ():
                    if (fault := self._fault(inner, each, focus)) is not None:
                        yield top, inner, each, str(focus), *fault

    def _focus(self, top: Shape, inner: Shape) -> ox.NamedNode | None:
        """Choose the first focus node, one with a value if there is any, and one of ours rather than another's."""
        kinds = [value for kind, value in top.targets if kind == SH.targetClass]
        subjects = [value for kind, value in top.targets if kind == SH.targetSubjectsOf]
        objects = [value for kind, value in top.targets if kind == SH.targetObjectsOf]
        pattern = " UNION ".join(
            [f"{{ {self.data.instances('?this', kind.value)} }}" for kind in kinds]
            + [f"{{ ?this {predicate} ?any }}" for predicate in subjects]
            + [f"{{ ?any {predicate} ?this }}" for predicate in objects]
        )
        ours = f'(!STRSTARTS(STR(?this), "{DEFAULT_BASE}"))'
        having = f"OPTIONAL {{ ?this {inner.path_text} ?value }}"
        query = f"SELECT ?this {{ {pattern} {having} }} ORDER BY (!BOUND(?value)) {ours} ?this LIMIT 1"
        return next((row[0] for row in self.data.rows(query, "this")), None)  # type: ignore[return-value]

    def _fault(
        self, shape: Shape, constraint: Constraint, focus: ox.NamedNode | None
    ) -> tuple[list[ox.Quad], list[ox.Quad]] | None:
        if not isinstance(shape.path, ox.NamedNode) or focus is None:
            return None
        predicate = shape.path
        held = [
            ox.Quad(q.subject, q.predicate, q.object)
            for q in self.data.store.quads_for_pattern(focus, predicate, None, ox.DefaultGraph())
        ]
        parameter = constraint.component.mandatory[0].value.rpartition("#")[2]
        if parameter == "minCount":
            return held, []
        if parameter == "maxCount":
            other = self._another(shape, predicate, held)
            return [], [ox.Quad(focus, predicate, value) for value in other]
        wrong = self._wrong(parameter, constraint, focus)
        return None if wrong is None else (held, [ox.Quad(focus, predicate, value) for value in wrong])

    def _another(self, shape: Shape, predicate: ox.NamedNode, held: list[ox.Quad]) -> list[Value]:
        """Find so many other values of the predicate that there are too many; make them up where there are none."""
        most = next(int(c.value.value) for c in shape.constraints if c.component.mandatory[0] == SH.maxCount)
        all_values = {
            quad.object for quad in self.data.store.quads_for_pattern(None, predicate, None, ox.DefaultGraph())
        }
        others = sorted(all_values - {quad.object for quad in held}, key=str)
        made = [ox.Literal(f"2001-01-0{day}", datatype=ox.NamedNode(f"{XSD}date")) for day in (1, 2)]
        return [*others, *made][: most + 1]

    def _wrong(self, parameter: str, constraint: Constraint, focus: ox.NamedNode) -> list[Value] | None:
        foreign = ox.NamedNode("urn:x-fault:nothing")
        values: dict[str, list[Value]] = {
            "class": [foreign],
            "node": [ox.Literal("x")],
            "nodeKind": [ox.BlankNode("fault")],
            "datatype": [ox.Literal("x", datatype=ox.NamedNode("urn:x-fault:datatype"))],
            "pattern": [ox.Literal(" ?! ")],
            "minLength": [ox.Literal("", language="en")],
            "uniqueLang": [ox.Literal("one", language="en"), ox.Literal("two", language="en")],
            "minInclusive": [ox.Literal("-1000", datatype=ox.NamedNode(f"{XSD}integer"))],
            "maxInclusive": [ox.Literal("1000", datatype=ox.NamedNode(f"{XSD}integer"))],
            "lessThan": [ox.Literal("99999999", datatype=ox.NamedNode(f"{XSD}integer"))],
            "in": [foreign],
            "hasValue": [foreign],
        }
        if parameter == "disjoint":
            found = self.data.store.quads_for_pattern(
                focus, ox.NamedNode(constraint.value.value), None, ox.DefaultGraph()
            )
            return [quad.object for quad in found]
        return values.get(parameter)

    def results(self, top: Shape, taken: list[ox.Quad], put: list[ox.Quad]) -> set[Result]:
        """Validate a shape with a fault, and hand back what that adds."""
        before = self._found(top)
        for quad in taken:
            self.data.store.remove(quad)
        new = [quad for quad in put if quad not in self.data.store]
        self.data.store.extend(new)
        found = self._found(top)
        for quad in new:
            self.data.store.remove(quad)
        self.data.store.extend(taken)
        return found - before

    def _found(self, top: Shape) -> set[Result]:
        return without_witness(FastEngine(self.data, self.shapes).validate(top))


@pytest.mark.slow
@in_long_series
def test_every_constraint_notices_its_fault(sample_release: Path) -> None:
    """A fault a constraint: it gives that shape, component and focus node, which the release without it does not."""
    faults = _Faults(sample_release)
    seeded, unnoticed = 0, []
    for top, shape, constraint, focus, taken, put in faults.each():
        found = faults.results(top, taken, put)
        expected = (str(shape.node), str(constraint.component.iri), focus)
        seeded += 1
        if expected not in {(result.shape, result.component, result.focus) for result in found}:
            unnoticed.append(expected)
    assert unnoticed == []
    assert seeded >= 150, seeded


#: SPARQL constraint → the quads that break it on the sample release, as an update.
_QUERIED = {
    "State-codeIsItsOwn": 'INSERT DATA { <id/state/sweden> osce:isoAlpha2 "FI" }',
    "StateParticipation-once": """INSERT { <urn:x:again> ?p ?o } WHERE { ?s a osce:StateParticipation ;
        org:member <id/state/sweden> ; ?p ?o }""",
    "Suspension-withinParticipation": """DELETE { ?s osce:validFrom ?f }
        INSERT { ?s osce:validFrom "1950"^^xsd:gYear } WHERE { ?s a osce:Suspension ; osce:validFrom ?f }""",
    "TimedRelation-endsAfterItBegins": """DELETE { ?s osce:validUntil ?u }
        INSERT { ?s osce:validUntil "1900"^^xsd:gYear } WHERE { ?s a osce:Mandate ; osce:validUntil ?u }""",
    "TimedRelation-openOrEnded": """INSERT { ?s osce:openEnded true }
        WHERE { ?s a osce:Mandate ; osce:validUntil ?u }""",
    "Structure-endsAfterItWasEstablished": """DELETE { ?c osce:onDate ?d } INSERT { ?c osce:onDate "1950"^^xsd:gYear }
        WHERE { ?s a osce:FieldOperation ; osce:endedBy ?c . ?c osce:onDate ?d }""",
    "FieldOperation-closedHasEnd": """DELETE { ?s osce:endedBy ?c } WHERE { ?s osce:endedBy ?c ;
        osce:operationStatus <scheme/operation-status/closed> }""",
    "FieldOperation-currentHasNoEnd": """
        INSERT { ?s osce:operationStatus <scheme/operation-status/current> }
        WHERE { ?s a osce:FieldOperation ; osce:endedBy ?c }""",
    "OrganizationalChange-changesSomething": """
        DELETE { ?c org:resultingOrganization ?o . ?c org:originalOrganization ?b .
        ?s osce:establishedBy ?c . ?t osce:endedBy ?c } WHERE { ?c a osce:OrganizationalChange
        OPTIONAL { ?c org:resultingOrganization ?o } OPTIONAL { ?c org:originalOrganization ?b }
        OPTIONAL { ?s osce:establishedBy ?c } OPTIONAL { ?t osce:endedBy ?c } }""",
    "Tenure-notPartOfItself": "INSERT { ?t osce:partOfTenure ?t } WHERE { ?t a osce:Tenure }",
    "OneHolder-atATime": """INSERT { <urn:x:t> ?p ?o . <urn:x:t> org:member <id/person/nobody> }
        WHERE { <id/tenure/secretary-general-01> ?p ?o FILTER(?p != org:member) }""",
    "Snapshot-digestIsOfText": """DELETE { ?s osce:plainText ?t } INSERT { ?s osce:plainText "other" }
        WHERE { ?s osce:plainText ?t }""",
    "Mention-quotesText": """DELETE { ?m nif:beginIndex ?b } INSERT { ?m nif:beginIndex ?c }
        WHERE { ?m nif:beginIndex ?b BIND(?b + 1 AS ?c) }""",
    "Meeting-endsAfterItBegins": """DELETE { ?m osce:untilDate ?d } INSERT { ?m osce:untilDate "1900"^^xsd:gYear }
        WHERE { ?m a osce:Meeting ; osce:untilDate ?d }""",
    "Meeting-numberOnce": """DELETE { ?m osce:numberInSeries ?n } INSERT { ?m osce:numberInSeries 1 }
        WHERE { ?m osce:numberInSeries ?n }""",
    "Place-bothCoordinates": "DELETE { ?p geo:lat ?l } WHERE { ?p geo:lat ?l }",
    "Place-notWithinItself": "INSERT { ?p osce:withinPlace ?p } WHERE { ?p a osce:Place }",
    "Concept-notBroaderThanItself": "INSERT { ?c skos:broader ?c } WHERE { ?c a osce:FieldOfWork }",
    "Classified-confirmedHasNoDrafts": """INSERT { ?s osce:unconfirmedProperty osce:validFrom }
        WHERE { ?s osce:evidenceStatus <scheme/evidence-status/confirmed> }""",
    "CurrentMandate-endsOrIsOpen": "DELETE { ?m osce:validUntil ?u } WHERE { ?m a osce:Mandate ; osce:validUntil ?u }",
    "WithinItsOrganization-notBefore": """DELETE { ?c osce:onDate ?d } INSERT { ?c osce:onDate "2100"^^xsd:gYear }
        WHERE { ?o a osce:IntergovernmentalOrganization ; osce:establishedBy ?c . ?c osce:onDate ?d }""",
    "HostOfTheDay-tookPart": """DELETE { ?m osce:onDate ?d } INSERT { ?m osce:onDate "1950"^^xsd:gYear }
        WHERE { ?m a osce:Meeting ; osce:onDate ?d ; osce:hostedBy ?host }""",
}


def _update(data: DataGraph, update: str) -> None:
    prefixes = {
        "osce": "https://w3id.org/osce-kg/ontology#",
        "org": "http://www.w3.org/ns/org#",
        "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": XSD,
    }
    data.store.update(update, base_iri="https://w3id.org/osce-kg/", prefixes=prefixes)


@in_long_series
def test_every_query_of_a_shape_notices_its_fault(sample_release: Path) -> None:
    shapes = project_shapes()
    queries = {node.value.rpartition("#")[2] for node in shapes.graph.subjects(RDF.type, SH.SPARQLConstraint)}
    assert queries == set(_QUERIED)
    triples = list(open_release(sample_release).quads_for_pattern(None, None, None, ox.DefaultGraph()))
    for name, update in _QUERIED.items():
        data = DataGraph()
        data.load(triples)
        owner = shapes.graph.subjects(SH.sparql, ox.NamedNode(f"https://w3id.org/osce-kg/shapes#{name}"))[0]
        only = [shape for shape in shapes.targeted() if shape.node == owner]
        before = _of(name, data, shapes, only)
        _update(data, update)
        assert _of(name, data, shapes, only) > before, name


def _of(name: str, data: DataGraph, shapes: ShapesGraph, only: list[Shape]) -> int:
    results = [result for shape in only for result in FastEngine(data, shapes).validate(shape)]
    return sum(result.constraint.endswith(f"#{name}>") for result in results)
