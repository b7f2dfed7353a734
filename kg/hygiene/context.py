"""The JSON-LD context that the ontology gives rise to: one key a term, typed as the ontology says.

Source: JSON-LD 1.1, §4.1 and §4.2.3, https://www.w3.org/TR/json-ld11/.
"""

import json
from collections.abc import Iterator
from typing import Any

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from kg.hygiene.finding import Finding
from kg.hygiene.project import Project
from kg.namespaces import DEFAULT_BASE, prefixes

#: Properties of other vocabularies that the data uses: key → term, and whether its values are IRIs.
_OUTSIDE = {
    "label": ("rdfs:label", False),
    "prefLabel": ("skos:prefLabel", False),
    "altLabel": ("skos:altLabel", False),
    "title": ("dcterms:title", False),
    "documentType": ("dcterms:type", True),
    "member": ("org:member", True),
    "organization": ("org:organization", True),
    "subOrganizationOf": ("org:subOrganizationOf", True),
    "wasGeneratedBy": ("prov:wasGeneratedBy", True),
    "wasAssociatedWith": ("prov:wasAssociatedWith", True),
    "used": ("prov:used", True),
}
_OFFSETS = {name: {"@id": f"nif:{name}", "@type": "xsd:integer"} for name in ("beginIndex", "endIndex")}


def context_of(ontology: Graph, base: str = DEFAULT_BASE) -> dict[str, Any]:
    """Make the context.

    :param ontology: the ontology with its terms under ``base``
    :param base: base IRI of the build
    :returns: a JSON-LD document with the one key ``@context``
    """
    context: dict[str, Any] = {"@version": 1.1, **prefixes(base), "type": "@type"}
    for key, (term, is_link) in _OUTSIDE.items():
        context[key] = {"@id": term, "@type": "@id"} if is_link else {"@id": term}
    context.update(_OFFSETS)
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in sorted(each for each in ontology.subjects(RDF.type, kind) if isinstance(each, URIRef)):
            if term.startswith(f"{base}ontology#"):
                name = term.removeprefix(f"{base}ontology#")
                context[name] = _entry(ontology, term, name, kind)
    return {"@context": context}


def _entry(ontology: Graph, term: URIRef, name: str, kind: URIRef) -> dict[str, str] | str:
    if kind == OWL.Class:
        return f"osce:{name}"
    if kind == OWL.ObjectProperty:
        return {"@id": f"osce:{name}", "@type": "@id"}
    datatype = ontology.value(term, RDFS.range)
    if datatype is None or datatype in (RDFS.Literal, XSD.string) or not str(datatype).startswith(str(XSD)):
        return {"@id": f"osce:{name}"}
    return {"@id": f"osce:{name}", "@type": f"xsd:{str(datatype).removeprefix(str(XSD))}"}


def context_text(ontology: Graph) -> str:
    """Write ``ontology/context.jsonld``."""
    return json.dumps(context_of(ontology), indent=1, ensure_ascii=False) + "\n"


def check_context(project: Project) -> Iterator[Finding]:
    """Compare the context file with what the ontology gives rise to."""
    remedy = "write it anew: make context"
    file = project.context
    if file is None:
        shown = project.ontology.shown.replace("osce.ttl", "context.jsonld")
        yield Finding(shown, 1, 1, "context", "the JSON-LD context is absent", remedy)
        return
    wanted = context_text(project.ontology.graph)
    if file.text != wanted:
        lines = zip(file.text.splitlines(), wanted.splitlines(), strict=False)
        line = next((number for number, (is_, shall) in enumerate(lines, 1) if is_ != shall), 1)
        yield Finding(file.shown, line, 1, "context", "the JSON-LD context is not in step with the ontology", remedy)
