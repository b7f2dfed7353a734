"""What is kept on disk between starts changes no result, and nothing is believed that another could have written."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import assets, kept, regexes
from kg.namespaces import DEFAULT_BASE
from kg.reference import tabulate
from kg.reference.gazetteer import load_gazetteer
from kg.validation import known
from kg.validation.dataset import DataGraph
from kg.validation.known import Known
from kg.validation.validating import class_hierarchy, code_lists

PRACTICE = Path(__file__).parent / "data" / "practice"
_COMMAND = str(Path(sys.executable).parent / "osce-kg")
_KEY = kept.key_of("a test")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder for what is kept."""
    monkeypatch.setenv(kept.VARIABLE, str(tmp_path / "kept"))
    yield tmp_path / "kept"


def _kept(made: list[int], value: object = "value") -> object:
    def make() -> object:
        made.append(1)
        return value

    return kept.kept("thing", _KEY, make, lambda plain: plain, lambda plain: plain)


def _converted(place: str, *pages: Path) -> bytes:
    """Convert pages in a process of its own."""
    environment = {**os.environ, kept.VARIABLE: place}
    ended = subprocess.run(
        [_COMMAND, "convert", *map(str, pages), "-f", "nq"], capture_output=True, env=environment, check=False
    )
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout


def test_pages_give_the_same_whatever_is_kept(tmp_path: Path) -> None:
    pages = sorted(page for page in PRACTICE.iterdir() if page.suffix in (".txt", ".html"))[::9]
    without, cold, warm = (_converted(place, *pages) for place in ("off", str(tmp_path / "a"), str(tmp_path / "a")))
    assert without.count(b"\n") > 700
    assert cold == without
    assert warm == without
    names = {re.sub(r"-[0-9a-f]{32}\.kept", "", path.name) for path in (tmp_path / "a").iterdir()}
    assert {"gazetteer", "grammar-en", "lexicon-en", "names", "patterns", "regexes", "table-words", "towns"} <= names


def test_other_tables_have_an_entry_of_their_own(
    place: Path, small_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(assets, "TABLES_FOLDER", small_tables)
        assert not load_gazetteer().posts
    assert load_gazetteer().posts
    assert len(list(place.glob("gazetteer-*.kept"))) == 2


def _triples(quads: Iterable[ox.Quad]) -> set[tuple[str, str, str]]:
    """List triples; a blank node has no label that lasts."""
    whole = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}
    return {tuple("_:" if term.startswith("_:") else term for term in triple) for triple in whole}  # type: ignore[misc]


def test_what_shapes_take_for_known_is_kept_whole(place: Path) -> None:
    known._ready.cache_clear()  # Another test of this process may have read it already.
    register = ox.parse("".join(tabulate()), format=ox.RdfFormat.N_QUADS)
    whole = _triples(chain(class_hierarchy(), code_lists(), register))
    made = _triples(Known(DEFAULT_BASE).quads())
    known._ready.cache_clear()
    assert list(place.glob("known-*.kept"))
    assert _triples(Known(DEFAULT_BASE).quads()) == made
    data = DataGraph()
    data.load_all(Known(DEFAULT_BASE).parts(0))
    assert _triples(ox.Quad(*triple) for triple in data.triples()) == made  # type: ignore[arg-type]
    assert made == whole


def test_validation_reports_the_same_whatever_is_kept(tmp_path: Path) -> None:
    cases = sorted((Path(__file__).parent / "shapes").rglob("*.ttl"))[::40]
    reports = []
    for place in ("off", str(tmp_path / "a"), str(tmp_path / "a")):
        environment = {**os.environ, kept.VARIABLE: place}
        call = [_COMMAND, "validate", *map(str, cases), "--report", "json"]
        ended = subprocess.run(call, capture_output=True, env=environment, check=False)
        assert ended.returncode == 1, ended.stderr.decode()
        reports.append(ended.stdout)
    assert reports[0] == reports[1] == reports[2]


def test_a_value_is_made_once(place: Path) -> None:
    made: list[int] = []
    value = (frozenset({"é"}), {("a", 1): [2.5, None]}, b"\x00")
    assert [_kept(made, value) for _ in range(3)] == [value] * 3
    assert len(made) == 1
    assert place.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in place.iterdir()] == [0o600]


