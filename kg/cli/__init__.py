"""The ``osce-kg`` command: parses, calls a stage, prints. One module a command, imported when it is asked for.

Exit codes: 0 done, 1 refused or does not conform, 2 misuse or unreadable input.
"""

import importlib
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

import click

from kg.assets import software_version as version
from kg.cli.settings import fail
from kg.errors import KgError

#: Command name → module of ``kg.cli`` that defines a click command of that name, in the order of ``--help``.
COMMANDS: dict[str, str] = {
    "build": "kg.cli.build",
    "convert": "kg.cli.convert",
    "query": "kg.cli.query",
    "export": "kg.cli.export",
    "validate": "kg.cli.validate",
    "infer": "kg.cli.infer",
    "explain": "kg.cli.explain",
    "check": "kg.cli.check",
}


class LazyGroup(click.Group):
    """A group whose commands are imported by name, so that ``--help`` of one does not load all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command: the built-in ones, then those of installed entry points."""
        del ctx
        return [*COMMANDS, *sorted(entry_points(group="osce_kg.commands").names)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, or say that there is none of that name."""
        del ctx
        if cmd_name in COMMANDS:
            command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
            return command
        for entry in entry_points(group="osce_kg.commands", name=cmd_name):
            loaded: click.Command = entry.load()
            return loaded
        return None


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version(), prog_name="osce-kg")
def group() -> None:
    """Turn the OSCE's published pages into a validated knowledge graph, and ask it.

    \b
    Example:
      osce-kg build pages/ --out release
      osce-kg query release 'SELECT (COUNT(*) AS ?n) { ?s a osce:PressRelease }'
    """


def _run(command: Callable[..., Any]) -> int:
    """Run a click command and turn its ending into an exit code."""
    try:
        result = command(standalone_mode=False)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.Abort:
        return fail("interrupted; nothing half-written was left", 130)
    except click.ClickException as misuse:
        misuse.show()
        return 2
    except KgError as refusal:
        return fail(str(refusal), refusal.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return result if isinstance(result, int) else 0


def main() -> None:
    """Run ``osce-kg`` and exit."""
    sys.exit(_run(group))
