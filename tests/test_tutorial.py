"""The tutorial, word by word: its files are written, its commands run, and what it prints is what they print."""

import re
import shlex
from pathlib import Path

from tests.commands import run
from tests.conftest import ROOT

TUTORIAL = ROOT / "docs" / "tutorial" / "first-release.md"
FILES = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n\$ osce-kg (.*?)\n(.*?)```", re.DOTALL)


def test_the_tutorial_prints_what_its_commands_print(tmp_path: Path) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    files, commands = FILES.findall(text), CONSOLE.findall(text)
    assert (len(files), len(commands)) == (3, 5)
    for name, content in files:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for command, printed in commands:
        ended = run(*shlex.split(command), cwd=tmp_path)
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, printed, ""), command
