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
from kg.kept import Shelves, code, kept, key_of
from kg.namespaces import RDFS, TYPE
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

    def classes(self, _size: int = 0) -> Iterator[Ready]:
        """Give the part that says which class is below which."""
        yield Ready(bytes(_outline(self.base).classes), b"")

    @property
    def is_exact(self) -> bool:
        """Whether a store keeps all of it as it is written."""
        return _outline(self.base).is_exact

    def mentions(self, iri: str) -> bool:
        """Tell whether it says anything of an IRI, or by it, apart from what is of a class and which class is below.

        :param iri: in angle brackets
        """
        return _outline(self.base).things.get(iri) is not None


@dataclass(frozen=True, slots=True)
class _Outline:
    """What must be known of all that is known, where it is not loaded."""

    classes: bytes
    things: Shelves
    is_exact: bool


@lru_cache(maxsize=2)
def _ready(base: str) -> Ready:
    return kept("known", _key(base), lambda: _made(base), _parts, lambda parts: Ready(*parts))


def _key(base: str) -> bytes:
    ontology = folder("ontology")
    sources = (ontology / "osce.ttl", ontology / "alignments", ontology / "concepts", assets.TABLES_FOLDER)
    made_by = code("reference", "validation", "iris.py", "nquads.py", "namespaces.py", "model.py", "assets.py")
    return key_of(*sources, *made_by, base)


@lru_cache(maxsize=2)
def _outline(base: str) -> _Outline:
    return kept("outline", _key(base), lambda: _outlined(_ready(base)), _parts_of_outline, _restored)


def _parts_of_outline(outline: _Outline) -> tuple[object, ...]:
    return outline.classes, Shelves.written(outline.things.all()), outline.is_exact


def _restored(parts: tuple[bytes, bytes, bool]) -> _Outline:
    classes, things, is_exact = parts
    return _Outline(classes, Shelves(things), is_exact)


def _outlined(ready: Ready) -> _Outline:
    below, type_ = f"<{RDFS}subClassOf>".encode(), TYPE.encode()
    classes: list[bytes] = []
    things: dict[str, int] = {}
    for line in bytes(ready.plain).split(b"\n")[:-1]:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate == below:
            classes.append(line)
            continue
        things[subject.decode()] = 1
        if predicate != type_ and rest.startswith(b"<"):
            things[rest[:-2].decode()] = 1
    return _Outline(b"".join(line + b"\n" for line in classes), Shelves.of(things), not ready.doubtful)


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
