"""The competency questions: each runs on two engines and gives the answer that stands beside it."""

import csv
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.assets import folder
from kg.iris import Iris
from kg.reference import tabulate

QUESTIONS = folder("ontology") / "questions"
FILES = sorted(QUESTIONS.glob("*.rq"))
#: Questions that the reference data alone can answer.
REGISTER = frozenset([*(f"{n:03}" for n in range(1, 16)), "028", "030", "031", "032", "033", "034", "035", "040"])
Answer = tuple[tuple[str, ...], list[tuple[str, ...]]]


@cache
def register_quads() -> bytes:
    store = pyoxigraph.Store()
    store.load("".join(tabulate()).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    graph = pyoxigraph.NamedNode(Iris().graph("register"))
    for path in sorted((folder("ontology") / "concepts").glob("*.ttl")):
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    dumped = store.dump(format=pyoxigraph.RdfFormat.N_QUADS)
    assert dumped is not None
    return dumped


@cache
def oxigraph() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(register_quads(), format=pyoxigraph.RdfFormat.N_QUADS)
    return store


@cache
def dataset() -> rdflib.Dataset:
    data = rdflib.Dataset(default_union=True)
    data.parse(data=register_quads(), format="nquads")
    return data


def ask_oxigraph(query: str) -> Answer:
    found = oxigraph().query(query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = tuple(variable.value for variable in found.variables)
    return names, sorted(tuple(_value(row[name]) for name in names) for row in found)


def _value(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))


def ask_rdflib(query: str) -> Answer:
    found = dataset().query(query)
    assert found.vars is not None
    names = tuple(str(variable) for variable in found.vars)
    return names, sorted(tuple("" if term is None else str(term) for term in row) for row in found)  # type: ignore[union-attr]


def golden(path: Path) -> Answer:
    rows = list(csv.reader(io.StringIO(path.with_suffix(".csv").read_text(encoding="utf-8"))))
    return tuple(rows[0]), sorted(tuple(row) for row in rows[1:])


def test_there_are_forty_questions_numbered_without_a_gap() -> None:
    assert [path.name[:3] for path in FILES] == [f"{n:03}" for n in range(1, 41)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_question_stands_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ") and (first.endswith("?") or first.endswith("?)"))


@pytest.mark.parametrize("path", [path for path in FILES if path.name[:3] not in REGISTER], ids=lambda path: path.stem)
def test_both_engines_give_the_same_answer(path: Path) -> None:
    query = path.read_text(encoding="utf-8")
    assert ask_rdflib(query) == ask_oxigraph(query)


@pytest.mark.parametrize("ask", [ask_oxigraph, ask_rdflib], ids=["oxigraph", "rdflib"])
@pytest.mark.parametrize("path", [path for path in FILES if path.name[:3] in REGISTER], ids=lambda path: path.stem)
def test_the_reference_data_answers(path: Path, ask: Callable[[str], Answer]) -> None:
    assert ask(path.read_text(encoding="utf-8")) == golden(path)


def test_twenty_three_questions_are_answered_by_the_reference_data_alone() -> None:
    assert len([path for path in FILES if path.name[:3] in REGISTER]) == len(REGISTER) == 23
