"""Stage 1, archives: every record that can be read is read, and every byte that cannot is counted."""

import gzip
import io
import json
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UnreadableSource
from kg.model import Page, Unreadable
from kg.pipeline.converting import pages_of
from kg.sources import read
from tests.conftest import Command

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "<!DOCTYPE html><main><h1>Bridge {0} reopened</h1><p>It was closed in winter. {1}</p></main>"
Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {
    "a.warc": bytes,
    "a.warc.gz": gzip.compress,
    "a.warc.zst": lambda data: zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1}),
}


def warc(block: bytes, number: int = 1, *, size: int | None = None, **headers: str) -> bytes:
    """One record as it is before compression."""
    named = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:0-{number}>",
        "WARC-Date": "2021-06-01T10:00:00Z",
        "WARC-Target-URI": f"https://www.osce.org/node/{500_000 + number}",
        "Content-Type": "application/http; msgtype=response",
        **{name.replace("_", "-"): value for name, value in headers.items()},
        "Content-Length": str(len(block) if size is None else size),
    }
    head = "WARC/1.0\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
    return head.encode() + block + b"\r\n\r\n"


def answer(number: int, *headers: str, filler: str = "") -> bytes:
    head = "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html; charset=utf-8", *headers, "", ""])
    return (head + PAGE.format(number, filler)).encode()


def body(number: int, filler: str = "") -> bytes:
    return PAGE.format(number, filler).encode()


def pages(found: list[Page | Unreadable]) -> list[Page]:
    return [one for one in found if isinstance(one, Page)]


def gaps(found: list[Page | Unreadable]) -> list[Unreadable]:
    return [one for one in found if isinstance(one, Unreadable)]


def read_all(tmp_path: Path, data: bytes, name: str = "a.warc", limit: int = 100_000) -> list[Page | Unreadable]:
    (tmp_path / name).write_bytes(data)
    return list(read(tmp_path / name, limit=limit))


@pytest.mark.parametrize("name", PACKS)
def test_bytes_flipped_in_the_middle_cost_the_record_they_hit_and_no_other(tmp_path: Path, name: str) -> None:
    noise = random.Random(1)
    parts = [PACKS[name](warc(answer(n, filler=f"{noise.getrandbits(4000):x}"), n)) for n in range(20)]
    hit = sum(map(len, parts[:9])) + (20 if name == "a.warc" else len(parts[9]) // 2)
    data = bytearray(b"".join(parts))
    for at in range(hit, hit + 20):
        data[at] ^= 0xFF
    found = read_all(tmp_path, bytes(data), name)
    assert [str(p.address)[-2:] for p in pages(found)] == [f"{n:02}" for n in range(20) if n != 9]
    (gap,) = gaps(found)
    assert (gap.kind, gap.lost) == ("damaged", len(parts[9]))
    assert gap.offset == sum(map(len, parts[:9]))


@pytest.mark.parametrize("name", PACKS)
def test_garbage_between_records_and_a_cut_end_are_counted_to_the_byte(tmp_path: Path, name: str) -> None:
    first, second, third = (PACKS[name](warc(answer(n), n)) for n in range(3))
    garbage = bytes(range(1, 200)) * 3
    found = read_all(tmp_path, first + garbage + second + third[:-30], name)
    assert [p.content for p in pages(found)] == [body(0), body(1)]
    assert [gap.lost for gap in gaps(found)] == [len(garbage), len(third) - 30]


@pytest.mark.parametrize("wrong", [-40, 7, 90, 100_000], ids="short long next end".split())
def test_a_wrong_content_length_costs_one_record(tmp_path: Path, wrong: int) -> None:
    blocks = [answer(n) for n in range(4)]
    records = [warc(block, n, size=len(block) + (wrong if n == 1 else 0)) for n, block in enumerate(blocks)]
    found = read_all(tmp_path, b"".join(records))
    assert [p.content for p in pages(found)] == [body(0), body(2), body(3)]
    assert [gap.lost for gap in gaps(found)] == [len(records[1])]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(PACKS)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(1, 60), st.sampled_from("flip cut insert".split())), max_size=4),
)
def test_no_damage_makes_a_page_false_or_costs_a_record_that_it_does_not_touch(
    name: str, damage: list[tuple[float, int, str]]
) -> None:
    from tempfile import TemporaryDirectory

    noise = random.Random(7)
    originals = [f"{n}-{noise.getrandbits(2000):x}" for n in range(12)]
    parts = [PACKS[name](warc(answer(n, filler=text), n)) for n, text in enumerate(originals)]
    data, touched = damaged(parts, damage)
    with TemporaryDirectory() as folder:
        found = read_all(Path(folder), data, name)
    contents = {p.content for p in pages(found)}
    untouched = {body(n, text) for n, text in enumerate(originals) if n not in touched}
    assert untouched <= contents
    if name != "a.warc":  # a plain archive has no checksum: flipped letters of a page cannot be seen
        assert contents <= {body(n, text) for n, text in enumerate(originals)}
        assert sum(gap.lost for gap in gaps(found)) <= sum(len(parts[n]) for n in touched) + 60 * len(damage)


