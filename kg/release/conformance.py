"""A release's report on itself, ``report.ttl`` and ``report.json``, and what the next one can use again of it."""

import gc
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.assets import folder as asset_folder
from kg.assets import software_version
from kg.errors import NotConforming
from kg.release.changes import Changes, is_as_written
from kg.release.dumps import compressed, read_compressed
from kg.validation import validating
from kg.validation.again import Earlier
from kg.validation.dataset import EXACT, SETS, DataGraph
from kg.validation.forms import FORMS, Printed
from kg.validation.places import Places
from kg.validation.report import Report, Result
from kg.validation.validating import project_shapes, validate_again

#: So many results of a shape and severity stand in the report; the others are counted.
LIMIT = 1000
#: What each part of the validation found, a line each; the first line tells what it depends on.
NAME = "validated.jsonl.gz"


def write_report(
    store: ox.Store, folder: Path, base: str, *, gate: bool = True, changes: Changes | None = None
) -> Report:
    """Validate the union of a release's graphs, and write the report.

    :param store: the store of the release, open for writing
    :param folder: the release
    :param base: base IRI of the build
    :param gate: refuse a violation
    :param changes: what has changed since an earlier release, whose results are used again where they still hold
    :returns: the report
    :raises NotConforming: if there is one, with the report as text
    """
    shapes, ground = project_shapes(base), _ground(base)
    known = _known(changes.since, ground) if changes else None
    earlier = Earlier(known, changes.about()) if changes and known is not None else None
    report, found = validate_again(DataGraph(store), shapes, limit=LIMIT, earlier=earlier)
    # The engine's parts refer to each other and to the store, which must close when its owner lets it go.
    gc.collect()
    for name in (SETS, EXACT):
        store.remove_graph(ox.NamedNode(name))
    printed = Printed(report=report, shapes=shapes, places=Places((), ()), files=(), base=base)
    if gate and not report.passes():
        raise NotConforming(f"the data breaks the shapes\n{''.join(FORMS['text'](printed)).rstrip()}")
    for form, name in (("turtle", "report.ttl"), ("json", "report.json")):
        with (folder / name).open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(FORMS[form](printed))
    _keep(found, folder / NAME, ground)
    return report


def _ground(base: str) -> str:
    """Digest what a validation depends on beside the data, in hexadecimal."""
    whole = hashlib.sha256(f"{software_version()}\x1f{ox.__version__}\x1f{base}".encode())
    code = Path(validating.__file__).parent.glob("*.py")
    for file in (*sorted(code), *sorted(asset_folder("shapes").glob("*.ttl"))):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _keep(found: Mapping[str, tuple[Result, ...]], path: Path, ground: str) -> None:
    with compressed(path) as stream:
        stream.write(json.dumps({"ground": ground}) + "\n")
        for name, results in sorted(found.items()):
            told = {"part": name, "results": list(map(asdict, results))}
            stream.write(json.dumps(told, ensure_ascii=False) + "\n")


def _known(since: Path, ground: str) -> dict[str, tuple[Result, ...]] | None:
    """Read what an earlier release found, if it was validated in the same way and the file is as it was written."""
    if not is_as_written(since, NAME):
        return None
    lines = read_compressed(since / NAME)
    if json.loads(next(lines))["ground"] != ground:
        return None
    told = map(json.loads, lines)
    return {each["part"]: tuple(map(_result, each["results"])) for each in told}


def _result(told: dict[str, Any]) -> Result:
    return Result(**told | {"messages": tuple(told["messages"])})
