"""The one process that may call other hosts: it evaluates no query, and asks only whom the operator lists."""

import http.client
import json
import socket
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from endpoint import syntax
from endpoint.engine import frames
from endpoint.engine.federation import values

_ACCEPTED = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
#: Bytes that a host may answer a ``SERVICE`` clause with.
LARGEST = 16_000_000


class _Failed(Exception):
    """A host does not answer as it should."""


def serve(sock: socket.socket, hosts: Sequence[str]) -> None:
    """Make one call after the other until the front closes the connection.

    :param sock: connection to the front
    :param hosts: whom the operator lists
    """
    while True:
        try:
            _, payload = frames.receive(sock)
        except frames.Ended:
            return
        _answer(sock, json.loads(payload), hosts)


def _answer(sock: socket.socket, request: dict[str, Any], hosts: Sequence[str]) -> None:
    writer = frames.FrameWriter(sock)
    host = syntax.host_of(request["address"])
    try:
        if not host or host not in hosts:
            raise _Failed("it is not listed by the operator")
        for piece in _table(_fetched(request)):
            writer.write(piece)
        writer.finish()
    except (_Failed, OSError, http.client.HTTPException, ValueError) as error:
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        frames.send_object(sock, frames.ERROR, {"kind": "service", "detail": f"SERVICE {host}: {reason}"})


def _fetched(request: dict[str, Any]) -> tuple[str, bytes]:
    """Ask a host; hand back media type and content. Redirects are not followed: they may lead to anybody."""
    parts = urlsplit(request["address"])
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=request["seconds"])
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "Accept": _ACCEPTED,
            "Accept-Encoding": "identity",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "osce-kg",
        }
        connection.request("POST", path, urlencode({"query": request["text"]}), headers)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise _Failed(f"answered {response.status} {response.reason}")
        content = response.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _Failed(f"answered more than {LARGEST // 1_000_000} MB: ask it for less")
        return response.headers.get_content_type(), content
    finally:
        connection.close()


def _table(answer: tuple[str, bytes]) -> Iterator[bytes]:
    media, content = answer
    form = ox.QueryResultsFormat.from_media_type(media)
    if form is None:
        raise _Failed(f"answered {media}, not a table of results")
    try:
        solutions = ox.parse_query_results(content, format=form)
        if not isinstance(solutions, ox.QuerySolutions):
            raise _Failed("answered a truth value, not a table")
        names = [variable.value for variable in solutions.variables]
        yield from values(names, ([_written(term) for term in solution] for solution in solutions))
    except SyntaxError as error:
        raise _Failed(f"answered {media} that does not parse ({error})") from None


def _written(term: Any) -> str:
    """Write a term as ``VALUES`` takes it; a blank node, which it does not, becomes an IRI (RDF 1.1 §3.5)."""
    if term is None:
        return "UNDEF"
    return f"<tag:osce-kg:bnode:{term.value}>" if isinstance(term, ox.BlankNode) else str(term)
