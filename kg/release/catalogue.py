"""The catalogue record of a release, ``dcat.ttl``, and the provenance of its build, ``prov.ttl``.

Sources: DCAT-AP 3.0.1, https://semiceu.github.io/DCAT-AP/releases/3.0.1/; DCAT 3, §6; PROV-O; the authority tables of
the Publications Office of the EU, https://op.europa.eu/en/web/eu-vocabularies/.
"""

from dataclasses import dataclass
from pathlib import Path

from kg.iris import Iris
from kg.namespaces import XSD
from kg.nquads import QuadWriter
from kg.release.description import CC_BY, TITLE, Described, meta, state_sample, state_titles
from kg.release.dumps import sha256_of
from kg.release.quality import state_quality

_MEDIA = "https://www.iana.org/assignments/media-types/"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_HOME = "https://w3id.org/osce-kg/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
#: Whose what is: said of each file that has the texts of pages in it.
TEXTS = (
    "Facts: CC BY 4.0, OSCE Knowledge Graph project. The texts of pages in osce:plainText, and quotations of them, "
    "belong to the OSCE and are held as evidence: whoever publishes them must have the right to do so. Demonyms, "
    "alternative English names and capitals of States are offered under the ODbL 1.0 as well (world-countries). "
    "LICENSE-DATA has the whole."
)
FACTS = "Facts without the texts of pages, and without what comes from a source under the ODbL: CC BY 4.0."


_ADMS = "http://purl.org/adms/"
#: Concept of another authority → its label, and what it says of a data set, in words of our own.
_CONCEPTS = {
    f"{_AUTHORITY}data-theme/INTR": ("International issues", "Data about relations of States and their organizations."),
    f"{_AUTHORITY}data-theme/GOVE": ("Government and public sector", "Data about public bodies and who runs them."),
    f"{_AUTHORITY}continent/EUROPE": ("Europe", "The continent."),
    f"{_AUTHORITY}language/ENG": ("English", "The language."),
    f"{_AUTHORITY}planned-availability/STABLE": ("Stable", "Meant to stay where it is for years."),
    f"{_ADMS}publishertype/NonProfitOrganisation": ("Non-Profit Organisation", "A publisher that sells nothing."),
    f"{_ADMS}licencetype/Attribution": ("Attribution", "Whoever uses the data names where they come from."),
}
#: Scheme of theirs → its title. Those of ADMS are named with their version.
_SCHEMES = {
    f"{_AUTHORITY}data-theme": "Data theme",
    f"{_AUTHORITY}continent": "Continent",
    f"{_AUTHORITY}language": "Language",
    f"{_AUTHORITY}planned-availability": "Planned availability",
    f"{_ADMS}publishertype/1.0": "Publisher type",
    f"{_ADMS}licencetype/1.0": "Licence type",
}


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a release: title, media type of its content, the EU's name of its type, whether it has texts."""

    title: str
    media: str
    kind: str
    has_texts: bool


#: File of a release → what it is.
_FILES = {
    "osce-kg.nq.gz": _File(
        "Asserted facts with their named graphs, N-Quads", "application/n-quads", "RDF_N_QUADS", True
    ),
    "osce-kg.ttl.gz": _File("Asserted facts, Turtle", "text/turtle", "RDF_TURTLE", True),
    "osce-kg-facts.nq.gz": _File("Facts without texts, N-Quads", "application/n-quads", "RDF_N_QUADS", False),
    "osce-kg-facts.ttl.gz": _File("Facts without texts, Turtle", "text/turtle", "RDF_TURTLE", False),
    "inferred.nt.gz": _File("Entailed triples alone, N-Triples", "application/n-triples", "RDF_N_TRIPLES", True),
}


