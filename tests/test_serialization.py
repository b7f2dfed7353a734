"""The syntaxes that convert and export write say what the lines say."""

import json

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import RdfSyntaxError
from kg.namespaces import RDF, XSD
from kg.nquads import literal, quad
from kg.serialization.formats import FORMATS, WITH_GRAPHS, serialize
from kg.serialization.terms import split_line

READERS = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
RDFLIB = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml"}
BASE = "https://w3id.org/osce-kg/"
XML_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\r\t\"\\<&'"), max_size=40)
#: Among them IRIs whose scheme is a prefix of ours, which must not be read with it.
ODD = ["<geo:48.2,16.3>", "<org:x>", "<id:1>", "<schema:q>", "<doc:1>", "<xsd:mine>"]
IRIS = st.sampled_from(
    [
        f"<{BASE}id/state/malta>",
        f"<{BASE}id/doc/1/en>",
        f"<{BASE}id/org/odihr.>",
        f"<{BASE}scheme/role/x>",
        f"<{BASE}id/person/>",
        "<https://schema.org/Article>",
        "<http://www.w3.org/2003/01/geo/wgs84_pos#lat>",
        "<http://a.example/b>",
        "<http://a.example/b?c=d&e='f'#,g>",
        *ODD,
    ]
)
NUMBERS = st.sampled_from(["1", "-7", "007", "+1", "1.50", ".5", "1.", "-0.0", "1e0", "true", "1", "INF", "nan", ""])
KINDS = st.sampled_from(["integer", "decimal", "double", "boolean", "anyURI"])
TERMS = st.one_of(
    IRIS,
    st.sampled_from(["_:a", "_:b1"]),
    XML_TEXT.map(literal),
    XML_TEXT.map(lambda text: literal(text, language="pt-br")),
    st.builds(lambda text, kind: literal(text, datatype=f"{XSD}{kind}"), XML_TEXT | NUMBERS, KINDS),
    XML_TEXT.map(lambda text: literal(text, datatype="xsd:mine")),
)
NAMES = st.sampled_from(
    [
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#value>",
        f"<{RDF}type>",
        f"<{BASE}ontology#a.b>",
        "<http://x.example/p-1>",
        "<http://x.example/\u00e9>",
        "<http://www.w3.org/2003/01/geo/wgs84_pos#lat>",
        "<geo:lat>",
        "<schema:q>",
    ]
)
QUADS = st.builds(quad, IRIS | st.just("_:a"), NAMES, TERMS, st.sampled_from(["<http://g.example/>", "<geo:1>"]))


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


@pytest.mark.parametrize("syntax", ["turtle", "jsonld", "rdfxml"])
@settings(max_examples=60)
@given(lines=st.lists(QUADS, max_size=8))
def test_another_reader_finds_the_same_graph(syntax: str, lines: list[str]) -> None:
    ordered = sorted(set(lines), key=lambda line: (split_line(line)[3], line))
    text = "".join(serialize(ordered, syntax))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        written = rdflib.Dataset().parse(data=text, format=RDFLIB[syntax])
        expected = rdflib.Dataset().parse(data="".join(serialize(ordered, "nq")), format="nquads")
    assert _plain(written) == _plain(expected)


def _plain(dataset: rdflib.Dataset) -> set[tuple[str, ...]]:
    """Take terms as they are written, the labels of blank nodes left out."""
    return {tuple(map(_term, quad[:3])) for quad in dataset.quads()}


def _term(term: rdflib.term.Node | None) -> str:
    if isinstance(term, rdflib.Literal):
        return f"{str(term)!r}@{term.language}^^{term.datatype}"
    return "_:" if isinstance(term, rdflib.BNode) else f"<{term}>"


def test_there_are_six_syntaxes_and_each_has_a_reader() -> None:
    assert set(FORMATS) == set(READERS)


