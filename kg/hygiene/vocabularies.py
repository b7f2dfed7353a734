"""Terms of other vocabularies that this project uses, so that a misspelt one is seen.

Sources: the namespace documents; for the larger ones the copies that RDFLib ships.
"""

from rdflib import URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VANN, VOID, XSD

from kg.namespaces import CV, GEO, NIF, OA

#: Namespaces of RDFLib that list their terms.
_LISTED = (RDF, RDFS, OWL, XSD, SKOS, ORG, PROV, FOAF, DCTERMS, SDO, VANN, DCAT, VOID, SH)
#: Terms of versions that RDFLib does not list yet: DCAT 3, https://www.w3.org/TR/vocab-dcat-3/.
_NEWER = frozenset(
    str(DCAT) + name
    for name in (
        "DatasetSeries",
        "hasCurrentVersion",
        "hasVersion",
        "inSeries",
        "isVersionOf",
        "previousVersion",
        "version",
    )
)
#: Small ones, by what of them is in use or near to it.
_WRITTEN = {
    GEO: "Point SpatialThing alt lat lat_long location long",
    NIF: "Context String anchorOf beginIndex endIndex isString referenceContext",
    OA: "Annotation SpecificResource TextPositionSelector TextQuoteSelector describing end exact hasBody hasSelector "
    "hasSource hasTarget identifying motivatedBy prefix start suffix",
    CV: "ContactPoint PublicOrganisation spatial",
    "http://purl.org/ontology/bibo/": "doi status status/draft status/published",
    "http://purl.org/vocommons/voaf#": "Vocabulary classNumber propertyNumber reliesOn",
    "http://www.w3.org/2003/06/sw-vocab-status/ns#": "moreinfo term_status userdocs",
}


def is_known(iri: str) -> bool | None:
    """Tell whether a vocabulary has a term.

    :param iri: any IRI
    :returns: whether its vocabulary lists it; ``None`` if its vocabulary is not listed here

    >>> is_known("http://www.w3.org/2000/01/rdf-schema#subclassOf")
    False
    >>> is_known("http://www.w3.org/2003/01/geo/wgs84_pos#lat"), is_known("https://example.org/x")
    (True, None)
    """
    for space in _LISTED:
        if iri.startswith(str(space)):
            return iri == str(space) or iri in _NEWER or URIRef(iri) in space
    for start, names in _WRITTEN.items():
        if iri.startswith(start):
            return iri.removeprefix(start) in {"", *names.split()}
    return None
