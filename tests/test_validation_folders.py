"""Stage 6, ``osce-kg validate``: folders, and JSON-LD with the project's context by its address."""

import json
from pathlib import Path

import pytest

from tests.commands import run

CONTEXT = "https://w3id.org/osce-kg/ontology/context.jsonld"
PREFIXES = """@base <https://w3id.org/osce-kg/> .
@prefix : <http://example.org/> .
@prefix osce: <https://w3id.org/osce-kg/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PERSON = ':p a foaf:Person ; skos:prefLabel "Mira Vantor"@en .\n'
TENURE = """:t a osce:Tenure ; osce:ofPost :post ; org:member :p ; osce:validFrom "2001"^^xsd:gYear .
:post a osce:Post ; skos:prefLabel "Post"@en ; org:postIn <id/org/odihr> .
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in which a tenure refers to a person of another file."""
    folder = tmp_path / "data"
    (folder / "people").mkdir(parents=True)
    (folder / ".cache").mkdir()
    (folder / ".cache" / "broken.ttl").write_text("not turtle")
    (folder / "people" / "p.ttl").write_text(PREFIXES + PERSON)
    (folder / "tenures.ttl").write_text(PREFIXES + TENURE)
    (folder / "notes.txt").write_text("no data")
    return folder


def test_a_folder_is_the_rdf_files_below_it(data: Path) -> None:
    whole = run("validate", data)
    assert "Tenure-member" not in whole.stdout
    assert (whole.returncode, whole.stderr) == (0, "")
    (data / "people" / "p.ttl").unlink()
    assert "osh:Tenure" in run("validate", data).stdout


def test_a_file_refers_to_others_of_a_folder_that_is_its_context(data: Path) -> None:
    """As the hook for pre-commit calls it: with the files that are committed."""
    alone = run("validate", data / "tenures.ttl")
    assert alone.returncode == 1
    beside = run("validate", "--context", data, data / "tenures.ttl")
    assert beside.returncode == 0, beside.stdout


def test_a_folder_without_data_says_so_in_one_line(tmp_path: Path) -> None:
    ended = run("validate", tmp_path)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert "is not a release" in ended.stderr
    assert ".ttl" in ended.stderr


def test_a_folder_of_tables_is_its_tables(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,label\n")
    assert "people.csv" in run("validate", tmp_path).stdout + run("validate", tmp_path).stderr


@pytest.mark.parametrize("context", [CONTEXT, [CONTEXT], [{"ex": "http://example.org/"}, CONTEXT]])
def test_the_projects_context_is_known_without_a_network(context: object, tmp_path: Path) -> None:
    file = tmp_path / "x.jsonld"
    person = {"@id": "http://example.org/p", "@type": "foaf:Person", "issuedBy": "body:odihr"}
    file.write_text(json.dumps({"@context": context, **person}))
    ended = run("validate", file)
    assert "nothing describes" not in ended.stdout
    assert "osh:" in ended.stdout
    assert ended.stderr == ""
    other = tmp_path / "y.jsonld"
    other.write_text(json.dumps({"@context": "https://example.org/context.jsonld", **person}))
    refused = run("validate", other)
    assert refused.returncode == 2
    assert "write the context into the file" in refused.stderr


def test_the_address_of_the_context_elsewhere_in_a_file_is_a_value(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonld"
    seen = {"@id": CONTEXT}
    file.write_text(json.dumps({"@id": "http://example.org/p", "http://www.w3.org/2000/01/rdf-schema#seeAlso": seen}))
    assert run("validate", file).returncode == 0
