"""``/update`` and ``/rdf-graph-store``: what changes a writable copy, and graphs by name.

Sources: SPARQL 1.1 Protocol §2.2; SPARQL 1.1 Graph Store HTTP Protocol, https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

import hmac
import uuid
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, Response, request

from endpoint import forms
from endpoint.face import negotiation
from endpoint.face.addresses import site
from endpoint.face.answers import respond, service
from endpoint.face.bodies import body
from endpoint.face.query import protocol
from endpoint.face.query.preconditions import check, reading
from endpoint.face.query.sparql import may_call_out
from endpoint.problems import Problem, method_not_allowed, not_acceptable

blueprint = Blueprint("graphs", __name__)

_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]
_STORE = "/rdf-graph-store"


def has_token(header: str | None, token: str) -> bool:
    """Compare a bearer token in constant time.

    >>> has_token("Bearer secret", "secret"), has_token(None, "secret"), has_token("Bearer ", "")
    (True, False, False)
    """
    scheme, _, given = (header or "").partition(" ")
    same = hmac.compare_digest(given.strip().encode(), token.encode())
    return same and bool(token) and scheme.lower() == "bearer"


def _may_write() -> None:
    """Let only holders of the token change anything.

    :raises Problem: 401 without a token, 403 with a wrong one or where nothing is written at all
    """
    config = service().config
    if service().master is None or config.token_file is None:
        raise Problem(403, "this endpoint is read-only", kind="read-only")
    given = request.headers.get("Authorization")
    if not has_token(given, read_token(config.token_file)):
        challenge = 'Bearer realm="osce-kg"' + (', error="invalid_token"' if given else "")
        raise Problem(
            403 if given else 401,
            "writing needs the operator's token: Authorization: Bearer …",
            kind="token",
            headers={"WWW-Authenticate": challenge},
        )


def read_token(path: Path) -> str:
    """Read the token that writing needs; a file changed while the endpoint runs counts at once.

    :returns: the token; empty, which lets nobody in, if the file cannot be read
    """
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def update() -> Response:
    """Run a SPARQL update."""
    asked = protocol.read_update(
        request.method, request.query_string.decode("latin-1"), request.headers.get("Content-Type"), body()
    )
    _may_write()
    if may_call_out(asked.text):
        raise Problem(403, "an update may not call other hosts here", kind="service")
    service().write({"op": "update", "text": protocol.with_dataset(asked), **_context()})
    return Response(status=204)


def _context() -> dict[str, object]:
    with service().using() as generation:
        return {"base": generation.release.base, "prefixes": generation.prefixes}


def graph_store(path: str = "") -> Response:
    """Read, replace, add to or remove one graph."""
    if request.method == "PATCH":
        raise method_not_allowed("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
    if request.method in ("GET", "HEAD"):
        return _read(_graph(path))
    _may_write()
    if request.method == "POST" and not path and not request.args:
        return _create()
    name = _graph(path)
    if request.method == "DELETE":
        return _delete(name)
    asked = {"op": request.method.lower(), "graph": name, "parts": _parts(), **_base(name)}
    done = service().write(asked, lambda generation: check(generation, name))
    return Response(status=201 if done["created"] else 204)


def _graph(path: str) -> str:
    """Find which graph is meant: by its path, by ``?graph=``, or the default one (empty).

    :raises Problem: 400 if the request does not say, or says it twice
    """
    pairs = protocol.parameters(request.query_string)
    named = [value for key, value in pairs if key == "graph"]
    default = any(key == "default" for key, _ in pairs)
    if path and (named or default):
        raise Problem(400, "the graph is named by the address and by a parameter: choose one", kind="graph-name")
    if path:
        return protocol.require_iri(f"{_address()}/{_as_sent(path)}")
    if len(named) + default != 1:
        raise Problem(400, "name one graph: ?graph=IRI or ?default", kind="graph-name")
    return protocol.require_iri(named[0]) if named else ""


def _as_sent(path: str) -> str:
    """Give the part of the address that names a graph as the client sent it: what is decoded is another name."""
    sent = str(request.environ.get("RAW_URI", "")).partition("?")[0]
    return sent.partition(f"{_STORE}/")[2] or quote(path)


def _address() -> str:
    """Tell the address of the graph store, which directly named graphs begin with."""
    return site() + _STORE


def _base(name: str) -> dict[str, object]:
    return {"base": name or _address()}


def _read(name: str) -> Response:
    choice = negotiation.choose(request.headers.get("Accept"), forms.GRAPHS)
    if choice is None:
        raise not_acceptable(negotiation.names(forms.GRAPHS))
    merged = not name and service().master is None
    return respond(reading(name, choice.form, choice.content_type, merged=merged))


def _create() -> Response:
    """Add a graph under an address of the server's choice."""
    name = f"{_address()}/{uuid.uuid4()}"
    service().write({"op": "post", "graph": name, "parts": _parts(), **_base(name)})
    return Response(status=201, headers={"Location": name})


def _delete(name: str) -> Response:
    found = service().write({"op": "delete", "graph": name}, lambda generation: check(generation, name))["found"]
    if not found:
        raise Problem(404, f"there is no graph {name!r}", kind="no-graph")
    return Response(status=204)


def _parts() -> list[tuple[str, str]]:
    """Read the RDF that was sent, of one body or of each part of a form, with its media type.

    :raises Problem: 400 or 415
    """
    if protocol.media_type(request.headers.get("Content-Type")) != "multipart/form-data":
        return [_part(body(), request.headers.get("Content-Type"))]
    files = [file for values in request.files.listvalues() for file in values]
    if not files:
        raise Problem(400, "the form has no file", kind="parameters")
    return [_part(file.read(), file.headers.get("Content-Type")) for file in files]


def _part(content: bytes, header: str | None) -> tuple[str, str]:
    form = negotiation.by_name(protocol.media_type(header) or "text/turtle", forms.GRAPHS)
    if form is None:
        raise Problem(415, f"{header!r}: send {negotiation.names(forms.GRAPHS)}", kind="media-type")
    try:
        return content.decode("utf-8-sig"), form.form.media_type
    except UnicodeDecodeError as error:
        raise Problem(400, f"the body is not UTF-8 (byte {error.start + 1})", kind="encoding") from None


blueprint.add_url_rule("/update", view_func=update, methods=_METHODS)
blueprint.add_url_rule(_STORE, view_func=graph_store, methods=_METHODS)
blueprint.add_url_rule(f"{_STORE}/<path:path>", view_func=graph_store, methods=_METHODS)
