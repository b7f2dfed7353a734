"""Stage 7: from sorted quads to every file of a release."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.assets import licence_of_data, software_version
from kg.iris import Iris
from kg.reference import CHANGED
from kg.release.catalogue import describe_dcat, describe_prov
from kg.release.changes import Changes, changes_since
from kg.release.conformance import write_report
from kg.release.description import Described, describe_void
from kg.release.dumps import Counts, inferred_quads, sha256_of, write_dump
from kg.release.facts import write_facts
from kg.release.inferring import Asserted, write_inferred
from kg.release.manifest import Input, Manifest
from kg.release.sorting import LineSorter
from kg.release.store import count_of_union, load_changed, load_store, load_union, settle, without_graphs
from kg.serialization.turtle import turtle
from kg.validation.report import SEVERITIES, Report

#: Digits of a release's number on its day.
_NUMBER_DIGITS = 3


class Clock(Protocol):
    """Hears of stages as they begin."""

    def stage(self, name: str) -> None:
        """Hear that a stage begins; the one before has ended."""


@dataclass(slots=True, kw_only=True)
class Made:
    """What the earlier stages have made: the asserted graphs, as lines and apart, and what is told of them.

    ``jobs`` is the number of processes to use; ``captured`` is the latest capture time among the pages, or empty;
    ``previous`` is the version of the release that this one follows, or empty.
    ``gate`` refuses data that does not conform. ``sample`` says that pages among them are made up.
    """

    base: str
    fingerprint: str
    inputs: tuple[Input, ...]
    lines: LineSorter
    asserted: Asserted
    jobs: int = 1
    documents: int = 0
    repeated: int = 0
    skipped: int = 0
    captured: str = ""
    previous: str = ""
    gate: bool = True
    sample: bool = False


def write(made: Made, folder: Path, scratch: Path, clock: Clock) -> Manifest:
    """Write dumps, store and descriptions.

    :param made: the asserted lines and what is told of them
    :param folder: the staged release; ``skipped.jsonl`` stands in it
    :param scratch: for temporary files
    :param clock: hears of stages
    :returns: the manifest, not yet written
    :raises OSError: if the disk refuses
    :raises Inconsistent: if the data contradicts the ontology
    :raises NotConforming: if it breaks a shape and ``gate`` is set
    """
    iris = Iris(made.base)
    clock.stage("dumps")
    plain = scratch / "asserted.nq"
    counts = write_dump(made.lines.lines(), folder, plain, iris.graph("doc/"))
    write_facts(folder, made.base)
    (folder / "LICENSE-DATA").write_text(licence_of_data(), encoding="utf-8")
    clock.stage("closure")
    inferred = write_inferred(made.asserted, plain, folder, scratch, iris, made.jobs)
    clock.stage("store")
    changes = changes_since(made.asserted.since, made.fingerprint, plain, folder, iris)
    store = _store(plain, folder, scratch, iris, changes)
    clock.stage("description")
    described = Described(
        version=_version(made, counts),
        build=f"{_changed(made)}.{counts.digest[:12]}",
        software=software_version(),
        counts=counts,
        inputs=made.inputs,
        changed=_changed(made),
        previous=made.previous,
        sample=made.sample,
    )
    meta = _describe(described, folder, iris)
    store.bulk_load(input="".join([*meta, *without_graphs(meta)]).encode(), format=ox.RdfFormat.N_QUADS)
    clock.stage("validation")
    if changes:
        changes.told(meta)
    report = write_report(store, folder, made.base, gate=made.gate, changes=changes)
    if not changes:
        store.optimize()
    store.flush()
    further = {iris.graph("inferred"): inferred, iris.graph("meta"): len(meta)}
    union = count_of_union(store)
    del store
    settle(folder)
    return _manifest(made, counts, folder, further, report, union)


def _store(plain: Path, folder: Path, scratch: Path, iris: Iris, changes: Changes | None) -> ox.Store:
    """Make the store, from that of the release before where little has changed."""
    if changes:
        return load_changed(folder, changes, ox.NamedNode(iris.graph("meta")))
    with plain.open("a", encoding="utf-8", newline="\n") as loading:
        loading.writelines(inferred_quads(folder, iris))
    store = load_store(folder, plain)
    load_union(store, plain, scratch)
    return store


def _changed(made: Made) -> str:
    """Tell the day on which the data changed: of its latest page, or of the reference tables."""
    return max(made.captured[:10], CHANGED)


def _version(made: Made, counts: Counts) -> str:
    return version_of(_changed(made), made.previous, counts.digest)


def version_of(day: str, previous: str, digest: str) -> str:
    """Name a release by the day of its data, its number on that day, and the digest of its quads.

    The number is counted up from the release before, so that of two versions the later text is the newer release.

    :param day: ISO 8601
    :param previous: version of the release before, or empty
    :param digest: of the asserted quads

    >>> version_of("2026-11-26", "2026-11-26.001.ffffffffffff", "0b3299b7456bd06f")
    '2026-11-26.002.0b3299b7456b'
    """
    number = 1
    before, _, after = previous.partition(".")
    if before >= day:
        told = after.partition(".")[0]
        day, number = before, int(told) + 1 if len(told) == _NUMBER_DIGITS and told.isdecimal() else 2
    return f"{day}.{number:0{_NUMBER_DIGITS}d}.{digest[:12]}"


def _describe(described: Described, folder: Path, iris: Iris) -> list[str]:
    """Write ``void.ttl``, ``dcat.ttl`` and ``prov.ttl``, and hand back the quads of the first two for the store."""
    void, dcat = describe_void(described, iris), describe_dcat(described, iris, folder)
    for name, lines in (("void.ttl", void), ("dcat.ttl", dcat), ("prov.ttl", describe_prov(described, iris))):
        (folder / name).write_text("".join(turtle(lines, iris.base)), encoding="utf-8")
    return sorted({*void, *dcat})


def _manifest(
    made: Made, counts: Counts, folder: Path, further_graphs: dict[str, int], report: Report, served: int
) -> Manifest:
    iris = Iris(made.base)
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return Manifest(
        version=_version(made, counts),
        previous=made.previous,
        base=made.base,
        software=software_version(),
        fingerprint=made.fingerprint,
        documents=made.documents,
        snapshots=counts.classes[iris.term("Snapshot")],
        mentions=counts.classes[iris.term("Mention")],
        skipped=made.skipped,
        repeated=made.repeated,
        asserted=counts.quads,
        triples=counts.triples,
        served=served,
        conforms=report.conforms,
        results={level: report.count(level) for level in SEVERITIES},
        sample=made.sample,
        inferred=further_graphs[iris.graph("inferred")],
        classes=dict(sorted(counts.classes.items())),
        graphs=dict(sorted({**counts.graphs, **further_graphs}.items())),
        inputs=made.inputs,
        files={path.name: sha256_of(path) for path in files},
    )
