"""Rules for the reference tables and the competency questions asked of them."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

import kg.reference
from kg.errors import BrokenTable
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project
from kg.iris import Iris
from kg.reference import tabulate

TABLES = Path(kg.reference.__file__).parent / "tables"
_FAULT = re.compile(r"(?P<file>[^:]+\.csv): row (?P<row>\d+): (?P<what>.*): (?P<remedy>[^:]+)$")
Answer = tuple[tuple[str, ...], list[tuple[str, ...]]]


def tables(project: Project) -> Iterator[Finding]:
    """Every reference table is as its columns are documented, and every id that it names exists."""
    try:
        tabulate(tables=project.tables)
    except BrokenTable as broken:
        for line in str(broken).splitlines():
            yield _cell(line, project)


def _cell(line: str, project: Project) -> Finding:
    """Take ``table.csv: row 3: what is wrong: remedy`` apart."""
    found = _FAULT.match(line)
    if found is None:
        return Finding(str(project.tables or TABLES), 1, 1, "tables", line, "correct the table")
    folder = project.tables or TABLES
    path = folder / found["file"]
    name = path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else str(path)
    return Finding(name, int(found["row"]), 1, "tables", found["what"], found["remedy"])


def answers(project: Project) -> Iterator[Finding]:
    """Every competency question parses, and the reference data answers it as the file beside it says."""
    store = _register(project)
    for source in project.questions:
        try:
            answer = ask(store, source.text)
        except SyntaxError as error:
            yield source.finding((1, 1), "answers", f"the query does not parse: {error}", "correct the query")
            continue
        beside = source.path.with_suffix(".csv")
        if beside.is_file() and answer != read_answer(beside.read_text(encoding="utf-8")):
            message = f"the reference data answers with {len(answer[1])} rows that are not those of {beside.name}"
            yield source.finding((1, 1), "answers", message, "find out which of the two is wrong")


def _register(project: Project) -> ox.Store:
    store = ox.Store()
    try:
        store.load("".join(tabulate(tables=project.tables)).encode(), format=ox.RdfFormat.N_QUADS)
    except BrokenTable:
        pass
    graph = ox.NamedNode(Iris().graph("register"))
    for source in project.concepts:
        store.load(source.text.encode(), format=ox.RdfFormat.TURTLE, to_graph=graph)
    return store


def ask(store: ox.Store, query: str) -> Answer:
    """Ask a SELECT query of the union of all graphs.

    :returns: the variables, and the rows as plain strings, sorted; unbound is empty
    :raises SyntaxError: if the query does not parse
    """
    found = store.query(query, use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise SyntaxError("a competency question is a SELECT query")
    names = tuple(variable.value for variable in found.variables)
    return names, sorted(tuple(_text(row[name]) for name in names) for row in found)


def _text(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def read_answer(text: str) -> Answer:
    """Read an answer from CSV: a row of variables, then rows of values."""
    rows = list(csv.reader(io.StringIO(text)))
    return tuple(rows[0]), sorted(tuple(row) for row in rows[1:])
