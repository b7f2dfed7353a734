"""Exchanges of the SPARQL 1.1 Protocol and the Graph Store HTTP Protocol, one group a test that the W3C names.

The suite of 2013 gives the names of the protocol's tests without the messages that test them, and the graph store's as
prose; the messages here are written from the two recommendations, one group for each of those names.
Sources: https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

_FORM = "application/x-www-form-urlencoded"
_QUERY, _UPDATE = "application/sparql-query", "application/sparql-update"
_TURTLE = "text/turtle; charset=utf-8"
#: What the answer to a SELECT, an ASK, a CONSTRUCT or DESCRIBE may be.
TABULAR = ("application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values")
BOOLEAN = TABULAR[:2]
RDF = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
#: Three graphs that the endpoint holds before each group, each saying of itself that it is a document.
GRAPHS = tuple(f"http://example.org/data/{name}" for name in ("one", "two", "three"))
_ONE, _TWO, _THREE = (f"<{iri}>" for iri in GRAPHS)
_SEEN = "http://example.org/seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request, and what its answer must be.

    :param to: path and query; ``{location}`` is the address that an earlier answer gave
    :param status: the status, or its first digit
    :param answer: what an ASK must answer
    :param formats: media types, one of which the answer has
    :param graph: Turtle of the graph that the answer holds
    """

    method: str = "POST"
    to: str = "/sparql"
    media: str = ""
    body: bytes = b""
    accept: str = ""
    status: str = "2"
    answer: bool | None = None
    formats: tuple[str, ...] = ()
    graph: str | None = None


def _to(path: str, parameters: dict[str, object]) -> str:
    named = {name.replace("_", "-"): value for name, value in parameters.items()}
    return f"{path}?{urlencode(named, doseq=True)}" if named else path


def _asked(text: str, answer: bool | None = True, formats: tuple[str, ...] = BOOLEAN, **dataset: object) -> Exchange:
    """POST a query directly."""
    return Exchange(to=_to("/sparql", dataset), media=_QUERY, body=text.encode(), answer=answer, formats=formats)


def _got(**parameters: object) -> Exchange:
    """GET an ASK that is true."""
    return Exchange(method="GET", to=_to("/sparql", parameters), answer=True, formats=BOOLEAN)


def _updated(text: str, **dataset: object) -> Exchange:
    return Exchange(to=_to("/update", dataset), media=_UPDATE, body=text.encode())


def _refused(to: str = "/sparql", media: str = "", body: bytes = b"", method: str = "POST") -> Exchange:
    return Exchange(method=method, to=to, media=media, body=body, status="4")


_BOTH = f"ASK {{ {_ONE} a ?a . {_TWO} a ?b }}"
_BOTH_NAMED = f"ASK {{ GRAPH ?g {{ {_ONE} a ?a }} GRAPH ?h {{ {_TWO} a ?b }} }}"
_FULL = f"ASK {{ {_THREE} a ?c . GRAPH ?g {{ {_ONE} a ?a }} FILTER NOT EXISTS {{ GRAPH ?i {{ {_THREE} a ?c }} }} }}"
_NOTED = f"GRAPH <{_SEEN}>"


def _noted(*there: str, absent: tuple[str, ...] = ()) -> Exchange:
    """Ask what an update has written down: these, and not those."""
    wanted = " ".join(f"{thing} ?p{number} ?o{number} ." for number, thing in enumerate(there))
    others = " ".join(f"FILTER NOT EXISTS {{ {_NOTED} {{ {thing} ?p ?o }} }}" for thing in absent)
    return _asked(f"ASK {{ {_NOTED} {{ {wanted} }} {others} }}")


def _note(pattern: str) -> str:
    return f"INSERT {{ {_NOTED} {{ ?s <urn:in> ?g }} }} WHERE {{ {pattern} }}"


