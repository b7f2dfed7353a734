"""What a release says of itself: VoID, DCAT-AP and the provenance of the build, as N-Quads lines of ``graph/meta``.

No clock is asked: the release is dated by the latest capture among its pages, or not at all.
Sources: VoID, https://www.w3.org/TR/void/; DCAT-AP 3, https://semiceu.github.io/DCAT-AP/; PROV-O.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.iris import Iris, digest
from kg.namespaces import XSD, prefixes
from kg.nquads import QuadWriter
from kg.release.dumps import Counts
from kg.release.manifest import Input

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
#: What a release of made-up pages is: "synthetic data" of the EU's authority table of dataset types.
_SYNTHETIC = "http://publications.europa.eu/resource/authority/dataset-type/SYNTHETIC_DATA"
_SAMPLE = (
    "Sample data: pages in this release are made up. Their events and statements never happened, and nobody in them "
    "exists. The register of States, bodies and office-holders is real."
)
_TITLE = "OSCE knowledge graph"
_ABOUT = (
    "The public record of the Organization for Security and Co-operation in Europe as linked data: participating "
    "States, structures, field operations, posts and documents, each fact with its evidence. An independent project, "
    "not an OSCE publication."
)
#: File of a release → title, media type of the content.
_DISTRIBUTIONS = {
    "osce-kg.nq.gz": ("Asserted facts with their named graphs, N-Quads", "application/n-quads"),
    "osce-kg.ttl.gz": ("Asserted facts, Turtle", "text/turtle"),
    "inferred.nt.gz": ("Entailed triples alone, N-Triples", "application/n-triples"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the description is made from; ``captured`` is the latest capture time among the pages, if any."""

    version: str
    software: str
    counts: Counts
    inputs: tuple[Input, ...]
    captured: str
    sample: bool = False


def _meta(iris: Iris) -> QuadWriter:
    return QuadWriter(iris.graph("meta"), iris.base)


def _state_count(out: QuadWriter, subject: str, predicate: str, number: int) -> None:
    out.typed(subject, predicate, str(number), f"{XSD}integer")


def describe_void(described: Described, iris: Iris) -> list[str]:
    """State the VoID description: sizes, vocabularies, classes and properties with their counts."""
    out = _meta(iris)
    dataset = iris.thing("dataset", "osce-kg")
    out.type(dataset, "void:Dataset")
    _state_titles(out, dataset)
    _state_sample(out, dataset, described)
    out.text(dataset, "void:uriSpace", iris.base)
    _state_count(out, dataset, "void:triples", described.counts.quads)
    _state_count(out, dataset, "void:distinctSubjects", described.counts.subjects)
    _state_count(out, dataset, "void:classes", len(described.counts.classes))
    _state_count(out, dataset, "void:properties", len(described.counts.properties))
    for namespace in _vocabularies(described.counts, iris.base):
        out.link(dataset, "void:vocabulary", namespace)
    for name in ("osce-kg.nq.gz", "osce-kg.ttl.gz"):
        out.link(dataset, "void:dataDump", f"{iris.base}dump/{name}")
    for kind, term in sorted(described.counts.classes.items()):
        _state_partition(out, iris, "class", kind, term)
    for kind, term in sorted(described.counts.properties.items()):
        _state_partition(out, iris, "property", kind, term)
    return sorted(set(out.lines))


def _state_titles(out: QuadWriter, dataset: str) -> None:
    out.text(dataset, "dcterms:title", _TITLE, "en")
    out.label(dataset, _TITLE)
    out.text(dataset, "dcterms:description", _ABOUT, "en")
    out.link(dataset, "dcterms:license", _LICENCE)


def _state_sample(out: QuadWriter, dataset: str, described: Described) -> None:
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


def describe_dcat(described: Described, iris: Iris, folder: Path) -> list[str]:
    """State the DCAT-AP description of catalogue, dataset and distributions, and the provenance of the build.

    :param folder: the release with its dumps written
    """
    out = _meta(iris)
    dataset, catalogue = iris.thing("dataset", "osce-kg"), iris.thing("catalogue", "osce-kg")
    publisher = iris.thing("agent", "osce-kg-project")
    out.type(catalogue, "dcat:Catalog")
    _state_titles(out, catalogue)
    out.link(catalogue, "dcterms:publisher", publisher)
    out.link(catalogue, "dcat:dataset", dataset)
    out.type(dataset, "dcat:Dataset", "prov:Entity")
    _state_titles(out, dataset)
    _state_sample(out, dataset, described)
    out.link(dataset, "dcterms:publisher", publisher)
    out.text(dataset, "dcat:version", described.version)
    for word in ("OSCE", "international organizations", "security", "press releases", "diplomacy"):
        out.text(dataset, "dcat:keyword", word, "en")
    if described.captured:
        out.typed(dataset, "dcterms:modified", described.captured, f"{XSD}dateTime")
    out.type(publisher, "foaf:Agent")
    out.text(publisher, "foaf:name", "OSCE Knowledge Graph project")
    for name in sorted(_DISTRIBUTIONS):
        if (folder / name).exists():
            _state_distribution(out, iris, dataset, folder / name)
    _state_build(out, iris, dataset, described)
    return sorted(set(out.lines))


def _state_distribution(out: QuadWriter, iris: Iris, dataset: str, path: Path) -> None:
    title, media = _DISTRIBUTIONS[path.name]
    me = iris.thing("distribution", path.name)
    address = f"{iris.base}dump/{path.name}"
    out.link(dataset, "dcat:distribution", me)
    out.type(me, "dcat:Distribution")
    out.text(me, "dcterms:title", title, "en")
    out.link(me, "dcterms:license", _LICENCE)
    out.link(me, "dcat:accessURL", address)
    out.link(me, "dcat:downloadURL", address)
    out.link(me, "dcat:mediaType", f"{_MEDIA}{media}")
    out.link(me, "dcat:compressFormat", f"{_MEDIA}application/gzip")
    out.typed(me, "dcat:byteSize", str(path.stat().st_size), f"{XSD}nonNegativeInteger")


def _state_build(out: QuadWriter, iris: Iris, dataset: str, described: Described) -> None:
    """State which software made the release from which files."""
    build = iris.thing("build", described.version)
    agent = iris.thing("software", f"osce-kg-{described.software}")
    out.link(dataset, "prov:wasGeneratedBy", build)
    out.type(build, "prov:Activity")
    out.link(build, "prov:wasAssociatedWith", agent)
    out.type(agent, "prov:SoftwareAgent")
    out.label(agent, f"osce-kg {described.software}")
    for source in described.inputs:
        used = iris.thing("input", source.sha256[:12])
        out.link(build, "prov:used", used)
        out.type(used, "prov:Entity")
        out.text(used, "dcterms:identifier", f"sha256:{source.sha256}")
        out.text(used, "dcterms:title", source.name)
