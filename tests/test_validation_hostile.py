"""Stage 6: what is broken, huge or never-ending ends ``osce-kg validate`` in one line, in bounded time and memory.

Ill-formed shapes and syntax errors at their lines are in ``test_validation_command.py``.
"""

import gzip
import random
import re
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.commands import COMMAND, run
from tests.series import in_long_series
from tests.test_validation import PREFIXES

#: Seconds for what takes one or two on an idle machine.
_BOUNDED = 60
_A = "<http://example.org/a>"
_P = "<http://example.org/p>"
_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">'


def _xml(entities: str, text: str) -> bytes:
    described = f'<rdf:Description rdf:about="http://example.org/a"><ex:p>{text}</ex:p></rdf:Description>'
    return f'<?xml version="1.0"?><!DOCTYPE r [{entities}]>{_RDF}{described}</rdf:RDF>'.encode()


def _laughs() -> bytes:
    """Declare entities of ten times the one before: 10 TB in all."""
    declared = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    return _xml(f'<!ENTITY a "aaaaaaaaaa">{declared}', "&m;")


def _numbered(lines: int) -> bytes:
    return b"".join(b'<http://example.org/%d> <http://example.org/p> "%d" .\n' % (n, n * 7919) for n in range(lines))


#: What → file name, content, what the line says.
BROKEN: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "cut in the middle of a line": ("a.nt", lambda: _numbered(3000)[:-20], "a.nt:3000:"),
    "Latin-1": ("a.nt", lambda: f'{_A} {_P} "ok" .\n{_A} {_P} "café" .\n'.encode("latin-1"), "a.nt:2:"),
    "UTF-16": ("a.ttl", lambda: PREFIXES.encode("utf-16"), "Invalid UTF-8"),
    "an escape of half a character": ("a.ttl", lambda: f'{_A} {_P} "\\uD800" .\n'.encode(), "a.ttl:1:"),
    "bytes": ("a.ttl", lambda: random.Random(1).randbytes(100_000), "a.ttl:1:1"),
    "zeros": ("a.ttl", lambda: bytes(100_000), "a.ttl:1:1"),
    "gzip cut short": ("a.nt.gz", lambda: gzip.compress(_numbered(50_000))[:50_000], "is not a complete gzip file"),
    "no gzip": ("a.nt.gz", lambda: b"not gzip at all", "Not a gzipped file"),
    "brackets that open only": ("a.ttl", lambda: f"{_A} {_P} {'[' * 100_000}".encode(), "a.ttl:1:"),
    "lists that open only": ("a.ttl", lambda: f"{_A} {_P} {'(' * 100_000}".encode(), "a.ttl:1:"),
    "JSON nested too deeply": ("a.jsonld", lambda: b"[" * 1_000_000, "a.jsonld:1:"),
    "a context elsewhere": ("a.jsonld", lambda: b'{"@context": "http://127.0.0.1:9/c", "a": 1}', "not fetched"),
    "a literal of 100 MB": ("a.nt", lambda: f'{_A} {_P} "{"x" * 10**8}" .\n'.encode(), "longer than 16 MiB"),
    "a quotation that does not end": ("a.ttl", lambda: f'{_A} {_P} """{"x" * 10**8}'.encode(), "longer than 16 MiB"),
    "an IRI of 50 MB": ("a.nt", lambda: f"{_A} {_P} <urn:{'x' * 5 * 10**7}> .\n".encode(), "longer than 16 MiB"),
    "a billion laughs": ("a.rdf", _laughs, "declares an entity by other entities"),
    "a long entity": ("a.rdf", lambda: _xml(f'<!ENTITY a "{"a" * 10**6}">', "&a;" * 10**5), "longer than 256 bytes"),
    "an entity without end": ("a.rdf", lambda: b"<!DOCTYPE r [<!ENTITY" + b" " * 10**6, "declares an entity"),
}  # fmt: skip


def _one_line(ended: subprocess.CompletedProcess[str], code: int = 2) -> str:
    assert ended.returncode == code, ended.stderr
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert len(ended.stderr) < 600
    return ended.stderr


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    file, content, told = BROKEN[name]
    path = tmp_path / file
    path.write_bytes(content())
    begun = time.monotonic()
    line = _one_line(run("validate", path))
    assert str(path) in line
    assert told in line
    assert time.monotonic() - begun < _BOUNDED


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nothing.ttl", "No such file"),
        ("folder", "is not a release"),
        ("data.docx", "no known RDF syntax"),
        ("", "is not a release"),
    ],
)
def test_what_is_no_file_is_told_in_one_line(name: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "data.docx").touch()
    assert told in _one_line(run("validate", tmp_path / name if name else tmp_path))


