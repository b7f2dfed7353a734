"""Stage 4': the reference tables as quads of ``graph/register``, and the gazetteer made of them."""

from collections.abc import Iterator
from pathlib import Path

from kg.namespaces import DEFAULT_BASE

#: The day on which a reference table last changed; it dates a release, so bring it up to date with the tables.
CHANGED = "2026-11-26"


def tabulate(base: str = DEFAULT_BASE, tables: Path | None = None) -> Iterator[str]:
    """Turn the reference tables into RDF.

    :param base: base IRI of the build, ending in ``/``
    :param tables: folder of the CSV files; by default the project's own
    :returns: lines of N-Quads in ``graph/register``, sorted, each once; no blank nodes
    :raises BrokenTable: if a table is not as :mod:`kg.reference.schema` says, one line a fault
    """
    from kg.reference.writing import lines_of  # the writers; who only reads texts needs them not

    return lines_of(base, tables)
