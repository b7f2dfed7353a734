"""Stage 1: what a file, a folder or an archive gives."""

import gzip
import json
import subprocess
import sys
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.model import Page, Unreadable
from kg.sources import read
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
    for name in ("b.txt", "a.html", "c.png", ".hidden.html"):
        (tmp_path / name).write_text("x")
    found = list(read(tmp_path))
    assert [Path(item.source).name for item in found] == ["a.html", "b.txt", "c.png"]
    assert isinstance(found[2], Unreadable)
    assert ".png" in found[2].reason


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
    assert (only.kind, only.lost) == ("damaged", 1700)


def test_an_error_answer_is_told_and_an_image_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(archive(1, status="404 Not Found") + archive(1, media_type="image/png"))
    (only,) = read(tmp_path / "a.warc.gz")
    assert isinstance(only, Unreadable)
    assert only.reason == "HTTP status 404"


def test_a_page_over_the_limit_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"x" * 101)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"x" * 101))
    (tmp_path / "c.jsonl").write_text(json.dumps({"html": "x" * 101}) + "\n" + json.dumps({"html": "x" * 300}) + "\n")
    (tmp_path / "d.warc.gz").write_bytes(archive(1))
    (tmp_path / "e.html").write_bytes(b"x" * 100)
    *large, last = read(tmp_path, limit=100)
    assert len(large) == 5
    for item in large:
        assert isinstance(item, Unreadable)
        assert item.reason.endswith("over the limit of 100 bytes a page")
    assert isinstance(last, Page)


