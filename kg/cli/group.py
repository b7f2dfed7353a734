"""The group of commands: finds the one that is called, and turns its ending into an exit code.

Exit codes: 0 done, 1 refused or does not conform, 2 misuse or unreadable input.
"""

import importlib
import sys
from collections.abc import Callable
from typing import Any

import click

from kg.cli import COMMANDS, overview
from kg.cli.settings import fail
from kg.errors import KgError
from kg.memory import require_addresses

_ENTRY_POINTS = "osce_kg.commands"
#: Mebibytes of addresses that a command takes at least: stores and their threads set many aside.
ADDRESSES = {
    **dict.fromkeys(("build", "site", "serve"), 900),
    **dict.fromkeys(("query", "validate"), 500),
    **dict.fromkeys(("explain", "check"), 450),
    "gaps": 300,
    "convert": 250,
}
_ADDRESSES_OTHERS = 180


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name every command."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command, or return None if there is no such command.

        :raises SourceError: if the shell allows it too few addresses
        """
        del ctx
        module, _ = COMMANDS.get(cmd_name, ("", ""))
        if not {"-h", "--help"} & set(sys.argv):
            require_addresses(f"osce-kg {cmd_name}", ADDRESSES.get(cmd_name, _ADDRESSES_OTHERS) << 20)
        if module:
            command: click.Command = getattr(importlib.import_module(module), cmd_name)
            return command
        return _installed(cmd_name)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview, for which no command is imported."""
        del ctx
        formatter.write(overview())


def _installed(name: str) -> click.Command | None:
    """Load a command that an installed distribution offers as an entry point."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=_ENTRY_POINTS, name=name):
        loaded: click.Command = entry.load()
        return loaded
    return None


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from kg.assets import software_version

        click.echo(f"osce-kg, version {software_version()}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version)
def group() -> None:
    """Turn the OSCE's published pages into a validated knowledge graph, and ask it."""


def run(command: Callable[..., Any]) -> int:
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