def damaged(parts: list[bytes], damage: list[tuple[float, int, str]]) -> tuple[bytes, set[int]]:
    """Damage an archive; hand back its bytes and the numbers of the records that were hit or bordered on damage."""
    whole, touched = [bytearray(part) for part in parts], set()
    for share, length, how in damage:
        number = min(int(share * len(parts)), len(parts) - 1)
        at = int(share * 1009) % (len(parts[number]) - 61)
        touched |= {number - (at < 4), number, number + (at + length >= len(parts[number]) - 4)}
        part = whole[number]
        if how == "flip":
            part[at : at + length] = bytes(byte ^ 0x5A for byte in part[at : at + length])
        elif how == "cut":
            del part[at : at + length]
        else:
            part[at:at] = b"\x00" * length
    return b"".join(whole), touched


def test_undamaged_archives_give_what_a_reference_reader_gives(tmp_path: Path) -> None:
    kinds = ["response", "request", "metadata", "warcinfo", "resource"]
    data = b"".join(gzip.compress(warc(answer(n), n, WARC_Type=kinds[n % 5])) for n in range(40))
    ours = [(p.offset, p.address) for p in pages(read_all(tmp_path, data, "a.warc.gz"))]
    types = WarcRecordType.response | WarcRecordType.resource
    records = ArchiveIterator(io.BytesIO(data), record_types=types, parse_http=False)
    assert ours == [(record.stream_pos, record.headers["WARC-Target-URI"]) for record in records]


def test_one_gzip_stream_with_all_records_is_read(tmp_path: Path) -> None:
    data = gzip.compress(b"".join(warc(answer(n), n) for n in range(3)))
    assert [p.content for p in pages(read_all(tmp_path, data, "a.warc.gz"))] == [body(n) for n in range(3)]


def test_a_dictionary_in_front_of_a_zstandard_archive_is_used(tmp_path: Path) -> None:
    raw = zstd.train_dict([answer(n, filler=str(n) * 40) for n in range(200)], 2000)
    frame = b"\x5d\x2a\x4d\x18" + len(raw.dict_content).to_bytes(4, "little") + raw.dict_content
    data = frame + b"".join(zstd.compress(warc(answer(n), n), zstd_dict=raw) for n in range(3))
    assert [p.content for p in pages(read_all(tmp_path, data, "a.warc.zst"))] == [body(n) for n in range(3)]


def test_a_web_archive_collection_gives_the_pages_of_its_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "site.wacz", "w") as collection:
        collection.writestr("datapackage.json", "{}")
        for name in ("b", "a"):
            collection.writestr(f"archive/{name}.warc.gz", gzip.compress(warc(answer(ord(name)), ord(name))))
    found = pages(list(read(tmp_path / "site.wacz")))
    assert [(p.source, p.content) for p in found] == [
        ("site.wacz/archive/a.warc.gz", body(97)),
        ("site.wacz/archive/b.warc.gz", body(98)),
    ]


