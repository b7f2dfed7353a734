"""A release's report on itself: ``report.ttl`` and ``report.json``."""

import gc
from pathlib import Path

import pyoxigraph as ox

from kg.errors import NotConforming
from kg.validation.dataset import EXACT, SETS, DataGraph
from kg.validation.forms import FORMS, Printed
from kg.validation.places import Places
from kg.validation.report import Report
from kg.validation.validating import project_shapes, validate

#: So many results of a shape and severity stand in the report; the others are counted.
LIMIT = 1000


def write_report(store: ox.Store, folder: Path, base: str, *, gate: bool = True) -> Report:
    """Validate the union of a release's graphs, and write the report.

    :param store: the store of the release, open for writing
    :param folder: the release
    :param base: base IRI of the build
    :param gate: refuse a violation
    :returns: the report
    :raises NotConforming: if there is one, with the report as text
    """
    shapes = project_shapes(base)
    report = validate(DataGraph(store), shapes, limit=LIMIT)
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
    return report