def record(block: bytes, **headers: str) -> bytes:
    """One gzip member of a WARC."""
    named = {
        "WARC-Type": "response",
        "WARC-Record-ID": "<urn:uuid:0-0>",
        "WARC-Date": "2021-05-02T08:00:00Z",
        "WARC-Target-URI": "https://www.osce.org/node/1",
        "Content-Type": "application/http; msgtype=response",
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n")


def response(body: bytes, *headers: str, status: str = "200 OK", media_type: str = "text/html") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {media_type}", *headers, "", ""]).encode() + body


def read_one(tmp_path: Path, *records: bytes, limit: int = 10_000) -> Page | Unreadable:
    (tmp_path / "one.warc.gz").write_bytes(b"".join(records))
    (only,) = read(tmp_path / "one.warc.gz", limit=limit)
    return only


CHUNKED = b"5\r\n<h1>A\r\n5\r\n</h1>\r\n0\r\n\r\n"
ENCODED = {
    "gzip": response(gzip.compress(b"<h1>A</h1>"), "Content-Encoding: gzip"),
    "deflate": response(zlib.compress(b"<h1>A</h1>"), "Content-Encoding: deflate"),
    "raw deflate": response(zlib.compress(b"<h1>A</h1>")[2:-4], "Content-Encoding: deflate"),
    "brotli": response(brotli.compress(b"<h1>A</h1>"), "Content-Encoding: br"),
    "chunked": response(CHUNKED, "Transfer-Encoding: chunked"),
}


@pytest.mark.parametrize("block", ENCODED.values(), ids=ENCODED)
def test_encodings_of_a_payload_are_undone(tmp_path: Path, block: bytes) -> None:
    page = read_one(tmp_path, record(block))
    assert isinstance(page, Page)
    assert page.content == b"<h1>A</h1>"


TOLD = {
    "redirect": (record(response(b"", status="301 Moved Permanently")), "HTTP status 301"),
    "archive in an archive": (record(response(b"PK", media_type="application/zip")), "application/zip"),
    "revisit": (record(response(b""), WARC_Type="revisit"), "revisit"),
    "cut by crawler": (record(response(b"<h1>"), WARC_Truncated="length"), "crawler cut the page short (length)"),
    "damaged gzip": (record(response(gzip.compress(b"<h1>")[:-9], "Content-Encoding: gzip")), "damaged"),
    "damaged brotli": (record(response(brotli.compress(b"<h1>" * 99)[:-4], "Content-Encoding: br")), "damaged"),
    "brotli bomb": (
        record(response(brotli.compress(b"x" * 10**6), "Content-Encoding: br")),
        "over the limit of 10,000",
    ),
    "wrong encoding": (record(response(b"h1", "Content-Encoding: gzip")), "'gzip'"),
    "unknown encoding": (record(response(b"h1", "Content-Encoding: exi")), "'exi' is not known"),
    "bomb": (record(response(gzip.compress(b"x" * 10**6), "Content-Encoding: gzip")), "over the limit of 10,000 bytes"),
    "no HTTP": (record(b"hello"), "HTTP"),
}


@pytest.mark.parametrize(("data", "reason"), TOLD.values(), ids=TOLD)
def test_a_record_that_gives_no_page_is_told(tmp_path: Path, data: bytes, reason: str) -> None:
    refusal = read_one(tmp_path, data)
    assert isinstance(refusal, Unreadable)
    assert reason in refusal.reason
    assert refusal.remedy


def test_a_conversion_record_is_a_page_of_text(tmp_path: Path) -> None:
    page = read_one(tmp_path, record("Встреча".encode(), WARC_Type="conversion", Content_Type="text/plain"))
    assert isinstance(page, Page)
    assert (page.media_type, page.charset) == ("text/plain", "utf-8")


def test_what_makes_up_a_page_is_passed_over(tmp_path: Path) -> None:
    furniture = [
        record(response(b"x", media_type=kind)) for kind in ("image/png", "text/css", "application/javascript")
    ]
    request = record(b"GET / HTTP/1.1\r\n\r\n", WARC_Type="request")
    assert isinstance(read_one(tmp_path, *furniture, request, record(response(b"<h1>A</h1>"))), Page)


def test_pages_in_gzip_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<h1>x</h1>"))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n{"text": "y"}\n'))
    html, *texts = read(tmp_path)
    assert isinstance(html, Page)
    assert (html.media_type, html.content) == ("text/html", b"<h1>x</h1>")
    assert [page.content for page in texts if isinstance(page, Page)] == [b"x", b"y"]


def test_a_truncated_gzip_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<h1>x</h1>" * 100)[:-12])
    lines = "".join(json.dumps({"text": str(number) * 50}) + "\n" for number in range(20_000))
    data = gzip.compress(lines.encode())
    (tmp_path / "b.jsonl.gz").write_bytes(data[: len(data) // 2])
    found = list(read(tmp_path))
    told = [item for item in found if isinstance(item, Unreadable)]
    assert [Path(item.source).name for item in told] == ["a.html.gz", "b.jsonl.gz"]
    assert told[1].offset == len(found) - 1 > 1_000, "the lines before the damage are read"


def test_what_is_neither_file_nor_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text("<h1>x</h1>")
    (tmp_path / "pages" / "broken").symlink_to("nowhere")
    (tmp_path / "pages" / "loop").symlink_to(tmp_path / "pages")
    page, *told = read(tmp_path / "pages")
    assert isinstance(page, Page)
    assert page.source == "pages/a.html"
    assert [item.source for item in told] == ["pages/broken", "pages/loop"]


def test_a_file_without_suffix_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    for name, data in {
        "1": b"<!DOCTYPE html><h1>",
        "2": archive(1),
        "3": b'{"text": "x"}',
        "4": b"Press release",
    }.items():
        (tmp_path / name).write_bytes(data)
    types = [page.media_type for page in read(tmp_path) if isinstance(page, Page)]
    assert types == ["text/html", "text/html", "text/plain", "text/plain"]


def test_standard_input_is_a_page_an_archive_or_lines(tmp_path: Path) -> None:
    code = "from kg.sources import read; print([(p.source, p.media_type, p.address) for p in read('-', url={!r})])"
    for data, url, kind in (
        (b"<html><h1>x", "https://www.osce.org/node/1", "text/html"),
        (archive(1), None, "text/html"),
    ):
        done = subprocess.run([sys.executable, "-c", code.format(url)], input=data, capture_output=True, check=True)
        address = url or "https://www.osce.org/node/0"
        assert done.stdout.decode().strip() == str([("-", kind, address)])


def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>x</h1>")
    with pytest.raises(UnreadableSource, match="not a web address"):
        read(tmp_path / "a.html", url="node/1")


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
