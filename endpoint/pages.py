"""Pages for people, plain: one frame, no scripts but the endpoint's own, escaped throughout."""

from flask import Response, render_template, request

from endpoint.answers import service
from endpoint.description import limits_text


def page(template: str, **values: object) -> Response:
    """Render a page."""
    with service().using() as generation:
        content = render_template(template, release=generation.release, base=generation.release.base, **values)
    return Response(content, content_type="text/html; charset=utf-8", headers={"Vary": "Accept"})


def editor(text: str) -> Response:
    """Show the query editor with a query in it."""
    example = "SELECT ?type (COUNT(*) AS ?things) { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?things) LIMIT 50"
    return page(
        "sparql.html",
        query=text or example,
        run=bool(text),
        limits=limits_text(service().config),
        address=request.base_url,
    )
