"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and the service description."""

from flask import Blueprint, Response, current_app, request, url_for

from endpoint import forms, syntax
from endpoint.face import negotiation
from endpoint.face.answers import Question, respond, service
from endpoint.face.bodies import body
from endpoint.face.pages import editor
from endpoint.face.query import protocol
from endpoint.face.query.description import describe_service
from endpoint.problems import Problem, method_not_allowed, not_acceptable

blueprint = Blueprint("sparql", __name__)

_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def query() -> Response:
    """Answer a query; without one, describe the service or, to a browser, show the editor."""
    asked = protocol.read_query(
        request.method, request.query_string.decode("latin-1"), request.headers.get("Content-Type"), body()
    )
    wants_page = request.method in ("GET", "HEAD") and _prefers_page()
    if wants_page and (asked is None or not asked.form):
        return editor(asked.text if asked else "")
    return describe() if asked is None else _answer(asked)


def _prefers_page() -> bool:
    offers = (*forms.TABLES, *forms.GRAPHS, forms.HTML)
    choice = negotiation.choose(request.headers.get("Accept"), offers)
    return choice is not None and choice.form is forms.HTML


def _answer(asked: protocol.Query) -> Response:
    choice = _form(asked)
    question = Question(
        request={
            "op": "query",
            "text": asked.text,
            "default_graphs": asked.default_graphs,
            "named_graphs": asked.named_graphs,
            "form": choice.form.name,
            "network": may_call_out(asked.text),
        },
        content_type=choice.content_type,
        repeatable=syntax.is_repeatable(asked.text),
    )
    return respond(question)


def _form(asked: protocol.Query) -> negotiation.Choice:
    """Choose the form of the answer by ``format=`` or ``Accept``."""
    graphs = syntax.form(asked.text) in ("CONSTRUCT", "DESCRIBE")
    offers = forms.GRAPHS if graphs else forms.TABLES
    choice = negotiation.by_name(asked.form, offers) if asked.form else None
    if choice is None and (not asked.form or request.headers.get("Accept", "*/*") != "*/*"):
        choice = negotiation.choose(request.headers.get("Accept"), offers)
    if choice is None:
        raise not_acceptable(negotiation.names(offers))
    return choice


def may_call_out(text: str) -> bool:
    """Tell whether a text calls other hosts, all of them listed by the operator.

    :raises Problem: 403 if it calls one that is not
    """
    targets = syntax.foreign_targets(text)
    for target in targets:
        if syntax.host_of(target) not in service().config.service_hosts:
            named = f"<{target}>" if target else "an address that the query does not fix"
            raise Problem(
                403, f"SERVICE and LOAD reach only hosts that the operator lists, not {named}", kind="service"
            )
    return bool(targets)


def describe() -> Response:
    """Describe the service in RDF."""
    if request.method not in ("GET", "HEAD"):
        raise method_not_allowed("GET", "HEAD", "POST", "OPTIONS")
    choice = negotiation.choose(request.headers.get("Accept"), forms.GRAPHS)
    if choice is None:
        raise not_acceptable(negotiation.names(forms.GRAPHS))
    with service().using() as generation:
        address = service().config.public_url.rstrip("/") + url_for(
            "sparql.query", _external=not service().config.public_url
        )
        content = describe_service(address, generation, current_app.extensions["osce_kg"].config, choice.form.name)
    return Response(content, content_type=choice.content_type, headers={"Vary": "Accept"})


for _path in ("/sparql", "/sparql/"):
    blueprint.add_url_rule(_path, view_func=query, methods=_METHODS)
