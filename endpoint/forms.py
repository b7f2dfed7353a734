"""The forms in which answers are written: short names and media types, a table.

Source: the media types' registrations.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """One form in which something can be answered.

    :param name: short name, as in ``format=csv``, an extension or pyoxigraph's file extension
    :param media_type: its registered media type
    :param aliases: other media types that clients ask for it by
    :param suffix: parameters of ``Content-Type``
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    suffix: str = ""


_UTF8 = "; charset=utf-8"

JSON = Form("json", "application/sparql-results+json", ("application/json",))
XML = Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))
CSV = Form("csv", "text/csv", (), _UTF8)
TSV = Form("tsv", "text/tab-separated-values", (), _UTF8)
TURTLE = Form("ttl", "text/turtle", ("application/x-turtle", "application/turtle"), _UTF8)
NTRIPLES = Form("nt", "application/n-triples", ("text/plain",), _UTF8)
JSONLD = Form("jsonld", "application/ld+json", ("application/json",))
RDFXML = Form("rdf", "application/rdf+xml", ("application/xml", "text/xml"))
NQUADS = Form("nq", "application/n-quads", (), _UTF8)
TRIG = Form("trig", "application/trig", (), _UTF8)
HTML = Form("html", "text/html", ("application/xhtml+xml",), _UTF8)

TABLES = (JSON, XML, CSV, TSV)
GRAPHS = (TURTLE, NTRIPLES, JSONLD, RDFXML)
DATASETS = (*GRAPHS, NQUADS, TRIG)
PAGES = (HTML, *GRAPHS)
