"""Quads of any number of releases, made of the sample pages under other keys, with the register."""

import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from kg.assets import folder
from kg.documents import parse
from kg.facts import extract
from kg.graph import assemble
from kg.iris import Iris
from kg.model import Page, Unreadable
from kg.namespaces import DEFAULT_BASE
from kg.pipeline.concepts import concept_lines
from kg.reference import tabulate
from kg.reference.gazetteer import load_gazetteer
from kg.sources import read

#: Things whose IRI is a hash of the document's key and more.
_HASHED = re.compile(r"/id/(?:extraction|speech-act|contact|involvement)/[0-9a-f]{12}")
_DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
SAMPLE = (_DATA / "pages", _DATA / "everyday")


def quads(number: int) -> Iterator[str]:
    """List the lines of the register, of the concepts and of so many documents.

    :param number: documents; their texts repeat, their keys and snapshots do not
    """
    yield from tabulate()
    yield from concept_lines(folder("ontology"), DEFAULT_BASE)
    for copy, (key, snapshot, lines) in enumerate(islice(cycle(_documents()), number)):
        fresh = f"{copy:012x}"
        for line in lines:
            renamed = line.replace(f"doc/{key}", f"doc/{key}r{copy}")
            for kind in ("snapshot", "mention"):
                renamed = renamed.replace(f"{kind}/{snapshot}", f"{kind}/{fresh}")
            yield _HASHED.sub(rf"\g<0>r{copy}", renamed)


def _documents() -> Iterator[tuple[str, str, list[str]]]:
    iris, gazetteer = Iris(), load_gazetteer()
    for page in (page for pages in SAMPLE for page in read(pages)):
        document = parse(page) if isinstance(page, Page) else page
        if not isinstance(document, Unreadable):
            lines = list(assemble(document, extract(document, gazetteer), gazetteer, iris))
            yield document.key, document.sha256[:12], lines
