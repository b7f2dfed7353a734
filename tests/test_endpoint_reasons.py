"""What stands behind a fact, over HTTP: the sentence and its reading, the sources of the register, the rule."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.endpoint_server import Served, serving

#: A page of each kind, and how many of its facts lead to what is behind them, at least.
KINDS = {
    "/page/state/kyrgyzstan": 5,
    "/page/org/mission-to-moldova": 8,
    "/page/org/odihr": 5,
    "/page/post/chairperson-in-office": 1,
    "/page/person/ann-linde": 2,
    "/page/meeting/mc-28": 3,
    "/page/place/vienna": 5,
    "/page/scheme/field-of-work/elections": 3,
    "/page/tenure/chair-2021-1": 8,
}
#: What one of is behind every fact: the register, a sentence, a document as a whole, or the grounds of a record's page.
GROUNDS = ("The register of this project", '<figure class="quote">', "as a whole says it", "Why it is on record")


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release, "--rate", "0") as endpoint:
        yield endpoint


def _first(served: Served, query: str) -> dict[str, str]:
    row = served.ask(query).json()["results"]["bindings"][0]
    return {name: cell["value"].partition("/id/")[2] or cell["value"] for name, cell in row.items()}


def _text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("path", KINDS)
def test_facts_of_each_kind_of_page_lead_to_what_is_behind_them(served: Served, path: str) -> None:
    page = served.get(path).text
    shown = page.partition("<details")[0]
    marks = [unescape(address) for address in re.findall(r'class="mark"[^>]* href="([^"]+)"', shown)]
    records = re.findall(r'class="why"[^>]* href="([^"]+)"|class="why" href="([^"]+)"', shown)
    assert len(marks) + len(records) >= KINDS[path]
    for address in marks[:3]:
        reasons = served.get(address)
        assert reasons.status_code == 200, address
        assert any(ground in reasons.text for ground in GROUNDS), address


def test_a_fact_of_a_document_has_its_sentence_with_pattern_and_confidence(served: Served) -> None:
    found = _first(
        served,
        """SELECT ?act ?doc ?words ?reader { ?act a osce:SpeechAct ; osce:statedIn ?doc ; osce:evidencedBy ?m .
        ?m osce:asWritten ?words ; osce:readBy ?reader ; osce:confidence ?sure FILTER(?sure < 1) } ORDER BY ?act""",
    )
    answer = served.get(f"/why/{found['act']}?p=osce:statedIn&o=id/{found['doc']}")
    assert answer.status_code == 200, (found, answer.text[:500])
    page = answer.text
    lit = unescape(re.findall(r"<blockquote>.*?<mark>(.*?)</mark>", page, re.DOTALL)[0])
    assert lit == found["words"]
    assert re.search(rf"read by the pattern “{re.escape(found['reader'])}”, \d\d% sure", unescape(page))
    address = re.findall(r'<figcaption><a href="([^"]+)"', page)[0]
    assert f'id="{address.partition("#")[2]}"' in served.get(address.partition("#")[0]).text


def test_a_proof_that_needs_more_memory_than_there_is_says_so(sample_release: Path) -> None:
    with serving(sample_release, "--rate", "0", "--memory", "300") as endpoint:
        answer = endpoint.get("/why/org/odihr?p=rdf:type&o=http://xmlns.com/foaf/0.1/Agent")
    assert answer.status_code == 507, answer.text[:500]
    assert "the proof needs more memory than one query may use" in answer.text


def test_a_fact_of_the_register_has_its_sources(served: Served) -> None:
    page = served.get("/why/tenure/chair-2021-1?p=org:member&o=id/person/ann-linde").text
    assert "Ann Linde" in page
    assert len(re.findall(r'<ul class="sources"><li lang="">.*?https?://', page, re.DOTALL)) == 1


def test_a_fact_along_a_path_has_each_of_its_statements(served: Served) -> None:
    page = served.get("/why/org/mission-to-moldova?p=osce:establishedBy/osce:onDate&o=1993-02-04").text
    said = [_text(fact) for fact in re.findall(r'<h2 class="fact">(.*?)</h2>', page)]
    assert len(said) == 2
    assert said[0].startswith("OSCE Mission to Moldova Established by")
    assert said[1].endswith("4 February 1993")
    backwards = served.get("/why/org/odihr?p=^osce:adoptedBy&o=id/doc/none")
    assert backwards.status_code == 404


def test_what_follows_has_its_rule_its_axiom_and_its_premises(served: Served) -> None:
    page = _text(served.get("/why/org/odihr?p=rdf:type&o=http://xmlns.com/foaf/0.1/Agent").text)
    assert "it follows by the rule cax-sco “Whatever is of the one class is of the other”" in page
    assert "institution Is a kind of foaf:Agent" in page
    assert re.search(r"It follows from: OSCE Office for [\w ]+ Kind institution The register of this project", page)


def test_a_record_read_from_a_document_quotes_it_on_its_own_page(served: Served) -> None:
    found = _first(served, "SELECT ?t ?words { ?t a osce:Tenure ; osce:evidencedBy/osce:asWritten ?words } ORDER BY ?t")
    page = served.get(f"/page/{found['t']}").text
    assert found["words"] in unescape(re.findall(r"<blockquote>.*?<mark>(.*?)</mark>", page, re.DOTALL)[0])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        pytest.param("org/odihr?p=osce:seat&o=id/place/vienna", 404, id="not a fact of the release"),
        pytest.param("org/nothing?p=osce:seat&o=id/place/vienna", 404, id="not a thing of the release"),
        pytest.param("org/%3E?p=osce:seat&o=x", 404, id="not an address of a thing"),
        pytest.param("org/odihr", 400, id="no fact"),
        pytest.param("org/odihr?p=osce:seat", 400, id="no value"),
        pytest.param("org/odihr?p=nothing:seat&o=x", 400, id="an unknown prefix"),
        pytest.param("org/odihr?p=osce:seat}&o=x", 400, id="not a path"),
        pytest.param("org/odihr?p=osce:seat&o=%22%7D", 404, id="quotation marks in a value"),
        pytest.param("org/odihr?p=osce:seat&o=id/place/warsaw&on=soon", 400, id="not a day"),
        pytest.param(f"org/odihr?p=osce:seat&o={'x' * 700}", 400, id="too long a value"),
    ],
)
def test_what_is_not_a_fact_is_refused(served: Served, asked: str, status: int) -> None:
    assert served.get(f"/why/{asked}").status_code == status


def test_the_reasons_keep_the_language_and_the_day(served: Served) -> None:
    page = served.get("/page/org/odihr?on=2014-04-11&lang=ru").text
    address = unescape(re.findall(r'class="mark"[^>]* href="([^"]+)"', page)[0])
    assert "on=2014-04-11" in address
    reasons = served.get(address).text
    assert "Откуда это" in reasons
    assert 'href="/page/org/odihr?on=2014-04-11&amp;lang=ru"' in reasons


@pytest.mark.parametrize(
    ("term", "drawn"),
    [
        ("FieldOperation", {"State": "host State", "OSCE structure": "is a kind of"}),
        ("hostState", {"Field operation": "has it", "State": "is what it leads to"}),
    ],
)
def test_a_term_has_a_page_with_its_neighbours_drawn_and_listed(
    served: Served, term: str, drawn: dict[str, str]
) -> None:
    page = served.get(f"/ontology/{term}").text
    boxes = dict(re.findall(r"<li><a [^>]*>([^<]+)</a>: ([^<]+)</li>", page))
    assert {name: boxes.get(name, "").lower() for name in drawn} == {name: how.lower() for name, how in drawn.items()}
    assert page.count("<rect") == page.count("<li>") + 1
    assert re.search(r'<dt>Example</dt><dd><a href="/page/', page)
    assert "/sparql?example=" in page
    assert f'href="/ontology/{term}"' in served.get("/ontology", headers={"Accept": "text/html"}).text
    assert served.get("/ontology/Nothing").status_code == 404
