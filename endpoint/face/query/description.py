"""The service description: what ``/sparql`` offers and where its limits are, in RDF.

Source: SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/.
"""

from collections.abc import Sequence

import pyoxigraph as ox

from endpoint import formats
from endpoint.config import EndpointConfig
from endpoint.engine.service import Generation
from kg.namespaces import DCTERMS, RDF, VOID

SD = "http://www.w3.org/ns/sparql-service-description#"
#: Named graphs that the description lists; a release has one for each document.
MOST_NAMED = 1000
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")


def write(triples: list[ox.Triple], form: str, prefixes: dict[str, str]) -> bytes:
    """Write a few triples in an RDF form."""
    written = ox.serialize(triples, format=formats.GRAPHS[form], prefixes=prefixes)
    return b"" if written is None else written


def describe_service(
    address: str, generation: Generation, config: EndpointConfig, form: str, triples: int | None, graphs: Sequence[str]
) -> bytes:
    """Write the service description.

    :param address: absolute address of the query operation
    :param form: short name of an RDF form
    :param triples: number of triples of the default graph, where it is known
    :param graphs: IRIs of named graphs
    """
    service, dataset = ox.NamedNode(address), ox.NamedNode(f"{address}#dataset")
    default = ox.NamedNode(f"{address}#default-graph")
    node = ox.NamedNode
    facts: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (service, f"{RDF}type", node(f"{SD}Service")),
        (service, f"{SD}endpoint", service),
        (service, f"{SD}supportedLanguage", node(f"{SD}SPARQL11Query")),
        (service, f"{SD}defaultDataset", dataset),
        (service, f"{DCTERMS}description", ox.Literal(limits_text(config), language="en")),
        (dataset, f"{RDF}type", node(f"{SD}Dataset")),
        (dataset, f"{SD}defaultGraph", default),
        (default, f"{RDF}type", node(f"{SD}Graph")),
    ]
    # A release that build wrote has the union of its graphs for its default graph; a writable copy need not any more.
    if not config.backend and (generation.union or (config.default_graph == "auto" and not config.writable)):
        facts.append((service, f"{SD}feature", node(f"{SD}UnionDefaultGraph")))
    if config.writable:
        facts.append((service, f"{SD}supportedLanguage", node(f"{SD}SPARQL11Update")))
    facts += [(service, f"{SD}resultFormat", node(_FORMATS + name)) for name in (*_RESULTS, *_GRAPHS)]
    if triples is not None:
        facts.append((default, f"{VOID}triples", ox.Literal(triples)))
    for graph in map(node, graphs):
        facts += [(dataset, f"{SD}namedGraph", graph), (graph, f"{RDF}type", node(f"{SD}NamedGraph"))]
        facts.append((graph, f"{SD}name", graph))
    written = [ox.Triple(subject, node(predicate), value) for subject, predicate, value in facts]
    shown = {"sd": SD, "void": VOID, "dcterms": DCTERMS}
    return write(written, form, shown)


def limits_text(config: EndpointConfig) -> str:
    """Tell the limits in a sentence, for the description and the page."""
    return (
        f"A query may run {config.timeout:g} seconds, use {config.memory} MiB of memory and answer with "
        f"{config.answer_megabytes} MB; "
        + (f"one client may ask {config.rate:g} times a second, {config.burst} at once; " if config.rate else "")
        + f"a request may have {config.body_megabytes} MB; queries beyond the places that there are wait their turn."
    )
