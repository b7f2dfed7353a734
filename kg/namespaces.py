"""Namespace IRIs and the one prefix map that queries, Turtle and JSON-LD share."""

import re

from kg.regexes import late

DEFAULT_BASE = "https://w3id.org/osce-kg/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
FOAF = "http://xmlns.com/foaf/0.1/"
SCHEMA = "https://schema.org/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
CV = "http://data.europa.eu/m8g/"
VCARD = "http://www.w3.org/2006/vcard/ns#"
DQV = "http://www.w3.org/ns/dqv#"
SPDX = "http://spdx.org/rdf/terms#"
DCATAP = "http://data.europa.eu/r5r/"

#: The predicate of types, as lines of N-Triples have it.
TYPE = f"<{RDF}type>"

#: Prefix → kind of thing whose IRIs it shortens: ``body:odihr`` is ``id/org/odihr``.
KINDS = {
    "state": "state",
    "body": "org",
    "post": "post",
    "person": "person",
    "place": "place",
    "doc": "doc",
    "meeting": "meeting",
    "tenure": "tenure",
}
#: A local name that needs no escape in Turtle or SPARQL, neither a dot at its end nor a slash.
_LOCAL = late(r"\w(?:[\w.-]*[\w-])?", re.ASCII)


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """List the prefix map of a build: the same in every file, answer and example, and known to every query.

    :param base: base IRI of the build, ending in ``/``
    :returns: prefix → namespace IRI, in the order in which Turtle headers print them

    >>> prefixes()["osce"], prefixes()["body"]
    ('https://w3id.org/osce-kg/ontology#', 'https://w3id.org/osce-kg/id/org/')
    """
    return {
        "osce": f"{base}ontology#",
        "osh": f"{base}shapes#",
        "curation": f"{base}ontology/curation#",
        **{prefix: f"{base}id/{kind}/" for prefix, kind in KINDS.items()},
        "graph": f"{base}graph/",
        "scheme": f"{base}scheme/",
        "rdf": RDF,
        "rdfs": RDFS,
        "owl": OWL,
        "xsd": XSD,
        "sh": SH,
        "skos": SKOS,
        "org": ORG,
        "foaf": FOAF,
        "schema": SCHEMA,
        "prov": PROV,
        "oa": OA,
        "dcterms": DCTERMS,
        "nif": NIF,
        "geo": GEO,
        "void": VOID,
        "dcat": DCAT,
        "cv": CV,
        "vcard": VCARD,
        "dqv": DQV,
        "spdx": SPDX,
        "dcatap": DCATAP,
    }


def compact(iri: str, names: dict[str, str]) -> str:
    """Write an IRI as a prefixed name that can be typed as it is printed, or leave it as it is.

    :param iri: an absolute IRI
    :param names: prefix → namespace IRI

    >>> compact("http://www.w3.org/ns/org#member", prefixes()), compact(f"{DEFAULT_BASE}id/org/odihr", prefixes())
    ('org:member', 'body:odihr')
    >>> compact(f"{DEFAULT_BASE}id/doc/485162/en", prefixes())
    'https://w3id.org/osce-kg/id/doc/485162/en'
    """
    namespace, local = parted(iri)
    prefix = next((prefix for prefix, each in names.items() if each == namespace), None)
    return f"{prefix}:{local}" if prefix else iri


def parted(iri: str) -> tuple[str, str]:
    """Part an IRI behind its last ``#`` or ``/``; the namespace is empty if the rest would need an escape.

    >>> parted("http://www.w3.org/2004/02/skos/core#Concept")
    ('http://www.w3.org/2004/02/skos/core#', 'Concept')
    >>> parted("http://example.org/a,b")
    ('', 'http://example.org/a,b')
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return (iri[:cut], iri[cut:]) if _LOCAL.fullmatch(iri, cut) else ("", iri)