def describe_dcat(described: Described, iris: Iris, folder: Path) -> list[str]:
    """State the DCAT-AP description of catalogue, dataset, distributions and data service.

    :param folder: the release with its dumps written
    """
    out = meta(iris)
    dataset, catalogue = iris.thing("dataset", "osce-kg"), iris.thing("catalogue", "osce-kg")
    publisher = iris.thing("agent", "osce-kg-project")
    out.type(catalogue, "dcat:Catalog")
    out.link(catalogue, "dcat:dataset", dataset)
    out.type(dataset, "dcat:Dataset", "prov:Entity")
    state_sample(out, dataset, described)
    for thing in (catalogue, dataset):
        state_titles(out, thing)
        out.link(thing, "dcterms:publisher", publisher)
        out.link(thing, "dcterms:language", f"{_AUTHORITY}language/ENG")
        out.link(thing, "dcterms:spatial", f"{_AUTHORITY}continent/EUROPE")
        _state_dates(out, thing, described.changed)
    _state_dataset(out, iris, dataset, described)
    state_quality(out, iris, dataset)
    _state_catalogue(out, iris, catalogue)
    _state_publisher(out, publisher)
    _state_authorities(out)
    for name in sorted(_FILES):
        if (folder / name).exists():
            _state_distribution(out, iris, dataset, folder / name, described.changed)
    return sorted(set(out.lines))


def _state_dates(out: QuadWriter, thing: str, changed: str) -> None:
    for predicate in ("dcterms:issued", "dcterms:modified"):
        out.typed(thing, predicate, changed, f"{XSD}date")


def _state_dataset(out: QuadWriter, iris: Iris, dataset: str, described: Described) -> None:
    out.text(dataset, "dcat:version", described.version)
    if described.previous:
        out.link(dataset, "dcat:previousVersion", iris.thing("dataset", f"osce-kg-{described.previous}"))
    for word in ("OSCE", "international organizations", "security", "press releases", "diplomacy"):
        out.text(dataset, "dcat:keyword", word, "en")
    for theme in ("INTR", "GOVE"):
        out.link(dataset, "dcat:theme", f"{_AUTHORITY}data-theme/{theme}")
    out.link(dataset, "dcterms:accessRights", f"{_AUTHORITY}access-right/PUBLIC")
    out.link(dataset, "dcterms:conformsTo", f"{iris.base}ontology")
    out.link(dataset, "dcat:landingPage", iris.base)
    period = iris.thing("period", "since-1973")
    out.link(dataset, "dcterms:temporal", period)
    out.type(period, "dcterms:PeriodOfTime")
    out.typed(period, "dcat:startDate", "1973-06-25", f"{XSD}date")
    contact = iris.thing("contact-point", "osce-kg")
    out.link(dataset, "dcat:contactPoint", contact)
    out.type(contact, "vcard:Kind")
    out.text(contact, "vcard:fn", "OSCE Knowledge Graph project")
    out.link(contact, "vcard:hasURL", _HOME)
    out.typed(period, "dcat:endDate", described.changed, f"{XSD}date")
    build = iris.thing("build", described.build)
    out.link(dataset, "prov:wasGeneratedBy", build)
    out.type(build, "prov:Activity")
    out.type(f"{iris.base}ontology", "dcterms:Standard")


def _state_catalogue(out: QuadWriter, iris: Iris, catalogue: str) -> None:
    out.link(catalogue, "dcterms:license", CC_BY)
    out.link(catalogue, "foaf:homepage", iris.base)
    out.type(iris.base, "foaf:Document")
    out.link(catalogue, "dcat:themeTaxonomy", f"{_AUTHORITY}data-theme")
    service = iris.thing("service", "sparql")
    out.link(catalogue, "dcat:service", service)
    out.type(service, "dcat:DataService")
    out.text(service, "dcterms:title", f"{TITLE}: SPARQL endpoint", "en")
    out.link(service, "dcat:endpointURL", f"{iris.base}sparql")
    out.link(service, "dcat:endpointDescription", f"{iris.base}sparql")
    out.link(service, "dcat:servesDataset", iris.thing("dataset", "osce-kg"))
    out.link(service, "dcterms:conformsTo", _PROTOCOL)
    out.type(_PROTOCOL, "dcterms:Standard")
    out.link(service, "dcterms:publisher", iris.thing("agent", "osce-kg-project"))
    out.link(service, "dcat:contactPoint", iris.thing("contact-point", "osce-kg"))
    out.link(service, "dcat:theme", f"{_AUTHORITY}data-theme/INTR")
    out.text(service, "dcat:keyword", "SPARQL", "en")


def _state_publisher(out: QuadWriter, publisher: str) -> None:
    out.type(publisher, "foaf:Agent")
    out.text(publisher, "foaf:name", "OSCE Knowledge Graph project", "en")
    out.link(publisher, "dcterms:type", "http://purl.org/adms/publishertype/NonProfitOrganisation")


