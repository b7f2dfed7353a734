"""Stage 6: each shape has a small graph that conforms and small graphs that do not, in ``tests/shapes/<Shape>/``.

``good.ttl`` conforms, without a warning, and the shape has a focus node in it. ``bad-<constraint>.ttl`` breaks that
constraint: its first comments name shape and focus node of all its results, a line each, the shape in question first.
More of a kind are ``good-<words>.ttl`` and ``bad-<constraint>-<words>.ttl``. All is as ``osce-kg validate`` says of the
file. A result of a query is named after the query (``osh:State-codeIsItsOwn``), not after the shape that asks it.

Not every shape is named in results. Those about a node shape are also those of its property shapes and queries. A shape
that is only asked for (``sh:node``, ``sh:or``) gives none, but the shape that asks for it does.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli.inputs import is_partial_of, known_of, source_of
from kg.namespaces import DEFAULT_BASE
from kg.validation.dataset import DataGraph
from kg.validation.loading import Loaded, Source, load
from kg.validation.report import Result
from kg.validation.shapes import Shape
from kg.validation.terms import Term
from kg.validation.validating import project_shapes, validate
from kg.validation.vocabulary import SH

CASES = Path(__file__).parent / "shapes"
GOOD = sorted(CASES.glob("*/good*.ttl"))
BAD = sorted(CASES.glob("*/bad-*.ttl"))
SHAPES = project_shapes()
#: What a node shape hands on to others; all else it asks itself.
HANDED_ON = (SH.property, SH.sparql)


def _name(node: Term | str) -> str:
    return str(node).rpartition("#")[2].removesuffix(">")


def _id(case: Path) -> str:
    return f"{case.parent.name}/{case.stem}"


def _parameters(shape: Shape) -> set[Term]:
    return {constraint.component.mandatory[0] for constraint in shape.constraints}


#: Shapes by name, and the shapes that ask for each: those whose value nodes are its focus nodes.
BY_NAME = {_name(shape.node): shape for shape in SHAPES.all()}
ASKED_BY: dict[str, list[Shape]] = {name: [] for name in BY_NAME}
for _shape in SHAPES.all():
    for _constraint in _shape.constraints:
        for _nested in SHAPES.nested(_constraint):
            ASKED_BY[_name(_nested.node)].append(_shape)
#: Query → the shape that asks it.
QUERIES = {_name(query): BY_NAME[_name(shape)] for shape, query in SHAPES.graph.pairs(SH.sparql)}


def _gives_results(shape: Shape) -> bool:
    """Tell whether a shape is validated on focus nodes of its own: its targets', or those of a shape that is."""
    return bool(shape.targets) or any(
        _gives_results(parent) for parent in ASKED_BY[_name(shape.node)] if _is_property_of(shape, parent)
    )


def _is_property_of(shape: Shape, parent: Shape) -> bool:
    return SHAPES.graph.has(parent.node, SH.property, shape.node)


def _named_in_results(name: str) -> set[str]:
    """Name the shapes and queries whose results are results about a shape."""
    if name in QUERIES:
        return {name}
    shape = BY_NAME[name]
    if not _gives_results(shape):
        return set().union(
            *(
                {_name(parent.node)} if _gives_results(parent) else _named_in_results(_name(parent.node))
                for parent in ASKED_BY[name]
            )
        )
    named = {name} if _parameters(shape) - set(HANDED_ON) else set()
    for constraint in shape.constraints:
        if constraint.component.mandatory[0] in HANDED_ON:
            named |= _named_in_results(_name(constraint.value))
    return named


@cache
def _register() -> ox.Store:
    """Load what ``osce-kg validate`` takes for known."""
    store = ox.Store()
    for source in known_of(("case.ttl",), (), (), DEFAULT_BASE):
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in source.quads())
    return store


@contextmanager
def _beside_register(case: Path, scratch: Path) -> Iterator[Loaded]:
    """Load a case beside the register, and take it out again with all that the validation noted."""
    store, quads = _register(), list(source_of(str(case)).quads())
    own = [quad for quad in quads if quad not in store]
    noting = is_partial_of((str(case),), (), ())
    loaded = load([Source(str(case), lambda: quads)], (), scratch, opening=lambda _: store, noting=noting)
    try:
        yield loaded
    finally:
        for quad in own:
            store.remove(quad)
        for graph in list(store.named_graphs()):
            store.remove_graph(graph)
        assert not any(quad in store for quad in own)


