"""Whether everything readable in a damaged archive is read, and nothing false: 20,000 records, all forms, 5 % damage.

Call ``python -m bench.census``; ``--records`` sets the load (2,000 take some 10 seconds). The archive is made from the
forms of ``tests/data/forms``, each record with a number in its title, in turn in six charsets and five HTTP codings;
one in twenty is damaged: bytes flipped, cut out or put in. Told are the records read of those that are whole, the
documents whose title or day is not the record's own, bytes not read, documents a second and peak memory.
"""

import argparse
import gzip
import json
import random
import resource
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import brotli

from bench.race import announce
from kg.documents import parse_all
from kg.model import Document, Page
from kg.sources import read

FORMS = Path(__file__).resolve().parent.parent / "tests" / "data" / "forms" / "forms.json"
_DAMAGED = 20
_LATIN = ("utf-8", "utf-8-sig", "utf-16", "windows-1252", "iso-8859-1", "utf-8")
_CYRILLIC = ("utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-r", "iso-8859-5")


@dataclass(frozen=True, slots=True)
class Made:
    """One record: its bytes, whether it is whole, and what is to be read in it."""

    data: bytes
    whole: bool
    title: str
    issued: str | None


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the archive, read it, and tell."""
    parser = argparse.ArgumentParser(prog="python -m bench.census", description=__doc__)
    parser.add_argument("--records", type=int, default=20_000, help="records of the archive (default 20,000)")
    parser.add_argument("--short", action="store_true", help="300 records: to see that it runs")
    options = parser.parse_args(arguments)
    announce(options.short, "5 seconds", "2 minutes")
    if options.short:
        options.records = 300
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "all.warc.gz"
        wanted, whole = _write(archive, options.records)
        _read(archive, wanted, whole)


def _write(archive: Path, records: int) -> tuple[dict[str, str | None], set[str]]:
    wanted: dict[str, str | None] = {}
    whole: set[str] = set()
    with archive.open("wb") as out:
        for made in made_records(records):
            out.write(made.data)
            wanted[made.title] = made.issued
            whole |= {made.title} if made.whole else set()
    print(f"{records:,} records, {len(whole):,} of them whole, {archive.stat().st_size:,} bytes", flush=True)
    return wanted, whole


def _read(archive: Path, wanted: dict[str, str | None], whole: set[str]) -> None:
    began = time.perf_counter()
    found: set[str] = set()
    false = lost = told = 0
    for page in read(archive):
        if not isinstance(page, Page):
            lost, told = lost + page.lost, told + 1
            continue
        for document in parse_all(page):
            if not isinstance(document, Document):
                told += 1
                continue
            title, issued = document.title.value, document.issued.value if document.issued else None
            false += title not in wanted or wanted[title] != issued
            found.add(title)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  read {len(found & whole):,} of {len(whole):,} whole records; {false:,} documents false")
    print(f"  {told:,} not read and listed; {lost:,} of {archive.stat().st_size:,} bytes damaged")
    print(f"  {len(found) / seconds:,.0f} documents/s on one core, peak {peak:,.0f} MiB")


def made_records(number: int) -> Iterator[Made]:
    """Make records: the same number gives the same bytes, always."""
    noise = random.Random(16)
    forms = [form for form in json.loads(FORMS.read_text(encoding="utf-8")) if _usable(form)]
    for at in range(number):
        yield _made(forms[at % len(forms)], at, noise)


def _usable(form: dict[str, object]) -> bool:
    """Whether a form can be numbered by its title, written in another charset and put at another address."""
    if (
        {"encoding", "bad", "addressed", "supplied", "unnumbered"} & set(form)
        or not {"issued", "title"} <= set(form)
        or form.get("evidence") == "body"
    ):
        return False
    return str(form["title"]) in str(form["page"]) and not str(form.get("url", "")).startswith("https://web.")


def _made(form: dict[str, str], at: int, noise: random.Random) -> Made:
    title = f"{form['title']} {at:06}"
    text = form["page"].replace(form["title"], title)
    charset = _charset(text, at)
    block = _answer(text.encode(charset), form["media"], charset, at)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{at:032x}>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: https://www.osce.org/node/{100_000 + at}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    data = gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)
    damaged = at % _DAMAGED == _DAMAGED // 2
    return Made(_damaged(data, noise) if damaged else data, not damaged, title, form["issued"])


def _charset(text: str, at: int) -> str:
    """Choose a charset in which the whole text can be written."""
    names = _CYRILLIC if any("\u0400" <= letter <= "\u04ff" for letter in text) else _LATIN
    for name in (names[at % len(names)], "utf-8"):
        try:
            text.encode(name)
        except UnicodeEncodeError:
            continue
        return name
    return "utf-8"


def _answer(content: bytes, media_type: str, charset: str, at: int) -> bytes:
    declared = charset.removesuffix("-sig")
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}; charset={declared}\r\n".encode()
    coding = at % 5
    if coding == 1:
        return head + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(content, mtime=0)
    if coding == 2:
        return head + b"Content-Encoding: br\r\n\r\n" + brotli.compress(content)
    if coding == 3:
        return head + b"Transfer-Encoding: chunked\r\n\r\n" + b"%x;n=1\r\n%s\r\n0\r\n\r\n" % (len(content), content)
    if coding == 4:
        return head + b"Content-Encoding: deflate\r\n\r\n" + zlib.compress(content)
    return head + b"\r\n" + content


def _damaged(data: bytes, noise: random.Random) -> bytes:
    """Flip, cut out or put in a few bytes anywhere in a record."""
    at, length = noise.randrange(len(data) - 40), noise.randrange(1, 40)
    how = noise.randrange(3)
    if how == 0:
        return data[:at] + bytes(byte ^ 0xA5 for byte in data[at : at + length]) + data[at + length :]
    return data[:at] + data[at + length :] if how == 1 else data[:at] + noise.randbytes(length) + data[at:]


if __name__ == "__main__":
    main()
