"""What a release says of itself in VoID, as lines of ``graph/meta``; DCAT and PROV: :mod:`kg.release.catalogue`.

No clock is asked: the release is dated by its latest capture and the day on which the reference tables changed.
Source: VoID, https://www.w3.org/TR/void/.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.iris import Iris, digest
from kg.namespaces import XSD, prefixes
from kg.nquads import QuadWriter
from kg.release.dumps import Counts
from kg.release.manifest import Input

#: The licence of what is the project's own.
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
#: What a release of made-up pages is: "synthetic data" of the EU's authority table of dataset types.
_SYNTHETIC = "http://publications.europa.eu/resource/authority/dataset-type/SYNTHETIC_DATA"
_SAMPLE = (
    "Sample data: pages in this release are made up. Their events and statements never happened, and nobody in them "
    "exists. The register of States, bodies and office-holders is real."
)
TITLE = "OSCE knowledge graph"
_ABOUT = (
    "The public record of the Organization for Security and Co-operation in Europe as linked data: participating "
    "States, structures, field operations, posts and documents, each fact with its evidence. An independent project, "
    "not an OSCE publication."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the description is made from.

    ``changed`` is the day on which the data changed, ``previous`` the version of the release before, if it is known.
    """

    version: str
    build: str
    software: str
    counts: Counts
    inputs: tuple[Input, ...]
    changed: str
    previous: str = ""
    sample: bool = False


def meta(iris: Iris) -> QuadWriter:
    """Begin statements of ``graph/meta``."""
    return QuadWriter(iris.graph("meta"), iris.base)


def _state_count(out: QuadWriter, subject: str, predicate: str, number: int) -> None:
    out.typed(subject, predicate, str(number), f"{XSD}integer")


def describe_void(described: Described, iris: Iris) -> list[str]:
    """State the VoID description: sizes, vocabularies, classes and properties with their counts."""
    out = meta(iris)
    dataset = iris.thing("dataset", "osce-kg")
    out.type(dataset, "void:Dataset")
    state_titles(out, dataset)
    state_sample(out, dataset, described)
    licence = f"{iris.base}dump/LICENSE-DATA"
    out.link(dataset, "dcterms:license", licence)
    out.type(licence, "dcterms:LicenseDocument")
    for predicate in ("dcterms:issued", "dcterms:modified"):
        out.typed(dataset, predicate, described.changed, f"{XSD}date")
    out.text(dataset, "void:uriSpace", iris.base)
    out.link(dataset, "void:sparqlEndpoint", f"{iris.base}sparql")
    _state_count(out, dataset, "void:triples", described.counts.triples)
    _state_count(out, dataset, "void:distinctSubjects", described.counts.subjects)
    _state_count(out, dataset, "void:classes", len(described.counts.classes))
    _state_count(out, dataset, "void:properties", len(described.counts.properties))
    for namespace in _vocabularies(described.counts, iris.base):
        out.link(dataset, "void:vocabulary", namespace)
    for name in ("osce-kg.nq.gz", "osce-kg.ttl.gz", "osce-kg-facts.nq.gz", "osce-kg-facts.ttl.gz"):
        out.link(dataset, "void:dataDump", f"{iris.base}dump/{name}")
    for kind, term in sorted(described.counts.classes.items()):
        _state_partition(out, iris, "class", kind, term)
    for kind, term in sorted(described.counts.properties.items()):
        _state_partition(out, iris, "property", kind, term)
    return sorted(set(out.lines))


def state_titles(out: QuadWriter, dataset: str) -> None:
    """State what a dataset or catalogue is called, and what it is about."""
    out.text(dataset, "dcterms:title", TITLE, "en")
    out.label(dataset, TITLE)
    out.text(dataset, "dcterms:description", _ABOUT, "en")


def state_sample(out: QuadWriter, dataset: str, described: Described) -> None:
    """State that pages of the release are made up, for programs and for people."""
    if described.sample:
        out.link(dataset, "dcterms:type", _SYNTHETIC)
        out.text(dataset, "skos:scopeNote", _SAMPLE, "en")


def _state_partition(out: QuadWriter, iris: Iris, kind: str, term: str, count: int) -> None:
    dataset = iris.thing("dataset", "osce-kg")
    partition = iris.thing("partition", f"{kind}-{digest(term)}")
    out.link(dataset, f"void:{kind}Partition", partition)
    out.link(partition, f"void:{kind}", term)
    _state_count(out, partition, f"void:{'entities' if kind == 'class' else 'triples'}", count)


def _vocabularies(counts: Counts, base: str) -> Iterator[str]:
    used = {term[: max(term.rfind("#"), term.rfind("/")) + 1] for term in (*counts.classes, *counts.properties)}
    yield from sorted(used & set(prefixes(base).values()))
