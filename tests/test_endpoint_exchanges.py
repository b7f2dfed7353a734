"""How often a page asks the query processes, and that what it asks together is what it would ask one by one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from endpoint.config import EndpointConfig
from endpoint.engine.generation import Generation
from endpoint.engine.service import Service
from endpoint.face import questions
from endpoint.face.answers import rows
from endpoint.face.app import create_app
from endpoint.face.lists.shelf import catalogue
from endpoint.face.things.portraits import shared
from endpoint.finding.chronicle import ROLES
from endpoint.problems import Problem
from kg.namespaces import DEFAULT_BASE, prefixes
from tests.endpoint_server import make_release

NAMED = """<https://w3id.org/osce-kg/id/state/malta> <http://www.w3.org/2004/02/skos/core#prefLabel> "{0}"@en <x:g> .
<https://w3id.org/osce-kg/id/state/malta> <http://www.w3.org/2004/02/skos/core#prefLabel> "{0} (de)"@de <x:g> .
<https://w3id.org/osce-kg/id/state/malta> <http://xmlns.com/foaf/0.1/name> "Other"@en <x:g> .
<https://w3id.org/osce-kg/id/state/chad> <http://purl.org/dc/terms/title> "Tschad"@de <x:g> .
"""
MALTA, CHAD = "https://w3id.org/osce-kg/id/state/malta", "https://w3id.org/osce-kg/id/state/chad"


@pytest.fixture(scope="module")
def app(sample_release: Path) -> Iterator[Flask]:
    config = EndpointConfig(release=sample_release, rate=0)
    service = Service(config)
    yield create_app(config, service)
    service.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def exchanges(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many questions each exchange had, exchanges of any kind counted."""
    counted: list[int] = []
    execute = Generation.execute

    def counting(self: Generation, request: dict[str, object], *arguments: object) -> object:
        texts = request.get("texts")
        counted.append(len(texts) if isinstance(texts, list) else 1)
        return execute(self, request, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Generation, "execute", counting)
    return counted


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 2),
        ("/page/state/kyrgyzstan", 4),
        ("/page/state/kyrgyzstan?on=2014-04-11", 4),
        ("/page/org/mission-to-moldova", 4),
        ("/page/org/permanent-council", 4),
        ("/page/post/secretary-general", 4),
        ("/page/person/ann-linde", 4),
        ("/page/meeting/mc-28", 4),
        ("/page/place/vienna", 4),
        ("/page/scheme/field-of-work/gender-equality", 4),
        ("/page/state/there-is-none", 1),
    ],
)
def test_a_page_takes_few_exchanges_and_none_again(
    client: FlaskClient, exchanges: list[int], address: str, most: int
) -> None:
    first = client.get(address)
    assert first.status_code == (404 if "none" in address else 200)
    assert 1 <= len(exchanges) <= most
    exchanges.clear()
    again = client.get(address)
    assert again.data == first.data
    if first.status_code == 200:
        assert exchanges == []
        assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_document_takes_few_exchanges(client: FlaskClient, exchanges: list[int]) -> None:
    listed = client.get("/browse/document.json").json
    assert listed
    for found in listed["results"][:5]:
        exchanges.clear()
        assert client.get(f"/page/{found['iri'].partition('/id/')[2]}").status_code == 200
        assert 1 <= len(exchanges) <= 5


def test_what_is_precomputed_is_what_the_queries_say(app: Flask, sample_release: Path) -> None:
    store = ox.Store.read_only(str(sample_release / "store"))
    with app.test_request_context("/"), app.extensions["osce_kg"].using() as generation:
        events = catalogue(generation, 60).events
        subjects = 0
        for role, kind in ROLES.items():
            query = f"""SELECT DISTINCT ?thing ?event ?day {{ ?event {role} ?thing ; a {kind}
              OPTIONAL {{ ?event osce:onDate|osce:reportedOn ?day }} }} ORDER BY DESC(STR(?day)) ?event"""
            expected: dict[str, dict[str, str]] = {}
            for row in store.query(query, prefixes=prefixes(DEFAULT_BASE)):  # type: ignore[union-attr]
                day = row["day"].value if row["day"] else ""
                expected.setdefault(row["thing"].value, {}).setdefault(row["event"].value, day)
            for thing, found in expected.items():
                assert events.newest(thing, role, 500) == list(found.items())
            subjects += len(expected)
        assert subjects > 5


