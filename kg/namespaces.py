"""Namespace IRIs and the one prefix map that queries, Turtle and JSON-LD share."""

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


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """List the prefix map of a build.

    :param base: base IRI of the build, ending in ``/``
    :returns: prefix → namespace IRI, in the order in which Turtle headers print them

    >>> prefixes()["osce"]
    'https://w3id.org/osce-kg/ontology#'
    """
    return {
        "osce": f"{base}ontology#",
        "osh": f"{base}shapes#",
        "id": f"{base}id/",
        "scheme": f"{base}scheme/",
        "graph": f"{base}graph/",
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
    }


def compact(iri: str, names: dict[str, str]) -> str:
    """Write an IRI with the prefix whose namespace is the longest that fits, or leave it as it is.

    >>> compact("http://www.w3.org/ns/org#member", prefixes())
    'org:member'
    """
    fitting = [prefix for prefix, namespace in names.items() if iri.startswith(namespace)]
    if not fitting:
        return iri
    prefix = max(fitting, key=lambda each: len(names[each]))
    local = iri[len(names[prefix]) :]
    return f"{prefix}:{local}" if local and not local.startswith("//") else iri
