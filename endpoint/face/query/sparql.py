"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and the service description."""

from flask import Blueprint, Response, request

from endpoint import forms, syntax
from endpoint.engine.service import Generation
from endpoint.face import negotiation
from endpoint.face.addresses import site
from endpoint.face.answers import Question, remembered, respond, rows, service
from endpoint.face.bodies import body
from endpoint.face.pages import editor
from endpoint.face.query import protocol
from endpoint.face.query.description import MOST_NAMED, describe_service
from endpoint.problems import Problem, method_not_allowed, not_acceptable
from kg.sparql import called
from kg.terminals import form

blueprint = Blueprint("sparql", __name__)

#: Bytes that the parameters beside a query may have.
_OTHER_PARAMETERS = 100_000
#: Characters of a query above which its answer is not kept: to look for what changes by itself would take too long.
_LONGEST_KEPT = 16_000
_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def query() -> Response:
    """Answer a query; without one, describe the service or, to a browser, show the editor."""
    most = service().config.query_kilobytes * 1000
    # In a form every character may be written as three; whatever is longer is not even received.
    request.max_content_length = 3 * most + _OTHER_PARAMETERS
    asked = protocol.read_query(
        request.method, request.query_string.decode("latin-1"), request.headers.get("Content-Type"), body()
    )
    if asked is not None and len(asked.text) > most:
        raise Problem(
            413, f"a query may have {most // 1000} kB: shorten it, or load its values first", kind="too-large"
        )
    wants_page = request.method in ("GET", "HEAD") and _prefers_page()
    if wants_page and (asked is None or not asked.forms):
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
            "calls_out": may_call_out(asked.text),
        },
        content_type=choice.content_type,
        repeatable=len(asked.text) <= _LONGEST_KEPT and syntax.is_repeatable(asked.text),
    )
    return respond(question)


def _form(asked: protocol.Query) -> negotiation.Choice:
    """Choose the form of the answer by ``format=`` or ``Accept``."""
    graphs = form(asked.text) in ("CONSTRUCT", "DESCRIBE")
    offers = forms.GRAPHS if graphs else forms.TABLES
    named = (negotiation.by_name(name, offers) for name in asked.forms)
    choice = next((found for found in named if found is not None), None)
    if choice is None and (not asked.forms or request.headers.get("Accept", "*/*") != "*/*"):
        choice = negotiation.choose(request.headers.get("Accept"), offers)
    if choice is None:
        raise not_acceptable(negotiation.names(offers))
    return choice


def may_call_out(text: str) -> bool:
    """Tell whether a text calls other hosts, all of them listed by the operator.

    :raises Problem: 403 if it calls one that is not
    """
    targets = called(text, ("SERVICE", "LOAD"))
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
    address, config = f"{site()}/sparql", service().config
    return remembered(
        ("service", address),
        choice.content_type,
        lambda generation: describe_service(address, generation, config, choice.form.name, *_holdings(generation)),
    )


def _holdings(generation: Generation) -> tuple[int | None, list[str]]:
    """Count the triples of the default graph and list the named ones; of another store, which may be vast, neither."""
    if service().config.backend:
        return None, []
    counted = rows(generation, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    named = rows(generation, f"SELECT ?g {{ GRAPH ?g {{}} }} ORDER BY ?g LIMIT {MOST_NAMED}")
    return int(counted[0]["n"]["value"]), [row["g"]["value"] for row in named]


for _path in ("/sparql", "/sparql/"):
    blueprint.add_url_rule(_path, view_func=query, methods=_METHODS)
