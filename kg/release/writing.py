"""Stage 7: from sorted quads to every file of a release."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.assets import software_version
from kg.iris import Iris
from kg.release.conformance import write_report
from kg.release.description import Described, describe_dcat, describe_void
from kg.release.dumps import Counts, inferred_quads, sha256_of, write_dump
from kg.release.inferring import Asserted, write_inferred
from kg.release.manifest import Input, Manifest
from kg.release.sorting import LineSorter
from kg.release.store import load_store, load_union, without_graphs
from kg.serialization.turtle import turtle
from kg.validation.report import SEVERITIES, Report


class Clock(Protocol):
    """Hears of stages as they begin."""

    def stage(self, name: str) -> None:
        """Hear that a stage begins; the one before has ended."""


@dataclass(slots=True, kw_only=True)
class Made:
    """What the earlier stages have made: the asserted graphs, as lines and apart, and what is told of them.

    ``jobs`` is the number of processes to use; ``captured`` is the latest capture time among the pages, or empty.
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
    clock.stage("closure")
    inferred = write_inferred(made.asserted, plain, folder, scratch, iris, made.jobs)
    clock.stage("store")
    with plain.open("a", encoding="utf-8", newline="\n") as loading:
        loading.writelines(inferred_quads(folder, iris))
    store = load_store(folder, plain)
    load_union(store, plain, scratch)
    clock.stage("validation")
    report = write_report(store, folder, made.base, gate=made.gate)
    clock.stage("description")
    meta = _describe(made, counts, folder, iris)
    store.bulk_load(input="".join([*meta, *without_graphs(meta)]).encode(), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    further = {iris.graph("inferred"): inferred, iris.graph("meta"): len(meta)}
    return _manifest(made, counts, folder, further, report)


def _describe(made: Made, counts: Counts, folder: Path, iris: Iris) -> list[str]:
    """Write ``void.ttl`` and ``dcat.ttl``, and hand back their quads for the store."""
    described = Described(
        version=counts.digest[:12],
        software=software_version(),
        counts=counts,
        inputs=made.inputs,
        captured=made.captured,
        sample=made.sample,
    )
    void, dcat = describe_void(described, iris), describe_dcat(described, iris, folder)
    (folder / "void.ttl").write_text("".join(turtle(void, made.base)), encoding="utf-8")
    (folder / "dcat.ttl").write_text("".join(turtle(dcat, made.base)), encoding="utf-8")
    return sorted({*void, *dcat})


def _manifest(made: Made, counts: Counts, folder: Path, further_graphs: dict[str, int], report: Report) -> Manifest:
    iris = Iris(made.base)
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return Manifest(
        version=counts.digest[:12],
        base=made.base,
        software=software_version(),
        fingerprint=made.fingerprint,
        documents=made.documents,
        snapshots=counts.classes[iris.term("Snapshot")],
        mentions=counts.classes[iris.term("Mention")],
        skipped=made.skipped,
        repeated=made.repeated,
        asserted=counts.quads,
        conforms=report.conforms,
        results={level: report.count(level) for level in SEVERITIES},
        sample=made.sample,
        inferred=further_graphs[iris.graph("inferred")],
        classes=dict(sorted(counts.classes.items())),
        graphs=dict(sorted({**counts.graphs, **further_graphs}.items())),
        inputs=made.inputs,
        files={path.name: sha256_of(path) for path in files},
    )
