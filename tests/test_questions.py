"""The competency questions: each runs on two engines and gives the answer that stands beside it."""

import csv
import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.assets import folder
from kg.documents import parse
from kg.facts import extract
from kg.graph import assemble
from kg.iris import Iris
from kg.model import Document, Page
from kg.namespaces import DEFAULT_BASE
from kg.pipeline.concepts import concept_lines
from kg.reference import tabulate
from kg.reference.gazetteer import Gazetteer
from kg.release import open_release
from kg.release.store import without_graphs
from kg.sources import read
from tests.conftest import DATA, ROOT
from tests.series import some

QUESTIONS = folder("ontology") / "questions"
FILES = sorted(QUESTIONS.glob("*.rq"))
#: Questions that the reference data alone can answer.
REGISTER = frozenset(path.name[:3] for path in FILES if path.with_suffix(".csv").is_file())
ABOUT_REGISTER = [path for path in FILES if path.name[:3] in REGISTER]
#: Made-up documents, and the answers that the other questions give on them and the reference data together.
MADE_UP = ROOT / "tests" / "data" / "questions"
REAL_NODE, MADE_UP_NODE = "doc:485162", "doc:900000001"
Answer = tuple[tuple[str, ...], list[tuple[str, ...]]]


@cache
def register_quads() -> bytes:
    store = pyoxigraph.Store()
    store.load("".join(tabulate()).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    graph = pyoxigraph.NamedNode(Iris().graph("register"))
    for path in sorted((folder("ontology") / "concepts").glob("*.ttl")):
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    store.load(path=str(MADE_UP / "record.trig"), format=pyoxigraph.RdfFormat.TRIG)
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
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
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


def test_there_are_sixty_questions_and_more_numbered_without_a_gap() -> None:
    assert [path.name[:3] for path in FILES] == [f"{n:03}" for n in range(1, len(FILES) + 1)]
    assert len(FILES) >= 60


#: Who looks after graph and ontology, by a word of their name: "editor of the graph", "data steward", "maintainer".
KEEPERS = re.compile(r"\b(?:keeper|editor|maintainer|curator|steward|developer|ontologist|CI)\b")


def askers(path: Path) -> list[str]:
    found = re.search(r"^# Asked by: ([^.]+)\.", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{path.name} does not say who asks"
    return found[1].split(", ")


def test_at_most_a_fifth_of_the_questions_are_the_keepers_own() -> None:
    own = [path.stem for path in FILES if all(KEEPERS.search(asker) for asker in askers(path))]
    assert len(own) >= 5, "the pattern no longer finds the questions of keepers"
    assert len(own) <= len(FILES) / 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_question_stands_in_its_first_line(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ") and (first.endswith("?") or first.endswith("?)"))


@pytest.mark.parametrize("ask", [ask_oxigraph, ask_rdflib], ids=["oxigraph", "rdflib"])
@pytest.mark.parametrize("path", [path for path in FILES if path.name[:3] not in REGISTER], ids=lambda path: path.stem)
def test_made_up_documents_answer(path: Path, ask: Callable[[str], Answer]) -> None:
    wanted = golden(MADE_UP / path.name)
    assert wanted[1], "an empty answer proves nothing"
    assert ask(path.read_text(encoding="utf-8").replace(REAL_NODE, MADE_UP_NODE)) == wanted


@pytest.mark.parametrize("path", ABOUT_REGISTER, ids=lambda path: path.stem)
def test_the_reference_data_answers(path: Path) -> None:
    assert ask_oxigraph(path.read_text(encoding="utf-8")) == golden(path)


@pytest.mark.parametrize("path", some(ABOUT_REGISTER, 4), ids=lambda path: path.stem)
def test_the_reference_data_answers_another_engine(path: Path) -> None:
    assert ask_rdflib(path.read_text(encoding="utf-8")) == golden(path)


def test_holders_whose_dates_overlap_are_told_and_a_hand_over_within_a_month_is_not() -> None:
    tenures = [
        ("one", "a", "2000-01-01", "2001-06-15"),
        ("two", "b", "2001-06", "2002"),
        ("three", "c", "2001-12-31", ""),
    ]
    store = pyoxigraph.Store()
    for name, person, begin, end in tenures:
        until = f'; osce:validUntil "{end}"' if end else ""
        store.update(
            "PREFIX osce: <https://w3id.org/osce-kg/ontology#> PREFIX org: <http://www.w3.org/ns/org#> INSERT DATA"
            f' {{ <t:{name}> osce:ofPost <p:x> ; org:member <a:{person}> ; osce:validFrom "{begin}" {until} }}'
        )
    query = (QUESTIONS / "028-two-holders-at-once.rq").read_text(encoding="utf-8")
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [(row["earlier"].value, row["later"].value) for row in found] == [("t:two", "t:three")]


#: Questions about an office of the register: nobody holds one in the sample pages, so practice pages answer them.
OF_OFFICES = ("022", "023")


@pytest.fixture(scope="module")
def practice_store(made_up_tables: Path, gazetteer: Gazetteer) -> pyoxigraph.Store:
    """The practice pages with the made-up register: never a release, never on disk."""
    lines = [*tabulate(tables=made_up_tables), *concept_lines(ROOT / "ontology", DEFAULT_BASE)]
    for page in read(DATA / "practice"):
        document = parse(page) if isinstance(page, Page) else page
        if isinstance(document, Document):
            lines += assemble(document, extract(document, gazetteer), gazetteer, Iris())
    store = pyoxigraph.Store()
    store.load("".join(set(without_graphs(lines))).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def _answers(store: pyoxigraph.Store, number: str) -> bool:
    (path,) = QUESTIONS.glob(f"{number}-*.rq")
    query = re.sub(r"VALUES \?state .*", "", path.read_text(encoding="utf-8").replace("2021-", "1990-", 1))
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return next(found, None) is not None


def test_the_pages_of_a_release_answer_what_is_read_from_every_page(sample_release: Path) -> None:
    """Hold the words of the questions against those that the converters write."""
    store = open_release(sample_release)
    numbers = ("016", "017", "018", "019", "021", "024", "025", "029", "036", "038", "039")
    assert [number for number in numbers if not _answers(store, number)] == []


def test_pages_about_offices_answer_what_is_asked_about_offices(practice_store: pyoxigraph.Store) -> None:
    assert [number for number in OF_OFFICES if not _answers(practice_store, number)] == []


def test_every_question_has_an_answer_that_is_held() -> None:
    made_up = {path.stem for path in MADE_UP.glob("*.csv")}
    assert {path.stem for path in FILES if path.name[:3] not in REGISTER} == made_up
