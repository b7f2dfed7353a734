"""Reconciliation by name and day, feeds, the calendar of meetings, changes between releases, over HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest
import requests

from endpoint.face.following.comparing import compare
from tests.endpoint_server import Served, serving

ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


@pytest.fixture(scope="module")
def served(sample_release: Path) -> Iterator[Served]:
    with serving(sample_release, "--rate", "0", "--before", str(sample_release)) as endpoint:
        yield endpoint


def _ask(served: Served, **query: object) -> list[dict[str, object]]:
    sent = requests.post(f"{served.address}/reconcile", data={"queries": json.dumps({"q": query})}, timeout=30)
    assert sent.status_code == 200, sent.text
    found: list[dict[str, object]] = sent.json()["q"]["result"]
    return found


def _on(day: str) -> list[dict[str, str]]:
    return [{"pid": "on", "v": day}]


@pytest.mark.parametrize(
    ("query", "first", "sure"),
    [
        pytest.param({"query": "Linde, Ann", "type": "Person"}, "id/person/ann-linde", True, id="a name turned"),
        pytest.param({"query": "Мальта"}, "id/state/malta", False, id="another script; a place is called so too"),
        pytest.param({"query": "Мальта", "type": "State"}, "id/state/malta", True, id="with its type"),
        pytest.param(
            {"query": "Chairperson-in-Office", "type": "Person", "properties": _on("2014-04-11")},
            "id/person/didier-burkhalter",
            True,
            id="an office on a day",
        ),
        pytest.param(
            {
                "query": "Head of the OSCE Mission to Moldova",
                "type": "Person",
                "properties": _on("2013-04-11T00:00:00Z"),
            },
            "id/person/jennifer-brush",
            True,
            id="an office on a day with its time",
        ),
        pytest.param(
            {"query": "OSCE Centre in Bishkek", "properties": [{"pid": "hostState", "v": "Kyrgyzstan"}]},
            "id/org/centre-in-bishkek",
            True,
            id="a value",
        ),
    ],
)
def test_names_are_reconciled(served: Served, query: dict[str, object], first: str, sure: bool) -> None:
    found = _ask(served, **query)
    assert (found[0]["id"], found[0]["match"]) == (first, sure)
    assert found == sorted(found, key=lambda each: -float(str(each["score"])))


def test_another_day_is_another_answer(served: Served) -> None:
    then = _ask(served, query="Chairperson-in-Office", type="Person", properties=_on("2021-05-01"))
    assert then[0]["id"] == "id/person/ann-linde"
    (there, gone) = (
        _ask(served, query="OSCE Centre in Bishkek", type="FieldOperation", properties=_on(day))[0]
        for day in ("2014-04-11", "2019-04-11")
    )
    assert float(str(gone["score"])) < float(str(there["score"]))
    assert not gone["match"]


def test_a_client_learns_the_service_and_extends_rows(served: Served) -> None:
    manifest = served.get("/reconcile").json()
    assert "0.2" in manifest["versions"]
    assert requests.get(manifest["view"]["url"].replace("{{id}}", "id/state/malta"), timeout=30).status_code == 200
    preview = requests.get(manifest["preview"]["url"].replace("{{id}}", "id/state/malta"), timeout=30)
    assert "Malta" in preview.text
    assert "X-Frame-Options" not in preview.headers
    for name, text in (("entity", "malt"), ("type", "stat"), ("property", "seat")):
        offered = manifest["suggest"][name]
        address = f"{offered['service_url']}{offered['service_path']}?prefix={text}"
        assert requests.get(address, timeout=30).json()["result"], name
    asked = {"ids": ["id/state/malta", "id/state/atlantis"], "properties": [{"id": "isoAlpha2"}]}
    rows = requests.post(f"{served.address}/reconcile", data={"extend": json.dumps(asked)}, timeout=30).json()["rows"]
    assert rows == {"id/state/malta": {"isoAlpha2": [{"str": "MT"}]}, "id/state/atlantis": {"isoAlpha2": []}}


@pytest.mark.parametrize(
    "sent",
    [
        {"queries": "{"},
        {"queries": "[]"},
        {"queries": '{"q": {}}'},
        {"queries": '{"q": {"query": "x", "properties": [{"pid": "on", "v": "soon"}]}}'},
        {"extend": '{"ids": 1}'},
    ],
)
def test_what_is_no_request_is_refused(served: Served, sent: dict[str, str]) -> None:
    answer = requests.post(f"{served.address}/reconcile", data=sent, timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_feed_of_a_thing_says_who_took_and_left_office(served: Served) -> None:
    feed = ElementTree.fromstring(served.get("/feed/org/mission-to-moldova").content)
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in feed.findall(f"{ATOM}entry")]
    assert "Claus Neukirch left office: Head of the OSCE Mission to Moldova" in titles
    assert "Jennifer Brush took office: Head of the OSCE Mission to Moldova" in titles
    identities = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(set(identities)) == len(identities)
    french = served.get("/feed/org/mission-to-moldova?lang=fr").text
    assert 'xml:lang="fr"' in french
    assert served.get("/feed/state/atlantis").status_code == 404
    assert served.get("/feed/document").content == served.get("/browse/document.atom").content


def test_meetings_are_a_calendar(served: Served) -> None:
    calendar = icalendar.Calendar.from_ical(served.get("/browse/meeting.ics").content)
    meetings = {str(event["uid"]).rpartition("/")[2]: event for event in calendar.walk("VEVENT")}
    begin, end = meetings["mc-28"].decoded("dtstart"), meetings["mc-28"].decoded("dtend")
    assert (begin.isoformat(), end.isoformat()) == ("2021-12-02", "2021-12-04")
    assert served.get("/browse/state.ics").status_code == 404


def test_what_happened_since_a_day(served: Served) -> None:
    told = served.get("/changes.json?since=2021-12-01").json()
    assert told["happened"]
    assert all(event["day"] >= "2021-12-01"[: len(event["day"])] for event in told["happened"])
    assert told["things"] == []
    assert served.get("/changes?since=soon").status_code == 400
    assert "Ann Linde left office" in served.get("/changes?since=2021-12-01").text


def test_releases_are_compared_by_thing(tmp_path: Path) -> None:
    import gzip

    def release(name: str, *lines: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        with gzip.open(folder / "osce-kg.nq.gz", "wt", encoding="utf-8") as stream:
            stream.writelines(f"{line} <g:g> .\n" for line in sorted(lines))
        return folder

    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    older = release(
        "a", f'<x:a> {label} "Alpha"@en', "<x:a> <p:p> <x:z>", f'<x:b> {label} "Beta"@en', "<x:n> <p:p> <x:a>"
    )
    newer = release("b", f'<x:a> {label} "Alpha"@en', "<x:a> <p:p> <x:y>", f'<x:c> {label} "Gam\\"ma"@en')
    found = compare(older, newer)
    assert [(each.iri, each.name, each.status, each.added, each.removed) for each in found.things] == [
        ("x:a", "Alpha", "changed", 1, 1),
        ("x:b", "Beta", "gone", 0, 1),
        ("x:c", 'Gam"ma', "new", 1, 0),
    ]
    assert found.nameless == 1
    assert compare(older, older).things == ()