def test_a_triple_that_two_graphs_state_is_written_once_in_turtle() -> None:
    lines = [
        quad("<http://a.example/>", "<http://b.example/>", '"c"', graph) for graph in ("<http://g/1>", "<http://g/2>")
    ]
    assert "".join(serialize(lines, "turtle")).count('"c"') == 1


def _written(text: str, syntax: str) -> str:
    lines = sorted(f"{each.triple} .\n" for each in ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    return "".join(serialize(lines, syntax))


def test_turtle_declares_only_what_it_uses_and_writes_numbers_bare_and_the_type_first() -> None:
    text = f"""@prefix osce: <{BASE}ontology#> .
        <{BASE}id/state/malta> osce:count 5 , 05 , 1.5 ; osce:flag true ; osce:area 1e3 ; a osce:State ;
          osce:seeAlso <{BASE}id/doc/1/en> ."""
    assert (
        _written(text, "turtle")
        == f"""@prefix osce: <{BASE}ontology#> .
@prefix state: <{BASE}id/state/> .
@prefix xsd: <{XSD}> .

state:malta a osce:State ;
    osce:area "1e3"^^xsd:double ;
    osce:count "05"^^xsd:integer , 1.5 , 5 ;
    osce:flag true ;
    osce:seeAlso <{BASE}id/doc/1/en> .
"""
    )


def test_turtle_that_is_not_about_us_declares_nothing() -> None:
    assert _written("<http://a.example/> <http://b.example/c> 'd' .", "turtle").startswith("<http://a.example/>")


def test_a_prefix_that_a_large_file_needs_late_is_declared_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serialization.names.LOOK_AHEAD", 1000)
    lines = [
        f"<{BASE}id/state/s{n:03}> <http://p.example/p> <http://o.example/> <http://g.example/> .\n" for n in range(99)
    ]
    lines += [
        f"<{BASE}id/tenure/t{n}> <{BASE}ontology#p> <http://o.example/> <http://g.example/> .\n" for n in range(9)
    ]
    for syntax in ("turtle", "trig", "jsonld", "rdfxml"):
        assert len(_read("".join(serialize(lines, syntax)), syntax)) == 108
    head, _, rest = "".join(serialize(lines, "turtle")).partition("state:s000")
    assert "@prefix tenure:" in rest and "@prefix tenure:" not in head


def test_json_ld_has_a_short_context_and_its_prefixes_shorten_every_name() -> None:
    text = f"<{BASE}id/state/malta> a <{BASE}ontology#State> ; <{BASE}ontology#near> <{BASE}id/state/italy> ."
    assert json.loads(_written(text, "jsonld")) == {
        "@context": {"osce": f"{BASE}ontology#", "state": f"{BASE}id/state/"},
        "@graph": [{"@id": "state:malta", "@type": ["osce:State"], "osce:near": [{"@id": "state:italy"}]}],
    }


@pytest.mark.parametrize("name", ["li", "Description", "ID", "about", "RDF"])
def test_rdf_xml_refuses_the_predicates_that_are_its_own_syntax(name: str) -> None:
    with pytest.raises(RdfSyntaxError, match="choose another format"):
        _written(f"<http://a.example/> <{RDF}{name}> 3 .", "rdfxml")


def test_rdf_xml_refuses_a_base_direction_which_it_cannot_write() -> None:
    with pytest.raises(RdfSyntaxError, match="base direction"):
        list(serialize(['<http://a.example/> <http://b.example/c> "x"@ar--rtl .\n'], "rdfxml"))


def test_json_ld_keeps_a_base_direction() -> None:
    line = '<http://a.example/> <http://b.example/c> "x"@ar--rtl .\n'
    assert _read("".join(serialize([line], "jsonld")), "jsonld") == {line.removesuffix(" .\n")}


def test_rdf_xml_refuses_a_predicate_without_a_name_and_says_what_to_do() -> None:
    lines = [quad("<http://a.example/>", "<http://b.example/1>", '"c"', "<http://g/>")]
    with pytest.raises(RdfSyntaxError, match="choose another format"):
        list(serialize(lines, "rdfxml"))
