"""What every command shares: verbosity, the base IRI, the last line of a failure."""

from collections.abc import Callable
from typing import TypeVar

import click

from kg.namespaces import DEFAULT_BASE

#: Levels of :mod:`logging`, which only a command that was told to be quiet or loud imports.
_DEBUG, _INFO, _ERROR = 10, 20, 40
Command = TypeVar("Command", bound=Callable[..., object])


def fail(message: str, code: int) -> int:
    """Print one line on standard error and hand back the exit code."""
    click.echo(f"osce-kg: {message}", err=True)
    return code


def _level(level: int) -> None:
    import logging

    logging.basicConfig(level=level, format="osce-kg: %(message)s", force=True)


def _set_quiet(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    ctx.ensure_object(dict)["quiet"] = value
    if value:
        _level(_ERROR)


def _set_verbose(ctx: click.Context, _param: click.Parameter, value: int) -> None:
    if value:
        _level([_INFO, _DEBUG][min(value, 2) - 1])


def _checked_base(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    if not value.startswith(("http://", "https://")) or not value.endswith("/"):
        raise click.BadParameter(f"{value!r} is not a base IRI: write http(s)://…/ with a / at the end")
    return value


def is_quiet() -> bool:
    """Tell whether the running command was called with ``-q`` (no progress bar then)."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.ensure_object(dict).get("quiet"))


def verbosity(command: Command) -> Command:
    """Add ``-q`` and ``-v`` to a command; they set the level of the root logger."""
    command = click.option(
        "-q", "--quiet", is_flag=True, expose_value=False, callback=_set_quiet, help="Print errors only."
    )(command)
    return click.option(
        "-v", "--verbose", count=True, expose_value=False, callback=_set_verbose, help="Print more (-vv: most)."
    )(command)


def base_option(command: Command) -> Command:
    """Add ``--base``: the base IRI of everything that is minted."""
    return click.option(
        "--base", default=DEFAULT_BASE, show_default=True, callback=_checked_base, help="Base IRI, ending in /."
    )(command)


def work_offline() -> None:
    """Take the network from this process for good: no query of anybody's shapes or own can call out.

    Only where the process is the command's own, not where a program calls it.
    """
    from kg.sandbox import refuse_network

    context = click.get_current_context()
    if context.find_root() is not context:
        refuse_network()
