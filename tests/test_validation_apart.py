"""Stage 6: a small file is validated without the register where that cannot matter, and with it everywhere else."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.cli import planning
from kg.cli.inputs import source_of
from kg.namespaces import DEFAULT_BASE
from kg.validation.apart import _read
from kg.validation.report import Result
from kg.validation.validating import project_shapes

PREFIXES = f"""@prefix osce: <{DEFAULT_BASE}ontology#> .
@prefix state: <{DEFAULT_BASE}id/state/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
"""
#: What → data to which the register cannot matter.
ALONE = {
    "nothing of ours": "ex:a ex:b 1 .",
    "a lone document": 'ex:d a osce:PressRelease ; osce:issuedOn "2014-06-04"^^xsd:date .',
    "a lone concept below itself": "ex:c a skos:Concept ; skos:broader ex:c .",
    "a step back from a new node": "ex:e a osce:Contact ; osce:hasInvolvement ex:i . ex:i a osce:Involvement .",
    "the class of a value": "ex:d a osce:PressRelease ; osce:adoptedBy ex:b . ex:b a osce:PressRelease .",
}
#: What → data to which it may matter.
BESIDE = {
    "a query that leads back from a text": 'ex:s a osce:State ; osce:isoAlpha2 "AT" .',
    "a query that leads back from a thing": "ex:t a osce:Tenure ; osce:ofPost ex:p .",
    "a query about a value": 'ex:v osce:isoAlpha2 "AT" .',
    "a thing of the register": "ex:d a osce:PressRelease ; osce:adoptedBy state:austria .",
    "more of a thing of the register": 'state:austria osce:isoAlpha2 "AU" .',
    "a slip": "ex:d a osce:Document ; osce:mentions state:austri .",
}


def _asked(data: str, folder: Path) -> planning.Asked:
    file = folder / "data.ttl"
    file.write_text(PREFIXES + data, encoding="utf-8")
    return planning.Asked((str(file),), (), (), "fast", None, None, DEFAULT_BASE)


def _results(asked: planning.Asked, scratch: Path) -> list[Result]:
    report, broken = planning.validated(asked, project_shapes(), scratch, 1)
    assert not broken
    return sorted(replace(result, witness="") for result in report.results)


@pytest.mark.parametrize("case", ALONE)
def test_the_report_is_that_beside_the_register(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _asked(ALONE[case], tmp_path)
    assert _apart(asked)
    found = _results(asked, tmp_path)
    monkeypatch.setattr(planning, "_apart", lambda *_: None)
    assert found == _results(asked, tmp_path)
    assert found or case == "nothing of ours"


@pytest.mark.parametrize("case", BESIDE)
def test_the_register_is_there_where_it_may_matter(case: str, tmp_path: Path) -> None:
    assert not _apart(_asked(BESIDE[case], tmp_path))


def _apart(asked: planning.Asked) -> bool:
    return planning._apart(asked, [source_of(file) for file in asked.files], project_shapes()) is not None


#: Query → what its results rest on.
QUERIES = {
    "SELECT $this { $this ex:p/ex:q ?x ; ex:r ?y FILTER(?x < ?y) . BIND(STR(?y) AS ?z) }": ("node",),
    "SELECT $this { $this ex:p ?x . ?x ex:q ?y }": ("predicates",),
    "SELECT $this { $this ex:p ?x FILTER NOT EXISTS { ?any ex:q ?x } }": ("predicates",),
    "SELECT $this { $this ^ex:p ?x }": ("predicates",),
    "SELECT $this ?value { $this ex:p ?x . ?value ex:q ?x }": ("predicates", "urn:q"),
    "SELECT * { $this ex:p ?x . ?y ex:q|<urn:r> ?value }": ("predicates", "urn:q", "urn:r"),
    "SELECT $this ?value { $this ex:p ?x . ?y ex:q* ?value }": ("any",),
    "SELECT $this ?value { $this ex:p ?x . ?y ex:q ?x, ?value }": ("any",),
    "SELECT $this ?value { ?x ex:p $this . BIND(?x AS ?value) }": ("any",),
    "SELECT $this ?value { ?x ex:p $this . ?y ?p ?value }": ("any",),
    "SELECT $this ?value { ?x ex:p $this . ?y no:p ?value }": ("any",),
    "SELECT $this ?value { ?x ex:p $this . ?y ex:q (?value) }": ("any",),
}


@pytest.mark.parametrize("query", QUERIES)
def test_what_the_results_of_a_query_rest_on(query: str) -> None:
    assert _read(f"PREFIX ex: <urn:>\n{query}") == QUERIES[query]
