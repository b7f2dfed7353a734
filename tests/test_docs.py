"""The documentation says what is so: answers, commands, options, links."""

import dataclasses
import re
from collections import Counter
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bench.extraction.rounds import written
from endpoint.config import PREFIX, EndpointConfig
from kg.cli.group import group
from kg.facts.tables import FOLDER
from kg.kept import VARIABLE as CACHE
from tests.commands import run
from tests.conftest import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
ANSWERS = re.compile(r"<!-- answer: (\S+) -->\n```text\n(.*?)```", re.DOTALL)
COMMANDS = re.compile(r"^(?:    |\t)?(?:\$ )?osce-kg ([a-z]+)([^\n]*(?:\\\n[^\n]*)*)$", re.MULTILINE)
LINK = re.compile(r"\[[^]]*\]\((?!https?:|#)([^)#\s]+)")
#: Length of a line of the changelog beyond which it is no area alone, such as "- **Validation**".
AN_AREA = 60


def parameters(name: str) -> set[str]:
    context = click.Context(group)
    command = group.get_command(context, name)
    assert command is not None, f"osce-kg has no command {name!r}"
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


def test_the_readme_prints_the_answer_that_make_run_prints(sample_release: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    answers = ANSWERS.findall(readme)
    assert len(answers) == 1
    for file, printed in answers:
        asked = run("query", sample_release, "-f", ROOT / file)
        head, foot = printed.split("...\n")
        assert (asked.stdout.startswith(head), asked.stdout.endswith(foot)) == (True, True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_and_options_that_a_page_names_are_there(page: Path) -> None:
    for name, rest in COMMANDS.findall(page.read_text(encoding="utf-8")):
        unquoted = re.sub(r"'[^']*'|\"[^\"]*\"", "", rest).split("|")[0].split("#")[0]
        named = set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", unquoted))
        assert named <= parameters(name) | {"--help", "-h"}, f"{page.name}: osce-kg {name} {named - parameters(name)}"


def test_the_documentation_names_commands_at_all() -> None:
    assert sum(len(COMMANDS.findall(page.read_text(encoding="utf-8"))) for page in PAGES) >= 12


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("name", group.list_commands(click.Context(group)))
def test_the_help_of_a_command_has_an_example_that_keeps_its_lines(name: str) -> None:
    shown = CliRunner().invoke(group, [name, "--help"]).output
    assert "\\b" not in shown
    assert re.search(rf"^ +osce-kg {name} ", shown, re.MULTILINE)


def test_every_page_of_the_documentation_is_reached_from_its_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")} - {"index.md"}
    assert pages - set(LINK.findall(index)) == set()


def test_the_reference_of_settings_names_each_with_its_default() -> None:
    text = (ROOT / "docs" / "reference" / "configuration.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(OSCE_KG_[A-Z_]+)` \|(.*)$", text, re.MULTILINE))
    assert rows.pop(CACHE).count("|") == 2, "a variable of every command"
    assert set(rows) == {PREFIX + each.name.upper() for each in dataclasses.fields(EndpointConfig)}
    for each in dataclasses.fields(EndpointConfig):
        option, default = (cell.strip(" `") for cell in rows[PREFIX + each.name.upper()].split("|")[:2])
        assert not option.startswith("--") or option in parameters("serve")
        if type(each.default) in {int, float, bool} and "cores" not in default:
            assert float(default) == each.default, each.name


def test_every_table_of_the_reader_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "reference" / "lexicons.md").read_text(encoding="utf-8")))
    assert {path.stem for path in FOLDER.glob("*.csv")} - described == set()


def test_the_tables_of_first_readings_are_those_of_the_score_card() -> None:
    pages = written()
    assert len(pages) == 2
    for page, text in pages.items():
        assert page.read_text(encoding="utf-8") == text, f"{page.name}: call python -m bench.extraction.rounds --write"


def test_the_changelog_has_each_entry_once_under_a_heading() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    version = [line for line in lines[lines.index("## Unreleased") + 1 :] if line]
    assert version[0].startswith("### ")
    assert [line for line, times in Counter(version).items() if times > 1 and len(line) > AN_AREA] == []
