"""The syntaxes that convert and export write say what the lines say."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RdfSyntaxError
from kg.graph.syntax import FORMATS, WITH_GRAPHS, serialize
from kg.nquads import literal, quad

READERS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t\"\\<&'"), max_size=40)
TERMS = st.one_of(
    st.sampled_from(
        ["<https://w3id.org/osce-kg/id/state/malta>", "<https://schema.org/Article>", "<http://a.example/b>"]
    ),
    XML_TEXT.map(literal),
    XML_TEXT.map(lambda text: literal(text, language="pt-br")),
    XML_TEXT.map(lambda text: literal(text, datatype="http://www.w3.org/2001/XMLSchema#anyURI")),
)
NAMES = st.sampled_from(
    [
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#value>",
        "<https://w3id.org/osce-kg/ontology#a.b>",
        "<http://x.example/p-1>",
    ]
)
QUADS = st.builds(
    quad,
    st.sampled_from(["<http://a.example/1>", "<http://a.example/2>"]),
    NAMES,
    TERMS,
    st.just("<http://g.example/>"),
)


def _read(text: str, syntax: str) -> set[str]:
    graphs = syntax in WITH_GRAPHS
    return {str(each if graphs else each.triple) for each in ox.parse(text.encode(), format=READERS[syntax])}


@pytest.mark.parametrize("syntax", FORMATS)
@given(lines=st.lists(QUADS, max_size=8))
def test_what_is_written_in_a_syntax_reads_back_as_the_same_graph(syntax: str, lines: list[str]) -> None:
    ordered = sorted(set(lines))
    text = "".join(serialize(ordered, syntax))
    reference = "nq" if syntax in WITH_GRAPHS else "nt"
    expected = _read("".join(serialize(ordered, reference)), reference)
    assert _read(text, syntax) == expected


def test_there_are_six_syntaxes_and_each_has_a_reader() -> None:
    assert set(FORMATS) == set(READERS)


def test_a_triple_that_two_graphs_state_is_written_once_in_turtle() -> None:
    lines = [
        quad("<http://a.example/>", "<http://b.example/>", '"c"', graph) for graph in ("<http://g/1>", "<http://g/2>")
    ]
    assert "".join(serialize(lines, "turtle")).count('"c"') == 1


def test_rdf_xml_refuses_a_predicate_without_a_name_and_says_what_to_do() -> None:
    lines = [quad("<http://a.example/>", "<http://b.example/1>", '"c"', "<http://g/>")]
    with pytest.raises(RdfSyntaxError, match="choose another format"):
        list(serialize(lines, "rdfxml"))
