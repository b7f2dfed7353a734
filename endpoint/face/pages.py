"""Pages for people, plain: one frame, no scripts but the endpoint's own, escaped throughout."""

import json

from flask import Response, render_template, request

from endpoint.engine.service import Generation
from endpoint.face.addresses import site
from endpoint.face.answers import service
from endpoint.face.language import carried, gettext
from endpoint.face.query.description import limits_text
from endpoint.face.query.examples import examples


def rendered(template: str, generation: Generation, **values: object) -> bytes:
    """Render a template in the language of the request, over a release."""
    release = generation.release
    return carried(render_template(template, release=release, base=release.base, **values)).encode()


def page(template: str, status: int = 200, **values: object) -> Response:
    """Answer with a page that is not kept."""
    with service().using() as generation:
        content = rendered(template, generation, **values)
    vary = {"Vary": "Accept, Accept-Language"}
    return Response(content, status, content_type="text/html; charset=utf-8", headers=vary)


def _words() -> dict[str, str]:
    """Give what the editor says by itself, in the language of the page; ``{0}`` and ``{1}`` are filled in there."""
    return {
        "asking": gettext("Asking…"),
        "rows": gettext("{0} rows ({1})"),
        "first": gettext("The first {0} are shown; a download has all of them."),
        "cut": gettext("The answer was cut: {0}"),
        "yes": gettext("Yes"),
        "no": gettext("No"),
        "views": gettext("Views"),
        "table": gettext("Table"),
        "chart": gettext("Chart"),
        "map": gettext("Map"),
        "graph": gettext("Graph"),
        "download": gettext("Download:"),
        "share": gettext("Copy a link to this query"),
        "copied": gettext("Copied"),
    }


def editor(text: str) -> Response:
    """Show the query editor with a query in it: the one given, an example that the address names, or a first one."""
    with service().using() as generation:
        base = generation.release.base
        known = {example.name: example for example in examples(base)}
    chosen = known.get(request.args.get("example", ""))
    first = "SELECT ?type (COUNT(*) AS ?things) { ?thing a ?type } GROUP BY ?type ORDER BY DESC(?things) LIMIT 50"
    return page(
        "sparql.html",
        query=text or (chosen.query if chosen else first),
        run=bool(text or chosen),
        examples=known.values(),
        limits=limits_text(service().config),
        address=f"{site()}/sparql",
        words=json.dumps(_words(), ensure_ascii=False),
    )