@pytest.mark.parametrize("at", [0, 20, 48, 52, -1])
def test_a_damaged_entry_is_made_anew(place: Path, at: int) -> None:
    made: list[int] = []
    _kept(made)
    (entry,) = place.iterdir()
    whole = bytearray(entry.read_bytes())
    whole[at] ^= 0xFF
    entry.write_bytes(whole)
    assert _kept(made) == "value"
    assert _kept(made) == "value"
    assert len(made) == 2


@pytest.mark.parametrize(
    "content", [b"", b"osce-kg kept 1\n", random.Random(1).randbytes(4096)], ids=["empty", "head", "noise"]
)
def test_a_foreign_file_is_made_anew(place: Path, content: bytes) -> None:
    made: list[int] = []
    _kept(made)
    (entry,) = place.iterdir()
    entry.write_bytes(content)
    assert _kept(made) == "value"
    assert len(made) == 2


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_may_write_is_not_believed(place: Path, mode: int) -> None:
    made: list[int] = []
    _kept(made)
    (entry,) = place.iterdir()
    entry.chmod(mode)
    assert _kept(made) == "value"
    assert len(made) == 2
    assert entry.stat().st_mode & 0o777 == 0o600


def test_an_entry_of_another_user_is_not_believed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    _kept(made)
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert kept.load("thing", _KEY) is None


def test_a_link_is_not_followed(place: Path, tmp_path: Path) -> None:
    made: list[int] = []
    _kept(made)
    (entry,) = place.iterdir()
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert kept.load("thing", _KEY) is None
    _kept(made)
    assert not entry.is_symlink()


