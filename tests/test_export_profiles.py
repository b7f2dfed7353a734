"""``osce-kg export``: a view in another vocabulary is what that vocabulary's shapes accept; JSON-LD loses nothing."""

import gzip
from pathlib import Path

import pyoxigraph as ox

from tests.commands import run
from tests.conftest import DATA

CPOV = DATA / "profiles" / "cpov.ttl"
FAULTY = (
    "<urn:x:body> a <http://data.europa.eu/m8g/PublicOrganisation> ; <http://www.w3.org/ns/org#changedBy> <urn:x:y> ."
)


def test_bodies_in_the_core_public_organisation_vocabulary_conform_to_it(sample_release: Path, tmp_path: Path) -> None:
    view = tmp_path / "cpov.ttl"
    assert run("export", sample_release, "-f", "turtle", "-o", view, "--profile", "cpov").returncode == 0
    checked = run("validate", view, "--shapes", CPOV)
    assert (checked.returncode, checked.stdout) == (0, "conforms: 0 violations, 0 warnings, 0 notes\n")
    text = view.read_text(encoding="utf-8")
    assert "osce-kg/ontology#" not in text
    for said in ("foaf:homepage", "dcterms:spatial", "org:resultedFrom", "org:changedBy", "cv:hasFormalFramework"):
        assert text.count(said) > 10, said
    assert min(text.count("xhtml/vocab#next>"), text.count("xhtml/vocab#prev>")) > 10


def test_the_shapes_of_that_vocabulary_refuse_what_does_not_conform(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.ttl"
    faulty.write_text(FAULTY)
    checked = run("validate", faulty, "--shapes", CPOV)
    assert checked.returncode == 1
    assert "2 violations" in checked.stdout


def test_a_release_in_json_ld_is_read_back_whole(sample_release: Path, tmp_path: Path) -> None:
    written = tmp_path / "release.jsonld"
    assert run("export", sample_release, "-f", "jsonld", "-o", written).returncode == 0
    read = {str(quad) for quad in ox.parse(written.read_bytes(), format=ox.RdfFormat.JSON_LD)}
    dump = gzip.decompress((sample_release / "osce-kg.nq.gz").read_bytes())
    assert read == {str(quad) for quad in ox.parse(dump, format=ox.RdfFormat.N_QUADS)}
    assert len(read) > 30_000
