"""``/id/…``, ``/data/…``, ``/page/…``: things under their own addresses, as linked data and for people.

Sources: Cool URIs for the Semantic Web, https://www.w3.org/TR/cooluris/; RFC 9110 §15.4.4 (303).
"""

from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face import negotiation
from endpoint.face.addresses import root
from endpoint.face.answers import Question, remembered, respond, rows, service
from endpoint.face.days import day_asked
from endpoint.face.negotiation import Choice
from endpoint.face.pages import page
from endpoint.face.query.description import write
from endpoint.face.things.names import BESIDE, GRAPH, iri_of, is_name
from endpoint.face.things.portraits.drawing import Subject
from endpoint.face.things.portraits.gallery import NotThere, render
from endpoint.face.things.times import times
from endpoint.problems import Problem, not_acceptable
from kg.namespaces import DCTERMS

blueprint = Blueprint("things", __name__)


def identify(name: str) -> Response:
    """Send a client to the page or the data of a thing."""
    choice = negotiation.choose(request.headers.get("Accept"), forms.PAGES)
    if choice is None:
        raise not_acceptable(negotiation.names(forms.PAGES))
    missing = _missing(name, choice)
    if missing is not None:
        return missing
    name = quote(name, safe="/:@!$&'()*+,;=~-._%")
    where = f"{root()}/page/{name}" if choice.form is forms.HTML else f"{root()}/data/{name}.{choice.form.name}"
    return Response(status=303, headers={"Location": where, "Vary": "Accept", "Cache-Control": "public, max-age=60"})


def _beside(kind: str, name: str) -> Response:
    return identify(f"{kind}/{name}")


def data(name: str) -> Response:
    """Give what the release says of a thing, in the form that the address ends in."""
    stem, _, suffix = name.rpartition(".")
    form = negotiation.by_name(suffix, forms.GRAPHS) if stem else None
    if form is None:
        raise Problem(404, f"data ends in one of {', '.join(f'.{each.name}' for each in forms.GRAPHS)}")
    missing = _missing(stem, form)
    if missing is not None:
        return missing
    if stem.startswith(GRAPH):
        answer = respond(Question(request=_whole_graph(stem, form.form.name), content_type=form.content_type))
    elif form.form is forms.JSONLD:
        answer = remembered(("data", stem), form.content_type, lambda generation: _as_jsonld(generation, stem))
    else:
        answer = respond(Question(request=_asked(stem, form.form.name), content_type=form.content_type))
    answer.headers.add("Link", f'<{root()}/page/{quote(stem)}>; rel="alternate"; type="text/html"')
    return answer


def _asked(name: str, form: str) -> dict[str, str]:
    return {"op": "describe", "name": name, "beside": " ".join(BESIDE), "form": form}


def _whole_graph(name: str, form: str) -> dict[str, str]:
    with service().using() as generation:
        return {"op": "graph", "graph": iri_of(name, generation.release.base), "form": form}


def _as_jsonld(generation: Generation, name: str) -> bytes:
    # Only here: RDFLib, which compacts JSON-LD, takes half a second to import.
    from endpoint.face.things.context import compacted

    subject = iri_of(name, generation.release.base)
    found = rows(generation, f"SELECT ?p ?o {{ <{subject}> ?p ?o }}")
    return compacted(subject, [(row["p"], row["o"]) for row in found], generation.release.base)


def _missing(name: str, choice: Choice) -> Response | None:
    """Answer that nothing is known of a thing, in the form that was asked for; nothing where something is."""
    if _is_known(name):
        return None
    if choice.form is forms.HTML:
        return page("missing.html", status=404)
    told = f"there is nothing under {request.path}"
    description = ox.Triple(ox.BlankNode(), ox.NamedNode(f"{DCTERMS}description"), ox.Literal(told))
    body = write([description], choice.form.name, {"dcterms": DCTERMS})
    return Response(
        body, 404, content_type=choice.content_type, headers={"Vary": "Accept", "Cache-Control": "no-store"}
    )


def _is_known(name: str) -> bool:
    if not is_name(name):
        return False
    with service().using() as generation:
        subject = ox.NamedNode(iri_of(name, generation.release.base))
        pattern = f"GRAPH {subject} {{ ?s ?p ?o }}" if name.startswith(GRAPH) else f"{subject} ?p ?o"
        return bool(rows(generation, f"SELECT ?p {{ {pattern} }} LIMIT 1"))


def show(name: str) -> Response:
    """Show a thing to people; ``?on=YYYY-MM-DD`` shows it as of a day.

    :raises Problem: 400 if the day is not one
    """
    day = day_asked()
    html = Choice(forms.HTML, "text/html; charset=utf-8")
    if not is_name(name):
        return page("missing.html", status=404)
    try:
        return remembered(("page", name, day), html.content_type, lambda generation: _page(generation, name, day))
    except NotThere:
        return page("missing.html", status=404)


def _page(generation: Generation, name: str, day: str) -> bytes:
    subject = Subject(iri_of(name, generation.release.base), generation, day, times(generation) if day else None)
    size = _size(generation, name) if name.startswith(GRAPH) else 0
    return render(subject, f"{root()}/data/{quote(name)}", size)


def _size(generation: Generation, name: str) -> int:
    """Count the triples of a named graph."""
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{iri_of(name, generation.release.base)}> {{ ?s ?p ?o }} }}"
    return int(rows(generation, query)[0]["n"]["value"])


for _rule, _view in (("/id/<path:name>", identify), ("/data/<path:name>", data), ("/page/<path:name>", show)):
    blueprint.add_url_rule(_rule, view_func=_view)
for _kind in ("scheme", "graph"):
    blueprint.add_url_rule(f"/<any({_kind}):kind>/<path:name>", view_func=_beside, endpoint=f"beside_{_kind}")