def test_an_entry_of_other_code_is_not_taken(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "kept.py"
    other.write_text("# another form", encoding="utf-8")
    monkeypatch.setattr(kept, "__file__", str(other))
    assert kept.key_of("a test") != _KEY
    assert not place.exists()


def test_an_entry_of_other_sources_is_not_taken(place: Path, tmp_path: Path) -> None:
    table = tmp_path / "tables" / "a.csv"
    table.parent.mkdir()
    table.write_text("a,b\n", encoding="utf-8")
    before = kept.key_of(table.parent)
    kept.save("thing", before, "before")
    kept._digest.cache_clear()
    kept._read.cache_clear()
    table.write_text("a,c\n", encoding="utf-8")
    after = kept.key_of(table.parent)
    assert after != before
    assert kept.load("thing", after) is None
    (entry,) = place.iterdir()
    entry.rename(place / kept._file_name("thing", after))
    assert kept.load("thing", after) is None, "the digest within the entry is what counts"


def test_a_file_that_nobody_has_touched_is_not_read_again(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_JUST_NOW", 0)
    monkeypatch.setattr(kept, "_digests", kept.Memo("digests", kept.key_of))
    table = tmp_path / "tables" / "a.csv"
    read: list[str] = []
    table.parent.mkdir()
    table.write_text("a,b\n", encoding="utf-8")
    digest = kept._read.__wrapped__

    def watched(source: str) -> bytes:
        read.append(source)
        return digest(source)

    monkeypatch.setattr(kept, "_read", watched)

    def keys() -> list[bytes]:
        kept._digest.cache_clear()
        return [kept.key_of(table.parent), kept.key_of(table)]

    before = keys()
    assert {str(table), str(table.parent)} <= set(read)
    read.clear()
    assert keys() == before
    assert not {str(table), str(table.parent)} & set(read)
    status = table.stat()
    table.write_text("a,c\n", encoding="utf-8")
    os.utime(table, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert not set(keys()) & set(before), "the time of writing may be set back, that of the change not"


def test_nothing_is_kept_where_nothing_can_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    for told in ("off", str(tmp_path / "file" / "below")):
        monkeypatch.setenv(kept.VARIABLE, told)
        made: list[int] = []
        assert [_kept(made), _kept(made)] == ["value", "value"]
        assert len(made) == 2


def test_the_folder_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(kept.VARIABLE, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", "/home/somebody")
    monkeypatch.setenv("XDG_CACHE_HOME", "/var/somebody")
    assert kept.folder() == Path("/var/somebody/osce-kg")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert kept.folder() == Path("/home/somebody/.cache/osce-kg")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert kept.folder() == Path("/home/somebody/Library/Caches/osce-kg")
    monkeypatch.setenv("HOME", "")
    assert kept.folder() is None


def test_old_entries_go(place: Path) -> None:
    for number in range(12):
        kept.save("thing", kept.key_of(str(number)), number)
        kept.save("other", kept.key_of(str(number)), number) if number < 2 else None
    assert len(list(place.glob("thing-*.kept"))) == 8
    assert len(list(place.glob("other-*.kept"))) == 2
    assert kept.load("thing", kept.key_of("11")) == 11


def test_many_may_write_at_once(place: Path) -> None:
    code = "import sys; from kg import kept; [kept.save('thing', kept.key_of('k'), ['x' * 500_000]) for _ in range(20)]"
    writers = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(3)]
    seen: set[int] = set()
    while any(writer.poll() is None for writer in writers):
        found = kept.load("thing", kept.key_of("k"))
        seen.add(len(found[0]) if found is not None else 0)
    assert all(writer.returncode == 0 for writer in writers)
    assert seen <= {0, 500_000}
    assert kept.load("thing", kept.key_of("k")) == ["x" * 500_000]
    assert not list(place.glob("*.part"))


def test_a_large_dictionary_is_read_in_parts() -> None:
    entries = {f"key {number}": [number, "é"] for number in range(5_000)}
    shelves = kept.Shelves(kept.Shelves.written(entries))
    assert all(shelves.get(key) == value for key, value in entries.items())
    assert shelves.get("another") is None


@pytest.mark.parametrize("at", [60, 100, 5_000, 9_000, -1])
def test_a_damaged_part_of_a_large_dictionary_is_made_anew(place: Path, at: int) -> None:
    entries, made = {f"key {number}": [number, "é"] for number in range(5_000)}, []

    def shelves() -> kept.Shelves:
        return kept.shelved("thing", _KEY, lambda: made.append(1) or entries)  # type: ignore[func-returns-value]

    assert shelves().all() == entries
    (entry,) = place.iterdir()
    whole = bytearray(entry.read_bytes())
    whole[at] ^= 0xFF
    entry.write_bytes(whole)
    assert shelves().all() == entries
    assert shelves().all() == entries
    assert len(made) == 2


@pytest.mark.parametrize(
    ("pattern", "flags", "text"),
    [
        (r"(?P<day>\d{1,2})\s(?P<month>[a-zé]+)(?P=day)?", re.IGNORECASE, "on 12 FÉVRIER and"),
        (r"(?<![\w-])(?:a|b(?=c))+[^\W\d_]*?\Z", 0, "x bcabcé"),
        ("[\u0400-\u04ff\U00100000-\U00100040]+", re.DOTALL, "x\u0430\U00100020"),
        (rb"<meta[\s/](?:[^>\"']|\"[^\"]*\")*>?", re.IGNORECASE, b'a <META charset="x">'),
        (r"^(?i:Abc)$", re.MULTILINE | re.ASCII, "x\nABC\ny"),
    ],
)
@pytest.mark.usefixtures("place")
def test_a_kept_regular_expression_is_the_same(
    monkeypatch: pytest.MonkeyPatch, pattern: str, flags: int, text: str
) -> None:
    plain = re.compile(pattern, flags)
    regexes_of_two_starts = []
    for _ in range(2):
        monkeypatch.setattr(regexes, "_forms", kept.Memo("regexes", lambda: _KEY))
        regexes_of_two_starts.append(regexes.compiled(pattern, flags))
        regexes._forms.save()
    assert len(kept.Shelves(kept.load("regexes", _KEY)).all()) == 1
    first, second = regexes_of_two_starts
    for regex in (first, second, regexes.late(pattern, flags)):
        (found,), (right,) = list(regex.finditer(text)), list(plain.finditer(text))
        assert (found.span(), found.groupdict()) == (right.span(), right.groupdict())
        assert (regex.pattern, regex.flags, regex.groupindex) == (plain.pattern, plain.flags, plain.groupindex)
    assert first == plain
    assert second == plain


def test_numbers_that_are_no_program_are_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    flags, numbers, groups, index, names = regexes._to_form("a+b", 0)
    broken = (flags, b"\xff" * len(numbers), groups, index, names)
    monkeypatch.setattr(regexes._forms, "get", lambda _text, _make: broken)
    found = regexes.compiled("a+b", 0).search("caab")
    assert found is not None
    assert found.span() == (1, 4)


def test_a_broken_pattern_is_refused_as_ever() -> None:
    with pytest.raises(re.error, match="unterminated"):
        regexes.compiled("(a", 0)
