"""Another SPARQL 1.1 store behind this endpoint: the same face, its answers passed on as they come.

For graphs past one machine. The store keeps its own limits of memory; time, size, places, caching and every address are
this endpoint's. Source: SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/, section 2.1.
"""

import base64
import codecs
import http.client
import json
import re
import select
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

import pyoxigraph as ox

from endpoint import forms
from endpoint.config import EndpointConfig
from endpoint.engine.execution import Caller, ClientLeft, CutShort, Execution
from endpoint.engine.generation import Generation, Release
from endpoint.engine.plain import needs_plain_words, plain
from endpoint.problems import Problem, busy
from kg.errors import KgError
from kg.namespaces import DEFAULT_BASE, prefixes

_PIECE = 1 << 16
#: How an answer begins, by its form; other forms begin in any way.
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {"json": (b"{",), "xml": (b"<",), "rdf": (b"<",), "jsonld": (b"{", b"[")}
_PLACE = re.compile(r"[Ll]ine:? (\d+),? [Cc]ol(?:umn)?:? (\d+)")
_LONGEST_CAUSE = 300
#: Seconds for which the store's answers are taken to hold.
FRESH_SECONDS = 60
_FORMS = {form.name: form for form in (*forms.TABLES, *forms.DATASETS)}


class BadBackend(KgError):
    """The backend URL is not a valid address; the message says what to give."""


def without_password(address: str) -> str:
    """Write an address as it may be shown: without the name and the password in it.

    >>> without_password("https://me:secret@e.org:3030/ds?x=1")
    'https://e.org:3030/ds?x=1'
    """
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


class Backend(Generation):
    """A store behind its SPARQL endpoint, in the place of a release.

    :param config: the settings; ``backend`` is the address of the store's query operation
    :raises BadBackend: if it is not a valid address
    """

    def __init__(self, config: EndpointConfig) -> None:
        parts = urlsplit(config.backend)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadBackend(
                f"{without_password(config.backend)!r} is not the address of a SPARQL endpoint: give http(s)://host/path"
            )
        self._parts = parts
        self.prefixes = prefixes(DEFAULT_BASE)
        self.union = False
        self._begun = f"{time.time():.0f}"
        self._places = threading.BoundedSemaphore(config.workers + config.heavy)
        self._all = config.workers + config.heavy
        self._busy = 0
        self._lock = threading.Lock()

    @property
    def release(self) -> Release:
        """What takes the place of a release; it counts as another one every minute."""
        identity = f"{self._begun}-{int(time.time() // FRESH_SECONDS)}"
        return Release(
            folder=Path("/nonexistent"),
            base=DEFAULT_BASE,
            version=f"of {self._parts.hostname}",
            identity=identity,
            manifest={},
            stamp=("", 0, 0),
            store=Path("/nonexistent"),
        )

    def execute(self, request: dict[str, Any], caller: Caller, timeout: float) -> Execution:
        """Ask the store.

        :param timeout: seconds
        """
        defaults = {"base": DEFAULT_BASE, "prefixes": self.prefixes}
        return RemoteExecution(self, defaults | request, caller, timeout)

    def select(self, texts: Sequence[str], caller: Caller, timeout: float, limit: int) -> list[dict[str, Any]]:
        """Ask the store one query after another: the protocol has no way to ask several at once."""
        asked = ({"op": "query", "text": text, "form": "json", "limit": limit} for text in texts)
        return [json.loads(self.execute(each, caller, timeout).read()) for each in asked]

    def connect(self, timeout: float) -> http.client.HTTPConnection:
        """Open a connection to the store."""
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        return kind(self._parts.hostname or "", self._parts.port, timeout=timeout)

    def head(self) -> tuple[str, dict[str, str]]:
        """Name the path of the query operation, and the header fields that every request has."""
        path = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        if not self._parts.username:
            return path, {}
        name, word = unquote(self._parts.username), unquote(self._parts.password or "")
        return path, {"Authorization": f"Basic {base64.b64encode(f'{name}:{word}'.encode()).decode()}"}

    def take(self, timeout: float) -> None:
        """Take a place.

        :raises Problem: 503 if none is free in time
        """
        if not self._places.acquire(timeout=timeout):
            raise busy("the store behind this endpoint is busy; try again in a moment")
        with self._lock:
            self._busy += 1

    def give_back(self) -> None:
        """Give a place back."""
        with self._lock:
            self._busy -= 1
        self._places.release()

    def occupancy(self) -> dict[str, int]:
        """Count places in use and free ones."""
        with self._lock:
            return {"running": self._busy, "free": self._all - self._busy}

    def enter(self) -> bool:
        """Begin to use it; it does not end before the endpoint does."""
        return True

    def leave(self) -> None:
        """Stop using it."""

    def retire(self) -> None:
        """Stop serving it."""


