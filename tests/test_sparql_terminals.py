"""The one lexer of SPARQL against the engine's own parser: whatever parses is split as the engine reads it."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.sparql import called
from kg.terminals import each, outer_star, pieces, variables

_ADDRESS = "http://127.0.0.1:1/"
#: What queries are made of: separators may be missing wherever the engine does not need them.
_SCRAPS = [
    "?s ?p ?o",
    "?a",
    "$b",
    "<urn:a>",
    "e:a.b",
    "e:",
    ":c",
    "e:x\\'",
    "e:%41",
    "_:b",
    "true",
    "1",
    "1.5",
    "1.e3",
    ".5",
    "-2",
    '"a"',
    "'b'",
    '"q\\""',
    '"\\u0022"',
    '"""a"b"""',
    "'''c'''",
    '"x"@en',
    '"y"^^e:t',
    "a",
    "^e:p",
    "e:p/e:q",
    "(e:p)*",
    ".",
    ";",
    ",",
    "{",
    "}",
    "(",
    ")",
    " ",
    "\n",
    "# c\n",
    "OPTIONAL",
    "FILTER",
    "BIND",
    "AS",
    "UNION",
    "GRAPH",
    "?g",
    "EXISTS",
    "NOT",
    "MINUS",
    "VALUES",
    "?a<?b",
    "?a>?b",
    "&&",
    "||",
    "!",
    "=",
    "STR(?a)",
    "SERVICE<ADDR>{ ?x ?y ?z }",
    "SERVICE SILENT <ADDR> {}",
]
_GROUPS = [
    "?s ?p ?o",
    "?s ?p true",
    "?s ?p 1",
    "?s ?p e:a.b",
    "?s ?p 'x'@en",
    "?s e:x\\' ?o",
    "?s ?p _:b",
    "FILTER(?s<?o)",
    "?s ?p 1.5",
    "OPTIONAL{?s ?p ?o}",
    "BIND(1 AS ?n)",
    "{?s ?p ?o}UNION{?o ?p ?s}",
    'FILTER(?s!="SERVICE")',
    'BIND("a\\u0022" AS ?q)',
    "SERVICE<ADDR>{?x ?y ?z}",
    "SERVICESILENT<ADDR>{?x ?y ?z}",
    "VALUES ?v{1 <urn:a>}",
    "{SELECT*{?s ?p ?o}}",
]
#: What these match, so that what follows them is evaluated.
_DATA = (
    "\n".join(f"<urn:s> <urn:p> {o} ." for o in ("true", "1", "1.5", "'x'@en", "<urn:e:a.b>"))
    + "<urn:s> <urn:e:x'> 1 ."
)
_SEPARATORS = ["", " ", ".", " . ", "\n", "#SERVICE\n", ".\n"]
_BODIES = st.one_of(
    st.lists(st.sampled_from(_SCRAPS), max_size=9).map("".join),
    st.lists(st.tuples(st.sampled_from(_GROUPS), st.sampled_from(_SEPARATORS)), max_size=6).map(
        lambda parts: "".join(group + separator for group, separator in parts)
    ),
)
_QUERIES = st.tuples(
    st.sampled_from(["SELECT*{", "SELECT * WHERE {", "SELECT DISTINCT*{", "ASK{", "CONSTRUCT WHERE{"]), _BODIES
).map(lambda parts: f"PREFIX e:<urn:e:>PREFIX :<urn:d:>{parts[0]}{parts[1]}}}")


def _parsed(text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | None:
    """Read a query with the engine, over nothing; none where it is refused."""
    try:
        return ox.Store().query(text)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        return None


@settings(max_examples=300)
@given(_QUERIES)
def test_what_parses_is_split_as_the_engine_reads_it(text: str) -> None:
    """Joined by single blanks, the terminals are the same query, with the same columns."""
    assert "".join(pieces(text)) == text
    read = _parsed(text)
    if not isinstance(read, ox.QuerySolutions):
        return
    again = _parsed(" ".join(word.text for word in each(text)))
    assert isinstance(again, ox.QuerySolutions), text
    assert again.variables == read.variables
    assert outer_star(text) is not None
    assert {variable.value for variable in read.variables} <= set(variables(text))


def _store() -> ox.Store:
    store = ox.Store()
    store.load(_DATA.encode(), format=ox.RdfFormat.TURTLE)
    return store


@settings(max_examples=300)
@given(_QUERIES)
def test_no_call_goes_unseen(text: str) -> None:
    """A query that the engine would call somebody for has a call that is seen, however its words are put together."""
    silenced = text.replace("SILENT", "")
    try:
        answer = _store().query(silenced)
        if not isinstance(answer, ox.QueryBoolean):
            next(iter(answer), None)
    except OSError:
        assert called(silenced), silenced
    except (SyntaxError, RuntimeError, ValueError):
        return


def test_a_call_behind_a_truth_value_is_one() -> None:
    """The engine calls, and so the lexer sees it: the law above is not empty."""
    text = f"SELECT * {{ ?s ?p trueSERVICE<{_ADDRESS}>{{ ?x ?y ?z }} }}"
    with pytest.raises(OSError, match="port"):
        next(iter(_store().query(text)))  # type: ignore[arg-type]
    assert called(text) == [""]


@pytest.mark.parametrize("text", [r"\u0041SK {}", r"SELECT * { ?s ?p ?o \u007D", r"S\u0045LECT * { }"])
def test_the_engine_undoes_no_escape_before_it_parses(text: str) -> None:
    """Which is why the lexer does not either."""
    assert _parsed(text) is None
