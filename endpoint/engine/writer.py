"""The one process that changes a writable copy: an update at a time, whole or not at all.

Readers never see its store but snapshots of it, so a query process can be killed at any moment and a
reader never waits.
"""

import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from endpoint import syntax
from endpoint.engine import frames
from kg import sandbox

Request = dict[str, Any]
#: Processor time of a writer in its life: a backstop, weeks of it.
_PROCESSOR_SECONDS = 2_000_000


def _target(request: Request) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(request["graph"]) if request.get("graph") else ox.DefaultGraph()


def _exists(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    return isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)


def _insertion(request: Request) -> str:
    """Write the parts of a request as one ``INSERT DATA``; blank nodes of two parts stay apart.

    :raises SyntaxError: if a part is not the RDF that it says to be
    """
    triples = []
    for content, media_type in request["parts"]:
        form = ox.RdfFormat.from_media_type(media_type)
        for found in ox.parse(content, format=form, base_iri=request["base"], rename_blank_nodes=True):
            triples.append(ox.Triple(found.subject, found.predicate, found.object))
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    graph = _target(request)
    data = written.decode() if isinstance(graph, ox.DefaultGraph) else f"GRAPH {graph} {{\n{written.decode()}}}"
    return f"INSERT DATA {{\n{data}}}"


def _change(store: ox.Store, request: Request, operations: list[str]) -> Request:
    """Run operations on a graph as one transaction; tell whether it is new."""
    graph, inserted = _target(request), _insertion(request)
    created = not _exists(store, graph)
    if isinstance(graph, ox.NamedNode):
        operations = [*operations, f"CREATE SILENT GRAPH {graph}"]
    store.update(" ;\n".join([*operations, inserted]))
    return {"created": created}


def update(store: ox.Store, request: Request) -> Request:
    """Run a SPARQL update."""
    store.update(request["text"], base_iri=request["base"], prefixes=request.get("prefixes"))
    return {}


def post(store: ox.Store, request: Request) -> Request:
    """Add triples to a graph; tell whether it is new."""
    return _change(store, request, [])


def put(store: ox.Store, request: Request) -> Request:
    """Replace a graph; tell whether it is new."""
    graph = _target(request)
    return _change(store, request, [f"CLEAR SILENT {_clause(graph)}"])


def _clause(graph: ox.NamedNode | ox.DefaultGraph) -> str:
    return f"GRAPH {graph}" if isinstance(graph, ox.NamedNode) else "DEFAULT"


def delete(store: ox.Store, request: Request) -> Request:
    """Remove a graph; tell whether it was there."""
    graph = _target(request)
    found = _exists(store, graph)
    store.remove_graph(graph)
    return {"found": found}


def snapshot(store: ox.Store, request: Request) -> Request:
    """Write what the store holds now into a folder of its own, by hard links."""
    store.backup(request["path"])
    return {}


OPERATIONS = {"update": update, "post": post, "put": put, "delete": delete, "snapshot": snapshot}


def _answer(store: ox.Store, request: Request) -> tuple[bytes, Request]:
    try:
        return frames.LAST, OPERATIONS[request["op"]](store, request)
    except SyntaxError as error:
        line, column, reason = syntax.place_of(str(error.args[0]))
        where = f"line {line}, column {column}: " if line else ""
        return frames.ERROR, {"detail": where + reason, "line": line, "column": column}
    except MemoryError:
        os.abort()
    except (OSError, ValueError, RuntimeError) as error:
        return frames.ERROR, {"detail": syntax.place_of(str(error)).reason}


def main() -> None:
    """Run as a process of a front: the socket's number and the store's folder are arguments."""
    with socket.socket(fileno=int(sys.argv[1])) as sock:
        sandbox.refuse_network()
        store = ox.Store(str(Path(sys.argv[2])))
        # What an update may use beyond the open store, whose threads reserve address space of their own; the time of an
        # update is the front's to watch.
        sandbox.limit_resources(int(sys.argv[3]), _PROCESSOR_SECONDS)
        frames.send_object(sock, frames.LAST, {})
        while True:
            try:
                request = json.loads(frames.receive(sock)[1])
            except frames.Ended:
                return
            frames.send_object(sock, *_answer(store, request))
            store.flush()


if __name__ == "__main__":
    main()
