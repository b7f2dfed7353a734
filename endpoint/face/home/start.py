"""``/``: the first page."""

from flask import Blueprint, Response, render_template, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face import negotiation
from endpoint.face.answers import remembered

blueprint = Blueprint("home", __name__)

_HTML = f"{forms.HTML.media_type}; charset=utf-8"
#: Classes that the first page counts, in this order.
_COUNTED = {
    "PressRelease": "press releases",
    "State": "States, participating, partners and former",
    "FieldOperation": "field operations",
    "Institution": "institutions",
    "Meeting": "meetings",
    "Post": "posts",
    "Tenure": "tenures of posts",
    "SpeechAct": "speech acts",
    "Mention": "mentions in texts",
}


def start() -> Response:
    """Say what this is, how much of it there is, and how to ask it."""
    choice = negotiation.choose(request.headers.get("Accept"), forms.PAGES)
    if choice is not None and choice.form is not forms.HTML:
        return Response(status=303, headers={"Location": "/void.ttl", "Vary": "Accept"})
    return remembered(("home", request.host_url), _HTML, _home)


def _home(generation: Generation) -> bytes:
    manifest = generation.release.manifest
    classes = manifest.get("classes", {})
    space = f"{generation.release.base}ontology#"
    counts = [(name, told, classes[space + name]) for name, told in _COUNTED.items() if classes.get(space + name)]
    return render_template(
        "home.html", release=generation.release, manifest=manifest, counts=counts, address=request.host_url.rstrip("/")
    ).encode()


blueprint.add_url_rule("/", view_func=start)
