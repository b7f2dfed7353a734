"""From an archive to graphs: what its records say together of one document."""

from pathlib import Path

import pytest

from kg.pipeline.converting import convert
from kg.pipeline.progress import Silent
from tests.test_archives import warc

RELEASE = (
    "<html lang=en><main><h1>Bridge {0}</h1><dl><dt>Source:<dd>OSCE Mission to Moldova</dl>"
    "<p>CHISINAU, {1} May 2021 – The bridge was reopened by those who had made it up.</p></main></html>"
)


def moved(target: str, status: str = "301 Moved Permanently") -> bytes:
    return f"HTTP/1.1 {status}\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()


def release(title: str, day: int) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return head + RELEASE.format(title, day).encode()


def quads_of(folder: Path, *records: bytes) -> set[str]:
    (folder / "a.warc").write_bytes(b"".join(records))
    with convert([folder / "a.warc"], base="https://kg.example/", jobs=1, url=None, progress=Silent()) as (graphs, _):
        return {line for settled in graphs for line in settled.lines}


OLD, OLDER, NEW = (
    "https://www.osce.org/item/1.html",
    "https://www.osce.org/item.php?1",
    "https://www.osce.org/moldova/55001",
)


def test_permanent_redirects_join_the_addresses_and_the_captures_of_one_document(tmp_path: Path) -> None:
    lines = quads_of(
        tmp_path,
        warc(release("before", 4), 1, WARC_Target_URI=OLD, WARC_Date="2020-01-01T00:00:00Z"),
        warc(moved(OLD), 2, WARC_Target_URI=OLDER),
        warc(release("after", 4), 3, WARC_Target_URI=NEW),
        warc(moved("/moldova/55001"), 4, WARC_Target_URI=OLD),
    )
    documents = {line.split()[0] for line in lines if line.split()[0].count("/doc/") and "PressRelease" in line}
    assert documents == {"<https://kg.example/id/doc/55001>"}
    addresses = {line.split('"')[1] for line in lines if "#sourceUrl>" in line}
    assert addresses == {OLD, OLDER, NEW}
    assert any("#previousSnapshot>" in line for line in lines), "the capture under the old address is an earlier one"


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([moved(NEW, "302 Found")], id="one for a while"),
        pytest.param([moved(OLDER)], id="one to a page that is not there"),
        pytest.param([moved(OLDER), moved(OLD)], id="one in a circle"),
    ],
)
def test_other_redirects_join_nothing(tmp_path: Path, records: list[bytes]) -> None:
    lines = quads_of(
        tmp_path,
        warc(release("before", 4), 1, WARC_Target_URI=OLD),
        warc(release("after", 4), 2, WARC_Target_URI=NEW),
        *(warc(record, 3 + n, WARC_Target_URI=(OLD, OLDER)[n]) for n, record in enumerate(records)),
    )
    assert len({line.split()[0] for line in lines if "PressRelease" in line}) == 2


def test_the_language_versions_that_a_page_names_are_in_the_graph(tmp_path: Path) -> None:
    page = release("open", 4).replace(b"<main>", b'<a hreflang=de href="/de/moldova/55001">Deutsch</a><main>')
    lines = quads_of(tmp_path, warc(page, 1, WARC_Target_URI=NEW))
    other, version = "<https://www.osce.org/de/moldova/55001>", "<https://kg.example/id/doc/55001/en>"
    graph = "<https://kg.example/graph/doc/55001> .\n"
    assert f"{version} <http://purl.org/dc/terms/hasVersion> {other} {graph}" in lines
    assert f'{other} <http://purl.org/dc/terms/language> "de" {graph}' in lines


def test_a_page_without_a_source_line_is_of_the_body_in_whose_section_it_is(tmp_path: Path) -> None:
    page = release("open", 4).replace(b"<dl><dt>Source:<dd>OSCE Mission to Moldova</dl>", b"")
    lines = quads_of(tmp_path, warc(page, 1, WARC_Target_URI="https://www.osce.org/ru/odihr/55001"))
    issuers = [line.split()[2] for line in lines if "#issuedBy>" in line]
    assert issuers == ["<https://kg.example/id/org/odihr>"]
    assert any("known from the address alone: section 'odihr'" in line for line in lines)


def test_a_town_that_no_table_has_is_in_the_state_printed_after_it(tmp_path: Path) -> None:
    page = release("open", 4).replace(b"CHISINAU,", b"MADEUPTOWN, Turkmenistan,")
    lines = quads_of(tmp_path, warc(page, 1, WARC_Target_URI=NEW))
    town, state = (f"<https://kg.example/id/place/{name}>" for name in ("madeuptown", "turkmenistan"))
    within = f"{town} <https://kg.example/ontology#withinPlace> {state} <https://kg.example/graph/doc/55001> .\n"
    assert within in lines


def test_an_address_to_which_a_whole_site_leads_takes_no_names_from_it(tmp_path: Path) -> None:
    lines = quads_of(
        tmp_path,
        warc(release("front", 4), 1, WARC_Target_URI=NEW),
        *(warc(moved(NEW), 2 + n, WARC_Target_URI=f"https://www.osce.org/item/{n}.html") for n in range(9)),
    )
    assert sum("#sourceUrl>" in line for line in lines) == 1
