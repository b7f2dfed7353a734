"""The ontology: consistent by two reasoners of different make, in its profile, and its traps stay shut."""

import importlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCTERMS, RDF, XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg.assets import folder
from kg.closure import close
from kg.hygiene.consistency import contradictions, logical, tableau
from kg.hygiene.project import Project
from kg.hygiene.vocabularies import is_known
from kg.iris import Iris
from kg.reference import tabulate
from kg.release.dumps import read_compressed
from kg.serialization.terms import split_line
from tests.conftest import ROOT
from tests.series import in_long_series, some

TRAPS = sorted((ROOT / "tests" / "traps").glob("*.ttl"))
#: Whether owlrl finds a contradiction, and pyhermit's verdict; where both let a trap pass, a shape stops it.
EXPECTED = {
    "t01-evidence-derives-a-change": (True, "inconsistent"),
    "t02-unit-of-the-osce": (False, "consistent"),
    "t03-exact-match-of-an-organization": (True, "inconsistent"),
    "t04-chain-into-a-functional-property": (False, "outside OWL 2 DL"),
    "t05-date-as-range": (False, "outside OWL 2 DL"),
    "t06-two-organizations-of-a-tenure": (True, "inconsistent"),
    "t06b-two-institutions-of-a-tenure": (False, "consistent"),
    "t07-same-as-a-concept": (True, "inconsistent"),
    "t09-state-and-place": (True, "inconsistent"),
    "t10-place-as-participant": (True, "inconsistent"),
    "t11-tenure-part-of-itself": (True, "inconsistent"),
}


def vocabulary(*more: Path) -> Graph:
    graph = Project.installed().merged()
    for path in more:
        graph.parse(path)
    return logical(graph)


def test_the_ontology_and_its_alignments_are_consistent_by_rules() -> None:
    assert contradictions(vocabulary()) == ()


def test_the_ontology_and_its_alignments_are_consistent_by_tableau_and_in_owl_2_dl() -> None:
    assert tableau(vocabulary()) == "consistent"


def test_every_trap_is_expected() -> None:
    assert [path.stem for path in TRAPS] == sorted(EXPECTED)
    assert len(TRAPS) == 11


@pytest.mark.parametrize("trap", some(TRAPS, 4), ids=lambda path: path.stem)
def test_a_trap_is_caught_by_rules_as_expected(trap: Path) -> None:
    assert bool(contradictions(vocabulary(trap))) is EXPECTED[trap.stem][0]


@pytest.mark.parametrize("trap", TRAPS, ids=lambda path: path.stem)
def test_a_trap_is_caught_by_tableau_as_expected(trap: Path) -> None:
    assert tableau(vocabulary(trap)).startswith(EXPECTED[trap.stem][1])


def test_either_reasoner_alone_lets_traps_pass_that_the_other_sees_or_refuses() -> None:
    only_tableau = [name for name, (rules, verdict) in EXPECTED.items() if not rules and verdict != "consistent"]
    assert only_tableau == ["t04-chain-into-a-functional-property", "t05-date-as-range"]


def test_no_class_is_empty_by_tableau() -> None:
    core, hermit = importlib.import_module("pyowl_core"), importlib.import_module("pyhermit")
    data = vocabulary().serialize(format="xml").encode()
    with hermit.Reasoner(core.load_snapshot(data, options=core.LoadOptions(imports=core.ImportPolicy.IGNORE))) as mind:
        assert [str(item) for item in mind.unsatisfiable_classes() if "owl#Nothing" not in str(item)] == []


#: XSD types outside the OWL 2 datatype map; a tableau reasoner gets their values as strings.
OUTSIDE = {XSD.date, XSD.gYear, XSD.gYearMonth}


def with_data(lines: Iterable[str], dates: bool) -> Graph:
    """The ontology with concepts and N-Quads lines, their dates kept or turned into strings."""
    graph = vocabulary(*(file.path for file in Project.installed().concepts))
    triples = "".join(" ".join(split_line(line)[:3]) + " .\n" for line in lines)
    for subject, predicate, value in Graph().parse(data=triples, format="nt"):
        outside = isinstance(value, Literal) and value.datatype in OUTSIDE and not dates
        graph.add((subject, predicate, Literal(str(value)) if outside else value))
    return graph


def test_the_register_is_consistent_by_the_rules_of_the_project() -> None:
    assert close(list(tabulate())).contradictions == ()


@in_long_series
def test_the_register_is_consistent_by_rules() -> None:
    assert contradictions(with_data(list(tabulate()), dates=True)) == ()


