"""The tables of words that pages are read with: TOML files that a person edits without reading code."""

from functools import cache
from pathlib import Path
from typing import Any

from kg.kept import code, kept, key_of

_FOLDER = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """Read a table.

    :param name: of its file, without ``.toml``
    """
    key = key_of(*code(f"documents/{name}.toml", "documents/tables.py"))
    return kept(f"table-{name}", key, lambda: _read(name), dict, dict)


def _read(name: str) -> dict[str, Any]:
    import tomllib  # for what is not kept yet

    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
