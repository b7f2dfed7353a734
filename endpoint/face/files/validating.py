"""``/validate``: RDF that a client sends, validated in a process of its own, bounded in size, memory and time."""

import codecs
import subprocess
import threading

from flask import Blueprint, Response, request

from endpoint.engine.service import run_command
from endpoint.face import negotiation
from endpoint.face.answers import service
from endpoint.face.bodies import body
from endpoint.face.query import protocol
from endpoint.forms import Form
from endpoint.problems import Problem, busy, method_not_allowed, not_acceptable

blueprint = Blueprint("validating", __name__)

_TURTLE = Form("turtle", "text/turtle", (), "; charset=utf-8")
_JSON = Form("json", "application/json")
_SARIF = Form("sarif", "application/sarif+json")
_TEXT = Form("text", "text/plain", (), "; charset=utf-8")
_REPORTS = (_TURTLE, _JSON, _SARIF, _TEXT)
_SYNTAXES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
#: Validations at once in a front; each may use a core.
_PLACES = threading.BoundedSemaphore(2)


def validate() -> Response:
    """Validate what was sent with the project's shapes; the answer is the report, conforming or not.

    :raises Problem: 400 if it does not parse, 406, 415, 503 if it takes too long or too many ask at once
    """
    if request.method != "POST":
        raise method_not_allowed("POST", "OPTIONS")
    choice = negotiation.choose(request.headers.get("Accept"), _REPORTS)
    if choice is None:
        raise not_acceptable(negotiation.names(_REPORTS))
    media = protocol.media_type(request.headers.get("Content-Type")) or "text/turtle"
    if media not in _SYNTAXES:
        raise Problem(415, f"{media!r}: send {', '.join(_SYNTAXES)}", kind="media-type")
    content = body().removeprefix(codecs.BOM_UTF8)
    if not _PLACES.acquire(timeout=1):
        raise busy("others are validating; come back in a moment")
    try:
        return _run(content, _SYNTAXES[media], choice)
    finally:
        _PLACES.release()


def _run(content: bytes, syntax: str, choice: negotiation.Choice) -> Response:
    config = service().config
    with service().using() as generation:
        base = generation.release.base
    asked = ["validate", "-", "--from", syntax, "--report", choice.form.name, "--base", base]
    try:
        ended = run_command(config, *asked, content=content)
    except subprocess.TimeoutExpired:
        raise Problem(
            503, f"the validation was stopped after {config.timeout:g} s: send less", kind="timeout"
        ) from None
    if ended.returncode in (0, 1) and ended.stdout:
        return Response(ended.stdout, content_type=choice.content_type, headers={"Cache-Control": "no-store"})
    told = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    if ended.returncode == 2 and told:
        raise Problem(400, told[-1].removeprefix("osce-kg: ").removeprefix("-:"), kind="rdf-syntax")
    raise Problem(
        503, f"the validation used more than {config.memory} MiB or processor time: send less", kind="too-large"
    )


blueprint.add_url_rule("/validate", view_func=validate, methods=["GET", "POST", "PUT", "DELETE", "PATCH"])