@cache
def some_of_the_register() -> tuple[str, ...]:
    """A few things of each class, with all that the register says of them."""
    lines = list(tabulate())
    named: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        subject, predicate, value, _ = split_line(line)
        if predicate == f"<{RDF.type}>":
            named[value].append(subject)
    kept = {subject for subjects in named.values() for subject in sorted(set(subjects))[:: max(1, len(subjects) // 8)]}
    assert len(named) > 20
    return tuple(line for line in lines if line.split(" ", 1)[0] in kept)


def test_some_things_of_each_class_of_the_register_are_consistent_by_tableau() -> None:
    assert tableau(with_data(some_of_the_register(), dates=False)) == "consistent"


@in_long_series
def test_the_register_is_consistent_by_tableau() -> None:
    assert tableau(with_data(list(tabulate()), dates=False)) == "consistent"


@in_long_series
def test_the_register_and_the_documents_of_a_release_are_consistent_by_tableau(sample_release: Path) -> None:
    lines = list(read_compressed(sample_release / "osce-kg.nq.gz"))
    assert len(lines) > 15000
    assert tableau(with_data(lines, dates=False)) == "consistent"


def test_one_state_that_is_also_a_place_makes_them_inconsistent() -> None:
    iris = Iris()
    state = next(line.split()[0] for line in some_of_the_register() if f"> <{iris.term('State')}> <" in line)
    fault = f"{state} <{RDF.type}> <{iris.term('Place')}> <{iris.graph('register')}> .\n"
    assert tableau(with_data([*some_of_the_register(), fault], dates=False)) == "inconsistent"


def vocabulary_terms(lines: list[str]) -> set[str]:
    """List the predicates and classes of N-Quads lines."""
    predicates = {line.split(" ", 2)[1] for line in lines}
    classes = {line.split(" ", 3)[2] for line in lines if f"<{RDF.type}>" in line}
    return {term.strip("<>") for term in predicates | classes}


def test_every_predicate_and_class_of_the_register_and_of_a_release_is_minted_or_known(sample_release: Path) -> None:
    used = vocabulary_terms([*tabulate(), *read_compressed(sample_release / "osce-kg.nq.gz")])
    minted = Project.installed().minted | Project.installed().curated
    assert len(used & minted) > 90
    assert sorted(term for term in used - minted if not is_known(term)) == []


def test_every_concept_that_the_register_or_a_release_links_to_exists(sample_release: Path) -> None:
    lines = [*tabulate(), *read_compressed(sample_release / "osce-kg.nq.gz")]
    linked = {match for line in lines for match in re.findall(r"<([^>]*/scheme/[^>]*)>", line)}
    assert len(linked) > 50
    assert linked - Project.installed().notions == set()


def context() -> dict[str, object]:
    loaded: dict[str, object] = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))
    return loaded


def test_a_document_graph_survives_json_ld_with_the_context(
    sample_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    lines = [line for line in read_compressed(sample_release / "osce-kg.nq.gz") if "/graph/doc/" in line]
    name = lines[0].rsplit(" ", 2)[1]
    triples = "".join(line.replace(f" {name} .", " .") for line in lines if line.endswith(f"{name} .\n"))
    graph = Graph().parse(data=triples, format="nt")
    written = graph.serialize(format="json-ld", context=context()["@context"], auto_compact=True)
    assert len(graph) > 30
    assert '"issuedBy": "https' in written or '"issuedBy": "body:' in written
    assert isomorphic(Graph().parse(data=written, format="json-ld"), graph)
    read = ox.parse(written, format=ox.RdfFormat.JSON_LD)
    assert {f"{quad.triple} .\n" for quad in read} == set(triples.splitlines(keepends=True))


def test_the_context_reads_plain_keys_as_the_ontology_means_them() -> None:
    page = {
        **context(),
        "@id": "doc:1",
        "type": "PressRelease",
        "title": {"@value": "A title", "@language": "en"},
        "mentions": "state:serbia",
        "hasLanguageVersion": {"@id": "doc:1/en", "languageTag": "en"},
    }
    data = json.dumps(page)
    base, term = "https://w3id.org/osce-kg/id/", "https://w3id.org/osce-kg/ontology#"
    wanted = {
        (URIRef(f"{base}doc/1"), RDF.type, URIRef(f"{term}PressRelease")),
        (URIRef(f"{base}doc/1"), DCTERMS.title, Literal("A title", lang="en")),
        (URIRef(f"{base}doc/1"), URIRef(f"{term}mentions"), URIRef(f"{base}state/serbia")),
        (URIRef(f"{base}doc/1"), URIRef(f"{term}hasLanguageVersion"), URIRef(f"{base}doc/1/en")),
        (URIRef(f"{base}doc/1/en"), URIRef(f"{term}languageTag"), Literal("en", datatype=XSD.language)),
    }
    assert set(Graph().parse(data=data, format="json-ld")) == wanted
    assert len(set(ox.parse(data, format=ox.RdfFormat.JSON_LD))) == len(wanted)