def chunked(content: bytes, extension: str = "") -> bytes:
    return f"{len(content):x}{extension}\r\n".encode() + content + b"\r\n0\r\n\r\n"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
RESPONSES = {
    "chunk extension": CHUNKED + chunked(body(1), ";sign=x"),
    "chunks already joined": CHUNKED + body(1),
    "plain body under a gzip header": HEAD + b"Content-Encoding: gzip\r\n\r\n" + body(1),
    "bare line feeds": HEAD.replace(b"\r\n", b"\n") + b"\n" + body(1),
    "zstd": HEAD + b"Content-Encoding: zstd\r\n\r\n" + zstd.compress(body(1)),
    "no reason phrase": HEAD.replace(b"200 OK", b"200") + b"\r\n" + body(1),
    "type not declared": b"HTTP/1.1 200 OK\r\n\r\n" + body(1),
}


@pytest.mark.parametrize("block", RESPONSES.values(), ids=RESPONSES)
def test_a_response_that_is_off_but_whole_is_read(tmp_path: Path, block: bytes) -> None:
    (page,) = pages(read_all(tmp_path, warc(block)))
    assert page.content == body(1)


def test_a_chunked_body_that_is_cut_is_told_and_the_next_record_read(tmp_path: Path) -> None:
    cut, after = read_all(tmp_path, warc(CHUNKED + chunked(body(1))[:60]) + warc(answer(2), 2))
    assert isinstance(cut, Unreadable)
    assert "cut short" in cut.reason
    assert isinstance(after, Page)


def test_an_address_in_angle_brackets_is_the_address(tmp_path: Path) -> None:
    (page,) = pages(read_all(tmp_path, warc(answer(1), WARC_Target_URI="<https://www.osce.org/node/500001>")))
    assert page.address == "https://www.osce.org/node/500001"


def test_what_is_no_page_is_passed_over_and_a_redirect_is_no_loss(tmp_path: Path) -> None:
    names = warc(b"20210601 www.osce.org A 192.0.2.1", WARC_Target_URI="dns:www.osce.org", Content_Type="text/dns")
    moved = warc(b"HTTP/1.1 301 Moved\r\nLocation: https://www.osce.org/node/500002\r\n\r\n")
    redirect, page = read_all(tmp_path, names + moved + warc(answer(2), 2))
    assert isinstance(redirect, Unreadable)
    assert redirect.kind == "redirect"
    assert isinstance(page, Page)


def test_a_revisit_is_a_loss_only_where_its_page_was_not_met(tmp_path: Path) -> None:
    revisit = warc(b"HTTP/1.1 200 OK\r\n\r\n", WARC_Type="revisit")
    found = read_all(tmp_path, revisit + warc(answer(1)) + revisit)
    assert [one.kind for one in gaps(found)] == ["unreadable", "revisit"]


def test_a_page_in_segments_is_joined_and_a_missing_segment_told(tmp_path: Path) -> None:
    block = answer(1)
    first = warc(block[:100], WARC_Segment_Number="1", WARC_Record_ID="<urn:uuid:a>")
    last = warc(
        block[100:],
        2,
        WARC_Type="continuation",
        WARC_Segment_Origin_ID="<urn:uuid:a>",
        WARC_Segment_Number="2",
        WARC_Segment_Total_Length=str(len(block)),
    )
    assert [p.content for p in pages(read_all(tmp_path, first + last))] == [body(1)]
    (lost,) = gaps(read_all(tmp_path, first))
    assert "segment" in lost.reason


