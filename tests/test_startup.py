"""Nothing is loaded before it is needed: what the start of a command may import, and what it may not."""

import os
import subprocess
import sys
from importlib.metadata import entry_points, version
from pathlib import Path

import click
import pytest

import kg
from kg.cli import COMMANDS
from kg.cli.group import group
from tests.conftest import ROOT

PAGE = """<html lang="en"><head><meta charset="utf-8"><title>Course opens</title></head>
<body class="page-node-type-press-release">
<main><h1>Course for customs officers opens</h1>
<p>ASHGABAT, 4 June 2014 – A course opened today.</p></main></body></html>
"""
HEAVY = ("rdflib", "numpy", "owlrl", "pyshacl", "flask")


def _loaded(*arguments: str) -> set[str]:
    """Run the command in a fresh process, and hand back the top-level modules that it has loaded when it ends."""
    code = (
        "import atexit, sys; from kg.cli import main; sys.argv = ['osce-kg', *sys.argv[1:]]\n"
        "atexit.register(lambda: print('loaded:', *{name.partition('.')[0] for name in sys.modules}))\nmain()"
    )
    command = [sys.executable, "-c", code, *arguments]
    # The coverage of the command is not measured: measuring it loads modules of its own.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600, env=environment, check=False)
    assert ended.returncode == 0, ended.stderr
    return set(ended.stdout.splitlines()[-1].removeprefix("loaded: ").split())


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_loads_none_of_the_heavy_libraries(option: str) -> None:
    loaded = _loaded(option)
    assert "kg" in loaded
    assert loaded.isdisjoint((*HEAVY, "click", "pyoxigraph", "endpoint"))


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [
        ("convert", HEAVY),
        ("query", HEAVY),
        ("export", HEAVY),
        ("validate", HEAVY),
    ],
)
def test_a_command_loads_only_what_it_may_need(command: str, unneeded: tuple[str, ...]) -> None:
    assert _loaded(command, "--help").isdisjoint(unneeded)


#: Libraries that neither a page of HTML in UTF-8 nor a small file of Turtle needs, nor a query of a release.
UNNEEDED = ("numpy", "owlrl", "pyshacl", "flask", "pyparsing", "brotli", "backports", "defusedxml", "chardetng_py")


def test_a_page_is_converted_without_what_others_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCE_KG_CACHE", str(tmp_path / "kept"))
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    _loaded("convert", str(page), "-o", str(tmp_path / "first.ttl"))
    loaded = _loaded("convert", str(page), "-o", str(tmp_path / "second.ttl"))
    assert (tmp_path / "first.ttl").read_text() == (tmp_path / "second.ttl").read_text()
    assert loaded.isdisjoint((*UNNEEDED, "rdflib", "zipfile", "email", "html", "anyascii", "tomllib"))


def test_a_file_is_validated_without_what_others_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OSCE_KG_CACHE", str(tmp_path / "kept"))
    file = tmp_path / "data.ttl"
    file.write_text('<urn:a> <urn:b> 1, "01"^^<http://www.w3.org/2001/XMLSchema#integer> .\n', encoding="utf-8")
    _loaded("validate", str(file), "-o", str(tmp_path / "first.txt"))
    loaded = _loaded("validate", str(file), "-o", str(tmp_path / "second.txt"))
    assert (tmp_path / "first.txt").read_text() == (tmp_path / "second.txt").read_text()
    assert loaded.isdisjoint((*UNNEEDED, *HEAVY, "multiprocessing", "concurrent", "subprocess", "email", "http", "ssl"))


def test_a_release_is_asked_without_what_others_need(sample_release: Path) -> None:
    loaded = _loaded("query", str(sample_release), "ASK { ?s ?p ?o }")
    assert loaded.isdisjoint((*UNNEEDED, "rdflib", "selectolax", "email", "zipfile"))


def test_the_version_is_that_of_the_installed_package() -> None:
    assert version("osce-kg") == kg.__version__


def test_the_overview_says_of_each_command_what_the_command_says_itself() -> None:
    context = click.Context(group)
    for name, (_, does) in COMMANDS.items():
        command = group.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.get_short_help_str(100) == does


def test_every_command_of_an_entry_point_is_in_the_overview() -> None:
    names = set(entry_points(group="osce_kg.commands").names)
    assert names == {name for name, (module, _) in COMMANDS.items() if not module}


def test_help_is_the_same_however_it_is_asked_for() -> None:
    texts = [
        subprocess.run(
            [sys.executable, "-c", "from kg.cli import main; main()", *asked],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for asked in (["--help"], ["-h"], ["-h", "--help"])
    ]
    assert len(set(texts)) == 1
    assert all(f"\n  {name} " in texts[0] for name in COMMANDS)


_READS_ALL = """
from bench.extraction.practice import FOLDERS
from kg.documents import parse
from kg.facts import extract
from kg.facts.reading.lines import prepared
from kg.model import Document
from kg.reference.gazetteer import load_gazetteer
from kg.sources import read

gazetteer, alphabet, count = load_gazetteer(), prepared("en").alphabet, 0
for path in (path for folder in FOLDERS for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".html")):
    for page in read(path):
        document = parse(page)
        if isinstance(document, Document):
            extract(document, gazetteer)
            count += 1
print(count > 80)
for bits in alphabet.sets()[len(alphabet.usual()):]:
    print(sorted(each for each in alphabet.used if bits & alphabet.bit(each)))
"""


def test_pages_bring_no_set_of_classes_for_which_patterns_are_compiled_again() -> None:
    """Each new set costs a process the largest patterns once more, over half a second."""
    done = subprocess.run([sys.executable, "-c", _READS_ALL], check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout == "True\n"