def _results(loaded: Loaded) -> tuple[Result, ...]:
    return validate(loaded.data, SHAPES, about=loaded.subjects, narrow=True).results


def _told(result: Result) -> tuple[str, str]:
    """Tell shape and focus node as the comment of a case does; a blank node has no label that lasts."""
    return _name(result.constraint or result.shape), re.sub(r"^_:.*", "_:s", result.focus)


def _expected(case: Path) -> list[tuple[str, str]]:
    return re.findall(r"^# osh:(\S+) (\S+)$", case.read_text(encoding="utf-8").partition("\n@")[0], re.MULTILINE)


def _focus_nodes(shape: Shape, loaded: Loaded) -> set[str]:
    """Find the focus nodes of a shape, beginning with targets that are the case's own."""
    targets = set().union(*(_targets(loaded.data, kind.value, value.value) for kind, value in shape.targets))
    found = targets & loaded.subjects
    for parent in ASKED_BY[_name(shape.node)]:
        found |= _value_nodes(parent, _focus_nodes(parent, loaded), loaded.data)
    return found


def _targets(data: DataGraph, kind: str, value: str) -> set[str]:
    pattern = {
        "targetClass": data.instances("?this", value),
        "targetSubjectsOf": f"?this <{value}> ?any",
        "targetObjectsOf": f"?any <{value}> ?this",
    }[_name(kind)]
    return {str(row[0]) for row in data.rows(f"SELECT DISTINCT ?this {{ {pattern} }}", "this")}


def _value_nodes(shape: Shape, focus: set[str], data: DataGraph) -> set[str]:
    if shape.path_text is None:
        return focus
    queries = (f"SELECT ?value {{ {node} {shape.path_text} ?value }}" for node in focus if node.startswith("<"))
    return {str(row[0]) for query in queries for row in data.rows(query, "value")}


def test_every_shape_has_cases_and_every_case_a_shape() -> None:
    names = {*BY_NAME, *QUERIES}
    assert {folder.name for folder in CASES.iterdir()} == names
    assert {case.parent.name for case in GOOD} == names
    assert {case.parent.name for case in BAD} == names
    assert len(names) > 150
    assert sorted(CASES.glob("*/*")) == sorted([*GOOD, *BAD])


def test_every_constraint_has_a_case_that_breaks_it() -> None:
    """What a shape asks itself; a property shape and a query have cases of their own."""
    wanted = {
        f"{name}/bad-{_name(parameter)}"
        for name, shape in BY_NAME.items()
        for parameter in _parameters(shape) - set(HANDED_ON)
    } | {f"{name}/bad-sparql" for name in QUERIES}
    assert wanted - {_id(case) for case in BAD} == set()
    assert len(wanted) > 250


@pytest.mark.parametrize("case", GOOD, ids=_id)
def test_a_good_case_conforms_and_is_looked_at(case: Path, tmp_path: Path) -> None:
    name = case.parent.name
    with _beside_register(case, tmp_path) as loaded:
        assert _expected(case) == [_told(result) for result in _results(loaded)] == []
        assert _focus_nodes(QUERIES.get(name) or BY_NAME[name], loaded)


@pytest.mark.parametrize("case", BAD, ids=_id)
def test_a_bad_case_yields_what_its_comments_name_and_no_more(case: Path, tmp_path: Path) -> None:
    with _beside_register(case, tmp_path) as loaded:
        results = _results(loaded)
    expected, about = _expected(case), case.parent.name
    assert sorted({_told(result) for result in results}) == sorted(expected)
    assert expected[0][0] in _named_in_results(about)
    if about in QUERIES or _gives_results(BY_NAME[about]):
        first = {_name(result.component).lower() for result in results if _told(result) == expected[0]}
        assert f"{case.stem.split('-')[1]}ConstraintComponent".lower() in first


def test_what_results_name_is_known_for_every_shape() -> None:
    assert _named_in_results("State-isoAlpha2") == {"State-isoAlpha2"}
    assert _named_in_results("ConceptScheme") == {"ConceptScheme-prefLabel"}
    assert _named_in_results("OneHolder") == {"OneHolder-atATime"}
    assert _named_in_results("Described") == {"Described", "Described-type"}
    assert _named_in_results("In-role-inScheme") == {"StateParticipation-role"}
    assert _named_in_results("DatedTenure-from") == {"DatedTenure"}
    assert all(_named_in_results(name) for name in (*BY_NAME, *QUERIES))
