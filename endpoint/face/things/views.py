"""``/id/…``, ``/data/…``, ``/page/…``: things under their own addresses, as linked data and for people.

Sources: Cool URIs for the Semantic Web, https://www.w3.org/TR/cooluris/; RFC 9110 §15.4.4 (303).
"""

import re
from urllib.parse import quote

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request

from endpoint import forms
from endpoint.engine.service import Generation
from endpoint.face import negotiation
from endpoint.face.answers import Question, remembered, respond, rows, service
from endpoint.face.negotiation import Choice
from endpoint.face.pages import Statement, Thing, page
from endpoint.face.query.description import write
from endpoint.problems import Problem, not_acceptable
from kg.namespaces import DCTERMS

blueprint = Blueprint("things", __name__)

#: Kinds of IRIs beside ``id/`` that have addresses of their own.
_BESIDE = ("scheme/", "graph/")
_NO_IRI = re.compile(r'[<>"{}|^`\\\x00-\x20]')
#: So many statements that have a thing as their object are shown on its page; all of them are a query away.
SHOWN = 100


def identify(name: str) -> Response:
    """Send a client to the page or the data of a thing."""
    choice = negotiation.choose(request.headers.get("Accept"), forms.PAGES)
    if choice is None:
        raise not_acceptable(negotiation.names(forms.PAGES))
    missing = _missing(name, choice)
    if missing is not None:
        return missing
    name = quote(name, safe="/:@!$&'()*+,;=~-._%")
    where = f"/page/{name}" if choice.form is forms.HTML else f"/data/{name}.{choice.form.name}"
    return Response(status=303, headers={"Location": where, "Vary": "Accept", "Cache-Control": "public, max-age=60"})


def _beside(kind: str, name: str) -> Response:
    return identify(f"{kind}/{name}")


def iri_of(name: str, base: str) -> str:
    """Make the IRI of a thing out of its address.

    >>> iri_of("state/malta", "https://e.org/"), iri_of("scheme/role", "https://e.org/")
    ('https://e.org/id/state/malta', 'https://e.org/scheme/role')
    """
    return base + (name if name.startswith(_BESIDE) else f"id/{name}")


def address_of(iri: str, base: str) -> str:
    """Make the address of the page of a thing of this release; empty for anything else."""
    local = iri.removeprefix(base)
    if local == iri:
        return ""
    if local.startswith("id/"):
        return f"/page/{quote(local.removeprefix('id/'))}"
    if local.startswith("ontology#") or local == "ontology":
        return f"/{local}"
    return f"/page/{quote(local)}" if local.startswith(_BESIDE) else ""


def data(name: str) -> Response:
    """Give what the release says of a thing, in the form that the address ends in."""
    stem, _, suffix = name.rpartition(".")
    form = negotiation.by_name(suffix, forms.GRAPHS) if stem else None
    if form is None:
        raise Problem(404, f"data ends in one of {', '.join(f'.{each.name}' for each in forms.GRAPHS)}")
    missing = _missing(stem, form)
    if missing is not None:
        return missing
    if form.form is forms.JSONLD:
        answer = remembered(("data", stem), form.content_type, lambda generation: _as_jsonld(generation, stem))
    else:
        answer = respond(Question(request=_asked(stem, form.form.name), content_type=form.content_type))
    answer.headers.add("Link", f'</page/{quote(stem)}>; rel="alternate"; type="text/html"')
    return answer


def _asked(name: str, form: str) -> dict[str, str]:
    return {"op": "describe", "name": name, "beside": " ".join(_BESIDE), "form": form}


def _as_jsonld(generation: Generation, name: str) -> bytes:
    # Only here: RDFLib, which compacts JSON-LD, takes half a second to import.
    from endpoint.face.things.context import compacted

    subject = iri_of(name, generation.release.base)
    found = rows(generation, f"SELECT ?p ?o {{ <{subject}> ?p ?o }}")
    return compacted(subject, [(row["p"], row["o"]) for row in found], generation.release.base)


def _missing(name: str, choice: Choice) -> Response | None:
    """Answer that nothing is known of a thing, in the form that was asked for; nothing where something is."""
    if not _NO_IRI.search(name) and _is_known(name):
        return None
    told = f"there is nothing under {request.path}"
    if choice.form is forms.HTML:
        return page("missing.html", status=404, told=told)
    description = ox.Triple(ox.BlankNode(), ox.NamedNode(f"{DCTERMS}description"), ox.Literal(told))
    body = write([description], choice.form.name, {"dcterms": DCTERMS})
    return Response(
        body, 404, content_type=choice.content_type, headers={"Vary": "Accept", "Cache-Control": "no-store"}
    )


def _is_known(name: str) -> bool:
    with service().using() as generation:
        subject = iri_of(name, generation.release.base)
        return bool(rows(generation, f"SELECT ?p {{ <{subject}> ?p ?o }} LIMIT 1"))


def show(name: str) -> Response:
    """Show a thing to people."""
    html = Choice(forms.HTML, "text/html; charset=utf-8")
    missing = _missing(name, html)
    if missing is not None:
        return missing
    return remembered(("page", name), html.content_type, lambda generation: _page(generation, name))


def _page(generation: Generation, name: str) -> bytes:
    base = generation.release.base
    subject = iri_of(name, base)
    label = 'OPTIONAL {{ {0} rdfs:label|dcterms:title|osce:nameText ?label FILTER(LANG(?label) IN ("en", "")) }}'
    said = rows(
        generation,
        f"SELECT ?p ?o (SAMPLE(?label) AS ?name) {{ <{subject}> ?p ?o {label.format('?o')} }} GROUP BY ?p ?o",
    )
    of_it = rows(
        generation,
        f"""SELECT ?s ?p (SAMPLE(?label) AS ?name) {{
          {{ SELECT ?s ?p {{ ?s ?p <{subject}> }} LIMIT {SHOWN + 1} }} {label.format("?s")} }} GROUP BY ?s ?p""",
    )
    thing = Thing(
        subject,
        _statements(said, "o", generation),
        _statements(of_it[:SHOWN], "s", generation),
        is_cut=len(of_it) > SHOWN,
    )
    return render_template(
        "thing.html",
        release=generation.release,
        base=base,
        thing=thing,
        data=f"/data/{quote(name)}",
        everything=quote(f"SELECT ?subject ?property {{ ?subject ?property <{subject}> }}"),
    ).encode()


def _statements(found: list[dict[str, dict[str, str]]], end: str, generation: Generation) -> list[Statement]:
    made = [Statement.of(row["p"]["value"], row[end], row.get("name"), generation, address_of) for row in found]
    return sorted(made, key=lambda each: (each.property, each.text, each.language))


for _rule, _view in (("/id/<path:name>", identify), ("/data/<path:name>", data), ("/page/<path:name>", show)):
    blueprint.add_url_rule(_rule, view_func=_view)
for _kind in ("scheme", "graph"):
    blueprint.add_url_rule(f"/<any({_kind}):kind>/<path:name>", view_func=_beside, endpoint=f"beside_{_kind}")
