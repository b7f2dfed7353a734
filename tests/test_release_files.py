"""What a release says of its files: licences, counts, dates, the catalogue record; and what it gives to anybody."""

import gzip
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.namespaces import DCTERMS, DEFAULT_BASE
from kg.pipeline import Plan, build
from kg.release import Manifest, open_release, read_manifest
from kg.release.writing import version_of
from kg.validation.dataset import DataGraph
from kg.validation.validating import shapes_of, validate
from tests.commands import run
from tests.conftest import ROOT, made_once

LICENCE = f"<{DCTERMS}license>"
CC_BY = "<https://creativecommons.org/licenses/by/4.0/>"


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of one made-up page, built once a run; never written to."""

    def make(out: Path) -> None:
        page = out.with_suffix(".txt")
        page.write_text("A made-up title\n\nVIENNA, 3 March 2021 - Nothing of this happened in Vienna.\n")
        build(Plan(sources=(page,), out=out))

    return made_once(tmp_path_factory, "release-of-one-page", make)


def _lines(path: Path) -> list[str]:
    return gzip.decompress(path.read_bytes()).decode().splitlines()


def _triples(path: Path) -> set[ox.Triple]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)}


def _values(release: Path, name: str, subject: str, predicate: str) -> set[str]:
    found = _triples(release / name)
    return {
        str(each.object)
        for each in found
        if str(each.subject).endswith(f"{subject}>") and str(each.predicate) == predicate
    }


def test_the_facts_hold_everything_but_texts_and_what_is_under_the_odbl(release: Path) -> None:
    whole, facts = set(_lines(release / "osce-kg.nq.gz")), set(_lines(release / "osce-kg-facts.nq.gz"))
    assert facts < whole
    left = {line.split(" ", 2)[1].rpartition("#")[2].rstrip(">") for line in whole - facts}
    assert left == {"plainText", "demonym", "altLabel"}
    assert not any("plainText" in line or "#demonym" in line for line in facts)
    assert "Nothing of this happened" not in "".join(facts)
    assert {str(each) for each in _triples(release / "osce-kg-facts.ttl.gz")} == {
        str(quad.triple) for quad in ox.parse("\n".join(facts).encode(), format=ox.RdfFormat.N_QUADS)
    }


def test_each_file_has_its_own_licence_and_the_release_has_the_text_of_them(release: Path) -> None:
    assert (release / "LICENSE-DATA").read_text() == (ROOT / "LICENSE-DATA").read_text()
    own = f"<{DEFAULT_BASE}dump/LICENSE-DATA>"
    for name in ("osce-kg.nq.gz", "osce-kg.ttl.gz"):
        assert _values(release, "dcat.ttl", f"distribution/{name}", LICENCE) == {own}
    for name in ("osce-kg-facts.nq.gz", "osce-kg-facts.ttl.gz"):
        assert _values(release, "dcat.ttl", f"distribution/{name}", LICENCE) == {CC_BY}
    assert _values(release, "void.ttl", "dataset/osce-kg", LICENCE) == {own}


def test_the_numbers_of_triples_are_those_of_the_files_and_of_the_store(release: Path) -> None:
    manifest = read_manifest(release)
    store = open_release(release)
    assert manifest.asserted == len(_lines(release / "osce-kg.nq.gz"))
    assert manifest.triples == len(_triples(release / "osce-kg.ttl.gz"))
    assert manifest.inferred == len(_lines(release / "inferred.nt.gz"))
    assert manifest.served == len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph())))
    (number,) = _values(release, "void.ttl", "dataset/osce-kg", "<http://rdfs.org/ns/void#triples>")
    assert f'"{manifest.triples}"' in number
    exported = run("export", release, "-f", "nt", "-o", "-", "--graph", "all").stdout.splitlines()
    assert len(exported) == manifest.served


@pytest.mark.usefixtures("small_register")
def test_a_release_is_dated_by_its_data_and_its_version_has_an_order(release: Path, tmp_path: Path) -> None:
    manifest = read_manifest(release)
    day, number, digest = manifest.version.split(".")
    assert number == "001"
    for predicate in ("issued", "modified"):
        (value,) = _values(release, "dcat.ttl", "dataset/osce-kg", f"<{DCTERMS}{predicate}>")
        assert value.startswith(f'"{day}"')
    later = tmp_path / "later.jsonl"
    later.write_text(
        json.dumps({"url": "https://osce.example/9", "text": "A title\n\nWords.", "captured": "2031-01-02T00:00:00Z"})
    )
    newer = build(Plan(sources=(later,), out=tmp_path / "later", since=release))
    assert isinstance(newer, Manifest)
    assert len(digest) == 12
    assert newer.previous == manifest.version
    assert newer.version > manifest.version
    again = build(Plan(sources=(later,), out=tmp_path / "again", since=tmp_path / "later"))
    assert isinstance(again, Manifest)
    assert again.version > newer.version
    assert [each.version.split(".")[1] for each in (manifest, newer, again)] == ["001", "002", "003"]
    (told,) = _values(tmp_path / "again", "dcat.ttl", "dataset/osce-kg", "<http://www.w3.org/ns/dcat#version>")
    assert told == f'"{again.version}"'


@pytest.mark.parametrize(
    ("before", "day", "version"),
    [
        ("", "2026-11-26", "2026-11-26.001.0b3299b7456b"),
        ("2026-11-25.007.ffffffffffff", "2026-11-26", "2026-11-26.001.0b3299b7456b"),
        ("2026-11-26.009.ffffffffffff", "2026-11-26", "2026-11-26.010.0b3299b7456b"),
        ("2026-11-26.123456789012", "2026-11-26", "2026-11-26.002.0b3299b7456b"),
        ("2026-12-01.001.ffffffffffff", "2026-11-26", "2026-12-01.002.0b3299b7456b"),
    ],
)
def test_versions_that_follow_one_another_are_in_order(before: str, day: str, version: str) -> None:
    assert version_of(day, before, "0b3299b7456b" + "0" * 52) == version
    assert version > before or before.count(".") == 1


def test_the_inputs_are_in_a_file_of_their_own(release: Path) -> None:
    name = read_manifest(release).inputs[0].name
    assert name in (release / "prov.ttl").read_text()
    assert name not in (release / "dcat.ttl").read_text()
    known = open_release(release).query(f'ASK {{ GRAPH ?g {{ ?s <{DCTERMS}title> "{name}" }} }}')
    assert not known


#: What DCAT-AP 3.0.1 asks of a catalogue record, in the project's own words.
DCAT_AP = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix ex: <http://example.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:Catalog sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ] ,
    [ sh:path dcterms:description ; sh:minCount 1 ] ,
    [ sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcterms:license ; sh:maxCount 1 ; sh:class dcterms:LicenseDocument ] ,
    [ sh:path foaf:homepage ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Document ] ,
    [ sh:path dcat:themeTaxonomy ; sh:minCount 1 ; sh:class skos:ConceptScheme ] ,
    [ sh:path dcat:service ; sh:minCount 1 ; sh:class dcat:DataService ] ,
    [ sh:path dcterms:language ; sh:minCount 1 ; sh:class dcterms:LinguisticSystem ] .
ex:Dataset sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcat:theme ; sh:minCount 1 ; sh:class skos:Concept ] ,
    [ sh:path dcat:contactPoint ; sh:minCount 1 ; sh:class vcard:Kind ] ,
    [ sh:path dcat:keyword ; sh:minCount 1 ] ,
    [ sh:path dcterms:spatial ; sh:minCount 1 ; sh:class dcterms:Location ] ,
    [ sh:path dcterms:temporal ; sh:minCount 1 ; sh:class dcterms:PeriodOfTime ] ,
    [ sh:path dcterms:issued ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dcterms:modified ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dcat:version ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dcat:distribution ; sh:minCount 5 ] ,
    [ sh:path prov:wasGeneratedBy ; sh:class prov:Activity ] ,
    [ sh:path dcterms:conformsTo ; sh:class dcterms:Standard ] .
ex:Distribution sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcterms:description ; sh:minCount 1 ] ,
    [ sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dcterms:LicenseDocument ] ,
    [ sh:path dcterms:rights ; sh:minCount 1 ; sh:class dcterms:RightsStatement ] ,
    [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dcterms:MediaType ] ,
    [ sh:path dcat:compressFormat ; sh:maxCount 1 ; sh:class dcterms:MediaType ] ,
    [ sh:path dcterms:format ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dcterms:MediaTypeOrExtent ] ,
    [ sh:path <http://data.europa.eu/r5r/availability> ; sh:minCount 1 ; sh:maxCount 1 ; sh:class skos:Concept ] ,
    [ sh:path spdx:checksum ; sh:minCount 1 ; sh:maxCount 1 ; sh:class spdx:Checksum ] .
"""


def test_the_catalogue_record_is_what_dcat_ap_asks_for(release: Path, tmp_path: Path) -> None:
    shapes = tmp_path / "dcat-ap.ttl"
    shapes.write_text(DCAT_AP)
    data = DataGraph()
    data.load(ox.parse((release / "dcat.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))
    found = validate(data, shapes_of([shapes])).results
    assert [(each.focus, each.path) for each in found] == []
