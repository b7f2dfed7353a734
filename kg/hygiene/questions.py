"""Gate: the competency questions are numbered, readable and short, and give the answers that stand beside them."""

import csv
import io
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.errors import BrokenTable
from kg.hygiene.finding import Finding
from kg.hygiene.project import Project, TextFile
from kg.namespaces import DEFAULT_BASE
from kg.reference import tabulate
from kg.sparql import cause

#: Lines that a question may have.
MOST_LINES = 35

Answer = tuple[tuple[str, ...], list[tuple[str, ...]]]


class Register:
    """The reference data and the concepts, to be asked."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Register":
        """Give the register of a project, the same to every gate that asks."""
        found = vars(project).setdefault("_register", cls(project))
        return found if isinstance(found, cls) else cls(project)

    @cached_property
    def store(self) -> ox.Store:
        """A store in memory with ``graph/register``."""
        store = ox.Store()
        lines = "".join(tabulate(tables=self._project.tables))
        store.load(lines.encode(), format=ox.RdfFormat.N_QUADS)
        graph = ox.NamedNode(f"{DEFAULT_BASE}graph/register")
        for file in self._project.concepts:
            store.load(path=str(file.path), format=ox.RdfFormat.TURTLE, to_graph=graph)
        return store

    def ask(self, query: str) -> Answer:
        """Ask a SELECT query of the union of all graphs.

        :returns: variables, and rows of values in plain text, sorted
        :raises SyntaxError: if the query does not parse
        """
        found = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, ox.QuerySolutions):
            raise SyntaxError("a competency question is a SELECT query")
        names = tuple(variable.value for variable in found.variables)
        return names, sorted(tuple(_plain(row[name]) for name in names) for row in found)


def _plain(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def check_questions(project: Project) -> Iterator[Finding]:
    """Look at the form of each question and, where its answer stands beside it, at the answer."""
    for number, file in enumerate(project.questions, 1):
        if file.path.name[:4] != f"{number:03}-":
            yield file.finding(0, "number", f"question {number} is called {file.path.name}", "number without a gap")
        yield from _form(file)
    register = Register.of(project)
    try:
        for file in project.questions:
            yield from _answer(register, file)
    except BrokenTable:
        return  # the gate of the links says what is broken


def _form(file: TextFile) -> Iterator[Finding]:
    lines = file.text.splitlines()
    if not lines or not re.match(r"# [A-Z].*\?", lines[0]):
        yield file.finding(0, "question", "the first line asks nothing", "write the question as a comment")
    if len(lines) > MOST_LINES:
        yield file.finding(0, "question", f"{len(lines)} lines", f"ask in {MOST_LINES} lines at most")


def _answer(register: Register, file: TextFile) -> Iterator[Finding]:
    try:
        answer = register.ask(file.text)
    except SyntaxError as error:
        why = cause(file.text, str(error.msg))
        yield Finding(file.shown, why.line or 1, why.column or 1, "syntax", why.reason, "correct the query")
        return
    beside = file.path.with_suffix(".csv")
    if beside.is_file() and answer != (wanted := golden(beside)):
        more, less = len(set(answer[1]) - set(wanted[1])), len(set(wanted[1]) - set(answer[1]))
        message = f"the question is answered with {more} rows more and {less} fewer"
        remedy = "correct data or question, or review and replace the answer"
        yield Finding(file.shown.removesuffix(".rq") + ".csv", 1, 1, "answer", message, remedy)


def golden(path: Path) -> Answer:
    """Read the answer that stands beside a question: a CSV file with a heading."""
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    return tuple(rows[0]), sorted(tuple(row) for row in rows[1:])
