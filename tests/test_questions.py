"""The competency questions: each answered alike by two engines, and as its golden answer says."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.reference import tabulate
from tests.conftest import ROOT

FOLDER = ROOT / "ontology" / "questions"
QUESTIONS = sorted(FOLDER.glob("*.rq"))
CONCEPTS = sorted((ROOT / "ontology" / "concepts").glob("*.ttl"))
#: Questions about documents: their answers stand on the sample release, not on the register.
ABOUT_DOCUMENTS = {"016", "017", "018", "019", *(f"{number:03}" for number in range(20, 30)), "037", "043"}


@pytest.fixture(scope="module")
def stores() -> tuple[pyoxigraph.Store, rdflib.Graph]:
    store, graph = pyoxigraph.Store(), rdflib.Graph()
    lines = "".join(tabulate()).encode()
    store.bulk_load(lines, format=pyoxigraph.RdfFormat.N_QUADS)
    for file in CONCEPTS:
        store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.TURTLE)
    merged = io.BytesIO()
    pyoxigraph.serialize((quad.triple for quad in store), merged, format=pyoxigraph.RdfFormat.N_TRIPLES)
    graph.parse(data=merged.getvalue(), format="nt")
    return store, graph


def cells(rows: Iterable[Iterable[object]]) -> list[tuple[str, ...]]:
    return sorted(tuple("" if cell is None else str(cell) for cell in row) for row in rows)


def by_oxigraph(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = sorted(variable.value for variable in found.variables)
    return cells([(None if row[n] is None else row[n].value) for n in names] for row in found)


def by_rdflib(graph: rdflib.Graph, query: str) -> list[tuple[str, ...]]:
    found = graph.query(query)
    names = sorted(str(variable) for variable in found.vars or [])
    return cells([row[n] for n in names] for row in found)  # type: ignore[index,call-overload]


def golden(question: Path) -> list[tuple[str, ...]]:
    with question.with_suffix(".csv").open(encoding="utf-8", newline="") as stream:
        return [tuple(row) for row in list(csv.reader(stream))[1:]]


def test_every_question_is_here_and_says_what_it_asks() -> None:
    assert len(QUESTIONS) == 43
    for question in QUESTIONS:
        first, second = question.read_text(encoding="utf-8").splitlines()[:2]
        assert first.startswith("# ")
        assert first.endswith((".", "?")), question
        assert second.startswith("# Asked by: "), question


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_two_engines_answer_alike_on_the_register(
    question: Path, stores: tuple[pyoxigraph.Store, rdflib.Graph]
) -> None:
    query = question.read_text(encoding="utf-8")
    answer = by_oxigraph(stores[0], query)
    assert answer == by_rdflib(stores[1], query)
    if question.name[:3] not in ABOUT_DOCUMENTS:
        assert answer == golden(question)
