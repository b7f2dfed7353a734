"""Stage 4: persons, roles, words and contacts are stated with the span that tells each."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.documents import parse
from kg.facts import extract
from kg.graph import assemble
from kg.iris import Iris
from kg.model import Document, Page
from kg.reference.gazetteer import Gazetteer
from kg.release import open_release
from kg.sources import read

IRIS = Iris()
PAGE = """\
Press release
Chairperson-in-Office speaks with foreign ministers
- Source:
- OSCE Chairpersonship
- Date:
- 3 June 2021
STOCKHOLM, 3 June 2021 – OSCE Chairperson-in-Office, Swedish Minister for Foreign Affairs Maj Sundvall met today with \
Aibek Sample, Minister of Foreign Affairs of Kyrgyzstan. Sundvall called on Tajikistan to keep to the agreement.
“Every family on the border deserves a quiet night,” Sundvall said.
"""
RECORDS = """SELECT (COUNT(DISTINCT ?m) AS ?n) (SUM(IF(SUBSTR(?text, ?b + 1, ?e - ?b) = ?w, 0, 1)) AS ?wrong) {
  ?m a osce:Mention ; osce:foundIn/osce:plainText ?text ; nif:beginIndex ?b ; nif:endIndex ?e ; osce:asWritten ?w }"""
PREFIXES = {
    "osce": "https://w3id.org/osce-kg/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "act": "https://w3id.org/osce-kg/scheme/speech-act-type/",
    "event": "https://w3id.org/osce-kg/scheme/event-type/",
    "state": "https://w3id.org/osce-kg/id/state/",
    "post": "https://w3id.org/osce-kg/id/post/",
}


def _stored(text: str, gazetteer: Gazetteer, folder: Path) -> ox.Store:
    (folder / "page.txt").write_text(text, encoding="utf-8")
    (page,) = read(folder / "page.txt", url="https://osce.example/node/900001")
    assert isinstance(page, Page)
    document = parse(page)
    assert isinstance(document, Document)
    store = ox.Store()
    lines = assemble(document, extract(document, gazetteer), gazetteer, IRIS)
    store.load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def _ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    empty = not any(True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=empty)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple("" if value is None else value.value for value in row) for row in found)


@pytest.fixture(scope="module")
def store(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return _stored(PAGE, gazetteer, tmp_path_factory.mktemp("page"))


def test_a_role_is_a_tenure_and_the_registers_own_where_it_has_one(store: ox.Store) -> None:
    query = """SELECT ?who ?tenure ?day { ?tenure osce:evidencedBy ?mention
      OPTIONAL { ?tenure org:member ?who ; osce:lastAttested ?day } }"""
    tenures = {row for row in _ask(store, query) if "/tenure/" in row[1]}
    assert ("", IRIS.thing("tenure", "chair-2021-1"), "") in tenures
    assert {day for who, _, day in tenures if who == IRIS.person("Aibek Sample")} == {"2021-06-03"}


def test_a_speech_act_has_speaker_capacity_addressee_day_and_evidence(store: ox.Store) -> None:
    query = """SELECT ?speaker ?addressee ?day ?words { ?act a osce:SpeechAct ; osce:speechActType act:calls-on ;
      osce:speaker ?speaker ; osce:addressee ?addressee ; osce:onDate|osce:reportedOn ?day ; osce:actingAs ?capacity ;
      osce:evidencedBy/osce:asWritten ?words }"""
    ((speaker, addressee, day, words),) = _ask(store, query)
    assert (speaker, addressee, day) == (IRIS.person("Maj Sundvall"), IRIS.state("tajikistan"), "2021-06-03")
    assert words == "called on Tajikistan to keep to the agreement"


def test_a_span_denotes_a_thing_or_bears_out_a_fact_and_never_both(store: ox.Store) -> None:
    passages = {row[0] for row in _ask(store, "SELECT ?m { ?m a osce:Passage }")}
    denoting = {row[0] for row in _ask(store, "SELECT ?m { ?m a osce:Mention ; osce:refersTo ?thing }")}
    borne_out = {row[0] for row in _ask(store, "SELECT ?m { ?fact osce:evidencedBy ?m }")}
    assert passages == borne_out
    assert denoting
    assert not passages & denoting
    assert passages | denoting == {row[0] for row in _ask(store, "SELECT ?m { ?m a osce:Mention }")}


def test_a_quotation_is_stated_with_its_speaker(store: ox.Store) -> None:
    query = "SELECT ?speaker ?words { ?act osce:quotedText ?words ; osce:speaker ?speaker }"
    assert _ask(store, query) == [(IRIS.person("Maj Sundvall"), "Every family on the border deserves a quiet night")]


def test_a_contact_has_its_parties_and_whom_they_act_for(store: ox.Store) -> None:
    query = """SELECT ?agent ?state { ?contact a osce:Contact ; osce:eventType event:meeting ;
      osce:onDate|osce:reportedOn ?day ;
      osce:hasInvolvement ?part . ?part osce:involvedAgent ?agent OPTIONAL { ?part osce:onBehalfOf ?state } }"""
    agents = {agent for agent, _ in _ask(store, query)}
    assert agents == {IRIS.person("Maj Sundvall"), IRIS.person("Aibek Sample")}


def test_a_name_that_the_register_does_not_bear_out_is_noted(gazetteer: Gazetteer, tmp_path: Path) -> None:
    wrong = PAGE.replace("Maj Sundvall", "Erik Wrong").replace("Sundvall", "Wrong")
    notes = _ask(_stored(wrong, gazetteer, tmp_path), "SELECT ?note { ?s skos:editorialNote ?note }")
    assert any("the register has Maj Sundvall" in note for (note,) in notes)


def test_every_mention_of_a_release_quotes_its_text(sample_release: Path) -> None:
    ((number, wrong),) = _ask(open_release(sample_release), RECORDS)
    assert wrong == "0"
    assert int(number) > 400


def test_every_record_of_a_release_has_evidence(sample_release: Path) -> None:
    query = """SELECT ?record { GRAPH ?graph { VALUES ?kind { osce:SpeechAct osce:Contact osce:Involvement osce:Tenure }
      ?record a ?kind FILTER(CONTAINS(STR(?graph), "/graph/doc/"))
      FILTER NOT EXISTS { ?record osce:evidencedBy ?m } } }"""
    assert _ask(open_release(sample_release), query) == []
