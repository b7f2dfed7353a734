"""Pages for people, plain: one frame, no scripts but the endpoint's own, escaped throughout."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, render_template, request

from endpoint.engine.service import Generation
from endpoint.face.addresses import site
from endpoint.face.answers import service
from endpoint.face.query.description import limits_text
from endpoint.face.query.examples import examples
from kg.namespaces import RDFS, SKOS, compact

_TITLES = (f"{SKOS}prefLabel", "http://purl.org/dc/terms/title", f"{RDFS}label")


def page(template: str, status: int = 200, **values: object) -> Response:
    """Render a page."""
    with service().using() as generation:
        content = render_template(template, release=generation.release, base=generation.release.base, **values)
    return Response(content, status, content_type="text/html; charset=utf-8", headers={"Vary": "Accept"})


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
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement on a page: its property in short, and the other end as text and address."""

    property: str
    predicate: str
    text: str
    address: str = ""
    language: str = ""

    @classmethod
    def of(
        cls,
        predicate: str,
        end: dict[str, str],
        name: dict[str, str] | None,
        generation: Generation,
        address_of: Callable[[str, str], str],
    ) -> "Statement":
        """Make it out of solutions in SPARQL Results JSON.

        :param end: object or subject, whichever the page is not about
        :param name: its label, if there is one
        :param address_of: makes an address of an IRI of the release
        """
        short = compact(predicate, generation.prefixes)
        if end["type"] != "uri":
            return cls(short, predicate, end["value"], language=end.get("xml:lang", ""))
        address = address_of(end["value"], generation.release.base)
        if not address and end["value"].startswith(("http://", "https://")):
            address = end["value"]
        text = name["value"] if name else compact(end["value"], generation.prefixes)
        return cls(short, predicate, text, address)


@dataclass(frozen=True, slots=True)
class Thing:
    """What a page tells of a thing: what is said of it, and what refers to it."""

    iri: str
    said: list[Statement]
    of_it: list[Statement]
    is_cut: bool

    @property
    def title(self) -> str:
        """Its label in English, else any, else its IRI."""
        labels = [each for each in self.said if each.predicate in _TITLES]
        labels.sort(key=lambda each: (each.language != "en", _TITLES.index(each.predicate)))
        return labels[0].text if labels else self.iri

    @property
    def groups(self) -> list[tuple[str, list[Statement]]]:
        """Group what is said by property, in order."""
        names = dict.fromkeys(each.property for each in self.said)
        return [(name, [each for each in self.said if each.property == name]) for name in names]
