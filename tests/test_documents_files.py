"""Stage 2: documents whose text is in a PDF or DOCX file, and a census of all sources."""

import gzip
import importlib.util
import io
import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from bench import census as archive_of_all_forms
from kg.documents import linked_files, parse
from kg.model import Document, Page, Unreadable

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JOURNAL = [
    "PC.JOUR/9001",
    "17 December 2020",
    "Original: ENGLISH",
    "9001st PLENARY MEETING OF THE COUNCIL",
    "The Council took up the matter of bees and of flowers in the region, and decided to speak of it again.",
]


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page."""
    shown = b" ".join(f"({line}) Tj T*".encode() for line in lines)
    content = b"BT /F1 11 Tf 50 800 Td 14 TL " + shown + b" ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + tail


def test_a_journal_in_a_pdf_gives_symbol_day_language_and_text() -> None:
    document = parse(Page(source="a.pdf", media_type=PDF, content=pdf(JOURNAL)))
    assert isinstance(document, Document)
    assert document.title.value == "9001st PLENARY MEETING OF THE COUNCIL"
    assert (document.genre, document.form, document.language) == ("journal", "pdf", "en")
    assert document.symbol is not None
    assert document.issued is not None
    assert (document.symbol.value, document.issued.value) == ("PC.JOUR/9001", "2020-12-17")
    assert "bees and of flowers" in document.text


def test_a_release_in_a_docx_file_is_read_as_one_of_text() -> None:
    file, out = docx.Document(), io.BytesIO()
    for text in (
        "Press release",
        "Course opens",
        "CHISINAU, 4 May 2021 – The Mission opened a course for the teachers.",
    ):
        file.add_paragraph(text)
    file.save(out)
    document = parse(Page(source="a.docx", media_type=DOCX, content=out.getvalue()))
    assert isinstance(document, Document)
    assert (document.title.value, document.kind, document.form) == ("Course opens", "press-release", "docx")


@pytest.mark.parametrize("content", [pdf(JOURNAL)[:200], b"%PDF-1.7 nothing"], ids=["cut", "empty"])
def test_a_file_that_breaks_the_library_is_told_and_ends_nothing(content: bytes) -> None:
    told = parse(Page(source="a.pdf", media_type=PDF, content=content))
    assert isinstance(told, Unreadable)
    assert "damaged" in told.reason


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked_files, "MOST_SECONDS", 0.0)
    told = parse(Page(source="a.pdf", media_type=PDF, content=pdf(JOURNAL)))
    assert isinstance(told, Unreadable)


def test_without_the_library_a_file_is_listed_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    told = parse(Page(source="a.pdf", media_type=PDF, content=pdf(JOURNAL)))
    assert isinstance(told, Unreadable)
    assert "osce-kg[documents]" in told.remedy


def census(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).parent / "osce-kg"), "census", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_a_census_counts_what_was_read_and_says_what_was_not(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Newsroom\nCourse opens in town\nZADAR 24 September 2003\nZADAR, 24 September 2003 - It opened."
    )
    (folder / "b.html").write_text(
        "<html lang=ru><main><h1>Открыт курс</h1><p>Миссия открыла курс для учителей из всех районов</p>"
    )
    (folder / "c.html").write_text("<nav><a href=/>Home</a></nav>")
    (folder / "d.warc.gz").write_bytes(
        gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n") + b"?" * 9
    )
    done = census(tmp_path, "pages", "--format", "json")
    assert done.returncode == 2
    assert "9 bytes" in done.stderr
    counted = json.loads(done.stdout)
    assert (counted["documents"], counted["distinct"], counted["lost"]) == (2, 2, 9)
    assert counted["languages"] == {"en": 1, "ru": 1} or counted["languages"] == {"ru": 1, "und": 1}
    assert counted["years"] == {"2003": 1, "none": 1}
    assert counted["evidence"] == {"dateline": 1, "none": 1}
    assert {one["kind"]: one["records"] for one in counted["unread"]} == {"unreadable": 1, "damaged": 1}


def test_a_census_in_words_is_the_same_over_two_processes(tmp_path: Path) -> None:
    for number in range(70):
        (tmp_path / f"{number}.txt").write_text(
            f"Press release\nTalks {number}\nVIENNA, 1 May 2021 – The delegations met."
        )
    one, two = census(tmp_path, "."), census(tmp_path, ".", "--jobs", "2")
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert "documents read             70" in one.stdout


def test_of_a_damaged_archive_of_all_forms_and_charsets_all_that_is_whole_is_read_and_nothing_is_false(
    capsys: pytest.CaptureFixture[str],
) -> None:
    archive_of_all_forms.main(["--records", "400"])
    told = capsys.readouterr().out
    assert "read 380 of 380 whole records; 0 documents false" in told