UNUSUAL = {
    "empty": ("a.ttl", b""),
    "nested deeply": ("a.ttl", f"{_A} {_P} {f'[ {_P} ' * 100_000} 1 {']' * 100_000} .".encode()),
    "a long list": ("a.ttl", f"{_A} {_P} ({' 1' * 100_000} ) .".encode()),
    "a literal of 15 MB": ("a.ttl", f'{_A} {_P} """{"x" * 15 * 10**6}""" .'.encode()),
    "entities that abbreviate": ("a.rdf", _xml('<!ENTITY xsd "http://www.w3.org/2001/XMLSchema#">', "&xsd;date &lt;")),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_read(name: str, tmp_path: Path) -> None:
    file, content = UNUSUAL[name]
    (tmp_path / file).write_bytes(content)
    ended = run("validate", tmp_path / file)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "conforms: 0 violations, 0 warnings, 0 notes\n"


def test_a_long_text_does_not_hide_the_line_of_a_fault(tmp_path: Path) -> None:
    path, long = tmp_path / "a.ttl", "x\n" * 10**6
    path.write_text(f'{PREFIXES}ex:a ex:p """{long}""" .\nex:b a <https://w3id.org/osce-kg/ontology#Mandate> .')
    ended = run("validate", path, "--report", "github")
    assert ended.returncode == 1
    assert "line=1000005," in ended.stdout


def test_a_file_that_was_left_out_is_named_beside_the_verdict(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("<a")
    assert run("validate", path).stdout.startswith(f"note: {path} does not parse and was left out\n")


def _shapes(folder: Path, text: str, nodes: int = 3000) -> tuple[str, ...]:
    """Write shapes beside data of so many nodes; hand back the words of the command."""
    shapes, data = folder / "shapes.ttl", folder / "data.nt"
    shapes.write_text(f"{PREFIXES}{text}\n")
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/T>"
    data.write_text("".join(f"<http://example.org/{n}> {kind} .\n" for n in range(nodes)))
    return ("validate", str(data), "--shapes", str(shapes))


def _nested(depth: int, *, backwards: bool = False) -> str:
    names = [f"ex:S{100_000 + number}" for number in range(depth)]
    names = names[::-1] if backwards else names
    inner = "".join(f"{one} a sh:NodeShape ; sh:node {other} . " for one, other in pairwise(names))
    return f"{names[0]} sh:targetClass ex:T . {inner} {names[-1]} a sh:NodeShape ; sh:nodeKind sh:IRI ."


_ON_T = "ex:S a sh:NodeShape ; sh:targetClass ex:T ;"
SHAPES = {
    "nested": (_nested(3000), "inside more than 50 deep"),
    "nested, the innermost first": (_nested(60, backwards=True), "inside more than 50 deep"),
    "nested paths": (
        f"{_ON_T} sh:property [ sh:minCount 1 ; sh:path {'[ sh:inversePath ' * 3000} ex:p {']' * 3000} ] .",
        "inside more than 50 deep",
    ),
    "a long path": (f"{_ON_T} sh:property [ sh:minCount 1 ; sh:path ( {'ex:p ' * 3000} ) ] .", "1,000 cells at most"),
    "a large regular expression": (
        f'{_ON_T} sh:property [ sh:path ex:p ; sh:pattern "(((a{{1,100}}){{1,100}}){{1,100}}){{1,100}}" ] .',
        "too large",
    ),
    "unknown flags": (f'{_ON_T} sh:property [ sh:path ex:p ; sh:pattern "a" ; sh:flags "zz" ] .', "flags are"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_beyond_all_measure_are_refused_in_one_line(name: str, tmp_path: Path) -> None:
    text, told = SHAPES[name]
    assert told in _one_line(run(*_shapes(tmp_path, text)))


def test_shapes_nested_as_deep_as_may_be_are_validated(tmp_path: Path) -> None:
    assert run(*_shapes(tmp_path, _nested(50))).returncode == 0


def test_shapes_without_a_target_are_told(tmp_path: Path) -> None:
    ended = run(*_shapes(tmp_path, "ex:S a sh:NodeShape ; sh:nodeKind sh:IRI ."))
    assert "note: no shape has a target" in ended.stdout


_ENDLESS = f'''{_ON_T} sh:nodeKind sh:IRI ; sh:sparql [ sh:message "x" ; sh:select """
    SELECT $this {{ $this ?a ?b . ?c ?d ?e . ?f ?g ?h . ?i ?j ?k .
      FILTER(CONCAT(STR(?b), STR(?e), STR(?h), STR(?k)) = "x") }}""" ] .'''


def _scratch(folder: Path) -> dict[str, str]:
    (folder / "scratch").mkdir()
    return {"TMPDIR": str(folder / "scratch"), "PATH": "/usr/bin:/bin"}


def _running(folder: Path) -> list[str]:
    """List the processes that still work on a folder."""
    listed = subprocess.run(["ps", "-ww", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder / "data.nt") in line and "validate" in line]


@pytest.mark.parametrize("nodes", [3000, 120_000], ids=["one process", "several processes"])
def test_a_query_that_does_not_end_is_given_up(nodes: int, tmp_path: Path) -> None:
    command = _shapes(tmp_path, _ENDLESS, nodes)
    begun = time.monotonic()
    ended = subprocess.run(
        [COMMAND, *command, "--timeout", "4", "--jobs", "2"], capture_output=True, text=True, env=_scratch(tmp_path),
        check=False, timeout=_BOUNDED,
    )  # fmt: skip
    assert "given up after 4 s" in _one_line(ended)
    assert time.monotonic() - begun < _BOUNDED / 2
    assert not list((tmp_path / "scratch").iterdir())
    assert not _running(tmp_path)


def test_an_interruption_ends_a_query_that_does_not(tmp_path: Path) -> None:
    command = [COMMAND, *_shapes(tmp_path, _ENDLESS)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=_scratch(tmp_path)) as process:
        until = time.monotonic() + _BOUNDED
        while not list((tmp_path / "scratch").iterdir()) and time.monotonic() < until:
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=_BOUNDED)[1]
    assert process.returncode == 130
    assert told.strip() == "osce-kg: interrupted; nothing half-written was left"
    assert not list((tmp_path / "scratch").iterdir())


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    command = [COMMAND, *_shapes(tmp_path, _ENDLESS, 120_000), "--jobs", "2", "--timeout", "60"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + _BOUNDED
        while (most := len(_running(tmp_path))) < 2 and time.monotonic() < until:
            time.sleep(0.2)
        process.kill()
    while _running(tmp_path) and time.monotonic() < until:
        time.sleep(0.2)
    assert most >= 2
    assert not _running(tmp_path)


def _places(path: Path, size: int) -> None:
    """Write so many bytes of N-Triples about places; every hundredth has a label without its language."""
    written = number = 0
    with path.open("w") as stream:
        while written < size:
            me = f"<http://example.org/place/{number}>"
            tag = "" if number % 100 == 0 else "@en"
            written += stream.write(
                f"{me} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/osce-kg/ontology#Place> .\n"
                f'{me} <http://www.w3.org/2004/02/skos/core#prefLabel> "Place {number}"{tag} .\n'
                f"{me} <https://w3id.org/osce-kg/ontology#atPlace> <http://example.org/place/{number // 10}> .\n"
            )
            number += 1


@pytest.mark.parametrize("command", ["build", "query", "site", "convert"])
def test_a_command_that_has_too_few_addresses_says_so_in_one_line(command: str) -> None:
    limit = (150 << 20, 150 << 20)
    ended = subprocess.run(
        [COMMAND, command, "no-release"], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit), timeout=240,
    )  # fmt: skip
    assert re.fullmatch(
        rf"osce-kg: ulimit -v allows 150 MiB of addresses, and osce-kg {command} needs \d+ MiB or more: .*\n",
        ended.stderr,
    )
    assert ended.returncode == 2


def _validated(path: Path, size: int, mebibytes: int) -> subprocess.CompletedProcess[str]:
    """Validate so many bytes about places with so many MiB of addresses."""
    _places(path, size)
    limit = (mebibytes << 20, mebibytes << 20)
    return subprocess.run(
        [COMMAND, "validate", str(path), "--jobs", "1"], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit), timeout=240,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("size", "mebibytes"), [(2_000_000, 500), pytest.param(20_000_000, 600, marks=in_long_series)])
def test_a_large_file_is_validated_within_memory(size: int, mebibytes: int, tmp_path: Path) -> None:
    whole = _validated(tmp_path / "places.nt", size, mebibytes)
    assert whole.returncode == 1, whole.stderr
    assert whole.stderr == ""
    assert "does not conform" in whole.stdout


def test_a_file_too_large_for_memory_is_refused_in_one_line(tmp_path: Path) -> None:
    refused = _validated(tmp_path / "places.nt", 30_000_000, 510)
    assert re.search(
        r"ulimit -v allows 510 MiB of addresses, and validating this needs about 5\d\d MiB", _one_line(refused)
    )
    assert "ulimit -v allows 300 MiB" in _one_line(_validated(tmp_path / "small.nt", 1000, 300))