MESSAGE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.osce.org/moldova/500101\r\n"
    b"Subject: Course opens\r\nDate: Tue, 4 May 2021 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="----MB"\r\n\r\n------MB\r\n'
    b"Content-Type: text/html\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<h1 class=3D'x'>Caf=C3=A9</h1>\r\n------MB--\r\n"
)


@pytest.mark.parametrize(
    "dictionary",
    [b"", b"short", b"\x28\xb5\x2f\xfd damaged", zstd.compress(b"short"), b"\x37\xa4\x30\xec" + b"x" * 40],
    ids=["none", "too short", "damaged and compressed", "too short and compressed", "no dictionary within"],
)
def test_a_damaged_dictionary_costs_only_the_frames_that_need_it(tmp_path: Path, dictionary: bytes) -> None:
    frame = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary
    found = read_all(tmp_path, frame + zstd.compress(warc(answer(1))), "a.warc.zst")
    assert [p.content for p in pages(found)] == [body(1)]
    (tmp_path / "b.warc.zst").write_bytes(frame[:5])
    assert not pages(list(read(tmp_path / "b.warc.zst")))


@pytest.mark.parametrize("name", ["saved", "saved.html", "saved.mhtml", "saved.txt"])
def test_a_page_saved_as_mhtml_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (page,) = pages(read_all(tmp_path, MESSAGE, name))
    assert (page.address, page.retrieved) == ("https://www.osce.org/moldova/500101", "2021-05-04T10:00:00Z")
    assert (page.media_type, page.content.strip()) == ("text/html", "<h1 class='x'>Café</h1>".encode())


def test_a_message_that_does_not_name_its_boundary_is_read(tmp_path: Path) -> None:
    (page,) = pages(read_all(tmp_path, MESSAGE.replace(b'; boundary="----MB"', b""), "saved.mhtml"))
    assert page.content.strip() == "<h1 class='x'>Café</h1>".encode()


def test_an_archive_under_the_name_of_a_text_is_an_archive(tmp_path: Path) -> None:
    assert [p.content for p in pages(read_all(tmp_path, warc(answer(1)), "a.txt"))] == [body(1)]


@pytest.mark.usefixtures("small_register")
def test_a_build_reads_past_damage_keeps_earlier_captures_and_says_what_was_lost(
    command: Command, tmp_path: Path
) -> None:
    build = ("build", "--jobs", "1", "-q")
    (tmp_path / "old.warc.gz").write_bytes(gzip.compress(warc(answer(7), 7)))
    assert command(*build, "old.warc.gz", "--out", "old") == (0, "", "")
    (tmp_path / "new.warc.gz").write_bytes(
        b"".join(gzip.compress(warc(answer(n), n)) for n in (1, 2)) + b"\x1f\x8b\x08 is no gzip" + b"\x00" * 20
    )
    code, _, told = command(*build, "new.warc.gz", "--out", "new", "--since", "old")
    assert code == 2
    assert "34 of" in told
    manifest = json.loads((tmp_path / "new" / "manifest.json").read_text())
    assert manifest["documents"] == 3
    (gap,) = map(json.loads, (tmp_path / "new" / "skipped.jsonl").read_text().splitlines())
    assert (gap["kind"], gap["lost"]) == ("damaged", 34)


def test_a_build_that_is_told_to_end_leaves_nothing_half_written(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "osce-kg"), "build", "--jobs", "1", "-q", "--out", "release"]
    with subprocess.Popen(command, cwd=tmp_path) as build:
        while not any(tmp_path.iterdir()) and build.poll() is None:
            time.sleep(0.02)
        build.send_signal(signal.SIGTERM)
        assert build.wait() == 128 + signal.SIGTERM
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name, data",
    [("a.warc.gz", random.Random(3).randbytes(3000)), ("a.warc", b""), ("a.png", b"\x89PNG")],
    ids=["random bytes", "an empty file", "a picture"],
)
def test_what_is_no_input_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableSource, match="holds n"):
        list(pages_of([tmp_path / name]))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="holds no pages"):
        list(pages_of([tmp_path]))
