"""What browsers and search engines ask a site for: robots, sitemap, OpenSearch description, icon.

Sources: RFC 9309 (robots), https://www.sitemaps.org/protocol.html, OpenSearch 1.1.
"""

from xml.sax.saxutils import escape

from flask import Blueprint, Response, url_for

from endpoint.engine.service import Generation
from endpoint.face.addresses import root, site
from endpoint.face.answers import remembered
from endpoint.face.lists.shelf import catalogue
from endpoint.face.things.names import address_of
from endpoint.finding.asking import Asked
from endpoint.problems import Problem

blueprint = Blueprint("machines", __name__)

#: Addresses that one sitemap may have.
_A_SITEMAP = 10_000


def robots() -> Response:
    """Let everything be read but answers to queries and pages of evidence, and name the sitemap."""
    unread = "".join(f"Disallow: /{path}\n" for path in ("sparql", "search", "suggest", "why/"))
    text = f"User-agent: *\n{unread}Sitemap: {site()}/sitemap.xml\n"
    return Response(text, content_type="text/plain; charset=utf-8")


def sitemap_index() -> Response:
    """List the sitemaps, each of so many pages."""

    def make(generation: Generation) -> bytes:
        parts = range(1, sitemaps(generation) + 1)
        places = "".join(f"<sitemap><loc>{escape(site())}/sitemap-{n}.xml</loc></sitemap>" for n in parts)
        return _xml(f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</sitemapindex>')

    return remembered(("sitemap", site()), "application/xml", make)


def sitemaps(generation: Generation) -> int:
    """Count the sitemaps of a release."""
    return max(1, -(-catalogue(generation).find(Asked(), limit=1, facets=()).total // _A_SITEMAP))


def sitemap(number: int) -> Response:
    """List the addresses of pages.

    :raises Problem: 404 past the last sitemap
    """

    def make(generation: Generation) -> bytes:
        offset = (number - 1) * _A_SITEMAP
        hits = catalogue(generation).find(Asked(order="alphabet"), offset, _A_SITEMAP, ()).hits if number else []
        if not hits:
            raise Problem(404, "there is no sitemap of this number")
        base = generation.release.base
        places = "".join(f"<url><loc>{escape(_absolute(hit.iri, base))}</loc></url>" for hit in hits)
        return _xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{places}</urlset>')

    return remembered(("sitemap", number, site()), "application/xml", make)


def _absolute(iri: str, base: str) -> str:
    return site() + address_of(iri, base).removeprefix(root())


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def opensearch() -> Response:
    """Describe the search, so that a browser can offer it."""
    place = escape(site())
    urls = "".join(
        f'<Url type="{media}" template="{place}{path}"/>'
        for media, path in (
            ("text/html", "/search?q={searchTerms}"),
            ("application/atom+xml", "/search.atom?q={searchTerms}"),
            ("application/x-suggestions+json", "/suggest?q={searchTerms}"),
        )
    )
    text = (
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/"><ShortName>OSCE graph</ShortName>'
        f"<Description>The public record of the OSCE</Description>{urls}</OpenSearchDescription>"
    )
    return Response(_xml(text), content_type="application/opensearchdescription+xml")


def icon() -> Response:
    """Send whoever asks for the old icon to the drawn one."""
    return Response(status=301, headers={"Location": url_for("static", filename="icon.svg")})


for _rule, _view in (
    ("/robots.txt", robots),
    ("/sitemap.xml", sitemap_index),
    ("/sitemap-<int:number>.xml", sitemap),
    ("/opensearch.xml", opensearch),
    ("/favicon.ico", icon),
):
    blueprint.add_url_rule(_rule, view_func=_view)
