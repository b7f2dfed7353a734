"""A query process: one store, one request at a time, answers in frames. It knows nothing of HTTP.

Whatever a query does, it does here: its end is this process's end, which the front brings about
(:mod:`endpoint.engine.pool`) when the time is up, the client has left or the answer is too large.
"""

import json
import os
import socket
from typing import IO, Any, cast

import pyoxigraph as ox

from endpoint import formats, syntax
from endpoint.engine import frames
from kg.namespaces import DEFAULT_BASE
from kg.sparql import cause
from kg.terminals import outer_star

Request = dict[str, Any]
_EMPTY = ox.Store()


class Refused(Exception):
    """A request that this process cannot answer; the message goes to the front."""

    def __init__(self, kind: str, detail: str, **extra: Any) -> None:
        self.report: Request = {"kind": kind, "detail": detail, **extra}
        super().__init__(detail)


def serve(sock: socket.socket, store: ox.Store) -> None:
    """Answer requests until the front closes the connection.

    :param sock: connection to the front
    :param store: opened store
    """
    while True:
        try:
            _, payload = frames.receive(sock)
        except frames.Ended:
            return
        _answer(sock, store, json.loads(payload))


def _answer(sock: socket.socket, store: ox.Store, request: Request) -> None:
    writer = frames.FrameWriter(sock, request.get("limit", 0))
    try:
        OPERATIONS[request["op"]](store, request, writer)
        writer.finish()
    except Refused as refusal:
        frames.send_object(sock, frames.ERROR, refusal.report)
    except SyntaxError as error:
        frames.send_object(sock, frames.ERROR, _syntax_report(error, request))
    except MemoryError:
        os.abort()
    except (OSError, ValueError, RuntimeError) as error:
        kind = "too-large" if "answer larger than" in str(error) else "evaluation"
        frames.send_object(sock, frames.ERROR, {"kind": kind, "detail": syntax.place_of(str(error)).reason})


def _syntax_report(error: SyntaxError, request: Request) -> Request:
    """Say in plain words why a query does not parse."""
    base = request.get("prefixes", {}).get("osce", "").removesuffix("ontology#") or DEFAULT_BASE
    why = cause(request.get("text", ""), str(error.args[0]), base)
    return {"kind": "query-syntax", "detail": why.told, "line": why.line, "column": why.column}


def _dataset(request: Request) -> dict[str, Any]:
    """Say which graphs a query sees: those of the protocol, its own, or the union of all."""
    default, named = request.get("default_graphs", ()), request.get("named_graphs", ())
    if default or named:
        return {
            "default_graph": [_node(graph) for graph in default],
            "named_graphs": [_node(graph) for graph in named],
        }
    return {"use_default_graph_as_union": bool(request.get("union")) and not syntax.names_dataset(request["text"])}


def _node(address: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(address)
    except ValueError:
        raise Refused("graph-name", f"{address!r} is not an absolute IRI: give the full IRI of the graph") from None


def _evaluate(store: ox.Store, request: Request, text: str) -> Any:
    return store.query(text, base_iri=request["base"], prefixes=request.get("prefixes"), **_dataset(request))


def query(store: ox.Store, request: Request, writer: frames.FrameWriter) -> None:
    """Evaluate a query and write its answer in the form asked for."""
    results = _evaluate(store, request, _ordered(request))
    form = request["form"]
    if form not in (formats.GRAPHS if isinstance(results, ox.QueryTriples) else formats.TABLES):
        raise Refused("form", f"a query of this form has no answer as {form!r}")
    if isinstance(results, ox.QueryTriples):
        ox.serialize(results, _file(writer), format=formats.GRAPHS[form], prefixes=request.get("prefixes"))
    else:
        results.serialize(_file(writer), format=formats.TABLES[form])


def batch(store: ox.Store, request: Request, writer: frames.FrameWriter) -> None:
    """Evaluate several SELECT queries in their order: a JSON array of their answers in SPARQL Results JSON."""
    for n, text in enumerate(request["texts"]):
        writer.write(b"," if n else b"[")
        results = cast(ox.QuerySolutions, _evaluate(store, request | {"text": text}, text))
        results.serialize(_file(writer), format=formats.TABLES["json"])
    writer.write(b"]" if request["texts"] else b"[]")


def _ordered(request: Request) -> str:
    """Name the columns of ``SELECT *`` as they appear in the text, where the engine would sort them.

    An empty store tells which they are, so that nothing is evaluated twice.
    """
    text = request["text"]
    if outer_star(text) is None:
        return str(text)
    named = cast(ox.QuerySolutions, _evaluate(_EMPTY, request, text)).variables
    return syntax.in_order_of_appearance(text, [each.value for each in named]) or text


def _file(writer: frames.FrameWriter) -> IO[bytes]:
    """Take a writer for the file that the engine asks for; it calls ``write`` and ``flush`` alone."""
    return cast(IO[bytes], writer)


def graph(store: ox.Store, request: Request, writer: frames.FrameWriter) -> None:
    """Write one named graph, or the default one, whole."""
    if request.get("merged") and request.get("union"):
        merged = cast(ox.QueryTriples, store.query("CONSTRUCT WHERE { ?s ?p ?o }", use_default_graph_as_union=True))
        ox.serialize(merged, _file(writer), format=formats.GRAPHS[request["form"]], prefixes=request.get("prefixes"))
        return
    name = _graph_name(request)
    if isinstance(name, ox.NamedNode) and not store.contains_named_graph(name):
        raise Refused("no-graph", f"there is no graph {name.value!r}")
    store.dump(_file(writer), format=formats.GRAPHS[request["form"]], from_graph=name, prefixes=request.get("prefixes"))


def exists(store: ox.Store, request: Request, writer: frames.FrameWriter) -> None:
    """Tell whether there is a graph; the default one always is."""
    name = _graph_name(request)
    writer.write(b"true" if isinstance(name, ox.DefaultGraph) or store.contains_named_graph(name) else b"false")


def describe(store: ox.Store, request: Request, writer: frames.FrameWriter) -> None:
    """Write what the default graph says of one thing."""
    base, name = request["base"], request["name"]
    subject = ox.NamedNode(base + (name if name.startswith(tuple(request["beside"].split())) else f"id/{name}"))
    graphs = () if request.get("union") else (ox.DefaultGraph(),)
    triples = {quad.triple for quad in store.quads_for_pattern(subject, None, None, *graphs)}
    ordered = sorted(triples, key=str)
    shown = {prefix: namespace for prefix, namespace in request["prefixes"].items() if _is_used(namespace, ordered)}
    ox.serialize(ordered, _file(writer), format=formats.GRAPHS[request["form"]], prefixes=shown)


def _is_used(namespace: str, triples: list[ox.Triple]) -> bool:
    """Tell whether a property or class is of a namespace; names of things have slashes, which Turtle would escape."""
    return any(
        triple.predicate.value.startswith(namespace)
        or (isinstance(triple.object, ox.NamedNode) and triple.object.value.rpartition("#")[0] + "#" == namespace)
        for triple in triples
    )


def _graph_name(request: Request) -> ox.NamedNode | ox.DefaultGraph:
    return _node(request["graph"]) if request.get("graph") else ox.DefaultGraph()


def ping(store: ox.Store, request: Request, writer: frames.FrameWriter) -> None:
    """Show that the store answers: one look-up."""
    del request
    writer.write(b"true" if next(iter(store), None) is not None else b"false")


#: Name of a request → what answers it.
OPERATIONS = {"query": query, "batch": batch, "graph": graph, "exists": exists, "describe": describe, "ping": ping}