def _node(iri: str) -> ox.NamedNode:
    """Write an IRI so that nothing of it can stand outside its brackets.

    :raises Problem: 400 if it is not an absolute IRI
    """
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise Problem(400, f"{iri[:200]!r} is not an absolute IRI", kind="graph-name") from None


def _require_form(response: http.client.HTTPResponse, form: forms.Form) -> None:
    """Take an answer only in the form that was asked for, and as it is.

    :raises Problem: 502
    """
    coding = response.headers.get("Content-Encoding", "identity").lower()
    given = response.headers.get_content_type() if "Content-Type" in response.headers else form.media_type
    if coding != "identity" or given not in (form.media_type, *form.aliases):
        shown = given if coding == "identity" else f"{given} coded as {coding}"
        detail = f"the store behind this endpoint answers {shown}, and was asked for {form.media_type}"
        raise Problem(502, detail, kind="backend")


class RemoteExecution(Execution):
    """A request under way at the store.

    :raises Problem: 503 if the store does not answer in time or at all, 400 as it refuses
    :raises ClientLeft: if the client does not wait for the answer
    """

    def __init__(self, backend: Backend, request: dict[str, Any], caller: Caller, timeout: float) -> None:
        self._backend, self._caller, self._timeout = backend, caller, timeout
        self._deadline = time.monotonic() + timeout
        self._left = int(request.get("limit") or 1 << 62)
        self._prefix = ""
        backend.take(timeout)
        self._connection: http.client.HTTPConnection | None = backend.connect(timeout)
        try:
            self._response = self._asked(request)
            self.first, self.is_whole = self._begun()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise self._explained(error) from None
        except BaseException:
            self.close()
            raise
        if self.is_whole:
            self.close()

    def _asked(self, request: dict[str, Any]) -> http.client.HTTPResponse:
        connection = self._open()
        path, headers = self._backend.head()
        form = _FORMS[request.get("form", "json")]
        self._form = form.name
        fields = [("query", self._text(request))]
        fields += [("default-graph-uri", each) for each in request.get("default_graphs", ())]
        fields += [("named-graph-uri", each) for each in request.get("named_graphs", ())]
        accept = ", ".join((form.media_type, *(f"{alias};q=0.5" for alias in form.aliases)))
        headers |= {
            "Accept-Encoding": "identity",
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "Connection": "close",
        }
        connection.request("POST", path, urlencode(fields), headers)
        self._wait(connection)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise self._refused(response)
        _require_form(response, form)
        self._expected = None if response.chunked else response.length
        rows = response.headers.get("X-SPARQL-MaxRows")
        self.headers = {"X-SPARQL-MaxRows": rows} if rows else {}
        return response

    def _text(self, request: dict[str, Any]) -> str:
        """Write the query; the project's prefixes stand before it on its first line, so lines keep their numbers."""
        if request["op"] == "ping":
            return "ASK {}"
        if request["op"] == "graph":
            inner = f"GRAPH {_node(request['graph'])} {{ ?s ?p ?o }}" if request.get("graph") else "?s ?p ?o"
            return f"CONSTRUCT {{ ?s ?p ?o }} {{ {inner} }}"
        if request["op"] == "describe":
            name, beside = request["name"], tuple(request["beside"].split())
            subject = _node(f"{request['base']}{name if name.startswith(beside) else f'id/{name}'}")
            return f"CONSTRUCT {{ {subject} ?p ?o }} {{ {subject} ?p ?o }}"
        text = str(request["text"])
        if needs_plain_words(text):
            return plain(text, request["prefixes"])
        self._prefix = "".join(f"PREFIX {name}: <{space}> " for name, space in request["prefixes"].items())
        return self._prefix + text

    def _wait(self, connection: http.client.HTTPConnection) -> None:
        """Wait for the first byte, watching clock and client."""
        poll = select.poll()
        poll.register(connection.sock, select.POLLIN)
        if self._caller.sock is not None:
            poll.register(self._caller.sock, select.POLLIN | select.POLLHUP)
        while True:
            ready = {number for number, _ in poll.poll(max(0.0, self._deadline - time.monotonic()) * 1000)}
            if connection.sock.fileno() in ready:
                return
            if not ready:
                raise TimeoutError
            if self._caller.has_left():
                raise ClientLeft
            if self._caller.sock is not None:
                poll.unregister(self._caller.sock)

    def _refused(self, response: http.client.HTTPResponse) -> Problem:
        """Pass on why the store refuses."""
        cause = " ".join(response.read(_PIECE).decode("utf-8", "replace").split())[:_LONGEST_CAUSE]
        status, behind = response.status, f"the store behind this endpoint answers {response.status}"
        if status in (408, 429, 503):
            wait = response.headers.get("Retry-After", "2")
            kept = 429 if status == 429 else 503
            return Problem(kept, f"{behind}: {cause}", kind="busy", headers={"Retry-After": wait})
        if 300 <= status < 400:
            where = response.headers.get("Location", "nowhere")
            return Problem(502, f"{behind} and sends on to {where}: give --backend that address", kind="backend")
        if status not in (400, 406):
            return Problem(502, f"{behind}: {cause}" if cause else behind, kind="backend")
        found = _PLACE.search(cause)
        extra: dict[str, int] = {}
        if found is not None:
            line, column = int(found[1]), int(found[2])
            extra = {"line": line, "column": column - len(self._prefix) if line == 1 else column}
        return Problem(status, cause or "the store behind this endpoint refuses", kind="query-syntax", extra=extra)

    def _explained(self, error: Exception) -> Problem:
        if isinstance(error, TimeoutError):
            return Problem(503, f"the query was stopped after {self._timeout:g} seconds", kind="timeout")
        if isinstance(error, http.client.IncompleteRead):
            return Problem(502, "the answer of the store behind this endpoint broke off", kind="backend")
        return busy("the store behind this endpoint does not answer", 5)

    def _open(self) -> http.client.HTTPConnection:
        if self._connection is None:
            raise AssertionError("the connection was closed")
        return self._connection

    def _read(self) -> bytes:
        """Read a piece; at the end of the answer an empty one."""
        remaining = self._deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        sock = self._open().sock
        if sock is not None:
            sock.settimeout(remaining)
        piece = self._response.read1(_PIECE if self._expected is None else min(_PIECE, self._expected))
        if self._expected is not None:
            self._expected -= len(piece)
            if not piece and self._expected:
                raise http.client.IncompleteRead(b"", self._expected)
        self._left -= len(piece)
        if self._left < 0:
            raise Problem(507, "the answer is larger than an answer may be", kind="too-large")
        return piece

    def _begun(self) -> tuple[bytes, bool]:
        """Read the first pieces; tell whether they are all."""
        begun = b""
        while len(begun) < _PIECE:
            piece = self._read()
            if not piece:
                return self._whole(self._checked(begun)), True
            begun += piece
        return self._checked(begun), False

    def _whole(self, content: bytes) -> bytes:
        """Hand back an answer that is a whole one of its form: some stores write an error behind half of it.

        :raises Problem: 502
        """
        try:
            if self._form == "json":
                json.loads(content)
        except ValueError:
            said = "the answer of the store behind this endpoint is not well-formed"
            raise Problem(502, said, kind="backend") from None
        return content

    def _checked(self, begun: bytes) -> bytes:
        """Hand back the beginning of an answer that begins as its form does.

        :raises Problem: 502
        """
        begins = _BEGINNINGS.get(self._form)
        content = begun.removeprefix(codecs.BOM_UTF8).lstrip()
        if begun.startswith(b"\x1f\x8b") or (begins and content and not content.startswith(begins)):
            said = "the answer of the store behind this endpoint is not of the type that it says"
            raise Problem(502, said, kind="backend")
        return begun

    def stream(self) -> Iterator[bytes]:
        """Yield the answer piece by piece, as the client takes it.

        :raises CutShort: if it cannot be finished
        """
        yield self.first
        try:
            while not self.is_whole and (piece := self._read()):
                yield piece
        except (OSError, http.client.HTTPException, Problem) as ending:
            raise CutShort(str(ending)) from ending
        self.close()

    def close(self) -> None:
        """Close the connection, which is how a store learns that nobody waits."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
            self._backend.give_back()
