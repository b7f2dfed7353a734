"""The manifest: what a release is, what went into it and how much is in it."""

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import NotARelease

NAME = "manifest.json"
#: Number of the manifest's own form; a reader refuses a higher one.
FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file that was read: its name relative to the SOURCE that named it, its SHA-256 and size in bytes."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What ``manifest.json`` holds.

    ``version`` is the day on which the data changed, the number of the release on that day (counted up from the release
    given by ``--since``, whose version is ``previous``) and the first 12 hex digits of the SHA-256 of the asserted
    N-Quads: versions that follow one another are in order as texts. ``asserted`` counts the
    lines of ``osce-kg.nq.gz``, ``triples`` those of the Turtle dump (what two graphs state counts once), ``served`` the
    default graph of the store: all graphs together, each triple once. ``software`` is the version of osce-kg;
    ``fingerprint`` a digest of the code and tables that conversions depend on. ``classes`` counts instances by class
    IRI; ``graphs`` counts triples by graph IRI, all document graphs together under ``…/graph/doc/``. ``files`` gives
    the SHA-256 of every file with data. ``timings`` are seconds by stage: the only part that two builds of one input
    do not share. ``conforms`` is SHACL's ``sh:conforms`` (no result of any severity), ``results`` counts the results by
    severity; both, and ``inferred``, are absent where that stage did not run. ``sample`` is true if
    pages of the release are made up.
    """

    version: str
    base: str
    software: str
    fingerprint: str
    documents: int
    snapshots: int
    mentions: int
    skipped: int
    repeated: int
    asserted: int
    triples: int = 0
    served: int = 0
    previous: str = ""
    inferred: int | None = None
    conforms: bool | None = None
    sample: bool = False
    results: dict[str, int] = field(default_factory=dict)
    classes: dict[str, int] = field(default_factory=dict)
    graphs: dict[str, int] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    form: int = FORM

    def write(self, folder: Path, timings: dict[str, float]) -> "Manifest":
        """Write ``manifest.json`` into a folder, with the timings that are known by then; hand it back with them."""
        timed = dataclasses.replace(self, timings=timings)
        text = json.dumps(dataclasses.asdict(timed), indent=2, ensure_ascii=False, sort_keys=False)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")
        return timed


def read_manifest(folder: Path | str) -> Manifest:
    """Read the manifest of a release.

    :param folder: a release
    :raises NotARelease: if the folder has no manifest of a form that this version reads
    """
    path = Path(folder) / NAME
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields.get("form", 0) > FORM:
            raise NotARelease(f"{str(folder)!r} was written by a newer osce-kg ({fields.get('software')}): upgrade")
        fields["inputs"] = tuple(Input(**each) for each in fields.get("inputs", ()))
        return Manifest(**fields)
    except (OSError, ValueError, TypeError, AttributeError):
        remedy = "name a folder written by osce-kg build"
        raise NotARelease(f"{str(folder)!r} is not a release (no readable {NAME}): {remedy}") from None
