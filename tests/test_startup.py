"""Nothing is loaded before it is needed: what the start of a command may import, and what it may not."""

import subprocess
import sys
from importlib.metadata import entry_points

import click
import pytest

from kg.cli import COMMANDS
from kg.cli.group import group

HEAVY = ("rdflib", "numpy", "owlrl", "pyshacl", "flask")


def _loaded(*arguments: str) -> set[str]:
    """Run the command in a fresh process, and hand back the top-level modules that it has loaded when it ends."""
    code = (
        "import atexit, sys; from kg.cli import main; sys.argv = ['osce-kg', *sys.argv[1:]]\n"
        "atexit.register(lambda: print('loaded:', *{name.partition('.')[0] for name in sys.modules}))\nmain()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120, check=False
    )
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
        ("validate", ("numpy", "owlrl", "pyshacl", "flask")),
    ],
)
def test_a_command_loads_only_what_it_may_need(command: str, unneeded: tuple[str, ...]) -> None:
    assert _loaded(command, "--help").isdisjoint(unneeded)


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
