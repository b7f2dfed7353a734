"""Stage 1: what a file, a folder or an archive gives."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.model import Page, Unreadable
from kg.sources import files, read
from kg.sources.times import capture_time


def archive(pages: int, *, status: str = "200 OK", media_type: str = "text/html; charset=windows-1252") -> bytes:
    """A WARC of gzip members, one record each."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n".encode()
    block = http + b"<h1>Title</h1><p>" + bytes(range(65, 91)) * 200
    members = []
    for number in range(pages):
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
            f"WARC-Record-ID: <urn:uuid:0-{number}>\r\nWARC-Date: 2021-05-02T08:00:00Z\r\n"
            f"WARC-Target-URI: https://www.osce.org/node/{number}\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        members.append(gzip.compress(head.encode() + block + b"\r\n\r\n"))
    return b"".join(members)


def test_a_file_is_one_page_with_the_address_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<h1>x</h1>")
    (page,) = read(tmp_path / "a.html", url="https://www.osce.org/node/1")
    assert isinstance(page, Page)
    assert (page.address, page.media_type, page.content) == ("https://www.osce.org/node/1", "text/html", b"<h1>x</h1>")


def test_a_folder_is_read_in_order_and_what_is_no_page_is_told(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c.pdf", ".hidden.html"):
        (tmp_path / name).write_text("x")
    found = list(read(tmp_path))
    assert [Path(item.source).name for item in found] == ["a.html", "b.txt", "c.pdf"]
    assert isinstance(found[2], Unreadable)
    assert ".pdf" in found[2].reason


def test_a_missing_path_and_an_address_for_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="does not exist"):
        list(read(tmp_path / "none"))
    with pytest.raises(UnreadableSource, match="--url"):
        list(read(tmp_path, url="https://www.osce.org/node/1"))


def test_each_line_of_json_lines_is_a_page_or_a_reason(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"url": "https://www.osce.org/node/7", "html": "<h1>Ä</h1>", "retrieved": "2021-05-02T08:00:00+02:00"}
        ),
        "",
        "{broken",
        json.dumps({"url": "https://www.osce.org/node/8"}),
        json.dumps({"text": "x", "retrieved": "yesterday"}),
        json.dumps([1]),
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    page, *refused = read(tmp_path / "pages.jsonl")
    assert isinstance(page, Page)
    assert (page.retrieved, page.content, page.offset) == ("2021-05-02T06:00:00Z", "<h1>Ä</h1>".encode(), 1)
    assert [item.offset for item in refused] == [3, 4, 5, 6]
    assert all(isinstance(item, Unreadable) and item.remedy for item in refused)


def test_an_archive_gives_address_capture_time_and_declared_charset(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive(3))
    pages = list(read(tmp_path / "a.warc.gz"))
    assert len(pages) == 3
    assert isinstance(pages[1], Page)
    assert pages[1].address == "https://www.osce.org/node/1"
    assert (pages[1].retrieved, pages[1].charset) == ("2021-05-02T08:00:00Z", "windows-1252")


@pytest.mark.parametrize("compressed", [True, False], ids=["gzip", "plain"])
def test_a_truncated_archive_gives_what_was_whole_and_tells_the_rest(tmp_path: Path, compressed: bool) -> None:
    data = archive(3)
    name, data = ("a.warc.gz", data[:-40]) if compressed else ("a.warc", gzip.decompress(data)[:-2000])
    (tmp_path / name).write_bytes(data)
    first, second, last = read(tmp_path / name)
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert isinstance(last, Unreadable)
    assert "ends inside" in last.reason


def test_garbage_in_an_archive_is_one_reason(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"no archive at all" * 100)
    (only,) = read(tmp_path / "a.warc")
    assert isinstance(only, Unreadable)
    assert "damaged" in only.reason


def test_an_error_answer_is_told_and_an_image_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive(1, status="404 Not Found") + archive(1, media_type="image/png"))
    (only,) = read(tmp_path / "a.warc.gz")
    assert isinstance(only, Unreadable)
    assert only.reason == "HTTP status 404"


def test_a_page_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_PAGE", 100)
    (tmp_path / "big.html").write_bytes(b"x" * 101)
    (only,) = read(tmp_path / "big.html")
    assert isinstance(only, Unreadable)
    assert "101 bytes" in only.reason


@given(st.binary(max_size=2000))
def test_no_bytes_make_a_reader_raise(data: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        for name in ("a.warc", "a.warc.gz", "a.jsonl", "a"):
            (Path(folder) / name).write_bytes(data)
        for item in read(folder):
            assert isinstance(item, Page | Unreadable)


@given(st.datetimes())
def test_a_capture_time_is_stable_under_rewriting(moment: object) -> None:
    written = capture_time(str(moment))
    assert capture_time(written) == written
