"""Solutions as an aligned table for people: whole cells, streamed."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import pyoxigraph as ox

from kg.namespaces import compact, prefixes

#: Rows whose widths set the columns; later, wider cells push their row to the right.
_MEASURED = 1000

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None


def table(solutions: ox.QuerySolutions, base: str) -> Iterator[str]:
    """Draw solutions.

    :param solutions: taken lazily
    :param base: base IRI, whose prefixes shorten IRIs
    :returns: lines: names, a rule, a line a row, and the number of rows
    """
    names = [variable.value for variable in solutions.variables]
    known = prefixes(base)
    rows = ([_cell(value, known) for value in solution] for solution in solutions)
    first = list(islice(rows, _MEASURED))
    widths = [max(map(len, column)) for column in zip(names, *first, strict=True)]
    yield _line(names, widths)
    yield "  ".join("-" * width for width in widths) + "\n"
    count = 0
    for row in chain(first, rows):
        count += 1
        yield _line(row, widths)
    yield f"({count:,} row{'' if count == 1 else 's'})\n"


def _line(cells: Iterable[str], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip() + "\n"


def _cell(term: Term, names: dict[str, str]) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return compact(term.value, names)
    text = term.value if isinstance(term, ox.Literal) else str(term)
    return " ".join(text.split())
