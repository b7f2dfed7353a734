"""What the project's shapes take for known beside any data: the subclass axioms, the concepts and the register.

It is the same for every validation, so it is kept as text that a store reads at once. All of it is kept: leaving out
what no shape can see would save a seventh, and finding that out takes as long as everything else of a
first run.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import pyoxigraph as ox

from kg import assets
from kg.assets import folder
from kg.kept import code, kept, key_of
from kg.validation.dataset import Ready, stays
from kg.validation.validating import class_hierarchy, code_lists


@dataclass(frozen=True, slots=True)
class Known:
    """All of it, under one base IRI."""

    base: str

    def quads(self) -> Iterable[ox.Quad]:
        """Read it quad by quad."""
        ready = _ready(self.base)
        return chain.from_iterable(
            ox.parse(text, format=ox.RdfFormat.N_TRIPLES) for text in (ready.plain, ready.doubtful)
        )

    def parts(self, _size: int) -> Iterator[Ready]:
        """Give it as a part that can be loaded at once."""
        yield _ready(self.base)


@lru_cache(maxsize=2)
def _ready(base: str) -> Ready:
    ontology = folder("ontology")
    sources = (ontology / "osce.ttl", ontology / "alignments", ontology / "concepts", assets.TABLES_FOLDER)
    made_by = code("reference", "validation", "iris.py", "nquads.py", "namespaces.py", "model.py", "assets.py")
    return kept("known", key_of(*sources, *made_by, base), lambda: _made(base), _parts, lambda parts: Ready(*parts))


def _parts(ready: Ready) -> tuple[bytes, bytes]:
    return ready.plain, ready.doubtful


def _made(base: str) -> Ready:
    """Part the triples into those that a store keeps as they are written and the others."""
    plain: list[str] = []
    doubtful: list[str] = []
    for quad in _stated(base):
        line = f"{quad.subject} {quad.predicate} {quad.object} .\n"
        (plain if stays(quad.object) else doubtful).append(line)  # type: ignore[arg-type]
    return Ready("".join(dict.fromkeys(plain)).encode(), "".join(dict.fromkeys(doubtful)).encode())


def _stated(base: str) -> Iterator[ox.Quad]:
    from kg.reference import tabulate

    register = ox.parse("".join(tabulate(base)), format=ox.RdfFormat.N_QUADS)
    return chain(class_hierarchy(base), code_lists(base), register)