PROTOCOL: dict[str, tuple[Exchange, ...]] = {
    "query_post_form": (
        Exchange(media=_FORM, body=urlencode({"query": "ASK {}"}).encode(), answer=True, formats=BOOLEAN),
    ),
    "query_dataset_default_graphs_get": (_got(query=_BOTH, default_graph_uri=GRAPHS[:2]),),
    "query_dataset_default_graphs_post": (
        _asked(_BOTH, default_graph_uri=GRAPHS[:2]),
        _asked(_BOTH, answer=False, default_graph_uri=GRAPHS[:1]),
    ),
    "query_dataset_named_graphs_post": (
        _asked(_BOTH_NAMED, named_graph_uri=GRAPHS[:2]),
        _asked(_BOTH_NAMED, answer=False, named_graph_uri=GRAPHS[1:]),
    ),
    "query_dataset_named_graphs_get": (_got(query=_BOTH_NAMED, named_graph_uri=GRAPHS[:2]),),
    "query_dataset_full": (_asked(_FULL, default_graph_uri=GRAPHS[2], named_graph_uri=GRAPHS[:2]),),
    "query_multiple_dataset": (
        _asked(_BOTH_NAMED.replace("ASK", f"ASK FROM {_THREE}"), named_graph_uri=GRAPHS[:2]),
        _asked(f"ASK FROM {_THREE} {{ {_THREE} a ?c }}", answer=False, named_graph_uri=GRAPHS[:2]),
    ),
    "query_get": (_got(query="ASK {}", default_graph_uri=GRAPHS[0]),),
    "query_content_type_select": (_asked("SELECT (1 AS ?n) {}", answer=None, formats=TABULAR),),
    "query_content_type_ask": (_asked("ASK {}"),),
    "query_content_type_describe": (_asked(f"DESCRIBE {_ONE}", answer=None, formats=RDF),),
    "query_content_type_construct": (_asked("CONSTRUCT { <urn:s> <urn:p> 1 } {}", answer=None, formats=RDF),),
    "update_dataset_default_graph": (
        _updated(_note("?s a ?g"), using_graph_uri=GRAPHS[0]),
        _noted(_ONE, absent=(_TWO, _THREE)),
    ),
    "update_dataset_default_graphs": (
        _updated(_note("?s a ?g"), using_graph_uri=GRAPHS[:2]),
        _noted(_ONE, _TWO, absent=(_THREE,)),
    ),
    "update_dataset_named_graphs": (
        _updated(_note("GRAPH ?g { ?s a ?kind }"), using_named_graph_uri=GRAPHS[:2]),
        _noted(_ONE, _TWO, absent=(_THREE,)),
    ),
    "update_dataset_full": (
        _updated(_note("?s a ?g"), using_graph_uri=GRAPHS[0], using_named_graph_uri=GRAPHS[1]),
        _noted(_ONE, absent=(_TWO, _THREE)),
        _updated(_note("GRAPH ?g { ?s a ?kind }"), using_graph_uri=GRAPHS[0], using_named_graph_uri=GRAPHS[1]),
        _noted(_ONE, _TWO, absent=(_THREE,)),
    ),
    "update_post_form": (
        Exchange(to="/update", media=_FORM, body=b"update=CLEAR+ALL"),
        _asked("ASK { ?s ?p ?o }", False),
    ),
    "update_post_direct": (_updated("CLEAR ALL"), _asked("ASK { ?s ?p ?o }", False)),
    "update_base_uri": (
        _updated(f"INSERT DATA {{ {_NOTED} {{ <urn:s> <urn:p> <relative> }} }}"),
        _asked(f"ASK {{ {_NOTED} {{ <urn:s> <urn:p> ?o FILTER(isIRI(?o) && STRENDS(STR(?o), '/relative')) }} }}"),
    ),
    "query_post_direct": (_asked("ASK {}"),),
    "bad_query_method": (_refused(to=_to("/sparql", {"query": "ASK {}"}), media=_FORM, method="PUT"),),
    "bad_multiple_queries": (_refused(to="/sparql?query=ASK%20%7B%7D&query=SELECT%20*%20%7B%7D", method="GET"),),
    "bad_query_wrong_media_type": (_refused(media="text/plain", body=b"ASK {}"),),
    "bad_query_missing_form_type": (_refused(body=b"query=ASK%20%7B%7D"),),
    "bad_query_missing_direct_type": (_refused(body=b"ASK {}"),),
    "bad_query_non_utf8": (_refused(media=f"{_QUERY}; charset=UTF-16", body="ASK {}".encode("utf-16")),),
    "bad_query_syntax": (_refused(to=_to("/sparql", {"query": "ASK {"}), method="GET"),),
    "bad_update_get": (_refused(to=_to("/update", {"update": "CLEAR ALL"}), method="GET"),),
    "bad_multiple_updates": (_refused("/update", _FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"),),
    "bad_update_wrong_media_type": (_refused("/update", "text/plain", b"CLEAR NAMED"),),
    "bad_update_missing_form_type": (_refused("/update", body=b"update=CLEAR%20NAMED"),),
    "bad_update_non_utf8": (_refused("/update", f"{_UPDATE}; charset=UTF-16", "CLEAR NAMED".encode("utf-16")),),
    "bad_update_syntax": (_refused("/update", _FORM, b"update=CLEAR%20XYZ"),),
    "bad_update_dataset_conflict": (
        _refused(
            _to("/update", {"using-named-graph-uri": GRAPHS[0]}),
            _UPDATE,
            f"DELETE {{ ?s a ?k }} INSERT {{ ?s a <urn:k> }} USING {_ONE} WHERE {{ ?s a ?k }}".encode(),
        ),
    ),
}
_STORE = "/rdf-graph-store"
_FIRST, _SECOND = '<urn:a> <urn:name> "Anna" .', '<urn:a> <urn:age> "40" .'


def _put(to: str, graph: str, status: str = "2", method: str = "PUT") -> Exchange:
    return Exchange(method=method, to=to, media=_TURTLE, body=graph.encode(), status=status)


def _read(to: str, graph: str) -> Exchange:
    return Exchange(method="GET", to=to, accept="text/turtle", status="200", formats=("text/turtle",), graph=graph)


def _gone(to: str, method: str = "GET") -> Exchange:
    return Exchange(method=method, to=to, accept="text/turtle", status="404")


def _put_twice(to: str) -> tuple[Exchange, ...]:
    return (_put(to, _FIRST, "201"), _read(to, _FIRST), _put(to, _SECOND), _read(to, _SECOND))


def _deleted(to: str) -> tuple[Exchange, ...]:
    remove = Exchange(method="DELETE", to=to)
    return (_put(to, _FIRST), remove, _gone(to), _gone(to, "DELETE"))


def _added(to: str) -> tuple[Exchange, ...]:
    return (_put(to, _FIRST), _put(to, _SECOND, method="POST"), _read(to, f"{_FIRST} {_SECOND}"))


def _headed(to: str) -> tuple[Exchange, ...]:
    return (_put(to, _FIRST), Exchange(method="HEAD", to=to, accept="text/turtle", status="200", formats=RDF[:1]))


_DIRECT, _NAMED = f"{_STORE}/person/1.ttl", _to(_STORE, {"graph": "http://example.org/person/1"})
GRAPH_STORE: dict[str, tuple[Exchange, ...]] = {
    "put_get_repeat_direct": _put_twice(_DIRECT),
    "put_delete_get_delete_direct": _deleted(_DIRECT),
    "post_get_post_get_direct": _added(_DIRECT),
    "head_existing_direct": _headed(_DIRECT),
    "put_get_repeat_indirect": _put_twice(_NAMED),
    "put_get_default": (_put(f"{_STORE}?default", _FIRST), _read(f"{_STORE}?default", _FIRST)),
    "put_delete_get_delete_indirect": _deleted(_NAMED),
    "post_get_post_get_indirect": _added(_NAMED),
    "post_get_new_graph": (_put(_STORE, _FIRST, "201", "POST"), _read("{location}", _FIRST)),
    "head_existing_indirect": _headed(_NAMED),
    "head_non_existing_indirect": (_gone(_NAMED, "HEAD"),),
    "put_get_uri_pct_encoded_indirect": _put_twice(_to(_STORE, {"graph": "http://example.org/a%20b"})),
    "put_get_uri_pct_encoded_twice": _put_twice(_to(_STORE, {"graph": "http://example.org/a%2520b"})),
    "mismatched_payload": (
        Exchange(method="PUT", to=_NAMED, media="application/rdf+xml", body=b"<urn:a> <", status="400"),
    ),
}