def _state_authorities(out: QuadWriter) -> None:
    """Say what the things of other vocabularies are, which DCAT-AP's shapes ask for."""
    kinds = {
        "dcterms:LicenseDocument": (CC_BY,),
        "dcterms:Location": (f"{_AUTHORITY}continent/EUROPE",),
        "dcterms:LinguisticSystem": (f"{_AUTHORITY}language/ENG",),
        "dcterms:RightsStatement": (f"{_AUTHORITY}access-right/PUBLIC",),
        "dcterms:MediaType": tuple(
            {f"{_MEDIA}{file.media}" for file in _FILES.values()} | {f"{_MEDIA}application/gzip"}
        ),
        "dcterms:MediaTypeOrExtent": tuple({f"{_AUTHORITY}file-type/{file.kind}" for file in _FILES.values()}),
    }
    for kind, things in kinds.items():
        for thing in things:
            out.type(thing, kind)
    out.link(CC_BY, "dcterms:type", "http://purl.org/adms/licencetype/Attribution")
    for scheme, label in _SCHEMES.items():
        out.type(scheme, "skos:ConceptScheme")
        out.text(scheme, "dcterms:title", label, "en")
        out.text(scheme, "skos:prefLabel", label, "en")
    for concept, (label, definition) in _CONCEPTS.items():
        out.type(concept, "skos:Concept")
        scheme = concept.rpartition("/")[0]
        out.link(concept, "skos:inScheme", scheme if scheme in _SCHEMES else f"{scheme}/1.0")
        out.text(concept, "skos:prefLabel", label, "en")
        out.text(concept, "skos:definition", definition, "en")


def _state_distribution(out: QuadWriter, iris: Iris, dataset: str, path: Path, changed: str) -> None:
    file, me = _FILES[path.name], iris.thing("distribution", path.name)
    address = f"{iris.base}dump/{path.name}"
    out.link(dataset, "dcat:distribution", me)
    out.type(me, "dcat:Distribution")
    out.text(me, "dcterms:title", file.title, "en")
    out.text(me, "dcterms:description", f"{file.title}, compressed by gzip.", "en")
    _state_rights(out, iris, me, file)
    _state_dates(out, me, changed)
    out.link(me, "dcat:accessURL", address)
    out.link(me, "dcat:downloadURL", address)
    out.link(me, "dcat:mediaType", f"{_MEDIA}{file.media}")
    out.link(me, "dcat:compressFormat", f"{_MEDIA}application/gzip")
    out.link(me, "dcterms:format", f"{_AUTHORITY}file-type/{file.kind}")
    out.link(me, "dcatap:availability", f"{_AUTHORITY}planned-availability/STABLE")
    out.link(me, "dcterms:language", f"{_AUTHORITY}language/ENG")
    out.typed(me, "dcat:byteSize", str(path.stat().st_size), f"{XSD}nonNegativeInteger")
    checksum = iris.thing("checksum", path.name)
    out.link(me, "spdx:checksum", checksum)
    out.type(checksum, "spdx:Checksum")
    out.link(checksum, "spdx:algorithm", _SHA256)
    out.typed(checksum, "spdx:checksumValue", sha256_of(path), f"{XSD}hexBinary")


def _state_rights(out: QuadWriter, iris: Iris, me: str, file: _File) -> None:
    """Put a file under CC BY 4.0 where it is that alone, and under its own terms where it has texts."""
    rights = iris.thing("rights", "with-texts" if file.has_texts else "facts")
    licence = f"{iris.base}dump/LICENSE-DATA" if file.has_texts else CC_BY
    out.link(me, "dcterms:license", licence)
    out.type(licence, "dcterms:LicenseDocument")
    out.link(me, "dcterms:rights", rights)
    out.type(rights, "dcterms:RightsStatement")
    out.text(rights, "skos:prefLabel", TEXTS if file.has_texts else FACTS, "en")


def describe_prov(described: Described, iris: Iris) -> list[str]:
    """State which software made the release from which files: a file of its own, for there may be many."""
    out = meta(iris)
    build = iris.thing("build", described.build)
    agent = iris.thing("software", f"osce-kg-{described.software}")
    out.link(iris.thing("dataset", "osce-kg"), "prov:wasGeneratedBy", build)
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
    return sorted(set(out.lines))