def test_a_page_says_the_same_while_the_index_is_being_made(
    app: Flask, client: FlaskClient, sample_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ox.Store.read_only(str(sample_release / "store"))
    query = """SELECT ?state ?day { ?act a osce:SpeechAct ; osce:addressee ?state ; osce:onDate|osce:reportedOn ?day .
      ?state a osce:State } ORDER BY ?state ?day LIMIT 1"""
    row = next(iter(store.query(query, prefixes=prefixes(DEFAULT_BASE))))  # type: ignore[arg-type]
    address = f"/page/{row['state'].value.partition('/id/')[2]}"
    asked = [address, f"{address}?on={row['day'].value}", f"{address}?on=1990-01-01"]
    with_index = [client.get(each).text for each in asked]
    app.extensions["osce_kg"].cache.clear()
    monkeypatch.setattr(shared, "at_hand", lambda _generation: None)
    assert [client.get(each).text for each in asked] == with_index
    assert ["What was asked or said of it" in text for text in with_index] == [True, True, False]


def test_a_batch_to_reconcile_takes_few_exchanges(client: FlaskClient, exchanges: list[int]) -> None:
    texts = ["Malta", "Ann Linde", "Mission to Moldova", "Head of Mission to Moldova", "Kubis", "Vienna", "ODIHR"] * 7
    on = [{"pid": "on", "v": "2014-04-11"}, {"pid": "nationality", "v": "Sweden"}]
    queries = {f"q{n}": {"query": text, "properties": on} for n, text in enumerate(texts)}
    together = client.post("/reconcile", data={"queries": json.dumps(queries)}).json
    assert len(exchanges) <= 4
    assert sum(exchanges) <= 20
    assert together
    for n, text in enumerate(texts[:7]):
        alone = client.post("/reconcile", data={"queries": json.dumps({"a": queries[f"q{n}"]})}).json
        assert alone
        assert alone["a"] == together[f"q{n}"], text


def _served(folder: Path, name: str) -> Path:
    return make_release(folder, NAMED.format(name), version=f"{len(name):012}")


def test_names_are_those_of_the_release_that_is_served(tmp_path: Path) -> None:
    first, second, link = _served(tmp_path / "1", "Malta"), _served(tmp_path / "2", "Melita"), tmp_path / "current"
    link.symlink_to(first)
    config = EndpointConfig(release=link, rate=0)
    service = Service(config)
    app = create_app(config, service)

    def named(language: str) -> dict[str, str]:
        with app.test_request_context(f"/?lang={language}"), service.using() as generation:
            things = (MALTA, CHAD, "x:nothing")
            together = questions.gathered(generation, lambda: questions.names(generation, things))
            alone = questions.names(generation, things)
            assert together == alone
            return {iri: cell["value"] for iri, cell in together.items()}

    try:
        assert named("en") == {MALTA: "Malta", CHAD: "Tschad"}
        assert named("de") == {MALTA: "Malta (de)", CHAD: "Tschad"}
        link.unlink()
        link.symlink_to(second)
        assert service.look_again()
        assert named("en") == {MALTA: "Melita", CHAD: "Tschad"}
        assert named("de") == {MALTA: "Melita (de)", CHAD: "Tschad"}
    finally:
        service.close()


def test_questions_that_hang_together_are_asked_in_turn(app: Flask, exchanges: list[int]) -> None:
    service: Service = app.extensions["osce_kg"]
    with app.test_request_context("/"), service.using() as generation:

        def draw() -> tuple[str, str, int]:
            first = rows(generation, "SELECT ?x { VALUES ?x { 'a' } }")
            also = rows(generation, "SELECT ?x { VALUES ?x { 'b' } }")
            # What fails for want of an answer is no failure.
            second = rows(generation, f"SELECT ?x {{ VALUES ?x {{ '{first[0]['x']['value']}{len(also)}' }} }}")
            return first[0]["x"]["value"], second[0]["x"]["value"], len(also)

        assert questions.gathered(generation, draw) == ("a", "a1", 1)
        assert exchanges == [2, 1]
        assert "gathering" not in g


@pytest.mark.parametrize("query", ["SELECT ?x { ?x ", "SELECT ?x { ?x ?y ?z } LIMIT 'a'"])
def test_a_wrong_question_fails_as_it_would_alone(app: Flask, query: str) -> None:
    service: Service = app.extensions["osce_kg"]
    with app.test_request_context("/"), service.using() as generation:
        with pytest.raises(Problem) as alone:
            rows(generation, query)
        with pytest.raises(Problem) as together:
            questions.gathered(generation, lambda: [rows(generation, "SELECT ?x {}"), rows(generation, query)])
        assert (together.value.status, together.value.detail) == (alone.value.status, alone.value.detail)


def test_what_fails_with_all_answers_fails(app: Flask) -> None:
    service: Service = app.extensions["osce_kg"]
    with app.test_request_context("/"), service.using() as generation, pytest.raises(KeyError):
        questions.gathered(generation, lambda: rows(generation, "SELECT ?x { VALUES ?x { 1 } }")[0]["y"])
