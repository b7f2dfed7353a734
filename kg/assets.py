"""Where the project's own data files are: ontology, shapes, reference tables.

An editable install and a clone find them beside ``kg``; a wheel carries them in ``kg/_data``.
"""

from functools import cache
from pathlib import Path

from kg import __version__
from kg.errors import KgError
from kg.namespaces import DEFAULT_BASE

_PACKAGE = Path(__file__).resolve().parent
#: Where the project's own reference tables are.
TABLES_FOLDER = _PACKAGE / "reference" / "tables"


@cache
def folder(name: str) -> Path:
    """Find a folder of project data.

    :param name: ``"ontology"`` or ``"shapes"``
    :returns: the folder as installed
    :raises KgError: if the installation lacks it

    >>> folder("ontology").name
    'ontology'
    """
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise KgError(f"project data {name!r} not found beside {_PACKAGE}: reinstall osce-kg")


@cache
def licence_of_data() -> str:
    """Read the licences of the data, ``LICENSE-DATA``."""
    for candidate in (_PACKAGE / "_data" / "LICENSE-DATA", _PACKAGE.parent / "LICENSE-DATA"):
        if candidate.is_file():
            return candidate.read_text(encoding="utf-8")
    raise KgError(f"LICENSE-DATA not found beside {_PACKAGE}: reinstall osce-kg")


def software_version() -> str:
    """Tell the version of osce-kg; to read it from what is installed takes longer than to import all this."""
    return __version__


def rebased_text(path: Path, base: str = DEFAULT_BASE) -> str:
    """Read a text file of the project with its IRIs moved to another base.

    :param path: a UTF-8 file under one of the data folders
    :param base: base IRI of the build, ending in ``/``
    :returns: the file's text; every occurrence of the default base is replaced
    """
    text = path.read_text(encoding="utf-8")
    return text if base == DEFAULT_BASE else text.replace(DEFAULT_BASE, base)
